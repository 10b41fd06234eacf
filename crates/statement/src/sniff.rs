//! What a file is, from its first bytes. Its name is never asked.

use serde::{Deserialize, Serialize};

use crate::documents;
use crate::encoding::{BOM, Encoding, Narrowed, is_wide};
use crate::formats::{self, Format, own};
use crate::problem::FileProblem;
use crate::record::{Cells, Find, Splitter};
use crate::rows::Role;
use crate::settings::{FileSettings, ReadSettings};
use crate::words::shorten;
use crate::{grid, tabular};

/// Something that holds files.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Container {
    /// A zip archive.
    Zip,
    /// One file, compressed by gzip.
    Gzip,
}

/// What a file's first bytes say.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Sniffed {
    /// Format id, `None` where unknown (`problems` says why) and for containers.
    pub format: Option<&'static str>,
    /// What its rows are.
    pub role: Option<Role>,
    /// Its encoding as far as the first bytes tell; UTF-8 where they are ASCII.
    pub encoding: Encoding,
    /// Whether it holds files of its own.
    pub container: Option<Container>,
    /// Why it will be refused.
    pub problems: Vec<FileProblem>,
}

/// How a known file is to be read.
#[derive(Debug)]
pub(crate) enum Known {
    /// A table: its header's cells and the line they stand on.
    Table {
        format: &'static Format,
        header: Vec<String>,
        line: u32,
    },
    /// A text to hand on whole.
    Text(&'static Format),
    /// A statement that is no table.
    Document(&'static Format),
    /// Perhaps a table that is read whole; `otherwise`: what it is if it is none.
    Grid {
        /// Why no streamed format fits.
        otherwise: FileProblem,
    },
    /// To be opened first.
    Container(Container),
}

/// Bytes of a file that are enough to know it: its header stands within them.
pub const HEAD: usize = 64 << 10;

/// Decides what a file is.
///
/// `head` and `tail` are its first and last bytes ([`HEAD`] of them are enough; of a
/// smaller file both are all of it), `size` its length in bytes.
#[must_use]
pub fn sniff(head: &[u8], tail: &[u8], size: u64) -> Sniffed {
    let encoding = Encoding::detect(&head[..head.len().min(HEAD)]).unwrap_or_default();
    let mut sniffed = Sniffed {
        format: None,
        role: None,
        encoding,
        container: None,
        problems: Vec::new(),
    };
    let whole = size <= head.len() as u64;
    match know(&head[..head.len().min(HEAD)], whole && head.len() <= HEAD) {
        Ok(Known::Table { format, .. } | Known::Text(format) | Known::Document(format)) => {
            sniffed.format = Some(format.id);
            sniffed.role = format.role;
        }
        Ok(Known::Container(container)) => {
            sniffed.container = Some(container);
            if container == Container::Zip && !has_directory(tail) {
                let detail = "the archive ends before its list of members".to_owned();
                sniffed.problems.push(FileProblem::BadArchive { detail });
            }
        }
        Ok(Known::Grid { otherwise }) => {
            match tabular::know(
                head,
                whole,
                &FileSettings::default(),
                &ReadSettings::default(),
            ) {
                Ok(known) => {
                    sniffed.format = Some(known.format.id);
                    sniffed.role = known.format.role;
                }
                // The end of a workbook says where its parts are.
                Err(_) if !whole && is_workbook(head) => {}
                Err(problem) => sniffed.problems.push(problem.unwrap_or(otherwise)),
            }
        }
        Err(problem) => sniffed.problems.push(problem),
    }
    sniffed
}

/// Whether a file that begins so is a workbook, which is known when it is whole.
pub(crate) fn is_workbook(head: &[u8]) -> bool {
    grid::is_compound(head) || grid::is_office_zip(head)
}

/// Whether the end of a zip holds the record that says where its members are.
fn has_directory(tail: &[u8]) -> bool {
    tail.len() < 22 || memchr::memmem::rfind(tail, b"PK\x05\x06").is_some()
}

/// First bytes of files that people drop by mistake, and what to call them.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"%PDF-", "PDF document"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"SQLite format 3\0", "SQLite database"),
    (b"\0asm", "WebAssembly module"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\0", "program"),
];

/// Before the header, remarks and backticks: what begins so has no quotes.
pub(crate) const BEFORE_HEADER: &[u8] = b"`#";

/// Decides by a file's head; `whole`: the head is all of it.
pub(crate) fn know(head: &[u8], whole: bool) -> Result<Known, FileProblem> {
    if let Some(container) = container(head) {
        return Ok(Known::Container(container));
    }
    if let Some((_, what)) = FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(FileProblem::Foreign {
            what: (*what).to_owned(),
        });
    }
    let skip = if head.starts_with(BOM) { BOM.len() } else { 0 };
    if head[skip..].iter().all(u8::is_ascii_whitespace) && whole {
        return Err(FileProblem::EmptyFile);
    }
    let encoding = Encoding::detect(head).unwrap_or_default();
    if is_workbook(head) {
        return Ok(Known::Grid {
            otherwise: FileProblem::Foreign {
                what: "workbook without a table of days and amounts".to_owned(),
            },
        });
    }
    if is_wide(encoding) {
        return wide(head, encoding, whole);
    }
    // No text has a zero byte; of a file's first line one in a header would be enough.
    if memchr::memchr(0, head).is_some_and(|at| memchr::memchr(b'\n', &head[..at]).is_none()) {
        return Err(FileProblem::NotText);
    }
    let encoding = Encoding::detect(head).unwrap_or_default();
    if let Some(format) = documents::know(head, encoding) {
        return Ok(Known::Document(format));
    }
    table(head, skip, encoding, whole).or_else(foreign)
}

/// Decides on a text of two bytes a letter, as Excel saves it.
fn wide(head: &[u8], encoding: Encoding, whole: bool) -> Result<Known, FileProblem> {
    if let Some(format) = documents::know(head, encoding) {
        return Ok(Known::Document(format));
    }
    let head = Narrowed::new(&head[..head.len() & !1], encoding).text;
    table(head.as_bytes(), 0, Encoding::Utf8, whole).or_else(foreign)
}

/// What is none of ours may be a foreign table.
fn foreign(problem: FileProblem) -> Result<Known, FileProblem> {
    match problem {
        FileProblem::UnknownLayout { .. } | FileProblem::RepeatedColumn { .. }
            if !formats::is_almost_ours(&problem) =>
        {
            Ok(Known::Grid { otherwise: problem })
        }
        problem => Err(problem),
    }
}

/// The kind of archive, by its first bytes.
pub(crate) fn container(head: &[u8]) -> Option<Container> {
    if grid::is_office_zip(head) {
        None
    } else if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        Some(Container::Zip)
    } else if head.starts_with(b"\x1f\x8b\x08") {
        Some(Container::Gzip)
    } else {
        None
    }
}

