//! Build scripts of the house: bring the tools, build the page, serve it, check everything.
//!
//! `main.rs` dispatches; one module a task. The browser tests use [`server`] and [`page`].

pub mod bench;
pub mod check;
pub mod dist;
pub mod fuzz;
pub mod page;
pub mod policy;
pub mod progress;
pub mod run;
pub mod serve;
pub mod server;
pub mod setup;
pub mod test;
pub mod tidy;
pub mod tools;
pub mod trunk;
pub mod web;

use std::path::PathBuf;

/// The folder of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(PathBuf::new, PathBuf::from)
}
