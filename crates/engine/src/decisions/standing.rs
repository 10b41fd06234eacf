//! Where each exception stands after all that was decided of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Accepted, Action, Decision, Direction};
use crate::outcome::{ReconciliationName, Treatment};
use crate::pairing::{Laid, Pairing, stale};
use crate::report::Note;

/// Where an exception stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody decided.
    Open,
    /// Left for later.
    Deferred,
    /// Accepted; a second name is wanted before it is booked.
    NeedsSecond,
    /// Accepted.
    Accepted,
}

/// What was decided of an exception, as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DecisionView {
    /// Where it stands.
    pub standing: Standing,
    /// What was accepted.
    pub treatment: Option<Treatment>,
    /// How postings are taken back.
    pub direction: Direction,
    /// The last note.
    pub note: String,
    /// Who decided.
    pub by: String,
    /// Who confirmed.
    pub second: String,
    /// A pair by hand that waits for a second name: where, and the names of its rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair: Option<(ReconciliationName, Vec<String>)>,
}

impl DecisionView {
    /// A pair by hand that waits for a second name.
    fn waiting(decision: &Decision) -> Self {
        Self {
            standing: Standing::NeedsSecond,
            treatment: None,
            direction: Direction::Red,
            note: decision.note.clone(),
            by: decision.by.clone(),
            second: decision.second.clone(),
            pair: decision.reconciliation.zip(Some(decision.rows.clone())),
        }
    }
}

/// What decisions come to: by exception, by its place in the list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decided {
    /// As they were given.
    pub list: Vec<Decision>,
    /// Where each exception stands that something was said of.
    pub standing: BTreeMap<u32, DecisionView>,
    /// What no longer applies.
    pub stale: Vec<Note>,
}

/// What decides whether a decision applies.
pub(crate) struct Bounds<'a> {
    /// Exceptions of the day by their ids, those that decisions name.
    pub known: &'a BTreeMap<String, u32>,
    /// What may be done with one.
    pub choices: &'a dyn Fn(u32) -> Vec<Treatment>,
    /// Whether a treatment of it wants a second look.
    pub wants_second: &'a dyn Fn(u32, Treatment) -> bool,
    /// Names of entries by hand, which are no exceptions.
    pub entries: &'a BTreeSet<String>,
    /// What became of pairs by hand.
    pub pairing: &'a Pairing,
}

impl Decided {
    /// Goes through the list in order.
    pub fn of(list: Vec<Decision>, bounds: &Bounds<'_>) -> Self {
        let mut standing: BTreeMap<u32, DecisionView> = BTreeMap::new();
        // What is stale may be decided again later in the list.
        let mut stale: BTreeMap<&str, (usize, &'static str)> = BTreeMap::new();
        for (number, decision) in list.iter().enumerate() {
            let id = decision.exception.as_str();
            if bounds.entries.contains(id) {
                continue;
            }
            if decision.action == Action::Pair {
                match bounds.pairing.laid.get(&number) {
                    Some(Laid::Stale(why)) => {
                        stale.insert(id, (number, why));
                    }
                    // What was said of it before went into the pair.
                    Some(Laid::Done) => {
                        stale.remove(id);
                    }
                    Some(Laid::NeedsSecond) => {
                        stale.remove(id);
                        if let Some(&at) = bounds.known.get(id) {
                            let view = DecisionView::waiting(decision);
                            standing.insert(at, view);
                        }
                    }
                    // A later decision took it back.
                    None => {}
                }
                continue;
            }
            // Of what went into a pair, later words come too late; earlier ones are done with.
            if let Some(&pair) = bounds.pairing.absorbed.get(id) {
                if number > pair && decision.action != Action::Note {
                    stale.insert(id, (number, "paired"));
                }
                continue;
            }
            let Some(&at) = bounds.known.get(id) else {
                stale.insert(id, (number, "unknown"));
                continue;
            };
            let mut view = standing.remove(&at).unwrap_or(DecisionView {
                standing: Standing::Open,
                treatment: None,
                direction: Direction::Red,
                note: String::new(),
                by: String::new(),
                second: String::new(),
                pair: None,
            });
            if !decision.note.is_empty() {
                view.note.clone_from(&decision.note);
            }
            stale.remove(id);
            if decision.action != Action::Note {
                view.pair = None;
            }
            match (decision.action, decision.treatment) {
                (Action::Note | Action::Pair | Action::Book, _) => {}
                (Action::Withdraw, _) => {
                    view.standing = Standing::Open;
                    view.treatment = None;
                }
                (Action::Defer, _) => {
                    view.standing = Standing::Deferred;
                    view.treatment = None;
                }
                (Action::Accept, Some(treatment)) if (bounds.choices)(at).contains(&treatment) => {
                    let waits = (bounds.wants_second)(at, treatment) && !decision.is_confirmed();
                    view.standing = if waits {
                        Standing::NeedsSecond
                    } else {
                        Standing::Accepted
                    };
                    view.treatment = Some(treatment);
                    view.direction = decision.direction;
                }
                (Action::Accept, _) => {
                    stale.insert(id, (number, "not_offered"));
                }
            }
            if decision.action != Action::Note {
                view.by.clone_from(&decision.by);
                view.second.clone_from(&decision.second);
            }
            standing.insert(at, view);
        }
        let mut stale: Vec<(usize, &'static str)> = stale.into_values().collect();
        stale.sort_unstable();
        let stale = stale
            .into_iter()
            .map(|(number, why)| note(number, &list[number], why))
            .collect();
        Self {
            standing,
            stale,
            list,
        }
    }

    /// What is accepted, and what of it waits for a second name.
    pub fn accepted(&self) -> (BTreeMap<u32, Accepted>, BTreeSet<u32>) {
        let mut accepted = BTreeMap::new();
        let mut waiting = BTreeSet::new();
        for (&at, view) in &self.standing {
            let Some(treatment) = view.treatment else {
                continue;
            };
            let direction = view.direction;
            accepted.insert(
                at,
                Accepted {
                    treatment,
                    direction,
                },
            );
            if view.standing == Standing::NeedsSecond {
                waiting.insert(at);
            }
        }
        (accepted, waiting)
    }
}

/// Says that a decision no longer applies.
pub(crate) fn note(number: usize, decision: &Decision, why: &str) -> Note {
    let treatment = decision.treatment.map_or("", Treatment::text);
    let id = &decision.exception;
    let said = match why {
        "unknown" => format!("{id} is no exception of this day"),
        "paired" => format!("the rows of {id} were paired by hand before"),
        "entry_amount" => format!("the amount of entry {id} is none above zero"),
        "entry_account" => format!("entry {id} names no account, or the same on both sides"),
        "entry_waits" => format!("entry {id} waits for a second name"),
        stale::UNKNOWN_ROW => format!("a row that it pairs with {id} is not of this day"),
        stale::SETTLED => format!("a row that it pairs with {id} is not open"),
        stale::ONE_SIDED => format!("the rows that it pairs with {id} are of one side"),
        stale::APART => {
            format!("the rows that it pairs with {id} differ in channel, currency or direction")
        }
        stale::NOT_RUN => format!("the reconciliation in which it pairs {id} was not run"),
        _ => format!("{treatment} is nothing that can be done with {id} now"),
    };
    Note {
        code: "decision_stale".to_owned(),
        file: None,
        line: None,
        values: vec![
            (number + 1).to_string(),
            id.clone(),
            why.to_owned(),
            treatment.to_owned(),
        ],
        text: format!("decision {} does not apply: {said}", number + 1),
    }
}
