//! How a reconciliation's card is placed.

use leptos::prelude::*;

use super::card::{Body, Card, Meaning, Ran};
use super::level::LevelVial;
use crate::locales::{Lang, OverviewKey, Words};
use crate::ui::icon::{Icon, icon};

/// Height of the hours' bars, in units of their picture.
const BAR: u64 = 20;

/// One reconciliation: name and level, exceptions and amount, both sides, share of rows,
/// outcomes, rows by hour.
#[component]
pub fn ReconciliationCard(
    /// What it shows.
    card: Card,
) -> impl IntoView {
    let body = match card.body {
        Body::Ran(ran) => ran_body(*ran, card.question, card.title).into_any(),
        Body::Missing(text) => missing_body(text, card.question).into_any(),
    };
    view! {
        <article class="sheet recon" data-testid=card.hook>
            <div class="head">
                <h2>
                    <a href=card.href>{card.title}</a>
                    " "
                    <span class="sub" lang="zh">{card.beside}</span>
                </h2>
                <LevelVial level=card.level />
            </div>
            {body}
        </article>
    }
}

fn missing_body(text: String, question: &'static str) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <div>
            <span class="badge">{icon(Icon::Aside)} {lang.t(OverviewKey::NotRun)}</span>
            <p class="q">{question}</p>
        </div>
        <div class="wait">
            <p>{text}</p>
            <p class="dim">{lang.t(OverviewKey::DropMissing)}</p>
        </div>
    }
}

fn ran_body(ran: Ran, question: &'static str, title: &'static str) -> impl IntoView {
    // The card is made anew with each language.
    let locale = Lang::current().get_now();
    let (meaning, text) = ran.badge;
    let picture = if meaning == Meaning::Tied {
        Icon::Tied
    } else {
        Icon::Exception
    };
    let sides = ran.sides.into_iter().map(|side| {
        let amounts = side
            .amounts
            .into_iter()
            .map(|text| view! { <div>{text}</div> });
        view! {
            <tr>
                <th scope="row">{side.label}</th>
                <td class="n">{side.rows}</td>
                <td class="n">{amounts.collect_view()}</td>
            </tr>
        }
    });
    let bar = ran.shares.iter().map(|share| {
        let grow = share.rows.to_string();
        (share.rows > 0)
            .then(|| view! { <i class=share.meaning.bar_class() style:flex-grow=grow></i> })
    });
    let key = ran.shares.iter().map(|share| {
        let unit = (share.meaning == Meaning::Tied).then(|| locale.pick(" rows", " 行"));
        view! {
            <span>
                <i class=share.meaning.bar_class()></i>
                {share.label}
                " "
                <span class="n">{share.count.clone()}{unit}</span>
            </span>
        }
    });
    let outcomes = ran.outcomes.into_iter().map(|line| {
        view! {
            <li
                data-testid=line.hook
                data-count=line.groups.to_string()
                data-amount=line.amount
            >
                <a href=line.href title=line.beside>
                    <span class=line.meaning.word_class()>{icon(line.icon)} {line.word}</span>
                    <span class="n">{line.count}</span>
                </a>
            </li>
        }
    });
    view! {
        <div>
            <div class=meaning.word_class()>{icon(picture)} <span class="tab">{text}</span></div>
            <p class="q">{question}</p>
        </div>
        <table>
            <caption class="vh">{title}</caption>
            <thead>
                <tr>
                    <td></td>
                    <th class="n">{OverviewKey::Rows.word(locale)}</th>
                    <th class="n">{OverviewKey::Amount.word(locale)} " " {ran.currency}</th>
                </tr>
            </thead>
            <tbody>{sides.collect_view()}</tbody>
        </table>
        <div class="stack">
            <div class="share" aria-hidden="true">{bar.collect_view()}</div>
            <div class="key4">{key.collect_view()}</div>
        </div>
        <ul class="out">{outcomes.collect_view()}</ul>
        {hours(&ran.hours, ran.peak)}
    }
}

/// Rows by hour: 24 bars from zero, with the peak in words.
fn hours(hours: &[u64; 24], peak: String) -> impl IntoView + use<> {
    let most = hours.iter().copied().max().unwrap_or(0).max(1);
    let bars = hours.iter().enumerate().map(|(hour, &rows)| {
        let height = (u128::from(rows) * u128::from(BAR) * 10 / u128::from(most)).max(10);
        let top = u128::from(BAR) * 10 + 20 - height;
        view! {
            <rect
                class:z=rows == 0
                x=(hour * 10).to_string()
                y=format!("{}.{}", top / 10, top % 10)
                width="7"
                height=format!("{}.{}", height / 10, height % 10)
            ></rect>
        }
    });
    let said = peak.clone();
    view! {
        <figure>
            <svg class="spark" viewBox="0 0 237 23" preserveAspectRatio="none" role="img" aria-label=said>
                {bars.collect_view()}
            </svg>
            <figcaption class="sub tab" aria-hidden="true">
                <span>"0 h"</span>
                <span>{peak}</span>
                <span>"24 h"</span>
            </figcaption>
        </figure>
    }
}
