//! Text in columns for the terminal, wide characters counted as two.

use unicode_width::UnicodeWidthStr;

/// How a column stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Lines of cells, each column as wide as its widest cell, two blanks between, `indent`
/// blanks before, none at the end.
#[must_use]
pub fn columns(indent: usize, aligns: &[Align], lines: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..aligns.len()).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let mut shown = " ".repeat(indent);
        for ((cell, align), width) in line.iter().zip(aligns).zip(&widths) {
            let blanks = " ".repeat(width - cell.width());
            match align {
                Align::Left => shown.extend([cell, blanks.as_str(), "  "]),
                Align::Right => shown.extend([blanks.as_str(), cell, "  "]),
            }
        }
        text.push_str(shown.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Align, columns};

    #[test]
    fn numbers_stand_under_each_other_beside_wide_characters() {
        let line = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        let text = columns(
            2,
            &[Align::Left, Align::Right],
            &[line("业务", "5.00"), line("a", "1234.50")],
        );
        assert_eq!(text, "  业务     5.00\n  a     1234.50\n");
    }
}
