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
    /// By the file's name, or a pattern of names: `*` is any run of letters, `?` any one. What
    /// a whole name says goes before what a pattern says.
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
        if self.file(&report.name) != others.file(&report.name) {
            return true;
        }
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

    /// What is said of a file by its whole name and by the patterns that fit it, or the last
    /// part of its path.
    #[must_use]
    pub fn file(&self, name: &str) -> FileSettings {
        let last = name.rsplit('/').next().unwrap_or(name);
        let fits = |pattern: &str| fits(pattern, name) || fits(pattern, last);
        let own = self.files.get(name).into_iter();
        let patterns = self.files.iter().filter(|(pattern, _)| fits(pattern));
        own.chain(patterns.map(|(_, said)| said))
            .fold(FileSettings::default(), |before, said| before.or(said))
    }
}

impl FileSettings {
    /// The same, with what it leaves open as another says it.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self {
            encoding: self.encoding.or(other.encoding),
            date_order: self.date_order.or(other.date_order),
            decimal_mark: self.decimal_mark.or(other.decimal_mark),
            sign: self.sign.or(other.sign),
            currency: self.currency.or(other.currency),
            account: self.account.or_else(|| other.account.clone()),
            year: self.year.or(other.year),
        }
    }

    /// The same, with what it leaves open as the settings of the file's format say it.
    #[must_use]
    pub(crate) fn or_format(self, format: Option<&FormatSettings>) -> Self {
        let Some(format) = format else { return self };
        let order = match format.date_order.as_deref() {
            Some("dmy") => Some(DateOrder::DayFirst),
            Some("mdy") => Some(DateOrder::MonthFirst),
            _ => None,
        };
        let currency = format.currency.as_deref().and_then(Currency::parse);
        self.or(&Self {
            date_order: order,
            currency,
            ..Self::default()
        })
    }
}

/// Whether a pattern fits a whole text: `*` is any run of letters, `?` any one.
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // Where the last star stands, and how far it reaches.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&c) if c == '?' || c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, reach)) => {
                    star = Some((at, reach + 1));
                    p = at + 1;
                    t = reach + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_a_whole_name() {
        for (pattern, name, is) in [
            ("bank*.csv", "bank-2026.csv", true),
            ("bank*.csv", "a/bank.csv", false),
            ("*", "", true),
            ("*a*b", "xaybzb", true),
            ("*a*b", "xaybz", false),
            ("?.csv", "银.csv", true),
            ("?.csv", ".csv", false),
        ] {
            assert_eq!(fits(pattern, name), is, "{pattern} {name}");
        }
    }

    #[test]
    fn a_whole_name_goes_before_a_pattern_and_each_says_its_part() {
        let mut settings = ReadSettings::default();
        let currency = |code: &str| FileSettings {
            currency: Currency::parse(code),
            ..FileSettings::default()
        };
        let mut all = currency("EUR");
        all.account = Some("77".to_owned());
        settings.files.insert("*.csv".to_owned(), all);
        settings
            .files
            .insert("day/b.csv".to_owned(), currency("USD"));
        let said = |name: &str| settings.file(name);
        assert_eq!(said("day/a.csv").currency, Currency::parse("EUR"));
        assert_eq!(said("day/b.csv").currency, Currency::parse("USD"));
        assert_eq!(said("day/b.csv").account.as_deref(), Some("77"));
        assert_eq!(said("a.txt"), FileSettings::default());
    }
}
