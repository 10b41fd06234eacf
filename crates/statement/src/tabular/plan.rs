//! How a sheet is to be read: where its rows begin, what its columns mean, which way its
//! amounts go.

use std::collections::BTreeMap;

use super::currency;
use super::date::DateOrder;
use super::field::{self, Field};
use super::judge;
use super::number::DecimalMark;
use crate::grid::Sheet;
use crate::money::Currency;
use crate::rows::Role;
use crate::vocabulary::{Side, words};

words! {
    /// Which way amounts go.
    SignRule {
        /// Positive = in.
        Signed = "signed",
        /// Positive = out: cards print purchases so.
        Turned = "turned",
        /// In and out in columns of their own.
        Columns = "columns",
        /// A word beside the amount tells.
        Worded = "worded",
        /// The first word of the description tells.
        Described = "described",
        /// The running balance tells.
        Balanced = "balanced",
    }
}

/// Rows that are asked whether a column holds amounts.
const SAMPLE: usize = 400;
/// Rows before the header are not searched beyond this one.
const DEEPEST_HEADER: usize = 80;

/// How a sheet is to be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Plan {
    /// Id of the format.
    pub format: &'static str,
    /// What its rows become.
    pub role: Role,
    /// Row of the header, `None` where there is none.
    pub header: Option<usize>,
    /// Columns by what they mean, the surest first.
    pub columns: BTreeMap<Field, Vec<usize>>,
    /// Which way amounts go.
    pub sign: SignRule,
    /// The decimal mark where a value can be read both ways.
    pub mark: DecimalMark,
    /// Which of day and month stands first.
    pub order: DateOrder,
    /// The year of dates without one.
    pub year: Option<i32>,
    /// The currency of rows that name none.
    pub currency: Option<Currency>,
    /// The account of rows that name none.
    pub account: Option<String>,
    /// The channel's code, for channel statements.
    pub channel: Option<String>,
    /// Amounts are whole minor units.
    pub minor_units: bool,
    /// The fee of a row is taken off beside its amount.
    pub less_fee: bool,
    /// Which way amounts go that nothing marks, where every marked one goes the other way.
    pub unmarked: Option<Side>,
    /// Rows that look like rows and sum up the others.
    pub summaries: Vec<usize>,
    /// Words of the file for words of ours, by field.
    pub words: BTreeMap<String, String>,
}

impl Plan {
    /// A plan of nothing but columns.
    pub fn new(format: &'static str, role: Role, header: Option<usize>) -> Self {
        Self {
            format,
            role,
            header,
            columns: BTreeMap::new(),
            sign: SignRule::Signed,
            mark: DecimalMark::Point,
            order: DateOrder::DayFirst,
            year: None,
            currency: None,
            account: None,
            channel: None,
            minor_units: false,
            less_fee: false,
            unmarked: None,
            summaries: Vec::new(),
            words: BTreeMap::new(),
        }
    }

    /// The first row behind the header.
    pub fn first(&self) -> usize {
        self.header.map_or(0, |header| header + 1)
    }

    /// The surest column of a field.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns
            .get(&field)
            .and_then(|columns| columns.first().copied())
    }

    /// Every column of a field.
    pub fn all(&self, field: Field) -> &[usize] {
        self.columns.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The columns that hold a day, the best first.
    pub fn days(&self) -> Vec<usize> {
        [Field::BookedAt, Field::HappenedAt, Field::ValueDate]
            .iter()
            .flat_map(|field| self.all(*field))
            .copied()
            .collect()
    }

    /// The columns that hold amounts of rows.
    pub fn amounts(&self) -> Vec<usize> {
        [Field::Amount, Field::Credit, Field::Debit]
            .iter()
            .filter_map(|field| self.column(*field))
            .collect()
    }

    /// The text of a header's cell, or the column's number where there is no header.
    pub fn name(&self, sheet: &Sheet, column: usize) -> String {
        let named = self.header.map(|row| sheet.cell(row, column));
        match named {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => format!("#{}", column + 1),
        }
    }
}

/// The row that names the columns, and what they mean.
pub(crate) fn by_names(sheet: &Sheet) -> Option<(usize, BTreeMap<Field, Vec<usize>>)> {
    let mut best: Option<(usize, usize, BTreeMap<Field, Vec<usize>>)> = None;
    for row in 0..sheet.len().min(DEEPEST_HEADER) {
        if sheet.width(row) < 3 {
            continue;
        }
        let columns = meanings(sheet, row);
        if !enough(&columns) || columns.len() < 3 && !precedes(sheet, row, &columns) {
            continue;
        }
        let score = columns.values().map(Vec::len).sum::<usize>();
        if best.as_ref().is_none_or(|(most, ..)| score > *most) {
            best = Some((score, row, columns));
        }
    }
    best.map(|(_, row, columns)| (row, columns))
}

/// Whether columns are enough to read rows: a day and an amount.
fn enough(columns: &BTreeMap<Field, Vec<usize>>) -> bool {
    let has = |field| columns.contains_key(&field);
    let day = has(Field::BookedAt) || has(Field::HappenedAt) || has(Field::ValueDate);
    let amount = has(Field::Amount) || has(Field::Credit) && has(Field::Debit);
    day && amount
}

