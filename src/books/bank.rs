//! Book to bank: what the books have at each bank account, what only the bank has, what its
//! statement says.

use leptos::prelude::*;
use tieout_engine::report::IdentityReport;

use super::clearing::{check, lines_of, subject};
use super::here::Here;
use super::trial_balance::shown;
use crate::locales::numbers::amount;
use crate::locales::{BooksKey, Lang, Locale, Words};
use crate::places::Opened;
use crate::ui::icon::{Icon, icon};
use crate::ui::pager::Pager;

/// Accounts a page.
const PAGE: u64 = 100;

/// The view.
#[component]
pub fn BankView() -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let from = RwSignal::new(0_u64);
    let page = lines_of(here, "book_to_bank", from);
    let total = Signal::derive(move || page.with(|page| page.as_ref().map_or(0, |p| p.total)));
    let body = move || {
        let locale = lang.get();
        let page = page.get()?;
        if page.total == 0 {
            let text = BooksKey::NotRunBank.word(locale);
            return Some(
                view! { <p class="badge is-aside body">{icon(Icon::Aside)} {text}</p> }.into_any(),
            );
        }
        let word = |key: BooksKey| key.word(locale);
        let rows = page.items.iter().map(|line| row(here, line, locale));
        Some(
            view! {
                <table class="tbl" data-testid="book-to-bank">
                    <thead>
                        <tr>
                            <th>{word(BooksKey::Account)}</th>
                            <td></td>
                            <th class="n">{word(BooksKey::BookBalance)}</th>
                            <th class="n">{word(BooksKey::UnbookedReceipts)}</th>
                            <th class="n">{word(BooksKey::UnbookedPayments)}</th>
                            <th class="n">{word(BooksKey::Statement)}</th>
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
        <section class="sheet clip" aria-labelledby="bank">
            <header>
                <h2 id="bank">{lang.t(BooksKey::BankView)}</h2>
                <span class="sub">{lang.t(BooksKey::BankSub)}</span>
                <Pager total=total from=from page=PAGE />
            </header>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="bank">{body}</div>
        </section>
    }
}

/// A term of the bridge with its sign turned: book balance plus what is not booked is the
/// statement's.
fn turned(line: &IdentityReport, term: &str) -> String {
    let found = line.bridge.iter().find(|part| part.term == term);
    found.map_or_else(String::new, |part| match part.amount.strip_prefix('-') {
        Some(rest) => rest.to_owned(),
        None if crate::locales::numbers::is_zero(&part.amount) => part.amount.clone(),
        None => format!("-{}", part.amount),
    })
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
    let unbooked = |term: &str| {
        let text = turned(line, term);
        if text.starts_with('-') || shown(&text) == "–" {
            shown(&text)
        } else {
            format!("+{}", amount(&text))
        }
    };
    view! {
        <tr class:is-active=open>
            <th scope="row"><a href=href.clone()>{of.detail.clone()}</a></th>
            <td class="dim">{line.currency.code().to_owned()}</td>
            {link(amount(&line.left))}
            {link(unbooked("unbooked receipts"))}
            {link(unbooked("unbooked payments"))}
            {link(amount(&line.right))}
            <td class="n">{shown(&line.difference)}</td>
            <td>{check(line, locale)}</td>
        </tr>
    }
}
