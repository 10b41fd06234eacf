//! A line of the list, decided apart from how it is shown.

use std::sync::Arc;

use tieout_engine::decisions::Standing;
use tieout_engine::outcome::Outcome;
use tieout_engine::worklist::{GroupBy, Item, Listing, Section};

use super::decide::{standing, standing_id};
use super::outcome_icon;
use crate::locales::domain::{beside, bucket, bucket_of, reconciliation_short};
use crate::locales::numbers::{amount, amounts, count, delta};
use crate::locales::{DecideKey, ListKey, Locale, Words};
use crate::overview::Meaning;
use crate::ui::icon::Icon;

/// The heading of a section.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// Its picture, of an outcome.
    pub icon: Option<Icon>,
    /// Its class.
    pub class: &'static str,
    /// Its word.
    pub word: String,
    /// Its word in Chinese where the screen is English.
    pub beside: &'static str,
    /// Items below.
    pub count: String,
    /// Σ at risk of them.
    pub at_risk: String,
    /// A word for the sum; nothing where nothing is at risk.
    pub at_risk_word: &'static str,
}

/// An item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Names it.
    pub handle: u64,
    /// Its own number.
    pub key: String,
    /// The outcome's picture.
    pub icon: Icon,
    /// The outcome's class.
    pub class: &'static str,
    /// Where.
    pub reconciliation: &'static str,
    /// The channel.
    pub channel: String,
    /// Ours.
    pub ours: String,
    /// Theirs.
    pub theirs: String,
    /// Right less left.
    pub delta: String,
    /// The treatment.
    pub proposed: String,
    /// Where it stands: `data-standing`.
    pub standing: &'static str,
    /// Days.
    pub age: String,
    /// On a phone: channel and treatment.
    pub sub: String,
    /// On a phone: age in words.
    pub age_word: &'static str,
    /// For readers: the outcome.
    pub outcome: &'static str,
}

/// Decides a heading.
#[must_use]
pub fn heading(
    listing: &Arc<Listing>,
    at: usize,
    group: GroupBy,
    locale: Locale,
) -> Option<Heading> {
    let section = listing.sections.get(at)?;
    let outcome = (group == GroupBy::Outcome)
        .then(|| crate::route::by_id::<Outcome>(&section.key))
        .flatten();
    let risk = section
        .at_risk
        .iter()
        .any(|view| !crate::locales::numbers::is_zero(&view.amount));
    Some(Heading {
        icon: outcome.map(outcome_icon),
        class: outcome.map_or("badge", |outcome| Meaning::of(outcome).word_class()),
        word: outcome.map_or_else(
            || heading_word(section, group, locale),
            |outcome| outcome.word(locale).to_owned(),
        ),
        beside: outcome.map_or("", |outcome| beside(outcome, locale)),
        count: count(section.count),
        at_risk: if risk {
            amounts(&section.at_risk)
        } else {
            String::new()
        },
        at_risk_word: if risk && outcome != Some(Outcome::TimingDifference) {
            ListKey::AtRiskWord.word(locale)
        } else {
            ""
        },
    })
}

fn heading_word(section: &Section, group: GroupBy, locale: Locale) -> String {
    match group {
        GroupBy::Channel if section.key.is_empty() => ListKey::NoChannel.word(locale).to_owned(),
        GroupBy::Age => section.key.parse().map_or_else(
            |_| section.key.clone(),
            |age| bucket(age, locale).to_owned(),
        ),
        _ => section.key.clone(),
    }
}

/// Decides an item's line. `alone`: every amount of the day is of one currency.
#[must_use]
pub fn line(item: &Item, alone: bool, locale: Locale) -> Line {
    let side = |text: &Option<String>| text.as_deref().map_or_else(|| "–".to_owned(), amount);
    let code = |text: String| {
        if alone {
            text
        } else {
            format!("{}\u{a0}{text}", item.currency)
        }
    };
    let proposed = item
        .treatment
        .map_or("", |treatment| treatment.word(locale));
    let stands = standing(item.decision.as_ref());
    let proposed = match (
        stands,
        item.decision.as_ref().and_then(|view| view.treatment),
    ) {
        (Standing::Open, _) | (_, None) if stands != Standing::Deferred => proposed.to_owned(),
        (Standing::Deferred, _) | (_, None) => DecideKey::Deferred.word(locale).to_owned(),
        (Standing::NeedsSecond, Some(chosen)) => format!("2? {}", chosen.word(locale)),
        (_, Some(chosen)) => format!("✓ {}", chosen.word(locale)),
    };
    let sub = [item.channel.as_str(), proposed.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    Line {
        handle: item.handle,
        key: item.key.clone(),
        icon: outcome_icon(item.outcome),
        class: Meaning::of(item.outcome).word_class(),
        reconciliation: reconciliation_short(item.reconciliation, locale),
        channel: item.channel.clone(),
        ours: side(&item.left_amount),
        theirs: side(&item.right_amount),
        delta: code(delta(&item.delta)),
        proposed,
        standing: standing_id(stands),
        age: item.age_days.to_string(),
        sub,
        age_word: bucket(bucket_of(item.age_days), locale),
        outcome: item.outcome.word(locale),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_engine::outcome::{ReconciliationName, Treatment};
    use tieout_statement::Currency;

    fn item() -> Item {
        Item {
            handle: 3,
            id: "x-1".to_owned(),
            key: "C0302-DROPPED-01".to_owned(),
            reconciliation: ReconciliationName::Channel,
            outcome: Outcome::DroppedOrder,
            cardinality: None,
            channel: "wechat".to_owned(),
            currency: Currency::CNY,
            left_amount: None,
            right_amount: Some("1070.00".to_owned()),
            delta: "1070.00".to_owned(),
            treatment: Some(Treatment::Supplement),
            age_days: 0,
            decision: None,
        }
    }

    #[test]
    fn a_side_without_rows_is_a_dash_and_the_delta_has_its_sign() {
        let line = line(&item(), true, Locale::En);
        assert_eq!(
            (line.ours.as_str(), line.theirs.as_str()),
            ("–", "1,070.00")
        );
        assert_eq!(line.delta, "+1,070.00");
        assert_eq!(line.sub, "wechat · Supplement");
        assert_eq!(line.age_word, "today");
    }

    #[test]
    fn among_several_currencies_the_delta_carries_its_own() {
        assert_eq!(line(&item(), false, Locale::Zh).delta, "CNY\u{a0}+1,070.00");
    }

    #[test]
    fn headings_are_words_of_what_they_group_by() {
        let listing = |key: &str| {
            Arc::new(Listing {
                total: 1,
                sections: vec![Section {
                    key: key.to_owned(),
                    count: 5,
                    at_risk: Vec::new(),
                }],
                channels: Vec::new(),
            })
        };
        let word = |key, group| heading(&listing(key), 0, group, Locale::En).map(|h| h.word);
        assert_eq!(
            word("dropped_order", GroupBy::Outcome).as_deref(),
            Some("Dropped order")
        );
        assert_eq!(word("", GroupBy::Channel).as_deref(), Some("no channel"));
        assert_eq!(word("2", GroupBy::Age).as_deref(), Some("2–3 days"));
    }
}
