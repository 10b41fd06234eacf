//! The sample day: Monday 16 March 2026 at Xinghe Mall, about two hundred orders, three
//! channels, every outcome, each with a story that can be told.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "168_00 fen reads as 168.00 yuan"
)]

use std::io::{self, Write};

use tieout_statement::{Currency, Kind, Status};

use super::day_files::{DayFiles, DayPlan, StatementFile, StatementLayout};
use super::settlements::{Style, Terms};

mod bank;
mod event;
mod exceptions;
mod orders;

use event::Event;
use orders::{BUYERS, SHOPS, date, special};

use Kind::{Payment, TopUp, Withdrawal};
use Status::Success;

const TERMS: &[Terms] = &[
    Terms {
        code: "wechat",
        style: Style::WholeBatch,
        lag_days: 0,
        netted: true,
        accounts: &[(Currency::CNY, "RES-01")],
        counterparty: "财付通",
    },
    Terms {
        code: "alipay",
        style: Style::WholeBatch,
        lag_days: 0,
        netted: true,
        accounts: &[(Currency::CNY, "RES-02")],
        counterparty: "支付宝",
    },
    Terms {
        code: "icbc",
        style: Style::ItemByItem,
        lag_days: 0,
        netted: true,
        accounts: &[(Currency::CNY, "RES-01")],
        counterparty: "",
    },
];

const STATEMENTS: &[StatementFile] = &[
    StatementFile {
        channel: "wechat",
        name: "wechat_1900016316_20260316_all.csv",
        layout: StatementLayout::WechatBill,
    },
    StatementFile {
        channel: "alipay",
        name: "alipay_20881016316202600156_20260316_detail.csv",
        layout: StatementLayout::AlipayDetail,
    },
    StatementFile {
        channel: "icbc",
        name: "icbc_20260316.csv",
        layout: StatementLayout::Generic,
    },
];

/// Writes the sample day; `open` is given each file's name. Gives back the writers.
///
/// # Errors
/// As `open` and the writers.
pub fn sample_day<W: Write>(open: impl FnMut(&str) -> io::Result<W>) -> io::Result<Vec<W>> {
    let mut events = exceptions::all();
    events.extend(exceptions::icbc_settlements());
    events.extend(orders::ordinary(&events));
    events.sort_by_key(|event| event.order.at);
    let mut day = DayFiles::create(
        DayPlan {
            date: date(),
            terms: TERMS,
            statements: STATEMENTS,
            openings: openings(),
        },
        open,
    )?;
    for event in &events {
        event.play(&mut day)?;
    }
    split_order(&mut day)?;
    payout_batch(&mut day)?;
    without_channel(&mut day)?;
    bank::lines(&mut day)?;
    day.finish()
}

fn openings() -> Vec<(&'static str, String, Currency, i64)> {
    let cny = Currency::CNY;
    let mut openings = vec![
        ("1002", "RES-01".to_owned(), cny, 46_000_00),
        ("1002", "RES-02".to_owned(), cny, 21_000_00),
    ];
    for n in 1..=BUYERS {
        openings.push(("2011", format!("U100{n}"), cny, -8_000_00));
    }
    for shop in SHOPS {
        openings.push(("2012", (*shop).to_owned(), cny, -1_000_00));
    }
    openings
}

/// One payment order over two channels, and a payment partly by balance.
fn split_order<W: Write>(day: &mut DayFiles<W>) -> io::Result<()> {
    let first = special("wechat", TopUp, "20:05:10", 160_00, 8);
    let mut second = special("alipay", TopUp, "20:05:52", 140_00, 8);
    second.payment_order.clone_from(&first.payment_order);
    for part in [&first, &second] {
        day.ours(part, Success)?;
        day.theirs(part, Success)?;
        day.post(part)?;
    }
    let mut whole = first;
    whole.amount += second.amount;
    day.payment(&whole, Success)?;
    let by_channel = special("wechat", Payment, "20:30:00", 40_00, 1);
    let mut by_balance = by_channel.clone();
    by_balance.channel = "";
    by_balance.payment_order = by_channel.payment_order.replace('W', "B");
    by_balance.amount = 60_00;
    Event::success(by_channel).play(day)?;
    day.payment(&by_balance, Success)?;
    day.post(&by_balance)
}

/// Three withdrawals paid out by one instruction.
fn payout_batch<W: Write>(day: &mut DayFiles<W>) -> io::Result<()> {
    let batch = "PB260316-01";
    let mut instruction = special("icbc", Withdrawal, "14:00:00", 1_000_00, 1);
    instruction.payment_order = batch.to_owned();
    instruction.batch = batch.to_owned();
    day.ours(&instruction, Success)?;
    day.theirs(&instruction, Success)?;
    for (buyer, amount) in [(1, 500_00), (2, 300_00), (3, 200_00)] {
        let mut order = special("icbc", Withdrawal, "14:00:00", amount, buyer);
        order.payment_order = format!("P260316-14000{buyer}I");
        order.merchant_order = format!("M260316-14000{buyer}I");
        day.payment_in_batch(&order, batch)?;
        day.post(&order)?;
    }
    Ok(())
}

/// Escrow released, a transfer between customers, a posting that nobody asked for.
fn without_channel<W: Write>(day: &mut DayFiles<W>) -> io::Result<()> {
    let mut confirm = special("", Kind::Confirm, "21:10:00", 100_00, 1);
    confirm.merchant_order = "M260316-203000W".to_owned();
    confirm.seller = SHOPS[1].to_owned();
    confirm.own_fee = 3_00;
    let mut transfer = special("", Kind::Transfer, "21:25:00", 10_00, 1);
    transfer.seller = "U1002".to_owned();
    for order in [confirm, transfer] {
        day.payment(&order, Success)?;
        day.post(&order)?;
    }
    day.post(&special("wechat", TopUp, "11:11:11", 48_00, 2))
}
