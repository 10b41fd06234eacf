//! Pairing rows by hand: the button beside a suggestion or a candidate, what it asks, and the
//! way back.

use leptos::prelude::*;
use tieout_engine::decisions::{Action, Decision};
use tieout_engine::outcome::ReconciliationName;
use tieout_engine::worklist::Detail;

use super::Deciding;
use crate::locales::{DecideKey, Lang, Locale, ShellKey, Words};
use crate::ui::dialog::Dialog;

/// The exception that is open, as a pair names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PairCase {
    exception: String,
    key: String,
    reconciliation: ReconciliationName,
}

impl PairCase {
    /// Of a case.
    #[must_use]
    pub fn of(detail: &Detail) -> Self {
        Self {
            exception: detail.item.id.clone(),
            key: detail.item.key.clone(),
            reconciliation: detail.item.reconciliation,
        }
    }
}

/// Rows that are to be paired, once it is said why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToPair {
    case: PairCase,
    /// Their names in the decision.
    rows: Vec<String>,
    /// Their numbers, for people.
    with: String,
}

impl ToPair {
    fn decision(&self, note: &str) -> Decision {
        Decision {
            exception: self.case.exception.clone(),
            action: Action::Pair,
            reconciliation: Some(self.case.reconciliation),
            rows: self.rows.clone(),
            note: note.to_owned(),
            ..Decision::default()
        }
    }
}

/// The button that pairs a case with rows; none where they cannot be paired.
pub fn pair_button(
    deciding: Deciding,
    case: &PairCase,
    (rows, with): (Vec<String>, String),
    locale: Locale,
) -> Option<AnyView> {
    let fit = !rows.is_empty() && !case.exception.is_empty();
    let to_pair = fit.then(|| ToPair {
        case: case.clone(),
        rows,
        with,
    })?;
    let ask = move |_| {
        deciding.to_pair.set(Some(to_pair.clone()));
        deciding.pairing.set(true);
    };
    let button = view! {
        <button type="button" class="btn small" data-testid="pair" on:click=ask>
            {DecideKey::Pair.word(locale)}
        </button>
    };
    Some(button.into_any())
}

/// What pairing asks: why.
#[component]
pub fn PairDialog() -> impl IntoView {
    let lang = Lang::current();
    let deciding = Deciding::current();
    view! {
        <Dialog open=deciding.pairing class="paper" label=lang.signal(DecideKey::PairTitle) close=lang.signal(ShellKey::Close)>
            {move || {
                let why = RwSignal::new(String::new());
                let pair = move |event: web_sys::SubmitEvent| {
                    event.prevent_default();
                    let note = why.get_untracked().trim().to_owned();
                    let to_pair = deciding.to_pair.get_untracked();
                    if let (Some(to_pair), false) = (to_pair, note.is_empty()) {
                        deciding.pairing.set(false);
                        deciding.submit(vec![to_pair.decision(&note)]);
                    }
                };
                view! {
                    <form class="ask" on:submit=pair>
                        <p class="n">
                            {move || {
                                let told = |one: &ToPair| format!("{} ↔ {}", one.case.key, one.with);
                                deciding.to_pair.with(|one| one.as_ref().map(told))
                            }}
                        </p>
                        <p>{lang.t(DecideKey::PairText)}</p>
                        <textarea
                            class="input"
                            rows="3"
                            required=true
                            autofocus=true
                            data-testid="pair-why"
                            aria-label=lang.t(DecideKey::PairWhy)
                            placeholder=lang.t(DecideKey::PairWhy)
                            on:input=move |event| why.set(event_target_value(&event))
                        ></textarea>
                        <button type="submit" class="btn primary" data-testid="pair-now">
                            {lang.t(DecideKey::PairNow)}
                        </button>
                    </form>
                }
            }}
        </Dialog>
    }
}

/// Who paired the case, why, and the way back; nothing for what met by the rules.
#[component]
pub fn PairedSection(
    /// The case.
    #[prop(into)]
    detail: StoredValue<Detail>,
) -> impl IntoView {
    let lang = Lang::current();
    let deciding = Deciding::current();
    let by_hand = detail.with_value(|detail| detail.reason.by_hand.clone())?;
    let exception = by_hand.exception.clone();
    let take_back = move |_| {
        deciding.submit(vec![Decision {
            exception: exception.clone(),
            action: Action::Withdraw,
            ..Decision::default()
        }]);
    };
    let told = Decision {
        action: Action::Pair,
        by: by_hand.by,
        second: by_hand.second,
        note: by_hand.note,
        ..Decision::default()
    };
    Some(view! {
        <section data-testid="paired">
            <h3>{lang.t(DecideKey::Paired)}</h3>
            <p>{move || crate::locales::decisions::history(&told, lang.get())}</p>
            <div class="acts">
                <button type="button" class="btn" data-testid="unpair" on:click=take_back>
                    {lang.t(DecideKey::TakePairBack)}
                </button>
            </div>
        </section>
    })
}
