//! What the worklist shows: the answer to the query in the address, pages of it as they
//! come into view, the cursor, the selection.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;
use tieout_engine::decisions::DecisionView;
use tieout_engine::outcome::Treatment;
use tieout_engine::worklist::{Item, Listing, Query};
use tieout_statement::Currency;

use crate::route::{Nav, Route};
use crate::shell::ShellState;
use crate::workspace::Workspace;

/// Items asked for at once.
const PAGE: u64 = 128;
/// Pages kept; those furthest from the screen go first.
const PAGES_KEPT: usize = 48;
/// Pages asked for and not yet there, at most: more would queue behind a fast scroll.
const IN_FLIGHT: usize = 2;
/// A selection over a range is not made longer than this.
const LONGEST_RANGE: u64 = 10_000;

/// Pages that came, by number.
#[derive(Default)]
struct Pages {
    held: BTreeMap<u64, Arc<Vec<Item>>>,
    in_flight: BTreeSet<u64>,
}

/// An item that is selected, with what its sum needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selected {
    /// Names it within this result.
    pub handle: u64,
    /// The exception's id; empty where it is none.
    pub id: String,
    /// Its number.
    pub key: String,
    /// The currency of the delta.
    pub currency: Currency,
    /// Its delta.
    pub delta: String,
    /// What is proposed.
    pub treatment: Option<Treatment>,
    /// What was decided.
    pub decision: Option<DecisionView>,
}

impl Selected {
    /// An item of the list.
    #[must_use]
    pub fn of(item: &Item) -> Self {
        Self {
            handle: item.handle,
            id: item.id.clone(),
            key: item.key.clone(),
            currency: item.currency,
            delta: item.delta.clone(),
            treatment: item.treatment,
            decision: item.decision.clone(),
        }
    }

    /// Whether there is anything to decide.
    #[must_use]
    pub const fn is_exception(&self) -> bool {
        self.treatment.is_some()
    }
}

/// The list on screen. Copy it into every part of the screen.
#[derive(Clone, Copy)]
pub struct ListState {
    workspace: Workspace,
    nav: Nav,
    /// What is asked.
    pub query: Memo<Query>,
    /// The answer; `None` until it came.
    pub listing: RwSignal<Option<Arc<Listing>>>,
    /// Counts answers and pages: a change means that rows may show more than before.
    pub arrived: RwSignal<u64>,
    /// The item under the cursor, by its number in the list.
    pub cursor: RwSignal<u64>,
    /// Where a range of selected items begins.
    anchor: RwSignal<Option<u64>>,
    /// Selected items by handle.
    pub selection: RwSignal<BTreeMap<u64, Selected>>,
    /// The open case.
    pub case: Memo<Option<u64>>,
    /// The cursor was moved by keys: it must come into view.
    pub follow: RwSignal<u64>,
    pages: StoredValue<Pages>,
    asked: StoredValue<u64>,
}

impl ListState {
    /// Asks for what the address says, again whenever it, the result or another's listing
    /// changes.
    #[must_use]
    pub fn follow_address() -> Self {
        let nav = Nav::current();
        let shell = ShellState::current();
        let workspace: Workspace = expect_context();
        let this = Self {
            workspace,
            nav,
            query: Memo::new(move |_| nav.route.with(|route| route.query.clone())),
            listing: RwSignal::new(None),
            arrived: RwSignal::new(0),
            cursor: RwSignal::new(0),
            anchor: RwSignal::new(None),
            selection: RwSignal::new(BTreeMap::new()),
            case: Memo::new(move |_| nav.route.with(|route| route.case)),
            follow: RwSignal::new(0),
            pages: StoredValue::new(Pages::default()),
            asked: StoredValue::new(0),
        };
        Effect::new(move |before: Option<(Query, u64)>| {
            workspace.generation.track();
            let (query, generation) = (this.query.get(), workspace.results.get());
            shell.listed_elsewhere.track();
            let same = before.is_some_and(|before| before == (query.clone(), generation));
            if workspace.summary.with(Option::is_some) {
                this.ask(query.clone(), same);
            }
            (query, generation)
        });
        this
    }

    fn ask(self, query: Query, same: bool) {
        self.asked.update_value(|n| *n += 1);
        let ask = self.asked.get_value();
        leptos::task::spawn_local(async move {
            let listing = self.workspace.list(query).await;
            if self.asked.try_get_value() != Some(ask) {
                return;
            }
            self.pages.set_value(Pages::default());
            if !same {
                self.cursor.set(0);
                self.anchor.set(None);
                self.selection.set(BTreeMap::new());
            }
            self.listing.set(Some(Arc::new(listing)));
            self.arrived.update(|n| *n += 1);
        });
    }

    /// An item, when its page is there.
    #[must_use]
    pub fn item(self, at: u64) -> Option<Item> {
        self.pages.with_value(|pages| {
            let page = pages.held.get(&(at / PAGE))?;
            page.get(usize::try_from(at % PAGE).ok()?).cloned()
        })
    }

    /// Longest texts of our amounts, theirs and deltas among the pages that are there, in
    /// characters as shown.
    #[must_use]
    pub fn widths(self) -> [usize; 3] {
        self.pages.with_value(|pages| {
            let items = pages.held.values().flat_map(|page| page.iter());
            items.fold([0; 3], |[left, right, delta], item| {
                let of = |text: &Option<String>| text.as_ref().map_or(0, String::len);
                [
                    left.max(of(&item.left_amount)),
                    right.max(of(&item.right_amount)),
                    delta.max(item.delta.len()),
                ]
            })
        })
    }

