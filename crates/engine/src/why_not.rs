//! Why a group met nothing: its nearest rows, and what a refund's order says.

use tieout_statement::money::major;
use tieout_statement::{Column as C, Currency, Kind, Role, Status};

use crate::by_key::NO_GROUP;
use crate::nearest::{Failed, Near, Nearest, Suggestion, nearest};
use crate::outcome::Outcome;
use crate::pairing::is_pairable;
use crate::view::KeyView;
use crate::worklist::{Hint, RefundCheck, WhyNot};

/// See [`crate::DayResult::why_not`].
pub(crate) fn of(view: &KeyView<'_>, group: usize) -> Option<WhyNot> {
    let open = matches!(
        view.outcome(group),
        Outcome::LostOrder
            | Outcome::DroppedOrder
            | Outcome::TimingDifference
            | Outcome::OutOfPeriod
            | Outcome::Unposted
            | Outcome::PostedWithoutOrder
    );
    let (side, row) = match view.rows(group) {
        [[ours, ..], []] => (0, *ours),
        [[], [theirs, ..]] => (1, *theirs),
        _ => return None,
    };
    if !open {
        return None;
    }
    let other = 1 - side;
    let of_other = &view.result.group_of[other];
    let taken = |row: u32| match of_other[row as usize] {
        NO_GROUP => true,
        group => view
            .rows(group as usize)
            .iter()
            .all(|rows| !rows.is_empty()),
    };
    let tables = (view.tables[side], view.tables[other]);
    let Nearest {
        suggestions,
        looked_at,
        left_out,
    } = nearest(view.result.by.name(), (tables.0, row), tables.1, taken);
    let hint = |suggestion: Suggestion| {
        let (near, value) = match suggestion.near {
            Near::NumberFolded => ("number_folded", 0),
            Near::NumberMistyped { edits } => ("number_mistyped", i64::from(edits)),
            Near::Sum => ("sum", 0),
            Near::SameAmount { seconds } => ("same_amount", seconds),
        };
        Hint {
            near: near.to_owned(),
            value,
            failed: suggestion.failed.code().to_owned(),
            text: format!(
                "{}, but {}",
                in_words(suggestion.near),
                but(suggestion.failed)
            ),
            pair: pair(view, group, other, &suggestion.rows),
            rows: suggestion
                .rows
                .iter()
                .map(|&row| view.row_view(other, row, true))
                .collect(),
        }
    };
    Some(WhyNot {
        hints: suggestions.into_iter().map(hint).collect(),
        looked_at: u64::from(looked_at),
        left_out: u64::from(left_out),
        refund: refund_check(view, side, row),
    })
}

/// The names that pair a group with rows of the other side; none where they cannot be paired.
fn pair(view: &KeyView<'_>, group: usize, other: usize, rows: &[u32]) -> Vec<String> {
    let of_other = &view.result.group_of[other];
    let mut joined: Vec<u32> = rows.iter().map(|&row| of_other[row as usize]).collect();
    joined.extend(u32::try_from(group));
    joined.sort_unstable();
    joined.dedup();
    let groups = &view.result.groups;
    if is_pairable(view.result.by, groups, &view.sides, &joined).is_err() {
        return Vec::new();
    }
    let own = (0..2).flat_map(|side| view.rows(group)[side].iter().map(move |&row| (side, row)));
    let all = own.chain(rows.iter().map(|&row| (other, row)));
    all.map(|(side, row)| view.row_name(side, row)).collect()
}

fn in_words(near: Near) -> String {
    match near {
        Near::NumberFolded => {
            "the same number but for case, blanks, width or leading zeros".to_owned()
        }
        Near::NumberMistyped { edits: 1 } => "the same number but for one character".to_owned(),
        Near::NumberMistyped { edits } => format!("the same number but for {edits} characters"),
        Near::Sum => "a few rows near in time that sum to it".to_owned(),
        Near::SameAmount { seconds } => format!("the same amount, {seconds} seconds apart"),
    }
}

const fn but(failed: Failed) -> &'static str {
    match failed {
        Failed::Channel => "of another channel",
        Failed::Number => "of another number",
        Failed::Family => "of another direction",
        Failed::Currency => "in another currency",
        Failed::Status => "no success",
        Failed::Taken => "it has met others",
    }
}

/// Payments and refunds of a refund's merchant order, where the payment flow knows it.
fn refund_check(view: &KeyView<'_>, side: usize, row: u32) -> Option<RefundCheck> {
    let rows = view.tables[side].rows();
    if Kind::from_code(rows.code(C::Kind)[row as usize]) != Some(Kind::Refund) {
        return None;
    }
    let orders = view.day.table(Role::PaymentFlow)?.rows();
    let has_order = rows.role() != Role::ChannelStatement;
    let number = has_order.then(|| rows.text(C::PaymentOrderNo).get(row as usize))?;
    let numbers = orders.text(C::PaymentOrderNo);
    let merchants = orders.text(C::MerchantOrderNo);
    let own = (0..orders.len()).find(|&at| !number.is_empty() && numbers.get(at) == number)?;
    let merchant = merchants.get(own);
    if merchant.is_empty() {
        return None;
    }
    let currency: Currency = rows.currency(row as usize);
    let (mut paid, mut refunded) = (0_i128, 0_i128);
    for at in (0..orders.len()).filter(|&at| merchants.get(at) == merchant) {
        let success = orders.code(C::Status)[at] == Status::Success.code();
        let amount = i128::from(orders.number(C::Amount)[at]);
        match Kind::from_code(orders.code(C::Kind)[at]) {
            _ if !success || orders.currency(at) != currency => {}
            Some(Kind::Payment | Kind::TopUp) => paid += amount,
            Some(Kind::Refund) => refunded += amount,
            _ => {}
        }
    }
    let verdict = if paid == 0 {
        "no_payment"
    } else if refunded > paid {
        "exceeds"
    } else {
        "within"
    };
    Some(RefundCheck {
        merchant_order_no: merchant.to_owned(),
        paid: major(paid, currency),
        refunded: major(refunded, currency),
        verdict: verdict.to_owned(),
    })
}
