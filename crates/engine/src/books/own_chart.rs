//! A company's own chart of accounts: names, codes for its ledger, and accounts that the
//! built-in chart does not have.
//!
//! A CSV whose columns are those of [`COLUMNS`]. A line without `detail` is about an account,
//! one with it about that detail alone. It is a setting: no line of it is a row of the day,
//! and nothing that is reconciled or booked depends on it but what exports write.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tieout_statement::FileProblem;
use tieout_statement::formats::beside::Records;

use super::chart::{CHART, find};

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 6] = ["code", "detail", "name", "name_zh", "class", "own_code"];

/// Classes of accounts: those of the built-in chart, and equity.
pub const CLASSES: [&str; 6] = [
    "asset",
    "liability",
    "clearing",
    "equity",
    "income",
    "expense",
];

/// One line of a chart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct ChartLine {
    /// The account's code in the day's files and in the report.
    pub code: String,
    /// The detail that the line is about; empty: the whole account.
    pub detail: String,
    /// Its name in English; empty: the built-in one.
    pub name: String,
    /// Its name in Chinese; empty: the built-in one.
    pub name_zh: String,
    /// Its class, one of [`CLASSES`].
    pub class: String,
    /// Its code in the company's ledger; empty: the same code.
    pub own_code: String,
}

/// Reads a chart.
///
/// # Errors
/// [`FileProblem::Invalid`] with the line: a code that is empty or stands twice, a class that
/// is unknown or not the account's, an account that nobody knows without a class, a detail of
/// such an account without a line of its own, and a code of the company's that would put
/// accounts of two classes together.
pub(crate) fn parse(text: &str) -> Result<Vec<ChartLine>, FileProblem> {
    let records = Records::parse(text)?;
    let mut lines: Vec<(u32, ChartLine)> = Vec::new();
    for (line, cells) in records.cells(COLUMNS) {
        let [code, detail, name, name_zh, class, own_code] =
            cells.map(|cell| cell.trim().to_owned());
        lines.push((
            line,
            ChartLine {
                code,
                detail,
                name,
                name_zh,
                class,
                own_code,
            },
        ));
    }
    let wrong = |line: u32, detail: String, expected: &str| FileProblem::Invalid {
        line: Some(line),
        detail,
        expected: expected.to_owned(),
    };
    // What accounts are comes first, so that details may stand in any order.
    let mut classes: BTreeMap<String, String> = CHART
        .iter()
        .map(|account| (account.code.to_owned(), account.class.text().to_owned()))
        .collect();
    let mut seen: BTreeMap<(String, String), u32> = BTreeMap::new();
    for (line, of) in &lines {
        if of.code.is_empty() {
            return Err(wrong(*line, "code: empty".to_owned(), "an account's code"));
        }
        if !of.class.is_empty() && !CLASSES.contains(&of.class.as_str()) {
            let detail = format!("class: {:?}", of.class);
            return Err(wrong(*line, detail, &CLASSES.join(", ")));
        }
        let key = (of.code.clone(), of.detail.clone());
        if let Some(first) = seen.insert(key, *line) {
            let detail = format!("{} {} stands twice", of.code, of.detail);
            let expected = format!("one line, as on line {first}");
            return Err(wrong(*line, detail.replace("  ", " "), &expected));
        }
        if of.detail.is_empty() && find(&of.code).is_none() {
            if of.class.is_empty() {
                let detail = format!("class: empty, and no account {} is built in", of.code);
                return Err(wrong(*line, detail, &CLASSES.join(", ")));
            }
            classes.insert(of.code.clone(), of.class.clone());
        }
    }
    let mut own: BTreeMap<String, (String, u32)> = BTreeMap::new();
    for (line, of) in &mut lines {
        let Some(class) = classes.get(&of.code) else {
            let detail = format!("{} has no line without a detail", of.code);
            return Err(wrong(
                *line,
                detail,
                "a line for the account, with its class",
            ));
        };
        if of.class.is_empty() {
            of.class.clone_from(class);
        } else if of.class != *class {
            let detail = format!("class: {} of {}", of.class, of.code);
            return Err(wrong(*line, detail, class));
        }
        if of.own_code.is_empty() {
            continue;
        }
        let (first, at) = own
            .entry(of.own_code.clone())
            .or_insert((of.class.clone(), *line));
        if *first != of.class {
            let detail = format!("own_code: {} is {first} on line {at}", of.own_code);
            let expected = format!("another code for what is {}", of.class);
            return Err(wrong(*line, detail, &expected));
        }
    }
    let mut chart: Vec<ChartLine> = lines.into_iter().map(|(_, line)| line).collect();
    chart.sort_unstable();
    Ok(chart)
}

