//! Fund position and channel fees in a browser: accounts and differences are those of the
//! command line, a limit warns and proposes a transfer, a claim is opened and accepted, and
//! every figure leads on.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tieout_browser_tests::{App, Browser, Opened, Site, run};

const LIMITS: &str = "\n[[account]]\nid = \"RES-01\"\ncurrency = \"CNY\"\nlimit = \"500.00\"\n\
                      \n[[account]]\nid = \"RES-02\"\ncurrency = \"CNY\"\nlimit = \"6000.00\"\n";

/// Day 1 with limits, reconciled; what the command line says of it.
async fn limited<'b>(browser: &'b Browser, site: &Opened) -> Result<(App<'b>, Value)> {
    let folder = tempfile::tempdir()?;
    for file in fs::read_dir(xtask::root().join("tests/golden/day1"))? {
        let file = file?;
        fs::copy(file.path(), folder.path().join(file.file_name()))?;
    }
    let settings = folder.path().join("tieout.toml");
    let text = fs::read_to_string(&settings)? + LIMITS;
    fs::write(&settings, text)?;
    let told = told("position", folder.path(), 1)?;
    let app = App::open(browser, &site.url).await?;
    app.drop_folder(folder.path()).await?;
    app.wait_for(&["done"]).await?;
    Ok((app, told))
}

/// What a command of the command line says of a day.
fn told(command: &str, day: &Path, expected: u8) -> Result<Value> {
    let (mut told, mut complained) = (Vec::new(), Vec::new());
    let words = [command.as_ref(), day.as_os_str(), "--json".as_ref()];
    let mut terminal = tieout_cli::command::Terminal {
        out: &mut told,
        err: &mut complained,
    };
    let status = tieout_cli::command::main(words.into_iter().map(Into::into), &mut terminal);
    ensure!(status == expected, "{command}: {status}");
    Ok(serde_json::from_slice(&told)?)
}

/// Texts of the cells of a row, without the small print below a figure.
async fn cells(app: &App<'_>, hook: &str) -> Result<Vec<String>> {
    app.find(&format!("[data-testid='{hook}']")).await?;
    let cells = app
        .script_with(
            "return [...document.querySelector(`[data-testid='${arguments[0]}']`).cells].map((cell) =>
                cell.innerText.split('\\n')[0].replaceAll(',', '').replace('−', '-').trim());",
            vec![json!(hook)],
        )
        .await?;
    Ok(serde_json::from_value(cells)?)
}

#[test]
fn a_shortfall_is_told_on_the_overview_and_leads_to_its_cure() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let (app, told) = limited(&browser, &site).await?;
        app.click("[data-testid=nav-overview]").await?;
        app.click("[data-testid=position-alerts]").await?;
        app.wait_for_text("RES-02 falls 1,000.00 CNY short of its limit of 6,000.00")
            .await?;
        app.find("[data-testid=proposed-transfer] [data-testid=t-accounts]")
            .await?;
        app.wait_for_text("1,000.00 CNY from RES-01 to RES-02")
            .await?;
        let transfer = told["transfers"][0]["id"].as_str().context("an id")?;
        app.wait_for_text(transfer).await?;
        app.click("[data-testid=language]").await?;
        app.wait_for_text("低于限额 6,000.00").await?;
        app.expect_no_errors().await
    });
}

#[test]
fn accounts_and_their_coming_days_are_those_of_the_command_line() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let (app, told) = limited(&browser, &site).await?;
        app.script("location.hash = 'books?view=position'").await?;
        let accounts = told["accounts"].as_array().context("accounts")?;
        for account in accounts {
            let text = |key: &str| account[key].as_str().unwrap_or_default().to_owned();
            let name = text("account");
            let today = cells(&app, &format!("position-{name}-CNY")).await?;
            let expected = ["opening", "closing", "book"].map(text);
            let shown = [&today[1], &today[4], &today[5]].map(Clone::clone);
            ensure!(shown == expected, "{shown:?} is not {expected:?}");
            let coming = cells(&app, &format!("coming-{name}-CNY")).await?;
            let days = account["expected"].as_array().context("days")?;
            for day in days {
                let balance = day["balance"].as_str().context("a balance")?;
                ensure!(coming.iter().any(|cell| cell == balance), "{coming:?}");
            }
            ensure!(coming.contains(&text("low")), "{coming:?}");
        }
        ensure!(
            app.count(".position svg").await? == accounts.len(),
            "a drawing an account"
        );
        // What is expected opens, item by item, and each leads to its rows.
        app.click("[data-testid=coming-RES-02-CNY] th a").await?;
        app.click("[data-testid=expected-items] th a").await?;
        app.wait_until("the item's group is open", async || {
            let hash = app.script("return location.hash;").await?;
            Ok(hash.as_str().is_some_and(|hash| hash.contains("case=")))
        })
        .await?;
        app.expect_no_errors().await
    });
}

