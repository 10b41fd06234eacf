//! The overview: does the day tie out, where not, and does every row have its place?

mod ageing;
mod ageing_table;
mod balance;
mod balance_sheet;
mod card;
mod control;
mod control_table;
mod flow_sheet;
mod identities;
mod level;
mod recon_card;
mod sankey;
mod verdict;

use leptos::prelude::*;

use crate::books::position::{alerts, fund_position};
use crate::intake::Failure;
use crate::locales::reasons::note;
use crate::locales::{Lang, OverviewKey};
use crate::places::{BooksPlace, BooksView};
use crate::route::{Route, Screen};
use crate::shell::no_result::NoResult;
use crate::ui::icon::{Icon, icon};
use crate::workspace::Workspace;
use ageing_table::AgeingSheet;
use balance_sheet::BalanceSheets;
pub use card::Meaning;
use control_table::ControlSheet;
use flow_sheet::FlowSheets;
use identities::IdentitiesSheet;
use recon_card::ReconciliationCard;
use verdict::verdict;

/// The overview screen.
#[component]
pub fn OverviewScreen() -> impl IntoView {
    let workspace: Workspace = expect_context();
    move || {
        if workspace.summary.with(Option::is_some) {
            view! { <Result /> }.into_any()
        } else {
            view! { <Failure /> <NoResult picture=Icon::Overview /> }.into_any()
        }
    }
}

/// The result at a glance.
#[component]
fn Result() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let day = Memo::new(move |_| workspace.summary.get());
    let notes = move || {
        let lines = day.with(|day| {
            let notes = day
                .as_ref()
                .map(|day| day.notes.as_slice())
                .unwrap_or_default();
            notes
                .iter()
                .map(|one| note(one, lang.get()))
                .collect::<Vec<_>>()
        });
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|text| {
                view! {
                    <li class="notice">{icon(Icon::Timing)} <span>{text}</span></li>
                }
            });
            view! { <ul class="notes" aria-label=lang.t(OverviewKey::Notes)>{lines.collect_view()}</ul> }
        })
    };
    let cards = move || {
        let locale = lang.get();
        day.with(|day| {
            let cards = day
                .as_ref()
                .map(|day| day.cards.as_slice())
                .unwrap_or_default();
            cards
                .iter()
                .map(|one| view! { <ReconciliationCard card=card::card(one, locale) /> })
                .collect_view()
        })
    };
    view! {
        <section class="page">
            <Verdict />
            <Failure />
            {notes}
            <Shortfalls />
            <div class="cards">{cards}</div>
            <BalanceSheets />
            <FlowSheets />
            <AgeingSheet />
            <IdentitiesSheet />
            <ControlSheet />
        </section>
    }
}

/// Bank accounts that fall below their limits; each leads to the fund position.
#[component]
fn Shortfalls() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let position = fund_position(workspace);
    move || {
        let place = BooksPlace {
            view: BooksView::Position,
            ..BooksPlace::default()
        };
        let shown = position.with(|position| alerts(position.as_ref()?, lang.get()))?;
        Some(view! { <a class="plain" href=Route::books(place, false).href()>{shown}</a> })
    }
}

/// The verdict sentence and what to do next.
#[component]
fn Verdict() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    move || {
        let day = workspace.summary.get()?;
        let elapsed = workspace.progress.with(|progress| progress.elapsed_ms);
        let words = verdict(&day, elapsed, lang.get());
        let work = words.work.map(|text| {
            view! {
                <a class="btn primary" href=Route::to(Screen::Worklist).href()>
                    {text}
                    <kbd>"g w"</kbd>
                </a>
            }
        });
        Some(view! {
            <div class="verdict" data-testid="verdict" data-balanced=words.balanced.to_string()>
                <div>
                    <div class="sub tab">{words.date_line}</div>
                    <h1>
                        {words.title}
                        {words.risk.map(|risk| view! { <span class="is-risk tab">{risk}</span> })}
                    </h1>
                    <p class="tab">{words.text}</p>
                </div>
                <div class="row wrap">
                    <a class="btn" href=Route::to(Screen::Books).href()>
                        {lang.t(OverviewKey::SeeBooks)}
                    </a>
                    {work}
                </div>
            </div>
        })
    }
}
