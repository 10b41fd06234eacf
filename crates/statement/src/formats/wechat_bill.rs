//! WeChat Pay merchant bill (微信支付交易账单): the layouts ALL, SUCCESS and REFUND in each
//! generation of their column names.
//!
//! | column | becomes |
//! | --- | --- |
//! | 交易时间 | finished_at |
//! | 退款成功时间 | finished_at of a refund, where given |
//! | 商户订单号, 微信订单号 | order_no, transaction_no of a payment |
//! | 商户退款单号, 微信退款单号 | order_no, transaction_no of a refund |
//! | 交易状态 | SUCCESS success, REVOKED closed; REFUND is a refund |
//! | 退款状态 | SUCCESS success, PROCESSING pending, FAIL and CHANGE failed |
//! | 货币种类 | currency; CNY where a program that passed the bill on left it out |
//! | 应结订单金额 (before November 2018: 总金额) | amount of a payment |
//! | 退款金额 | amount of a refund |
//! | 手续费 | fee as given: negative = returned; further decimals are rounded |
//!
//! Each data cell follows a backtick and none is quoted: records are split at comma and
//! backtick, so that a product name keeps its commas. The last two lines are a summary:
//! its names, and its values.
//!
//! Sources: <https://pay.weixin.qq.com/docs/merchant/products/bill-download/format-trade.html>
//! (today's columns, and that early merchants keep the earlier ones),
//! <https://pay.weixin.qq.com/wiki/doc/api/native.php?chapter=9_6> (the earlier columns).

use super::own::{amount, time_of_bill, unknown};
use super::{Choices, Format, FormatColumn, Layout, Record, Shape};
use crate::money::{Currency, MinorUnits};
use crate::problem::{FileProblem, Reason};
use crate::reading::Reading;
use crate::record::Cells;
use crate::rows::{Cell, Column, Role};
use crate::settings::{FormatSettings, ReadSettings};
use crate::stated::{self, Total};
use crate::vocabulary::{Kind, Status};

/// Its id.
pub const ID: &str = "wechat-bill";

/// The format.
pub const FORMAT: Format = Format {
    id: ID,
    role: Some(Role::ChannelStatement),
    shape: Shape::Table(COLUMNS),
    source: "https://pay.weixin.qq.com/docs/merchant/products/bill-download/format-trade.html",
};

const TIME: &str = "交易时间";
const MERCHANT: &str = "商户号";
const SUB_MERCHANT: &[&str] = &["特约商户号", "子商户号"];
const TRANSACTION: &str = "微信订单号";
const ORDER: &str = "商户订单号";
const STATE: &str = "交易状态";
const CURRENCY: &str = "货币种类";
const AMOUNT: &[&str] = &["应结订单金额", "总金额"];
const REFUNDED_AT: &str = "退款成功时间";
const REFUND_TRANSACTION: &str = "微信退款单号";
const REFUND_ORDER: &str = "商户退款单号";
const REFUND_AMOUNT: &str = "退款金额";
const REFUND_STATE: &str = "退款状态";
const FEE: &str = "手续费";
/// What a shortened bill gives in place of the amount that is settled.
const ORDER_AMOUNT: &str = "订单金额";
const ANY_AMOUNT: &[&str] = &["应结订单金额", ORDER_AMOUNT, "总金额"];
const VOUCHER_REFUND: &[&str] = &[
    "充值券退款金额",
    "企业红包退款金额",
    "代金券或立减优惠退款金额",
];

/// What the settings may change.
pub const CHOICES: Choices = Choices {
    channel: "wechat",
    amounts: &["应结订单金额", "订单金额"],
    refund_amounts: &[REFUND_AMOUNT, "申请退款金额"],
};

const fn must(names: &'static [&'static str], becomes: &'static [Column]) -> FormatColumn {
    FormatColumn {
        names,
        required: true,
        becomes,
    }
}
const fn may(names: &'static [&'static str], becomes: &'static [Column]) -> FormatColumn {
    FormatColumn {
        names,
        required: false,
        becomes,
    }
}

