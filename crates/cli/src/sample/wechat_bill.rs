//! A WeChat Pay merchant bill of all orders, as the merchant platform exports it.
//!
//! Source: WeChat Pay merchant platform, "download transaction bill", type ALL.
//! UTF-8 with a byte order mark, CRLF, a backtick before every value, product names
//! unquoted, two summary lines at the end.

use std::io::{self, Write};

use tieout_statement::money::major;
use tieout_statement::{Currency, Kind, Status};

use super::own_layouts::Order;

const HEADER: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,\
用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,\
退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const SUMMARY: &str = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,\
订单总金额,申请退款总金额";
const APP: &str = "wx7d1f0c5e2b9a4836";
const MERCHANT: &str = "1900016316";

/// A bill being written; the totals of its last line are kept as rows go by.
#[derive(Debug)]
pub struct WechatBill<W> {
    out: W,
    rows: u64,
    orders: i64,
    refunds: i64,
    fees: i64,
}

fn yuan(minor: i64) -> String {
    major(minor.into(), Currency::CNY)
}

/// Fees have five decimals in these bills.
fn fee(minor: i64) -> String {
    format!("{}000", yuan(minor))
}

impl<W: Write> WechatBill<W> {
    /// A bill with its header written. Errors as the writer, here and below.
    pub fn new(mut out: W) -> io::Result<Self> {
        write!(out, "\u{feff}{HEADER}\r\n")?;
        Ok(Self {
            out,
            rows: 0,
            orders: 0,
            refunds: 0,
            fees: 0,
        })
    }

    /// One order or refund.
    pub fn row(&mut self, order: &Order, status: Status) -> io::Result<()> {
        let is_refund = order.kind == Kind::Refund;
        let (paid, back) = if is_refund {
            (0, order.amount)
        } else {
            (order.amount, 0)
        };
        let charged = match status {
            Status::Success => order.channel_fee.unwrap_or(0),
            _ => 0,
        };
        let (number, transaction) = order
            .refund_of
            .as_ref()
            .map_or((&order.number, &order.transaction), |(n, t)| (n, t));
        let (trade_state, refund_state) = match (is_refund, status) {
            (true, Status::Success) => ("REFUND", "SUCCESS"),
            (true, Status::Pending) => ("REFUND", "PROCESSING"),
            (true, _) => ("REFUND", "FAIL"),
            (false, Status::Success) => ("SUCCESS", ""),
            (false, _) => ("REVOKED", ""),
        };
        let refund_numbers = if is_refund {
            (
                order.transaction.as_str(),
                order.number.as_str(),
                "ORIGINAL",
            )
        } else {
            ("0", "0", "")
        };
        let user = format!("oXh{}", order.buyer);
        let values = [
            order.at.to_string().as_str(),
            APP,
            MERCHANT,
            "0",
            "",
            transaction,
            number,
            &user,
            "JSAPI",
            trade_state,
            "OTHERS",
            order.currency.code(),
            &yuan(paid),
            "0.00",
            refund_numbers.0,
            refund_numbers.1,
            &yuan(back),
            "0.00",
            refund_numbers.2,
            refund_state,
            order.product,
            "",
            &fee(charged),
            "0.60%",
            &yuan(paid),
            &yuan(back),
            "",
        ]
        .join(",`");
        self.rows += 1;
        self.orders += paid;
        self.refunds += back;
        self.fees += charged;
        write!(self.out, "`{values}\r\n")
    }

    /// The writer, with the summary written and flushed.
    pub fn finish(mut self) -> io::Result<W> {
        let (orders, refunds) = (yuan(self.orders), yuan(self.refunds));
        write!(
            self.out,
            "{SUMMARY}\r\n`{},`{orders},`{refunds},`0.00,`{},`{orders},`{refunds}\r\n",
            self.rows,
            fee(self.fees),
        )?;
        self.out.flush()?;
        Ok(self.out)
    }
}
