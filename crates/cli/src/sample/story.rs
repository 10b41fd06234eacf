//! The sample day: Monday 16 March 2026 at Xinghe Mall, about two hundred orders, three
//! channels, every outcome, each with a story that can be told.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "168_00 fen reads as 168.00 yuan"
)]

use std::collections::BTreeSet;
use std::io::{self, Write};

use tieout_statement::{Currency, Date, Kind, LocalTime, Side, Status};

use super::day_files::{DayFiles, DayPlan, StatementFile, StatementLayout};
use super::own_layouts::{BankLine, Leg, Order};
use super::random::SplitMix64;
use super::settlements::{Style, Terms};

use Kind::{Payment, Refund, TopUp, Withdrawal};
use Status::{Closed, Failed, Pending, Success};

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

const BUYERS: u64 = 8;
const SHOPS: &[&str] = &["shop-tea", "shop-books", "shop-home"];

/// How an event reaches the customers' accounts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Posted {
    No,
    Once,
    Twice,
    /// In another amount.
    Wrongly(i64),
    /// Wrongly, then reversed, then rightly.
    Again(i64),
}

/// One order and what each record says of it.
struct Event {
    order: Order,
    ours: Option<Status>,
    theirs: Option<Status>,
    payment: Option<Status>,
    posted: Posted,
    /// What the channel says, where it is not what we say.
    their_amount: Option<i64>,
    their_fee: Option<i64>,
    /// What the payment order says, where it is not what the instruction says.
    payment_amount: Option<i64>,
    ours_twice: bool,
    theirs_twice: bool,
}

impl Event {
    /// All agree.
    fn success(order: Order) -> Self {
        Self::told(order, Some(Success), Some(Success), Some(Success))
    }

    fn told(
        order: Order,
        ours: Option<Status>,
        theirs: Option<Status>,
        payment: Option<Status>,
    ) -> Self {
        let posted = match payment {
            Some(Success) => Posted::Once,
            _ => Posted::No,
        };
        Self {
            order,
            ours,
            theirs,
            payment,
            posted,
            their_amount: None,
            their_fee: None,
            payment_amount: None,
            ours_twice: false,
            theirs_twice: false,
        }
    }

    fn play<W: Write>(&self, day: &mut DayFiles<W>) -> io::Result<()> {
        if let Some(status) = self.ours {
            day.ours(&self.order, status)?;
            if self.ours_twice {
                day.ours(&self.order, status)?;
            }
        }
        if let Some(status) = self.theirs {
            let mut theirs = self.order.clone();
            theirs.amount = self.their_amount.unwrap_or(theirs.amount);
            theirs.channel_fee = self.their_fee.or(theirs.channel_fee);
            day.theirs(&theirs, status)?;
            if self.theirs_twice {
                day.theirs_again(&theirs, status)?;
            }
        }
        let Some(status) = self.payment else {
            return Ok(());
        };
        let mut order = self.order.clone();
        order.amount = self.payment_amount.unwrap_or(order.amount);
        day.payment(&order, status)?;
        self.post(&order, day)
    }

    fn post<W: Write>(&self, order: &Order, day: &mut DayFiles<W>) -> io::Result<()> {
        let credit = |amount| Leg {
            account: "2011",
            customer: order.buyer.clone(),
            side: Side::Credit,
            amount,
        };
        match self.posted {
            Posted::No => Ok(()),
            Posted::Once => day.post(order),
            Posted::Twice => {
                day.post(order)?;
                day.post(order)
            }
            Posted::Wrongly(amount) => day.post_leg(order, &credit(amount), "").map(drop),
            Posted::Again(amount) => {
                let wrong = day.post_leg(order, &credit(amount), "")?;
                let back = Leg {
                    side: Side::Debit,
                    ..credit(amount)
                };
                day.post_leg(order, &back, &wrong)?;
                day.post(order)
            }
        }
    }
}

fn date() -> Date {
    Date::from_ymd(2026, 3, 16).expect("a real day")
}

fn at(time: &str) -> LocalTime {
    LocalTime::parse(&format!("2026-03-16 {time}")).expect("times of the story exist")
}

