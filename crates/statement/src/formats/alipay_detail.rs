//! Alipay merchant business detail (支付宝业务明细), as it comes in the zip of the bill
//! download (bill type `trade`) beside its summary.
//!
//! | column | becomes |
//! | --- | --- |
//! | 业务类型 | 交易 a payment, 退款 a refund; only successes are listed |
//! | 商户订单号 | order_no of a payment |
//! | 退款批次号/请求号 | order_no of a refund; 商户订单号 where a bill leaves it empty |
//! | 支付宝交易号 | transaction_no |
//! | 完成时间 | finished_at |
//! | 商家实收（元） | amount; of a refund without its sign |
//! | 服务费（元） | fee with its sign turned: positive = cost to us |
//!
//! The currency is CNY. Lines that begin with `#` stand before and after the table; the
//! last ones state its totals. Cells may end in tabs.
//!
//! Source: <https://opendocs.alipay.com/open/204/106262> (bill download, columns of the
//! business detail).

use super::own::{amount, time_of_bill, unknown};
use super::{Choices, Format, FormatColumn, Layout, Record, Shape};
use crate::money::{Currency, MinorUnits};
use crate::problem::{FileProblem, Reason};
use crate::reading::Reading;
use crate::rows::{Cell, Column, Role};
use crate::settings::{FormatSettings, ReadSettings};
use crate::stated::{self, Total};
use crate::vocabulary::{Kind, Status};

/// Its id.
pub const ID: &str = "alipay-detail";

/// The format.
pub const FORMAT: Format = Format {
    id: ID,
    role: Some(Role::ChannelStatement),
    shape: Shape::Table(COLUMNS),
    source: "https://opendocs.alipay.com/open/204/106262",
};

const TRANSACTION: &str = "支付宝交易号";
const ORDER: &str = "商户订单号";
const BUSINESS: &str = "业务类型";
const FINISHED: &str = "完成时间";
const AMOUNT: &[&str] = &["商家实收（元）", "商家实收(元)", "商家实收"];
const REQUEST: &[&str] = &["退款批次号/请求号", "退款批次号"];
const FEE: &[&str] = &["服务费（元）", "服务费(元)", "服务费"];
const OFFER: &[&str] = &["商家优惠（元）", "商家优惠(元)", "商家优惠"];

/// What the settings may change.
pub const CHOICES: Choices = Choices {
    channel: "alipay",
    amounts: &["商家实收（元）", "订单金额（元）"],
    refund_amounts: &["商家实收（元）", "订单金额（元）"],
};

const fn must(names: &'static [&'static str], becomes: &'static [Column]) -> FormatColumn {
    FormatColumn {
        names,
        required: true,
        becomes,
    }
}
const fn may(names: &'static [&'static str]) -> FormatColumn {
    may_become(names, &[])
}
const fn may_become(names: &'static [&'static str], becomes: &'static [Column]) -> FormatColumn {
    FormatColumn {
        names,
        required: false,
        becomes,
    }
}

const COLUMNS: &[FormatColumn] = &[
    must(&[TRANSACTION], &[Column::TransactionNo]),
    must(&[ORDER], &[Column::OrderNo]),
    must(&[BUSINESS], &[Column::Kind]),
    may(&["商品名称"]),
    may(&["创建时间"]),
    must(&[FINISHED], &[Column::FinishedAt]),
    may(&["门店编号"]),
    may(&["门店名称"]),
    may(&["操作员"]),
    may(&["终端号"]),
    may(&["对方账户"]),
    may(&["订单金额（元）", "订单金额(元)", "订单金额"]),
    must(AMOUNT, &[Column::Amount]),
    may(&["支付宝红包（元）", "支付宝红包(元)", "支付宝红包"]),
    may(&["集分宝（元）", "集分宝(元)", "集分宝"]),
    may(&["支付宝优惠（元）", "支付宝优惠(元)", "支付宝优惠"]),
    may(OFFER),
    may(&["券核销金额（元）", "券核销金额(元)", "券核销金额"]),
    may(&["券名称"]),
    may(&[
        "商家红包消费金额（元）",
        "商家红包消费金额(元)",
        "商家红包消费金额",
    ]),
    may(&["卡消费金额（元）", "卡消费金额(元)", "卡消费金额"]),
    may_become(REQUEST, &[Column::OrderNo]),
    may_become(FEE, &[Column::Fee]),
    may(&["分润（元）", "分润(元)", "分润"]),
    may(&["备注"]),
];

/// What the rows of one kind give.
#[derive(Debug, Default)]
struct Sums {
    count: u64,
    received: Total,
    offered: Total,
}

#[derive(Debug)]
struct Detail {
    header: Vec<String>,
    channel: String,
    transaction: usize,
    order: usize,
    business: usize,
    finished: usize,
    amount: usize,
    refund_amount: usize,
    received: usize,
    offer: Option<usize>,
    request: Option<usize>,
    fee: Option<usize>,
    payments: Sums,
    refunds: Sums,
    ended: bool,
}

/// Opens a detail by its header.
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
    let chosen = |name: &Option<String>| match name {
        Some(name) => must(&FORMAT.names_of(name)),
        None => must(AMOUNT),
    };
    Ok(Box::new(Detail {
        header: header.to_vec(),
        channel: channel.unwrap_or_else(|| CHOICES.channel.to_owned()),
        transaction: must(&[TRANSACTION])?,
        order: must(&[ORDER])?,
        business: must(&[BUSINESS])?,
        finished: must(&[FINISHED])?,
        amount: chosen(&amount)?,
        refund_amount: chosen(&refund_amount)?,
        received: must(AMOUNT)?,
        offer: place(OFFER),
        request: place(REQUEST),
        fee: place(FEE),
        payments: Sums::default(),
        refunds: Sums::default(),
        ended: false,
    }))
}

