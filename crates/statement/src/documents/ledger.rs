//! What every kind of document comes down to: statements of accounts with entries and
//! balances. Entries become rows here, and what a document states of itself is checked.

use std::collections::BTreeMap;

use super::document::{Balance, Claim, Document, Entry, Measure, Part, Statement};
use super::notation;
use super::source::Source;
use crate::calendar::Date;
use crate::formats::own;
use crate::intake::StatedTotal;
use crate::money::{Currency, MinorUnits, major};
use crate::problem::{Assumption, FileProblem, Reason};
use crate::reading::Reading;
use crate::rows::Cell;
use crate::vocabulary::Side;
use crate::words::shorten;

/// What stands for the account where a document names none.
pub(crate) const UNNAMED: &str = "unnamed";

/// Counts and sums of a statement's entries.
#[derive(Clone, Copy, Default, Debug)]
struct Tally {
    credits: (u64, i128),
    debits: (u64, i128),
    /// Booked ones alone: credits less debits.
    net: i128,
}

/// What a statement says of one account's balances, kept until all are known.
struct Link {
    line: u32,
    opening: Option<i128>,
    closing: Option<i128>,
    number: Option<(u32, Option<u32>)>,
}

/// Makes rows of a document and checks what it states.
pub(crate) fn book(mut document: Document, source: &Source, reading: &mut Reading) {
    reading.problems.append(&mut document.problems);
    reading.problems.extend(source.problem());
    name_accounts(&mut document, reading);
    settle_currency(&mut document, reading);
    check_numbers(&mut document, source, reading);
    let mut book = Book {
        source,
        reading,
        links: BTreeMap::new(),
        pending: None,
        rounded: None,
        outside: None,
    };
    for fault in document.faults {
        let (line, _) = source.place(fault.at);
        book.reading.reject(line, Some(fault.tag), fault.reason);
    }
    for statement in &document.statements {
        book.statement(statement);
    }
    book.finish();
    reading.rejected.sort_by_key(|row| row.line);
    reading.stated.append(&mut document.stated);
}

fn name_accounts(document: &mut Document, reading: &mut Reading) {
    let mut unnamed = false;
    for statement in &mut document.statements {
        let account = statement.account.trim();
        let named = !account.is_empty() || document.account.is_some();
        unnamed |= !named && !statement.entries.is_empty();
        statement.account = if account.is_empty() {
            document.account.as_deref().unwrap_or(UNNAMED).to_owned()
        } else {
            shorten(account)
        };
    }
    if unnamed {
        reading.problems.push(FileProblem::Assumed {
            what: Assumption::Account,
            value: UNNAMED.to_owned(),
        });
    }
}

/// A statement without a currency has its balances'; else the fallback, and that is said.
fn settle_currency(document: &mut Document, reading: &mut Reading) {
    let mut assumed = false;
    for statement in &mut document.statements {
        let stated = [&statement.opening, &statement.closing];
        let own = stated.into_iter().flatten().find_map(|b| b.currency);
        statement.currency = statement.currency.or(own);
        if statement.currency.is_none() {
            let needed = statement.opening.is_some()
                || statement.closing.is_some()
                || statement.entries.iter().any(|e| e.currency.is_none());
            assumed |= needed && document.fallback.is_some();
            statement.currency = document.fallback;
        }
    }
    let said = assumed && !document.currency_is_set;
    if let Some(currency) = document.fallback.filter(|_| said) {
        reading.problems.push(FileProblem::Assumed {
            what: Assumption::Currency,
            value: currency.to_string(),
        });
    }
}

