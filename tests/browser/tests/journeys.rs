//! What people do with the app, in a real browser, through the hooks that never change.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use tieout_browser_tests::browser::Screen;
use tieout_browser_tests::{App, Browser, Site, run};

/// Groups and amount of each outcome of the channel reconciliation.
type Outcomes = BTreeMap<String, (String, String)>;

#[test]
fn one_click_runs_the_sample_day() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.click("[data-testid=sample-day]").await?;
        app.wait_for(&["done"]).await?;
        let outcomes = channel_outcomes(&app).await?;
        ensure!(
            outcomes.len() >= 8,
            "the sample day tells too little: {outcomes:?}"
        );
        app.expect_no_errors().await
    });
}

#[test]
fn the_single_file_gives_the_same_answer_as_the_hosted_page() {
    run(async {
        let built = Site::built()?;
        let hosted = built.hosted()?;
        let mut answers = Vec::new();
        for url in [hosted.url.clone(), built.single_file().url] {
            let browser = Browser::start().await?;
            let app = App::open(&browser, &url).await?;
            app.click("[data-testid=sample-day]").await?;
            app.wait_for(&["done"]).await?;
            answers.push(channel_outcomes(&app).await?);
            app.expect_no_errors().await?;
        }
        ensure!(
            !answers[0].is_empty() && answers[0] == answers[1],
            "{answers:#?}"
        );
        Ok(())
    });
}

#[test]
fn golden_day_1_ties_out_as_expected() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.drop_folder(&golden("day1")).await?;
        app.wait_for(&["done"]).await?;
        ensure_equal(&channel_outcomes(&app).await?, &expected("day1")?)?;
        app.expect_no_errors().await?;
        let requested = browser.close().await?.requested_by_pages()?;
        ensure!(
            requested.iter().all(|url| url.starts_with(&site.url)),
            "{requested:?}"
        );
        Ok(())
    });
}

#[test]
fn files_that_cannot_be_read_are_named_and_cost_nothing() {
    run(async {
        let folder = tempfile::tempdir()?;
        let day = golden("day1");
        let twin = folder.path().join("zz-again.csv");
        fs::copy(day.join("channel_statement_wechat.csv"), &twin)?;
        let header = fs::read_to_string(day.join("channel_flow.csv"))?;
        let header = header.lines().next().context("the file has a header")?;
        let gb18030 = [0xb6, 0xa9, 0xb5, 0xa5, 0xff, 0xff, b',', 0x80, b'\n'];
        let bad: [(&str, Vec<u8>); 5] = [
            ("empty.csv", Vec::new()),
            ("header-only.csv", format!("{header}\n").into_bytes()),
            (
                "binary.csv",
                (0..4096_u32).map(|n| (n * 97 % 251) as u8).collect(),
            ),
            ("wrong-encoding.csv", gb18030.repeat(9)),
            ("foreign.csv", b"name,colour\nrose,red\n".to_vec()),
        ];
        let mut files: Vec<PathBuf> = vec![twin];
        for (name, bytes) in &bad {
            fs::write(folder.path().join(name), bytes)?;
            files.push(folder.path().join(name));
        }
        for entry in fs::read_dir(&day)? {
            files.push(entry?.path());
        }
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.drop_files(&files).await?;
        app.wait_for(&["done"]).await?;
        app.click("[data-testid=nav-intake]").await?;
        for (name, _) in &bad {
            app.wait_for_text(name).await?;
        }
        app.wait_for_text("zz-again.csv").await?;
        ensure_equal(&channel_outcomes(&app).await?, &expected("day1")?)?;
        app.expect_no_errors().await
    });
}

#[test]
fn a_file_cut_short_names_the_line_and_keeps_the_rest() {
    run(async {
        let folder = tempfile::tempdir()?;
        for entry in fs::read_dir(golden("day1"))? {
            let path = entry?.path();
            let name = path.file_name().context("a file has a name")?;
            let mut bytes = fs::read(&path)?;
            if name == "channel_statement_wechat.csv" {
                bytes.truncate(bytes.len() - 25);
            }
            fs::write(folder.path().join(name), bytes)?;
        }
        let lines = fs::read_to_string(folder.path().join("channel_statement_wechat.csv"))?
            .lines()
            .count();
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.drop_folder(folder.path()).await?;
        app.wait_for(&["done"]).await?;
        app.click("[data-testid=nav-intake]").await?;
        app.wait_for_text("channel_statement_wechat.csv").await?;
        app.wait_for_text(&format!("{lines}")).await?;
        ensure!(
            app.count("[data-testid=refused-row]").await? > 0,
            "no refused row is shown"
        );
        ensure!(
            !channel_outcomes(&app).await?.is_empty(),
            "the rest was lost"
        );
        app.expect_no_errors().await
    });
}

