//! A message as the browser carries it: `[json, beside…]`.

use js_sys::Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort, Worker};

/// Where a message can be posted.
pub trait Receiver {
    /// `postMessage` with a transfer list.
    ///
    /// # Errors
    /// What the browser threw.
    fn post(&self, message: &JsValue, transfer: &JsValue) -> Result<(), JsValue>;
}

impl Receiver for Worker {
    fn post(&self, message: &JsValue, transfer: &JsValue) -> Result<(), JsValue> {
        self.post_message_with_transfer(message, transfer)
    }
}

impl Receiver for DedicatedWorkerGlobalScope {
    fn post(&self, message: &JsValue, transfer: &JsValue) -> Result<(), JsValue> {
        self.post_message_with_transfer(message, transfer)
    }
}

impl Receiver for MessagePort {
    fn post(&self, message: &JsValue, transfer: &JsValue) -> Result<(), JsValue> {
        self.post_message_with_transferable(message, transfer)
    }
}

/// Posts a message with what stands beside it. Ports and buffers are transferred, files
/// (which are handles only) copied.
///
/// # Errors
/// What the browser threw.
pub fn post<T: Serialize>(
    to: &impl Receiver,
    message: &T,
    beside: &[JsValue],
) -> Result<(), JsValue> {
    let text = serde_json::to_string(message).expect("messages have only text keys");
    let parts = Array::of1(&JsValue::from(text));
    let transfer = Array::new();
    for value in beside {
        parts.push(value);
        if value.has_type::<MessagePort>() || value.has_type::<js_sys::ArrayBuffer>() {
            transfer.push(value);
        }
    }
    to.post(&parts, &transfer)
}

/// Takes a message apart; `None` where it is none of ours.
#[must_use]
pub fn open<T: DeserializeOwned>(event: &MessageEvent) -> Option<(T, Vec<JsValue>)> {
    let parts = event.data().dyn_into::<Array>().ok()?;
    let text = parts.get(0).as_string()?;
    let message = serde_json::from_str(&text).ok()?;
    Some((message, parts.iter().skip(1).collect()))
}

/// What was thrown, in words.
#[must_use]
pub fn words(thrown: &JsValue) -> String {
    thrown
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{thrown:?}"), |error| error.message().into())
}
