//! Decisions: what somebody said of an exception.
//!
//! They are a list that only grows. Each names its exception by the id that its rows give it,
//! so that the same files loaded again are decided again; of those about one exception the
//! last counts. What no longer applies stays in the list and is said.

pub(crate) mod entries;
pub mod file;
mod standing;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::books::by_hand::ByHand;
use crate::outcome::{ReconciliationName, Treatment};
pub use crate::pairing::{Pair, in_force as pairs_in_force, same_pairs};
pub(crate) use standing::{Bounds, Decided, note as standing_note};
pub use standing::{DecisionView, Standing};

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

/// What a decision does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Its treatment is accepted.
    #[default]
    Accept,
    /// It is left for later.
    Defer,
    /// Something is written beside it; what was decided stands.
    Note,
    /// Its rows are paired by hand with others.
    Pair,
    /// An entry is booked by hand, under a name of its own.
    Book,
    /// What was decided before is taken back.
    Withdraw,
}

impl Action {
    fn is_accept(&self) -> bool {
        *self == Self::Accept
    }
}

/// One decision, as the decisions file lists it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Decision {
    /// The exception's id; of an entry by hand the name that the decider gives it.
    pub exception: String,
    /// What it does.
    #[serde(default, skip_serializing_if = "Action::is_accept")]
    pub action: Action,
    /// What is accepted; `None` for what accepts nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treatment: Option<Treatment>,
    /// How postings are taken back, where the treatment takes any back.
    #[serde(default, deserialize_with = "or_default")]
    pub direction: Direction,
    /// Why, in the decider's words.
    #[serde(default, deserialize_with = "or_default")]
    pub note: String,
    /// Who decided.
    #[serde(default, deserialize_with = "or_default")]
    pub by: String,
    /// Who confirmed, where a second look is wanted.
    #[serde(default, deserialize_with = "or_default")]
    pub second: String,
    /// Of a pair by hand: where its rows are paired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reconciliation: Option<ReconciliationName>,
    /// Of a pair by hand: the names of the rows, items and lines of both sides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<String>,
    /// Of an entry by hand: what is booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<ByHand>,
    /// What else the file says of it: kept as it is.
    #[serde(flatten)]
    pub other: BTreeMap<String, serde_json::Value>,
}

impl Decision {
    /// An accepted treatment.
    #[must_use]
    pub fn accept(exception: &str, treatment: Treatment, by: &str) -> Self {
        Self {
            exception: exception.to_owned(),
            treatment: Some(treatment),
            by: by.to_owned(),
            ..Self::default()
        }
    }

    /// Whether two persons stand behind it: both are named, and not the same.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        let name = |text: &str| text.trim().to_lowercase();
        let (by, second) = (name(&self.by), name(&self.second));
        !by.is_empty() && !second.is_empty() && by != second
    }
}

/// `null` says the same as a key that is not there.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    from: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(from)?.unwrap_or_default())
}
