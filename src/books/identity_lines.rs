//! An identity's lines, an account and detail each, at the stage that is shown.

use leptos::prelude::*;
use tieout_engine::report::IdentityReport;

use super::here::Here;
use crate::locales::{BooksKey, Lang, Locale, Words};
use crate::places::Opened;
use crate::ui::icon::{Icon, icon};
use crate::ui::pager::Pager;
use crate::workspace::books::{AccountDetail, BooksAnswer, BooksQuestion, Window};
use crate::workspace::{Workspace, asked};

/// Lines a page.
const PAGE: u64 = 100;

/// A heading: its word, and whether figures stand below it.
pub type Heading = (Option<BooksKey>, bool);

/// How an identity's lines are shown.
pub struct Shown {
    /// The identity.
    pub name: &'static str,
    /// Names the sheet in the document; `data-testid` of the table.
    pub id: &'static str,
    /// What the sheet is called, what it says, and what stands there without lines.
    pub words: [BooksKey; 3],
    /// Over the columns.
    pub headings: &'static [Heading],
    /// A line's cells, given the way to its account.
    pub cells: fn(&IdentityReport, &str, Locale) -> AnyView,
}

/// The sheet.
#[component]
pub fn IdentityLines(
    /// Which, and how.
    shown: &'static Shown,
) -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let from = RwSignal::new(0_u64);
    let page = asked(
        workspace,
        move || {
            Some(BooksQuestion::Identity {
                name: shown.name.to_owned(),
                after: here.after.get(),
                window: Window {
                    from: from.get(),
                    count: PAGE,
                },
            })
        },
        |answer| match answer {
            BooksAnswer::Identity(page) => Some(page),
            _ => None,
        },
    );
    let total = Signal::derive(move || page.with(|page| page.as_ref().map_or(0, |p| p.total)));
    let [title, said, none] = shown.words;
    let body = move || {
        let locale = lang.get();
        let page = page.get()?;
        if page.total == 0 {
            let text = none.word(locale);
            return Some(
                view! { <p class="badge is-aside body">{icon(Icon::Aside)} {text}</p> }.into_any(),
            );
        }
        let headings = shown.headings.iter().map(|(word, figure)| {
            let class = if *figure { "n" } else { "" };
            match word {
                Some(word) => view! { <th class=class>{word.word(locale)}</th> }.into_any(),
                None => view! { <td></td> }.into_any(),
            }
        });
        let rows = page.items.iter().map(|line| {
            let of = Opened::Account(subject(line));
            let open = here.place.with(|place| place.opened.as_ref() == Some(&of));
            let href = here.opening(of);
            view! {
                <tr class:is-active=open>
                    {(shown.cells)(line, &href, locale)} <td>{check(line, locale)}</td>
                </tr>
            }
        });
        Some(
            view! {
                <table class="tbl" data-testid=shown.id>
                    <thead>
                        <tr>{headings.collect_view()} <th>{BooksKey::Check.word(locale)}</th></tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            }
            .into_any(),
        )
    };
    view! {
        <section class="sheet clip" aria-labelledby=shown.name>
            <header>
                <h2 id=shown.name>{lang.t(title)}</h2>
                <span class="sub">{lang.t(said)}</span>
                <Pager total=total from=from page=PAGE />
            </header>
            <div class="scroll" tabindex="0" role="group" aria-labelledby=shown.name>
                {body}
            </div>
        </section>
    }
}

/// A cell with a figure that leads to the line's account.
pub fn figure(href: &str, text: String) -> impl IntoView + use<> {
    view! { <td class="n"><a class="amt" href=href.to_owned()>{text}</a></td> }
}

/// The account and detail that a line is about.
fn subject(line: &IdentityReport) -> AccountDetail {
    AccountDetail {
        account: line.account.clone().unwrap_or_default(),
        detail: line.detail.clone().unwrap_or_default(),
        currency: line.currency,
    }
}

/// Whether a line holds, in a word.
fn check(line: &IdentityReport, locale: Locale) -> impl IntoView + use<> {
    let (class, picture, word) = if line.holds {
        ("badge is-tied", Icon::Tied, BooksKey::Holds)
    } else {
        ("badge is-risk", Icon::Risk, BooksKey::Fails)
    };
    view! { <span class=class>{icon(picture)} {word.word(locale)}</span> }
}
