//! The books: journal, accounts, pending clearing and banks explained, before and after the
//! proposed treatments.

mod account_pane;
mod bank;
mod clearing;
mod details;
mod entry_pane;
mod fees;
mod head;
mod here;
mod identity_lines;
mod journal;
mod order_pane;
pub mod position;
mod rows;
mod trial_balance;

use leptos::prelude::*;

use crate::locales::{BooksKey, Lang, ShellKey};
use crate::places::{BooksPlace, BooksView, Opened};
use crate::route::{Nav, Route};
use crate::shell::no_result::NoResult;
use crate::ui::icon::{Icon, icon};
use crate::workspace::Workspace;
use account_pane::AccountPane;
use bank::BankView;
use clearing::ClearingView;
use details::DetailsView;
use entry_pane::EntryPane;
use fees::FeesView;
use head::Head;
use here::Here;
use journal::JournalSheet;
use order_pane::OrderPane;
use position::{ExpectedPane, PositionView};
use trial_balance::TrialBalanceSheet;

/// The books screen.
#[component]
pub fn BooksScreen() -> impl IntoView {
    let workspace: Workspace = expect_context();
    let known = Memo::new(move |_| workspace.summary.with(Option::is_some));
    move || {
        if known.get() {
            view! { <Books /> }.into_any()
        } else {
            view! { <NoResult picture=Icon::Books /> }.into_any()
        }
    }
}

#[component]
fn Books() -> impl IntoView {
    let here = Here::current();
    let view = Memo::new(move |_| here.place.with(|place| place.view));
    let opened = Memo::new(move |_| here.place.with(|place| place.opened.clone()));
    let open = Memo::new(move |_| opened.with(Option::is_some));
    close_by_key(here);
    view! {
        <div class="split books" class:open=move || open.get() class:closed=move || !open.get()>
            <div class="leaf">
                <section class="page">
                    <Head />
                    {move || match view.get() {
                        BooksView::Journal => {
                            view! {
                                <div class="bookgrid">
                                    <JournalSheet />
                                    <TrialBalanceSheet />
                                </div>
                            }
                                .into_any()
                        }
                        BooksView::Details => view! { <DetailsView /> }.into_any(),
                        BooksView::Clearing => view! { <ClearingView /> }.into_any(),
                        BooksView::Bank => view! { <BankView /> }.into_any(),
                        BooksView::Fees => view! { <FeesView /> }.into_any(),
                        BooksView::Position => view! { <PositionView /> }.into_any(),
                    }}
                </section>
            </div>
            {move || opened.get().map(|opened| view! { <Pane opened=opened /> })}
        </div>
    }
}

/// Escape closes what stands open.
fn close_by_key(here: Here) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let closes = event.key() == "Escape"
            && !crate::ui::browser::is_typing(&event)
            && !crate::ui::browser::dialog_open();
        if closes && here.place.with_untracked(|place| place.opened.is_some()) {
            here.change(|place| place.opened = None);
        }
    });
    on_cleanup(move || listener.remove());
}

/// What stands open beside the books.
#[component]
fn Pane(opened: Opened) -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let content = match opened {
        Opened::Entry(id) => view! { <EntryPane id=id /> }.into_any(),
        Opened::Account(of) => view! { <AccountPane of=of /> }.into_any(),
        Opened::Expected(account, currency) => {
            view! { <ExpectedPane account=account currency=currency /> }.into_any()
        }
        Opened::Order(order) => view! { <OrderPane order=order /> }.into_any(),
    };
    view! {
        <aside class="pane" tabindex="0" data-testid="books-pane" aria-label=lang.t(ShellKey::Books)>
            <button
                type="button"
                class="btn quiet icon close"
                aria-label=lang.t(ShellKey::Close)
                on:click=move |_| here.change(|place| place.opened = None)
            >
                {icon(Icon::Close)}
            </button>
            {content}
        </aside>
    }
}

/// What a pane says of what is there no more.
fn gone(lang: Lang) -> impl IntoView {
    view! { <div class="empty"><p>{lang.t(BooksKey::Gone)}</p></div> }
}

/// Where an account's details are listed.
fn details_of(nav: Nav, account: &str) -> String {
    let after = nav.route.with(|route| route.after);
    let place = BooksPlace {
        view: BooksView::Details,
        of: account.to_owned(),
        ..BooksPlace::default()
    };
    Route::books(place, after).href()
}
