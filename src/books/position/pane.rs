//! What is expected at an account: open settlements and payouts, each a way to its rows.

use leptos::prelude::*;
use tieout_statement::Currency;

use crate::locales::numbers::{amount, count};
use crate::locales::position::{awaited, day};
use crate::locales::{Lang, PositionKey, Words};
use crate::route::Route;
use crate::ui::pager::Pager;
use crate::workspace::books::{BooksAnswer, BooksQuestion, Window};
use crate::workspace::{Workspace, asked};

/// Items a page.
const PAGE: u64 = 50;

/// The pane.
#[component]
pub fn ExpectedPane(
    /// The account; empty: items whose account nothing names.
    account: String,
    /// The currency.
    currency: Currency,
) -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let from = RwSignal::new(0_u64);
    let name = account.clone();
    let page = asked(
        workspace,
        move || {
            Some(BooksQuestion::Expected {
                account: account.clone(),
                currency,
                window: Window {
                    from: from.get(),
                    count: PAGE,
                },
            })
        },
        |answer| match answer {
            BooksAnswer::Expected(page) => Some(page),
            _ => None,
        },
    );
    let total = Signal::derive(move || page.with(|page| page.as_ref().map_or(0, |p| p.total)));
    let body = move || {
        let locale = lang.get();
        let page = page.get()?;
        if page.total == 0 {
            let none = PositionKey::NothingExpected.word(locale);
            return Some(view! { <p class="mut">{none}</p> }.into_any());
        }
        let rows = page.items.into_iter().map(|item| {
            let key = match item.handle {
                Some(handle) => {
                    let href = Route::group(handle).href();
                    view! { <a href=href>{item.key.clone()}</a> }.into_any()
                }
                None => view! { {item.key.clone()} }.into_any(),
            };
            view! {
                <tr>
                    <th class="wrapped" scope="row">
                        {key}
                        <div class="sub">
                            {item.channel.clone()} " · " {awaited(item.awaited, locale)} " · "
                            <span class="n">{count(item.rows)}</span>
                        </div>
                    </th>
                    <td>{day(&item.due_date, locale)}</td>
                    <td class="n">{amount(&item.net)}</td>
                </tr>
            }
        });
        Some(
            view! {
                <table class="tbl behind" data-testid="expected-items">
                    <thead>
                        <tr>
                            <th>{PositionKey::Channel.word(locale)}</th>
                            <th>{PositionKey::DueDate.word(locale)}</th>
                            <th class="n">{crate::locales::BooksKey::Amount.word(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            }
            .into_any(),
        )
    };
    view! {
        <div class="case" data-testid="expected">
            <header>
                <div class="line"><span class="sub">{lang.t(PositionKey::Expected)}</span></div>
                <h2>
                    {if name.is_empty() {
                        view! { {lang.t(PositionKey::Unassigned)} }.into_any()
                    } else {
                        view! { {name} }.into_any()
                    }}
                    " " <span class="sub">{currency.code().to_owned()}</span>
                </h2>
                <p class="sub">{lang.t(PositionKey::ExpectedSub)}</p>
            </header>
            <section>{body} <Pager total=total from=from page=PAGE /></section>
        </div>
    }
}
