//! What a workbook may take of memory, asked before it is opened and while it is read.
//!
//! A workbook of a few kilobytes can name cells at the far corners of many sheets, repeat one
//! long text in a million cells, or unpack to gigabytes. What a file may take grows with its
//! own size, so that no workbook that people keep meets these limits.
//!
//! Sources: [MS-CFB] (sectors and chains of a compound document), [MS-XLS] 2.4 (records).

use std::io::{Cursor, Read};

use crate::problem::FileProblem;

/// Cells that any workbook may have.
const CELLS: usize = 24 << 20;
/// Text that any workbook may have, in bytes.
const TEXT: usize = 128 << 20;
/// Shared texts that any workbook may have, in bytes unpacked.
const SHARED: u64 = 96 << 20;
/// A member of more than this is looked through for texts that are longer than any cell's.
const LOOKED_THROUGH: u64 = 48 << 20;
/// The longest run of one text in a member.
const LONGEST_TEXT: usize = 16 << 20;
/// Cells that the sheets of an XLS may span.
const SPANNED: u64 = 8 << 20;

fn too_large(detail: String) -> FileProblem {
    FileProblem::TooLarge { detail }
}

/// How many cells and how much text a workbook may still give.
#[derive(Debug)]
pub(super) struct Room {
    cells: usize,
    text: usize,
    most: (usize, usize),
}

impl Room {
    /// The room of a file of a size in bytes.
    pub fn of(bytes: usize) -> Self {
        let cells = CELLS.max(bytes / 2);
        // Places in a sheet's text are counted in 32 bits.
        let text = TEXT.max(bytes.saturating_mul(6)).min(u32::MAX as usize / 2);
        Self {
            cells,
            text,
            most: (cells, text),
        }
    }

    /// Takes cells and bytes of text.
    ///
    /// # Errors
    /// [`FileProblem::TooLarge`] where they are more than is left.
    pub fn take(&mut self, cells: usize, text: usize) -> Result<(), FileProblem> {
        let (most_cells, most_text) = self.most;
        self.cells = self
            .cells
            .checked_sub(cells)
            .ok_or_else(|| too_large(format!("a workbook of more than {most_cells} cells")))?;
        self.text = self.text.checked_sub(text).ok_or_else(|| {
            let limit = most_text >> 20;
            too_large(format!("a workbook with more than {limit} MiB of text"))
        })?;
        Ok(())
    }
}

/// Refuses an XLSX or ODS whose members unpack to more than can be held.
///
/// # Errors
/// [`FileProblem::TooLarge`], and [`FileProblem::BadArchive`] where it is no archive.
pub(super) fn packed(bytes: &[u8], most_unpacked: u64) -> Result<(), FileProblem> {
    let bad = |detail: String| FileProblem::BadArchive { detail };
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| bad(error.to_string()))?;
    let size = archive.decompressed_size().unwrap_or_default();
    if size > u128::from(most_unpacked) {
        let limit = most_unpacked >> 20;
        return Err(too_large(format!(
            "a workbook of more than {limit} MiB unpacked"
        )));
    }
    for index in 0..archive.len() {
        let Ok(mut member) = archive.by_index(index) else {
            continue;
        };
        let name = member.name().map(|name| name.to_ascii_lowercase());
        let (name, size) = (name.unwrap_or_default(), member.size());
        if name.ends_with("sharedstrings.xml") {
            let most = SHARED.max(bytes.len() as u64 * 5);
            if size > most {
                let limit = most >> 20;
                return Err(too_large(format!(
                    "a workbook with more than {limit} MiB of shared text"
                )));
            }
            // Room is made for as many texts as it says it has.
            let mut head = [0; 4 << 10];
            let filled = fill(&mut member, &mut head);
            if unique_count(&head[..filled]).is_some_and(|count| count > size) {
                return Err(bad("it has fewer shared texts than it says".to_owned()));
            }
        } else if size > LOOKED_THROUGH && longest_text(&mut member) > LONGEST_TEXT {
            let limit = LONGEST_TEXT >> 20;
            return Err(too_large(format!("a cell of more than {limit} MiB")));
        }
    }
    Ok(())
}

