//! Files of every format, dropped in a browser: each gives there what it gives on the command
//! line, by what it holds and not by its name.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use tieout_browser_tests::{App, Browser, Site, run};

/// The fixtures of the reader, each under a name of its own, in a folder.
fn every_fixture(folder: &Path) -> Result<usize> {
    let fixtures = xtask::root().join("crates/statement/tests/fixtures");
    let mut count = 0;
    let mut copy = |path: &Path, name: &str| -> Result<()> {
        let expected = path.extension().is_some_and(|ending| ending == "json");
        if path.is_file() && !expected {
            fs::copy(path, folder.join(name))?;
            count += 1;
        }
        Ok(())
    };
    for format in paths(&fixtures.join("formats"))? {
        for path in paths(&format)? {
            copy(&path, &format!("{}--{}", name_of(&format), name_of(&path)))?;
        }
    }
    for path in paths(&fixtures)? {
        // Bills of channels; our own layouts and settings would make another day of it.
        if name_of(&path).starts_with("wechat") || name_of(&path).starts_with("alipay") {
            copy(&path, &name_of(&path))?;
        }
    }
    Ok(count)
}

fn paths(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    entries.collect()
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The files of a report, by name.
fn files(report: &[u8]) -> Result<Vec<Value>> {
    let report: Value = serde_json::from_slice(report)?;
    let files = report["files"].as_array().context("it lists its files")?;
    let mut files = files.clone();
    files.sort_by_key(|file| file["name"].to_string());
    Ok(files)
}

#[test]
fn every_format_gives_in_a_browser_what_it_gives_on_the_command_line() {
    run(async {
        let folder = tempfile::tempdir()?;
        let [day, written] = ["day", "written"].map(|name| folder.path().join(name));
        fs::create_dir(&day)?;
        let count = every_fixture(&day)?;
        fs::write(
            day.join("tieout.toml"),
            "[day]\naccounting_date = \"2026-03-02\"\n",
        )?;
        let (mut told, mut complained) = (Vec::new(), Vec::new());
        let words = [
            "run".as_ref(),
            day.as_os_str(),
            "--out".as_ref(),
            written.as_os_str(),
        ];
        let mut terminal = tieout_cli::command::Terminal {
            out: &mut told,
            err: &mut complained,
        };
        tieout_cli::command::main(words.into_iter().map(Into::into), &mut terminal);
        let theirs = files(&fs::read(written.join("report.json"))?)?;
        ensure!(
            theirs.len() == count + 1,
            "{} of {count} files",
            theirs.len()
        );

        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.drop_folder(&day).await?;
        app.wait_for(&["done"]).await?;
        app.press("gr").await?;
        app.keep_what_is_made().await?;
        let ours = files(&app.made("report.json").await?)?;
        for (ours, theirs) in ours.iter().zip(&theirs) {
            ensure!(ours == theirs, "{ours:#}\nis not\n{theirs:#}");
        }
        ensure!(ours.len() == theirs.len(), "{} files", ours.len());
        app.expect_no_errors().await
    });
}

#[test]
fn a_year_that_a_file_does_not_tell_is_said_once() {
    run(async {
        let fixtures = xtask::root().join("crates/statement/tests/fixtures/formats");
        let file = fixtures.join("unionpay-acquirer-flow/ACOMN.txt");
        let site = Site::built()?.hosted()?;
        let browser = Browser::start().await?;
        let app = App::open(&browser, &site.url).await?;
        app.drop_files(&[file]).await?;
        app.wait_for(&["done"]).await?;
        app.press("gi").await?;
        app.wait_for_text("Times without a year").await?;
        app.click("[data-testid=say-how]").await?;
        let year = app.find("[data-testid=said-year]").await?;
        year.send_keys("2026\t").await?;
        app.wait_until("the file has its day", async || {
            let rows = app.find("[data-testid=file-row]").await?;
            let text = rows.text().await?;
            Ok(text.contains("2 Mar"))
        })
        .await?;
        app.expect_no_errors().await
    });
}
