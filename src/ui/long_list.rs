//! A list of any length in a window of its own: rows of fixed heights, asked for by pages as
//! they come into view.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::ui::virtual_rows::{Block, RowKind, Rows, Scrolled};

/// Items asked for at once.
const PAGE: u64 = 100;
/// Pages kept; those furthest from the window go first.
const PAGES_KEPT: usize = 24;
/// Rows kept ready beyond each edge of the window.
const BEYOND: u64 = 8;

/// Items `from .. from + count`, as they come.
pub type Coming<T> = Pin<Box<dyn Future<Output = Vec<T>>>>;
/// Asks for items.
pub type Fetch<T> = Arc<dyn Fn(u64, u64) -> Coming<T> + Send + Sync>;

struct Pages<T: Send + Sync + 'static> {
    held: StoredValue<BTreeMap<u64, Arc<Vec<T>>>>,
    in_flight: StoredValue<BTreeSet<u64>>,
    version: StoredValue<u64>,
    arrived: RwSignal<u64>,
}

// Derived, these would ask the same of the items.
impl<T: Send + Sync + 'static> Clone for Pages<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Pages<T> {}

impl<T: Clone + Send + Sync + 'static> Pages<T> {
    fn item(self, at: u64) -> Option<T> {
        self.held.with_value(|held| {
            let page = held.get(&(at / PAGE))?;
            page.get(usize::try_from(at % PAGE).ok()?).cloned()
        })
    }

    fn want(self, first: u64, last: u64, fetch: &Fetch<T>) {
        for page in first / PAGE..=last / PAGE {
            let there = self.held.with_value(|held| held.contains_key(&page));
            let new = !there
                && self
                    .in_flight
                    .try_update_value(|pages| pages.insert(page))
                    .unwrap_or(false);
            if !new {
                continue;
            }
            let version = self.version.get_value();
            let coming = fetch(page * PAGE, PAGE);
            leptos::task::spawn_local(async move {
                let items = coming.await;
                if self.version.try_get_value() != Some(version) {
                    return;
                }
                self.in_flight.update_value(|pages| {
                    pages.remove(&page);
                });
                self.held.update_value(|held| {
                    held.insert(page, Arc::new(items));
                    while held.len() > PAGES_KEPT {
                        let first = held.keys().next().copied().unwrap_or(page);
                        let last = held.keys().next_back().copied().unwrap_or(page);
                        let far = if page.abs_diff(first) > page.abs_diff(last) {
                            first
                        } else {
                            last
                        };
                        held.remove(&far);
                    }
                });
                self.arrived.update(|n| *n += 1);
            });
        }
    }

    fn clear(self) {
        self.version.update_value(|n| *n += 1);
        self.held.set_value(BTreeMap::new());
        self.in_flight.set_value(BTreeSet::new());
        self.arrived.update(|n| *n += 1);
    }
}

