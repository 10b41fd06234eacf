//! Successes of one side that the side has already brought.

use super::partition::Slots;
use super::side::IdentityColumns;

/// A later success and the first with the same identity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Repeat {
    pub row: u32,
    pub first: u32,
}

/// Finds the duplicates among a partition's rows, which stand in file order: the first of
/// an identity stays, each later one repeats it.
pub(crate) fn find(
    identity: &IdentityColumns<'_>,
    rows: &[u32],
    hashes: &[u64],
    slots: &mut Slots,
    found: &mut Vec<Repeat>,
) {
    slots.reset(rows.len());
    for (at, (&row, &hash)) in (0..).zip(rows.iter().zip(hashes)) {
        let earlier = slots.find_or_insert(hash, at, |other| {
            hashes[other as usize] == hash && identity.of(rows[other as usize]) == identity.of(row)
        });
        if let Some(earlier) = earlier {
            let first = rows[earlier as usize];
            found.push(Repeat { row, first });
        }
    }
}
