//! Profiles: how a person says that tables with a certain header are to be read.
//!
//! A profile is bound to the **signature** of a header: a hash of its cells, compared without
//! regard to case, width and runs of white space. A file in which a row with that header
//! stands is read by the profile, before any format is asked. Nothing is guessed: what the
//! profile leaves open (a day that could be a month, a word without a translation) refuses
//! the row, with its line and reason.

mod known;
pub mod mapper;
mod propose;
mod take;
mod target;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::encoding::Encoding;
use crate::grid::{self, Grid, Sheet};
use crate::layout::{Column, Role};
use crate::reading::Reading;
use crate::settings::FileSettings;
use crate::tabular::number::half_width;
use crate::tabular::{DateOrder, DecimalMark};
use crate::vocabulary::words;
pub use target::{Target, targets};

words! {
    /// How the amounts of a table tell which way they go.
    Amounts {
        /// One column; positive = in, a credit. Balances: debit positive.
        Signed = "signed",
        /// One column; positive = out, a debit. Balances: credit positive.
        Turned = "turned",
        /// Money in and money out in columns of their own.
        Columns = "columns",
        /// One column without signs; a word (side or kind) tells.
        Worded = "worded",
    }
}

words! {
    /// The letter that ends a cell of delimited text.
    Separator {
        /// `,`.
        Comma = "comma",
        /// `;`.
        Semicolon = "semicolon",
        /// A tab.
        Tab = "tab",
        /// `|`.
        Pipe = "pipe",
    }
}

impl Separator {
    /// The letter.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
            Self::Pipe => '|',
        }
    }

    /// The separator that is a letter.
    #[must_use]
    pub fn of(letter: char) -> Option<Self> {
        let all = Self::ALL.iter().copied();
        all.into_iter().find(|known| known.letter() == letter)
    }
}

/// A word for kinds of a channel's rows that are no orders of it: payouts, fees, transfers
/// between its accounts. They are counted as neutral and left out.
pub const NOT_AN_ORDER: &str = "not_an_order";

/// Words of a file for closed words of ours.
pub type Translations = BTreeMap<String, String>;

/// How tables with one header are read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Profile {
    /// What a person calls it.
    pub name: String,
    /// What its rows are.
    pub role: Role,
    /// The cells of the header, as the file writes them.
    pub header: Vec<String>,
    /// Which column gives which field: its name in the header, or `#3` for the third.
    pub columns: BTreeMap<Target, String>,
    /// What a field holds where no column gives it.
    pub constants: BTreeMap<Target, String>,
    /// How amounts tell which way they go.
    pub amounts: Amounts,
    /// Which of day and month stands first; `None`: no date leaves it open.
    pub date_order: Option<DateOrder>,
    /// Comma or point before the decimals, where a number can be read both ways.
    pub decimal_mark: DecimalMark,
    /// Amounts are whole minor units.
    pub minor_units: bool,
    /// Fees are written negative where they cost us.
    pub negative_fees: bool,
    /// Translations of kind, status and side; `+` and `-` of the kind stand for the sign.
    pub words: BTreeMap<Target, Translations>,
    /// The encoding, where the bytes do not tell it.
    pub encoding: Option<Encoding>,
    /// The separator, where the lines do not tell it.
    pub separator: Option<Separator>,
}

/// Rows in which a header is looked for.
const DEEPEST_HEADER: usize = 80;

/// Begins the format of a file that a profile reads, in reports: `profile:NAME`.
pub const FORMAT_PREFIX: &str = "profile:";

impl Profile {
    /// A profile of a header that says nothing else yet.
    #[must_use]
    pub fn new(role: Role, header: Vec<String>) -> Self {
        Self {
            name: String::new(),
            role,
            header,
            columns: BTreeMap::new(),
            constants: BTreeMap::new(),
            amounts: Amounts::Signed,
            date_order: None,
            decimal_mark: DecimalMark::default(),
            minor_units: false,
            negative_fees: false,
            words: BTreeMap::new(),
            encoding: None,
            separator: None,
        }
    }

    /// The signature of its header: 32 hexadecimal digits.
    #[must_use]
    pub fn signature(&self) -> String {
        signature(self.header.iter().map(String::as_str))
    }

    /// The place of a field's column in the header.
    #[must_use]
    pub fn place(&self, target: Target) -> Option<usize> {
        let named = self.columns.get(&target)?;
        let by_name = self.header.iter().position(|cell| cell == named);
        by_name.or_else(|| {
            let number: usize = named.strip_prefix('#')?.parse().ok()?;
            (1..=self.header.len())
                .contains(&number)
                .then(|| number - 1)
        })
    }

