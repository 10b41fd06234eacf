//! Rows and amounts in are rows and amounts out.

use std::collections::BTreeMap;

use tieout_engine::outcome::SideOf;
use tieout_engine::report::{ReconciliationReport, Report};
use tieout_statement::{Content, Currency, FileReader, MinorUnits, ReadSettings};
use tieout_tests::report_of;

use super::random::days;

/// Rows and minor units by side (`true` = left) and currency.
type Totals = BTreeMap<(bool, Currency), (u64, i128)>;

fn minor(text: &str, currency: Currency) -> i128 {
    let amount = MinorUnits::parse_signed(text, currency);
    i128::from(amount.expect("reports write amounts").0)
}

fn totals_of_sides(of: &ReconciliationReport) -> Totals {
    let mut totals = Totals::new();
    for total in &of.totals {
        let at = totals
            .entry((total.side == SideOf::Left, total.currency))
            .or_default();
        at.0 += total.rows;
        at.1 += minor(&total.amount, total.currency);
    }
    totals
}

fn totals_of_outcomes(of: &ReconciliationReport) -> Totals {
    let mut totals = Totals::new();
    for outcome in &of.outcomes {
        for (is_left, rows, amount) in [
            (true, outcome.left_rows, &outcome.left_amount),
            (false, outcome.right_rows, &outcome.right_amount),
        ] {
            let at = totals.entry((is_left, outcome.currency)).or_default();
            at.0 += rows;
            at.1 += minor(amount, outcome.currency);
        }
    }
    totals.retain(|_, (rows, _)| *rows > 0);
    totals
}

/// Counted once more from the text of the files, with no reader of ours.
fn totals_of_files(files: &tieout_tests::Files) -> Totals {
    let mut totals = Totals::new();
    for bytes in files.values() {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        let column = |name: &str| header.iter().position(|cell| *cell == name);
        let is_left = match (column("channel_order_no"), column("order_no")) {
            (Some(_), _) => true,
            (_, Some(_)) => false,
            _ => continue,
        };
        let (currency, amount) = (column("currency"), column("amount"));
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            let cell = |at: Option<usize>| cells[at.expect("a column of the layout")].trim();
            let currency = Currency::parse(cell(currency)).expect("a currency");
            let at = totals.entry((is_left, currency)).or_default();
            at.0 += 1;
            at.1 += minor(cell(amount), currency);
        }
    }
    totals
}

fn channel(report: &Report) -> &ReconciliationReport {
    report
        .reconciliations
        .first()
        .expect("the channel's is first")
}

#[test]
fn rows_and_amounts_in_are_rows_and_amounts_out() {
    for (seed, files) in days() {
        let report = report_of(&files);
        let refused: Vec<_> = report
            .files
            .iter()
            .filter(|file| file.refused || !file.rows_rejected.is_empty())
            .collect();
        assert!(refused.is_empty(), "seed {seed}: {refused:?}");
        let channel = channel(&report);
        if channel.run {
            assert_eq!(
                totals_of_sides(channel),
                totals_of_files(&files),
                "seed {seed}"
            );
        }
        for reconciliation in &report.reconciliations {
            assert_eq!(
                totals_of_sides(reconciliation),
                totals_of_outcomes(reconciliation),
                "seed {seed}, {:?}",
                reconciliation.name
            );
        }
        let control = &report.control;
        assert_eq!(control.rows_in, control.rows_accounted, "seed {seed}");
    }
}

#[test]
fn a_file_reads_the_same_in_chunks_of_any_size() {
    let mut random = fastrand::Rng::with_seed(7);
    let day = tieout_tests::files_of(&tieout_tests::here("fixtures/sample-day"));
    let random_days = days().take(10).flat_map(|(_, files)| files);
    for (name, bytes) in day.into_iter().chain(random_days) {
        let whole = tieout_cli::reading::intakes(&name, &bytes).remove(0);
        let settings = ReadSettings::default();
        let mut reader = FileReader::new(&name, bytes.len() as u64, &settings);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at(random.usize(1..=rest.len().min(97)));
            reader.read(chunk);
            rest = after;
        }
        let pieces = reader.finish();
        assert_eq!(pieces.report, whole.report, "{name}");
        assert_eq!(pieces.content, whole.content, "{name}");
        if whole.content == Content::Rows {
            let rows = |rows: Option<tieout_statement::Rows>| {
                let rows = rows.expect("rows of a role");
                let cells: Vec<Vec<_>> = (0..rows.len()).map(|n| rows.cells(n).collect()).collect();
                (cells, rows.lines().to_vec(), rows.offsets().to_vec())
            };
            assert_eq!(rows(pieces.rows), rows(whole.rows), "{name}");
        }
    }
}
