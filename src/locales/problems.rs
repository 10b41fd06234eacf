//! What could not be read, in words: what is wrong, what was expected, what to do.

use tieout_statement::{Column, FileProblem, Reason};

use super::domain::format_name;
use super::numbers::count;
use super::{Locale, Words};

/// A problem in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wording {
    /// What is wrong.
    pub wrong: String,
    /// What was expected, or what to do next.
    pub expected: String,
}

pub(super) fn wording(wrong: impl Into<String>, expected: impl Into<String>) -> Wording {
    Wording {
        wrong: wrong.into(),
        expected: expected.into(),
    }
}

fn quoted(text: &str, locale: Locale) -> String {
    let short: String = text.chars().take(60).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    match locale {
        Locale::En => format!("“{short}{more}”"),
        Locale::Zh => format!("「{short}{more}」"),
    }
}

/// Where a row was refused: `Line 5, column amount`.
#[must_use]
pub fn place(line: u32, column: Option<&str>, locale: Locale) -> String {
    let line = count(u64::from(line));
    match (locale, column) {
        (Locale::En, Some(column)) => format!("Line {line}, column {column}"),
        (Locale::En, None) => format!("Line {line}"),
        (Locale::Zh, Some(column)) => {
            let word = Column::parse(column).map(|c| c.word(locale));
            match word {
                Some(word) => format!("第 {line} 行，{word}（{column}）列"),
                None => format!("第 {line} 行，{column} 列"),
            }
        }
        (Locale::Zh, None) => format!("第 {line} 行"),
    }
}

/// Why a row was refused.
#[must_use]
pub fn reason(reason: &Reason, locale: Locale) -> Wording {
    let q = |text: &str| quoted(text, locale);
    match (reason, locale) {
        (Reason::UnknownWord { text, expected }, Locale::En) => wording(
            format!("{} is not known here.", q(text)),
            format!("Expected one of {}.", expected.join(", ")),
        ),
        (Reason::UnknownWord { text, expected }, Locale::Zh) => wording(
            format!("{}不是可用的值。", q(text)),
            format!("应为以下之一：{}。", expected.join("、")),
        ),
        (Reason::NotACurrency { text }, Locale::En) => wording(
            format!("{} is not a currency.", q(text)),
            "Expected three capital letters, such as CNY.",
        ),
        (Reason::NotACurrency { text }, Locale::Zh) => wording(
            format!("{}不是币种。", q(text)),
            "应为三个大写字母，如 CNY。",
        ),
        (Reason::NotAnAmount { text }, Locale::En) => wording(
            format!("{} is not an amount.", q(text)),
            "Expected digits and a point, such as 520.00.",
        ),
        (Reason::NotAnAmount { text }, Locale::Zh) => wording(
            format!("{}不是金额。", q(text)),
            "应为数字和小数点，如 520.00。",
        ),
        (
            Reason::TooManyDecimals {
                text,
                currency,
                decimals,
            },
            Locale::En,
        ) => wording(
            format!("{} has too many decimals for {currency}.", q(text)),
            format!("Expected at most {decimals}."),
        ),
        (
            Reason::TooManyDecimals {
                text,
                currency,
                decimals,
            },
            Locale::Zh,
        ) => wording(
            format!("{}的小数位多于 {currency} 所允许。", q(text)),
            format!("最多 {decimals} 位。"),
        ),
        (Reason::AmountOutOfRange { text }, Locale::En) => wording(
            format!("{} is too large to be counted.", q(text)),
            "Expected less than 92,233,720,368,547,758.07 in a currency of two decimals.",
        ),
        (Reason::AmountOutOfRange { text }, Locale::Zh) => wording(
            format!("{}超出可计范围。", q(text)),
            "两位小数的币种应小于 92,233,720,368,547,758.07。",
        ),
        (Reason::NotATime { text }, Locale::En) => wording(
            format!("{} is not a time that exists.", q(text)),
            "Expected YYYY-MM-DD HH:MM:SS.",
        ),
        (Reason::NotATime { text }, Locale::Zh) => wording(
            format!("{}不是有效时间。", q(text)),
            "应为 YYYY-MM-DD HH:MM:SS。",
        ),
        (Reason::OpenDate { text }, Locale::En) => wording(
            format!("{} can be read both ways.", q(text)),
            "Say which of day and month stands first.",
        ),
        (Reason::OpenDate { text }, Locale::Zh) => {
            wording(format!("{}有两种读法。", q(text)), "请说明日和月哪个在前。")
        }
        (Reason::DigitsLost { text }, Locale::En) => wording(
            format!("{} has lost its last digits in a spreadsheet.", q(text)),
            "Expected the number in full: export the file anew and do not save it in Excel.",
        ),
        (Reason::DigitsLost { text }, Locale::Zh) => wording(
            format!("{}的末几位已在电子表格中丢失。", q(text)),
            "应为完整数字：请重新导出文件，不要用 Excel 另存。",
        ),
        (Reason::Empty, Locale::En) => wording("The cell is empty.", "Expected a value."),
        (Reason::Empty, Locale::Zh) => wording("单元格为空。", "此处必须有值。"),
        (Reason::CellCount { expected, found }, Locale::En) => wording(
            format!("The row has {found} cells."),
            format!("Expected {expected}, as in the header."),
        ),
        (Reason::CellCount { expected, found }, Locale::Zh) => wording(
            format!("该行有 {found} 个单元格。"),
            format!("表头为 {expected} 个。"),
        ),
        (Reason::UnclosedQuote, Locale::En) => wording(
            "A quotation mark is opened and never closed.",
            "Expected a closing quotation mark before the file ends.",
        ),
        (Reason::UnclosedQuote, Locale::Zh) => {
            wording("引号没有闭合。", "文件结束前应有闭合引号。")
        }
        (Reason::NotText { encoding }, Locale::En) => wording(
            format!("These bytes are no text in {encoding}."),
            format!("Expected a file that is {encoding} throughout."),
        ),
        (Reason::NotText { encoding }, Locale::Zh) => wording(
            format!("这些字节不是 {encoding} 文本。"),
            format!("整个文件应为 {encoding}。"),
        ),
        (Reason::NotADate { text, expected }, Locale::En) => wording(
            format!("{} is not a date that exists.", quoted(text, locale)),
            format!("Expected {expected}."),
        ),
        (Reason::NotADate { text, expected }, Locale::Zh) => wording(
            format!("{}不是存在的日期。", quoted(text, locale)),
            format!("应为 {expected}。"),
        ),
        (Reason::Malformed { text, expected }, Locale::En) => wording(
            format!("{} is not of the format's form.", quoted(text, locale)),
            format!("Expected {expected}."),
        ),
        (Reason::Malformed { text, expected }, Locale::Zh) => wording(
            format!("{}不符合该格式。", quoted(text, locale)),
            format!("应为 {expected}。"),
        ),
    }
}

