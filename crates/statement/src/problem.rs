//! What could not be read, as values with a place. Words are made at the edge.

use serde::{Deserialize, Serialize};

use crate::vocabulary::words;

/// Why a row was refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// An unknown word where one of a closed list must stand (kind, status, side).
    UnknownWord {
        /// What stands there.
        text: String,
        /// What may stand there.
        expected: Vec<String>,
    },
    /// Not three capital letters.
    NotACurrency {
        /// What stands there.
        text: String,
    },
    /// Not an amount.
    NotAnAmount {
        /// What stands there.
        text: String,
    },
    /// More decimals than the currency has.
    TooManyDecimals {
        /// What stands there.
        text: String,
        /// The row's currency.
        currency: String,
        /// The currency's decimals.
        decimals: u8,
    },
    /// Beyond what can be counted.
    AmountOutOfRange {
        /// What stands there.
        text: String,
    },
    /// Not a time of the pattern, or one that does not exist.
    NotATime {
        /// What stands there.
        text: String,
    },
    /// A date that can be read both ways, where nothing says which.
    OpenDate {
        /// What stands there.
        text: String,
    },
    /// A number that a spreadsheet keeps without its last digits: `1.23E+17`.
    DigitsLost {
        /// What stands there.
        text: String,
    },
    /// Not a date of the format's pattern, or one that does not exist.
    NotADate {
        /// What stands there.
        text: String,
        /// The pattern.
        expected: String,
    },
    /// Not of the form that the format gives it.
    Malformed {
        /// What stands there.
        text: String,
        /// The form.
        expected: String,
    },
    /// Empty where a value must stand.
    Empty,
    /// A wrong number of cells.
    CellCount {
        /// Cells of the header.
        expected: u32,
        /// Cells of the row.
        found: u32,
    },
    /// A quote that is opened and never closed.
    UnclosedQuote,
    /// Bytes that are no text in the file's encoding.
    NotText {
        /// The encoding assumed.
        encoding: String,
    },
}

