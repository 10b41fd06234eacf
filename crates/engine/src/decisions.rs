//! Decisions: what somebody accepted for an exception.

use serde::{Deserialize, Serialize};

use crate::outcome::Treatment;

/// How postings are taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 红字冲销: the same legs in negative.
    #[default]
    Red,
    /// 蓝字冲销: the sides swapped.
    Blue,
}

/// A treatment that somebody accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Accepted {
    /// What is done.
    pub treatment: Treatment,
    /// How postings are taken back, where it takes any back.
    pub direction: Direction,
}
