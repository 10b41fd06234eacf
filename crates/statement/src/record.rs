//! Bytes to records: one line, or several where a quoted cell holds line ends.
//!
//! A record that no quote touches is found and split by searching bytes alone; one with
//! quotes goes to csv-core. Both give the same cells (a test says so).
//!
//! **Quotes that do not close.** A file is never swallowed by one stray quote. A record
//! that spans lines is taken only where each of its quotes closes at the end of its cell
//! and it has as many cells as the header; otherwise its first line alone is refused
//! ([`crate::Reason::UnclosedQuote`]) and reading goes on with the line after it, so every
//! line is either read or refused.

use memchr::{memchr, memchr2, memchr3};

/// A quoted cell that runs on for more than this is taken for one that never closes.
const LONGEST_QUOTED: usize = 1 << 20;
/// A line beyond this is no line of a statement.
pub(crate) const LONGEST_LINE: usize = 16 << 20;
/// After so many quotes that did not close, no record of the file may span lines: a file
/// made to be slow would otherwise be searched to [`LONGEST_QUOTED`] from each of its lines.
const UNCLOSED_LIMIT: u32 = 1_000;

/// Where a record stands in the buffer of its [`Splitter`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    start: usize,
    end: usize,
    next: usize,
    /// Line on which it starts, 1 = first.
    pub line: u32,
    /// Its first byte in the file.
    pub offset: u64,
    /// Whether a line end follows it.
    pub ended: bool,
    /// Whether a quote opens a cell of it.
    pub quoted: bool,
    /// Whether it holds a line end.
    pub spans: bool,
    /// Whether it was cut at its first line because a quote does not close.
    pub unclosed: bool,
}

/// What [`Splitter::find`] came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Find {
    /// A record.
    Record(Found),
    /// The buffer ends within a record: more bytes are needed.
    More,
    /// A line longer than [`LONGEST_LINE`] starts here.
    TooLong(u32),
    /// All is read.
    End,
}

/// Where the search for the end of the current record stands, so that bytes are
/// searched once however small the pieces in which they come.
#[derive(Clone, Copy, Debug, Default)]
struct Search {
    /// Bytes from the record's start that are done with.
    done: usize,
    in_quote: bool,
    quoted: bool,
    /// First line end within quotes: where it is and how long.
    first_break: Option<(usize, usize)>,
    breaks: u32,
}

/// Cuts a stream of bytes into records.
#[derive(Debug)]
pub(crate) struct Splitter {
    buffer: Vec<u8>,
    start: usize,
    /// Offset in the file of the buffer's first byte.
    base: u64,
    line: u32,
    search: Search,
    unclosed: u32,
    /// A record that begins with one of these bytes knows no quotes.
    bare: &'static [u8],
}

impl Splitter {
    /// A splitter for a file from its first byte, of which the first `skip` are no text.
    pub fn new(skip: usize, bare: &'static [u8]) -> Self {
        Self {
            buffer: Vec::new(),
            start: skip,
            base: 0,
            line: 1,
            search: Search::default(),
            unclosed: 0,
            bare,
        }
    }

    /// From the next record on, these first bytes mark a record that knows no quotes.
    pub const fn set_bare(&mut self, bare: &'static [u8]) {
        self.bare = bare;
    }

    /// Takes further bytes of the file.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.start > 0 && self.start <= self.buffer.len() {
            self.buffer.drain(..self.start);
            self.base += self.start as u64;
            self.start = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The bytes of a record, without its line end.
    pub fn bytes(&self, found: Found) -> &[u8] {
        &self.buffer[found.start..found.end]
    }

    /// Looks for the next record; `last`: no byte comes after the buffer.
    pub fn find(&mut self, last: bool) -> Find {
        if self.start >= self.buffer.len() {
            return if last { Find::End } else { Find::More };
        }
        let record = &self.buffer[self.start..];
        let bare = self.bare.contains(&record[0]);
        let mut search = self.search;
        let outcome = if bare {
            bare_end(record, &mut search, last)
        } else {
            quoted_end(record, &mut search, last, self.unclosed >= UNCLOSED_LIMIT)
        };
        self.search = search;
        match outcome {
            End::At { end, next, ended } => {
                Find::Record(self.found(end, next, ended, search.breaks > 0, false))
            }
            End::Unclosed { end, next, ended } => {
                Find::Record(self.found(end, next, ended, false, true))
            }
            End::More if record.len() > LONGEST_LINE => Find::TooLong(self.line),
            End::More => Find::More,
        }
    }

    fn found(&self, end: usize, next: usize, ended: bool, spans: bool, unclosed: bool) -> Found {
        Found {
            start: self.start,
            end: self.start + end,
            next: self.start + next,
            line: self.line,
            offset: self.base + self.start as u64,
            ended,
            quoted: self.search.quoted,
            spans,
            unclosed,
        }
    }

