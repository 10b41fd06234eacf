//! What is wrong with a file: whole-file problems, totals that disagree, refused rows with
//! their raw lines.

use std::sync::Arc;

use leptos::prelude::*;
use tieout_statement::{FileProblem, FileReport, Reason, RejectedRow};

use super::file_line::{file_line, place_in_line, wants_mapping};
use super::{AskedFile, MappedFile};
use crate::locales::numbers::{count, rows};
use crate::locales::problems::{file_problem, place, reason};
use crate::locales::{IntakeKey, Lang, Locale, MapKey};
use crate::shell::ShellState;
use crate::ui::icon::{Icon, icon};
use crate::workspace::Workspace;

/// Refused rows shown before anyone asks for more.
const SHOWN_AT_FIRST: usize = 3;
/// Rows more at each asking.
const MORE: usize = 50;

/// The problems of a file.
#[component]
pub fn FileProblems(
    /// The file.
    name: String,
    /// The file whose first rows are shown.
    previewed: RwSignal<Option<String>>,
) -> impl IntoView {
    let workspace: Workspace = expect_context();
    let report = {
        let name = name.clone();
        Memo::new(move |_| {
            workspace.files.with(|files| {
                let file = files.iter().find(|file| file.name == name);
                file.and_then(|file| Some((Arc::clone(file.report.as_ref()?), file.rows_rejected)))
            })
        })
    };
    move || {
        report.get().map(|(report, refused)| {
            view! {
                <Problems
                    name=name.clone()
                    report=report
                    refused=refused
                    previewed=previewed
                />
            }
        })
    }
}

#[component]
fn Problems(
    name: String,
    report: Arc<FileReport>,
    refused: u64,
    previewed: RwSignal<Option<String>>,
) -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let whole = {
        let report = Arc::clone(&report);
        move || {
            let locale = lang.get();
            let lines = report.problems.iter().map(|problem| {
                let words = file_problem(problem, locale);
                view! { <div><b>{words.wrong}</b> " " {words.expected}</div> }
            });
            lines.collect_view()
        }
    };
    let is_locked = |problem: &FileProblem| {
        matches!(
            problem,
            FileProblem::NeedsPassword | FileProblem::WrongPassword
        )
    };
    let locked = report.problems.iter().any(is_locked);
    let stated = stated_totals(&name, lang);
    let rows_shown =
        view! { <RefusedRows name=name.clone() report=Arc::clone(&report) refused=refused /> };
    let mapped: MappedFile = expect_context();
    let maps = name.clone();
    let asked: AskedFile = expect_context();
    let assumes = |problem: &FileProblem| {
        matches!(
            problem,
            FileProblem::Assumed { .. } | FileProblem::YearOpen { .. }
        )
    };
    let of = name.clone();
    let say = report.problems.iter().any(assumes).then(|| {
        view! {
            <button
                type="button"
                class="btn"
                data-testid="say-how"
                on:click=move |_| asked.0.set(Some(of.clone()))
            >
                {lang.t(MapKey::HowFileRead)}
            </button>
        }
    });
    let mapping = wants_mapping(&report);
    let map = mapping.then(|| {
        view! {
            <button
                type="button"
                class="btn primary"
                data-testid="map-file"
                on:click=move |_| mapped.open(maps.clone())
            >
                {lang.t(MapKey::MapColumns)}
            </button>
        }
    });
    let (replaced, shown) = (name.clone(), name);
    view! {
        <div class="problem">
            {whole}
            {locked.then(|| view! { <Unlock /> })}
            {stated}
            {rows_shown}
            <div class="row wrap">
                {map}
                {say}
                <button
                    type="button"
                    class="btn"
                    class:primary=!mapping
                    on:click=move |_| shell.choose_replacement(&replaced)
                >
                    {lang.t(IntakeKey::ReplaceFile)}
                </button>
                <button
                    type="button"
                    class="btn"
                    on:click=move |_| previewed.set(Some(shown.clone()))
                >
                    {lang.t(IntakeKey::ShowFile)}
                </button>
            </div>
        </div>
    }
}

/// Asks for the password of a locked archive.
#[component]
fn Unlock() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let password = RwSignal::new(String::new());
    let unlock = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if workspace.unlock(&password.get_untracked()) {
            password.set(String::new());
        }
    };
    view! {
        <form class="row wrap" on:submit=unlock>
            <input
                class="input"
                type="password"
                autocomplete="off"
                data-testid="archive-password"
                aria-label=lang.t(IntakeKey::Password)
                placeholder=lang.t(IntakeKey::Password)
                prop:value=password
                on:input=move |event| password.set(event_target_value(&event))
            />
            <button class="btn primary" type="submit">
                {lang.t(IntakeKey::Unlock)}
            </button>
            <span class="mut">{lang.t(IntakeKey::PasswordStays)}</span>
        </form>
    }
}

