//! What screens want of the browser, each wrapped once.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Languages of the browser, preferred first.
#[must_use]
pub fn languages() -> Vec<String> {
    let listed = window().navigator().languages();
    listed.iter().filter_map(|tag| tag.as_string()).collect()
}

/// Whether a media query holds now.
#[must_use]
pub fn media_matches(query: &str) -> bool {
    matches!(window().match_media(query), Ok(Some(list)) if list.matches())
}

/// A media query, followed.
#[must_use]
pub fn media_signal(query: &str) -> Signal<bool> {
    let holds = RwSignal::new(false);
    if let Ok(Some(list)) = window().match_media(query) {
        holds.set(list.matches());
        let listener =
            wasm_bindgen::closure::Closure::<dyn FnMut(web_sys::MediaQueryListEvent)>::new(
                move |event: web_sys::MediaQueryListEvent| {
                    holds.try_set(event.matches());
                },
            );
        list.set_onchange(Some(listener.as_ref().unchecked_ref()));
        // The list must outlive this call for its events to come: one closure a query.
        let kept = StoredValue::new_local((list, listener));
        on_cleanup(move || kept.dispose());
    }
    holds.into()
}

/// The part of the address after `#`.
#[must_use]
pub fn hash() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Goes to a fragment, as a step of its own in the history.
pub fn push_hash(hash: &str) {
    // A fragment that cannot be set leaves the user where they are.
    let _ = window().location().set_hash(hash);
}

/// Goes to a fragment in place of the present one.
pub fn replace_hash(hash: &str) {
    // As above.
    let _ = window().location().replace(&format!("#{hash}"));
}

/// Whether a key event goes to something that takes text or opens by keys.
#[must_use]
pub fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let Some(element) = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return false;
    };
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
}

/// Whether a key event goes to a button or link, which has its own use for Enter and space.
#[must_use]
pub fn on_control(event: &web_sys::KeyboardEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| matches!(element.tag_name().as_str(), "BUTTON" | "A" | "SUMMARY"))
}

/// Whether a dialog or menu stands over the page.
#[must_use]
pub fn dialog_open() -> bool {
    matches!(
        document().query_selector("dialog[open], [popover]:popover-open"),
        Ok(Some(_))
    )
}

/// Puts a text on the clipboard; `false` where the browser does not allow it.
pub async fn copy(text: &str) -> bool {
    let promise = window().navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}

/// Whether this is a Mac, whose palette key is ⌘K.
#[must_use]
pub fn is_mac() -> bool {
    window()
        .navigator()
        .user_agent()
        .is_ok_and(|agent| agent.contains("Mac OS"))
}
