//! What a file states of itself, beside what its rows give.

use std::collections::BTreeMap;

use super::control::{self, Rows};
use super::currency;
use super::field::Field;
use super::judge;
use super::number::Number;
use super::planning::Planned;
use super::rows::{Outcome, Sum};
use crate::formats::tables;
use crate::grid::Sheet;
use crate::intake::StatedTotal;
use crate::money::{Currency, major};
use crate::problem::FileProblem;
use crate::reading::Reading;
use crate::stated;

/// Compares, and sets the balances.
pub(crate) fn state(sheet: &Sheet, planned: &Planned, outcome: &Outcome, reading: &mut Reading) {
    let (mut balances, mut gap) = outcome.chains.balances();
    if gap.is_some() {
        // What is pending may be in the balances already.
        let whole = outcome.with_neutral.balances();
        if whole.1.is_none() {
            (balances, gap) = whole;
        }
    }
    if let Some((line, rows)) = gap {
        reading
            .problems
            .push(FileProblem::BalanceGap { line, rows });
    }
    for (currency, found) in &balances {
        reading.state_balances(*currency, Some(found.opening), Some(found.closing));
    }
    control_totals(sheet, planned, outcome, reading);
    balances_as_rows(planned, outcome, reading);
    // Stated once for the file: they are of its one currency.
    let only = match outcome.sums.len() {
        0 => planned.plan.currency,
        1 => outcome.sums.keys().next().copied(),
        _ => None,
    };
    let Some(currency) = only else { return };
    let sums = outcome.sums.get(&currency).copied().unwrap_or_default();
    wallet_sums(planned, currency, &sums, reading);
    summary(sheet, outcome, currency, &sums, reading);
    total_rows(sheet, planned, outcome, currency, &sums, reading);
    stated_balances(planned, currency, &sums, reading);
}

fn wallet_sums(planned: &Planned, currency: Currency, sums: &[Sum; 3], reading: &mut Reading) {
    for said in &planned.around.sums {
        let found = match said.of {
            Rows::In => sums[0],
            Rows::Out => sums[1],
            Rows::Neutral => sums[2],
            Rows::All => Sum {
                count: sums.iter().map(|sum| sum.count).sum(),
                minor: 0,
            },
        };
        if let Some(count) = &said.count {
            let what = format!("{} 笔数", said.what);
            reading
                .stated
                .push(stated::count(&what, count, found.count));
        }
        if let Some(sum) = &said.sum {
            let found = stated::Total::parse(&major(found.minor, currency)).unwrap_or_default();
            reading.stated.push(stated::amount(&said.what, sum, found));
        }
    }
}

/// Lines of totals under the table: the sums of its columns.
fn total_rows(
    sheet: &Sheet,
    planned: &Planned,
    outcome: &Outcome,
    currency: Currency,
    sums: &[Sum; 3],
    reading: &mut Reading,
) {
    let plan = &planned.plan;
    for row in outcome
        .totals
        .iter()
        .filter(|row| control::is_total(sheet, **row) && !control::names_balance(sheet, **row))
    {
        let label = sheet
            .cells(*row)
            .find(|cell| !cell.is_empty())
            .unwrap_or_default();
        for (field, sum) in [(Field::Credit, sums[0]), (Field::Debit, sums[1])] {
            let Some(column) = plan.column(field) else {
                continue;
            };
            let number = judge::number_at(sheet, *row, column, plan.mark);
            if let Ok(number) = number
                && let Ok(minor) = number.minor(currency, "")
            {
                let what = format!("{label} {}", plan.name(sheet, column));
                reading
                    .stated
                    .push(compare(what, i128::from(minor), sum.minor, currency));
            }
        }
    }
}

/// The totals at the foot of a report whose rows begin with a mark: currency, gross credits,
/// gross debits (`RF` of PayPal's settlement report).
fn control_totals(sheet: &Sheet, planned: &Planned, outcome: &Outcome, reading: &mut Reading) {
    let plan = &planned.plan;
    if tables::by_id(plan.format).mark.is_none() {
        return;
    }
    let foot = outcome
        .totals
        .iter()
        .filter(|row| sheet.cell(**row, 0) == "RF");
    for row in foot {
        let Some(currency) = currency::named(sheet.cell(*row, 1)) else {
            continue;
        };
        let sums = outcome.sums.get(&currency).copied().unwrap_or_default();
        for (column, word, sum) in [(2, "credits", sums[0]), (3, "debits", sums[1])] {
            let number = judge::number_at(sheet, *row, column, plan.mark).map(|number| {
                if plan.minor_units {
                    number.as_minor_units(currency)
                } else {
                    number
                }
            });
            if let Ok(minor) = number.map_or(Err(()), |n| n.minor(currency, "").map_err(|_| ())) {
                let what = format!("RF {} {word}", currency.code());
                reading
                    .stated
                    .push(compare(what, i128::from(minor), sum.minor, currency));
            }
        }
    }
}

