//! The control totals: what came in against what has its place, decided apart from how it
//! is shown.

use tieout_engine::outcome::{Outcome, SideOf};
use tieout_engine::report::ReconciliationReport;
use tieout_engine::worklist::Summary;
use tieout_statement::Currency;

use crate::amounts::sums;
use crate::locales::domain::{reconciliation_short, sides};
use crate::locales::numbers::{amount, count};
use crate::locales::{Locale, OverviewKey, Words};

/// A link of the chain from files to outcomes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The figure.
    pub figure: String,
    /// Of what.
    pub label: &'static str,
    /// A word more.
    pub sub: String,
    /// Whether the chain holds here.
    pub holds: bool,
}

/// One side and currency of a reconciliation: its total and the sum of its outcomes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The reconciliation.
    pub name: &'static str,
    /// The side.
    pub side: &'static str,
    /// The currency.
    pub currency: String,
    /// Rows of the side.
    pub rows: String,
    /// Their amount.
    pub amount: String,
    /// Rows of its outcomes.
    pub outcome_rows: String,
    /// Their amount.
    pub outcome_amount: String,
    /// Whether both agree.
    pub equal: bool,
}

/// Decides the chain.
#[must_use]
pub fn chain(day: &Summary, locale: Locale) -> [Link; 4] {
    let control = &day.control;
    let refused: u64 = day
        .files
        .iter()
        .map(|file| file.rows_rejected.len() as u64)
        .sum();
    let read = control.files_in.saturating_sub(control.files_refused);
    let files_refused = match locale {
        Locale::En => format!("{} refused", count(control.files_refused)),
        Locale::Zh => format!("{} 个拒收", count(control.files_refused)),
    };
    let closes = control.rows_in == control.rows_accounted;
    let word = |key: OverviewKey| key.word(locale);
    [
        Link {
            figure: count(read),
            label: word(OverviewKey::FilesRead),
            sub: files_refused,
            holds: control.files_refused == 0,
        },
        Link {
            figure: count(control.rows_in),
            label: word(OverviewKey::RowsIn),
            sub: String::new(),
            holds: true,
        },
        Link {
            figure: count(refused),
            label: word(OverviewKey::RowsRefused),
            sub: word(OverviewKey::EachSaysWhy).to_owned(),
            holds: refused == 0,
        },
        Link {
            figure: count(control.rows_accounted),
            label: word(OverviewKey::RowsAccounted),
            sub: if closes {
                word(OverviewKey::EveryRow).to_owned()
            } else {
                let lost = control.rows_in.abs_diff(control.rows_accounted);
                format!("{} {}", count(lost), word(OverviewKey::RowsMissing))
            },
            holds: closes,
        },
    ]
}

/// Decides the lines: Σ outcomes = total, for each reconciliation, currency and side.
#[must_use]
pub fn lines(day: &Summary, locale: Locale) -> Vec<Line> {
    let run = day.cards.iter().filter(|card| card.report.run);
    run.flat_map(|card| {
        let totals = card.report.totals.iter();
        totals.map(|total| {
            let (rows, sum) = of_outcomes(&card.report, total.side, total.currency);
            let labels = sides(card.report.name, locale);
            Line {
                name: reconciliation_short(card.report.name, locale),
                side: match total.side {
                    SideOf::Left => labels[0],
                    SideOf::Right => labels[1],
                },
                currency: total.currency.code().to_owned(),
                rows: count(total.rows),
                amount: amount(&total.amount),
                outcome_rows: count(rows),
                outcome_amount: amount(&sum),
                equal: rows == total.rows && sum == total.amount,
            }
        })
    })
    .collect()
}

/// Rows and amount of the outcomes of a side, those not run left out: they had no total.
fn of_outcomes(report: &ReconciliationReport, side: SideOf, currency: Currency) -> (u64, String) {
    let outcomes = report
        .outcomes
        .iter()
        .filter(|outcome| outcome.currency == currency && outcome.outcome != Outcome::NotRun);
    let parts: Vec<(u64, &str)> = outcomes
        .map(|outcome| match side {
            SideOf::Left => (outcome.left_rows, outcome.left_amount.as_str()),
            SideOf::Right => (outcome.right_rows, outcome.right_amount.as_str()),
        })
        .collect();
    let rows = parts.iter().map(|(rows, _)| rows).sum();
    let sum = sums(parts.iter().map(|(_, amount)| (currency, *amount)));
    let sum = sum.and_then(|sums| sums.into_iter().next());
    (rows, sum.map_or_else(String::new, |view| view.amount))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overview::card::tests::card_of;
    use tieout_engine::outcome::ReconciliationName;

    #[test]
    fn a_side_whose_outcomes_do_not_add_up_is_not_equal() {
        let mut card = card_of(
            ReconciliationName::Channel,
            &[(Outcome::Matched, 3, 3), (Outcome::LostOrder, 2, 0)],
        );
        let equal = |card: &_| {
            let (rows, sum) = of_outcomes(card, SideOf::Left, Currency::CNY);
            (rows, sum)
        };
        assert_eq!(equal(&card.report), (5, "5.00".to_owned()));
        card.report.outcomes.pop();
        assert_eq!(equal(&card.report), (3, "3.00".to_owned()));
    }
}
