//! Laws: what holds for every day, tried on random ones, written as files and read by the
//! real readers.

mod books;
mod conservation;
mod fees;
mod order;
mod position;
mod random;
