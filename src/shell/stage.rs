//! The switch between the day before and after the proposed treatments; it stands in the
//! address.

use leptos::prelude::*;

use crate::locales::{BooksKey, Lang};
use crate::route::{Nav, Route};

/// Whether what is shown is after the treatments.
#[must_use]
pub fn after_treatments() -> Memo<bool> {
    let nav = Nav::current();
    Memo::new(move |_| nav.route.with(|route| route.after))
}

/// The switch.
#[component]
pub fn StageSwitch() -> impl IntoView {
    let lang = Lang::current();
    let nav = Nav::current();
    let after = after_treatments();
    let turn = move |to: bool| {
        let now = nav.route.get_untracked();
        if now.after != to {
            nav.replace(&Route { after: to, ..now });
        }
    };
    let side = move |to: bool, key: BooksKey, hook: &'static str| {
        view! {
            <button
                type="button"
                data-testid=hook
                aria-pressed=move || (after.get() == to).to_string()
                on:click=move |_| turn(to)
            >
                {lang.t(key)}
            </button>
        }
    };
    view! {
        <span class="seg" role="group" aria-label=lang.t(BooksKey::Stage)>
            {side(false, BooksKey::Before, "stage-before")}
            {side(true, BooksKey::After, "stage-after")}
        </span>
    }
}
