//! Records of fixed columns.

use super::source::Line;

/// Columns of a record, by character, 1 = first.
pub(crate) struct Columns<'a> {
    /// Where the record begins in the text.
    pub at: usize,
    /// The whole record.
    pub text: &'a str,
    ascii: bool,
}

impl<'a> Columns<'a> {
    /// The columns of a line.
    pub fn new(line: &Line<'a>) -> Self {
        Self {
            at: line.at,
            text: line.text,
            ascii: line.text.is_ascii(),
        }
    }

    /// Columns `first` to `last`, as far as the record goes.
    pub fn of(&self, first: usize, last: usize) -> &'a str {
        let place = |column: usize| {
            if self.ascii {
                column.min(self.text.len())
            } else {
                let mut places = self.text.char_indices().map(|(at, _)| at);
                places.nth(column).unwrap_or(self.text.len())
            }
        };
        let (start, end) = (place(first - 1), place(last));
        self.text.get(start..end).unwrap_or("")
    }
}
