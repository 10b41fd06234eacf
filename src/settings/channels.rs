//! The tables `[[channel]]` and `[[format]]`: one card each.

use leptos::prelude::*;
use tieout_statement::Role;

use super::cleaning::CleaningSample;
use super::draft::{Draft, Place, Table};
use super::fields::{CHANNEL, FORMAT, Field};
use super::form::{FieldRow, Form};
use crate::locales::domain::format_name;
use crate::locales::{Lang, SettingsKey};
use crate::ui::icon::{Icon, icon};
use crate::workspace::Workspace;

/// The list of the day's bank accounts in the document.
pub const ACCOUNTS: &str = "bank-accounts";

/// Fields of a channel before its options.
const PLAIN: usize = 6;

/// Every channel, and adding one.
#[component]
pub fn Channels() -> impl IntoView {
    let (lang, form) = (Lang::current(), Form::current());
    let count = Memo::new(move |_| form.draft.with(Draft::channels));
    let add = move |_| {
        let at = count.get_untracked();
        form.draft.update(|draft| draft.add_channel(""));
        request_animation_frame(move || focus(&format!("channel-{at}-code")));
    };
    view! {
        <section class="sheet" aria-labelledby="channel-settings">
            <header>
                <h2 id="channel-settings">{lang.t(SettingsKey::Channels)}</h2>
                <span class="sub">{lang.t(SettingsKey::ChannelsSub)}</span>
                <button type="button" class="btn" data-testid="add-channel" on:click=add>
                    {lang.t(SettingsKey::AddChannel)}
                </button>
            </header>
            <div class="body cards">
                <Show when=move || count.get() == 0>
                    <p class="mut">{lang.t(SettingsKey::NoChannels)}</p>
                </Show>
                <For each=move || 0..count.get() key=|at| *at let(at)>
                    <ChannelCard at=at />
                </For>
                <Accounts />
            </div>
        </section>
    }
}

/// Puts the focus on an element of the document, if it is there.
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let found = document().get_element_by_id(id);
    if let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        // One that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}

/// The bank accounts of the day's files, to choose from.
#[component]
fn Accounts() -> impl IntoView {
    let workspace: Workspace = expect_context();
    let accounts = move || {
        let mut found: Vec<String> = workspace.files.with(|files| {
            let reports = files.iter().filter_map(|file| file.report.as_ref());
            let bank = reports.filter(|report| report.role == Some(Role::BankStatement));
            bank.flat_map(|report| report.accounts.clone()).collect()
        });
        found.sort();
        found.dedup();
        found
            .into_iter()
            .map(|account| view! { <option value=account></option> })
            .collect_view()
    };
    view! { <datalist id=ACCOUNTS>{accounts}</datalist> }
}

#[component]
fn ChannelCard(at: usize) -> impl IntoView {
    let (lang, form) = (Lang::current(), Form::current());
    let table = Table::Channel(at);
    let code = form.text(Place { table, key: "code" });
    let named = move || {
        let code = code.get();
        if code.trim().is_empty() {
            lang.t(SettingsKey::Unnamed)().to_owned()
        } else {
            code
        }
    };
    let row = move |field: &'static Field| {
        let place = Place {
            table,
            key: field.key,
        };
        let needed = move || {
            let either = ["tolerance", "tolerance_per_mille"];
            let on = |key| {
                form.draft
                    .with(|draft| !draft.text(Place { table, key }).is_empty())
            };
            field.key != "tolerance_treatment" || either.into_iter().any(on)
        };
        let needed = Memo::new(move |_| needed());
        view! {
            <Show when=move || needed.get()>
                {match field.key {
                    "bank_account" => view! { <FieldRow field=field place=place suggestions=ACCOUNTS /> }.into_any(),
                    _ => view! { <FieldRow field=field place=place /> }.into_any(),
                }}
            </Show>
        }
    };
    let (plain, options) = CHANNEL.split_at(PLAIN);
    let set = Memo::new(move |_| {
        let differs = |field: &Field| {
            form.draft.with(|draft| {
                !draft.is_default(Place {
                    table,
                    key: field.key,
                })
            })
        };
        CHANNEL[PLAIN..].iter().any(differs)
    });
    view! {
        <article class="card-settings" data-testid="channel-settings-card">
            <header>
                <h3 class="mono">{named}</h3>
                <span class="grow"></span>
                <Show when=move || { at > 0 }>
                    <button
                        type="button"
                        class="btn quiet"
                        on:click=move |_| form.change(|draft| draft.raise_channel(at))
                    >
                        {lang.t(SettingsKey::MoveUp)}
                    </button>
                </Show>
                <button
                    type="button"
                    class="btn quiet"
                    data-testid="remove-channel"
                    on:click=move |_| form.change(|draft| draft.remove_channel(at))
                >
                    {icon(Icon::Close)}
                    {lang.t(SettingsKey::RemoveChannel)}
                </button>
            </header>
            {plain.iter().map(row).collect_view()}
            <details prop:open=set.get_untracked()>
                <summary>
                    {lang.t(SettingsKey::Options)}
                    <span class="sub">{lang.t(SettingsKey::OptionsSub)}</span>
                </summary>
                {options.iter().map(row).collect_view()}
                <CleaningSample at=at />
            </details>
        </article>
    }
}

/// Every format that can be set.
#[component]
pub fn Formats() -> impl IntoView {
    let (lang, form) = (Lang::current(), Form::current());
    let cards = (0..form.draft.with_untracked(Draft::formats)).map(|at| {
        let table = Table::Format(at);
        let id = form.draft.with_untracked(|draft| draft.text(Place { table, key: "id" }).to_owned());
        let own = form.draft.with_untracked(|draft| draft.choices(table)).map_or("", |choices| choices.channel);
        let name = {
            let id = id.clone();
            move || format_name(&id, lang.get()).unwrap_or_default()
        };
        let rows = FORMAT.iter().skip(1).map(move |field| {
            let place = Place { table, key: field.key };
            view! { <FieldRow field=field place=place placeholder=Signal::stored(own.to_owned()) /> }
        });
        view! {
            <article class="card-settings">
                <header><h3>{name}</h3> <span class="sub mono">{id}</span></header>
                {rows.collect_view()}
            </article>
        }
    });
    view! {
        <section class="sheet" aria-labelledby="format-settings">
            <header>
                <h2 id="format-settings">{lang.t(SettingsKey::Formats)}</h2>
                <span class="sub">{lang.t(SettingsKey::FormatsSub)}</span>
            </header>
            <div class="body cards">{cards.collect_view()}</div>
        </section>
    }
}
