//! Work off the page's thread: files are read and rows reconciled in workers.
//!
//! One program in every role: the page starts workers from the module that it runs itself.

pub mod books;
pub mod boot;
pub mod client;
pub mod clock;
pub mod desk;
pub mod host;
mod lines_around;
pub mod pool;
mod preview;
pub mod protocol;
mod reader;
mod wire;