/// A line of names, and below it their values: the end of WeChat Pay's bills.
fn summary(
    sheet: &Sheet,
    outcome: &Outcome,
    currency: Currency,
    sums: &[Sum; 3],
    reading: &mut Reading,
) {
    for pair in outcome.totals.windows(2) {
        let (names, values) = (pair[0], pair[1]);
        for (column, name) in sheet.cells(names).enumerate() {
            let value = sheet.cell(values, column);
            let (in_rows, out_rows) = (sums[0], sums[1]);
            let found = match name {
                "资金流水总笔数" => Err(sums.iter().map(|sum| sum.count).sum()),
                "收入笔数" => Err(in_rows.count),
                "支出笔数" => Err(out_rows.count),
                "收入金额" => Ok(in_rows.minor),
                "支出金额" => Ok(out_rows.minor),
                _ => continue,
            };
            reading.stated.push(match found {
                Err(count) => stated::count(name, value, count),
                Ok(minor) => {
                    let found = stated::Total::parse(&major(minor, currency)).unwrap_or_default();
                    stated::amount(name, value, found)
                }
            });
        }
    }
}

fn stated_balances(planned: &Planned, currency: Currency, sums: &[Sum; 3], reading: &mut Reading) {
    let around = &planned.around;
    let minor = |said: &Option<(String, Number)>| {
        let (what, number) = said.as_ref()?;
        let minor = number.signed_minor(currency, "").ok()?;
        Some((what.clone(), i128::from(minor.0)))
    };
    let (opening, closing) = (minor(&around.opening), minor(&around.closing));
    let derived = reading.stated_balance(currency);
    for (said, found) in [
        (&opening, derived.and_then(|(opening, _)| opening)),
        (&closing, derived.and_then(|(_, closing)| closing)),
    ] {
        if let (Some((what, said)), Some(found)) = (said, found) {
            reading
                .stated
                .push(compare(what.clone(), *said, found, currency));
        }
    }
    let movement = sums[0].minor - sums[1].minor;
    if let (Some((_, opening)), Some((what, closing))) = (&opening, &closing) {
        let what = format!("{what} = opening + movement");
        reading
            .stated
            .push(compare(what, *closing, opening + movement, currency));
    }
    let said = |said: Option<(String, i128)>| said.map(|(_, minor)| minor);
    // What the account holds now may be after rows that are not in the file.
    let later = around.closing_is_of_now && derived.and_then(|(_, closing)| closing).is_some();
    let closing = said(closing).filter(|_| !later);
    reading.state_balances(currency, said(opening), closing);
}

/// Opening and closing that stand as rows, of each currency apart: the first opening and the
/// last closing count.
fn balances_as_rows(planned: &Planned, outcome: &Outcome, reading: &mut Reading) {
    let mut stated: BTreeMap<Currency, [Option<(&str, i128)>; 2]> = BTreeMap::new();
    for said in &planned.around.of_rows {
        let Ok(minor) = said.number.signed_minor(said.currency, "") else {
            continue;
        };
        let balance = (said.what.as_str(), i128::from(minor.0));
        let [opening, closing] = stated.entry(said.currency).or_default();
        if said.opening {
            opening.get_or_insert(balance);
        } else {
            *closing = Some(balance);
        }
    }
    for (currency, [opening, closing]) in stated {
        let sums = outcome.sums.get(&currency).copied().unwrap_or_default();
        if let (Some((_, opening)), Some((what, closing))) = (opening, closing) {
            let what = format!("{what} = opening + movement");
            let movement = sums[0].minor - sums[1].minor;
            reading
                .stated
                .push(compare(what, closing, opening + movement, currency));
        }
        let minor = |said: Option<(&str, i128)>| said.map(|(_, minor)| minor);
        reading.state_balances(currency, minor(opening), minor(closing));
    }
}

fn compare(what: String, stated: i128, found: i128, currency: Currency) -> StatedTotal {
    StatedTotal {
        what,
        stated: major(stated, currency),
        found: major(found, currency),
        agrees: stated == found,
    }
}
