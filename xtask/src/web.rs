//! Builds the browser app: cargo, wasm-bindgen, wasm-opt, then the page.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::page::{Edition, Page, Parts};
use crate::progress::step;
use crate::tools::wasm_target::{self, TARGET, WasmTarget};
use crate::tools::{self, binaryen};
use crate::{root, run};

/// A built site: what a host would serve, and the single file.
#[derive(Clone, Debug)]
pub struct Site {
    /// The page for a host.
    pub hosted: Page,
    /// The page that is one file.
    pub single: Page,
    /// The other files of a host: name and bytes.
    pub files: Vec<(&'static str, Vec<u8>)>,
}

/// Builds everything that the browser needs.
///
/// # Errors
/// When a tool is missing or a step fails.
pub fn build() -> Result<Site> {
    tools::require_linker()?;
    let target = wasm_target::ensure()?;
    let compiled = step("build the app for wasm", || compile(&target))?;
    let (glue, module) = bind_and_shrink(&compiled)?;
    let parts = Parts::read(&root(), &glue, &module)?;
    let files = FILES
        .iter()
        .map(|name| Ok((*name, parts.beside(&root(), name)?)))
        .collect::<Result<_>>()?;
    Ok(Site {
        hosted: parts.page(Edition::Hosted)?,
        single: parts.page(Edition::SingleFile)?,
        files,
    })
}

/// Where the tests and the bench find the built site.
#[must_use]
pub fn site_folder() -> PathBuf {
    build_folder().join("site")
}

/// The single file's name.
pub const SINGLE_FILE: &str = "tieout.html";

/// The other files of a host.
const FILES: &[&str] = &["service-worker.js", "manifest.webmanifest"];

impl Site {
    /// Writes everything into a folder of its own.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder)
                .with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        fs::create_dir_all(folder)?;
        fs::write(folder.join("index.html"), &self.hosted.html)?;
        fs::write(folder.join(SINGLE_FILE), &self.single.html)?;
        for (name, bytes) in &self.files {
            fs::write(folder.join(name), bytes)?;
        }
        Ok(())
    }

    /// Reads what [`Self::write`] wrote.
    ///
    /// # Errors
    /// When a file is missing.
    pub fn read(folder: &Path) -> Result<Self> {
        let page = |name: &str| Page::of(fs::read_to_string(folder.join(name))?);
        let mut files = Vec::new();
        for name in FILES {
            files.push((*name, fs::read(folder.join(name))?));
        }
        Ok(Self {
            hosted: page("index.html")?,
            single: page(SINGLE_FILE)?,
            files,
        })
    }
}

/// Set to 1, the page is built for trying it out: sooner there, larger and slower.
pub const QUICK: &str = "TIEOUT_QUICK";

/// Cargo's profile of such a build.
const QUICK_PROFILE: &[(&str, &str)] = &[
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_INCREMENTAL", "true"),
];

/// Set by Trunk for its hooks.
const TRUNK_PROFILE: &str = "TRUNK_PROFILE";

fn quick() -> bool {
    asked_to_be_quick() || std::env::var_os(TRUNK_PROFILE).is_some_and(|value| value == "debug")
}

/// Whether the page is built for trying it out only.
#[must_use]
pub fn asked_to_be_quick() -> bool {
    std::env::var_os(QUICK).is_some_and(|value| value == "1")
}

fn compile(target: &WasmTarget) -> Result<PathBuf> {
    let folder = target_folder(target);
    run::run(
        target
            .cargo()
            .args([
                "build",
                "--quiet",
                "--release",
                "--locked",
                "--package",
                "tieout-app",
            ])
            .args(["--target", TARGET, "--target-dir"])
            .arg(&folder)
            // Paths of this machine must not end up in the program.
            .env("CARGO_ENCODED_RUSTFLAGS", rust_flags())
            .envs(if quick() { QUICK_PROFILE } else { &[] }.iter().copied()),
    )?;
    Ok(folder.join(TARGET).join("release/tieout-app.wasm"))
}

/// Flags of every web build, separated as cargo wants them: those of `.cargo/config.toml` (which
/// this variable overrides), and source paths without this machine's folders.
fn rust_flags() -> String {
    let cargo_home = std::env::var_os("CARGO_HOME").map_or_else(
        || std::env::home_dir().unwrap_or_default().join(".cargo"),
        PathBuf::from,
    );
    [
        "-C".to_owned(),
        "target-feature=+simd128".to_owned(),
        format!("--remap-path-prefix={}=/tieout", root().display()),
        format!("--remap-path-prefix={}=/cargo", cargo_home.display()),
    ]
    .join("\u{1f}")
}

/// Cargo's folder for web builds with this target.
#[must_use]
pub fn target_folder(target: &WasmTarget) -> PathBuf {
    let name = match target {
        WasmTarget::Prebuilt if quick() => "web-quick",
        WasmTarget::Prebuilt => "web",
        WasmTarget::DebianSource => "web-debian",
    };
    build_folder().join(name)
}

/// Where builds go.
#[must_use]
pub fn build_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Glue and module. Both steps depend on the compiled program alone: the same program is not
/// worked on twice.
fn bind_and_shrink(compiled: &Path) -> Result<(String, Vec<u8>)> {
    let bytes = fs::read(compiled).with_context(|| format!("{} is missing", compiled.display()))?;
    let stamp = format!(
        "{} wasm-bindgen {} binaryen {}",
        hex(&Sha256::digest(&bytes)),
        wasm_bindgen_version(),
        binaryen::VERSION
    );
    let folder = build_folder().join(if quick() {
        "web-bound-quick"
    } else {
        "web-bound"
    });
    let stamp_file = folder.join("stamp");
    let glue_file = folder.join("tieout-app.js");
    let module_file = folder.join("tieout-app.opt.wasm");
    if fs::read_to_string(&stamp_file).ok().as_deref() != Some(&stamp) {
        fs::create_dir_all(&folder)?;
        step("wasm-bindgen", || {
            Bindgen::new()
                .input_path(compiled)
                .no_modules(true)?
                .typescript(false)
                .generate(&folder)
        })?;
        step("wasm-opt", || {
            if quick() {
                fs::copy(folder.join("tieout-app_bg.wasm"), &module_file)?;
                return Ok(());
            }
            run::run(
                binaryen::wasm_opt()?
                    .arg("-O3")
                    .arg(folder.join("tieout-app_bg.wasm"))
                    .arg("-o")
                    .arg(&module_file),
            )
        })?;
        fs::write(&stamp_file, &stamp)?;
    }
    Ok((fs::read_to_string(glue_file)?, fs::read(module_file)?))
}

/// The version of wasm-bindgen that this program was built with.
fn wasm_bindgen_version() -> &'static str {
    "0.2.130"
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
