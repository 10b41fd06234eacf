//! A report as a table: pages to read, the whole to print and to copy.

use leptos::prelude::*;
use tieout_export::table::{Cell, Column, Row, Table};
use tieout_export::tables;

use super::about;
use super::saving::Saving;
use crate::locales::numbers::{amount, count};
use crate::locales::{Lang, Locale, ReportKey, ShellKey, Words};
use crate::places::ReportView;
use crate::shell::ShellState;
use crate::ui::browser;
use crate::ui::icon::{Icon, icon};
use crate::ui::pager::Pager;
use crate::workspace::books::{BooksAnswer, BooksQuestion, Window, pasted};
use crate::workspace::{Workspace, asked};

/// Lines a page.
const PAGE: u64 = 100;
/// Lines that are printed, and lines that are copied, at most.
const PRINTED: u64 = 2_000;
const COPIED: u64 = 20_000;

fn table_of(view: ReportView) -> &'static Table {
    let found = tables::ALL.iter().find(|table| table.id == view.id());
    found.unwrap_or(&tables::ALL[0])
}

/// The report's table.
#[component]
pub fn TablePreview(
    /// Which report.
    view: ReportView,
) -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let workspace: Workspace = expect_context();
    let saving = Saving::here();
    // The company's own codes have a column where there are some.
    let columns = move || {
        let own = workspace
            .summary
            .with(|day| day.as_ref().is_some_and(|day| !day.chart.is_empty()));
        let table = table_of(view);
        let places = table.columns_of(own).into_iter();
        places
            .map(|at| &table.columns[at])
            .collect::<Vec<&'static Column>>()
    };
    let csv = tieout_export::Export::by_id(view.id()).map_or("", |export| export.file_name);
    let from = RwSignal::new(0_u64);
    let printed = RwSignal::new(None::<(Vec<Row>, bool)>);
    let question = move |window: Window| BooksQuestion::Table(view.id().to_owned(), window);
    let page = asked(
        workspace,
        move || {
            Some(question(Window {
                from: from.get(),
                count: PAGE,
            }))
        },
        |answer| match answer {
            BooksAnswer::Table(page) => page,
            _ => None,
        },
    );
    let total = Signal::derive(move || page.with(|page| page.as_ref().map_or(0, |p| p.total)));
    let all = move |count: u64| async move {
        match workspace.books(question(Window { from: 0, count })).await {
            Some(BooksAnswer::Table(Some(page))) => page.items,
            _ => Vec::new(),
        }
    };
    let print = move |_| {
        leptos::task::spawn_local(async move {
            let rows = all(PRINTED).await;
            let cut = (rows.len() as u64) < total.get_untracked();
            printed.set(Some((rows, cut)));
            // Once the lines stand on the page.
            request_animation_frame(|| drop(window().print()));
        });
    };
    let copy = move |_| {
        let locale = lang.get_now();
        leptos::task::spawn_local(async move {
            let text = as_text(&untrack(columns), &all(COPIED).await, locale);
            let key = if browser::copy(&text).await {
                ShellKey::Copied
            } else {
                ShellKey::CopyFailed
            };
            shell.say(key.word(locale).to_owned());
        });
    };
    let (name, about) = (view.name(), about(view));
    let shown = move || {
        let locale = lang.get();
        let page = page.get()?;
        Some(if page.total == 0 {
            view! { <p class="sub">{ReportKey::NoLines.word(locale)}</p> }.into_any()
        } else {
            lines(&columns(), &page.items, locale).into_any()
        })
    };
    let on_paper = move || {
        let locale = lang.get();
        printed.get().map(|(rows, cut)| {
            let date = workspace
                .summary
                .with(|day| day.as_ref().map(|day| day.accounting_date.clone()));
            view! {
                <div class="print-area paper-only">
                    <h1>{name.word(locale)} " " <span class="n">{date}</span></h1>
                    {cut.then(|| view! { <p>{ReportKey::PrintedPart.word(locale)}</p> })}
                    {lines(&columns(), &rows, locale)}
                </div>
            }
        })
    };
    view! {
        <section class="sheet clip no-print" aria-labelledby="report">
            <header>
                <h2 id="report">{lang.t(name)}</h2>
                <span class="sub">{lang.t(about)}</span>
                <span class="tools row wrap">
                    <Pager total=total from=from page=PAGE />
                    <button type="button" class="btn" on:click=print>
                        {icon(Icon::Print)} {lang.t(ReportKey::Print)}
                    </button>
                    <button type="button" class="btn" data-testid="copy-table" on:click=copy>
                        {icon(Icon::Copy)} {lang.t(ReportKey::CopyTable)}
                    </button>
                    <button type="button" class="btn" on:click=move |_| saving.save(csv)>
                        {icon(Icon::Save)} "CSV"
                    </button>
                    <button type="button" class="btn" on:click=move |_| saving.save("workbook.xlsx")>
                        {icon(Icon::Save)} "XLSX"
                    </button>
                </span>
            </header>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="report" data-testid="report-table">
                {shown}
            </div>
        </section>
        {on_paper}
    }
}

