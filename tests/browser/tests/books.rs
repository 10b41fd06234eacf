//! Books and reports of a golden day in a browser: identities and balances are those of the
//! expected result, before and after the treatments; an entry opens; every file is the
//! command line's, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tieout_browser_tests::{App, Browser, Opened, Site, run};

fn golden(day: &str) -> PathBuf {
    xtask::root().join("tests/golden").join(day)
}

fn expected() -> Result<Value> {
    let file = xtask::root().join("tests/golden/expected/day1.json");
    Ok(serde_json::from_slice(&fs::read(file)?)?)
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>> {
    value[key]
        .as_array()
        .with_context(|| format!("{key} is a list"))
}

/// The page with day 1 reconciled.
async fn day_1<'b>(browser: &'b Browser, site: &Opened) -> Result<App<'b>> {
    let app = App::open(browser, &site.url).await?;
    app.drop_folder(&golden("day1")).await?;
    app.wait_for(&["done"]).await?;
    Ok(app)
}

/// Whether every line of each identity holds at a stage; opening and control totals, which
/// treatments do not touch, have one stage.
fn identities(report: &Value, stage: &str) -> Result<BTreeMap<String, String>> {
    let mut holds: BTreeMap<String, bool> = BTreeMap::new();
    for line in list(report, "identities")? {
        let name = line["identity"].as_str().context("it has a name")?;
        let untouched = matches!(name, "opening" | "control_totals");
        if untouched || line["stage"] == stage {
            let all = holds.entry(name.to_owned()).or_insert(true);
            *all &= line["holds"]
                .as_bool()
                .context("it says whether it holds")?;
        }
    }
    let told = holds
        .into_iter()
        .map(|(name, holds)| (name, holds.to_string()));
    Ok(told.collect())
}

/// Σ of a column of balances by account, in fen.
fn closings(report: &Value, column: &str) -> Result<BTreeMap<String, i64>> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for balance in list(report, "balances")? {
        let account = balance["account"].as_str().context("an account")?;
        let amount = balance[column].as_str().context("an amount")?;
        *sums.entry(account.to_owned()).or_default() += fen(amount)?;
    }
    Ok(sums)
}

fn fen(amount: &str) -> Result<i64> {
    Ok(amount.replace('.', "").parse()?)
}

/// Values of an attribute by what follows a prefix in the hook's name.
async fn hooks(app: &App<'_>, prefix: &str, attribute: &str) -> Result<BTreeMap<String, String>> {
    let found = app
        .script_with(
            "return [...document.querySelectorAll(`[data-testid^=\"${arguments[0]}\"]`)].map((hook) =>
                [hook.dataset.testid.slice(arguments[0].length), hook.getAttribute(arguments[1])]);",
            vec![json!(prefix), json!(attribute)],
        )
        .await?;
    let found: Vec<(String, Option<String>)> = serde_json::from_value(found)?;
    let there = found
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    Ok(there.collect())
}

async fn shown_closings(app: &App<'_>) -> Result<BTreeMap<String, i64>> {
    app.find("[data-testid=account-3001]").await?;
    let shown = hooks(app, "account-", "data-closing").await?;
    shown
        .into_iter()
        .map(|(account, amount)| Ok((account, fen(&amount)?)))
        .collect()
}

#[test]
fn identities_hold_on_the_overview_before_and_after_the_treatments() {
    run(async {
        let report = expected()?;
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = day_1(&browser, &site).await?;
        app.click("[data-testid=nav-overview]").await?;
        app.find("[data-testid=balance]").await?;
        app.find("[data-testid=flow]").await?;
        for stage in ["before", "after"] {
            app.click(&format!("[data-testid=stage-{stage}]")).await?;
            let shown = hooks(&app, "identity-", "data-holds").await?;
            let expected = identities(&report, stage)?;
            ensure!(shown == expected, "{stage}: {shown:?} is not {expected:?}");
        }
        app.expect_no_errors().await
    });
}

#[test]
fn the_trial_balance_is_that_of_the_expected_result_and_follows_the_switch() {
    run(async {
        let report = expected()?;
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = day_1(&browser, &site).await?;
        app.press("gb").await?;
        let before = shown_closings(&app).await?;
        let expected = closings(&report, "closing")?;
        ensure!(before == expected, "{before:?} is not {expected:?}");
        app.click("[data-testid=stage-after]").await?;
        let expected = closings(&report, "closing_after_treatment")?;
        app.wait_until("balances after the treatments", async || {
            Ok(shown_closings(&app).await? == expected)
        })
        .await?;
        ensure!(before != expected, "the treatments change balances");
        app.expect_no_errors().await
    });
}

