//! Exceptions by outcome and age, decided apart from how they are shown.

use tieout_engine::outcome::Outcome;
use tieout_engine::worklist::{AgeingLine, Query};
use tieout_statement::Currency;

use super::card::Meaning;
use crate::amounts::permille_of_largest;
use crate::locales::domain::beside;
use crate::locales::numbers::{amount, count};
use crate::locales::{Locale, Words};
use crate::route::Route;
use crate::ui::icon::Icon;
use crate::worklist::outcome_icon;

/// One cell of counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bucket {
    /// How many; nothing where none.
    pub count: Option<String>,
    /// Where they are listed.
    pub href: String,
}

/// A line of the table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its picture.
    pub icon: Icon,
    /// What it means.
    pub meaning: Meaning,
    /// Its word.
    pub word: &'static str,
    /// The word in Chinese where the screen is English.
    pub beside: &'static str,
    /// Length of its bar, thousandths of the longest of its currency.
    pub bar: u64,
    /// At risk, with the code where there are several currencies.
    pub at_risk: String,
    /// Where all its rows are listed.
    pub href: String,
    /// By age.
    pub buckets: [Bucket; 5],
}

/// Decides the lines, largest first, timing differences last.
#[must_use]
pub fn lines(ageing: &[AgeingLine], locale: Locale) -> Vec<Line> {
    let alone = one_currency(ageing).is_some();
    let bars = permille_of_largest(
        ageing
            .iter()
            .map(|line| (line.currency, line.at_risk.as_str())),
    );
    let mut order: Vec<usize> = (0..ageing.len()).collect();
    order.sort_by_key(|&at| {
        let line = &ageing[at];
        let timing = line.outcome == Outcome::TimingDifference;
        (
            timing,
            line.currency,
            std::cmp::Reverse(bars[at]),
            line.outcome,
        )
    });
    order
        .into_iter()
        .map(|at| line(&ageing[at], bars[at], alone, locale))
        .collect()
}

/// The currency that all lines share.
#[must_use]
pub fn one_currency(ageing: &[AgeingLine]) -> Option<Currency> {
    let first = ageing.first()?.currency;
    ageing
        .iter()
        .all(|line| line.currency == first)
        .then_some(first)
}

fn line(ageing: &AgeingLine, bar: u64, alone: bool, locale: Locale) -> Line {
    let query = Query {
        outcomes: vec![ageing.outcome],
        currencies: if alone {
            Vec::new()
        } else {
            vec![ageing.currency]
        },
        ..Query::default()
    };
    let money = amount(&ageing.at_risk);
    let buckets = [0_u8, 1, 2, 3, 4].map(|age| {
        let n = ageing.buckets[usize::from(age)];
        let aged = Query {
            ages: vec![age],
            ..query.clone()
        };
        Bucket {
            count: (n > 0).then(|| count(n)),
            href: Route::list(aged).href(),
        }
    });
    Line {
        icon: outcome_icon(ageing.outcome),
        meaning: Meaning::of(ageing.outcome),
        word: ageing.outcome.word(locale),
        beside: beside(ageing.outcome, locale),
        bar,
        at_risk: if alone {
            money
        } else {
            format!("{}\u{a0}{money}", ageing.currency)
        },
        href: Route::list(query).href(),
        buckets,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ageing(outcome: Outcome, at_risk: &str, buckets: [u64; 5]) -> AgeingLine {
        AgeingLine {
            outcome,
            currency: Currency::CNY,
            at_risk: at_risk.to_owned(),
            buckets,
        }
    }

    #[test]
    fn the_largest_stands_first_and_timing_differences_last() {
        let given = [
            ageing(Outcome::TimingDifference, "1235.00", [10, 0, 0, 0, 0]),
            ageing(Outcome::LostOrder, "195.00", [2, 1, 0, 0, 0]),
            ageing(Outcome::DroppedOrder, "390.00", [5, 0, 0, 0, 0]),
        ];
        let lines = lines(&given, Locale::En);
        let words: Vec<_> = lines.iter().map(|line| (line.word, line.bar)).collect();
        assert_eq!(
            words,
            [
                ("Dropped order", 315),
                ("Lost order", 157),
                ("Timing difference", 1000)
            ]
        );
        assert_eq!(lines[1].buckets[1].count.as_deref(), Some("1"));
        assert_eq!(lines[1].buckets[2].count, None);
        assert_eq!(
            lines[1].buckets[1].href,
            "#worklist?outcome=lost_order&age=1"
        );
    }
}