/// Looks for the first line that is neither blank nor a remark: settings, a carry-over or
/// a header.
fn table(head: &[u8], skip: usize, encoding: Encoding, whole: bool) -> Result<Known, FileProblem> {
    let mut splitter = Splitter::new(skip, BEFORE_HEADER);
    splitter.feed(head);
    let mut cells = Cells::default();
    let mut first = String::new();
    loop {
        let found = match splitter.find(whole) {
            Find::Record(found) => found,
            // The first line does not end within the head.
            Find::More | Find::TooLong(_) | Find::End => {
                if let Some(format) = first_bytes(head, skip) {
                    return Ok(Known::Text(format));
                }
                if first.is_empty() {
                    first = shorten(&String::from_utf8_lossy(&head[..head.len().min(200)]));
                }
                return Err(unknown(first));
            }
        };
        let Some(text) = encoding.decode(splitter.bytes(found)) else {
            return Ok(Known::Grid {
                otherwise: FileProblem::NotText,
            });
        };
        let text = crate::record::trim(&text);
        if text.is_empty() || text.starts_with('#') || text.starts_with("\"#") {
            if first.is_empty() {
                first = shorten(text);
            }
            splitter.accept(found);
            continue;
        }
        if let Some(format) = text_format(text, head, skip) {
            return Ok(Known::Text(format));
        }
        let header = header(&mut cells, text, found.quoted);
        if header
            .iter()
            .any(|cell| cell.contains(|c: char| c.is_control() && c != '\t'))
        {
            return Err(FileProblem::NotText);
        }
        let format = formats::by_header(&header)?;
        if format.is_beside() {
            return Ok(Known::Text(format));
        }
        return Ok(Known::Table {
            format,
            header,
            line: found.line,
        });
    }
}

fn unknown(first: String) -> FileProblem {
    FileProblem::UnknownLayout {
        header: first,
        nearest: None,
        missing: Vec::new(),
    }
}

/// The cells of a header line; early bills have a backtick before these as well.
fn header(cells: &mut Cells, text: &str, quoted: bool) -> Vec<String> {
    let list = |cells: &Cells, text: &str| -> Vec<String> {
        (0..cells.len())
            .map(|i| cells.get(text, i).to_owned())
            .collect()
    };
    if text.starts_with('`') {
        cells.split_backticks(text);
        return list(cells, text);
    }
    if quoted {
        let mut split = Cells::default();
        if split.split_quoted(text) {
            return list(&split, split.unquoted());
        }
    }
    cells.split_commas(text);
    list(cells, text)
}

fn text_format(line: &str, head: &[u8], skip: usize) -> Option<&'static Format> {
    let name = line.split('#').next().unwrap_or_default().trim_end();
    let inner = name
        .strip_prefix("[[")
        .and_then(|rest| rest.strip_suffix("]]"))
        .or_else(|| {
            name.strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
        });
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '"');
    if inner.is_some_and(|inner| !inner.is_empty() && inner.chars().all(bare)) {
        return Some(&own::SETTINGS);
    }
    first_bytes(head, skip)
}

/// A carry-over and a decisions file are known by their first keys, a list of decisions alone
/// by what it lists.
fn first_bytes(head: &[u8], skip: usize) -> Option<&'static Format> {
    let head = head[skip..].trim_ascii_start();
    if let Some(list) = head.strip_prefix(b"[") {
        let decisions = list.trim_ascii_start().starts_with(b"{")
            && memchr::memmem::find(list, b"\"exception\"").is_some();
        return decisions.then_some(&own::DECISIONS);
    }
    let rest = head.strip_prefix(b"{")?;
    let known: [(&[u8], _); 2] = [
        (b"\"tieout_carry_over\"", &own::CARRY_OVER),
        (b"\"tieout_decisions\"", &own::DECISIONS),
    ];
    known.into_iter().find_map(|(key, format)| {
        let rest = rest.trim_ascii_start().strip_prefix(key)?;
        rest.trim_ascii_start().starts_with(b":").then_some(format)
    })
}