#[test]
fn an_entry_opens_with_its_lines_and_the_rows_behind_it() {
    run(async {
        let report = expected()?;
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = day_1(&browser, &site).await?;
        app.click("[data-testid=nav-books]").await?;
        app.click("[data-testid=journal-entry]").await?;
        app.find("[data-testid=entry-lines]").await?;
        app.find("[data-testid=behind-row]").await?;
        let hash = app.script("return location.hash;").await?;
        let hash = hash.as_str().context("an address")?.to_owned();
        ensure!(hash.contains("entry=j-"), "{hash} names the entry");
        let shown = app
            .script(
                "return [...document.querySelectorAll('[data-testid=entry-lines] tbody tr')].map((row) =>
                    [...row.cells].map((cell) => cell.innerText.replaceAll(',', '')));",
            )
            .await?;
        let mut shown: Vec<[String; 3]> = serde_json::from_value(shown)?;
        for [account, ..] in &mut shown {
            account.truncate(4);
        }
        shown.sort();
        let escrow_released = list(&report, "journal")?
            .iter()
            .find(|entry| entry["template"] == "confirm")
            .context("day 1 releases escrow")?;
        let text = |line: &Value, key: &str| match line[key].as_str() {
            Some("0.00") | None => String::new(),
            Some(text) => text.to_owned(),
        };
        let line = |line: &Value| ["account", "debit", "credit"].map(|key| text(line, key));
        let mut expected: Vec<_> = list(escrow_released, "lines")?.iter().map(line).collect();
        expected.sort();
        ensure!(shown == expected, "{shown:?} is not {expected:?}");
        // A line leads to its account, the account's movements back to entries.
        app.click("[data-testid=entry-lines] tbody a").await?;
        app.find("[data-testid=t-account] a").await?;
        app.click("[data-testid=books-clearing]").await?;
        app.click("[data-testid=clearing] tbody a").await?;
        app.find("[data-testid=explanations] tr").await?;
        app.expect_no_errors().await
    });
}

#[test]
fn the_journal_is_filtered_by_when_and_account() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = day_1(&browser, &site).await?;
        app.script("location.hash = '/books?when=treatment&account=3003'")
            .await?;
        app.find("[data-testid=journal] [data-testid=journal-entry]")
            .await?;
        let headings = app.count("[data-testid=journal] .group").await?;
        ensure!(headings == 1, "{headings} headings of one time");
        let report = expected()?;
        let moves = |entry: &&Value| {
            let lines = entry["lines"].as_array();
            entry["when"] == "treatment"
                && lines.is_some_and(|lines| lines.iter().any(|line| line["account"] == "3003"))
        };
        let wanted = list(&report, "journal")?.iter().filter(moves).count();
        let shown = app.count("[data-testid=journal-entry]").await?;
        ensure!(shown == wanted, "{shown} entries, {wanted} expected");
        app.expect_no_errors().await
    });
}

#[test]
fn every_file_is_the_command_lines_byte_for_byte() {
    run(async {
        let folder = tempfile::tempdir()?;
        let [saved, written] = ["saved", "written"].map(|name| folder.path().join(name));
        fs::create_dir(&saved)?;
        command_line(&golden("day1"), &written)?;
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = day_1(&browser, &site).await?;
        browser
            .devtools(
                "Browser.setDownloadBehavior",
                json!({ "behavior": "allow", "downloadPath": saved.display().to_string() }),
            )
            .await?;
        app.press("gr").await?;
        app.find("[data-testid=report-table] td").await?;
        let files = hooks(&app, "export-", "data-testid").await?;
        let mut names: Vec<String> = fs::read_dir(&written)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<Result<_>>()?;
        names.sort();
        ensure!(files.keys().eq(&names), "{files:?} are not {names:?}");
        // One of them all the way to the disk.
        let file = saved.join("journal.csv");
        let theirs = fs::read(written.join("journal.csv"))?;
        app.click("[data-testid='export-journal.csv']:enabled")
            .await?;
        app.wait_until("journal.csv is saved", async || {
            Ok(fs::read(&file).is_ok_and(|ours| ours == theirs))
        })
        .await?;
        // What the page hands to the browser, by the name that it is saved under.
        app.keep_what_is_made().await?;
        for name in &names {
            let theirs = fs::read(written.join(name))?;
            let ours = app.made(name).await?;
            ensure!(
                ours == theirs,
                "{name} differs {}",
                where_differs(&ours, &theirs)
            );
        }
        app.expect_no_errors().await
    });
}

