//! The command palette: find a row or do something, by typing.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use tieout_engine::outcome::Outcome;
use tieout_engine::worklist::{Item, Query};

use crate::locales::domain::{OUTCOMES, beside};
use crate::locales::numbers::{count, delta};
use crate::locales::{IntakeKey, Lang, Locale, ShellKey, Words};
use crate::places::{BooksPlace, BooksView, ReportView};
use crate::route::{Nav, Route, Screen};
use crate::shell::ShellState;
use crate::theme::Theme;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, icon};
use crate::workspace::{RunState, Workspace};

/// Rows shown of those that fit what was typed.
const ROWS_SHOWN: u64 = 6;
/// Typing rests this long before rows are looked for.
const PAUSE: Duration = Duration::from_millis(120);

/// Something the palette can do.
#[derive(Clone, PartialEq, Debug)]
enum Act {
    Go(Box<Route>),
    ChooseFiles,
    ChooseFolder,
    SampleDay,
    Reconcile,
    Cancel,
    Language,
    Theme,
    Keys,
    Proof,
}

/// A line of the palette.
#[derive(Clone, PartialEq, Debug)]
struct Entry {
    icon: Icon,
    text: String,
    sub: String,
    end: String,
    act: Act,
}

/// Where a case-blind find stands in a text, in bytes.
fn find_in(text: &str, typed: &str) -> Option<(usize, usize)> {
    if typed.is_empty() {
        return None;
    }
    let at = text.to_lowercase().find(&typed.to_lowercase())?;
    let end = at + typed.len();
    // Lower case can change lengths: then the place is not marked.
    (text.is_char_boundary(at) && end <= text.len() && text.is_char_boundary(end))
        .then_some((at, end))
}

fn fits(entry: &Entry, typed: &str) -> bool {
    typed.is_empty()
        || entry.text.to_lowercase().contains(&typed.to_lowercase())
        || entry.sub.to_lowercase().contains(&typed.to_lowercase())
}

fn row_entry(item: &Item, locale: Locale) -> Entry {
    let both = [item.outcome.word(locale), beside(item.outcome, locale)].join(" ");
    let mut query = Query {
        text: item.key.clone(),
        ..Query::default()
    };
    if !item.outcome.is_exception() {
        query.outcomes = vec![item.outcome];
    }
    Entry {
        icon: crate::worklist::outcome_icon(item.outcome),
        text: item.key.clone(),
        sub: [both.trim(), &item.channel].join(" · "),
        end: delta(&item.delta),
        act: Act::Go(Box::new(Route {
            case: Some(item.handle),
            ..Route::list(query)
        })),
    }
}

/// A part of a screen: `Books: Pending clearing`.
fn within(screen: Screen, part: impl Words, locale: Locale) -> String {
    let colon = locale.pick(": ", "：");
    format!("{}{colon}{}", screen.name().word(locale), part.word(locale))
}

/// Commands that make sense now.
fn commands(state: RunState, counts: &[(Outcome, u64)], locale: Locale) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |icon, text: String, end: String, act| {
        entries.push(Entry {
            icon,
            text,
            sub: String::new(),
            end,
            act,
        });
    };
    for &(outcome, n) in counts {
        let text = match locale {
            Locale::En => format!("Show only: {}", outcome.word(locale).to_lowercase()),
            Locale::Zh => format!("只看{}", outcome.word(locale)),
        };
        let query = Query {
            outcomes: vec![outcome],
            ..Query::default()
        };
        add(
            Icon::Filter,
            text,
            count(n),
            Act::Go(Box::new(Route::list(query))),
        );
    }
    for screen in Screen::ALL {
        let name = screen.name().word(locale);
        let text = match locale {
            Locale::En => format!("Go to {name}"),
            Locale::Zh => format!("前往{name}"),
        };
        let end = format!("g {}", screen.letter());
        add(
            screen.icon(),
            text,
            end,
            Act::Go(Box::new(Route::to(screen))),
        );
    }
    if state == RunState::Done {
        for view in BooksView::ALL {
            let place = BooksPlace {
                view,
                ..BooksPlace::default()
            };
            let text = within(Screen::Books, view.name(), locale);
            let act = Act::Go(Box::new(Route::books(place, false)));
            add(Icon::Books, text, String::new(), act);
        }
        for report in ReportView::ALL {
            let text = within(Screen::Reports, report.name(), locale);
            add(
                Icon::Reports,
                text,
                String::new(),
                Act::Go(Box::new(Route::report(report))),
            );
        }
    }
    let word = |key: ShellKey| key.word(locale).to_owned();
    let none = String::new;
    let choose = IntakeKey::ChooseFiles.word(locale).to_owned();
    add(Icon::File, choose, none(), Act::ChooseFiles);
    let folder = IntakeKey::ChooseFolder.word(locale).to_owned();
    add(Icon::Folder, folder, none(), Act::ChooseFolder);
    let sample = IntakeKey::SampleDay.word(locale).to_owned();
    add(Icon::Intake, sample, none(), Act::SampleDay);
    match state {
        RunState::Reading | RunState::Reconciling => {
            add(Icon::Close, word(ShellKey::Cancel), none(), Act::Cancel);
        }
        RunState::Done | RunState::Cancelled | RunState::Failed => {
            add(
                Icon::Swap,
                word(ShellKey::ReconcileAgain),
                none(),
                Act::Reconcile,
            );
        }
        RunState::Idle => {}
    }
    add(
        Icon::Settings,
        word(ShellKey::SwitchLanguage),
        none(),
        Act::Language,
    );
    add(Icon::Moon, word(ShellKey::Theme), none(), Act::Theme);
    add(
        Icon::Search,
        word(ShellKey::Keys),
        "?".to_owned(),
        Act::Keys,
    );
    add(Icon::Lock, word(ShellKey::ProofTitle), none(), Act::Proof);
    entries
}

