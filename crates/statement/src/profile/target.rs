//! What a column of a foreign table can give.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Amounts, Profile};
use crate::layout::{Column, ColumnType, Role};

/// A field of a profile: a column of the role's layout, or a part of one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Target {
    /// A column of the layout.
    Column(Column),
    /// Money in, in a column of its own.
    Credit,
    /// Money out, in a column of its own.
    Debit,
    /// The time of day, apart from the day.
    Time,
}

const PARTS: [(Target, &str); 3] = [
    (Target::Credit, "credit"),
    (Target::Debit, "debit"),
    (Target::Time, "time_of_day"),
];

impl Target {
    /// The word of settings.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Column(column) => column.text(),
            part => PARTS
                .iter()
                .find(|(known, _)| *known == part)
                .map_or("", |(_, text)| text),
        }
    }

    /// The target of a word of settings.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let part = PARTS.iter().find(|(_, known)| *known == text);
        part.map(|(target, _)| *target)
            .or_else(|| Column::parse(text).map(Self::Column))
    }

    /// Whether it holds words of a closed list, which a profile translates.
    #[must_use]
    pub const fn is_word(self) -> bool {
        matches!(
            self,
            Self::Column(Column::Kind | Column::Status | Column::Side)
        )
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        let unknown = || serde::de::Error::custom(format!("unknown field {text}"));
        Self::parse(&text).ok_or_else(unknown)
    }
}

/// Whether a role's layout has a column.
pub(super) fn has(role: Role, column: Column) -> bool {
    role.layout().iter().any(|spec| spec.column == column)
}

/// Everything that a column of a role's table can give, in the order of its layout.
#[must_use]
pub fn targets(role: Role) -> Vec<Target> {
    let mut all = Vec::new();
    for spec in role.layout() {
        all.push(Target::Column(spec.column));
        if spec.column == Column::Amount {
            all.extend([Target::Credit, Target::Debit]);
        }
        if spec.kept == ColumnType::Time {
            all.push(Target::Time);
        }
    }
    all
}

impl Profile {
    /// Fields that a row must have and that neither a column nor a constant gives.
    #[must_use]
    pub fn missing(&self) -> Vec<Target> {
        let given = |target| {
            self.place(target).is_some()
                || self
                    .constants
                    .get(&target)
                    .is_some_and(|text| !text.is_empty())
        };
        let moves = has(self.role, Column::Side) || has(self.role, Column::Kind);
        let mut missing = Vec::new();
        for spec in self.role.layout().iter().filter(|spec| spec.filled) {
            let target = Target::Column(spec.column);
            match spec.column {
                Column::Amount if self.amounts == Amounts::Columns => {
                    let columns = [Target::Credit, Target::Debit];
                    let open = columns.iter().copied();
                    missing.extend(open.filter(|part| self.place(*part).is_none()));
                }
                Column::Amount if self.place(target).is_none() => missing.push(target),
                Column::Side if self.amounts != Amounts::Worded => {}
                Column::Kind if moves && self.tells_kind() => {}
                _ if !given(target) => missing.push(target),
                _ => {}
            }
        }
        missing
    }

    /// Whether its rows are orders of a channel, among which others may stand.
    #[must_use]
    pub const fn has_orders(&self) -> bool {
        matches!(self.role, Role::ChannelFlow | Role::ChannelStatement)
    }

    /// Whether the sign of an amount tells the kind of its row.
    #[must_use]
    pub fn tells_kind(&self) -> bool {
        let kind = Target::Column(Column::Kind);
        self.amounts != Amounts::Worded
            && self.role != Role::PostingFlow
            && self.place(kind).is_none()
            && !self.constants.contains_key(&kind)
    }
}