/// Numbers that an account's entries share: said where the format promises that they are
/// unique, else taken for what they are, no number of a transaction.
fn check_numbers(document: &mut Document, source: &Source, reading: &mut Reading) {
    let mut seen: BTreeMap<(String, String), u32> = BTreeMap::new();
    let mut repeated = None;
    for statement in &document.statements {
        for entry in statement.entries.iter().filter(|e| !e.number.is_empty()) {
            let key = (statement.account.clone(), entry.number.clone());
            let count = seen.entry(key).or_insert(0);
            *count += 1;
            if *count > 1 {
                let first = repeated.get_or_insert((source.place(entry.at).0, 0_u64));
                first.1 += 1;
            }
        }
    }
    match repeated {
        Some((line, rows)) if document.unique_numbers => {
            reading
                .problems
                .push(FileProblem::RepeatedNumber { line, rows });
        }
        Some(_) => {
            for statement in &mut document.statements {
                for entry in &mut statement.entries {
                    let key = (statement.account.clone(), entry.number.clone());
                    if seen.get(&key).is_some_and(|count| *count > 1) {
                        let number = std::mem::take(&mut entry.number);
                        entry.reference.add(&number);
                    }
                }
            }
        }
        None => {}
    }
}

struct Book<'a> {
    source: &'a Source,
    reading: &'a mut Reading,
    links: BTreeMap<(String, Currency), Vec<Link>>,
    pending: Option<(u32, u64)>,
    /// Amounts with more decimals than their currency: the first one's line, and how many.
    rounded: Option<(u32, u64)>,
    outside: Option<(u32, u64, (Date, Date))>,
}

