//! What is wrong and what was expected, in English: for the command line and the report.
//! The app words the same values in the user's language.

use crate::problem::{Assumption, FileProblem, Reason};

/// Letters of a file's own text that a message repeats.
const LONGEST: usize = 80;

/// A file's own text for a message: shortened, on one line.
#[must_use]
pub fn shorten(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

/// Why a row was refused: `what is wrong: what was expected`.
#[must_use]
pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::UnknownWord { text, expected } => {
            format!("{text} is not known: expected {}", one_of(expected))
        }
        Reason::NotACurrency { text } => {
            format!("{text} is not a currency: expected three capital letters such as CNY")
        }
        Reason::NotAnAmount { text } => {
            format!("{text} is not an amount: expected digits such as 53.00")
        }
        Reason::TooManyDecimals {
            text,
            currency,
            decimals,
        } => {
            format!("{text} has too many decimals: {currency} has {decimals}")
        }
        Reason::AmountOutOfRange { text } => {
            format!("{text} is too large: expected at most 18 digits")
        }
        Reason::NotATime { text } => {
            format!("{text} is not a time: expected YYYY-MM-DD HH:MM:SS")
        }
        Reason::OpenDate { text } => {
            format!("{text} can be read both ways: expected date_order in its profile")
        }
        Reason::DigitsLost { text } => format!(
            "{text} has lost its last digits in a spreadsheet: expected the number in full, as text"
        ),
        Reason::NotADate { text, expected } => {
            format!("{text} is not a date that exists: expected {expected}")
        }
        Reason::Malformed { text, expected } => {
            format!("{text} is not of the format's form: expected {expected}")
        }
        Reason::Empty => "the cell is empty: expected a value".to_owned(),
        Reason::CellCount { expected, found } => {
            format!("the row has {found} cells: expected {expected}, as in the header")
        }
        Reason::UnclosedQuote => {
            "a quote opens here and does not close: expected a closing quote at the end of its cell"
                .to_owned()
        }
        Reason::NotText { encoding } => {
            format!("bytes that are no text: expected {encoding}")
        }
    }
}

