//! Search and filters, as chips that open a menu of what they take.

use std::time::Duration;

use leptos::prelude::*;
use tieout_engine::decisions::Standing;
use tieout_engine::outcome::ReconciliationName;
use tieout_engine::worklist::{GroupBy, Query};
use tieout_statement::Currency;

use super::list_state::ListState;
use crate::locales::DecideKey;
use crate::locales::domain::{OUTCOMES, TREATMENTS, bucket};
use crate::locales::{Lang, ListKey, Locale, Words};
use crate::route::{Nav, Route, to_decide};
use crate::ui::icon::{Icon, icon};
use crate::ui::menu::Menu;
use crate::workspace::Workspace;

/// Typing rests this long before it is asked for.
const PAUSE: Duration = Duration::from_millis(150);

/// Where an exception may stand.
const STANDINGS: [Standing; 4] = [
    Standing::Open,
    Standing::Deferred,
    Standing::NeedsSecond,
    Standing::Accepted,
];

/// Of a list, where a case is not alone, what nobody decided is called so.
fn standing_word(standing: Standing, locale: Locale) -> &'static str {
    match standing {
        Standing::Open => ListKey::Undecided.word(locale),
        decided => DecideKey::of(decided).word(locale),
    }
}

/// A filter: what it may take, what it takes, and how it is changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Filter {
    Reconciliation,
    Outcome,
    Channel,
    Age,
    Treatment,
    Decision,
    Currency,
}

/// One choice of a filter.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Choice {
    label: String,
    on: bool,
    /// Its place among all choices.
    at: usize,
}

/// What the choices are made from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Known {
    reconciliations: Vec<ReconciliationName>,
    channels: Vec<String>,
    currencies: Vec<Currency>,
}

fn flip<T: PartialEq>(list: &mut Vec<T>, value: T) {
    match list.iter().position(|held| *held == value) {
        Some(at) => {
            list.remove(at);
        }
        None => list.push(value),
    }
}

impl Filter {
    const ALL: [Self; 7] = [
        Self::Reconciliation,
        Self::Outcome,
        Self::Channel,
        Self::Age,
        Self::Treatment,
        Self::Decision,
        Self::Currency,
    ];

    const fn name(self) -> ListKey {
        match self {
            Self::Reconciliation => ListKey::Reconciliation,
            Self::Outcome => ListKey::Outcome,
            Self::Channel => ListKey::Channel,
            Self::Age => ListKey::Age,
            Self::Treatment => ListKey::Treatment,
            Self::Decision => ListKey::Decision,
            Self::Currency => ListKey::Currency,
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::Reconciliation => "filter-reconciliation",
            Self::Outcome => "filter-outcome",
            Self::Channel => "filter-channel",
            Self::Age => "filter-age",
            Self::Treatment => "filter-treatment",
            Self::Decision => "filter-decision",
            Self::Currency => "filter-currency",
        }
    }

    /// Labels of all choices and which of them are taken.
    fn choices(self, query: &Query, known: &Known, locale: Locale) -> Vec<Choice> {
        let list = |labels: Vec<(String, bool)>| {
            let each = labels.into_iter().enumerate();
            each.map(|(at, (label, on))| Choice { label, on, at })
                .collect()
        };
        let word = |word: &'static str, on: bool| (word.to_owned(), on);
        list(match self {
            Self::Reconciliation => known
                .reconciliations
                .iter()
                .map(|name| word(name.word(locale), query.reconciliations.contains(name)))
                .collect(),
            Self::Outcome => {
                let whole = query.outcomes == to_decide().outcomes;
                OUTCOMES
                    .iter()
                    .map(|o| word(o.word(locale), !whole && query.outcomes.contains(o)))
                    .collect()
            }
            Self::Channel => {
                let none = ListKey::NoChannel.word(locale);
                let named = |name: &String| if name.is_empty() { none } else { name }.to_owned();
                known
                    .channels
                    .iter()
                    .map(|name| (named(name), query.channels.contains(name)))
                    .collect()
            }
            Self::Age => (0..5)
                .map(|age| word(bucket(age, locale), query.ages.contains(&age)))
                .collect(),
            Self::Treatment => TREATMENTS
                .iter()
                .map(|t| word(t.word(locale), query.treatments.contains(t)))
                .collect(),
            Self::Decision => STANDINGS
                .iter()
                .map(|s| word(standing_word(*s, locale), query.standings.contains(s)))
                .collect(),
            Self::Currency => known
                .currencies
                .iter()
                .map(|c| (c.code().to_owned(), query.currencies.contains(c)))
                .collect(),
        })
    }

