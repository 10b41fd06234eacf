//! From a sheet to a plan: profiles, formats, names, contents, and what has to be assumed.

use std::collections::BTreeMap;

use super::control::{self, Around};
use super::currency;
use super::date::DateOrder;
use super::field::{self, Field};
use super::plan::{self, Plan};
use super::{columns_assumed, hints, infer, judge, refine, summary};
use crate::calendar::Date;
use crate::formats::{self, Format};
use crate::grid::Sheet;
use crate::money::Currency;
use crate::problem::Assumption;
use crate::rows::Role;
use crate::settings::{FileSettings, FormatSettings};

/// The year of days in a file that names none: a leap year, so that each of them exists.
const UNKNOWN_YEAR: i32 = 2000;

/// A sheet that can be read.
#[derive(Debug)]
pub(crate) struct Planned {
    pub format: &'static Format,
    pub plan: Plan,
    pub around: Around,
    /// Rows that look like rows.
    pub rows: Vec<usize>,
    /// What was assumed.
    pub assumed: Vec<judge::Assumed>,
}

/// How a sheet is to be read; `None` where it is no table of days and amounts.
pub(crate) fn plan(
    sheet: &Sheet,
    file: &FileSettings,
    formats_said: &BTreeMap<String, FormatSettings>,
) -> Option<Planned> {
    let mut assumed = Vec::new();
    let (format, mut plan) = match formats::tables::by_columns(sheet) {
        Some(found) => found,
        None => by_contents(sheet, &mut assumed)?,
    };
    let file = &file.clone().or_format(formats_said.get(format.id));
    refine::by_values(sheet, &mut plan);
    let mark = formats::tables::of(format).and_then(|table| table.mark);
    let (balances, mut rows): (Vec<usize>, Vec<usize>) = judge::data_rows(sheet, &plan)
        .into_iter()
        .filter(|row| mark.is_none_or(|mark| sheet.cell(*row, 0) == mark))
        .partition(|row| control::is_balance(sheet, *row));
    if plan.header.is_none() && rows.is_empty() {
        return None;
    }
    let above = plan.header.or(rows.first().copied()).unwrap_or(0);
    let mut around = Around::preamble(sheet, 0..above, plan.mark);
    let behind = rows.last().map_or(plan.first(), |last| last + 1);
    let (apart, others): (Vec<usize>, Vec<usize>) = balances
        .into_iter()
        .partition(|row| around.row(sheet, *row, &plan));
    for row in others.into_iter().filter(|row| *row < behind) {
        around.line(sheet, row, plan.mark);
    }
    for row in behind..sheet.len() {
        // In the order of rows: a file of such lines must not be gone through for each.
        if apart.binary_search(&row).is_err() {
            around.line(sheet, row, plan.mark);
        }
    }
    if let Some(header) = plan
        .header
        .filter(|_| plan.column(Field::Balance).is_none())
    {
        around.columns(sheet, header, &rows, plan.mark);
    }
    plan.year = file
        .year
        .or(plan.year)
        .or(around.year)
        .or_else(|| around.period.map(|(first, _)| first.ymd().0));
    if plan.year.is_none() && judge::is_yearless(sheet, &plan, &rows) {
        plan.year = Some(UNKNOWN_YEAR);
        assumed.push((Assumption::Year, UNKNOWN_YEAR.to_string()));
    }
    let decided = judge::judge(sheet, &mut plan, &rows);
    assumed.extend(decided);
    open_order(sheet, &mut plan, &rows, around.period, &mut assumed);
    let of_days = judge::balance_of_the_last_day(sheet, &plan, &rows);
    around.closing = around.closing.take().or(of_days);
    let table = formats::tables::of(format);
    let card = around.card || table.is_some_and(|table| table.card) || card_columns(sheet, &plan);
    if let Some(rule) = file.sign.or(table.and_then(|table| table.sign)) {
        plan.sign = rule;
    } else {
        assumed.extend(judge::sign(sheet, &mut plan, &rows, card));
    }
    set(&mut plan, file, &mut assumed);
    let guessed = default_currency(sheet, &mut plan, &around, table, &rows);
    assumed.extend(guessed.filter(|_| file.currency.is_none()));
    plan.currency = file.currency.or(plan.currency);
    judge::fee(sheet, &mut plan, &rows);
    // A program between may have written them as major units: none has a decimal mark else.
    plan.minor_units = table.is_some_and(|table| table.minor_units)
        && !rows.iter().any(|row| {
            plan.amounts().iter().any(|column| {
                judge::number_at(sheet, *row, *column, plan.mark).is_ok_and(|n| n.has_decimals())
            })
        });
    if plan.header.is_none() {
        rows = summary::take(sheet, &mut plan, &mut around, rows);
        name_summaries(sheet, &mut plan, &mut around, &mut assumed);
        plan.currency = file.currency.or(plan.currency);
    } else if around.opening.is_none() && around.closing.is_none() {
        around.closing = summary::above(sheet, &plan, above, &rows).map(|(_, closing)| closing);
    }
    Some(Planned {
        format,
        plan,
        around,
        rows,
        assumed,
    })
}

