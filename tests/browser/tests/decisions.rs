//! Deciding in a real browser: what is accepted is booked at once, and every step can be
//! taken back.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use tieout_browser_tests::{App, Browser, Site, run};

/// Files of the sample day.
fn sample_day_files() -> Vec<PathBuf> {
    let folder = xtask::root().join("tests/fixtures/sample-day");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the sample day is there")
        .map(|entry| entry.expect("it can be listed").path())
        .collect();
    files.sort();
    files
}

/// The id of an exception of the sample day, and its number.
fn exception_of_the_sample_day(outcome: &str) -> (String, String) {
    let report = xtask::root().join("tests/fixtures/sample-day.report.json");
    let report = fs::read(report).expect("the sample day's report is there");
    let report: Value = serde_json::from_slice(&report).expect("JSON");
    let found = report["exceptions"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|x| x["reconciliation"] == "channel" && x["outcome"] == outcome)
        .expect("the sample day has every outcome");
    let rows = found["left"].as_array().into_iter().flatten();
    let rows = rows.chain(found["right"].as_array().into_iter().flatten());
    let key = rows.map(|row| row["key"].clone()).next();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&found["id"]), text(&key.unwrap_or_default()))
}

const FIRST: &str = "[data-testid=exception-row][data-standing]";

async fn worklist(app: &App<'_>) -> Result<()> {
    app.drop_files(&sample_day_files()).await?;
    app.wait_for(&["done"]).await?;
    app.click("[data-testid=nav-worklist]").await?;
    app.find("[data-testid=decision]").await?;
    Ok(())
}

async fn sign(app: &App<'_>, name: &str) -> Result<()> {
    let field = app.find("[data-testid=decider-name]").await?;
    field.clear().await?;
    field.send_keys(format!("{name}\n")).await?;
    Ok(())
}

async fn stands(app: &App<'_>, standing: &str) -> Result<()> {
    let section = "[data-testid=decision]";
    app.wait_until(standing, async || {
        if app.count(section).await? == 0 {
            return Ok(false);
        }
        let found = app.attribute(section, "data-standing").await?;
        Ok(found.as_deref() == Some(standing))
    })
    .await
}

#[test]
fn a_key_accepts_and_another_takes_it_back() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        worklist(&app).await?;
        stands(&app, "open").await?;
        app.press("a").await?;
        sign(&app, "Ada").await?;
        stands(&app, "accepted").await?;
        app.find("[data-testid=exception-row][data-standing=accepted]")
            .await?;
        let history = app.find("[data-testid=history]").await?.text().await?;
        ensure!(history.contains("Ada"), "{history}");
        let open = "[data-testid=exception-row][data-standing=open]";
        app.script("location.hash = 'worklist?decision=accepted'")
            .await?;
        app.wait_until("only what is accepted is listed", async || {
            Ok(app.count(open).await? == 0 && app.count(FIRST).await? == 1)
        })
        .await?;
        app.script("history.back()").await?;
        app.wait_until("all are listed again", async || {
            Ok(app.count(open).await? > 3)
        })
        .await?;
        stands(&app, "accepted").await?;
        app.press("u").await?;
        stands(&app, "open").await?;
        app.press("U").await?;
        stands(&app, "accepted").await?;
        app.click("[data-testid=withdraw]").await?;
        stands(&app, "open").await?;
        let asks = "const leaving = new Event('beforeunload', { cancelable: true });
                    return !window.dispatchEvent(leaving);";
        ensure!(
            app.script(asks).await? == true,
            "decisions that no file has go without a word"
        );
        app.click("[data-testid=save-decisions]").await?;
        app.wait_until("saved decisions may go", async || {
            Ok(app.script(asks).await? == false)
        })
        .await?;
        app.expect_no_errors().await
    });
}

#[test]
fn another_treatment_is_chosen_after_a_look_at_what_it_books() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        worklist(&app).await?;
        app.press("t").await?;
        app.find("[data-testid=treatment-suspense] [data-testid=t-accounts]")
            .await?;
        app.click("[data-testid=treatment-suspense]").await?;
        sign(&app, "Ada").await?;
        stands(&app, "accepted").await?;
        app.expect_no_errors().await
    });
}

#[test]
fn several_are_accepted_after_a_look_at_what_that_books() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        worklist(&app).await?;
        for key in ["x", "j", "x", "j", "x"] {
            app.press(key).await?;
        }
        app.click("[data-testid=accept-selected]").await?;
        app.find("[data-testid=would-book] tbody tr").await?;
        app.click("[data-testid=accept-many]").await?;
        sign(&app, "Ada").await?;
        app.wait_until("three are accepted", async || {
            let accepted = "[data-testid=exception-row][data-standing=accepted]";
            Ok(app.count(accepted).await? == 3)
        })
        .await?;
        app.press("u").await?;
        app.wait_until("the step is taken back as a whole", async || {
            let accepted = "[data-testid=exception-row][data-standing=accepted]";
            Ok(app.count(accepted).await? == 0 && app.count(FIRST).await? > 3)
        })
        .await?;
        app.expect_no_errors().await
    });
}

