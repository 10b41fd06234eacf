//! Says on every screen that a file's settings took the place of others, with the way back.

use leptos::prelude::*;

use crate::locales::settings::replaced_by;
use crate::locales::{Lang, SettingsKey};
use crate::route::{Route, Screen};
use crate::ui::icon::{Icon, icon};
use crate::workspace::Workspace;

/// The notice, while there is one.
#[component]
pub fn SettingsReplaced() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let file = Memo::new(move |_| workspace.settings.with(|now| now.replaced_by.clone()));
    move || {
        file.get().map(|name| {
            view! {
                <div class="notice replaced" role="status" data-testid="settings-replaced">
                    {icon(Icon::Settings)}
                    <div>
                        {move || replaced_by(&name, lang.get())}
                        " "
                        <a href=Route::to(Screen::Settings).href()>{lang.t(Screen::Settings.name())}</a>
                    </div>
                    <button type="button" class="btn" on:click=move |_| workspace.undo_settings()>
                        {icon(Icon::Undo)}
                        {lang.t(SettingsKey::Undo)}
                    </button>
                    <button
                        type="button"
                        class="btn quiet"
                        on:click=move |_| workspace.settings_replacement_read()
                    >
                        {lang.t(SettingsKey::KeepNew)}
                    </button>
                </div>
            }
        })
    }
}