    /// Takes or leaves a choice.
    fn flip(self, query: &mut Query, known: &Known, at: usize) {
        match self {
            Self::Reconciliation => {
                if let Some(name) = known.reconciliations.get(at) {
                    flip(&mut query.reconciliations, *name);
                }
            }
            Self::Outcome => {
                if let Some(outcome) = OUTCOMES.get(at) {
                    if query.outcomes == to_decide().outcomes {
                        query.outcomes.clear();
                    }
                    flip(&mut query.outcomes, *outcome);
                    if query.outcomes.is_empty() {
                        query.outcomes = to_decide().outcomes;
                    }
                }
            }
            Self::Channel => {
                if let Some(channel) = known.channels.get(at) {
                    flip(&mut query.channels, channel.clone());
                }
            }
            Self::Age => {
                if let Ok(age) = u8::try_from(at) {
                    flip(&mut query.ages, age);
                }
            }
            Self::Treatment => {
                if let Some(treatment) = TREATMENTS.get(at) {
                    flip(&mut query.treatments, *treatment);
                }
            }
            Self::Decision => {
                if let Some(standing) = STANDINGS.get(at) {
                    flip(&mut query.standings, *standing);
                }
            }
            Self::Currency => {
                if let Some(currency) = known.currencies.get(at) {
                    flip(&mut query.currencies, *currency);
                }
            }
        }
    }

    fn clear(self, query: &mut Query) {
        match self {
            Self::Reconciliation => query.reconciliations.clear(),
            Self::Outcome => query.outcomes = to_decide().outcomes,
            Self::Channel => query.channels.clear(),
            Self::Age => query.ages.clear(),
            Self::Treatment => query.treatments.clear(),
            Self::Decision => query.standings.clear(),
            Self::Currency => query.currencies.clear(),
        }
    }
}

/// The chip's text: its name, or what it takes.
fn chip_text(name: &str, choices: &[Choice], locale: Locale) -> String {
    let on: Vec<&str> = choices
        .iter()
        .filter(|choice| choice.on)
        .map(|choice| choice.label.as_str())
        .collect();
    match on.as_slice() {
        [] => name.to_owned(),
        [one] => format!("{name}{}{one}", locale.pick(": ", "：")),
        several => format!("{name} {}", several.len()),
    }
}

/// Search, filters, grouping.
#[component]
pub fn Filters(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let lang = Lang::current();
    let nav = Nav::current();
    let workspace: Workspace = expect_context();
    let known = Memo::new(move |_| {
        let (reconciliations, currencies) = workspace.summary.with(|day| {
            let cards = day
                .as_ref()
                .map(|day| day.cards.as_slice())
                .unwrap_or_default();
            let run = cards.iter().filter(|card| card.report.run);
            let names: Vec<_> = run.map(|card| card.report.name).collect();
            let totals = cards.iter().flat_map(|card| &card.report.totals);
            let mut codes: Vec<_> = totals.map(|total| total.currency).collect();
            codes.sort_unstable();
            codes.dedup();
            (names, codes)
        });
        let channels = list.listing.with(|listing| {
            listing
                .as_ref()
                .map(|l| l.channels.clone())
                .unwrap_or_default()
        });
        Known {
            reconciliations,
            channels,
            currencies,
        }
    });
    // A filter with one choice is none, unless an address has set it.
    let useful = move |filter: Filter| {
        let choices = list
            .query
            .with(|query| known.with(|known| filter.choices(query, known, Locale::En)));
        choices.len() > 1 || choices.iter().any(|choice| choice.on)
    };
    let chips = Filter::ALL.map(|filter| {
        view! {
            <Show when=move || useful(filter)>
                <FilterChip filter=filter list=list known=known />
            </Show>
        }
    });
    let filtered = Memo::new(move |_| {
        list.query.with(|query| {
            let plain = Query {
                sort: query.sort,
                reversed: query.reversed,
                group: query.group,
                ..to_decide()
            };
            *query != plain
                && *query
                    != Query {
                        outcomes: query.outcomes.clone(),
                        ..plain
                    }
        })
    });
    view! {
        <div class="tools">
            <SearchField list=list />
            {chips}
            <Show when=move || filtered.get()>
                <button
                    type="button"
                    class="btn quiet"
                    on:click=move |_| nav.go(&Route::list(Query {
                        outcomes: list.query.get_untracked().outcomes,
                        ..to_decide()
                    }))
                >
                    {lang.t(ListKey::ClearFilters)}
                </button>
            </Show>
        </div>
    }
}

