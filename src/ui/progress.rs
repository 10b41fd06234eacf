//! A bar that says how far something is, in percent.

use leptos::prelude::*;

/// How a bar looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BarState {
    /// Under way.
    Running,
    /// Ended well.
    Done,
    /// Ended with something to look at.
    Bad,
}

impl BarState {
    const fn class(self) -> &'static str {
        match self {
            Self::Running => "progress",
            Self::Done => "progress done",
            Self::Bad => "progress bad",
        }
    }
}

/// A progress bar.
#[component]
pub fn ProgressBar(
    /// 0 to 100.
    #[prop(into)]
    percent: Signal<u64>,
    /// How it looks.
    #[prop(into)]
    state: Signal<BarState>,
    /// What it is the progress of.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <div
            class=move || state.get().class()
            role="progressbar"
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || percent.get().to_string()
            aria-label=label
        >
            <i style:inline-size=move || format!("{}%", percent.get())></i>
        </div>
    }
}
