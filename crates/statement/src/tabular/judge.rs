//! What the values of a table tell of how they are to be read, all of a column together.

use super::balance::links;
use super::control;
use super::date::{self, DateOrder};
use super::field::Field;
use super::number::{self, DecimalMark, Evidence, Number};
use super::plan::{Plan, SignRule};
use super::side;
use crate::calendar::Date;
use crate::grid::{CellKind, Sheet};
use crate::problem::Assumption;
use crate::vocabulary::Side;

/// Something assumed, and as what.
pub(crate) type Assumed = (Assumption, String);

/// A number in a cell: a workbook's own or a text of the column's style.
pub(crate) fn number_at(
    sheet: &Sheet,
    row: usize,
    column: usize,
    mark: DecimalMark,
) -> Result<Number, number::NotNumber> {
    let mark = match sheet.kind(row, column) {
        CellKind::Number => DecimalMark::Point,
        _ => mark,
    };
    number::read(sheet.cell(row, column), mark)
}

/// A day in a cell: a workbook's own, a serial number, or a text.
pub(crate) fn day_at(sheet: &Sheet, row: usize, column: usize) -> Option<date::Moment> {
    let text = sheet.cell(row, column);
    date::read(text).or_else(|| match sheet.kind(row, column) {
        CellKind::Number => date::serial(text),
        _ => None,
    })
}

/// Rows that look like rows of the table: a day stands where one must.
pub(crate) fn data_rows(sheet: &Sheet, plan: &Plan) -> Vec<usize> {
    let days = plan.days();
    (plan.first()..sheet.len())
        .filter(|row| days.iter().any(|day| day_at(sheet, *row, *day).is_some()))
        .collect()
}

/// Whether a row has a day and no amount, and speaks of what the account holds.
pub(crate) fn is_balance_of_a_day(sheet: &Sheet, plan: &Plan, row: usize) -> bool {
    let amounts = plan.amounts();
    amounts
        .iter()
        .all(|column| sheet.cell(row, *column).is_empty())
        && control::speaks_of_balance(sheet, row)
}

/// What the account held after its last day, where rows of their own say it and the others
/// do not.
pub(crate) fn balance_of_the_last_day(
    sheet: &Sheet,
    plan: &Plan,
    rows: &[usize],
) -> Option<(String, Number)> {
    let column = plan.column(Field::Balance)?;
    let read = |row: usize| number_at(sheet, row, column, plan.mark).ok();
    let (of_days, others): (Vec<usize>, Vec<usize>) = rows
        .iter()
        .partition(|row| is_balance_of_a_day(sheet, plan, **row));
    if others.iter().any(|row| read(*row).is_some()) {
        return None;
    }
    let day = |row: usize| {
        let moment = day_at(sheet, row, *plan.days().first()?)?;
        moment.date(plan.order, plan.year)
    };
    let (first, last) = (*of_days.first()?, *of_days.last()?);
    let row = if day(first) > day(last) { first } else { last };
    let label = sheet
        .cells(row)
        .find(|cell| cell.chars().any(char::is_alphabetic));
    Some((label.unwrap_or_default().to_owned(), read(row)?))
}

/// Decides what the values decide, and says what had to be assumed.
pub(crate) fn judge(sheet: &Sheet, plan: &mut Plan, rows: &[usize]) -> Vec<Assumed> {
    let mut assumed = Vec::new();
    assumed.extend(decimal_mark(sheet, plan, rows));
    assumed.extend(date_order(sheet, plan, rows));
    assumed
}