fn layout_name(id: &str, locale: Locale) -> String {
    format_name(id, locale)
        .or_else(|| tieout_statement::Role::parse(&id.replace('-', "_")).map(|r| r.word(locale)))
        .map_or_else(|| id.to_owned(), ToOwned::to_owned)
}

fn layout_names(ids: &[String], and: &str, locale: Locale) -> String {
    let names: Vec<String> = ids.iter().map(|id| layout_name(id, locale)).collect();
    names.join(and)
}

/// What is wrong with a file as a whole.
#[must_use]
pub fn file_problem(problem: &FileProblem, locale: Locale) -> Wording {
    match locale {
        Locale::En => file_problem_en(problem),
        Locale::Zh => file_problem_zh(problem),
    }
}

fn file_problem_en(problem: &FileProblem) -> Wording {
    let locale = Locale::En;
    match problem {
        FileProblem::EmptyFile => wording(
            "The file is empty.",
            "Expected a header and rows. Fetch the file again.",
        ),
        FileProblem::UnknownLayout {
            header,
            nearest,
            missing,
        } => {
            let wrong = if header.is_empty() {
                "Its first line holds no header that we know.".to_owned()
            } else {
                format!(
                    "Its header is of no known layout: {}.",
                    quoted(header, locale)
                )
            };
            match nearest {
                Some(nearest) if !missing.is_empty() => wording(
                    wrong,
                    format!(
                        "Nearest is {}, which also needs {}.",
                        layout_name(nearest, locale),
                        missing.join(", ")
                    ),
                ),
                Some(nearest) => wording(
                    wrong,
                    format!("Nearest is {}.", layout_name(nearest, locale)),
                ),
                None => wording(
                    wrong,
                    "Expected one of our own layouts, a channel’s file, a bank statement, or a table of days and amounts.",
                ),
            }
        }
        FileProblem::Unreadable { detail } => wording(
            format!("The browser could not read it: {detail}."),
            "It may have been moved or changed since it was dropped: drop it again.",
        ),
        FileProblem::AmbiguousLayout { formats } => wording(
            format!(
                "Its header fits {} equally well.",
                layout_names(formats, " and ", locale)
            ),
            "Expected the columns of one layout. Nothing is guessed.",
        ),
        FileProblem::RepeatedColumn { column } => wording(
            format!("The column {column} stands twice in the header."),
            "Expected each column once.",
        ),
        FileProblem::Foreign { what } => wording(
            format!("This is a {what}."),
            "Expected a table, a workbook, a bank statement, or a ZIP of such files.",
        ),
        FileProblem::SameFile { first } => wording(
            format!("The same bytes as {first}."),
            "It is read once only. Take one of the two out.",
        ),
        FileProblem::Truncated { line, expected } => wording(
            format!(
                "The file ends at line {} before its format says so.",
                count(u64::from(*line))
            ),
            format!("Expected {expected}. Fetch the file again; what is there was read."),
        ),
        FileProblem::NotText => wording(
            "Neither text nor an archive that we read.",
            "Expected a table, a workbook, a bank statement, or a ZIP of such files.",
        ),
        FileProblem::BadArchive { detail } => wording(
            format!("The archive cannot be opened: {detail}."),
            "Fetch it again, or unpack it and drop what is in it.",
        ),
        FileProblem::NeedsPassword => wording(
            "The archive needs a password.",
            "Give it here, or unpack the archive and drop what is in it.",
        ),
        FileProblem::WrongPassword => wording(
            "No password given so far opens this.",
            "Try another, or unpack the archive and drop what is in it.",
        ),
        FileProblem::TooLarge { detail } => wording(
            format!("A limit was reached: {detail}."),
            "Drop it in parts.",
        ),
        FileProblem::Assumed { .. }
        | FileProblem::BalanceGap { .. }
        | FileProblem::Undecodable { .. }
        | FileProblem::OutsidePeriod { .. }
        | FileProblem::RepeatedRows { .. }
        | FileProblem::DigitsLost { .. }
        | FileProblem::Rounded { .. }
        | FileProblem::SameSheet { .. }
        | FileProblem::OtherSheet { .. }
        | FileProblem::Contradiction { .. } => super::remarks::remark(problem, Locale::En),
        FileProblem::StatementGap { .. }
        | FileProblem::SequenceGap { .. }
        | FileProblem::NotBooked { .. }
        | FileProblem::YearOpen { .. }
        | FileProblem::NotOrders { .. }
        | FileProblem::RepeatedNumber { .. }
        | FileProblem::Securities { .. }
        | FileProblem::ImpossibleDate { .. }
        | FileProblem::BadBalance { .. } => {
            super::statement_remarks::statement_remark(problem, Locale::En)
        }
        FileProblem::NoRows => wording(
            "A header and no rows.",
            "It counts as read: a day without business on this side.",
        ),
        FileProblem::Invalid {
            line,
            detail,
            expected,
        } => wording(
            match line {
                Some(line) => format!("Line {line}: {detail}."),
                None => format!("{detail}."),
            },
            format!("Expected {expected}."),
        ),
    }
}

