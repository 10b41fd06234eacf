//! The worklist.
use crate::ui::icon::Icon;
use leptos::prelude::*;
use tieout_engine::outcome::Outcome;
/// The picture of an outcome.
#[must_use]
pub const fn outcome_icon(outcome: Outcome) -> Icon {
    match outcome {
        Outcome::Matched => Icon::Tied,
        Outcome::TimingDifference => Icon::Timing,
        o if o.is_exception() => Icon::Exception,
        _ => Icon::Aside,
    }
}
/// Screen.
#[component]
pub fn WorklistScreen() -> impl IntoView {}