fn counts_of(summary: &tieout_engine::worklist::Summary) -> Vec<(Outcome, u64)> {
    OUTCOMES
        .into_iter()
        .filter(|outcome| outcome.is_exception())
        .filter_map(|outcome| {
            let lines = summary.ageing.iter().filter(|line| line.outcome == outcome);
            let n: u64 = lines.map(|line| line.buckets.iter().sum::<u64>()).sum();
            (n > 0).then_some((outcome, n))
        })
        .collect()
}

/// The palette itself.
#[component]
pub fn Palette() -> impl IntoView {
    let lang = Lang::current();
    let open = ShellState::current().palette;
    view! {
        <Dialog
            open=open
            class="palette"
            label=lang.signal(ShellKey::FindOrDo)
        >
            <PaletteBody />
        </Dialog>
    }
}

#[component]
fn PaletteBody() -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let workspace: Workspace = expect_context();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let rows = rows_found(workspace, shell, typed);
    let actions = Memo::new(move |_| {
        let locale = lang.get();
        let counts = workspace
            .summary
            .with(|summary| summary.as_deref().map(counts_of).unwrap_or_default());
        let mut entries = commands(workspace.state.get(), &counts, locale);
        typed.with(|typed| entries.retain(|entry| fits(entry, typed.trim())));
        entries
    });
    let found = Memo::new(move |_| {
        let locale = lang.get();
        let rows: Vec<_> =
            rows.with(|rows| rows.iter().map(|row| row_entry(row, locale)).collect());
        (rows, actions.get())
    });
    let perform = performer();
    let choose = move |n: usize| {
        let act = found.with_untracked(|(rows, actions)| {
            rows.iter()
                .chain(actions)
                .nth(n)
                .map(|entry| entry.act.clone())
        });
        if let Some(act) = act {
            shell.palette.set(false);
            perform(act);
        }
    };
    let steer = move |event: leptos::ev::KeyboardEvent| {
        let last = found
            .with_untracked(|(rows, actions)| rows.len() + actions.len())
            .saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = if *at >= last { 0 } else { *at + 1 }),
            "ArrowUp" => at.update(|at| *at = at.checked_sub(1).unwrap_or(last)),
            "Enter" => choose(at.get_untracked()),
            _ => return,
        }
        event.prevent_default();
        show_option(at.get_untracked());
    };
    let input: NodeRef<html::Input> = NodeRef::new();
    Effect::new(move || {
        if let Some(input) = input.get() {
            // A field that cannot take the focus is no use either way.
            let _ = input.focus();
        }
    });
    let empty = move || found.with(|(rows, actions)| rows.is_empty() && actions.is_empty());
    view! {
        <div class="q">
            {icon(Icon::Search)}
            <input
                node_ref=input
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="palette-found"
                aria-activedescendant=move || format!("palette-{}", at.get())
                aria-label=lang.t(ShellKey::PaletteHint)
                placeholder=lang.t(ShellKey::PaletteHint)
                autocomplete="off"
                spellcheck="false"
                prop:value=typed
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    at.set(0);
                }
                on:keydown=steer
            />
            <kbd>"Esc"</kbd>
        </div>
        <div class="found" id="palette-found" role="listbox" aria-label=lang.t(ShellKey::Results)>
            {move || {
                let (rows, actions) = found.get();
                let typed = typed.get();
                let first_action = rows.len();
                view! {
                    {part(lang.t(ShellKey::PaletteRows)(), rows, 0, &typed, at, choose)}
                    {part(lang.t(ShellKey::PaletteDo)(), actions, first_action, &typed, at, choose)}
                }
            }}
            <Show when=empty>
                <p class="none">{lang.t(ShellKey::PaletteNone)}</p>
            </Show>
        </div>
        <div class="keys">
            <span><kbd>"↑"</kbd><kbd>"↓"</kbd>{lang.t(ShellKey::KeyMove)}</span>
            <span><kbd>"Enter"</kbd>{lang.t(ShellKey::KeyOpen)}</span>
            <span><kbd>"Esc"</kbd>{lang.t(ShellKey::KeyClose)}</span>
        </div>
    }
}