impl Book<'_> {
    fn statement(&mut self, statement: &Statement) {
        self.reading.accounts.insert(statement.account.clone());
        let mut tallies: BTreeMap<Currency, Tally> = BTreeMap::new();
        for entry in &statement.entries {
            self.entry(statement, entry, &mut tallies);
        }
        let own = statement.currency;
        let tally = own
            .and_then(|c| tallies.get(&c).copied())
            .unwrap_or_default();
        let opening = statement
            .opening
            .as_ref()
            .and_then(|b| self.balance(b, own));
        let closing = statement
            .closing
            .as_ref()
            .and_then(|b| self.balance(b, own));
        if let (Some((currency, opening)), Some((other, closing))) = (opening, closing)
            && currency == other
        {
            let found = opening + tallies.get(&currency).map_or(0, |tally| tally.net);
            let name = statement.closing.as_ref().map_or("", |b| b.name.as_str());
            self.reading.stated.push(StatedTotal {
                what: format!("{name} {}", statement.name()),
                stated: major(closing, currency),
                found: major(found, currency),
                agrees: closing == found,
            });
        }
        self.check_currencies(statement, opening, closing);
        for claim in &statement.claims {
            let total = claimed(claim, statement, tally, own.unwrap_or(Currency::CNY));
            self.reading.stated.push(total);
        }
        self.link(statement, opening, closing);
    }

    /// A closing in another currency than the opening closes nothing; it is said.
    fn check_currencies(
        &mut self,
        statement: &Statement,
        opening: Option<(Currency, i128)>,
        closing: Option<(Currency, i128)>,
    ) {
        if let (Some((own, _)), Some((other, amount)), Some(balance)) =
            (opening, closing, &statement.closing)
            && own != other
        {
            let (line, _) = self.source.place(balance.at);
            self.reading.problems.push(FileProblem::BadBalance {
                line,
                name: balance.name.clone(),
                text: format!("{} {other}", major(amount, other)),
            });
        }
    }

    fn link(
        &mut self,
        statement: &Statement,
        opening: Option<(Currency, i128)>,
        closing: Option<(Currency, i128)>,
    ) {
        let Some(currency) = opening.or(closing).map(|(c, _)| c).or(statement.currency) else {
            return;
        };
        let of = |balance: Option<(Currency, i128)>| {
            balance
                .filter(|(c, _)| *c == currency)
                .map(|(_, minor)| minor)
        };
        let key = (statement.account.clone(), currency);
        self.links.entry(key).or_default().push(Link {
            line: self.source.place(statement.at).0,
            opening: of(opening),
            closing: of(closing),
            number: statement.number,
        });
    }

    /// A balance in minor units; one that cannot be counted is said and stated nowhere.
    fn balance(&mut self, balance: &Balance, own: Option<Currency>) -> Option<(Currency, i128)> {
        let currency = balance.currency.or(own)?;
        match rounded(&balance.amount.digits, currency) {
            Ok((amount, exact)) => {
                if !exact {
                    let (line, _) = self.source.place(balance.at);
                    self.rounded.get_or_insert((line, 0)).1 += 1;
                }
                Some((currency, signed(amount, balance.amount.negative)))
            }
            Err(reason) => {
                let (line, _) = self.source.place(balance.at);
                self.reading.problems.push(FileProblem::BadBalance {
                    line,
                    name: balance.name.clone(),
                    text: match reason {
                        Reason::TooManyDecimals { text, .. }
                        | Reason::AmountOutOfRange { text }
                        | Reason::NotAnAmount { text } => text,
                        _ => String::new(),
                    },
                });
                None
            }
        }
    }

    fn entry(
        &mut self,
        statement: &Statement,
        entry: &Entry,
        tallies: &mut BTreeMap<Currency, Tally>,
    ) {
        let (line, offset) = self.source.place(entry.at);
        let Some(currency) = entry.currency.or(statement.currency) else {
            self.reading.reject(line, Some("currency"), Reason::Empty);
            return;
        };
        let amount = match rounded(&entry.amount.0, currency) {
            Ok((amount, exact)) => {
                if !exact {
                    self.rounded.get_or_insert((line, 0)).1 += 1;
                }
                amount
            }
            Err(reason) => return self.reading.reject(line, Some(entry.amount.1), reason),
        };
        let tally = tallies.entry(currency).or_default();
        let part = match entry.side {
            Side::Credit => &mut tally.credits,
            Side::Debit => &mut tally.debits,
        };
        part.0 += 1;
        part.1 += i128::from(amount);
        if entry.pending {
            self.pending.get_or_insert((line, 0)).1 += 1;
            self.reading.pass(currency, entry.when);
            return;
        }
        tally.net += signed(amount, entry.side == Side::Debit);
        if let Some(period) = statement
            .period
            .filter(|p| !notation::within(entry.when, *p))
        {
            self.outside.get_or_insert((line, 0, period)).1 += 1;
        }
        self.row(statement, entry, (line, offset), (currency, amount));
    }

    fn row(
        &mut self,
        statement: &Statement,
        entry: &Entry,
        (line, offset): (u32, u64),
        (currency, amount): (Currency, i64),
    ) {
        let balance = entry.balance.as_ref().and_then(|balance| {
            let amount = minor(&balance.digits, currency).ok()?;
            Some(if balance.negative { -amount } else { amount })
        });
        let text = |text: &str| text.replace(['\r', '\n'], " ");
        let number = text(entry.number.trim());
        let counterparty = text(entry.counterparty.trim());
        let reference = text(entry.reference.text());
        let memo = text(entry.memo.trim());
        let length = number.len() + counterparty.len() + reference.len() + memo.len();
        let cells = [
            Cell::Text(&statement.account),
            Cell::Text(&number),
            Cell::Time(entry.when),
            Cell::Side(entry.side),
            Cell::Currency(currency),
            Cell::Minor(MinorUnits(amount)),
            balance.map_or(Cell::Absent, |b| Cell::Minor(MinorUnits(b))),
            Cell::Text(&counterparty),
            Cell::Text(&reference),
            Cell::Text(&memo),
        ];
        self.reading.push(line, offset, &cells, length);
    }

    fn finish(self) {
        for ((account, currency), links) in &self.links {
            let reversed = follows_backward(links) && !follows_forward(links);
            if !reversed {
                self.reading
                    .problems
                    .extend(gaps(account, *currency, links));
            }
            let (first, last) = if reversed {
                (links.last(), links.first())
            } else {
                (links.first(), links.last())
            };
            self.reading.state_account_balances(
                account,
                *currency,
                first.and_then(|link| link.opening),
                last.and_then(|link| link.closing),
            );
        }
        if let Some((line, rows)) = self.pending {
            self.reading
                .problems
                .push(FileProblem::NotBooked { line, rows });
        }
        if let Some((line, rows)) = self.rounded {
            self.reading
                .problems
                .push(FileProblem::Rounded { line, rows });
        }
        if let Some((line, rows, (first, last))) = self.outside {
            self.reading.problems.push(FileProblem::OutsidePeriod {
                line,
                rows,
                period: format!("{first} – {last}"),
            });
        }
    }
}

