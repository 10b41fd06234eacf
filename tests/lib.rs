//! What holds across the crates: golden days, laws, the command line.
