//! Time as page and workers see it, and turns of their message loops.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// Milliseconds of a clock that never goes back.
#[must_use]
pub fn now_ms() -> u64 {
    whole(performance_now())
}

/// A size, a count or a time that the browser gives as a number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole and positive, or rounded down"
)]
#[must_use]
pub fn whole(number: f64) -> u64 {
    number as u64
}

/// Says when something is due again.
#[derive(Debug, Default)]
pub struct Every {
    last_ms: u64,
}

impl Every {
    /// Whether so many milliseconds have passed since this last said yes.
    pub fn is_due(&mut self, every_ms: u32) -> bool {
        let now = now_ms();
        let due = now.saturating_sub(self.last_ms) >= u64::from(every_ms);
        if due {
            self.last_ms = now;
        }
        due
    }
}

/// Lets waiting messages be heard. A posted message, because timers are held back.
pub async fn next_turn() {
    let mut wake = |resolve: Function, _: Function| {
        if let Ok(channel) = MessageChannel::new() {
            channel.port1().set_onmessage(Some(&resolve));
            if channel.port2().post_message(&JsValue::NULL).is_ok() {
                return;
            }
        }
        drop(resolve.call0(&JsValue::NULL));
    };
    drop(JsFuture::from(Promise::new(&mut wake)).await);
}
