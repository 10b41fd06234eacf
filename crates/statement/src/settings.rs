//! What a reader may be told: per format, which amount counts and what the channel is called.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::encoding::Encoding;
use crate::formats::{Format, Shape, by_header};
use crate::intake::FileReport;
use crate::money::Currency;
use crate::problem::FileProblem;
use crate::profile::{FORMAT_PREFIX, Profile};
use crate::tabular::{DateOrder, DecimalMark, SignRule};

/// Settings of one real channel format; everything absent takes the format's own rule.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FormatSettings {
    /// The channel's code in place of the format's own (`wechat`, `alipay`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The column whose amount counts for payments, by its name in the header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// The column whose amount counts for refunds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_amount: Option<String>,
    /// The currency of files that name none, three capitals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// `dmy` or `mdy`: which of day and month stands first in files that leave it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<String>,
}

/// What is said of one file, in place of what its contents would decide.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FileSettings {
    /// Its encoding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Which of day and month stands first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Comma or point before the decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal_mark: Option<DecimalMark>,
    /// Which way amounts go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign: Option<SignRule>,
    /// The currency of rows that name none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The account of rows that name none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The year of dates without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
}

/// How files are read. The default reads every format by its own rules.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadSettings {
    /// By format id.
    pub formats: BTreeMap<String, FormatSettings>,
    /// By the file's name.
    pub files: BTreeMap<String, FileSettings>,
    /// How tables with certain headers are read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<Profile>,
    /// What is tried on locked archives; never part of a report.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub passwords: Vec<String>,
}

impl ReadSettings {
    /// Whether a file that was read with these settings must be read again with others.
    #[must_use]
    pub fn differs_for(&self, report: &FileReport, others: &Self) -> bool {
        let differs = |id: &str| self.formats.get(id) != others.formats.get(id);
        let locked = |problem: &FileProblem| {
            matches!(
                problem,
                FileProblem::NeedsPassword | FileProblem::WrongPassword
            )
        };
        if self.passwords != others.passwords && report.problems.iter().any(locked) {
            return true;
        }
        if self.profiles != others.profiles && self.profiles_differ_for(report, others) {
            return true;
        }
        // A column that the settings name and the file lacks makes it a stranger.
        let nearest = report.problems.iter().find_map(|problem| match problem {
            FileProblem::UnknownLayout { nearest, .. } => nearest.as_deref(),
            _ => None,
        });
        let formats = [report.format.as_deref(), nearest];
        formats.into_iter().flatten().any(differs)
    }

    /// Whether a profile that only one of them has may read a file.
    fn profiles_differ_for(&self, report: &FileReport, others: &Self) -> bool {
        let changed = |these: &[Profile], those: &[Profile]| -> Vec<Profile> {
            let gone = these.iter().filter(|one| !those.contains(one));
            gone.cloned().collect()
        };
        let mut differing = changed(&self.profiles, &others.profiles);
        differing.extend(changed(&others.profiles, &self.profiles));
        let Some(id) = report.format.as_deref() else {
            return !differing.is_empty();
        };
        if id.starts_with(FORMAT_PREFIX) {
            // Its own may be gone, or another's header may stand in it too.
            return !differing.is_empty();
        }
        match Format::by_id(id).map(|format| format.shape) {
            Some(Shape::Grid(_)) => !differing.is_empty(),
            // A table of ours has all its required columns in its header.
            Some(Shape::Own(_) | Shape::Table(_)) => differing
                .iter()
                .any(|profile| by_header(&profile.header).is_ok_and(|format| format.id == id)),
            _ => false,
        }
    }

    /// The settings of a format.
    #[must_use]
    pub fn format(&self, id: &str) -> FormatSettings {
        self.formats.get(id).cloned().unwrap_or_default()
    }

    /// What is said of a file.
    #[must_use]
    pub fn file(&self, name: &str) -> FileSettings {
        self.files.get(name).cloned().unwrap_or_default()
    }
}
