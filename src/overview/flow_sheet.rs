//! How the way of money in is placed.

use leptos::prelude::*;
use tieout_engine::books::flow::{Flow, Leak, LeakKind};
use tieout_engine::worklist::Query;

use super::card::Meaning;
use super::sankey::{HEIGHT, NODE, Sankey, WIDTH, sankey, units};
use crate::locales::books::{flow_sentence, leak as leak_words};
use crate::locales::numbers::{amount, delta};
use crate::locales::{BooksKey, ChartKey, Lang, Locale, OverviewKey, Words};
use crate::places::{BooksPlace, BooksView};
use crate::route::Route;
use crate::ui::icon::{Icon, icon};
use crate::workspace::books::{BooksAnswer, BooksQuestion};
use crate::workspace::{Workspace, asked};

const STAGES: [ChartKey; 4] = [
    ChartKey::PaymentOrders,
    ChartKey::Posted,
    ChartKey::Owed,
    ChartKey::Settled,
];

/// A sheet for each currency of money in.
#[component]
pub fn FlowSheets() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let flows = asked(
        workspace,
        || Some(BooksQuestion::Flow),
        |answer| match answer {
            BooksAnswer::Flow(flows) => Some(flows),
            _ => None,
        },
    );
    move || {
        let locale = lang.get();
        let flows = flows.get()?;
        if flows.is_empty() {
            return Some(not_run(locale).into_any());
        }
        let drawn = flows
            .iter()
            .filter_map(|flow| Some(sheet(flow, &sankey(flow)?, locale)));
        Some(drawn.collect_view().into_any())
    }
}

fn not_run(locale: Locale) -> impl IntoView {
    view! {
        <section class="sheet" aria-labelledby="flow">
            <header><h2 id="flow">{ChartKey::FlowTitle.word(locale)}</h2></header>
            <div class="body">
                <p class="badge is-aside">{icon(Icon::Aside)} {ChartKey::FlowNotRun.word(locale)}</p>
            </div>
        </section>
    }
}

/// Where the groups behind a leak are listed.
fn groups_of(leak: &Leak) -> String {
    if leak.outcomes.is_empty() {
        let place = BooksPlace {
            view: BooksView::Clearing,
            ..BooksPlace::default()
        };
        return Route::books(place, false).href();
    }
    Route::list(Query {
        reconciliations: leak.reconciliations.clone(),
        outcomes: leak.outcomes.clone(),
        ..Query::default()
    })
    .href()
}

const fn class_of(kind: LeakKind) -> &'static str {
    match kind {
        LeakKind::Exception => "k-ex",
        LeakKind::Timing => "k-ti",
        LeakKind::Aside => "k-as",
    }
}

fn sheet(flow: &Flow, drawn: &Sankey, locale: Locale) -> impl IntoView + use<> {
    let figures = [&flow.ordered, &flow.posted, &flow.owed, &flow.settled].map(|text| amount(text));
    let sentence = flow_sentence([0, 1, 2, 3].map(|at| figures[at].as_str()), locale);
    let code = flow.currency.code().to_owned();
    let id = format!("flow-{code}");
    let labelled = id.clone();
    let said = sentence.clone();
    view! {
        <section class="sheet" aria-labelledby=labelled data-testid="flow">
            <header>
                <h2 id=id>{ChartKey::FlowTitle.word(locale)} " " <span class="dim">{code}</span></h2>
                <span class="sub">{ChartKey::FlowSub.word(locale)}</span>
            </header>
            <div class="body">
                <p class="vh">{sentence.clone()}</p>
                <div class="scroll" tabindex="0" role="group" aria-label=sentence.clone()>
                    {drawing(flow, drawn, said, locale)}
                </div>
                {table(flow, locale)}
            </div>
        </section>
    }
}

