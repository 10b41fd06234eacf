//! Rows of which each cell stands on a line of its own, behind its name:
//!
//! ```text
//! Date: 02/03/2026
//! Description: CARD PAYMENT
//! Amount: -12.00
//! Balance: 88.00
//! ```

use super::Sheet;
use super::delimited::Lines;

/// Lines of a record.
const CELLS: std::ops::RangeInclusive<usize> = 3..=40;
/// Characters of a name.
const LONGEST: usize = 40;

/// A record's first line and its cells.
struct Record<'a> {
    line: usize,
    cells: Vec<&'a str>,
}

/// The lines as rows, where the same names follow one another at least twice and few other
/// lines stand beside them.
pub(super) fn sheet(lines: &Lines) -> Option<Sheet> {
    let (first, names) = names(lines)?;
    let records = records(lines, first, &names)?;
    let mut sheet = Sheet::default();
    for at in 0..first {
        push(
            &mut sheet,
            lines,
            at,
            std::iter::once(lines.line(at).trim()),
        );
    }
    push(&mut sheet, lines, first, names.iter().copied());
    for record in records {
        push(&mut sheet, lines, record.line, record.cells.into_iter());
    }
    Some(sheet)
}

fn push<'a>(sheet: &mut Sheet, lines: &Lines, at: usize, cells: impl Iterator<Item = &'a str>) {
    let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
    sheet.push_row(line, lines.offset(line));
    cells.for_each(|cell| sheet.push_cell(cell));
}

/// `Name: value`.
fn named(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().split_once(':')?;
    let name = name.trim();
    let plain = name
        .chars()
        .all(|c| c.is_alphabetic() || " ./()-".contains(c));
    let fits = plain && !name.is_empty() && name.chars().count() <= LONGEST;
    fits.then(|| (name, value.trim()))
}

/// The first line whose name begins a record that comes again, and the names of its cells.
fn names(lines: &Lines) -> Option<(usize, Vec<&str>)> {
    let (mut start, mut names) = (0, Vec::new());
    for at in 0..lines.len().min(200) {
        match named(lines.line(at)) {
            Some((name, _)) if names.first() == Some(&name) && CELLS.contains(&names.len()) => {
                return Some((start, names));
            }
            Some((name, _)) if names.contains(&name) => (start, names) = (at, vec![name]),
            Some((name, _)) => {
                if names.is_empty() {
                    start = at;
                }
                names.push(name);
            }
            None if lines.line(at).trim().is_empty() => {
                // Blank lines stand between records; what was before may be a title.
                let next = (at + 1..lines.len()).find(|next| !lines.line(*next).trim().is_empty());
                let again = next.and_then(|next| named(lines.line(next)));
                if again.is_none_or(|(name, _)| names.first() != Some(&name)) {
                    names.clear();
                }
            }
            None => return None,
        }
    }
    None
}

fn records<'a>(lines: &'a Lines, first: usize, names: &[&str]) -> Option<Vec<Record<'a>>> {
    let mut records: Vec<Record<'a>> = Vec::new();
    for at in first..lines.len() {
        let line = lines.line(at);
        if line.trim().is_empty() {
            continue;
        }
        let (name, value) = named(line)?;
        if name == names[0] {
            records.push(Record {
                line: at,
                cells: Vec::new(),
            });
        }
        let record = records.last_mut()?;
        if names.get(record.cells.len()) != Some(&name) {
            return None;
        }
        record.cells.push(value);
    }
    let whole = records
        .iter()
        .all(|record| record.cells.len() == names.len());
    (whole && records.len() > 1).then_some(records)
}
