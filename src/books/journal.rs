//! The journal: by when entries are booked, line by line, of any length.

use std::sync::Arc;

use leptos::prelude::*;
use tieout_engine::books::screens::{JournalLine, JournalListing, Moved};
use tieout_engine::books::view::JournalQuery;
use tieout_engine::outcome::ReconciliationName;
use tieout_engine::worklist::Query;

use super::here::Here;
use crate::locales::books::{
    account_name, entries, more_lines, postings, status, template, when, when_beside,
};
use crate::locales::numbers::{amount, is_zero};
use crate::locales::{BooksKey, Lang, Locale, Words};
use crate::places::Opened;
use crate::route::Route;
use crate::shell::ShellState;
use crate::ui::icon::{Icon, icon};
use crate::ui::long_list::{Coming, Fetch, LongList};
use crate::ui::virtual_rows::Block;
use crate::workspace::books::{BooksAnswer, BooksQuestion, Window};
use crate::workspace::{Workspace, asked};

/// Heights of a heading and a line, as the style sheet has them.
const WIDE: (i64, i64) = (28, 28);
const NARROW: (i64, i64) = (36, 48);

/// The sheet.
#[component]
pub fn JournalSheet() -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let shell = ShellState::current();
    let query = Memo::new(move |_| here.place.with(|place| place.query.clone()));
    let listing = asked(
        workspace,
        move || Some(BooksQuestion::Journal(query.get())),
        |answer| match answer {
            BooksAnswer::Journal(listing) => Some(listing),
            _ => None,
        },
    );
    let plain = Memo::new(move |_| query.get() == JournalQuery::default());
    let headed_by_postings = move |listing: &JournalListing| plain.get() && listing.postings > 0;
    let blocks = Signal::derive(move || {
        let listing = listing.get().unwrap_or_default();
        let first = headed_by_postings(&listing).then_some(Block {
            headed: true,
            items: 0,
        });
        let sections = listing.sections.iter().map(|section| Block {
            headed: true,
            items: section.lines,
        });
        first.into_iter().chain(sections).collect::<Vec<_>>()
    });
    // Lines are shown anew with each answer, stage and language.
    let version = RwSignal::new(0_u64);
    Effect::new(move || {
        listing.track();
        here.after.track();
        lang.0.track();
        shell.narrow.track();
        version.update(|n| *n += 1);
    });
    let fetch: Fetch<JournalLine> = Arc::new(move |from, count| -> Coming<JournalLine> {
        let query = query.get_untracked();
        Box::pin(async move {
            let question = BooksQuestion::JournalLines(query, Window { from, count });
            match workspace.books(question).await {
                Some(BooksAnswer::JournalLines(lines)) => lines,
                _ => Vec::new(),
            }
        })
    });
    let heading: Arc<dyn Fn(usize) -> AnyView + Send + Sync> = Arc::new(move |at: usize| {
        listing
            .with_untracked(|listing| {
                let listing = listing.as_ref()?;
                let first = usize::from(headed_by_postings(listing));
                Some(if first == 1 && at == 0 {
                    posted(listing, lang.get_now()).into_any()
                } else {
                    let section = listing.sections.get(at - first)?;
                    heading(
                        when(&section.when, lang.get_now()),
                        when_beside(&section.when, lang.get_now()),
                        entries(section.entries, lang.get_now()),
                        &section.moved,
                        None,
                    )
                    .into_any()
                })
            })
            .into_any()
    });
    let item: Arc<dyn Fn(JournalLine) -> AnyView + Send + Sync> =
        Arc::new(move |one| line(here, &one, lang.get_now()).into_any());
    // As wide as the longest sum: no line has a longer amount.
    let width = move || {
        let longest = listing.with(|listing| {
            let sections = listing.iter().flat_map(|listing| &listing.sections);
            let moved = sections.flat_map(|section| &section.moved);
            moved.map(|m| m.debit.len().max(m.credit.len())).max()
        });
        let digits = longest.unwrap_or(0).max(8);
        // Two decimals and the point take no comma.
        format!("calc({}ch + 20px)", digits + digits.saturating_sub(4) / 3)
    };
    let nothing = move || {
        let listing = listing.get()?;
        let (title, text) = if plain.get() {
            (BooksKey::NothingBooked, None)
        } else {
            (BooksKey::NoEntries, Some(BooksKey::NoEntriesText))
        };
        listing.sections.is_empty().then(|| {
            view! {
                <div class="empty">
                    <p>{title.word(lang.get())}</p>
                    {text.map(|text| view! { <p>{text.word(lang.get())}</p> })}
                </div>
            }
        })
    };
    let head = move || {
        view! {
            <span role="columnheader">{lang.t(BooksKey::Entry)}</span>
            <span role="columnheader">{lang.t(BooksKey::AccountDetail)}</span>
            <span class="n" role="columnheader">{lang.t(BooksKey::Debit)}</span>
            <span class="n" role="columnheader">{lang.t(BooksKey::Credit)}</span>
        }
        .into_any()
    };
    let list = move || {
        let heights = if shell.narrow.get() { NARROW } else { WIDE };
        view! {
            <LongList
                label=lang.signal(BooksKey::Journal)
                blocks=blocks
                heights=heights
                version=version
                fetch=Arc::clone(&fetch)
                heading=Arc::clone(&heading)
                item=Arc::clone(&item)
                head=head()
                hook="journal"
            />
        }
    };
    view! {
        <section class="sheet clip journal" aria-labelledby="journal" style=("--w-amount", width)>
            <header>
                <h2 id="journal">{lang.t(BooksKey::Journal)}</h2>
                <span class="sub">{lang.t(BooksKey::JournalSub)}</span>
                <Filters listing=listing />
            </header>
            {list}
            {nothing}
        </section>
    }
}

