//! wasm-opt, from npm: a build of one version for every machine that has Node.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::progress::step;
use crate::{run, tools};

/// The version that every build uses, so that the same source gives the same bytes.
pub const VERSION: &str = "132.0.0";

/// Where wasm-opt is, brought from npm when it is not there yet.
///
/// # Errors
/// When npm cannot bring it.
pub fn ensure() -> Result<PathBuf> {
    let folder = tools::folder().join(format!("binaryen-{VERSION}"));
    let program = folder.join("node_modules/binaryen/bin/wasm-opt");
    if !program.exists() {
        step(&format!("npm install binaryen@{VERSION} (wasm-opt)"), || {
            tools::npm_install(&folder, &format!("binaryen@{VERSION}"))
        })
        .context(
            "wasm-opt is missing: Node with npm (https://nodejs.org) brings it, once the npm registry can be reached",
        )?;
    }
    Ok(program)
}

/// A wasm-opt command; the caller adds its arguments.
///
/// # Errors
/// When wasm-opt cannot be brought.
pub fn wasm_opt() -> Result<Command> {
    let program = ensure()?;
    let node = run::find("node").context("Node is needed to run wasm-opt: https://nodejs.org")?;
    let mut command = Command::new(node);
    command.arg(program);
    Ok(command)
}
