//! The day's settings in a form, language and theme.

mod accounts;
mod channels;
mod cleaning;
mod draft;
mod fields;
mod form;
mod head;
mod profiles;

use leptos::prelude::*;

use crate::locales::{Lang, Locale, SettingsKey};
use crate::theme::{Choice, Theme};
use crate::workspace::Workspace;
use accounts::Limits;
use channels::{Channels, Formats};
use draft::{Place, Table};
use fields::DAY;
use form::{FieldRow, Form};
use head::{AsFile, SettingsHead};
use profiles::Profiles;

/// The settings screen.
#[component]
pub fn SettingsScreen() -> impl IntoView {
    let workspace: Workspace = expect_context();
    provide_context(Form::of(workspace));
    view! {
        <section class="page settings">
            <SettingsHead />
            <DaySheet />
            <Channels />
            <Limits />
            <Formats />
            <Profiles />
            <Look />
            <AsFile />
        </section>
    }
}

#[component]
fn DaySheet() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    // The date that the day's rows tell, while the settings name none.
    let told = Signal::derive(move || {
        let date = |summary: &Option<_>| {
            let summary: Option<&std::sync::Arc<tieout_engine::worklist::Summary>> =
                summary.as_ref();
            summary.map_or_else(String::new, |day| day.accounting_date.clone())
        };
        workspace.summary.with(date)
    });
    let rows = DAY.iter().map(move |field| {
        let place = Place {
            table: Table::Day,
            key: field.key,
        };
        if field.key == "accounting_date" {
            view! { <FieldRow field=field place=place placeholder=told /> }.into_any()
        } else {
            view! { <FieldRow field=field place=place /> }.into_any()
        }
    });
    view! {
        <section class="sheet" aria-labelledby="day-settings">
            <header>
                <h2 id="day-settings">{lang.t(SettingsKey::Day)}</h2>
                <span class="sub">{lang.t(SettingsKey::DaySub)}</span>
            </header>
            <div class="body">{rows.collect_view()}</div>
        </section>
    }
}

/// Language and theme.
#[component]
fn Look() -> impl IntoView {
    let lang = Lang::current();
    let theme = Theme::current();
    let languages = [(Locale::En, "English"), (Locale::Zh, "中文")].map(|(locale, name)| {
        view! {
            <button
                type="button"
                lang=locale.tag()
                aria-pressed=move || (lang.get() == locale).to_string()
                on:click=move |_| lang.0.set(locale)
            >
                {name}
            </button>
        }
    });
    let themes = Choice::ALL.map(|choice| {
        view! {
            <button
                type="button"
                aria-pressed=move || (theme.choice.get() == choice).to_string()
                on:click=move |_| theme.choice.set(choice)
            >
                {lang.t(choice.name())}
            </button>
        }
    });
    view! {
        <section class="sheet" aria-labelledby="look">
            <header><h2 id="look">{lang.t(SettingsKey::Look)}</h2></header>
            <div class="body">
                <div class="setting">
                    <div>
                        <span class="label" id="language-label">{lang.t(SettingsKey::Language)}</span>
                        <span class="sub">{lang.t(SettingsKey::LanguageSub)}</span>
                    </div>
                    <div class="seg" role="group" aria-labelledby="language-label">{languages}</div>
                </div>
                <div class="setting">
                    <span class="label" id="theme-label">{lang.t(SettingsKey::Theme)}</span>
                    <div class="seg" role="group" aria-labelledby="theme-label">{themes}</div>
                </div>
            </div>
        </section>
    }
}
