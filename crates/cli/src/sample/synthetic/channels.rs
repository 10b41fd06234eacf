//! The channels of the synthetic day.

use tieout_statement::Currency;

use super::super::day_files::{StatementFile, StatementLayout};
use super::super::settlements::{Style, Terms};

pub(super) const USD: Currency = match Currency::from_code(*b"USD") {
    Some(currency) => currency,
    None => panic!("three capitals"),
};
pub(super) const JPY: Currency = match Currency::from_code(*b"JPY") {
    Some(currency) => currency,
    None => panic!("three capitals"),
};

pub(super) const TERMS: &[Terms] = &[
    Terms {
        code: "wechat",
        style: Style::WholeBatch,
        lag_days: 0,
        netted: true,
        accounts: &[(Currency::CNY, "RES-01")],
        counterparty: "Tenpay",
    },
    Terms {
        code: "alipay",
        style: Style::WholeBatch,
        lag_days: 0,
        netted: true,
        accounts: &[(Currency::CNY, "RES-01")],
        counterparty: "Alipay",
    },
    Terms {
        code: "unionpay",
        style: Style::PartialBatch,
        lag_days: 1,
        netted: false,
        accounts: &[(Currency::CNY, "RES-02")],
        counterparty: "China UnionPay",
    },
    Terms {
        code: "icbc",
        style: Style::ItemByItem,
        lag_days: 0,
        netted: true,
        accounts: &[(Currency::CNY, "RES-01")],
        counterparty: "",
    },
    Terms {
        code: "stripe",
        style: Style::WholeBatch,
        lag_days: 0,
        netted: true,
        accounts: &[(USD, "RES-03"), (JPY, "RES-04")],
        counterparty: "Stripe",
    },
];

const fn generic(channel: &'static str, name: &'static str) -> StatementFile {
    StatementFile {
        channel,
        name,
        layout: StatementLayout::Generic,
    }
}

pub(super) const STATEMENTS: &[StatementFile] = &[
    generic("wechat", "channel_statement_wechat.csv"),
    generic("alipay", "channel_statement_alipay.csv"),
    generic("unionpay", "channel_statement_unionpay.csv"),
    generic("icbc", "channel_statement_icbc.csv"),
    generic("stripe", "channel_statement_stripe.csv"),
];
