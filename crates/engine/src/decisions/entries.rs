//! Entries that a person books, as decisions list them: interest accrued and received,
//! suspense cleared.

use std::collections::BTreeSet;

use tieout_statement::MinorUnits;

use super::{Action, Decision};
use crate::books::by_hand::{ByHand, NotBooked};
use crate::settings::Measure;

/// What of the entries by hand stands, after all that was decided.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    /// Names that decisions give to entries: no exceptions of the day.
    pub names: BTreeSet<String>,
    /// What is booked, with its place among the decisions.
    pub booked: Vec<(usize, ByHand)>,
    /// What waits for a second name, by its place.
    pub waiting: Vec<usize>,
}

impl Entries {
    /// Goes through the list: of decisions under one name the last counts, a note adds to it.
    pub fn of(list: &[Decision], limit: Option<Measure>) -> Self {
        let mut entries = Self::default();
        let mut standing: Vec<(usize, &Decision)> = Vec::new();
        for (number, decision) in list.iter().enumerate() {
            if decision.action == Action::Note {
                continue;
            }
            standing.retain(|(_, other)| other.exception != decision.exception);
            if decision.action == Action::Book {
                entries.names.insert(decision.exception.clone());
                standing.push((number, decision));
            }
        }
        for (number, decision) in standing {
            let Some(entry) = &decision.entry else {
                continue;
            };
            if above(entry, limit) && !decision.is_confirmed() {
                entries.waiting.push(number);
            } else {
                entries.booked.push((number, entry.clone()));
            }
        }
        entries
    }
}

/// Whether an entry is of more than one person may book alone.
fn above(entry: &ByHand, limit: Option<Measure>) -> bool {
    let (amount, currency) = entry.amount();
    let amount = MinorUnits::parse(amount, currency).map_or(0, |amount| i128::from(amount.0));
    limit.is_some_and(|limit| amount > limit.minor(currency.decimals()))
}

/// Why an entry is none, as notes say it.
pub(crate) const fn why(refused: NotBooked) -> &'static str {
    match refused {
        NotBooked::Amount => "entry_amount",
        NotBooked::Account => "entry_account",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_statement::Currency;

    fn accrual(name: &str, amount: &str) -> Decision {
        Decision {
            exception: name.to_owned(),
            action: Action::Book,
            entry: Some(ByHand::InterestAccrual {
                bank_account: "RES-01".to_owned(),
                currency: Currency::CNY,
                amount: amount.to_owned(),
            }),
            by: "Ada".to_owned(),
            ..Decision::default()
        }
    }

    #[test]
    fn of_entries_under_one_name_the_last_counts_and_one_can_be_taken_back() {
        let back = Decision {
            exception: "interest".to_owned(),
            action: Action::Withdraw,
            ..Decision::default()
        };
        let list = [accrual("interest", "1.00"), accrual("interest", "2.00")];
        let entries = Entries::of(&list, None);
        assert_eq!(entries.booked, [(1, list[1].entry.clone().unwrap())]);
        let list = [accrual("interest", "1.00"), back];
        assert!(Entries::of(&list, None).booked.is_empty());
    }

    #[test]
    fn above_the_limit_an_entry_waits_for_a_second_name() {
        let limit = Measure::whole(100);
        let mut list = [accrual("interest", "100.01")];
        assert_eq!(Entries::of(&list, Some(limit)).waiting, [0]);
        list[0].second = "Bo".to_owned();
        assert!(Entries::of(&list, Some(limit)).waiting.is_empty());
    }
}