fn signed(amount: i64, negative: bool) -> i128 {
    let amount = i128::from(amount);
    if negative { -amount } else { amount }
}

/// An unsigned decimal in minor units, zeros behind the currency's decimals left out.
pub(crate) fn minor(digits: &str, currency: Currency) -> Result<i64, Reason> {
    own::amount(MinorUnits::parse_padded, digits, currency).map(|amount| amount.0)
}

/// An unsigned decimal in minor units, half a unit and more rounded up; the second value
/// says whether nothing was lost. Brokers and fuel cards book fractions of a cent.
fn rounded(digits: &str, currency: Currency) -> Result<(i64, bool), Reason> {
    let mut exact = true;
    let parse = |text: &str, currency| {
        let (amount, was) = MinorUnits::parse_rounded(text, currency)?;
        exact = !was;
        Ok(amount)
    };
    let amount = own::amount(parse, digits, currency)?;
    Ok((amount.0, exact))
}

fn claimed(claim: &Claim, statement: &Statement, tally: Tally, currency: Currency) -> StatedTotal {
    let (count, sum) = match claim.of {
        Part::Credits => tally.credits,
        Part::Debits => tally.debits,
        Part::Every => (
            tally.credits.0 + tally.debits.0,
            tally.credits.1 + tally.debits.1,
        ),
    };
    let what = format!("{} {}", claim.what, statement.name());
    match claim.kind {
        Measure::Count => {
            let stated: Option<u64> = claim.stated.trim().parse().ok();
            StatedTotal {
                what,
                stated: stated.map_or_else(|| shorten(&claim.stated), |n| n.to_string()),
                found: count.to_string(),
                agrees: stated == Some(count),
            }
        }
        Measure::Sum => {
            let stated = notation::decimal(&claim.stated)
                .ok()
                .and_then(|d| minor(&d.digits, currency).ok())
                .map(i128::from);
            StatedTotal {
                what,
                stated: stated.map_or_else(|| shorten(&claim.stated), |s| major(s, currency)),
                found: major(sum, currency),
                agrees: stated == Some(sum),
            }
        }
    }
}

fn follows_forward(links: &[Link]) -> bool {
    links
        .windows(2)
        .all(|pair| pair[0].closing.is_some() && pair[0].closing == pair[1].opening)
}

/// Newest statement first: proven by the balances alone.
fn follows_backward(links: &[Link]) -> bool {
    links.len() > 1
        && links
            .windows(2)
            .all(|pair| pair[1].closing.is_some() && pair[1].closing == pair[0].opening)
}

/// What is missing between an account's statements.
fn gaps(account: &str, currency: Currency, links: &[Link]) -> Vec<FileProblem> {
    let mut problems = Vec::new();
    for pair in links.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        if let (Some(closing), Some(opening)) = (before.closing, after.opening)
            && closing != opening
        {
            problems.push(FileProblem::StatementGap {
                line: after.line,
                account: account.to_owned(),
                closing: major(closing, currency),
                opening: major(opening, currency),
            });
        }
        if let (Some(one), Some(two)) = (before.number, after.number)
            && missing_between(one, two)
        {
            let text = |(number, page): (u32, Option<u32>)| match page {
                Some(page) => format!("{number}/{page}"),
                None => number.to_string(),
            };
            problems.push(FileProblem::SequenceGap {
                line: after.line,
                account: account.to_owned(),
                before: text(one),
                after: text(two),
            });
        }
    }
    problems
}

/// Whether a statement or a page is missing between two. A number that goes back begins a
/// new row of them, as banks do each year.
fn missing_between(one: (u32, Option<u32>), two: (u32, Option<u32>)) -> bool {
    if two.0 == one.0 {
        return match (one.1, two.1) {
            (Some(before), Some(after)) => after > before.saturating_add(1),
            _ => false,
        };
    }
    two.0 > one.0.saturating_add(1)
}
