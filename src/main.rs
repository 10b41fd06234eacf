//! The page, or the worker when there is no window.

pub mod amounts;
pub mod app;
pub mod books;
pub mod intake;
pub mod locales;
pub mod overview;
pub mod places;
pub mod reports;
pub mod route;
pub mod settings;
pub mod shell;
pub mod theme;
pub mod ui;
pub mod worker;
pub mod worklist;
pub mod workspace;

use wasm_bindgen::JsCast;

fn main() {
    if let Some(scope) = worker::host::scope() {
        worker::host::start(&scope);
    } else if js_sys::global().has_type::<web_sys::Window>() {
        app::mount();
    }
}
