//! Columnar rows: what a reader makes and everything after it works on.
//!
//! One table a role. Text stands in one arena a column, amounts and times are 64-bit
//! integers, closed words single bytes, and few-valued texts (channel, currency, account)
//! small symbols. A row's own line stays in its file: the row knows file, line and byte
//! offset, and whoever wants to see the original reads it there.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_128;

use crate::calendar::LocalTime;
use crate::money::{Currency, MinorUnits};
use crate::vocabulary::{Kind, Side, Status};

pub use crate::layout::{Column, ColumnSpec, ColumnType, Role};
use Column as C;
use ColumnType as T;

/// One value on its way into [`Rows`], already checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell<'a> {
    /// The cell is empty or the column missing.
    Absent,
    /// For [`ColumnType::Text`] and [`ColumnType::Symbol`].
    Text(&'a str),
    /// For [`ColumnType::Currency`].
    Currency(Currency),
    /// For amounts.
    Minor(MinorUnits),
    /// For times.
    Time(LocalTime),
    /// For [`ColumnType::Kind`].
    Kind(Kind),
    /// For [`ColumnType::Status`].
    Status(Status),
    /// For [`ColumnType::Side`].
    Side(Side),
}

/// The absent amount or time. No reader produces it: amounts are at least `-i64::MAX`.
pub const ABSENT: i64 = i64::MIN;

/// Texts one after the other, with where each ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextColumn {
    /// End offset of each text in `bytes`.
    pub ends: Vec<u32>,
    /// The texts, UTF-8.
    pub bytes: Vec<u8>,
}

impl TextColumn {
    /// The bytes of the text of a row; empty = absent.
    #[must_use]
    pub fn bytes_at(&self, row: usize) -> &[u8] {
        let start = if row == 0 {
            0
        } else {
            self.ends[row - 1] as usize
        };
        &self.bytes[start..self.ends[row] as usize]
    }

    /// The text of a row; empty = absent.
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        std::str::from_utf8(self.bytes_at(row)).expect("only whole texts are pushed")
    }
}

/// Small numbers for texts of few values.
#[derive(Clone, Debug, Default)]
pub struct SymbolColumn {
    /// The symbol of each row.
    pub symbols: Vec<u32>,
    /// The text of each symbol, in the order in which they first came.
    pub texts: Vec<String>,
    index: HashMap<String, u32>,
}

impl SymbolColumn {
    /// A column from its parts, as another worker sent them.
    #[must_use]
    pub fn from_parts(symbols: Vec<u32>, texts: Vec<String>) -> Self {
        let index = texts.iter().cloned().zip(0..).collect();
        Self {
            symbols,
            texts,
            index,
        }
    }

    /// The symbol of a text, new or known.
    pub fn intern(&mut self, text: &str) -> u32 {
        // Few texts, in runs: looking is faster than hashing.
        if let Some(&last) = self.symbols.last()
            && self.texts[last as usize] == text
        {
            return last;
        }
        if let Some(&symbol) = self.index.get(text) {
            return symbol;
        }
        let symbol = u32::try_from(self.texts.len()).expect("fewer texts than rows");
        self.texts.push(text.to_owned());
        self.index.insert(text.to_owned(), symbol);
        symbol
    }

    /// The text of a row; empty = absent.
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        &self.texts[self.symbols[row] as usize]
    }
}

/// One column of [`Rows`].
#[derive(Clone, Debug)]
pub enum Values {
    /// [`ColumnType::Text`].
    Text(TextColumn),
    /// [`ColumnType::Symbol`] and [`ColumnType::Currency`].
    Symbol(SymbolColumn),
    /// Amounts (minor units) and times (seconds); [`ABSENT`] = none.
    Number(Vec<i64>),
    /// Codes of [`Kind`], [`Status`], [`Side`].
    Code(Vec<u8>),
}

/// The rows of one role, in file order, as columns.
#[derive(Clone, Debug)]
pub struct Rows {
    role: Role,
    columns: Vec<Values>,
    lines: Vec<u32>,
    offsets: Vec<u64>,
    identities: Vec<u128>,
    /// Where the bytes of a row's identity are put together.
    hashed: Vec<u8>,
}

impl Rows {
    /// No rows of a role.
    #[must_use]
    pub fn new(role: Role) -> Self {
        let columns = role
            .layout()
            .iter()
            .map(|spec| match spec.kept {
                T::Text => Values::Text(TextColumn::default()),
                T::Symbol | T::Currency => Values::Symbol(SymbolColumn::default()),
                T::Amount | T::SignedAmount | T::Time => Values::Number(Vec::new()),
                T::Kind | T::Status | T::Side => Values::Code(Vec::new()),
            })
            .collect();
        Self {
            role,
            columns,
            lines: Vec::new(),
            offsets: Vec::new(),
            identities: Vec::new(),
            hashed: Vec::new(),
        }
    }