/// A row that could not be read: counted, reported, never dropped.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RejectedRow {
    /// Where the record starts, 1 = first line of the file.
    pub line: u32,
    /// Header of the column at fault, where one is.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a file as a whole, or worth saying of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FileProblem {
    /// No byte in it.
    EmptyFile,
    /// Its bytes could not be had: changed, moved or removed meanwhile, or its reader failed.
    Unreadable {
        /// What the host says.
        detail: String,
    },
    /// No header of any known layout: what its first line holds.
    UnknownLayout {
        /// The header as read, shortened.
        header: String,
        /// The nearest known layout and the columns that it misses.
        nearest: Option<String>,
        /// Columns of `nearest` that the file lacks.
        missing: Vec<String>,
    },
    /// A header that fits several layouts equally well.
    AmbiguousLayout {
        /// Their format ids.
        formats: Vec<String>,
    },
    /// A column name that stands twice in the header.
    RepeatedColumn {
        /// The name.
        column: String,
    },
    /// The same bytes as another file of the day.
    SameFile {
        /// The file read first.
        first: String,
    },
    /// Ended before its format says so.
    Truncated {
        /// Line of the last record.
        line: u32,
        /// What was expected there.
        expected: String,
    },
    /// Neither text nor an archive that we read.
    NotText,
    /// A kind of file that is known and not read.
    Foreign {
        /// What it is: `PNG image`, `PDF document` …
        what: String,
    },
    /// An archive that cannot be opened.
    BadArchive {
        /// Why.
        detail: String,
    },
    /// A member of an archive needs a password.
    NeedsPassword,
    /// None of the passwords given opens a member of an archive.
    WrongPassword,
    /// A limit was reached.
    TooLarge {
        /// Which limit.
        detail: String,
    },
    /// A header and no rows: valid, but said.
    NoRows,
    /// Something that the file does not say and that was assumed; settings can say it.
    Assumed {
        /// What was assumed.
        what: Assumption,
        /// As it was read.
        value: String,
    },
    /// A running balance that does not follow from the one before it.
    BalanceGap {
        /// Line of the first one.
        line: u32,
        /// How many there are.
        rows: u64,
    },
    /// Bytes that are no text in the file's encoding; they stand as `�` and cost no row.
    Undecodable {
        /// The first line of them.
        line: u32,
        /// How many lines.
        rows: u64,
    },
    /// Rows dated outside the period that the file states.
    OutsidePeriod {
        /// Line of the first one.
        line: u32,
        /// How many there are.
        rows: u64,
        /// The period, `first – last`.
        period: String,
    },
    /// Rows that stand more than once, cell by cell.
    RepeatedRows {
        /// Line of the first repetition.
        line: u32,
        /// How many repetitions.
        rows: u64,
    },
    /// Order numbers that a spreadsheet has shortened (`1.23E+17`): these rows have none.
    DigitsLost {
        /// Line of the first one.
        line: u32,
        /// How many there are.
        rows: u64,
    },
    /// Amounts or fees with more decimals than their currency has: rounded to it, halves away
    /// from zero.
    Rounded {
        /// Line of the first one.
        line: u32,
        /// How many there are.
        rows: u64,
    },
    /// A sheet that holds the rows of another once more; it was left out.
    SameSheet {
        /// Its name.
        sheet: String,
    },
    /// A sheet whose rows are of another kind than those of the sheets before it: not read.
    OtherSheet {
        /// Its name.
        sheet: String,
    },
    /// Rows whose sign and direction word say the opposite; the sign was taken.
    Contradiction {
        /// Line of the first one.
        line: u32,
        /// How many there are.
        rows: u64,
    },
    /// A statement whose opening is not the closing of the account's statement before.
    StatementGap {
        /// Line on which the later statement begins.
        line: u32,
        /// The account.
        account: String,
        /// Closing of the earlier one, major units.
        closing: String,
        /// Opening of the later one, major units.
        opening: String,
    },
    /// A statement or a page is missing between two of an account.
    SequenceGap {
        /// Line on which the later one begins.
        line: u32,
        /// The account.
        account: String,
        /// Number and page of the earlier one.
        before: String,
        /// Number and page of the later one.
        after: String,
    },
    /// Entries that are announced and not booked: counted, and left out of reconciliation.
    NotBooked {
        /// Line of the first one.
        line: u32,
        /// How many there are.
        rows: u64,
    },
    /// Times that name no year, where nothing else tells it: these rows have no time.
    YearOpen {
        /// Line of the first one.
        line: u32,
        /// How many there are.
        rows: u64,
    },
    /// Rows of a channel's file that are no orders: counted as neutral, and left out.
    NotOrders {
        /// Line of the first one.
        line: u32,
        /// How many there are.
        rows: u64,
    },
    /// Transaction numbers that stand before, where the format promises each once.
    RepeatedNumber {
        /// Line of the first repetition.
        line: u32,
        /// How many repetitions.
        rows: u64,
    },
    /// Transactions in securities, which are no movements of a bank account: not read.
    Securities {
        /// Line of the first one.
        line: u32,
        /// How many there are.
        rows: u64,
    },
    /// Value dates that do not exist (30 February); the day of booking was taken.
    ImpossibleDate {
        /// Line of the first one.
        line: u32,
        /// How many there are.
        rows: u64,
    },
    /// A balance that is no amount of its currency; it was left out.
    BadBalance {
        /// Its line.
        line: u32,
        /// The file's word for it.
        name: String,
        /// What stands there.
        text: String,
    },
    /// A wrong settings or carry-over file.
    Invalid {
        /// Line, where known.
        line: Option<u32>,
        /// What is wrong.
        detail: String,
        /// What was expected.
        expected: String,
    },
}

words! {
    /// What a reader may have to assume because a file does not say it.
    Assumption {
        /// Which of day and month stands first.
        DateOrder = "date_order",
        /// Which way unsigned amounts, or amounts of cards, go.
        Sign = "sign",
        /// The currency.
        Currency = "currency",
        /// What the columns of a table without a header are.
        Columns = "columns",
        /// The year of dates without one.
        Year = "year",
        /// Comma or point before the decimals.
        DecimalMark = "decimal_mark",
        /// The account.
        Account = "account",
        /// The day of booking.
        BookingDay = "booking_day",
    }
}

impl FileProblem {
    /// Whether it is only said: everything that the file holds was read.
    #[must_use]
    pub const fn is_remark(&self) -> bool {
        matches!(
            self,
            Self::NoRows
                | Self::Assumed { .. }
                | Self::BalanceGap { .. }
                | Self::Undecodable { .. }
                | Self::OutsidePeriod { .. }
                | Self::RepeatedRows { .. }
                | Self::DigitsLost { .. }
                | Self::Rounded { .. }
                | Self::SameSheet { .. }
                | Self::Contradiction { .. }
                | Self::StatementGap { .. }
                | Self::SequenceGap { .. }
                | Self::NotBooked { .. }
                | Self::YearOpen { .. }
                | Self::NotOrders { .. }
                | Self::RepeatedNumber { .. }
                | Self::Securities { .. }
                | Self::ImpossibleDate { .. }
                | Self::BadBalance { .. }
        )
    }

    /// Whether the file is refused as a whole.
    #[must_use]
    pub const fn refuses(&self) -> bool {
        !self.is_remark() && !matches!(self, Self::Truncated { .. } | Self::OtherSheet { .. })
    }
}
