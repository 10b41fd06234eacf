//! Workbooks: XLSX, XLS and ODS, every sheet of them.
//!
//! A workbook keeps numbers as binary floats. They become the shortest decimal text that
//! gives the same float, cut to the 15 digits that a spreadsheet shows, so that what was
//! typed as 1234.56 is 1234.56 and no float is ever added. A whole number of more than 15
//! digits has lost its last ones: it is written with an exponent, so that no one takes it
//! for the order number that it was. Dates are whole seconds from the serial number.
//!
//! Source: ECMA-376 part 1, 18.17.4 (dates), 18.18.11 (cell types); the limit of 15 digits
//! from Microsoft's "Excel specifications and limits".

use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Ods, Range, Reader, Xls, Xlsx};

use super::limits::{self, Room};
use super::{CellKind, MOST_ROWS, Sheet};
use crate::calendar::{Date, LocalTime};
use crate::problem::FileProblem;

/// Digits that a float keeps whatever was typed.
const EXACT: usize = 15;
/// What an XLSX may unpack to.
const MOST_UNPACKED: u64 = 512 << 20;

/// Whether a file is a compound document: XLS, and others of its age.
pub(crate) fn is_compound(head: &[u8]) -> bool {
    head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// Whether a zip is an office document: its first members say so.
pub(crate) fn is_office_zip(head: &[u8]) -> bool {
    if !head.starts_with(b"PK\x03\x04") {
        return false;
    }
    let mut at = 0;
    for _ in 0..4 {
        let Some(name) = member_name(head, at) else {
            return false;
        };
        let office = name == b"[Content_Types].xml"
            || name.starts_with(b"_rels/")
            || name.starts_with(b"docProps/")
            || name.starts_with(b"xl/")
            || name == b"mimetype";
        if office {
            return true;
        }
        let from = at + 4;
        let Some(next) = memchr::memmem::find(&head[from.min(head.len())..], b"PK\x03\x04") else {
            return false;
        };
        at = from + next;
    }
    false
}

fn member_name(head: &[u8], at: usize) -> Option<&[u8]> {
    let length = head.get(at + 26..at + 28)?;
    let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
    head.get(at + 30..at + 30 + length)
}

/// The sheets of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, FileProblem> {
    let bad = |detail: &str| FileProblem::BadArchive {
        detail: format!("the workbook is not read ({detail})"),
    };
    if is_office_zip(bytes) {
        limits::packed(bytes, MOST_UNPACKED)?;
    }
    if is_encrypted(bytes) {
        return Err(FileProblem::Foreign {
            what: "workbook locked with a password".to_owned(),
        });
    }
    let source = Cursor::new(bytes);
    let mut room = Room::of(bytes.len());
    let mut sheets = if is_compound(bytes) {
        limits::spanned(bytes)?;
        let mut book = Xls::new(source).map_err(|error| bad(&error.to_string()))?;
        dense(&mut book, &mut room)?
    } else if member_name(bytes, 0) == Some(b"mimetype") {
        let mut book = Ods::new(source).map_err(|error| bad(&error.to_string()))?;
        dense(&mut book, &mut room)?
    } else {
        let mut book = Xlsx::new(source).map_err(|error| bad(&error.to_string()))?;
        sparse(&mut book, &mut room)?
    };
    sheets.retain(|sheet| sheet.len() > 0);
    if sheets.is_empty() {
        return Err(bad("it has no sheet with cells"));
    }
    Ok(sheets)
}

/// The sheets of a workbook of the kinds that bound their own size. A chart, or a sheet
/// that does not parse, costs itself only.
fn dense<'a, R: Reader<Cursor<&'a [u8]>>>(
    book: &mut R,
    room: &mut Room,
) -> Result<Vec<Sheet>, FileProblem> {
    let names = book.sheet_names();
    let sheets = names.into_iter().filter_map(|name| {
        let range = book.worksheet_range(&name).ok()?;
        Some(from_range(name, &range, room))
    });
    sheets.collect()
}

