//! Undo, redo, and the file of what was decided.

use leptos::prelude::*;

use super::Deciding;
use crate::locales::numbers::count;
use crate::locales::{DecideKey, Lang, Words};
use crate::shell::ShellState;
use crate::ui::icon::{Icon, icon};
use crate::ui::save::save_text;
use crate::workspace::Workspace;

/// The name of the file.
const FILE: &str = "decisions.json";

/// Stands above the list once something was decided.
#[component]
pub fn DecisionTools() -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let workspace: Workspace = expect_context();
    let deciding = Deciding::current();
    let decisions = workspace.decisions;
    let some = Memo::new(move |_| {
        decisions.with(|decisions| !decisions.list.is_empty() || decisions.can_redo)
    });
    let save = move |_| match save_text(FILE, "application/json", &workspace.decisions_file()) {
        Ok(()) => workspace.decisions_saved(),
        Err(_) => shell.say(DecideKey::SaveFailed.word(lang.get_now()).to_owned()),
    };
    view! {
        <Show when=move || some.get()>
            <div class="row decided">
                <button
                    type="button"
                    class="btn quiet"
                    data-testid="undo"
                    disabled=move || !decisions.with(|decisions| decisions.can_undo)
                    on:click=move |_| deciding.undo()
                >
                    {lang.t(DecideKey::Undo)}
                </button>
                <button
                    type="button"
                    class="btn quiet"
                    data-testid="redo"
                    disabled=move || !decisions.with(|decisions| decisions.can_redo)
                    on:click=move |_| deciding.redo()
                >
                    {lang.t(DecideKey::Redo)}
                </button>
                <button type="button" class="btn" data-testid="save-decisions" on:click=save>
                    {icon(Icon::Save)}
                    {lang.t(DecideKey::SaveDecisions)}
                    <Show when=move || decisions.with(|decisions| decisions.unsaved > 0)>
                        <span class="n dim">
                            {move || count(decisions.with(|decisions| decisions.unsaved as u64))}
                        </span>
                    </Show>
                </button>
            </div>
        </Show>
    }
}
