//! How the balance of customers' money and the bank is placed.

use leptos::prelude::*;

use super::balance::{Balance, HEIGHT, Part, PartOf, balance};
use super::level::{Level, LevelVial};
use crate::locales::books::{account_beside, account_name, balance_sentence};
use crate::locales::numbers::{amount, delta};
use crate::locales::{BooksKey, ChartKey, Lang, Locale, Words};
use crate::places::{BooksPlace, BooksView};
use crate::route::Route;
use crate::shell::stage::{StageSwitch, after_treatments};
use crate::ui::icon::{Icon, icon};
use crate::workspace::books::{BooksAnswer, BooksQuestion, Window};
use crate::workspace::{Workspace, asked};

/// Bank accounts asked for; smaller ones are summed in the drawing anyway.
const BANKS: u64 = 200;
/// The width of a column's bars, and of the column with its labels.
const BAR: i64 = 72;
const COLUMN: i64 = 212;

/// A sheet for each currency that customers are owed.
#[component]
pub fn BalanceSheets() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let after = after_treatments();
    let accounts = asked(
        workspace,
        || Some(BooksQuestion::Accounts),
        |answer| match answer {
            BooksAnswer::Accounts(accounts) => Some(accounts),
            _ => None,
        },
    );
    let banks = asked(
        workspace,
        || {
            Some(BooksQuestion::Balances {
                account: "1002".to_owned(),
                text: String::new(),
                window: Window {
                    from: 0,
                    count: BANKS,
                },
            })
        },
        |answer| match answer {
            BooksAnswer::Balances(page) => Some(page.items),
            _ => None,
        },
    );
    move || {
        let (locale, after) = (lang.get(), after.get());
        let day = workspace.summary.get()?;
        let (accounts, banks) = (accounts.get()?, banks.get()?);
        let stage = if after { "after" } else { "before" };
        let empty = |text: &str| crate::locales::numbers::is_zero(text);
        let lines = day.customer_funds.iter().filter(|line| {
            line.stage == stage
                && !(empty(&line.left) && empty(&line.right) && line.bridge.is_empty())
        });
        let drawn = lines.filter_map(|line| balance(line, &accounts, &banks, after));
        let sheets = drawn.map(|drawn| sheet(&drawn, after, locale));
        Some(sheets.collect_view())
    }
}

fn details_of(account: &str, after: bool) -> String {
    let place = BooksPlace {
        view: BooksView::Details,
        of: account.to_owned(),
        ..BooksPlace::default()
    };
    Route::books(place, after).href()
}

fn sheet(drawn: &Balance, after: bool, locale: Locale) -> impl IntoView + use<> {
    let word = |key: ChartKey| key.word(locale);
    let figures = [
        &drawn.customers,
        &drawn.banks,
        &drawn.bridge,
        &drawn.difference,
    ]
    .map(|text| amount(text));
    let sentence = balance_sentence([0, 1, 2, 3].map(|at| figures[at].as_str()), locale);
    let [customers, banks, bridge, difference] = figures;
    let (level, class, picture, said) = if drawn.holds {
        (
            Level::Even,
            "badge is-tied fill",
            Icon::Tied,
            ChartKey::Level,
        )
    } else {
        let side = i64::from(!drawn.difference.starts_with('-')) * 2 - 1;
        let tilted = Level::Tilted(360 - side * 220);
        (tilted, "badge is-risk fill", Icon::Risk, ChartKey::NotLevel)
    };
    let code = drawn.currency.code().to_owned();
    let id = format!("balance-{code}");
    let labelled = id.clone();
    view! {
        <section class="sheet" aria-labelledby=labelled data-testid="balance">
            <header>
                <h2 id=id>{word(ChartKey::BalanceTitle)} " " <span class="dim">{code}</span></h2>
                <span class="sub">{word(ChartKey::BalanceSub)}</span>
                <StageSwitch />
            </header>
            <div class="body">
                <p class="vh">{sentence}</p>
                <div class="beamrow">
                    <div>
                        <div class="sub">{word(ChartKey::OwedToCustomers)}</div>
                        <div class="n fig">{customers.clone()}</div>
                    </div>
                    <div class="vial">
                        <LevelVial level=level />
                        <span class=class>
                            {icon(picture)}
                            {word(said)}
                            {locale.pick(": ", "：")}
                            {BooksKey::Difference.word(locale).to_lowercase()}
                            " "
                            <span class="n">{difference.clone()}</span>
                        </span>
                    </div>
                    <div class="last">
                        <div class="sub">
                            {word(ChartKey::AtBanks)} " " <span class="n">{banks}</span> " + "
                            {word(ChartKey::Bridge).to_lowercase()} " " <span class="n">{bridge.clone()}</span>
                        </div>
                        <div class="n fig">{if drawn.holds { customers } else { amount(&sum_text(drawn)) }}</div>
                    </div>
                </div>
                <div class="balance">
                    <div class="col">{column(&drawn.left, true, after, locale)}</div>
                    {waterfall(drawn, &bridge, &difference, after, locale)}
                    <div class="col">{column(&drawn.right, false, after, locale)}</div>
                </div>
            </div>
        </section>
    }
}

