//! The pane of one case: status, order, delta, why, both sides, original lines, candidates.

use leptos::prelude::*;
use tieout_engine::worklist::{Detail, RowView};

use super::case::{Case, Field, RowLine, Sides, Value, case, cut_at_marks, marks_of};
use super::decide::{Deciding, DecisionSection, PairCase, PairedSection, pair_button};
use super::list_state::ListState;
use super::nearest::Nearest;
use crate::locales::numbers::count;
use crate::locales::{CaseKey, Lang, Locale, ShellKey, Words};
use crate::shell::ShellState;
use crate::ui::icon::{Icon, icon};
use crate::workspace::Workspace;

/// Rows of a side whose original lines are fetched at once.
const ORIGINALS: usize = 12;

/// The pane of the case that the address names.
#[component]
pub fn CasePane(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let opened = RwSignal::new(None::<Option<Detail>>);
    let asked = StoredValue::new(0_u64);
    Effect::new(move || {
        workspace.generation.track();
        let Some(handle) = list.case.get() else {
            return;
        };
        asked.update_value(|n| *n += 1);
        let ask = asked.get_value();
        leptos::task::spawn_local(async move {
            let detail = workspace.open(handle).await;
            if asked.try_get_value() == Some(ask) {
                opened.set(Some(detail));
            }
        });
    });
    view! {
        <aside class="pane" tabindex="0" aria-label=move || case_label(&opened.read(), lang.get()) data-testid="case-pane">
            {move || match opened.get() {
                None => ().into_any(),
                Some(None) => {
                    view! {
                        <div class="empty">
                            <p>{lang.t(CaseKey::Gone)}</p>
                            <button type="button" class="btn" on:click=move |_| list.close()>
                                {lang.t(ShellKey::Back)}
                            </button>
                        </div>
                    }
                        .into_any()
                }
                Some(Some(detail)) => view! { <CaseBody detail=detail list=list /> }.into_any(),
            }}
        </aside>
    }
}

fn case_label(opened: &Option<Option<Detail>>, locale: Locale) -> String {
    match opened {
        Some(Some(detail)) => format!("{} {}", detail.item.outcome.word(locale), detail.item.key),
        _ => String::new(),
    }
}

#[component]
fn CaseBody(detail: Detail, list: ListState) -> impl IntoView {
    let lang = Lang::current();
    let deciding = Deciding::current();
    let detail = StoredValue::new(detail);
    let shown = Memo::new(move |_| detail.with_value(|detail| case(detail, lang.get())));
    let rows = detail.with_value(|detail| {
        let all = detail
            .left
            .iter()
            .take(ORIGINALS)
            .chain(detail.right.iter().take(ORIGINALS));
        all.filter(|row| row.place.is_some())
            .cloned()
            .collect::<Vec<_>>()
    });
    let differing = detail.with_value(|detail| detail.differing.clone());
    view! {
            <div class="case">
                <Head shown=shown list=list />
                {move || why(&shown.read(), lang.get())}
                {move || both_sides(&shown.read(), lang.get())}
                <Originals rows=rows differing=differing />
                {move || {
                    let pairs = detail.with_value(|detail| detail.candidate_pairs.clone());
                    let case = detail.with_value(PairCase::of);
                    let locale = lang.get();
    let pair = |told: (Vec<String>, String)| pair_button(deciding, &case, told, locale);
                    candidates(&shown.read(), pairs, pair, locale)
                }}
                <PairedSection detail=detail />
                <Nearest detail=detail />
                <DecisionSection detail=detail />
            </div>
        }
}

