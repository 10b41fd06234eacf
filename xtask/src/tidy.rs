//! The house's conventions that a compiler does not know.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// A source file with its path below the root.
struct Source {
    path: String,
    text: String,
}

/// File names that say nothing.
const EMPTY_NAMES: &[&str] = &[
    "utils", "util", "common", "helpers", "helper", "manager", "misc", "data",
];

/// A file of this length needs to be two.
const LINES_MAX: usize = 800;

/// Checks every convention.
///
/// # Errors
/// Names each place that breaks one.
pub fn check(root: &Path) -> Result<()> {
    let sources = sources(root)?;
    let mut broken = Vec::new();
    for source in &sources {
        names(source, &mut broken);
        unfinished(source, &mut broken);
        reasons(source, &mut broken);
        colours(source, &mut broken);
        styles(source, &mut broken);
        places(source, &mut broken);
    }
    if broken.is_empty() {
        return Ok(());
    }
    bail!("{}", broken.join("\n"))
}

fn names(source: &Source, broken: &mut Vec<String>) {
    let stem = Path::new(&source.path)
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    if is_rust(source) && EMPTY_NAMES.contains(&stem.as_ref()) {
        broken.push(format!(
            "{}: name the file after what is in it",
            source.path
        ));
    }
    let lines = source.text.lines().count();
    if is_rust(source) && lines > LINES_MAX {
        broken.push(format!(
            "{}: {lines} lines; {LINES_MAX} are the limit",
            source.path
        ));
    }
}

/// Words of unfinished work, written so that this file does not contain them.
fn unfinished(source: &Source, broken: &mut Vec<String>) {
    let words = [
        ["to", "do!("],
        ["unimple", "mented!("],
        ["db", "g!("],
        ["#[ig", "nore"],
        ["FIX", "ME"],
        ["TO", "DO"],
        ["XX", "X "],
    ];
    for word in words.map(|parts| parts.concat()) {
        for (number, _) in lines_with(source, &word) {
            broken.push(format!("{}:{number}: `{word}` is not done", source.path));
        }
    }
}

/// Whoever allows something says why.
fn reasons(source: &Source, broken: &mut Vec<String>) {
    if !is_rust(source) {
        return;
    }
    let lines: Vec<&str> = source.text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let line = line.trim_start();
        let allows = line.starts_with("#[allow(") || line.starts_with("#![allow(");
        let to_its_end = lines[at..]
            .iter()
            .take_while(|line| !line.trim_end().ends_with(")]"));
        let explained = line.contains("//")
            || line.contains("reason =")
            || to_its_end.skip(1).any(|line| line.contains("reason ="))
            || at > 0 && lines[at - 1].trim_start().starts_with("//");
        if allows && !explained {
            broken.push(format!(
                "{}:{}: say why this is allowed",
                source.path,
                at + 1
            ));
        }
    }
}

/// Colours have names; only the tokens know their values.
fn colours(source: &Source, broken: &mut Vec<String>) {
    if !source.path.ends_with(".css") || source.path.ends_with("tokens.css") {
        return;
    }
    for (at, line) in source.text.lines().enumerate() {
        let function = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "lab(", "lch("]
            .iter()
            .any(|name| line.contains(name));
        if function || has_hex_colour(line) {
            broken.push(format!(
                "{}:{}: a raw colour; name it in tokens.css",
                source.path,
                at + 1
            ));
        }
    }
}

fn has_hex_colour(line: &str) -> bool {
    // A selector may begin with `#`; a value stands after a colon.
    line.split_once(':').is_some_and(|(_, value)| {
        value.split('#').skip(1).any(|rest| {
            let digits = rest.chars().take_while(char::is_ascii_hexdigit).count();
            let ends = rest
                .chars()
                .nth(digits)
                .is_none_or(|next| !next.is_alphanumeric() && next != '-');
            ends && matches!(digits, 3 | 4 | 6 | 8)
        })
    })
}

