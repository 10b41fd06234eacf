//! The verdict sentence: does the day tie out, how much is at risk, what is no error.

use tieout_engine::decisions::Standing;
use tieout_engine::worklist::{CardView, DecidedCounts, Summary};

use crate::locales::numbers::{
    amounts, count, duration, exceptions, long_date, money, rows_refused, timing_differences,
};
use crate::locales::{DecideKey, Locale, Words};

/// The head of the overview in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// Day, currencies, time taken.
    pub date_line: String,
    /// The sentence.
    pub title: String,
    /// Its last part, about money, where there is money at risk.
    pub risk: Option<String>,
    /// What is no error, and what was not read.
    pub text: String,
    /// What the button to the worklist says; `None` where there is nothing to do.
    pub work: Option<String>,
    /// Every reconciliation that was run ties out.
    pub balanced: bool,
}

/// Decides the verdict.
#[must_use]
pub fn verdict(day: &Summary, elapsed_ms: u64, locale: Locale) -> Verdict {
    let run: Vec<&CardView> = day.cards.iter().filter(|card| card.report.run).collect();
    let tied = run.iter().filter(|card| card.report.balanced).count();
    let balanced = !run.is_empty() && tied == run.len();
    let mut title = sentence(&run, tied, locale);
    let at_risk = (day.exceptions > 0).then(|| match locale {
        Locale::En => format!("{} at risk", money(&day.at_risk)),
        Locale::Zh => format!("风险金额 {}", money(&day.at_risk)),
    });
    if day.exceptions > 0 {
        let separator = locale.pick("; ", "；");
        let comma = locale.pick(", ", "，");
        title = format!(
            "{title}{separator}{}{comma}",
            exceptions(day.exceptions, locale)
        );
    }
    Verdict {
        date_line: date_line(day, elapsed_ms, locale),
        title,
        risk: at_risk,
        text: no_errors(day, locale),
        work: (day.exceptions > 0).then(|| match locale {
            Locale::En => format!("Work the {}", count(day.exceptions)),
            Locale::Zh => format!("处理 {} 项", count(day.exceptions)),
        }),
        balanced,
    }
}

fn sentence(run: &[&CardView], tied: usize, locale: Locale) -> String {
    let all = run.len();
    match (run, locale) {
        ([], Locale::En) => "Nothing could be reconciled yet".to_owned(),
        ([], Locale::Zh) => "尚无法对账".to_owned(),
        ([one], Locale::En) => {
            let name = one.report.name.word(locale).to_lowercase();
            let verb = if tied == 1 {
                "ties out"
            } else {
                "does not tie out yet"
            };
            format!("The {name} reconciliation {verb}")
        }
        ([one], Locale::Zh) => {
            let name = one.report.name.word(locale);
            format!("{name}{}", if tied == 1 { "已平" } else { "未平" })
        }
        (_, Locale::En) if tied == all => format!("All {all} reconciliations tie out"),
        (_, Locale::Zh) if tied == all => format!("全部 {all} 项对账已平"),
        (_, Locale::En) if tied == 0 => format!("None of the {all} reconciliations ties out yet"),
        (_, Locale::Zh) if tied == 0 => format!("{all} 项对账均未平"),
        (_, Locale::En) if tied == 1 => format!("1 of {all} reconciliations ties out"),
        (_, Locale::En) => format!("{tied} of {all} reconciliations tie out"),
        (_, Locale::Zh) => format!("{all} 项对账中 {tied} 项已平"),
    }
}

fn date_line(day: &Summary, elapsed_ms: u64, locale: Locale) -> String {
    let mut parts = Vec::new();
    if !day.accounting_date.is_empty() {
        parts.push(long_date(&day.accounting_date, locale));
    }
    let mut currencies: Vec<&str> = day
        .cards
        .iter()
        .flat_map(|card| card.report.totals.iter().map(|total| total.currency.code()))
        .collect();
    currencies.sort_unstable();
    currencies.dedup();
    if !currencies.is_empty() {
        parts.push(currencies.join(locale.pick(", ", "、")));
    }
    if elapsed_ms > 0 {
        let took = duration(elapsed_ms, locale);
        parts.push(match locale {
            Locale::En => format!("read and reconciled in {took}"),
            Locale::Zh => format!("读取并对账用时 {took}"),
        });
    }
    parts.join(" · ")
}

