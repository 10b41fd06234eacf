//! The settings screen in a real browser: changes take effect, are said, and are taken back.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use tieout_browser_tests::browser::Screen;
use tieout_browser_tests::{App, Browser, Site, run};

const LAG: &str = "#day-window_minutes";

/// The sample day, on the settings screen.
async fn settings_of_the_sample_day(app: &App<'_>) -> Result<()> {
    app.click("[data-testid=sample-day]").await?;
    app.wait_for(&["done"]).await?;
    app.click("[data-testid=nav-settings]").await?;
    app.find(LAG).await?;
    Ok(())
}

/// Types into a field in place of what it holds, and leaves it.
async fn fill(app: &App<'_>, selector: &str, text: &str) -> Result<()> {
    app.script_with(
        "const field = document.querySelector(arguments[0]);
         field.focus(); field.value = arguments[1];
         field.dispatchEvent(new Event('input', { bubbles: true }));
         field.dispatchEvent(new Event('change', { bubbles: true }));
         field.blur();",
        vec![selector.into(), text.into()],
    )
    .await?;
    Ok(())
}

async fn value(app: &App<'_>, selector: &str) -> Result<String> {
    let value = app
        .script_with(
            "return document.querySelector(arguments[0]).value;",
            vec![selector.into()],
        )
        .await?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

async fn timing_differences(app: &App<'_>) -> Result<String> {
    app.click("[data-testid=nav-overview]").await?;
    let hook = "[data-testid=outcome-channel-timing_difference]";
    app.find("[data-testid=recon-channel]").await?;
    if app.count(hook).await? == 0 {
        return Ok("0".to_owned());
    }
    Ok(app.attribute(hook, "data-count").await?.unwrap_or_default())
}

#[test]
fn a_change_takes_effect_and_is_taken_back() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        settings_of_the_sample_day(&app).await?;
        let own = value(&app, LAG).await?;
        let before = timing_differences(&app).await?;
        ensure!(before != "0", "the sample day has timing differences");
        app.click("[data-testid=nav-settings]").await?;
        fill(&app, LAG, "0").await?;
        app.wait_for(&["done"]).await?;
        app.find("[data-testid=setting-day-window_minutes][data-default=false]")
            .await?;
        ensure!(
            timing_differences(&app).await? != before,
            "the window changes nothing"
        );
        app.click("[data-testid=nav-settings]").await?;
        app.click("[data-testid=settings-undo]").await?;
        app.wait_for(&["done"]).await?;
        ensure!(
            value(&app, LAG).await? == own,
            "the field keeps what was taken back"
        );
        ensure!(
            timing_differences(&app).await? == before,
            "the day keeps what was taken back"
        );
        app.expect_no_errors().await
    });
}

#[test]
fn a_wrong_value_is_told_at_its_field_and_does_nothing() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        settings_of_the_sample_day(&app).await?;
        fill(&app, "#day-cut_off", "9:30").await?;
        app.find("[data-testid=setting-day-cut_off] [data-testid=settings-fault]")
            .await?;
        app.wait_for_text("day.cut_off: \"9:30\". Expected \"09:30\"?")
            .await?;
        ensure!(app.state().await? == "done", "nothing runs");
        app.click("[data-testid=language]").await?;
        app.wait_for_text("应为“09:30”").await?;
        // The suggestion is a button that takes it.
        app.click("[data-testid=settings-fault] button").await?;
        app.wait_for(&["done"]).await?;
        ensure!(value(&app, "#day-cut_off").await? == "09:30");
        ensure!(app.count("[data-testid=settings-fault]").await? == 0);
        app.expect_no_errors().await
    });
}

#[test]
fn a_file_dropped_later_replaces_is_said_and_is_taken_back() {
    run(async {
        let folder = tempfile::tempdir()?;
        let later = folder.path().join("later.toml");
        fs::write(&later, "[day]\nwindow_minutes = 7\n")?;
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        settings_of_the_sample_day(&app).await?;
        let own = value(&app, LAG).await?;
        app.drop_files(&[later]).await?;
        app.find("[data-testid=settings-replaced]").await?;
        app.wait_for(&["done"]).await?;
        ensure!(
            value(&app, LAG).await? == "7",
            "the screen stays and shows the new settings"
        );
        app.click("[data-testid=settings-replaced] button").await?;
        app.wait_for(&["done"]).await?;
        ensure!(value(&app, LAG).await? == own);
        ensure!(app.count("[data-testid=settings-replaced]").await? == 0);
        app.expect_no_errors().await
    });
}

