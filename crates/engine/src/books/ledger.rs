//! What a ledger holds already: the entries of a journal that an earlier run exported.

use std::collections::BTreeSet;

use tieout_statement::FileProblem;
use tieout_statement::formats::beside::Records;

/// Words of entries' statuses that are not in a ledger, and of those that are.
const PROPOSED: &str = "proposed";
const BOOKED: [&str; 3] = ["final", "accepted", "already_booked"];

/// The ids of the entries that a journal's text says are booked.
///
/// # Errors
/// [`FileProblem::Invalid`] with the line whose entry has no id or an unknown status.
pub(crate) fn booked(text: &str) -> Result<BTreeSet<String>, FileProblem> {
    let records = Records::parse(text)?;
    let mut booked = BTreeSet::new();
    for (line, [id, status]) in records.cells(["entry_id", "status"]) {
        let wrong = |detail: String, expected: &str| FileProblem::Invalid {
            line: Some(line),
            detail,
            expected: expected.to_owned(),
        };
        if id.is_empty() {
            return Err(wrong("entry_id: empty".to_owned(), "the entry's id"));
        }
        if BOOKED.contains(&status) {
            booked.insert(id.to_owned());
        } else if status != PROPOSED {
            let expected = "final, proposed, accepted or already_booked";
            return Err(wrong(format!("status: {status:?}"), expected));
        }
    }
    Ok(booked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_only_proposed_is_not_booked() {
        let text = "entry_id,status,account\nj-1,final,1002\nj-1,final,3001\nj-2,proposed,1002\n";
        assert_eq!(booked(text), Ok(BTreeSet::from(["j-1".to_owned()])));
    }

    #[test]
    fn an_unknown_status_is_no_entry_of_ours() {
        let wrong = booked("entry_id,status\nj-1,posted\n");
        assert!(matches!(
            wrong,
            Err(FileProblem::Invalid { line: Some(2), .. })
        ));
    }
}
