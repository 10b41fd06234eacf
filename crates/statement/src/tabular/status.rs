//! Which rows moved no money by their state.
//!
//! A state that says so (pending, closed, denied) is taken at its word, but for two cases:
//! the file has a word of its own for whether the balance was touched, or its running
//! balance has the row in it already: a withdrawal leaves a wallet's account at once and is
//! pending at the bank only.

use std::collections::BTreeMap;

use super::field::Field;
use super::judge;
use super::plan::{Plan, SignRule};
use super::side::{self, Direction};
use crate::formats::tables::{self, TableFormat};
use crate::grid::Sheet;

/// Tells rows that moved nothing from those that did.
#[derive(Debug)]
pub(super) struct Unmoved {
    table: &'static TableFormat,
    /// Running balances have these rows in them.
    in_balance: bool,
}

impl Unmoved {
    /// For the rows of a sheet under a plan.
    pub fn new(sheet: &Sheet, plan: &Plan, rows: &[usize]) -> Self {
        let mut unmoved = Self {
            table: tables::by_id(plan.format),
            in_balance: false,
        };
        unmoved.in_balance = unmoved.follows(sheet, plan, rows);
        unmoved
    }

    /// Whether a row moved no money, its state says.
    pub fn is(&self, sheet: &Sheet, plan: &Plan, row: usize) -> bool {
        !self.in_balance && self.says(sheet, plan, row)
    }

    fn says(&self, sheet: &Sheet, plan: &Plan, row: usize) -> bool {
        let cell = |field| plan.column(field).map(|column| sheet.cell(row, column));
        let Some(state) = cell(Field::Status) else {
            return false;
        };
        let word = cell(Field::Direction).and_then(side::direction);
        if self.table.direction_decides && matches!(word, Some(Direction::Moves(_))) {
            return false;
        }
        let state = state.trim();
        side::unmoved(state).is_some()
            || self.table.unmoved.contains(&state.to_lowercase().as_str())
    }

    /// Whether more balances follow with these rows than without them.
    fn follows(&self, sheet: &Sheet, plan: &Plan, rows: &[usize]) -> bool {
        let (Some(amount), Some(balance)) =
            (plan.column(Field::Amount), plan.column(Field::Balance))
        else {
            return false;
        };
        if plan.sign != SignRule::Signed || !rows.iter().any(|row| self.says(sheet, plan, *row)) {
            return false;
        }
        let number = |row: usize, column| {
            let number = judge::number_at(sheet, row, column, plan.mark).ok()?;
            Some(number.at_scale(8))
        };
        let mut last: BTreeMap<[&str; 2], (i128, i128, bool)> = BTreeMap::new();
        let (mut with, mut without) = (0_usize, 0_usize);
        for row in rows {
            let (Some(amount), Some(balance)) = (number(*row, amount), number(*row, balance))
            else {
                continue;
            };
            let open = self.says(sheet, plan, *row);
            let key = [Field::Currency, Field::Account].map(|field| {
                plan.column(field)
                    .map_or("", |column| sheet.cell(*row, column))
            });
            let before = last.insert(key, (amount, balance, open));
            let Some((amount_before, balance_before, open_before)) = before else {
                continue;
            };
            if !open && !open_before {
                continue;
            }
            let fits = |first: i128, second: i128| {
                balance_before + second == balance || balance + first == balance_before
            };
            let counted = |amount: i128, open: bool| if open { 0 } else { amount };
            with += usize::from(fits(amount_before, amount));
            without += usize::from(fits(
                counted(amount_before, open_before),
                counted(amount, open),
            ));
        }
        with > without
    }
}