const COLUMNS: &[FormatColumn] = &[
    must(&[TIME], &[Column::FinishedAt]),
    may(&["公众账号ID"], &[]),
    may(&[MERCHANT], &[]),
    may(SUB_MERCHANT, &[]),
    may(&["设备号"], &[]),
    must(&[TRANSACTION], &[Column::TransactionNo]),
    must(&[ORDER], &[Column::OrderNo]),
    may(&["用户标识"], &[]),
    may(&["交易类型"], &[]),
    must(&[STATE], &[Column::Kind, Column::Status]),
    may(&["付款银行"], &[]),
    may(&[CURRENCY], &[Column::Currency]),
    may(&[ORDER_AMOUNT], &[]),
    must(ANY_AMOUNT, &[Column::Amount]),
    may(&["代金券金额", "企业红包金额", "代金券或立减优惠金额"], &[]),
    may(&["退款申请时间"], &[]),
    may(&[REFUNDED_AT], &[Column::FinishedAt]),
    may(&[REFUND_TRANSACTION], &[Column::TransactionNo]),
    may(&[REFUND_ORDER], &[Column::OrderNo]),
    may(&[REFUND_AMOUNT], &[Column::Amount]),
    may(VOUCHER_REFUND, &[]),
    may(&["退款类型"], &[]),
    may(&[REFUND_STATE], &[Column::Status]),
    may(&["商品名称"], &[]),
    may(&["商户数据包"], &[]),
    may(&[FEE], &[Column::Fee]),
    may(&["费率"], &[]),
    may(&["申请退款金额"], &[]),
    may(&["费率备注"], &[]),
];

/// The first name of the summary.
const SUMMARY: &str = "总交易单数";
/// Names of the summary and the columns that they total.
const TOTALS: &[(&str, &[&str])] = &[
    ("应结订单总金额", AMOUNT),
    ("总交易额", AMOUNT),
    ("退款总金额", &[REFUND_AMOUNT]),
    ("总退款金额", &[REFUND_AMOUNT]),
    ("充值券退款总金额", VOUCHER_REFUND),
    ("总企业红包退款金额", VOUCHER_REFUND),
    ("总代金券或立减优惠退款金额", VOUCHER_REFUND),
    ("手续费总金额", &[FEE]),
    ("订单总金额", &["订单金额"]),
    ("申请退款总金额", &["申请退款金额"]),
];

/// Where the bill is.
#[derive(Debug)]
enum Part {
    Rows,
    /// The summary's names were read.
    SummaryNames(Vec<String>),
    Done,
}

/// Where the columns of a refund stand.
#[derive(Debug)]
struct RefundPlaces {
    transaction: Option<usize>,
    order: usize,
    amount: usize,
    /// A shortened bill lists refunds without their state: those that succeeded.
    state: Option<usize>,
    at: Option<usize>,
}

