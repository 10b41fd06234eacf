//! Names that outlive a run: of exceptions and of cases.
//!
//! They are made of what rows say and of how often it was said before, never of where a
//! row stands: other file names, other row order, the same names.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};
use tieout_statement::Role;

use crate::day::Table;

/// Bytes of a digest that make a name: 2^48 exceptions before two are likely to meet.
const NAME_BYTES: usize = 12;

fn name(prefix: &str, digest: Sha256) -> String {
    let digest = digest.finalize();
    let mut name = prefix.to_owned();
    for byte in &digest[..NAME_BYTES] {
        name.push_str(&format!("{byte:02x}"));
    }
    name
}

/// A row as decisions know it: its cells' hash, and which of the rows with equal cells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct RowIdentity {
    pub role: u8,
    pub cells: u128,
    /// 1 = the first with these cells, in file order.
    pub ordinal: u32,
}

/// The id of an exception of these rows.
pub(crate) fn exception_id(reconciliation: &str, mut rows: Vec<RowIdentity>) -> String {
    rows.sort_unstable();
    let mut digest = Sha256::new();
    digest.update(b"exception\0");
    digest.update(reconciliation.as_bytes());
    digest.update(b"\0");
    for row in rows {
        digest.update([row.role]);
        digest.update(row.cells.to_le_bytes());
        digest.update(row.ordinal.to_le_bytes());
    }
    name("x-", digest)
}

/// The id of a case by the least of its keys.
pub(crate) fn case_id(key: &[u8]) -> String {
    let mut digest = Sha256::new();
    digest.update(b"case\0");
    digest.update(key);
    name("c-", digest)
}

/// How often the cells of a row stood before it, for rows that anybody asks about.
#[derive(Debug, Default)]
pub(crate) struct Ordinals {
    /// Of identities that were asked for: how many rows were seen.
    asked: BTreeMap<u8, HashMap<u128, u32>>,
    /// Rows that are not the first with their cells.
    later: BTreeMap<u8, HashMap<u32, u32>>,
}

impl Ordinals {
    /// Asks for a row.
    pub fn ask(&mut self, table: &Table, row: u32) {
        let rows = table.rows();
        let asked = self.asked.entry(rows.role().code()).or_default();
        asked.insert(rows.identities()[row as usize], 0);
    }

    /// Counts some rows of a table; rows must come in file order.
    pub fn count(&mut self, table: &Table, rows: std::ops::Range<u32>) {
        let role = table.rows().role().code();
        let Some(asked) = self.asked.get_mut(&role).filter(|asked| !asked.is_empty()) else {
            return;
        };
        let later = self.later.entry(role).or_default();
        let identities = table.rows().identities();
        for row in rows {
            if let Some(count) = asked.get_mut(&identities[row as usize]) {
                *count += 1;
                if *count > 1 {
                    later.insert(row, *count);
                }
            }
        }
    }

    pub fn identity(&self, table: &Table, row: u32) -> RowIdentity {
        let role: Role = table.rows().role();
        let later = self.later.get(&role.code());
        RowIdentity {
            role: role.code(),
            cells: table.rows().identities()[row as usize],
            ordinal: later.and_then(|rows| rows.get(&row)).copied().unwrap_or(1),
        }
    }
}
