//! Light or dark: by the system, or as chosen.

use leptos::prelude::*;

use crate::locales::ShellKey;
use crate::ui::browser;

/// What was chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Choice {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Choice {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> ShellKey {
        match self {
            Self::System => ShellKey::ThemeSystem,
            Self::Light => ShellKey::ThemeLight,
            Self::Dark => ShellKey::ThemeDark,
        }
    }
}

/// The theme of the page.
#[derive(Clone, Copy)]
pub struct Theme {
    /// What was chosen.
    pub choice: RwSignal<Choice>,
    system_is_dark: Signal<bool>,
}

impl Theme {
    /// Follows the system until something is chosen.
    #[must_use]
    pub fn follow_system() -> Self {
        let choice = RwSignal::new(Choice::System);
        Effect::new(move || {
            let Some(root) = document().document_element() else {
                return;
            };
            // Both are valid attributes of any element.
            let _ = match choice.get() {
                Choice::System => root.remove_attribute("data-theme"),
                Choice::Light => root.set_attribute("data-theme", "light"),
                Choice::Dark => root.set_attribute("data-theme", "dark"),
            };
        });
        Self {
            choice,
            system_is_dark: browser::media_signal("(prefers-color-scheme: dark)"),
        }
    }

    /// The theme of the page that the caller is part of.
    ///
    /// # Panics
    /// Outside the app's tree.
    #[must_use]
    pub fn current() -> Self {
        use_context().expect("the app gives its theme to its whole tree")
    }

    /// Whether the page is dark now.
    #[must_use]
    pub fn is_dark(self) -> bool {
        match self.choice.get() {
            Choice::System => self.system_is_dark.get(),
            Choice::Light => false,
            Choice::Dark => true,
        }
    }

    /// Turns to the other of light and dark.
    pub fn turn(self) {
        let dark = untrack(move || self.is_dark());
        self.choice
            .set(if dark { Choice::Light } else { Choice::Dark });
    }
}
