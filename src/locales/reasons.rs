//! Why a group has its outcome, in the reader's language, from the reason's code and values;
//! and the notes of a day.

use tieout_engine::outcome::ReconciliationName;
use tieout_engine::report::{Note, ReasonReport};
use tieout_statement::{Kind, Side, Status};

use super::domain::{TREATMENTS, sides};
use super::numbers::{amount, date};
use super::reasons_fund::fund;
use super::{Locale, Words};

/// A list of statuses as the engine writes it, in the reader's words.
fn statuses(text: &str, locale: Locale) -> String {
    let words = text.split(", ").filter(|word| !word.is_empty());
    let words: Vec<&str> = words
        .map(|word| Status::parse(word).map_or(word, |status| status.word(locale)))
        .collect();
    if words.is_empty() {
        return locale.pick("nothing", "无").to_owned();
    }
    words.join(locale.pick(", ", "、"))
}

/// A list of the engine's words, each in the reader's.
fn listed(text: &str, word: fn(&str, Locale) -> Option<String>, locale: Locale) -> String {
    let words = text.split(", ");
    let words: Vec<String> = words
        .map(|one| word(one, locale).unwrap_or_else(|| one.to_owned()))
        .collect();
    words.join(locale.pick(", ", "、"))
}

fn kind(word: &str, locale: Locale) -> Option<String> {
    Some(Kind::parse(word)?.word(locale).to_owned())
}