/// A refused cell: its column's place in the header, and why.
type Refusal = (usize, Reason);

impl Detail {
    /// Where the number of a refund stands; a bill that does not number its refunds names
    /// the order that they are of.
    fn refund_no(&self, record: &Record<'_>) -> usize {
        let numbered = |at: &usize| !record.cell(*at).is_empty();
        self.request.filter(numbered).unwrap_or(self.order)
    }

    fn row(&self, record: &Record<'_>, reading: &mut Reading) -> Result<Kind, Refusal> {
        let filled = |at: usize| match record.cell(at) {
            "" => Err((at, Reason::Empty)),
            text => Ok(text),
        };
        let kind = match filled(self.business)? {
            "交易" => Kind::Payment,
            "退款" => Kind::Refund,
            word => return Err((self.business, unknown(word, ["交易", "退款"].into_iter()))),
        };
        let (order, amount_at) = match kind {
            Kind::Refund => (self.refund_no(record), self.refund_amount),
            _ => (self.order, self.amount),
        };
        let money = |at: usize| {
            amount(MinorUnits::parse_padded_signed, filled(at)?, Currency::CNY)
                .map_err(|reason| (at, reason))
        };
        let MinorUnits(given) = money(amount_at)?;
        // A refund carries a minus, a payment none; anything else is not understood.
        let sign = if kind == Kind::Refund { -1 } else { 1 };
        if given * sign < 0 {
            let text = crate::words::shorten(record.cell(amount_at));
            return Err((amount_at, Reason::NotAnAmount { text }));
        }
        let fee = match self.fee.filter(|at| !record.cell(*at).is_empty()) {
            None => Cell::Absent,
            Some(at) => Cell::Minor(MinorUnits(-money(at)?.0)),
        };
        let transaction = match record.cell(self.transaction) {
            "" => Cell::Absent,
            text => Cell::Text(text),
        };
        let at = time_of_bill(filled(self.finished)?).map_err(|reason| (self.finished, reason))?;
        let cells = [
            Cell::Text(&self.channel),
            Cell::Text(filled(order)?),
            transaction,
            Cell::Kind(kind),
            Cell::Status(Status::Success),
            Cell::Currency(Currency::CNY),
            Cell::Minor(MinorUnits(given * sign)),
            fee,
            Cell::Time(at),
            Cell::Absent,
        ];
        reading.push(record.line, record.offset, &cells, record.text.len());
        Ok(kind)
    }

    /// `交易合计：6笔，商家实收共0.06元，商家优惠共0.00元`, and the same of refunds.
    fn totals(&self, remark: &str, reading: &mut Reading) {
        let Some((title, parts)) = remark.split_once('：') else {
            return;
        };
        let sums = match title {
            "交易合计" => &self.payments,
            "退款合计" => &self.refunds,
            _ => return,
        };
        for part in parts.split('，') {
            if let Some(count) = part.strip_suffix('笔') {
                let what = format!("{title} 笔数");
                reading
                    .stated
                    .push(stated::count(&what, count.trim(), sums.count));
            } else if let Some((name, value)) =
                part.strip_suffix('元').and_then(|p| p.split_once('共'))
            {
                let what = format!("{title} {name}");
                let found = if name.starts_with("商家优惠") {
                    sums.offered
                } else {
                    sums.received
                };
                reading
                    .stated
                    .push(stated::amount(&what, value.trim(), found));
            }
        }
    }
}

/// A remark without its `#`, and without the commas that a spreadsheet pads it with.
pub(super) fn remark(text: &str) -> Option<&str> {
    let text = text.strip_prefix('"').unwrap_or(text);
    let rest = text.strip_prefix('#')?.trim_start_matches('#');
    Some(rest.trim_end_matches(|c: char| c == ',' || c == '"' || c.is_whitespace()))
}

/// The account of `账号：[2088…]`.
pub(super) fn account(remark: &str, reading: &mut Reading) {
    if let Some(rest) = remark.strip_prefix("账号：") {
        let number = rest.trim().trim_start_matches('[').trim_end_matches(']');
        if !number.is_empty() {
            reading.accounts.insert(number.to_owned());
        }
    }
}

impl Layout for Detail {
    fn width(&self) -> usize {
        self.header.len()
    }

    fn before(&mut self, text: &str, reading: &mut Reading) {
        if let Some(remark) = remark(text) {
            account(remark, reading);
        }
    }

    fn bare(&self) -> &'static [u8] {
        b"#"
    }

    fn is_remark(&self, text: &str) -> bool {
        remark(text).is_some()
    }

    fn remark(&mut self, text: &str, reading: &mut Reading) {
        if let Some(remark) = remark(text) {
            self.ended |= remark.contains("列表结束");
            self.totals(remark, reading);
        }
    }

    fn record(&mut self, record: &Record<'_>, reading: &mut Reading) {
        let kind = match self.row(record, reading) {
            Ok(kind) => kind,
            Err((at, reason)) => {
                return reading.reject(record.line, Some(&self.header[at]), reason);
            }
        };
        let sums = if kind == Kind::Refund {
            &mut self.refunds
        } else {
            &mut self.payments
        };
        sums.count += 1;
        sums.received.add(record.cell(self.received));
        if let Some(offer) = self.offer {
            sums.offered.add(record.cell(offer));
        }
    }

    fn finish(&mut self, line: u32, reading: &mut Reading) {
        if !self.ended {
            reading.problems.push(FileProblem::Truncated {
                line,
                expected: "the line #…业务明细列表结束 and the totals after it".to_owned(),
            });
        }
    }
}