fn decimal_mark(sheet: &Sheet, plan: &mut Plan, rows: &[usize]) -> Option<Assumed> {
    let mut columns = plan.amounts();
    columns.extend(plan.column(Field::Balance));
    columns.extend(plan.column(Field::Fee));
    let (mut points, mut commas, mut open) = (0_usize, 0_usize, 0_usize);
    for row in rows {
        for column in &columns {
            if sheet.kind(*row, *column) != CellKind::Text {
                continue;
            }
            match number::evidence(sheet.cell(*row, *column)) {
                Evidence::Sure(DecimalMark::Point) => points += 1,
                Evidence::Sure(DecimalMark::Comma) => commas += 1,
                Evidence::Either => open += 1,
                Evidence::None => {}
            }
        }
    }
    plan.mark = if commas > points {
        DecimalMark::Comma
    } else {
        DecimalMark::Point
    };
    let undecided = points == 0 && commas == 0 && open > 0;
    undecided.then(|| (Assumption::DecimalMark, "point".to_owned()))
}

fn date_order(sheet: &Sheet, plan: &mut Plan, rows: &[usize]) -> Option<Assumed> {
    let (mut first, mut second, mut open) = (0_usize, 0_usize, 0_usize);
    for column in plan.days() {
        for row in rows {
            let Some(moment) = day_at(sheet, *row, column) else {
                continue;
            };
            match moment.order() {
                Some(DateOrder::DayFirst) => first += 1,
                Some(DateOrder::MonthFirst) => second += 1,
                None if matches!(moment.day, date::Day::Known(_) | date::Day::Named(..)) => {}
                None => open += 1,
            }
        }
    }
    if first + second > 0 {
        plan.order = if second > first {
            DateOrder::MonthFirst
        } else {
            DateOrder::DayFirst
        };
        return None;
    }
    let yearless = open > 0 && is_yearless(sheet, plan, rows);
    if yearless {
        plan.order = DateOrder::MonthFirst;
    }
    if open == 0 {
        return None;
    }
    if !yearless {
        plan.order = sorted_order(sheet, plan, rows).unwrap_or(plan.order);
    }
    let value = match plan.order {
        DateOrder::DayFirst => "day/month",
        DateOrder::MonthFirst => "month/day",
    };
    Some((Assumption::DateOrder, value.to_owned()))
}

/// Whether a day of the rows has no year.
pub(crate) fn is_yearless(sheet: &Sheet, plan: &Plan, rows: &[usize]) -> bool {
    rows.iter().any(|row| {
        plan.days()
            .iter()
            .filter_map(|day| day_at(sheet, *row, *day))
            .any(|moment| moment.is_yearless())
    })
}

