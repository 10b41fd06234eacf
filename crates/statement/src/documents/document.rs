//! What a document is taken apart into: statements of accounts, with their entries,
//! balances and what they state of themselves.

use super::notation::Decimal;
use crate::calendar::{Date, LocalTime};
use crate::intake::StatedTotal;
use crate::money::Currency;
use crate::problem::{FileProblem, Reason};
use crate::vocabulary::Side;

/// A row that could not be read.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Where it begins in the text.
    pub at: usize,
    /// Tag, element or field at fault.
    pub tag: &'static str,
    /// What is wrong.
    pub reason: Reason,
}

/// A document, taken apart.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Its statements, in file order.
    pub statements: Vec<Statement>,
    /// What could not be read.
    pub faults: Vec<Fault>,
    /// What is wrong or worth saying.
    pub problems: Vec<FileProblem>,
    /// Totals over statements, compared already.
    pub stated: Vec<StatedTotal>,
    /// Whether the format promises that an account's transaction numbers are unique. Of
    /// others a number that repeats names no transaction.
    pub unique_numbers: bool,
    /// The currency to take where the document names none.
    pub fallback: Option<Currency>,
    /// Whether a setting says that currency.
    pub currency_is_set: bool,
    /// The account that a setting gives where the document names none.
    pub account: Option<String>,
}

/// A movement on an account.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Where it begins in the text.
    pub at: usize,
    /// The bank's number of it.
    pub number: String,
    /// When it was booked; midnight where only the day is known.
    pub when: LocalTime,
    /// Credit: money came in.
    pub side: Side,
    /// Its currency, where it has one of its own.
    pub currency: Option<Currency>,
    /// Unsigned, in major units, and the tag that it stands in.
    pub amount: (String, &'static str),
    /// Running balance behind it.
    pub balance: Option<Decimal>,
    /// Who is on the other end.
    pub counterparty: String,
    /// Every reference that a reconciliation may look for.
    pub reference: Words,
    /// Free text.
    pub memo: String,
    /// Announced, not booked: no money has moved.
    pub pending: bool,
}

impl Entry {
    /// An entry of a time, side and amount; the rest is empty.
    pub fn new(at: usize, when: LocalTime, side: Side, amount: (String, &'static str)) -> Self {
        Self {
            at,
            number: String::new(),
            when,
            side,
            currency: None,
            amount,
            balance: None,
            counterparty: String::new(),
            reference: Words::default(),
            memo: String::new(),
            pending: false,
        }
    }
}

/// References, each once, with a blank between them.
#[derive(Debug, Default)]
pub(crate) struct Words {
    text: String,
    last: Vec<(usize, usize)>,
}

/// References of one entry that are compared to leave out repetitions: a batch of more
/// keeps them all.
const COMPARED: usize = 64;

impl Words {
    /// Adds a reference; what says that there is none is left out.
    pub fn add(&mut self, reference: &str) {
        let reference = reference.trim();
        let none = ["NOTPROVIDED", "NONREF", "NOT PROVIDED", "NOTAVAIL"];
        if reference.is_empty() || none.iter().any(|n| reference.eq_ignore_ascii_case(n)) {
            return;
        }
        let known = self
            .last
            .iter()
            .any(|&(s, e)| &self.text[s..e] == reference);
        if known {
            return;
        }
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(reference);
        if self.last.len() < COMPARED {
            self.last.push((start, self.text.len()));
        }
    }

    /// The references.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A balance as stated.
#[derive(Debug)]
pub(crate) struct Balance {
    /// Where it stands in the text.
    pub at: usize,
    /// The file's word for it.
    pub name: String,
    /// Its amount; credit positive.
    pub amount: Decimal,
    /// Its currency, where it has one of its own.
    pub currency: Option<Currency>,
}

/// A total that a statement states.
#[derive(Debug)]
pub(crate) struct Claim {
    /// The file's word for it.
    pub what: String,
    /// Which entries it is about.
    pub of: Part,
    /// Whether it counts them or sums them.
    pub kind: Measure,
    /// As stated.
    pub stated: String,
}

/// Entries that a [`Claim`] is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// Money in.
    Credits,
    /// Money out.
    Debits,
    /// Both.
    Every,
}

/// What a [`Claim`] says of its entries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Measure {
    /// How many there are.
    Count,
    /// The sum of their amounts, none of them negative.
    Sum,
}

/// A statement of one account.
#[derive(Debug, Default)]
pub(crate) struct Statement {
    /// Where it begins in the text.
    pub at: usize,
    /// The account, as the file writes it.
    pub account: String,
    /// Its currency.
    pub currency: Option<Currency>,
    /// Its number, and its page.
    pub number: Option<(u32, Option<u32>)>,
    /// Balance before its first entry.
    pub opening: Option<Balance>,
    /// Balance behind its last entry.
    pub closing: Option<Balance>,
    /// The days that it is about.
    pub period: Option<(Date, Date)>,
    /// Its movements.
    pub entries: Vec<Entry>,
    /// Totals that it states.
    pub claims: Vec<Claim>,
}

impl Statement {
    /// Whether it says nothing at all.
    pub fn is_blank(&self) -> bool {
        self.account.is_empty()
            && self.number.is_none()
            && self.opening.is_none()
            && self.closing.is_none()
            && self.entries.is_empty()
            && self.claims.is_empty()
    }

    /// Its account with its number and page, as problems and totals name it.
    pub fn name(&self) -> String {
        match self.number {
            Some((number, Some(page))) => format!("{} {number}/{page}", self.account),
            Some((number, None)) => format!("{} {number}", self.account),
            None => self.account.clone(),
        }
    }
}
