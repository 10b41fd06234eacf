//! Book to bank: what the books have at each bank account, what only the bank has, what its
//! statement says.

use leptos::prelude::*;
use tieout_engine::report::IdentityReport;

use super::identity_lines::{IdentityLines, Shown, figure};
use super::trial_balance::shown;
use crate::locales::numbers::{amount, is_zero};
use crate::locales::{BooksKey, Locale};

const BANK: Shown = Shown {
    name: "book_to_bank",
    id: "book-to-bank",
    words: [BooksKey::BankView, BooksKey::BankSub, BooksKey::NotRunBank],
    headings: &[
        (Some(BooksKey::Account), false),
        (None, false),
        (Some(BooksKey::BookBalance), true),
        (Some(BooksKey::UnbookedReceipts), true),
        (Some(BooksKey::UnbookedPayments), true),
        (Some(BooksKey::Statement), true),
        (Some(BooksKey::Difference), true),
    ],
    cells,
};

/// The view.
#[component]
pub fn BankView() -> impl IntoView {
    view! { <IdentityLines shown=&BANK /> }
}

/// A term of the bridge with its sign turned: book balance plus what is not booked is the
/// statement's.
fn turned(line: &IdentityReport, term: &str) -> String {
    let found = line.bridge.iter().find(|part| part.term == term);
    found.map_or_else(String::new, |part| match part.amount.strip_prefix('-') {
        Some(rest) => rest.to_owned(),
        None if is_zero(&part.amount) => part.amount.clone(),
        None => format!("-{}", part.amount),
    })
}

fn cells(line: &IdentityReport, href: &str, _: Locale) -> AnyView {
    let unbooked = |term: &str| {
        let text = turned(line, term);
        if text.starts_with('-') || shown(&text) == "–" {
            shown(&text)
        } else {
            format!("+{}", amount(&text))
        }
    };
    view! {
        <th scope="row"><a href=href.to_owned()>{line.detail.clone()}</a></th>
        <td class="dim">{line.currency.code().to_owned()}</td>
        {figure(href, amount(&line.left))}
        {figure(href, unbooked("unbooked receipts"))}
        {figure(href, unbooked("unbooked payments"))}
        {figure(href, amount(&line.right))}
        <td class="n">{shown(&line.difference)}</td>
    }
    .into_any()
}