#[component]
fn Head(shown: Memo<Case>, list: ListState) -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let position = move || {
        let at = count(list.cursor.get() + 1);
        format!("{at} / {}", count(list.total()))
    };
    view! {
        <header>
            <div class="line">
                {move || {
                    let case = shown.read();
                    view! {
                        <span class=case.class.clone()>
                            {icon(case.icon)} {case.outcome} " " <span class="tail" lang="zh">{case.beside}</span>
                        </span>
                        <span class="sub">{case.place.clone()}</span>
                    }
                }}
                <span class="end row">
                    <span class="sub n">{position}</span>
                    <button
                        type="button"
                        class="btn quiet icon small"
                        aria-label=lang.t(CaseKey::Previous)
                        on:click=move |_| list.step(-1, false)
                    >
                        {icon(Icon::Left)}
                    </button>
                    <button
                        type="button"
                        class="btn quiet icon small"
                        aria-label=lang.t(CaseKey::Next)
                        on:click=move |_| list.step(1, false)
                    >
                        {icon(Icon::Right)}
                    </button>
                    <button
                        type="button"
                        class="btn quiet icon small"
                        data-testid="close-case"
                        aria-label=move || {
                            let key = if shell.narrow.get() { ShellKey::Back } else { ShellKey::Close };
                            key.word(lang.get())
                        }
                        on:click=move |_| list.close()
                    >
                        {icon(Icon::Close)}
                    </button>
                </span>
            </div>
            {move || {
                let case = shown.read();
                view! {
                    <div class="figures">
                        <h2>{case.key.clone()}</h2>
                        <div class="figure n">
                            {case.delta.clone()} " " <span class="sub">{case.currency.clone()}</span>
                        </div>
                    </div>
                }
            }}
        </header>
    }
}

fn why(case: &Case, locale: Locale) -> impl IntoView + use<> {
    let rule = case.rule.map(|rule| {
        let text = format!("{} {rule}", CaseKey::Rule.word(locale));
        view! { <p class="rule">{text}</p> }
    });
    view! {
        <section data-testid="case-why">
            <h3>{CaseKey::Why.word(locale)}</h3>
            <p>{case.why.clone()}</p>
            {rule}
        </section>
    }
}

fn both_sides(case: &Case, locale: Locale) -> impl IntoView + use<> {
    let body = match &case.sides {
        Sides::Pair { heads, fields } => pair(heads, fields, locale).into_any(),
        Sides::Rows { heads, lines } => view! {
            {side_lines(&heads[0], &lines[0], locale)}
            {side_lines(&heads[1], &lines[1], locale)}
        }
        .into_any(),
    };
    view! { <section><h3>{CaseKey::BothSides.word(locale)}</h3> {body}</section> }
}

fn pair(heads: &[String; 2], fields: &[Field], locale: Locale) -> impl IntoView + use<> {
    let gone = |side: usize| {
        fields
            .iter()
            .all(|field| field.values[side] == Value::NoColumn)
    };
    let missing = [gone(0), gone(1)];
    let lines = fields.iter().map(|field| {
        let class = if field.figure { "n" } else { "" };
        let cells = field.values.clone().map(|value| match value {
            Value::Text(text) => view! { <td class=class>{text}</td> }.into_any(),
            Value::NoColumn => {
                view! { <td class=class><span class="dim">"–"</span></td> }.into_any()
            }
            Value::Empty => {
                let empty = CaseKey::Empty.word(locale);
                view! { <td class=class><span class="dim">{empty}</span></td> }.into_any()
            }
        });
        let mark = field.differs.then(|| {
            view! { {icon(Icon::Differs)} <span class="vh">{CaseKey::Differs.word(locale)}</span> }
        });
        view! {
            <tr class:diff=field.differs>
                <th scope="row">{field.label.clone()} {mark}</th>
                {cells}
            </tr>
        }
    });
    let heads = heads.iter().zip(missing).map(|(head, gone)| {
        let none = gone.then(|| format!(" ({})", CaseKey::NoRow.word(locale)));
        view! { <th>{head.clone()} {none}</th> }
    });
    view! {
        <table class="pair">
            <thead><tr><th><span class="vh">{CaseKey::BothSides.word(locale)}</span></th>{heads.collect_view()}</tr></thead>
            <tbody>{lines.collect_view()}</tbody>
        </table>
    }
}

