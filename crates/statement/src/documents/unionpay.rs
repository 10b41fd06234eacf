//! UnionPay's detail files of fixed width: the merchant's (全渠道商户对账文件, `ZM` and `ZME`)
//! and the acquirer's (一般交易流水文件, `ACOM`/`ACOMN`).
//!
//! A record is a line; each field has a fixed width in bytes and a blank behind it. Amounts
//! are in fen. A fee or a settled amount begins with `C` (to us) or `D` (from us).
//!
//! | merchant | becomes |
//! | --- | --- |
//! | 商户订单号 | order_no |
//! | 查询流水号 | transaction_no; its first 14 digits give the year of the time |
//! | 交易类型 | kind: 01, 03, 11, 13 a payment; 04, 31, 33 a refund; 12 a withdrawal; 02, 32 (authorisations) move nothing |
//! | 交易金额 | amount |
//! | 商户手续费 | fee |
//! | 交易传输时间 | finished_at |
//!
//! | acquirer | becomes |
//! | --- | --- |
//! | 检索参考号 | order_no |
//! | 代理机构, 发送机构, 系统跟踪号, 交易传输时间 | transaction_no: together they are UnionPay's key |
//! | 交易类型码 | kind: 00 a payment; 20 a refund; 03, 30, 31 move nothing. A message 04xx takes the other back |
//! | 交易返回码 | status: 00 success, else failed |
//! | 交易金额 | amount |
//! | 受理方应收, 受理方应付, 转接清算费 | fee: what is debited without what is credited |
//! | 交易传输时间 | finished_at; the file names no year, the settings can |

use super::source::{Line, Source};
use crate::calendar::{Date, LocalTime};
use crate::formats::own::unknown;
use crate::formats::{FixedField, Format, Shape};
use crate::money::{Currency, MinorUnits};
use crate::problem::{FileProblem, Reason};
use crate::reading::Reading;
use crate::rows::{Cell, Column, Role};
use crate::settings::FileSettings;
use crate::vocabulary::{Kind, Status};
use crate::words::shorten;

const fn field(name: &'static str, width: usize) -> FixedField {
    FixedField {
        name,
        width,
        becomes: &[],
    }
}
const fn gives(name: &'static str, width: usize, becomes: &'static [Column]) -> FixedField {
    FixedField {
        name,
        width,
        becomes,
    }
}

/// The merchant's detail.
pub const MERCHANT: Format = Format {
    id: "unionpay-merchant-flow",
    role: Some(Role::ChannelStatement),
    shape: Shape::Fixed(MERCHANT_FIELDS),
    source: "https://open.unionpay.com/tjweb/acproduct/APIList?acpAPIId=758&apiservId=448",
};
/// The acquirer's detail.
pub const ACQUIRER: Format = Format {
    id: "unionpay-acquirer-flow",
    role: Some(Role::ChannelStatement),
    shape: Shape::Fixed(ACQUIRER_FIELDS),
    source: "Technical specifications on bankcard interoperability, part 3: file interface (Q/CUP 006.3)",
};

const MERCHANT_FIELDS: &[FixedField] = &[
    field("交易代码", 3),
    field("代理机构标识码", 11),
    field("发送机构标识码", 11),
    field("系统跟踪号", 6),
    gives("交易传输时间", 10, &[Column::FinishedAt]),
    field("帐号", 19),
    gives("交易金额", 12, &[Column::Amount]),
    field("商户类别", 4),
    field("终端类型", 2),
    gives(
        "查询流水号",
        21,
        &[Column::TransactionNo, Column::FinishedAt],
    ),
    field("支付方式（旧）", 2),
    gives("商户订单号", 32, &[Column::OrderNo]),
    field("支付卡类型", 2),
    field("原始交易的系统跟踪号", 6),
    field("原始交易日期时间", 10),
    gives("商户手续费", 13, &[Column::Fee]),
    field("结算金额", 13),
    field("支付方式", 4),
    field("集团商户代码", 15),
    gives("交易类型", 2, &[Column::Kind]),
    field("交易子类", 2),
    field("业务类型", 6),
    field("帐号类型", 2),
    field("账单类型", 4),
    field("账单号码", 32),
    field("交互方式", 1),
    field("原交易查询流水号", 21),
    field("商户代码", 15),
];

