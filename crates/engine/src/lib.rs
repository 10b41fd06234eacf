//! Rows to result: outcomes, exceptions, treatments, books, identities, report.
//!
//! No file, no clock, no randomness, no wasm types: the same rows, settings and decisions
//! give the same result on any machine.

pub mod books;
mod business;
mod by_key;
pub mod carry_over;
mod cases;
mod channel;
pub mod cleaning;
pub mod day;
pub mod decisions;
mod exceptions;
pub mod fees;
pub mod file_entry;
pub mod fund;
mod groups;
mod identity;
mod listing;
mod matching;
pub mod nearest;
mod neutral;
mod open;
mod options;
mod order;
pub mod outcome;
pub(crate) mod pairing;
pub mod position;
mod posting;
mod reason;
pub mod report;
pub mod result;
pub mod run;
mod search;
pub mod settings;
mod settlements;
mod sources;
mod stories;
mod summary;
pub mod trail;
mod treatments;
mod view;
mod why_not;
pub mod worklist;

pub use day::Day;
pub use result::DayResult;
pub use run::{Run, Step};
pub use settings::Settings;
