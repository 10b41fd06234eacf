//! Accounts by their details: what each opened with, what moved, what it closes with.

use leptos::prelude::*;
use tieout_engine::report::BalanceReport;

use super::here::Here;
use super::trial_balance::{figures, shown};
use crate::locales::books::account_name;
use crate::locales::{BooksKey, Lang, Locale, Words};
use crate::places::Opened;
use crate::ui::icon::{Icon, icon};
use crate::ui::pager::Pager;
use crate::workspace::books::{AccountDetail, BooksAnswer, BooksQuestion, Window};
use crate::workspace::{Workspace, asked};

/// Details a page.
const PAGE: u64 = 100;

/// The view.
#[component]
pub fn DetailsView() -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let from = RwSignal::new(0_u64);
    let of = Memo::new(move |_| {
        here.place
            .with(|place| (place.of.clone(), place.detail.clone()))
    });
    Effect::new(move || {
        of.track();
        from.set(0);
    });
    let accounts = asked(
        workspace,
        || Some(BooksQuestion::Accounts),
        |answer| match answer {
            BooksAnswer::Accounts(accounts) => Some(accounts),
            _ => None,
        },
    );
    let page = asked(
        workspace,
        move || {
            let (account, text) = of.get();
            let window = Window {
                from: from.get(),
                count: PAGE,
            };
            Some(BooksQuestion::Balances {
                account,
                text,
                window,
            })
        },
        |answer| match answer {
            BooksAnswer::Balances(page) => Some(page),
            _ => None,
        },
    );
    let total = Signal::derive(move || page.with(|page| page.as_ref().map_or(0, |p| p.total)));
    let options = move || {
        let locale = lang.get();
        let mut codes: Vec<String> = accounts
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|total| total.balance.account)
            .collect();
        codes.dedup();
        let chosen = of.get().0;
        let options = codes.into_iter().map(|code| {
            let name = format!("{code} {}", account_name(&code, locale));
            let selected = code == chosen;
            view! { <option value=code selected=selected>{name}</option> }
        });
        options.collect_view()
    };
    let rows = move || {
        let (locale, after) = (lang.get(), here.after.get());
        let page = page.get()?;
        let rows = page.items.iter().map(|one| row(here, one, after, locale));
        Some(rows.collect_view())
    };
    let closing = move || {
        let key = if here.after.get() {
            BooksKey::AfterClosing
        } else {
            BooksKey::Closing
        };
        key.word(lang.get())
    };
    view! {
        <section class="sheet clip" aria-labelledby="details">
            <header>
                <h2 id="details">{lang.t(BooksKey::DetailsView)}</h2>
                <span class="tools row wrap">
                    <select
                        class="field"
                        data-testid="account-select"
                        aria-label=lang.t(BooksKey::Account)
                        on:change=move |event| {
                            let code = event_target_value(&event);
                            here.change(|place| place.of = code);
                        }
                    >
                        <option value="">{lang.t(BooksKey::AnyAccount)}</option>
                        {options}
                    </select>
                    <label class="field">
                        {icon(Icon::Search)}
                        <input
                            type="search"
                            placeholder=lang.t(BooksKey::SearchDetails)
                            aria-label=lang.t(BooksKey::SearchDetails)
                            prop:value=move || of.get().1
                            on:input=move |event| {
                                let text = event_target_value(&event);
                                here.change(|place| place.detail = text);
                            }
                        />
                    </label>
                    <Pager total=total from=from page=PAGE />
                </span>
            </header>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="details">
                <table class="tbl compact" data-testid="details">
                    <thead>
                        <tr>
                            <th>{lang.t(BooksKey::Account)}</th>
                            <th>{lang.t(BooksKey::Detail)}</th>
                            <td></td>
                            <th class="n">{lang.t(BooksKey::Opening)}</th>
                            <th class="n">{lang.t(BooksKey::Debits)}</th>
                            <th class="n">{lang.t(BooksKey::Credits)}</th>
                            <th class="n">{closing}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(here: Here, balance: &BalanceReport, after: bool, locale: Locale) -> impl IntoView + use<> {
    let of = AccountDetail {
        account: balance.account.clone(),
        detail: balance.detail.clone(),
        currency: balance.currency,
    };
    let open = here
        .place
        .with(|place| place.opened == Some(Opened::Account(of.clone())));
    let href = here.opening(Opened::Account(of));
    let figures = figures(balance, after);
    let changed = after && figures[3] != balance.closing;
    let closing = figures[3].clone();
    let cells = figures.into_iter().enumerate().map(|(at, text)| {
        let class = if at == 3 && changed { "amt chg" } else { "amt" };
        view! { <td class="n"><a class=class href=href.clone()>{shown(&text)}</a></td> }
    });
    let detail = if balance.detail.is_empty() {
        "–".to_owned()
    } else {
        balance.detail.clone()
    };
    view! {
        <tr class:is-active=open data-closing=closing>
            <td>
                <span class="n dim">{balance.account.clone()}</span>
                " "
                {account_name(&balance.account, locale)}
            </td>
            <th scope="row"><a href=href.clone()>{detail}</a></th>
            <td class="dim">{balance.currency.code().to_owned()}</td>
            {cells.collect_view()}
        </tr>
    }
}
