//! The orders of the sample day and their numbers.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "168_00 fen reads as 168.00 yuan"
)]

use std::collections::BTreeSet;

use tieout_statement::{Currency, Date, Kind, LocalTime};

use super::super::own_layouts::Order;
use super::super::random::SplitMix64;
use super::event::Event;

use Kind::{Payment, Refund, TopUp, Withdrawal};

/// Name and price in fen.
const GOODS: &[(&str, i64)] = &[
    ("云南普洱茶 357g", 168_00),
    ("龙井茶礼盒", 268_00),
    ("蓝莓 125g*6", 79_90),
    ("保温杯,500ml", 59_00),
    ("旅行收纳包", 39_90),
    ("儿童绘本《小河》", 32_50),
    ("蓝牙耳机", 199_00),
    ("桌面台灯", 129_00),
    ("山核桃仁 300g", 45_80),
    ("陶瓷咖啡杯", 26_80),
    ("瑜伽垫", 88_00),
    ("洗发水 750ml", 35_60),
];

pub(super) const BUYERS: u64 = 8;
pub(super) const SHOPS: &[&str] = &["shop-tea", "shop-books", "shop-home"];

pub(super) fn date() -> Date {
    Date::from_ymd(2026, 3, 16).expect("a real day")
}

pub(super) fn at(time: &str) -> LocalTime {
    LocalTime::parse(&format!("2026-03-16 {time}")).expect("times of the story exist")
}

/// An order of the day, numbered by its channel and time.
pub(super) fn order(
    channel: &'static str,
    kind: Kind,
    at: LocalTime,
    amount: i64,
    buyer: u64,
) -> Order {
    let (prefix, letter) = match channel {
        "wechat" => ("WX", "W"),
        "alipay" => ("AL", "A"),
        "icbc" => ("IC", "I"),
        _ => ("", "B"),
    };
    let text = at.to_string();
    let number = format!(
        "{}{}{}-{}",
        &text[2..4],
        &text[5..7],
        &text[8..10],
        text[11..].replace(':', "")
    );
    let fee = match channel {
        "wechat" | "alipay" => (amount * 6 + 500) / 1_000,
        _ => 0,
    };
    let (transaction, refund_of) = numbers_of(channel, kind, &number, at);
    Order {
        channel,
        number: match kind {
            Refund => format!("{prefix}R{number}"),
            _ => format!("{prefix}{number}"),
        },
        transaction,
        payment_order: format!("P{number}{letter}"),
        merchant_order: format!("M{number}{letter}"),
        kind,
        currency: Currency::CNY,
        amount,
        channel_fee: Some(if kind == Refund { -fee } else { fee }),
        own_fee: if kind == Withdrawal { 2_00 } else { 0 },
        at,
        batch: String::new(),
        buyer: format!("U100{buyer}"),
        seller: match kind {
            Payment => SHOPS[usize::try_from(buyer).expect("few buyers") % SHOPS.len()].to_owned(),
            _ => String::new(),
        },
        product: match kind {
            TopUp => "余额充值",
            _ => "",
        },
        refund_of,
    }
}

/// The channel's own number, and of a refund the order of the day before that it refunds.
fn numbers_of(
    channel: &str,
    kind: Kind,
    number: &str,
    at: LocalTime,
) -> (String, Option<(String, String)>) {
    let second = at.0.rem_euclid(86_400);
    let (own, paid, prefix) = match channel {
        "wechat" => ("420000287", "420000286", "WX"),
        "alipay" => ("202603162200142", "202603152200142", "AL"),
        _ => ("ICBC2603160000", "", ""),
    };
    let tail = format!("20260316{:010}", second * 7_919);
    if kind != Refund {
        return (format!("{own}{tail}"), None);
    }
    let original = (
        format!("{prefix}260315-{}", &number[number.len() - 6..]),
        format!("{paid}20260315{:010}", second * 7_907),
    );
    match channel {
        // Alipay keeps the trade's number for its refunds.
        "alipay" => (original.1.clone(), Some(original)),
        "wechat" => (format!("503000287{tail}"), Some(original)),
        _ => (format!("{own}{tail}"), None),
    }
}

pub(super) fn special(
    channel: &'static str,
    kind: Kind,
    time: &str,
    amount: i64,
    buyer: u64,
) -> Order {
    let mut order = order(channel, kind, at(time), amount, buyer);
    if kind == Payment || kind == Refund {
        order.product = GOODS[usize::try_from(amount).expect("small amounts") % GOODS.len()].0;
    }
    order
}

/// Orders on which everybody agrees.
pub(super) fn ordinary(taken: &[Event]) -> Vec<Event> {
    let mut random = SplitMix64::new(20_260_316);
    let mut times: BTreeSet<i64> = taken.iter().map(|event| event.order.at.0).collect();
    let midnight = date().midnight().0;
    let mut orders = Vec::new();
    for n in 0..156 {
        let (channel, kind) = match n {
            0..40 => ("wechat", Payment),
            40..68 => ("wechat", TopUp),
            68..75 => ("wechat", Refund),
            75..110 => ("alipay", Payment),
            110..134 => ("alipay", TopUp),
            134..139 => ("alipay", Refund),
            139..147 => ("icbc", TopUp),
            _ => ("icbc", Withdrawal),
        };
        let second = loop {
            // Two draws: few orders at night, most in the afternoon.
            let mut draw = || random.between(3 * 3_600, 23 * 3_600 + 20 * 60);
            let second = midnight + i64::midpoint(draw(), draw());
            if times.insert(second) {
                break second;
            }
        };
        let pick = usize::try_from(random.below(GOODS.len() as u64)).expect("few goods");
        let (product, price) = GOODS[pick];
        let amount = match kind {
            Payment => price * random.between(1, 2),
            Refund => price / 2,
            _ => random.between(2, 40) * 10_00,
        };
        let buyer = 1 + random.below(BUYERS);
        let mut order = order(channel, kind, LocalTime(second), amount, buyer);
        if kind == Payment || kind == Refund {
            order.product = product;
        }
        orders.push(Event::success(order));
    }
    orders
}