#[derive(Debug)]
struct Bill {
    header: Vec<String>,
    channel: String,
    time: usize,
    transaction: usize,
    order: usize,
    state: usize,
    currency: Option<usize>,
    amount: usize,
    fee: Option<usize>,
    /// Fees that were rounded: the line of the first, and how many.
    rounded: (u32, u64),
    merchants: Vec<usize>,
    refund: Option<RefundPlaces>,
    part: Part,
    /// Summary name, column that it totals, what the rows give.
    totals: Vec<(&'static str, Option<usize>, Total)>,
}

/// Opens a bill by its header.
pub(crate) fn open(
    header: &[String],
    settings: &ReadSettings,
) -> Result<Box<dyn Layout>, FileProblem> {
    let FormatSettings {
        channel,
        amount,
        refund_amount,
        ..
    } = settings.format(ID);
    let place = |names: &[&str]| header.iter().position(|h| names.contains(&h.as_str()));
    let must = |names: &[&str]| {
        place(names).ok_or_else(|| FileProblem::UnknownLayout {
            header: crate::words::shorten(&header.join(",")),
            nearest: Some(ID.to_owned()),
            missing: names
                .iter()
                .take(1)
                .map(|name| (*name).to_owned())
                .collect(),
        })
    };
    let chosen = |name: &Option<String>, names: &[&str]| match name {
        Some(name) => must(&FORMAT.names_of(name)),
        None => must(names),
    };
    let refund = if place(&[REFUND_ORDER]).is_some() || place(&[REFUND_STATE]).is_some() {
        Some(RefundPlaces {
            transaction: place(&[REFUND_TRANSACTION]),
            order: must(&[REFUND_ORDER])?,
            amount: chosen(&refund_amount, &[REFUND_AMOUNT])?,
            state: place(&[REFUND_STATE]),
            at: place(&[REFUNDED_AT]),
        })
    } else {
        None
    };
    Ok(Box::new(Bill {
        header: header.to_vec(),
        channel: channel.unwrap_or_else(|| CHOICES.channel.to_owned()),
        time: must(&[TIME])?,
        transaction: must(&[TRANSACTION])?,
        order: must(&[ORDER])?,
        state: must(&[STATE])?,
        currency: place(&[CURRENCY]),
        amount: match (&amount, place(AMOUNT)) {
            (None, Some(place)) => place,
            _ => chosen(&amount, &[ORDER_AMOUNT])?,
        },
        fee: place(&[FEE]),
        rounded: (0, 0),
        merchants: [place(&[MERCHANT]), place(SUB_MERCHANT)]
            .into_iter()
            .flatten()
            .collect(),
        refund,
        part: Part::Rows,
        totals: TOTALS
            .iter()
            .map(|(name, columns)| (*name, place(columns), Total::default()))
            .collect(),
    }))
}

/// A refused cell: its column's place in the header, and why.
type Refusal = (usize, Reason);

impl Bill {
    fn row(&mut self, record: &Record<'_>, reading: &mut Reading) -> Result<(), Refusal> {
        let filled = |at: usize| match record.cell(at) {
            "" => Err((at, Reason::Empty)),
            text => Ok(text),
        };
        let refund = self
            .refund
            .as_ref()
            .filter(|_| record.cell(self.state) == "REFUND");
        let status = match refund {
            Some(RefundPlaces {
                state: Some(state), ..
            }) => refund_status(filled(*state)?).map_err(|r| (*state, r))?,
            Some(_) => Status::Success,
            None => self
                .payment_status(filled(self.state)?)
                .map_err(|r| (self.state, r))?,
        };
        let (order, transaction, amount_at) = match refund {
            Some(places) => (places.order, places.transaction, places.amount),
            None => (self.order, Some(self.transaction), self.amount),
        };
        let currency = match self.currency {
            None => Currency::CNY,
            Some(at) => {
                let code = filled(at)?;
                let text = || crate::words::shorten(code);
                Currency::parse(code).ok_or_else(|| (at, Reason::NotACurrency { text: text() }))?
            }
        };
        let mut rounded = false;
        let fee = match self.fee.map(|at| (at, record.cell(at))) {
            None | Some((_, "")) => Cell::Absent,
            Some((at, text)) => {
                let parse = |text: &str, currency| {
                    let (fee, was) = MinorUnits::parse_rounded(text, currency)?;
                    rounded = was;
                    Ok(fee)
                };
                amount(parse, text, currency)
                    .map(Cell::Minor)
                    .map_err(|reason| (at, reason))?
            }
        };
        let at = refund
            .and_then(|places| places.at)
            .filter(|at| !record.cell(*at).is_empty());
        let at = at.unwrap_or(self.time);
        let kind = if refund.is_some() {
            Kind::Refund
        } else {
            Kind::Payment
        };
        let cells = [
            Cell::Text(&self.channel),
            Cell::Text(filled(order)?),
            text(transaction.map_or("", |at| record.cell(at))),
            Cell::Kind(kind),
            Cell::Status(status),
            Cell::Currency(currency),
            amount(MinorUnits::parse_padded, filled(amount_at)?, currency)
                .map(Cell::Minor)
                .map_err(|reason| (amount_at, reason))?,
            fee,
            Cell::Time(clock(filled(at)?).map_err(|reason| (at, reason))?),
            Cell::Absent,
        ];
        reading.push(record.line, record.offset, &cells, record.text.len());
        if rounded {
            let (first, rows) = self.rounded;
            self.rounded = (if rows == 0 { record.line } else { first }, rows + 1);
        }
        Ok(())
    }

