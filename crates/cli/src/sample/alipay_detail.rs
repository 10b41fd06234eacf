//! An Alipay merchant business detail, as the merchant platform exports it.
//!
//! Source: Alipay merchant platform, bill type "trade" (业务明细). GB18030, CRLF, `#` lines
//! before and after the table, totals in the closing ones, a tab at the end of texts,
//! refunds with negative amounts, the service fee from the merchant's point of view
//! (negative = charged).

use std::io::{self, Write};

use encoding_rs::GB18030;
use tieout_statement::money::major;
use tieout_statement::{Currency, Date, Kind};

use super::own_layouts::Order;

const HEADER: &str = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,\
门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,\
商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,\
分润（元）,备注";
const ACCOUNT: &str = "20881016316202600156";

/// A detail being written; the totals of its closing lines are kept as rows go by.
#[derive(Debug)]
pub struct AlipayDetail<W> {
    out: W,
    date: Date,
    trades: u64,
    received: i64,
    refunds: u64,
    refunded: i64,
}

fn yuan(minor: i64) -> String {
    major(minor.into(), Currency::CNY)
}

fn day_in_words(date: Date) -> String {
    let (year, month, day) = date.ymd();
    format!("{year:04}年{month:02}月{day:02}日 00:00:00")
}

impl<W: Write> AlipayDetail<W> {
    /// A detail of one day with its opening lines written. Errors as the writer, here and
    /// below.
    pub fn new(out: W, date: Date) -> io::Result<Self> {
        let mut detail = Self {
            out,
            date,
            trades: 0,
            received: 0,
            refunds: 0,
            refunded: 0,
        };
        let period = format!(
            "#起始日期：[{}]   终止日期：[{}]",
            day_in_words(date),
            day_in_words(Date(date.0 + 1))
        );
        let account = format!("#账号：[{ACCOUNT}]");
        let rule = "-".repeat(41);
        detail.line("#支付宝业务明细查询")?;
        detail.line(&account)?;
        detail.line(&period)?;
        detail.line(&format!("#{rule}业务明细列表{rule}"))?;
        detail.line(HEADER)?;
        Ok(detail)
    }

    fn line(&mut self, text: &str) -> io::Result<()> {
        let (bytes, _, _) = GB18030.encode(text);
        self.out.write_all(&bytes)?;
        self.out.write_all(b"\r\n")
    }

    /// One trade or refund; only successes are listed in these files.
    pub fn row(&mut self, order: &Order) -> io::Result<()> {
        let is_refund = order.kind == Kind::Refund;
        let signed = if is_refund {
            -order.amount
        } else {
            order.amount
        };
        if is_refund {
            self.refunds += 1;
            self.refunded += signed;
        } else {
            self.trades += 1;
            self.received += signed;
        }
        let (number, request) = match &order.refund_of {
            Some((number, _)) => (number.as_str(), order.number.as_str()),
            None => (order.number.as_str(), ""),
        };
        let service_fee = -order.channel_fee.unwrap_or(0);
        let line = format!(
            "{}\t,{number}\t,{}\t,{}\t,{},{},\t,\t,\t,\t,*{}(**)\t,{total},{total},0.00,0.00,0.00,\
             0.00,0.00,\t,0.00,0.00,{request}\t,{},0.00,\t",
            order.transaction,
            if is_refund { "退款" } else { "交易" },
            // The table quotes nothing.
            order.product.replace(',', " "),
            order.at,
            order.at,
            order.buyer,
            yuan(service_fee),
            total = yuan(signed),
        );
        self.line(&line)
    }

    /// The writer, with the closing lines written and flushed.
    pub fn finish(mut self) -> io::Result<W> {
        let rule = "-".repeat(41);
        let trades = format!(
            "#交易合计：{}笔，商家实收共{}元，商家优惠共0.00元",
            self.trades,
            yuan(self.received)
        );
        let refunds = format!(
            "#退款合计：{}笔，商家实收退款共{}元，商家优惠退款共0.00元",
            self.refunds,
            yuan(self.refunded)
        );
        let (year, month, day) = Date(self.date.0 + 1).ymd();
        self.line(&format!("#{rule}业务明细列表结束{rule}"))?;
        self.line(&trades)?;
        self.line(&refunds)?;
        self.line(&format!(
            "#导出时间：[{year:04}年{month:02}月{day:02}日 09:05:12]"
        ))?;
        self.out.flush()?;
        Ok(self.out)
    }
}
