//! The tables `[[account]]`: what must stay on each of our bank accounts.

use leptos::prelude::*;

use super::channels::{ACCOUNTS, focus};
use super::draft::{Draft, Place, Table};
use super::fields::ACCOUNT;
use super::form::{FieldRow, Form};
use crate::locales::{Lang, SettingsKey};
use crate::ui::icon::{Icon, icon};

/// Every limit, and adding one.
#[component]
pub fn Limits() -> impl IntoView {
    let (lang, form) = (Lang::current(), Form::current());
    let count = Memo::new(move |_| form.draft.with(Draft::accounts));
    let add = move |_| {
        let at = count.get_untracked();
        form.draft.update(Draft::add_account);
        request_animation_frame(move || focus(&format!("account-{at}-id")));
    };
    view! {
        <section class="sheet" aria-labelledby="account-settings">
            <header>
                <h2 id="account-settings">{lang.t(SettingsKey::Limits)}</h2>
                <span class="sub">{lang.t(SettingsKey::LimitsSub)}</span>
                <button type="button" class="btn" data-testid="add-account" on:click=add>
                    {lang.t(SettingsKey::AddLimit)}
                </button>
            </header>
            <div class="body cards">
                <Show when=move || count.get() == 0>
                    <p class="mut">{lang.t(SettingsKey::NoLimits)}</p>
                </Show>
                <For each=move || 0..count.get() key=|at| *at let(at)>
                    <LimitCard at=at />
                </For>
            </div>
        </section>
    }
}

#[component]
fn LimitCard(at: usize) -> impl IntoView {
    let (lang, form) = (Lang::current(), Form::current());
    let table = Table::Account(at);
    let id = form.text(Place { table, key: "id" });
    let rows = ACCOUNT.iter().map(move |field| {
        let place = Place {
            table,
            key: field.key,
        };
        match field.key {
            "id" => view! { <FieldRow field=field place=place suggestions=ACCOUNTS /> }.into_any(),
            _ => view! { <FieldRow field=field place=place /> }.into_any(),
        }
    });
    view! {
        <article class="card-settings" data-testid="account-settings-card">
            <header>
                <h3 class="mono">{move || id.get()}</h3>
                <span class="grow"></span>
                <button
                    type="button"
                    class="btn quiet"
                    data-testid="remove-account"
                    on:click=move |_| form.change(|draft| draft.remove_account(at))
                >
                    {icon(Icon::Close)}
                    {lang.t(SettingsKey::RemoveChannel)}
                </button>
            </header>
            {rows.collect_view()}
        </article>
    }
}
