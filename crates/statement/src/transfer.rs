//! Rows as one block of bytes, from one worker to another: flat little-endian columns.
//!
//! Layout: four letters, the role, how many rows; the lines, offsets and identities; then
//! each column in the order of [`Role::layout`]. Every number is 64 bits or an array of
//! its own type, every array starts on a multiple of eight.

use bytemuck::Pod;

use crate::rows::{Role, Rows, SymbolColumn, TextColumn, Values};
use crate::vocabulary::{Kind, Side, Status};

/// First bytes of a block; the digit rises with the layout.
const MAGIC: u64 = u64::from_le_bytes(*b"tieout01");

// Columns are copied as they stand in memory.
const _: () = assert!(
    cfg!(target_endian = "little"),
    "rows travel as little-endian numbers"
);

/// The rows as bytes.
#[must_use]
pub fn to_bytes(rows: &Rows) -> Vec<u8> {
    let mut block = Vec::with_capacity(size(rows));
    number(&mut block, MAGIC);
    number(&mut block, u64::from(rows.role().code()));
    number(&mut block, rows.len() as u64);
    array(&mut block, rows.lines());
    array(&mut block, rows.offsets());
    array(&mut block, rows.identities());
    for values in rows.columns() {
        match values {
            Values::Text(column) => {
                array(&mut block, &column.ends);
                number(&mut block, column.bytes.len() as u64);
                array(&mut block, &column.bytes);
            }
            Values::Symbol(column) => {
                array(&mut block, &column.symbols);
                number(&mut block, column.texts.len() as u64);
                for text in &column.texts {
                    number(&mut block, text.len() as u64);
                    array(&mut block, text.as_bytes());
                }
            }
            Values::Number(numbers) => array(&mut block, numbers),
            Values::Code(codes) => array(&mut block, codes),
        }
    }
    block
}

/// The rows of a block that [`to_bytes`] made; `None` for any other bytes.
#[must_use]
pub fn from_bytes(bytes: &[u8]) -> Option<Rows> {
    let mut block = Block(bytes);
    if block.number()? != MAGIC {
        return None;
    }
    let role = Role::from_code(u8::try_from(block.number()?).ok()?)?;
    let count = usize::try_from(block.number()?).ok()?;
    let lines = block.array(count)?;
    let offsets = block.array(count)?;
    let identities = block.array(count)?;
    let mut columns = Vec::with_capacity(role.layout().len());
    let empty = Rows::new(role);
    for (values, spec) in empty.columns().iter().zip(role.layout()) {
        use crate::rows::ColumnType as T;
        columns.push(match values {
            Values::Text(_) => Values::Text(block.texts(count)?),
            Values::Symbol(_) => Values::Symbol(block.symbols(count)?),
            Values::Number(_) => Values::Number(block.array(count)?),
            Values::Code(_) => {
                let codes: Vec<u8> = block.array(count)?;
                let known = match spec.kept {
                    T::Kind => Kind::ALL.len(),
                    T::Status => Status::ALL.len(),
                    _ => Side::ALL.len(),
                };
                if codes.iter().any(|code| usize::from(*code) >= known) {
                    return None;
                }
                Values::Code(codes)
            }
        });
    }
    if !block.0.is_empty() {
        return None;
    }
    Rows::from_parts(role, columns, lines, offsets, identities)
}

fn size(rows: &Rows) -> usize {
    let columns: usize = rows
        .columns()
        .iter()
        .map(|values| match values {
            Values::Text(column) => column.bytes.len() + column.ends.len() * 4,
            Values::Symbol(column) => {
                column.symbols.len() * 4 + column.texts.iter().map(|t| t.len() + 16).sum::<usize>()
            }
            Values::Number(numbers) => numbers.len() * 8,
            Values::Code(codes) => codes.len(),
        })
        .sum();
    columns + rows.len() * 28 + rows.columns().len() * 32 + 64
}

