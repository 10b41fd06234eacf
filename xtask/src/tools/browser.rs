//! Chromium and its driver, for the browser tests and the bench.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::progress::step;
use crate::{run, tools};

/// A browser and the driver that steers it.
#[derive(Clone, Debug)]
pub struct Browser {
    /// The browser's program.
    pub chromium: PathBuf,
    /// The driver's program.
    pub driver: PathBuf,
}

/// Where Chromium and its driver are. `CHROMIUM` and `CHROMEDRIVER` name others.
#[must_use]
pub fn find() -> Option<Browser> {
    let named = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
    let chromium = named("CHROMIUM").or_else(|| {
        [
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "chrome",
        ]
        .into_iter()
        .find_map(run::find)
    })?;
    let driver = named("CHROMEDRIVER")
        .or_else(|| run::find("chromedriver"))
        .or_else(|| run::find("chromium.chromedriver"))?;
    Some(Browser { chromium, driver })
}

/// Finds Chromium and its driver, or brings them where that is possible.
///
/// # Errors
/// When they are missing and cannot be installed here.
pub fn ensure() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    if tools::may_install_packages() {
        step("apt-get install chromium", || {
            apt_install(&["chromium", "chromium-driver", "fonts-noto-cjk"])
        })?;
    }
    find().map_or_else(
        || {
            bail!(
                "Chromium and chromedriver are missing. Install them and run the command again:\n  \
                 Debian, Ubuntu:  apt-get install -y chromium chromium-driver   (as root)\n  \
                 macOS:           brew install --cask chromium chromedriver\n\
                 or name them: CHROMIUM=/path/to/chromium CHROMEDRIVER=/path/to/chromedriver"
            )
        },
        Ok,
    )
}

/// Installs packages of the system.
///
/// # Errors
/// When apt cannot.
pub fn apt_install(packages: &[&str]) -> Result<()> {
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        command
    };
    run::run(apt().arg("update"))?;
    run::run(
        apt()
            .args(["install", "-y", "--no-install-recommends"])
            .args(packages),
    )
}
