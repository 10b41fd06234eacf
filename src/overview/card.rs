//! A reconciliation's card, decided apart from how it is shown.

use tieout_engine::outcome::{Outcome, ReconciliationName, SideOf};
use tieout_engine::report::OutcomeTotal;
use tieout_engine::worklist::{AmountView, CardView, Query};
use tieout_statement::{Currency, Role};

use super::level::Level;
use crate::amounts::{sums, tilt};
use crate::locales::domain::{OUTCOMES, beside, question, sides};
use crate::locales::numbers::{amount, amounts, count, exceptions, timing_differences};
use crate::locales::{Locale, OverviewKey, Words};
use crate::route::{Route, id_of};
use crate::ui::icon::Icon;
use crate::worklist::outcome_icon;

/// What an outcome means for the day: the colour and shape of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// Matched.
    Tied,
    /// Set aside on purpose.
    Aside,
    /// A timing difference.
    Timing,
    /// Any other exception.
    Exception,
}

impl Meaning {
    /// Of an outcome.
    #[must_use]
    pub const fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Matched => Self::Tied,
            Outcome::TimingDifference => Self::Timing,
            o if o.is_exception() => Self::Exception,
            _ => Self::Aside,
        }
    }

    /// The class that colours words of it.
    #[must_use]
    pub const fn word_class(self) -> &'static str {
        match self {
            Self::Tied => "badge is-tied",
            Self::Aside => "badge is-aside",
            Self::Timing => "badge is-timing",
            Self::Exception => "badge is-except",
        }
    }

    /// The class that fills bars of it.
    #[must_use]
    pub const fn bar_class(self) -> &'static str {
        match self {
            Self::Tied => "m-tied",
            Self::Aside => "m-aside",
            Self::Timing => "m-timing",
            Self::Exception => "m-except",
        }
    }
}

/// One side's totals.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SideLine {
    /// What stands there.
    pub label: &'static str,
    /// Its rows.
    pub rows: String,
    /// Its amounts, with codes where there are several currencies.
    pub amounts: Vec<String>,
}

/// A part of the share bar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share {
    /// What it means.
    pub meaning: Meaning,
    /// Rows of both sides.
    pub rows: u64,
    /// Its words.
    pub label: &'static str,
    /// Its count.
    pub count: String,
}

/// One outcome's line, with the values of its hook.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutcomeLine {
    /// The hook's name.
    pub hook: String,
    /// What it means.
    pub meaning: Meaning,
    /// Its picture.
    pub icon: Icon,
    /// Its word.
    pub word: &'static str,
    /// The word in Chinese where the screen is English.
    pub beside: &'static str,
    /// Groups over currencies and cardinalities.
    pub groups: u64,
    /// The same as shown.
    pub count: String,
    /// Left rows' amounts, or the right rows' where there are none, ungrouped digits.
    pub amount: String,
    /// Where its rows are listed.
    pub href: String,
}

/// A card that was run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ran {
    /// Balanced, or how many exceptions and how much.
    pub badge: (Meaning, String),
    /// `CNY` where every amount is of one currency.
    pub currency: String,
    /// Ours and theirs.
    pub sides: Vec<SideLine>,
    /// Parts of the share bar that are not empty.
    pub shares: Vec<Share>,
    /// Outcomes, exceptions first.
    pub outcomes: Vec<OutcomeLine>,
    /// Rows by hour.
    pub hours: [u64; 24],
    /// `peak 11 h · 14`.
    pub peak: String,
}

/// What a card shows below its head.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    /// It was run.
    Ran(Box<Ran>),
    /// It was not: the words that say what is missing.
    Missing(String),
}

/// A card.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    /// The hook's name.
    pub hook: String,
    /// Its name.
    pub title: &'static str,
    /// The name in Chinese where the screen is English.
    pub beside: &'static str,
    /// What it asks.
    pub question: &'static str,
    /// How its level stands.
    pub level: Level,
    /// All its groups.
    pub href: String,
    /// The rest.
    pub body: Body,
}