/// What is wrong with a file: `what is wrong: what was expected`.
#[must_use]
pub fn problem(problem: &FileProblem) -> String {
    match problem {
        FileProblem::Unreadable { detail } => {
            format!("the system gave no bytes, {detail}: expected a readable file")
        }
        FileProblem::EmptyFile => "the file is empty: expected a header and rows".to_owned(),
        FileProblem::UnknownLayout {
            header,
            nearest,
            missing,
        } => {
            let begins = if header.is_empty() {
                "the layout is not known".to_owned()
            } else {
                format!("the layout is not known, the first line is {header}")
            };
            match nearest {
                Some(format) if !missing.is_empty() => {
                    let columns = if missing.len() == 1 {
                        "column"
                    } else {
                        "columns"
                    };
                    format!(
                        "{begins}: expected, for {format}, also the {columns} {}",
                        missing.join(", ")
                    )
                }
                _ => format!("{begins}: expected a header of a known format"),
            }
        }
        FileProblem::AmbiguousLayout { formats } => format!(
            "the header fits {} equally well: expected the columns of one format",
            formats.join(" and ")
        ),
        FileProblem::RepeatedColumn { column } => {
            format!("the column {column} stands twice in the header: expected each column once")
        }
        FileProblem::SameFile { first } => {
            format!("the same bytes as {first}: expected each file once")
        }
        FileProblem::Truncated { line, expected } => {
            format!("the file ends early, after line {line}: expected {expected}")
        }
        FileProblem::NotText => {
            "neither text nor an archive: expected a table, a workbook, or a zip of such files"
                .to_owned()
        }
        FileProblem::Foreign { what } => {
            format!("this is a {what}: expected a table, a workbook, or a zip of such files")
        }
        FileProblem::BadArchive { detail } => {
            format!("the archive cannot be opened, {detail}: expected a zip or gzip file")
        }
        FileProblem::NeedsPassword => {
            "the archive is locked: expected its password (--password)".to_owned()
        }
        FileProblem::WrongPassword => {
            "the archive is locked, no password given opens it: expected its own".to_owned()
        }
        FileProblem::TooLarge { detail } => {
            format!("too large, {detail}: expected a file within the limits")
        }
        FileProblem::NoRows => {
            "a header and no rows: expected rows, unless nothing happened".to_owned()
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
        | FileProblem::Contradiction { .. } => remark(problem),
        FileProblem::StatementGap { .. }
        | FileProblem::SequenceGap { .. }
        | FileProblem::NotBooked { .. }
        | FileProblem::YearOpen { .. }
        | FileProblem::NotOrders { .. }
        | FileProblem::RepeatedNumber { .. }
        | FileProblem::Securities { .. }
        | FileProblem::ImpossibleDate { .. }
        | FileProblem::BadBalance { .. } => statement_remark(problem),
        FileProblem::Invalid {
            line,
            detail,
            expected,
        } => match line {
            Some(line) => format!("line {line}: {detail}: expected {expected}"),
            None => format!("{detail}: expected {expected}"),
        },
    }
}

/// What is worth saying of a file that was read.
fn remark(problem: &FileProblem) -> String {
    match problem {
        FileProblem::Assumed { what, value } => {
            format!("{}: the file does not say", assumed(*what, value))
        }
        FileProblem::BalanceGap { line, rows } => format!(
            "line {line}: the balance does not follow from the row before, in {rows} rows: \
             expected balance and amount to agree"
        ),
        FileProblem::Undecodable { line, rows } => format!(
            "line {line}: bytes that are no text, in {rows} lines: expected the encoding of the rest"
        ),
        FileProblem::OutsidePeriod { line, rows, period } => {
            format!("line {line}: dated outside the stated period, {rows} rows: expected {period}")
        }
        FileProblem::RepeatedRows { line, rows } => {
            format!("line {line}: a row that stands before, {rows} in all: expected each row once")
        }
        FileProblem::DigitsLost { line, rows } => format!(
            "line {line}: the number has lost its last digits in a spreadsheet, in {rows} rows: \
             expected it in full, as text"
        ),
        FileProblem::Rounded { line, rows } => format!(
            "line {line}: an amount or fee with more decimals than its currency has, in {rows} rows: \
             expected whole minor units, it was rounded"
        ),
        FileProblem::OtherSheet { sheet } => format!(
            "the sheet {sheet} holds rows of another kind than the sheet before it, it was not read: \
             expected one kind in a file"
        ),
        FileProblem::SameSheet { sheet } => {
            format!("the sheet {sheet} holds the rows of another once more: expected each row once")
        }
        FileProblem::Contradiction { line, rows } => format!(
            "line {line}: the sign says one thing and the word another, {rows} rows: \
             expected them to agree, the sign was taken"
        ),
        _ => String::new(),
    }
}

/// What is worth saying of bank statements that were read.
fn statement_remark(problem: &FileProblem) -> String {
    match problem {
        FileProblem::StatementGap {
            line,
            account,
            closing,
            opening,
        } => format!(
            "line {line}: account {account} opens with {opening} after it closed with {closing}: \
             expected statements that follow one another"
        ),
        FileProblem::SequenceGap {
            line,
            account,
            before,
            after,
        } => format!(
            "line {line}: statement {after} of account {account} comes after {before}: \
             expected none missing between them"
        ),
        FileProblem::NotBooked { line, rows } => format!(
            "line {line}: announced and not booked, {rows} entries: \
             expected booked ones, these were counted as neutral and left out"
        ),
        FileProblem::YearOpen { line, rows } => format!(
            "line {line}: a time without a year, {rows} in all: \
             expected the year in the settings of the file, these rows have no time"
        ),
        FileProblem::NotOrders { line, rows } => format!(
            "line {line}: no order of the channel, {rows} rows: \
             expected orders, these were counted as neutral and left out"
        ),
        FileProblem::RepeatedNumber { line, rows } => format!(
            "line {line}: a transaction number that stands before, {rows} in all: \
             expected each number once"
        ),
        FileProblem::Securities { line, rows } => format!(
            "line {line}: transactions in securities, {rows} in all: \
             expected movements of a bank account, these were not read"
        ),
        FileProblem::ImpossibleDate { line, rows } => format!(
            "line {line}: a value date that does not exist, {rows} in all: \
             expected a day of the calendar, the day of booking was taken"
        ),
        FileProblem::BadBalance { line, name, text } => format!(
            "line {line}: the balance {name} is {text}: \
             expected an amount of its currency, it was left out"
        ),
        _ => String::new(),
    }
}

fn assumed(what: Assumption, value: &str) -> String {
    match what {
        Assumption::DateOrder => format!("dates were read {value}"),
        Assumption::Sign => format!("the direction of amounts was read as {value}"),
        Assumption::Currency => format!("the currency was taken to be {value}"),
        Assumption::Columns => format!("no header that is known, the columns were read as {value}"),
        Assumption::Account => format!("no account is named, it was called {value}"),
        Assumption::Year => format!("the year was taken to be {value}"),
        Assumption::BookingDay => {
            format!("entries without a date were taken to be booked on {value}, with the message")
        }
        Assumption::DecimalMark => format!("the decimal mark was taken to be a {value}"),
    }
}

fn one_of(words: &[String]) -> String {
    match words {
        [] => "a known word".to_owned(),
        [word] => word.clone(),
        [words @ .., last] => format!("{} or {last}", words.join(", ")),
    }
}
