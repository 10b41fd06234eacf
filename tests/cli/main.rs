//! The command line as a user meets it: what it says, and its exit status.

mod bad_input;
mod chart;
mod day;
mod decisions;
mod file_settings;
mod format_settings;
mod funds;
mod profiles;
mod verify;
