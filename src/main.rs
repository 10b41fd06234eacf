//! The page, or the worker when there is no window.

pub mod worker;
pub mod workspace;

fn main() {}
