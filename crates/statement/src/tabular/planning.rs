//! From a sheet to a plan: profiles, formats, names, contents, and what has to be assumed.

use std::collections::BTreeMap;

use super::control::{self, Around};
use super::currency;
use super::date::DateOrder;
use super::field::{self, Field};
use super::plan::{self, Plan, SignRule};
use super::{columns_assumed, infer, judge, refine};
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
    let (balances, rows): (Vec<usize>, Vec<usize>) = judge::data_rows(sheet, &plan)
        .into_iter()
        .filter(|row| mark.is_none_or(|mark| sheet.cell(*row, 0) == mark))
        .partition(|row| control::is_balance(sheet, *row));
    if plan.header.is_none() && rows.is_empty() {
        return None;
    }
    let above = plan.header.or(rows.first().copied()).unwrap_or(0);
    let mut around = Around::preamble(sheet, 0..above, plan.mark);
    let behind = rows.last().map_or(plan.first(), |last| last + 1);
    for row in balances.into_iter().chain(behind..sheet.len()) {
        around.line(sheet, row, plan.mark);
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
    american_days(sheet, &mut plan, &rows, &mut assumed);
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
    Some(Planned {
        format,
        plan,
        around,
        rows,
        assumed,
    })
}

/// Ambiguous days of an English table whose times are those of American zones are written
/// as there: the month first. It stays assumed.
fn american_days(sheet: &Sheet, plan: &mut Plan, rows: &[usize], assumed: &mut [judge::Assumed]) {
    const ZONES: &[&str] = &["PST", "PDT", "MST", "MDT", "CST", "CDT", "EST", "EDT"];
    let open = assumed
        .iter_mut()
        .find(|(what, _)| *what == Assumption::DateOrder);
    let (Some((_, said)), Some(header)) = (open, plan.header) else {
        return;
    };
    let zone = sheet
        .cells(header)
        .position(|name| field::normal(name) == "timezone");
    let american = |row: &usize| {
        zone.map(|column| sheet.cell(*row, column))
            .is_some_and(|cell| ZONES.contains(&cell) || cell.starts_with("America/"))
    };
    if !rows.is_empty() && rows.iter().all(american) {
        plan.order = DateOrder::MonthFirst;
        *said = "month/day".to_owned();
    }
}

fn by_contents(
    sheet: &Sheet,
    assumed: &mut Vec<judge::Assumed>,
) -> Option<(&'static Format, Plan)> {
    let format = &formats::tables::BANK_TABLE;
    if let Some((header, columns)) = plan::by_names(sheet) {
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
    let guessed = by_language(sheet, plan);
    plan.currency = Some(guessed);
    let amount = plan.amounts().first().copied();
    let named = |row: &usize| {
        let of_row = plan
            .all(Field::Currency)
            .iter()
            .any(|column| !sheet.cell(*row, *column).is_empty());
        of_row
            || amount.is_some_and(|column| {
                judge::number_at(sheet, *row, column, plan.mark).is_ok_and(|n| n.currency.is_some())
            })
    };
    (!rows.iter().all(named)).then(|| (Assumption::Currency, guessed.code().to_owned()))
}

/// Words of headers that only one country's banks use.
const HINTS: &[(&str, [u8; 3])] = &[
    ("firstbankcard", *b"CAD"),
    ("itemcardtransactiondate", *b"CAD"),
    ("sortcode", *b"GBP"),
    ("moneyout", *b"GBP"),
    ("paidout", *b"GBP"),
    ("bsb", *b"AUD"),
    ("ifsc", *b"INR"),
    ("chqrefnumber", *b"INR"),
    ("chqno", *b"INR"),
    ("withdrawalamt", *b"INR"),
    ("checkorslip", *b"USD"),
    ("checknumber", *b"USD"),
    ("datavalor", *b"EUR"),
    ("lançamento", *b"BRL"),
    ("descrição", *b"BRL"),
    ("histórico", *b"BRL"),
    ("rentedato", *b"NOK"),
    ("innpåkonto", *b"NOK"),
    ("beløb", *b"DKK"),
    ("belopp", *b"SEK"),
    ("insättning", *b"SEK"),
    ("castka", *b"CZK"),
    ("descriere", *b"RON"),
    ("sốdư", *b"VND"),
    ("คงเหลือ", *b"THB"),
    ("keterangan", *b"IDR"),
    ("приход", *b"RUB"),
    ("назначение", *b"RUB"),
    ("buchung", *b"EUR"),
    ("betrag", *b"EUR"),
    ("umsatz", *b"EUR"),
    ("datum", *b"EUR"),
    ("bedrag", *b"EUR"),
    ("montant", *b"EUR"),
    ("libellé", *b"EUR"),
    ("libelle", *b"EUR"),
    ("importe", *b"EUR"),
    ("fecha", *b"EUR"),
    ("importo", *b"EUR"),
    ("causale", *b"EUR"),
    ("debet", *b"EUR"),
    ("descrizione", *b"EUR"),
    ("dateop", *b"EUR"),
    ("määrä", *b"EUR"),
    ("kwota", *b"PLN"),
    ("částka", *b"CZK"),
    ("objem", *b"CZK"),
    ("összeg", *b"HUF"),
    ("tutar", *b"TRY"),
    ("залишок", *b"UAH"),
    ("сума", *b"UAH"),
    ("сумма", *b"RUB"),
    ("잔액", *b"KRW"),
    ("거래", *b"KRW"),
    ("יתרה", *b"ILS"),
    ("txndate", *b"INR"),
];

fn by_language(sheet: &Sheet, plan: &Plan) -> Currency {
    let known = |code: [u8; 3]| Currency::from_code(code).unwrap_or(Currency::CNY);
    let rows = plan
        .header
        .map_or(0..sheet.len().min(5), |header| header..header + 1);
    let text: String = rows
        .flat_map(|row| sheet.cells(row))
        .collect::<Vec<_>>()
        .join(" ");
    if text.contains(['餘', '帳', '幣']) {
        return known(*b"TWD");
    }
    let kana = |c: char| ('\u{3040}'..='\u{30ff}').contains(&c);
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let japanese = ["取引", "残高", "金額", "日付", "摘要内容"]
        .iter()
        .any(|word| text.contains(word));
    if text.chars().any(kana) || japanese {
        return known(*b"JPY");
    }
    if text.chars().any(han) {
        return Currency::CNY;
    }
    let words = field::normal(&text);
    let hint = HINTS.iter().find(|(word, _)| words.contains(word));
    match hint {
        Some((_, code)) => known(*code),
        None if plan.order == DateOrder::MonthFirst && plan.sign != SignRule::Balanced => {
            known(*b"USD")
        }
        None => known(*b"XXX"),
    }
}