/// What was posted single-sided, with the way to its rows.
fn posted(listing: &JournalListing, locale: Locale) -> impl IntoView + use<> {
    let rows = Route::list(Query {
        reconciliations: vec![ReconciliationName::Posting],
        ..Query::default()
    });
    heading(
        BooksKey::AtResult.word(locale),
        match locale {
            Locale::En => BooksKey::AtResult.word(Locale::Zh),
            Locale::Zh => "",
        },
        postings(listing.postings, locale),
        &listing.posted,
        Some(rows.href()),
    )
}

fn heading(
    word: &'static str,
    beside: &'static str,
    how_many: String,
    moved: &[Moved],
    href: Option<String>,
) -> impl IntoView + use<> {
    let several = moved.len() > 1;
    let side = |of: fn(&Moved) -> &String| {
        let all = moved.iter().map(|one| {
            let code = several.then(|| format!("{} ", one.currency.code()));
            format!("{}{}", code.unwrap_or_default(), amount(of(one)))
        });
        all.collect::<Vec<_>>().join(" + ")
    };
    let (debit, credit) = (side(|m| &m.debit), side(|m| &m.credit));
    let link = move |text: String, href: &Option<String>| match href.clone() {
        Some(href) => view! { <a class="amt" href=href>{text}</a> }.into_any(),
        None => text.into_any(),
    };
    view! {
        <span class="lead" role="cell">
            <b>{word}</b>
            " "
            <span lang="zh" class="sub">{beside}</span>
            " "
            <span class="sub tab">{how_many}</span>
        </span>
        <span class="n" role="cell">{link(debit, &href)}</span>
        <span class="n" role="cell">{link(credit, &href)}</span>
    }
}

fn line(here: Here, one: &JournalLine, locale: Locale) -> impl IntoView + use<> {
    let href = {
        let mut place = here.place.get_untracked();
        place.opened = Some(Opened::Entry(one.entry.clone()));
        Route::books(place, here.after.get_untracked()).href()
    };
    let first = (one.nth == 0).then(|| {
        let word = template(&one.template, locale);
        view! { <a class="amt" href=href.clone() data-testid="journal-entry"><b>{word}</b></a> }
    });
    let said = (one.nth == 0 && one.status != "final").then(|| {
        view! { <span class="sub">" · " {status(&one.status, locale)}</span> }
    });
    let more = (one.more > 0).then(|| {
        view! { " · " <a href=href.clone()>{more_lines(one.more, locale)}</a> }
    });
    let credit = is_zero(&one.line.debit);
    let cell = |text: &String, word: BooksKey| {
        let shown = (!is_zero(text)).then(|| {
            view! {
                <span class="side narrow-only">{word.word(locale)} " "</span>
                <a class="amt" href=href.clone()>{amount(text)}</a>
            }
        });
        view! { <span class="n" role="cell">{shown}</span> }
    };
    let of = &one.line;
    view! {
        <span class="tmpl" role="cell">{first}</span>
        <span class="acct" class:credit=credit role="cell" title=of.detail.clone()>
            <span class="n dim">{of.account.clone()}</span>
            " "
            {account_name(&of.account, locale)}
            " "
            <span class="dim">{of.detail.clone()}</span>
            {said}
            {more}
        </span>
        {cell(&of.debit, BooksKey::Debit)}
        {cell(&of.credit, BooksKey::Credit)}
    }
}

