//! `tieout sample`.

use crate::sample::{ACCOUNTING_DATE, CHANNEL_CASES, SyntheticDay, folder};

use super::arguments::Sample;
use super::{Stopped, TIES_OUT, Terminal};

/// Writes the day and says what is in it.
pub fn write(asked: &Sample, terminal: &mut Terminal<'_>) -> Result<u8, Stopped> {
    let dir = asked.dir.display();
    let failed = |error: std::io::Error| Stopped::Because(format!("{dir}: {error}"));
    let open = folder(&asked.dir).map_err(failed)?;
    let day = SyntheticDay {
        rows: asked.rows,
        seed: asked.seed,
    };
    day.write(open).map_err(failed)?;
    let mut text = format!(
        "{dir}: the day {ACCOUNTING_DATE}, {} rows a side of the channel reconciliation, seed {}\n",
        asked.rows, asked.seed
    );
    for case in CHANNEL_CASES {
        text.push_str(&format!(
            "{:>9} x {:<16} channel {}\n",
            case.occurrences(asked.rows),
            format!("{:?}", case.case),
            case.outcome
        ));
    }
    terminal.print(&text)?;
    Ok(TIES_OUT)
}
