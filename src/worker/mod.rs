//! Work off the page's thread: files are read and rows reconciled in workers.

pub mod boot;