#[test]
fn a_run_can_be_cancelled_and_taken_up_again() {
    run(async {
        let folder = tempfile::tempdir()?;
        many_rows(
            &golden("day1").join("channel_flow.csv"),
            &folder.path().join("channel_flow.csv"),
            600_000,
        )?;
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.drop_folder(folder.path()).await?;
        app.wait_for(&["reading", "reconciling"]).await?;
        press_button(&app, "Cancel").await?;
        app.wait_for(&["cancelled"]).await?;
        app.expect_no_errors().await?;
        // The page is whole: another day runs on it.
        app.drop_folder(&golden("day1")).await?;
        app.wait_for(&["done"]).await?;
        app.expect_no_errors().await
    });
}

#[test]
fn another_language_keeps_everything_as_it_was() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.click("[data-testid=sample-day]").await?;
        app.wait_for(&["done"]).await?;
        let before = channel_outcomes(&app).await?;
        app.click("[data-testid=language]").await?;
        app.wait_for_text("概览")
            .await
            .or(app.wait_for_text("总览").await)?;
        ensure!(app.state().await? == "done", "the run was lost");
        ensure_equal(&channel_outcomes(&app).await?, &before)?;
        app.expect_no_errors().await
    });
}

#[test]
fn the_worklist_goes_by_keyboard_alone() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.click("[data-testid=sample-day]").await?;
        app.wait_for(&["done"]).await?;
        app.click("[data-testid=nav-worklist]").await?;
        app.find("[data-testid=exception-row]").await?;
        app.press("jj").await?;
        app.press("\u{e007}").await?;
        app.find("[data-testid=case-pane]").await?;
        let first = app.find("[data-testid=case-pane]").await?.text().await?;
        ensure!(!first.trim().is_empty(), "the case is empty");
        app.press("k").await?;
        app.press("\u{e007}").await?;
        app.wait_until("another case is open", async || {
            Ok(app.find("[data-testid=case-pane]").await?.text().await? != first)
        })
        .await?;
        app.expect_no_errors().await
    });
}

#[test]
fn nothing_sticks_out_of_a_phone() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        browser.set_screen(Screen::PHONE).await?;
        let app = App::open(&browser, &site.url).await?;
        app.click("[data-testid=sample-day]").await?;
        app.wait_for(&["done"]).await?;
        for screen in ["intake", "overview", "worklist", "settings"] {
            app.script(&format!("location.hash = '{screen}'")).await?;
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            let width = app
                .script("return document.documentElement.scrollWidth;")
                .await?;
            ensure!(width.as_u64() <= Some(390), "{screen} is {width} wide");
        }
        app.expect_no_errors().await
    });
}

fn golden(day: &str) -> PathBuf {
    xtask::root().join("tests/golden").join(day)
}

/// The channel outcomes on the overview, by their hooks.
async fn channel_outcomes(app: &App<'_>) -> Result<Outcomes> {
    app.click("[data-testid=nav-overview]").await?;
    app.find("[data-testid=recon-channel]").await?;
    let found = app
        .script(
            "return [...document.querySelectorAll('[data-testid^=\"outcome-channel-\"]')].map((hook) =>
                [hook.dataset.testid.slice('outcome-channel-'.length), [hook.dataset.count, hook.dataset.amount]]);",
        )
        .await?;
    let found: Vec<(String, (String, String))> = serde_json::from_value(found)?;
    Ok(found.into_iter().collect())
}