/// The built-in chart as such a file, to be edited.
#[must_use]
pub fn template() -> String {
    let mut text = COLUMNS.join(",");
    text.push('\n');
    for account in CHART {
        let names = [account.english, account.chinese].map(quoted);
        text.push_str(&format!(
            "{},,{},{},{},\n",
            account.code,
            names[0],
            names[1],
            account.class.text()
        ));
    }
    text
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// The line about an account, or about one detail of it.
#[must_use]
pub fn line_of<'a>(chart: &'a [ChartLine], code: &str, detail: &str) -> Option<&'a ChartLine> {
    let by = |line: &ChartLine| (line.code.as_str(), line.detail.as_str()).cmp(&(code, detail));
    let at = chart.binary_search_by(by).ok()?;
    Some(&chart[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (Option<u32>, String) {
        match parse(text) {
            Err(FileProblem::Invalid { line, detail, .. }) => (line, detail),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_template_is_read_and_changes_nothing() {
        let chart = parse(&template()).expect("our own file");
        assert_eq!(chart.len(), CHART.len());
        for account in CHART {
            let line = line_of(&chart, account.code, "").expect("every account is there");
            assert_eq!(
                (
                    line.name.as_str(),
                    line.name_zh.as_str(),
                    line.class.as_str()
                ),
                (account.english, account.chinese, account.class.text())
            );
        }
    }

    #[test]
    fn accounts_are_renamed_added_and_mapped_by_account_and_by_detail() {
        let text = "code,detail,name,name_zh,class,own_code\n\
                    1002,RES-01,Reserve at ICBC,,,100201\n\
                    1002,,,,,1002\n\
                    2999,,Sundry creditors,其他应付款,liability,2241.09\n";
        let chart = parse(text).expect("a good chart");
        let reserve = line_of(&chart, "1002", "RES-01").expect("a line");
        assert_eq!(
            (reserve.class.as_str(), reserve.own_code.as_str()),
            ("asset", "100201")
        );
        assert_eq!(
            line_of(&chart, "2999", "").expect("a line").class,
            "liability"
        );
        assert_eq!(line_of(&chart, "1002", "RES-02"), None);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let head = "code,detail,name,name_zh,class,own_code\n";
        for (lines, line, said) in [
            (",,x,,,\n", 2, "code: empty"),
            ("1002,,,,assets,\n", 2, "class: \"assets\""),
            ("1002,,,,liability,\n", 2, "class: liability of 1002"),
            ("1002,,,,,1\n1002,,,,,2\n", 3, "1002 stands twice"),
            (
                "7001,,x,,,\n",
                2,
                "class: empty, and no account 7001 is built in",
            ),
            ("7001,a,x,,asset,\n", 2, "7001 has no line without a detail"),
            (
                "1002,,,,,1\n2011,,,,,1\n",
                3,
                "own_code: 1 is asset on line 2",
            ),
        ] {
            let (at, detail) = refused(&format!("{head}{lines}"));
            assert_eq!((at, detail.trim()), (Some(line), said), "{lines}");
        }
    }
}
