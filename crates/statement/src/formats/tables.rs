//! Formats of foreign tables as data: the columns by which each is known, and what is
//! peculiar to it. Everything else (where the header stands, decimal marks, dates, which
//! way amounts go, balances, totals) is decided on the table's own values.
//!
//! Adding one: a [`Format`] with a [`TableFormat`], an entry in [`ALL`](super::ALL), a sample
//! with its expected report in a folder of the format's id under `tests/fixtures/formats`.

use super::{Format, Shape};
use crate::grid::Sheet;
use crate::rows::Role;
use crate::tabular::{Field, Plan, SignRule, meanings, normal};

/// A column of a foreign table.
#[derive(Clone, Copy, Debug)]
pub struct TableColumn {
    /// Its names, the newest first.
    pub names: &'static [&'static str],
    /// What it means.
    pub field: Field,
    /// A table without it is not of this format.
    pub required: bool,
}

/// What is peculiar to a format.
#[derive(Clone, Copy, Debug)]
pub struct TableFormat {
    /// What people call it.
    pub title: &'static str,
    /// Its columns; others are understood by their names.
    pub columns: &'static [TableColumn],
    /// Which way amounts go, where the format says so itself.
    pub sign: Option<SignRule>,
    /// The currency of rows that name none.
    pub currency: Option<[u8; 3]>,
    /// It is a card's: positive amounts may be purchases.
    pub card: bool,
    /// Amounts are whole minor units.
    pub minor_units: bool,
    /// Fields whose columns, known by name, mean nothing here.
    pub without: &'static [Field],
    /// Its own words, in small letters, for states in which a row moved no money.
    pub unmoved: &'static [&'static str],
    /// The word for the direction says whether money moved, whatever the state.
    pub direction_decides: bool,
    /// A row without an amount is one that moved no money.
    pub blank_moves_nothing: bool,
    /// Rows begin with this cell; others are headers and totals.
    pub mark: Option<&'static str>,
    /// Amounts have four decimals and more by design: they are rounded, which is said. Of any
    /// other table such a row is refused.
    pub fractions: bool,
    /// Rows without a day are of the day on which all was transferred, stated above.
    pub undated: bool,
}

/// Nothing peculiar.
pub const PLAIN: TableFormat = TableFormat {
    title: "Bank table of any institution, by its columns 通用银行明细",
    columns: &[],
    sign: None,
    currency: None,
    card: false,
    minor_units: false,
    without: &[],
    unmoved: &[],
    direction_decides: false,
    blank_moves_nothing: false,
    mark: None,
    fractions: false,
    undated: false,
};

/// A column that the format must have.
#[must_use]
pub const fn must(field: Field, names: &'static [&'static str]) -> TableColumn {
    TableColumn {
        names,
        field,
        required: true,
    }
}

/// A column that it may have.
#[must_use]
pub const fn may(field: Field, names: &'static [&'static str]) -> TableColumn {
    TableColumn {
        names,
        field,
        required: false,
    }
}

/// A table that is read by the names of its columns, or by what they hold.
pub static BANK_TABLE: Format = Format {
    id: "bank-table",
    role: Some(Role::BankStatement),
    shape: Shape::Grid(&PLAIN),
    source: "Tieout's own reading: docs/formats.md",
};

/// The peculiarities of the format of an id, none for another.
pub(crate) fn by_id(id: &str) -> &'static TableFormat {
    Format::by_id(id).and_then(of).unwrap_or(&PLAIN)
}

/// The peculiarities of a format.
pub(crate) fn of(format: &Format) -> Option<&'static TableFormat> {
    match format.shape {
        Shape::Grid(table) => Some(table),
        _ => None,
    }
}

/// Rows before the header are not searched beyond this one.
const DEEPEST_HEADER: usize = 80;

/// The format whose columns a row of the sheet has, and the plan that they make.
pub(crate) fn by_columns(sheet: &Sheet) -> Option<(&'static Format, Plan)> {
    let mut best: Option<(usize, &'static Format, usize)> = None;
    for row in 0..sheet.len().min(DEEPEST_HEADER) {
        if sheet.width(row) < 3 {
            continue;
        }
        let names: Vec<String> = sheet.cells(row).map(normal).collect();
        for format in super::ALL {
            let Some(table) = of(format).filter(|table| !table.columns.is_empty()) else {
                continue;
            };
            let Some(known) = fit(table, &names) else {
                continue;
            };
            if best.is_none_or(|(most, ..)| known > most) {
                best = Some((known, format, row));
            }
        }
    }
    let (_, format, row) = best?;
    let table = of(format)?;
    let names: Vec<String> = sheet.cells(row).map(normal).collect();
    let role = format.role.unwrap_or(Role::BankStatement);
    let mut plan = Plan::new(format.id, role, Some(row));
    plan.columns = meanings(sheet, row);
    for field in table.without {
        plan.columns.remove(field);
    }
    for column in table.columns.iter().rev() {
        if let Some(at) = place(column, &names) {
            for columns in plan.columns.values_mut() {
                columns.retain(|known| *known != at);
            }
            plan.columns.entry(column.field).or_default().insert(0, at);
        }
    }
    plan.columns.retain(|_, columns| !columns.is_empty());
    Some((format, plan))
}

/// How many of a format's columns a header has; `None` where a required one is missing.
fn fit(table: &TableFormat, names: &[String]) -> Option<usize> {
    let mut known = 0;
    for column in table.columns {
        match place(column, names) {
            Some(_) => known += 1,
            None if column.required => return None,
            None => {}
        }
    }
    Some(known)
}

fn place(column: &TableColumn, names: &[String]) -> Option<usize> {
    column.names.iter().find_map(|name| {
        let wanted = normal(name);
        names.iter().position(|found| *found == wanted)
    })
}
