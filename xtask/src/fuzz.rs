//! `cargo xtask fuzz`: libFuzzer on every target, for as long as one has patience.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::progress::step;
use crate::{root, run};

const USAGE: &str = "usage: cargo xtask fuzz [TARGET…] [--seconds N]";

/// What libFuzzer needs to see which way the code went: flags of the stable compiler.
const RUSTFLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Ccodegen-units=1 --cfg fuzzing";

/// Runs targets, every one for so many seconds (60). What breaks one is kept in
/// `target/fuzz/artifacts`, what it learnt in `target/fuzz/found`.
///
/// # Errors
/// When the arguments make no sense, nothing can be built, or a target breaks.
pub fn fuzz(arguments: &[String]) -> Result<()> {
    let all = targets()?;
    let (mut chosen, mut seconds) = (Vec::new(), 60_u32);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--seconds" {
            let given = rest.next().context(USAGE)?;
            seconds = given
                .parse()
                .with_context(|| format!("`{given}` seconds"))?;
        } else if all.contains(argument) {
            chosen.push(argument.clone());
        } else {
            bail!(
                "there is no target `{argument}`: {}\n{USAGE}",
                all.join(", ")
            );
        }
    }
    if chosen.is_empty() {
        chosen = all;
    }
    let folder = root().join("target/fuzz");
    // Instrumented code must not be taken for the build scripts' own: the target is named.
    let target = host()?;
    step("build the fuzz targets", || {
        run::run(
            Command::new(env!("CARGO"))
                .args(["build", "--release", "--bins", "--target", &target])
                .arg("--manifest-path")
                .arg(root().join("fuzz/Cargo.toml"))
                .arg("--target-dir")
                .arg(&folder)
                .env("RUSTFLAGS", RUSTFLAGS),
        )
    })?;
    let artifacts = folder.join("artifacts");
    fs::create_dir_all(&artifacts)?;
    for name in &chosen {
        let found = folder.join("found").join(name);
        fs::create_dir_all(&found)?;
        let program = folder
            .join(&target)
            .join("release")
            .join(format!("{name}{EXE_SUFFIX}"));
        let mut command = Command::new(program);
        command
            .arg(&found)
            .arg(root().join("crates/statement/tests/fixtures"))
            .arg(format!("-max_total_time={seconds}"))
            .args([
                "-max_len=200000",
                "-timeout=10",
                "-rss_limit_mb=1024",
                "-print_final_stats=1",
            ])
            .arg(format!("-artifact_prefix={}/{name}-", artifacts.display()))
            .current_dir(&folder);
        let corpus = root().join("fuzz/corpus").join(name);
        if corpus.is_dir() {
            command.arg(corpus);
        }
        step(&format!("fuzz {name} for {seconds} s"), || {
            run::run(&mut command)
        })?;
    }
    Ok(())
}

/// Names of the targets, from their files.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("fuzz/fuzz_targets"))? {
        let path = entry?.path();
        if let Some(name) = path.file_stem().and_then(|name| name.to_str()) {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// The machine's own target.
fn host() -> Result<String> {
    let told = Command::new("rustc").arg("-vV").output()?;
    let told = String::from_utf8(told.stdout)?;
    let line = told.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(line.context("rustc names its host")?.to_owned())
}
