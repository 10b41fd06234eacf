//! How a worker starts: by the page's own script, which holds the compiled module.
//!
//! The contract with `index.html`, whose script must define before `main` runs:
//!
//! ```js
//! globalThis.tieout = {
//!   // A classic worker from a blob: the same glue as the page's, then an `onmessage` that
//!   // takes the compiled module from the first message and calls `initSync({ module })`.
//!   // The module has been posted to it when this returns.
//!   startWorker() { … return worker; },
//! };
//! ```
//!
//! `main` then runs in the worker, finds no window, and takes `onmessage` over.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A new worker that has been handed the compiled module.
    ///
    /// # Errors
    /// What the browser threw when it would not start one.
    #[wasm_bindgen(catch, js_namespace = tieout, js_name = startWorker)]
    pub fn start_worker() -> Result<web_sys::Worker, JsValue>;
}