/// Decides a card.
#[must_use]
pub fn card(view: &CardView, locale: Locale) -> Card {
    let name = view.report.name;
    let body = if view.report.run {
        Body::Ran(Box::new(ran(view, locale)))
    } else {
        Body::Missing(missing(&view.report.missing, locale))
    };
    Card {
        hook: format!("recon-{}", id_of(&name)),
        title: name.word(locale),
        beside: beside(name, locale),
        question: question(name).word(locale),
        level: level(view),
        href: Route::list(of_reconciliation(name, OUTCOMES.to_vec())).href(),
        body,
    }
}

fn of_reconciliation(name: ReconciliationName, outcomes: Vec<Outcome>) -> Query {
    Query {
        reconciliations: vec![name],
        outcomes,
        ..Query::default()
    }
}

/// What is missing, in a sentence.
fn missing(roles: &[String], locale: Locale) -> String {
    let names: Vec<&str> = roles
        .iter()
        .map(|role| Role::parse(role).map_or(role.as_str(), |role| role.word(locale)))
        .collect();
    match locale {
        Locale::En => {
            let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
            format!("There is no {} among the files.", names.join(" and no "))
        }
        Locale::Zh => format!("文件中没有{}。", names.join("和")),
    }
}

fn rows_of(total: &OutcomeTotal) -> u64 {
    total.left_rows.saturating_add(total.right_rows)
}

fn rows_meaning(view: &CardView, meaning: Meaning) -> u64 {
    let totals = view.report.outcomes.iter();
    totals
        .filter(|total| Meaning::of(total.outcome) == meaning)
        .map(rows_of)
        .sum()
}

fn level(view: &CardView) -> Level {
    if !view.report.run {
        return Level::Off;
    }
    let exceptions = view
        .report
        .outcomes
        .iter()
        .filter(|total| !total.outcome.ties_out());
    let sign = tilt(exceptions.map(|total| (total.currency, total.delta.as_str())));
    let all: u64 = view.report.totals.iter().map(|total| total.rows).sum();
    Level::of(
        view.report.balanced,
        rows_meaning(view, Meaning::Exception),
        all,
        sign,
    )
}

