//! What a channel's cleaning makes of the day's own numbers, before it takes effect.

use leptos::prelude::*;
use tieout_engine::cleaning::CleanedNumber;

use super::form::Form;
use crate::locales::{Lang, ListKey, SettingsKey};
use crate::workspace::Workspace;

/// Numbers of each side that are shown.
const SHOWN: u64 = 6;

/// Before and after, while a channel has its numbers cleaned.
#[component]
pub fn CleaningSample(
    /// The channel's place.
    at: usize,
) -> impl IntoView {
    let (lang, form) = (Lang::current(), Form::current());
    let workspace: Workspace = expect_context();
    let asked = Memo::new(move |_| {
        let settings = form.checked.get().ok()?;
        let channel = settings.channels.get(at)?;
        channel
            .cleaning
            .is_on()
            .then(|| (channel.code.clone(), settings.clone()))
    });
    let preview = LocalResource::new(move || {
        let asked = asked.get();
        // A new result has other rows.
        workspace.generation.track();
        async move {
            let (code, settings) = asked?;
            Some(workspace.cleaning_preview(&settings, &code, SHOWN).await)
        }
    });
    let shown = move || {
        let preview = preview.get().flatten()?;
        let Some(preview) = preview else {
            return Some(
                view! { <p class="mut">{lang.t(SettingsKey::PreviewNone)}</p> }.into_any(),
            );
        };
        if preview.left.is_empty() && preview.right.is_empty() {
            return Some(
                view! { <p class="mut">{lang.t(SettingsKey::PreviewEmpty)}</p> }.into_any(),
            );
        }
        let sides = [
            (ListKey::Ours, preview.left),
            (ListKey::Theirs, preview.right),
        ];
        let rows = sides.into_iter().flat_map(|(side, numbers)| {
            numbers
                .into_iter()
                .map(move |number| line(side, number, lang))
        });
        Some(
            view! {
                <table class="tbl sample" data-testid="cleaning-preview">
                    <thead>
                        <tr>
                            <th scope="col"></th>
                            <th scope="col">{lang.t(SettingsKey::AsWritten)}</th>
                            <th scope="col">{lang.t(SettingsKey::AsCompared)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            }
            .into_any(),
        )
    };
    view! {
        <Show when=move || asked.with(Option::is_some)>
            <div class="cleaned">
                <h4>{lang.t(SettingsKey::PreviewTitle)}</h4>
                {shown}
            </div>
        </Show>
    }
}

fn line(side: ListKey, number: CleanedNumber, lang: Lang) -> impl IntoView {
    let same = number.before == number.after;
    let after = if same {
        view! { <span class="sub">{lang.t(SettingsKey::PreviewSame)}</span> }.into_any()
    } else {
        view! { <b class="mono">{number.after}</b> }.into_any()
    };
    view! {
        <tr>
            <th scope="row" class="mut">{lang.t(side)}</th>
            <td class="mono">{number.before}</td>
            <td>{after}</td>
        </tr>
    }
}
