//! `tieout.toml`: what a day cannot tell about itself. Every key has a default.

mod fault;
mod file;
mod from_json;
mod options;
mod profile;
mod read;
mod value;
mod write;

use std::collections::BTreeMap;

use tieout_statement::settings::FileSettings;
use tieout_statement::{Currency, Date, FileProblem, FormatSettings, Profile, ReadSettings};

pub use fault::{Expected, SettingsFault, Wrong};
pub use options::{Cleaning, KeyCleaning, Measure, Tolerance};

/// When an accounting day ends, in minutes after its midnight: 1 to 1440 (`24:00`).
///
/// The accounting day `D` is `[D−1 at the cut-off, D at the cut-off)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CutOff(u16);

impl CutOff {
    /// Midnight at the day's end.
    pub const MIDNIGHT: Self = Self(24 * 60);

    /// Reads `HH:MM` from `00:01` to `24:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let minutes = clock_minutes(text)?;
        (1..=24 * 60).contains(&minutes).then_some(Self(minutes))
    }

    /// Seconds after midnight of the accounting date.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0 as i64 * 60
    }
}

impl std::fmt::Display for CutOff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Offset of the day's zone from UTC in minutes, east positive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ZoneOffset(i16);

impl ZoneOffset {
    /// Reads `+HH:MM` or `-HH:MM`, at most 15 hours either way.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let sign = match text.as_bytes().first()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let minutes = i16::try_from(clock_minutes(&text[1..])?).ok()?;
        (minutes <= 15 * 60).then_some(Self(sign * minutes))
    }

    /// Minutes, east positive.
    #[must_use]
    pub const fn minutes(self) -> i16 {
        self.0
    }
}

impl std::fmt::Display for ZoneOffset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", self.0.abs() / 60, self.0.abs() % 60)
    }
}

/// Minutes of `HH:MM` with two digits each and minutes below 60.
fn clock_minutes(text: &str) -> Option<u16> {
    let b = text.as_bytes();
    let shape = b.len() == 5 && b[2] == b':';
    let digits = shape && [0, 1, 3, 4].iter().all(|&i| b[i].is_ascii_digit());
    if !digits {
        return None;
    }
    let two = |i: usize| u16::from(b[i] - b'0') * 10 + u16::from(b[i + 1] - b'0');
    (two(3) < 60).then(|| two(0) * 60 + two(3))
}

/// How a channel settles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Settlement {
    /// 整批合计: one amount a day.
    #[default]
    WholeBatch,
    /// 部分合计: one amount a batch.
    PartialBatch,
    /// 逐笔: one amount an order.
    ItemByItem,
}

impl Settlement {
    /// Every style, in the order of the settings' comment.
    pub const ALL: [Self; 3] = [Self::WholeBatch, Self::PartialBatch, Self::ItemByItem];

    /// The word of `tieout.toml`.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::WholeBatch => "whole_batch",
            Self::PartialBatch => "partial_batch",
            Self::ItemByItem => "item_by_item",
        }
    }
}

/// How a channel takes its fees.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Fees {
    /// Out of the settlement.
    #[default]
    Netted,
    /// By a bill of their own.
    BilledApart,
}

impl Fees {
    /// Both ways.
    pub const ALL: [Self; 2] = [Self::Netted, Self::BilledApart];

    /// The word of `tieout.toml`.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Netted => "netted",
            Self::BilledApart => "billed_apart",
        }
    }
}

/// The table `[day]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DaySettings {
    /// The day to reconcile; `None`: the accounting day of most times of all rows.
    pub accounting_date: Option<Date>,
    /// When the accounting day ends.
    pub cut_off: CutOff,
    /// Minutes around the cut-off in which a one-sided success is a timing difference.
    pub window_minutes: u32,
    /// The zone of all times.
    pub time_zone: ZoneOffset,
    /// Days that channel, business and posting differences wait.
    pub max_carry_days: u32,
    /// Days that a settlement may be late.
    pub max_fund_days: u32,
    /// Words of a bank line's memo that say interest.
    pub interest_words: Vec<String>,
    /// Words of a bank line's memo that say a bank charge.
    pub charge_words: Vec<String>,
    /// Above this, in major units, a treatment wants a second name; `None`: only bad debts.
    pub second_name_above: Option<Measure>,
}