/// The sheets of an XLSX, cell by cell: a sheet may have one cell at each far corner.
fn sparse(book: &mut Xlsx<Cursor<&[u8]>>, room: &mut Room) -> Result<Vec<Sheet>, FileProblem> {
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let mut sheet = Sheet {
            name,
            ..Sheet::default()
        };
        let mut last = None;
        while let Ok(Some(cell)) = cells.next_cell() {
            let (row, column) = cell.get_position();
            if last.is_none_or(|last| row > last) {
                if sheet.len() >= MOST_ROWS {
                    break;
                }
                sheet.push_row(row.saturating_add(1), 0);
                last = Some(row);
            }
            let column = (column as usize).min(super::WIDEST);
            let gap = column.saturating_sub(sheet.width(sheet.len() - 1));
            room.take(gap + 1, 0)?;
            for _ in 0..gap {
                sheet.push_cell("");
            }
            push(&Data::from(cell.get_value().clone()), &mut sheet, room)?;
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// An XLSX with a password is a compound document with this stream in it.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    is_compound(bytes) && memchr::memmem::find(bytes, &name).is_some()
}

fn from_range(name: String, range: &Range<Data>, room: &mut Room) -> Result<Sheet, FileProblem> {
    let mut sheet = Sheet {
        name,
        ..Sheet::default()
    };
    let (first, _) = range.start().unwrap_or_default();
    for (at, row) in range.rows().take(MOST_ROWS).enumerate() {
        let line = first + 1 + u32::try_from(at).unwrap_or(u32::MAX - first - 1);
        if row.iter().all(|cell| matches!(cell, Data::Empty)) {
            continue;
        }
        sheet.push_row(line, 0);
        let filled = row.iter().rposition(|cell| !matches!(cell, Data::Empty));
        let filled = &row[..=filled.unwrap_or(0)];
        room.take(filled.len(), 0)?;
        for cell in filled {
            push(cell, &mut sheet, room)?;
        }
    }
    Ok(sheet)
}

fn push(cell: &Data, sheet: &mut Sheet, room: &mut Room) -> Result<(), FileProblem> {
    if let Data::String(text) | Data::DurationIso(text) | Data::DateTimeIso(text) = cell {
        room.take(0, text.len())?;
    }
    match cell {
        Data::Empty | Data::Error(_) => sheet.push_cell(""),
        Data::String(text) | Data::DurationIso(text) => sheet.push_cell(text),
        Data::Bool(value) => sheet.push_cell(if *value { "true" } else { "false" }),
        Data::Int(number) => sheet.push_typed(&number.to_string(), CellKind::Number),
        Data::Float(number) => sheet.push_typed(&decimal(*number), CellKind::Number),
        Data::DateTimeIso(text) => {
            let text = text.replace('T', " ");
            let end = text.find('.').unwrap_or(text.len());
            sheet.push_typed(&text[..end], CellKind::Date);
        }
        Data::DateTime(serial) => match date(*serial) {
            Some(text) => sheet.push_typed(&text, CellKind::Date),
            None => sheet.push_typed(&decimal(serial.as_f64()), CellKind::Number),
        },
    }
    Ok(())
}

/// A date of a workbook; midnight is left out.
fn date(serial: ExcelDateTime) -> Option<String> {
    if !serial.is_datetime() {
        return None;
    }
    let (year, month, day, hour, minute, second, milli) = serial.to_ymd_hms_milli();
    let date = Date::from_ymd(i32::from(year), u32::from(month), u32::from(day))?;
    let second = i64::from(second) + i64::from(milli >= 500);
    let seconds = i64::from(hour) * 3_600 + i64::from(minute) * 60 + second;
    if seconds == 0 {
        return Some(date.to_string());
    }
    let time = LocalTime(date.midnight().0 + seconds);
    if serial.as_f64() < 1.0 {
        // A time without a day.
        return time
            .to_string()
            .split_once(' ')
            .map(|(_, time)| time.to_owned());
    }
    Some(time.to_string())
}

/// The decimal text of a float as a spreadsheet means it.
pub(crate) fn decimal(number: f64) -> String {
    // Rust writes the shortest text that reads back as the same float, without an exponent.
    let text = number.to_string();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return String::new();
    }
    if whole.len() > EXACT {
        let tail = whole[1..EXACT].trim_end_matches('0');
        let point = if tail.is_empty() { "" } else { "." };
        return format!("{sign}{}{point}{tail}E+{}", &whole[..1], whole.len() - 1);
    }
    let leading = if whole == "0" {
        fraction.len() - fraction.trim_start_matches('0').len()
    } else {
        0
    };
    let kept = if whole == "0" {
        EXACT + leading
    } else {
        EXACT - whole.len()
    };
    let rounded = rounded(whole, fraction, kept);
    if rounded == "0" {
        rounded
    } else {
        format!("{sign}{rounded}")
    }
}

/// Whole part and fraction with at most `kept` decimals, half up, on digits alone.
fn rounded(whole: &str, fraction: &str, kept: usize) -> String {
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes().take(kept)).collect();
    let mut decimals = fraction.len().min(kept);
    if fraction
        .as_bytes()
        .get(kept)
        .is_some_and(|digit| *digit >= b'5')
    {
        let mut at = digits.len();
        loop {
            if at == 0 {
                digits.insert(0, b'1');
                break;
            }
            at -= 1;
            if digits[at] == b'9' {
                digits[at] = b'0';
            } else {
                digits[at] += 1;
                break;
            }
        }
    }
    while decimals > 0 && digits.last() == Some(&b'0') {
        digits.pop();
        decimals -= 1;
    }
    let point = digits.len() - decimals;
    let mut text = String::from_utf8(digits).unwrap_or_default();
    if decimals > 0 {
        text.insert(point, '.');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_without_the_residue_of_its_float() {
        for (number, text) in [
            (1234.56, "1234.56"),
            (0.1 + 0.2, "0.3"),
            (-12.340_000_000_000_002, "-12.34"),
            (99.999_999_999_999_99, "100"),
            (0.000_001, "0.000001"),
            (-0.0, "0"),
            (20_260_302.0, "20260302"),
            (123_456_789_012_345.0, "123456789012345"),
            (123_456_789_012_345_680.0, "1.23456789012345E+17"),
            (1e17, "1E+17"),
            (f64::NAN, ""),
        ] {
            assert_eq!(decimal(number), text);
        }
    }
}
