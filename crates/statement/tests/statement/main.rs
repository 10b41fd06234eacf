//! What reading a statement file means, as a user of the crate sees it.

mod alipay;
mod archives;
mod bad_files;
mod bad_rows;
mod chunks;
mod documents;
mod golden;
mod own_layouts;
mod profiles;
mod registry;
mod tables;
mod wechat_bill;
mod workbooks;

use std::path::Path;

use tieout_statement::{FileReader, Intake, ReadSettings, Rows};

/// Reads bytes as a file, with the default settings.
fn read(bytes: impl AsRef<[u8]>) -> Intake {
    read_with(bytes, &ReadSettings::default())
}

fn read_with(bytes: impl AsRef<[u8]>, settings: &ReadSettings) -> Intake {
    let bytes = bytes.as_ref();
    let mut reader = FileReader::new("file", bytes.len() as u64, settings);
    reader.read(bytes);
    reader.finish()
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A row's cells as one line: `order_no=C-1 kind=refund …`.
fn line(rows: &Rows, row: usize) -> String {
    let cells = rows
        .cells(row)
        .map(|(column, text)| format!("{}={text}", column.text()));
    cells.collect::<Vec<_>>().join(" ")
}

/// The refused rows as `line column: reason`.
fn refused(intake: &Intake) -> Vec<String> {
    let rows = intake.report.rows_rejected.iter();
    rows.map(|row| {
        let column = row.column.as_deref().unwrap_or("-");
        format!(
            "{} {column}: {}",
            row.line,
            tieout_statement::words::reason(&row.reason)
        )
    })
    .collect()
}

/// The stated totals as `what stated found agrees`.
fn stated(intake: &Intake) -> Vec<String> {
    let totals = intake.report.stated_totals.iter();
    totals
        .map(|t| format!("{} {} {} {}", t.what, t.stated, t.found, t.agrees))
        .collect()
}
