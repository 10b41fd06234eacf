//! The proof sheet: shown as it will be printed.
//!
//! Frames are refused on this page, so the sheet's own markup stands in the page itself. It
//! is made by `tieout-export`, which escapes every text, and passes the page's Trusted Types
//! policy; its looks come from `style/proof.css`, for its own style element is left out.

use js_sys::Uint8Array;
use leptos::prelude::*;

use super::saving::Saving;
use crate::locales::{Lang, ReportKey};
use crate::ui::icon::{Icon, icon};
use crate::workspace::Workspace;

/// A longer sheet is not laid out here, in bytes: a file of its own reads better.
const LONGEST: usize = 2_000_000;
/// The file.
const FILE: &str = "proof.html";

/// What stands between the sheet's `main` tags; `None` where it is no sheet.
fn sheet_of(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("<main>\n")?;
    let (sheet, _) = rest.rsplit_once("</main>")?;
    Some(sheet)
}

/// What there is to show.
#[derive(Clone, PartialEq, Eq)]
enum Sheet {
    Coming,
    Markup(String),
    TooLong,
    Failed,
}

/// The sheet.
#[component]
pub fn ProofPreview() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let saving = Saving::here();
    let sheet = RwSignal::new(Sheet::Coming);
    let asked = StoredValue::new(0_u64);
    Effect::new(move || {
        workspace.generation.track();
        let locale = lang.get();
        asked.update_value(|n| *n += 1);
        let ask = asked.get_value();
        leptos::task::spawn_local(async move {
            let made = workspace.export(FILE, locale).await;
            let bytes = made.map(|buffer| Uint8Array::new(&buffer).to_vec());
            let told = match bytes {
                Ok(bytes) if bytes.len() > LONGEST => Sheet::TooLong,
                Ok(bytes) => {
                    let html = String::from_utf8_lossy(&bytes);
                    sheet_of(&html).map_or(Sheet::Failed, |s| Sheet::Markup(s.to_owned()))
                }
                Err(_) => Sheet::Failed,
            };
            if asked.try_get_value() == Some(ask) {
                sheet.set(told);
            }
        });
    });
    let content = move || {
        match sheet.get() {
        Sheet::Coming => ().into_any(),
        Sheet::Markup(markup) => {
            view! { <div class="proof print-area" data-testid="proof-sheet" inner_html=markup></div> }
                .into_any()
        }
        Sheet::TooLong => view! { <p class="sub">{lang.t(ReportKey::TooLong)}</p> }.into_any(),
        Sheet::Failed => view! { <p class="sub">{lang.t(ReportKey::Failed)}</p> }.into_any(),
    }
    };
    view! {
        <section class="sheet proofs" aria-labelledby="report">
            <header class="no-print">
                <h2 id="report">{lang.t(ReportKey::Proof)}</h2>
                <span class="sub">{lang.t(ReportKey::ProofSub)}</span>
                <span class="tools row wrap">
                    <button
                        type="button"
                        class="btn"
                        disabled=move || !matches!(sheet.get(), Sheet::Markup(_))
                        on:click=move |_| drop(window().print())
                    >
                        {icon(Icon::Print)} {lang.t(ReportKey::Print)}
                    </button>
                    <button type="button" class="btn" on:click=move |_| saving.save(FILE)>
                        {icon(Icon::Save)} "HTML"
                    </button>
                </span>
            </header>
            <div class="body">{content}</div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sheet_itself_is_shown_without_its_head() {
        let html =
            "<html><head><style>x</style></head><body>\n<main>\n<h1>a</h1>\n</main>\n</body>";
        assert_eq!(sheet_of(html), Some("<h1>a</h1>\n"));
        assert_eq!(sheet_of("<p>"), None);
    }
}
