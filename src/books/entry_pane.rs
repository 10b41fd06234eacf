//! An entry opened: its lines, and the rows that it is made of.

use leptos::prelude::*;
use tieout_engine::report::EntryLineReport;

use super::gone;
use super::here::Here;
use super::rows::{part, rows_table};
use super::trial_balance::shown;
use crate::locales::books::{account_name, more_lines, status, template, when};
use crate::locales::numbers::{amount, count};
use crate::locales::{BooksKey, Lang, Locale, Words};
use crate::places::Opened;
use crate::route::Route;
use crate::ui::pager::Pager;
use crate::workspace::books::{AccountDetail, BooksAnswer, BooksQuestion, EntryOpened, Window};
use crate::workspace::{Workspace, asked};

/// Lines shown at first, and after somebody asks for more.
const LINES: u64 = 40;
const MORE_LINES: u64 = 2_000;
/// Rows a page.
const PAGE: u64 = 50;

/// The pane.
#[component]
pub fn EntryPane(
    /// The entry's id.
    id: String,
) -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let id = StoredValue::new(id);
    let lines = RwSignal::new(LINES);
    let opened = asked(
        workspace,
        move || {
            Some(BooksQuestion::Entry {
                id: id.get_value(),
                lines: lines.get(),
            })
        },
        |answer| match answer {
            BooksAnswer::Entry(entry) => Some(entry.map(|entry| *entry)),
            _ => None,
        },
    );
    move || match opened.get() {
        None => ().into_any(),
        Some(None) => gone(lang).into_any(),
        Some(Some(entry)) => {
            let locale = lang.get();
            // What nothing but its rows explains: summary postings, and claims by a schedule.
            let claimed = entry.entry.template == "claim" && entry.entry.exception.is_none();
            let summary = entry.handle.is_none() && (entry.entry.when == "day_cut" || claimed);
            let rows = match entry.handle {
                Some(handle) => view! { <GroupRows handle=handle /> }.into_any(),
                None if summary => view! { <SummaryRows id=id.get_value() /> }.into_any(),
                None => ().into_any(),
            };
            view! {
                <div class="case" data-testid="entry">
                    {head(&entry, locale)}
                    <section>
                        {lines_table(here, &entry.entry.lines, locale)}
                        {(entry.lines > entry.entry.lines.len() as u64)
                            .then(|| {
                                let left = entry.lines - entry.entry.lines.len() as u64;
                                view! {
                                    <button
                                        type="button"
                                        class="btn"
                                        on:click=move |_| lines.set(MORE_LINES)
                                    >
                                        {more_lines(left, locale)}
                                    </button>
                                }
                            })}
                    </section>
                    <section>{part(BooksKey::Rows)} {rows}</section>
                </div>
            }
            .into_any()
        }
    }
}

fn head(opened: &EntryOpened, locale: Locale) -> impl IntoView + use<> {
    let entry = &opened.entry;
    let rows = format!(
        "{} {}",
        count(entry.rows),
        BooksKey::DayRows.word(locale).to_lowercase()
    );
    view! {
        <header>
            <div class="line">
                <span class="sub">
                    {when(&entry.when, locale)} " · " {status(&entry.status, locale)} " · "
                    <span class="n">{rows}</span>
                </span>
            </div>
            <h2>{template(&entry.template, locale)}</h2>
            <div class="sub mono">{entry.id.clone()}</div>
        </header>
    }
}

/// Lines as a table; each leads to its account.
pub fn lines_table(here: Here, lines: &[EntryLineReport], locale: Locale) -> impl IntoView + use<> {
    let word = |key: BooksKey| key.word(locale);
    // Debits first, as people read an entry.
    let mut lines: Vec<&EntryLineReport> = lines.iter().collect();
    lines.sort_by_key(|line| crate::locales::numbers::is_zero(&line.debit));
    let rows = lines.into_iter().map(|line| {
        let of = AccountDetail {
            account: line.account.clone(),
            detail: line.detail.clone(),
            currency: line.currency,
        };
        let href = here.opening(Opened::Account(of));
        let credit = crate::locales::numbers::is_zero(&line.debit);
        let cell = |text: &str| {
            let text = if shown(text) == "–" {
                String::new()
            } else {
                amount(text)
            };
            view! { <td class="n"><a class="amt" href=href.clone()>{text}</a></td> }
        };
        view! {
            <tr>
                <td class="wrapped" class:credit=credit>
                    <a href=href.clone()>
                        <span class="n">{line.account.clone()}</span>
                        " "
                        {account_name(&line.account, locale)}
                    </a>
                    " "
                    <span class="dim">{line.detail.clone()}</span>
                </td>
                {cell(&line.debit)}
                {cell(&line.credit)}
            </tr>
        }
    });
    view! {
        <table class="tbl" data-testid="entry-lines">
            <thead>
                <tr>
                    <th>{word(BooksKey::AccountDetail)}</th>
                    <th class="n">{word(BooksKey::Debit)}</th>
                    <th class="n">{word(BooksKey::Credit)}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// Rows of the group that an entry is made of.
#[component]
fn GroupRows(handle: u64) -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let rows = RwSignal::new(Vec::new());
    leptos::task::spawn_local(async move {
        if let Some(detail) = workspace.open(handle).await {
            let all = detail.left.into_iter().chain(detail.right);
            rows.try_set(all.take(100).collect());
        }
    });
    view! {
        {move || rows_table(here, &rows.get(), lang.get())}
        <a class="btn" href=Route::group(handle).href() data-testid="open-group">
            {lang.t(BooksKey::OpenGroup)}
        </a>
    }
}

/// Rows that a summary entry sums.
#[component]
fn SummaryRows(id: String) -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let from = RwSignal::new(0_u64);
    let page = asked(
        workspace,
        move || {
            let window = Window {
                from: from.get(),
                count: PAGE,
            };
            Some(BooksQuestion::EntryRows(id.clone(), window))
        },
        |answer| match answer {
            BooksAnswer::EntryRows(page) => Some(page),
            _ => None,
        },
    );
    let total = Signal::derive(move || page.with(|page| page.as_ref().map_or(0, |p| p.total)));
    view! {
        <Pager total=total from=from page=PAGE />
        {move || {
            let page = page.get()?;
            Some(rows_table(here, &page.items, lang.get()))
        }}
    }
}