fn drawing(flow: &Flow, drawn: &Sankey, sentence: String, locale: Locale) -> impl IntoView + use<> {
    let trunks = drawn.trunks.iter().map(|trunk| {
        view! { <path class="k-trunk" d=trunk.path.clone()></path> }
    });
    let branches = drawn.branches.iter().map(|branch| {
        let said = leak_words(&branch.leak, locale);
        let shown = delta(&branch.leak.amount);
        let label = format!("{said} {shown}");
        let (x, y, ends) = branch.label;
        let anchor = if ends { "end" } else { "start" };
        view! {
            <g><a href=groups_of(&branch.leak) aria-label=label>
                <path class=class_of(branch.leak.kind) stroke-width=units(branch.width) d=branch.path.clone()></path>
                <text x=units(x) y=units(y) text-anchor=anchor class="h">{shown}</text>
                <text x=units(x) y=units(y + 160) text-anchor=anchor class="c-2">{said}</text>
            </a></g>
        }
    });
    let nodes = drawn.nodes.iter().map(|node| {
        let (x, y, height) = node.place;
        view! {
            <rect class="k-node" x=units(x) y=units(y) width=units(NODE) height=units(height) rx="1"></rect>
        }
    });
    let names = drawn.nodes.iter().zip(STAGES).enumerate().map(|(at, (node, name))| {
        let (x, y, _) = node.place;
        let (x, anchor) = match at {
            0 => (x, "start"),
            3 => (WIDTH, "end"),
            _ => (x + 120, "start"),
        };
        view! {
            <text x=units(x) y=units(y - 250) text-anchor=anchor class="c-2">{name.word(locale)}</text>
            <text x=units(x) y=units(y - 80) text-anchor=anchor class="h">{amount(&node.amount)}</text>
        }
    });
    let through = drawn.trunks.iter().map(|trunk| {
        let (x, y) = trunk.label;
        view! {
            <text x=units(x) y=units(y) text-anchor="middle" class="c-2">{amount(&trunk.amount)}</text>
        }
    });
    let (last_x, last_y, last_height) = drawn.nodes[3].place;
    let below = last_y + last_height;
    let arrived = view! {
        <text x=units(WIDTH) y=units(below + 180) text-anchor="end" class="c-2">
            {ChartKey::Arrived.word(locale)}
        </text>
        <text x=units(WIDTH) y=units(below + 340) text-anchor="end" class="c-2">{amount(&flow.arrived)}</text>
    };
    debug_assert!(last_x < WIDTH);
    view! {
        <svg
            class="sankey"
            viewBox=format!("0 0 {} {}", WIDTH / 10, HEIGHT / 10)
            role="group"
            aria-label=sentence
        >
            {trunks.collect_view()}
            {branches.collect_view()}
            {nodes.collect_view()}
            {names.collect_view()}
            {through.collect_view()}
            {arrived}
        </svg>
    }
}

fn table(flow: &Flow, locale: Locale) -> impl IntoView + use<> {
    use tieout_engine::books::flow::LeakStage as S;
    let stages = [
        (ChartKey::PaymentOrders, &flow.ordered, Some(S::Posting)),
        (ChartKey::Posted, &flow.posted, Some(S::Clearing)),
        (ChartKey::Owed, &flow.owed, Some(S::Settlement)),
        (ChartKey::Settled, &flow.settled, None),
    ];
    let rows = stages.into_iter().map(|(name, figure, then)| {
        let leaks = flow.leaks.iter().filter(|leak| Some(leak.stage) == then);
        let leaks = leaks.map(|leak| {
            let (meaning, picture, word) = match leak.kind {
                LeakKind::Exception => (Meaning::Exception, Icon::Exception, OverviewKey::Exception),
                LeakKind::Timing => (Meaning::Timing, Icon::Timing, OverviewKey::Timing),
                LeakKind::Aside => (Meaning::Aside, Icon::Aside, OverviewKey::SetAside),
            };
            view! {
                <tr>
                    <td>{leak_words(leak, locale)}</td>
                    <td><span class=meaning.word_class()>{icon(picture)} {word.word(locale)}</span></td>
                    <td class="n"><a class="amt" href=groups_of(leak)>{delta(&leak.amount)}</a></td>
                </tr>
            }
        });
        view! {
            <tr class="total">
                <th scope="row">{name.word(locale)}</th>
                <td></td>
                <td class="n">{amount(figure)}</td>
            </tr>
            {leaks.collect_view()}
        }
    });
    view! {
        <details class="data">
            <summary>{BooksKey::SameAsTable.word(locale)}</summary>
            <table class="tbl compact"><tbody>{rows.collect_view()}</tbody></table>
        </details>
    }
}
