//! Every file that the day becomes, each a click away.

use leptos::prelude::*;

use super::saving::{Saving, files};
use crate::locales::books::file_about;
use crate::locales::{Lang, ReportKey, Words};
use crate::ui::icon::{Icon, icon};

/// The sheet.
#[component]
pub fn FilesSheet() -> impl IntoView {
    let lang = Lang::current();
    let saving = Saving::here();
    let rows = files().into_iter().map(|file| {
        let word = move || {
            let key = if saving.making.get() == Some(file) {
                ReportKey::Making
            } else {
                ReportKey::SaveFile
            };
            key.word(lang.get())
        };
        view! {
            <li>
                <span class="mono">{file}</span>
                <span class="sub">{move || file_about(file, lang.get())}</span>
                <button
                    type="button"
                    class="btn"
                    data-testid=format!("export-{file}")
                    aria-label=move || format!("{} {file}", ReportKey::SaveFile.word(lang.get()))
                    disabled=move || saving.making.get().is_some()
                    on:click=move |_| saving.save(file)
                >
                    {icon(Icon::Save)}
                    {word}
                </button>
            </li>
        }
    });
    view! {
        <section class="sheet no-print" aria-labelledby="files">
            <header>
                <h2 id="files">{lang.t(ReportKey::Files)}</h2>
                <span class="sub">{lang.t(ReportKey::FilesSub)}</span>
            </header>
            <div class="body"><ul class="filelist">{rows.collect_view()}</ul></div>
        </section>
    }
}
