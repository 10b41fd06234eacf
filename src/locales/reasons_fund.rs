//! Reasons of fund reconciliation in words.

use super::Locale;
use super::numbers::{amount, date};

/// A fund reason; where the search was bounded one value more says how many were left.
pub(super) fn fund(code: &str, values: &[&str], locale: Locale) -> Option<String> {
    let en = locale == Locale::En;
    let day = |text: &str| date(text, locale);
    Some(match (code, values) {
        ("not_due", [due, _, ..]) if en => format!("Due on {}: not yet.", day(due)),
        ("not_due", [due, _, ..]) => format!("到期日 {}，尚未到期。", day(due)),
        ("nets_to_zero", _) if en => "It nets to zero: no money has to move.".to_owned(),
        ("nets_to_zero", _) => "净额为零，无需划款。".to_owned(),
        ("reference", [expected, _, ..]) if en => {
            format!(
                "Tied by reference, and the sums agree: {}.",
                amount(expected)
            )
        }
        ("reference", [expected, _, ..]) => format!("按附言对应，合计一致：{}。", amount(expected)),
        ("reference_short" | "reference_long", [expected, moved, ..]) if en => format!(
            "Tied by reference: {} expected, {} moved.",
            amount(expected),
            amount(moved)
        ),
        ("reference_short" | "reference_long", [expected, moved, ..]) => format!(
            "按附言对应：应结 {}，实际 {}。",
            amount(expected),
            amount(moved)
        ),
        ("by_hand" | "by_hand_short" | "by_hand_long", [expected, moved, ..]) if en => format!(
            "Paired by hand: {} expected, {} moved.",
            amount(expected),
            amount(moved)
        ),
        ("by_hand" | "by_hand_short" | "by_hand_long", [expected, moved, ..]) => format!(
            "人工配对：应结 {}，实际 {}。",
            amount(expected),
            amount(moved)
        ),
        ("same_amount", [one, "1", ..]) if en => {
            format!("One item and one line of {}.", amount(one))
        }
        ("same_amount", [one, sets, ..]) if en => format!(
            "{sets} items and {sets} lines of {} each: matched as one set.",
            amount(one)
        ),
        ("same_amount", [one, sets, ..]) => {
            format!("金额 {} 双方各 {sets} 笔，按组勾对。", amount(one))
        }
        ("amount_uneven", [one, items, lines, ..]) if en => format!(
            "{items} items and {lines} lines of {}: which belongs to which is not known.",
            amount(one)
        ),
        ("amount_uneven", [one, items, lines, ..]) => format!(
            "金额 {} 应结 {items} 笔、银行 {lines} 笔，无法判定对应关系。",
            amount(one)
        ),
        ("only_subset", [sum, members, ..]) if en => format!(
            "The only {members} that sum to {}: no other choice fits.",
            amount(sum)
        ),
        ("only_subset", [sum, members, ..]) => {
            format!("唯一一组 {members} 笔合计为 {}。", amount(sum))
        }
        ("several_subsets", [n, ..]) if en => {
            format!("{n} choices sum to the same: nothing is guessed.")
        }
        ("several_subsets", [n, ..]) => format!("有 {n} 种组合合计相同，不作猜测。"),
        ("total_against_total", [sum, ..]) if en => {
            format!(
                "What was left on both sides sums to {}: total against total.",
                amount(sum)
            )
        }
        ("total_against_total", [sum, ..]) => {
            format!("双方剩余合计均为 {}，按总额勾对。", amount(sum))
        }
        ("settlement_waiting", [due, late, most, ..]) if en => {
            format!("Due on {}, {late} days ago; it may take {most}.", day(due))
        }
        ("settlement_waiting", [due, late, most, ..]) => {
            format!("到期日 {}，已过 {late} 天，最多等待 {most} 天。", day(due))
        }
        ("settlement_overdue", [due, late, most, ..]) if en => format!(
            "Due on {}, {late} days ago, of at most {most}: the money did not come.",
            day(due)
        ),
        ("settlement_overdue", [due, late, most, ..]) => format!(
            "到期日 {}，已过 {late} 天，超过最多 {most} 天，款项未到。",
            day(due)
        ),
        ("no_channel", [account, party, reference, ..]) if en => format!(
            "On {account}, {}, reference {}: of no channel that is known.",
            named(party, locale),
            named(reference, locale)
        ),
        ("no_channel", [account, party, reference, ..]) => format!(
            "账户 {account}，对方{}，附言{}：不属于任何已知通道。",
            named(party, locale),
            named(reference, locale)
        ),
        ("nothing_expected", [account, party, reference, ..]) if en => format!(
            "On {account}, {}, reference {}: its channel expects no such amount.",
            named(party, locale),
            named(reference, locale)
        ),
        ("nothing_expected", [account, party, reference, ..]) => format!(
            "账户 {account}，对方{}，附言{}：该通道没有这样的应结。",
            named(party, locale),
            named(reference, locale)
        ),
        ("own_funds", [memo, ..]) if en => format!("Our own money by its memo: {memo}."),
        ("own_funds", [memo, ..]) => format!("按摘要为自有资金：{memo}。"),
        ("transfer", [reference, ..]) if en => {
            format!("A transfer between our own accounts, {reference}: both halves are here.")
        }
        ("transfer", [reference, ..]) => format!("资金调拨 {reference}，转出与转入均已到。"),
        ("transfer_in_transit", [reference, ..]) if en => {
            format!(
                "A transfer between our own accounts, {reference}: the other half is under way."
            )
        }
        ("transfer_in_transit", [reference, ..]) => format!("资金调拨 {reference}，另一半在途。"),
        _ => return None,
    })
}

fn named(text: &str, locale: Locale) -> String {
    match (text, locale) {
        ("", Locale::En) => "none".to_owned(),
        ("", Locale::Zh) => "为空".to_owned(),
        (text, Locale::En) => format!("“{text}”"),
        (text, Locale::Zh) => format!("「{text}」"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fund_code_is_worded_with_and_without_the_search_bound() {
        for (code, values) in [
            ("not_due", vec!["2026-03-03", "2026-03-02"]),
            ("nets_to_zero", vec![]),
            ("reference", vec!["1.00", "1.00"]),
            ("reference_short", vec!["2.00", "1.00"]),
            ("reference_long", vec!["1.00", "2.00"]),
            ("by_hand", vec!["1.00", "1.00"]),
            ("by_hand_short", vec!["2.00", "1.00"]),
            ("by_hand_long", vec!["1.00", "2.00"]),
            ("same_amount", vec!["1.00", "2"]),
            ("amount_uneven", vec!["1.00", "2", "1"]),
            ("only_subset", vec!["3.00", "2"]),
            ("several_subsets", vec!["2"]),
            ("total_against_total", vec!["3.00"]),
            ("settlement_waiting", vec!["2026-03-02", "0", "3"]),
            ("settlement_overdue", vec!["2026-02-26", "4", "3"]),
            ("no_channel", vec!["RES-01", "Zhang", ""]),
            ("nothing_expected", vec!["RES-01", "Tenpay", "x"]),
            ("own_funds", vec!["利息"]),
            ("transfer", vec!["F1"]),
            ("transfer_in_transit", vec!["F1"]),
        ] {
            for locale in [Locale::En, Locale::Zh] {
                let words = fund(code, &values, locale);
                assert!(words.is_some(), "{code}");
                let mut bounded = values.clone();
                bounded.push("30");
                assert_eq!(fund(code, &bounded, locale), words, "{code}");
            }
        }
    }
}