/// Totals that the file states, where there are any.
fn stated_totals(name: &str, lang: Lang) -> impl IntoView + use<> {
    let workspace: Workspace = expect_context();
    let name = name.to_owned();
    move || {
        let lines = workspace.files.with(|files| {
            let file = files.iter().find(|file| file.name == name);
            file.map(|file| file_line(file, lang.get()).stated)
        })?;
        if lines.is_empty() {
            return None;
        }
        let lines = lines.into_iter().map(|line| {
            let (class, picture) = if line.agrees {
                ("badge is-tied", Icon::Tied)
            } else {
                ("badge is-except", Icon::Differs)
            };
            view! { <li><span class=class>{icon(picture)}</span> {line.text}</li> }
        });
        Some(view! {
            <div>
                <b>{lang.t(IntakeKey::StatedTotals)}</b>
                <ul class="stated tab">{lines.collect_view()}</ul>
            </div>
        })
    }
}

#[component]
fn RefusedRows(name: String, report: Arc<FileReport>, refused: u64) -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let first: Vec<RejectedRow> = report
        .rows_rejected
        .iter()
        .take(SHOWN_AT_FIRST)
        .cloned()
        .collect();
    let shown = RwSignal::new(first);
    let left = move || refused.saturating_sub(shown.with(|shown| shown.len() as u64));
    let read = report.rows_read;
    let name = StoredValue::new(name);
    let more = move |_| {
        let from = shown.with_untracked(Vec::len) as u64;
        leptos::task::spawn_local(async move {
            let name = name.get_value();
            let next = workspace.rejected(name, from, MORE as u64).await;
            shown.try_update(|shown| {
                // Asked for twice at once, the same rows come twice.
                if shown.len() as u64 == from {
                    shown.extend(next);
                }
            });
        });
    };
    let other_rows = move || {
        (refused > 0 && read > 0).then(|| match lang.get() {
            Locale::En => format!(
                "The other {} are read; what is refused is left out of every total until the file is replaced.",
                rows(read, Locale::En)
            ),
            Locale::Zh => format!("其余 {} 行已读取；拒收的行在替换文件之前不计入任何合计。", count(read)),
        })
    };
    view! {
        <For each=move || shown.get() key=|row| (row.line, row.column.clone()) let(row)>
            <RefusedRow name=name.get_value() row=row />
        </For>
        <Show when=move || { left() > 0 }>
            <div>
                <button type="button" class="link" on:click=more>
                    {move || match lang.get() {
                        Locale::En => format!("Show more of the {} left", count(left())),
                        Locale::Zh => format!("再显示一些，还有 {} 行", count(left())),
                    }}
                </button>
            </div>
        </Show>
        <div class="mut">{other_rows}</div>
    }
}

#[component]
fn RefusedRow(name: String, row: RejectedRow) -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let line = row.line;
    let around = LocalResource::new(move || {
        let name = name.clone();
        async move { workspace.lines_around(&name, line).await }
    });
    let at_fault = text_at_fault(&row.reason);
    let raw = move || {
        let lines = around.get()?;
        if lines.is_empty() {
            return None;
        }
        let lines = lines.into_iter().map(|(n, text)| {
            let place = at_fault
                .as_deref()
                .filter(|_| n == line)
                .and_then(|fault| place_in_line(&text, fault));
            let text = match place {
                Some((from, to)) => view! {
                    {text[..from].to_owned()}
                    <mark>{text[from..to].to_owned()}</mark>
                    {text[to..].to_owned()}
                }
                .into_any(),
                None => text.into_any(),
            };
            view! { <div><span class="ln">{n}</span> "  " {text}</div> }
        });
        Some(view! {
            <div class="raw" tabindex="0" role="region" aria-label=lang.t(IntakeKey::RawLines)>
                {lines.collect_view()}
            </div>
        })
    };
    view! {
        <div class="stack" data-testid="refused-row">
            <div>
                {move || {
                    let locale = lang.get();
                    let words = reason(&row.reason, locale);
                    let colon = locale.pick(": ", "：");
                    let head = format!("{}{colon}{}", place(line, row.column.as_deref(), locale), words.wrong);
                    view! { <b>{head}</b> " " {words.expected} }
                }}
            </div>
            {raw}
        </div>
    }
}

/// The text in the line that a reason is about.
fn text_at_fault(reason: &Reason) -> Option<String> {
    match reason {
        Reason::UnknownWord { text, .. }
        | Reason::NotACurrency { text }
        | Reason::NotAnAmount { text }
        | Reason::DigitsLost { text }
        | Reason::TooManyDecimals { text, .. }
        | Reason::AmountOutOfRange { text }
        | Reason::NotATime { text }
        | Reason::OpenDate { text }
        | Reason::NotADate { text, .. }
        | Reason::Malformed { text, .. } => Some(text.clone()),
        Reason::Empty
        | Reason::CellCount { .. }
        | Reason::UnclosedQuote
        | Reason::NotText { .. } => None,
    }
}
