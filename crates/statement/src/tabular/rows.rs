//! The rows of a sheet under a plan, as rows of a bank statement.

mod amounts;

use std::collections::{BTreeMap, HashSet};

use super::balance::{Chains, Point};
use super::control::{self, Around};
use super::date;
use super::field::{self, Field};
use super::judge;
use super::number::{NotNumber, Number};
use super::plan::{Plan, SignRule};
use super::side::{self, Direction};
use super::status::Unmoved;
use crate::calendar::{Date, LocalTime};
use crate::formats::tables::{self, TableFormat};
use crate::grid::Sheet;
use crate::money::{Currency, MinorUnits};
use crate::problem::{FileProblem, Reason};
use crate::reading::Reading;
use crate::rows::Cell;
use crate::vocabulary::Side;
use crate::words::shorten;

/// The account of rows that name none: the column must hold something.
pub(super) const NO_ACCOUNT: &str = "unknown";

/// A refused cell: its column, and why.
type Refusal = (Option<usize>, Reason);

/// Sums of the rows that count one way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    /// How many.
    pub count: u64,
    /// Minor units, unsigned.
    pub minor: i128,
}

/// What the rows came to.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Money in, out, and neither, by currency.
    pub sums: BTreeMap<Currency, [Sum; 3]>,
    /// Running balances.
    pub chains: Chains,
    /// The same with the rows that do not count, as their signs say.
    pub with_neutral: Chains,
    /// Rows of totals behind the header.
    pub totals: Vec<usize>,
    contradictions: (u32, u64),
    outside: (u32, u64),
    repeated: (u32, u64),
    shortened: (u32, u64),
    rounded: (u32, u64),
    undecodable: (u32, u64),
    seen: HashSet<u128>,
}

/// A row without its words.
pub(crate) type Print = (LocalTime, Currency, i64, Direction);

/// A row on its way.
struct Row {
    at: LocalTime,
    currency: Currency,
    /// Unsigned minor units.
    minor: i64,
    /// With the amount's own sign.
    signed: i64,
    direction: Direction,
    balance: Option<MinorUnits>,
}

/// Takes the rows of a sheet.
pub(crate) struct Taker<'a> {
    sheet: &'a Sheet,
    plan: &'a Plan,
    around: &'a Around,
    days: Vec<usize>,
    /// The debit column's amounts are negative.
    debit_negative: bool,
    /// The credit column's amounts are negative, as some cards print them.
    credit_negative: bool,
    /// The currency of a column's header.
    units: BTreeMap<usize, Currency>,
    wallet: bool,
    /// What is peculiar to the format.
    table: &'static TableFormat,
    /// Which rows moved nothing by their state.
    unmoved: Unmoved,
    /// Sides by the running balance, by row.
    balanced: BTreeMap<usize, Side>,
}

impl<'a> Taker<'a> {
    /// For the rows of a sheet under a plan.
    pub fn new(sheet: &'a Sheet, plan: &'a Plan, around: &'a Around, rows: &[usize]) -> Self {
        let negative = |field| {
            plan.column(field).is_some_and(|column| {
                let numbers = rows
                    .iter()
                    .filter_map(|row| judge::number_at(sheet, *row, column, plan.mark).ok());
                let filled: Vec<Number> = numbers.filter(|number| !number.is_zero()).collect();
                let negative = filled.iter().filter(|number| number.negative).count();
                negative * 2 > filled.len()
            })
        };
        let units = plan.header.map_or_else(BTreeMap::new, |header| {
            let named = |column: usize| field::unit(sheet.cell(header, column)).1;
            (0..sheet.width(header))
                .filter_map(|c| Some((c, named(c)?)))
                .collect()
        });
        let direction = plan.column(Field::Direction).zip(plan.header);
        let wallet = direction
            .is_some_and(|(column, header)| field::normal(sheet.cell(header, column)) == "收支");
        let mut taker = Self {
            sheet,
            plan,
            around,
            days: plan.days(),
            debit_negative: negative(Field::Debit),
            credit_negative: negative(Field::Credit),
            units,
            wallet,
            table: tables::by_id(plan.format),
            unmoved: Unmoved::new(sheet, plan, rows),
            balanced: BTreeMap::new(),
        };
        if plan.sign == SignRule::Balanced {
            taker.balanced = taker.by_balance(rows);
        }
        taker
    }