/// The list.
#[component]
pub fn LongList<T: Clone + Send + Sync + 'static>(
    /// What it lists, for readers.
    #[prop(into)]
    label: Signal<String>,
    /// Headings and how many items stand below each.
    #[prop(into)]
    blocks: Signal<Vec<Block>>,
    /// Heights of a heading and an item, as the style sheet has them.
    heights: (i64, i64),
    /// Changes whenever what is listed does.
    #[prop(into)]
    version: Signal<u64>,
    /// Asks for items.
    fetch: Fetch<T>,
    /// Shows a heading, by its block.
    heading: Arc<dyn Fn(usize) -> AnyView + Send + Sync>,
    /// Shows an item.
    item: Arc<dyn Fn(T) -> AnyView + Send + Sync>,
    /// The columns' heads.
    head: AnyView,
    /// The hook's name.
    hook: &'static str,
) -> impl IntoView {
    let node: NodeRef<html::Div> = NodeRef::new();
    let scrolled = RwSignal::new(Scrolled::default());
    let window = RwSignal::new(0_i64);
    let pages: Pages<T> = Pages {
        held: StoredValue::new(BTreeMap::new()),
        in_flight: StoredValue::new(BTreeSet::new()),
        version: StoredValue::new(0),
        arrived: RwSignal::new(0),
    };
    let rows = Memo::new(move |_| Rows::new(&blocks.get(), heights.0, heights.1));
    Effect::new(move |before: Option<u64>| {
        let now = version.get();
        if before.is_some_and(|before| before != now) {
            pages.clear();
            scrolled.set(Scrolled::default());
            if let Some(node) = node.get_untracked() {
                node.set_scroll_top(0);
            }
        }
        now
    });
    watch_height(node, window);
    let span = Memo::new(move |_| {
        rows.with(|rows| {
            let top = scrolled.get().list;
            let first = rows.row_at(top).saturating_sub(BEYOND);
            let last = rows.row_at(top + window.get().max(400)) + BEYOND;
            (first, last.min(rows.rows().saturating_sub(1)))
        })
    });
    Effect::new(move || {
        pages.arrived.track();
        let (first, last) = span.get();
        let of = |row: u64| match rows.with(|rows| rows.kind(row)) {
            Some(RowKind::Item(item, _)) => Some(item),
            _ => None,
        };
        let wanted = (
            (first..=last).find_map(of),
            (first..=last).rev().find_map(of),
        );
        if let (Some(first), Some(last)) = wanted {
            pages.want(first, last, &fetch);
        }
    });
    let on_scroll = move |_| {
        if let Some(node) = node.get_untracked() {
            let bar = i64::from(node.scroll_top());
            let (window, rows) = (window.get_untracked(), rows.get_untracked());
            scrolled.update(|place| *place = place.moved(bar, window, &rows));
        }
    };
    let shown = move || {
        let (first, last) = span.get();
        let all = rows.with(Rows::rows);
        let versioned = version.get();
        (first..=last)
            .filter(move |&row| row < all)
            .map(move |row| (versioned, row))
            .collect::<Vec<_>>()
    };
    let row_view = move |(_, row): (u64, u64)| {
        let (heading, item) = (Arc::clone(&heading), Arc::clone(&item));
        let place = move || {
            let place = scrolled.get();
            let shift = rows.with(|rows| {
                if rows.length() == rows.scroll_length() {
                    0
                } else {
                    place.bar - place.list
                }
            });
            format!("translateY({}px)", rows.with(|rows| rows.top(row)) + shift)
        };
        let kind = rows.with_untracked(|rows| rows.kind(row));
        let content = match kind {
            Some(RowKind::Heading(at)) => heading(at),
            Some(RowKind::Item(at, _)) => {
                let there = Memo::new_with_compare(
                    move |_| {
                        pages.arrived.track();
                        pages.item(at)
                    },
                    |before, now| before.map(Option::is_some) != now.map(Option::is_some),
                );
                (move || there.get().map(|one| item(one))).into_any()
            }
            None => ().into_any(),
        };
        let class = match kind {
            Some(RowKind::Heading(_)) => "line group",
            _ => "line item",
        };
        view! {
            <div class=class role="row" aria-rowindex=(row + 2).to_string() style:transform=place>
                {content}
            </div>
        }
    };
    view! {
        <div
            node_ref=node
            class="long"
            role="table"
            tabindex="0"
            data-testid=hook
            aria-label=label
            aria-rowcount=move || (rows.with(Rows::rows) + 1).to_string()
            on:scroll=on_scroll
        >
            <div class="head" role="row" aria-rowindex="1">{head}</div>
            <div class="lines" role="rowgroup" style:block-size=move || format!("{}px", rows.with(Rows::scroll_length))>
                <For each=shown key=|row| *row children=row_view />
            </div>
        </div>
    }
}

/// The window's height, followed.
fn watch_height(node: NodeRef<html::Div>, window: RwSignal<i64>) {
    Effect::new(move || {
        let Some(node) = node.get() else { return };
        let measured = node.clone();
        let measure = move || window.set(i64::from(measured.client_height()));
        measure();
        let callback = Closure::<dyn FnMut()>::new(measure);
        let observer = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref());
        if let Ok(observer) = observer {
            observer.observe(&node);
            let kept = StoredValue::new_local((observer, callback));
            on_cleanup(move || {
                kept.try_update_value(|kept| kept.0.disconnect());
            });
        }
    });
}
