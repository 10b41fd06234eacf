//! Prints what files hold: `cargo run -p tieout-statement --example look -- FILE…`.

use tieout_statement::{FileReader, ReadSettings, words};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let mut reader = FileReader::new(&path, bytes.len() as u64, &ReadSettings::default());
        reader.read(&bytes);
        let report = reader.finish().report;
        let format = report.format.as_deref().unwrap_or("-");
        let (read, neutral) = (report.rows_read, report.rows_neutral);
        let name = path.rsplit('/').next().unwrap_or(&path);
        println!("{name}: {format} {} rows {read} neutral {neutral} {:?}", report.encoding, report.accounts);
        for total in &report.currency_totals {
            let (opening, closing) = (total.opening.as_deref(), total.closing.as_deref());
            let (currency, count) = (total.currency, total.count);
            println!("   {currency} {count} +{} -{} {opening:?} {closing:?}", total.credits, total.debits);
        }
        for total in report.stated_totals.iter() {
            println!("   stated {} {} {} {}", total.what, total.stated, total.found, total.agrees);
        }
        for row in &report.rows_rejected {
            println!("   refused {} {:?} {}", row.line, row.column, words::reason(&row.reason));
        }
        for problem in &report.problems {
            println!("   {}", words::problem(problem));
        }
    }
    Ok(())
}