const ACQUIRER_FIELDS: &[FixedField] = &[
    gives("代理机构标识码", 11, &[Column::TransactionNo]),
    gives("发送机构标识码", 11, &[Column::TransactionNo]),
    gives("系统跟踪号", 6, &[Column::TransactionNo]),
    gives(
        "交易传输时间",
        10,
        &[Column::TransactionNo, Column::FinishedAt],
    ),
    field("主账号", 19),
    gives("交易金额", 12, &[Column::Amount]),
    field("部分代收时的承兑金额", 12),
    field("持卡人交易手续费", 12),
    gives("报文类型", 4, &[Column::Kind]),
    gives("交易类型码", 6, &[Column::Kind]),
    field("商户类型", 4),
    field("受卡机终端标识码", 8),
    field("受卡方标识码", 15),
    gives("检索参考号", 12, &[Column::OrderNo]),
    field("服务点条件码", 2),
    field("授权应答码", 6),
    field("接收机构标识码", 11),
    field("原始交易的系统跟踪号", 6),
    gives("交易返回码", 2, &[Column::Status]),
    field("服务点输入方式", 3),
    gives("受理方应收手续费", 12, &[Column::Fee]),
    gives("受理方应付手续费", 12, &[Column::Fee]),
    gives("转接清算费", 12, &[Column::Fee]),
];

/// A refused field: its name, and why.
type Refusal = (&'static str, Reason);

/// A record cut into its fields.
struct Fields<'a> {
    text: &'a str,
    layout: &'static [FixedField],
}

impl<'a> Fields<'a> {
    /// A field without the blanks at its ends; empty where the record ends before it.
    fn get(&self, name: &str) -> Result<&'a str, Refusal> {
        let mut start = 0;
        for field in self.layout {
            if field.name == name {
                let end = (start + field.width).min(self.text.len());
                if start >= end {
                    return Ok("");
                }
                let malformed = || Reason::Malformed {
                    text: shorten(self.text),
                    expected: format!("{} bytes from byte {}", field.width, start + 1),
                };
                let cell = self.text.get(start..end);
                return cell.map(str::trim).ok_or_else(|| (field.name, malformed()));
            }
            start += field.width + 1;
        }
        unreachable!("{name} is no field of the layout")
    }

    fn filled(&self, name: &'static str) -> Result<&'a str, Refusal> {
        match self.get(name)? {
            "" => Err((name, Reason::Empty)),
            text => Ok(text),
        }
    }

    /// An unsigned amount in fen.
    fn amount(&self, name: &'static str) -> Result<MinorUnits, Refusal> {
        let text = self.filled(name)?;
        digits(text).ok_or_else(|| {
            let text = shorten(text);
            (name, Reason::NotAnAmount { text })
        })
    }

    /// What a field with a letter before its digits costs us: `D` positive, `C` negative;
    /// `None` where it is blank.
    fn cost(&self, name: &'static str) -> Result<Option<i64>, Refusal> {
        let text = self.get(name)?;
        let value = match text.as_bytes().first() {
            None => return Ok(None),
            Some(b'D') => digits(&text[1..]).map(|MinorUnits(fen)| fen),
            Some(b'C') => digits(&text[1..]).map(|MinorUnits(fen)| -fen),
            // Without a letter nothing tells whose it is, unless it is nothing.
            Some(_) => digits(text)
                .map(|MinorUnits(fen)| fen)
                .filter(|fen| *fen == 0),
        };
        value.map(Some).ok_or_else(|| {
            let (text, expected) = (shorten(text), "C or D and digits".to_owned());
            (name, Reason::Malformed { text, expected })
        })
    }
}

fn digits(text: &str) -> Option<MinorUnits> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain
        .then(|| text.parse().ok().map(MinorUnits))
        .flatten()
        .filter(|MinorUnits(fen)| *fen < i64::MAX)
}

/// The layout that a file's first record is of.
pub(super) fn know(first: &str) -> Option<&'static Format> {
    let formats = [&MERCHANT, &ACQUIRER];
    let is_known = |format: &&&Format| is_of(first, format).unwrap_or(false);
    let known = formats.iter().find(is_known)?;
    Format::by_id(known.id)
}

/// Whether a record has a layout's blanks between fields, and digits where digits must be.
fn is_of(record: &str, format: &Format) -> Option<bool> {
    let Shape::Fixed(layout) = format.shape else {
        return None;
    };
    let mut start = 0;
    for field in layout {
        let cell = record.get(start..start + field.width)?;
        let is_fit = match field.name {
            "系统跟踪号" | "交易传输时间" | "交易金额" => digits(cell).is_some(),
            "报文类型" => digits(cell).is_some() && cell.starts_with('0'),
            "交易代码" => cell.trim().bytes().all(|b| b.is_ascii_alphanumeric()),
            "查询流水号" | "交易类型" | "交易类型码" => {
                cell.trim().bytes().all(|b| b.is_ascii_digit())
            }
            _ => true,
        };
        start += field.width;
        let blank = matches!(record.as_bytes().get(start), None | Some(b' '));
        if !is_fit || !blank {
            return Some(false);
        }
        start += 1;
    }
    Some(true)
}

