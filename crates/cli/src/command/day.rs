//! `tieout run`, `tieout inspect` and `tieout explain`.

use tieout_engine::file_entry::FileEntry;
use tieout_engine::report::{Report, SCHEMA};
use tieout_engine::{Day, DayResult, Run};

use crate::files;
use crate::reading::{self, settings_file};
use crate::{exports, summary, wording};

use super::arguments::{DayArguments, Explain, RunDay};
use super::{EXCEPTIONS, Stopped, TIES_OUT, Terminal, UNREADABLE};

/// A day read, its messages told; whether something could not be read.
fn read(asked: &DayArguments, terminal: &mut Terminal<'_>) -> Result<(Day, bool), Stopped> {
    let given = asked.settings.as_deref().map(settings_file).transpose();
    let settings = given.map_err(Stopped::Because)?;
    let intakes = reading::read(&files::given(&asked.paths));
    let mut day = reading::day(intakes, settings);
    if let Some(date) = asked.date {
        day.settings.day.accounting_date = Some(date);
    }
    for line in day.files().iter().flat_map(wording::complaints) {
        terminal.complain(&line);
    }
    let unread = day.files().iter().any(wording::incomplete);
    Ok((day, unread))
}

fn reconcile(
    asked: &DayArguments,
    terminal: &mut Terminal<'_>,
) -> Result<(DayResult, bool), Stopped> {
    let (day, unread) = read(asked, terminal)?;
    Ok((Run::new(day).finish(), unread))
}

/// `tieout run`.
pub fn run(asked: &RunDay, terminal: &mut Terminal<'_>) -> Result<u8, Stopped> {
    let (result, unread) = reconcile(&asked.day, terminal)?;
    let report = result.report();
    if let Some(dir) = &asked.out {
        exports::all(&report, dir)
            .map_err(|error| Stopped::Because(format!("{}: {error}", dir.display())))?;
    }
    if asked.day.json {
        exports::json(&report, &mut *terminal.out)?;
    } else {
        terminal.print(&summary::report(&report))?;
    }
    Ok(status(unread, &report))
}

fn status(unread: bool, report: &Report) -> u8 {
    if unread {
        UNREADABLE
    } else if report.exceptions.iter().any(|e| !e.outcome.ties_out()) {
        EXCEPTIONS
    } else {
        TIES_OUT
    }
}

/// What `tieout inspect --json` prints.
#[derive(serde::Serialize)]
struct Inspected<'a> {
    tieout: &'static str,
    schema: u32,
    files: &'a [FileEntry],
}

/// `tieout inspect`.
pub fn inspect(asked: &DayArguments, terminal: &mut Terminal<'_>) -> Result<u8, Stopped> {
    let (day, unread) = read(asked, terminal)?;
    let files: Vec<FileEntry> = day.files().iter().map(FileEntry::from).collect();
    if asked.json {
        let inspected = Inspected {
            tieout: env!("CARGO_PKG_VERSION"),
            schema: SCHEMA,
            files: &files,
        };
        exports::json(&inspected, &mut *terminal.out)?;
    } else {
        terminal.print(&summary::files(&files))?;
    }
    Ok(if unread { UNREADABLE } else { TIES_OUT })
}

/// `tieout explain`.
pub fn explain(asked: &Explain, terminal: &mut Terminal<'_>) -> Result<u8, Stopped> {
    let (result, unread) = reconcile(&asked.day, terminal)?;
    let details = result.explain(&asked.file, asked.line);
    if details.is_empty() {
        return Err(Stopped::Because(format!(
            "{}:{}: no row starts there: expected a file of the day and the line of a row",
            wording::visible(&asked.file),
            asked.line
        )));
    }
    terminal.print(&summary::explanation(&details))?;
    Ok(if unread { UNREADABLE } else { TIES_OUT })
}
