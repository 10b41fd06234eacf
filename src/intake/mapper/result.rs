//! What comes of the profile as it stands, and its saving.

use leptos::prelude::*;

use super::current;
use crate::locales::domain::cell;
use crate::locales::mapper::{counts, missing, refused};
use crate::locales::numbers::amount;
use crate::locales::problems::reason;
use crate::locales::{IntakeKey, Lang, MapKey, Words};
use crate::shell::ShellState;
use crate::ui::icon::{Icon, icon};

/// Totals, the first records, the rows that are refused.
#[component]
pub fn Outcome() -> impl IntoView {
    let lang = Lang::current();
    let mapper = current();
    let shown = move || {
        let mapped = mapper.answer.get()?.ok()?;
        let locale = lang.get();
        let totals = mapped.totals.iter().map(|total| {
            let code = total.currency.code();
            view! {
                <li class="n">
                    {format!("{code} · {} {} · {} {}",
                        MapKey::Credits.word(locale), amount(&total.credits),
                        MapKey::Debits.word(locale), amount(&total.debits))}
                </li>
            }
        });
        let head = mapped
            .columns
            .iter()
            .map(|column| view! { <th>{column.word(locale)}</th> });
        let body = mapped.records.iter().map(|(line, cells)| {
            let cells = mapped.columns.iter().zip(cells).map(|(column, text)| {
                view! { <td>{cell(column.text(), text, locale)}</td> }
            });
            view! { <tr><td class="n dim">{*line}</td>{cells.collect_view()}</tr> }
        });
        let table = (!mapped.records.is_empty()).then(|| {
            view! {
                <div class="scroll" tabindex="0" role="region" aria-label=MapKey::Result.word(locale)>
                    <table class="tbl compact" data-testid="map-records">
                        <thead>
                            <tr><th class="n">{IntakeKey::Line.word(locale)}</th>{head.collect_view()}</tr>
                        </thead>
                        <tbody>{body.collect_view()}</tbody>
                    </table>
                </div>
            }
        });
        let problems = mapped.refused.iter().map(|row| {
            let why = reason(&row.reason, locale);
            view! { <li>{refused(row.line, row.column.as_deref(), &why.wrong, locale)} " " {why.expected}</li> }
        });
        let problems = (!mapped.refused.is_empty()).then(|| {
            view! { <ul class="problem" data-testid="map-refused">{problems.collect_view()}</ul> }
        });
        let part =
            (!mapped.whole).then(|| view! { <p class="sub">{MapKey::FirstPart.word(locale)}</p> });
        Some(view! {
            <p class="row wrap" role="status" data-testid="map-counts">
                <b>{counts(mapped.rows_read, mapped.rows_refused, locale)}</b>
            </p>
            {part}
            <ul class="totals">{totals.collect_view()}</ul>
            {table}
            {problems}
        })
    };
    view! {
        <section>
            <h3>{lang.t(MapKey::Result)}</h3>
            {shown}
        </section>
    }
}

/// The profile's name, and the button that saves it.
#[component]
pub fn Save(
    /// Whether the mapper stands open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let mapper = current();
    let open_fields = mapper.of_answer(|mapped| mapped.missing.clone());
    let ready = Memo::new(move |_| mapper.ready());
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(profile) = ready.get_untracked() {
            mapper.save(profile);
            shell.say(lang.t(MapKey::Saved)().to_owned());
            open.set(false);
        }
    };
    let needed = move || {
        let fields = open_fields.get();
        (!fields.is_empty()).then(|| {
            view! { <p class="asked" data-testid="map-missing">{missing(&fields, lang.get())}</p> }
        })
    };
    view! {
        <form class="save" on:submit=save>
            <div role="status">{needed}</div>
            <div class="row wrap">
                <label>
                    <span>{lang.t(MapKey::Name)}</span>
                    <input
                        class="input"
                        type="text"
                        autocomplete="off"
                        spellcheck="false"
                        data-testid="map-name"
                        prop:value=mapper.name
                        on:input:target=move |event| mapper.name.set(event.target().value())
                    />
                </label>
                <button
                    type="submit"
                    class="btn primary"
                    data-testid="map-save"
                    disabled=move || ready.with(Option::is_none)
                >
                    {icon(Icon::Tied)}
                    {lang.t(MapKey::Save)}
                </button>
            </div>
        </form>
    }
}
