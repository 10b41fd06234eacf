//! Names that outlive a run: of exceptions and of cases.
//!
//! They are made of what rows say and of how often it was said before, never of where a
//! row stands: other file names, other row order, the same names.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};
use tieout_statement::{Date, Role};

use crate::day::Table;

/// Bytes of a digest that make a name: 2^48 exceptions before two are likely to meet.
const NAME_BYTES: usize = 12;

fn name(prefix: &str, digest: Sha256) -> String {
    let digest = digest.finalize();
    spell(prefix, &digest[..NAME_BYTES])
}

fn spell(prefix: &str, bytes: &[u8]) -> String {
    let mut name = prefix.to_owned();
    for byte in bytes {
        name.push_str(&format!("{byte:02x}"));
    }
    name
}

/// The name of an entry, kept short: a day may have as many as it has rows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct EntryId([u8; NAME_BYTES]);

impl std::fmt::Display for EntryId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&spell("j-", &self.0))
    }
}

/// The id of an entry: of its date, reconciliation, template, rows and amounts.
#[derive(Debug)]
pub(crate) struct EntryName(Sha256);

impl EntryName {
    /// Begins with what the entry is.
    pub fn new(date: Date, reconciliation: &str, template: &str) -> Self {
        let mut digest = Sha256::new();
        digest.update(b"entry\0");
        digest.update(date.0.to_le_bytes());
        let mut name = Self(digest);
        name.text(reconciliation);
        name.text(template);
        name
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    /// Adds a number.
    pub fn number(&mut self, number: u128) {
        self.0.update(number.to_le_bytes());
    }

    /// Adds an amount in minor units.
    pub fn amount(&mut self, minor: i128) {
        self.0.update(minor.to_le_bytes());
    }

    /// Adds the rows behind the entry, in whatever order they are given.
    pub fn rows(&mut self, mut rows: Vec<RowIdentity>) {
        rows.sort_unstable();
        for row in rows {
            self.0.update([row.role]);
            self.number(row.cells);
            self.0.update(row.ordinal.to_le_bytes());
        }
    }

    /// The id.
    pub fn finish(self) -> EntryId {
        let digest = self.0.finalize();
        let mut bytes = [0; NAME_BYTES];
        bytes.copy_from_slice(&digest[..NAME_BYTES]);
        EntryId(bytes)
    }
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

    /// Whether no row was asked for.
    pub fn is_empty(&self) -> bool {
        self.asked.is_empty()
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
