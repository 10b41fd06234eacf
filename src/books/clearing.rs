//! Pending clearing explained, by account and channel.

use leptos::prelude::*;
use tieout_engine::report::IdentityReport;

use super::here::Here;
use super::trial_balance::shown;
use crate::locales::books::account_name;
use crate::locales::numbers::amount;
use crate::locales::{BooksKey, Lang, Locale, Words};
use crate::places::Opened;
use crate::ui::icon::{Icon, icon};
use crate::ui::pager::Pager;
use crate::workspace::books::{AccountDetail, BooksAnswer, BooksQuestion, Window};
use crate::workspace::{Workspace, asked};

/// Lines a page.
const PAGE: u64 = 100;

/// A page of an identity's lines at the stage that is shown.
pub fn lines_of(
    here: Here,
    name: &'static str,
    from: RwSignal<u64>,
) -> Signal<Option<tieout_engine::books::view::Page<IdentityReport>>> {
    let workspace: Workspace = expect_context();
    asked(
        workspace,
        move || {
            Some(BooksQuestion::Identity {
                name: name.to_owned(),
                after: here.after.get(),
                window: Window {
                    from: from.get(),
                    count: PAGE,
                },
            })
        },
        |answer| match answer {
            BooksAnswer::Identity(page) => Some(page),
            _ => None,
        },
    )
}

/// Whether a line holds, in a word.
pub fn check(line: &IdentityReport, locale: Locale) -> impl IntoView + use<> {
    let (class, picture, word) = if line.holds {
        ("badge is-tied", Icon::Tied, BooksKey::Holds)
    } else {
        ("badge is-risk", Icon::Risk, BooksKey::Fails)
    };
    view! { <span class=class>{icon(picture)} {word.word(locale)}</span> }
}

/// The account and detail that a line is about.
pub fn subject(line: &IdentityReport) -> AccountDetail {
    AccountDetail {
        account: line.account.clone().unwrap_or_default(),
        detail: line.detail.clone().unwrap_or_default(),
        currency: line.currency,
    }
}

/// The view.
#[component]
pub fn ClearingView() -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let from = RwSignal::new(0_u64);
    let page = lines_of(here, "pending_clearing", from);
    let total = Signal::derive(move || page.with(|page| page.as_ref().map_or(0, |p| p.total)));
    let body = move || {
        let locale = lang.get();
        let page = page.get()?;
        if page.total == 0 {
            let text = BooksKey::NotRunClearing.word(locale);
            return Some(
                view! { <p class="badge is-aside body">{icon(Icon::Aside)} {text}</p> }.into_any(),
            );
        }
        let word = |key: BooksKey| key.word(locale);
        let rows = page.items.iter().map(|line| row(here, line, locale));
        Some(
            view! {
                <table class="tbl compact" data-testid="clearing">
                    <thead>
                        <tr>
                            <th>{word(BooksKey::Account)}</th>
                            <th>{word(BooksKey::Detail)}</th>
                            <td></td>
                            <th class="n">{word(BooksKey::Balance)}</th>
                            <th class="n">{word(BooksKey::Explained)}</th>
                            <th class="n">{word(BooksKey::Difference)}</th>
                            <th>{word(BooksKey::Check)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            }
            .into_any(),
        )
    };
    view! {
        <section class="sheet clip" aria-labelledby="clearing">
            <header>
                <h2 id="clearing">{lang.t(BooksKey::ClearingView)}</h2>
                <span class="sub">{lang.t(BooksKey::ClearingSub)}</span>
                <Pager total=total from=from page=PAGE />
            </header>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="clearing">{body}</div>
        </section>
    }
}

fn row(here: Here, line: &IdentityReport, locale: Locale) -> impl IntoView + use<> {
    let of = subject(line);
    let open = here
        .place
        .with(|place| place.opened == Some(Opened::Account(of.clone())));
    let href = here.opening(Opened::Account(of.clone()));
    let link = |text: String| {
        view! { <td class="n"><a class="amt" href=href.clone()>{text}</a></td> }
    };
    view! {
        <tr class:is-active=open>
            <td><span class="n dim">{of.account.clone()}</span> " " {account_name(&of.account, locale)}</td>
            <th scope="row"><a href=href.clone()>{of.detail.clone()}</a></th>
            <td class="dim">{line.currency.code().to_owned()}</td>
            {link(amount(&line.left))}
            {link(amount(&line.right))}
            <td class="n">{shown(&line.difference)}</td>
            <td>{check(line, locale)}</td>
        </tr>
    }
}
