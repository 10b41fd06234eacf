//! `tieout sample`.

use std::process::ExitCode;

use crate::sample::{ACCOUNTING_DATE, CHANNEL_CASES, SyntheticDay, folder};

use super::arguments::Sample;

/// Writes the day and says what is in it.
pub fn write(asked: &Sample) -> Result<ExitCode, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", asked.dir.display());
    let open = folder(&asked.dir).map_err(failed)?;
    let day = SyntheticDay {
        rows: asked.rows,
        seed: asked.seed,
    };
    day.write(open).map_err(failed)?;
    println!(
        "{}: the day {ACCOUNTING_DATE}, {} rows a side of the channel reconciliation, seed {}",
        asked.dir.display(),
        asked.rows,
        asked.seed
    );
    for case in CHANNEL_CASES {
        println!(
            "{:>9} x {:<16} channel {}",
            case.occurrences(asked.rows),
            format!("{:?}", case.case),
            case.outcome
        );
    }
    Ok(ExitCode::SUCCESS)
}
