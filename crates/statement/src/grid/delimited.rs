//! Delimited text to rows of cells: comma, semicolon, tab, pipe, or none of them.
//!
//! The delimiter is the one that cuts most lines into the same number of cells. A quoted
//! cell may hold delimiters and line ends; where its quote does not close, the quote is a
//! letter of its line and the row says so. `="0012"` is `0012`.

use std::ops::Range;

use super::{MOST_ROWS, Sheet};
use crate::encoding::Encoding;

/// A quoted cell that runs on for more lines than this is taken for one that never closes.
const MOST_LINES: usize = 200;
/// Lines that are asked for the delimiter.
const SAMPLE: usize = 400;
/// Cells are counted in 32 bits.
const MOST_TEXT: usize = u32::MAX as usize / 2;

/// A physical line of the file.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    end: usize,
    offset: u64,
    replaced: bool,
}

/// A file's text, line by line, each with its place in the file.
#[derive(Debug)]
pub(super) struct Lines {
    text: String,
    lines: Vec<Line>,
}

impl Lines {
    /// Decodes a file. Bytes that are no text become `�` in their line; `whole`: the bytes
    /// are all of the file, else its last line is left out.
    pub fn decode(bytes: &[u8], encoding: Encoding, whole: bool) -> Self {
        let wide = matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        let skip = encoding.mark(bytes);
        let mut lines = Self {
            text: String::with_capacity(bytes.len()),
            lines: Vec::new(),
        };
        let mut start = skip;
        while start < bytes.len() && lines.text.len() < MOST_TEXT {
            let (end, next) = if wide {
                wide_end(bytes, start, encoding)
            } else {
                narrow_end(bytes, start)
            };
            if next == end && !whole {
                break;
            }
            let (text, replaced) = encoding.decode_lossy(&bytes[start..end]);
            let from = lines.text.len();
            lines.text.push_str(&text);
            lines.lines.push(Line {
                start: from,
                end: lines.text.len(),
                offset: start as u64,
                replaced,
            });
            lines.text.push('\n');
            start = next;
        }
        lines
    }

