//! The place in the books, and the ways to others.

use leptos::prelude::*;

use crate::places::{BooksPlace, Opened};
use crate::route::{Nav, Route};
use crate::shell::stage::after_treatments;

/// The place in the books that the address names.
#[derive(Clone, Copy)]
pub struct Here {
    /// The ways of the page.
    pub nav: Nav,
    /// The place.
    pub place: Memo<BooksPlace>,
    /// After the treatments.
    pub after: Memo<bool>,
}

impl Here {
    /// The place of the page that the caller is part of.
    #[must_use]
    pub fn current() -> Self {
        let nav = Nav::current();
        Self {
            nav,
            place: Memo::new(move |_| nav.route.with(|route| route.books.clone())),
            after: after_treatments(),
        }
    }

    /// The way to another place, followed.
    #[must_use]
    pub fn href(self, change: impl FnOnce(&mut BooksPlace)) -> String {
        let mut place = self.place.get();
        change(&mut place);
        Route::books(place, self.after.get()).href()
    }

    /// The way to the same place with something open.
    #[must_use]
    pub fn opening(self, opened: Opened) -> String {
        self.href(|place| place.opened = Some(opened))
    }

    /// Goes to another place instead of this one.
    pub fn change(self, change: impl FnOnce(&mut BooksPlace)) {
        let mut place = self.place.get_untracked();
        change(&mut place);
        let after = self.after.get_untracked();
        self.nav.replace(&Route::books(place, after));
    }
}
