//! Foreign tables: each fixture of `fixtures/formats` gives what stands in the JSON beside it.
//! `UPDATE_GOLDEN=1` writes it anew: read the difference.

use tieout_statement::formats::{ALL, Shape};
use tieout_statement::{Encoding, FileReader, ReadSettings, original, sniff};

use super::documents::{fixtures_of, reads_as_told, told};
use super::read;

fn ids() -> Vec<&'static str> {
    let tables = ALL.iter().filter(|f| matches!(f.shape, Shape::Grid(_)));
    tables.map(|format| format.id).collect()
}

#[test]
fn each_table_is_read_as_the_file_beside_it_says() {
    fixtures_of(&ids())
        .iter()
        .for_each(|path| reads_as_told(path));
}

#[test]
fn a_table_is_known_by_its_beginning_and_read_the_same_in_any_pieces() {
    for path in fixtures_of(&ids()) {
        let bytes = std::fs::read(&path).expect("fixtures can be read");
        let whole = told(&read(&bytes));
        let sniffed = sniff(&bytes, &bytes, bytes.len() as u64);
        assert_eq!(
            sniffed.format,
            whole["format"].as_str(),
            "{}",
            path.display()
        );
        for size in [1, 100] {
            let mut reader = FileReader::new("file", 0, &ReadSettings::default());
            bytes.chunks(size).for_each(|chunk| reader.read(chunk));
            assert_eq!(
                told(&reader.finish()),
                whole,
                "{} by {size}",
                path.display()
            );
        }
    }
}

#[test]
fn the_row_of_a_text_table_begins_where_its_offset_says() {
    for path in fixtures_of(&ids()) {
        let bytes = std::fs::read(&path).expect("fixtures can be read");
        let intake = read(&bytes);
        let encoding = Encoding::ALL
            .iter()
            .find(|e| e.name() == intake.report.encoding);
        let (Some(rows), Some(encoding)) = (&intake.rows, encoding) else {
            continue;
        };
        let (text, _) = encoding.decode_lossy(&bytes[encoding.mark(&bytes)..]);
        for row in 0..rows.len() {
            let at = usize::try_from(rows.offsets()[row]).expect("a small file");
            let shown = original::record(&bytes[at..], *encoding);
            let line = text.lines().nth(rows.lines()[row] as usize - 1);
            let line = original::visible(line.expect("the file has that line"));
            assert!(
                shown.starts_with(line.trim_end_matches('\u{240d}')),
                "{}: {shown} {line}",
                path.display()
            );
        }
    }
}