/// Whether columns of amounts hold one at all, where any of their cells in a row with a day
/// holds something.
pub(crate) fn holds_amounts(
    sheet: &Sheet,
    header: usize,
    columns: &BTreeMap<Field, Vec<usize>>,
) -> bool {
    let mut plan = Plan::new("", Role::BankStatement, Some(header));
    plan.columns.clone_from(columns);
    let rows = judge::data_rows(sheet, &plan);
    let amounts = plan.amounts();
    let mut filled = rows
        .iter()
        .take(SAMPLE)
        .flat_map(|row| amounts.iter().map(move |column| (*row, *column)))
        .filter(|(row, column)| !sheet.cell(*row, *column).is_empty())
        .peekable();
    filled.peek().is_none()
        || filled.any(|(row, column)| {
            let text = sheet.cell(row, column);
            text.contains(|c: char| c.is_ascii_digit()) && text.chars().count() < 40
        })
}

/// Whether a row with a day and an amount in these columns follows.
fn precedes(sheet: &Sheet, header: usize, columns: &BTreeMap<Field, Vec<usize>>) -> bool {
    let mut plan = Plan::new("", Role::BankStatement, Some(header));
    plan.columns.clone_from(columns);
    let next = (header + 1..sheet.len()).find(|row| !sheet.is_blank(*row));
    next.is_some_and(|row| {
        let days = plan.days();
        days.iter()
            .any(|day| judge::day_at(sheet, row, *day).is_some())
            && plan.amounts().iter().any(|column| {
                judge::number_at(sheet, row, *column, DecimalMark::Point).is_ok()
                    || judge::number_at(sheet, row, *column, DecimalMark::Comma).is_ok()
            })
    })
}

/// What the cells of a row mean as names of columns; the surest first in each field.
pub(crate) fn meanings(sheet: &Sheet, row: usize) -> BTreeMap<Field, Vec<usize>> {
    let mut ranked: BTreeMap<Field, Vec<(usize, usize)>> = BTreeMap::new();
    for (column, cell) in sheet.cells(row).enumerate() {
        if let Some((field, rank)) = field::meaning(cell) {
            ranked.entry(field).or_default().push((rank, column));
        }
    }
    let mut columns: BTreeMap<Field, Vec<usize>> = ranked
        .into_iter()
        .map(|(field, mut list)| {
            list.sort_unstable();
            (field, list.into_iter().map(|(_, column)| column).collect())
        })
        .collect();
    suggest(sheet, row, &mut columns);
    one_sided(&mut columns);
    beside_currencies(sheet, row, &mut columns);
    columns
}

/// A name of an amount may stand above its currency, and above the amount beside it none.
fn beside_currencies(sheet: &Sheet, header: usize, columns: &mut BTreeMap<Field, Vec<usize>>) {
    let rows = header + 1..sheet.len().min(header + 1 + SAMPLE);
    let codes = |column: usize| {
        let mut filled = rows
            .clone()
            .map(|row| sheet.cell(row, column))
            .filter(|cell| !cell.is_empty())
            .peekable();
        filled.peek().is_some() && filled.all(|cell| currency::named(cell).is_some())
    };
    let mut named = None;
    for field in [Field::Amount, Field::Balance, Field::BalanceBefore] {
        for column in columns.get_mut(&field).into_iter().flatten() {
            let nameless =
                *column + 1 < sheet.width(header) && sheet.cell(header, *column + 1).is_empty();
            if nameless && codes(*column) {
                if field == Field::Amount {
                    named.get_or_insert(*column);
                }
                *column += 1;
            }
        }
    }
    if let Some(column) = named {
        columns
            .entry(Field::Currency)
            .or_default()
            .insert(0, column);
    }
}

/// Names that only end like known ones, where a day or an amount is still missing.
fn suggest(sheet: &Sheet, row: usize, columns: &mut BTreeMap<Field, Vec<usize>>) {
    let known: Vec<usize> = columns.values().flatten().copied().collect();
    let day = [Field::BookedAt, Field::HappenedAt, Field::ValueDate]
        .iter()
        .any(|field| columns.contains_key(field));
    let amount = [Field::Amount, Field::Credit, Field::Debit]
        .iter()
        .any(|field| columns.contains_key(field));
    for (column, cell) in sheet.cells(row).enumerate() {
        if known.contains(&column) {
            continue;
        }
        match field::suggestion(cell) {
            Some(Field::Amount) if !amount => {
                columns.entry(Field::Amount).or_default().push(column)
            }
            Some(Field::BookedAt) if !day => {
                columns.entry(Field::BookedAt).or_default().push(column)
            }
            _ => {}
        }
    }
}

/// A column of one side alone, without its other, is an amount of that name.
fn one_sided(columns: &mut BTreeMap<Field, Vec<usize>>) {
    let alone = |a, b, columns: &BTreeMap<Field, Vec<usize>>| {
        columns.contains_key(&a) && !columns.contains_key(&b)
    };
    for (side, other) in [(Field::Debit, Field::Credit), (Field::Credit, Field::Debit)] {
        if alone(side, other, columns) {
            if columns.contains_key(&Field::Amount) {
                columns.remove(&side);
            } else if let Some(column) = columns.remove(&side) {
                columns.insert(Field::Amount, column);
            }
        }
    }
}
