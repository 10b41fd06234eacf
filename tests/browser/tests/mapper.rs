//! The column mapper in a real browser: a file nobody has seen is mapped by keyboard, and the
//! next one with its header is read at once.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use tieout_browser_tests::browser::Screen;
use tieout_browser_tests::{App, Browser, Site, run};

/// A channel's file in invented words; its second column is of no use.
fn foreign(first: u32) -> String {
    let rows = [
        ("brak", "vlim", "120,50"),
        ("brak", "vlim", "80,00"),
        ("dorn", "vlim", "20,00"),
    ];
    let rows = rows.iter().enumerate().map(|(at, (kind, status, amount))| {
        let number = first + u32::try_from(at).expect("few rows");
        format!("Q{number};x;{kind};{status};{amount};03/04/2026\n")
    });
    format!(
        "Numo;Grel;Spoo;Fint;Kwel;Jurn\n{}",
        rows.collect::<String>()
    )
}

/// The flow of our own channel module that agrees with [`foreign`].
const FLOW: &str = "channel,channel_order_no,payment_order_no,kind,status,currency,amount,fee,finished_at,batch_no\n\
    zork,Q1,P1,payment,success,EUR,120.50,,2026-04-03 10:00:00,\n\
    zork,Q2,P2,payment,success,EUR,80.00,,2026-04-03 10:00:00,\n\
    zork,Q3,P3,refund,success,EUR,20.00,,2026-04-03 10:00:00,\n";

struct Day {
    _folder: tempfile::TempDir,
    flow: PathBuf,
    foreign: PathBuf,
    second: PathBuf,
}

impl Day {
    fn made() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        let (flow, first, second) = (path("flow.csv"), path("grobl.csv"), path("grobl-2.csv"));
        fs::write(&flow, FLOW)?;
        fs::write(&first, foreign(1))?;
        fs::write(&second, foreign(7))?;
        Ok(Self {
            _folder: folder,
            flow,
            foreign: first,
            second,
        })
    }
}

/// Chooses in a select as a keyboard does: focus, type the beginning of the word.
async fn choose(app: &App<'_>, hook: &str, word: &str) -> Result<()> {
    let selector = format!("[data-testid='{hook}']");
    let element = app.find(&selector).await?;
    element.scroll_into_view().await?;
    element.focus().await?;
    app.press(word).await?;
    app.wait_until(&format!("{hook} says {word}"), async || {
        let shown = app
            .script_with(
                "const s = document.querySelector(arguments[0]); return s.selectedOptions[0]?.text ?? '';",
                vec![selector.clone().into()],
            )
            .await?;
        Ok(shown.as_str().is_some_and(|text| text.starts_with(word)))
    })
    .await
}

async fn type_into(app: &App<'_>, hook: &str, text: &str) -> Result<()> {
    let element = app.find(&format!("[data-testid='{hook}']")).await?;
    element.scroll_into_view().await?;
    element.focus().await?;
    app.press(text).await
}

/// Drops the day, opens the mapper of the foreign file and maps it by keyboard.
async fn map_the_file(app: &App<'_>, day: &Day) -> Result<()> {
    app.drop_files(&[day.flow.clone(), day.foreign.clone()])
        .await?;
    app.wait_for(&["done"]).await?;
    app.script("location.hash = 'intake'").await?;
    app.click("[data-testid=map-file]").await?;
    choose(app, "map-role", "Channel statement").await?;
    for (hook, word) in [
        ("map-column-1", "order no"),
        ("map-column-2", "nothing"),
        ("map-column-3", "kind"),
        ("map-column-4", "status"),
        ("map-column-5", "amount"),
        ("map-column-6", "finished at"),
    ] {
        choose(app, hook, word).await?;
    }
    type_into(app, "map-constant-channel", "zork").await?;
    type_into(app, "map-constant-currency", "EUR").await?;
    for (hook, word) in [
        ("map-word-brak", "payment"),
        ("map-word-dorn", "refund"),
        ("map-word-vlim", "success"),
    ] {
        choose(app, hook, word).await?;
    }
    Ok(())
}

