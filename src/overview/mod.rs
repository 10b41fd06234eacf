//! Screen.
use leptos::prelude::*;
/// Screen.
#[component]
pub fn OverviewScreen() -> impl IntoView {}
