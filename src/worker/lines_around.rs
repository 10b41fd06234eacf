//! A line of a file and the lines beside it, found by counting line feeds.

use std::collections::BTreeMap;

use tieout_statement::{Encoding, original};

/// Bytes of a line that are shown, at most: a file without line feeds is one line.
const LONGEST: usize = 64 << 10;

/// Looks through a file, chunk by chunk, for a line and the lines beside it.
#[derive(Debug)]
pub struct LinesAround {
    wanted: u32,
    at: u32,
    found: BTreeMap<u32, Vec<u8>>,
}

impl LinesAround {
    /// Looks for a line, 1 = first.
    #[must_use]
    pub const fn new(line: u32) -> Self {
        Self {
            wanted: line,
            at: 1,
            found: BTreeMap::new(),
        }
    }

    /// Whether all that is wanted was passed.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.at > self.wanted.saturating_add(1)
    }

    /// Looks at the next bytes.
    pub fn look(&mut self, chunk: &[u8]) {
        for part in chunk.split_inclusive(|&byte| byte == b'\n') {
            if self.is_done() {
                return;
            }
            let (line, ends) = match part.split_last() {
                Some((b'\n', line)) => (line, true),
                _ => (part, false),
            };
            if self.at.abs_diff(self.wanted) <= 1 {
                let held = self.found.entry(self.at).or_default();
                let room = LONGEST.saturating_sub(held.len()).min(line.len());
                held.extend_from_slice(&line[..room]);
            }
            if ends {
                self.at = self.at.saturating_add(1);
            }
        }
    }

    /// The lines that exist, with their numbers, control characters made visible; an empty
    /// one only where it is the line that was looked for.
    #[must_use]
    pub fn lines(self, encoding: Encoding) -> Vec<(u32, String)> {
        let wanted = self.wanted;
        self.found
            .into_iter()
            .filter(|(number, line)| *number == wanted || !line.is_empty())
            .map(|(number, line)| (number, shown(&line, encoding)))
            .collect()
    }
}

fn shown(line: &[u8], encoding: Encoding) -> String {
    original::line(line, encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(line: u32, bytes: &[u8], chunk: usize) -> Vec<(u32, String)> {
        let mut around = LinesAround::new(line);
        bytes.chunks(chunk).for_each(|chunk| around.look(chunk));
        around.lines(Encoding::Utf8)
    }

    #[test]
    fn the_lines_beside_a_line_are_found_whatever_the_chunks() {
        let file = "一,1\r\n二,2\r\n三,3\r\n四,4".as_bytes();
        let texts = [(2, "二,2"), (3, "三,3"), (4, "四,4")].map(|(n, t)| (n, t.to_owned()));
        for chunk in 1..file.len() {
            assert_eq!(around(3, file, chunk), texts);
        }
        assert_eq!(around(1, file, 7).len(), 2);
        assert_eq!(around(4, file, 7).len(), 2);
        assert_eq!(around(9, file, 7), []);
    }
}
