//! Build scripts of the house.

fn main() {}
