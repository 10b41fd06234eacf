//! What a file says of itself around its rows: account, period, counts, sums, balances.

use super::currency;
use super::date;
use super::field::{self, Field};
use super::judge;
use super::number::{self, DecimalMark, Number, half_width};
use super::plan::Plan;
use super::side::{self, Direction};
use crate::calendar::Date;
use crate::grid::Sheet;
use crate::money::Currency;
use crate::vocabulary::Side;

/// What stands around the rows.
#[derive(Debug, Default)]
pub(crate) struct Around {
    /// Account numbers.
    pub accounts: Vec<String>,
    /// A currency that a line names.
    pub currency: Option<Currency>,
    /// First and last day of the period.
    pub period: Option<(Date, Date)>,
    /// A year of the title.
    pub year: Option<i32>,
    /// The day on which a settlement was transferred.
    pub transferred: Option<Date>,
    /// Whether a line speaks of a card.
    pub card: bool,
    /// Opening and closing balance with the words that state them.
    pub opening: Option<(String, Number)>,
    /// The closing balance.
    pub closing: Option<(String, Number)>,
    /// The closing balance is what the account holds now, not what it held after the rows.
    pub closing_is_of_now: bool,
    /// Balances that stand as rows, each with the currency of its row.
    pub of_rows: Vec<RowBalance>,
    /// Counts and sums of wallets.
    pub sums: Vec<StatedSum>,
}

/// `收入：31笔，15595.04元`, or `共212笔记录`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct StatedSum {
    /// The file's words.
    pub what: String,
    /// Which rows.
    pub of: Rows,
    /// How many.
    pub count: Option<String>,
    /// Their sum.
    pub sum: Option<String>,
}

/// A balance that stands as a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RowBalance {
    /// The file's words.
    pub what: String,
    /// Opening, or else closing.
    pub opening: bool,
    /// The currency that its row names.
    pub currency: Currency,
    /// How much, below zero where its row says that the account owes.
    pub number: Number,
}

/// Which rows a stated sum is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rows {
    /// Every row.
    All,
    /// Money in.
    In,
    /// Money out.
    Out,
    /// Neither.
    Neutral,
}