fn file_problem_zh(problem: &FileProblem) -> Wording {
    let locale = Locale::Zh;
    match problem {
        FileProblem::EmptyFile => wording("文件为空。", "应有表头和数据行，请重新获取该文件。"),
        FileProblem::UnknownLayout {
            header,
            nearest,
            missing,
        } => {
            let wrong = if header.is_empty() {
                "首行不是已知的表头。".to_owned()
            } else {
                format!("表头不属于任何已知格式：{}。", quoted(header, locale))
            };
            match nearest {
                Some(nearest) if !missing.is_empty() => wording(
                    wrong,
                    format!(
                        "最接近{}，但缺少 {}。",
                        layout_name(nearest, locale),
                        missing.join("、")
                    ),
                ),
                Some(nearest) => {
                    wording(wrong, format!("最接近{}。", layout_name(nearest, locale)))
                }
                None => wording(
                    wrong,
                    "应为自有格式、通道文件、银行流水，或含日期与金额的表格。",
                ),
            }
        }
        FileProblem::Unreadable { detail } => wording(
            format!("浏览器无法读取：{detail}。"),
            "文件拖入后可能已被移动或修改，请重新拖入。",
        ),
        FileProblem::AmbiguousLayout { formats } => wording(
            format!("表头同时符合{}。", layout_names(formats, "与", locale)),
            "应只符合一种格式，不作猜测。",
        ),
        FileProblem::RepeatedColumn { column } => wording(
            format!("表头中 {column} 列出现两次。"),
            "每列只应出现一次。",
        ),
        FileProblem::Foreign { what } => wording(
            format!("这是 {what}。"),
            "应为表格、工作簿、银行流水，或由其组成的 ZIP。",
        ),
        FileProblem::SameFile { first } => wording(
            format!("与 {first} 内容完全相同。"),
            "只读取一次，请移除其中一个。",
        ),
        FileProblem::Truncated { line, expected } => wording(
            format!("文件在第 {} 行提前结束。", count(u64::from(*line))),
            format!("应有 {expected}。请重新获取该文件；已有内容已读取。"),
        ),
        FileProblem::NotText => wording(
            "既不是文本，也不是可读的压缩包。",
            "应为表格、工作簿、银行流水，或由其组成的 ZIP。",
        ),
        FileProblem::BadArchive { detail } => wording(
            format!("压缩包无法打开：{detail}。"),
            "请重新获取，或解压后拖入其中文件。",
        ),
        FileProblem::NeedsPassword => {
            wording("压缩包需要密码。", "请在此输入，或解压后拖入其中文件。")
        }
        FileProblem::WrongPassword => wording(
            "已输入的密码都无法打开。",
            "请换一个密码，或解压后拖入其中文件。",
        ),
        FileProblem::TooLarge { detail } => {
            wording(format!("超出限制：{detail}。"), "请分批拖入。")
        }
        FileProblem::Assumed { .. }
        | FileProblem::BalanceGap { .. }
        | FileProblem::Undecodable { .. }
        | FileProblem::OutsidePeriod { .. }
        | FileProblem::RepeatedRows { .. }
        | FileProblem::DigitsLost { .. }
        | FileProblem::Rounded { .. }
        | FileProblem::SameSheet { .. }
        | FileProblem::OtherSheet { .. }
        | FileProblem::Contradiction { .. } => super::remarks::remark(problem, locale),
        FileProblem::StatementGap { .. }
        | FileProblem::SequenceGap { .. }
        | FileProblem::NotBooked { .. }
        | FileProblem::YearOpen { .. }
        | FileProblem::NotOrders { .. }
        | FileProblem::RepeatedNumber { .. }
        | FileProblem::Securities { .. }
        | FileProblem::ImpossibleDate { .. }
        | FileProblem::BadBalance { .. } => {
            super::statement_remarks::statement_remark(problem, Locale::Zh)
        }
        FileProblem::NoRows => wording("只有表头，没有数据行。", "视为已读：这一方当日没有业务。"),
        FileProblem::Invalid {
            line,
            detail,
            expected,
        } => wording(
            match line {
                Some(line) => format!("第 {line} 行：{detail}。"),
                None => format!("{detail}。"),
            },
            format!("应为 {expected}。"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_row_says_where_what_and_what_was_expected() {
        let words = reason(
            &Reason::NotAnAmount {
                text: "520,00".to_owned(),
            },
            Locale::En,
        );
        assert_eq!(
            place(5, Some("amount"), Locale::En),
            "Line 5, column amount"
        );
        assert_eq!(words.wrong, "“520,00” is not an amount.");
        assert_eq!(
            words.expected,
            "Expected digits and a point, such as 520.00."
        );
        assert_eq!(
            place(5, Some("amount"), Locale::Zh),
            "第 5 行，金额（amount）列"
        );
    }

    #[test]
    fn a_foreign_file_names_the_nearest_layout_and_what_it_lacks() {
        let problem = FileProblem::UnknownLayout {
            header: "a,b".to_owned(),
            nearest: Some("channel-flow".to_owned()),
            missing: vec!["amount".to_owned(), "status".to_owned()],
        };
        assert_eq!(
            file_problem(&problem, Locale::En).expected,
            "Nearest is Channel flow, which also needs amount, status."
        );
        assert_eq!(
            file_problem(&problem, Locale::Zh).expected,
            "最接近通道流水，但缺少 amount、status。"
        );
    }

    #[test]
    fn a_long_cell_is_cut_with_a_sign_that_it_was() {
        let text = "长".repeat(200);
        let words = reason(&Reason::NotAnAmount { text }, Locale::Zh);
        assert!(words.wrong.contains("…」") && words.wrong.chars().count() < 80);
    }
}