    /// How a column is named in [`Profile::columns`]: by its cell, or by its number where
    /// that is empty or stands twice.
    #[must_use]
    pub fn column_name(header: &[String], place: usize) -> String {
        let cell = header.get(place).map_or("", String::as_str);
        let alone = header.iter().filter(|other| *other == cell).count() == 1;
        if alone && !cell.is_empty() && !cell.starts_with('#') {
            cell.to_owned()
        } else {
            format!("#{}", place + 1)
        }
    }

    /// The same with what is said of one file in place of what it says of all.
    fn said(&self, file: &FileSettings) -> Self {
        let mut own = self.clone();
        own.date_order = file.date_order.or(own.date_order);
        own.decimal_mark = file.decimal_mark.unwrap_or(own.decimal_mark);
        let currency = file.currency.map(|currency| currency.code().to_owned());
        let texts = [
            (Column::Currency, currency),
            (Column::BankAccount, file.account.clone()),
        ];
        for (column, text) in texts {
            let target = Target::Column(column);
            if let Some(text) = text.filter(|_| target::has(own.role, column)) {
                own.constants.insert(target, text);
            }
        }
        own
    }

    /// The format of files that it reads, in reports.
    #[must_use]
    pub fn format(&self) -> String {
        format!("{FORMAT_PREFIX}{}", self.name)
    }
}

/// A cell of a header as signatures compare it.
fn compared(cell: &str) -> String {
    let small = cell.chars().map(half_width).flat_map(char::to_lowercase);
    let small: String = small.collect();
    small.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The signature of a header: 32 hexadecimal digits of the SHA-256 of its cells, without
/// empty ones at its end.
pub fn signature<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    use std::fmt::Write as _;
    let cells: Vec<String> = cells.map(compared).collect();
    let filled = cells.iter().rposition(|cell| !cell.is_empty());
    let cells = &cells[..filled.map_or(0, |last| last + 1)];
    let hash = Sha256::digest(cells.join("\u{1f}").as_bytes());
    hash[..16].iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes every letter");
        text
    })
}

/// The row of a sheet that is a profile's header.
fn header_row(sheet: &Sheet, signature_wanted: &str) -> Option<usize> {
    (0..sheet.len().min(DEEPEST_HEADER))
        .filter(|row| !sheet.is_blank(*row))
        .find(|row| signature(sheet.cells(*row)) == signature_wanted)
}

/// The profile whose header stands in a file, and the file as cells.
fn find<'p>(
    bytes: &[u8],
    whole: bool,
    encoding: Option<Encoding>,
    profiles: &'p [Profile],
) -> Option<(&'p Profile, Grid)> {
    let mut tried = Vec::new();
    for one in profiles {
        let reads = (encoding.or(one.encoding), one.separator);
        if tried.contains(&reads) {
            continue;
        }
        tried.push(reads);
        let separator = reads.1.map(Separator::letter);
        let Ok(grid) = grid::read_as(bytes, whole, reads.0, separator) else {
            continue;
        };
        let alike = |other: &&Profile| (encoding.or(other.encoding), other.separator) == reads;
        let found = profiles.iter().filter(alike).find(|profile| {
            let wanted = profile.signature();
            let mut sheets = grid.sheets.iter();
            sheets.any(|sheet| header_row(sheet, &wanted).is_some())
        });
        if let Some(found) = found {
            return Some((found, grid));
        }
    }
    None
}

/// Whether the beginning of a file has the header of a profile.
pub(crate) fn knows(
    head: &[u8],
    whole: bool,
    encoding: Option<Encoding>,
    profiles: &[Profile],
) -> bool {
    !profiles.is_empty() && find(head, whole, encoding, profiles).is_some()
}

/// Reads a whole file by the profile whose header it has; the profile, and the encoding of
/// text. `None`: it has the header of none.
pub(crate) fn read<'p>(
    bytes: &[u8],
    file: &FileSettings,
    profiles: &'p [Profile],
    reading: &mut Reading,
) -> Option<(&'p Profile, Option<Encoding>)> {
    if profiles.is_empty() {
        return None;
    }
    let (profile, grid) = find(bytes, true, file.encoding, profiles)?;
    let said = profile.said(file);
    *reading = Reading::new(Some(profile.role));
    let wanted = profile.signature();
    for sheet in &grid.sheets {
        if let Some(header) = header_row(sheet, &wanted) {
            take::rows(sheet, header, &said, reading);
        }
    }
    Some((profile, grid.encoding))
}
