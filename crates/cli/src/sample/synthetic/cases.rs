//! What can happen to an order of the synthetic day, and how often it does.

/// What happened to one order of the channel reconciliation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Case {
    /// Both agree, posted once.
    Matched,
    /// Their fee is higher.
    FeeMore,
    /// Their fee is lower.
    FeeLess,
    /// Their amount is higher.
    AmountMore,
    /// Their amount is lower.
    AmountLess,
    /// They succeeded, ours still waits.
    DroppedPending,
    /// They succeeded, ours failed.
    DroppedFailed,
    /// They succeeded, we know nothing of it.
    DroppedUnknown,
    /// Ours succeeded, theirs failed.
    LostFailed,
    /// Ours succeeded, they know nothing of it.
    LostUnknown,
    /// Ours, in the last minutes of the day.
    LateOurs,
    /// Theirs, in the last minutes of the day.
    LateTheirs,
    /// Ours, in the first minutes of the day.
    EarlyOurs,
    /// Theirs, in the first minutes of the day.
    EarlyTheirs,
    /// Ours, of two days before.
    StaleOurs,
    /// Theirs, of the next day.
    FutureTheirs,
    /// In our flow twice.
    TwiceOurs,
    /// In their statement twice.
    TwiceTheirs,
    /// Failed on both sides.
    FailedBoth,
    /// Failed with us, unknown to them.
    FailedOurs,
    /// Closed with them, unknown to us.
    ClosedTheirs,
    /// The order succeeded, its channel instruction failed on both sides.
    BusinessLost,
    /// The channel succeeded, the order still waits.
    BusinessDropped,
    /// The order's amount is not the channel's.
    BusinessAmount,
    /// One order, two channel rows.
    Split,
    /// One payout instruction for three withdrawals.
    PayoutBatch,
    /// A success that is not posted.
    Unposted,
    /// A success posted twice.
    DoublePosted,
    /// A success posted in another amount.
    WrongPosted,
    /// Posted wrongly, reversed, posted rightly.
    Reposted,
}

/// A case, how often it occurs, and what the channel reconciliation makes of it.
#[derive(Clone, Copy, Debug)]
pub struct ChannelCase {
    /// The case.
    pub case: Case,
    /// Occurrences in a million rows a side.
    pub per_million: u64,
    /// Rows of ours that one occurrence makes.
    pub left: u64,
    /// Rows of theirs that one occurrence makes.
    pub right: u64,
    /// The outcome that it shows: matched rows apart.
    pub outcome: &'static str,
}

const fn case(
    case: Case,
    per_million: u64,
    rows: (u64, u64),
    outcome: &'static str,
) -> ChannelCase {
    ChannelCase {
        case,
        per_million,
        left: rows.0,
        right: rows.1,
        outcome,
    }
}

/// Every case but plain matches. Left and right rows are as many, so that a day has the
/// same number of rows on both sides.
pub const CHANNEL_CASES: &[ChannelCase] = &[
    case(Case::FeeMore, 1_000, (1, 1), "fee_mismatch"),
    case(Case::FeeLess, 500, (1, 1), "fee_mismatch"),
    case(Case::AmountMore, 400, (1, 1), "amount_mismatch"),
    case(Case::AmountLess, 400, (1, 1), "amount_mismatch"),
    case(Case::DroppedPending, 1_500, (1, 1), "dropped_order"),
    case(Case::DroppedFailed, 500, (1, 1), "dropped_order"),
    case(Case::DroppedUnknown, 300, (0, 1), "dropped_order"),
    case(Case::LostUnknown, 300, (1, 0), "lost_order"),
    case(Case::LostFailed, 500, (1, 1), "lost_order"),
    case(Case::LateOurs, 400, (1, 0), "timing_difference"),
    case(Case::LateTheirs, 400, (0, 1), "timing_difference"),
    case(Case::EarlyOurs, 200, (1, 0), "timing_difference"),
    case(Case::EarlyTheirs, 200, (0, 1), "timing_difference"),
    case(Case::StaleOurs, 100, (1, 0), "out_of_period"),
    case(Case::FutureTheirs, 100, (0, 1), "out_of_period"),
    case(Case::TwiceOurs, 100, (2, 1), "duplicate"),
    case(Case::TwiceTheirs, 100, (1, 2), "duplicate"),
    case(Case::FailedBoth, 5_000, (1, 1), "no_effect"),
    case(Case::FailedOurs, 2_000, (1, 0), "no_effect"),
    case(Case::ClosedTheirs, 2_000, (0, 1), "no_effect"),
    case(Case::BusinessLost, 300, (1, 1), "no_effect"),
    case(Case::BusinessDropped, 300, (1, 1), "matched"),
    case(Case::BusinessAmount, 200, (1, 1), "matched"),
    case(Case::Split, 500, (2, 2), "matched"),
    case(Case::PayoutBatch, 300, (1, 1), "matched"),
    case(Case::Unposted, 200, (1, 1), "matched"),
    case(Case::DoublePosted, 100, (1, 1), "matched"),
    case(Case::WrongPosted, 100, (1, 1), "matched"),
    case(Case::Reposted, 300, (1, 1), "matched"),
];

/// From this many rows a side on, every case occurs at least once.
pub const EVERY_CASE_FROM: u64 = 200;

impl ChannelCase {
    /// How often it occurs in a day of so many rows a side.
    #[must_use]
    pub const fn occurrences(&self, rows: u64) -> u64 {
        let share = rows.saturating_mul(self.per_million) / 1_000_000;
        if share == 0 && rows >= EVERY_CASE_FROM {
            1
        } else {
            share
        }
    }
}