fn side_lines(head: &str, lines: &[RowLine], locale: Locale) -> impl IntoView + use<> {
    let none = lines
        .is_empty()
        .then(|| view! { <tr><td class="dim">{CaseKey::NoRow.word(locale)}</td></tr> });
    let rows = lines.iter().map(|line| {
        let note = (!line.counts).then(|| {
            view! { <div class="sub">{CaseKey::DoesNotCount.word(locale)}</div> }
        });
        view! {
            <tr class:off=!line.counts>
                <td>{line.number.clone()} <div class="sub">{line.facts.clone()}</div> {note}</td>
                <td class="n">{line.amount.clone()}</td>
            </tr>
        }
    });
    view! {
        <table class="pair lines">
            <thead><tr><th>{head.to_owned()}</th><th class="n">{count(lines.len() as u64)}</th></tr></thead>
            <tbody>{none} {rows.collect_view()}</tbody>
        </table>
    }
}

/// The original lines of the case's rows, fetched from their files.
#[component]
fn Originals(rows: Vec<RowView>, differing: Vec<String>) -> impl IntoView {
    let lang = Lang::current();
    if rows.is_empty() {
        return ().into_any();
    }
    let lines = rows
        .into_iter()
        .map(|row| {
            let marks = marks_of(&row, &differing);
            view! { <OriginalLine row=row marks=marks /> }
        })
        .collect_view();
    view! {
        <section data-testid="original-lines">
            <h3>{lang.t(CaseKey::OriginalLines)}</h3>
            <div class="raw">{lines}</div>
        </section>
    }
    .into_any()
}

#[component]
fn OriginalLine(row: RowView, marks: Vec<String>) -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let place = row.place;
    let label = place.as_ref().map_or_else(String::new, |place| {
        format!("{}:{}", place.file, place.line)
    });
    let text = LocalResource::new(move || {
        let place = place.clone();
        async move { workspace.original(place?).await }
    });
    view! {
        <div>
            <span class="ln">{label}</span>
            "  "
            {move || match text.get() {
                None => ().into_any(),
                Some(None) => view! { <span class="dim">{lang.t(CaseKey::OriginalGone)}</span> }.into_any(),
                Some(Some(text)) => {
                    cut_at_marks(&text, &marks)
                        .into_iter()
                        .map(|(part, marked)| {
                            if marked {
                                view! { <mark>{part}</mark> }.into_any()
                            } else {
                                part.into_any()
                            }
                        })
                        .collect_view()
                        .into_any()
                }
            }}
        </div>
    }
}

fn candidates(
    case: &Case,
    pairs: Vec<Vec<String>>,
    pair: impl Fn((Vec<String>, String)) -> Option<AnyView>,
    locale: Locale,
) -> Option<AnyView> {
    (!case.candidates.is_empty()).then(|| {
        let mut pairs = pairs.into_iter();
        let each = case.candidates.iter().map(|rows| {
            let numbers: Vec<&str> = rows.iter().map(|row| row.number.as_str()).collect();
            let button = pair((pairs.next().unwrap_or_default(), numbers.join(", ")));
            let rows = rows.iter().map(|row| {
                view! {
                    <div class="row">
                        <span>{row.number.clone()} " " <span class="sub">{row.facts.clone()}</span></span>
                        <span class="n">{row.amount.clone()}</span>
                    </div>
                    <span class="sub">{row.place.clone()}</span>
                }
            });
            view! { <li>{rows.collect_view()} {button}</li> }
        });
        let each = each.collect_view();
        view! {
            <section>
                <h3>{CaseKey::Candidates.word(locale)}</h3>
                <p>{CaseKey::CandidatesText.word(locale)}</p>
                <ol class="cand">{each}</ol>
            </section>
        }
        .into_any()
    })
}
