//! How long a large day takes in the browser, whether the page stays awake meanwhile, and how
//! much memory it takes. `cargo xtask bench` makes the day and runs this.
//!
//! usage: bench FOLDER RUNS

#![allow(
    clippy::float_arithmetic,
    reason = "times and memory are measured here, never amounts"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;
use tieout_browser_tests::{App, Browser, Site, run};

/// Watches the page's thread from before its first script: long tasks as the browser counts
/// them, and the longest time between two turns of a timer; notes drop and end of the run.
const WATCH: &str = r#"
    globalThis.__bench = { task: 0, gap: 0, dropped: null, ended: null };
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            if (__bench.dropped !== null && __bench.ended === null) __bench.task = Math.max(__bench.task, entry.duration);
        }
    }).observe({ type: "longtask", buffered: true });
    let last = performance.now();
    setInterval(() => {
        const now = performance.now();
        if (__bench.dropped !== null && __bench.ended === null) __bench.gap = Math.max(__bench.gap, now - last);
        last = now;
        const hook = document.querySelector("[data-testid=run-status]");
        if (__bench.dropped !== null && __bench.ended === null && hook?.dataset.state === "done") __bench.ended = now;
    }, 4);
    addEventListener("change", () => { __bench.dropped = last = performance.now(); }, { capture: true });
"#;

/// One run.
struct Measured {
    milliseconds: f64,
    rows_per_second: f64,
    longest_task: f64,
    longest_gap: f64,
    memory_mib: f64,
}

fn main() {
    run(async {
        let mut arguments = std::env::args().skip(1);
        let (Some(folder), Some(runs)) = (arguments.next(), arguments.next()) else {
            bail!("usage: bench FOLDER RUNS");
        };
        let folder = PathBuf::from(folder);
        let runs: usize = runs.parse().context("RUNS is a number")?;
        ensure!(runs > 0, "RUNS is at least 1");
        let (files, rows, bytes) = day(&folder)?;
        eprintln!(
            "{} files, {rows} rows, {} MiB",
            files.len(),
            bytes / 1024 / 1024
        );
        let mut all = Vec::new();
        for number in 1..=runs {
            let measured = measure(&files, rows).await?;
            eprintln!(
                "run {number} of {runs}: {:.1} s",
                measured.milliseconds / 1000.0
            );
            all.push(measured);
        }
        println!("| measure | median | min–max |");
        println!("| --- | ---: | ---: |");
        println!("| rows, bytes | {rows}, {} MiB | |", bytes / 1024 / 1024);
        line(
            "drop to result, s",
            &all,
            |run| run.milliseconds / 1000.0,
            2,
        );
        line("rows a second", &all, |run| run.rows_per_second, 0);
        line(
            "longest task of the page's thread, ms",
            &all,
            |run| run.longest_task,
            0,
        );
        line(
            "longest time between two 4 ms timers, ms",
            &all,
            |run| run.longest_gap,
            0,
        );
        line(
            "peak memory of the renderer, MiB",
            &all,
            |run| run.memory_mib,
            0,
        );
        Ok(())
    });
}

async fn measure(files: &[PathBuf], rows: u64) -> Result<Measured> {
    let site = Site::built()?.hosted()?;
    let browser = Browser::start().await?;
    browser
        .devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": WATCH }),
        )
        .await?;
    let app = App::open(&browser, &site.url).await?;
    app.drop_files(files).await?;
    // Asking often would disturb what is measured.
    while app.state().await.unwrap_or_default() != "done" {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let noted = app.script("return __bench;").await?;
    let number = |name: &str| {
        noted[name]
            .as_f64()
            .with_context(|| format!("the page did not note `{name}`"))
    };
    let milliseconds = number("ended")? - number("dropped")?;
    Ok(Measured {
        milliseconds,
        rows_per_second: rows as f64 / milliseconds * 1000.0,
        longest_task: number("task")?,
        longest_gap: number("gap")?,
        memory_mib: browser
            .renderers()
            .into_iter()
            .map(peak_kib)
            .max()
            .unwrap_or(0) as f64
            / 1024.0,
    })
}

/// The most memory that a process ever held, in KiB.
fn peak_kib(process: u32) -> u64 {
    fs::read_to_string(format!("/proc/{process}/status"))
        .unwrap_or_default()
        .lines()
        .find_map(|line| {
            line.strip_prefix("VmHWM:")?
                .trim()
                .strip_suffix(" kB")?
                .trim()
                .parse()
                .ok()
        })
        .unwrap_or(0)
}

/// The files of a folder, their rows (lines without headers) and bytes.
fn day(folder: &Path) -> Result<(Vec<PathBuf>, u64, u64)> {
    let mut files = Vec::new();
    let (mut rows, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !path.is_file() {
            continue;
        }
        let text = fs::read(&path)?;
        bytes += text.len() as u64;
        if path.extension().is_some_and(|ending| ending == "csv") {
            rows += text
                .iter()
                .filter(|byte| **byte == b'\n')
                .count()
                .saturating_sub(1) as u64;
        }
        files.push(path);
    }
    files.sort();
    Ok((files, rows, bytes))
}

fn line(name: &str, all: &[Measured], value: impl Fn(&Measured) -> f64, decimals: usize) {
    let mut values: Vec<f64> = all.iter().map(value).collect();
    values.sort_by(f64::total_cmp);
    let median = values[values.len() / 2];
    let (least, most) = (values[0], values[values.len() - 1]);
    println!("| {name} | {median:.decimals$} | {least:.decimals$}–{most:.decimals$} |");
}