/// A month, a day and a time of day, without a year.
struct Moment([u32; 5]);

impl Moment {
    fn parse(text: &str) -> Option<Self> {
        if text.len() != 10 {
            return None;
        }
        let mut parts = [0; 5];
        for (at, part) in parts.iter_mut().enumerate() {
            *part = text.get(at * 2..at * 2 + 2)?.parse().ok()?;
        }
        let [month, day, hour, minute, second] = parts;
        let leap = Date::from_ymd(2000, month, day).is_some();
        (leap && hour < 24 && minute < 60 && second < 60).then_some(Self(parts))
    }

    fn in_year(&self, year: i32) -> Option<LocalTime> {
        let [month, day, hour, minute, second] = self.0;
        let LocalTime(midnight) = Date::from_ymd(year, month, day)?.midnight();
        Some(LocalTime(
            midnight + i64::from(hour * 3600 + minute * 60 + second),
        ))
    }

    /// In the year that brings it nearest to a day.
    fn near(&self, Date(day): Date) -> Option<LocalTime> {
        let (year, ..) = Date(day).ymd();
        let times = [year - 1, year, year + 1].map(|year| self.in_year(year));
        let apart = |time: &LocalTime| (time.date().0 - day).abs();
        times.into_iter().flatten().min_by_key(apart)
    }
}

struct Reader<'r> {
    reading: &'r mut Reading,
    channel: String,
    year: Option<i32>,
    /// Records without a year: the first one's line, and how many.
    yearless: Option<(u32, u64)>,
}

/// Reads the records.
pub(super) fn read(
    format: &Format,
    source: &Source,
    channel: Option<String>,
    file: &FileSettings,
    reading: &mut Reading,
) {
    let mut reader = Reader {
        reading,
        channel: channel.unwrap_or_else(|| "unionpay".to_owned()),
        year: file.year,
        yearless: None,
    };
    for line in source.lines() {
        if !line.text.trim().is_empty() {
            reader.record(format, source, &line);
        }
    }
    if let Some((line, rows)) = reader.yearless {
        let problem = FileProblem::YearOpen { line, rows };
        reader.reading.problems.push(problem);
    }
    reader.reading.problems.extend(source.problem());
}

