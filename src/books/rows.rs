//! Rows behind an entry, as a short table.

use leptos::prelude::*;
use tieout_engine::worklist::RowView;
use tieout_statement::Column;

use super::here::Here;
use crate::locales::domain::cell;
use crate::locales::numbers::amount;
use crate::locales::{BooksKey, Lang, Locale, Words};
use crate::places::Opened;

/// Cells that say what a row is, besides its number and amount.
const SAID: [Column; 6] = [
    Column::Kind,
    Column::Status,
    Column::AccountCode,
    Column::Customer,
    Column::Side,
    Column::Channel,
];

fn text(row: &RowView, column: Column) -> &str {
    let found = row.cells.iter().find(|(name, _)| name == column.text());
    found.map_or("", |(_, text)| text)
}

/// The rows as a table: place, number, what they say, amount.
pub fn rows_table(here: Here, rows: &[RowView], locale: Locale) -> impl IntoView + use<> {
    let word = |key: BooksKey| key.word(locale);
    let lines = rows.iter().map(|row| {
        let place = row.place.as_ref();
        let place = place.map(|place| format!("{}:{}", place.file, place.line));
        let number = text(row, row.role.own_number()).to_owned();
        let order = text(row, Column::PaymentOrderNo).to_owned();
        let said: Vec<String> = SAID
            .iter()
            .filter_map(|column| {
                let text = text(row, *column);
                (!text.is_empty()).then(|| cell(column.text(), text, locale))
            })
            .collect();
        let shown = amount(text(row, Column::Amount));
        let named = if order.is_empty() {
            number.into_any()
        } else {
            let href = here.opening(Opened::Order(order));
            view! { <a href=href>{number}</a> }.into_any()
        };
        view! {
            <tr data-testid="behind-row">
                <th scope="row">
                    {named}
                    <div class="sub">{row.role.word(locale)} " · " {place}</div>
                </th>
                <td class="sub wrapped">{said.join(" · ")}</td>
                <td class="n">{shown}</td>
            </tr>
        }
    });
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label=word(BooksKey::Rows)>
            <table class="tbl behind">
                <thead>
                    <tr>
                        <th>{word(BooksKey::Number)}</th>
                        <td></td>
                        <th class="n">{word(BooksKey::Amount)}</th>
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The heading of a part of a pane.
pub fn part(key: BooksKey) -> impl IntoView {
    let lang = Lang::current();
    view! { <h3>{lang.t(key)}</h3> }
}
