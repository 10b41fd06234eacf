//! What is worth saying of a bank statement that was read, in words.

use tieout_statement::FileProblem;

use super::Locale;
use super::numbers::count;
use super::problems::{Wording, wording};

/// A remark in words; problems of other kinds have theirs elsewhere.
pub(super) fn statement_remark(problem: &FileProblem, locale: Locale) -> Wording {
    match locale {
        Locale::En => remark_en(problem),
        Locale::Zh => remark_zh(problem),
    }
}

fn remark_en(problem: &FileProblem) -> Wording {
    let at = |line: &u32| count(u64::from(*line));
    let place = |line: &u32, rows: &u64| format!("from line {}, {} in all", at(line), count(*rows));
    match problem {
        FileProblem::StatementGap {
            line,
            account,
            closing,
            opening,
        } => wording(
            format!(
                "Line {}: account {account} closes with {closing} and then opens with {opening}.",
                at(line)
            ),
            "A statement between the two is missing, or one of them was edited.",
        ),
        FileProblem::SequenceGap {
            line,
            account,
            before,
            after,
        } => wording(
            format!(
                "Line {}: statement {after} of account {account} follows {before}.",
                at(line)
            ),
            "What stands between them is missing: fetch it from the bank.",
        ),
        FileProblem::NotBooked { line, rows } => wording(
            format!(
                "Entries announced and not booked yet: {}.",
                place(line, rows)
            ),
            "They are counted as neutral and reconciled when they are booked.",
        ),
        FileProblem::NotOrders { line, rows } => wording(
            format!("Rows that are no orders: {}.", place(line, rows)),
            "Payouts, fees and the like are counted as neutral and left out.",
        ),
        FileProblem::YearOpen { line, rows } => wording(
            format!("Times without a year: {}.", place(line, rows)),
            "The rows were read without their times: say the year under “How it is read…”.",
        ),
        FileProblem::RepeatedNumber { line, rows } => wording(
            format!(
                "Transaction numbers that stand before: {}.",
                place(line, rows)
            ),
            "Each should stand once: check that nothing is paid or shown twice.",
        ),
        FileProblem::Securities { line, rows } => wording(
            format!("Transactions in securities: {}.", place(line, rows)),
            "They move no bank account by themselves and were not read.",
        ),
        FileProblem::ImpossibleDate { line, rows } => wording(
            format!("Value dates that no calendar has: {}.", place(line, rows)),
            "The day of booking was taken in their place.",
        ),
        FileProblem::BadBalance { line, name, text } => wording(
            format!(
                "Line {}: the balance {name} is “{text}”, no amount of its currency.",
                at(line)
            ),
            "It was left out; the rows were read.",
        ),
        _ => wording("", ""),
    }
}

fn remark_zh(problem: &FileProblem) -> Wording {
    let at = |line: &u32| count(u64::from(*line));
    let place = |line: &u32, rows: &u64| format!("自第 {} 行起，共 {} 笔", at(line), count(*rows));
    match problem {
        FileProblem::StatementGap {
            line,
            account,
            closing,
            opening,
        } => wording(
            format!(
                "第 {} 行：账户 {account} 上期期末 {closing}，本期期初 {opening}。",
                at(line)
            ),
            "其间缺少对账单，或其中一份被改动过。",
        ),
        FileProblem::SequenceGap {
            line,
            account,
            before,
            after,
        } => wording(
            format!(
                "第 {} 行：账户 {account} 的对账单 {after} 紧接在 {before} 之后。",
                at(line)
            ),
            "其间的对账单或页缺失，请向银行补取。",
        ),
        FileProblem::NotBooked { line, rows } => wording(
            format!("尚未入账的预告分录：{}。", place(line, rows)),
            "计为中性行，入账后再参与对账。",
        ),
        FileProblem::NotOrders { line, rows } => wording(
            format!("不是订单的行：{}。", place(line, rows)),
            "出款、费用等计为中性行，不参与对账。",
        ),
        FileProblem::YearOpen { line, rows } => wording(
            format!("时间没有年份：{}。", place(line, rows)),
            "各行已读入但没有时间，请在“读取方式…”中指明年份。",
        ),
        FileProblem::RepeatedNumber { line, rows } => wording(
            format!("交易号重复出现：{}。", place(line, rows)),
            "每个交易号应只出现一次，请确认没有重复付款或重复列示。",
        ),
        FileProblem::Securities { line, rows } => wording(
            format!("证券交易：{}。", place(line, rows)),
            "其本身不变动银行账户，未读入。",
        ),
        FileProblem::ImpossibleDate { line, rows } => wording(
            format!("不存在的起息日：{}。", place(line, rows)),
            "已改用记账日。",
        ),
        FileProblem::BadBalance { line, name, text } => wording(
            format!(
                "第 {} 行：余额 {name} 为“{text}”，不是该币种的金额。",
                at(line)
            ),
            "该余额未采用，各行已读入。",
        ),
        _ => wording("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_remark_on_a_statement_has_words_in_both_languages() {
        let (line, rows) = (7, 3);
        let text = || "X1".to_owned();
        let remarks = [
            FileProblem::StatementGap {
                line,
                account: text(),
                closing: text(),
                opening: text(),
            },
            FileProblem::SequenceGap {
                line,
                account: text(),
                before: text(),
                after: text(),
            },
            FileProblem::NotBooked { line, rows },
            FileProblem::YearOpen { line, rows },
            FileProblem::NotOrders { line, rows },
            FileProblem::RepeatedNumber { line, rows },
            FileProblem::Securities { line, rows },
            FileProblem::ImpossibleDate { line, rows },
            FileProblem::BadBalance {
                line,
                name: text(),
                text: text(),
            },
        ];
        for problem in &remarks {
            let [en, zh] = [Locale::En, Locale::Zh].map(|locale| statement_remark(problem, locale));
            for words in [&en, &zh] {
                assert!(words.wrong.contains('7'), "{problem:?}: {}", words.wrong);
                assert!(!words.expected.is_empty(), "{problem:?}");
            }
            assert_ne!(en.wrong, zh.wrong);
        }
    }
}
