//! A file as sheets of cells: what delimited text, workbooks and tables of a web page have
//! in common, before anyone asks what the columns mean.
//!
//! The grid holds the whole file; our own layouts never come here, they are streamed.

mod delimited;
mod limits;
mod markup;
mod records;
mod workbook;

use crate::encoding::Encoding;
use crate::problem::FileProblem;

pub(crate) use workbook::{is_compound, is_office_zip};

/// A file beyond this is not read as a grid.
pub const MOST_BYTES: usize = 256 << 20;
/// Cells of a row beyond these are left out.
const WIDEST: usize = 1_024;
/// Rows of a sheet beyond these are left out.
pub const MOST_ROWS: usize = 4_000_000;

/// What a cell was before it became text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum CellKind {
    /// Text, to be read by its column's style.
    #[default]
    Text,
    /// A number of a workbook, written with a decimal point and no grouping.
    Number,
    /// A date or time of a workbook, written `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`.
    Date,
}

/// A row of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RowSpan {
    /// Line on which it starts, 1 = first; of a workbook its row.
    pub line: u32,
    /// Its first byte in the file; 0 in a workbook.
    pub offset: u64,
    first: u32,
    count: u32,
    /// A quote opens in it and does not close.
    pub unclosed: bool,
    /// Some of its bytes were no text.
    pub replaced: bool,
}

/// Rows of cells.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// Its name in the workbook; empty for text.
    pub name: String,
    text: String,
    cells: Vec<(u32, u32)>,
    /// Empty where every cell is text.
    kinds: Vec<CellKind>,
    rows: Vec<RowSpan>,
    separator: Option<char>,
}

impl Sheet {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// A row's place.
    pub fn row(&self, row: usize) -> RowSpan {
        self.rows[row]
    }

    /// How many cells a row has.
    pub fn width(&self, row: usize) -> usize {
        self.rows[row].count as usize
    }

    /// A cell without white space at its ends; empty where the row is too short.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let span = &self.rows[row];
        if column >= span.count as usize {
            return "";
        }
        let (start, end) = self.cells[span.first as usize + column];
        bare(&self.text[start as usize..end as usize])
    }

    /// What a cell was.
    pub fn kind(&self, row: usize, column: usize) -> CellKind {
        let span = &self.rows[row];
        if column >= span.count as usize {
            return CellKind::Text;
        }
        let at = span.first as usize + column;
        self.kinds.get(at).copied().unwrap_or_default()
    }

    /// The cells of a row.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = &str> {
        (0..self.width(row)).map(move |column| self.cell(row, column))
    }

    /// The letter at which the cells of its text end; `None` where it is no such text.
    pub const fn separator(&self) -> Option<char> {
        self.separator
    }

    /// Whether each cell of a row is empty.
    pub fn is_blank(&self, row: usize) -> bool {
        self.cells(row).all(str::is_empty)
    }

    /// Whether a quote of the sheet's text does not close.
    fn push_row(&mut self, line: u32, offset: u64) {
        self.rows.push(RowSpan {
            line,
            offset,
            first: u32::try_from(self.cells.len()).unwrap_or(u32::MAX),
            count: 0,
            unclosed: false,
            replaced: false,
        });
    }

    fn push_cell(&mut self, text: &str) {
        self.push_typed(text, CellKind::Text);
    }

    fn push_typed(&mut self, text: &str, kind: CellKind) {
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        if row.count as usize >= WIDEST {
            return;
        }
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let start = place(self.text.len());
        self.text.push_str(text);
        self.cells.push((start, place(self.text.len())));
        if kind != CellKind::Text || !self.kinds.is_empty() {
            self.kinds.resize(self.cells.len() - 1, CellKind::Text);
            self.kinds.push(kind);
        }
        row.count += 1;
    }
}

/// White space, zero-width marks and a byte order mark at a cell's ends.
fn bare(text: &str) -> &str {
    let bytes = text.as_bytes();
    let plain = |byte: Option<&u8>| byte.is_none_or(|b| (0x21..0x7f).contains(b));
    if plain(bytes.first()) && plain(bytes.last()) {
        return text;
    }
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\0')
    })
}

/// A file's sheets.
#[derive(Debug)]
pub(crate) struct Grid {
    /// At least one.
    pub sheets: Vec<Sheet>,
    /// The text's encoding, `None` for a workbook.
    pub encoding: Option<Encoding>,
}

/// Makes a grid of a file's bytes; `whole`: they are all of it.
///
/// # Errors
/// A workbook that cannot be opened, or bytes that are no text.
pub(crate) fn read(
    bytes: &[u8],
    whole: bool,
    encoding: Option<Encoding>,
) -> Result<Grid, FileProblem> {
    read_as(bytes, whole, encoding, None)
}

/// The same with cells of text that end at a letter, where one is said.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_as(
    bytes: &[u8],
    whole: bool,
    encoding: Option<Encoding>,
    separator: Option<char>,
) -> Result<Grid, FileProblem> {
    if is_compound(bytes) || is_office_zip(bytes) {
        return workbook::read(bytes).map(|sheets| Grid {
            sheets,
            encoding: None,
        });
    }
    let encoding = encoding
        .or_else(|| Encoding::detect(bytes))
        .unwrap_or_default();
    let lines = delimited::Lines::decode(bytes, encoding, whole);
    if lines.is_binary() {
        return Err(FileProblem::NotText);
    }
    let sheets = match markup::read(lines.text()) {
        Some(mut sheets) => {
            // A row of a page begins on a line; that is where it is shown.
            for row in sheets.iter_mut().flat_map(|sheet| &mut sheet.rows) {
                row.offset = lines.offset(row.line);
            }
            sheets
        }
        None => {
            let records = records::sheet(&lines).filter(|_| separator.is_none());
            vec![records.unwrap_or_else(|| delimited::sheet(&lines, separator))]
        }
    };
    Ok(Grid {
        sheets,
        encoding: Some(encoding),
    })
}
