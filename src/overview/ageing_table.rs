//! How exceptions by outcome and age are placed.

use leptos::prelude::*;

use super::ageing::{lines, one_currency};
use crate::locales::domain::bucket;
use crate::locales::{Lang, OverviewKey, Words};
use crate::ui::icon::{Icon, icon};
use crate::workspace::Workspace;

/// The sheet of exceptions by outcome and age.
#[component]
pub fn AgeingSheet() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let content = move || {
        let locale = lang.get();
        let day = workspace.summary.get()?;
        if day.ageing.is_empty() {
            let text = OverviewKey::NoExceptions.word(locale);
            return Some(
                view! { <p class="badge is-tied">{icon(Icon::Tied)} {text}</p> }.into_any(),
            );
        }
        let code = one_currency(&day.ageing).map(|currency| currency.code().to_owned());
        let head = [0_u8, 1, 2, 3, 4].map(|age| view! { <th class="n">{bucket(age, locale)}</th> });
        let rows = lines(&day.ageing, locale).into_iter().map(|line| {
            let buckets = line.buckets.map(|bucket| match bucket.count {
                Some(count) => view! {
                    <td class="n"><a class="amt" href=bucket.href><b>{count}</b></a></td>
                }
                .into_any(),
                None => view! { <td class="n nil">"·"</td> }.into_any(),
            });
            let width = format!("{}.{}%", line.bar / 10, line.bar % 10);
            view! {
                <tr>
                    <th scope="row">
                        <a class=line.meaning.word_class() href=line.href.clone()>
                            {icon(line.icon)} {line.word}
                        </a>
                        " "
                        <span class="sub wide-only" lang="zh">{line.beside}</span>
                    </th>
                    <td class="barcell" aria-hidden="true">
                        <i class=line.meaning.bar_class() style:inline-size=width></i>
                    </td>
                    <td class="n"><a class="amt" href=line.href>{line.at_risk}</a></td>
                    {buckets}
                </tr>
            }
        });
        Some(
            view! {
                <div class="scroll" tabindex="0" role="group" aria-labelledby="ageing">
                    <table class="age">
                        <thead>
                            <tr>
                                <th>{OverviewKey::Outcome.word(locale)}</th>
                                <td class="barcell"></td>
                                <th class="n">{OverviewKey::AtRisk.word(locale)} " " {code}</th>
                                {head}
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any(),
        )
    };
    view! {
        <section class="sheet" aria-labelledby="ageing">
            <header><h2 id="ageing">{lang.t(OverviewKey::ByOutcomeAge)}</h2></header>
            <div class="body">{content}</div>
        </section>
    }
}
