//! The accounts as tables: today, and the coming days.

use leptos::prelude::*;
use tieout_engine::books::chart::BANK;
use tieout_engine::position::{AccountPosition, DAYS_AHEAD, ExpectedDay, FundPosition};

use super::super::here::Here;
use super::super::trial_balance::shown;
use crate::amounts::minor;
use crate::locales::numbers::{amount, delta, is_zero};
use crate::locales::position::{day, lines, unbooked};
use crate::locales::{BooksKey, Locale, PositionKey, Words};
use crate::places::Opened;
use crate::ui::icon::{Icon, icon};
use crate::workspace::books::AccountDetail;

fn head(words: &[(PositionKey, bool)], locale: Locale) -> impl IntoView + use<> {
    let cells = words.iter().map(|(word, figure)| {
        view! { <th class=if *figure { "n" } else { "" }>{word.word(locale)}</th> }
    });
    cells.collect_view()
}

fn account(of: &AccountPosition) -> AccountDetail {
    AccountDetail {
        account: BANK.to_owned(),
        detail: of.account.clone(),
        currency: of.currency,
    }
}

fn expected(of: &AccountPosition) -> Opened {
    Opened::Expected(of.account.clone(), of.currency)
}

fn name(of: &AccountPosition, href: String) -> impl IntoView + use<> {
    view! {
        <th scope="row">
            <a class="mono" href=href>{of.account.clone()}</a>
            " "
            <span class="dim">{of.currency.code().to_owned()}</span>
        </th>
    }
}

/// A figure that leads somewhere; nothing where it is zero.
fn linked(text: &str, href: &str) -> impl IntoView + use<> {
    let none = is_zero(text);
    let text = if none { "–".to_owned() } else { amount(text) };
    view! {
        <td class="n">
            {if none {
                view! { <span class="dim">{text}</span> }.into_any()
            } else {
                view! { <a class="amt" href=href.to_owned()>{text}</a> }.into_any()
            }}
        </td>
    }
}