/// Where two texts begin to differ, and what stands there.
fn where_differs(ours: &[u8], theirs: &[u8]) -> String {
    let at = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    let around = |text: &[u8]| {
        let part = &text[at.saturating_sub(60).min(text.len())..(at + 60).min(text.len())];
        String::from_utf8_lossy(part).into_owned()
    };
    format!(
        "at byte {at}: {:?} is not {:?}",
        around(ours),
        around(theirs)
    )
}

fn command_line(day: &Path, out: &Path) -> Result<()> {
    let (mut told, mut complained) = (Vec::new(), Vec::new());
    let words = [
        "run".as_ref(),
        day.as_os_str(),
        "--out".as_ref(),
        out.as_os_str(),
    ];
    let mut terminal = tieout_cli::command::Terminal {
        out: &mut told,
        err: &mut complained,
    };
    tieout_cli::command::main(words.into_iter().map(Into::into), &mut terminal);
    ensure!(out.exists(), "{}", String::from_utf8_lossy(&complained));
    Ok(())
}

#[test]
fn the_proof_sheet_stands_in_the_page_and_in_both_languages() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = day_1(&browser, &site).await?;
        app.click("[data-testid=nav-reports]").await?;
        app.click("[data-testid=report-proof]").await?;
        app.find("[data-testid=proof-sheet] h1").await?;
        app.wait_for_text("Proof sheet").await?;
        app.click("[data-testid=language]").await?;
        app.wait_for_text("对账证明单").await?;
        app.expect_no_errors().await
    });
}

#[test]
fn without_a_day_books_and_reports_say_so() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        for screen in ["books", "reports"] {
            app.click(&format!("[data-testid=nav-{screen}]")).await?;
            app.find("[data-testid=no-result]").await?;
        }
        app.expect_no_errors().await
    });
}

#[test]
fn with_some_files_only_the_books_say_what_is_not_run() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        let files = ["posting_flow.csv", "balances.csv", "tieout.toml"];
        app.drop_files(&files.map(|file| golden("day1").join(file)))
            .await?;
        app.wait_for(&["done"]).await?;
        app.script("location.hash = 'books?view=clearing'").await?;
        app.wait_for_text("once all four reconciliations run")
            .await?;
        app.script("location.hash = 'overview'").await?;
        let shown = hooks(&app, "identity-", "data-holds").await?;
        ensure!(
            !shown.contains_key("pending_clearing") && shown.contains_key("trial_balance"),
            "{shown:?}"
        );
        app.expect_no_errors().await
    });
}

#[test]
fn a_report_is_verified_against_the_files_at_hand() {
    run(async {
        let folder = tempfile::tempdir()?;
        let written = folder.path().join("written");
        command_line(&golden("day1"), &written)?;
        let report = written.join("report.json");
        let edited = folder.path().join("edited.json");
        let text = fs::read_to_string(&report)?;
        let from = text.find("\"amount\"").context("it has amounts")?;
        let digits = text[from..].find(|c: char| c.is_ascii_digit());
        let first = from + digits.context("an amount has digits")?;
        let digit = if text[first..].starts_with('9') {
            "8"
        } else {
            "9"
        };
        fs::write(
            &edited,
            format!("{}{digit}{}", &text[..first], &text[first + 1..]),
        )?;
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = day_1(&browser, &site).await?;
        app.press("gr").await?;
        let verify = async |path: &Path, stands: &str, says: &str| {
            let input = app.find("[data-testid=verify-report]").await?;
            input.send_keys(path.display().to_string()).await?;
            app.wait_until(says, async || {
                let told = "[data-testid=verified]";
                if app.count(told).await? == 0 {
                    return Ok(false);
                }
                let found = app.attribute(told, "data-stands").await?;
                let text = app.find(told).await?.text().await?;
                Ok(found.as_deref() == Some(stands) && text.contains(says))
            })
            .await
        };
        verify(&report, "true", "Not edited").await?;
        verify(&edited, "false", "edited").await?;
        app.drop_folder(&golden("day2")).await?;
        app.wait_for(&["done"]).await?;
        app.press("gr").await?;
        verify(&report, "false", "other bytes").await?;
        app.expect_no_errors().await
    });
}
