//! Programs that exports are for. Tests hand them the exports where they are installed; nothing
//! else needs them.

use crate::progress::step;
use crate::{run, tools};

/// Program, and the package that brings it on Debian and Ubuntu.
const READERS: &[(&str, &str)] = &[
    ("hledger", "hledger"),
    ("bean-check", "beancount"),
    ("bean-query", "beancount"),
    ("soffice", "libreoffice-calc-nogui"),
];

/// Programs that are not there, each with its package.
#[must_use]
pub fn missing() -> Vec<(&'static str, &'static str)> {
    let all = READERS.iter().copied();
    all.filter(|(program, _)| run::find(program).is_none())
        .collect()
}

/// Brings what is missing where packages can be installed here; what is missing still.
#[must_use]
pub fn bring() -> Vec<(&'static str, &'static str)> {
    let wanted = missing();
    if wanted.is_empty() || !tools::may_install_packages() {
        return wanted;
    }
    let mut packages: Vec<&str> = wanted.iter().map(|(_, package)| *package).collect();
    packages.dedup();
    let brought = step(&format!("apt-get install {}", packages.join(" ")), || {
        tools::browser::apt_install(&packages)
    });
    if let Err(error) = brought {
        println!("{error:#}");
    }
    missing()
}