    /// Sides of unsigned amounts from the steps of the balance.
    fn by_balance(&self, rows: &[usize]) -> BTreeMap<usize, Side> {
        let (Some(amount), Some(balance)) = (
            self.plan.column(Field::Amount),
            self.plan.column(Field::Balance),
        ) else {
            return BTreeMap::new();
        };
        let read = |row: usize, column| {
            let number = judge::number_at(self.sheet, row, column, self.plan.mark).ok()?;
            Some(number.at_scale(8))
        };
        let points: Vec<(usize, i128, i128)> = rows
            .iter()
            .filter_map(|row| Some((*row, read(*row, amount)?, read(*row, balance)?)))
            .collect();
        let side = |step: i128, amount: i128| match step {
            _ if step == amount => Some(Side::Credit),
            _ if step == -amount => Some(Side::Debit),
            _ => None,
        };
        let ahead: BTreeMap<usize, Side> = points
            .windows(2)
            .filter_map(|p| Some((p[1].0, side(p[1].2 - p[0].2, p[1].1)?)))
            .collect();
        let back: BTreeMap<usize, Side> = points
            .windows(2)
            .filter_map(|p| Some((p[0].0, side(p[0].2 - p[1].2, p[0].1)?)))
            .collect();
        if back.len() > ahead.len() {
            back
        } else {
            ahead
        }
    }

    /// The rows as they count, to compare sheets.
    pub fn print(&self, rows: &[usize]) -> Vec<Print> {
        let mut ignored = Outcome::default();
        rows.iter()
            .filter_map(|row| {
                let row = self.row(*row, &mut ignored).ok()?;
                Some((row.at, row.currency, row.minor, row.direction))
            })
            .collect()
    }

    /// Takes every row behind the header.
    pub fn take(&self, reading: &mut Reading) -> Outcome {
        let mut outcome = Outcome::default();
        let header: Option<Vec<&str>> = self.plan.header.map(|row| self.sheet.cells(row).collect());
        for row in self.plan.first()..self.sheet.len() {
            if self.sheet.is_blank(row) {
                continue;
            }
            // A page of a long table begins with its header once more.
            if header
                .as_ref()
                .is_some_and(|header| self.sheet.cells(row).eq(header.iter().copied()))
            {
                continue;
            }
            let place = self.sheet.row(row);
            if place.replaced {
                said(&mut outcome.undecodable, place.line);
            }
            if !self.is_row(row) {
                outcome.totals.push(row);
                continue;
            }
            if place.unclosed && self.sheet.width(row) < self.days.len().max(3) {
                reading.reject(place.line, None, Reason::UnclosedQuote);
                continue;
            }
            match self.row(row, &mut outcome) {
                Ok(taken) => self.push(row, &taken, &mut outcome, reading),
                Err((column, reason)) => {
                    let name = column.map(|column| self.plan.name(self.sheet, column));
                    reading.reject(place.line, name.as_deref(), reason);
                }
            }
        }
        self.remarks(&outcome, reading);
        outcome
    }

    /// Whether a line is a row of the table: it has a day, or an amount that is no total.
    fn is_row(&self, row: usize) -> bool {
        if self.plan.summaries.contains(&row) {
            return false;
        }
        if let Some(mark) = self.table.mark {
            return self.sheet.cell(row, 0) == mark;
        }
        let dated = self
            .days
            .iter()
            .any(|day| judge::day_at(self.sheet, row, *day).is_some());
        let amounts = self.plan.amounts();
        let amount = amounts.iter().any(|column| {
            !matches!(
                judge::number_at(self.sheet, row, *column, self.plan.mark),
                Err(NotNumber::Empty | NotNumber::Other)
            )
        });
        if dated && amount {
            return !control::is_balance(self.sheet, row);
        }
        if amount && self.undated(row).is_some() {
            return true;
        }
        if control::is_total(self.sheet, row) {
            return false;
        }
        if judge::is_balance_of_a_day(self.sheet, self.plan, row) {
            return false;
        }
        // Names of balances, and below them their values.
        let before = (self.plan.first()..row)
            .rev()
            .find(|before| !self.sheet.is_blank(*before));
        if !dated && before.is_some_and(|before| control::names_balance(self.sheet, before)) {
            return false;
        }
        // Without a day or without an amount: a remark, or the rest of the row before.
        dated
            && amounts
                .iter()
                .any(|column| !self.sheet.cell(row, *column).is_empty())
            || amount
                && self
                    .days
                    .iter()
                    .any(|day| !self.sheet.cell(row, *day).is_empty())
            || dated
                && self.sheet.width(row) > 2
                && amounts.iter().any(|column| self.sheet.width(row) > *column)
    }

