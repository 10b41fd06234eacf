//! Matching by key: what channel, business and posting reconciliation have in common.
//!
//! A reconciliation describes its two sides as [`Side`]s over the day's columns. Rows are
//! routed into partitions by a hash of their key, so that both sides of a key meet in one
//! partition; inside it, keys are equal when their bytes are. Every pass works on some
//! 64k rows at a time, and no result depends on hashes, partitions or the order of rows.

pub(crate) mod duplicates;
pub(crate) mod grouping;
pub(crate) mod judgement;
pub(crate) mod names;
pub(crate) mod partition;
pub(crate) mod side;

pub(crate) use names::Names;
pub(crate) use side::{Fate, Side};
