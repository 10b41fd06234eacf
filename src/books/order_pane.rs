//! A payment order's way: rows of every file that know it, and the entries that hold it.

use leptos::prelude::*;
use tieout_engine::books::timeline::Step;

use super::here::Here;
use crate::locales::books::{account_name, stage, status, template};
use crate::locales::numbers::amount;
use crate::locales::{BooksKey, Lang, Locale, Words};
use crate::places::Opened;
use crate::workspace::books::{BooksAnswer, BooksQuestion};
use crate::workspace::{Workspace, asked};

/// The pane.
#[component]
pub fn OrderPane(
    /// The payment order's number.
    order: String,
) -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let named = order.clone();
    let steps = asked(
        workspace,
        move || Some(BooksQuestion::Timeline(order.clone())),
        |answer| match answer {
            BooksAnswer::Timeline(steps) => Some(steps),
            _ => None,
        },
    );
    let list = move || {
        let locale = lang.get();
        let steps = steps.get()?;
        if steps.is_empty() {
            return Some(view! { <p>{BooksKey::NoTimeline.word(locale)}</p> }.into_any());
        }
        let steps = steps.iter().map(|one| step(here, one, locale));
        Some(
            view! { <ol class="steps" data-testid="timeline">{steps.collect_view()}</ol> }
                .into_any(),
        )
    };
    view! {
        <div class="case">
            <header>
                <div class="line"><span class="sub">{lang.t(BooksKey::Timeline)}</span></div>
                <h2>{named}</h2>
            </header>
            <section>{list}</section>
        </div>
    }
}

fn step(here: Here, one: &Step, locale: Locale) -> impl IntoView + use<> {
    let is_entry = one.place.is_none();
    let what: Vec<String> = match (is_entry, one.stage.as_str()) {
        (true, _) => {
            let words = [
                one.what.first().map(|name| template(name, locale)),
                one.what.get(1).map(|word| status(word, locale)),
            ];
            words.into_iter().flatten().map(str::to_owned).collect()
        }
        (false, "posting") => {
            let mut words = one.what.clone();
            if let Some(account) = words.first_mut() {
                *account = format!("{account} {}", account_name(account, locale));
            }
            if let Some(side) = words.last_mut() {
                *side = crate::locales::domain::cell("side", side, locale);
            }
            words
        }
        (false, _) => {
            let mut words = one.what.clone();
            if let Some(status) = words.last_mut() {
                *status = crate::locales::domain::cell("status", status, locale);
            }
            if let [kind, _] = words.as_mut_slice() {
                *kind = crate::locales::domain::cell("kind", kind, locale);
            }
            words
        }
    };
    let place = one.place.as_ref();
    let place = place.map(|place| format!("{}:{}", place.file, place.line));
    let key = if is_entry {
        let href = here.opening(Opened::Entry(one.key.clone()));
        view! { <a href=href>{one.key.clone()}</a> }.into_any()
    } else {
        one.key.clone().into_any()
    };
    view! {
        <li>
            <div class="row">
                <b>{stage(&one.stage, locale)}</b>
                <span class="end n">{amount(&one.amount)} " " <span class="sub">{one.currency.code().to_owned()}</span></span>
            </div>
            <div>{what.join(" · ")}</div>
            <div class="sub">{key} " " {place} " " <span class="tab">{one.time.clone()}</span></div>
        </li>
    }
}
