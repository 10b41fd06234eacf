//! The list itself: a grid of a small pool of rows over any number of items.
//!
//! A row of the pool is given another item when it leaves the window; its cells change
//! their texts only. Heights are fixed, so that a row's place is computed, not measured.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use tieout_engine::worklist::{GroupBy, SortBy};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::line::{Heading, Line, heading, line};
use super::list_state::ListState;
use crate::locales::{Lang, ListKey};
use crate::shell::ShellState;
use crate::ui::icon::{Icon, icon, icon_of};
use crate::ui::virtual_rows::{Block, RowKind, Rows, Scrolled};
use crate::workspace::Workspace;

/// Rows kept ready beyond each edge of the window.
const BEYOND: u64 = 6;
/// Heights of a heading and an item; they are the style sheet's.
const WIDE: (i64, i64) = (28, 28);
const NARROW: (i64, i64) = (36, 56);
/// Height of the column heads.
const HEAD: i64 = 32;

/// What a row of the pool shows.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Shown {
    Nothing,
    Heading(Heading),
    Waiting(u64),
    Item(u64, Box<Line>),
}

/// What the parts of the grid share.
#[derive(Clone, Copy)]
struct GridState {
    list: ListState,
    rows: Memo<Rows>,
    scrolled: RwSignal<Scrolled>,
    window: RwSignal<i64>,
    first: Memo<u64>,
    alone: Memo<bool>,
}

/// The grid.
#[component]
pub fn Grid(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let workspace: Workspace = expect_context();
    let node: NodeRef<html::Div> = NodeRef::new();
    let scrolled = RwSignal::new(Scrolled::default());
    let window = RwSignal::new(0_i64);
    let rows = Memo::new(move |_| {
        let (heading, item) = if shell.narrow.get() { NARROW } else { WIDE };
        let grouped = list.query.with(|query| query.group != GroupBy::None);
        let blocks: Vec<Block> = list.listing.with(|listing| {
            let sections = listing.as_ref().map(|listing| listing.sections.as_slice());
            let block = |section: &tieout_engine::worklist::Section| Block {
                headed: grouped,
                items: section.count,
            };
            sections.unwrap_or_default().iter().map(block).collect()
        });
        Rows::new(&blocks, heading, item)
    });
    let first = Memo::new(move |_| {
        let row = rows.with(|rows| rows.row_at(scrolled.get().list));
        row.saturating_sub(BEYOND)
    });
    let alone = Memo::new(move |_| {
        workspace.summary.with(|day| {
            let cards = day
                .as_ref()
                .map(|day| day.cards.as_slice())
                .unwrap_or_default();
            let mut codes = cards
                .iter()
                .flat_map(|card| card.report.totals.iter().map(|t| t.currency));
            let one = codes.next();
            codes.all(|code| Some(code) == one)
        })
    });
    let grid = GridState {
        list,
        rows,
        scrolled,
        window,
        first,
        alone,
    };
    watch_height(node, window);
    ask_for_what_shows(grid);
    start_over_with_each_answer(grid, node);
    follow_cursor(grid, node);
    let pool = Memo::new(move |_| {
        let item = if shell.narrow.get() {
            NARROW.1
        } else {
            WIDE.1.min(WIDE.0)
        };
        let visible = u64::try_from(window.get() / item).unwrap_or(0) + 2;
        visible + 2 * BEYOND
    });
    let on_scroll = move |_| {
        if let Some(node) = node.get_untracked() {
            let bar = i64::from(node.scroll_top());
            let (window, rows) = (window.get_untracked(), rows.get_untracked());
            scrolled.update(|place| *place = place.moved(bar, window, &rows));
        }
    };
    let widths = Memo::new(move |_| {
        list.arrived.track();
        column_widths(list.widths(), alone.get())
    });
    let active = move || {
        list.listing
            .with(|listing| listing.as_ref().is_some_and(|l| l.total > 0))
            .then(|| {
                let row = rows.with(|rows| rows.row_of_item(list.cursor.get()));
                format!("row-{}", row % pool.get().max(1))
            })
    };
    view! {
        <div
            node_ref=node
            class="grid"
            class:by-outcome=move || list.query.with(|query| query.group == GroupBy::Outcome)
            role="grid"
            tabindex="0"
            data-testid="worklist"
            aria-label=lang.t(ListKey::Exceptions)
            aria-rowcount=move || (rows.with(Rows::rows) + 1).to_string()
            aria-colcount="9"
            aria-multiselectable="true"
            aria-activedescendant=active
            on:scroll=on_scroll
            style:--w-ours=move || widths.get()[0].clone()
            style:--w-theirs=move || widths.get()[1].clone()
            style:--w-delta=move || widths.get()[2].clone()
        >
            <Head list=list alone=alone />
            <div class="body" style:block-size=move || format!("{}px", rows.with(Rows::scroll_length))>
                <For each=move || 0..pool.get() key=|nth| *nth let(nth)>
                    <PooledRow nth=nth pool=pool grid=grid />
                </For>
            </div>
        </div>
    }
}

