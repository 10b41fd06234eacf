//! Days whose result is known.
//!
//! `golden/dayN` are the days of the specification: `golden/expected/dayN.json` holds what
//! it determines. `fixtures/*.report.json` are whole reports of our own days beside the
//! day's folder; `UPDATE_GOLDEN=1` rewrites them, and the author reads the difference.

mod own_days;
mod specification;