    fn row(&self, row: usize, outcome: &mut Outcome) -> Result<Row, Refusal> {
        let at = self.time(row)?;
        let mut direction = None;
        let (number, column) = self.amount(row, &mut direction, outcome)?;
        let text = self.sheet.cell(row, column);
        let currency = self.currency(row, column, &number)?;
        let number = if self.plan.minor_units {
            number.as_minor_units(currency)
        } else {
            number
        };
        let rounded = number.rounded(currency).filter(|_| self.table.fractions);
        let minor = match (number.minor(currency, text), rounded) {
            (Ok(minor), _) => minor,
            (Err(Reason::TooManyDecimals { .. }), Some(rounded)) => {
                said(&mut outcome.rounded, self.sheet.row(row).line);
                rounded
            }
            (Err(reason), _) => return Err((Some(column), reason)),
        };
        let (minor, negative) = self.less_fee(row, currency, minor, number.negative);
        let by_sign = if negative { Side::Debit } else { Side::Credit };
        let mut direction = direction.unwrap_or(Direction::Moves(by_sign));
        // `offen` stands where the booking day will stand.
        let pending = self
            .days
            .iter()
            .any(|day| side::unmoved(self.sheet.cell(row, *day)).is_some());
        if pending || self.unmoved.is(self.sheet, self.plan, row) {
            direction = Direction::Neutral;
        }
        Ok(Row {
            at,
            signed: if negative { -minor } else { minor },
            currency,
            minor,
            direction,
            balance: self.balance(row, currency, minor, direction),
        })
    }

    fn time(&self, row: usize) -> Result<LocalTime, Refusal> {
        let mut refused = self.days.first().copied();
        for column in &self.days {
            let Some(moment) = judge::day_at(self.sheet, row, *column) else {
                continue;
            };
            let Some(day) = moment.date(self.plan.order, self.plan.year) else {
                refused = Some(*column);
                continue;
            };
            let beside = self
                .plan
                .column(Field::Time)
                .and_then(|time| date::time_of_day(self.sheet.cell(row, time)));
            return Ok(date::at(day, moment.seconds.or(beside)));
        }
        if let Some(day) = self.undated(row) {
            return Ok(date::at(day, None));
        }
        let text = refused.map_or("", |column| self.sheet.cell(row, column));
        let reason = if text.is_empty() {
            Reason::Empty
        } else {
            Reason::NotATime {
                text: shorten(text),
            }
        };
        Err((refused, reason))
    }

    /// The day of a row that names none, where the file states one for all.
    fn undated(&self, row: usize) -> Option<Date> {
        let empty = |day: &usize| self.sheet.cell(row, *day).is_empty();
        self.around
            .transferred
            .filter(|_| self.table.undated && self.days.iter().all(empty))
    }

    fn text(&self, row: usize, field: Field) -> &str {
        let filled = self
            .plan
            .all(field)
            .iter()
            .map(|column| self.sheet.cell(row, *column));
        filled
            .into_iter()
            .find(|cell| !cell.is_empty() && *cell != "/")
            .unwrap_or_default()
    }