fn number(block: &mut Vec<u8>, number: u64) {
    block.extend_from_slice(&number.to_le_bytes());
}

fn array<T: Pod>(block: &mut Vec<u8>, items: &[T]) {
    block.extend_from_slice(bytemuck::cast_slice(items));
    block.resize(block.len().next_multiple_of(8), 0);
}

/// What is left of a block.
struct Block<'a>(&'a [u8]);

impl<'a> Block<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let padded = length.checked_next_multiple_of(8)?;
        let (taken, rest) = self.0.split_at_checked(padded)?;
        self.0 = rest;
        Some(&taken[..length])
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn array<T: Pod>(&mut self, count: usize) -> Option<Vec<T>> {
        let bytes = self.take(count.checked_mul(size_of::<T>())?)?;
        Some(bytemuck::pod_collect_to_vec(bytes))
    }

    fn texts(&mut self, count: usize) -> Option<TextColumn> {
        let ends: Vec<u32> = self.array(count)?;
        let length = usize::try_from(self.number()?).ok()?;
        let bytes: Vec<u8> = self.array(length)?;
        let text = std::str::from_utf8(&bytes).ok()?;
        let mut last = 0;
        for &end in &ends {
            if end < last || !text.is_char_boundary(end as usize) {
                return None;
            }
            last = end;
        }
        (last as usize == bytes.len()).then_some(TextColumn { ends, bytes })
    }

    fn symbols(&mut self, count: usize) -> Option<SymbolColumn> {
        let symbols: Vec<u32> = self.array(count)?;
        let mut texts = Vec::new();
        for _ in 0..self.number()? {
            let length = usize::try_from(self.number()?).ok()?;
            texts.push(String::from_utf8(self.take(length)?.to_vec()).ok()?);
        }
        if symbols.iter().any(|&symbol| symbol as usize >= texts.len()) {
            return None;
        }
        Some(SymbolColumn::from_parts(symbols, texts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FileReader, ReadSettings};

    fn rows() -> Rows {
        let text = "bank_account,transaction_no,booked_at,side,currency,amount,balance,counterparty\n\
            RES-01,B1,2026-03-02 10:00:00,credit,CNY,400.00,400.00,财付通\n\
            RES-02,,2026-03-02 10:00:01,debit,JPY,5,,\n";
        let mut reader = FileReader::new("bank.csv", 0, &ReadSettings::default());
        reader.read(text.as_bytes());
        reader.finish().rows.expect("a bank statement has rows")
    }

    fn cells(rows: &Rows) -> Vec<Vec<String>> {
        let row = |i| {
            rows.cells(i)
                .map(|(c, text)| format!("{}={text}", c.text()))
                .collect()
        };
        (0..rows.len()).map(row).collect()
    }

    #[test]
    fn rows_come_back_as_they_went() {
        let rows = rows();
        let block = to_bytes(&rows);
        // A worker's message may lie at any address.
        let mut shifted = vec![0];
        shifted.extend_from_slice(&block);
        for bytes in [&block[..], &shifted[1..]] {
            let back = from_bytes(bytes).expect("its own bytes");
            assert_eq!(cells(&back), cells(&rows));
            assert_eq!(back.lines(), rows.lines());
            assert_eq!(back.offsets(), rows.offsets());
            assert_eq!(back.identities(), rows.identities());
        }
        assert_eq!(cells(&rows).len(), 2);
    }

    #[test]
    fn other_bytes_are_no_rows() {
        let block = to_bytes(&rows());
        assert!(from_bytes(&[]).is_none());
        for cut in 0..block.len() {
            assert!(from_bytes(&block[..cut]).is_none(), "cut at {cut}");
        }
        // Whatever byte changes: rows that can be looked at, or none.
        for at in 0..block.len() {
            let mut changed = block.clone();
            changed[at] ^= 0x55;
            if let Some(rows) = from_bytes(&changed) {
                assert_eq!(rows.lines().len(), rows.len());
            }
        }
    }
}
