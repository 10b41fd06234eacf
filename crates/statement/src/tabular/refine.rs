//! What columns hold, against what their names say.
//!
//! A name may be of two meanings (`Valuta` is a currency in Sweden and a day in Germany), or
//! of none that we know; the values decide.

use std::collections::BTreeMap;

use super::currency;
use super::field::{Field, normal};
use super::judge;
use super::plan::Plan;
use super::side;
use crate::grid::Sheet;

/// Rows that are looked at.
const SAMPLE: usize = 400;
/// Columns that are looked at.
const WIDEST: usize = 64;
const DAYS: [Field; 3] = [Field::BookedAt, Field::HappenedAt, Field::ValueDate];

/// Adds to columns known by their names those that were found by what they hold.
pub(crate) fn complete(plan: &mut Plan, found: BTreeMap<Field, Vec<usize>>) {
    let has = |plan: &Plan, field| plan.column(field).is_some();
    let day = DAYS.iter().any(|field| has(plan, *field));
    let amount = has(plan, Field::Amount) || has(plan, Field::Credit) && has(plan, Field::Debit);
    if !amount {
        plan.columns.remove(&Field::Credit);
        plan.columns.remove(&Field::Debit);
    }
    for (field, columns) in found {
        let known = match field {
            Field::BookedAt => day,
            Field::Amount | Field::Credit | Field::Debit => amount,
            _ => has(plan, field),
        };
        if known {
            continue;
        }
        let free = |column: &usize, plan: &Plan| {
            let day = field == Field::BookedAt && plan.all(Field::Time).contains(column);
            let moves = day || matches!(field, Field::Amount | Field::Credit | Field::Debit);
            moves || !plan.columns.values().flatten().any(|known| known == column)
        };
        let columns: Vec<usize> = columns.into_iter().filter(|c| free(c, plan)).collect();
        for known in plan.columns.values_mut() {
            known.retain(|column| !columns.contains(column));
        }
        plan.columns.retain(|_, columns| !columns.is_empty());
        if !columns.is_empty() {
            plan.columns.insert(field, columns);
        }
    }
}

/// Corrects a plan by what its columns hold.
pub(crate) fn by_values(sheet: &Sheet, plan: &mut Plan) {
    let rows: Vec<usize> = (plan.first()..sheet.len())
        .filter(|row| !sheet.is_blank(*row))
        .take(SAMPLE)
        .collect();
    let width = rows
        .iter()
        .map(|row| sheet.width(*row))
        .max()
        .unwrap_or(0)
        .min(WIDEST);
    days(sheet, plan, &rows, width);
    let rows: Vec<usize> = rows
        .into_iter()
        .filter(|row| {
            plan.days()
                .iter()
                .any(|day| judge::day_at(sheet, *row, *day).is_some())
        })
        .collect();
    balances(sheet, plan, &rows);
    other_side(sheet, plan, &rows, width);
    if plan.column(Field::Direction).is_none() {
        direction(sheet, plan, &rows, width);
    }
    if plan.column(Field::Currency).is_none() {
        currency_column(sheet, plan, &rows, width);
    }
}

fn is_taken(plan: &Plan, column: usize) -> bool {
    plan.columns
        .values()
        .flatten()
        .any(|known| *known == column)
}

/// A day's column must hold days, and one that nobody named may.
fn days(sheet: &Sheet, plan: &mut Plan, rows: &[usize], width: usize) {
    let held = |column: usize| {
        rows.iter()
            .filter(|row| judge::day_at(sheet, **row, column).is_some())
            .count()
    };
    for column in plan.days() {
        let filled = rows.iter().any(|row| !sheet.cell(*row, column).is_empty());
        if held(column) > 0 || rows.is_empty() {
            continue;
        }
        for field in DAYS {
            if let Some(columns) = plan.columns.get_mut(&field) {
                columns.retain(|known| *known != column);
            }
        }
        let codes = |row: &&usize| currency::named(sheet.cell(**row, column)).is_some();
        if filled && rows.iter().filter(codes).count() * 2 > rows.len() {
            plan.columns
                .entry(Field::Currency)
                .or_default()
                .push(column);
        }
    }
    plan.columns.retain(|_, columns| !columns.is_empty());
    let named = rows
        .iter()
        .filter(|row| {
            plan.days()
                .iter()
                .any(|day| judge::day_at(sheet, **row, *day).is_some())
        })
        .count();
    let best = (0..width)
        .filter(|column| !is_taken(plan, *column))
        .map(|column| (held(column), std::cmp::Reverse(column)))
        .max();
    if let Some((count, std::cmp::Reverse(column))) = best
        && count > named
    {
        plan.columns
            .entry(Field::HappenedAt)
            .or_default()
            .insert(0, column);
    }
}