    /// The role.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Adds a row: `cells` in the order of [`Role::layout`], `line` where the record
    /// starts (1 = first), `offset` its first byte in the file.
    ///
    /// # Panics
    /// When a cell does not fit its column: the reader checks cells before it pushes.
    pub fn push(&mut self, line: u32, offset: u64, cells: &[Cell<'_>]) {
        assert_eq!(cells.len(), self.columns.len(), "a cell for each column");
        let mut identity = std::mem::take(&mut self.hashed);
        identity.clear();
        identity.push(self.role.code());
        for (values, cell) in self.columns.iter_mut().zip(cells) {
            push_cell(values, *cell, &mut identity);
        }
        self.lines.push(line);
        self.offsets.push(offset);
        self.identities.push(xxh3_128(&identity));
        self.hashed = identity;
    }

    /// Makes room for so many rows in all, texts as long as those that are here: growing
    /// bit by bit copies everything again and again. Where there is no such room, nothing
    /// is made.
    pub fn reserve_for(&mut self, rows: usize) {
        fn room<T>(column: &mut Vec<T>, more: usize) {
            // Growing bit by bit is slower and no fault.
            drop(column.try_reserve_exact(more));
        }
        let here = self.len();
        let Some(more) = rows.checked_sub(here).filter(|_| here > 0) else {
            return;
        };
        for values in &mut self.columns {
            match values {
                Values::Text(c) => {
                    room(&mut c.ends, more);
                    let each = c.bytes.len().div_ceil(here);
                    room(&mut c.bytes, each.saturating_mul(more));
                }
                Values::Symbol(c) => room(&mut c.symbols, more),
                Values::Number(c) => room(c, more),
                Values::Code(c) => room(c, more),
            }
        }
        room(&mut self.lines, more);
        room(&mut self.offsets, more);
        room(&mut self.identities, more);
    }

    /// Appends the rows of a further piece or file of the same role.
    ///
    /// # Panics
    /// When the roles differ.
    pub fn append(&mut self, other: &Self) {
        assert_eq!(self.role, other.role, "one table holds one role");
        for (mine, theirs) in self.columns.iter_mut().zip(&other.columns) {
            append_values(mine, theirs);
        }
        self.lines.extend_from_slice(&other.lines);
        self.offsets.extend_from_slice(&other.offsets);
        self.identities.extend_from_slice(&other.identities);
    }

    /// Takes the rows from `at` on out, as a table of their own.
    ///
    /// # Panics
    /// When there are fewer rows.
    #[must_use]
    pub fn split_off(&mut self, at: usize) -> Self {
        Self {
            role: self.role,
            columns: self
                .columns
                .iter_mut()
                .map(|values| split_values(values, at))
                .collect(),
            lines: self.lines.split_off(at),
            offsets: self.offsets.split_off(at),
            identities: self.identities.split_off(at),
            hashed: Vec::new(),
        }
    }

    /// A table from its parts, as another worker sent them.
    ///
    /// Returns `None` where the parts do not make a table of this role.
    #[must_use]
    pub fn from_parts(
        role: Role,
        columns: Vec<Values>,
        lines: Vec<u32>,
        offsets: Vec<u64>,
        identities: Vec<u128>,
    ) -> Option<Self> {
        let n = lines.len();
        let fits = columns.len() == role.layout().len()
            && offsets.len() == n
            && identities.len() == n
            && columns.iter().all(|values| match values {
                Values::Text(c) => c.ends.len() == n,
                Values::Symbol(c) => c.symbols.len() == n,
                Values::Number(c) => c.len() == n,
                Values::Code(c) => c.len() == n,
            });
        fits.then_some(Self {
            role,
            columns,
            lines,
            offsets,
            identities,
            hashed: Vec::new(),
        })
    }

    /// The columns, in the order of [`Role::layout`].
    #[must_use]
    pub fn columns(&self) -> &[Values] {
        &self.columns
    }

    /// Line in its file where each row's record starts, 1 = first.
    #[must_use]
    pub fn lines(&self) -> &[u32] {
        &self.lines
    }

    /// First byte of each row's record in its file.
    #[must_use]
    pub fn offsets(&self) -> &[u64] {
        &self.offsets
    }

    /// A hash of role and cells of each row: rows with equal cells have equal ones.
    #[must_use]
    pub fn identities(&self) -> &[u128] {
        &self.identities
    }

    fn values(&self, column: Column) -> &Values {
        let at = self
            .role
            .layout()
            .iter()
            .position(|spec| spec.column == column)
            .unwrap_or_else(|| panic!("{} has no column {}", self.role.text(), column.text()));
        &self.columns[at]
    }

    /// A text column.
    ///
    /// # Panics
    /// When the role has no such text column.
    #[must_use]
    pub fn text(&self, column: Column) -> &TextColumn {
        match self.values(column) {
            Values::Text(c) => c,
            _ => panic!("{} is not a text", column.text()),
        }
    }

    /// A symbol column (channel, currency, account, method).
    ///
    /// # Panics
    /// When the role has no such symbol column.
    #[must_use]
    pub fn symbol(&self, column: Column) -> &SymbolColumn {
        match self.values(column) {
            Values::Symbol(c) => c,
            _ => panic!("{} is not a symbol", column.text()),
        }
    }

    /// An amount or time column, [`ABSENT`] where a row has none.
    ///
    /// # Panics
    /// When the role has no such number column.
    #[must_use]
    pub fn number(&self, column: Column) -> &[i64] {
        match self.values(column) {
            Values::Number(c) => c,
            _ => panic!("{} is not a number", column.text()),
        }
    }

    /// A column of closed words, by code.
    ///
    /// # Panics
    /// When the role has no such column.
    #[must_use]
    pub fn code(&self, column: Column) -> &[u8] {
        match self.values(column) {
            Values::Code(c) => c,
            _ => panic!("{} is not a closed word", column.text()),
        }
    }

    /// A row's cells as our own layout writes them: column and text, absent ones left out.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = (Column, String)> + '_ {
        let currency = self.currency(row);
        self.role
            .layout()
            .iter()
            .zip(&self.columns)
            .filter_map(move |(spec, values)| {
                let text = match values {
                    Values::Text(c) => c.get(row).to_owned(),
                    Values::Symbol(c) => c.get(row).to_owned(),
                    Values::Number(c) if c[row] == ABSENT => String::new(),
                    Values::Number(c) if spec.kept == T::Time => LocalTime(c[row]).to_string(),
                    Values::Number(c) => crate::money::major(i128::from(c[row]), currency),
                    Values::Code(c) => match spec.kept {
                        T::Kind => Kind::from_code(c[row]).map(Kind::text),
                        T::Status => Status::from_code(c[row]).map(Status::text),
                        _ => Side::from_code(c[row]).map(Side::text),
                    }
                    .expect("codes come from words")
                    .to_owned(),
                };
                (!text.is_empty()).then_some((spec.column, text))
            })
    }

