//! Tables without a header: what a column holds tells what it is.

use std::collections::BTreeMap;

use super::balance::links;
use super::currency;
use super::field::Field;
use super::judge;
use super::number::{self, DecimalMark, Evidence};
use super::side;
use crate::grid::Sheet;

/// Rows that are looked at.
const SAMPLE: usize = 400;

/// What a column holds, in rows of the sample.
#[derive(Debug, Default)]
struct Holds {
    filled: usize,
    days: usize,
    numbers: usize,
    /// Numbers with a sign or with decimals.
    amounts: usize,
    currencies: usize,
    directions: usize,
    letters: usize,
}

/// The columns of a table without a header; `None` where days or amounts are not found in
/// almost every row.
pub(crate) fn columns(sheet: &Sheet) -> Option<BTreeMap<Field, Vec<usize>>> {
    let rows: Vec<usize> = (0..sheet.len())
        .filter(|row| sheet.width(*row) >= 3 && !sheet.is_blank(*row))
        .take(SAMPLE)
        .collect();
    let widths: Vec<usize> = rows.iter().map(|row| sheet.width(*row)).collect();
    let width = widths.iter().copied().max()?.min(64);
    let held: Vec<Holds> = (0..width)
        .map(|column| holds(sheet, &rows, column))
        .collect();
    let most = |part: usize, whole: usize| part * 10 >= whole * 8 && part > 0;
    let days: Vec<usize> = (0..width)
        .filter(|c| most(held[*c].days, rows.len()))
        .collect();
    let first_day = *days.first()?;
    let dated: Vec<usize> = rows
        .into_iter()
        .filter(|row| judge::day_at(sheet, *row, first_day).is_some())
        .collect();
    let amounts: Vec<usize> = (0..width)
        .filter(|c| {
            let holds = &held[*c];
            holds.filled > 0
                && holds.numbers == holds.filled
                && holds.days == 0
                && most(holds.amounts, holds.filled)
        })
        .collect();
    let mut columns = by_amounts(sheet, &dated, &amounts)?;
    columns.insert(Field::BookedAt, days);
    for (field, share) in [
        (
            Field::Currency,
            held.iter().map(|h| h.currencies).collect::<Vec<_>>(),
        ),
        (
            Field::Direction,
            held.iter().map(|h| h.directions).collect(),
        ),
    ] {
        let found =
            (0..width).find(|c| most(share[*c], held[*c].filled) && most(share[*c], dated.len()));
        if let Some(column) = found {
            columns.insert(field, vec![column]);
        }
    }
    let taken: Vec<usize> = columns.values().flatten().copied().collect();
    let texts = (0..width).filter(|c| !taken.contains(c) && held[*c].letters > 0);
    if let Some(memo) = texts.max_by_key(|c| held[*c].letters) {
        columns.insert(Field::Memo, vec![memo]);
    }
    Some(columns)
}

fn holds(sheet: &Sheet, rows: &[usize], column: usize) -> Holds {
    let mut holds = Holds::default();
    for row in rows {
        let cell = sheet.cell(*row, column);
        if cell.is_empty() {
            continue;
        }
        holds.filled += 1;
        holds.days += usize::from(judge::day_at(sheet, *row, column).is_some());
        if let Ok(number) = number::read(cell, DecimalMark::Point) {
            holds.numbers += 1;
            let decimals = matches!(number::evidence(cell), Evidence::Sure(_));
            holds.amounts += usize::from(decimals || number.signed);
        } else if number::read(cell, DecimalMark::Comma).is_ok() {
            holds.numbers += 1;
            holds.amounts += 1;
        }
        holds.currencies += usize::from(currency::named(cell).is_some());
        holds.directions += usize::from(side::direction(cell).is_some());
        holds.letters += cell.chars().filter(|c| c.is_alphabetic()).count();
    }
    holds
}

type Columns = BTreeMap<Field, Vec<usize>>;

/// Which numbers are amounts and which are balances.
fn by_amounts(sheet: &Sheet, rows: &[usize], amounts: &[usize]) -> Option<Columns> {
    let filled = |column: usize, row: usize| {
        number::read(sheet.cell(row, column), DecimalMark::Point)
            .or_else(|_| number::read(sheet.cell(row, column), DecimalMark::Comma))
            .is_ok_and(|number| !number.is_zero())
    };
    // Two columns of which each row fills one.
    for (at, &a) in amounts.iter().enumerate() {
        for &b in &amounts[at + 1..] {
            let one = rows
                .iter()
                .filter(|row| filled(a, **row) != filled(b, **row))
                .count();
            let both = [a, b]
                .iter()
                .all(|c| rows.iter().any(|row| filled(*c, *row)));
            if both && one == rows.len() {
                let rest = amounts.iter().copied().find(|c| *c != a && *c != b);
                return Some(two_sided(sheet, rows, a, b, rest));
            }
        }
    }
    let always: Vec<usize> = amounts
        .iter()
        .copied()
        .filter(|c| {
            rows.iter()
                .filter(|row| !sheet.cell(**row, *c).is_empty())
                .count()
                * 10
                >= rows.len() * 8
        })
        .collect();
    let first = *always.first()?;
    let mut columns = Columns::new();
    for &balance in &always {
        for &amount in always.iter().filter(|c| **c != balance) {
            if follows(sheet, rows, &|row| scaled(sheet, row, amount), balance) {
                columns.insert(Field::Amount, vec![amount]);
                columns.insert(Field::Balance, vec![balance]);
                return Some(columns);
            }
        }
    }
    columns.insert(Field::Amount, vec![first]);
    Some(columns)
}

/// In and out by the balance; without one the first is out, as banks have it.
fn two_sided(sheet: &Sheet, rows: &[usize], a: usize, b: usize, balance: Option<usize>) -> Columns {
    let movement = |row, credit, debit| {
        let part = |column| scaled(sheet, row, column).unwrap_or(0).abs();
        Some(part(credit) - part(debit))
    };
    let (mut debit, mut credit) = (a, b);
    if let Some(balance) = balance
        && follows(sheet, rows, &|row| movement(row, a, b), balance)
    {
        (debit, credit) = (b, a);
    }
    let mut columns = Columns::new();
    columns.insert(Field::Debit, vec![debit]);
    columns.insert(Field::Credit, vec![credit]);
    columns.extend(balance.map(|balance| (Field::Balance, vec![balance])));
    columns
}

fn scaled(sheet: &Sheet, row: usize, column: usize) -> Option<i128> {
    let number = judge::number_at(sheet, row, column, DecimalMark::Point).ok()?;
    Some(number.at_scale(8))
}

/// Whether most balances follow from the amounts, in one order of the rows or the other.
fn follows(
    sheet: &Sheet,
    rows: &[usize],
    movement: &dyn Fn(usize) -> Option<i128>,
    balance: usize,
) -> bool {
    let points: Vec<(i128, i128)> = rows
        .iter()
        .filter_map(|row| Some((movement(*row)?, scaled(sheet, *row, balance)?)))
        .collect();
    let forward = links(&points, |a, b| a.1 + b.0 == b.1);
    let backward = links(&points, |a, b| b.1 + a.0 == a.1);
    points.len() > 1 && forward.max(backward) * 2 > points.len() - 1
}
