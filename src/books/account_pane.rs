//! An account's detail opened: its T-account, and what explains its balance.

use leptos::prelude::*;
use tieout_engine::books::chart::{BANK, is_clearing};
use tieout_engine::books::view::{Explanation, Movement};
use tieout_engine::report::BalanceReport;

use super::here::Here;
use super::rows::part;
use super::{details_of, gone};
use crate::locales::books::{account_beside, account_name, explanation, status, template, when};
use crate::locales::numbers::{amount, date, is_zero};
use crate::locales::{BooksKey, Lang, Locale, Words};
use crate::overview::Meaning;
use crate::places::Opened;
use crate::route::Route;
use crate::ui::icon::icon;
use crate::ui::pager::Pager;
use crate::worklist::outcome_icon;
use crate::workspace::books::{AccountDetail, AccountOpened, BooksAnswer, BooksQuestion, Window};
use crate::workspace::{Workspace, asked};

/// Movements and explanations a page.
const PAGE: u64 = 50;

/// The pane.
#[component]
pub fn AccountPane(
    /// Which.
    of: AccountDetail,
) -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let from = RwSignal::new(0_u64);
    let of = StoredValue::new(of);
    let opened = asked(
        workspace,
        move || {
            let window = Window {
                from: from.get(),
                count: PAGE,
            };
            Some(BooksQuestion::Account(of.get_value(), window))
        },
        |answer| match answer {
            BooksAnswer::Account(account) => Some(account.map(|account| *account)),
            _ => None,
        },
    );
    let total = Signal::derive(move || {
        opened.with(|opened| {
            let opened = opened.as_ref().and_then(Option::as_ref);
            opened.map_or(0, |account| account.movements.total)
        })
    });
    let explained = of.with_value(|of| is_clearing(&of.account) || of.account == BANK);
    view! {
        {move || match opened.get() {
            None => ().into_any(),
            Some(None) => gone(lang).into_any(),
            Some(Some(account)) => {
                let locale = lang.get();
                view! {
                    <div class="case" data-testid="account">
                        {head(here, &account.balance, locale)}
                        <section>
                            {t_account(here, &account, locale)}
                            <Pager total=total from=from page=PAGE />
                        </section>
                        {explained.then(|| view! { <Explanations of=of.get_value() /> })}
                    </div>
                }
                    .into_any()
            }
        }}
    }
}

fn head(here: Here, balance: &BalanceReport, locale: Locale) -> impl IntoView + use<> {
    let closing = if here.after.get() {
        &balance.closing_after_treatment
    } else {
        &balance.closing
    };
    view! {
        <header>
            <div class="line">
                <a class="sub" href=details_of(here.nav, &balance.account)>
                    <span class="n">{balance.account.clone()}</span>
                    " "
                    {account_name(&balance.account, locale)}
                    " "
                    <span lang="zh">{account_beside(&balance.account, locale)}</span>
                </a>
            </div>
            <div class="figures">
                <h2>{balance.detail.clone()}</h2>
                <div class="figure n">
                    {amount(closing)} " " <span class="sub">{balance.currency.code().to_owned()}</span>
                </div>
            </div>
        </header>
    }
}

/// One line of a side: what it is, how much, where it leads.
struct Posted {
    what: String,
    sub: &'static str,
    amount: String,
    href: Option<String>,
    new: bool,
}

fn signed(text: &str) -> [Option<String>; 2] {
    match text.strip_prefix('-') {
        _ if is_zero(text) => [None, None],
        Some(credit) => [None, Some(credit.to_owned())],
        None => [Some(text.to_owned()), None],
    }
}