    /// Goes on behind a record.
    pub fn accept(&mut self, found: Found) {
        let lines = if found.spans { self.search.breaks } else { 0 };
        self.line = self.line.saturating_add(lines + u32::from(found.ended));
        self.unclosed += u32::from(found.unclosed);
        self.start = found.next;
        self.search = Search::default();
    }

    /// The first line of a record that spans lines, in its place.
    pub fn first_line(&self, found: Found) -> Found {
        let (at, length) = self
            .search
            .first_break
            .unwrap_or((found.end - found.start, 0));
        Found {
            end: found.start + at,
            next: found.start + at + length,
            ended: length > 0,
            spans: false,
            unclosed: true,
            ..found
        }
    }
}

enum End {
    At {
        end: usize,
        next: usize,
        ended: bool,
    },
    Unclosed {
        end: usize,
        next: usize,
        ended: bool,
    },
    More,
}

/// Length of the line end at `at`, `None` where it needs a further byte to tell.
fn break_length(record: &[u8], at: usize, last: bool) -> Option<usize> {
    match (record[at], record.get(at + 1)) {
        (b'\r', Some(b'\n')) => Some(2),
        (b'\r', None) if !last => None,
        _ => Some(1),
    }
}

fn bare_end(record: &[u8], search: &mut Search, last: bool) -> End {
    match memchr2(b'\n', b'\r', &record[search.done..]) {
        Some(found) => {
            let at = search.done + found;
            search.done = at;
            match break_length(record, at, last) {
                Some(length) => End::At {
                    end: at,
                    next: at + length,
                    ended: true,
                },
                None => End::More,
            }
        }
        None if last => End::At {
            end: record.len(),
            next: record.len(),
            ended: false,
        },
        None => {
            search.done = record.len();
            End::More
        }
    }
}

fn quoted_end(record: &[u8], search: &mut Search, last: bool, one_line: bool) -> End {
    loop {
        if search.in_quote {
            if let Some(end) = within_quote(record, search, last, one_line) {
                return end;
            }
            continue;
        }
        let Some(found) = memchr3(b'\n', b'\r', b'"', &record[search.done..]) else {
            if last {
                return End::At {
                    end: record.len(),
                    next: record.len(),
                    ended: false,
                };
            }
            search.done = record.len();
            return End::More;
        };
        let at = search.done + found;
        if record[at] == b'"' {
            // Elsewhere than at the start of its cell a quote is a letter like others.
            if at == 0 || record[at - 1] == b',' {
                search.in_quote = true;
                search.quoted = true;
            }
            search.done = at + 1;
        } else {
            search.done = at;
            return match break_length(record, at, last) {
                Some(length) => End::At {
                    end: at,
                    next: at + length,
                    ended: true,
                },
                None => End::More,
            };
        }
    }
}

/// Goes on inside a quoted cell; `None` once it has closed.
fn within_quote(record: &[u8], search: &mut Search, last: bool, one_line: bool) -> Option<End> {
    loop {
        let found = memchr3(b'\n', b'\r', b'"', &record[search.done..]);
        let at = found.map_or(record.len(), |found| search.done + found);
        if at > LONGEST_QUOTED && search.first_break.is_some() {
            return Some(cut(record, search));
        }
        if found.is_none() {
            search.done = at;
            return Some(if last { cut(record, search) } else { End::More });
        }
        if record[at] == b'"' {
            match record.get(at + 1) {
                Some(b'"') => search.done = at + 2,
                None if !last => {
                    search.done = at;
                    return Some(End::More);
                }
                _ => {
                    search.done = at + 1;
                    search.in_quote = false;
                    return None;
                }
            }
        } else {
            let Some(length) = break_length(record, at, last) else {
                search.done = at;
                return Some(End::More);
            };
            search.first_break.get_or_insert((at, length));
            search.breaks += 1;
            search.done = at + length;
            if one_line {
                return Some(cut(record, search));
            }
        }
    }
}

/// The first line of a record whose quote does not close.
fn cut(record: &[u8], search: &Search) -> End {
    match search.first_break {
        Some((at, length)) => End::Unclosed {
            end: at,
            next: at + length,
            ended: true,
        },
        None => End::Unclosed {
            end: record.len(),
            next: record.len(),
            ended: false,
        },
    }
}

/// The cells of a record.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    ends: Vec<(u32, u32)>,
    unquoted: Vec<u8>,
    text: String,
    /// Made once: csv-core builds its tables when it is made.
    reader: Option<Box<csv_core::Reader>>,
}