#[component]
fn FilterChip(filter: Filter, list: ListState, known: Memo<Known>) -> impl IntoView {
    let lang = Lang::current();
    let choices = Memo::new(move |_| {
        let locale = lang.get();
        list.query
            .with(|query| known.with(|known| filter.choices(query, known, locale)))
    });
    let any = Signal::derive(move || choices.with(|all| all.iter().any(|choice| choice.on)));
    let button = move || {
        view! {
            {move || {
                let locale = lang.get();
                choices.with(|choices| chip_text(filter.name().word(locale), choices, locale))
            }}
            {icon(Icon::Chevron)}
        }
    };
    let entries = move || {
        choices
            .get()
            .into_iter()
            .map(|choice| {
                view! {
                    <button
                        type="button"
                        role="menuitemcheckbox"
                        aria-checked=choice.on.to_string()
                        on:click=move |_| {
                            let known = known.get_untracked();
                            list.ask_for(|query| filter.flip(query, &known, choice.at), true);
                        }
                    >
                        <span class="check">{icon(Icon::Check)}</span>
                        {choice.label}
                    </button>
                }
            })
            .collect_view()
    };
    view! {
        <Menu id=filter.id().to_owned() class="chip" pressed=any button=button>
            {entries}
            <Show when=move || any.get()>
                <button
                    type="button"
                    role="menuitem"
                    on:click=move |_| list.ask_for(|query| filter.clear(query), true)
                >
                    {icon(Icon::Close)}
                    {lang.t(ListKey::ClearFilter)}
                </button>
            </Show>
        </Menu>
    }
}

const fn group_name(group: GroupBy) -> ListKey {
    match group {
        GroupBy::None => ListKey::NoGroups,
        GroupBy::Outcome => ListKey::ByOutcome,
        GroupBy::Channel => ListKey::ByChannel,
        GroupBy::Age => ListKey::ByAge,
    }
}

/// By what the list is grouped.
#[component]
pub fn GroupChip(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let lang = Lang::current();
    let group = Memo::new(move |_| list.query.with(|query| query.group));
    let entries = [
        GroupBy::Outcome,
        GroupBy::Channel,
        GroupBy::Age,
        GroupBy::None,
    ]
    .map(|choice| {
        move || {
            view! {
                <button
                    type="button"
                    role="menuitemradio"
                    aria-checked=move || (group.get() == choice).to_string()
                    on:click=move |_| list.ask_for(|query| query.group = choice, true)
                >
                    <span class="check">{icon(Icon::Check)}</span>
                    {lang.t(group_name(choice))}
                </button>
            }
        }
    });
    view! {
        <Menu
            id="group-by".to_owned()
            class="chip"
            pressed=Signal::derive(move || group.get() != GroupBy::None)
            button=move || view! { {move || group_name(group.get()).word(lang.get())} {icon(Icon::Chevron)} }
        >
            {entries.map(|entry| entry())}
        </Menu>
    }
}

#[component]
fn SearchField(list: ListState) -> impl IntoView {
    let lang = Lang::current();
    let typed = RwSignal::new(list.query.with_untracked(|query| query.text.clone()));
    let presses = StoredValue::new(0_u64);
    // An address may change the text as well; while someone types it lags behind.
    let waiting = StoredValue::new(false);
    Effect::new(move || {
        let text = list.query.with(|query| query.text.clone());
        if !waiting.get_value() {
            typed.set(text);
        }
    });
    let input = move |event| {
        typed.set(event_target_value(&event));
        presses.update_value(|n| *n += 1);
        waiting.set_value(true);
        let press = presses.get_value();
        set_timeout(
            move || {
                if presses.try_get_value() == Some(press) {
                    waiting.set_value(false);
                    let text = typed.get_untracked();
                    list.ask_for(|query| query.text = text.trim().to_owned(), false);
                }
            },
            PAUSE,
        );
    };
    view! {
        <label class="field">
            {icon(Icon::Search)}
            <input
                id="search-rows"
                type="search"
                data-testid="search-rows"
                aria-label=lang.t(ListKey::SearchRows)
                placeholder=lang.t(ListKey::SearchRows)
                autocomplete="off"
                spellcheck="false"
                prop:value=typed
                on:input=input
            />
            <kbd>"/"</kbd>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_engine::outcome::Outcome;

    #[test]
    fn the_first_outcome_chosen_replaces_all_that_want_a_decision() {
        let known = Known::default();
        let mut query = to_decide();
        let lost = OUTCOMES.iter().position(|o| *o == Outcome::LostOrder);
        let lost = lost.expect("an outcome");
        Filter::Outcome.flip(&mut query, &known, lost);
        assert_eq!(query.outcomes, [Outcome::LostOrder]);
        Filter::Outcome.flip(&mut query, &known, lost);
        assert_eq!(query, to_decide());
    }

    #[test]
    fn a_chip_says_what_it_takes() {
        let known = Known::default();
        let mut query = to_decide();
        let text = |query: &Query| {
            chip_text(
                "Age",
                &Filter::Age.choices(query, &known, Locale::En),
                Locale::En,
            )
        };
        assert_eq!(text(&query), "Age");
        Filter::Age.flip(&mut query, &known, 0);
        assert_eq!(text(&query), "Age: today");
        Filter::Age.flip(&mut query, &known, 4);
        assert_eq!(text(&query), "Age 2");
        Filter::Age.clear(&mut query);
        assert_eq!(query, to_decide());
    }
}
