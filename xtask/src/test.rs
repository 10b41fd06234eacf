//! `cargo xtask test`: every check there is, or one part of them.

use std::process::Command;

use anyhow::{Result, bail};

use crate::check::Score;
use crate::tools::wasm_target::{self, TARGET, WasmTarget};
use crate::tools::{self, browser, readers};
use crate::{root, run, tidy, web};

/// The package of the browser tests, which need a built page.
const BROWSER_TESTS: &str = "tieout-browser-tests";

/// Parts, in the order in which they run: the quick ones first.
const PARTS: &[&str] = &["lint", "engine", "docs", "web", "privacy", "second-wasm"];

/// Says whether the second way to the wasm target is tried: `auto` where it can be, `force`
/// everywhere. Unset: not at all.
const SECOND_WASM: &str = "TIEOUT_SECOND_WASM";

/// Runs the checks and says how they went; true when all passed.
///
/// # Errors
/// When the arguments make no sense or a tool that everything needs is missing.
pub fn test(arguments: &[String]) -> Result<bool> {
    let only = match arguments {
        [] => None,
        [flag, part] if flag == "--only" && PARTS.contains(&part.as_str()) => Some(part.as_str()),
        _ => bail!("usage: cargo xtask test [--only {}]", PARTS.join("|")),
    };
    tools::require_linker()?;
    let wanted = |part: &str| only.is_none_or(|only| only == part);
    let mut score = Score::default();
    if wanted("lint") {
        lint(&mut score);
    }
    if wanted("engine") {
        engine(&mut score);
    }
    if wanted("docs") {
        docs(&mut score);
    }
    if wanted("web") || wanted("privacy") {
        in_browser(&mut score, only);
    }
    if wanted("second-wasm") {
        second_wasm(&mut score, only.is_some());
    }
    Ok(score.close())
}

fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root());
    command
}

fn lint(score: &mut Score) {
    score.check("format", || {
        run::run(cargo().args(["fmt", "--all", "--check"]))
    });
    score.check("conventions", || tidy::check(&root()));
    score.check("clippy", || {
        run::run(cargo().args([
            "clippy",
            "--quiet",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    });
    score.check("clippy for wasm", || {
        let target = wasm_target::ensure()?;
        if target == WasmTarget::DebianSource {
            // Debian's toolchain for the web has no clippy; its compiler's warnings are there.
            return run::run(
                target
                    .cargo()
                    .args([
                        "check",
                        "--quiet",
                        "--locked",
                        "--package",
                        "tieout-app",
                        "--target",
                        TARGET,
                    ])
                    .arg("--target-dir")
                    .arg(web::target_folder(&target)),
            );
        }
        run::run(cargo().args([
            "clippy",
            "--quiet",
            "--locked",
            "--package",
            "tieout-app",
            "--target",
            TARGET,
            "--",
            "-D",
            "warnings",
        ]))
    });
}

fn engine(score: &mut Score) {
    for (program, package) in readers::bring() {
        score.skip(
            &format!("exports handed to {program}"),
            &format!("it is not installed (Debian, Ubuntu: apt-get install -y {package})"),
        );
    }
    let everything_native = [
        "--workspace",
        "--exclude",
        BROWSER_TESTS,
        "--no-fail-fast",
        "--locked",
    ];
    if run::find("cargo-nextest").is_some() {
        score.tests(
            "tests of the crates",
            cargo()
                .args(["nextest", "run", "--cargo-quiet", "--status-level", "fail"])
                .args(everything_native),
        );
    } else {
        score.tests(
            "tests of the crates",
            cargo()
                .args(["test", "--quiet", "--all-targets"])
                .args(everything_native),
        );
    }
}

fn docs(score: &mut Score) {
    score.check("documentation", || {
        run::run(cargo().env("RUSTDOCFLAGS", "-D warnings").args([
            "doc",
            "--quiet",
            "--locked",
            "--workspace",
            "--no-deps",
            "--document-private-items",
        ]))
    });
}

fn in_browser(score: &mut Score, only: Option<&str>) {
    let mut ready = false;
    score.check("browser", || browser::ensure().map(|_| ()));
    score.check("page", || {
        web::build()?.write(&web::site_folder())?;
        ready = true;
        Ok(())
    });
    if !ready {
        score.skip("tests in the browser", "there is no page");
        return;
    }
    if only != Some("privacy") {
        trunk(score);
    }
    let mut tests = cargo();
    tests.args([
        "test",
        "--quiet",
        "--locked",
        "--package",
        BROWSER_TESTS,
        "--no-fail-fast",
    ]);
    if only == Some("privacy") {
        tests.args(["--test", "privacy"]);
    }
    // Two browsers at a time: more would starve each other on a small machine.
    tests.args(["--", "--test-threads=2"]);
    score.tests("tests in the browser", &mut tests);
}

/// What `trunk build` makes is the page that all the other checks are about.
fn trunk(score: &mut Score) {
    const NAME: &str = "trunk build";
    let Some(trunk) = run::find("trunk") else {
        return score.skip(NAME, "there is no trunk; nothing else needs it");
    };
    score.check(NAME, || {
        let dist = web::build_folder().join("trunk-site");
        let mut command = Command::new(trunk);
        command
            .current_dir(root())
            .args(["build", "--release", "--offline", "--dist"]);
        run::run(command.arg(&dist))?;
        for name in ["index.html", web::SINGLE_FILE] {
            let made = std::fs::read(dist.join(name))?;
            if made != std::fs::read(web::site_folder().join(name))? {
                bail!("{name} by Trunk is not the page of `cargo xtask dist`");
            }
        }
        Ok(())
    });
}

fn second_wasm(score: &mut Score, asked_for: bool) {
    const NAME: &str = "build with Debian's wasm packages";
    let wish = std::env::var(SECOND_WASM).unwrap_or_default();
    let forced = asked_for || wish == "force";
    if !forced && wish != "auto" {
        return score.skip(NAME, "TIEOUT_SECOND_WASM=auto or =force tries it");
    }
    if !forced && !wasm_target::debian_is_installed() && !tools::may_install_packages() {
        return score.skip(NAME, "it needs root and apt");
    }
    score.check(NAME, || {
        wasm_target::ensure_debian()?;
        let target = WasmTarget::DebianSource;
        run::run(
            target
                .cargo()
                .args([
                    "check",
                    "--quiet",
                    "--release",
                    "--package",
                    "tieout-app",
                    "--target",
                    TARGET,
                ])
                .arg("--target-dir")
                .arg(web::target_folder(&target)),
        )
    });
}
