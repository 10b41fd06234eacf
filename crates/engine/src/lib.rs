//! Rows to result: outcomes, exceptions, treatments, books, identities, report.
//!
//! No file, no clock, no randomness, no wasm types: the same rows, settings and decisions
//! give the same result on any machine.

pub mod carry_over;
pub mod day;
pub mod fund;
pub mod outcome;
pub mod report;
pub mod result;
pub mod run;
pub mod settings;
pub mod worklist;

pub use day::Day;
pub use result::DayResult;
pub use run::{Run, Step};
pub use settings::Settings;
