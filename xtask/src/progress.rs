//! Says what is being done and how long it took.

use std::time::Instant;

use anyhow::Result;

/// Runs a step, saying its name before and its duration after.
///
/// # Errors
/// What the step returns.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("→ {name}");
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_millis();
    let verdict = if result.is_ok() { "✓" } else { "✗" };
    println!(
        "{verdict} {name}: {}.{} s",
        seconds / 1000,
        seconds % 1000 / 100
    );
    result
}