/// The filters.
#[component]
fn Filters(listing: Signal<Option<JournalListing>>) -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let query = Memo::new(move |_| here.place.with(|place| place.query.clone()));
    // What occurs in the whole journal does not change with the filters: the last answer is
    // kept, so that a menu does not close while the next one comes.
    let known = Memo::new(move |before: Option<&JournalListing>| {
        listing
            .get()
            .or_else(|| before.cloned())
            .unwrap_or_default()
    });
    let whens = || {
        vec![
            "day_cut".to_owned(),
            "fund_match".to_owned(),
            "treatment".to_owned(),
        ]
    };
    view! {
        <span class="tools row wrap">
            {choice(
                here,
                BooksKey::When,
                BooksKey::AnyWhen,
                "filter-when",
                whens,
                move || query.with(|q| q.when.first().cloned().unwrap_or_default()),
                |word, locale| when(word, locale).to_owned(),
                |query, value| query.when = value,
            )}
            {choice(
                here,
                BooksKey::Status,
                BooksKey::AnyStatus,
                "filter-status",
                move || known.with(|listing| listing.statuses.clone()),
                move || query.with(|q| q.statuses.first().cloned().unwrap_or_default()),
                |word, locale| status(word, locale).to_owned(),
                |query, value| query.statuses = value,
            )}
            {choice(
                here,
                BooksKey::Template,
                BooksKey::AnyTemplate,
                "filter-template",
                move || known.with(|listing| listing.templates.clone()),
                move || query.with(|q| q.templates.first().cloned().unwrap_or_default()),
                |word, locale| template(word, locale).to_owned(),
                |query, value| query.templates = value,
            )}
            {choice(
                here,
                BooksKey::Account,
                BooksKey::AnyAccount,
                "filter-account",
                move || known.with(|listing| listing.accounts.clone()),
                move || query.with(|q| q.accounts.first().cloned().unwrap_or_default()),
                |code, locale| format!("{code} {}", account_name(code, locale)),
                |query, value| query.accounts = value,
            )}
            <label class="field">
                {icon(Icon::Search)}
                <input
                    type="search"
                    placeholder=lang.t(BooksKey::SearchEntries)
                    aria-label=lang.t(BooksKey::SearchEntries)
                    prop:value=move || query.with(|q| q.text.clone())
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        here.change(|place| place.query.text = text);
                    }
                />
            </label>
        </span>
    }
}

#[expect(clippy::too_many_arguments, reason = "one menu, said four times above")]
fn choice(
    here: Here,
    name: BooksKey,
    any: BooksKey,
    hook: &'static str,
    values: impl Fn() -> Vec<String> + Send + Sync + 'static,
    chosen: impl Fn() -> String + Copy + Send + Sync + 'static,
    word: fn(&str, Locale) -> String,
    set: fn(&mut JournalQuery, Vec<String>),
) -> impl IntoView {
    let lang = Lang::current();
    let options = move || {
        let locale = lang.get();
        let options = values().into_iter().map(|value| {
            let shown = word(&value, locale);
            let mine = value.clone();
            view! { <option value=value selected=move || chosen() == mine>{shown}</option> }
        });
        options.collect_view()
    };
    view! {
        <select
            class="field"
            data-testid=hook
            aria-label=lang.t(name)
            class:is-set=move || !chosen().is_empty()
            on:change=move |event| {
                let value = event_target_value(&event);
                let values = if value.is_empty() { Vec::new() } else { vec![value] };
                here.change(|place| set(&mut place.query, values));
            }
        >
            <option value="" selected=move || chosen().is_empty()>{lang.t(any)}</option>
            {options}
        </select>
    }
}