/// The one order under which the rows stand in order of time, where it is only one.
fn sorted_order(sheet: &Sheet, plan: &Plan, rows: &[usize]) -> Option<DateOrder> {
    let column = *plan.days().first()?;
    let sorted = |order| {
        let days: Vec<i32> = rows
            .iter()
            .filter_map(|row| day_at(sheet, *row, column)?.date(order, plan.year))
            .map(|date| date.0)
            .collect();
        let whole = days.len() == rows.len();
        whole && (days.is_sorted() || days.iter().rev().is_sorted())
    };
    match (sorted(DateOrder::DayFirst), sorted(DateOrder::MonthFirst)) {
        (true, false) => Some(DateOrder::DayFirst),
        (false, true) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// The one order under which every day of the rows lies within a period.
pub(crate) fn order_within(
    sheet: &Sheet,
    plan: &Plan,
    rows: &[usize],
    (first, last): (Date, Date),
) -> Option<DateOrder> {
    let column = *plan.days().first()?;
    let within = |order: &DateOrder| {
        rows.iter().all(|row| {
            let day = day_at(sheet, *row, column).and_then(|moment| moment.date(*order, plan.year));
            day.is_some_and(|day| (first..=last).contains(&day))
        })
    };
    let orders = [DateOrder::DayFirst, DateOrder::MonthFirst];
    let mut fitting = orders.into_iter().filter(within);
    let one = fitting.next().filter(|_| !rows.is_empty())?;
    fitting.next().is_none().then_some(one)
}

/// Which way the amounts go; `card`: the table is a card's.
pub(crate) fn sign(sheet: &Sheet, plan: &mut Plan, rows: &[usize], card: bool) -> Option<Assumed> {
    let amount = plan.column(Field::Amount);
    let both = plan.column(Field::Credit).is_some() && plan.column(Field::Debit).is_some();
    let Some(amount) = amount else {
        plan.sign = SignRule::Columns;
        return None;
    };
    let numbers: Vec<(usize, Number)> = rows
        .iter()
        .filter_map(|row| Some((*row, number_at(sheet, *row, amount, plan.mark).ok()?)))
        .filter(|(_, number)| !number.is_zero())
        .collect();
    let negative = numbers.iter().filter(|(_, number)| number.negative).count();
    if both && negative == 0 {
        plan.columns.remove(&Field::Amount);
        plan.sign = SignRule::Columns;
        return None;
    }
    if let Some(side) = unmarked(sheet, plan, rows, &numbers).filter(|_| negative == 0) {
        plan.sign = SignRule::Worded;
        plan.unmarked = Some(side);
        return None;
    }
    let worded = plan.column(Field::Direction).is_some_and(|column| {
        let known = rows
            .iter()
            .filter(|row| side::direction(sheet.cell(**row, column)).is_some());
        known.count() * 2 > rows.len()
    });
    if worded {
        // A positive amount beside the word for out: the sign does not tell.
        let unsigned = plan.column(Field::Direction).is_some_and(|column| {
            numbers.iter().any(|(row, number)| {
                let word = side::direction(sheet.cell(*row, column));
                !number.negative && word == Some(side::Direction::Moves(Side::Debit))
            })
        });
        plan.sign = if negative == 0 || unsigned {
            SignRule::Worded
        } else {
            SignRule::Signed
        };
        return None;
    }
    // A merchant's report, net of fees: its refunds go out.
    let net = plan.column(Field::Fee).is_some()
        && plan
            .header
            .is_some_and(|header| super::normal(sheet.cell(header, amount)).starts_with("net"));
    if net {
        plan.sign = SignRule::Signed;
        return None;
    }
    if let Some(rule) = by_balance(sheet, plan, &numbers) {
        plan.sign = rule;
        return None;
    }
    by_description(sheet, plan, &numbers, negative, card)
}

/// Which way amounts go that nothing marks: where only money in is marked (`CR`), out.
fn unmarked(
    sheet: &Sheet,
    plan: &Plan,
    rows: &[usize],
    numbers: &[(usize, Number)],
) -> Option<Side> {
    let column = plan.column(Field::Direction);
    let mark = |row: usize| column.map_or("", |column| sheet.cell(row, column));
    let of_word = |row: usize| match side::direction(mark(row)) {
        Some(side::Direction::Moves(side)) => Some(side),
        _ => None,
    };
    let known = |row: &usize| mark(*row).is_empty() || of_word(*row).is_some();
    if !rows.iter().all(known) {
        return None;
    }
    let marked = numbers
        .iter()
        .map(|(row, number)| number.side.or_else(|| of_word(*row)));
    let marked: Vec<Option<Side>> = marked.collect();
    let first = marked.iter().flatten().next().copied()?;
    let one = marked.iter().flatten().all(|side| *side == first);
    let some_are_not = marked.iter().any(Option::is_none);
    (one && some_are_not).then_some(match first {
        Side::Credit => Side::Debit,
        Side::Debit => Side::Credit,
    })
}

/// The rule under which balances follow from amounts, where one plainly does.
fn by_balance(sheet: &Sheet, plan: &Plan, numbers: &[(usize, Number)]) -> Option<SignRule> {
    let column = plan.column(Field::Balance)?;
    let points: Vec<(i128, i128)> = numbers
        .iter()
        .filter_map(|(row, number)| {
            let balance = number_at(sheet, *row, column, plan.mark).ok()?;
            Some((number.at_scale(8), balance.at_scale(8)))
        })
        .collect();
    if points.len() < 2 {
        return None;
    }
    let up = |sign: i128| {
        let forward = links(&points, |a, b| a.1 + sign * b.0 == b.1);
        let backward = links(&points, |a, b| b.1 + sign * a.0 == a.1);
        forward.max(backward)
    };
    let either = links(&points, |a, b| {
        let step = (b.1 - a.1).abs();
        step == b.0.abs() || step == a.0.abs()
    });
    let (signed, turned, all) = (up(1), up(-1), points.len() - 1);
    let unsigned = numbers.iter().all(|(_, number)| !number.negative);
    if signed >= turned && signed * 2 > all {
        Some(SignRule::Signed)
    } else if turned * 2 > all && turned == either {
        Some(SignRule::Turned)
    } else if unsigned && either * 4 >= all * 3 && all >= 2 {
        Some(SignRule::Balanced)
    } else if turned * 2 > all {
        Some(SignRule::Turned)
    } else {
        None
    }
}

/// Whether fees are taken off beside the amounts: the balance then follows from both.
pub(crate) fn fee(sheet: &Sheet, plan: &mut Plan, rows: &[usize]) {
    let of = |field| plan.column(field);
    let (Some(amount), Some(fee), Some(balance)) =
        (of(Field::Amount), of(Field::Fee), of(Field::Balance))
    else {
        return;
    };
    if plan.sign != SignRule::Signed {
        return;
    }
    let read = |row: usize, column| {
        let number = number_at(sheet, row, column, plan.mark).ok()?;
        Some(number.at_scale(8))
    };
    let points: Vec<(i128, i128, i128)> = rows
        .iter()
        .filter_map(|row| {
            let fee = read(*row, fee).unwrap_or(0).abs();
            Some((read(*row, amount)?, fee, read(*row, balance)?))
        })
        .collect();
    let fits = |net: fn(&(i128, i128, i128)) -> i128| {
        let forward = links(&points, |a, b| a.2 + net(b) == b.2);
        forward.max(links(&points, |a, b| b.2 + net(a) == a.2))
    };
    plan.less_fee = fits(|point| point.0 - point.1) > fits(|point| point.0);
}

/// What the descriptions say: purchases and refunds are words.
fn by_description(
    sheet: &Sheet,
    plan: &mut Plan,
    numbers: &[(usize, Number)],
    negative: usize,
    card: bool,
) -> Option<Assumed> {
    let said: Vec<(Side, bool)> = numbers
        .iter()
        .filter_map(|(row, number)| Some((described(sheet, plan, *row)?, number.negative)))
        .collect();
    let agree = said
        .iter()
        .filter(|(side, negative)| (*side == Side::Debit) == *negative)
        .count();
    let turned = said.len() - agree;
    if negative == 0 {
        let outs = said.iter().filter(|(side, _)| *side == Side::Debit).count();
        if outs > 0 && said.len() * 2 > numbers.len() {
            plan.sign = SignRule::Described;
            return Some((Assumption::Sign, "the description says".to_owned()));
        }
        if numbers.is_empty() {
            return None;
        }
        plan.sign = if card {
            SignRule::Turned
        } else {
            SignRule::Signed
        };
        let value = if card {
            "positive = money out"
        } else {
            "positive = money in"
        };
        return Some((Assumption::Sign, value.to_owned()));
    }
    // Most rows of a card are purchases; where they are positive, the sign is turned.
    let positive = numbers.len() - negative;
    if turned > agree || card && said.is_empty() && positive > negative {
        plan.sign = SignRule::Turned;
        return Some((Assumption::Sign, "positive = money out".to_owned()));
    }
    plan.sign = SignRule::Signed;
    None
}

/// The side that a row's description names.
pub(crate) fn described(sheet: &Sheet, plan: &Plan, row: usize) -> Option<Side> {
    [Field::Memo, Field::Kind, Field::Counterparty]
        .iter()
        .flat_map(|field| plan.all(*field))
        .find_map(|column| side::described(sheet.cell(row, *column)))
}
