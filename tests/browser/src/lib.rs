//! The built page in a real browser.
//!
//! [`Site`] is what was built, [`Browser`] a fresh Chromium, [`App`] the page open in it. The
//! tests use the hooks that never change (`data-testid`) and look at nothing else.

pub mod app;
pub mod browser;
pub mod listeners;
pub mod netlog;
pub mod site;

pub use app::App;
pub use browser::Browser;
pub use site::{Opened, Site};

/// Runs a test's work to its end on this thread.
///
/// # Panics
/// When the work fails: the test fails with the same words.
pub fn run(work: impl Future<Output = anyhow::Result<()>>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime needs nothing that could be missing")
        .block_on(async { work.await.unwrap_or_else(|error| panic!("{error:#}")) });
}