const OPENING: &[&str] = &[
    "期初余额",
    "上期余额",
    "起始余额",
    "上页余额",
    "承前余额",
    "openingbalance",
    "startingbalance",
    "beginningbalance",
    "previousbalance",
    "openingledgerbalance",
    "anfangssaldo",
    "startsaldo",
    "beginsaldo",
    "altersaldo",
    "saldoinicial",
    "saldoiniziale",
    "soldeinitial",
    "saldoanterior",
    "balancebroughtforward",
    "繰越残高",
    "saldopoczątkowe",
    "alterkontostand",
    "letzterkontostand",
    "soldeendébut",
    "soldededébut",
    "anciensolde",
    "ingåendesaldo",
    "ingåendebalans",
    "počátečnízůstatek",
    "nyitóegyenleg",
    "saldodeapertura",
    "soldanterior",
    "soldinitial",
    "входящийостаток",
    "вхіднийзалишок",
    "initialbalance",
    "balanceatstart",
    "balanceatbeginning",
    "pocatecnizustatek",
    "sākumaatlikums",
    "algsaldo",
    "likutispradžiai",
    "likutislaikotarpiopradžioje",
    "pradinislikutis",
    "saldoperiodopradžioje",
    "ingoingbalance",
    "openingamount",
    "alkusaldo",
    "остатокнаначалопериода",
    "баланснаначалопериода",
    "期初餘額",
    "承前餘額",
    "前頁餘額",
    "上期餘額",
];
const CLOSING: &[&str] = &[
    "期末余额",
    "本期余额",
    "当前余额",
    "账户余额",
    "closingbalance",
    "endingbalance",
    "closingledgerbalance",
    "endsaldo",
    "eindsaldo",
    "neuersaldo",
    "saldofinal",
    "saldofinale",
    "soldefinal",
    "nouveausolde",
    "kontostand",
    "ledgerbalance",
    "balancecarriedforward",
    "kontostandvom",
    "saldoactual",
    "saldokońcowe",
    "currentbalance",
    "accountbalance",
    "laatstesaldo",
    "derniersolde",
    "neuerkontostand",
    "schlusssaldo",
    "soldeenfin",
    "soldedefin",
    "soldeau",
    "utgåendesaldo",
    "utgåendebalans",
    "endbalance",
    "konečnýzůstatek",
    "záróegyenleg",
    "saldodisponible",
    "soldfinal",
    "исходящийостаток",
    "вихіднийзалишок",
    "finalbalance",
    "balanceatend",
    "konecnyzustatek",
    "beiguatlikums",
    "lõppsaldo",
    "likutispabaigai",
    "ledgerbal",
    "likutislaikotarpiopabaigoje",
    "galutinislikutis",
    "outgoingbalance",
    "closingamount",
    "loppusaldo",
    "остатокнаконецпериода",
    "баланснаконецпериода",
    "現在高",
    "期末餘額",
    "本期餘額",
];
/// Labels of what an account holds when somebody looks: after rows that are not in the file,
/// too.
const OF_NOW: &[&str] = &[
    "当前余额",
    "账户余额",
    "kontostand",
    "accountbalance",
    "currentbalance",
    "ledgerbal",
    "saldoactual",
    "saldodisponible",
    "soldeau",
    "現在高",
];
/// Labels of a line of turnover that has a day and an amount as rows have.
const TURNOVER: &[&str] = &[
    "turnover",
    "debitturnover",
    "creditturnover",
    "apgrozījums",
    "käive",
    "apyvarta",
    "debetoapyvarta",
    "kreditoapyvarta",
];
/// Labels of a balance that are too short to be looked for in other words.
const BARE: &[&str] = &[
    "saldo",
    "solde",
    "soldeeuros",
    "balance",
    "余额",
    "bakiye",
    "saldopln",
];
/// Labels that make a row with a day and an amount a balance where nothing else stands in
/// their cell; `余额` is what people pay with as well.
const ROW_LABELS: &[&str] = &["balance", "saldo", "solde"];
const ACCOUNT: &[&str] = &[
    "账号",
    "卡号",
    "账户",
    "支付宝账户",
    "京东账号名",
    "微信号",
    "客户账号",
    "查询账号",
    "商户号",
    "accountnumber",
    "account",
    "accountno",
    "iban",
    "kontonummer",
    "konto",
    "rekeningnummer",
    "rekening",
    "compte",
    "cuenta",
    "conto",
    "accountdetailsfor",
    "depotnummer",
    "kreditkarte",
];
/// Words that begin a line of totals.
const TOTAL: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "共计",
    "累计",
    "总额",
    "本页合计",
    "人民币合计",
    "合计金额",
    "总交易",
    "交易合计",
    "total",
    "totals",
    "subtotal",
    "grandtotal",
    "sum",
    "summe",
    "totaal",
    "totale",
    "gesamt",
    "saldo",
    "balance",
    "endofreport",
    "合計",
    "小計",
    "suma",
    "summa",
];