    fn push(&self, row: usize, taken: &Row, outcome: &mut Outcome, reading: &mut Reading) {
        let place = self.sheet.row(row);
        let sums = outcome.sums.entry(taken.currency).or_default();
        let sum = match taken.direction {
            Direction::Moves(Side::Credit) => &mut sums[0],
            Direction::Moves(Side::Debit) => &mut sums[1],
            Direction::Neutral => &mut sums[2],
        };
        sum.count += 1;
        sum.minor += i128::from(taken.minor);
        if let Some((first, last)) = self.around.period
            && !(first..=last).contains(&taken.at.date())
        {
            said(&mut outcome.outside, place.line);
        }
        let number = self.text(row, Field::TransactionNo);
        if digits_lost(number) {
            said(&mut outcome.shortened, place.line);
        } else if number.len() > 5 {
            let cells: String = self
                .sheet
                .cells(row)
                .flat_map(|cell| [cell, "\u{1f}"])
                .collect();
            if !outcome
                .seen
                .insert(xxhash_rust::xxh3::xxh3_128(cells.as_bytes()))
            {
                said(&mut outcome.repeated, place.line);
            }
        }
        let account = match self.text(row, Field::Account) {
            "" => self
                .plan
                .account
                .as_deref()
                .or(self.around.accounts.first().map(String::as_str)),
            account => Some(account.trim_matches('\'')),
        };
        if let Some(account) = account.filter(|account| !reading.accounts.contains(*account)) {
            reading.accounts.insert(account.to_owned());
        }
        let movement = match taken.direction {
            Direction::Moves(Side::Credit) => i128::from(taken.minor),
            Direction::Moves(Side::Debit) => -i128::from(taken.minor),
            Direction::Neutral => 0,
        };
        let point = Point {
            line: place.line,
            at: taken.at,
            movement,
            balance: taken.balance.map(|balance| i128::from(balance.0)),
        };
        let by_account = if self.plan.column(Field::Account).is_some() {
            account
        } else {
            None
        };
        let key = by_account.unwrap_or_default();
        if taken.balance.is_some() || taken.direction != Direction::Neutral {
            let mut whole = point;
            if taken.direction == Direction::Neutral {
                whole.movement = i128::from(taken.signed);
            }
            outcome.with_neutral.push(taken.currency, key, whole);
        }
        let Direction::Moves(side) = taken.direction else {
            return reading.neutral_row(taken.currency, Some(taken.at));
        };
        outcome.chains.push(taken.currency, key, point);
        let reference = match self.text(row, Field::Reference) {
            "" => self.text(row, Field::OrderNo),
            reference => reference,
        };
        let cells = [
            Cell::Text(account.unwrap_or(NO_ACCOUNT)),
            text(if digits_lost(number) { "" } else { number }),
            Cell::Time(taken.at),
            Cell::Side(side),
            Cell::Currency(taken.currency),
            Cell::Minor(MinorUnits(taken.minor)),
            taken.balance.map_or(Cell::Absent, Cell::Minor),
            text(self.text(row, Field::Counterparty)),
            text(reference),
            text(self.text(row, Field::Memo)),
        ];
        reading.push(place.line, place.offset, &cells, 200);
    }

    fn remarks(&self, outcome: &Outcome, reading: &mut Reading) {
        let (line, rows) = outcome.undecodable;
        if rows > 0 {
            reading
                .problems
                .push(FileProblem::Undecodable { line, rows });
        }
        let (line, rows) = outcome.contradictions;
        if rows > 0 {
            reading
                .problems
                .push(FileProblem::Contradiction { line, rows });
        }
        let (line, rows) = outcome.shortened;
        if rows > 0 {
            reading
                .problems
                .push(FileProblem::DigitsLost { line, rows });
        }
        let (line, rows) = outcome.rounded;
        if rows > 0 {
            reading.problems.push(FileProblem::Rounded { line, rows });
        }
        let (line, rows) = outcome.repeated;
        if rows > 0 {
            reading
                .problems
                .push(FileProblem::RepeatedRows { line, rows });
        }
        let (line, rows) = outcome.outside;
        if let Some((first, last)) = self.around.period.filter(|_| rows > 0) {
            let period = format!("{first} – {last}");
            reading
                .problems
                .push(FileProblem::OutsidePeriod { line, rows, period });
        }
    }
}

/// An order number that a spreadsheet has shortened: `1.23E+17`.
pub(crate) fn digits_lost(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    exponent.strip_prefix('+').is_some_and(digits) && digits(&mantissa.replacen('.', "", 1))
}

fn text(text: &str) -> Cell<'_> {
    if text.is_empty() {
        Cell::Absent
    } else {
        Cell::Text(text)
    }
}

fn said(place: &mut (u32, u64), line: u32) {
    if place.1 == 0 {
        place.0 = line;
    }
    place.1 += 1;
}
