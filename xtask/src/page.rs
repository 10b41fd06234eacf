//! Puts the page together: one file that holds style, scripts and the program.
//!
//! The hashes of the policy need the final text, so this is the last step of every build.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use flate2::{Compression, GzBuilder};

use crate::policy::Policy;

/// What goes into a page.
#[derive(Clone, Debug)]
pub struct Parts {
    template: String,
    style: String,
    guard: String,
    worker: String,
    boot: String,
    glue: String,
    icon: String,
    module: String,
}

/// How the page will be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edition {
    /// From a web host: keeps an offline copy of itself.
    Hosted,
    /// As one file from a disk.
    SingleFile,
}

/// A page and the policy that stands in its first line.
#[derive(Clone, Debug)]
pub struct Page {
    /// The text of the page.
    pub html: String,
    /// Its policy, for the header.
    pub policy: String,
}

impl Page {
    /// A page that was written before, with the policy found in it.
    ///
    /// # Errors
    /// When it has none.
    pub fn of(html: String) -> Result<Self> {
        let policy = html
            .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map(|(policy, _)| policy.to_owned())
            .context("the page has no policy")?;
        Ok(Self { html, policy })
    }
}

impl Parts {
    /// Reads the sources below `root`; glue and module (wasm) come from the build.
    ///
    /// # Errors
    /// When a source cannot be read.
    pub fn read(root: &Path, glue: &str, module: &[u8]) -> Result<Self> {
        let web = root.join("web");
        Ok(Self {
            template: read(&root.join("index.html"))?,
            style: stylesheet(&root.join("style/main.css"))?,
            guard: read(&web.join("guard.js"))?,
            worker: read(&web.join("worker.js"))?,
            boot: read(&web.join("boot.js"))?,
            glue: glue.to_owned(),
            icon: read(&web.join("icon.svg"))?,
            module: packed(module)?,
        })
    }

    /// A file that stands beside the hosted page.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn beside(&self, root: &Path, name: &str) -> Result<Vec<u8>> {
        let text = read(&root.join("web").join(name))?;
        Ok(text.replace("{{icon}}", &self.icon_address()).into_bytes())
    }

    fn icon_address(&self) -> String {
        let icon = base64::engine::general_purpose::STANDARD.encode(self.icon.trim());
        format!("data:image/svg+xml;base64,{icon}")
    }

    /// The page, defended.
    ///
    /// # Errors
    /// When the template and the parts do not fit.
    pub fn page(&self, edition: Edition) -> Result<Page> {
        let offline = edition == Edition::Hosted;
        let policy = Policy {
            scripts: vec![self.guard.clone(), self.glue.clone(), self.boot.clone()],
            styles: vec![self.style.clone()],
            offline,
        }
        .text();
        let (offline_script, offline_links) = if offline {
            (
                " data-offline=\"service-worker.js\"",
                "<link rel=\"manifest\" href=\"manifest.webmanifest\">\n",
            )
        } else {
            ("", "")
        };
        let html = fill(
            &self.template,
            &[
                ("policy", &policy),
                ("offline-script", offline_script),
                ("offline-links", offline_links),
                ("guard", script_text(&self.guard)?),
                ("icon", &self.icon_address()),
                ("style", &self.style),
                ("module", &self.module),
                ("worker", script_text(&self.worker)?),
                ("glue", script_text(&self.glue)?),
                ("boot", script_text(&self.boot)?),
            ],
        )?;
        Ok(Page { html, policy })
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The style sheet with its imports in place.
fn stylesheet(main: &Path) -> Result<String> {
    if !main.exists() {
        return Ok(String::new());
    }
    let folder = main.parent().unwrap_or(Path::new("."));
    let mut whole = String::new();
    for line in read(main)?.lines() {
        let imported = line
            .trim()
            .strip_prefix("@import \"")
            .and_then(|rest| rest.strip_suffix("\";"));
        match imported {
            Some(name) => whole.push_str(&read(&folder.join(name))?),
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    if whole.contains("</style") {
        bail!("the style sheet must not contain `</style`");
    }
    Ok(whole)
}

/// The module as it stands in the page: gzip, then base64. Same bytes for the same module.
fn packed(module: &[u8]) -> Result<String> {
    let mut encoder = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    encoder.write_all(module)?;
    Ok(base64::engine::general_purpose::STANDARD.encode(encoder.finish()?))
}

/// A script's text, once it is sure that it ends where we end it.
fn script_text(text: &str) -> Result<&str> {
    let lower = text.to_ascii_lowercase();
    if lower.contains("</script") || lower.contains("<!--") {
        bail!("a script of the page contains `</script` or `<!--`");
    }
    Ok(text)
}

/// Fills each `{{name}}` of the template exactly once, in one pass (filled text is not looked
/// at again).
fn fill(template: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut html = String::new();
    let mut used = vec![false; values.len()];
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after
            .split_once("}}")
            .context("index.html: `{{` without `}}`")?;
        let at = values
            .iter()
            .position(|(known, _)| *known == name)
            .with_context(|| format!("index.html: nothing is called {{{{{name}}}}}"))?;
        if std::mem::replace(&mut used[at], true) {
            bail!("index.html: {{{{{name}}}}} stands twice");
        }
        html.push_str(before);
        html.push_str(values[at].1);
        rest = after;
    }
    html.push_str(rest);
    if let Some(at) = used.iter().position(|used| !used) {
        bail!("index.html: {{{{{}}}}} is missing", values[at].0);
    }
    Ok(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Parts {
        Parts::read(&crate::root(), "let wasm_bindgen;", b"\0asm").unwrap()
    }

    #[test]
    fn the_policy_stands_before_anything_it_governs() {
        for edition in [Edition::Hosted, Edition::SingleFile] {
            let html = parts().page(edition).unwrap().html;
            let policy = html.find("Content-Security-Policy").unwrap();
            for governed in ["<script", "<style", "<link", "<svg", "<img"] {
                assert!(
                    html.find(governed).is_none_or(|at| at > policy),
                    "{governed}"
                );
            }
        }
    }

    #[test]
    fn the_guard_runs_before_every_other_script() {
        let html = parts().page(Edition::SingleFile).unwrap().html;
        assert!(html[html.find("<script").unwrap()..].starts_with("<script id=\"guard\""));
    }

    #[test]
    fn the_single_file_names_no_other_file() {
        let html = parts().page(Edition::SingleFile).unwrap().html;
        for other in ["manifest.webmanifest\"", "src=\"", "data-offline=\""] {
            assert!(!html.contains(other), "{other}");
        }
    }

    #[test]
    fn a_script_that_would_end_early_is_refused() {
        let mut parts = parts();
        parts.glue.push_str("'</SCRIPT>'");
        assert!(parts.page(Edition::Hosted).is_err());
    }

    #[test]
    fn a_template_with_an_unknown_or_missing_part_is_refused() {
        assert!(fill("{{a}}{{b}}", &[("a", "1")]).is_err());
        assert!(fill("{{a}}", &[("a", "1"), ("b", "2")]).is_err());
        assert_eq!(fill("<{{a}}>", &[("a", "{{b}}")]).unwrap(), "<{{b}}>");
    }
}
