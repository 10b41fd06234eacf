//! Decisions in words.

use tieout_engine::decisions::{Action, Decision, Direction, Standing};
use tieout_engine::outcome::Treatment;

use super::numbers::count;
use super::{DecideKey, Locale, Words};

impl DecideKey {
    /// The word for where an exception stands.
    #[must_use]
    pub const fn of(standing: Standing) -> Self {
        match standing {
            Standing::Open => Self::Proposed,
            Standing::Deferred => Self::Deferred,
            Standing::NeedsSecond => Self::NeedsSecond,
            Standing::Accepted => Self::Accepted,
        }
    }
}

/// What was just decided, in a sentence.
#[must_use]
pub fn said(step: &[Decision], locale: Locale) -> String {
    let word = step.first().map_or("", |one| action_word(one).word(locale));
    match step.len() {
        1 => word.to_owned(),
        n => format!("{word}: {}", count(n as u64)),
    }
}

const fn action_word(decision: &Decision) -> DecideKey {
    match decision.action {
        Action::Accept => DecideKey::Accepted,
        Action::Defer => DecideKey::Deferred,
        Action::Note => DecideKey::Noted,
        Action::Withdraw => DecideKey::TakenBack,
        Action::Pair => DecideKey::Paired,
        Action::Book => DecideKey::BookedByHand,
    }
}

/// A decision as a line of a case's history.
#[must_use]
pub fn history(decision: &Decision, locale: Locale) -> String {
    let mut parts = vec![action_word(decision).word(locale).to_owned()];
    if let Some(treatment) = decision.treatment {
        parts.push(treatment.word(locale).to_owned());
    }
    if decision.direction == Direction::Blue {
        parts.push(DecideKey::Blue.word(locale).to_owned());
    }
    if !decision.by.is_empty() {
        parts.push(decision.by.clone());
    }
    if !decision.second.is_empty() {
        parts.push(match locale {
            Locale::En => format!("confirmed by {}", decision.second),
            Locale::Zh => format!("{} 复核", decision.second),
        });
    }
    if !decision.note.is_empty() {
        parts.push(match locale {
            Locale::En => format!("“{}”", decision.note),
            Locale::Zh => format!("「{}」", decision.note),
        });
    }
    parts.join(" · ")
}

/// How many exceptions are accepted at once, and how many entries that books.
#[must_use]
pub fn would_book(exceptions: u64, entries: u64, locale: Locale) -> String {
    match locale {
        Locale::En => format!(
            "Accepting {} exceptions as they stand books {} entries.",
            count(exceptions),
            count(entries)
        ),
        Locale::Zh => format!(
            "按现有处理接受 {} 条差错，将记账 {} 笔。",
            count(exceptions),
            count(entries)
        ),
    }
}

/// A decision that no longer applies: its number, its exception, why, and its treatment.
#[must_use]
pub fn stale(number: &str, id: &str, (why, treatment): (&str, &str), locale: Locale) -> String {
    let treatment = crate::route::by_id::<Treatment>(treatment);
    let treatment = treatment.map_or("", |treatment| treatment.word(locale));
    let of_pair = match why {
        "paired" => Some((
            "its rows were paired by hand before",
            "其记录此前已人工配对",
        )),
        "unknown_row" => Some((
            "a row that it pairs is not of this day",
            "所配对的记录不在当日",
        )),
        "settled" => Some((
            "a row that it pairs has met others, or is not open",
            "所配对的记录已核对，或不属待查",
        )),
        "one_sided" => Some((
            "the rows that it pairs are of one side",
            "所配对的记录同属一方",
        )),
        "apart" => Some((
            "the rows that it pairs differ in channel, currency or direction",
            "所配对的记录渠道、币种或方向不同",
        )),
        "entry_amount" => Some(("its amount is none above zero", "金额须大于零")),
        "entry_account" => Some((
            "it names no account, or the same on both sides",
            "未写明科目，或借贷科目相同",
        )),
        "entry_waits" => Some(("it waits for a second name", "待复核")),
        "not_run" => Some(("its reconciliation was not run", "相应对账未运行")),
        _ => None,
    };
    if let Some((en, zh)) = of_pair {
        return match locale {
            Locale::En => format!("Decision {number} about {id} does not apply: {en}."),
            Locale::Zh => format!("第 {number} 条处理决定（{id}）不适用：{zh}。"),
        };
    }
    match (why, locale) {
        ("unknown", Locale::En) => {
            format!("Decision {number} does not apply: {id} is no exception of this day.")
        }
        ("unknown", Locale::Zh) => format!("第 {number} 条处理决定不适用：{id} 不是当日差错。"),
        (_, Locale::En) => format!(
            "Decision {number} does not apply: {treatment} is nothing that can be done with {id} now."
        ),
        (_, Locale::Zh) => {
            format!("第 {number} 条处理决定不适用：{id} 现不能作「{treatment}」处理。")
        }
    }
}
