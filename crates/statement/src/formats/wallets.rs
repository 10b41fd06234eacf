//! What wallets give people: WeChat Pay, Alipay, JD and Meituan, and the logs of the money
//! account that WeChat Pay and Alipay keep for merchants.
//!
//! Rows that the file itself does not count (`/`, 不计收支) are read and are neither money in
//! nor money out. A closed trade moved nothing. Sources: the exports' own notices, and the
//! pages named in each format.

use super::tables::{PLAIN, TableFormat, may, must};
use super::{Format, Shape};
use crate::rows::Role;
use crate::tabular::{Field as F, SignRule};

const CNY: Option<[u8; 3]> = Some(*b"CNY");

const fn wallet(id: &'static str, source: &'static str, table: &'static TableFormat) -> Format {
    Format {
        id,
        role: Some(Role::BankStatement),
        shape: Shape::Grid(table),
        source,
    }
}

/// 微信支付账单明细, CSV and XLSX.
pub static WECHAT_PERSONAL: Format = wallet(
    "wechat-personal",
    "https://kf.qq.com/faq/161220Y7Bbq2161220UVvyqe.html",
    &TableFormat {
        title: "WeChat Pay personal export 微信支付账单明细",
        columns: &[
            must(F::HappenedAt, &["交易时间"]),
            may(F::Kind, &["交易类型"]),
            must(F::Counterparty, &["交易对方"]),
            may(F::Memo, &["商品"]),
            must(F::Direction, &["收/支"]),
            must(F::Amount, &["金额(元)"]),
            must(F::Status, &["当前状态"]),
            may(F::TransactionNo, &["交易单号"]),
            may(F::OrderNo, &["商户单号"]),
        ],
        sign: Some(SignRule::Worded),
        currency: CNY,
        ..PLAIN
    },
);

/// 支付宝交易明细 of a person, all generations of its columns.
pub static ALIPAY_PERSONAL: Format = wallet(
    "alipay-personal",
    "https://opendocs.alipay.com/support/01rfsr",
    &TableFormat {
        title: "Alipay personal export 支付宝交易明细",
        columns: &[
            must(F::HappenedAt, &["交易时间", "付款时间", "交易创建时间"]),
            must(F::Counterparty, &["交易对方"]),
            must(F::Memo, &["商品说明", "商品名称"]),
            must(F::Direction, &["收/支"]),
            must(F::Amount, &["金额", "金额（元）"]),
            must(F::Status, &["交易状态"]),
            may(F::TransactionNo, &["交易订单号", "交易号"]),
            may(F::OrderNo, &["商家订单号", "商户订单号"]),
        ],
        sign: Some(SignRule::Worded),
        currency: CNY,
        ..PLAIN
    },
);

/// 京东交易明细.
pub static JD_PERSONAL: Format = wallet(
    "jd-personal",
    "https://help.jd.com/user/issue/list-212.html",
    &TableFormat {
        title: "JD wallet personal export 京东交易明细",
        columns: &[
            must(F::HappenedAt, &["交易时间"]),
            must(F::Counterparty, &["商户名称"]),
            must(F::Memo, &["交易说明"]),
            must(F::Direction, &["收/支"]),
            must(F::Amount, &["金额"]),
            may(F::Status, &["交易状态"]),
            must(F::TransactionNo, &["交易订单号"]),
            may(F::OrderNo, &["商家订单号"]),
        ],
        sign: Some(SignRule::Worded),
        currency: CNY,
        ..PLAIN
    },
);

/// 美团交易账单明细; what was paid counts, not the order's price.
pub static MEITUAN_PERSONAL: Format = wallet(
    "meituan-personal",
    "https://www.meituan.com/help",
    &TableFormat {
        title: "Meituan personal export 美团交易账单明细",
        columns: &[
            must(F::BookedAt, &["交易成功时间"]),
            must(F::HappenedAt, &["交易创建时间"]),
            must(F::Memo, &["订单标题"]),
            must(F::Direction, &["收/支"]),
            must(F::Amount, &["实付金额"]),
            must(F::TransactionNo, &["交易单号"]),
            may(F::OrderNo, &["商家单号"]),
        ],
        sign: Some(SignRule::Worded),
        currency: CNY,
        ..PLAIN
    },
);

/// 微信支付资金账单 of a merchant.
pub static WECHAT_FUND_FLOW: Format = wallet(
    "wechat-fund-flow",
    "https://pay.weixin.qq.com/docs/merchant/products/bill-download/format-fundflow.html",
    &TableFormat {
        title: "WeChat Pay merchant fund-flow bill 微信支付资金账单",
        columns: &[
            must(F::BookedAt, &["记账时间"]),
            must(F::OrderNo, &["微信支付业务单号"]),
            must(F::TransactionNo, &["资金流水单号"]),
            may(F::Kind, &["业务名称"]),
            may(F::Memo, &["业务类型"]),
            must(F::Direction, &["收支类型"]),
            must(F::Amount, &["收支金额(元)"]),
            must(F::Balance, &["账户结余(元)"]),
            may(F::Reference, &["业务凭证号"]),
        ],
        sign: Some(SignRule::Worded),
        currency: CNY,
        ..PLAIN
    },
);

/// 支付宝账务明细 of a merchant.
pub static ALIPAY_ACCOUNT_LOG: Format = wallet(
    "alipay-account-log",
    "https://opendocs.alipay.com/open/204/106262",
    &TableFormat {
        title: "Alipay merchant account log 支付宝账务明细",
        columns: &[
            must(F::TransactionNo, &["账务流水号"]),
            may(F::Reference, &["业务流水号"]),
            may(F::OrderNo, &["商户订单号"]),
            may(F::Memo, &["商品名称"]),
            must(F::BookedAt, &["发生时间", "入账时间"]),
            may(F::Counterparty, &["对方账号", "对方账户"]),
            must(F::Credit, &["收入金额（+元）", "收入（+元）", "收入金额"]),
            must(F::Debit, &["支出金额（-元）", "支出（-元）", "支出金额"]),
            may(F::Balance, &["账户余额（元）", "账户余额"]),
            may(F::Kind, &["业务类型"]),
        ],
        sign: Some(SignRule::Columns),
        currency: CNY,
        ..PLAIN
    },
);