/// The same from the expected result: groups over currencies and cardinalities, and the left
/// rows' amount, or the right rows' where there are none.
fn expected(day: &str) -> Result<Outcomes> {
    let path = xtask::root()
        .join("tests/golden/expected")
        .join(format!("{day}.json"));
    let report: Value = serde_json::from_slice(&fs::read(path)?)?;
    let channel = report["reconciliations"]
        .as_array()
        .and_then(|all| {
            all.iter()
                .find(|reconciliation| reconciliation["name"] == "channel")
        })
        .context("the expected result has channels")?;
    let mut sums: BTreeMap<String, (u64, BTreeMap<String, [Cents; 2]>)> = BTreeMap::new();
    for line in channel["outcomes"]
        .as_array()
        .context("channels have outcomes")?
    {
        let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let (groups, amounts) = sums.entry(text("outcome")).or_default();
        *groups += line["groups"].as_u64().unwrap_or(0);
        let sides = amounts.entry(text("currency")).or_default();
        for (side, (name, rows)) in sides
            .iter_mut()
            .zip([("left_amount", "left_rows"), ("right_amount", "right_rows")])
        {
            side.rows += line[rows].as_u64().unwrap_or(0);
            side.minor += minor(&text(name))?;
        }
    }
    Ok(sums
        .into_iter()
        .map(|(outcome, (groups, amounts))| {
            let several = amounts.len() > 1;
            let amounts: Vec<String> = amounts
                .iter()
                .map(|(currency, sides)| {
                    let minor = sides[usize::from(sides[0].rows == 0)].minor;
                    let sign = if minor < 0 { "-" } else { "" };
                    let amount = format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100);
                    if several {
                        format!("{currency} {amount}")
                    } else {
                        amount
                    }
                })
                .collect();
            (outcome, (groups.to_string(), amounts.join(";")))
        })
        .collect())
}

/// Rows and amount of one side, in hundredths.
#[derive(Default)]
struct Cents {
    rows: u64,
    minor: i64,
}

/// An amount of two decimals in hundredths.
fn minor(text: &str) -> Result<i64> {
    let digits = text.replace('.', "");
    ensure!(
        text.len() >= 4 && text.as_bytes()[text.len() - 3] == b'.',
        "`{text}` has no two decimals"
    );
    Ok(digits.parse()?)
}

fn ensure_equal(shown: &Outcomes, expected: &Outcomes) -> Result<()> {
    ensure!(!expected.is_empty(), "nothing is expected");
    ensure!(
        shown == expected,
        "shown: {shown:#?}\nexpected: {expected:#?}"
    );
    Ok(())
}

/// A file of many rows: the first row of another file, over and over, each with its own key.
fn many_rows(from: &Path, to: &Path, rows: u32) -> Result<()> {
    let text = fs::read_to_string(from)?;
    let mut lines = text.lines();
    let header = lines.next().context("the file has a header")?;
    let row = lines.next().context("the file has a row")?;
    let mut cells: Vec<String> = row.split(',').map(str::to_owned).collect();
    let mut all = format!("{header}\n");
    for number in 0..rows {
        cells[1] = format!("C{number}");
        all.push_str(&cells.join(","));
        all.push('\n');
    }
    fs::write(to, all)?;
    Ok(())
}

/// Presses the visible button of these words.
async fn press_button(app: &App<'_>, words: &str) -> Result<()> {
    app.wait_until(&format!("a button `{words}`"), async || {
        let pressed = app
            .script_with(
                "const button = [...document.querySelectorAll('button')].find((button) =>
                    button.checkVisibility() && button.innerText.trim().startsWith(arguments[0]));
                 button?.click();
                 return Boolean(button);",
                vec![words.into()],
            )
            .await?;
        Ok(pressed == true)
    })
    .await
}

#[test]
fn a_locked_archive_is_opened_with_its_password() {
    run(async {
        let locked = xtask::root().join("crates/statement/tests/fixtures/locked.zip");
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.drop_files(&[locked]).await?;
        let password = "[data-testid=archive-password]";
        for tried in ["000000\n", "310210\n"] {
            let field = app.find(password).await?;
            field.send_keys(tried).await?;
            app.wait_for(&["done"]).await?;
        }
        app.wait_until("the archive is open", async || {
            Ok(app.count(password).await? == 0)
        })
        .await?;
        app.click("[data-testid=nav-intake]").await?;
        app.wait_for_text("bill.csv").await?;
        app.expect_no_errors().await
    });
}

#[test]
fn a_closed_dialog_takes_no_room_and_no_click() {
    run(async {
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.click("[data-testid=sample-day]").await?;
        app.wait_for(&["done"]).await?;
        app.click("[data-testid=nav-worklist]").await?;
        app.find("[data-testid=exception-row]").await?;
        let shown = app
            .script(
                "return [...document.querySelectorAll('dialog')]
                     .map((one) => [one.getAttribute('aria-label'), one.getClientRects().length]);",
            )
            .await?;
        let shown: Vec<(String, u64)> = serde_json::from_value(shown)?;
        ensure!(shown.len() > 3, "the worklist has dialogs: {shown:?}");
        ensure!(shown.iter().all(|(_, boxes)| *boxes == 0), "{shown:?}");
        app.expect_no_errors().await
    });
}
