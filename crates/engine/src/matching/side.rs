//! One side of a reconciliation by key, as columns.

use tieout_statement::rows::{ABSENT, TextColumn};
use tieout_statement::{Date, Family, Kind, LocalTime, Status};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::names::Numbered;

/// How a row enters the grouping.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    /// It is compared.
    Compared,
    /// A success that an earlier row has already brought.
    Duplicate,
    /// A row of an earlier day that another reconciliation left open: it takes no part, but
    /// for finding duplicates.
    Elsewhere,
}

/// What rows must share to meet: small parts packed, and a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Key<'a> {
    /// Channel (32 bits), currency (16), family (8), as the side has them in its key.
    pub parts: u64,
    pub text: &'a [u8],
}

impl Key<'_> {
    pub fn hash(self) -> u64 {
        xxh3_64_with_seed(self.text, self.parts)
    }
}

/// What makes two successes of one side the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Identity<'a> {
    pub parts: u64,
    pub number: &'a [u8],
    /// The transaction number, where it distinguishes rows of one order.
    pub transaction: &'a [u8],
}

impl Identity<'_> {
    pub fn hash(self) -> u64 {
        let number = xxh3_64_with_seed(self.number, self.parts);
        if self.transaction.is_empty() {
            number
        } else {
            xxh3_64_with_seed(self.transaction, number)
        }
    }
}

/// The columns of one side that matching looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'a> {
    pub rows: u32,
    /// Part of key and identity where there is one.
    pub channel: Option<Numbered<'a>>,
    /// Kinds, where the direction family is part of key and identity.
    pub kinds: Option<&'a [u8]>,
    pub currency: Numbered<'a>,
    /// The number that rows meet by.
    pub key_number: &'a TextColumn,
    /// The row's own number.
    pub own_number: &'a TextColumn,
    /// Tells successes of one number apart.
    pub transaction: Option<&'a TextColumn>,
    /// `None`: every row is a success.
    pub status: Option<&'a [u8]>,
    pub amount: &'a [i64],
    pub fee: Option<&'a [i64]>,
    pub time: &'a [i64],
    pub identities: &'a [u128],
    /// First seen, of the carried rows, which stand before all others.
    pub first_seen: &'a [Date],
}

impl<'a> Side<'a> {
    pub fn success(&self, row: u32) -> bool {
        self.status
            .is_none_or(|codes| codes[row as usize] == Status::Success.code())
    }

    pub fn amount(&self, row: u32) -> i128 {
        i128::from(self.amount[row as usize])
    }

    pub fn fee(&self, row: u32) -> Option<i128> {
        let fee = self.fee?[row as usize];
        (fee != ABSENT).then(|| i128::from(fee))
    }

    pub fn time(&self, row: u32) -> Option<LocalTime> {
        let time = self.time[row as usize];
        (time != ABSENT).then_some(LocalTime(time))
    }

    /// The day on which a carried row was first seen.
    pub fn carried_since(&self, row: u32) -> Option<Date> {
        self.first_seen.get(row as usize).copied()
    }

    pub fn key(&self, row: u32) -> Key<'a> {
        Key {
            parts: self.channel_part(row) << 32
                | u64::from(self.currency.get(row)) << 8
                | self.family_part(row),
            text: self.key_number.bytes_at(row as usize),
        }
    }

    pub fn identity(&self, row: u32) -> Identity<'a> {
        Identity {
            parts: self.channel_part(row) << 32 | self.family_part(row),
            number: self.own_number.bytes_at(row as usize),
            transaction: self
                .transaction
                .map_or(&[], |column| column.bytes_at(row as usize)),
        }
    }

    fn channel_part(&self, row: u32) -> u64 {
        self.channel
            .map_or(0, |channel| u64::from(channel.get(row)))
    }

    fn family_part(&self, row: u32) -> u64 {
        self.kinds
            .map_or(0, |kinds| u64::from(family_code(kinds[row as usize])))
    }

    /// Sorts rows by what they say, not by where they stand; rows that say the same stay
    /// in file order.
    pub fn sort_by_content(&self, rows: &mut [u32]) {
        if rows.len() > 1 {
            rows.sort_unstable_by_key(|&row| self.content(row));
        }
    }

    /// Orders rows by own number, amount and every other cell.
    pub fn content(&self, row: u32) -> (&'a [u8], i64, u128, u32) {
        let at = row as usize;
        (
            self.own_number.bytes_at(at),
            self.amount[at],
            self.identities[at],
            row,
        )
    }
}

/// The family of a kind's code; kinds that no channel knows share a code of their own.
fn family_code(kind: u8) -> u8 {
    const NONE: u8 = Family::ALL.len() as u8;
    Kind::from_code(kind)
        .and_then(Kind::family)
        .map_or(NONE, Family::code)
}