/// Beside a column that is named for one side and empty in some rows, the column of numbers
/// that only those rows fill is the other side.
fn other_side(sheet: &Sheet, plan: &mut Plan, rows: &[usize], width: usize) {
    let (Some(amount), Some(header)) = (plan.column(Field::Amount), plan.header) else {
        return;
    };
    let named = super::field::meaning(sheet.cell(header, amount)).map(|(field, _)| field);
    let other = match named {
        Some(Field::Credit) => Field::Debit,
        Some(Field::Debit) => Field::Credit,
        _ => return,
    };
    let number = |row: usize, column| {
        judge::number_at(sheet, row, column, plan.mark).is_ok_and(|number| !number.is_zero())
    };
    let apart = |column: &usize| {
        rows.iter().any(|row| number(*row, *column))
            && rows.iter().all(|row| {
                let own = number(*row, amount);
                own != number(*row, *column)
            })
    };
    let found = (0..width)
        .filter(|column| *column != amount && !is_taken(plan, *column))
        .find(apart);
    if let (Some(column), Some(side)) = (found, named) {
        plan.columns.remove(&Field::Amount);
        plan.columns.insert(side, vec![amount]);
        plan.columns.insert(other, vec![column]);
    }
}

/// A column of balances that holds none beside a row states them elsewhere.
fn balances(sheet: &Sheet, plan: &mut Plan, rows: &[usize]) {
    if rows.is_empty() {
        return;
    }
    for field in [Field::Balance, Field::BalanceBefore] {
        if let Some(columns) = plan.columns.get_mut(&field) {
            columns.retain(|column| rows.iter().any(|row| !sheet.cell(*row, *column).is_empty()));
        }
    }
    plan.columns.retain(|_, columns| !columns.is_empty());
}

/// A column of words for in and out beside amounts without a sign.
fn direction(sheet: &Sheet, plan: &mut Plan, rows: &[usize], width: usize) {
    let Some(amount) = plan.column(Field::Amount) else {
        return;
    };
    if plan.column(Field::Credit).is_some() && plan.column(Field::Debit).is_some() {
        return;
    }
    let negative = rows.iter().any(|row| {
        judge::number_at(sheet, *row, amount, plan.mark).is_ok_and(|number| number.negative)
    });
    if negative || rows.is_empty() {
        return;
    }
    let open = |column: &usize| {
        let kind = plan.all(Field::Kind).contains(column) || plan.all(Field::Memo).contains(column);
        kind || !is_taken(plan, *column)
    };
    let tells = |column: &usize| {
        let words = |row: &&usize| side::direction(sheet.cell(**row, *column)).is_some();
        rows.iter().filter(words).count() * 10 >= rows.len() * 9
    };
    let found = (0..width).filter(open).find(tells);
    if let Some(column) = found {
        for columns in plan.columns.values_mut() {
            columns.retain(|known| *known != column);
        }
        plan.columns.retain(|_, columns| !columns.is_empty());
        plan.columns.insert(Field::Direction, vec![column]);
    }
}

/// A column of currency codes, unless its name says that they are of another amount.
fn currency_column(sheet: &Sheet, plan: &mut Plan, rows: &[usize], width: usize) {
    const OTHER: &[&str] = &[
        "orig", "foreign", "exchange", "fremd", "local", "from", "to",
    ];
    let own = |column: &usize| {
        let name = plan
            .header
            .map_or(String::new(), |header| normal(sheet.cell(header, *column)));
        !is_taken(plan, *column) && !OTHER.iter().any(|word| name.contains(word))
    };
    let tells = |column: &usize| {
        let codes = |row: &&usize| currency::named(sheet.cell(**row, *column)).is_some();
        !rows.is_empty() && rows.iter().filter(codes).count() * 10 >= rows.len() * 9
    };
    if let Some(column) = (0..width).filter(own).find(tells) {
        plan.columns.insert(Field::Currency, vec![column]);
    }
}