#[test]
fn a_limit_is_set_in_the_settings_and_taken_back() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.click("[data-testid=sample-day]").await?;
        app.wait_for(&["done"]).await?;
        app.click("[data-testid=nav-settings]").await?;
        app.click("[data-testid=add-account]").await?;
        for (field, text) in [("id", "RES-02"), ("limit", "99,5"), ("limit", "99999.5")] {
            app.find(&format!("#account-0-{field}")).await?;
            app.script_with(
                "const field = document.querySelector(arguments[0]);
                 field.focus(); field.value = arguments[1];
                 field.dispatchEvent(new Event('input', { bubbles: true }));
                 field.dispatchEvent(new Event('change', { bubbles: true }));
                 field.blur();",
                vec![json!(format!("#account-0-{field}")), json!(text)],
            )
            .await?;
            if text == "99,5" {
                app.wait_for_text("account.limit: \"99,5\". Expected \"99.5\"?")
                    .await?;
            }
        }
        app.wait_for(&["done"]).await?;
        app.click("[data-testid=nav-overview]").await?;
        app.wait_for_text("No other account of the currency has a limit")
            .await?;
        app.click("[data-testid=nav-settings]").await?;
        app.click("[data-testid=remove-account]").await?;
        app.wait_for(&["done"]).await?;
        app.click("[data-testid=nav-overview]").await?;
        app.wait_until("nothing is short", async || {
            Ok(app.count("[data-testid=position-alerts]").await? == 0)
        })
        .await?;
        app.expect_no_errors().await
    });
}

const SCHEDULE: &str = "channel,kind,currency,rate,rounding\nwechat,payment,CNY,0.5%,half_up\n";

/// Day 1 with a fee schedule, reconciled; what the command line says of it.
async fn charged<'b>(browser: &'b Browser, site: &Opened) -> Result<(App<'b>, Value)> {
    let folder = tempfile::tempdir()?;
    for file in fs::read_dir(xtask::root().join("tests/golden/day1"))? {
        let file = file?;
        fs::copy(file.path(), folder.path().join(file.file_name()))?;
    }
    fs::write(folder.path().join("schedule.csv"), SCHEDULE)?;
    let told = told("fees", folder.path(), 1)?;
    let app = App::open(browser, &site.url).await?;
    app.drop_folder(folder.path()).await?;
    app.wait_for(&["done"]).await?;
    Ok((app, told))
}

#[test]
fn what_was_charged_otherwise_is_listed_opened_and_accepted() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let (app, told) = charged(&browser, &site).await?;
        app.script("location.hash = 'books?view=fees'").await?;
        app.find("[data-testid=fee-differences]").await?;
        let differences = told["differences"].as_array().context("a list")?;
        let shown = app.count("[data-testid=fee-differences] tbody tr").await?;
        ensure!(shown == differences.len(), "{shown} differences");
        let totals = told["totals"].as_array().context("a list")?;
        let rules = app.count("[data-testid=fee-rules] tbody tr").await?;
        ensure!(rules == totals.len(), "{rules} rules");
        app.wait_for_text("no rule").await?;
        // A claim opens with its entry and the rows behind it.
        app.click("[data-testid=fee-claim]").await?;
        app.find("[data-testid=entry-lines]").await?;
        app.find("[data-testid=behind-row]").await?;
        // Nothing is decided without a name.
        app.click("[data-testid=accept-claim]").await?;
        app.wait_for_text("Type your name first").await?;
        app.script(
            "const field = document.querySelector('[data-testid=claim-name]');
             field.value = 'Li'; field.dispatchEvent(new Event('change', { bubbles: true }));",
        )
        .await?;
        app.click("[data-testid=accept-claim]").await?;
        app.find("[data-testid=withdraw-claim]").await?;
        app.wait_for_text("accepted").await?;
        app.click("[data-testid=withdraw-claim]").await?;
        app.wait_until("it is proposed again", async || {
            Ok(app.count("[data-testid=withdraw-claim]").await? == 0)
        })
        .await?;
        app.expect_no_errors().await
    });
}

#[test]
fn without_a_schedule_an_example_stands_there() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.click("[data-testid=sample-day]").await?;
        app.wait_for(&["done"]).await?;
        app.script("location.hash = 'books?view=fees'").await?;
        app.find("[data-testid=fees-example]").await?;
        app.wait_for_text("channel,kind,currency,rate").await?;
        app.expect_no_errors().await
    });
}