fn fill(source: &mut impl Read, buffer: &mut [u8]) -> usize {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) | Err(_) => break,
            Ok(read) => filled += read,
        }
    }
    filled
}

fn unique_count(head: &[u8]) -> Option<u64> {
    const NAME: &[u8] = b"uniqueCount=";
    let at = memchr::memmem::find(head, NAME)? + NAME.len() + 1;
    let digits = head.get(at..)?.iter().take_while(|b| b.is_ascii_digit());
    Some(digits.fold(0, |count: u64, digit| {
        count
            .saturating_mul(10)
            .saturating_add(u64::from(digit - b'0'))
    }))
}

/// The longest run of bytes without a `<`, as far as the member can be unpacked. No member
/// unpacks to more than it says: what is beyond that is cut off.
fn longest_text(member: &mut impl Read) -> usize {
    let mut buffer = vec![0; 64 << 10];
    let (mut run, mut longest) = (0, 0);
    loop {
        let filled = fill(member, &mut buffer);
        if filled == 0 || longest > LONGEST_TEXT {
            return longest;
        }
        let mut from = 0;
        for at in memchr::memchr_iter(b'<', &buffer[..filled]) {
            longest = longest.max(run + at - from);
            (run, from) = (0, at);
        }
        run += filled - from;
        longest = longest.max(run);
    }
}