/// Banks and bridge together, as text.
fn sum_text(drawn: &Balance) -> String {
    let parts = [&drawn.banks, &drawn.bridge].map(|text| (drawn.currency, text.as_str()));
    let sum = crate::amounts::sums(parts).and_then(|sums| sums.into_iter().next());
    sum.map_or_else(String::new, |view| view.amount)
}

fn column(parts: &[Part], left: bool, after: bool, locale: Locale) -> impl IntoView + use<> {
    let (bar, text, edge, bend) = if left {
        (0, BAR + 12, BAR + 2, BAR + 8)
    } else {
        (
            COLUMN - BAR,
            COLUMN - BAR - 12,
            COLUMN - BAR - 2,
            COLUMN - BAR - 8,
        )
    };
    let anchor = if left { "start" } else { "end" };
    let parts = parts.iter().map(|part| {
        let (name, href) = match part.of {
            PartOf::Bridge => (
                ChartKey::Bridge.word(locale).to_owned(),
                details_of("", after),
            ),
            PartOf::Money(_) if part.name.is_empty() => (
                ChartKey::Others.word(locale).to_owned(),
                details_of(if left { "" } else { "1002" }, after),
            ),
            PartOf::Money(_) if left => {
                let account = account_name(&part.name, locale);
                (format!("{account} {}", part.name), details_of(&part.name, after))
            }
            PartOf::Money(_) => (part.name.clone(), details_of("1002", after)),
        };
        let class = match part.of {
            PartOf::Bridge => "part bridge".to_owned(),
            PartOf::Money(shade) => format!("part shade-{}", shade.min(2)),
        };
        let (top, height) = part.bar;
        let middle = top + height / 2;
        let shown = amount(&part.amount);
        let said = format!("{name} {shown}");
        let leader = ((part.label - middle).abs() > 12)
            .then(|| view! { <path class="leader" d=format!("M{edge} {middle}L{bend} {}", part.label)></path> });
        view! {
            <g><a href=href aria-label=said>
                <rect class=class x=bar y=top width=BAR height=(height - 1).max(1)></rect>
                {leader}
                <text x=text y=part.label - 3 text-anchor=anchor class="c-2">{name}</text>
                <text x=text y=part.label + 13 text-anchor=anchor class="h">{shown}</text>
            </a></g>
        }
    });
    let base = HEIGHT + 1;
    view! {
        <svg viewBox=format!("0 0 {COLUMN} {}", HEIGHT + 4) role="group">
            {parts.collect_view()}
            <path class="base" d=format!("M0 {base}H{COLUMN}")></path>
        </svg>
    }
}

fn of_thousand(at: i64) -> String {
    format!("{}.{}%", at / 10, at % 10)
}

fn waterfall(
    drawn: &Balance,
    bridge: &str,
    difference: &str,
    after: bool,
    locale: Locale,
) -> impl IntoView + use<> {
    let word = |key: ChartKey| key.word(locale);
    let [simple, sum] = drawn.sums;
    let steps = drawn.steps.iter().map(|step| {
        let negative = step.amount.starts_with('-');
        let (from, length) = step.bar;
        view! {
            <tr class:neg=negative>
                <th scope="row">
                    <span class="n dim">{step.account.clone()}</span>
                    " "
                    {account_name(&step.account, locale)}
                    " "
                    <span class="sub zhs" lang="zh">{account_beside(&step.account, locale)}</span>
                </th>
                <td class="trk" aria-hidden="true">
                    <div style=("--to", of_thousand(step.end))>
                        <i
                            style:inset-inline-start=of_thousand(from)
                            style:inline-size=of_thousand(length)
                        ></i>
                    </div>
                </td>
                <td class="n">
                    <a class="amt" href=details_of(&step.account, after)>{delta(&step.amount)}</a>
                </td>
            </tr>
        }
    });
    let total = |class: &'static str,
                 name: &'static str,
                 (from, length): (i64, i64),
                 shown: String,
                 fill: &'static str| {
        view! {
            <tr class=class>
                <th scope="row">{name}</th>
                <td class="trk" aria-hidden="true">
                    <div>
                        <i
                            class=fill
                            style:inset-inline-start=of_thousand(from)
                            style:inline-size=of_thousand(length)
                        ></i>
                    </div>
                </td>
                <td class="n">{shown}</td>
            </tr>
        }
    };
    let unexplained = (!drawn.holds).then(|| {
        view! {
            <tr class="sum is-risk">
                <th scope="row">{word(ChartKey::NotExplained)}</th>
                <td class="trk"></td>
                <td class="n">{difference.to_owned()}</td>
            </tr>
        }
    });
    view! {
        <table class="wf">
            <caption class="vh">{word(ChartKey::BalanceTitle)}</caption>
            <tbody>
                {total("sum nolink", word(ChartKey::SimpleDifference), simple, amount(&drawn.simple), "hatch")}
                {steps.collect_view()}
                {total("sum end", word(ChartKey::ExplainedByBridge), sum, bridge.to_owned(), "m-tied")}
                {unexplained}
            </tbody>
        </table>
    }
}
