//! What is worth saying of a file that was read, in words.

use tieout_statement::{Assumption, FileProblem};

use super::Locale;
use super::numbers::count;
use super::problems::{Wording, wording};

/// A remark in words; problems of other kinds have theirs elsewhere.
pub(super) fn remark(problem: &FileProblem, locale: Locale) -> Wording {
    if let FileProblem::Assumed { what, value } = problem {
        return assumed(*what, value, locale);
    }
    match locale {
        Locale::En => remark_en(problem),
        Locale::Zh => remark_zh(problem),
    }
}

fn remark_en(problem: &FileProblem) -> Wording {
    let place = |line: &u32, rows: &u64| {
        let rows = count(*rows);
        format!("from line {}, {rows} in all", count(u64::from(*line)))
    };
    match problem {
        FileProblem::BalanceGap { line, rows } => wording(
            format!("Running balances do not follow: {}.", place(line, rows)),
            "Rows are missing, or the file was edited.",
        ),
        FileProblem::Undecodable { line, rows } => wording(
            format!("Bytes that are no text: {}.", place(line, rows)),
            "The rows were read; choose another encoding if names look wrong.",
        ),
        FileProblem::OutsidePeriod { line, rows, period } => wording(
            format!(
                "Rows dated outside the stated period {period}: {}.",
                place(line, rows)
            ),
            "They were read.",
        ),
        FileProblem::RepeatedRows { line, rows } => wording(
            format!("Rows that stand more than once: {}.", place(line, rows)),
            "They were read; check that the file was not put together twice.",
        ),
        FileProblem::DigitsLost { line, rows } => wording(
            format!(
                "Order numbers that a spreadsheet has shortened: {}.",
                place(line, rows)
            ),
            "These rows have no number: export the file anew and do not save it in Excel.",
        ),
        FileProblem::Rounded { line, rows } => wording(
            format!(
                "Amounts or fees with more decimals than the currency has: {}.",
                place(line, rows)
            ),
            "They were rounded; the sum that the file states may differ.",
        ),
        FileProblem::OtherSheet { sheet } => wording(
            format!("The sheet {sheet} holds rows of another kind and was not read."),
            "Save it as a file of its own and drop that.",
        ),
        FileProblem::SameSheet { sheet } => wording(
            format!("The sheet {sheet} holds the same rows as another."),
            "It was left out.",
        ),
        FileProblem::Contradiction { line, rows } => wording(
            format!("Sign and direction word disagree: {}.", place(line, rows)),
            "The sign was taken.",
        ),
        _ => wording("", ""),
    }
}

fn remark_zh(problem: &FileProblem) -> Wording {
    let place = |line: &u32, rows: &u64| {
        let rows = count(*rows);
        format!("自第 {} 行起，共 {rows} 行", count(u64::from(*line)))
    };
    match problem {
        FileProblem::BalanceGap { line, rows } => wording(
            format!("余额不连续：{}。", place(line, rows)),
            "可能缺行，或文件被改动过。",
        ),
        FileProblem::Undecodable { line, rows } => wording(
            format!("有无法解码的字节：{}。", place(line, rows)),
            "各行均已读入；若文字有误，请另选编码。",
        ),
        FileProblem::OutsidePeriod { line, rows, period } => wording(
            format!("日期超出所述期间 {period}：{}。", place(line, rows)),
            "这些行已读入。",
        ),
        FileProblem::RepeatedRows { line, rows } => wording(
            format!("有完全重复的行：{}。", place(line, rows)),
            "这些行已读入，请确认文件未被重复拼接。",
        ),
        FileProblem::DigitsLost { line, rows } => wording(
            format!("单号已被电子表格截短：{}。", place(line, rows)),
            "这些行没有单号：请重新导出文件，不要用 Excel 另存。",
        ),
        FileProblem::Rounded { line, rows } => wording(
            format!(
                "金额或手续费的小数位多于币种所允许：{}。",
                place(line, rows)
            ),
            "已四舍五入；与文件所列合计可能有出入。",
        ),
        FileProblem::OtherSheet { sheet } => wording(
            format!("工作表 {sheet} 的数据属于另一类，未读入。"),
            "请另存为单独的文件后再拖入。",
        ),
        FileProblem::SameSheet { sheet } => {
            wording(format!("工作表 {sheet} 与另一张内容相同。"), "已略去。")
        }
        FileProblem::Contradiction { line, rows } => wording(
            format!("金额正负与收支标志不一致：{}。", place(line, rows)),
            "以正负为准。",
        ),
        _ => wording("", ""),
    }
}

