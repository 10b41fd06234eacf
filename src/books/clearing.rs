//! Pending clearing explained, by account and channel.

use leptos::prelude::*;
use tieout_engine::report::IdentityReport;

use super::identity_lines::{IdentityLines, Shown, figure};
use super::trial_balance::shown;
use crate::locales::books::account_name;
use crate::locales::numbers::amount;
use crate::locales::{BooksKey, Locale};

const CLEARING: Shown = Shown {
    name: "pending_clearing",
    id: "clearing",
    words: [
        BooksKey::ClearingView,
        BooksKey::ClearingSub,
        BooksKey::NotRunClearing,
    ],
    headings: &[
        (Some(BooksKey::Account), false),
        (Some(BooksKey::Detail), false),
        (None, false),
        (Some(BooksKey::Balance), true),
        (Some(BooksKey::Explained), true),
        (Some(BooksKey::Difference), true),
    ],
    cells,
};

/// The view.
#[component]
pub fn ClearingView() -> impl IntoView {
    view! { <IdentityLines shown=&CLEARING /> }
}

fn cells(line: &IdentityReport, href: &str, locale: Locale) -> AnyView {
    let account = line.account.clone().unwrap_or_default();
    view! {
        <td><span class="n dim">{account.clone()}</span> " " {account_name(&account, locale)}</td>
        <th scope="row"><a href=href.to_owned()>{line.detail.clone()}</a></th>
        <td class="dim">{line.currency.code().to_owned()}</td>
        {figure(href, amount(&line.left))}
        {figure(href, amount(&line.right))}
        <td class="n">{shown(&line.difference)}</td>
    }
    .into_any()
}
