//! The programs that the commands need: found where they are, brought where they are missing.

pub mod binaryen;
pub mod browser;
pub mod readers;
pub mod wasm_target;

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::run;

/// Where tools that we bring live: beside cargo's own, so that a clean checkout keeps them.
#[must_use]
pub fn folder() -> PathBuf {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = || std::env::home_dir().unwrap_or_default().join(".cargo");
    cargo_home.unwrap_or_else(home).join("tieout-tools")
}

/// Whether packages of the system can be installed here: root, and apt.
#[must_use]
pub fn may_install_packages() -> bool {
    run::find("apt-get").is_some()
        && run::output(std::process::Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Linking needs a C toolchain; rustc's own message does not say where to get one.
///
/// # Errors
/// When there is none.
pub fn require_linker() -> Result<()> {
    if cfg!(unix) && run::find("cc").is_none() {
        bail!(
            "no C linker (`cc`) was found. Install one and run the command again:\n  \
             Debian, Ubuntu:  apt-get install -y build-essential\n  \
             Fedora:          dnf install gcc\n  \
             macOS:           xcode-select --install"
        );
    }
    Ok(())
}

/// Installs one npm package of an exact version into a folder of its own.
fn npm_install(folder: &std::path::Path, package: &str) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run::run(
        std::process::Command::new(npm)
            .args([
                "install",
                "--silent",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                package,
            ])
            .current_dir(folder),
    )
}
