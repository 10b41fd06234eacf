//! What stands on a screen before there is a result.

use leptos::prelude::*;

use crate::locales::{IntakeKey, Lang, OverviewKey, ShellKey};
use crate::route::{Nav, Route, Screen};
use crate::shell::ShellState;
use crate::shell::run_status::{run_line, run_percent};
use crate::ui::icon::{Icon, icon};
use crate::ui::progress::{BarState, ProgressBar};
use crate::workspace::{RunState, Workspace};

/// What stands here before there is a result: nothing yet, under way, stopped, failed.
#[component]
pub fn NoResult(
    /// The screen's picture.
    picture: Icon,
) -> impl IntoView {
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
                    label=lang.signal(IntakeKey::AllFiles)
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
            <div class="empty" data-testid="no-result">
                {icon(picture)}
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
