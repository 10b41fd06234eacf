//! The worklist: exceptions as cases, or any groups that a number's link asks for.

mod case;
mod case_pane;
mod decide;
mod filters;
mod grid;
mod keys;
mod line;
mod list_state;
mod nearest;
mod selection;
mod views;

pub use decide::t_accounts;
use leptos::prelude::*;
use tieout_engine::outcome::Outcome;

use crate::locales::{DecideKey, IntakeKey, Lang, ListKey, OverviewKey, ShellKey};
use crate::route::{Nav, Route, Screen};
use crate::shell::ShellState;
use crate::ui::icon::{Icon, icon};
use crate::workspace::{RunState, Workspace};
use case_pane::CasePane;
use decide::{DecideDialogs, Deciding, DecisionTools};
use filters::{Filters, GroupChip};
use grid::Grid;
use keys::listen;
use list_state::ListState;
use selection::SelectionBar;
use views::Views;

/// The picture of an outcome.
#[must_use]
pub const fn outcome_icon(outcome: Outcome) -> Icon {
    match outcome {
        Outcome::Matched => Icon::Tied,
        Outcome::TimingDifference => Icon::Timing,
        o if o.is_exception() => Icon::Exception,
        _ => Icon::Aside,
    }
}

/// The worklist screen.
#[component]
pub fn WorklistScreen() -> impl IntoView {
    let workspace: Workspace = expect_context();
    let known = Memo::new(move |_| workspace.summary.with(Option::is_some));
    move || {
        if known.get() {
            view! { <Worklist /> }.into_any()
        } else {
            view! { <NoList /> }.into_any()
        }
    }
}

#[component]
fn Worklist() -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let list = ListState::follow_address();
    let deciding = Deciding::about(list);
    provide_context(deciding);
    listen(list, deciding);
    open_first_where_there_is_room(list);
    let open = Memo::new(move |_| list.case.get().is_some());
    view! {
        <section class="split" class:open=move || open.get() class:closed=move || !open.get()>
            <div class="wl">
                <div class="bar">
                    <h1 class="vh">{lang.t(ShellKey::Worklist)}</h1>
                    <Views list=list />
                    <DecisionTools />
                    <GroupChip list=list />
                </div>
                <Filters list=list />
                <div class="list">
                    <Grid list=list />
                    <Nothing list=list />
                </div>
                <div class="keys" aria-hidden="true">
                    <span><kbd>"j"</kbd><kbd>"k"</kbd>{lang.t(ShellKey::KeyMove)}</span>
                    <span><kbd>"Enter"</kbd>{lang.t(ShellKey::KeyOpen)}</span>
                    <span><kbd>"a"</kbd>{lang.t(DecideKey::Accept)}</span>
                    <span><kbd>"t"</kbd>{lang.t(DecideKey::Change)}</span>
                    <span><kbd>"x"</kbd>{lang.t(ShellKey::KeySelect)}</span>
                    <span><kbd>"u"</kbd>{lang.t(DecideKey::Undo)}</span>
                    <span><kbd>"/"</kbd>{lang.t(ShellKey::KeySearch)}</span>
                    <span><kbd>"Esc"</kbd>{lang.t(ShellKey::KeyClose)}</span>
                    <span>
                        <button type="button" class="link" tabindex="-1" on:click=move |_| shell.keys.set(true)>
                            <kbd>"?"</kbd>
                        </button>
                        {lang.t(ShellKey::KeyAll)}
                    </span>
                </div>
                <SelectionBar list=list />
            </div>
            <Show when=move || open.get()>
                <CasePane list=list />
            </Show>
            <DecideDialogs />
        </section>
    }
}

/// On a wide screen the first case stands open when the screen is entered.
fn open_first_where_there_is_room(list: ListState) {
    let done = StoredValue::new(false);
    let wide = crate::ui::browser::media_matches("(min-width: 1200px)");
    Effect::new(move || {
        list.arrived.track();
        if done.get_value() || list.item(0).is_none() {
            return;
        }
        done.set_value(true);
        if wide && list.case.get_untracked().is_none() {
            list.open_quietly(0);
        }
    });
}

/// What stands in place of an empty list.
#[component]
fn Nothing(list: ListState) -> impl IntoView {
    let lang = Lang::current();
    let nav = Nav::current();
    let workspace: Workspace = expect_context();
    let tied = move || {
        workspace
            .summary
            .with(|day| day.as_ref().is_some_and(|day| day.exceptions == 0))
    };
    let empty = Memo::new(move |_| {
        list.listing
            .with(|listing| listing.as_ref().is_some_and(|listing| listing.total == 0))
    });
    move || {
        empty.get().then(|| {
            let unfiltered = list.query.get() == crate::route::to_decide();
            if unfiltered && tied() {
                view! {
                    <div class="nothing">
                        <div class="empty">
                            <span class="is-tied">{icon(Icon::Tied)}</span>
                            <h2>{lang.t(ListKey::TiesOut)}</h2>
                            <p>{lang.t(ListKey::TiesOutText)}</p>
                        </div>
                    </div>
                }
                .into_any()
            } else {
                view! {
                    <div class="nothing">
                        <div class="empty">
                            {icon(Icon::Search)}
                            <h2>{lang.t(ListKey::NothingFits)}</h2>
                            <p>{lang.t(ListKey::NothingFitsText)}</p>
                            <button
                                type="button"
                                class="btn"
                                on:click=move |_| nav.go(&Route::to(Screen::Worklist))
                            >
                                {lang.t(ListKey::ClearFilters)}
                            </button>
                        </div>
                    </div>
                }
                .into_any()
            }
        })
    }
}

/// What stands here before there is a result.
#[component]
fn NoList() -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let workspace: Workspace = expect_context();
    let busy = move || {
        matches!(
            workspace.state.get(),
            RunState::Reading | RunState::Reconciling
        )
    };
    view! {
        <section class="page">
            <crate::intake::Failure />
            <div class="empty">
                {icon(Icon::Worklist)}
                <h2>{lang.t(OverviewKey::NothingYet)}</h2>
                {move || {
                    if busy() {
                        view! { <p>{lang.t(OverviewKey::Working)}</p> }.into_any()
                    } else {
                        view! {
                            <p>{lang.t(OverviewKey::NothingYetText)}</p>
                            <div class="row wrap">
                                <button
                                    type="button"
                                    class="btn primary"
                                    on:click=move |_| shell.choose_files()
                                >
                                    {lang.t(IntakeKey::ChooseFiles)}
                                </button>
                                <button
                                    type="button"
                                    class="btn"
                                    on:click=move |_| workspace.open_sample_day()
                                >
                                    {lang.t(IntakeKey::SampleDay)}
                                </button>
                            </div>
                        }
                            .into_any()
                    }
                }}
            </div>
        </section>
    }
}
