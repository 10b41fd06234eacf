//! The balance: customers' money on one side, banks and the bridge on the other, the bridge
//! as a waterfall between them. Decided apart from how it is shown.
//!
//! Lengths of columns are CSS pixels, lengths of the waterfall thousandths of its track;
//! both begin at zero.

use tieout_engine::books::screens::AccountTotal;
use tieout_engine::report::{BalanceReport, IdentityReport};
use tieout_statement::Currency;

use crate::amounts::minor;

/// The height of both columns.
pub const HEIGHT: i64 = 270;
/// The height that a label needs.
const LABEL: i64 = 34;
/// More parts than this are summed.
const PARTS: usize = 6;

/// What a part of a column is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PartOf {
    /// An account, or one of its details: its shade, from 0.
    Money(u8),
    /// The bridge.
    Bridge,
}

/// A part of a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// What it is.
    pub of: PartOf,
    /// Account or bank account; empty: several.
    pub name: String,
    /// Major units.
    pub amount: String,
    /// Upper edge and height.
    pub bar: (i64, i64),
    /// The middle of its label.
    pub label: i64,
}

/// One step of the waterfall.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The account.
    pub account: String,
    /// Major units, signed.
    pub amount: String,
    /// Where its bar begins and how long it is.
    pub bar: (i64, i64),
    /// Where the next one begins.
    pub end: i64,
}

/// The drawing of one currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Balance {
    /// The currency.
    pub currency: Currency,
    /// What customers are owed.
    pub customers: String,
    /// Deposits at banks.
    pub banks: String,
    /// Σ of the bridge.
    pub bridge: String,
    /// Customers less banks.
    pub simple: String,
    /// What nothing explains.
    pub difference: String,
    /// Whether that is nothing.
    pub holds: bool,
    /// Customers' accounts, from the top.
    pub left: Vec<Part>,
    /// Banks and bridge, from the top.
    pub right: Vec<Part>,
    /// What is added first, then what is taken off.
    pub steps: Vec<Step>,
    /// The bars of the simple difference and of the bridge's sum.
    pub sums: [(i64, i64); 2],
}

fn closing(balance: &BalanceReport, after: bool) -> &str {
    if after {
        &balance.closing_after_treatment
    } else {
        &balance.closing
    }
}

/// Decides the drawing of a line of the customer funds identity.
#[must_use]
pub fn balance(
    line: &IdentityReport,
    accounts: &[AccountTotal],
    banks: &[BalanceReport],
    after: bool,
) -> Option<Balance> {
    let currency = line.currency;
    let value = |text: &str| minor(text, currency);
    let (left, right, difference) = (
        value(&line.left)?,
        value(&line.right)?,
        value(&line.difference)?,
    );
    let bridge = left - right - difference;
    let customers = accounts
        .iter()
        .map(|total| &total.balance)
        .filter(|b| b.currency == currency && tieout_engine::books::chart::is_customers(&b.account))
        .filter_map(|b| Some((b.account.clone(), -value(closing(b, after))?)));
    let deposits = banks
        .iter()
        .filter(|b| b.currency == currency)
        .filter_map(|b| Some((b.detail.clone(), value(closing(b, after))?)));
    let text = |minor| tieout_statement::money::major(minor, currency);
    // The bridge stands on the lighter side, so that both are as high.
    let [on_left, on_right] = [(-bridge).max(0), bridge.max(0)];
    Some(Balance {
        currency,
        customers: line.left.clone(),
        banks: line.right.clone(),
        bridge: text(bridge),
        simple: text(left - right),
        difference: line.difference.clone(),
        holds: line.holds,
        left: column(customers.collect(), on_left, currency),
        right: column(deposits.collect(), on_right, currency),
        steps: steps(line)?,
        sums: {
            let scale = Scale::of(line)?;
            [scale.bar(0, left - right), scale.bar(0, bridge)]
        },
    })
}

/// The parts of a column from the top: the bridge, then the smallest first.
fn column(mut money: Vec<(String, i128)>, bridge: i128, currency: Currency) -> Vec<Part> {
    money.retain(|(_, amount)| *amount != 0);
    money.sort_by_key(|(_, amount)| *amount);
    if money.len() > PARTS {
        let rest: i128 = money
            .drain(..money.len() - PARTS + 1)
            .map(|(_, amount)| amount)
            .sum();
        money.insert(0, (String::new(), rest));
    }
    let shades = money.len();
    let parts = money.into_iter().enumerate().map(|(at, (name, amount))| {
        let shade = u8::try_from(shades - 1 - at).unwrap_or(u8::MAX);
        (PartOf::Money(shade), name, amount)
    });
    let bridge = (bridge > 0).then(|| (PartOf::Bridge, String::new(), bridge));
    let all: Vec<_> = bridge.into_iter().chain(parts).collect();
    let whole: i128 = all.iter().map(|(_, _, amount)| (*amount).max(0)).sum();
    let mut top = 0_i128;
    let mut parts = Vec::new();
    for (of, name, amount) in all {
        let upper = at_height(top, whole);
        top += amount.max(0);
        let height = at_height(top, whole) - upper;
        parts.push(Part {
            of,
            name,
            amount: tieout_statement::money::major(amount, currency),
            bar: (upper, height),
            label: upper + height / 2,
        });
    }
    place_labels(&mut parts);
    parts
}

fn at_height(part: i128, whole: i128) -> i64 {
    if whole == 0 {
        return 0;
    }
    i64::try_from(part * i128::from(HEIGHT) / whole).unwrap_or(HEIGHT)
}

