//! Language, theme, and the day's settings as used.

use leptos::prelude::*;

use crate::locales::{Lang, Locale, SettingsKey, ShellKey};
use crate::theme::{Choice, Theme};
use crate::workspace::Workspace;

/// The settings screen.
#[component]
pub fn SettingsScreen() -> impl IntoView {
    let lang = Lang::current();
    let theme = Theme::current();
    let workspace: Workspace = expect_context();
    let toml = move || {
        workspace
            .summary
            .with(|summary| summary.as_ref().map(|day| day.settings_toml.clone()))
    };
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
        <section class="page">
            <div class="verdict">
                <div><h1>{lang.t(ShellKey::Settings)}</h1></div>
            </div>
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
            <section class="sheet" aria-labelledby="day-settings">
                <header>
                    <h2 id="day-settings">{lang.t(SettingsKey::Day)}</h2>
                    <span class="sub">
                        {move || {
                            let known = if toml().is_some() { SettingsKey::DaySub } else { SettingsKey::DayNone };
                            lang.t(known)()
                        }}
                    </span>
                </header>
                <div class="body">
                    {move || {
                        toml()
                            .map(|text| {
                                view! {
                                    <pre class="raw toml" tabindex="0" role="group" aria-labelledby="day-settings">
                                        {text}
                                    </pre>
                                }
                            })
                    }}
                </div>
            </section>
        </section>
    }
}