fn ran(view: &CardView, locale: Locale) -> Ran {
    let mut currencies: Vec<Currency> = view.report.totals.iter().map(|t| t.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let alone = currencies.len() == 1;
    let all: u64 = view.report.totals.iter().map(|total| total.rows).sum();
    Ran {
        badge: badge(view, locale),
        currency: match currencies.as_slice() {
            [one] => one.code().to_owned(),
            _ => String::new(),
        },
        sides: side_lines(view, alone, locale),
        shares: shares(view, all, locale),
        outcomes: outcome_lines(view, locale),
        hours: view.rows_by_hour,
        peak: peak(&view.rows_by_hour, locale),
    }
}

fn badge(view: &CardView, locale: Locale) -> (Meaning, String) {
    if view.exceptions > 0 {
        let what = exceptions(view.exceptions, locale);
        let money = amounts(&view.at_risk);
        let text = match locale {
            Locale::En => format!("{what}, {money} at risk"),
            Locale::Zh => format!("{what}，风险金额 {money}"),
        };
        return (Meaning::Exception, text);
    }
    let timing = groups(view, Outcome::TimingDifference);
    let ties = OverviewKey::TiesOut.word(locale);
    if timing > 0 {
        let comma = locale.pick(", ", "，");
        let what = timing_differences(timing, locale);
        return (Meaning::Tied, format!("{ties}{comma}{what}"));
    }
    (Meaning::Tied, ties.to_owned())
}

fn groups(view: &CardView, outcome: Outcome) -> u64 {
    let totals = view.report.outcomes.iter();
    totals
        .filter(|total| total.outcome == outcome)
        .map(|total| total.groups)
        .sum()
}

fn side_lines(view: &CardView, alone: bool, locale: Locale) -> Vec<SideLine> {
    let labels = sides(view.report.name, locale);
    [SideOf::Left, SideOf::Right]
        .into_iter()
        .zip(labels)
        .map(|(side, label)| {
            let totals: Vec<_> = view
                .report
                .totals
                .iter()
                .filter(|total| total.side == side)
                .collect();
            let amounts = totals.iter().map(|total| {
                let text = amount(&total.amount);
                if alone {
                    text
                } else {
                    format!("{}\u{a0}{text}", total.currency)
                }
            });
            let mut amounts: Vec<String> = amounts.collect();
            if amounts.is_empty() {
                amounts.push("–".to_owned());
            }
            SideLine {
                label,
                rows: count(totals.iter().map(|total| total.rows).sum()),
                amounts,
            }
        })
        .collect()
}

fn shares(view: &CardView, all: u64, locale: Locale) -> Vec<Share> {
    [
        (Meaning::Tied, OverviewKey::Matched),
        (Meaning::Aside, OverviewKey::SetAside),
        (Meaning::Timing, OverviewKey::Timing),
        (Meaning::Exception, OverviewKey::Exception),
    ]
    .into_iter()
    .map(|(meaning, key)| {
        let rows = rows_meaning(view, meaning);
        let count = if meaning == Meaning::Tied {
            format!("{} / {}", count(rows), count(all))
        } else {
            count(rows)
        };
        Share {
            meaning,
            rows,
            label: key.word(locale),
            count,
        }
    })
    .filter(|share| share.rows > 0 || share.meaning == Meaning::Tied)
    .collect()
}

fn outcome_lines(view: &CardView, locale: Locale) -> Vec<OutcomeLine> {
    let name = view.report.name;
    let mut lines: Vec<OutcomeLine> = OUTCOMES
        .into_iter()
        .filter_map(|outcome| {
            let totals: Vec<&OutcomeTotal> = view
                .report
                .outcomes
                .iter()
                .filter(|total| total.outcome == outcome)
                .collect();
            let groups: u64 = totals.iter().map(|total| total.groups).sum();
            (!totals.is_empty()).then(|| OutcomeLine {
                hook: format!("outcome-{}-{}", id_of(&name), id_of(&outcome)),
                meaning: Meaning::of(outcome),
                icon: outcome_icon(outcome),
                word: outcome.word(locale),
                beside: beside(outcome, locale),
                groups,
                count: count(groups),
                amount: hook_amount(&totals),
                href: Route::list(of_reconciliation(name, vec![outcome])).href(),
            })
        })
        .collect();
    // Exceptions first, most groups first; then timing, matched, set aside.
    lines.sort_by_key(|line| {
        let place = match line.meaning {
            Meaning::Exception => 0,
            Meaning::Timing => 1,
            Meaning::Tied => 2,
            Meaning::Aside => 3,
        };
        (place, std::cmp::Reverse(line.groups))
    });
    lines
}

/// The left rows' amount, or the right rows' where a currency has none on the left:
/// `190.00`, or `CNY 190.00;JPY 5` where there are several currencies.
fn hook_amount(totals: &[&OutcomeTotal]) -> String {
    let left: Vec<Currency> = totals
        .iter()
        .filter(|total| total.left_rows > 0)
        .map(|total| total.currency)
        .collect();
    let texts = totals.iter().map(|total| {
        let text = if left.contains(&total.currency) {
            &total.left_amount
        } else {
            &total.right_amount
        };
        (total.currency, text.as_str())
    });
    let sums = sums(texts).unwrap_or_default();
    match sums.as_slice() {
        [one] => one.amount.clone(),
        several => {
            let one = |view: &AmountView| format!("{} {}", view.currency, view.amount);
            several.iter().map(one).collect::<Vec<_>>().join(";")
        }
    }
}

fn peak(hours: &[u64; 24], locale: Locale) -> String {
    let most = hours.iter().copied().max().unwrap_or(0);
    let hour = hours.iter().position(|&rows| rows == most).unwrap_or(0);
    match (most, locale) {
        (0, Locale::En) => "rows by hour: no times".to_owned(),
        (0, Locale::Zh) => "按小时行数：没有时间".to_owned(),
        (_, Locale::En) => format!("rows by hour, peak {hour} h · {}", count(most)),
        (_, Locale::Zh) => format!("按小时行数，高峰 {hour} 时 · {}", count(most)),
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use tieout_engine::report::{ReconciliationReport, SideTotal};

    /// A card of yuan with so many rows by outcome, a yuan a row, a group a row of the
    /// longer side.
    pub fn card_of(name: ReconciliationName, outcomes: &[(Outcome, u64, u64)]) -> CardView {
        let yuan = |n: u64| format!("{n}.00");
        let total = |&(outcome, left, right): &(Outcome, u64, u64)| OutcomeTotal {
            outcome,
            currency: Currency::CNY,
            cardinality: None,
            groups: left.max(right),
            left_rows: left,
            left_amount: yuan(left),
            right_rows: right,
            right_amount: yuan(right),
            delta: format!("{}.00", i128::from(right) - i128::from(left)),
        };
        let side = |side, rows: u64| SideTotal {
            side,
            currency: Currency::CNY,
            rows,
            amount: yuan(rows),
        };
        let open = outcomes.iter().filter(|(outcome, ..)| !outcome.ties_out());
        let exceptions = open.map(|(_, left, right)| left.max(right)).sum();
        CardView {
            report: ReconciliationReport {
                name,
                run: true,
                missing: Vec::new(),
                totals: vec![
                    side(SideOf::Left, outcomes.iter().map(|o| o.1).sum()),
                    side(SideOf::Right, outcomes.iter().map(|o| o.2).sum()),
                ],
                outcomes: outcomes.iter().map(total).collect(),
                balanced: exceptions == 0,
            },
            exceptions,
            at_risk: vec![AmountView {
                currency: Currency::CNY,
                amount: yuan(exceptions),
            }],
            rows_by_hour: [0; 24],
        }
    }

    fn ran_of(card: Card) -> Ran {
        match card.body {
            Body::Ran(ran) => *ran,
            Body::Missing(text) => panic!("it was run: {text}"),
        }
    }

    #[test]
    fn a_card_shares_its_rows_out_and_leaves_none() {
        let view = card_of(
            ReconciliationName::Channel,
            &[
                (Outcome::Matched, 25, 25),
                (Outcome::DroppedOrder, 4, 5),
                (Outcome::TimingDifference, 3, 2),
                (Outcome::NoEffect, 2, 1),
            ],
        );
        let ran = ran_of(card(&view, Locale::En));
        let parts: Vec<_> = ran
            .shares
            .iter()
            .map(|share| share.count.as_str())
            .collect();
        assert_eq!(parts, ["50 / 67", "3", "5", "9"]);
        let rows: u64 = ran.shares.iter().map(|share| share.rows).sum();
        assert_eq!(rows, 67);
        assert_eq!(ran.badge.1, "5 exceptions, 5.00 at risk");
    }

    #[test]
    fn the_hook_of_an_outcome_has_groups_and_the_left_amount_or_the_right() {
        let view = card_of(
            ReconciliationName::Channel,
            &[(Outcome::LostOrder, 2, 1), (Outcome::DroppedOrder, 0, 7)],
        );
        let ran = ran_of(card(&view, Locale::En));
        let hooks: Vec<_> = ran
            .outcomes
            .iter()
            .map(|line| (line.hook.as_str(), line.groups, line.amount.as_str()))
            .collect();
        assert_eq!(
            hooks,
            [
                ("outcome-channel-dropped_order", 7, "7.00"),
                ("outcome-channel-lost_order", 2, "2.00"),
            ]
        );
    }

    #[test]
    fn several_currencies_stand_side_by_side_in_the_hook() {
        let mut view = card_of(ReconciliationName::Channel, &[(Outcome::LostOrder, 190, 0)]);
        let mut yen = view.report.outcomes[0].clone();
        yen.currency = Currency::parse("JPY").expect("a code");
        (yen.left_rows, yen.right_rows, yen.right_amount) = (0, 1, "5".to_owned());
        view.report.outcomes.push(yen);
        let ran = ran_of(card(&view, Locale::En));
        assert_eq!(ran.outcomes[0].amount, "CNY 190.00;JPY 5");
    }

    #[test]
    fn a_reconciliation_that_was_not_run_says_which_file_is_missing() {
        let mut view = card_of(ReconciliationName::Fund, &[]);
        view.report.run = false;
        view.report.missing = vec!["bank_statement".to_owned()];
        let english = card(&view, Locale::En);
        assert_eq!(
            english.body,
            Body::Missing("There is no bank statement among the files.".to_owned())
        );
        assert_eq!(english.level, Level::Off);
    }

    #[test]
    fn more_money_on_our_side_tilts_the_level_to_ours() {
        let ours = card_of(ReconciliationName::Channel, &[(Outcome::LostOrder, 1, 0)]);
        assert_eq!(level(&ours), Level::Tilted(80));
    }
}
