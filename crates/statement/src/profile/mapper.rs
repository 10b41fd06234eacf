//! What the column mapper shows: a table's first rows, a proposal for its profile, and what
//! the profile makes of it.

use serde::{Deserialize, Serialize};

use super::{Profile, Separator, Target, propose, take};
use crate::encoding::Encoding;
use crate::grid::{self, Sheet};
use crate::intake::CurrencyTotal;
use crate::layout::{Column, Role};
use crate::problem::{FileProblem, RejectedRow};
use crate::reading::Reading;
use crate::rows::Rows;

/// Rows of the table, records and refused rows that are shown.
const SHOWN: usize = 12;
/// Columns that are shown.
const WIDEST: usize = 200;

/// What a person has chosen so far.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Choice {
    /// The encoding, where it is not what the bytes tell.
    pub encoding: Option<Encoding>,
    /// The separator, where it is not what the lines tell.
    pub separator: Option<Separator>,
    /// Line of the header, where it is not the one proposed.
    pub header_line: Option<u32>,
    /// What the rows are, where the proposal is to be made for it.
    pub role: Option<Role>,
    /// The profile as it stands; `None`: propose one.
    pub profile: Option<Profile>,
}

/// Words of one column, for a person to translate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ForeignWords {
    /// The field that the column gives.
    pub target: Target,
    /// Each word and how many rows have it, most first.
    pub words: Vec<(String, u64)>,
}

/// A table under a profile.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mapped {
    /// The encoding in use, empty for a workbook.
    pub encoding: String,
    /// The separator in use, `None` for a workbook.
    pub separator: Option<Separator>,
    /// Lines that can be the header: number and cells.
    pub lines: Vec<(u32, Vec<String>)>,
    /// Line of the header.
    pub header_line: u32,
    /// The first rows behind the header: line and cells.
    pub rows: Vec<(u32, Vec<String>)>,
    /// The profile: as chosen, or proposed.
    pub profile: Profile,
    /// Fields that must be given and are not.
    pub missing: Vec<Target>,
    /// A date that can be read both ways, where nothing decides.
    pub open_date: Option<String>,
    /// Words to translate.
    pub words: Vec<ForeignWords>,
    /// Columns of `records`.
    pub columns: Vec<Column>,
    /// The first rows as the profile reads them: line and cells.
    pub records: Vec<(u32, Vec<String>)>,
    /// Rows read.
    pub rows_read: u64,
    /// Rows refused.
    pub rows_refused: u64,
    /// The first refused rows.
    pub refused: Vec<RejectedRow>,
    /// Totals of the rows read, by currency.
    pub totals: Vec<CurrencyTotal>,
    /// Whether this is all of the file.
    pub whole: bool,
}

impl Mapped {
    /// Whether the profile can be saved: nothing that it must say is open.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        self.missing.is_empty() && self.open_date.is_none()
    }
}

/// Bytes of a file that are enough for its mapping: of text its beginning, of a workbook all.
#[must_use]
pub fn bytes_wanted(head: &[u8]) -> u64 {
    if crate::sniff::is_workbook(head) {
        grid::MOST_BYTES as u64
    } else {
        16 << 20
    }
}

/// Maps the beginning of a file, or all of it (`whole`), as chosen.
///
/// # Errors
/// What is no table: no text, or a workbook that cannot be opened.
pub fn map(bytes: &[u8], whole: bool, choice: &Choice) -> Result<Mapped, FileProblem> {
    let separator = choice.separator.map(Separator::letter);
    let grid = grid::read_as(bytes, whole, choice.encoding, separator)?;
    let sheet = widest(&grid.sheets).ok_or(FileProblem::NoRows)?;
    let header = match choice.header_line {
        Some(line) => (0..sheet.len()).find(|row| sheet.row(*row).line == line),
        None => None,
    };
    let header = header.unwrap_or_else(|| propose::header(sheet));
    let rows: Vec<usize> = (header + 1..sheet.len())
        .filter(|row| !sheet.is_blank(*row))
        .collect();
    let mut profile = match &choice.profile {
        Some(profile) => profile.clone(),
        None => propose::profile(sheet, header, choice.role),
    };
    profile.encoding = choice.encoding;
    if choice.separator.is_some() || choice.profile.is_none() {
        profile.separator = sheet.separator().and_then(Separator::of);
    }
    propose::settle(sheet, &rows, &mut profile);
    let mut reading = Reading::new(Some(profile.role));
    take::rows(sheet, header, &profile, &mut reading);
    let words = [Column::Kind, Column::Status, Column::Side]
        .map(Target::Column)
        .iter()
        .map(|target| ForeignWords {
            target: *target,
            words: propose::words_of(sheet, &rows, &profile, *target),
        })
        .filter(|found| !found.words.is_empty())
        .collect();
    let mut mapped = Mapped {
        encoding: grid.encoding.map_or("", Encoding::name).to_owned(),
        separator: sheet.separator().and_then(Separator::of),
        lines: cells(
            sheet,
            0..sheet.len().min(header + 1).max(SHOWN.min(sheet.len())),
        ),
        header_line: sheet.row(header).line,
        rows: cells(sheet, rows.into_iter().take(SHOWN)),
        missing: profile.missing(),
        open_date: None,
        words,
        columns: Vec::new(),
        records: Vec::new(),
        rows_read: reading.used(),
        rows_refused: reading.rejected.len() as u64,
        refused: reading.rejected.iter().take(SHOWN).cloned().collect(),
        totals: reading.currency_totals(),
        whole,
        profile,
    };
    let behind: Vec<usize> = (header + 1..sheet.len()).collect();
    mapped.open_date = propose::open_date(sheet, &behind, &mapped.profile);
    if let Some(read) = reading.into_rows() {
        records(&read, &mut mapped);
    }
    Ok(mapped)
}

/// The sheet with most cells.
fn widest(sheets: &[Sheet]) -> Option<&Sheet> {
    let filled = |sheet: &&Sheet| {
        let rows = 0..sheet.len().min(400);
        rows.map(|row| sheet.width(row)).sum::<usize>()
    };
    let some = sheets.iter().filter(|sheet| sheet.len() > 0);
    // The first of equals.
    some.rev().max_by_key(filled)
}

fn cells(sheet: &Sheet, rows: impl Iterator<Item = usize>) -> Vec<(u32, Vec<String>)> {
    rows.map(|row| {
        let cells = sheet.cells(row).take(WIDEST).map(ToOwned::to_owned);
        (sheet.row(row).line, cells.collect())
    })
    .collect()
}

fn records(rows: &Rows, mapped: &mut Mapped) {
    let shown: Vec<Vec<(Column, String)>> = (0..rows.len().min(SHOWN))
        .map(|row| rows.cells(row).collect())
        .collect();
    let has = |column: Column| shown.iter().flatten().any(|(of, _)| *of == column);
    let layout = rows.role().layout().iter().map(|spec| spec.column);
    mapped.columns = layout.filter(|column| has(*column)).collect();
    let lines = rows.lines().iter().copied();
    mapped.records = lines
        .zip(&shown)
        .map(|(line, cells)| {
            let text = |column: &Column| {
                let found = cells.iter().find(|(of, _)| of == column);
                found.map_or_else(String::new, |(_, text)| text.clone())
            };
            (line, mapped.columns.iter().map(text).collect())
        })
        .collect();
}