/// The policy refuses style attributes and text as markup: `style:width=…` sets a property.
fn styles(source: &Source, broken: &mut Vec<String>) {
    if !source.path.starts_with("src/") || !is_rust(source) {
        return;
    }
    for word in [" style=", "inner_html="] {
        for (number, line) in lines_with(source, word) {
            // Single properties are set by the program and are no style attribute; the proof
            // sheet is markup of our own, and the page's Trusted Types policy sees it.
            let is_property = word == " style=" && line.contains(" style=(");
            let is_proof = word == "inner_html=" && source.path == "src/reports/proof.rs";
            if is_property || is_proof {
                continue;
            }
            broken.push(format!(
                "{}:{number}: the page's policy refuses `{}`",
                source.path,
                word.trim()
            ));
        }
    }
}

/// The project stands on its own: no path of the place where it happens to be written.
fn places(source: &Source, broken: &mut Vec<String>) {
    let words = [
        ["/work", "/"],
        ["/tmp", "/wt"],
        ["../", "shared"],
        ["/ro", "ot/"],
        ["/ho", "me/"],
    ];
    for word in words.map(|parts| parts.concat()) {
        for (number, _) in lines_with(source, &word) {
            broken.push(format!(
                "{}:{number}: `{word}` is somebody's own place",
                source.path
            ));
        }
    }
}

fn is_rust(source: &Source) -> bool {
    source.path.ends_with(".rs")
}

fn lines_with<'s>(source: &'s Source, word: &str) -> impl Iterator<Item = (usize, &'s str)> {
    source
        .text
        .lines()
        .enumerate()
        .filter(move |(_, line)| line.contains(word))
        .map(|(at, line)| (at + 1, line))
}

fn sources(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(&folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        entries.sort();
        for path in entries {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                if !["target", "dist", "node_modules", ".git"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if [".rs", ".css", ".js", ".html", ".md", ".toml"]
                .iter()
                .any(|ending| name.ends_with(ending))
            {
                let shown = path
                    .strip_prefix(root)
                    .unwrap_or(&path)
                    .display()
                    .to_string();
                sources.push(Source {
                    path: shown,
                    text: fs::read_to_string(&path)?,
                });
            }
        }
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken_by(check: fn(&Source, &mut Vec<String>), path: &str, text: &str) -> usize {
        let mut broken = Vec::new();
        check(
            &Source {
                path: path.to_owned(),
                text: text.to_owned(),
            },
            &mut broken,
        );
        broken.len()
    }

    #[test]
    fn a_raw_colour_is_seen_where_a_name_belongs() {
        assert_eq!(
            broken_by(colours, "style/table.css", "a { color: #2a3fb0; }"),
            1
        );
        assert_eq!(
            broken_by(colours, "style/table.css", "a { color: rgb(1 2 3); }"),
            1
        );
        assert_eq!(
            broken_by(colours, "style/tokens.css", "a { color: #2a3fb0; }"),
            0
        );
        assert_eq!(
            broken_by(colours, "style/table.css", "#add { color: var(--accent); }"),
            0
        );
    }

    #[test]
    fn allowing_something_needs_a_reason() {
        let bare = ["#[al", "low(dead_code)]"].concat();
        assert_eq!(broken_by(reasons, "src/a.rs", &bare), 1);
        assert_eq!(
            broken_by(
                reasons,
                "src/a.rs",
                &format!("// The macro makes it.\n{bare}")
            ),
            0
        );
    }

    #[test]
    fn what_the_policy_refuses_is_refused_in_source() {
        let markup = ["<div st", "yle=\"width:1px\">"].concat();
        assert_eq!(broken_by(styles, "src/ui/a.rs", &markup), 1);
        assert_eq!(
            broken_by(styles, "src/ui/a.rs", "<div style:width=width>"),
            0
        );
    }
}
