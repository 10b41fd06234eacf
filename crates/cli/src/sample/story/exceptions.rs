//! What went wrong on the sample day, and what only the bank tells.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "168_00 fen reads as 168.00 yuan"
)]

use tieout_statement::{Kind, LocalTime, Status};

use super::super::own_layouts::Order;
use super::event::{Event, Posted};
use super::orders::{order, special};

use Kind::{Payment, Refund, TopUp, Withdrawal};
use Status::{Closed, Failed, Pending, Success};

/// Every order that does not simply match, by channel.
pub(super) fn all() -> Vec<Event> {
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
            ..Event::success(wx(TopUp, "23:47:40", 58_00, 8))
        },
    ]
}

/// Orders of the bank, for what its statement does with them.
pub(super) fn icbc_settlements() -> Vec<Event> {
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
