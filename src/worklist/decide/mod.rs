//! Deciding: accept, change, defer, note, a second name, and the way back.

mod dialogs;
mod pair;
mod section;
mod t_accounts;
mod tools;

use leptos::prelude::*;
use tieout_engine::decisions::{Action, Decision, DecisionView, Direction, Standing};
use tieout_engine::outcome::Treatment;

use super::list_state::{ListState, Selected};
use crate::locales::decisions::said;
use crate::locales::{DecideKey, Lang, Words};
use crate::shell::ShellState;
use crate::workspace::Workspace;
pub use dialogs::DecideDialogs;
use pair::ToPair;
pub use pair::{PairCase, PairedSection, pair_button};
pub use section::DecisionSection;
pub use t_accounts::t_accounts;
pub use tools::DecisionTools;

/// What is being decided. Copy it into every part of the screen.
#[derive(Clone, Copy)]
pub struct Deciding {
    workspace: Workspace,
    shell: ShellState,
    lang: Lang,
    list: ListState,
    /// A step that waits for a name.
    pending: RwSignal<Vec<Decision>>,
    naming: RwSignal<bool>,
    /// What a note is written of.
    noted: RwSignal<Vec<Selected>>,
    noting: RwSignal<bool>,
    /// Whose treatment is chosen.
    chosen: RwSignal<Option<Selected>>,
    choosing: RwSignal<bool>,
    /// What is accepted at once, after a look at what that books.
    many: RwSignal<Vec<Selected>>,
    looking: RwSignal<bool>,
    /// What is paired by hand once it is said why.
    to_pair: RwSignal<Option<ToPair>>,
    pairing: RwSignal<bool>,
}

impl Deciding {
    /// Decisions about what a list shows.
    #[must_use]
    pub fn about(list: ListState) -> Self {
        Self {
            workspace: expect_context(),
            shell: ShellState::current(),
            lang: Lang::current(),
            list,
            pending: RwSignal::new(Vec::new()),
            naming: RwSignal::new(false),
            noted: RwSignal::new(Vec::new()),
            noting: RwSignal::new(false),
            chosen: RwSignal::new(None),
            choosing: RwSignal::new(false),
            many: RwSignal::new(Vec::new()),
            looking: RwSignal::new(false),
            to_pair: RwSignal::new(None),
            pairing: RwSignal::new(false),
        }
    }

    /// The one of this screen.
    #[must_use]
    pub fn current() -> Self {
        expect_context()
    }

    /// The selected exceptions, else the one under the cursor.
    fn targets(self) -> Vec<Selected> {
        let selected: Vec<Selected> = self
            .list
            .selection
            .with_untracked(|selection| selection.values().cloned().collect());
        let all = if selected.is_empty() {
            let item = self.list.item(self.list.cursor.get_untracked());
            item.iter().map(Selected::of).collect()
        } else {
            selected
        };
        all.into_iter().filter(Selected::is_exception).collect()
    }

    /// Accepts what is proposed of the targets: one at once, several after a look at what
    /// that books.
    pub fn accept(self) {
        let targets = self.targets();
        match targets.as_slice() {
            [] => {}
            [one] => self.accept_one(one),
            _ => {
                self.many.set(targets);
                self.looking.set(true);
            }
        }
    }

    /// Accepts one as it stands; where it waits for a second name, gives it.
    pub fn accept_one(self, target: &Selected) {
        if let Some(decision) = as_it_stands(target) {
            self.submit(vec![decision]);
        }
    }

    fn accept_many(self) {
        let step = self.many.with_untracked(|many| {
            let all = many.iter().filter_map(as_it_stands);
            all.collect::<Vec<_>>()
        });
        self.looking.set(false);
        self.submit(step);
    }

    fn accept_as(self, target: &Selected, treatment: Treatment, direction: Direction) {
        self.choosing.set(false);
        self.submit(vec![Decision {
            direction,
            ..Decision::accept(&target.id, treatment, "")
        }]);
    }

    /// Opens the treatments of the first target.
    pub fn choose(self) {
        self.choose_for(self.targets().into_iter().next());
    }

    fn choose_for(self, target: Option<Selected>) {
        if target.is_some() {
            self.chosen.set(target);
            self.choosing.set(true);
        }
    }

    /// Leaves the targets for later.
    pub fn defer(self) {
        self.simply(&self.targets(), Action::Defer);
    }

    fn simply(self, targets: &[Selected], action: Action) {
        let of = |target: &Selected| Decision {
            exception: target.id.clone(),
            action,
            ..Decision::default()
        };
        self.submit(targets.iter().map(of).collect());
    }

    /// Asks for a note on the targets.
    pub fn note(self) {
        self.note_on(self.targets());
    }

    fn note_on(self, targets: Vec<Selected>) {
        if !targets.is_empty() {
            self.noted.set(targets);
            self.noting.set(true);
        }
    }