impl Cells {
    /// How many cells the record has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The span of a cell in the text that the split returned.
    pub fn get<'a>(&self, text: &'a str, cell: usize) -> &'a str {
        let (start, end) = self.ends[cell];
        trim(&text[start as usize..end as usize])
    }

    /// Splits at commas alone.
    pub fn split_commas(&mut self, text: &str) {
        self.ends.clear();
        let mut start = 0;
        for comma in memchr::memchr_iter(b',', text.as_bytes()) {
            self.push(start, comma);
            start = comma + 1;
        }
        self.push(start, text.len());
    }

    /// Splits at each comma with a backtick after it; the backticks are no part of the cells.
    pub fn split_backticks(&mut self, text: &str) {
        self.ends.clear();
        let mut start = usize::from(text.starts_with('`'));
        for at in memchr::memmem::find_iter(text.as_bytes(), b",`") {
            self.push(start, at);
            start = at + 2;
        }
        self.push(start, text.len());
    }

    /// Splits a record with quotes; its cells stand in [`Cells::unquoted`]. Returns
    /// whether each quote closes at the end of its cell: nothing is split where not.
    pub fn split_quoted(&mut self, text: &str) -> bool {
        if !quotes_close(text.as_bytes()) {
            return false;
        }
        self.ends.clear();
        self.unquoted.clear();
        self.unquoted.resize(text.len() + 1, 0);
        let mut ends = [0_usize; 64];
        let reader = self
            .reader
            .get_or_insert_with(|| Box::new(csv_core::Reader::new()));
        reader.reset();
        let (mut input, mut written, mut start) = (text.as_bytes(), 0, 0);
        loop {
            let (result, read, wrote, count) =
                reader.read_record(input, &mut self.unquoted[written..], &mut ends);
            // csv-core counts a record's ends from its start, also over several calls.
            for &end in &ends[..count] {
                self.ends.push(span(start, end));
                start = end;
            }
            input = &input[read..];
            written += wrote;
            match result {
                csv_core::ReadRecordResult::OutputEndsFull
                | csv_core::ReadRecordResult::InputEmpty => {}
                csv_core::ReadRecordResult::Record
                | csv_core::ReadRecordResult::End
                | csv_core::ReadRecordResult::OutputFull => break,
            }
        }
        self.unquoted.truncate(written);
        // Quotes are ASCII: taking some out of a text leaves a text.
        let unquoted = std::str::from_utf8(&self.unquoted).unwrap_or_default();
        self.text.clear();
        self.text.push_str(unquoted);
        self.text.len() == written
    }

    /// The text in which the cells of a record with quotes stand.
    pub fn unquoted(&self) -> &str {
        &self.text
    }

    fn push(&mut self, start: usize, end: usize) {
        self.ends.push(span(start, end));
    }
}

fn span(start: usize, end: usize) -> (u32, u32) {
    let place = |at| u32::try_from(at).expect("a record is shorter than 4 GiB");
    (place(start), place(end))
}

/// Without white space at its ends (Unicode's White_Space).
pub(crate) fn trim(text: &str) -> &str {
    let bare = |byte: Option<&u8>| byte.is_none_or(|b| (0x21..0x7f).contains(b));
    let bytes = text.as_bytes();
    if bare(bytes.first()) && bare(bytes.last()) {
        text
    } else {
        text.trim()
    }
}

/// Whether each cell that a quote opens is closed by one, blanks at most between the
/// quote and the next comma.
fn quotes_close(record: &[u8]) -> bool {
    let mut at = 0;
    loop {
        if record.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let Some(quote) = memchr(b'"', &record[at..]) else {
                    return false;
                };
                at += quote + 1;
                if record.get(at) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
            while matches!(record.get(at), Some(b' ' | b'\t')) {
                at += 1;
            }
            match record.get(at) {
                None => return true,
                Some(b',') => at += 1,
                Some(_) => return false,
            }
        } else {
            match memchr(b',', &record[at..]) {
                Some(comma) => at += comma + 1,
                None => return true,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list(cells: &Cells, text: &str) -> Vec<String> {
        (0..cells.len())
            .map(|i| cells.get(text, i).to_owned())
            .collect()
    }

    proptest! {
        #[test]
        fn splitting_at_commas_and_csv_core_give_the_same_cells(text in "[a-z, 　号.`#-]{1,200}") {
            let (mut fast, mut slow) = (Cells::default(), Cells::default());
            fast.split_commas(&text);
            prop_assert!(slow.split_quoted(&text));
            prop_assert_eq!(list(&fast, &text), list(&slow, slow.unquoted()));
        }

        #[test]
        fn a_quoted_record_gives_the_cells_that_were_quoted(
            cells in prop::collection::vec("[a-z,\"\n号]{0,6}", 1..80)
        ) {
            let quoted: Vec<String> =
                cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            let mut split = Cells::default();
            prop_assert!(split.split_quoted(&quoted.join(",")));
            let trimmed: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
            prop_assert_eq!(list(&split, split.unquoted()), trimmed);
        }
    }

    #[test]
    fn a_comma_within_a_cell_stays_where_backticks_mark_the_cells() {
        let mut cells = Cells::default();
        let text = "`a,b,`,`c";
        cells.split_backticks(text);
        assert_eq!(list(&cells, text), ["a,b", "", "c"]);
    }
}