/// Moves labels apart, and none below the column.
fn place_labels(parts: &mut [Part]) {
    let mut free = LABEL / 2;
    for part in parts.iter_mut() {
        part.label = part.label.max(free);
        free = part.label + LABEL;
    }
    let mut free = HEIGHT - LABEL / 2;
    for part in parts.iter_mut().rev() {
        part.label = part.label.min(free);
        free = part.label - LABEL;
    }
}

/// What the waterfall's track stands for.
struct Scale {
    least: i128,
    range: i128,
}

impl Scale {
    fn of(line: &IdentityReport) -> Option<Self> {
        let mut at = 0_i128;
        let (mut least, mut most) = (0_i128, 0_i128);
        for (_, amount) in ordered(line)? {
            at += amount;
            least = least.min(at);
            most = most.max(at);
        }
        let value = |text: &str| minor(text, line.currency);
        let simple = value(&line.left)? - value(&line.right)?;
        (least, most) = (least.min(simple), most.max(simple));
        Some(Self {
            least,
            range: (most - least).max(1),
        })
    }

    fn at(&self, amount: i128) -> i64 {
        i64::try_from((amount - self.least) * 1000 / self.range).unwrap_or(1000)
    }

    fn bar(&self, from: i128, until: i128) -> (i64, i64) {
        let (a, b) = (self.at(from.min(until)), self.at(from.max(until)));
        (a, b - a)
    }
}

/// Terms of the bridge: what is added, the largest first, then what is taken off.
fn ordered(line: &IdentityReport) -> Option<Vec<(&str, i128)>> {
    let mut terms = Vec::new();
    for part in &line.bridge {
        terms.push((part.term.as_str(), minor(&part.amount, line.currency)?));
    }
    terms.sort_by_key(|&(_, amount)| (amount < 0, -amount.abs()));
    Some(terms)
}

fn steps(line: &IdentityReport) -> Option<Vec<Step>> {
    let scale = Scale::of(line)?;
    let mut at = 0_i128;
    let steps = ordered(line)?.into_iter().map(|(account, amount)| {
        let from = at;
        at += amount;
        Step {
            account: account.to_owned(),
            amount: tieout_statement::money::major(amount, line.currency),
            bar: scale.bar(from, at),
            end: scale.at(at),
        }
    });
    Some(steps.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_engine::report::BridgeReport;

    fn line(left: &str, right: &str, bridge: &[(&str, &str)]) -> IdentityReport {
        let term = |&(term, amount): &(&str, &str)| BridgeReport {
            term: term.to_owned(),
            amount: amount.to_owned(),
        };
        IdentityReport {
            identity: "customer_funds".to_owned(),
            account: None,
            detail: None,
            currency: Currency::CNY,
            stage: "before".to_owned(),
            left: left.to_owned(),
            right: right.to_owned(),
            bridge: bridge.iter().map(term).collect(),
            difference: "0.00".to_owned(),
            holds: true,
        }
    }

    fn bank(detail: &str, closing: &str) -> BalanceReport {
        BalanceReport {
            account: "1002".to_owned(),
            detail: detail.to_owned(),
            currency: Currency::CNY,
            opening: "0.00".to_owned(),
            debits: "0.00".to_owned(),
            credits: "0.00".to_owned(),
            closing: closing.to_owned(),
            proposed_debits: "0.00".to_owned(),
            proposed_credits: "0.00".to_owned(),
            closing_after_treatment: closing.to_owned(),
        }
    }

    #[test]
    fn the_waterfall_ends_where_the_simple_difference_does() {
        let line = line(
            "100.00",
            "70.00",
            &[("6021", "-10.00"), ("3001", "30.00"), ("1012", "10.00")],
        );
        let drawn = balance(&line, &[], &[bank("A", "70.00")], false).expect("amounts");
        let told: Vec<_> = drawn
            .steps
            .iter()
            .map(|step| (step.account.as_str(), step.bar))
            .collect();
        // 40.00 is the most that the track shows.
        assert_eq!(
            told,
            [
                ("3001", (0, 750)),
                ("1012", (750, 250)),
                ("6021", (750, 250))
            ]
        );
        assert_eq!(drawn.steps[2].end, 750);
        assert_eq!(drawn.sums, [(0, 750), (0, 750)]);
    }

    #[test]
    fn the_bridge_stands_on_the_lighter_side() {
        let drawn = balance(
            &line("50.00", "70.00", &[("3001", "-20.00")]),
            &[],
            &[],
            false,
        );
        let drawn = drawn.expect("amounts");
        assert_eq!(drawn.left[0].of, PartOf::Bridge);
        assert!(drawn.right.is_empty());
        assert_eq!(drawn.sums, [(0, 1000), (0, 1000)], "from zero to the left");
    }

    #[test]
    fn labels_stand_apart_and_within_the_column() {
        let banks: Vec<_> = (1..=9)
            .map(|n| bank(&format!("B{n}"), if n == 9 { "100000.00" } else { "1.00" }))
            .collect();
        let line = line("100008.00", "100008.00", &[]);
        let drawn = balance(&line, &[], &banks, false).expect("amounts");
        assert_eq!(drawn.right.len(), PARTS, "the smallest are summed");
        assert_eq!(drawn.right[0].amount, "4.00");
        let labels: Vec<i64> = drawn.right.iter().map(|part| part.label).collect();
        assert!(labels.windows(2).all(|pair| pair[1] - pair[0] >= LABEL));
        assert!(
            labels
                .iter()
                .all(|&label| (17..=HEIGHT - 17).contains(&label))
        );
        let heights: i64 = drawn.right.iter().map(|part| part.bar.1).sum();
        assert_eq!(heights, HEIGHT);
    }
}