#[test]
fn a_file_of_decisions_is_applied_and_a_bad_debt_waits_for_a_second_name() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        let (id, key) = exception_of_the_sample_day("lost_order");
        let one = json!({"exception": id, "treatment": "bad_debt", "by": "Ada"});
        let gone = json!({"exception": "x-gone", "treatment": "verify", "by": "Ada"});
        let list = Value::from(vec![one, gone]);
        let folder = std::env::temp_dir().join(format!("tieout-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let file = folder.join("decisions.json");
        fs::write(&file, list.to_string())?;
        let mut files = sample_day_files();
        files.push(file);
        app.drop_files(&files).await?;
        app.wait_for(&["done"]).await?;
        app.click("[data-testid=nav-overview]").await?;
        app.wait_for_text("x-gone").await?;
        app.click("[data-testid=nav-worklist]").await?;
        app.find("[data-testid=exception-row][data-standing=needs_second]")
            .await?;
        app.script_with(
            "for (const row of document.querySelectorAll('[data-standing=needs_second]'))
                 if (row.textContent.includes(arguments[0])) row.click();",
            vec![key.as_str().into()],
        )
        .await?;
        stands(&app, "needs_second").await?;
        app.click("[data-testid=accept]").await?;
        sign(&app, "ada").await?;
        // The first name is no second one: it is asked for again.
        stands(&app, "needs_second").await?;
        sign(&app, "Bo").await?;
        stands(&app, "accepted").await?;
        let status = app.find("[data-testid=entry-status]").await?.text().await?;
        ensure!(status.to_lowercase().contains("accepted"), "{status}");
        fs::remove_dir_all(&folder)?;
        app.expect_no_errors().await
    });
}

const FLOW: &str =
    "channel,channel_order_no,payment_order_no,kind,status,currency,amount,finished_at
wechat,C20260302001,P1,top_up,success,CNY,50.00,2026-03-02 10:00:00
wechat,C20260302002,P2,top_up,success,CNY,70.00,2026-03-02 11:00:00
";
const STATEMENT: &str =
    "channel,order_no,transaction_no,kind,status,currency,amount,fee,finished_at
wechat,C2026030201,T1,top_up,success,CNY,50.00,0.00,2026-03-02 10:00:00
wechat,C20260302002,T2,top_up,success,CNY,70.00,0.00,2026-03-02 11:00:00
";

#[test]
fn a_suggestion_is_paired_by_hand_with_its_reason_and_taken_back() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        let folder = tempfile::tempdir()?;
        let mut files = Vec::new();
        for (name, text) in [
            ("channel_flow.csv", FLOW),
            ("channel_statement.csv", STATEMENT),
        ] {
            let path = folder.path().join(name);
            fs::write(&path, text)?;
            files.push(path);
        }
        app.drop_files(&files).await?;
        app.wait_for(&["done"]).await?;
        app.click("[data-testid=nav-worklist]").await?;
        app.find("[data-testid=why-not]").await?;
        app.click("[data-testid=pair]").await?;
        let why = app.find("[data-testid=pair-why]").await?;
        why.send_keys("a digit was lost").await?;
        app.click("[data-testid=pair-now]").await?;
        sign(&app, "Ada").await?;
        app.wait_until("no exception is left", async || {
            Ok(app.state().await? == "done" && app.count(FIRST).await? == 0)
        })
        .await?;
        app.script("location.hash = 'worklist?outcome=matched'")
            .await?;
        app.wait_for_text("C20260302001").await?;
        app.script_with(
            "for (const row of document.querySelectorAll('[data-testid=exception-row]'))
                 if (row.textContent.includes(arguments[0])) row.click();",
            vec!["C20260302001".into()],
        )
        .await?;
        let paired = app.find("[data-testid=paired]").await?.text().await?;
        ensure!(
            paired.contains("Ada") && paired.contains("a digit was lost"),
            "{paired}"
        );
        app.click("[data-testid=unpair]").await?;
        app.script("location.hash = 'worklist'").await?;
        app.wait_until("both are exceptions again", async || {
            Ok(app.state().await? == "done" && app.count(FIRST).await? == 2)
        })
        .await?;
        app.press("u").await?;
        app.wait_until("the way back goes back too", async || {
            Ok(app.state().await? == "done" && app.count(FIRST).await? == 0)
        })
        .await?;
        app.expect_no_errors().await
    });
}
