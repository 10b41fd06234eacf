//! Numbers for texts of few values, the same on both sides.

use tieout_statement::rows::SymbolColumn;

use crate::options::Options;

/// Texts of few values (channels, currencies) of both sides in byte order: equal text,
/// equal number; smaller text, smaller number.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub texts: Vec<String>,
    /// The number of each symbol of the left column.
    pub left: Vec<u32>,
    /// The number of each symbol of the right column.
    pub right: Vec<u32>,
}

impl Names {
    pub fn of(left: Option<&SymbolColumn>, right: Option<&SymbolColumn>) -> Self {
        let texts_of =
            |column: Option<&SymbolColumn>| column.map_or(&[][..], |c| &c.texts[..]).to_vec();
        let (left, right) = (texts_of(left), texts_of(right));
        let mut texts: Vec<String> = left.iter().chain(&right).cloned().collect();
        texts.sort_unstable();
        texts.dedup();
        let number = |text: &String| {
            let at = texts.binary_search(text).expect("every text is among them");
            u32::try_from(at).expect("fewer texts than rows")
        };
        Self {
            left: left.iter().map(number).collect(),
            right: right.iter().map(number).collect(),
            texts,
        }
    }
}

/// The few-valued texts of a reconciliation's two sides.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub channels: Names,
    pub currencies: Names,
    /// What the user lets meet that does not meet as written.
    pub options: Options,
}

impl Lexicon {
    /// The left side's numbers of channels and currencies, by symbol.
    pub fn left(&self) -> (&[u32], &[u32]) {
        (&self.channels.left, &self.currencies.left)
    }

    /// The right side's.
    pub fn right(&self) -> (&[u32], &[u32]) {
        (&self.channels.right, &self.currencies.right)
    }
}

/// A symbol column read through [`Names`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbered<'a> {
    pub symbols: &'a [u32],
    pub numbers: &'a [u32],
}

impl<'a> Numbered<'a> {
    pub fn of(column: &'a SymbolColumn, numbers: &'a [u32]) -> Self {
        Self {
            symbols: &column.symbols,
            numbers,
        }
    }

    pub fn get(self, row: u32) -> u32 {
        self.numbers[self.symbols[row as usize] as usize]
    }
}
