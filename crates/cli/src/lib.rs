//! The native front of Tieout: files in, report out, and days made up for trying it.
//!
//! No network code anywhere. Everything that is known of payments comes from the
//! statement and engine crates.

pub mod columns;
pub mod command;
pub mod exports;
mod fees;
pub mod files;
pub mod other_columns;
mod position;
pub mod reading;
pub mod sample;
pub mod summary;
pub mod wording;
