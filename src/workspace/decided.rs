//! What was decided of exceptions: by files of decisions, then here, with the way back.

use std::sync::Arc;

use tieout_engine::decisions::{self, Decision};

/// The decisions of a file of the day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionsFile {
    /// Its name.
    pub name: String,
    /// What it lists.
    pub list: Vec<Decision>,
}

/// The decisions as the screens see them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DecisionsOnScreen {
    /// All of them, in order.
    pub list: Arc<Vec<Decision>>,
    /// There is one to take back.
    pub can_undo: bool,
    /// There is one that was taken back.
    pub can_redo: bool,
    /// Decisions made here that no saved file has.
    pub unsaved: usize,
}

/// Decisions and the way back from those made here.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DecisionHistory {
    /// Of files, in byte order of their names.
    files: Vec<DecisionsFile>,
    /// Made here: each step may hold several, as when many were accepted at once.
    here: Vec<Vec<Decision>>,
    redo: Vec<Vec<Decision>>,
    /// Steps that a saved file has.
    saved: usize,
}

impl DecisionHistory {
    /// Everything that was decided, in order.
    #[must_use]
    pub fn all(&self) -> Vec<Decision> {
        let of_files = self.files.iter().flat_map(|file| &file.list);
        of_files
            .chain(self.here.iter().flatten())
            .cloned()
            .collect()
    }

    /// As the screens see it.
    #[must_use]
    pub fn on_screen(&self) -> DecisionsOnScreen {
        DecisionsOnScreen {
            list: Arc::new(self.all()),
            can_undo: !self.here.is_empty(),
            can_redo: !self.redo.is_empty(),
            unsaved: self.here.iter().skip(self.saved).map(Vec::len).sum(),
        }
    }

    /// Decides; what was taken back before cannot be done again.
    pub fn decide(&mut self, step: Vec<Decision>) {
        self.here.push(step);
        self.redo.clear();
    }

    /// Takes the last step back; false where there is none.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.here.pop() else {
            return false;
        };
        self.redo.push(step);
        self.saved = self.saved.min(self.here.len());
        true
    }

    /// Does again what was taken back; false where there is nothing.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.redo.pop() else {
            return false;
        };
        self.here.push(step);
        true
    }

    /// Everything made here stands in a file now.
    pub fn saved(&mut self) {
        self.saved = self.here.len();
    }

    /// The files of decisions among the day's; false where nothing changes. A file that was
    /// saved here and comes back stands in place of what was made here.
    pub fn arrived(&mut self, files: Vec<DecisionsFile>) -> bool {
        if files == self.files {
            return false;
        }
        let here: Vec<&Decision> = self.here.iter().flatten().collect();
        let comes_back = !here.is_empty()
            && files.iter().any(|file| {
                let from = file.list.len().checked_sub(here.len());
                from.is_some_and(|from| file.list[from..].iter().eq(here.iter().copied()))
            });
        if comes_back {
            *self = Self::default();
        }
        self.files = files;
        true
    }

    /// The file that holds everything that was decided.
    #[must_use]
    pub fn file(&self) -> String {
        decisions::file::write(&self.all())
    }
}

#[cfg(test)]
mod tests {
    use tieout_engine::outcome::Treatment;

    use super::*;

    fn one(id: &str) -> Decision {
        Decision::accept(id, Treatment::Verify, "Ada")
    }

    fn file(name: &str, ids: &[&str]) -> DecisionsFile {
        DecisionsFile {
            name: name.to_owned(),
            list: ids.iter().map(|id| one(id)).collect(),
        }
    }

    fn ids(history: &DecisionHistory) -> Vec<String> {
        history.all().into_iter().map(|one| one.exception).collect()
    }

    #[test]
    fn what_files_say_comes_before_what_is_decided_here() {
        let mut history = DecisionHistory::default();
        history.decide(vec![one("c"), one("d")]);
        assert!(history.arrived(vec![file("a.json", &["a"]), file("b.json", &["b"])]));
        assert_eq!(ids(&history), ["a", "b", "c", "d"]);
        assert!(!history.arrived(vec![file("a.json", &["a"]), file("b.json", &["b"])]));
        assert!(history.arrived(Vec::new()));
        assert_eq!(
            ids(&history),
            ["c", "d"],
            "a file taken out takes its own along"
        );
    }

    #[test]
    fn a_step_is_taken_back_and_done_again_as_a_whole() {
        let mut history = DecisionHistory::default();
        history.decide(vec![one("a")]);
        history.decide(vec![one("b"), one("c")]);
        assert!(history.undo());
        assert_eq!(ids(&history), ["a"]);
        assert!(history.redo() && !history.redo());
        assert_eq!(ids(&history), ["a", "b", "c"]);
        assert!(history.undo());
        history.decide(vec![one("d")]);
        assert!(!history.redo(), "another way was taken");
    }

    #[test]
    fn what_is_saved_is_said_and_stands_once_when_it_comes_back() {
        let mut history = DecisionHistory::default();
        history.decide(vec![one("a")]);
        assert_eq!(history.on_screen().unsaved, 1);
        history.saved();
        assert_eq!(history.on_screen().unsaved, 0);
        history.decide(vec![one("b")]);
        assert_eq!(history.on_screen().unsaved, 1);
        assert!(history.arrived(vec![file("decisions.json", &["a", "b"])]));
        assert_eq!(ids(&history), ["a", "b"]);
        assert!(!history.on_screen().can_undo);
    }
}
