//! A fresh Chromium with its driver; both end when dropped.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;

use crate::netlog::NetLog;

/// A browser with nothing in it.
pub struct Browser {
    /// What steers it.
    pub driver: WebDriver,
    driver_process: Child,
    folder: TempDir,
}

/// How wide the screen is, and whether it is dark.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Whether the system asks for dark.
    pub dark: bool,
}

impl Screen {
    /// A desk's screen.
    pub const DESK: Self = Self {
        width: 1440,
        height: 900,
        dark: false,
    };
    /// A phone's screen.
    pub const PHONE: Self = Self {
        width: 390,
        height: 844,
        dark: false,
    };
}

impl Browser {
    /// Starts a browser in English, with a desk's screen.
    ///
    /// # Errors
    /// When Chromium or its driver is missing or does not start.
    pub async fn start() -> Result<Self> {
        Self::start_with(&[]).await
    }

    /// Starts a browser with further flags.
    ///
    /// # Errors
    /// When Chromium or its driver is missing or does not start.
    pub async fn start_with(flags: &[&str]) -> Result<Self> {
        let programs = xtask::tools::browser::find()
            .context("Chromium or chromedriver is missing: `cargo xtask setup` brings them")?;
        let folder = tempfile::tempdir()?;
        let (driver_process, port) = start_driver(&programs.driver)?;
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_binary(&programs.chromium.display().to_string())?;
        for flag in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-extensions",
            "--disable-sync",
            "--lang=en-US",
            "--force-color-profile=srgb",
            "--hide-scrollbars",
        ] {
            capabilities.add_arg(flag)?;
        }
        for flag in flags {
            capabilities.add_arg(flag)?;
        }
        capabilities.add_arg(&format!(
            "--user-data-dir={}",
            folder.path().join("profile").display()
        ))?;
        capabilities.add_arg(&format!(
            "--log-net-log={}",
            folder.path().join("net.json").display()
        ))?;
        capabilities.add_arg("--net-log-capture-mode=Everything")?;
        capabilities.add_experimental_option(
            "prefs",
            json!({
                "download.default_directory": folder.path().join("downloads"),
                "intl.accept_languages": "en-US",
            }),
        )?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities)
            .await
            .context("Chromium does not start")?;
        driver.set_script_timeout(Duration::from_secs(120)).await?;
        let browser = Self {
            driver,
            driver_process,
            folder,
        };
        browser.set_screen(Screen::DESK).await?;
        Ok(browser)
    }

    /// Sends a command of the DevTools protocol.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        Ok(self.driver.cdp().send_raw(command, parameters).await?)
    }

    /// Sets the size of the screen and whether it is dark.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn set_screen(&self, screen: Screen) -> Result<()> {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": screen.width, "height": screen.height, "deviceScaleFactor": 1, "mobile": false }),
        )
        .await?;
        let scheme = if screen.dark { "dark" } else { "light" };
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": [
                { "name": "prefers-color-scheme", "value": scheme },
                { "name": "prefers-reduced-motion", "value": "reduce" },
            ] }),
        )
        .await?;
        Ok(())
    }

    /// The folder that downloads go to.
    #[must_use]
    pub fn downloads(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    /// Process ids of the browser's renderers.
    #[must_use]
    pub fn renderers(&self) -> Vec<u32> {
        let profile = self.folder.path().display().to_string();
        processes()
            .into_iter()
            .filter(|(_, line)| line.contains("--type=renderer") && line.contains(&profile))
            .map(|(id, _)| id)
            .collect()
    }

    /// Closes the browser and reads what it did on the network.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn close(mut self) -> Result<NetLog> {
        let driver = self.driver.clone();
        driver.quit().await?;
        self.stop_driver();
        NetLog::read(&self.folder.path().join("net.json"))
    }

    fn stop_driver(&mut self) {
        // Already gone is what is wanted.
        let _ = self.driver_process.kill();
        let _ = self.driver_process.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Else the session would ask a driver that is gone to end it, for two minutes. One that
        // was closed in order says that it has nothing to leave: as wanted.
        let _ = self.driver.clone().leak();
        // A browser whose driver is killed stays: end those that use this profile.
        let profile = self.folder.path().display().to_string();
        self.stop_driver();
        for (id, line) in processes() {
            if line.contains(&profile) && !line.contains("--type=") {
                let _ = Command::new("kill").arg(id.to_string()).status();
            }
        }
    }
}

/// Process ids and command lines of this machine.
fn processes() -> Vec<(u32, String)> {
    let Ok(folder) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    folder
        .flatten()
        .filter_map(|entry| {
            let id = entry.file_name().to_str()?.parse().ok()?;
            let line = std::fs::read(entry.path().join("cmdline")).ok()?;
            Some((id, String::from_utf8_lossy(&line).replace('\0', " ")))
        })
        .collect()
}

/// Times that a driver is started: between finding a free port and listening on it, another
/// program may take the port, and the driver ends.
const STARTS: usize = 5;

/// Starts a driver; it and its port.
fn start_driver(program: &Path) -> Result<(Child, u16)> {
    let mut start = 1;
    loop {
        let mut driver = Command::new(program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("chromedriver does not start")?;
        match port_of(&mut driver) {
            Ok(port) => return Ok((driver, port)),
            Err(error) if start == STARTS => return Err(error),
            Err(_) => {
                start += 1;
                driver.wait()?;
            }
        }
    }
}

/// The port that the driver says it listens on.
fn port_of(driver: &mut Child) -> Result<u16> {
    let output = driver.stdout.take().context("chromedriver has an output")?;
    let mut lines = BufReader::new(output);
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        if let Some((_, port)) = line.trim().split_once("started successfully on port ") {
            let port = port.trim_end_matches('.').parse()?;
            // Keep reading: a driver that cannot write stops.
            std::thread::spawn(move || lines.read_to_end(&mut Vec::new()));
            return Ok(port);
        }
        line.clear();
    }
    bail!("chromedriver named no port")
}
