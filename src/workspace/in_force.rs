//! Which settings the day runs with: those of its files, or those edited here, with the way
//! back from every change.

use std::collections::BTreeSet;

use tieout_engine::Settings;

use super::files::SettingsFile;

/// Where the settings in force come from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Origin {
    /// Nothing says anything: every key has its default.
    #[default]
    Defaults,
    /// A file of the day.
    File(String),
    /// Edited or imported on the settings screen.
    Here,
}

/// The settings in force, as the screens see them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InForce {
    /// What they say.
    pub settings: Settings,
    /// Where they come from.
    pub origin: Origin,
    /// There is a change to take back.
    pub can_undo: bool,
    /// There is a change taken back.
    pub can_redo: bool,
    /// The file whose settings took the place of others that were in force.
    pub replaced_by: Option<String>,
}

/// Changes of the settings. A state is what was edited here; `None`: what the files say.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SettingsHistory {
    here: Option<Settings>,
    undo: Vec<Option<Settings>>,
    redo: Vec<Option<Settings>>,
    known: BTreeSet<u32>,
    replaced_by: Option<String>,
}

impl SettingsHistory {
    /// The settings in force beside these files.
    #[must_use]
    pub fn in_force(&self, files: &[SettingsFile]) -> InForce {
        let (settings, origin) = match (&self.here, files.first()) {
            (Some(here), _) => (here.clone(), Origin::Here),
            (None, Some(file)) => (file.settings.clone(), Origin::File(file.name.clone())),
            (None, None) => (Settings::default(), Origin::Defaults),
        };
        InForce {
            settings,
            origin,
            can_undo: !self.undo.is_empty(),
            can_redo: !self.redo.is_empty(),
            replaced_by: self.replaced_by.clone(),
        }
    }

    /// What stands in place of the files' own settings.
    #[must_use]
    pub const fn given(&self) -> Option<&Settings> {
        self.here.as_ref()
    }

    /// Changes the settings by hand; false where they are in force already.
    pub fn change(&mut self, to: Settings, files: &[SettingsFile]) -> bool {
        if self.in_force(files).settings == to {
            return false;
        }
        let of_files = files.first().map(|file| &file.settings);
        let back_to_files = to == of_files.cloned().unwrap_or_default();
        let before = std::mem::replace(&mut self.here, (!back_to_files).then_some(to));
        self.remember(before);
        true
    }

    fn remember(&mut self, before: Option<Settings>) {
        self.undo.push(before);
        self.redo.clear();
        self.replaced_by = None;
    }

    /// Takes the last change back; false where there is none.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.undo.pop() else {
            return false;
        };
        self.redo.push(std::mem::replace(&mut self.here, before));
        self.replaced_by = None;
        true
    }

    /// Does again what was taken back; false where there is nothing.
    pub fn redo(&mut self) -> bool {
        let Some(after) = self.redo.pop() else {
            return false;
        };
        self.undo.push(std::mem::replace(&mut self.here, after));
        true
    }

    /// Settings files that have just been read take the place of what was in force. Answers
    /// the names of the settings files that they replace, which leave the day.
    pub fn arrived(&mut self, before: &InForce, files: &[SettingsFile]) -> Vec<String> {
        let is_new = |file: &&SettingsFile| !self.known.contains(&file.number);
        let (new, old): (Vec<_>, Vec<_>) = files.iter().partition(is_new);
        let replaced: Vec<String> = old.into_iter().map(|file| file.name.clone()).collect();
        let first_new = new
            .first()
            .map(|file| (file.name.clone(), file.settings.clone()));
        self.known = files.iter().map(|file| file.number).collect();
        let Some((name, settings)) = first_new else {
            return Vec::new();
        };
        if before.origin != Origin::Defaults && before.settings != settings {
            self.remember(Some(before.settings.clone()));
            self.replaced_by = Some(name);
        }
        self.here = None;
        replaced
    }

    /// What was said of a replacement is read.
    pub fn read(&mut self) {
        self.replaced_by = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(minutes: u32) -> Settings {
        let mut settings = Settings::default();
        settings.day.window_minutes = minutes;
        settings
    }

    fn file(number: u32, name: &str, minutes: u32) -> SettingsFile {
        SettingsFile {
            number,
            name: name.to_owned(),
            settings: window(minutes),
        }
    }

    fn minutes(history: &SettingsHistory, files: &[SettingsFile]) -> (u32, Origin) {
        let now = history.in_force(files);
        (now.settings.day.window_minutes, now.origin)
    }

    #[test]
    fn a_change_stands_in_place_of_the_file_and_can_be_taken_back() {
        let files = [file(0, "tieout.toml", 20)];
        let mut history = SettingsHistory::default();
        assert!(history.arrived(&InForce::default(), &files).is_empty());
        let of_file = (20, Origin::File("tieout.toml".to_owned()));
        assert_eq!(minutes(&history, &files), of_file);
        assert!(history.change(window(5), &files));
        assert_eq!(minutes(&history, &files), (5, Origin::Here));
        assert!(history.undo() && !history.undo());
        assert_eq!(minutes(&history, &files), of_file);
        assert!(history.redo() && !history.redo());
        assert_eq!(minutes(&history, &files), (5, Origin::Here));
    }

    #[test]
    fn a_change_to_what_is_in_force_is_none() {
        let files = [file(0, "tieout.toml", 20)];
        let mut history = SettingsHistory::default();
        assert!(!history.change(window(20), &files));
        assert!(history.change(window(5), &files));
        assert!(history.change(window(20), &files));
        assert_eq!(history.given(), None, "the file says it already");
    }

    #[test]
    fn a_file_dropped_later_replaces_what_was_edited_and_says_so() {
        let mut history = SettingsHistory::default();
        history.change(window(5), &[]);
        let before = history.in_force(&[]);
        let files = [file(3, "t.toml", 20)];
        assert!(history.arrived(&before, &files).is_empty());
        let now = history.in_force(&files);
        assert_eq!(now.replaced_by.as_deref(), Some("t.toml"));
        assert_eq!(now.settings, window(20));
        assert!(history.undo());
        assert_eq!(minutes(&history, &files), (5, Origin::Here));
    }

    #[test]
    fn a_file_dropped_later_replaces_an_earlier_file() {
        let mut history = SettingsHistory::default();
        let first = [file(0, "a.toml", 10)];
        history.arrived(&InForce::default(), &first);
        let before = history.in_force(&first);
        let both = [first[0].clone(), file(1, "b.toml", 20)];
        assert_eq!(history.arrived(&before, &both), ["a.toml"]);
        let left = [both[1].clone()];
        assert_eq!(
            history.in_force(&left).replaced_by.as_deref(),
            Some("b.toml")
        );
        history.undo();
        assert_eq!(minutes(&history, &left), (10, Origin::Here));
    }

    #[test]
    fn the_first_settings_of_a_day_replace_nothing() {
        let mut history = SettingsHistory::default();
        let files = [file(0, "a.toml", 10), file(0, "b.toml", 20)];
        assert!(history.arrived(&InForce::default(), &files).is_empty());
        let now = history.in_force(&files);
        assert_eq!((now.replaced_by, now.can_undo), (None, false));
        assert_eq!(now.settings, window(10), "the first in byte order");
    }
}
