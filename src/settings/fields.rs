//! The fields of the form, table by table: what each holds and what it is called.

use crate::locales::SettingsKey;

/// What a field holds and how it is edited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A line of text.
    Text,
    /// A whole number.
    Number,
    /// A list of texts, one a line.
    Lines,
    /// One of a few words.
    Choice(&'static [(&'static str, SettingsKey)]),
    /// Any of a few words.
    Checks(&'static [(&'static str, SettingsKey)]),
    /// One of the columns that the format lets count.
    Column,
}

/// A field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its key in `tieout.toml`.
    pub key: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Its name.
    pub name: SettingsKey,
    /// What it does.
    pub hint: SettingsKey,
}

const fn field(key: &'static str, kind: Kind, name: SettingsKey, hint: SettingsKey) -> Field {
    Field {
        key,
        kind,
        name,
        hint,
    }
}

use SettingsKey as S;

/// `[day]`.
pub const DAY: &[Field] = &[
    field(
        "accounting_date",
        Kind::Text,
        S::AccountingDate,
        S::AccountingDateHint,
    ),
    field("cut_off", Kind::Text, S::CutOff, S::CutOffHint),
    field("window_minutes", Kind::Number, S::Window, S::WindowHint),
    field("time_zone", Kind::Text, S::Zone, S::ZoneHint),
    field(
        "max_carry_days",
        Kind::Number,
        S::CarryDays,
        S::CarryDaysHint,
    ),
    field("max_fund_days", Kind::Number, S::FundDays, S::FundDaysHint),
    field(
        "interest_words",
        Kind::Lines,
        S::InterestWords,
        S::InterestWordsHint,
    ),
    field(
        "charge_words",
        Kind::Lines,
        S::ChargeWords,
        S::ChargeWordsHint,
    ),
    field(
        "second_name_above",
        Kind::Text,
        S::SecondName,
        S::SecondNameHint,
    ),
];

const SETTLEMENTS: &[(&str, S)] = &[
    ("whole_batch", S::WholeBatch),
    ("partial_batch", S::PartialBatch),
    ("item_by_item", S::ItemByItem),
];
const FEES: &[(&str, S)] = &[("netted", S::Netted), ("billed_apart", S::BilledApart)];
const TREATMENTS: &[(&str, S)] = &[
    ("suspense", S::Suspense),
    ("claim", S::Claim),
    ("bad_debt", S::BadDebt),
    ("adjust", S::Adjust),
];
const CLEANINGS: &[(&str, S)] = &[
    ("width", S::CleanWidth),
    ("trim", S::CleanTrim),
    ("case", S::CleanCase),
    ("leading_zeros", S::CleanZeros),
];

/// `[[channel]]`.
pub const CHANNEL: &[Field] = &[
    field("code", Kind::Text, S::Code, S::CodeHint),
    field(
        "settlement",
        Kind::Choice(SETTLEMENTS),
        S::Settlement,
        S::SettlementHint,
    ),
    field("settle_lag_days", Kind::Number, S::Lag, S::LagHint),
    field("fees", Kind::Choice(FEES), S::Fees, S::FeesHint),
    field("bank_account", Kind::Text, S::Account, S::AccountHint),
    field(
        "counterparty",
        Kind::Text,
        S::Counterparty,
        S::CounterpartyHint,
    ),
    field("tolerance", Kind::Text, S::Tolerance, S::ToleranceHint),
    field(
        "tolerance_per_mille",
        Kind::Text,
        S::PerMille,
        S::PerMilleHint,
    ),
    field(
        "tolerance_treatment",
        Kind::Choice(TREATMENTS),
        S::Residue,
        S::ResidueHint,
    ),
    field(
        "key_cleaning",
        Kind::Checks(CLEANINGS),
        S::Cleaning,
        S::CleaningHint,
    ),
    field("key_prefix", Kind::Text, S::Prefix, S::PrefixHint),
    field("key_pattern", Kind::Text, S::Pattern, S::PatternHint),
];

/// `[[account]]`.
pub const ACCOUNT: &[Field] = &[
    field("id", Kind::Text, S::LimitAccount, S::LimitAccountHint),
    field(
        "currency",
        Kind::Text,
        S::LimitCurrency,
        S::LimitCurrencyHint,
    ),
    field("limit", Kind::Text, S::Limit, S::LimitHint),
];

/// `[[format]]`.
pub const FORMAT: &[Field] = &[
    field("id", Kind::Text, S::FormatId, S::FormatIdHint),
    field(
        "channel",
        Kind::Text,
        S::FormatChannel,
        S::FormatChannelHint,
    ),
    field(
        "amount_column",
        Kind::Column,
        S::AmountColumn,
        S::AmountColumnHint,
    ),
    field(
        "refund_amount_column",
        Kind::Column,
        S::RefundColumn,
        S::RefundColumnHint,
    ),
];