impl Reader<'_> {
    fn record(&mut self, format: &Format, source: &Source, line: &Line<'_>) {
        let (number, offset) = source.place(line.at);
        let Shape::Fixed(layout) = format.shape else {
            return;
        };
        let fields = Fields {
            text: line.text,
            layout,
        };
        let read = if format.id == MERCHANT.id {
            self.merchant(&fields, number, offset)
        } else {
            self.acquirer(&fields, number, offset)
        };
        if let Err((name, reason)) = read {
            self.reading.reject(number, Some(name), reason);
        }
    }

    fn merchant(&mut self, fields: &Fields<'_>, line: u32, offset: u64) -> Result<(), Refusal> {
        let kind = fields.filled("交易类型")?;
        let (kind, status) = match kind {
            "01" | "03" | "11" | "13" => (Kind::Payment, Status::Success),
            "04" | "31" | "33" => (Kind::Refund, Status::Success),
            "12" => (Kind::Withdrawal, Status::Success),
            "02" => (Kind::Payment, Status::Closed),
            "32" => (Kind::Refund, Status::Closed),
            word => {
                let known = ["01", "02", "03", "04", "11", "12", "13", "31", "32", "33"];
                return Err(("交易类型", unknown(word, known.into_iter())));
            }
        };
        let query = fields.get("查询流水号")?;
        let at = self.time(fields, stamp(query), line)?;
        let cells = [
            Cell::Text(&self.channel),
            Cell::Text(fields.filled("商户订单号")?),
            text(query),
            Cell::Kind(kind),
            Cell::Status(status),
            Cell::Currency(Currency::CNY),
            Cell::Minor(fields.amount("交易金额")?),
            fee([fields.cost("商户手续费")?]),
            at,
            Cell::Absent,
        ];
        self.reading.push(line, offset, &cells, fields.text.len());
        if let merchant @ [_, ..] = fields.get("商户代码")?.as_bytes() {
            let merchant = String::from_utf8_lossy(merchant).into_owned();
            self.reading.accounts.insert(merchant);
        }
        Ok(())
    }

    fn acquirer(&mut self, fields: &Fields<'_>, line: u32, offset: u64) -> Result<(), Refusal> {
        let message = fields.filled("报文类型")?;
        let code = fields.filled("交易类型码")?;
        let taken_back = message.starts_with("04");
        let (kind, moves) = match (code.get(..2), taken_back) {
            (Some("00"), false) | (Some("20"), true) => (Kind::Payment, true),
            (Some("20"), false) | (Some("00"), true) => (Kind::Refund, true),
            (Some("03" | "30" | "31"), _) => (Kind::Payment, false),
            _ => {
                let known = ["00", "03", "20", "30", "31"];
                return Err(("交易类型码", unknown(code, known.into_iter())));
            }
        };
        let status = match fields.filled("交易返回码")? {
            "00" if moves => Status::Success,
            "00" => Status::Closed,
            _ => Status::Failed,
        };
        let at = self.time(fields, None, line)?;
        let key = [
            "代理机构标识码",
            "发送机构标识码",
            "系统跟踪号",
            "交易传输时间",
        ];
        let key: Result<Vec<&str>, Refusal> = key.iter().map(|name| fields.get(name)).collect();
        let key = key?.join("-");
        let costs = [
            fields.cost("受理方应收手续费")?,
            fields.cost("受理方应付手续费")?,
            fields.cost("转接清算费")?,
        ];
        let cells = [
            Cell::Text(&self.channel),
            Cell::Text(fields.filled("检索参考号")?),
            Cell::Text(&key),
            Cell::Kind(kind),
            Cell::Status(status),
            Cell::Currency(Currency::CNY),
            Cell::Minor(fields.amount("交易金额")?),
            fee(costs),
            at,
            Cell::Absent,
        ];
        self.reading.push(line, offset, &cells, fields.text.len());
        Ok(())
    }

    /// When a record was sent: in the year that is said of the file, else in the one that
    /// another field of it tells.
    fn time(
        &mut self,
        fields: &Fields<'_>,
        told: Option<Date>,
        line: u32,
    ) -> Result<Cell<'static>, Refusal> {
        const NAME: &str = "交易传输时间";
        let text = fields.filled(NAME)?;
        let impossible = || {
            let (text, expected) = (shorten(text), "MMDDhhmmss".to_owned());
            (NAME, Reason::NotADate { text, expected })
        };
        let moment = Moment::parse(text).ok_or_else(impossible)?;
        let time = match (self.year, told) {
            (Some(year), _) => moment.in_year(year),
            (None, Some(day)) => moment.near(day),
            (None, None) => {
                self.yearless.get_or_insert((line, 0)).1 += 1;
                return Ok(Cell::Absent);
            }
        };
        time.map(Cell::Time).ok_or_else(impossible)
    }
}

/// The day with which a query number begins.
fn stamp(query: &str) -> Option<Date> {
    let year = query.get(..4)?.parse().ok()?;
    let part = |from: usize| query.get(from..from + 2)?.parse().ok();
    Date::from_ymd(year, part(4)?, part(6)?).filter(|_| (1990..2200).contains(&year))
}

fn text(cell: &str) -> Cell<'_> {
    if cell.is_empty() {
        Cell::Absent
    } else {
        Cell::Text(cell)
    }
}

/// What parts cost together; absent where none of them stands there.
fn fee<const N: usize>(parts: [Option<i64>; N]) -> Cell<'static> {
    let parts = parts.into_iter().flatten();
    let sum = parts.fold(None, |sum: Option<i64>, part| {
        Some(sum.unwrap_or(0).saturating_add(part))
    });
    sum.map_or(Cell::Absent, |fen| Cell::Minor(MinorUnits(fen)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_without_a_year_takes_the_one_nearest_to_a_known_day() {
        let near = |moment: &str, day: &str| {
            let day = Date::parse(day).expect("a day");
            let time = Moment::parse(moment)?.near(day)?;
            Some(time.to_string())
        };
        let told = near("1231235959", "2026-01-01");
        assert_eq!(told.as_deref(), Some("2025-12-31 23:59:59"));
        let told = near("0101000001", "2025-12-31");
        assert_eq!(told.as_deref(), Some("2026-01-01 00:00:01"));
        assert_eq!(near("0230000000", "2026-03-01"), None);
        assert_eq!(near("0302240000", "2026-03-01"), None);
    }

    #[test]
    fn a_letter_says_whose_a_fee_is() {
        const LAYOUT: &[FixedField] = &[field("fee", 13)];
        let cost = |text| {
            let layout = LAYOUT;
            Fields { text, layout }.cost("fee")
        };
        assert_eq!(cost("D000000000060"), Ok(Some(60)));
        assert_eq!(cost("C000000000060"), Ok(Some(-60)));
        assert_eq!(cost("             "), Ok(None));
        assert_eq!(cost("0000000000000"), Ok(Some(0)));
        assert!(cost("0000000000060").is_err());
        assert!(cost("D").is_err());
        assert!(cost("费用").is_err());
    }
}
