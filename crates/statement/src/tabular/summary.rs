//! Lines of a table without a header that sum up its rows: nothing names their balances, so
//! the rows must prove them.

use super::control::Around;
use super::currency;
use super::field::Field;
use super::judge;
use super::number::{self, Evidence, Number};
use super::plan::Plan;
use super::rows::{Print, Taker};
use super::side::Direction;
use crate::grid::{CellKind, Sheet};
use crate::vocabulary::Side;

/// Lines before and behind the rows that are looked at.
const NEAR: usize = 4;
/// Fewer rows prove nothing.
const FEWEST: usize = 2;

/// Takes the balances that the first or last line states, and leaves the rows without it.
pub(crate) fn take(
    sheet: &Sheet,
    plan: &mut Plan,
    around: &mut Around,
    rows: Vec<usize>,
) -> Vec<usize> {
    let (Some(first), Some(last)) = (rows.first().copied(), rows.last().copied()) else {
        return rows;
    };
    let stated = around.opening.is_some() || around.closing.is_some();
    if stated || rows.len() < FEWEST {
        return rows;
    }
    let before = (0..first).rev().take(NEAR);
    let behind = (last + 1..sheet.len()).take(NEAR);
    let movements = movements(sheet, plan, around, &rows);
    for line in before.chain([first, last]).chain(behind) {
        let inside = line == first || line == last;
        let few = rows.len() - usize::from(inside) < FEWEST;
        if sheet.is_blank(line) || few || inside && continues(sheet, plan, &rows, line) {
            continue;
        }
        let found = proven(sheet, plan, movements.as_deref(), &rows, line).or_else(|| {
            let number = inside.then(|| bare(sheet, plan, line, &rows)).flatten()?;
            Some((None, Some(number)))
        });
        if let Some((opening, closing)) = found {
            let name = |number| (format!("line {}", sheet.row(line).line), number);
            around.opening = opening.map(name);
            around.closing = closing.map(name);
            plan.summaries.push(line);
            return rows.into_iter().filter(|row| *row != line).collect();
        }
    }
    if plan.column(Field::Balance).is_none()
        && let Some((line, closing)) = above(sheet, plan, first, &rows)
    {
        around.closing = Some(closing);
        plan.summaries.push(line);
    }
    rows
}

/// The balance of a line above the table that has no word for it: a day that no row is
/// after, and one amount.
pub(crate) fn above(
    sheet: &Sheet,
    plan: &Plan,
    until: usize,
    rows: &[usize],
) -> Option<(usize, (String, Number))> {
    let last = rows
        .iter()
        .filter_map(|row| {
            judge::day_at(sheet, *row, *plan.days().first()?)?.date(plan.order, plan.year)
        })
        .max()?;
    (0..until).take(NEAR).find_map(|line| {
        let days = (0..sheet.width(line))
            .filter_map(|column| judge::day_at(sheet, line, column)?.date(plan.order, plan.year));
        let mut found = numbers(sheet, plan, line).filter(|number| number.scale() == 2);
        let (number, more) = (found.next()?, found.next());
        let stated = days.max().is_some_and(|day| day >= last) && more.is_none();
        // A title with words has labels; they are read elsewhere.
        let words = sheet.cells(line).filter(|cell| {
            currency::named(cell).is_none()
                && number::read(cell, plan.mark).is_err()
                && cell.chars().filter(|c| c.is_alphabetic()).count() >= 2
        });
        // Below names of columns, how many rows there are must stand beside it.
        let counted = sheet.cells(line).any(|cell| cell.parse() == Ok(rows.len()));
        let bare = plan.header.is_none() || words.count() == 0 && counted;
        let name = format!("line {}", sheet.row(line).line);
        (stated && bare).then_some((line, (name, number)))
    })
}

/// Opening and closing, each where the line states it.
type Stated = (Option<Number>, Option<Number>);