    /// A row's currency.
    #[must_use]
    pub fn currency(&self, row: usize) -> Currency {
        Currency::parse(self.symbol(C::Currency).get(row)).expect("readers check currencies")
    }
}

fn push_cell(values: &mut Values, cell: Cell<'_>, identity: &mut Vec<u8>) {
    match (values, cell) {
        (Values::Text(c), cell @ (Cell::Text(_) | Cell::Absent)) => {
            let text = if let Cell::Text(text) = cell {
                text
            } else {
                ""
            };
            c.bytes.extend_from_slice(text.as_bytes());
            c.ends
                .push(u32::try_from(c.bytes.len()).expect("a column of one piece is below 4 GiB"));
            identity.extend_from_slice(text.as_bytes());
            identity.push(0xff);
        }
        (Values::Symbol(c), cell @ (Cell::Text(_) | Cell::Currency(_) | Cell::Absent)) => {
            let text = match &cell {
                Cell::Text(text) => text,
                Cell::Currency(currency) => currency.code(),
                _ => "",
            };
            let symbol = c.intern(text);
            c.symbols.push(symbol);
            identity.extend_from_slice(text.as_bytes());
            identity.push(0xff);
        }
        (Values::Number(c), cell @ (Cell::Minor(_) | Cell::Time(_) | Cell::Absent)) => {
            let number = match cell {
                Cell::Minor(minor) => minor.0,
                Cell::Time(time) => time.0,
                _ => ABSENT,
            };
            c.push(number);
            identity.extend_from_slice(&number.to_le_bytes());
        }
        (Values::Code(c), cell @ (Cell::Kind(_) | Cell::Status(_) | Cell::Side(_))) => {
            let code = match cell {
                Cell::Kind(kind) => kind.code(),
                Cell::Status(status) => status.code(),
                Cell::Side(side) => side.code(),
                _ => unreachable!("matched above"),
            };
            c.push(code);
            identity.push(code);
        }
        (_, cell) => panic!("{cell:?} does not fit its column"),
    }
}

