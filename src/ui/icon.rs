//! Icons of one 16 px grid and 1.5 px stroke, and the mark.

use leptos::prelude::*;

/// A picture that always stands beside a word or has one in its label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Icon {
    /// Arrow into a tray.
    Intake,
    /// Balance of three columns.
    Overview,
    /// Ticked lines.
    Worklist,
    /// An open book.
    Books,
    /// A sheet with lines.
    Reports,
    /// Two sliders.
    Settings,
    /// Arrow down to a line: a file is handed over.
    Save,
    /// Printer.
    Print,
    /// Two sheets.
    Copy,
    /// Magnifying glass.
    Search,
    /// Tick.
    Check,
    /// Circle with tick: ties out.
    Tied,
    /// Clock: timing difference.
    Timing,
    /// Diamond: exception.
    Exception,
    /// Triangle: money at risk, failure.
    Risk,
    /// Circle with dash: set aside.
    Aside,
    /// A sheet with a folded corner.
    File,
    /// Folder.
    Folder,
    /// Cross.
    Close,
    /// Points down.
    Chevron,
    /// Points right.
    Right,
    /// Points left.
    Left,
    /// Funnel of three lines.
    Filter,
    /// Lock: on this device.
    Lock,
    /// Light.
    Sun,
    /// Dark.
    Moon,
    /// Three dots.
    More,
    /// Not equal.
    Differs,
    /// Arrow back.
    Undo,
    /// Two arrows.
    Swap,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Intake => {
                "M8 2v7.5M4.75 6.5 8 9.75l3.25-3.25M2.5 10.5v2a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1v-2"
            }
            Self::Overview => "M2.5 13.5h11M4 13.5v-6M8 13.5v-11M12 13.5v-6M2.5 5h11",
            Self::Worklist => {
                "M6.5 4h7M6.5 8h7M6.5 12h7M2.5 4l.75.75L4.5 3.25M2.5 8l.75.75L4.5 7.25M2.75 12h1.5"
            }
            Self::Settings => {
                "M2 4.5h6.5M12 4.5h2M2 11.5h2M7.5 11.5H14M8.5 4.5a1.75 1.75 0 1 0 3.5 0 1.75 1.75 0 1 0-3.5 0M4 11.5a1.75 1.75 0 1 0 3.5 0 1.75 1.75 0 1 0-3.5 0"
            }
            Self::Books => {
                "M8 3.75v9.5M8 3.75C6.75 2.75 4.75 2.5 2 2.5v9.75c2.75 0 4.75.25 6 1.25 1.25-1 3.25-1.25 6-1.25V2.5c-2.75 0-4.75.25-6 1.25"
            }
            Self::Reports => "M3.5 1.75h6l3 3v9.5h-9zM9.25 2v3h3M5.75 8.25h4.5M5.75 11h4.5",
            Self::Save => "M8 2v8M4.75 7 8 10.25 11.25 7M2.5 13.5h11",
            Self::Print => "M4.5 5.5v-3h7v3M4.5 11.5h-2v-6h11v6h-2M4.5 9.5h7v4h-7z",
            Self::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
            Self::Search => {
                "M2.75 7a4.25 4.25 0 1 0 8.5 0 4.25 4.25 0 1 0-8.5 0M10.25 10.25l3.25 3.25"
            }
            Self::Check => "m3 8.5 3.25 3.25L13 5",
            Self::Tied => "M2 8a6 6 0 1 0 12 0A6 6 0 1 0 2 8M5.25 8.25l2 2 3.5-4",
            Self::Timing => "M2 8a6 6 0 1 0 12 0A6 6 0 1 0 2 8M8 4.75V8l2.25 1.5",
            Self::Exception => "M8 1.75 14.25 8 8 14.25 1.75 8zM8 5.25v3.5M8 10.75v.01",
            Self::Risk => "M8 2.25 14.5 13.5h-13zM8 6.5v3.25M8 11.6v.01",
            Self::Aside => "M2 8a6 6 0 1 0 12 0A6 6 0 1 0 2 8M5.25 8h5.5",
            Self::File => "M3.5 1.75h6l3 3v9.5h-9zM9.25 2v3h3",
            Self::Folder => "M1.75 12.75v-9.5h4.5l1.5 2h6.5v7.5z",
            Self::Close => "m4 4 8 8M12 4l-8 8",
            Self::Chevron => "m5 6.5 3 3 3-3",
            Self::Right => "m6.5 5 3 3-3 3",
            Self::Left => "m9.5 5-3 3 3 3",
            Self::Filter => "M2 4h12M4.5 8h7M6.5 12h3",
            Self::Lock => {
                "M4.5 7h7A1.5 1.5 0 0 1 13 8.5v4a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 12.5v-4A1.5 1.5 0 0 1 4.5 7M5.25 7V4.75a2.75 2.75 0 0 1 5.5 0V7"
            }
            Self::Sun => {
                "M5.25 8a2.75 2.75 0 1 0 5.5 0 2.75 2.75 0 1 0-5.5 0M8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9"
            }
            Self::Moon => "M13.5 9.5A5.75 5.75 0 0 1 6.5 2.5a5.75 5.75 0 1 0 7 7z",
            Self::More => "M3.5 8h.01M8 8h.01M12.5 8h.01",
            Self::Differs => "M3 6h10M3 10h10M10.5 2.5l-5 11",
            Self::Undo => "M5.5 3 2.5 6l3 3M2.75 6h6.5a4 4 0 0 1 0 8H6",
            Self::Swap => "M2.5 5.5h10M10 3l2.5 2.5L10 8M13.5 10.5h-10M6 8l-2.5 2.5L6 13",
        }
    }
}

/// An icon, hidden from readers: the word beside it says it.
#[must_use]
pub fn icon(icon: Icon) -> impl IntoView {
    view! { <svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d=icon.path()></path></svg> }
}

/// An icon that changes.
#[must_use]
pub fn icon_of(icon: impl Fn() -> Icon + Send + Sync + 'static) -> impl IntoView {
    view! { <svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d=move || icon().path()></path></svg> }
}

/// The mark: 平 drawn as a T-account with one level entry a side.
#[must_use]
pub fn mark(class: &'static str) -> impl IntoView {
    view! {
        <svg class=format!("mark {class}") viewBox="0 0 24 24" aria-hidden="true">
            <path d="M4 4h16M12 4v17M2.5 14.5h19"></path>
            <path class="entries" d="M5.5 9.25h2.5M16 9.25h2.5"></path>
        </svg>
    }
}
