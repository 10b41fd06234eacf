//! What the browser did on the network, by its own log.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

/// Chromium's network log.
pub struct NetLog {
    text: String,
}

impl NetLog {
    /// Reads a log.
    ///
    /// # Errors
    /// When there is none.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).context("Chromium wrote no network log")?;
        Ok(Self { text })
    }

    /// Whether anything in the log mentions this host, or host and port.
    #[must_use]
    pub fn mentions(&self, host: &str) -> bool {
        self.text.contains(host)
    }

    /// Addresses that a page (not the browser itself) asked for over the network.
    ///
    /// # Errors
    /// When the log is not what Chromium writes.
    pub fn requested_by_pages(&self) -> Result<BTreeSet<String>> {
        // A browser that was closed at once may leave the last bracket out.
        let log: Value = serde_json::from_str(&self.text)
            .or_else(|_| {
                serde_json::from_str(&format!(
                    "{}]}}",
                    self.text.trim_end().trim_end_matches(',')
                ))
            })
            .context("the network log is no JSON")?;
        let events = log["events"].as_array().context("the log has events")?;
        Ok(events
            .iter()
            .map(|event| &event["params"])
            .filter(|parameters| {
                parameters["initiator"]
                    .as_str()
                    .is_some_and(|initiator| initiator != "not an origin")
            })
            .filter_map(|parameters| parameters["url"].as_str())
            .filter(|url| ["http", "ws"].iter().any(|scheme| url.starts_with(scheme)))
            .map(str::to_owned)
            .collect())
    }
}