/// An order of the day, numbered by its channel and time.
fn order(channel: &'static str, kind: Kind, at: LocalTime, amount: i64, buyer: u64) -> Order {
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

fn special(channel: &'static str, kind: Kind, time: &str, amount: i64, buyer: u64) -> Order {
    let mut order = order(channel, kind, at(time), amount, buyer);
    if kind == Payment || kind == Refund {
        order.product = GOODS[usize::try_from(amount).expect("small amounts") % GOODS.len()].0;
    }
    order
}

/// The events of the README, in its order.
fn exceptions() -> Vec<Event> {
    let mut events = wechat_exceptions();
    events.extend(alipay_exceptions());
    events.extend(icbc_exceptions());
    events.extend(order_and_posting_exceptions());
    events
}

fn wechat_exceptions() -> Vec<Event> {
    let wx = |kind, time, amount, buyer| special("wechat", kind, time, amount, buyer);
    vec![
        Event::told(
            wx(TopUp, "00:08:30", 23_50, 1),
            Some(Success),
            None,
            Some(Success),
        ),
        Event::told(
            wx(Payment, "10:31:07", 128_00, 2),
            Some(Pending),
            Some(Success),
            Some(Pending),
        ),
        Event::told(
            wx(Payment, "11:47:52", 59_90, 3),
            Some(Failed),
            Some(Success),
            Some(Failed),
        ),
        Event::told(wx(Payment, "12:05:18", 35_00, 4), None, Some(Success), None),
        Event {
            their_amount: Some(189_00),
            ..Event::success(wx(TopUp, "13:20:33", 199_00, 5))
        },
        Event {
            their_fee: Some(5_00),
            ..Event::success(wx(TopUp, "14:02:09", 500_00, 6))
        },
        Event::told(
            wx(TopUp, "15:44:10", 88_00, 7),
            Some(Success),
            None,
            Some(Success),
        ),
        Event::told(
            wx(Payment, "16:10:26", 20_00, 1),
            Some(Closed),
            Some(Closed),
            Some(Closed),
        ),
        Event::told(
            wx(Payment, "16:55:00", 45_00, 2),
            Some(Failed),
            None,
            Some(Failed),
        ),
        Event::told(
            wx(Refund, "17:03:40", 12_00, 3),
            Some(Pending),
            Some(Success),
            Some(Pending),
        ),
        Event::told(
            wx(Refund, "17:30:12", 30_00, 4),
            Some(Success),
            Some(Pending),
            Some(Success),
        ),
        Event {
            ours_twice: true,
            ..Event::success(wx(TopUp, "18:21:15", 150_00, 5))
        },
        Event::told(wx(Payment, "23:41:05", 77_00, 6), None, Some(Success), None),
        Event::told(
            wx(TopUp, "23:52:11", 66_00, 7),
            Some(Success),
            None,
            Some(Success),
        ),
    ]
}

fn alipay_exceptions() -> Vec<Event> {
    let al = |kind, time, amount, buyer| special("alipay", kind, time, amount, buyer);
    let mut stale = al(TopUp, "18:00:00", 41_00, 1);
    let mut future = al(Payment, "00:42:18", 52_00, 8);
    stale = order(
        "alipay",
        TopUp,
        LocalTime(stale.at.0 - 3 * 86_400),
        stale.amount,
        1,
    );
    future = Order {
        product: future.product,
        ..order(
            "alipay",
            Payment,
            LocalTime(future.at.0 + 86_400),
            future.amount,
            8,
        )
    };
    let mut first_part = al(Refund, "19:12:00", 20_00, 2);
    let mut second_part = al(Refund, "19:40:00", 15_00, 2);
    second_part.refund_of.clone_from(&first_part.refund_of);
    second_part.transaction.clone_from(&first_part.transaction);
    for part in [&mut first_part, &mut second_part] {
        part.product = "陶瓷咖啡杯";
    }
    vec![
        Event::told(
            al(TopUp, "10:15:00", 268_00, 1),
            Some(Pending),
            Some(Success),
            Some(Pending),
        ),
        Event {
            their_amount: Some(110_00),
            ..Event::success(al(TopUp, "11:25:40", 100_00, 3))
        },
        Event {
            their_fee: Some(60),
            ..Event::success(al(Payment, "14:36:21", 110_00, 4))
        },
        Event::told(
            al(TopUp, "15:09:33", 75_00, 5),
            Some(Success),
            None,
            Some(Success),
        ),
        Event::told(
            al(Refund, "16:48:09", 18_80, 6),
            Some(Success),
            None,
            Some(Success),
        ),
        Event::success(first_part),
        Event::success(second_part),
        Event::told(al(Payment, "23:48:57", 39_90, 7), None, Some(Success), None),
        Event::told(stale, Some(Success), None, None),
        Event::told(future, None, Some(Success), None),
    ]
}

fn icbc_exceptions() -> Vec<Event> {
    let ic = |kind, time, amount, buyer| special("icbc", kind, time, amount, buyer);
    vec![
        Event::told(ic(TopUp, "00:11:20", 64_00, 8), None, Some(Success), None),
        Event::told(
            ic(TopUp, "09:50:44", 240_00, 2),
            Some(Success),
            Some(Failed),
            Some(Success),
        ),
        Event {
            theirs_twice: true,
            ..Event::success(ic(TopUp, "10:40:10", 500_00, 3))
        },
        Event::told(
            ic(Withdrawal, "14:12:30", 320_00, 4),
            Some(Failed),
            Some(Success),
            Some(Failed),
        ),
        Event {
            their_amount: Some(250_00),
            ..Event::success(ic(Withdrawal, "14:20:05", 260_00, 5))
        },
        Event::told(
            ic(Withdrawal, "14:31:55", 190_00, 6),
            Some(Success),
            None,
            Some(Success),
        ),
    ]
}

/// What channel and channel module agree on, and our own records do not.
fn order_and_posting_exceptions() -> Vec<Event> {
    let wx = |kind, time, amount, buyer| special("wechat", kind, time, amount, buyer);
    vec![
        Event::told(
            wx(TopUp, "09:33:12", 95_00, 1),
            Some(Failed),
            None,
            Some(Success),
        ),
        Event::told(
            wx(Payment, "10:58:46", 75_00, 2),
            Some(Success),
            Some(Success),
            Some(Pending),
        ),
        Event {
            payment_amount: Some(130_00),
            ..Event::success(wx(TopUp, "13:44:51", 125_00, 3))
        },
        Event {
            posted: Posted::No,
            ..Event::success(wx(TopUp, "15:20:00", 250_00, 4))
        },
        Event {
            posted: Posted::Twice,
            ..Event::success(wx(TopUp, "15:58:27", 300_00, 5))
        },
        Event {
            posted: Posted::Wrongly(250_00),
            ..Event::success(wx(TopUp, "17:50:39", 520_00, 6))
        },
        Event {
            posted: Posted::Again(20_00),
            ..Event::success(wx(TopUp, "18:44:03", 200_00, 7))
        },
        Event {
            posted: Posted::No,
            ..Event::success(wx(TopUp, "23:27:40", 58_00, 8))
        },
    ]
}

/// Orders of the bank, for what its statement does with them.
fn icbc_settlements() -> Vec<Event> {
    [
        ("11:02:00", 310_00),
        ("11:04:00", 90_00),
        ("11:12:00", 100_10),
        ("11:20:00", 199_90),
        ("11:28:00", 86_00),
        ("11:36:00", 86_00),
        ("11:44:00", 70_00),
        ("11:52:00", 93_00),
        ("12:00:00", 10_00),
        ("12:08:00", 40_00),
        ("12:16:00", 20_00),
        ("12:24:00", 30_00),
    ]
    .into_iter()
    .map(|(time, amount)| Event::success(special("icbc", TopUp, time, amount, 2)))
    .collect()
}

/// Orders on which everybody agrees.
fn ordinary(taken: &[Event]) -> Vec<Event> {
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

/// Writes the sample day; `open` is given each file's name. Gives back the writers.
///
/// # Errors
/// As `open` and the writers.
pub fn sample_day<W: Write>(open: impl FnMut(&str) -> io::Result<W>) -> io::Result<Vec<W>> {
    let mut events = exceptions();
    events.extend(icbc_settlements());
    events.extend(ordinary(&events));
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
    bank(&mut day)?;
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
    }
    let mut whole = first;
    whole.amount += second.amount;
    day.payment(&whole, Success)?;
    day.post(&whole)?;
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

/// What the bank says: item by item, by reference or not, and what it adds by itself.
fn bank<W: Write>(day: &mut DayFiles<W>) -> io::Result<()> {
    let unnamed = |time| at(time);
    for item in day.open_items() {
        let by_number = format!("icbc {}", item.number);
        match item.number.as_str() {
            // Together with the next in one line, named by both numbers.
            "IC260316-110200" => {
                day.settle(&item, 400_00, 1_200, format!("{by_number} IC260316-110400"));
            }
            // Never there, or told by the lines below.
            "IC260316-110400" | "IC260316-111200" | "IC260316-112000" | "IC260316-112800"
            | "IC260316-113600" | "IC260316-115200" | "IC260316-120000" | "IC260316-120800"
            | "IC260316-121600" | "IC260316-122400" | "IC260316-141230" => {}
            "IC260316-114400" => {
                day.bank(BankLine {
                    amount: 77_00,
                    booked: 70_00,
                    ..line(LocalTime(item.at.0 + 600), Side::Credit, 77_00, by_number)
                });
            }
            _ => day.settle(&item, item.net, 600, by_number),
        }
    }
    let collections = "icbc collections".to_owned();
    for (time, amount, booked) in [
        ("16:01:00", 300_00, 300_00),
        ("16:02:00", 86_00, 86_00),
        ("16:03:00", 86_00, 86_00),
        // Ten and forty, or twenty and thirty: nobody can tell.
        ("16:04:00", 50_00, 0),
    ] {
        day.bank(BankLine {
            booked,
            ..line(unnamed(time), Side::Credit, amount, collections.clone())
        });
    }
    day.bank(line(
        at("16:05:00"),
        Side::Debit,
        320_00,
        "icbc payouts".to_owned(),
    ));
    own_and_strange_lines(day);
    transfers(day)
}

fn line(at: LocalTime, side: Side, amount: i64, reference: String) -> BankLine {
    BankLine {
        account: "RES-01",
        at,
        side,
        currency: Currency::CNY,
        amount,
        counterparty: "",
        reference,
        memo: "",
        booked: match side {
            Side::Credit => amount,
            Side::Debit => -amount,
        },
    }
}

fn own_and_strange_lines<W: Write>(day: &mut DayFiles<W>) {
    day.bank(BankLine {
        memo: "结息",
        ..line(at("17:00:00"), Side::Credit, 12_34, String::new())
    });
    day.bank(BankLine {
        memo: "账户管理费",
        ..line(at("17:01:00"), Side::Debit, 5_00, String::new())
    });
    day.bank(BankLine {
        counterparty: "王先生",
        booked: 0,
        ..line(at("17:10:00"), Side::Credit, 61_00, "货款".to_owned())
    });
    day.bank(BankLine {
        counterparty: "某某物业公司",
        booked: 0,
        ..line(at("17:11:00"), Side::Debit, 19_00, "invoice 7".to_owned())
    });
}

/// Between our own accounts: one arrives, one is under way.
fn transfers<W: Write>(day: &mut DayFiles<W>) -> io::Result<()> {
    for (time, number, amount) in [
        ("16:30:00", "F260316-01", 2_000_00),
        ("16:50:00", "F260316-02", 700_00),
    ] {
        let mut order = special("", Kind::FundTransfer, time, amount, 1);
        order.payment_order = number.to_owned();
        order.merchant_order.clear();
        order.buyer.clear();
        day.payment(&order, Success)?;
        day.bank(line(at(time), Side::Debit, amount, number.to_owned()));
    }
    day.bank(BankLine {
        account: "RES-02",
        ..line(
            at("16:31:00"),
            Side::Credit,
            2_000_00,
            "F260316-01".to_owned(),
        )
    });
    Ok(())
}
