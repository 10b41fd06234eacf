//! `tieout verify`.

use std::fs;

use tieout_engine::report::Report;
use tieout_engine::{Run, Settings};
use tieout_export::verify::{Examined, Fault, belong, examine, first_difference};
use tieout_statement::Intake;
use tieout_statement::original::visible;

use crate::{files, reading};

use super::arguments::Verify;
use super::{EXCEPTIONS, Stopped, TIES_OUT, Terminal, UNREADABLE};

/// Says whether a report is as it was written, and whether it belongs to the files given.
pub fn run(asked: &Verify, terminal: &mut Terminal<'_>) -> Result<u8, Stopped> {
    let name = visible(&asked.report.display().to_string());
    let bytes =
        fs::read(&asked.report).map_err(|error| Stopped::Because(format!("{name}: {error}")))?;
    let examined = match examine(&bytes) {
        Ok(examined) => examined,
        Err(fault) => return Ok(refuse(&name, &fault, terminal)),
    };
    let Examined { report, json } = examined;
    let head = &report.trail.head;
    if asked.day.paths.is_empty() {
        let text = format!(
            "{name}: not edited since it was written; its files were not looked at\n\
             chain head {head}\n"
        );
        terminal.print(&text)?;
        return Ok(TIES_OUT);
    }
    // What the report says of its settings is judged where the day is run again.
    let settings = Settings::from_json(&report.settings).ok();
    let mut intakes = reading::read(
        &files::given(&asked.day.paths),
        settings.as_ref(),
        &asked.day.passwords,
    );
    if let Some(path) = &asked.day.carry_over {
        intakes.extend(reading::carry_over_file(path).map_err(Stopped::Because)?);
    }
    let again = match again(&report, intakes) {
        Ok(again) => again,
        Err(fault) => return Ok(refuse(&name, &fault, terminal)),
    };
    let again_json = serde_json::to_value(&again)
        .map_err(|error| Stopped::Because(format!("{name}: {error}")))?;
    if let Some(difference) = first_difference(&json, &again_json) {
        if report.tieout != again.tieout {
            terminal.complain(&format!(
                "{name}: written by Tieout {}; this is {}, which may see the day otherwise",
                visible(&report.tieout),
                again.tieout
            ));
        }
        return Ok(refuse(&name, &Fault::Differs(difference), terminal));
    }
    let count = report.files.len();
    terminal.print(&format!(
        "{name}: not edited, and what its {count} files give again\nchain head {head}\n"
    ))?;
    Ok(TIES_OUT)
}

fn refuse(name: &str, fault: &Fault, terminal: &mut Terminal<'_>) -> u8 {
    terminal.complain(&visible(&format!("{name}: {fault}")));
    match fault {
        Fault::NotAReport { .. } | Fault::Schema { .. } | Fault::NoTrail => UNREADABLE,
        _ => EXCEPTIONS,
    }
}

/// The report that the files give under the report's settings and with its names for them.
fn again(report: &Report, mut intakes: Vec<Intake>) -> Result<Report, Fault> {
    let given: Vec<(String, String)> = intakes
        .iter()
        .map(|intake| (intake.report.name.clone(), intake.report.sha256.clone()))
        .collect();
    let names = belong(report, &given)?;
    for (intake, name) in intakes.iter_mut().zip(names) {
        intake.report.name = name;
    }
    // In the report's order: a carry-over that was named by an option stands last.
    let place = |intake: &Intake| {
        let mut files = report.files.iter();
        files.position(|file| file.name == intake.report.name)
    };
    intakes.sort_by_key(place);
    let settings = Settings::from_json(&report.settings).map_err(|problem| Fault::NotAReport {
        detail: tieout_statement::words::problem(&problem),
    })?;
    let mut day = reading::day(intakes, Some(settings));
    let decisions = serde_json::Value::from(report.decisions.clone());
    day.decisions = serde_json::from_value(decisions).map_err(|error| Fault::NotAReport {
        detail: format!("its decisions are none: {error}"),
    })?;
    Ok(Run::new(day).finish().report())
}
