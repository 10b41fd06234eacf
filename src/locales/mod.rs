//! Every word on screen, in English and Chinese.
//!
//! A text is a key of one of the enums here, or a function of [`Locale`] where it holds
//! numbers; both forms have an arm for each language, so that none can be left out.

pub mod books;
pub mod decisions;
pub mod domain;
pub mod fees;
pub mod mapper;
pub mod numbers;
pub mod position;
pub mod problems;
pub mod reasons;
mod reasons_fund;
mod remarks;
pub mod settings;
mod statement_remarks;
pub mod words;

use leptos::prelude::*;

pub use books::{BooksKey, ChartKey, ReportKey};
pub use fees::FeesKey;
pub use mapper::MapKey;
pub use position::PositionKey;
pub use settings::SettingsKey;
pub use words::{CaseKey, DecideKey, IntakeKey, ListKey, NearestKey, OverviewKey, ShellKey};

/// A language of the screens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// 简体中文.
    Zh,
}

impl Locale {
    /// The `lang` attribute of the document.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-CN",
        }
    }

    /// The first language of a browser's list that we speak, else English.
    #[must_use]
    pub fn preferred<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter()
            .find_map(|tag| match tag.get(..2) {
                Some(two) if two.eq_ignore_ascii_case("zh") => Some(Self::Zh),
                Some(two) if two.eq_ignore_ascii_case("en") => Some(Self::En),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// The text of this language.
    #[must_use]
    pub const fn pick<T: Copy>(self, en: T, zh: T) -> T {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }
}

/// A word of a closed list, in both languages.
pub trait Words: Copy + 'static {
    /// The word.
    fn word(self, locale: Locale) -> &'static str;
}

/// Declares an enum of texts: `Key: "English", "中文";`.
macro_rules! keys {
    ($(#[$doc:meta])* $name:ident { $($key:ident: $en:literal, $zh:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum $name { $(#[doc = $en] $key,)+ }

        impl $name {
            /// Every key, for the tests.
            #[cfg(test)]
            pub const ALL: &'static [Self] = &[$(Self::$key,)+];
        }

        impl $crate::locales::Words for $name {
            fn word(self, locale: $crate::locales::Locale) -> &'static str {
                match self { $(Self::$key => locale.pick($en, $zh),)+ }
            }
        }
    };
}
pub(crate) use keys;

/// The language on screen; changing it changes every text in place.
#[derive(Clone, Copy)]
pub struct Lang(pub RwSignal<Locale>);

impl Lang {
    /// The language of the page that the caller is part of.
    ///
    /// # Panics
    /// Outside the app's tree.
    #[must_use]
    pub fn current() -> Self {
        use_context().expect("the app gives the language to its whole tree")
    }

    /// The language, followed.
    #[must_use]
    pub fn get(self) -> Locale {
        self.0.get()
    }

    /// The language now, not followed.
    #[must_use]
    pub fn get_now(self) -> Locale {
        self.0.get_untracked()
    }

    /// A text that follows the language.
    pub fn t(
        self,
        key: impl Words + Send + Sync,
    ) -> impl Fn() -> &'static str + Copy + Send + Sync {
        move || key.word(self.0.get())
    }

    /// The same where a component takes a signal.
    pub fn signal(self, key: impl Words + Send + Sync + 'static) -> Signal<String> {
        Signal::derive(move || key.word(self.0.get()).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both_languages_speak<K: Words + std::fmt::Debug + PartialEq>(keys: &[K]) {
        for key in keys {
            let (en, zh) = (key.word(Locale::En), key.word(Locale::Zh));
            assert!(!en.is_empty() && !zh.is_empty(), "{key:?} is empty");
            assert!(
                en.is_ascii() || en.chars().all(|c| !is_han(c)),
                "{key:?}: {en}"
            );
            assert!(
                zh.chars().any(is_han) || en == zh,
                "{key:?} is not translated: {zh}"
            );
        }
    }

    fn is_han(c: char) -> bool {
        ('\u{4e00}'..='\u{9fff}').contains(&c)
    }

    #[test]
    fn every_key_is_english_in_english_and_chinese_in_chinese() {
        both_languages_speak(ShellKey::ALL);
        both_languages_speak(IntakeKey::ALL);
        both_languages_speak(OverviewKey::ALL);
        both_languages_speak(ListKey::ALL);
        both_languages_speak(CaseKey::ALL);
        both_languages_speak(NearestKey::ALL);
        both_languages_speak(SettingsKey::ALL);
        both_languages_speak(BooksKey::ALL);
        both_languages_speak(ChartKey::ALL);
        both_languages_speak(ReportKey::ALL);
        both_languages_speak(PositionKey::ALL);
        both_languages_speak(FeesKey::ALL);
    }

    #[test]
    fn the_first_language_we_speak_is_taken() {
        assert_eq!(Locale::preferred(["zh-TW", "en"]), Locale::Zh);
        assert_eq!(Locale::preferred(["fr-CH", "en-GB", "zh"]), Locale::En);
        assert_eq!(Locale::preferred(["fr", ""]), Locale::En);
    }
}
