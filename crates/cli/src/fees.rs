//! Channel fees against the schedule as text for people.

use std::fmt::Write;

use tieout_engine::fees::{FeeCheck, FeeDifference, FeeTotal};
use tieout_statement::original::visible;

use crate::columns::Align::{Left, Right};
use crate::columns::columns;

/// Differences shown; `fees.csv` and `--json` have them all.
const SHOWN: usize = 200;

fn put(text: &mut String, line: &str) {
    writeln!(text, "{}", visible(line)).expect("a string takes everything");
}

/// The check of a day: rule by rule, then what differs.
#[must_use]
pub fn fees(of: &FeeCheck, date: &str) -> String {
    let mut text = format!("Channel fees {date}\n\n");
    let heads = [
        "channel", "kind", "currency", "rule", "basis", "rows", "charged", "expected", "delta",
        "differ",
    ];
    let mut lines = vec![heads.map(str::to_owned).to_vec()];
    lines.extend(of.totals.iter().map(total_line));
    let aligns = [
        Left, Left, Left, Left, Left, Right, Right, Right, Right, Right,
    ];
    text.push_str(&columns(2, &aligns, &lines));
    if of.totals.is_empty() {
        text.push_str("  no success in any channel statement\n");
    }
    let unstated: u64 = of.totals.iter().map(|total| total.unstated).sum();
    if unstated > 0 {
        put(
            &mut text,
            &format!("\n{unstated} rows have no fee in their statement: not compared"),
        );
    }
    if !of.differences.is_empty() {
        put(&mut text, "\nCharged other than the schedule says");
        for one in of.differences.iter().take(SHOWN) {
            put(&mut text, &difference_line(one));
        }
        let more = of.differences.len().saturating_sub(SHOWN);
        if more > 0 {
            put(
                &mut text,
                &format!("  and {more} more: fees.csv has them all"),
            );
        }
    }
    text
}

fn total_line(of: &FeeTotal) -> Vec<String> {
    let rule = if of.line > 0 {
        format!("{}:{}", of.file, of.line)
    } else {
        "no rule".to_owned()
    };
    vec![
        of.channel.clone(),
        of.kind.clone(),
        of.currency.code().to_owned(),
        visible(&rule),
        of.basis.clone(),
        of.rows.to_string(),
        of.charged.clone(),
        of.expected.clone(),
        of.delta.clone(),
        of.differences.to_string(),
    ]
}

fn difference_line(of: &FeeDifference) -> String {
    let what = match (&of.exception, &of.entry) {
        (Some(exception), _) => format!("claimed already by fee_mismatch {exception}"),
        (None, Some(entry)) => format!("claim {entry}"),
        (None, None) => "no claim".to_owned(),
    };
    format!(
        "  {}:{}: {} {} {}: charged {}, {}:{} gives {}, delta {} {}: {what}",
        of.file,
        of.line,
        of.channel,
        of.kind,
        of.key,
        of.charged,
        of.rule_file,
        of.rule_line,
        of.expected,
        of.delta,
        of.currency
    )
}