/// How many exceptions were decided; nothing where nobody decided any.
fn decided(counts: &DecidedCounts, locale: Locale) -> Option<String> {
    let parts: Vec<String> = [
        (counts.accepted, Standing::Accepted),
        (counts.needs_second, Standing::NeedsSecond),
        (counts.deferred, Standing::Deferred),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, standing)| {
        let word = DecideKey::of(standing).word(locale).to_lowercase();
        format!("{word} {}", count(number))
    })
    .collect();
    (!parts.is_empty()).then(|| match locale {
        Locale::En => format!("Decided: {}.", parts.join(", ")),
        Locale::Zh => format!("处理：{}。", parts.join("、")),
    })
}

fn no_errors(day: &Summary, locale: Locale) -> String {
    let mut sentences = Vec::new();
    if day.timing > 0 {
        let what = timing_differences(day.timing, locale);
        let money = amounts(&day.timing_amount);
        sentences.push(match locale {
            Locale::En if day.timing == 1 => {
                format!("{what} ({money}) is no error: it waits for the next day’s files.")
            }
            Locale::En => {
                format!("{what} ({money}) are no errors: they wait for the next day’s files.")
            }
            Locale::Zh => format!("{what}（{money}）不是差错，等待次日文件。"),
        });
    }
    sentences.extend(decided(&day.decided, locale));
    let refused: u64 = day
        .files
        .iter()
        .map(|file| file.rows_rejected.len() as u64)
        .sum();
    if refused > 0 {
        let what = rows_refused(refused, locale);
        sentences.push(match locale {
            Locale::En => format!("{what}: the files say where and why."),
            Locale::Zh => format!("{what}：位置和原因见文件。"),
        });
    }
    if day.control.files_refused > 0 {
        let n = day.control.files_refused;
        sentences.push(match locale {
            Locale::En if n == 1 => "1 file is refused as a whole.".to_owned(),
            Locale::En => format!("{} files are refused as a whole.", count(n)),
            Locale::Zh => format!("{} 个文件整体拒收。", count(n)),
        });
    }
    sentences.join(locale.pick(" ", ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overview::card::tests::card_of;
    use tieout_engine::outcome::{Outcome, ReconciliationName};
    use tieout_engine::report::Control;
    use tieout_engine::worklist::AmountView;
    use tieout_statement::Currency;

    fn day(cards: Vec<CardView>, exceptions: u64) -> Summary {
        let yuan = |amount: &str| AmountView {
            currency: Currency::CNY,
            amount: amount.to_owned(),
        };
        Summary {
            chart: Vec::new(),
            accounting_date: "2026-03-02".to_owned(),
            settings_toml: String::new(),
            files: Vec::new(),
            notes: Vec::new(),
            cards,
            exceptions,
            at_risk: vec![yuan("1583.30")],
            timing: 10,
            timing_amount: vec![yuan("1235.00")],
            decided: tieout_engine::worklist::DecidedCounts::default(),
            ageing: Vec::new(),
            control: Control::default(),
            identities: Vec::new(),
            customer_funds: Vec::new(),
        }
    }

    #[test]
    fn the_sentence_counts_what_was_run() {
        let tied = || card_of(ReconciliationName::Business, &[(Outcome::Matched, 3, 3)]);
        let open = || card_of(ReconciliationName::Channel, &[(Outcome::LostOrder, 1, 0)]);
        let title = |cards: Vec<CardView>, locale| {
            let exceptions = cards.iter().map(|card| card.exceptions).sum();
            verdict(&day(cards, exceptions), 0, locale).title
        };
        assert_eq!(
            title(vec![open()], Locale::En),
            "The channel reconciliation does not tie out yet; 1 exception, "
        );
        assert_eq!(title(vec![tied()], Locale::Zh), "业务对账已平");
        assert_eq!(
            title(vec![tied(), tied(), open()], Locale::En),
            "2 of 3 reconciliations tie out; 1 exception, "
        );
        assert_eq!(title(vec![], Locale::En), "Nothing could be reconciled yet");
    }

    #[test]
    fn timing_differences_are_said_to_be_no_errors() {
        let words = verdict(&day(Vec::new(), 18), 210, Locale::En);
        assert_eq!(words.risk.as_deref(), Some("¥1,583.30 at risk"));
        assert_eq!(
            words.text,
            "10 timing differences (1,235.00) are no errors: they wait for the next day’s files."
        );
        assert_eq!(
            words.date_line,
            "Monday 2 March 2026 · read and reconciled in 0.2 s"
        );
        assert_eq!(words.work.as_deref(), Some("Work the 18"));
    }
}
