//! The head of the intake screen: how the reading stands and what can be done about it.

use leptos::prelude::*;

use crate::locales::numbers::{
    bytes, duration, files as files_text, long_date, rows, rows_refused,
};
use crate::locales::{IntakeKey, Lang, Locale, ShellKey, Words};
use crate::route::{Nav, Route, Screen};
use crate::shell::run_status::{run_line, run_percent};
use crate::ui::icon::{Icon, icon};
use crate::ui::progress::{BarState, ProgressBar};
use crate::workspace::{FileOnScreen, Progress, RunState, Workspace};

/// The head in words.
#[derive(Clone, PartialEq, Eq, Debug)]
struct HeadText {
    title: String,
    line: String,
}

/// Decides the head.
fn head_text(
    state: RunState,
    files: &[FileOnScreen],
    progress: &Progress,
    locale: Locale,
) -> HeadText {
    let all = files.len() as u64;
    let read = files.iter().filter(|file| file.report.is_some()).count() as u64;
    let total_rows: u64 = files.iter().map(|file| file.rows_read).sum();
    let refused: u64 = files.iter().map(|file| file.rows_rejected).sum();
    let size: u64 = files.iter().map(|file| file.bytes).sum();
    let title = match (state, locale) {
        (RunState::Reading, Locale::En) => {
            format!(
                "Reading {} of {}",
                (read + 1).min(all),
                files_text(all, locale)
            )
        }
        (RunState::Reading, Locale::Zh) => {
            format!(
                "正在读取第 {} 个，共 {}",
                (read + 1).min(all),
                files_text(all, locale)
            )
        }
        (RunState::Reconciling, Locale::En) => "Reconciling".to_owned(),
        (RunState::Reconciling, Locale::Zh) => "正在对账".to_owned(),
        (RunState::Cancelled, Locale::En) => {
            format!("Stopped with {read} of {} read", files_text(all, locale))
        }
        (RunState::Cancelled, Locale::Zh) => {
            format!("已停止：已读 {read} 个，共 {}", files_text(all, locale))
        }
        (RunState::Failed, _) => ShellKey::WhatHappened.word(locale).to_owned(),
        (_, Locale::En) => format!("{} read", files_text(all, locale)),
        (_, Locale::Zh) => format!("已读 {}", files_text(all, locale)),
    };
    let line = if matches!(state, RunState::Reading | RunState::Reconciling) {
        run_line(state, progress, locale)
    } else {
        let mut parts = vec![rows(total_rows, locale)];
        if refused > 0 {
            parts.push(rows_refused(refused, locale));
        }
        parts.push(bytes(size));
        if state == RunState::Done && progress.elapsed_ms > 0 {
            let took = duration(progress.elapsed_ms, locale);
            parts.push(match locale {
                Locale::En => format!("read and reconciled in {took}"),
                Locale::Zh => format!("读取并对账用时 {took}"),
            });
        }
        parts.join(" · ")
    };
    HeadText { title, line }
}

/// Title, figures, bar, and the buttons of the state.
#[component]
pub fn IntakeHead() -> impl IntoView {
    let lang = Lang::current();
    let nav = Nav::current();
    let workspace: Workspace = expect_context();
    let state = workspace.state;
    let text = Memo::new(move |_| {
        let progress = workspace.progress.get();
        workspace
            .files
            .with(|files| head_text(state.get(), files, &progress, lang.get()))
    });
    let day = move || {
        let date = workspace
            .summary
            .with(|summary| summary.as_ref().map(|day| day.accounting_date.clone()))
            .filter(|date| !date.is_empty());
        date.map(|date| long_date(&date, lang.get()))
    };
    let busy = Memo::new(move |_| matches!(state.get(), RunState::Reading | RunState::Reconciling));
    view! {
        <div class="verdict">
            <div>
                <div class="sub">{day}</div>
                <h1 class="tab">{move || text.with(|text| text.title.clone())}</h1>
                <p class="tab">{move || text.with(|text| text.line.clone())}</p>
            </div>
            <div class="row wrap">
                {move || match state.get() {
                    RunState::Reading | RunState::Reconciling => {
                        view! {
                            <button type="button" class="btn" on:click=move |_| workspace.cancel()>
                                {lang.t(ShellKey::Cancel)}
                            </button>
                        }
                            .into_any()
                    }
                    RunState::Done => {
                        view! {
                            <StartOver />
                            <button
                                type="button"
                                class="btn primary"
                                on:click=move |_| nav.go(&Route::to(Screen::Overview))
                            >
                                {lang.t(IntakeKey::SeeResult)}
                            </button>
                        }
                            .into_any()
                    }
                    _ => {
                        view! {
                            <StartOver />
                            <button
                                type="button"
                                class="btn primary"
                                on:click=move |_| workspace.reconcile()
                            >
                                {lang.t(IntakeKey::Reconcile)}
                            </button>
                        }
                            .into_any()
                    }
                }}
            </div>
        </div>
        <Show when=move || busy.get()>
            <ProgressBar
                percent=Signal::derive(move || run_percent(state.get(), &workspace.progress.get()))
                state=BarState::Running
                label=lang.signal(IntakeKey::AllFiles)
            />
        </Show>
        <Failure />
    }
}

#[component]
fn StartOver() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    view! {
        <button type="button" class="btn quiet" on:click=move |_| workspace.clear()>
            {lang.t(IntakeKey::StartOver)}
        </button>
    }
}

/// What failed and what to do next, when something did.
#[component]
pub fn Failure() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let failure = move || {
        (workspace.state.get() == RunState::Failed)
            .then(|| workspace.failure.get().unwrap_or_default())
    };
    move || {
        failure().map(|text| {
            view! {
                <div class="notice bad" role="alert">
                    {icon(Icon::Risk)}
                    <div class="stack">
                        <b>{lang.t(ShellKey::WhatHappened)}</b>
                        <code class="mono">{text}</code>
                        <span class="mut">{lang.t(ShellKey::FailedNext)}</span>
                    </div>
                </div>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(rows: u64, read: bool) -> FileOnScreen {
        FileOnScreen {
            name: format!("{rows}.csv"),
            bytes: 1_000,
            bytes_read: 0,
            rows_read: rows,
            format: None,
            role: None,
            report: None,
            rows_rejected: u64::from(read),
        }
    }

    #[test]
    fn the_head_counts_files_under_way_from_one() {
        let files = [file(1, false), file(2, false)];
        let text = head_text(RunState::Reading, &files, &Progress::default(), Locale::En);
        assert_eq!(text.title, "Reading 1 of 2 files");
    }

    #[test]
    fn a_finished_head_says_rows_refusals_size_and_time() {
        let files = [file(100, true), file(87, false)];
        let progress = Progress {
            elapsed_ms: 210,
            ..Progress::default()
        };
        let text = head_text(RunState::Done, &files, &progress, Locale::En);
        assert_eq!(
            text.line,
            "187 rows · 1 row refused · 2.0 KB · read and reconciled in 0.2 s"
        );
    }
}