fn assumed(what: Assumption, value: &str, locale: Locale) -> Wording {
    let (wrong, next) = match (what, locale) {
        (Assumption::DateOrder, Locale::En) => (
            format!("Dates were read as {value}."),
            "The file does not say which comes first; it can be set.",
        ),
        (Assumption::DateOrder, Locale::Zh) => (
            format!("日期按 {value} 读取。"),
            "文件未说明日、月先后，可更改。",
        ),
        (Assumption::Sign, Locale::En) => (
            format!("Amounts were read so: {value}."),
            "The file does not say which way they go; it can be set.",
        ),
        (Assumption::Sign, Locale::Zh) => (
            format!("金额方向按此读取：{value}。"),
            "文件未说明收支方向，可更改。",
        ),
        (Assumption::Currency, Locale::En) => (
            format!("The currency was taken to be {value}."),
            "The file names none; it can be set.",
        ),
        (Assumption::Currency, Locale::Zh) => {
            (format!("币种按 {value} 读取。"), "文件未注明币种，可更改。")
        }
        (Assumption::Account, Locale::En) => (
            format!("No account is named: it was called {value}."),
            "Name it in the settings if the channels' accounts are told apart.",
        ),
        (Assumption::Account, Locale::Zh) => (
            format!("文件没有写明账户，记作 {value}。"),
            "若各渠道按账户区分，请在设置中写明。",
        ),
        (Assumption::Columns, Locale::En) => (
            format!("No header that is known; columns were read as {value}."),
            "Check them and map them by hand if they are wrong.",
        ),
        (Assumption::Columns, Locale::Zh) => (
            format!("没有表头，各列按此读取：{value}。"),
            "请核对，如有误可手工指定。",
        ),
        (Assumption::Year, Locale::En) => (
            format!("The year was taken to be {value}."),
            "Dates have none; it can be set.",
        ),
        (Assumption::Year, Locale::Zh) => {
            (format!("年份按 {value} 读取。"), "日期中没有年份，可更改。")
        }
        (Assumption::BookingDay, Locale::En) => (
            format!("Entries without a date were read as booked on {value}."),
            "It is the day on which the bank made the message.",
        ),
        (Assumption::BookingDay, Locale::Zh) => (
            format!("没有日期的分录按 {value} 记账读取。"),
            "该日为银行生成报文之日。",
        ),
        (Assumption::DecimalMark, Locale::En) => (
            format!("The decimal mark was taken to be a {value}."),
            "Amounts can be read both ways; it can be set.",
        ),
        (Assumption::DecimalMark, Locale::Zh) => (
            format!("小数点按 {value} 读取。"),
            "金额可有两种读法，可更改。",
        ),
    };
    wording(wrong, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_remark_has_words_in_both_languages() {
        let (line, rows) = (7, 2);
        let mut remarks = vec![
            FileProblem::BalanceGap { line, rows },
            FileProblem::Undecodable { line, rows },
            FileProblem::OutsidePeriod {
                line,
                rows,
                period: "2026-03-01 – 2026-03-31".to_owned(),
            },
            FileProblem::RepeatedRows { line, rows },
            FileProblem::DigitsLost { line, rows },
            FileProblem::Rounded { line, rows },
            FileProblem::OtherSheet {
                sheet: "Sheet3".to_owned(),
            },
            FileProblem::SameSheet {
                sheet: "Sheet2".to_owned(),
            },
            FileProblem::Contradiction { line, rows },
        ];
        remarks.extend(Assumption::ALL.iter().map(|what| FileProblem::Assumed {
            what: *what,
            value: "CNY".to_owned(),
        }));
        for problem in remarks {
            for locale in [Locale::En, Locale::Zh] {
                let words = remark(&problem, locale);
                assert!(
                    !words.wrong.is_empty() && !words.expected.is_empty(),
                    "{problem:?}"
                );
            }
        }
    }
}
