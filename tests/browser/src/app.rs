//! The page open in a browser, seen through its hooks.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::Browser;

/// How long anything may take before a test gives up; no test measures time.
const PATIENCE: Duration = Duration::from_secs(60);

/// Notes what goes wrong in the page, before its first script runs.
const LISTEN: &str = r#"
    globalThis.__wrong = [];
    addEventListener("error", (event) => __wrong.push(String(event.message)));
    addEventListener("unhandledrejection", (event) => __wrong.push(String(event.reason)));
    document.addEventListener("securitypolicyviolation", (event) =>
        __wrong.push(`${event.violatedDirective} refused ${event.blockedURI} ${event.sample} (${event.sourceFile}:${event.lineNumber})`));
    const error = console.error;
    console.error = (...parts) => { __wrong.push(parts.map(String).join(" ")); error(...parts); };
"#;

/// The app in a browser.
pub struct App<'b> {
    browser: &'b Browser,
}

impl<'b> App<'b> {
    /// Opens the page and waits until it can be used.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn open(browser: &'b Browser, url: &str) -> Result<Self> {
        browser
            .devtools(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": LISTEN }),
            )
            .await?;
        browser.driver.goto(url).await?;
        let app = Self { browser };
        app.find("[data-testid=sample-day]")
            .await
            .context("the landing does not appear")?;
        Ok(app)
    }

    /// Opens the page anew in the same window.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn open_again(&self, url: &str) -> Result<()> {
        self.browser.driver.goto("about:blank").await?;
        self.browser.driver.goto(url).await?;
        self.find("[data-testid=sample-day]").await?;
        Ok(())
    }

    /// The first element of a selector, as soon as there is one.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn find(&self, selector: &str) -> Result<WebElement> {
        let start = Instant::now();
        loop {
            if let Ok(element) = self.browser.driver.find(By::Css(selector)).await {
                return Ok(element);
            }
            if start.elapsed() > PATIENCE {
                bail!(
                    "`{selector}` does not appear; wrong in the page: {:?}",
                    self.wrong().await?
                );
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// How many elements a selector has now.
    ///
    /// # Errors
    /// When the page is gone.
    pub async fn count(&self, selector: &str) -> Result<usize> {
        Ok(self.browser.driver.find_all(By::Css(selector)).await?.len())
    }

    /// Clicks the first element of a selector.
    ///
    /// # Errors
    /// When it cannot be clicked.
    pub async fn click(&self, selector: &str) -> Result<()> {
        let element = self.find(selector).await?;
        // What stands fixed at an edge of the screen may cover an element that is in view.
        element.scroll_into_view().await?;
        element
            .click()
            .await
            .with_context(|| format!("`{selector}` cannot be clicked"))
    }

    /// Gives files to the drop input.
    ///
    /// # Errors
    /// When a file is missing.
    pub async fn drop_files(&self, files: &[PathBuf]) -> Result<()> {
        let mut paths = Vec::new();
        for file in files {
            paths.push(
                file.canonicalize()
                    .with_context(|| format!("{} is missing", file.display()))?
                    .display()
                    .to_string(),
            );
        }
        let input = self.find("[data-testid=file-input]").await?;
        input.send_keys(paths.join("\n")).await?;
        Ok(())
    }

    /// Gives all files of a folder to the drop input, in order of their names.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn drop_folder(&self, folder: &Path) -> Result<()> {
        let mut files = Vec::new();
        for entry in
            std::fs::read_dir(folder).with_context(|| format!("{} is missing", folder.display()))?
        {
            let path = entry?.path();
            if path.is_file() {
                files.push(path);
            }
        }
        files.sort();
        self.drop_files(&files).await
    }

    /// Where the run stands.
    ///
    /// # Errors
    /// When the hook is missing.
    pub async fn state(&self) -> Result<String> {
        let value = self
            .script("const hook = document.querySelector('[data-testid=run-status]'); return hook && hook.dataset.state;")
            .await?;
        value
            .as_str()
            .map(str::to_owned)
            .context("there is no run status")
    }

    /// Waits until the run stands at one of these states.
    ///
    /// # Errors
    /// When it does not get there, or fails.
    pub async fn wait_for(&self, states: &[&str]) -> Result<String> {
        let start = Instant::now();
        loop {
            let state = self.state().await.unwrap_or_default();
            if states.contains(&state.as_str()) {
                return Ok(state);
            }
            if start.elapsed() > PATIENCE * 10 {
                bail!(
                    "the run stands at `{state}`; wrong in the page: {:?}",
                    self.wrong().await?
                );
            }
            if state == "failed" {
                bail!(
                    "the run failed; wrong in the page: {:?}",
                    self.wrong().await?
                );
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// An attribute of the first element of a selector.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn attribute(&self, selector: &str, name: &str) -> Result<Option<String>> {
        self.find(selector).await?;
        let value = self
            .script_with(
                "return document.querySelector(arguments[0]).getAttribute(arguments[1]);",
                vec![json!(selector), json!(name)],
            )
            .await?;
        Ok(value.as_str().map(str::to_owned))
    }

    /// The words of the page.
    ///
    /// # Errors
    /// When the page is gone.
    pub async fn text(&self) -> Result<String> {
        let value = self.script("return document.body.innerText;").await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the page shows these words.
    ///
    /// # Errors
    /// When it does not.
    pub async fn wait_for_text(&self, words: &str) -> Result<()> {
        let start = Instant::now();
        while !self.text().await?.contains(words) {
            if start.elapsed() > PATIENCE {
                bail!(
                    "the page does not say `{words}`; it says:\n{}",
                    self.text().await?
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Waits until something is so.
    ///
    /// # Errors
    /// When it does not become so, naming it.
    pub async fn wait_until(
        &self,
        what: &str,
        is_so: impl AsyncFn() -> Result<bool>,
    ) -> Result<()> {
        let start = Instant::now();
        while !is_so().await? {
            if start.elapsed() > PATIENCE {
                bail!(
                    "waited in vain: {what}; wrong in the page: {:?}",
                    self.wrong().await?
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Presses keys where the focus is.
    ///
    /// # Errors
    /// When the page is gone.
    pub async fn press(&self, keys: &str) -> Result<()> {
        self.browser
            .driver
            .action_chain()
            .send_keys(keys)
            .perform()
            .await?;
        Ok(())
    }

    /// Runs a script and gives what it returns.
    ///
    /// # Errors
    /// When it throws.
    pub async fn script(&self, text: &str) -> Result<Value> {
        self.script_with(text, Vec::new()).await
    }

    /// Runs a script with arguments.
    ///
    /// # Errors
    /// When it throws.
    pub async fn script_with(&self, text: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self
            .browser
            .driver
            .execute(text, arguments)
            .await?
            .json()
            .clone())
    }

    /// What went wrong in the page so far.
    ///
    /// # Errors
    /// When the page is gone.
    pub async fn wrong(&self) -> Result<Vec<String>> {
        let value = self.script("return globalThis.__wrong ?? [];").await?;
        Ok(serde_json::from_value(value)?)
    }

    /// Fails if anything went wrong in the page.
    ///
    /// # Errors
    /// Names what went wrong.
    pub async fn expect_no_errors(&self) -> Result<()> {
        let wrong = self.wrong().await?;
        if wrong.is_empty() {
            return Ok(());
        }
        bail!("wrong in the page:\n{}", wrong.join("\n"))
    }

    /// Keeps from now on what the page hands to the browser to be saved, for [`Self::made`].
    ///
    /// # Errors
    /// Where the page runs no script.
    pub async fn keep_what_is_made(&self) -> Result<()> {
        let script = "globalThis.__made = new Map();
             const blobs = new Map();
             const create = URL.createObjectURL;
             URL.createObjectURL = (blob) => {
                 const address = create.call(URL, blob);
                 blobs.set(address, blob);
                 return address;
             };
             addEventListener('click', (event) => {
                 const link = event.target.closest?.('a[download]');
                 if (link) __made.set(link.download, blobs.get(link.href));
             }, { capture: true });
             const click = HTMLAnchorElement.prototype.click;
             HTMLAnchorElement.prototype.click = function () {
                 if (this.download) __made.set(this.download, blobs.get(this.href));
                 return click.call(this);
             };";
        self.script(script).await.map(|_| ())
    }

    /// Saves an export on the screen of reports and gives its bytes; what is made is kept
    /// since [`Self::keep_what_is_made`].
    ///
    /// # Errors
    /// Where there is no such export, or nothing comes of it.
    pub async fn made(&self, name: &str) -> Result<Vec<u8>> {
        self.click(&format!("[data-testid='export-{name}']:enabled"))
            .await?;
        self.wait_until(&format!("{name} is made"), async || {
            let there = "return __made.has(arguments[0]);";
            let there = self.script_with(there, vec![json!(name)]).await?;
            Ok(there == json!(true))
        })
        .await?;
        let bytes = "return __made.get(arguments[0]).arrayBuffer().then((buffer) =>
                Array.from(new Uint8Array(buffer)));";
        let bytes = self.script_with(bytes, vec![json!(name)]).await?;
        Ok(serde_json::from_value(bytes)?)
    }
}
