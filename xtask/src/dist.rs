//! `cargo xtask dist`: what is published, with its sizes and fingerprints.

use std::fs;

use anyhow::{Result, bail};
use sha2::{Digest as _, Sha256};

use crate::{root, web};

/// Builds and writes `dist/`.
///
/// # Errors
/// When the arguments make no sense or the build fails.
pub fn dist(arguments: &[String]) -> Result<()> {
    if !arguments.is_empty() {
        bail!("usage: cargo xtask dist");
    }
    if web::asked_to_be_quick() {
        bail!(
            "{}=1 builds the page for trying it out, larger and slower: unset it to publish",
            web::QUICK
        );
    }
    let folder = root().join("dist");
    web::build()?.write(&folder)?;
    let mut names: Vec<_> = fs::read_dir(&folder)?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect::<Result<_, _>>()?;
    names.sort();
    println!("{:>10}  {:64}  file", "bytes", "SHA-256");
    for name in names {
        let bytes = fs::read(folder.join(&name))?;
        let fingerprint = web::hex(&Sha256::digest(&bytes));
        println!(
            "{:>10}  {fingerprint}  dist/{}",
            bytes.len(),
            name.to_string_lossy()
        );
    }
    println!(
        "A static host serves dist/ as it is; dist/{} works alone, from a disk.",
        web::SINGLE_FILE
    );
    Ok(())
}
