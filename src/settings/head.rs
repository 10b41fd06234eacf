//! The head of the screen: where the settings come from, the way back, import and export.

use leptos::html;
use leptos::prelude::*;
use tieout_engine::Settings;
use tieout_engine::settings::SettingsFault;
use wasm_bindgen_futures::JsFuture;

use super::form::Form;
use crate::locales::settings::{at_line, fault, from_file};
use crate::locales::{Lang, SettingsKey, ShellKey};
use crate::shell::ShellState;
use crate::ui::drop_zone::{PathAndFile, chosen_files};
use crate::ui::icon::{Icon, icon};
use crate::ui::save::save_text;
use crate::workspace::{Origin, Workspace};

/// The name under which settings are exported.
const NAME: &str = "tieout.toml";

/// A file that was not imported, and why.
type Refused = (String, Vec<SettingsFault>);

/// Title, source, and what can be done with all settings at once.
#[component]
pub fn SettingsHead() -> impl IntoView {
    let (lang, form) = (Lang::current(), Form::current());
    let shell = ShellState::current();
    let workspace: Workspace = expect_context();
    let refused: RwSignal<Option<Refused>> = RwSignal::new(None);
    let input: NodeRef<html::Input> = NodeRef::new();
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        if let Some(file) = chosen_files(&input).into_iter().next() {
            import(workspace, shell, lang, file, refused);
        }
    };
    let source = move || {
        workspace.settings.with(|now| match &now.origin {
            Origin::Defaults => lang.t(SettingsKey::FromDefaults)().to_owned(),
            Origin::Here => lang.t(SettingsKey::FromHere)().to_owned(),
            Origin::File(name) => from_file(name, lang.get()),
        })
    };
    let can =
        move |what: fn(&crate::workspace::InForce) -> bool| move || !workspace.settings.with(what);
    let export = move |_| {
        let toml = workspace
            .settings
            .with_untracked(|now| now.settings.to_toml());
        if save_text(NAME, "application/toml", &toml).is_err() {
            shell.say(lang.t(ShellKey::CopyFailed)().to_owned());
        }
    };
    let reset = move |_| {
        if workspace.change_settings(Settings::default()) {
            shell.say(lang.t(SettingsKey::ResetDone)().to_owned());
        }
    };
    view! {
        <div class="verdict">
            <div>
                <h1>{lang.t(ShellKey::Settings)}</h1>
                <p>{lang.t(SettingsKey::Lead)}</p>
                <p class="sub" data-testid="settings-origin">{source}</p>
            </div>
            <div class="row wrap">
                <button
                    type="button"
                    class="btn"
                    data-testid="settings-undo"
                    disabled=can(|now| now.can_undo)
                    on:click=move |_| workspace.undo_settings()
                >
                    {icon(Icon::Undo)}
                    {lang.t(SettingsKey::Undo)}
                </button>
                <button
                    type="button"
                    class="btn"
                    disabled=can(|now| now.can_redo)
                    on:click=move |_| workspace.redo_settings()
                >
                    {lang.t(SettingsKey::Redo)}
                </button>
                <button
                    type="button"
                    class="btn"
                    disabled=can(|now| now.settings != Settings::default())
                    data-testid="settings-reset"
                    on:click=reset
                >
                    {lang.t(SettingsKey::ResetAll)}
                </button>
                <button
                    type="button"
                    class="btn"
                    on:click=move |_| {
                        if let Some(input) = input.get_untracked() {
                            input.click();
                        }
                    }
                >
                    {lang.t(SettingsKey::Import)}
                </button>
                <input
                    node_ref=input
                    class="vh"
                    type="file"
                    accept=".toml"
                    tabindex="-1"
                    aria-hidden="true"
                    data-testid="settings-import"
                    on:change=chosen
                />
                <button type="button" class="btn primary" data-testid="settings-export" on:click=export>
                    {lang.t(SettingsKey::Export)}
                </button>
            </div>
        </div>
        <Show when=move || form.checked.with(Result::is_err)>
            <div class="notice bad" role="status">
                {icon(Icon::Exception)}
                <div>{lang.t(SettingsKey::NotYet)}</div>
            </div>
        </Show>
        {move || refused.get().map(|refused_now| view! { <RefusedFile refused=refused_now shown=refused /> })}
    }
}

/// Reads a settings file in place; what is wrong with it stays on screen.
fn import(
    workspace: Workspace,
    shell: ShellState,
    lang: Lang,
    (name, file): PathAndFile,
    refused: RwSignal<Option<Refused>>,
) {
    leptos::task::spawn_local(async move {
        let text = JsFuture::from(file.text()).await;
        let text = text
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default();
        match Settings::check(&text) {
            Ok(settings) => {
                refused.set(None);
                workspace.change_settings(settings);
                shell.say(lang.t(SettingsKey::Imported)().to_owned());
            }
            Err(faults) => refused.set(Some((name, faults))),
        }
    });
}

#[component]
fn RefusedFile(refused: Refused, shown: RwSignal<Option<Refused>>) -> impl IntoView {
    let lang = Lang::current();
    let (name, faults) = refused;
    let lines = move || {
        let locale = lang.get();
        let line = |one: &SettingsFault| {
            let place = one
                .line
                .map_or_else(String::new, |line| at_line(line, locale));
            view! { <li>{place} {fault(one, locale)}</li> }
        };
        faults.iter().map(line).collect_view()
    };
    view! {
        <div class="problem" role="alert" data-testid="import-refused">
            <div><b>{name}</b> " · " {lang.t(SettingsKey::ImportRefused)}</div>
            <ul>{lines}</ul>
            <div>
                <button type="button" class="btn" on:click=move |_| shown.set(None)>
                    {lang.t(ShellKey::Close)}
                </button>
            </div>
        </div>
    }
}

/// The settings in force as their file.
#[component]
pub fn AsFile() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let toml = move || workspace.settings.with(|now| now.settings.to_toml());
    view! {
        <section class="sheet">
            <details class="body as-file">
                <summary>{lang.t(SettingsKey::AsFile)}</summary>
                <pre class="raw toml" tabindex="0" role="group" aria-label=lang.t(SettingsKey::AsFile)>
                    {toml}
                </pre>
            </details>
        </section>
    }
}