    fn write_note(self, text: &str) {
        self.noting.set(false);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let of = |target: &Selected| Decision {
            exception: target.id.clone(),
            action: Action::Note,
            note: text.to_owned(),
            ..Decision::default()
        };
        self.submit(
            self.noted
                .with_untracked(|noted| noted.iter().map(of).collect()),
        );
    }

    /// Decides in the decider's name, which is asked for first where nobody gave it.
    fn submit(self, step: Vec<Decision>) {
        if step.is_empty() {
            return;
        }
        let name = self.workspace.decider.get_untracked();
        let locale = self.lang.get_now();
        if name.is_empty() {
            self.pending.set(step);
            self.naming.set(true);
            return;
        }
        let seconds = |one: &Decision| !one.by.is_empty();
        let unfit = |one: &Decision| seconds(one) && !signed(one.clone(), &name).is_confirmed();
        if step.iter().any(unfit) {
            self.shell.say(DecideKey::SameName.word(locale).to_owned());
            self.pending.set(step);
            self.naming.set(true);
            return;
        }
        let signed: Vec<Decision> = step.into_iter().map(|one| signed(one, &name)).collect();
        self.shell.say(said(&signed, locale));
        self.workspace.decide(signed);
    }

    /// Goes on under a name.
    fn sign(self, name: &str) {
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        self.workspace.decider.set(name.to_owned());
        self.naming.set(false);
        let step = self.pending.get_untracked();
        self.pending.set(Vec::new());
        self.submit(step);
    }

    /// Takes the last step back.
    pub fn undo(self) {
        let key = if self.workspace.undo_decision() {
            DecideKey::Undone
        } else {
            DecideKey::NothingToUndo
        };
        self.shell.say(key.word(self.lang.get_now()).to_owned());
    }

    /// Does again what was taken back.
    pub fn redo(self) {
        let key = if self.workspace.redo_decision() {
            DecideKey::Redone
        } else {
            DecideKey::NothingToRedo
        };
        self.shell.say(key.word(self.lang.get_now()).to_owned());
    }
}

/// The acceptance of a target as it stands: of the pair or what was chosen, else of what is
/// proposed.
fn as_it_stands(target: &Selected) -> Option<Decision> {
    let decided = target.decision.as_ref();
    let pair = decided.and_then(|view| Some((view, view.pair.as_ref()?)));
    if let Some((view, (reconciliation, rows))) = pair {
        return Some(Decision {
            exception: target.id.clone(),
            action: Action::Pair,
            reconciliation: Some(*reconciliation),
            rows: rows.clone(),
            note: view.note.clone(),
            by: view.by.clone(),
            ..Decision::default()
        });
    }
    let treatment = decided
        .and_then(|view| view.treatment)
        .or(target.treatment)?;
    let waits = decided.filter(|view| view.standing == Standing::NeedsSecond);
    Some(Decision {
        direction: decided.map_or(Direction::Red, |view| view.direction),
        by: waits.map_or_else(String::new, |view| view.by.clone()),
        ..Decision::accept(&target.id, treatment, "")
    })
}

/// A decision under a name: the first, or where another decided before, the second.
fn signed(mut decision: Decision, name: &str) -> Decision {
    if decision.by.is_empty() {
        name.clone_into(&mut decision.by);
    } else {
        name.clone_into(&mut decision.second);
    }
    decision
}

/// Where an exception stands, by what was decided of it.
#[must_use]
pub fn standing(decision: Option<&DecisionView>) -> Standing {
    decision.map_or(Standing::Open, |view| view.standing)
}

/// The word of `data-standing`.
#[must_use]
pub const fn standing_id(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Deferred => "deferred",
        Standing::NeedsSecond => "needs_second",
        Standing::Accepted => "accepted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_statement::Currency;

    fn target(decision: Option<DecisionView>) -> Selected {
        Selected {
            handle: 1,
            id: "x-1".to_owned(),
            key: "C1".to_owned(),
            currency: Currency::CNY,
            delta: "-3.00".to_owned(),
            treatment: Some(Treatment::Suspense),
            decision,
        }
    }

    fn view(standing: Standing) -> DecisionView {
        DecisionView {
            standing,
            treatment: Some(Treatment::BadDebt),
            direction: Direction::Red,
            note: String::new(),
            by: "Ada".to_owned(),
            second: String::new(),
            pair: None,
        }
    }

    #[test]
    fn what_is_proposed_is_accepted_and_what_was_chosen_before_is_confirmed() {
        let first = as_it_stands(&target(None)).expect("it has a treatment");
        assert_eq!(first.treatment, Some(Treatment::Suspense));
        assert_eq!(signed(first, "Ada").by, "Ada");
        let waiting = target(Some(view(Standing::NeedsSecond)));
        let second = as_it_stands(&waiting).expect("it has a treatment");
        assert_eq!(second.treatment, Some(Treatment::BadDebt));
        let second = signed(second, "Bo");
        assert_eq!((second.by.as_str(), second.second.as_str()), ("Ada", "Bo"));
        assert!(second.is_confirmed());
    }
}