/// Refuses an XLS whose sheets span more cells than can be held: its reader makes a place
/// for each cell between the first and the last one.
///
/// # Errors
/// [`FileProblem::TooLarge`].
pub(super) fn spanned(bytes: &[u8]) -> Result<(), FileProblem> {
    let most = SPANNED.max(bytes.len() as u64);
    let book = ["Workbook", "Book"]
        .iter()
        .find_map(|name| stream(bytes, name));
    let span = book.map_or(0, |book| span(&book));
    if span > most {
        return Err(too_large(format!(
            "a workbook whose sheets span more than {most} cells"
        )));
    }
    Ok(())
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// Sector numbers from here on are no sectors.
const NO_SECTOR: u32 = 0xffff_fffa;

/// A stream of a compound document that is not among its small ones.
fn stream(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    let size = 1_usize << u16_at(bytes, 30)?.min(16);
    let sector = |id: u32| {
        let start = (id as usize).checked_add(1)?.checked_mul(size)?;
        bytes.get(start..(start + size).min(bytes.len()))
    };
    // The table of chains: its own sectors stand in the header, then in a chain of lists.
    let mut tables: Vec<u32> = (0..109)
        .filter_map(|at| u32_at(bytes, 76 + at * 4))
        .collect();
    let mut list = u32_at(bytes, 68)?;
    for _ in 0..=bytes.len() / size {
        let Some(part) = (list < NO_SECTOR).then(|| sector(list)).flatten() else {
            break;
        };
        let numbers = (0..size / 4 - 1).filter_map(|at| u32_at(part, at * 4));
        tables.extend(numbers);
        list = u32_at(part, size - 4)?;
    }
    let next = |id: u32| {
        let table = *tables.get(id as usize / (size / 4))?;
        u32_at(sector(table)?, id as usize % (size / 4) * 4)
    };
    let chain = |first: u32| {
        let mut content = Vec::new();
        let mut id = first;
        while id < NO_SECTOR && content.len() <= bytes.len() {
            let Some(part) = sector(id) else { break };
            content.extend_from_slice(part);
            let Some(after) = next(id) else { break };
            id = after;
        }
        content
    };
    let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let directory = chain(u32_at(bytes, 48)?);
    let entry = directory.chunks_exact(128).find(|entry| {
        entry.starts_with(&wanted) && entry.get(wanted.len()..wanted.len() + 2) == Some(&[0, 0])
    })?;
    Some(chain(u32_at(entry, 116)?))
}

/// How many cells lie between the first and the last one of each sheet, over all sheets.
fn span(book: &[u8]) -> u64 {
    const SHEET: u16 = 0x0085;
    const END: u16 = 0x000a;
    let sheets = records(book, 0)
        .take_while(|(kind, _)| *kind != END)
        .filter(|(kind, _)| *kind == SHEET)
        .filter_map(|(_, content)| u32_at(content, 0));
    let spans = sheets.map(|start| {
        let (mut first, mut last) = ((u16::MAX, u16::MAX), (0, 0));
        let content = records(book, start as usize);
        for (kind, content) in content.take_while(|(kind, _)| *kind != END) {
            let is_cell = matches!(
                kind,
                0x0006 | 0x00bd | 0x00d6 | 0x00fd | 0x0203 | 0x0204 | 0x0205 | 0x027e
            );
            let place = (u16_at(content, 0), u16_at(content, 2));
            if let (true, (Some(row), Some(column))) = (is_cell, place) {
                // One record may hold a run of cells, its last column at its end.
                let end = match kind {
                    0x00bd => u16_at(content, content.len().saturating_sub(2)).unwrap_or(column),
                    _ => column,
                };
                first = (row.min(first.0), column.min(first.1));
                last = (row.max(last.0), end.max(column).max(last.1));
            }
        }
        if first.0 > last.0 || first.1 > last.1 {
            return 0;
        }
        (u64::from(last.0 - first.0) + 1) * (u64::from(last.1 - first.1) + 1)
    });
    spans.fold(0, u64::saturating_add)
}

/// The records of a stream from a place on: kind and content.
fn records(book: &[u8], from: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = from;
    std::iter::from_fn(move || {
        let kind = u16_at(book, at)?;
        let length = usize::from(u16_at(book, at + 2)?);
        let content = book.get(at + 4..)?;
        let content = &content[..length.min(content.len())];
        at += 4 + length;
        Some((kind, content))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_of_the_room_is_bounded_and_the_message_says_by_what() {
        let mut room = Room::of(0);
        assert_eq!(room.take(CELLS, TEXT), Ok(()));
        let detail = |problem: Result<(), FileProblem>| match problem {
            Err(FileProblem::TooLarge { detail }) => detail,
            other => format!("{other:?}"),
        };
        let cells = detail(room.take(1, 0));
        assert_eq!(cells, "a workbook of more than 25165824 cells");
        let text = detail(Room::of(0).take(0, TEXT + 1));
        assert_eq!(text, "a workbook with more than 128 MiB of text");
        assert_eq!(Room::of(100 << 20).take(50 << 20, 600 << 20), Ok(()));
    }

    #[test]
    fn runs_of_text_are_measured_over_the_ends_of_pieces() {
        let mut text = vec![b'x'; 200 << 10];
        text[3] = b'<';
        assert_eq!(longest_text(&mut text.as_slice()), (200 << 10) - 3);
    }

    #[test]
    fn a_count_of_texts_is_read_where_it_stands() {
        assert_eq!(
            unique_count(br#"<sst count="9" uniqueCount="72">"#),
            Some(72)
        );
        let huge = br#"<sst uniqueCount="99999999999999999999999">"#;
        assert_eq!(unique_count(huge), Some(u64::MAX));
        assert_eq!(unique_count(b"<sst>"), None);
    }

    #[test]
    fn sheets_span_what_lies_between_their_corners() {
        let record = |kind: u16, content: &[u8]| {
            let length = u16::try_from(content.len()).expect("short");
            [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
        };
        let cell = |row: u16, column: u16| {
            let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
            record(0x0203, &place)
        };
        let sheet = [cell(1, 2), cell(9, 0), record(0x000a, &[])].concat();
        let start = 2 * 8 + 4;
        let bound = record(0x0085, &u32::to_le_bytes(start));
        // Two names of one sheet are two sheets to a reader.
        let book = [bound.clone(), bound, record(0x000a, &[]), sheet].concat();
        assert_eq!(span(&book), 2 * 9 * 3);
    }
}
