//! The identities at a glance: what must be equal, and whether it is.

use leptos::prelude::*;
use tieout_engine::worklist::{IdentityCard, Summary};

use crate::locales::books::{identity, identity_says, lines_hold};
use crate::locales::{BooksKey, Lang, Words};
use crate::places::{BooksPlace, BooksView};
use crate::route::Route;
use crate::shell::stage::{StageSwitch, after_treatments};
use crate::ui::icon::{Icon, icon};
use crate::workspace::Workspace;

/// Every identity, in the order of the rules.
pub const IDENTITIES: [&str; 7] = [
    "trial_balance",
    "movement",
    "customer_funds",
    "book_to_bank",
    "pending_clearing",
    "opening",
    "control_totals",
];

/// The card of an identity at a stage. Opening and control totals have one stage only:
/// treatments do not touch them.
#[must_use]
pub fn card<'a>(day: &'a Summary, name: &str, after: bool) -> Option<&'a IdentityCard> {
    let of = |stage: &str| {
        let mut cards = day.identities.iter();
        cards.find(|card| card.identity == name && card.stage == stage)
    };
    let now = if after { of("after") } else { None };
    now.or_else(|| of("before"))
}

/// Where the books show an identity.
#[must_use]
pub fn place_of(name: &str, after: bool) -> String {
    let view = match name {
        "movement" | "opening" => BooksView::Details,
        "pending_clearing" => BooksView::Clearing,
        "book_to_bank" => BooksView::Bank,
        _ => BooksView::Journal,
    };
    let place = BooksPlace {
        view,
        ..BooksPlace::default()
    };
    Route::books(place, after).href()
}

/// The sheet of identities.
#[component]
pub fn IdentitiesSheet() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let after = after_treatments();
    let rows = move || {
        let locale = lang.get();
        let day = workspace.summary.get()?;
        let after = after.get();
        let rows = IDENTITIES.map(|name| {
            let card = card(&day, name, after);
            let (class, picture, word) = match card {
                None => ("badge is-aside", Icon::Aside, BooksKey::NotAsked),
                Some(card) if card.holds => ("badge is-tied", Icon::Tied, BooksKey::Holds),
                Some(_) => ("badge is-risk", Icon::Risk, BooksKey::Fails),
            };
            let lines = card.map_or_else(String::new, |card| {
                lines_hold(card.lines - card.failing, card.lines, locale)
            });
            view! {
                <tr
                    data-testid=format!("identity-{name}")
                    data-holds=card.map(|card| card.holds.to_string())
                >
                    <th scope="row"><a href=place_of(name, after)>{identity(name, locale)}</a></th>
                    <td class="says">{identity_says(name, locale)}</td>
                    <td class="n">{lines}</td>
                    <td><span class=class>{icon(picture)} {word.word(locale)}</span></td>
                </tr>
            }
        });
        Some(rows.collect_view())
    };
    view! {
        <section class="sheet" aria-labelledby="identities">
            <header>
                <h2 id="identities">{lang.t(BooksKey::Identities)}</h2>
                <span class="sub">{lang.t(BooksKey::IdentitiesSub)}</span>
                <StageSwitch />
            </header>
            <div class="body">
                <div class="scroll" tabindex="0" role="group" aria-labelledby="identities">
                    <table class="tbl compact">
                        <thead>
                            <tr>
                                <th>{lang.t(BooksKey::Identity)}</th>
                                <th class="says">{lang.t(BooksKey::WhatIsEqual)}</th>
                                <th class="n">{lang.t(BooksKey::Line)}</th>
                                <th>{lang.t(BooksKey::Check)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </div>
        </section>
    }
}