/// A text's letters and digits, in small letters.
fn letters(text: &str) -> String {
    text.chars()
        .map(half_width)
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Whether a row is one of totals or balances: a cell of words begins so.
pub(crate) fn is_total(sheet: &Sheet, row: usize) -> bool {
    sheet.cells(row).any(|cell| {
        let word = letters(cell);
        if word.is_empty() || word.chars().count() > 30 {
            return false;
        }
        let words = [TOTAL, OPENING, CLOSING].concat();
        words.iter().any(|total| {
            word == *total || word.starts_with(total) && !total.is_ascii() || word.ends_with("合计")
        }) || ["totalper", "totalcredit", "totaldebit"]
            .iter()
            .any(|label| word.starts_with(label))
            || word == "transactionstotal"
            || [OPENING, CLOSING]
                .concat()
                .iter()
                .any(|label| word.starts_with(label))
            || word.starts_with("soldeen")
            || word.starts_with("soldeau")
    })
}

/// Whether a cell of a row begins with the label of a balance.
pub(crate) fn names_balance(sheet: &Sheet, row: usize) -> bool {
    let labels = [OPENING, CLOSING].concat();
    sheet
        .cells(row)
        .map(letters)
        .any(|word| labels.iter().any(|label| word.starts_with(label)))
}

/// Whether a row with a day and an amount states a balance: a cell is the label of one.
pub(crate) fn is_balance(sheet: &Sheet, row: usize) -> bool {
    sheet.cells(row).any(|cell| {
        let word = letters(cell);
        let after = [OPENING, CLOSING]
            .concat()
            .into_iter()
            .find_map(|label| word.strip_prefix(label));
        after.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
            || TURNOVER.contains(&word.as_str())
            || ROW_LABELS.contains(&word.as_str())
    })
}

/// Whether a cell of a row speaks of what the account holds.
pub(crate) fn speaks_of_balance(sheet: &Sheet, row: usize) -> bool {
    let words = ["saldo", "solde", "balance", "余额", "餘額"];
    sheet
        .cells(row)
        .map(letters)
        .any(|word| words.iter().any(|start| word.starts_with(start)))
}

impl Around {
    /// Reads the rows before the header.
    pub fn preamble(sheet: &Sheet, rows: std::ops::Range<usize>, mark: DecimalMark) -> Self {
        let mut around = Self::default();
        for row in rows {
            around.line(sheet, row, mark);
        }
        around
    }

    /// Takes what a line around the rows says.
    pub fn line(&mut self, sheet: &Sheet, row: usize, mark: DecimalMark) {
        let cells: Vec<&str> = sheet.cells(row).collect();
        let line = cells.join(" ");
        let line = line.trim();
        self.card |= line.contains("信用卡") || line.to_lowercase().contains("credit card");
        self.sums.extend(stated_sum(line));
        self.period = self.period.or_else(|| period(line));
        self.year = self.year.or_else(|| year(line));
        for (at, cell) in cells.iter().enumerate() {
            let next = cells.get(at + 1..).unwrap_or_default();
            self.account(cell, next);
            let below = if row + 1 < sheet.len() {
                sheet.cell(row + 1, at)
            } else {
                ""
            };
            self.balance(cell, next, below, mark);
            self.named_currency(cell, next);
            match letters(cell).as_str() {
                "settlementcurrency" => self.currency = self.currency.or(currency::named(below)),
                "transferdate" => {
                    let day = date::read(below).map(|moment| moment.day);
                    if let Some(date::Day::Known(day)) = day {
                        self.transferred = self.transferred.or(Some(day));
                    }
                }
                _ => {}
            }
        }
    }

    /// Takes the balances of columns that state one alike in each row, or once beside them.
    pub fn columns(&mut self, sheet: &Sheet, header: usize, rows: &[usize], mark: DecimalMark) {
        let Some(row) = rows.first() else { return };
        for (column, name) in sheet.cells(header).enumerate() {
            let word = letters(name);
            let is = |labels: &[&str]| labels.contains(&word.as_str());
            if !(is(OPENING) || is(CLOSING)) {
                continue;
            }
            let alike = rows.len() > 1
                && rows
                    .iter()
                    .all(|other| sheet.cell(*other, column) == sheet.cell(*row, column));
            let mut behind = (header + 1..sheet.len())
                .map(|row| sheet.cell(row, column))
                .filter(|cell| number::read(cell, mark).is_ok());
            let (first, once) = (behind.next(), behind.next().is_none());
            let Some(first) = first.filter(|_| alike || once) else {
                continue;
            };
            if let Ok(number) = number::read(first, mark) {
                let stated = (name.to_owned(), number);
                if is(OPENING) {
                    self.opening.get_or_insert(stated);
                } else {
                    self.closing.get_or_insert(stated);
                }
            }
        }
    }

    /// Takes a balance that stands as a row, by its columns; whether it was one.
    pub fn row(&mut self, sheet: &Sheet, row: usize, plan: &Plan) -> bool {
        let label = sheet.cells(row).find_map(|cell| {
            let word = letters(cell);
            let is = |labels: &[&str]| labels.iter().any(|label| word.starts_with(label));
            let balance = is(OPENING) || is(CLOSING) || ROW_LABELS.contains(&word.as_str());
            balance.then(|| (cell.to_owned(), is(OPENING)))
        });
        let read = |field| {
            let column = plan.column(field)?;
            judge::number_at(sheet, row, column, plan.mark).ok()
        };
        let number = read(Field::Balance).or_else(|| read(Field::Amount));
        let (Some((what, opening)), Some(mut number)) = (label, number) else {
            return false;
        };
        let owes = plan.column(Field::Direction).is_some_and(|column| {
            side::direction(sheet.cell(row, column)) == Some(Direction::Moves(Side::Debit))
        });
        number.negative |= owes && !number.is_zero();
        let named = plan
            .column(Field::Currency)
            .and_then(|column| currency::named(sheet.cell(row, column)));
        match named {
            Some(currency) => self.of_rows.push(RowBalance {
                what,
                opening,
                currency,
                number,
            }),
            None if opening => _ = self.opening.get_or_insert((what, number)),
            None => self.closing = Some((what, number)),
        }
        true
    }

    fn account(&mut self, cell: &str, next: &[&str]) {
        let (label, value) = labelled(cell, next);
        let label = letters(label);
        let known = ACCOUNT
            .iter()
            .any(|name| label == *name || label.ends_with(name) && !name.is_ascii());
        let value = value.trim_matches(|c: char| "[]【】\"' ".contains(c));
        let value = value
            .split(['\u{3000}', ',', ';'])
            .next()
            .unwrap_or_default()
            .trim();
        let digits = value.chars().filter(char::is_ascii_digit).count();
        let plausible =
            digits >= 4 || value.contains('@') || value.contains('*') || value.contains('_');
        if known && plausible && value.chars().count() <= 40 && self.accounts.len() < 50 {
            let value = value.to_owned();
            if !self.accounts.contains(&value) {
                self.accounts.push(value);
            }
        }
    }

    fn balance(&mut self, cell: &str, next: &[&str], below: &str, mark: DecimalMark) {
        let (label, value) = labelled(cell, next);
        let word = letters(label);
        let is = |names: &[&str]| names.iter().any(|name| word.starts_with(name));
        let opening = is(OPENING);
        if !opening && !is(CLOSING) && !BARE.contains(&word.as_str()) {
            return;
        }
        let words = label.split_whitespace().rev();
        let inline: Vec<&str> = words
            .take_while(|word| !word.contains(char::is_alphabetic) && date::read(word).is_none())
            .collect();
        let inline = inline.into_iter().rev().collect::<Vec<_>>().join(" ");
        let unit = inline.trim_end_matches(['€', ' ']).to_owned();
        let values = std::iter::once(value)
            .chain(next.iter().copied())
            .chain(std::iter::once(unit.as_str()));
        let number = values
            .take(8)
            .chain(std::iter::once(below))
            .map(|value| value.split(" as of ").next().unwrap_or_default())
            .filter(|value| date::read(value).is_none())
            .find_map(|value| number::read(value, mark).ok());
        let Some(number) = number else { return };
        let what = label.trim().to_owned();
        if opening {
            self.opening.get_or_insert((what, number));
        } else if self.closing.is_none() {
            self.closing_is_of_now = is(OF_NOW) || !is(CLOSING);
            self.closing = Some((what, number));
        }
    }

    fn named_currency(&mut self, cell: &str, next: &[&str]) {
        if self.currency.is_some() {
            return;
        }
        let (label, value) = labelled(cell, next);
        let word = letters(label);
        if matches!(
            word.as_str(),
            "币种"
                | "货币"
                | "币别"
                | "账户币种"
                | "currency"
                | "währung"
                | "devise"
                | "moneda"
                | "valuta"
                | "divisa"
                | "accountcurrency"
        ) {
            self.currency = currency::named(value);
        }
        // `卡内账户: 002 活期储蓄存款 港币 现汇`: one of several of a card.
        if word.ends_with("账户") {
            self.currency = value.split_whitespace().find_map(currency::named);
        }
        let (_, unit) = field::unit(cell);
        let alone = cell.len() == 3
            && cell.bytes().all(|b| b.is_ascii_uppercase())
            && !matches!(cell, "ALL" | "TOP" | "CUP" | "PEN" | "SOS" | "BAM");
        let bare = cell
            .strip_prefix(':')
            .or(Some(cell).filter(|_| alone))
            .and_then(currency::named);
        self.currency = self
            .currency
            .or(unit)
            .or(bare)
            .or_else(|| currency::of_iban(&value.replace(' ', "")));
    }
}

/// `label: value` of one cell, or a label with its value in the next filled cell.
fn labelled<'a>(cell: &'a str, next: &[&'a str]) -> (&'a str, &'a str) {
    if let Some((label, value)) = cell.split_once([':', '：'])
        && !value.trim().is_empty()
    {
        return (label, value.trim());
    }
    let label = cell.trim_end_matches([':', '：', ' ']);
    let value = next.iter().find(|cell| !cell.is_empty());
    (label, value.copied().unwrap_or_default())
}

/// `收入：31笔，15595.04元`, `支出：23笔 1175.68元`, `共43笔记录`.
fn stated_sum(line: &str) -> Option<StatedSum> {
    let before = line
        .split('笔')
        .next()
        .filter(|start| start.len() < line.len())?;
    let digits = |text: &str| -> String {
        let number: String = text
            .chars()
            .map(half_width)
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
            .filter(|c| *c != ',')
            .collect();
        number.trim_end_matches('.').to_owned()
    };
    let count = digits(before);
    let what = before
        .split([':', '：', '共'])
        .next()
        .unwrap_or_default()
        .trim();
    let of = match what {
        "收入" => Rows::In,
        "支出" => Rows::Out,
        "不计收支" | "中性交易" | "其他" => Rows::Neutral,
        "" => Rows::All,
        _ => return None,
    };
    let after = &line[before.len() + '笔'.len_utf8()..];
    let sum = Some(digits(after)).filter(|sum| !sum.is_empty() && after.contains('元'));
    Some(StatedSum {
        what: if what.is_empty() { "共" } else { what }.to_owned(),
        of,
        count: Some(count).filter(|count| !count.is_empty()),
        sum,
    })
}

/// Two days in a line are a period; where one of them can be read one way only, so can both.
fn period(line: &str) -> Option<(Date, Date)> {
    let normal: String = line.chars().map(half_width).collect();
    let words = normal.split(|c: char| c.is_whitespace() || "[]:~,;至到".contains(c));
    let moments: Vec<date::Moment> = words
        .filter_map(|word| date::read(word.trim()))
        .filter(|moment| !moment.is_yearless())
        .collect();
    let order = moments.iter().find_map(date::Moment::order);
    let days: Vec<Date> = moments
        .iter()
        .filter_map(|moment| match moment.day {
            date::Day::Known(day) => Some(day),
            _ => moment.date(order?, None),
        })
        .collect();
    match days.as_slice() {
        [first, last] if first <= last => Some((*first, *last)),
        _ => None,
    }
}

/// `2024年01月`, `2025`.
fn year(line: &str) -> Option<i32> {
    let at = line.find('年')?;
    let digits = line[..at].trim_end();
    let start = digits.len().checked_sub(4)?;
    let year: i32 = digits.get(start..)?.parse().ok()?;
    (1970..2200).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wallets_own_sums_are_found() {
        let sum = stated_sum("收入：31笔，15595.04元").expect("a sum");
        assert_eq!(
            (sum.of, sum.count.as_deref(), sum.sum.as_deref()),
            (Rows::In, Some("31"), Some("15595.04"))
        );
        let all = stated_sum("共43笔记录").expect("a count");
        assert_eq!(
            (all.of, all.count.as_deref(), all.sum),
            (Rows::All, Some("43"), None)
        );
        assert_eq!(stated_sum("交易 3 笔"), None);
        assert!(stated_sum("导出时间").is_none());
    }

    #[test]
    fn a_period_and_a_year_are_found() {
        let (first, last) =
            period("起始时间：[2019-08-01 00:00:00] 终止时间：[2019-09-30 23:59:59]")
                .expect("a period");
        assert_eq!(
            (first.to_string(), last.to_string()),
            ("2019-08-01".to_owned(), "2019-09-30".to_owned())
        );
        assert_eq!(year("对账单（个人消费卡账户 2024年01月）"), Some(2024));
        assert_eq!(period("导出时间：[2019-10-09 16:05:22]"), None);
    }
}