#[test]
fn what_is_exported_is_imported_and_what_is_wrong_is_named() {
    run(async {
        let folder = tempfile::tempdir()?;
        let wrong = folder.path().join("wrong.toml");
        fs::write(&wrong, "[day]\n\ncut_of = \"24:00\"\n")?;
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.click("[data-testid=nav-settings]").await?;
        fill(&app, LAG, "11").await?;
        app.click("[data-testid=settings-export]").await?;
        let saved = browser.downloads().join("tieout.toml");
        app.wait_until("the file is saved", async || Ok(saved.exists()))
            .await?;
        let text = fs::read_to_string(&saved)?;
        ensure!(text.contains("window_minutes = 11"), "{text}");
        app.click("[data-testid=settings-reset]").await?;
        ensure!(value(&app, LAG).await? == "30");
        choose(&app, &wrong).await?;
        app.find("[data-testid=import-refused]").await?;
        app.wait_for_text("Line 3: unknown key day.cut_of. Expected cut_off?")
            .await?;
        ensure!(value(&app, LAG).await? == "30", "nothing was imported");
        choose(&app, &saved).await?;
        app.wait_until("it is imported", async || {
            Ok(value(&app, LAG).await? == "11")
        })
        .await?;
        app.expect_no_errors().await
    });
}

/// Chooses a file for the import.
async fn choose(app: &App<'_>, file: &Path) -> Result<()> {
    let input = app.find("[data-testid=settings-import]").await?;
    input.send_keys(file.display().to_string()).await?;
    Ok(())
}

#[test]
fn channels_are_added_cleaned_and_removed() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        browser.set_screen(Screen::PHONE).await?;
        let app = App::open(&browser, &site.url).await?;
        app.click("[data-testid=sample-day]").await?;
        app.wait_for(&["done"]).await?;
        app.script("location.hash = 'settings'").await?;
        let cards = "[data-testid=channel-settings-card]";
        app.find(cards).await?;
        let before = app.count(cards).await?;
        let code = value(&app, "#channel-0-code").await?;
        ensure!(!code.is_empty(), "the sample day sets its channels");
        fill(&app, "#channel-0-key_prefix", "W").await?;
        app.find("[data-testid=cleaning-preview] tbody tr").await?;
        app.click("[data-testid=add-channel]").await?;
        app.find("[data-testid=settings-fault]").await?;
        let added = format!("#channel-{before}-code");
        fill(&app, &added, "stripe").await?;
        app.wait_until("all is valid", async || {
            Ok(app.count("[data-testid=settings-fault]").await? == 0)
        })
        .await?;
        app.wait_for(&["done"]).await?;
        ensure!(app.count(cards).await? == before + 1);
        let width = app
            .script("return document.documentElement.scrollWidth;")
            .await?;
        ensure!(width.as_u64() <= Some(390), "{width} wide");
        app.expect_no_errors().await
    });
}

#[test]
fn a_bill_is_read_again_when_its_format_is_set() {
    run(async {
        let bill = xtask::root().join("crates/statement/tests/fixtures/wechat-bill.csv");
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.drop_files(&[bill]).await?;
        app.wait_for(&["done"]).await?;
        let amounts = async || {
            app.click("[data-testid=nav-intake]").await?;
            app.wait_for_text("wechat-bill.csv").await?;
            app.text().await
        };
        let before = amounts().await?;
        app.click("[data-testid=nav-settings]").await?;
        app.find("#format-0-amount_column").await?;
        fill(&app, "#format-0-amount_column", "订单金额").await?;
        app.wait_for(&["done"]).await?;
        app.wait_until("the bill is read anew", async || {
            Ok(amounts().await? != before)
        })
        .await?;
        app.expect_no_errors().await
    });
}
