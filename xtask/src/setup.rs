//! `cargo xtask setup`: brings what the other commands need, and nothing twice.

use anyhow::{Result, bail};

use crate::tools::{self, binaryen, browser, readers, wasm_target};

/// Brings everything; says what is where.
///
/// # Errors
/// When the arguments make no sense or something cannot be brought.
pub fn setup(arguments: &[String]) -> Result<()> {
    if !arguments.is_empty() {
        bail!("usage: cargo xtask setup");
    }
    tools::require_linker()?;
    match wasm_target::ensure()? {
        wasm_target::WasmTarget::Prebuilt => println!("{}: installed", wasm_target::TARGET),
        wasm_target::WasmTarget::DebianSource => {
            println!("{}: from Debian's packages", wasm_target::TARGET)
        }
    }
    println!("wasm-opt: {}", binaryen::ensure()?.display());
    let browser = browser::ensure()?;
    println!("chromium: {}", browser.chromium.display());
    println!("chromedriver: {}", browser.driver.display());
    for (program, package) in readers::bring() {
        println!(
            "{program}: missing; tests that hand exports to it are skipped (Debian, Ubuntu: apt-get install -y {package}, as root)"
        );
    }
    Ok(())
}
