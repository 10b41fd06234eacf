//! Fund reconciliation 资金对账: did the money arrive and leave?
//!
//! Expected settlements ([`items`]) meet bank lines ([`lines`]) by reference, amount, subset
//! and total, in this order ([`steps`], [`subset`]). Items and lines are numbers into their
//! lists; groups are kept flat, because a day may have a million of each.

pub mod groups;
pub mod items;
pub mod lines;
pub(crate) mod near;
pub(crate) mod repeats;
pub(crate) mod result;
pub mod run;
pub mod steps;
pub mod subset;
pub(crate) mod view;
pub(crate) mod why;

pub use groups::{Candidate, FundGroup, Groups, Why};
pub use items::{Item, Items};
