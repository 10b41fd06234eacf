//! How the control totals are placed.

use leptos::prelude::*;

use super::control::{chain, lines};
use crate::locales::{Lang, OverviewKey, Words};
use crate::ui::icon::{Icon, icon};
use crate::workspace::Workspace;

/// The sheet of control totals.
#[component]
pub fn ControlSheet() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let content = move || {
        let locale = lang.get();
        let day = workspace.summary.get()?;
        let links = chain(&day, locale).map(|link| {
            let (class, picture) = if link.holds {
                ("is-tied", Icon::Tied)
            } else {
                ("is-except", Icon::Exception)
            };
            view! {
                <li>
                    <span class=class>{icon(picture)}</span>
                    <b class="n">{link.figure}</b>
                    <span>{link.label}</span>
                    <span class="sub">{link.sub}</span>
                </li>
            }
        });
        let rows = lines(&day, locale).into_iter().map(|line| {
            let (class, picture, word) = if line.equal {
                ("badge is-tied", Icon::Tied, OverviewKey::Equal)
            } else {
                ("badge is-risk", Icon::Risk, OverviewKey::NotEqual)
            };
            view! {
                <tr>
                    <th scope="row">{line.name}</th>
                    <td>{line.side}</td>
                    <td class="n">{line.rows}</td>
                    <td class="n">{line.outcome_rows}</td>
                    <td class="dim">{line.currency}</td>
                    <td class="n">{line.amount}</td>
                    <td class="n">{line.outcome_amount}</td>
                    <td><span class=class>{icon(picture)} {word.word(locale)}</span></td>
                </tr>
            }
        });
        let key = move |key: OverviewKey| key.word(locale);
        Some(view! {
            <ol class="chain" data-testid="control-chain">{links}</ol>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="control">
                <table class="tbl compact">
                    <thead>
                        <tr>
                            <th>{key(OverviewKey::Reconciliation)}</th>
                            <th>{key(OverviewKey::Side)}</th>
                            <th class="n">{key(OverviewKey::Rows)}</th>
                            <th class="n">{key(OverviewKey::SumOutcomes)}</th>
                            <td></td>
                            <th class="n">{key(OverviewKey::Amount)}</th>
                            <th class="n">{key(OverviewKey::SumAmounts)}</th>
                            <th>{key(OverviewKey::Check)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        })
    };
    view! {
        <section class="sheet" aria-labelledby="control">
            <header>
                <h2 id="control">{lang.t(OverviewKey::ControlTotals)}</h2>
                <span class="sub">{lang.t(OverviewKey::ControlSub)}</span>
            </header>
            <div class="body stack gap4">{content}</div>
        </section>
    }
}