    /// Asks for the pages of items `from .. to` that are not there.
    pub fn want(self, from: u64, to: u64) {
        let total = self
            .listing
            .with_untracked(|listing| listing.as_ref().map_or(0, |l| l.total));
        let to = to.min(total);
        if from >= to {
            return;
        }
        let ask = self.asked.get_value();
        for page in from / PAGE..=(to - 1) / PAGE {
            let wanted = self.pages.try_update_value(|pages| {
                let room = pages.in_flight.len() < IN_FLIGHT;
                let new = room && !pages.held.contains_key(&page) && pages.in_flight.insert(page);
                if new {
                    pages.drop_far_from(page);
                }
                new
            });
            if wanted == Some(true) {
                leptos::task::spawn_local(async move {
                    let items = self
                        .workspace
                        .page(page * PAGE, PAGE.min(total - page * PAGE))
                        .await;
                    if self.asked.try_get_value() == Some(ask) {
                        self.pages.update_value(|pages| {
                            pages.in_flight.remove(&page);
                            pages.held.insert(page, Arc::new(items));
                        });
                        self.arrived.update(|n| *n += 1);
                    }
                });
            }
        }
    }

    /// Items in all.
    #[must_use]
    pub fn total(self) -> u64 {
        self.listing
            .with(|listing| listing.as_ref().map_or(0, |listing| listing.total))
    }

    /// Moves the cursor by so many items, the open case with it; extends the selection from
    /// where the range began when `select` is set.
    pub fn step(self, by: i64, select: bool) {
        let last = untrack(move || self.total()).saturating_sub(1);
        let from = self.cursor.get_untracked();
        let to = from.saturating_add_signed(by).min(last);
        self.go_to(to);
        if select {
            let anchor = self.anchor.get_untracked().unwrap_or(from);
            self.anchor.set(Some(anchor));
            self.select_range(anchor, to);
        } else {
            self.anchor.set(None);
        }
    }

    /// Puts the cursor on an item, the open case with it.
    pub fn go_to(self, item: u64) {
        self.cursor.set(item);
        self.follow.update(|n| *n += 1);
        if self.case.get_untracked().is_some() {
            self.open(item);
        }
    }

    /// Opens an item: a step of the history when nothing was open.
    pub fn open(self, item: u64) {
        self.cursor.set(item);
        let Some(handle) = self.item(item).map(|item| item.handle) else {
            return;
        };
        let route = self.nav.route.get_untracked();
        let next = Route {
            case: Some(handle),
            ..route.clone()
        };
        match route.case {
            None => self.nav.go(&next),
            Some(open) if open != handle => self.nav.replace(&next),
            Some(_) => {}
        }
    }

    /// Opens an item in place of the present address: nobody asked for a step back.
    pub fn open_quietly(self, item: u64) {
        if let Some(handle) = self.item(item).map(|item| item.handle) {
            let mut route = self.nav.route.get_untracked();
            route.case = Some(handle);
            self.nav.replace(&route);
        }
    }

    /// Closes the open case.
    pub fn close(self) {
        let mut route = self.nav.route.get_untracked();
        if route.case.take().is_some() {
            self.nav.replace(&route);
        }
    }

    /// Changes what is asked, with nothing open; typing replaces, a choice is a step.
    pub fn ask_for(self, change: impl FnOnce(&mut Query), step: bool) {
        let mut route = self.nav.route.get_untracked();
        change(&mut route.query);
        route.case = None;
        if step {
            self.nav.go(&route);
        } else {
            self.nav.replace(&route);
        }
    }

    /// Selects an item, or no longer.
    pub fn toggle(self, at: u64) {
        if let Some(item) = self.item(at) {
            self.anchor.set(Some(at));
            self.selection.update(|selection| {
                if selection.remove(&item.handle).is_none() {
                    selection.insert(item.handle, Selected::of(&item));
                }
            });
        }
    }

    /// Selects from where the range began, or from the cursor, to an item.
    pub fn extend_to(self, at: u64) {
        let anchor = self.anchor.get_untracked();
        let anchor = anchor.unwrap_or_else(|| self.cursor.get_untracked());
        self.anchor.set(Some(anchor));
        self.select_range(anchor, at);
    }

    fn select_range(self, a: u64, b: u64) {
        let (from, to) = (a.min(b), a.max(b));
        let count = (to - from + 1).min(LONGEST_RANGE);
        let ask = self.asked.get_value();
        leptos::task::spawn_local(async move {
            let items = self.workspace.page(from, count).await;
            if self.asked.try_get_value() == Some(ask) {
                let chosen = items.iter().map(|item| (item.handle, Selected::of(item)));
                self.selection.set(chosen.collect());
            }
        });
    }
}

impl Pages {
    fn drop_far_from(&mut self, page: u64) {
        while self.held.len() >= PAGES_KEPT {
            let far = self
                .held
                .keys()
                .copied()
                .max_by_key(|held| held.abs_diff(page));
            let Some(far) = far else { return };
            self.held.remove(&far);
        }
    }
}