/// Widths of the amount columns: as wide as the longest text that is there.
fn column_widths(longest: [usize; 3], alone: bool) -> [String; 3] {
    // Commas every three digits, and the sign; the delta stands in bold, with its code
    // where there are several currencies.
    let shown = |digits: usize| digits + digits / 3;
    let code = if alone { 0 } else { 5 };
    let [ours, theirs, delta] = longest.map(shown);
    [
        format!("calc({}ch + 16px)", ours.max(8)),
        format!("calc({}ch + 16px)", theirs.max(8)),
        format!("calc({}ch + 18px)", (delta + 2 + code).max(9)),
    ]
}

/// The window's height, followed.
fn watch_height(node: NodeRef<html::Div>, window: RwSignal<i64>) {
    Effect::new(move || {
        let Some(node) = node.get() else { return };
        let measured = node.clone();
        let measure = move || window.set(i64::from(measured.client_height()) - HEAD);
        measure();
        let callback = Closure::<dyn FnMut()>::new(measure);
        let observer = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref());
        if let Ok(observer) = observer {
            observer.observe(&node);
            let kept = StoredValue::new_local((observer, callback));
            on_cleanup(move || {
                if let Some((observer, _)) = kept
                    .try_update_value(|kept| kept.0.clone())
                    .map(|o| (o, ()))
                {
                    observer.disconnect();
                }
            });
        }
    });
}

/// Asks for the pages of the rows in the window.
fn ask_for_what_shows(grid: GridState) {
    Effect::new(move || {
        grid.list.arrived.track();
        let from = grid.first.get();
        let rows = grid.rows.get();
        let until =
            rows.row_at(grid.scrolled.with_untracked(|s| s.list) + grid.window.get()) + BEYOND;
        let item = |row: u64| match rows.kind(row.min(rows.rows().saturating_sub(1))) {
            Some(RowKind::Item(item, _)) => Some(item),
            Some(RowKind::Heading(_)) | None => None,
        };
        // A heading stands for the item after it.
        let first = (from..=until).find_map(item);
        let last = (from..=until).rev().find_map(item);
        if let (Some(first), Some(last)) = (first, last) {
            grid.list.want(first, last + 1);
        }
    });
}

/// A new question starts at the top.
fn start_over_with_each_answer(grid: GridState, node: NodeRef<html::Div>) {
    Effect::new(move |before: Option<()>| {
        grid.list.query.track();
        if before.is_some() {
            grid.scrolled.set(Scrolled::default());
            if let Some(node) = node.get_untracked() {
                node.set_scroll_top(0);
            }
        }
    });
}

/// Brings the cursor's row into view when keys moved it.
fn follow_cursor(grid: GridState, node: NodeRef<html::Div>) {
    Effect::new(move |before: Option<()>| {
        grid.list.follow.track();
        if before.is_none() {
            return;
        }
        let rows = grid.rows.get_untracked();
        let window = grid.window.get_untracked();
        let row = rows.row_of_item(grid.list.cursor.get_untracked());
        // The first item of a section comes with its heading.
        let with_head = match row.checked_sub(1).and_then(|above| rows.kind(above)) {
            Some(RowKind::Heading(_)) => row - 1,
            _ => row,
        };
        let (top, bottom) = (rows.top(with_head), rows.top(row) + rows.top(1).max(WIDE.1));
        let place = grid.scrolled.get_untracked();
        let list = if top < place.list {
            top
        } else if bottom > place.list + window {
            bottom - window
        } else {
            return;
        };
        let next = Scrolled::at(list, window, &rows);
        grid.scrolled.set(next);
        if let (Some(node), Ok(bar)) = (node.get_untracked(), i32::try_from(next.bar)) {
            node.set_scroll_top(bar);
        }
    });
}

