//! The specification's days in a browser: every outcome of all four reconciliations, by the
//! hooks on the overview. What the command line makes of them is tested in `tests/golden`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use tieout_browser_tests::{App, Browser, Site, run};

/// Groups and amount by hook: `channel-matched`, `fund-fund_short`, …
type Outcomes = BTreeMap<String, (String, String)>;

#[test]
fn day_1_has_every_outcome_of_all_four_reconciliations() {
    run(async {
        let files = files_of(&golden("day1"))?;
        ensure_equal(&shown(&files).await?, &expected("day1")?)
    });
}

#[test]
fn day_2_takes_up_what_day_1_left() {
    run(async {
        let folder = tempfile::tempdir()?;
        let mut files = files_of(&golden("day2"))?;
        files.push(carry_over_of_day_1(folder.path())?);
        ensure_equal(&shown(&files).await?, &expected("day2")?)
    });
}

#[test]
fn without_its_carry_over_day_2_is_another_day() {
    run(async {
        let files = files_of(&golden("day2"))?;
        let alone = shown(&files).await?;
        ensure!(alone != expected("day2")?, "the carry-over changes nothing");
        Ok(())
    });
}

fn golden(day: &str) -> PathBuf {
    xtask::root().join("tests/golden").join(day)
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?;
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    Ok(files)
}

/// What day 1 leaves open, as the command line writes it.
fn carry_over_of_day_1(folder: &Path) -> Result<PathBuf> {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let day = golden("day1");
    let words = [
        "run".as_ref(),
        day.as_os_str(),
        "--out".as_ref(),
        folder.as_os_str(),
    ];
    let mut terminal = tieout_cli::command::Terminal {
        out: &mut out,
        err: &mut err,
    };
    tieout_cli::command::main(words.into_iter().map(Into::into), &mut terminal);
    let file = folder.join("carry_over.json");
    ensure!(file.exists(), "{}", String::from_utf8_lossy(&err));
    Ok(file)
}

/// The outcomes that the page shows of a day.
async fn shown(files: &[PathBuf]) -> Result<Outcomes> {
    let site = Site::built()?.hosted()?;
    let browser = Browser::start().await?;
    let app = App::open(&browser, &site.url).await?;
    app.drop_files(files).await?;
    app.wait_for(&["done"]).await?;
    app.click("[data-testid=nav-overview]").await?;
    for name in ["channel", "business", "posting", "fund"] {
        app.find(&format!("[data-testid=recon-{name}]")).await?;
    }
    let found = app
        .script(
            "return [...document.querySelectorAll('[data-testid^=\"outcome-\"]')].map((hook) =>
                [hook.dataset.testid.slice('outcome-'.length), [hook.dataset.count, hook.dataset.amount]]);",
        )
        .await?;
    app.expect_no_errors().await?;
    let found: Vec<(String, (String, String))> = serde_json::from_value(found)?;
    Ok(found.into_iter().collect())
}

/// One outcome's sums in one currency, by side.
#[derive(Default)]
struct Sums {
    rows: [u64; 2],
    minor: [i64; 2],
    decimals: usize,
}

/// The same from the expected result: groups over currencies and cardinalities, and the left
/// rows' amount, or the right rows' where a currency has none on the left.
fn expected(day: &str) -> Result<Outcomes> {
    let folder = xtask::root().join("tests/golden/expected");
    let report: Value = serde_json::from_slice(&fs::read(folder.join(format!("{day}.json")))?)?;
    let mut all: BTreeMap<String, (u64, BTreeMap<String, Sums>)> = BTreeMap::new();
    let list = |value: &Value| value.as_array().cloned().context("a list");
    for reconciliation in list(&report["reconciliations"])? {
        let name = reconciliation["name"].as_str().context("it has a name")?;
        for line in list(&reconciliation["outcomes"])? {
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            let hook = format!("{name}-{}", text("outcome"));
            let (groups, sums) = all.entry(hook).or_default();
            *groups += line["groups"].as_u64().context("it counts its groups")?;
            let sums = sums.entry(text("currency")).or_default();
            for (at, side) in ["left", "right"].into_iter().enumerate() {
                sums.rows[at] += line[format!("{side}_rows")].as_u64().unwrap_or(0);
                let amount = text(&format!("{side}_amount"));
                sums.decimals = amount.split_once('.').map_or(0, |(_, part)| part.len());
                sums.minor[at] += amount.replace('.', "").parse::<i64>()?;
            }
        }
    }
    let told = |(hook, (groups, sums)): (String, (u64, BTreeMap<String, Sums>))| {
        (hook, (groups.to_string(), amounts(&sums)))
    };
    Ok(all.into_iter().map(told).collect())
}

fn amounts(sums: &BTreeMap<String, Sums>) -> String {
    let one = |(currency, sums): (&String, &Sums)| {
        let minor = sums.minor[usize::from(sums.rows[0] == 0)];
        let (sign, digits) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
        let digits = format!("{digits:0>width$}", width = sums.decimals + 1);
        let (whole, part) = digits.split_at(digits.len() - sums.decimals);
        let point = if part.is_empty() { "" } else { "." };
        (currency.clone(), format!("{sign}{whole}{point}{part}"))
    };
    let all: Vec<(String, String)> = sums.iter().map(one).collect();
    match all.as_slice() {
        [(_, amount)] => amount.clone(),
        several => {
            let named = several
                .iter()
                .map(|(currency, amount)| format!("{currency} {amount}"));
            named.collect::<Vec<_>>().join(";")
        }
    }
}

fn ensure_equal(shown: &Outcomes, expected: &Outcomes) -> Result<()> {
    ensure!(expected.len() > 20, "too little is expected: {expected:?}");
    for hook in shown.keys().chain(expected.keys()) {
        ensure!(
            shown.get(hook) == expected.get(hook),
            "outcome-{hook}: shown {:?}, expected {:?}",
            shown.get(hook),
            expected.get(hook)
        );
    }
    Ok(())
}