impl Default for DaySettings {
    fn default() -> Self {
        let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect();
        Self {
            accounting_date: None,
            cut_off: CutOff::MIDNIGHT,
            window_minutes: 30,
            time_zone: ZoneOffset(8 * 60),
            max_carry_days: 1,
            max_fund_days: 3,
            interest_words: words(&["利息", "结息", "interest"]),
            charge_words: words(&["手续费", "账户管理费", "charge"]),
            second_name_above: None,
        }
    }
}

/// One `[[channel]]`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ChannelSettings {
    /// Its code, as in the files.
    pub code: String,
    /// How it settles.
    pub settlement: Settlement,
    /// Days from business date to due date.
    pub settle_lag_days: u32,
    /// How it takes its fees.
    pub fees: Fees,
    /// Our account that it pays; empty: any.
    pub bank_account: String,
    /// Text that the bank line's counterparty contains; empty: the code in its reference.
    pub counterparty: String,
    /// How far its sums may differ and still match; off by default.
    pub tolerance: Tolerance,
    /// How its numbers are cleaned before they are compared; off by default.
    pub cleaning: KeyCleaning,
}

/// One `[[account]]`: what must stay on one of our bank accounts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountSettings {
    /// Our account at the bank, as the files write it.
    pub id: String,
    /// The currency of the balance that is watched.
    pub currency: Currency,
    /// Below this, in major units, the account is short.
    pub limit: Measure,
}

impl AccountSettings {
    /// The limit in minor units of its currency.
    #[must_use]
    pub fn minor(&self) -> i128 {
        self.limit.minor(self.currency.decimals())
    }
}

/// The whole of `tieout.toml`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// `[day]`.
    pub day: DaySettings,
    /// `[[channel]]`, in their order. A channel that is not among them takes every default.
    pub channels: Vec<ChannelSettings>,
    /// `[[account]]`, in their order; an account that is not among them has no limit.
    pub accounts: Vec<AccountSettings>,
    /// `[[format]]`: how files of a format are read, by its id.
    pub formats: BTreeMap<String, FormatSettings>,
    /// `[[file]]`: what is said of files, by name or pattern of names.
    pub files: BTreeMap<String, FileSettings>,
    /// `[[profile]]`: how tables with certain headers are read, in their order.
    pub profiles: Vec<Profile>,
}

impl Settings {
    /// Reads `tieout.toml`.
    ///
    /// # Errors
    /// [`FileProblem::Invalid`] with the first line that is wrong: not TOML, an unknown
    /// key, a wrong type or value; `expected` names the nearest valid one.
    pub fn parse(toml: &str) -> Result<Self, FileProblem> {
        Self::check(toml).map_err(|faults| {
            let first = faults.first().expect("what is refused has a fault");
            first.problem()
        })
    }

    /// Reads `tieout.toml` as [`Self::parse`] does and tells everything that is wrong.
    ///
    /// # Errors
    /// Each fault, in the order of the text; at least one.
    pub fn check(toml: &str) -> Result<Self, Vec<SettingsFault>> {
        read::settings(toml)
    }

    /// What readers must know before they read.
    #[must_use]
    pub fn reading(&self) -> ReadSettings {
        ReadSettings {
            formats: self.formats.clone(),
            files: self.files.clone(),
            profiles: self.profiles.clone(),
            ..ReadSettings::default()
        }
    }

    /// Ids of the formats that `[[format]]` can name.
    #[must_use]
    pub fn format_ids() -> Vec<&'static str> {
        read::format_ids()
    }

    /// Writes every key, so that [`Settings::parse`] gives the same settings back; an option
    /// that is off has no key.
    #[must_use]
    pub fn to_toml(&self) -> String {
        write::toml(self)
    }

    /// The settings as the report shows them: every key, defaults filled in; an option that
    /// is off has no key.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let mut json = write::json(self);
        // By name, whatever serde_json is told elsewhere in a build to keep of an order: the
        // same settings are the same bytes of a report.
        json.sort_all_objects();
        json
    }

    /// Reads settings as a report shows them.
    ///
    /// # Errors
    /// [`FileProblem::Invalid`] when they are not what [`Settings::to_json`] writes.
    pub fn from_json(json: &serde_json::Value) -> Result<Self, FileProblem> {
        from_json::settings(json)
    }

    /// The settings of a channel.
    #[must_use]
    pub fn channel(&self, code: &str) -> ChannelSettings {
        let given = self.channels.iter().find(|channel| channel.code == code);
        given.cloned().unwrap_or_else(|| ChannelSettings {
            code: code.to_owned(),
            ..ChannelSettings::default()
        })
    }
}
