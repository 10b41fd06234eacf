//! Where the run stands, on every screen: a hook, a short line, and what readers hear.

use leptos::prelude::*;

use crate::locales::numbers::{bytes_of, percent, rate, rows, time_left};
use crate::locales::{IntakeKey, Lang, Locale, ShellKey};
use crate::route::{Nav, Screen};
use crate::ui::progress::{BarState, ProgressBar};
use crate::workspace::{Progress, RunState, Workspace};

/// How far a run is, in percent.
#[must_use]
pub fn run_percent(state: RunState, progress: &Progress) -> u64 {
    match state {
        RunState::Reading => percent(progress.bytes, progress.bytes_total),
        RunState::Reconciling => percent(progress.rows, progress.rows_total),
        _ => 0,
    }
}

/// How far a run is, in words: rows, bytes, rate, time left.
#[must_use]
pub fn run_line(state: RunState, progress: &Progress, locale: Locale) -> String {
    let mut parts = Vec::new();
    match state {
        RunState::Reading => {
            parts.push(rows(progress.rows, locale));
            parts.push(bytes_of(progress.bytes, progress.bytes_total, locale));
        }
        RunState::Reconciling => {
            let placed = crate::locales::numbers::part_of(
                progress.rows.min(progress.rows_total),
                progress.rows_total,
                locale,
            );
            parts.push(match locale {
                Locale::En => format!("{placed} rows"),
                Locale::Zh => format!("{placed} 行"),
            });
        }
        _ => return String::new(),
    }
    if progress.rows_per_second > 0 {
        parts.push(rate(progress.rows_per_second, locale));
    }
    if let Some(left) = progress.left_ms {
        parts.push(time_left(left, locale));
    }
    parts.join(" · ")
}

/// The state in a word or two.
#[must_use]
pub const fn state_word(state: RunState, locale: Locale) -> &'static str {
    match state {
        RunState::Idle => "",
        RunState::Reading => locale.pick("Reading", "读取中"),
        RunState::Reconciling => locale.pick("Reconciling", "对账中"),
        RunState::Done => locale.pick("Reconciled", "对账完成"),
        RunState::Failed => locale.pick("Stopped by a fault", "因故障停止"),
        RunState::Cancelled => locale.pick("Stopped", "已停止"),
    }
}

/// The run's state in the top bar. The intake screen says the same at length, so there the
/// line is for the hook and for readers only.
#[component]
pub fn RunStatus() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let here = Nav::current().screen();
    let busy = move || {
        matches!(
            workspace.state.get(),
            RunState::Reading | RunState::Reconciling
        )
    };
    let shown = Memo::new(move |_| busy() && here.get() != Screen::Intake);
    // Readers hear the state when it changes, not each step of it.
    let said = Memo::new(move |_| state_word(workspace.state.get(), lang.get()));
    view! {
        <div
            class="run"
            data-testid="run-status"
            data-state=move || workspace.state.get().as_str()
        >
            <span class="vh" role="status">{said}</span>
            <Show when=move || shown.get()>
                <ProgressBar
                    percent=Signal::derive(move || {
                        run_percent(workspace.state.get(), &workspace.progress.get())
                    })
                    state=BarState::Running
                    label=lang.signal(IntakeKey::AllFiles)
                />
                <span class="tab wide-only">
                    {move || run_line(workspace.state.get(), &workspace.progress.get(), lang.get())}
                </span>
                <button type="button" class="btn" on:click=move |_| workspace.cancel()>
                    {lang.t(ShellKey::Cancel)}
                </button>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_says_rows_bytes_rate_and_time_left() {
        let progress = Progress {
            bytes: 11_600,
            bytes_total: 17_100,
            rows: 128,
            rows_per_second: 5_800,
            left_ms: Some(400),
            ..Progress::default()
        };
        assert_eq!(
            run_line(RunState::Reading, &progress, Locale::En),
            "128 rows · 11.6 of 17.1 KB · 5,800 rows/s · under 1 s left"
        );
        assert_eq!(run_percent(RunState::Reading, &progress), 67);
    }

    #[test]
    fn a_rate_that_is_not_known_is_not_said() {
        let progress = Progress {
            rows: 5,
            rows_total: 10,
            ..Progress::default()
        };
        assert_eq!(
            run_line(RunState::Reconciling, &progress, Locale::Zh),
            "5 / 10 行"
        );
        assert_eq!(run_line(RunState::Idle, &progress, Locale::En), "");
    }
}
