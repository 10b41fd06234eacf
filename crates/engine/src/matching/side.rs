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
    /// The reconciliation does not look at rows of its kind or method.
    OutOfScope,
    /// A posting and its reversal.
    WrittenOff,
    /// Reverses a posting of an earlier day.
    EarlierReversal,
    /// A row of an earlier day that another reconciliation left open: it takes no part, but
    /// for finding duplicates.
    Elsewhere,
}

/// What rows must share to meet: small parts packed, and a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Key<'a> {
    /// Channel (32 bits), currency (16), family (8), as the side has them in its key.
    pub parts: u64,
    /// The number; of a row that names none, nothing.
    pub text: &'a [u8],
    /// Of a row that names no number, and so is a key of its own: its place; else 0.
    pub alone: u64,
}

impl Key<'_> {
    pub fn hash(self) -> u64 {
        let own = self.alone << 24;
        xxh3_64_with_seed(self.text, self.parts.wrapping_add(own))
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

/// The part of a key or an identity that a channel (or an account) and a family make.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChannelPart<'a> {
    pub channel: Numbered<'a>,
    /// Kinds, where the family is part of it.
    pub kinds: Option<&'a [u8]>,
}

impl ChannelPart<'_> {
    fn bits(self, row: u32) -> u64 {
        let family = self
            .kinds
            .map_or(0, |kinds| family_code(kinds[row as usize]));
        u64::from(self.channel.get(row)) << 32 | u64::from(family)
    }
}

/// The columns that make two successes the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IdentityColumns<'a> {
    pub channel: Option<ChannelPart<'a>>,
    pub number: &'a TextColumn,
    /// Tells successes of one number apart.
    pub transaction: Option<&'a TextColumn>,
}

impl<'a> IdentityColumns<'a> {
    pub fn of(&self, row: u32) -> Identity<'a> {
        let texts = |column: &'a TextColumn| column.bytes_at(row as usize);
        Identity {
            parts: self.channel.map_or(0, |part| part.bits(row)),
            number: texts(self.number),
            transaction: self.transaction.map_or(&[], texts),
        }
    }
}

/// Which rows a reconciliation looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scope<'a> {
    /// All.
    All,
    /// Those of other kinds than these, and of other methods than this symbol.
    Without {
        kinds: &'a [u8],
        out: &'static [Kind],
        methods: &'a [u32],
        method: Option<u32>,
    },
}

impl Scope<'_> {
    fn holds(self, row: u32) -> bool {
        match self {
            Self::All => true,
            Self::Without {
                kinds,
                out,
                methods,
                method,
            } => {
                let kind = kinds[row as usize];
                out.iter().all(|of| of.code() != kind) && method != Some(methods[row as usize])
            }
        }
    }
}

/// The columns of one side that matching looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'a> {
    pub rows: u32,
    /// Whether it is the right side.
    pub theirs: bool,
    pub scope: Scope<'a>,
    /// What of the key is not its number.
    pub key_channel: Option<ChannelPart<'a>>,
    pub currency: Numbered<'a>,
    /// The number that rows meet by.
    pub key_number: &'a TextColumn,
    /// A number that counts instead of it where it is present.
    pub key_batch: Option<&'a TextColumn>,
    /// What makes two of its successes the same.
    pub identity: IdentityColumns<'a>,
    /// The row's own number.
    pub own_number: &'a TextColumn,
    /// `None`: every row is a success.
    pub status: Option<&'a [u8]>,
    pub amount: &'a [i64],
    pub fee: Option<&'a [i64]>,
    pub time: &'a [i64],
    pub kinds: &'a [u8],
    /// The channel, as screens show it.
    pub channel: Numbered<'a>,
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

    pub fn in_scope(&self, row: u32) -> bool {
        self.scope.holds(row)
    }

    /// The direction family; `None` for kinds that no channel knows.
    pub fn family(&self, row: u32) -> Option<Family> {
        Kind::from_code(self.kinds[row as usize]).and_then(Kind::family)
    }

    pub fn key(&self, row: u32) -> Key<'a> {
        let channel = self.key_channel.map_or(0, |part| part.bits(row));
        let number = self.key_text(row);
        Key {
            parts: channel | u64::from(self.currency.get(row)) << 8,
            text: number,
            alone: if number.is_empty() {
                (u64::from(row) + 1) << 1 | u64::from(self.theirs)
            } else {
                0
            },
        }
    }

    /// The number that a row meets others by.
    pub fn key_text(&self, row: u32) -> &'a [u8] {
        let batch = self.key_batch.map(|batches| batches.bytes_at(row as usize));
        batch
            .filter(|batch| !batch.is_empty())
            .unwrap_or_else(|| self.key_number.bytes_at(row as usize))
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
