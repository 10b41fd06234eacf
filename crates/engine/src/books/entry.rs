//! Entries 分录 and the journal that holds them: debits equal credits, always.

use tieout_statement::Date;

use super::accounts::Accounts;
use super::templates::Template;
use crate::identity::EntryId;

/// One account of an entry. An account that an entry both debits and credits is one line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Line {
    pub account: u32,
    /// Minor units; negative in a red-letter entry.
    pub debit: i128,
    /// Minor units; negative in a red-letter entry.
    pub credit: i128,
}

impl Line {
    pub const fn debit(account: u32, amount: i128) -> Self {
        Self {
            account,
            debit: amount,
            credit: 0,
        }
    }

    pub const fn credit(account: u32, amount: i128) -> Self {
        Self {
            account,
            debit: 0,
            credit: amount,
        }
    }

    /// What the line adds to a balance, debit positive.
    pub const fn net(&self) -> i128 {
        self.debit - self.credit
    }
}

/// Why lines are no entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NoEntry {
    /// Nothing moves.
    Nothing,
    /// Debits are not credits: minor units.
    Unbalanced { debit: i128, credit: i128 },
    /// Lines of more than one currency.
    Currencies,
}

/// The lines of an entry: one an account, by account and detail, debits equal to credits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Lines(Vec<Line>);

impl Lines {
    /// Sums lines by account.
    ///
    /// # Errors
    /// [`NoEntry`] where nothing moves or where the lines do not balance in one currency.
    pub fn of(accounts: &Accounts, mut lines: Vec<Line>) -> Result<Self, NoEntry> {
        lines.sort_unstable_by(|a, b| accounts.compare(a.account, b.account));
        lines.dedup_by(|next, sum| {
            let same = next.account == sum.account;
            if same {
                sum.debit += next.debit;
                sum.credit += next.credit;
            }
            same
        });
        lines.retain(|line| (line.debit, line.credit) != (0, 0));
        let first = lines.first().ok_or(NoEntry::Nothing)?;
        let currency = accounts.currency(first.account);
        if lines
            .iter()
            .any(|line| accounts.currency(line.account) != currency)
        {
            return Err(NoEntry::Currencies);
        }
        let debit: i128 = lines.iter().map(|line| line.debit).sum();
        let credit: i128 = lines.iter().map(|line| line.credit).sum();
        if debit == credit {
            Ok(Self(lines))
        } else {
            Err(NoEntry::Unbalanced { debit, credit })
        }
    }

    /// Sums the lines of an entry of ours; `None` where nothing moves.
    ///
    /// # Panics
    /// When they do not balance: a fault of this program that must not reach a ledger.
    pub fn balanced(accounts: &Accounts, lines: Vec<Line>) -> Option<Self> {
        match Self::of(accounts, lines) {
            Ok(lines) => Some(lines),
            Err(NoEntry::Nothing) => None,
            Err(wrong) => panic!("every entry balances in one currency: {wrong:?}"),
        }
    }

    pub fn as_slice(&self) -> &[Line] {
        &self.0
    }
}

/// Whether an entry counts, and for whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Status {
    /// Day-cut and matched funds.
    Final,
    /// A treatment that nobody has accepted.
    Proposed,
    /// A treatment that somebody has accepted.
    Accepted,
    /// A loaded journal holds it.
    AlreadyBooked,
}

impl Status {
    /// The word of reports.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Final => "final",
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::AlreadyBooked => "already_booked",
        }
    }

    /// Whether it is in the closing balances.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Proposed)
    }
}

/// What an entry was made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Source {
    /// Postings of a kind and channel: a slot of the day-cut.
    Postings(u32),
    /// Fees that a channel bills apart.
    Fees,
    /// A group of the fund reconciliation.
    Funds(u32),
    /// A bank line alone, with its group of the fund reconciliation.
    BankLine { line: u32, group: u32 },
    /// An exception, by its place in the list.
    Exception(u32),
    /// A fee other than the schedule says, by its place among the differences.
    Fee(u32),
    /// A person's own entry, by its place in the list.
    ByHand(u32),
}

/// What an entry is, apart from its lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Head {
    pub template: &'static Template,
    pub status: Status,
    /// Rows behind it.
    pub rows: u64,
    pub date: Date,
    pub id: EntryId,
    pub source: Source,
}

/// Entries, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    pub heads: Vec<Head>,
    ends: Vec<u32>,
    lines: Vec<Line>,
}

impl Journal {
    pub fn push(&mut self, head: Head, lines: &Lines) {
        self.heads.push(head);
        self.lines.extend_from_slice(lines.as_slice());
        let end = u32::try_from(self.lines.len());
        self.ends.push(end.expect("fewer lines than rows"));
    }

    pub fn len(&self) -> usize {
        self.heads.len()
    }

    pub fn lines(&self, entry: usize) -> &[Line] {
        let start = entry.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.lines[start as usize..self.ends[entry] as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Head, &[Line])> {
        self.heads
            .iter()
            .enumerate()
            .map(|(at, head)| (head, self.lines(at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_statement::Currency;

    #[test]
    fn what_does_not_balance_is_no_entry() {
        let mut accounts = Accounts::default();
        let bank = accounts.number("1002", "RES-01", Currency::CNY);
        let suspense = accounts.number("2241", "", Currency::CNY);
        let dollars = accounts.number("2241", "", Currency::parse("USD").expect("a currency"));
        let of = |lines: &[Line]| Lines::of(&accounts, lines.to_vec());
        assert_eq!(
            of(&[Line::debit(bank, 5), Line::credit(suspense, 4)]),
            Err(NoEntry::Unbalanced {
                debit: 5,
                credit: 4
            })
        );
        assert_eq!(
            of(&[Line::debit(bank, 5), Line::credit(dollars, 5)]),
            Err(NoEntry::Currencies)
        );
        assert_eq!(of(&[Line::debit(bank, 0)]), Err(NoEntry::Nothing));
    }

    #[test]
    fn lines_are_summed_by_account_and_stand_by_account() {
        let mut accounts = Accounts::default();
        let suspense = accounts.number("2241", "", Currency::CNY);
        let bank = accounts.number("1002", "RES-01", Currency::CNY);
        let lines = [
            Line::credit(suspense, 7),
            Line::debit(bank, 3),
            Line::debit(bank, 4),
        ];
        let lines = Lines::of(&accounts, lines.to_vec()).expect("it balances");
        assert_eq!(
            lines.as_slice(),
            [Line::debit(bank, 7), Line::credit(suspense, 7)]
        );
    }
}
