//! The days that we make are what they claim to be.

mod fixtures;
mod synthetic;
