//! Fund position: each bank account today and in the coming days, what is short, and the
//! transfer that would cure it.

mod chart;
mod draw;
mod pane;
mod tables;

use leptos::prelude::*;
use tieout_engine::position::{FundPosition, ProposedTransfer};

use super::here::Here;
use crate::locales::books::template;
use crate::locales::position::{alert, transfer};
use crate::locales::{Lang, Locale, PositionKey, Words};
use crate::route::{Route, Screen};
use crate::ui::icon::{Icon, icon};
use crate::worklist::t_accounts;
use crate::workspace::books::{BooksAnswer, BooksQuestion};
use crate::workspace::{Workspace, asked};
pub use pane::ExpectedPane;

/// The day's fund position, asked again when the result changes.
#[must_use]
pub fn fund_position(workspace: Workspace) -> Signal<Option<FundPosition>> {
    let answer = asked(
        workspace,
        || Some(BooksQuestion::Position),
        |answer| match answer {
            BooksAnswer::Position(position) => Some(*position),
            _ => None,
        },
    );
    Signal::derive(move || answer.get())
}

/// What is short, a line each; nothing where nothing is.
pub fn alerts(position: &FundPosition, locale: Locale) -> Option<AnyView> {
    let lines: Vec<_> = position
        .alerts()
        .map(|of| {
            let own =
                |one: &&ProposedTransfer| (&one.to, one.currency) == (&of.account, of.currency);
            let text = alert(of, position.transfers.iter().find(own), locale);
            view! { <li class="notice bad">{icon(Icon::Risk)} <span>{text}</span></li> }
        })
        .collect();
    (!lines.is_empty())
        .then(|| view! { <ul class="notes" data-testid="position-alerts">{lines}</ul> }.into_any())
}

/// The view.
#[component]
pub fn PositionView() -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let position = fund_position(workspace);
    let today = Memo::new(move |_| {
        workspace.summary.with(|day| {
            day.as_ref()
                .map(|day| day.accounting_date.clone())
                .unwrap_or_default()
        })
    });
    move || {
        let locale = lang.get();
        let word = |key: PositionKey| key.word(locale);
        let position = position.get()?;
        if position.accounts.is_empty() && position.unassigned.is_empty() {
            let none = word(PositionKey::None);
            return Some(
                view! { <p class="badge is-aside body">{icon(Icon::Aside)} {none}</p> }.into_any(),
            );
        }
        let charts: Vec<_> = position
            .accounts
            .iter()
            .filter_map(|of| chart::chart(of, &today.get(), locale))
            .collect();
        let unassigned = (!position.unassigned.is_empty()).then(|| {
            sheet(
                "position-unassigned",
                [PositionKey::Unassigned, PositionKey::UnassignedSub],
                locale,
                ().into_any(),
                tables::unassigned(&position, here, locale).into_any(),
            )
        });
        let limits = view! {
            <a class="btn" href=Route::to(Screen::Settings).href()>
                {word(PositionKey::SetLimit)}
            </a>
        };
        Some(
            view! {
                <div class="stack">
                    {alerts(&position, locale)}
                    {transfers(&position, locale)}
                    {sheet(
                        "position-now",
                        [PositionKey::Today, PositionKey::TodaySub],
                        locale,
                        ().into_any(),
                        tables::today(here, &position, locale).into_any(),
                    )}
                    {sheet(
                        "position-days",
                        [PositionKey::Coming, PositionKey::ComingSub],
                        locale,
                        limits.into_any(),
                        view! {
                            <div class="positions">{charts}</div>
                            {tables::coming(here, &position, locale)}
                        }
                            .into_any(),
                    )}
                    {unassigned}
                </div>
            }
            .into_any(),
        )
    }
}

fn sheet(
    id: &'static str,
    [title, said]: [PositionKey; 2],
    locale: Locale,
    tools: AnyView,
    body: AnyView,
) -> impl IntoView {
    view! {
        <section class="sheet clip" aria-labelledby=id>
            <header>
                <h2 id=id>{title.word(locale)}</h2>
                <span class="sub">{said.word(locale)}</span>
                {tools}
            </header>
            <div class="scroll" tabindex="0" role="group" aria-labelledby=id>
                {body}
            </div>
        </section>
    }
}

/// Proposed transfers, each with the entries that its bank lines will make.
fn transfers(position: &FundPosition, locale: Locale) -> Option<AnyView> {
    if position.transfers.is_empty() {
        return None;
    }
    let cards = position.transfers.iter().map(|of| {
        let entries = of.entries.iter().map(|entry| {
            view! {
                <div>
                    <h4>{template(&entry.template, locale)}</h4>
                    {t_accounts(entry, locale)}
                </div>
            }
        });
        view! {
            <article class="transfer" data-testid="proposed-transfer">
                <p>{transfer(of, locale)} " " <span class="sub mono">{of.id.clone()}</span></p>
                <div class="halves">{entries.collect_view()}</div>
            </article>
        }
    });
    let body = view! { <div class="body">{cards.collect_view()}</div> };
    Some(
        sheet(
            "position-transfers",
            [PositionKey::Proposed, PositionKey::ProposedSub],
            locale,
            ().into_any(),
            body.into_any(),
        )
        .into_any(),
    )
}
