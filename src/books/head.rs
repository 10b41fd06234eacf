//! The head of the books: what they hold in a sentence, whether it is equal, the views.

use leptos::prelude::*;
use tieout_engine::books::view::JournalQuery;

use super::here::Here;
use crate::locales::books::{booked, identity};
use crate::locales::numbers::long_date;
use crate::locales::{BooksKey, Lang, ShellKey};
use crate::places::{BooksPlace, BooksView, Opened};
use crate::route::{Route, Screen};
use crate::shell::stage::StageSwitch;
use crate::ui::icon::{Icon, icon};
use crate::workspace::books::{BooksAnswer, BooksQuestion};
use crate::workspace::{Workspace, asked};

/// Identities that the head shows, with the view that has their lines.
const SHOWN: [(&str, BooksView); 6] = [
    ("trial_balance", BooksView::Journal),
    ("movement", BooksView::Details),
    ("opening", BooksView::Details),
    ("pending_clearing", BooksView::Clearing),
    ("book_to_bank", BooksView::Bank),
    ("customer_funds", BooksView::Journal),
];

/// The head.
#[component]
pub fn Head() -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let whole = asked(
        workspace,
        || Some(BooksQuestion::Journal(JournalQuery::default())),
        |answer| match answer {
            BooksAnswer::Journal(listing) => Some(listing),
            _ => None,
        },
    );
    let date = move || {
        let date = workspace.summary.with(|day| {
            day.as_ref()
                .map(|day| day.accounting_date.clone())
                .unwrap_or_default()
        });
        long_date(&date, lang.get())
    };
    let sentence = move || {
        let listing = whole.get()?;
        let of = |treatments: bool| {
            let sections = listing.sections.iter();
            let sections = sections.filter(|s| (s.when == "treatment") == treatments);
            sections.map(|section| section.entries).sum()
        };
        Some(booked(of(false), of(true), lang.get()))
    };
    let typed = RwSignal::new(String::new());
    let find = move |event: leptos::ev::KeyboardEvent| {
        let order = typed.get_untracked().trim().to_owned();
        if event.key() == "Enter" && !order.is_empty() {
            here.change(|place| place.opened = Some(Opened::Order(order)));
        }
    };
    view! {
        <div class="verdict">
            <div>
                <div class="sub tab">{date}</div>
                <h1>{lang.t(ShellKey::Books)}</h1>
                <p class="tab">{sentence}</p>
            </div>
            <div class="row wrap">
                <label class="field">
                    {icon(Icon::Search)}
                    <input
                        type="search"
                        data-testid="order-search"
                        placeholder=lang.t(BooksKey::SearchOrder)
                        aria-label=lang.t(BooksKey::SearchOrder)
                        prop:value=typed
                        on:input=move |event| typed.set(event_target_value(&event))
                        on:keydown=find
                    />
                </label>
                <StageSwitch />
                <a class="btn" href=Route::to(Screen::Reports).href()>{lang.t(ShellKey::Reports)}</a>
            </div>
        </div>
        <Identities />
        <nav class="tabs" aria-label=lang.t(ShellKey::Books)>
            {BooksView::ALL
                .map(|view| {
                    let current = move || here.place.with(|place| place.view == view);
                    let href = move || {
                        here.href(|place| {
                            *place = BooksPlace {
                                view,
                                opened: place.opened.take(),
                                ..BooksPlace::default()
                            };
                        })
                    };
                    view! {
                        <a
                            href=href
                            data-testid=format!("books-{}", view.id())
                            aria-current=move || current().then_some("true")
                        >
                            {lang.t(view.name())}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}

/// Whether each identity holds at the stage.
#[component]
fn Identities() -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    move || {
        let (locale, after) = (lang.get(), here.after.get());
        let day = workspace.summary.get()?;
        let badges = SHOWN.into_iter().filter_map(|(name, view)| {
            let of = |stage: &str| {
                let mut cards = day.identities.iter();
                cards.find(|card| card.identity == name && card.stage == stage)
            };
            let now = if after { of("after") } else { None };
            let card = now.or_else(|| of("before"))?;
            let (class, picture) = if card.holds {
                ("badge is-tied fill", Icon::Tied)
            } else {
                ("badge is-risk fill", Icon::Risk)
            };
            let place = BooksPlace {
                view,
                ..BooksPlace::default()
            };
            Some(view! {
                <a
                    class=class
                    href=Route::books(place, after).href()
                    data-testid=format!("identity-{name}")
                    data-holds=card.holds.to_string()
                >
                    {icon(picture)}
                    {identity(name, locale)}
                    " "
                    <span class="n">{crate::locales::numbers::count(card.lines)}</span>
                </a>
            })
        });
        Some(view! { <div class="row wrap">{badges.collect_view()}</div> })
    }
}
