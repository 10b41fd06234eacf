//! The overview: does the day tie out, where not, and does every row have its place?

mod ageing;
mod ageing_table;
mod card;
mod control;
mod control_table;
mod level;
mod recon_card;
mod verdict;

use leptos::prelude::*;

use crate::intake::Failure;
use crate::locales::reasons::note;
use crate::locales::{IntakeKey, Lang, OverviewKey, ShellKey, Words};
use crate::route::{Nav, Route, Screen};
use crate::shell::ShellState;
use crate::shell::run_status::{run_line, run_percent};
use crate::ui::icon::{Icon, icon};
use crate::ui::progress::{BarState, ProgressBar};
use crate::workspace::{RunState, Workspace};
use ageing_table::AgeingSheet;
pub use card::Meaning;
use control_table::ControlSheet;
use recon_card::ReconciliationCard;
use verdict::verdict;

/// The overview screen.
#[component]
pub fn OverviewScreen() -> impl IntoView {
    let workspace: Workspace = expect_context();
    move || {
        if workspace.summary.with(Option::is_some) {
            view! { <Result /> }.into_any()
        } else {
            view! { <NoResult /> }.into_any()
        }
    }
}

/// The result at a glance.
#[component]
fn Result() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let day = Memo::new(move |_| workspace.summary.get());
    let notes = move || {
        let lines = day.with(|day| {
            let notes = day
                .as_ref()
                .map(|day| day.notes.as_slice())
                .unwrap_or_default();
            notes
                .iter()
                .map(|one| note(one, lang.get()))
                .collect::<Vec<_>>()
        });
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|text| {
                view! {
                    <li class="notice">{icon(Icon::Timing)} <span>{text}</span></li>
                }
            });
            view! { <ul class="notes" aria-label=lang.t(OverviewKey::Notes)>{lines.collect_view()}</ul> }
        })
    };
    let cards = move || {
        let locale = lang.get();
        day.with(|day| {
            let cards = day
                .as_ref()
                .map(|day| day.cards.as_slice())
                .unwrap_or_default();
            cards
                .iter()
                .map(|one| view! { <ReconciliationCard card=card::card(one, locale) /> })
                .collect_view()
        })
    };
    view! {
        <section class="page">
            <Verdict />
            <Failure />
            {notes}
            <div class="cards">{cards}</div>
            <AgeingSheet />
            <ControlSheet />
        </section>
    }
}

/// The verdict sentence and what to do next.
#[component]
fn Verdict() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    move || {
        let day = workspace.summary.get()?;
        let elapsed = workspace.progress.with(|progress| progress.elapsed_ms);
        let words = verdict(&day, elapsed, lang.get());
        let work = words.work.map(|text| {
            view! {
                <a class="btn primary" href=Route::to(Screen::Worklist).href()>
                    {text}
                    <kbd>"g w"</kbd>
                </a>
            }
        });
        Some(view! {
            <div class="verdict" data-testid="verdict" data-balanced=words.balanced.to_string()>
                <div>
                    <div class="sub tab">{words.date_line}</div>
                    <h1>
                        {words.title}
                        {words.risk.map(|risk| view! { <span class="is-risk tab">{risk}</span> })}
                    </h1>
                    <p class="tab">{words.text}</p>
                </div>
                <div class="row wrap">
                    <a class="btn" href=Route::to(Screen::Intake).href()>
                        {lang.t(OverviewKey::ToIntake)}
                    </a>
                    {work}
                </div>
            </div>
        })
    }
}

/// What stands here before there is a result: nothing yet, under way, stopped, failed.
#[component]
fn NoResult() -> impl IntoView {
    let lang = Lang::current();
    let nav = Nav::current();
    let shell = ShellState::current();
    let workspace: Workspace = expect_context();
    let state = workspace.state;
    let busy = Memo::new(move |_| matches!(state.get(), RunState::Reading | RunState::Reconciling));
    let some_files = Memo::new(move |_| !workspace.files.with(Vec::is_empty));
    let under_way = move || {
        view! {
            <h2 class="tab">{move || crate::shell::run_status::state_word(state.get(), lang.get())}</h2>
            <p class="tab">{move || run_line(state.get(), &workspace.progress.get(), lang.get())}</p>
            <div class="wide">
                <ProgressBar
                    percent=Signal::derive(move || {
                        run_percent(state.get(), &workspace.progress.get())
                    })
                    state=BarState::Running
                    label=Signal::derive(move || IntakeKey::AllFiles.word(lang.get()).to_owned())
                />
            </div>
            <p>{lang.t(OverviewKey::Working)}</p>
        }
    };
    let stopped = move || {
        view! {
            <h2>{lang.t(ShellKey::CancelledTitle)}</h2>
            <p>{lang.t(ShellKey::CancelledText)}</p>
            <div class="row wrap">
                <a class="btn" href=Route::to(Screen::Intake).href()>{lang.t(OverviewKey::ToIntake)}</a>
                <button type="button" class="btn primary" on:click=move |_| workspace.reconcile()>
                    {lang.t(IntakeKey::Reconcile)}
                </button>
            </div>
        }
    };
    let nothing = move || {
        view! {
            <h2>{lang.t(OverviewKey::NothingYet)}</h2>
            <p>{lang.t(OverviewKey::NothingYetText)}</p>
            <div class="row wrap">
                <button type="button" class="btn primary" on:click=move |_| shell.choose_files()>
                    {lang.t(IntakeKey::ChooseFiles)}
                </button>
                <button
                    type="button"
                    class="btn"
                    on:click=move |_| {
                        workspace.open_sample_day();
                        nav.go(&Route::to(Screen::Overview));
                    }
                >
                    {lang.t(IntakeKey::SampleDay)}
                </button>
            </div>
        }
    };
    view! {
        <section class="page">
            <Failure />
            <div class="empty">
                {icon(Icon::Overview)}
                {move || {
                    if busy.get() {
                        under_way().into_any()
                    } else if some_files.get() {
                        stopped().into_any()
                    } else {
                        nothing().into_any()
                    }
                }}
            </div>
        </section>
    }
}
