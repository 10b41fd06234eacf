//! reports
use leptos::prelude::*;
/// b
#[component]
pub fn ReportsScreen() -> impl IntoView {}