/// Exceptions whose number contains what is typed, a moment after it was typed.
fn rows_found(
    workspace: Workspace,
    shell: ShellState,
    typed: RwSignal<String>,
) -> RwSignal<Vec<Item>> {
    let rows = RwSignal::new(Vec::new());
    let asked = StoredValue::new(0_u64);
    Effect::new(move || {
        let text = typed.with(|typed| typed.trim().to_owned());
        asked.update_value(|n| *n += 1);
        let ask = asked.get_value();
        if text.is_empty() || workspace.summary.with(Option::is_none) {
            rows.set(Vec::new());
            return;
        }
        let current = move || asked.try_get_value() == Some(ask);
        set_timeout(
            move || {
                if !current() {
                    return;
                }
                leptos::task::spawn_local(async move {
                    let query = Query {
                        text,
                        ..Query::default()
                    };
                    let listing = workspace.list(query).await;
                    let found = workspace.page(0, ROWS_SHOWN.min(listing.total)).await;
                    shell.listed_elsewhere.update(|n| *n += 1);
                    if current() {
                        rows.set(found);
                    }
                });
            },
            PAUSE,
        );
    });
    rows
}

fn performer() -> impl Fn(Act) + Copy {
    let nav = Nav::current();
    let shell = ShellState::current();
    let lang = Lang::current();
    let theme = Theme::current();
    let workspace: Workspace = expect_context();
    move |act| match act {
        Act::Go(route) => nav.go(&route),
        Act::ChooseFiles => shell.choose_files(),
        Act::ChooseFolder => shell.choose_folder(),
        Act::SampleDay => workspace.open_sample_day(),
        Act::Reconcile => workspace.reconcile(),
        Act::Cancel => workspace.cancel(),
        Act::Language => lang
            .0
            .update(|locale| *locale = locale.pick(Locale::Zh, Locale::En)),
        Act::Theme => theme.turn(),
        Act::Keys => shell.keys.set(true),
        Act::Proof => shell.proof.set(true),
    }
}

fn part(
    head: &'static str,
    entries: Vec<Entry>,
    first: usize,
    typed: &str,
    at: RwSignal<usize>,
    choose: impl Fn(usize) + Copy + 'static,
) -> Option<AnyView> {
    if entries.is_empty() {
        return None;
    }
    let lines = entries
        .into_iter()
        .enumerate()
        .map(|(n, entry)| {
            let n = first + n;
            view! {
                <li
                    id=format!("palette-{n}")
                    role="option"
                    aria-selected=move || (at.get() == n).to_string()
                    on:click=move |_| choose(n)
                    on:pointermove=move |_| at.set(n)
                >
                    {icon(entry.icon)}
                    <span>{marked(&entry.text, typed)} " " <span class="sub">{entry.sub}</span></span>
                    <span class="end n">{entry.end}</span>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <h4 role="presentation">{head}</h4>
            <ul role="group" aria-label=head>{lines}</ul>
        }
        .into_any(),
    )
}

fn marked(text: &str, typed: &str) -> AnyView {
    match find_in(text, typed.trim()) {
        Some((from, to)) => view! {
            {text[..from].to_owned()}
            <b>{text[from..to].to_owned()}</b>
            {text[to..].to_owned()}
        }
        .into_any(),
        None => text.to_owned().into_any(),
    }
}

fn show_option(n: usize) {
    if let Some(option) = document().get_element_by_id(&format!("palette-{n}")) {
        option.scroll_into_view_with_scroll_into_view_options(&{
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            options
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_found_whatever_its_case() {
        assert_eq!(find_in("0302-DROPPED-01", "dropp"), Some((5, 10)));
        assert_eq!(find_in("掉单 C1", "c1"), Some((7, 9)));
        assert_eq!(find_in("abc", ""), None);
        // İ is longer in lower case: no place is marked beyond the text.
        assert_eq!(find_in("İx", "i̇x"), None);
    }

    #[test]
    fn a_running_day_can_be_stopped_and_a_finished_one_reconciled_again() {
        let acts = |state| -> Vec<Act> {
            let entries = commands(state, &[], Locale::En);
            entries.into_iter().map(|entry| entry.act).collect()
        };
        assert!(acts(RunState::Reading).contains(&Act::Cancel));
        assert!(!acts(RunState::Reading).contains(&Act::Reconcile));
        assert!(acts(RunState::Done).contains(&Act::Reconcile));
        assert!(!acts(RunState::Idle).contains(&Act::Cancel));
    }

    #[test]
    fn outcomes_that_occur_can_be_shown_alone() {
        let entries = commands(RunState::Done, &[(Outcome::DroppedOrder, 5)], Locale::En);
        let shown = entries.iter().find(|entry| fits(entry, "dropp"));
        assert_eq!(shown.map(|entry| entry.end.as_str()), Some("5"));
    }
}
