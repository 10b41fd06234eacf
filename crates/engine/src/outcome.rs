//! The closed words of a result: reconciliations, outcomes, cardinalities, treatments.

use serde::{Deserialize, Serialize};

/// One of the four reconciliations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReconciliationName {
    /// 通道对账: channel flow against channel statement.
    Channel,
    /// 业务对账: payment flow against channel flow.
    Business,
    /// 入账核对: payment flow against posting flow.
    Posting,
    /// 资金对账: expected settlements against bank statement.
    Fund,
}

/// What became of a row, a group of rows, an item or a line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Both sides agree.
    Matched,
    /// Both succeeded, the amounts differ.
    AmountMismatch,
    /// Amounts agree, the fees do not.
    FeeMismatch,
    /// 丢单: ours says success, theirs does not.
    LostOrder,
    /// 掉单: theirs says success, ours does not.
    DroppedOrder,
    /// A success that its file has already brought.
    Duplicate,
    /// No error yet: the other side may come tomorrow or have come yesterday.
    TimingDifference,
    /// A row of another day.
    OutOfPeriod,
    /// Moves no money, or changes nothing beside a success of its key.
    NoEffect,
    /// Takes no part in this reconciliation.
    OutOfScope,
    /// 内部勾销: a posting and its reversal.
    WrittenOff,
    /// 隔日冲正: reverses a posting of an earlier day.
    EarlierReversal,
    /// A success without any posting.
    Unposted,
    /// Posted a whole number of times too often.
    DoublePosted,
    /// A posting whose order has no success.
    PostedWithoutOrder,
    /// More than one answer: shown with its candidates, never guessed.
    Ambiguous,
    /// Less money than expected.
    FundShort,
    /// More money than expected.
    FundLong,
    /// Money in that nothing explains.
    UnidentifiedReceipt,
    /// Money out that nothing explains.
    UnidentifiedPayment,
    /// Our own money: interest, charges.
    OwnFunds,
    /// 资金调拨: between our own accounts, both halves seen.
    InternalTransfer,
    /// An item whose due date has not come.
    NotDue,
    /// Carried, because its reconciliation was not run.
    NotRun,
}

impl Outcome {
    /// Every outcome, in the order of lists.
    pub const ALL: &'static [Self] = &[
        Self::Matched,
        Self::AmountMismatch,
        Self::FeeMismatch,
        Self::LostOrder,
        Self::DroppedOrder,
        Self::Duplicate,
        Self::TimingDifference,
        Self::OutOfPeriod,
        Self::NoEffect,
        Self::OutOfScope,
        Self::WrittenOff,
        Self::EarlierReversal,
        Self::Unposted,
        Self::DoublePosted,
        Self::PostedWithoutOrder,
        Self::Ambiguous,
        Self::FundShort,
        Self::FundLong,
        Self::UnidentifiedReceipt,
        Self::UnidentifiedPayment,
        Self::OwnFunds,
        Self::InternalTransfer,
        Self::NotDue,
        Self::NotRun,
    ];

    /// The word of reports.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::AmountMismatch => "amount_mismatch",
            Self::FeeMismatch => "fee_mismatch",
            Self::LostOrder => "lost_order",
            Self::DroppedOrder => "dropped_order",
            Self::Duplicate => "duplicate",
            Self::TimingDifference => "timing_difference",
            Self::OutOfPeriod => "out_of_period",
            Self::NoEffect => "no_effect",
            Self::OutOfScope => "out_of_scope",
            Self::WrittenOff => "written_off",
            Self::EarlierReversal => "earlier_reversal",
            Self::Unposted => "unposted",
            Self::DoublePosted => "double_posted",
            Self::PostedWithoutOrder => "posted_without_order",
            Self::Ambiguous => "ambiguous",
            Self::FundShort => "fund_short",
            Self::FundLong => "fund_long",
            Self::UnidentifiedReceipt => "unidentified_receipt",
            Self::UnidentifiedPayment => "unidentified_payment",
            Self::OwnFunds => "own_funds",
            Self::InternalTransfer => "internal_transfer",
            Self::NotDue => "not_due",
            Self::NotRun => "not_run",
        }
    }

    /// Whether the report lists it among `exceptions`.
    #[must_use]
    pub const fn is_exception(self) -> bool {
        !matches!(
            self,
            Self::Matched
                | Self::NoEffect
                | Self::WrittenOff
                | Self::OwnFunds
                | Self::InternalTransfer
                | Self::NotDue
                | Self::OutOfScope
                | Self::NotRun
        )
    }

    /// Whether a day with it still ties out.
    #[must_use]
    pub const fn ties_out(self) -> bool {
        !self.is_exception() || matches!(self, Self::TimingDifference)
    }
}

/// How many rows of the left meet how many of the right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Cardinality {
    /// One item, no line: a due item whose net is zero.
    #[serde(rename = "1:0")]
    OneToNone,
    /// One and one.
    #[serde(rename = "1:1")]
    OneToOne,
    /// One and several.
    #[serde(rename = "1:N")]
    OneToMany,
    /// Several and one.
    #[serde(rename = "N:1")]
    ManyToOne,
    /// Several and several.
    #[serde(rename = "N:M")]
    ManyToMany,
}

impl Cardinality {
    /// The cardinality of a match of so many rows.
    #[must_use]
    pub const fn of(left: usize, right: usize) -> Self {
        match (left, right) {
            (_, 0) => Self::OneToNone,
            (1, 1) => Self::OneToOne,
            (1, _) => Self::OneToMany,
            (_, 1) => Self::ManyToOne,
            _ => Self::ManyToMany,
        }
    }
}

/// Which side of a reconciliation: ours is left, theirs right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SideOf {
    /// Ours.
    Left,
    /// Theirs.
    Right,
}

/// What an exception proposes to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// 补单.
    Supplement,
    /// 退款.
    Refund,
    /// 核实.
    Verify,
    /// 挂账.
    Suspense,
    /// 追索.
    Claim,
    /// 追款.
    Chase,
    /// 坏账.
    BadDebt,
    /// 补记.
    Post,
    /// 红字冲销.
    Reverse,
    /// 调账.
    Adjust,
    /// 结转次日.
    CarryOver,
}

impl Treatment {
    /// The word of reports and of `tieout.toml`.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Supplement => "supplement",
            Self::Refund => "refund",
            Self::Verify => "verify",
            Self::Suspense => "suspense",
            Self::Claim => "claim",
            Self::Chase => "chase",
            Self::BadDebt => "bad_debt",
            Self::Post => "post",
            Self::Reverse => "reverse",
            Self::Adjust => "adjust",
            Self::CarryOver => "carry_over",
        }
    }
}