/// What moved at each account today.
pub fn today(here: Here, position: &FundPosition, locale: Locale) -> impl IntoView + use<> {
    use PositionKey as K;
    let rows = position.accounts.iter().map(|of| {
        let books = here.opening(Opened::Account(account(of)));
        let moved = |n: u64, text: &str| {
            let note = (n > 0).then(|| lines(n, locale));
            view! {
                <td class="n">
                    <a class="amt" href=books.clone()>{shown(text)}</a>
                    {note.map(|note| view! { <span class="under">{note}</span> })}
                </td>
            }
        };
        let value = |text: &str| minor(text, of.currency);
        let apart = value(&of.closing).zip(value(&of.book));
        let apart = apart
            .map(|(bank, book)| bank - book)
            .filter(|apart| *apart != 0);
        let mark = apart.map(|apart| {
            let apart = tieout_statement::money::major(apart, of.currency);
            view! { <span class="under is-timing">{unbooked(&apart, locale)}</span> }
        });
        view! {
            <tr data-testid=format!("position-{}-{}", of.account, of.currency.code())>
                {name(of, books.clone())}
                <td class="n">{amount(&of.opening)}</td>
                {moved(of.arrived_lines, &of.arrived)}
                {moved(of.left_lines, &of.left)}
                <td class="n"><strong>{amount(&of.closing)}</strong></td>
                <td class="n">
                    <a class="amt" href=books.clone()>{amount(&of.book)}</a>
                    {mark}
                </td>
                {linked(&of.transit_out, &books)}
                {linked(&of.transit_in, &books)}
            </tr>
        }
    });
    let opening = BooksKey::Opening.word(locale);
    view! {
        <table class="tbl two" data-testid="position-today">
            <thead>
                <tr>
                    {head(&[(K::BankAccount, false)], locale)}
                    <th class="n">{opening}</th>
                    {head(
                        &[
                            (K::Arrived, true),
                            (K::Left, true),
                            (K::Closing, true),
                            (K::Books, true),
                            (K::TransitOut, true),
                            (K::TransitIn, true),
                        ],
                        locale,
                    )}
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// The change of a day, signed; nothing where nothing is due.
fn change(of: &AccountPosition, days: &[ExpectedDay]) -> Option<String> {
    let mut sum = 0;
    for day in days {
        sum += minor(&day.incoming, of.currency)? - minor(&day.outgoing, of.currency)?;
    }
    let due = days.iter().any(|day| day.items > 0);
    due.then(|| delta(&tieout_statement::money::major(sum, of.currency)))
}

fn balance(of: &AccountPosition, days: &[ExpectedDay], href: &str) -> AnyView {
    let Some(last) = days.last() else {
        return view! { <td class="n dim">"–"</td> }.into_any();
    };
    let value = |text: &str| minor(text, of.currency);
    let limit = of.limit.as_deref().and_then(value);
    let below = days.iter().any(|day| {
        limit
            .zip(value(&day.balance))
            .is_some_and(|(limit, at)| at < limit)
    });
    let change = change(of, days);
    let text = amount(&last.balance);
    let text = match &change {
        Some(_) => {
            view! { <a class="amt" class:is-risk=below href=href.to_owned()>{text}</a> }.into_any()
        }
        None => view! { <span class:is-risk=below class:dim=!below>{text}</span> }.into_any(),
    };
    view! {
        <td class="n" data-date=last.date.clone()>
            {text} {change.map(|change| view! { <span class="under">{change}</span> })}
        </td>
    }
    .into_any()
}

/// What is expected at each account.
pub fn coming(here: Here, position: &FundPosition, locale: Locale) -> impl IntoView + use<> {
    use PositionKey as K;
    let ahead = usize::try_from(DAYS_AHEAD).unwrap_or(0);
    let days: Vec<String> = position
        .accounts
        .first()
        .map(|of| of.expected.iter().take(ahead).map(|day| day.date.clone()))
        .into_iter()
        .flatten()
        .collect();
    let later = position.accounts.iter().any(|of| of.expected.len() > ahead);
    let undecided = position.accounts.iter().any(|of| !is_zero(&of.undecided));
    let rows = position.accounts.iter().map(|of| {
        let href = here.opening(expected(of));
        let here_now = here
            .place
            .with(|place| place.opened.as_ref() == Some(&expected(of)));
        let (near, far) = of.expected.split_at(ahead.min(of.expected.len()));
        let cells = near.iter().map(|day| balance(of, std::slice::from_ref(day), &href));
        let cells = cells.collect_view();
        let far = later.then(|| balance(of, far, &href));
        let low = view! {
            <td class="n">
                <strong class:is-risk=of.shortfall.is_some()>{amount(&of.low)}</strong>
                <span class="under">{day(&of.low_date, locale)}</span>
            </td>
        };
        let limit = match &of.limit {
            Some(limit) => amount(limit),
            None => "–".to_owned(),
        };
        view! {
            <tr class:is-active=here_now data-testid=format!("coming-{}-{}", of.account, of.currency.code())>
                {name(of, href.clone())}
                {linked(&of.due_in, &href)}
                {linked(&of.due_out, &href)}
                {undecided.then(|| linked(&of.undecided, &href))}
                {cells}
                {far}
                {low}
                <td class="n">{limit}</td>
                <td>{standing(of, locale)}</td>
            </tr>
        }
    });
    let dates = days
        .iter()
        .map(|date| view! { <th class="n">{day(date, locale)}</th> })
        .collect_view();
    view! {
        <table class="tbl two" data-testid="position-coming">
            <thead>
                <tr>
                    {head(&[(K::BankAccount, false), (K::DueIn, true), (K::DueOut, true)], locale)}
                    {undecided.then(|| head(&[(K::Undecided, true)], locale))}
                    {dates}
                    {later.then(|| head(&[(K::Later, true)], locale))}
                    {head(&[(K::Low, true), (K::Limit, true)], locale)}
                    <th>{BooksKey::Check.word(locale)}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// Whether an account stays above its limit, in a word.
fn standing(of: &AccountPosition, locale: Locale) -> impl IntoView + use<> {
    let (class, picture, word) = if of.limit.is_none() {
        ("badge is-aside", Icon::Aside, PositionKey::NoLimit)
    } else if of.shortfall.is_some() {
        ("badge is-risk", Icon::Risk, PositionKey::Short)
    } else {
        ("badge is-tied", Icon::Tied, PositionKey::Enough)
    };
    view! { <span class=class>{icon(picture)} {word.word(locale)}</span> }
}

/// Channels whose account nothing names.
pub fn unassigned(position: &FundPosition, here: Here, locale: Locale) -> impl IntoView + use<> {
    use PositionKey as K;
    let rows = position.unassigned.iter().map(|of| {
        let href = here.opening(Opened::Expected(String::new(), of.currency));
        view! {
            <tr>
                <th scope="row">
                    <a href=href.clone()>{of.channel.clone()}</a>
                    " "
                    <span class="dim">{of.currency.code().to_owned()}</span>
                </th>
                <td class="n">{crate::locales::numbers::count(of.items)}</td>
                {linked(&of.incoming, &href)}
                {linked(&of.outgoing, &href)}
            </tr>
        }
    });
    view! {
        <table class="tbl" data-testid="position-unassigned">
            <thead>
                <tr>
                    {head(
                        &[
                            (K::Channel, false),
                            (K::Items, true),
                            (K::Incoming, true),
                            (K::Outgoing, true),
                        ],
                        locale,
                    )}
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
