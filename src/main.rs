//! The page, or the worker when there is no window.

fn main() {}