    fn payment_status(&self, word: &str) -> Result<Status, Reason> {
        match word {
            "SUCCESS" => Ok(Status::Success),
            "REVOKED" => Ok(Status::Closed),
            _ if self.refund.is_some() => {
                Err(unknown(word, ["SUCCESS", "REVOKED", "REFUND"].into_iter()))
            }
            _ => Err(unknown(word, ["SUCCESS", "REVOKED"].into_iter())),
        }
    }

    fn summary(&mut self, names: &[String], values: &[&str], reading: &mut Reading) {
        for (name, value) in names.iter().zip(values) {
            let total = self.totals.iter().find(|(known, ..)| known == name);
            if name == SUMMARY {
                reading
                    .stated
                    .push(stated::count(name, value, reading.used()));
            } else if let Some((_, _, found)) = total {
                reading.stated.push(stated::amount(name, value, *found));
            }
        }
    }
}

impl Layout for Bill {
    fn width(&self) -> usize {
        self.header.len()
    }

    fn bare(&self) -> &'static [u8] {
        b"`"
    }

    fn is_remark(&self, text: &str) -> bool {
        matches!(self.part, Part::SummaryNames(_)) || unticked(text).starts_with(SUMMARY)
    }

    fn remark(&mut self, text: &str, reading: &mut Reading) {
        let mut cells = Cells::default();
        if text.starts_with('`') {
            cells.split_backticks(text);
        } else {
            cells.split_commas(text);
        }
        let values: Vec<&str> = (0..cells.len()).map(|i| cells.get(text, i)).collect();
        match std::mem::replace(&mut self.part, Part::Done) {
            Part::SummaryNames(names) => self.summary(&names, &values, reading),
            Part::Rows | Part::Done => {
                let names = values.iter().map(|name| (*name).to_owned()).collect();
                self.part = Part::SummaryNames(names);
            }
        }
    }

    fn record(&mut self, record: &Record<'_>, reading: &mut Reading) {
        if let Err((at, reason)) = self.row(record, reading) {
            return reading.reject(record.line, Some(&self.header[at]), reason);
        }
        for (_, place, total) in &mut self.totals {
            if let Some(place) = place {
                total.add(record.cell(*place));
            }
        }
        for &place in &self.merchants {
            let number = record.cell(place);
            if !matches!(number, "" | "0") && !reading.accounts.contains(number) {
                reading.accounts.insert(number.to_owned());
            }
        }
    }

    fn finish(&mut self, line: u32, reading: &mut Reading) {
        let (first, rows) = self.rounded;
        if rows > 0 {
            reading
                .problems
                .push(FileProblem::Rounded { line: first, rows });
        }
        if !matches!(self.part, Part::Done) {
            reading.problems.push(FileProblem::Truncated {
                line,
                expected: format!("the bill's last two lines, its totals ({SUMMARY} …)"),
            });
        }
    }
}

fn unticked(text: &str) -> &str {
    text.strip_prefix('`').unwrap_or(text)
}

fn text(cell: &str) -> Cell<'_> {
    if cell.is_empty() {
        Cell::Absent
    } else {
        Cell::Text(cell)
    }
}

fn refund_status(word: &str) -> Result<Status, Reason> {
    match word {
        "SUCCESS" => Ok(Status::Success),
        "PROCESSING" => Ok(Status::Pending),
        "FAIL" | "CHANGE" => Ok(Status::Failed),
        _ => Err(unknown(
            word,
            ["SUCCESS", "PROCESSING", "FAIL", "CHANGE"].into_iter(),
        )),
    }
}

/// A time; early bills write it with full-width colons, the earliest also without a blank
/// behind the day, a spreadsheet as `2026/3/2 8:08`.
fn clock(text: &str) -> Result<crate::calendar::LocalTime, Reason> {
    let mut plain = text.replace('：', ":");
    if !text.is_ascii() && plain.len() == "2014-11-1016:33:45".len() && plain.is_ascii() {
        plain.insert(10, ' ');
    }
    time_of_bill(&plain).map_err(|_| Reason::NotATime {
        text: crate::words::shorten(text),
    })
}