/// Whether an English table's times are those of American zones: its days are written as
/// there, the month first.
fn in_america(sheet: &Sheet, plan: &Plan, rows: &[usize]) -> bool {
    const ZONES: &[&str] = &["PST", "PDT", "MST", "MDT", "CST", "CDT", "EST", "EDT"];
    let zone = plan.header.and_then(|header| {
        let mut names = sheet.cells(header);
        names.position(|name| field::normal(name) == "timezone")
    });
    let american = |row: &usize| {
        zone.map(|column| sheet.cell(*row, column))
            .is_some_and(|cell| ZONES.contains(&cell) || cell.starts_with("America/"))
    };
    !rows.is_empty() && rows.iter().all(american)
}

/// Where days can be read both ways: the stated period decides, and words of a country that
/// writes the month first suggest it.
fn open_order(
    sheet: &Sheet,
    plan: &mut Plan,
    rows: &[usize],
    period: Option<(Date, Date)>,
    assumed: &mut Vec<judge::Assumed>,
) {
    let Some(at) = assumed
        .iter()
        .position(|(what, _)| *what == Assumption::DateOrder)
    else {
        return;
    };
    if let Some(order) = period.and_then(|period| judge::order_within(sheet, plan, rows, period)) {
        plan.order = order;
        assumed.remove(at);
    } else if hints::is_american(sheet, plan, rows)
        || in_dollars(sheet, plan, rows)
        || in_america(sheet, plan, rows)
    {
        plan.order = DateOrder::MonthFirst;
        assumed[at].1 = "month/day".to_owned();
    }
}

/// Says which lines were read as balances, and takes the currency that one names.
fn name_summaries(
    sheet: &Sheet,
    plan: &mut Plan,
    around: &mut Around,
    assumed: &mut Vec<judge::Assumed>,
) {
    for row in &plan.summaries {
        around.line(sheet, *row, plan.mark);
        let said = assumed
            .iter_mut()
            .find(|(what, _)| *what == Assumption::Columns);
        if let Some((_, value)) = said {
            value.push_str(&format!(", line {}=balance", sheet.row(*row).line));
        }
    }
    let open = assumed
        .iter()
        .position(|(what, _)| *what == Assumption::Currency);
    if let (Some(open), Some(named)) = (open, around.currency) {
        plan.currency = Some(named);
        assumed.remove(open);
    }
}

fn by_contents(
    sheet: &Sheet,
    assumed: &mut Vec<judge::Assumed>,
) -> Option<(&'static Format, Plan)> {
    let format = &formats::tables::BANK_TABLE;
    let named = plan::by_names(sheet)
        .filter(|(header, columns)| plan::holds_amounts(sheet, *header, columns));
    if let Some((header, columns)) = named {
        if infer::is_of_orders(sheet, header) {
            return None;
        }
        let mut plan = Plan::new(format.id, Role::BankStatement, Some(header));
        plan.columns = columns;
        return Some((format, plan));
    }
    let found = infer::table(sheet)?;
    let mut plan = Plan::new(format.id, Role::BankStatement, found.header);
    if let Some(header) = found.header {
        plan.columns = plan::meanings(sheet, header);
    }
    refine::complete(&mut plan, found.columns);
    assumed.push(columns_assumed(&plan));
    Some((format, plan))
}

/// What the settings say of the file takes the place of what was decided.
fn set(plan: &mut Plan, file: &FileSettings, assumed: &mut Vec<judge::Assumed>) {
    let mut drop = |what| assumed.retain(|(found, _)| *found != what);
    if let Some(order) = file.date_order {
        plan.order = order;
        drop(Assumption::DateOrder);
    }
    if let Some(mark) = file.decimal_mark {
        plan.mark = mark;
        drop(Assumption::DecimalMark);
    }
    if file.sign.is_some() {
        drop(Assumption::Sign);
    }
    if file.year.is_some() {
        drop(Assumption::Year);
    }
    if let Some(account) = &file.account {
        plan.account = Some(account.clone());
    }
}