fn append_values(mine: &mut Values, theirs: &Values) {
    match (mine, theirs) {
        (Values::Text(a), Values::Text(b)) => {
            let base = u32::try_from(a.bytes.len()).expect("a column is below 4 GiB");
            a.ends.extend(
                b.ends
                    .iter()
                    .map(|end| base.checked_add(*end).expect("a column is below 4 GiB")),
            );
            a.bytes.extend_from_slice(&b.bytes);
        }
        (Values::Symbol(a), Values::Symbol(b)) => {
            let map: Vec<u32> = b.texts.iter().map(|text| a.intern(text)).collect();
            a.symbols.extend(b.symbols.iter().map(|&s| map[s as usize]));
        }
        (Values::Number(a), Values::Number(b)) => a.extend_from_slice(b),
        (Values::Code(a), Values::Code(b)) => a.extend_from_slice(b),
        _ => unreachable!("one role has one layout"),
    }
}

fn split_values(values: &mut Values, at: usize) -> Values {
    match values {
        Values::Text(c) => {
            let start = at.checked_sub(1).map_or(0, |last| c.ends[last]);
            let ends = c.ends.split_off(at);
            Values::Text(TextColumn {
                ends: ends.into_iter().map(|end| end - start).collect(),
                bytes: c.bytes.split_off(start as usize),
            })
        }
        Values::Symbol(c) => Values::Symbol(SymbolColumn {
            symbols: c.symbols.split_off(at),
            texts: c.texts.clone(),
            index: c.index.clone(),
        }),
        Values::Number(c) => Values::Number(c.split_off(at)),
        Values::Code(c) => Values::Code(c.split_off(at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(rows: &mut Rows, line: u32, channel: &str, order: &str, amount: i64) {
        rows.push(
            line,
            u64::from(line) * 100,
            &[
                Cell::Text(channel),
                Cell::Text(order),
                Cell::Absent,
                Cell::Kind(Kind::TopUp),
                Cell::Status(Status::Success),
                Cell::Currency(Currency::CNY),
                Cell::Minor(MinorUnits(amount)),
                Cell::Absent,
                Cell::Absent,
                Cell::Absent,
            ],
        );
    }

    #[test]
    fn rows_of_two_files_stand_in_one_table_with_their_own_words() {
        let (mut a, mut b) = (Rows::new(Role::ChannelFlow), Rows::new(Role::ChannelFlow));
        push(&mut a, 2, "wechat", "C1", 100);
        push(&mut b, 2, "icbc", "C2", 250);
        push(&mut b, 3, "wechat", "C1", 100);
        a.append(&b);
        assert_eq!(a.len(), 3);
        let channels: Vec<&str> = (0..3).map(|i| a.symbol(Column::Channel).get(i)).collect();
        assert_eq!(channels, ["wechat", "icbc", "wechat"]);
        assert_eq!(a.text(Column::ChannelOrderNo).get(1), "C2");
        assert_eq!(
            a.identities()[0],
            a.identities()[2],
            "equal cells, equal identity"
        );
        assert_ne!(a.identities()[0], a.identities()[1]);
        let cells: Vec<_> = a
            .cells(1)
            .map(|(c, text)| format!("{}={text}", c.text()))
            .collect();
        assert_eq!(
            cells.join(" "),
            "channel=icbc channel_order_no=C2 kind=top_up status=success currency=CNY amount=2.50"
        );
    }
    #[test]
    fn a_table_taken_apart_is_the_tables_that_it_was_put_together_from() {
        let (mut a, mut b) = (Rows::new(Role::ChannelFlow), Rows::new(Role::ChannelFlow));
        push(&mut a, 2, "wechat", "C1", 100);
        push(&mut b, 2, "icbc", "C2", 250);
        push(&mut b, 3, "wechat", "C3", 300);
        let mut both = a.clone();
        both.append(&b);
        let tail = both.split_off(1);
        for (whole, part) in [(&a, &both), (&b, &tail)] {
            assert_eq!(whole.lines(), part.lines());
            assert_eq!(whole.offsets(), part.offsets());
            assert_eq!(whole.identities(), part.identities());
            let cells = |rows: &Rows| {
                let of = |row| rows.cells(row).collect::<Vec<_>>();
                (0..rows.len()).map(of).collect::<Vec<_>>()
            };
            assert_eq!(cells(whole), cells(part));
        }
        assert!(both.split_off(1).is_empty());
    }
}
