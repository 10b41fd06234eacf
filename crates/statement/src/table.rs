//! A table's bytes, record by record, into its layout.

use crate::encoding::{Decoder, Encoding};
use crate::formats::{Layout, Record};
use crate::problem::{FileProblem, Reason};
use crate::reading::Reading;
use crate::record::{Cells, Find, Found, Splitter};
use crate::sniff::BEFORE_HEADER;

/// Reads one table.
#[derive(Debug)]
pub(crate) struct Table {
    splitter: Splitter,
    decoder: Decoder,
    cells: Cells,
    layout: Box<dyn Layout>,
    /// Line of the header.
    header: u32,
    /// Line of the last record, whether a line end followed it, and how many rows had
    /// been refused before it.
    last: (u32, bool, usize),
    stopped: bool,
}

impl Table {
    /// A table whose header stands on line `header`, from the file's first byte, of which
    /// the first `skip` are no text.
    pub fn new(
        layout: Box<dyn Layout>,
        header: u32,
        encoding: Option<Encoding>,
        skip: usize,
    ) -> Self {
        Self {
            splitter: Splitter::new(skip, BEFORE_HEADER),
            decoder: Decoder::new(encoding),
            cells: Cells::default(),
            layout,
            header,
            last: (header, true, 0),
            stopped: false,
        }
    }

    /// The encoding so far.
    pub fn encoding(&self) -> Encoding {
        self.decoder.encoding()
    }

    /// Takes further bytes; `last`: none comes after them.
    pub fn feed(&mut self, bytes: &[u8], last: bool, reading: &mut Reading) {
        if self.stopped {
            return;
        }
        self.splitter.feed(bytes);
        loop {
            match self.splitter.find(last) {
                Find::Record(found) => self.record(found, reading),
                Find::More => return,
                Find::TooLong(line) => {
                    return self.stop(format!("line {line} is longer than 16 MiB"), reading);
                }
                Find::End => break,
            }
            if reading.full() {
                return self.stop("more than 2 GiB of text in one piece".to_owned(), reading);
            }
        }
        if last {
            self.finish(reading);
        }
    }

    fn stop(&mut self, detail: String, reading: &mut Reading) {
        self.stopped = true;
        reading.problems.push(FileProblem::TooLarge { detail });
    }

    fn finish(&mut self, reading: &mut Reading) {
        let (line, ended, refused_before) = self.last;
        let known = reading.problems.len();
        self.layout.finish(line, reading);
        let cut = !ended && reading.rejected.len() > refused_before;
        if cut && reading.problems.len() == known {
            reading.problems.push(FileProblem::Truncated {
                line,
                expected: format!("a whole row of {} cells", self.layout.width()),
            });
        }
    }

    fn record(&mut self, found: Found, reading: &mut Reading) {
        let refused = reading.rejected.len();
        let taken = self.take(found, reading);
        self.splitter.accept(taken);
        if taken.line == self.header {
            self.splitter.set_bare(self.layout.bare());
        }
        self.last = (taken.line, taken.ended, refused);
    }

    /// Hands a record to the layout; returns what of it was taken: itself or, where a
    /// quote does not close, its first line.
    fn take(&mut self, found: Found, reading: &mut Reading) -> Found {
        let bytes = self.splitter.bytes(found);
        if bytes.iter().all(|byte| matches!(byte, b' ' | b'\t')) || found.line == self.header {
            return found;
        }
        let behind = found.line > self.header;
        if found.unclosed {
            if behind {
                reading.reject(found.line, None, Reason::UnclosedQuote);
            }
            return found;
        }
        let Some(text) = self.decoder.text(bytes) else {
            if behind {
                let encoding = self.decoder.encoding().name().to_owned();
                reading.reject(found.line, None, Reason::NotText { encoding });
            }
            return found;
        };
        if text.trim().is_empty() {
            return found;
        }
        if !behind {
            self.layout.before(text, reading);
            return found;
        }
        if self.layout.is_remark(text) {
            self.layout.remark(text, reading);
            return found;
        }
        let width = self.layout.width();
        let text = if text.starts_with('`') && self.layout.bare().contains(&b'`') {
            self.cells.split_backticks(text);
            text
        } else if !found.quoted {
            self.cells.split_commas(text);
            text
        } else if self.cells.split_quoted(text) && !(found.spans && self.cells.len() != width) {
            self.cells.unquoted()
        } else {
            reading.reject(found.line, None, Reason::UnclosedQuote);
            let spans = found.spans;
            return if spans {
                self.splitter.first_line(found)
            } else {
                found
            };
        };
        if self.cells.len() == width {
            let record = Record {
                line: found.line,
                offset: found.offset,
                text,
                cells: &self.cells,
            };
            self.layout.record(&record, reading);
        } else {
            reading.reject(found.line, None, cell_count(width, self.cells.len()));
        }
        found
    }
}

fn cell_count(expected: usize, found: usize) -> Reason {
    let count = |n| u32::try_from(n).unwrap_or(u32::MAX);
    Reason::CellCount {
        expected: count(expected),
        found: count(found),
    }
}
