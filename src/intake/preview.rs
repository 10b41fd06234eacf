//! The first rows of a file as read, beside its raw text.

use leptos::prelude::*;

use crate::locales::domain::cell;
use crate::locales::{IntakeKey, Lang, Words};
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, icon};
use crate::workspace::{Preview, Workspace};
use tieout_statement::Column;

/// Shows the first rows of a file while one is named.
#[component]
pub fn PreviewDialog(
    /// The file.
    previewed: RwSignal<Option<String>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || {
        if previewed.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && previewed.with_untracked(Option::is_some) {
            previewed.set(None);
        }
    });
    let label = Signal::derive(move || previewed.get().unwrap_or_default());
    view! {
        <Dialog open=open class="paper tall preview" label=label>
            <PreviewBody previewed=previewed open=open />
        </Dialog>
    }
}

#[component]
fn PreviewBody(previewed: RwSignal<Option<String>>, open: RwSignal<bool>) -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let name = previewed.get_untracked().unwrap_or_default();
    let title = name.clone();
    let shown = LocalResource::new(move || {
        let name = name.clone();
        async move { workspace.preview(&name).await }
    });
    view! {
        <header>
            <h2>{title}</h2>
            <button
                type="button"
                class="btn quiet icon"
                aria-label=move || crate::locales::ShellKey::Close.word(lang.get())
                on:click=move |_| open.set(false)
            >
                {icon(Icon::Close)}
            </button>
        </header>
        {move || match shown.get() {
            None => view! { <p>{lang.t(IntakeKey::Reading)}</p> }.into_any(),
            Some(None) => view! { <p>{lang.t(IntakeKey::NoPreview)}</p> }.into_any(),
            Some(Some(preview)) => both(&preview, lang).into_any(),
        }}
    }
}

fn both(preview: &Preview, lang: Lang) -> impl IntoView + use<> {
    let locale = lang.get();
    let head = preview.columns.iter().map(|name| {
        let word = Column::parse(name).map(|column| column.word(locale));
        view! { <th>{word.map_or_else(|| name.clone(), ToOwned::to_owned)}</th> }
    });
    let body = preview.rows.iter().map(|(line, cells)| {
        let cells = preview.columns.iter().zip(cells).map(|(name, text)| {
            view! { <td>{cell(name, text, locale)}</td> }
        });
        view! { <tr><td class="n dim">{*line}</td>{cells.collect_view()}</tr> }
    });
    let raw = preview.raw.iter().map(|(line, text)| {
        let number = format!("{line:>4}");
        view! { <div><span class="ln">{number}</span> "  " {text.clone()}</div> }
    });
    let rows = (!preview.rows.is_empty()).then(|| {
        view! {
            <h3>{IntakeKey::AsRead.word(locale)}</h3>
            <div class="scroll" tabindex="0" role="region" aria-label=IntakeKey::AsRead.word(locale)>
                <table class="tbl compact">
                    <thead>
                        <tr><th class="n">{IntakeKey::Line.word(locale)}</th>{head.collect_view()}</tr>
                    </thead>
                    <tbody>{body.collect_view()}</tbody>
                </table>
            </div>
        }
    });
    view! {
        {rows}
        <h3>{IntakeKey::RawLines.word(locale)}</h3>
        <div class="raw" tabindex="0" role="region" aria-label=IntakeKey::RawLines.word(locale)>
            {raw.collect_view()}
        </div>
    }
}
