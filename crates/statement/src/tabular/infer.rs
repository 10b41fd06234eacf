//! Tables whose header is not there or in words that we do not know: what a column holds
//! tells what it is.

use std::collections::BTreeMap;

use super::balance::links;
use super::currency;
use super::field::{self, Field, normal};
use super::judge;
use super::number::{self, DecimalMark, Evidence, Number};
use super::side::{self, Direction};
use crate::grid::Sheet;
use crate::vocabulary::Side;

/// Rows that are looked at.
const SAMPLE: usize = 400;
/// Columns that are looked at.
const WIDEST: usize = 64;

/// What a column holds, in rows of the sample.
#[derive(Debug, Default)]
struct Holds {
    filled: usize,
    days: usize,
    numbers: usize,
    /// Numbers with a sign, with decimals or in groups, and zeros.
    amounts: usize,
    /// Numbers below zero.
    negative: usize,
    /// Whole numbers that may be amounts: no leading zero, no more than twelve digits.
    short: usize,
    currencies: usize,
    directions: usize,
    letters: usize,
}

/// A table that is known by what it holds.
pub(crate) struct Inferred {
    /// The row above its first one, where that names the columns.
    pub header: Option<usize>,
    /// What the columns are.
    pub columns: Columns,
}

/// A table whose header is not understood or not there; `None` where rows with a day and an
/// amount are not most of it.
pub(crate) fn table(sheet: &Sheet) -> Option<Inferred> {
    let rows = body(sheet)?;
    let header = header(sheet, *rows.first()?);
    if header.is_none() && rows.len() < 2 || header.is_some_and(|row| is_of_orders(sheet, row)) {
        return None;
    }
    let columns = columns(sheet, &rows, header)?;
    speaks_of_money(sheet, &rows, header, &columns).then_some(Inferred { header, columns })
}

/// Whether a header is of a list of orders or of trades in coins: their amounts are prices.
pub(crate) fn is_of_orders(sheet: &Sheet, header: usize) -> bool {
    const ALONE: &[&str] = &[
        "asin",
        "asinisbn",
        "unitprice",
        "purchaseprice",
        "purchasepriceperunit",
        "orderurl",
        "quantitytransacted",
        "spotpriceattransaction",
        "priceattransaction",
        "快递单号",
        "物流公司",
    ];
    const ORDER: &[&str] = &["orderid", "ordernumber", "orderno", "orderdate"];
    let names: Vec<String> = sheet.cells(header).map(normal).collect();
    let has = |words: &[&str]| names.iter().any(|name| words.contains(&name.as_str()));
    let balance = names
        .iter()
        .any(|name| field::meaning(name).is_some_and(|(field, _)| field == Field::Balance));
    !balance && (has(ALONE) || has(ORDER) && has(&["items"]))
}

/// Whether anything says that a table of days and numbers is one of money: names of columns,
/// currencies, directions, balances that follow, or amounts beside words.
fn speaks_of_money(
    sheet: &Sheet,
    rows: &[usize],
    header: Option<usize>,
    columns: &Columns,
) -> bool {
    let amounts: Vec<usize> = [Field::Amount, Field::Credit, Field::Debit]
        .iter()
        .filter_map(|field| columns.get(field)?.first().copied())
        .collect();
    let named = |column: usize| {
        let name = sheet.cell(header?, column);
        let known = field::meaning(name).map(|(field, _)| field);
        known.or_else(|| field::suggestion(name))
    };
    let moves = |field| matches!(field, Field::Amount | Field::Credit | Field::Debit);
    let of_amounts: Vec<Option<Field>> = amounts.iter().map(|column| named(*column)).collect();
    // A balance is no movement, whatever else is missing.
    if of_amounts.contains(&Some(Field::Balance)) {
        return false;
    }
    if of_amounts.iter().flatten().any(|field| moves(*field)) {
        return true;
    }
    if [Field::Currency, Field::Direction, Field::BalanceBefore]
        .iter()
        .any(|field| columns.contains_key(field))
    {
        return true;
    }
    let numbers: Vec<Number> = rows
        .iter()
        .flat_map(|row| amounts.iter().map(move |column| (*row, *column)))
        .filter_map(|(row, column)| {
            let cell = sheet.cell(row, column);
            let point = number::read(cell, DecimalMark::Point);
            point
                .or_else(|_| number::read(cell, DecimalMark::Comma))
                .ok()
        })
        .collect();
    if numbers.iter().filter(|n| n.scale() > 6).count() * 2 > numbers.len() {
        return false;
    }
    let marked = |n: &Number| n.currency.is_some() || n.side.is_some() || n.dollar;
    let words = columns.contains_key(&Field::Memo);
    if columns.contains_key(&Field::Balance) || numbers.iter().any(marked) {
        return true;
    }
    let hundredths = numbers.iter().filter(|n| n.scale() == 2).count() * 2 > numbers.len();
    let signed = numbers.iter().any(|n| n.negative);
    // Names in English that say nothing of money: something else is measured.
    let silent = header.is_some_and(|row| sheet.cells(row).all(str::is_ascii));
    words && (signed || hundredths) && !(silent && !(signed && hundredths))
}