#[component]
fn Head(list: ListState, alone: Memo<bool>) -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let code = move || {
        workspace.summary.with(|day| {
            let card = day
                .as_ref()?
                .cards
                .iter()
                .find(|card| !card.report.totals.is_empty())?;
            let total = card.report.totals.first()?;
            alone.get().then(|| total.currency.code().to_owned())
        })
    };
    let sorted = move |by: SortBy| {
        list.query
            .with(|query| (query.sort == by).then_some(query.reversed))
    };
    let sort = move |by: SortBy, class: &'static str, key: ListKey, more: AnyView| {
        view! {
            <span
                class=class
                role="columnheader"
                aria-sort=move || {
                    let ascending = by == SortBy::Key;
                    sorted(by).map(|reversed| if reversed == ascending { "descending" } else { "ascending" })
                }
            >
                <button
                    type="button"
                    on:click=move |_| list.ask_for(
                        |query| {
                            query.reversed = query.sort == by && !query.reversed;
                            query.sort = by;
                        },
                        false,
                    )
                >
                    {lang.t(key)}
                    {more}
                </button>
            </span>
        }
    };
    let plain = move |class: &'static str, key: ListKey| {
        view! { <span class=class role="columnheader">{lang.t(key)}</span> }
    };
    let none = || ().into_any();
    view! {
        <div class="head" role="row" aria-rowindex="1">
            <span role="columnheader"><span class="vh">{lang.t(ListKey::SelectRow)}</span></span>
            {sort(SortBy::Key, "", ListKey::OrderOrLine, none())}
            {plain("", ListKey::Reconciliation)}
            {plain("", ListKey::Channel)}
            {sort(SortBy::LeftAmount, "n", ListKey::Ours, none())}
            {sort(SortBy::RightAmount, "n", ListKey::Theirs, none())}
            {sort(SortBy::AtRisk, "n", ListKey::Delta, view! { " " {code} }.into_any())}
            {plain("", ListKey::Proposed)}
            {sort(SortBy::Age, "n", ListKey::Age, none())}
        </div>
    }
}

/// A row of the pool: the row of the list that it shows now, and what stands in it.
#[component]
fn PooledRow(nth: u64, pool: Memo<u64>, grid: GridState) -> impl IntoView {
    let lang = Lang::current();
    let GridState {
        list,
        rows,
        scrolled,
        first,
        alone,
        ..
    } = grid;
    let row = Memo::new(move |_| {
        let (first, pool) = (first.get(), pool.get().max(1));
        let row = first + (nth + pool - first % pool) % pool;
        (row < rows.with(Rows::rows)).then_some(row)
    });
    let shown = Memo::new(move |_| {
        let locale = lang.get();
        match row.get().and_then(|row| rows.with(|rows| rows.kind(row))) {
            None => Shown::Nothing,
            Some(RowKind::Heading(at)) => {
                let group = list.query.with(|query| query.group);
                list.listing
                    .with(|listing| listing.as_ref().and_then(|l| heading(l, at, group, locale)))
                    .map_or(Shown::Nothing, Shown::Heading)
            }
            Some(RowKind::Item(at, _)) => {
                list.arrived.track();
                match list.item(at) {
                    Some(item) => Shown::Item(at, Box::new(line(&item, alone.get(), locale))),
                    None => Shown::Waiting(at),
                }
            }
        }
    });
    // Where the row stands: in a long list the bar's place and the list's differ.
    let top = Memo::new(move |_| {
        let row = row.get()?;
        let shift = rows.with(|rows| {
            if rows.length() == rows.scroll_length() {
                0
            } else {
                let place = scrolled.get();
                place.bar - place.list
            }
        });
        Some(rows.with(|rows| rows.top(row)) + shift)
    });
    let place = move || format!("translateY({}px)", top.get().unwrap_or(0));
    let kind = Memo::new(move |_| {
        shown.with(|shown| match shown {
            Shown::Nothing => 0,
            Shown::Heading(_) => 1,
            Shown::Waiting(_) | Shown::Item(..) => 2,
        })
    });
    let index = move || row.get().map(|row| (row + 2).to_string());
    move || {
        match kind.get() {
        1 => view! { <HeadingRow nth=nth shown=shown place=Signal::derive(place) index=Signal::derive(index) /> }
            .into_any(),
        2 => view! { <ItemRow nth=nth shown=shown list=list place=Signal::derive(place) index=Signal::derive(index) /> }
            .into_any(),
        _ => ().into_any(),
    }
    }
}