    /// The text, its lines ended by a line feed each.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is no text at all: control characters among its first lines.
    pub fn is_binary(&self) -> bool {
        let start = &self.text[..floor(&self.text, 4_096)];
        let odd = start
            .chars()
            .filter(|c| matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{fffd}'))
            .count();
        odd * 20 > start.chars().count()
    }

    /// The first byte in the file of a line, 1 = first.
    pub fn offset(&self, line: u32) -> u64 {
        let at = (line as usize).saturating_sub(1);
        self.lines.get(at).map_or(0, |line| line.offset)
    }

    /// How many lines.
    pub const fn len(&self) -> usize {
        self.lines.len()
    }

    /// A line, 0 = first.
    pub fn line(&self, at: usize) -> &str {
        let line = &self.lines[at];
        &self.text[line.start..line.end]
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where a line ends and the next begins; equal at the end of the file.
fn narrow_end(bytes: &[u8], start: usize) -> (usize, usize) {
    match memchr::memchr2(b'\n', b'\r', &bytes[start..]) {
        None => (bytes.len(), bytes.len()),
        Some(found) => {
            let at = start + found;
            let pair = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            (at, at + 1 + usize::from(pair))
        }
    }
}

fn wide_end(bytes: &[u8], start: usize, encoding: Encoding) -> (usize, usize) {
    let unit = |at: usize| {
        let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
        Some(if encoding == Encoding::Utf16Le {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        })
    };
    let mut at = start;
    while let Some(found) = unit(at) {
        match found {
            0x0a => return (at, at + 2),
            0x0d if unit(at + 2) == Some(0x0a) => return (at, at + 4),
            0x0d => return (at, at + 2),
            _ => at += 2,
        }
    }
    (bytes.len(), bytes.len())
}

/// Cuts lines into cells, at a letter that is said or at the one that cuts them best.
pub(super) fn sheet(lines: &Lines, said: Option<char>) -> Sheet {
    let delimiter = said.unwrap_or_else(|| delimiter(lines));
    let mut sheet = Sheet {
        separator: Some(delimiter),
        ..Sheet::default()
    };
    let mut at = 0;
    let mut spanning = true;
    let mut record = String::new();
    while at < lines.lines.len() && sheet.len() < MOST_ROWS {
        let start = lines.lines[at];
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        sheet.push_row(number, start.offset);
        let taken = spans(lines, at, delimiter, spanning);
        let row = sheet.rows.last_mut().expect("pushed above");
        row.replaced = (at..at + taken.unwrap_or(1)).any(|line| lines.lines[line].replaced);
        row.unclosed = taken.is_none();
        let quotes = taken.is_some();
        // A file full of quotes that do not close is not searched from each of them.
        spanning &= quotes || sheet.len() < 1_000;
        let taken = taken.unwrap_or(1);
        let text = if taken == 1 {
            lines.line(at)
        } else {
            record.clear();
            record.push_str(&lines.text[start.start..lines.lines[at + taken - 1].end]);
            &record
        };
        split(text, delimiter, quotes, &mut sheet);
        at += taken;
    }
    sheet
}

/// How many lines the record that starts on a line has; `None` where a quote does not
/// close.
fn spans(lines: &Lines, at: usize, delimiter: char, spanning: bool) -> Option<usize> {
    let mut open = false;
    let most = if spanning { MOST_LINES } else { 1 };
    for (taken, line) in (at..lines.lines.len()).take(most).enumerate() {
        open = open_after(lines.line(line), delimiter, open);
        if !open {
            return Some(taken + 1);
        }
    }
    None
}

/// Whether a quote is open behind a line.
fn open_after(line: &str, delimiter: char, mut open: bool) -> bool {
    let mut starts = !open;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if open {
            if c == '"' {
                if chars.peek() == Some(&'"') {
                    chars.next();
                } else {
                    open = false;
                    starts = false;
                }
            }
        } else if c == '"' && starts {
            open = true;
        } else if c == delimiter {
            starts = true;
        } else if !(c == ' ' || c == '=') {
            starts = false;
        }
    }
    open
}

/// Cuts one record; without `quotes` a quote is a letter like others.
fn split(text: &str, delimiter: char, quotes: bool, sheet: &mut Sheet) {
    // WeChat Pay's bills: a backtick before each cell, which keeps its commas.
    if delimiter == ',' && text.starts_with('`') {
        text[1..].split(",`").for_each(|cell| sheet.push_cell(cell));
        return;
    }
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let opens = rest.trim_start_matches([' ', '=']);
        if quotes && opens.starts_with('"') && opens.len() != rest.len() + 1 {
            let (range, after) = quoted(opens);
            unquote(&opens[range], &mut cell);
            let after = &opens[after..];
            let end = after.find(delimiter);
            let tail = &after[..end.unwrap_or(after.len())];
            cell.push_str(tail);
            sheet.push_cell(formula(&cell));
            match end {
                None => return,
                Some(end) => rest = &after[end + delimiter.len_utf8()..],
            }
        } else {
            let end = rest.find(delimiter);
            sheet.push_cell(formula(&rest[..end.unwrap_or(rest.len())]));
            match end {
                None => return,
                Some(end) => rest = &rest[end + delimiter.len_utf8()..],
            }
        }
    }
}

/// The inner part of a quoted cell, and where it ends behind its quote.
fn quoted(text: &str) -> (Range<usize>, usize) {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(found) = memchr::memchr(b'"', &bytes[at..]) {
        let quote = at + found;
        if bytes.get(quote + 1) == Some(&b'"') {
            at = quote + 2;
        } else {
            return (1..quote, quote + 1);
        }
    }
    (1..text.len(), text.len())
}

fn unquote(text: &str, cell: &mut String) {
    cell.clear();
    let mut parts = text.split("\"\"");
    cell.push_str(parts.next().unwrap_or_default());
    for part in parts {
        cell.push('"');
        cell.push_str(part);
    }
}

/// `="0012"` is how some systems keep Excel from reading a text as a number.
fn formula(cell: &str) -> &str {
    let trimmed = cell.trim();
    trimmed
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(cell)
}

/// The delimiter of a text: the one that cuts its lines most alike.
fn delimiter(lines: &Lines) -> char {
    let mut best = (0, ',');
    for candidate in [',', ';', '\t', '|'] {
        let mut counts: Vec<usize> = Vec::new();
        let sample = (0..lines.lines.len()).filter(|at| !lines.line(*at).trim().is_empty());
        for at in sample.take(SAMPLE) {
            counts.push(outside_quotes(lines.line(at), candidate));
        }
        counts.retain(|count| *count > 0);
        counts.sort_unstable();
        let Some(common) = commonest(&counts) else {
            continue;
        };
        // Lines that are cut alike weigh most; many cells weigh a little.
        let alike = counts.iter().filter(|count| **count == common).count();
        let score = alike * 8 * (common + 1).min(6) + counts.len() * 4 + common.min(40);
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

fn commonest(sorted: &[usize]) -> Option<usize> {
    let groups = sorted.chunk_by(|a, b| a == b);
    groups
        .max_by_key(|group| (group.len(), group[0]))
        .map(|group| group[0])
}

fn outside_quotes(line: &str, delimiter: char) -> usize {
    let (mut open, mut starts, mut count) = (false, true, 0);
    for c in line.chars() {
        if c == '"' && (open || starts) {
            open = !open;
            starts = false;
        } else if !open && c == delimiter {
            count += 1;
            starts = true;
        } else if !(c == ' ' || c == '=') {
            starts = false;
        }
    }
    count
}