/// The rows that are alike: the same column holds their first day, and a number stands
/// beside it.
fn body(sheet: &Sheet) -> Option<Vec<usize>> {
    let wide = |row: &usize| sheet.width(*row) >= 3 && !sheet.is_blank(*row);
    let mut alike: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in (0..sheet.len()).filter(wide).take(SAMPLE) {
        let day = |column: &usize| judge::day_at(sheet, row, *column).is_some();
        let columns = 0..sheet.width(row).min(WIDEST);
        let Some(first) = columns.clone().find(day) else {
            continue;
        };
        let number = |column: usize| {
            let cell = sheet.cell(row, column);
            number::read(cell, DecimalMark::Point)
                .or_else(|_| number::read(cell, DecimalMark::Comma))
                .is_ok()
        };
        if columns.clone().any(|c| !day(&c) && number(c)) {
            alike.entry(first).or_default().push(row);
        }
    }
    let rows = alike.into_values().max_by_key(Vec::len)?;
    let from = *rows.first()?;
    let others = (from..sheet.len()).filter(wide).take(SAMPLE).count();
    let lines = (0..sheet.len()).filter(|row| !sheet.is_blank(*row)).count();
    // An example within a long text is no table.
    let prose = rows.len() < SAMPLE / 2 && lines > 40 && rows.len() * 8 < lines;
    (rows.len() * 2 >= others && !prose).then_some(rows)
}

/// The row of names above the first row: text in most of its cells, no day and no amount.
fn header(sheet: &Sheet, first: usize) -> Option<usize> {
    let above = (0..first).rev().find(|row| !sheet.is_blank(*row))?;
    let filled = sheet.cells(above).filter(|cell| !cell.is_empty()).count();
    let plain = (0..sheet.width(above)).all(|column| {
        let cell = sheet.cell(above, column);
        judge::day_at(sheet, above, column).is_none()
            && !matches!(number::evidence(cell), Evidence::Sure(_))
            || number::read(cell, DecimalMark::Point).is_err()
                && number::read(cell, DecimalMark::Comma).is_err()
    });
    (plain && filled >= 3 && filled * 2 >= sheet.width(first)).then_some(above)
}

fn columns(sheet: &Sheet, rows: &[usize], header: Option<usize>) -> Option<Columns> {
    let widths = rows.iter().map(|row| sheet.width(*row));
    let width = widths.max()?.min(WIDEST);
    let held: Vec<Holds> = (0..width)
        .map(|column| holds(sheet, rows, column))
        .collect();
    let most = |part: usize, whole: usize| part * 10 >= whole * 8 && part > 0;
    let days: Vec<usize> = (0..width)
        .filter(|c| most(held[*c].days, rows.len()))
        .collect();
    if days.is_empty() {
        return None;
    }
    let numeric = |c: &usize| {
        let holds = &held[*c];
        holds.filled > 0 && holds.numbers == holds.filled && holds.days == 0
    };
    let mut amounts: Vec<usize> = (0..width)
        .filter(|c| {
            let whole = held[*c].negative > 0 && held[*c].short == held[*c].filled;
            numeric(c) && (whole || most(held[*c].amounts, held[*c].filled))
        })
        .collect();
    if let Some(header) = header.filter(|_| amounts.is_empty()) {
        // Whole numbers are amounts where a name says so, or is not English.
        let may = |column: &usize| {
            let name = sheet.cell(header, *column);
            let moves = |field| matches!(field, Field::Amount | Field::Credit | Field::Debit);
            let known = field::meaning(name).map(|(field, _)| field);
            let known = known.or_else(|| field::suggestion(name));
            known.map_or(!name.is_ascii(), moves)
        };
        amounts = (0..width)
            .filter(|c| numeric(c) && held[*c].short == held[*c].filled && may(c))
            .collect();
    }
    let wholes: Vec<usize> = (0..width)
        .filter(|c| numeric(c) && held[*c].short == held[*c].filled && !amounts.contains(c))
        .collect();
    let mut columns = by_amounts(sheet, rows, &amounts, &wholes)?;
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
            (0..width).find(|c| most(share[*c], held[*c].filled) && most(share[*c], rows.len()));
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
            let marked = number::evidence(cell) != Evidence::None;
            holds.amounts += usize::from(marked || number.signed || number.is_zero());
            holds.negative += usize::from(number.negative);
            let long = cell.len() > 12 || cell.starts_with('0') && cell.len() > 1;
            holds.short += usize::from(!long);
        } else if number::read(cell, DecimalMark::Comma).is_ok() {
            holds.numbers += 1;
            holds.amounts += 1;
        }
        holds.currencies += usize::from(currency::named(cell).is_some());
        let word = cell.contains(char::is_alphanumeric);
        holds.directions += usize::from(word && side::direction(cell).is_some());
        holds.letters += cell.chars().filter(|c| c.is_alphabetic()).count();
    }
    holds
}