#[component]
fn HeadingRow(
    nth: u64,
    shown: Memo<Shown>,
    place: Signal<String>,
    index: Signal<Option<String>>,
) -> impl IntoView {
    let heading = move || {
        shown.with(|shown| match shown {
            Shown::Heading(heading) => Some(heading.clone()),
            _ => None,
        })
    };
    view! {
        <div id=format!("row-{nth}") class="line group" role="row" aria-rowindex=index style:transform=place>
            <span role="gridcell"></span>
            {move || heading().map(|heading| view! {
                <span class="lead" role="gridcell">
                    <span class=heading.class>{heading.icon.map(icon)} {heading.word}</span>
                    <span class="n dim">{heading.count}</span>
                    <span class="sub" lang="zh">{heading.beside}</span>
                </span>
                <span class="n" role="gridcell">
                    {heading.at_risk} " " <span class="sub">{heading.at_risk_word}</span>
                </span>
            })}
        </div>
    }
}

#[component]
fn ItemRow(
    nth: u64,
    shown: Memo<Shown>,
    list: ListState,
    place: Signal<String>,
    index: Signal<Option<String>>,
) -> impl IntoView {
    let at = Memo::new(move |_| {
        shown.with(|shown| match shown {
            Shown::Item(at, _) | Shown::Waiting(at) => *at,
            _ => 0,
        })
    });
    let line = Memo::new(move |_| {
        shown.with(|shown| match shown {
            Shown::Item(_, line) => Some((**line).clone()),
            _ => None,
        })
    });
    let text = move |of: fn(&Line) -> &str| {
        move || {
            line.with(|line| {
                line.as_ref()
                    .map(|line| of(line).to_owned())
                    .unwrap_or_default()
            })
        }
    };
    let handle = Memo::new(move |_| line.with(|line| line.as_ref().map(|line| line.handle)));
    let selected = Memo::new(move |_| {
        handle
            .get()
            .is_some_and(|handle| list.selection.with(|s| s.contains_key(&handle)))
    });
    let is_open = move || handle.get().is_some() && handle.get() == list.case.get();
    let click = move |event: ev::MouseEvent| {
        let at = at.get_untracked();
        if event.shift_key() {
            event.prevent_default();
            list.extend_to(at);
        } else {
            list.open(at);
        }
    };
    let tick = move |event: ev::MouseEvent| {
        event.stop_propagation();
        let at = at.get_untracked();
        if event.shift_key() {
            list.extend_to(at);
        } else {
            list.toggle(at);
        }
    };
    view! {
        <div
            id=format!("row-{nth}")
            class="line item"
            class:wait=move || line.with(Option::is_none)
            class:is-open=is_open
            class:is-at=move || list.cursor.get() == at.get()
            role="row"
            data-testid="exception-row"
            data-standing=text(|line| line.standing)
            aria-rowindex=index
            aria-selected=move || selected.get().to_string()
            style:transform=place
            on:click=click
        >
            <span class="box" role="gridcell" on:click=tick>
                <span class="check" aria-hidden="true">{icon(Icon::Check)}</span>
            </span>
            <span class="key" role="gridcell" title=text(|line| &line.key)>
                <span class=text(|line| line.class)>
                    {icon_of(move || line.with(|line| line.as_ref().map_or(Icon::Exception, |line| line.icon)))}
                </span>
                " "
                {text(|line| &line.key)}
                <span class="vh">{text(|line| line.outcome)}</span>
            </span>
            <span class="wide mut" role="gridcell">{text(|line| line.reconciliation)}</span>
            <span class="wide mut cut" role="gridcell">{text(|line| &line.channel)}</span>
            <span class="wide n" role="gridcell">{text(|line| &line.ours)}</span>
            <span class="wide n" role="gridcell">{text(|line| &line.theirs)}</span>
            <span class="delta n" role="gridcell"><b>{text(|line| &line.delta)}</b></span>
            <span class="wide mut cut" role="gridcell">{text(|line| &line.proposed)}</span>
            <span class="wide n dim" role="gridcell">{text(|line| &line.age)}</span>
            <span class="two" aria-hidden="true">{text(|line| &line.sub)}</span>
            <span class="two n" aria-hidden="true">{text(|line| line.age_word)}</span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_longest_amount() {
        assert_eq!(column_widths([6, 6, 7], true)[0], "calc(8ch + 16px)");
        // 92233720368547758.07 stands whole.
        let [ours, _, delta] = column_widths([20, 20, 21], false);
        assert_eq!(ours, "calc(26ch + 16px)");
        assert_eq!(delta, "calc(35ch + 18px)");
    }
}