/// The lines under their heads.
fn lines(columns: &[&'static Column], rows: &[Row], locale: Locale) -> impl IntoView + use<> {
    // A column is one of numbers where any of its cells is one.
    let numeric: Vec<bool> = (0..columns.len())
        .map(|at| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            let mut cells = cells.filter(|cell| **cell != Cell::Empty);
            cells.any(|cell| matches!(cell, Cell::Amount(..) | Cell::Count(_)))
        })
        .collect();
    let heads = columns.iter().zip(&numeric).map(|(column, &number)| {
        let title = locale.pick(column.title[0], column.title[1]);
        view! { <th scope="col" class:n=number title=column.about>{title}</th> }
    });
    let body = rows.iter().map(|row| {
        let cells = row.iter().zip(&numeric).map(|(cell, &number)| {
            view! { <td class:n=number class:wrapped=!number>{shown(cell)}</td> }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <table class="tbl compact report">
            <thead><tr>{heads.collect_view()}</tr></thead>
            <tbody>{body.collect_view()}</tbody>
        </table>
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Amount(_, text) => amount(text),
        Cell::Count(n) => u64::try_from(*n).map_or_else(|_| n.to_string(), count),
        Cell::Empty | Cell::Text(_) => {
            tieout_statement::original::visible(&cell.plain()).into_owned()
        }
    }
}

/// The lines as a spreadsheet takes them from the clipboard.
fn as_text(columns: &[&'static Column], rows: &[Row], locale: Locale) -> String {
    let heads: Vec<&str> = columns
        .iter()
        .map(|column| locale.pick(column.title[0], column.title[1]))
        .collect();
    let mut text = heads.join("\t");
    for row in rows {
        let cells: Vec<String> = row.iter().map(pasted).collect();
        text.push('\n');
        text.push_str(&cells.join("\t"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_but_the_sheet_is_a_table_of_its_own() {
        for view in ReportView::ALL {
            if view != ReportView::Proof {
                assert_eq!(table_of(view).id, view.id());
                let export = tieout_export::Export::by_id(view.id());
                assert!(export.is_some_and(|e| e.file_name.ends_with(".csv")));
            }
        }
    }

    #[test]
    fn what_is_pasted_keeps_its_cells_and_runs_nothing() {
        let rows = vec![vec![
            Cell::Text("=1\t+2\n3".to_owned()),
            Cell::Amount(tieout_statement::Currency::CNY, "-3.00".to_owned()),
        ]];
        let text = as_text(
            &table_of(ReportView::Finance)
                .columns
                .iter()
                .collect::<Vec<_>>(),
            &rows,
            Locale::En,
        );
        assert_eq!(text.lines().nth(1), Some("'=1 +2 3\t-3.00"));
    }
}
