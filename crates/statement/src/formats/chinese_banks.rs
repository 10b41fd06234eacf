//! Exports of Chinese banks: ICBC, CCB, ABC, BOC, CMB and BOCOM, accounts and cards.
//!
//! Each is known by the few columns that only it has together; the rest is understood by
//! names. Banks publish no layouts: the sources are the pages on which each export is made.
//! Other banks' tables are read as `bank-table`.

use super::tables::{PLAIN, TableColumn, TableFormat, must};
use super::{Format, Shape};
use crate::rows::Role;
use crate::tabular::{Field as F, SignRule};

const fn bank(id: &'static str, source: &'static str, table: &'static TableFormat) -> Format {
    Format {
        id,
        role: Some(Role::BankStatement),
        shape: Shape::Grid(table),
        source,
    }
}

const fn account(title: &'static str, columns: &'static [TableColumn]) -> TableFormat {
    TableFormat {
        title,
        columns,
        currency: Some(*b"CNY"),
        ..PLAIN
    }
}

const ICBC_COLUMNS: &[TableColumn] = &[
    must(F::HappenedAt, &["交易日期"]),
    must(F::Counterparty, &["交易场所"]),
    must(F::Credit, &["记账金额(收入)"]),
    must(F::Debit, &["记账金额(支出)"]),
    must(F::Currency, &["记账币种"]),
    must(F::Balance, &["余额"]),
];
const ICBC_TABLE: TableFormat = TableFormat {
    sign: Some(SignRule::Columns),
    without: &[F::Amount],
    ..account("ICBC 工商银行 account and card", ICBC_COLUMNS)
};
/// 工商银行: booked amounts in and out, beside those of the transaction's currency.
pub static ICBC: Format = bank("icbc", "https://mybank.icbc.com.cn", &ICBC_TABLE);

const CCB_COLUMNS: &[TableColumn] = &[
    must(F::BookedAt, &["记账日", "记账日期"]),
    must(F::HappenedAt, &["交易日期"]),
    must(F::Debit, &["支出"]),
    must(F::Credit, &["收入"]),
    must(F::Balance, &["账户余额"]),
];
const CCB_TABLE: TableFormat = TableFormat {
    sign: Some(SignRule::Columns),
    ..account("CCB 建设银行 account", CCB_COLUMNS)
};
/// 建设银行.
pub static CCB: Format = bank("ccb", "https://www.ccb.com", &CCB_TABLE);

const ABC_COLUMNS: &[TableColumn] = &[
    must(F::HappenedAt, &["交易日期"]),
    must(F::Memo, &["交易摘要"]),
    must(F::Amount, &["交易金额"]),
    must(F::Balance, &["本次余额"]),
    must(F::Counterparty, &["对手信息"]),
];
const ABC_TABLE: TableFormat = TableFormat {
    sign: Some(SignRule::Signed),
    ..account("ABC 农业银行 account", ABC_COLUMNS)
};
/// 农业银行.
pub static ABC: Format = bank("abc", "https://www.abchina.com", &ABC_TABLE);

const BOC_COLUMNS: &[TableColumn] = &[
    must(F::BookedAt, &["记账日期"]),
    must(F::Currency, &["币别"]),
    must(F::Amount, &["金额"]),
    must(F::Balance, &["余额"]),
    must(F::Kind, &["交易名称"]),
    must(F::Counterparty, &["对方账户名"]),
];
const BOC_TABLE: TableFormat = TableFormat {
    sign: Some(SignRule::Signed),
    ..account("BOC 中国银行 account", BOC_COLUMNS)
};
/// 中国银行 account.
pub static BOC: Format = bank("boc", "https://ebsnew.boc.cn", &BOC_TABLE);

const BOC_CARD_COLUMNS: &[TableColumn] = &[
    must(F::HappenedAt, &["交易日"]),
    must(F::BookedAt, &["银行记账日"]),
    must(F::Account, &["卡号后四位"]),
    must(F::Credit, &["存入"]),
    must(F::Debit, &["支出"]),
    must(F::Currency, &["币种"]),
];
const BOC_CARD_TABLE: TableFormat = TableFormat {
    sign: Some(SignRule::Columns),
    ..account("BOC 中国银行 credit card", BOC_CARD_COLUMNS)
};
/// 中国银行 credit card.
pub static BOC_CARD: Format = bank("boc-card", "https://ebsnew.boc.cn", &BOC_CARD_TABLE);

const CMB_COLUMNS: &[TableColumn] = &[
    must(F::BookedAt, &["记账日期"]),
    must(F::Currency, &["货币"]),
    must(F::Amount, &["交易金额"]),
    must(F::Balance, &["联机余额"]),
    must(F::Memo, &["交易摘要"]),
];
const CMB_TABLE: TableFormat = TableFormat {
    sign: Some(SignRule::Signed),
    ..account("CMB 招商银行 account", CMB_COLUMNS)
};
/// 招商银行 account.
pub static CMB: Format = bank("cmb", "https://www.cmbchina.com", &CMB_TABLE);

const CMB_CARD_COLUMNS: &[TableColumn] = &[
    must(F::HappenedAt, &["交易日"]),
    must(F::BookedAt, &["记账日"]),
    must(F::Memo, &["交易摘要"]),
    must(F::Amount, &["人民币金额"]),
    must(F::Account, &["卡号末四位"]),
];
const CMB_CARD_TABLE: TableFormat = TableFormat {
    sign: Some(SignRule::Turned),
    card: true,
    ..account("CMB 招商银行 credit card", CMB_CARD_COLUMNS)
};
/// 招商银行 credit card: purchases are positive, repayments negative.
pub static CMB_CARD: Format = bank("cmb-card", "https://cc.cmbchina.com", &CMB_CARD_TABLE);

const BOCOM_COLUMNS: &[TableColumn] = &[
    must(F::HappenedAt, &["交易日期"]),
    must(F::Time, &["交易时间"]),
    must(F::Kind, &["交易类型"]),
    must(F::Direction, &["借贷"]),
    must(F::Amount, &["交易金额"]),
    must(F::Balance, &["余额"]),
    must(F::Counterparty, &["对方户名"]),
];
const BOCOM_TABLE: TableFormat = TableFormat {
    sign: Some(SignRule::Worded),
    ..account("BOCOM 交通银行 account", BOCOM_COLUMNS)
};
/// 交通银行 account.
pub static BOCOM: Format = bank("bocom", "https://pbank.95559.com.cn", &BOCOM_TABLE);

const BOCOM_CARD_COLUMNS: &[TableColumn] = &[
    must(F::HappenedAt, &["交易日期"]),
    must(F::BookedAt, &["记账日期"]),
    must(F::Memo, &["交易说明"]),
    must(F::Amount, &["入账币种/金额"]),
];
const BOCOM_CARD_TABLE: TableFormat = TableFormat {
    sign: Some(SignRule::Described),
    card: true,
    ..account("BOCOM 交通银行 credit card", BOCOM_CARD_COLUMNS)
};
/// 交通银行 credit card: the first word of the description tells which way.
pub static BOCOM_CARD: Format = bank(
    "bocom-card",
    "https://creditcard.bankcomm.com",
    &BOCOM_CARD_TABLE,
);
