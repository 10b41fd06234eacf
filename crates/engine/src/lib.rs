//! Rows to result: outcomes, exceptions, treatments, books, identities, report.
//!
//! No file, no clock, no randomness, no wasm types: the same rows, settings and decisions
//! give the same result on any machine.

pub mod outcome;
pub mod report;
pub mod worklist;
