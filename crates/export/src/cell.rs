//! Cells that a spreadsheet shows and never runs.

use std::borrow::Cow;

/// A text as it stands in a cell of a text file: one that begins like a formula (`=`, `+`,
/// `-`, `@`, tab, CR) and is no number gets an apostrophe before it.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(text);
    if formula {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A [`safe`] text as a cell of a CSV file (RFC 4180), quoted where it must be.
#[must_use]
pub fn csv_cell(text: &str) -> String {
    let shown = safe(text);
    if shown.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", shown.replace('"', "\"\""))
    } else {
        shown.into_owned()
    }
}

/// Whether a text is a number and nothing else: a sign, ASCII digits, a point between digits.
fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn a_spreadsheet_never_runs_a_cell() {
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        assert_eq!(csv_cell("-3.00"), "-3.00");
        assert_eq!(csv_cell("-3.00|x"), "'-3.00|x");
        assert_eq!(csv_cell("@a,\"b\""), "\"'@a,\"\"b\"\"\"");
        assert_eq!(csv_cell("\t=1"), "'\t=1");
        assert_eq!(csv_cell("\r=1"), "\"'\r=1\"");
        assert_eq!(csv_cell("plain"), "plain");
    }
}
