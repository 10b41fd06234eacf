//! `cargo xtask trunk-hook`: what Trunk calls, so that `trunk build` makes our page.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::web;

/// Where Trunk wants its pages.
const STAGING: &str = "TRUNK_STAGING_DIR";

/// Builds the page and puts it where Trunk collects what it publishes.
///
/// # Errors
/// When it is not called by Trunk or the build fails.
pub fn hook(arguments: &[String]) -> Result<()> {
    if !arguments.is_empty() {
        bail!("usage: cargo xtask trunk-hook");
    }
    let staging = std::env::var_os(STAGING)
        .with_context(|| format!("Trunk calls this and sets {STAGING}: type `trunk build`"))?;
    web::build()?.write(&PathBuf::from(staging))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::root;

    /// Trunk.toml, as far as it concerns others.
    fn trunk() -> toml::Table {
        let text = fs::read_to_string(root().join("Trunk.toml")).expect("Trunk.toml is there");
        text.parse().expect("it is TOML")
    }

    fn texts(value: &toml::Value) -> Vec<&str> {
        let list = value.as_array().expect("a list");
        list.iter()
            .map(|one| one.as_str().expect("a text"))
            .collect()
    }

    #[test]
    fn the_hook_is_a_command_that_xtask_knows() {
        let trunk = trunk();
        let hook = &trunk["hooks"].as_array().expect("hooks")[0];
        assert_eq!(hook["stage"].as_str(), Some("post_build"));
        assert_eq!(hook["command"].as_str(), Some("cargo"));
        assert_eq!(texts(&hook["command_arguments"]), ["xtask", "trunk-hook"]);
        let main = include_str!("main.rs");
        assert!(main.contains("\"trunk-hook\" => xtask::trunk::hook(rest)"));
        let aliases = fs::read_to_string(root().join(".cargo/config.toml")).expect("aliases");
        assert!(aliases.contains("xtask = "));
    }

    #[test]
    fn trunk_itself_builds_no_program() {
        let trunk = trunk();
        let page = root().join(trunk["build"]["target"].as_str().expect("a page"));
        let text = fs::read_to_string(&page).expect("the page is there");
        assert!(!text.contains("data-trunk"), "the hook builds everything");
        // Beside a Cargo.toml it would build that.
        assert!(!page.with_file_name("Cargo.toml").exists());
    }

    #[test]
    fn what_is_watched_exists() {
        let trunk = trunk();
        for path in texts(&trunk["watch"]["watch"]) {
            assert!(root().join(path).exists(), "{path} is gone");
        }
    }

    #[test]
    fn its_server_sends_the_headers_of_ours() {
        let trunk = trunk();
        let headers = trunk["serve"]["headers"].as_table().expect("headers");
        for (name, value) in crate::policy::headers(None) {
            // Permissions are asked for by nothing in the page; the cache is Trunk's own.
            if !["Permissions-Policy", "Cache-Control"].contains(&name) {
                assert_eq!(headers[name].as_str(), Some(value.as_str()), "{name}");
            }
        }
    }
}
