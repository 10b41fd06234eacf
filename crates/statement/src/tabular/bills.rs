//! Merchant bills of channels that went through a spreadsheet, or were written with another
//! delimiter: the rows of a sheet, handed to the layout that reads the bill as it comes.

use super::rows::digits_lost;
use crate::formats::{self, Format, Record, Shape};
use crate::grid::{CellKind, Sheet};
use crate::problem::{FileProblem, Reason};
use crate::reading::Reading;
use crate::record::Cells;
use crate::rows::Role;
use crate::settings::ReadSettings;

/// Rows before the header are not searched beyond this one.
const DEEPEST_HEADER: usize = 40;
/// Digits that a spreadsheet's number keeps.
const EXACT_DIGITS: usize = 15;

/// A sheet that is a bill.
#[derive(Debug)]
pub(super) struct Bill {
    /// Its format.
    pub format: &'static Format,
    row: usize,
    header: Vec<String>,
}

/// The bill that a sheet is; `None` where no row has the columns of one.
pub(super) fn know(sheet: &Sheet) -> Option<Bill> {
    (0..sheet.len().min(DEEPEST_HEADER)).find_map(|row| {
        if sheet.width(row) < 6 {
            return None;
        }
        let mut header: Vec<String> = sheet
            .cells(row)
            .map(|cell| plain(cell).to_owned())
            .collect();
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        let format = formats::by_header(&header).ok()?;
        let is_bill = matches!(format.shape, Shape::Table(_))
            && format.role == Some(Role::ChannelStatement)
            && format.open(&header, &ReadSettings::default()).is_ok();
        is_bill.then_some(Bill {
            format,
            row,
            header,
        })
    })
}

/// Reads a sheet that is a bill.
///
/// # Errors
/// Those of the format's own reader for its header.
pub(super) fn read(
    sheet: &Sheet,
    bill: &Bill,
    settings: &ReadSettings,
    reading: &mut Reading,
) -> Result<(), FileProblem> {
    let mut layout = bill.format.open(&bill.header, settings)?;
    if reading.role() != bill.format.role {
        *reading = Reading::new(bill.format.role);
    }
    reading
        .other_columns
        .extend(bill.format.others(&bill.header));
    for row in 0..bill.row {
        layout.before(&remark(sheet, row), reading);
    }
    let width = layout.width();
    let (mut cells, mut last) = (Cells::default(), 0);
    let mut shortened = (0, 0);
    for row in (bill.row + 1..sheet.len()).filter(|row| !sheet.is_blank(*row)) {
        let place = sheet.row(row);
        last = place.line;
        let text = match sheet.cell(row, 0).starts_with('#') {
            true => remark(sheet, row),
            false => record(sheet, row, width),
        };
        if layout.is_remark(&text) {
            layout.remark(&text, reading);
            continue;
        }
        let found = (0..sheet.width(row))
            .rev()
            .find(|column| !sheet.cell(row, *column).is_empty());
        if let Some(column) = found.filter(|column| *column >= width) {
            let count = |cells: usize| u32::try_from(cells).unwrap_or(u32::MAX);
            let reason = Reason::CellCount {
                expected: count(width),
                found: count(column + 1),
            };
            reading.reject(place.line, None, reason);
            continue;
        }
        if (0..width).any(|column| is_shortened(sheet, row, column)) {
            shortened = (
                if shortened.1 == 0 { last } else { shortened.0 },
                shortened.1 + 1,
            );
        }
        cells.split_backticks(&text);
        let record = Record {
            line: place.line,
            offset: place.offset,
            text: &text,
            cells: &cells,
        };
        layout.record(&record, reading);
    }
    let (line, rows) = shortened;
    if rows > 0 {
        reading
            .problems
            .push(FileProblem::DigitsLost { line, rows });
    }
    layout.finish(last, reading);
    Ok(())
}

/// A long number that is one of the spreadsheet's own has lost its last digits.
fn is_shortened(sheet: &Sheet, row: usize, column: usize) -> bool {
    let text = sheet.cell(row, column);
    let long = || text.len() > EXACT_DIGITS && text.bytes().all(|b| b.is_ascii_digit());
    digits_lost(text) || sheet.kind(row, column) == CellKind::Number && long()
}

fn plain(cell: &str) -> &str {
    cell.strip_prefix('`').unwrap_or(cell)
}

/// A row's cells as a bill writes them, each behind a backtick.
fn record(sheet: &Sheet, row: usize, width: usize) -> String {
    let cells = (0..width).map(|column| {
        let cell = plain(sheet.cell(row, column)).replace(",`", ", ");
        // A workbook writes midnight as the day alone.
        match sheet.kind(row, column) {
            CellKind::Date if cell.len() == "2026-03-02".len() => cell + " 00:00:00",
            _ => cell,
        }
    });
    cells.fold(String::new(), |text, cell| {
        let comma = if text.is_empty() { "" } else { "," };
        format!("{text}{comma}`{cell}")
    })
}

/// A line around the table.
fn remark(sheet: &Sheet, row: usize) -> String {
    sheet.cells(row).collect::<Vec<_>>().join(",")
}
