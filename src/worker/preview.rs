//! The first rows of a file as read, beside its raw lines.

use tieout_statement::{Column, Encoding, FileReader, ReadSettings, Rows, original};

use super::protocol::Preview;

/// Rows and lines of a preview, at most.
const SHOWN: usize = 50;

/// A preview of a file by its first bytes.
#[must_use]
pub fn of(name: &str, head: &[u8], encoding: Encoding, settings: &ReadSettings) -> Preview {
    let mut reader = FileReader::new(name, head.len() as u64, settings);
    reader.read(head);
    let begun = reader.take_rows().filter(|rows| !rows.is_empty());
    let rows = begun.or_else(|| reader.finish().rows);
    let (columns, rows) = rows.as_ref().map_or_else(Default::default, table);
    Preview {
        raw: lines(head, encoding),
        columns,
        rows,
    }
}

/// Lines end at a line feed in every encoding that we read; hardly a character holds its byte.
fn lines(head: &[u8], encoding: Encoding) -> Vec<(u32, String)> {
    let lines = (1..).zip(head.split(|&byte| byte == b'\n'));
    let filled = lines.filter(|(_, line)| !line.is_empty());
    filled
        .take(SHOWN)
        .map(|(number, line)| (number, original::line(line, encoding)))
        .collect()
}

/// Columns that have a cell in one of the first rows, and those rows.
fn table(rows: &Rows) -> (Vec<String>, Vec<(u32, Vec<String>)>) {
    let shown: Vec<Vec<(Column, String)>> = (0..rows.len().min(SHOWN))
        .map(|row| rows.cells(row).collect())
        .collect();
    let has = |column: Column| shown.iter().flatten().any(|(of, _)| *of == column);
    let layout = rows.role().layout().iter().map(|spec| spec.column);
    let columns: Vec<Column> = layout.filter(|&column| has(column)).collect();
    let cell = |cells: &[(Column, String)], column: Column| {
        let found = cells.iter().find(|(of, _)| *of == column);
        found.map_or_else(String::new, |(_, text)| text.clone())
    };
    let lines = rows.lines().iter().copied();
    let rows = lines.zip(&shown).map(|(line, cells)| {
        let cells = columns.iter().map(|&column| cell(cells, column)).collect();
        (line, cells)
    });
    let rows = rows.collect();
    let names = columns.iter().map(|column| column.text().to_owned());
    (names.collect(), rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_shows_lines_as_they_are_and_rows_as_they_are_read() {
        let head = b"account_code,detail,currency,opening,closing\r\n\r\n 2001 ,a,CNY,-1.50,\r\n";
        let preview = of(
            "balances.csv",
            head,
            Encoding::Utf8,
            &ReadSettings::default(),
        );
        let numbers: Vec<u32> = preview.raw.iter().map(|(line, _)| *line).collect();
        assert_eq!(numbers.first(), Some(&1));
        assert_eq!(
            preview.columns,
            ["account_code", "detail", "currency", "opening"]
        );
        let cells = ["2001", "a", "CNY", "-1.50"].map(str::to_owned).to_vec();
        assert_eq!(preview.rows, [(3, cells)]);
    }
}
