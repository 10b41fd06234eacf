//! CSV lines: comma, quotes where needed, `\n`.

use std::io::{self, Write};

/// Writes records one after the other, never holding more than one.
#[derive(Debug)]
pub struct CsvFile<W> {
    out: W,
    line: Vec<u8>,
}

impl<W: Write> CsvFile<W> {
    /// A file with its header written.
    ///
    /// # Errors
    /// As the writer.
    pub fn new(out: W, header: &[&str]) -> io::Result<Self> {
        let mut file = Self {
            out,
            line: Vec::new(),
        };
        file.record(header)?;
        Ok(file)
    }

    /// Writes one record.
    ///
    /// # Errors
    /// As the writer.
    pub fn record(&mut self, cells: &[&str]) -> io::Result<()> {
        self.line.clear();
        for (n, cell) in cells.iter().enumerate() {
            if n > 0 {
                self.line.push(b',');
            }
            push_cell(&mut self.line, cell);
        }
        self.line.push(b'\n');
        self.out.write_all(&self.line)
    }

    /// The writer, flushed.
    ///
    /// # Errors
    /// As the writer.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

fn push_cell(line: &mut Vec<u8>, cell: &str) {
    let special = |b: u8| matches!(b, b',' | b'"' | b'\n' | b'\r');
    if !cell.bytes().any(special) {
        line.extend_from_slice(cell.as_bytes());
        return;
    }
    line.push(b'"');
    line.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
    line.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::CsvFile;

    #[test]
    fn cells_with_commas_and_quotes_are_quoted() {
        let mut file = CsvFile::new(Vec::new(), &["a", "b"]).expect("memory");
        file.record(&["1,2", "say \"x\""]).expect("memory");
        let bytes = file.finish().expect("memory");
        assert_eq!(bytes, b"a,b\n\"1,2\",\"say \"\"x\"\"\"\n");
    }
}
