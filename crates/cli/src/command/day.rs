//! `tieout run`, `tieout inspect`, `tieout position`, `tieout fees`
//! and `tieout explain`.

use tieout_engine::file_entry::FileEntry;
use tieout_engine::report::{Report, SCHEMA};
use tieout_engine::{Day, DayResult, Run};
use tieout_export::Options;
use tieout_statement::FileReport;

use tieout_statement::original::visible;

use crate::files;
use crate::reading::{self, settings_file};
use crate::{exports, fees, other_columns, position, summary, wording};

use super::arguments::{DayArguments, Explain, RunDay};
use super::{EXCEPTIONS, Stopped, TIES_OUT, Terminal, UNREADABLE};

/// A day read; nothing said of it yet.
fn read(asked: &DayArguments) -> Result<Day, Stopped> {
    let given = asked.settings.as_deref().map(settings_file).transpose();
    let settings = given.map_err(Stopped::Because)?;
    let mut intakes = reading::read(
        &files::given(&asked.paths),
        settings.as_ref(),
        &asked.passwords,
    );
    if let Some(path) = &asked.carry_over {
        intakes.extend(reading::carry_over_file(path).map_err(Stopped::Because)?);
    }
    let mut day = reading::day(intakes, settings);
    if let Some(path) = &asked.decisions {
        day.decisions = reading::decisions_file(path).map_err(Stopped::Because)?;
    }
    if let Some(date) = asked.date {
        day.settings.day.accounting_date = Some(date);
    }
    Ok(day)
}

/// Says what is wrong with files; whether something could not be read.
fn complain(files: &[FileReport], terminal: &mut Terminal<'_>) -> bool {
    for line in files.iter().flat_map(wording::complaints) {
        terminal.complain(&line);
    }
    files.iter().any(wording::incomplete)
}

/// A day reconciled, its messages told: only all files together tell whether a carry-over
/// is of an earlier day.
fn reconcile(
    asked: &DayArguments,
    terminal: &mut Terminal<'_>,
) -> Result<(DayResult, bool), Stopped> {
    let result = Run::new(read(asked)?).finish();
    let unread = complain(result.files(), terminal);
    Ok((result, unread))
}

/// `tieout run`.
pub fn run(asked: &RunDay, terminal: &mut Terminal<'_>) -> Result<u8, Stopped> {
    let (result, unread) = reconcile(&asked.day, terminal)?;
    let report = result.report();
    if let Some(dir) = &asked.out {
        let options = Options {
            language: asked.language,
        };
        let mut carry_over = result.carry_over();
        let (files, passwords) = (files::given(&asked.day.paths), &asked.day.passwords);
        other_columns::keep(&mut carry_over, &result, &files, passwords);
        exports::all(&report, &carry_over, dir, options).map_err(Stopped::Because)?;
    }
    if asked.day.json {
        exports::json(&report, &mut *terminal.out)?;
    } else {
        terminal.print(&summary::report(&report))?;
        for account in report.fund_position.alerts() {
            if let Some(alert) = position::alert(account, &report.fund_position) {
                terminal.print(&format!("{}\n", visible(&alert)))?;
            }
        }
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
    let day = read(asked)?;
    let unread = complain(day.files(), terminal);
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

/// `tieout position`.
pub fn position(asked: &DayArguments, terminal: &mut Terminal<'_>) -> Result<u8, Stopped> {
    let (result, unread) = reconcile(asked, terminal)?;
    let position = result.fund_position();
    if asked.json {
        exports::json(&position, &mut *terminal.out)?;
    } else {
        let date = result.report().accounting_date;
        terminal.print(&position::position(&position, &date))?;
    }
    Ok(if unread {
        UNREADABLE
    } else if position.alerts().next().is_some() {
        EXCEPTIONS
    } else {
        TIES_OUT
    })
}

/// `tieout fees`.
pub fn fees(asked: &DayArguments, terminal: &mut Terminal<'_>) -> Result<u8, Stopped> {
    let (result, unread) = reconcile(asked, terminal)?;
    let Some(check) = result.fee_check() else {
        return Err(Stopped::Because(
            "no fee schedule among the files: expected a CSV such as tieout fees --example prints"
                .to_owned(),
        ));
    };
    if asked.json {
        exports::json(&check, &mut *terminal.out)?;
    } else {
        let date = result.report().accounting_date;
        terminal.print(&fees::fees(&check, &date))?;
    }
    Ok(if unread {
        UNREADABLE
    } else if check.differences.is_empty() {
        TIES_OUT
    } else {
        EXCEPTIONS
    })
}

/// `tieout explain`.
pub fn explain(asked: &Explain, terminal: &mut Terminal<'_>) -> Result<u8, Stopped> {
    let (result, unread) = reconcile(&asked.day, terminal)?;
    let details = result.explain(&asked.file, asked.line);
    if details.is_empty() {
        return Err(Stopped::Because(format!(
            "{}:{}: no row starts there: expected a file of the day and the line of a row",
            visible(&asked.file),
            asked.line
        )));
    }
    let explained: Vec<_> = details
        .into_iter()
        .map(|detail| {
            let why_not = result.why_not(detail.item.handle);
            (detail, why_not)
        })
        .collect();
    terminal.print(&summary::explanation(&explained))?;
    Ok(if unread { UNREADABLE } else { TIES_OUT })
}