#[test]
fn a_file_nobody_has_seen_is_mapped_by_keyboard_and_reconciled_and_the_next_is_read_at_once() {
    run(async {
        let day = Day::made()?;
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        map_the_file(&app, &day).await?;
        // 03/04 is asked, never assumed: until then there is nothing to save.
        app.wait_for_text("03/04/2026 can be read both ways")
            .await?;
        ensure!(app.count("[data-testid=map-save]:disabled").await? == 1);
        let day_first = app.find("[data-testid=map-day-first]").await?;
        day_first.focus().await?;
        app.press(" ").await?;
        app.wait_for_text("3 rows read, none refused").await?;
        app.find("[data-testid=map-save]:enabled")
            .await?
            .focus()
            .await?;
        app.press("\n").await?;
        app.wait_for(&["done"]).await?;
        app.wait_until("the mapper is closed", async || {
            Ok(app.count("dialog[open]").await? == 0)
        })
        .await?;
        app.wait_until("the channel is reconciled", async || {
            app.click("[data-testid=nav-overview]").await?;
            Ok(app
                .count("[data-testid=outcome-channel-matched][data-count='3']")
                .await?
                == 1)
        })
        .await?;
        // A second file with the same header needs no mapping.
        app.drop_files(std::slice::from_ref(&day.second)).await?;
        app.wait_for(&["done"]).await?;
        app.script("location.hash = 'intake'").await?;
        app.wait_for_text("grobl-2.csv").await?;
        ensure!(
            app.count("[data-testid=map-file]").await? == 0,
            "it is asked for again"
        );
        // The settings that are exported hold the profile.
        app.click("[data-testid=nav-settings]").await?;
        app.find("[data-testid=profile]").await?;
        app.click("[data-testid=settings-export]").await?;
        let saved = browser.downloads().join("tieout.toml");
        app.wait_until("the file is saved", async || Ok(saved.exists()))
            .await?;
        let text = fs::read_to_string(&saved)?;
        for line in [
            "[[profile]]",
            "name = \"grobl\"",
            "header = [\"Numo\", \"Grel\", \"Spoo\", \"Fint\", \"Kwel\", \"Jurn\"]",
            "date_order = \"dmy\"",
            "kind_words = { brak = \"payment\", dorn = \"refund\" }",
        ] {
            ensure!(text.contains(line), "{line} is missing:\n{text}");
        }
        app.expect_no_errors().await
    });
}

#[test]
fn what_is_missing_is_said_and_a_narrow_window_holds_the_mapper() {
    run(async {
        let day = Day::made()?;
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        browser.set_screen(Screen::PHONE).await?;
        let app = App::open(&browser, &site.url).await?;
        app.drop_files(std::slice::from_ref(&day.foreign)).await?;
        app.wait_for(&["done"]).await?;
        app.script("location.hash = 'intake'").await?;
        app.click("[data-testid=map-file]").await?;
        app.find("[data-testid=map-missing]").await?;
        ensure!(app.count("[data-testid=map-save]:disabled").await? == 1);
        let wide = app
            .script(
                "const d = document.querySelector('dialog[open]');
                 return [document.documentElement.scrollWidth, d.scrollWidth - d.clientWidth];",
            )
            .await?;
        ensure!(
            wide[0].as_u64() <= Some(390),
            "the page is {} wide",
            wide[0]
        );
        ensure!(
            wide[1].as_i64() <= Some(0),
            "the dialog is cut by {}",
            wide[1]
        );
        app.expect_no_errors().await
    });
}

#[test]
fn what_a_file_does_not_say_is_said_beside_it_and_the_file_is_read_again() {
    run(async {
        let folder = tempfile::tempdir()?;
        let bank = folder.path().join("bank.csv");
        let text = b"Date,Description,Amount\n03/04/2026,caf\xe9,-3.50\n04/04/2026,tea,-2.50\n";
        fs::write(&bank, text)?;
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.drop_files(&[bank]).await?;
        app.wait_for(&["done"]).await?;
        app.script("location.hash = 'intake'").await?;
        app.wait_for_text("Dates were read as day/month").await?;
        app.click("[data-testid=say-how]").await?;
        app.click("[data-testid=said-month-first]").await?;
        app.wait_until(
            "the dates are read anew and no longer assumed",
            async || Ok(!app.text().await?.contains("Dates were read as")),
        )
        .await?;
        app.script(
            "const select = document.querySelector('[data-testid=said-encoding]');
             select.value = 'Windows-1250';
             select.dispatchEvent(new Event('change', { bubbles: true }));",
        )
        .await?;
        type_into(&app, "said-currency", "cad\n").await?;
        app.wait_for(&["done"]).await?;
        app.press("\u{e00c}").await?;
        app.wait_for_text("CAD").await?;
        app.wait_for_text("Windows-1250").await?;
        app.click("[data-testid=nav-settings]").await?;
        app.click("[data-testid=settings-export]").await?;
        let saved = browser.downloads().join("tieout.toml");
        app.wait_until("the file is saved", async || Ok(saved.exists()))
            .await?;
        let text = fs::read_to_string(&saved)?;
        for line in [
            "[[file]]\nname = \"bank.csv\"",
            "encoding = \"Windows-1250\"",
            "date_order = \"mdy\"",
            "currency = \"CAD\"",
        ] {
            ensure!(text.contains(line), "{line} is missing:\n{text}");
        }
        app.expect_no_errors().await
    });
}
