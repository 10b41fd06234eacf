//! `cargo xtask bench` and `cargo xtask shots`: the built page measured, and pictured.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::progress::step;
use crate::tools::browser;
use crate::{root, run, web};

/// Measures a synthetic day in the browser.
///
/// # Errors
/// When the arguments make no sense or a step fails.
pub fn bench(arguments: &[String]) -> Result<()> {
    let (mut rows, mut runs) = (1_000_000_u64, 5_u32);
    for pair in arguments.chunks(2) {
        match pair {
            [flag, value] if flag == "--rows" => {
                rows = value.parse().with_context(|| format!("`{value}` rows"))?
            }
            [flag, value] if flag == "--runs" => {
                runs = value.parse().with_context(|| format!("`{value}` runs"))?
            }
            _ => bail!("usage: cargo xtask bench [--rows N] [--runs N]"),
        }
    }
    prepare()?;
    let folder = web::build_folder().join(format!("bench-day-{rows}"));
    if !folder.exists() {
        step(&format!("make a day of {rows} × {rows} rows"), || {
            run::run(
                cargo()
                    .args([
                        "run",
                        "--quiet",
                        "--release",
                        "--locked",
                        "--package",
                        "tieout-cli",
                        "--",
                        "sample",
                    ])
                    .arg(&folder)
                    .args(["--rows", &rows.to_string()]),
            )
        })?;
    }
    run::run(
        cargo()
            .args([
                "run",
                "--quiet",
                "--locked",
                "--package",
                "tieout-browser-tests",
                "--bin",
                "bench",
                "--",
            ])
            .arg(&folder)
            .arg(runs.to_string()),
    )
}

/// Takes the pictures of `docs/screenshots`, or of every screen in every look.
///
/// # Errors
/// When the arguments make no sense or a step fails.
pub fn shots(arguments: &[String]) -> Result<()> {
    let every = match arguments {
        [] => None,
        [flag, folder] if flag == "--every" => Some(PathBuf::from(folder)),
        _ => bail!("usage: cargo xtask shots [--every FOLDER]"),
    };
    prepare()?;
    let mut command = cargo();
    command.args(["run", "--quiet", "--locked"]);
    command.args(["--package", "tieout-browser-tests", "--bin", "shots", "--"]);
    match every {
        None => command.arg(root().join("docs/screenshots")),
        Some(folder) => command.arg(folder).arg("every"),
    };
    run::run(&mut command)
}

fn prepare() -> Result<()> {
    browser::ensure()?;
    web::build()?.write(&web::site_folder())
}

fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root());
    command
}
