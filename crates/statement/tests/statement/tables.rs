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

#[test]
fn a_table_of_something_else_is_not_read_as_a_statement() {
    let measured =
        "date,rain,level,station\n2026-03-01,0.58,0.62,upstream\n2026-03-02,0.57,0.61,upstream\n";
    let orders = "order id,order url,items,date,total,payments\n\
        111-1,https://shop.example,Lamp,2026-03-01,7.40,Card ending in 1234\n\
        111-2,https://shop.example,Book,2026-03-02,9.10,Card ending in 1234\n";
    let coins = "Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,\
        Spot Price at Transaction,Subtotal,Total (inclusive of fees),Fees,Notes\n\
        2026-03-01T10:00:00Z,Buy,BTC,0.01,USD,50000.00,500.00,507.50,7.50,Bought\n";
    let balances = "account_key,balance,date\n1,2000.00,2026-03-01\n1,2005.15,2026-03-31\n";
    let prose = format!(
        "{}\n\"txn\",\"date\",\"date2\",\"what\"\n\"1\",\"2026/03/01\",\"\",\"2.50\"\n\
         \"2\",\"2026/03/02\",\"\",\"3.50\"\n",
        "A long text, with commas, and an example.\n".repeat(60)
    );
    for (what, text) in [
        ("measures", measured),
        ("orders", orders),
        ("trades in coins", coins),
        ("balances without movements", balances),
        ("an example in a text", &prose),
    ] {
        let report = read(text.as_bytes()).report;
        assert_eq!(report.format, None, "{what}");
        assert_eq!(report.rows_read, 0, "{what}");
    }
}

#[test]
fn the_last_row_of_an_account_that_began_with_nothing_is_a_row() {
    let text = "2026-03-01,FIRST,100.00,100.00\n2026-03-02,SECOND,-30.00,70.00\n\
                2026-03-03,THIRD,5.00,75.00\n";
    let report = read(text.as_bytes()).report;
    let total = &report.currency_totals[0];
    assert_eq!(report.rows_read, 3);
    assert_eq!(total.opening.as_deref(), Some("0.00"));
    assert_eq!(total.closing.as_deref(), Some("75.00"));
}