/// Legs as the engine writes them (`2011 buyer-1 credit 5.00, …`), with the side in words.
fn legs(text: &str, locale: Locale) -> String {
    if text.is_empty() {
        return locale.pick("nothing", "无").to_owned();
    }
    let leg = |leg: &str| {
        let words = leg.split(' ').map(|word| match Side::parse(word) {
            Some(side) => side.word(locale),
            None => word,
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let legs: Vec<String> = text.split(", ").map(leg).collect();
    legs.join(locale.pick(", ", "，"))
}

/// The reason in words; where a code is not known here, in the engine's own English.
#[must_use]
pub fn sentence(reason: &ReasonReport, name: ReconciliationName, locale: Locale) -> String {
    let known = match locale {
        Locale::En => english(reason, name),
        Locale::Zh => chinese(reason, name),
    };
    let values: Vec<&str> = reason.values.iter().map(String::as_str).collect();
    match known.or_else(|| fund(&reason.code, &values, locale)) {
        Some(words) => words + &cleaned(&reason.cleaned, locale),
        None => reason.text.clone(),
    }
}

/// How the numbers were cleaned that are not written alike; empty where they are.
fn cleaned(ways: &[String], locale: Locale) -> String {
    if ways.is_empty() {
        return String::new();
    }
    let ways: Vec<&str> = ways.iter().map(|way| cleaning(way, locale)).collect();
    match locale {
        Locale::En => format!(" The numbers meet cleaned: {}.", ways.join(", ")),
        Locale::Zh => format!("单号经清理后相同：{}。", ways.join("、")),
    }
}

/// One way of cleaning a number.
#[must_use]
pub fn cleaning(way: &str, locale: Locale) -> &str {
    match way {
        "width" => locale.pick("full width to half width", "全角转半角"),
        "trim" => locale.pick("blanks at the ends", "首尾空白"),
        "case" => locale.pick("upper and lower case", "大小写"),
        "prefix" => locale.pick("prefix", "前缀"),
        "pattern" => locale.pick("pattern", "正则表达式"),
        "leading_zeros" => locale.pick("leading zeros", "前导零"),
        other => other,
    }
}

fn english(reason: &ReasonReport, name: ReconciliationName) -> Option<String> {
    let locale = Locale::En;
    let [ours, theirs] = sides(name, locale).map(str::to_lowercase);
    let v: Vec<&str> = reason.values.iter().map(String::as_str).collect();
    let said = |text: &str| statuses(text, locale);
    Some(match (reason.code.as_str(), v.as_slice()) {
        ("sums_equal", [l, _]) => {
            format!("Both sides say success and agree: {} each.", amount(l))
        }
        ("within_tolerance", [l, r, apart, allowed]) => format!(
            "Both sides say success: {ours} says {} and {theirs} say {}. The difference of {} is within the {} that the channel tolerates.",
            amount(l),
            amount(r),
            amount(apart),
            amount(allowed)
        ),
        ("sums_differ", [l, r]) => format!(
            "Both sides say success, but {ours} says {} and {theirs} say {}.",
            amount(l),
            amount(r)
        ),
        ("fees_differ", [l, r]) => format!(
            "The amounts agree; the fee is {} in {ours} and {} in {theirs}.",
            amount(l),
            amount(r)
        ),
        ("nothing_on_right", [l]) => format!(
            "Ours says success ({}); there is no such row in {theirs}.",
            amount(l)
        ),
        ("no_success_on_right", [l, r]) => {
            format!(
                "Ours says success ({}); theirs says {}.",
                amount(l),
                said(r)
            )
        }
        ("nothing_on_left", [r]) => format!(
            "Theirs says success ({}); there is no such row in {ours}.",
            amount(r)
        ),
        ("no_success_on_left", [r, l]) => {
            format!(
                "Theirs says success ({}); ours says {}.",
                amount(r),
                said(l)
            )
        }
        ("no_success", [l, r]) => format!(
            "No side says success (ours: {}; theirs: {}), so no money moved.",
            said(l),
            said(r)
        ),
        ("beside_success", [words]) => format!(
            "{}: it moves no money beside the success of the same number.",
            capital(&said(words))
        ),
        ("repeats", [file, line, number]) => {
            format!("The same success as {number} in {file}, line {line}.")
        }
        ("near_end", [time, end, window]) => format!(
            "One-sided at {time}: less than {window} minutes before the day ends ({end}), or after it. The other side may come tomorrow."
        ),
        ("near_start", [time, start, window]) => format!(
            "One-sided at {time}: less than {window} minutes after the day began ({start}), or before it, and the previous day is not known here."
        ),
        ("still_waiting", [first, age, most]) => format!(
            "One-sided since {}: {age} of at most {most} days.",
            date(first, locale)
        ),
        ("before_day", [time, start, window]) => {
            format!(
                "One-sided at {time}: more than {window} minutes before the day began ({start})."
            )
        }
        ("after_day", [time, end, window]) => format!(
            "One-sided at {time}: {window} minutes or more after the day ended ({end}). It is taken up tomorrow."
        ),
        ("not_asked_for", [kinds, ""]) => {
            format!(
                "This reconciliation does not look at {}.",
                listed(kinds, kind, locale)
            )
        }
        ("not_asked_for", [kinds, methods]) => format!(
            "This reconciliation does not look at {} by {methods}.",
            listed(kinds, kind, locale)
        ),
        ("posted_once", [posted]) => format!("Posted as expected: {}.", legs(posted, locale)),
        ("posted_times", [times, expected, posted]) => format!(
            "Posted {times} times: expected {}, posted {}.",
            legs(expected, locale),
            legs(posted, locale)
        ),
        ("legs_differ", [expected, posted]) => format!(
            "Expected {}, posted {}.",
            legs(expected, locale),
            legs(posted, locale)
        ),
        ("nothing_posted", [expected]) => format!(
            "The order says success and nothing is posted: expected {}.",
            legs(expected, locale)
        ),
        ("taken_back", [numbers]) => format!("Posted and reversed: {numbers}."),
        ("reverses_unknown", [number]) => format!(
            "It reverses {number}, which is not among the postings; its order is not in the payment flow either."
        ),
        _ => return None,
    })
}

fn chinese(reason: &ReasonReport, name: ReconciliationName) -> Option<String> {
    let locale = Locale::Zh;
    let [ours, theirs] = sides(name, locale);
    let v: Vec<&str> = reason.values.iter().map(String::as_str).collect();
    let said = |text: &str| statuses(text, locale);
    Some(match (reason.code.as_str(), v.as_slice()) {
        ("sums_equal", [l, _]) => format!("双方均为成功且金额一致：{}。", amount(l)),
        ("within_tolerance", [l, r, apart, allowed]) => format!(
            "双方均为成功：{ours}为 {}，{theirs}为 {}，相差 {}，在该通道容差 {} 以内。",
            amount(l),
            amount(r),
            amount(apart),
            amount(allowed)
        ),
        ("sums_differ", [l, r]) => format!(
            "双方均为成功，但{ours}为 {}，{theirs}为 {}。",
            amount(l),
            amount(r)
        ),
        ("fees_differ", [l, r]) => format!(
            "金额一致；手续费{ours}为 {}，{theirs}为 {}。",
            amount(l),
            amount(r)
        ),
        ("nothing_on_right", [l]) => {
            format!("我方为成功（{}），{theirs}中没有该笔。", amount(l))
        }
        ("no_success_on_right", [l, r]) => {
            format!("我方为成功（{}），对方为{}。", amount(l), said(r))
        }
        ("nothing_on_left", [r]) => {
            format!("对方为成功（{}），{ours}中没有该笔。", amount(r))
        }
        ("no_success_on_left", [r, l]) => {
            format!("对方为成功（{}），我方为{}。", amount(r), said(l))
        }
        ("no_success", [l, r]) => format!(
            "双方均无成功（我方：{}；对方：{}），没有资金变动。",
            said(l),
            said(r)
        ),
        ("beside_success", [words]) => {
            format!("{}：同号已有成功，此行不动用资金。", said(words))
        }
        ("repeats", [file, line, number]) => {
            format!("与 {file} 第 {line} 行的 {number} 是同一笔成功。")
        }
        ("near_end", [time, end, window]) => format!(
            "单边，时间 {time}：距日终（{end}）不足 {window} 分钟或在其后，对方可能次日才到。"
        ),
        ("near_start", [time, start, window]) => format!(
            "单边，时间 {time}：距日初（{start}）不足 {window} 分钟或在其前，且没有前一日的结转。"
        ),
        ("still_waiting", [first, age, most]) => format!(
            "自 {} 起单边，已 {age} 天，最多等待 {most} 天。",
            date(first, locale)
        ),
        ("before_day", [time, start, window]) => {
            format!("单边，时间 {time}：早于日初（{start}）超过 {window} 分钟。")
        }
        ("after_day", [time, end, window]) => {
            format!("单边，时间 {time}：晚于日终（{end}）{window} 分钟以上，次日再处理。")
        }
        ("not_asked_for", [kinds, ""]) => {
            format!("本项对账不涉及{}。", listed(kinds, kind, locale))
        }
        ("not_asked_for", [kinds, methods]) => format!(
            "本项对账不涉及以 {methods} 支付的{}。",
            listed(kinds, kind, locale)
        ),
        ("posted_once", [posted]) => format!("入账与应记一致：{}。", legs(posted, locale)),
        ("posted_times", [times, expected, posted]) => format!(
            "入账 {times} 次：应记 {}，实记 {}。",
            legs(expected, locale),
            legs(posted, locale)
        ),
        ("legs_differ", [expected, posted]) => format!(
            "应记 {}，实记 {}。",
            legs(expected, locale),
            legs(posted, locale)
        ),
        ("nothing_posted", [expected]) => {
            format!("订单成功但未入账：应记 {}。", legs(expected, locale))
        }
        ("taken_back", [numbers]) => format!("已入账并冲正：{numbers}。"),
        ("reverses_unknown", [number]) => {
            format!("冲正 {number}，入账流水中没有该笔，其订单也不在支付流水中。")
        }
        _ => return None,
    })
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// The rule that decided, by its place in the rules and what it asks; nothing for a code
/// that is not known here.
#[must_use]
pub fn rule(code: &str, locale: Locale) -> Option<&'static str> {
    Some(match code {
        "sums_equal" => locale.pick(
            "5.5: both sides succeed, sums equal",
            "5.5：双方成功，合计相等",
        ),
        "within_tolerance" => locale.pick(
            "5.5: both sides succeed, sums within the tolerance set",
            "5.5：双方成功，合计之差在设定容差内",
        ),
        "sums_differ" => locale.pick(
            "5.5: both sides succeed, sums differ",
            "5.5：双方成功，合计不等",
        ),
        "fees_differ" => locale.pick("5.5: matched, fees differ", "5.5：金额已平，手续费不等"),
        "nothing_on_right" | "no_success_on_right" => {
            locale.pick("5.5: only ours succeeds", "5.5：仅我方成功")
        }
        "nothing_on_left" | "no_success_on_left" => {
            locale.pick("5.5: only theirs succeeds", "5.5：仅对方成功")
        }
        "no_success" | "beside_success" => {
            locale.pick("5.5: only a success moves money", "5.5：只有成功才动用资金")
        }
        "not_due" | "nets_to_zero" => locale.pick("7: expected settlements", "7：应结"),
        "reference" | "reference_short" | "reference_long" => {
            locale.pick("7.1: by reference", "7.1：按附言")
        }
        "same_amount" | "amount_uneven" => locale.pick("7.2: by amount", "7.2：按金额"),
        "only_subset" | "several_subsets" => locale.pick("7.3: by subset", "7.3：按组合"),
        "total_against_total" => locale.pick("7.4: total against total", "7.4：总额对总额"),
        "settlement_waiting" | "settlement_overdue" | "no_channel" | "nothing_expected" => {
            locale.pick("7.5: the rest", "7.5：其余")
        }
        "own_funds" | "transfer" | "transfer_in_transit" => {
            locale.pick("7: what a bank line is asked first", "7：银行流水的归属")
        }
        "repeats" => locale.pick("5.3: duplicates", "5.3：重复"),
        "near_end" | "near_start" | "still_waiting" => locale.pick(
            "5.6: one-sided rows are first asked about time",
            "5.6：单边记录先看时间",
        ),
        "not_asked_for" => locale.pick("5.2: rows that take no part", "5.2：不参与本项对账的记录"),
        "posted_once" | "posted_times" | "legs_differ" | "nothing_posted" => locale.pick(
            "5.7: each success posted once, with its legs",
            "5.7：每笔成功按应记分录入账一次",
        ),
        "taken_back" | "reverses_unknown" => locale.pick(
            "5.4: a posting and its reversal are written off",
            "5.4：入账与其冲正内部勾销",
        ),
        "before_day" | "after_day" => locale.pick("5.6: rows of another day", "5.6：非当期记录"),
        _ => return None,
    })
}

/// A note in words; where its code is not known here, in the engine's own English.
#[must_use]
pub fn note(note: &Note, locale: Locale) -> String {
    let v: Vec<&str> = note.values.iter().map(String::as_str).collect();
    match (note.code.as_str(), v.as_slice(), locale) {
        ("no_accounting_date", [], Locale::En) => {
            "No row tells a time and the settings name no accounting date, so nothing was asked about time."
                .to_owned()
        }
        ("no_accounting_date", [], Locale::Zh) => {
            "没有任何一行带时间，设置也未指定会计日期，因此没有按时间判断。".to_owned()
        }
        ("decision_stale", [number, id, why, treatment], _) => {
            super::decisions::stale(number, id, (why, treatment), locale)
        }
        ("channel_without_statement", [channel, rows], Locale::En) => format!(
            "Channel {channel} has {rows} rows in the channel flow and none in any channel statement: is its file missing?"
        ),
        ("channel_without_statement", [channel, rows], Locale::Zh) => {
            format!("通道 {channel} 在通道流水中有 {rows} 行，但没有任何对账文件：是否缺文件？")
        }
        ("reversal_of_nothing", [number, of], Locale::En) => format!(
            "Posting {number} reverses {of}, of which there is no posting with the same account, customer and amount on the other side."
        ),
        ("reversal_of_nothing", [number, of], Locale::Zh) => {
            format!("入账 {number} 冲正 {of}，但没有同账户、同客户、同金额且方向相反的入账。")
        }
        ("tolerance_residue", values, _) => {
            residue(values, locale).unwrap_or_else(|| note.text.clone())
        }
        ("fund_transfer_postings", [count], Locale::En) => format!(
            "{count} postings of kind fund transfer are not in the day-cut: fund transfers are booked from the bank's lines."
        ),
        ("fund_transfer_postings", [count], Locale::Zh) => {
            format!("{count} 笔资金调拨入账不在日切之内：资金调拨按银行流水入账。")
        }
        ("met_cleaned", [channel, count], Locale::En) => format!(
            "Channel {channel}: {count} matched only because their numbers are compared cleaned."
        ),
        ("met_cleaned", [channel, count], Locale::Zh) => {
            format!("通道 {channel}：{count} 组仅因单号清理后相同而平账。")
        }
        _ => note.text.clone(),
    }
}

/// What a channel's tolerance left to be booked.
fn residue(values: &[&str], locale: Locale) -> Option<String> {
    let [channel, currency, count, sum, treatment] = values else {
        return None;
    };
    let mut treatments = TREATMENTS.into_iter();
    let treatment = treatments
        .find(|one| one.text() == *treatment)?
        .word(locale);
    Some(match locale {
        Locale::En => format!(
            "Channel {channel}: {count} matched with a difference within its tolerance, {} {currency} in all (theirs less ours), to be booked as: {}.",
            amount(sum),
            treatment.to_lowercase()
        ),
        Locale::Zh => format!(
            "通道 {channel}：{count} 组在容差内平账，差额合计 {} {currency}（对方减我方），处理方式：{treatment}。",
            amount(sum)
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(code: &str, values: &[&str]) -> ReasonReport {
        ReasonReport {
            code: code.to_owned(),
            values: values.iter().map(ToString::to_string).collect(),
            text: "as the engine says it".to_owned(),
            cleaned: Vec::new(),
            by_hand: None,
        }
    }

    /// Every code of the engine's key matching, with as many values as it has.
    const CODES: [(&str, &[&str]); 23] = [
        ("sums_equal", &["53.00", "53.00"]),
        ("within_tolerance", &["53.00", "53.01", "0.01", "0.05"]),
        ("sums_differ", &["53.00", "50.00"]),
        ("fees_differ", &["0.30", "0.60"]),
        ("nothing_on_right", &["53.00"]),
        ("no_success_on_right", &["53.00", "failed"]),
        ("nothing_on_left", &["53.00"]),
        ("no_success_on_left", &["53.00", "pending"]),
        ("no_success", &["pending", ""]),
        ("beside_success", &["failed, closed"]),
        ("repeats", &["a.csv", "7", "C1"]),
        (
            "near_end",
            &["2026-03-02 23:50:00", "2026-03-03 00:00:00", "30"],
        ),
        (
            "near_start",
            &["2026-03-02 00:05:00", "2026-03-02 00:00:00", "30"],
        ),
        ("still_waiting", &["2026-03-01", "1", "2"]),
        (
            "before_day",
            &["2026-03-01 10:00:00", "2026-03-02 00:00:00", "30"],
        ),
        (
            "after_day",
            &["2026-03-03 10:00:00", "2026-03-03 00:00:00", "30"],
        ),
        ("not_asked_for", &["confirm, transfer", ""]),
        ("posted_once", &["2011 U1 credit 5.00"]),
        (
            "posted_times",
            &["2", "2011 U1 credit 5.00", "2011 U1 credit 10.00"],
        ),
        ("legs_differ", &["2011 credit 5.00", "2011 credit 6.00"]),
        ("nothing_posted", &["2013 debit 5.00, 2012 credit 4.00"]),
        ("taken_back", &["A1, A2"]),
        ("reverses_unknown", &["A1"]),
    ];

    #[test]
    fn every_code_is_worded_with_its_values_in_both_languages_and_names_its_rule() {
        for (code, values) in CODES {
            for locale in [Locale::En, Locale::Zh] {
                let words = sentence(&reason(code, values), ReconciliationName::Channel, locale);
                assert_ne!(words, "as the engine says it", "{code}");
                assert!(rule(code, locale).is_some(), "{code}");
                let number = values
                    .iter()
                    .find(|v| v.contains(|c: char| c.is_ascii_digit()));
                if let Some(number) =
                    number.filter(|n| !n.starts_with("2026-03-01") || n.len() > 10)
                {
                    // Of a leg its amount: its side is in the reader's words.
                    let last = number.rsplit(' ').next().unwrap_or(number);
                    assert!(words.contains(last), "{code}: {words}");
                }
            }
        }
    }

    #[test]
    fn a_match_by_an_option_says_so_in_both_languages() {
        let mut reason = reason("sums_equal", &["53.00", "53.00"]);
        reason.cleaned = vec!["case".to_owned(), "prefix".to_owned()];
        let said = |locale| sentence(&reason, ReconciliationName::Channel, locale);
        assert!(said(Locale::En).ends_with("cleaned: upper and lower case, prefix."));
        assert!(said(Locale::Zh).ends_with("单号经清理后相同：大小写、前缀。"));
        let residue = Note {
            code: "tolerance_residue".to_owned(),
            file: None,
            line: None,
            values: ["wechat", "CNY", "3", "-0.02", "suspense"]
                .map(str::to_owned)
                .to_vec(),
            text: String::new(),
        };
        assert!(note(&residue, Locale::En).contains("suspense"));
        assert!(note(&residue, Locale::Zh).contains("挂账"));
    }

    #[test]
    fn statuses_are_in_the_readers_words() {
        let reason = reason("no_success_on_left", &["50.00", "failed, pending"]);
        assert_eq!(
            sentence(&reason, ReconciliationName::Channel, Locale::Zh),
            "对方为成功（50.00），我方为失败、处理中。"
        );
    }

    #[test]
    fn a_code_or_a_count_of_values_that_is_not_known_falls_back_to_the_engines_words() {
        for reason in [reason("new_code", &[]), reason("sums_differ", &["1"])] {
            assert_eq!(
                sentence(&reason, ReconciliationName::Channel, Locale::Zh),
                "as the engine says it"
            );
        }
    }
}
