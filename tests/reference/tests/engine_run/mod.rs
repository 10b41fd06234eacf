//! Runs the engine on files as the reference takes them: read by the real readers.

use serde_json::Value;
use tieout_engine::{Day as EngineDay, Run, Settings};
use tieout_reference::Files;
use tieout_statement::{Content, FileReader, ReadSettings};

fn read(day: &mut EngineDay, name: &str, text: &str) {
    let settings = ReadSettings::default();
    let mut reader = FileReader::new(name, text.len() as u64, &settings);
    reader.read(text.as_bytes());
    let intake = reader.finish();
    assert!(
        !intake.report.refused(),
        "{name}: {:?}",
        intake.report.problems
    );
    assert!(
        intake.report.rows_rejected.is_empty(),
        "{:?}",
        intake.report.rows_rejected
    );
    match intake.content {
        Content::CarryOver(text) => day.add_carry_over(intake.report, &text),
        _ => day.add(intake.report, intake.rows),
    }
}

/// The day of files as the engine takes it.
pub fn day(files: &Files, settings: &str, carry_over: Option<&str>) -> EngineDay {
    let mut day = EngineDay::new(Settings::parse(settings).expect("good settings"));
    if let Some(text) = carry_over {
        read(&mut day, "carry_over.json", text);
    }
    for (name, text) in files {
        read(&mut day, name, text);
    }
    day
}

/// The engine's report, and the carry-over file that it leaves.
pub fn engine(files: &Files, settings: &str, carry_over: Option<&str>) -> (Value, String) {
    let result = Run::new(day(files, settings, carry_over)).finish();
    let report = serde_json::to_value(result.report()).expect("a report is JSON");
    (report, result.carry_over().to_json())
}

/// A list of a report.
pub fn list<'a>(of: &'a Value, name: &str) -> &'a Vec<Value> {
    of[name].as_array().expect("a list")
}
