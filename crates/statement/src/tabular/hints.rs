//! The currency of a table that names none: what its words say of its country.
//!
//! Every answer is an assumption and said as one. Where nothing speaks for a country, it is
//! XXX, and asked.

use super::date::{self, DateOrder};
use super::field;
use super::plan::{Plan, SignRule};
use crate::grid::Sheet;
use crate::money::Currency;

/// Rows whose text is searched for a country.
const SAMPLE: usize = 200;

/// Words of headers in Japanese that are not Chinese as well.
const JAPANESE: &[&str] = &[
    "取引",
    "残高",
    "日付",
    "摘要内容",
    "円",
    "振込",
    "預入",
    "払出",
];

/// Letters that Chinese of Taiwan and Hong Kong has and neither that of the mainland nor
/// Japanese.
const TRADITIONAL: &[char] = &['餘', '帳', '幣', '號', '轉', '戶', '臺'];

/// What stands in the rows of one country's files only.
const SAID: &[(&str, [u8; 3])] = &[
    ("venmo", *b"USD"),
    ("purchaseauthorizedon", *b"USD"),
    ("zelle", *b"USD"),
    ("caissepopulaire", *b"CAD"),
    ("desjardins", *b"CAD"),
    ("neonswitzerland", *b"CHF"),
];

/// What only Taiwan's banks write.
const TAIWAN: &[&str] = &[
    "新臺幣",
    "新台幣",
    "臺幣",
    "台幣",
    "NT$",
    "NTD",
    "TWD",
    "臺灣",
    "台灣",
    "民國",
    "統一編號",
    "國泰世華",
    "玉山",
    "中國信託",
    "台新",
    "永豐",
    "富邦",
    "郵局",
    "農會",
    "悠遊",
    "全聯",
];

/// What only Hong Kong's banks write.
const HONG_KONG: &[&str] = &[
    "港幣",
    "港元",
    "HK$",
    "HKD",
    "香港",
    "恒生",
    "恆生",
    "匯豐",
    "八達通",
    "轉數快",
];

fn text_of(sheet: &Sheet, rows: impl Iterator<Item = usize>) -> String {
    let cells: Vec<&str> = rows.flat_map(|row| sheet.cells(row)).collect();
    cells.join(" ")
}

/// Whether a text is in traditional Chinese.
fn is_traditional(text: &str) -> bool {
    text.contains(TRADITIONAL)
}

/// Whether words of a table are of the United States, where the month stands first.
pub(crate) fn is_american(sheet: &Sheet, plan: &Plan, rows: &[usize]) -> bool {
    const NAMES: &[&str] = &[
        "checkorslip",
        "checknumber",
        "check",
        "cardmember",
        "transdate",
        "runningbal",
        "originaldescription",
    ];
    let names = |word: &str| {
        let mut cells = sheet.cells(plan.header.unwrap_or_default());
        cells.any(|cell| field::normal(cell) == word)
    };
    let letters = field::normal(&beginning(sheet, plan, rows));
    plan.header.is_some() && NAMES.iter().any(|word| names(word))
        || SAID
            .iter()
            .any(|(word, code)| code == b"USD" && letters.contains(word))
}

/// The table's beginning: what stands above it, its header, and its first rows.
fn beginning(sheet: &Sheet, plan: &Plan, rows: &[usize]) -> String {
    let last = rows.iter().take(SAMPLE).max().map_or(0, |last| last + 1);
    text_of(sheet, 0..last.max(plan.first()).min(sheet.len()))
}

/// TWD or HKD, where something in the file says which.
fn of_traditional(sheet: &Sheet, plan: &Plan, rows: &[usize], text: &str) -> Option<[u8; 3]> {
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    // Years are counted from 1912 in Taiwan alone.
    let republic = |row: &usize| {
        plan.days()
            .iter()
            .any(|day| date::is_of_the_republic(sheet.cell(*row, *day)))
    };
    match (says(TAIWAN) || rows.iter().any(republic), says(HONG_KONG)) {
        (true, false) => Some(*b"TWD"),
        (false, true) => Some(*b"HKD"),
        _ => None,
    }
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
    ("sucursal", *b"XXX"),
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
    ("routingnumber", *b"USD"),
    ("creditdebitamount", *b"CHF"),
];

/// The currency that words of a table suggest; `XXX` where nothing does.
pub(crate) fn currency(sheet: &Sheet, plan: &Plan, rows: &[usize]) -> Currency {
    let known = |code: [u8; 3]| Currency::from_code(code).unwrap_or(Currency::CNY);
    let names = plan
        .header
        .map_or(0..sheet.len().min(5), |header| header..header + 1);
    let text = text_of(sheet, names);
    let kana = |c: char| ('\u{3040}'..='\u{30ff}').contains(&c);
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    if text.chars().any(kana) || JAPANESE.iter().any(|word| text.contains(word)) {
        return known(*b"JPY");
    }
    let beginning = beginning(sheet, plan, rows);
    // `金額` is both; what stands around it is not.
    let either = text.contains('額');
    if is_traditional(&text) || either && is_traditional(&beginning) {
        return known(of_traditional(sheet, plan, rows, &beginning).unwrap_or(*b"XXX"));
    }
    if either {
        let japanese = beginning.chars().any(kana);
        return known(if japanese { *b"JPY" } else { *b"XXX" });
    }
    if text.chars().any(han) {
        return Currency::CNY;
    }
    if text.chars().any(|c| ('\u{5d0}'..='\u{5ea}').contains(&c)) {
        return known(*b"ILS");
    }
    if text.chars().any(|c| ('\u{3b1}'..='\u{3c9}').contains(&c)) {
        return known(*b"EUR");
    }
    let words: Vec<String> = sheet
        .cells(plan.header.unwrap_or_default())
        .map(field::normal)
        .collect();
    let letters = field::normal(&beginning);
    let said = SAID.iter().find(|(word, _)| letters.contains(word));
    let hint = said.or_else(|| {
        let named = |word: &str| words.iter().any(|name| name.contains(word));
        HINTS.iter().find(|(word, _)| named(word))
    });
    match hint {
        Some((_, code)) => known(*code),
        None if plan.order == DateOrder::MonthFirst && plan.sign != SignRule::Balanced => {
            known(*b"USD")
        }
        None => known(*b"XXX"),
    }
}
