//! Fuzz targets: whatever the bytes, a reader refuses them with a reason or accounts for every
//! row of them, and never panics.
//!
//! `fuzz/` hands each target what libFuzzer finds (`cargo xtask fuzz`); the tests here hand
//! them seeded mutations of our own fixtures, so that a short run needs nothing but cargo.

use std::fs;
use std::path::{Path, PathBuf};

use tieout_cli::reading;
use tieout_engine::carry_over::CarryOver;
use tieout_engine::{Run, Settings, decisions};
use tieout_statement::{Intake, Role};

/// One family of readers.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, that of its file in `fuzz/fuzz_targets` and its folder in `fuzz/corpus`.
    pub name: &'static str,
    /// Whether a fixture, by its path below the fixtures' folder, is a seed of it.
    pub seeds: fn(&str) -> bool,
    /// What is done with the bytes.
    pub run: fn(&[u8]),
}

/// Every target.
pub const ALL: &[Target] = &[
    target(
        "own_layouts",
        |path| !path.contains('/') && path.ends_with(".csv"),
        csv,
    ),
    target("bank_tables", |path| is_of(path, BANKS), csv),
    target("wallets", |path| is_of(path, WALLETS), csv),
    target(
        "sheets",
        |path| path.ends_with(".xlsx") || path.ends_with(".xls"),
        sheet,
    ),
    target("camt", |path| path.starts_with("formats/camt"), xml),
    target("mt940", |path| path.starts_with("formats/mt9"), text),
    target("ofx", |path| path.starts_with("formats/ofx"), text),
    target("qif", |path| path.starts_with("formats/qif"), text),
    target("bai2", |path| path.starts_with("formats/bai2"), text),
    target("coda", |path| path.starts_with("formats/coda"), text),
    target("cfonb120", |path| path.starts_with("formats/cfonb"), text),
    target(
        "archives",
        |path| path.ends_with(".zip") || path.ends_with(".gz"),
        archive,
    ),
    target("settings", |path| path.ends_with(".toml"), settings),
    target("documents", |path| path.ends_with(".json"), documents),
    target("inspect", |_| true, inspect),
    target("day", |path| !path.contains('/'), day),
];

const BANKS: &[&str] = &[
    "abc",
    "bank-table",
    "boc",
    "boc-card",
    "bocom",
    "bocom-card",
    "ccb",
    "cmb",
    "cmb-card",
    "icbc",
];

const WALLETS: &[&str] = &[
    "adyen-settlement",
    "alipay-account-log",
    "alipay-personal",
    "jd-personal",
    "meituan-personal",
    "netsunion-detail",
    "paypal-activity",
    "paypal-settlement",
    "stripe-balance",
    "stripe-payout",
    "unionpay-acquirer-flow",
    "unionpay-detail",
    "unionpay-merchant-flow",
    "wechat-fund-flow",
    "wechat-personal",
];

const fn target(name: &'static str, seeds: fn(&str) -> bool, run: fn(&[u8])) -> Target {
    Target { name, seeds, run }
}

fn is_of(path: &str, formats: &[&str]) -> bool {
    let format = path
        .strip_prefix("formats/")
        .and_then(|rest| rest.split('/').next());
    format.is_some_and(|format| formats.contains(&format)) && !path.ends_with(".xlsx")
}

/// The target of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Target> {
    ALL.iter().find(|target| target.name == name)
}

/// The folder of a project path.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Target {
    /// The bytes that the target begins with: our fixtures of the family, and its committed
    /// corpus, by name.
    ///
    /// # Errors
    /// As the file system's.
    pub fn seeds(&self) -> std::io::Result<Vec<(PathBuf, Vec<u8>)>> {
        let mut paths = Vec::new();
        let fixtures = root().join("crates/statement/tests/fixtures");
        list(&fixtures, &mut paths)?;
        paths.retain(|path| {
            let below = path.strip_prefix(&fixtures).unwrap_or(path);
            (self.seeds)(&below.to_string_lossy().replace('\\', "/"))
        });
        let corpus = root().join("fuzz/corpus").join(self.name);
        if corpus.is_dir() {
            list(&corpus, &mut paths)?;
        }
        paths.sort();
        let read = |path: PathBuf| fs::read(&path).map(|bytes| (path, bytes));
        paths.into_iter().map(read).collect()
    }
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            list(&entry.path(), paths)?;
        } else {
            paths.push(entry.path());
        }
    }
    Ok(())
}

fn csv(bytes: &[u8]) {
    accounted("fuzz.csv", bytes);
}

fn text(bytes: &[u8]) {
    accounted("fuzz.txt", bytes);
}

fn xml(bytes: &[u8]) {
    accounted("fuzz.xml", bytes);
}

fn sheet(bytes: &[u8]) {
    accounted("fuzz.xlsx", bytes);
}

fn archive(bytes: &[u8]) {
    accounted("fuzz.zip", bytes);
}

fn inspect(bytes: &[u8]) {
    let json = serde_json::to_string(&reports(&accounted("fuzz", bytes)));
    assert!(json.is_ok(), "every report can be written");
}

fn reports(intakes: &[Intake]) -> Vec<&tieout_statement::FileReport> {
    intakes.iter().map(|intake| &intake.report).collect()
}

/// Reads bytes; every row is in the tables, counted apart, or refused with a line and a reason.
fn accounted(name: &str, bytes: &[u8]) -> Vec<Intake> {
    let intakes = reading::intakes(name, bytes);
    assert!(
        !intakes.is_empty(),
        "a file is never dropped without a word"
    );
    for intake in &intakes {
        let report = &intake.report;
        if report.refused() {
            assert!(!report.problems.is_empty(), "what is refused says why");
            continue;
        }
        for rejected in &report.rows_rejected {
            assert!(
                rejected.line > 0,
                "{rejected:?}: a refused row has its line"
            );
        }
        let held = intake.rows.as_ref().map_or(0, |rows| rows.len() as u64);
        let apart = match report.role {
            Some(Role::BankStatement) => report.rows_neutral,
            _ => 0,
        };
        if report.role.is_some() {
            assert_eq!(
                held + apart,
                report.rows_read,
                "{name}: rows in are rows accounted"
            );
        }
    }
    intakes
}

fn settings(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(read) = Settings::parse(&text) {
        let again = Settings::parse(&read.to_toml());
        assert_eq!(
            again.as_ref().ok(),
            Some(&read),
            "what is written is read again"
        );
    }
    accounted("tieout.toml", bytes);
}

fn documents(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(list) = decisions::file::parse(&text) {
        let again = decisions::file::parse(&decisions::file::write(&list));
        assert_eq!(
            again.as_ref().ok(),
            Some(&list),
            "what is written is read again"
        );
    }
    let _ = CarryOver::parse(&text);
    let _ = tieout_export::verify::examine(bytes);
    accounted("fuzz.json", bytes);
}

/// A whole day of one file: read, reconciled, booked, reported.
fn day(bytes: &[u8]) {
    let intakes = accounted("fuzz", bytes);
    let report = Run::new(reading::day(intakes, None)).finish().report();
    let control = &report.control;
    assert_eq!(
        control.rows_in, control.rows_accounted,
        "rows in are rows accounted"
    );
}
