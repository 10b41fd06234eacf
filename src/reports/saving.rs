//! Has the desk make a file and hands it to the browser.

use leptos::prelude::*;

use crate::locales::{Lang, ReportKey, Words};
use crate::shell::ShellState;
use crate::ui::save::save_bytes;
use crate::workspace::Workspace;
use crate::workspace::books::CARRY_OVER;

/// The media type of a file.
fn kind_of(file: &str) -> &'static str {
    let export = tieout_export::ALL.iter().find(|e| e.file_name == file);
    export.map_or("application/json; charset=utf-8", |export| {
        export.media_type
    })
}

/// Every file that the day becomes.
#[must_use]
pub fn files() -> Vec<&'static str> {
    let exports = tieout_export::ALL.iter().map(|export| export.file_name);
    exports.chain([CARRY_OVER]).collect()
}

/// Saves files; knows which one is being made.
#[derive(Clone, Copy)]
pub struct Saving {
    workspace: Workspace,
    shell: ShellState,
    lang: Lang,
    /// The file that is being made.
    pub making: RwSignal<Option<&'static str>>,
}

impl Saving {
    /// Of the page that the caller is part of.
    #[must_use]
    pub fn here() -> Self {
        Self {
            workspace: expect_context(),
            shell: ShellState::current(),
            lang: Lang::current(),
            making: RwSignal::new(None),
        }
    }

    /// Makes a file and hands it to the browser.
    pub fn save(self, file: &'static str) {
        self.making.set(Some(file));
        let locale = self.lang.get_now();
        leptos::task::spawn_local(async move {
            let made = self.workspace.export(file, locale).await;
            let saved = made.is_ok_and(|bytes| save_bytes(file, kind_of(file), &bytes).is_ok());
            self.making.try_set(None);
            if !saved {
                self.shell.say(ReportKey::Failed.word(locale).to_owned());
            }
        });
    }
}