/// Whether the balance of the first or last row follows from that of its neighbour: then it
/// is a row, even where what came before it was nothing.
fn continues(sheet: &Sheet, plan: &Plan, rows: &[usize], line: usize) -> bool {
    let neighbour = if rows.first() == Some(&line) {
        rows.get(1)
    } else {
        rows.len().checked_sub(2).and_then(|at| rows.get(at))
    };
    let read = |row: usize, field| {
        let number = judge::number_at(sheet, row, plan.column(field)?, plan.mark).ok()?;
        Some(number.at_scale(8))
    };
    let (Some(neighbour), Some(held)) = (neighbour, read(line, Field::Balance)) else {
        return false;
    };
    let amounts = [Field::Amount, Field::Credit, Field::Debit];
    let moved = |row| amounts.into_iter().find_map(|field| read(row, field));
    let Some(before) = read(*neighbour, Field::Balance) else {
        return false;
    };
    let step = (held - before).abs();
    [line, *neighbour]
        .into_iter()
        .filter_map(moved)
        .any(|amount| amount.abs() == step)
}

/// What each row moves, money in positive; `None` where not all can be read, or in another
/// currency than the table's.
fn movements(sheet: &Sheet, plan: &Plan, around: &Around, rows: &[usize]) -> Option<Vec<i128>> {
    let prints: Vec<Print> = Taker::new(sheet, plan, around, rows).print(rows);
    let currency = plan.currency?;
    if prints.len() != rows.len() || prints.iter().any(|print| print.1 != currency) {
        return None;
    }
    let moved = prints.iter().map(|(.., minor, direction)| match direction {
        Direction::Moves(Side::Credit) => i128::from(*minor),
        Direction::Moves(Side::Debit) => -i128::from(*minor),
        Direction::Neutral => 0,
    });
    Some(moved.collect())
}

/// Two numbers of a line that the movements of the other rows lead from one to the other.
fn proven(
    sheet: &Sheet,
    plan: &Plan,
    movements: Option<&[i128]>,
    rows: &[usize],
    line: usize,
) -> Option<Stated> {
    let (movements, currency) = (movements?, plan.currency?);
    let own = rows.iter().position(|row| *row == line);
    let own = own.map_or(0, |at| movements[at]);
    let movement = movements.iter().sum::<i128>() - own;
    let numbers: Vec<(Number, i128)> = numbers(sheet, plan, line)
        .filter_map(|number| {
            Some((
                number,
                i128::from(number.signed_minor(currency, "").ok()?.0),
            ))
        })
        .collect();
    let pairs = numbers.windows(2).filter_map(|pair| match pair {
        [(opening, from), (closing, to)] => {
            (movement != 0 && from + movement == *to).then_some((Some(*opening), Some(*closing)))
        }
        _ => None,
    });
    let found: Vec<Stated> = pairs.collect();
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The numbers of a line that are written as amounts are.
fn numbers<'a>(
    sheet: &'a Sheet,
    plan: &'a Plan,
    line: usize,
) -> impl Iterator<Item = Number> + use<'a> {
    (0..sheet.width(line)).filter_map(move |column| {
        let text = sheet.cell(line, column);
        let marked = matches!(number::evidence(text), Evidence::Sure(_))
            || sheet.kind(line, column) == CellKind::Number;
        let number = judge::number_at(sheet, line, column, plan.mark).ok()?;
        marked.then_some(number)
    })
}

/// The amount of a line that says nothing else but its day, where each other row has words
/// and none has a balance: the balance of its day.
fn bare(sheet: &Sheet, plan: &Plan, line: usize, rows: &[usize]) -> Option<Number> {
    if plan.column(Field::Balance).is_some() || plan.column(Field::Amount).is_none() {
        return None;
    }
    let wordy = |row: usize| {
        sheet
            .cells(row)
            .any(|cell| cell.chars().filter(|c| c.is_alphabetic()).count() >= 2)
    };
    let day = |row: usize| {
        let column = *plan.days().first()?;
        judge::day_at(sheet, row, column)?.date(plan.order, plan.year)
    };
    if wordy(line) {
        return None;
    }
    let last = day(line)?;
    let others: Vec<usize> = rows.iter().copied().filter(|row| *row != line).collect();
    let later = others
        .iter()
        .all(|row| day(*row).is_some_and(|day| day <= last));
    let column = plan.column(Field::Amount)?;
    let only = numbers(sheet, plan, line).count() == 1;
    (others.iter().all(|row| wordy(*row)) && later && only)
        .then(|| judge::number_at(sheet, line, column, plan.mark).ok())
        .flatten()
}
