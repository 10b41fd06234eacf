//! The tabs above the list: what wants a decision, timing differences, all, and what a
//! number's link asked for.

use leptos::prelude::*;
use tieout_engine::outcome::Outcome;
use tieout_engine::worklist::Query;

use super::list_state::ListState;
use crate::locales::numbers::count;
use crate::locales::{Lang, ListKey};
use crate::route::{Route, to_decide};
use crate::workspace::Workspace;

/// Which tab a query belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum View {
    ToDecide,
    Timing,
    All,
    Asked,
}

impl View {
    fn of(query: &Query) -> Self {
        if query.outcomes.is_empty() {
            Self::All
        } else if query.outcomes == [Outcome::TimingDifference] {
            Self::Timing
        } else if query
            .outcomes
            .iter()
            .all(|outcome| to_decide().outcomes.contains(outcome))
        {
            Self::ToDecide
        } else {
            Self::Asked
        }
    }

    const fn name(self) -> ListKey {
        match self {
            Self::ToDecide => ListKey::ToDecide,
            Self::Timing => ListKey::Timing,
            Self::All => ListKey::All,
            Self::Asked => ListKey::Asked,
        }
    }

    fn query(self) -> Query {
        match self {
            Self::ToDecide | Self::Asked => to_decide(),
            Self::Timing => Query {
                outcomes: vec![Outcome::TimingDifference],
                ..Query::default()
            },
            Self::All => Query::default(),
        }
    }
}

/// The tabs, each with its count of the whole day.
#[component]
pub fn Views(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let here = Memo::new(move |_| list.query.with(View::of));
    let counts = Memo::new(move |_| {
        workspace.summary.with(|day| {
            let (open, timing) = day
                .as_ref()
                .map_or((0, 0), |day| (day.exceptions, day.timing));
            [open, timing, open + timing]
        })
    });
    let tabs = [View::ToDecide, View::Timing, View::All]
        .into_iter()
        .enumerate()
        .map(|(n, tab)| {
            view! {
                <a
                    href=Route::list(tab.query()).href()
                    aria-current=move || (here.get() == tab).then_some("page")
                >
                    {lang.t(tab.name())}
                    " "
                    <span class="n">{move || count(counts.get()[n])}</span>
                </a>
            }
        })
        .collect_view();
    let asked = move || {
        (here.get() == View::Asked).then(|| {
            view! {
                <a href=move || Route::list(list.query.get()).href() aria-current="page">
                    {lang.t(ListKey::Asked)}
                    " "
                    <span class="n">{move || count(list.total())}</span>
                </a>
            }
        })
    };
    view! { <nav class="views" aria-label=lang.t(ListKey::Views)>{tabs} {asked}</nav> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_query_belongs_to_one_tab() {
        let of = |outcomes: Vec<Outcome>| {
            View::of(&Query {
                outcomes,
                ..Query::default()
            })
        };
        assert_eq!(View::of(&to_decide()), View::ToDecide);
        assert_eq!(of(vec![Outcome::LostOrder]), View::ToDecide);
        assert_eq!(of(vec![Outcome::TimingDifference]), View::Timing);
        assert_eq!(of(Vec::new()), View::All);
        assert_eq!(of(vec![Outcome::Matched, Outcome::LostOrder]), View::Asked);
    }
}
