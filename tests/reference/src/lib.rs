//! The rules of reconciliation once more: plain loops and maps, written straight from the
//! words, so slow that nobody would ship it and so obvious that it can be read against them.
//!
//! It shares nothing with the engine but calendar days and the decimals of currencies.
//! Its result is JSON in the report's own form, lists in no particular order.

mod books;
mod cases;
mod day;
pub mod fund;
pub mod key;
pub mod random;
mod random_books;
pub mod random_files;
mod report;
mod rows;

pub use day::{Channel, Day, Files};
pub use report::{Result, reconcile};
pub use rows::{Role, Row};
