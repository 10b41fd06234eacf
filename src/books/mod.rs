//! books
use leptos::prelude::*;
/// b
#[component]
pub fn BooksScreen() -> impl IntoView {}
