//! What has been chosen in the mapper, and what the reader answers to it.

use std::sync::Arc;

use leptos::prelude::*;
use tieout_statement::profile::mapper::{Choice, Mapped};
use tieout_statement::profile::{Profile, Target};
use tieout_statement::{FileProblem, Role};

use crate::workspace::Workspace;

/// The mapper of one file.
#[derive(Clone, Copy)]
pub struct Mapper {
    /// The file.
    pub file: StoredValue<String>,
    /// What has been chosen.
    pub choice: RwSignal<Choice>,
    /// What the reader made of the last choice that it answered.
    pub answer: RwSignal<Option<Result<Arc<Mapped>, FileProblem>>>,
    /// What the profile is to be called.
    pub name: RwSignal<String>,
    /// The choice that `answer` answers, its profile settled.
    answered: StoredValue<Option<Choice>>,
    workspace: Workspace,
}

impl Mapper {
    /// The mapper of a file: it begins with the profile that its header has, or a proposal.
    pub fn of(file: String, workspace: Workspace) -> Self {
        let stem = file.rsplit('/').next().unwrap_or(&file);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let mapper = Self {
            name: RwSignal::new(stem.to_owned()),
            file: StoredValue::new(file),
            choice: RwSignal::new(Choice::default()),
            answer: RwSignal::new(None),
            answered: StoredValue::new(None),
            workspace,
        };
        Effect::new(move || {
            let choice = mapper.choice.get();
            if mapper
                .answered
                .with_value(|last| last.as_ref() != Some(&choice))
            {
                leptos::task::spawn_local(mapper.ask(choice));
            }
        });
        mapper
    }

    async fn ask(self, choice: Choice) {
        let file = self.file.get_value();
        let answer = self.workspace.map(&file, choice.clone()).await;
        let current = self.choice.try_with_untracked(|now| *now == choice);
        // Closed meanwhile, or chosen anew: that is answered later.
        if current != Some(true) {
            return;
        }
        match answer {
            Ok(mapped) => {
                let fresh = choice.profile.is_none() && choice.role.is_none();
                let known = fresh.then(|| self.known(&mapped.profile)).flatten();
                let mut settled = choice;
                settled.profile = Some(mapped.profile.clone());
                if let Some(known) = known {
                    self.name.set(known.name.clone());
                    settled.profile = Some(known);
                    self.choice.set(settled);
                    return;
                }
                self.answered.set_value(Some(settled.clone()));
                self.answer.set(Some(Ok(Arc::new(mapped))));
                self.choice.set(settled);
            }
            Err(problem) => {
                self.answered.set_value(Some(choice));
                self.answer.set(Some(Err(problem)));
            }
        }
    }

    /// The profile of the settings that has the same header.
    fn known(self, proposed: &Profile) -> Option<Profile> {
        let signature = proposed.signature();
        self.workspace.settings.with_untracked(|now| {
            let mut profiles = now.settings.profiles.iter();
            profiles
                .find(|profile| profile.signature() == signature)
                .cloned()
        })
    }

    /// Chooses how the file is cut into a table; the columns are proposed anew.
    pub fn cut(self, how: impl FnOnce(&mut Choice)) {
        self.choice.update(|choice| {
            how(choice);
            choice.profile = None;
            if choice.role.is_none() {
                choice.role = self
                    .answer
                    .with_untracked(|answer| Some(answer.as_ref()?.as_ref().ok()?.profile.role));
            }
        });
    }

    /// Says what the rows are.
    pub fn set_role(self, role: Role) {
        self.cut(|choice| choice.role = Some(role));
    }

    /// Changes the profile.
    pub fn edit(self, how: impl FnOnce(&mut Profile)) {
        self.choice.update(|choice| {
            if let Some(profile) = &mut choice.profile {
                how(profile);
            }
        });
    }

    /// A part of the profile, followed.
    pub fn of_profile<T: Default + PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&Profile) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| {
            self.choice
                .with(|choice| choice.profile.as_ref().map(&part).unwrap_or_default())
        })
    }

    /// A part of the answer, followed.
    pub fn of_answer<T: Default + PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&Mapped) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| {
            self.answer.with(|answer| match answer {
                Some(Ok(mapped)) => part(mapped),
                _ => T::default(),
            })
        })
    }

    /// What a column gives; a field that another column gave leaves that one.
    pub fn give(self, place: usize, target: Option<Target>) {
        self.edit(|profile| {
            let name = Profile::column_name(&profile.header, place);
            profile
                .columns
                .retain(|known, column| *column != name && Some(*known) != target);
            let Some(target) = target else { return };
            profile.columns.insert(target, name);
            profile.constants.remove(&target);
            use tieout_statement::Column;
            use tieout_statement::profile::Amounts;
            match target {
                Target::Credit | Target::Debit => profile.amounts = Amounts::Columns,
                Target::Column(Column::Amount) if profile.amounts == Amounts::Columns => {
                    profile.amounts = Amounts::Signed;
                }
                Target::Column(Column::Side | Column::Kind)
                    if profile.amounts != Amounts::Columns =>
                {
                    profile.amounts = Amounts::Worded;
                }
                _ => {}
            }
        });
    }

    /// The profile as it can be saved: everything that it must say is said, and the reader
    /// has seen it so.
    pub fn ready(self) -> Option<Profile> {
        let mapped = self.answer.with(|answer| match answer {
            Some(Ok(mapped)) if mapped.is_ready() => Some(mapped.profile.clone()),
            _ => None,
        })?;
        let same = self
            .choice
            .with(|choice| choice.profile.as_ref() == Some(&mapped));
        let name = self.name.with(|name| name.trim().to_owned());
        (same && !name.is_empty()).then_some(Profile { name, ..mapped })
    }

    /// Puts the profile into the settings, in place of one of the same header.
    pub fn save(self, mut profile: Profile) {
        let mut settings = self
            .workspace
            .settings
            .with_untracked(|now| now.settings.clone());
        let signature = profile.signature();
        settings
            .profiles
            .retain(|other| other.signature() != signature);
        let wanted = profile.name.clone();
        let mut number = 2;
        while settings
            .profiles
            .iter()
            .any(|other| other.name == profile.name)
        {
            profile.name = format!("{wanted} {number}");
            number += 1;
        }
        settings.profiles.push(profile);
        self.workspace.change_settings(settings);
    }
}
