//! The standard library for wasm32: by rustup, or from Debian's packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::progress::step;
use crate::{root, run, tools};

/// The target that the page is built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's packages that hold a compiler and the standard library's source.
const DEBIAN_PACKAGES: &[&str] = &[
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-llvm",
    "lld-22",
];

/// Name of the toolchain that Debian's packages are linked as.
const DEBIAN_TOOLCHAIN: &str = "tieout-debian-web";

/// Where the standard library comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WasmTarget {
    /// Built for the toolchain in use.
    Prebuilt,
    /// Built with the program, from the source in Debian's packages.
    DebianSource,
}

impl WasmTarget {
    /// A cargo command that builds with it; the caller adds the subcommand.
    #[must_use]
    pub fn cargo(&self) -> Command {
        let mut command = Command::new("cargo");
        command.current_dir(root());
        if *self == Self::DebianSource {
            // The toolchain that runs this program must not leak into the other one.
            for variable in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
                command.env_remove(variable);
            }
            command
                .env("RUSTUP_TOOLCHAIN", DEBIAN_TOOLCHAIN)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
        }
        command
    }
}

/// Finds the standard library, or brings it.
///
/// # Errors
/// When neither way works here; the message names the commands to type.
pub fn ensure() -> Result<WasmTarget> {
    if std::env::var_os("TIEOUT_DEBIAN_WASM").is_some() {
        ensure_debian()?;
        return Ok(WasmTarget::DebianSource);
    }
    if is_prebuilt() {
        return Ok(WasmTarget::Prebuilt);
    }
    if run::find("rustup").is_some() {
        let added = step(&format!("rustup target add {TARGET}"), || {
            run::run(
                Command::new("rustup")
                    .args(["target", "add", TARGET])
                    .current_dir(root()),
            )
        });
        if added.is_ok() && is_prebuilt() {
            return Ok(WasmTarget::Prebuilt);
        }
    }
    ensure_debian()?;
    Ok(WasmTarget::DebianSource)
}

/// Finds the toolchain of Debian's packages, or brings it.
///
/// # Errors
/// When it cannot be installed here.
pub fn ensure_debian() -> Result<()> {
    if !debian_is_installed() {
        if !tools::may_install_packages() {
            bail!(
                "the standard library for {TARGET} is missing. One of these brings it:\n  \
                 rustup target add {TARGET}\n  \
                 apt-get install -y {}   (Debian, as root)",
                DEBIAN_PACKAGES.join(" ")
            );
        }
        step("apt-get install the wasm toolchain", || {
            tools::browser::apt_install(DEBIAN_PACKAGES)
        })?;
    }
    let linked =
        run::output(Command::new("rustup").args(["toolchain", "list"])).is_ok_and(|list| {
            list.lines()
                .any(|line| line.split_whitespace().next() == Some(DEBIAN_TOOLCHAIN))
        });
    if !linked {
        run::run(Command::new("rustup").args(["toolchain", "link", DEBIAN_TOOLCHAIN, "/usr"]))
            .context("Debian's compiler could not be linked as a toolchain")?;
    }
    Ok(())
}

fn is_prebuilt() -> bool {
    let Ok(sysroot) = run::output(
        Command::new("rustc")
            .args(["--print", "sysroot"])
            .current_dir(root()),
    ) else {
        return false;
    };
    let library = PathBuf::from(sysroot.trim())
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib");
    fs::read_dir(library).is_ok_and(|mut files| files.next().is_some())
}

/// Whether Debian's packages are there.
#[must_use]
pub fn debian_is_installed() -> bool {
    Path::new("/usr/bin/rustc").exists()
        && Path::new("/usr/lib/rustlib/src/rust/library/std").exists()
        && run::find("wasm-ld-22").is_some()
}