/// The T-account: debits left, credits right, opening first, closing below the rule.
fn t_account(here: Here, account: &AccountOpened, locale: Locale) -> impl IntoView + use<> {
    let after = here.after.get();
    let balance = &account.balance;
    let mut sides: [Vec<Posted>; 2] = [Vec::new(), Vec::new()];
    for (side, amount) in signed(&balance.opening).into_iter().enumerate() {
        sides[side].extend(amount.map(|amount| Posted {
            what: BooksKey::NetOpening.word(locale).to_owned(),
            sub: "",
            amount,
            href: None,
            new: false,
        }));
    }
    let moved = account.movements.items.iter();
    for movement in moved.filter(|movement| after || movement.status != "proposed") {
        for (side, amount) in [&movement.debit, &movement.credit].into_iter().enumerate() {
            if !is_zero(amount) {
                sides[side].push(posted(here, movement, amount, locale));
            }
        }
    }
    let closing = if after {
        &balance.closing_after_treatment
    } else {
        &balance.closing
    };
    let side = |lines: Vec<Posted>, closing: Option<&String>, name: BooksKey| {
        let lines = lines.into_iter().map(|line| {
            let class = if line.new { "n chg" } else { "n" };
            let shown = amount(&line.amount);
            let linked = match line.href {
                Some(href) => view! { <a class="amt" href=href>{shown}</a> }.into_any(),
                None => shown.into_any(),
            };
            view! {
                <li>
                    <span>{line.what} " " <span class="sub">{line.sub}</span></span>
                    <span class=class>{linked}</span>
                </li>
            }
        });
        let closing = closing.map(|text| {
            view! {
                <li class="closing">
                    <b>{BooksKey::NetClosing.word(locale)}</b>
                    <b class="n">{amount(text)}</b>
                </li>
            }
        });
        view! {
            <div>
                <div class="sub">{name.word(locale)}</div>
                <ul>{lines.collect_view()} {closing}</ul>
            </div>
        }
    };
    let [debits, credits] = sides;
    let [debit_closing, credit_closing] = signed(closing);
    view! {
        <div class="tacc" data-testid="t-account" data-closing=closing.clone()>
            {side(debits, debit_closing.as_ref(), BooksKey::Debit)}
            {side(credits, credit_closing.as_ref(), BooksKey::Credit)}
        </div>
    }
}

fn posted(here: Here, movement: &Movement, amount: &str, locale: Locale) -> Posted {
    let final_ = movement.status == "final";
    Posted {
        what: template(&movement.template, locale).to_owned(),
        sub: if final_ {
            when(&movement.when, locale)
        } else {
            status(&movement.status, locale)
        },
        amount: amount.to_owned(),
        href: Some(here.opening(Opened::Entry(movement.entry.clone()))),
        new: movement.status == "proposed",
    }
}

/// What explains the balance at the stage that is shown.
#[component]
fn Explanations(of: AccountDetail) -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let from = RwSignal::new(0_u64);
    let page = asked(
        workspace,
        move || {
            Some(BooksQuestion::Explanations {
                of: of.clone(),
                after: here.after.get(),
                window: Window {
                    from: from.get(),
                    count: PAGE,
                },
            })
        },
        |answer| match answer {
            BooksAnswer::Explanations(page) => Some(page),
            _ => None,
        },
    );
    let total = Signal::derive(move || page.with(|page| page.as_ref().map_or(0, |p| p.total)));
    let table = move || {
        let locale = lang.get();
        let page = page.get()?;
        if page.total == 0 {
            return Some(view! { <p>{BooksKey::NothingExplains.word(locale)}</p> }.into_any());
        }
        let rows = page.items.iter().map(|one| explained(here, one, locale));
        Some(
            view! {
                <table class="tbl behind" data-testid="explanations">
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            }
            .into_any(),
        )
    };
    view! {
        <section>
            {part(BooksKey::Explains)}
            {table}
            <Pager total=total from=from page=PAGE />
        </section>
    }
}

fn explained(here: Here, one: &Explanation, locale: Locale) -> impl IntoView + use<> {
    let href = match (one.what.as_str(), one.handle) {
        ("entry", _) => Some(here.opening(Opened::Entry(one.key.clone()))),
        (_, Some(handle)) => Some(Route::group(handle).href()),
        _ => None,
    };
    let outcome = one.outcome.map(|outcome| {
        let class = Meaning::of(outcome).word_class();
        view! {
            <span class=class>{icon(outcome_icon(outcome))} {outcome.word(locale)}</span>
        }
    });
    let since = one.first_seen.as_ref().map(|day| date(day, locale));
    let named = |text: String| match href.clone() {
        Some(href) => view! { <a href=href>{text}</a> }.into_any(),
        None => text.into_any(),
    };
    let shown = match href.clone() {
        Some(href) => view! { <a class="amt" href=href>{amount(&one.amount)}</a> }.into_any(),
        None => amount(&one.amount).into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                {named(one.key.clone())}
                <div class="sub">{explanation(&one.what, locale)} " " {since}</div>
            </th>
            <td>{outcome}</td>
            <td class="n">{shown}</td>
        </tr>
    }
}