/// Names of columns that only cards' tables have.
fn card_columns(sheet: &Sheet, plan: &Plan) -> bool {
    const CARD: &[&str] = &[
        "card",
        "cardno",
        "cardnumber",
        "卡末四位",
        "卡号末四位",
        "卡号后四位",
        "kreditkarte",
        "kredietkaart",
        "ご利用日",
        "ご利用金額",
        "ご利用店名",
        "利用店名商品名",
        "利用店名",
        "cardmember",
        "cardusedfortransaction",
        "שםביתהעסק",
        "שםביתעסק",
    ];
    let balance = plan.column(Field::Balance).is_some();
    plan.header.is_some_and(|header| {
        !balance
            && sheet
                .cells(header)
                .any(|name| CARD.contains(&field::normal(name).as_str()))
    })
}

/// The currency of rows that name none, and whether it had to be assumed.
fn default_currency(
    sheet: &Sheet,
    plan: &mut Plan,
    around: &Around,
    table: Option<&'static formats::tables::TableFormat>,
    rows: &[usize],
) -> Option<judge::Assumed> {
    let unit = |column: usize| {
        plan.header
            .and_then(|header| field::unit(sheet.cell(header, column)).1)
    };
    let units = plan
        .amounts()
        .into_iter()
        .chain(plan.column(Field::Balance))
        .find_map(unit);
    let account = plan.column(Field::Account).and_then(|column| {
        let first = rows.first()?;
        currency::of_iban(&sheet.cell(*first, column).replace(' ', ""))
    });
    let said = units.or(around.currency).or(account);
    let fixed = table
        .and_then(|table| table.currency)
        .and_then(Currency::from_code);
    plan.currency = said.or(fixed);
    if plan.currency.is_some() {
        return None;
    }
    let others = of_other_rows(sheet, plan, rows);
    let guessed = others
        .only()
        .unwrap_or_else(|| hints::currency(sheet, plan, rows));
    plan.currency = Some(guessed);
    (others.unnamed > 0 || rows.is_empty())
        .then(|| (Assumption::Currency, guessed.code().to_owned()))
}

/// Whether every row names the dollar of the United States and writes its day with slashes.
fn in_dollars(sheet: &Sheet, plan: &Plan, rows: &[usize]) -> bool {
    let slashes = |row: &usize| {
        let days = plan.days();
        days.first()
            .is_some_and(|day| sheet.cell(*row, *day).contains('/'))
    };
    let found = of_other_rows(sheet, plan, rows);
    let only = matches!(found.named.as_slice(), [one] if one.code() == "USD");
    only && found.unnamed == 0 && rows.iter().all(slashes)
}

/// The currencies that rows name, and how many name none.
#[derive(Debug, Default)]
struct OfRows {
    named: Vec<Currency>,
    unnamed: usize,
    /// A row without a name has a `$`.
    dollar: bool,
}

impl OfRows {
    /// The one that the other rows name, where it may be that of rows that name none.
    fn only(&self) -> Option<Currency> {
        const DOLLARS: &[&str] = &[
            "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS",
        ];
        let [only] = self.named.as_slice() else {
            return None;
        };
        (!self.dollar || DOLLARS.contains(&only.code())).then_some(*only)
    }
}

fn of_other_rows(sheet: &Sheet, plan: &Plan, rows: &[usize]) -> OfRows {
    let mut found = OfRows::default();
    for row in rows {
        let of_row = plan
            .all(Field::Currency)
            .iter()
            .map(|column| sheet.cell(*row, *column))
            .find(|cell| !cell.is_empty());
        let number = plan
            .amounts()
            .into_iter()
            .find_map(|column| judge::number_at(sheet, *row, column, plan.mark).ok());
        let named = of_row
            .and_then(currency::named)
            .or_else(|| number.and_then(|number| number.currency));
        match named {
            Some(currency) if !found.named.contains(&currency) => found.named.push(currency),
            Some(_) => {}
            None if of_row.is_some() => {}
            None => {
                found.unnamed += 1;
                found.dollar |= number.is_some_and(|number| number.dollar);
            }
        }
    }
    found
}
