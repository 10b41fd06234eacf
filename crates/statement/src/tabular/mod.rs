//! Tables of every institution: a grid of cells, what its columns mean, and the rows.
//!
//! A sheet is asked in this order, and the first that fits reads it: a format of
//! [`crate::formats`] whose columns it has; names of columns in any of eight languages;
//! and, where no header is found, what the columns hold. Everything that the file does not
//! say itself is decided from all values of a column, or assumed, said in the report
//! ([`FileProblem::Assumed`]), and can be set ([`crate::settings::FileSettings`]).

mod balance;
mod bills;
mod control;
pub(crate) mod currency;
pub(crate) mod date;
pub(crate) mod field;
mod hints;
mod infer;
pub(crate) mod judge;
pub(crate) mod number;
mod plan;
pub(crate) mod planning;
mod refine;
mod rows;
pub(crate) mod side;
mod stating;
mod status;
mod summary;

use std::collections::BTreeSet;

pub use date::DateOrder;
pub use field::{Field, normal};
pub(crate) use judge::{day_at, number_at};
pub use number::DecimalMark;
pub use plan::SignRule;
pub(crate) use plan::{Plan, meanings};
pub(crate) use rows::digits_lost;

use crate::encoding::Encoding;
use crate::formats::Format;
use crate::grid::{self, Grid, Sheet};
use crate::problem::{Assumption, FileProblem};
use crate::reading::Reading;
use crate::settings::{FileSettings, ReadSettings};
use planning::Planned;
use rows::Taker;

/// What a file turned out to be.
#[derive(Debug)]
pub(crate) struct Known {
    /// Its format.
    pub format: &'static Format,
    /// Its encoding, `None` for a workbook.
    pub encoding: Option<Encoding>,
}

/// The format of a file by its beginning; `whole`: that is all of it.
///
/// # Errors
/// `Some` of a problem that no other reading could mend; `None` where it is no table.
pub(crate) fn know(
    head: &[u8],
    whole: bool,
    file: &FileSettings,
    settings: &ReadSettings,
) -> Result<Known, Option<FileProblem>> {
    let grid = grid::read(head, whole, file.encoding).map_err(of_workbook)?;
    let known = |sheet: &Sheet| match bills::know(sheet) {
        Some(bill) => Some(bill.format),
        None => planning::plan(sheet, file, &settings.formats).map(|planned| planned.format),
    };
    let format = grid.sheets.iter().find_map(known).ok_or(None)?;
    Ok(Known {
        format,
        encoding: grid.encoding,
    })
}

/// A workbook that cannot be opened stays one; text that is none may be something else.
fn of_workbook(problem: FileProblem) -> Option<FileProblem> {
    Some(problem).filter(|problem| *problem != FileProblem::NotText)
}

/// Reads a whole file.
///
/// # Errors
/// As [`know`].
pub(crate) fn read(
    bytes: &[u8],
    file: &FileSettings,
    settings: &ReadSettings,
    reading: &mut Reading,
) -> Result<Known, Option<FileProblem>> {
    let Grid { sheets, encoding } = grid::read(bytes, true, file.encoding).map_err(of_workbook)?;
    let mut format = None;
    let mut seen: Vec<Vec<rows::Print>> = Vec::new();
    for sheet in &sheets {
        if let Some(bill) = bills::know(sheet) {
            let first: &mut &'static Format = format.get_or_insert(bill.format);
            let read = if first.role == bill.format.role {
                bills::read(sheet, &bill, settings, reading)
            } else {
                Err(other(sheet))
            };
            reading.problems.extend(read.err());
            continue;
        }
        let Some(planned) = planning::plan(sheet, file, &settings.formats) else {
            continue;
        };
        let first = format.get_or_insert(planned.format);
        if first.role != planned.format.role {
            reading.problems.push(other(sheet));
            continue;
        }
        if reading.role() != Some(planned.plan.role) {
            *reading = Reading::new(Some(planned.plan.role));
        }
        sheet_rows(sheet, &planned, &mut seen, reading);
    }
    let format = format.ok_or(None)?;
    Ok(Known { format, encoding })
}

fn other(sheet: &Sheet) -> FileProblem {
    FileProblem::OtherSheet {
        sheet: sheet.name.clone(),
    }
}

fn sheet_rows(
    sheet: &Sheet,
    planned: &Planned,
    seen: &mut Vec<Vec<rows::Print>>,
    reading: &mut Reading,
) {
    let taker = Taker::new(sheet, &planned.plan, &planned.around, &planned.rows);
    let print = taker.print(&planned.rows);
    if !print.is_empty() && seen.contains(&print) {
        let sheet = sheet.name.clone();
        return reading.problems.push(FileProblem::SameSheet { sheet });
    }
    seen.push(print);
    for (what, value) in &planned.assumed {
        reading.problems.push(FileProblem::Assumed {
            what: *what,
            value: value.clone(),
        });
    }
    if let Some(header) = planned.plan.header {
        let known: BTreeSet<usize> = planned.plan.columns.values().flatten().copied().collect();
        let others = sheet.cells(header).enumerate();
        reading.other_columns.extend(
            others
                .filter(|(column, name)| !known.contains(column) && !name.is_empty())
                .map(|(_, name)| name.to_owned()),
        );
    }
    let outcome = taker.take(reading);
    reading.accounts.remove(rows::NO_ACCOUNT);
    stating::state(sheet, planned, &outcome, reading);
}

/// What was read, in a word, for an assumption about columns.
fn columns_assumed(plan: &plan::Plan) -> (Assumption, String) {
    let mut named: Vec<(usize, Field)> = Vec::new();
    for (field, columns) in &plan.columns {
        named.extend(columns.iter().map(|column| (*column, *field)));
    }
    named.sort_unstable();
    let texts = named
        .iter()
        .map(|(column, field)| format!("{}={}", column + 1, field.text()));
    (Assumption::Columns, texts.collect::<Vec<_>>().join(", "))
}
