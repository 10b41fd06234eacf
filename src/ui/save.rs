//! Hands a file that the page has made to the browser, to be saved.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Saves bytes under a name, as a download of the browser's.
///
/// # Errors
/// What the browser says where it refuses.
pub fn save_bytes(name: &str, kind: &str, bytes: &js_sys::ArrayBuffer) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(bytes);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    save(name, &blob)
}

/// Saves a text under a name, as a download of the browser's.
///
/// # Errors
/// What the browser says where it refuses.
pub fn save_text(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&text.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    save(name, &blob)
}

fn save(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser takes the bytes when it hears the click; a moment later they may go.
    let done = move || drop(Url::revoke_object_url(&address));
    set_timeout(done, std::time::Duration::from_secs(10));
    Ok(())
}