/// Columns by what they are.
type Columns = BTreeMap<Field, Vec<usize>>;

/// Which numbers are amounts and which are balances; `wholes` may be balances where amounts
/// prove it.
fn by_amounts(
    sheet: &Sheet,
    rows: &[usize],
    amounts: &[usize],
    wholes: &[usize],
) -> Option<Columns> {
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
            if both && one * 10 >= rows.len() * 9 {
                let rest: Vec<usize> = amounts
                    .iter()
                    .copied()
                    .filter(|c| *c != a && *c != b)
                    .collect();
                return Some(two_sided(sheet, rows, a, b, &rest));
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
    let told = directions(sheet, rows);
    let moved = |row: usize, amount: usize| {
        let number = scaled(sheet, row, amount)?;
        let out = told.is_some_and(|column| {
            let word = side::direction(sheet.cell(row, column));
            word == Some(Direction::Moves(Side::Debit))
        });
        Some(if out { -number.abs() } else { number })
    };
    for &balance in always.iter().chain(wholes) {
        for &amount in always.iter().filter(|c| **c != balance) {
            if follows(sheet, rows, &|row| moved(row, amount), balance) {
                columns.insert(Field::Amount, vec![amount]);
                columns.insert(Field::Balance, vec![balance]);
                return Some(columns);
            }
        }
    }
    for &before in &always {
        for &amount in always.iter().filter(|c| **c != before) {
            if precedes(sheet, rows, amount, before) {
                columns.insert(Field::Amount, vec![amount]);
                columns.insert(Field::BalanceBefore, vec![before]);
                return Some(columns);
            }
        }
    }
    let signed = |column: &&usize| {
        let mut numbers = rows.iter().filter_map(|row| scaled(sheet, *row, **column));
        numbers.any(|number| number < 0)
    };
    let amount = always.iter().find(signed).copied().unwrap_or(first);
    columns.insert(Field::Amount, vec![amount]);
    Some(columns)
}

/// A column in which nearly each row says which way it goes.
fn directions(sheet: &Sheet, rows: &[usize]) -> Option<usize> {
    let width = rows.iter().map(|row| sheet.width(*row)).max()?.min(WIDEST);
    (0..width).find(|column| {
        let told = rows.iter().filter(|row| {
            let cell = sheet.cell(**row, *column);
            cell.contains(char::is_alphabetic) && side::direction(cell).is_some()
        });
        told.count() * 10 >= rows.len() * 9
    })
}

/// Whether most balances stand before the amounts beside them.
fn precedes(sheet: &Sheet, rows: &[usize], amount: usize, before: usize) -> bool {
    let points: Vec<(i128, i128)> = rows
        .iter()
        .filter_map(|row| Some((scaled(sheet, *row, amount)?, scaled(sheet, *row, before)?)))
        .collect();
    let forward = links(&points, |a, b| a.1 + a.0 == b.1);
    let backward = links(&points, |a, b| b.1 + b.0 == a.1);
    points.len() > 1 && forward.max(backward) * 2 > points.len() - 1
}

/// In and out by the balance; without one the first is out, as banks have it.
fn two_sided(sheet: &Sheet, rows: &[usize], a: usize, b: usize, rest: &[usize]) -> Columns {
    let movement = |row, credit, debit| {
        let part = |column| scaled(sheet, row, column).unwrap_or(0).abs();
        Some(part(credit) - part(debit))
    };
    let fits = |credit, debit| {
        let proves = |c: &usize| follows(sheet, rows, &|row| movement(row, credit, debit), *c);
        rest.iter().copied().find(proves)
    };
    let (mut debit, mut credit) = (a, b);
    let mut balance = fits(credit, debit);
    if balance.is_none() {
        balance = fits(debit, credit);
        if balance.is_some() {
            (debit, credit) = (b, a);
        }
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
