//! The order of rows, of files and of runs changes nothing.

use serde_json::Value;
use tieout_engine::report::Report;
use tieout_tests::report_of;

use super::random::{days, shuffled_and_split};

/// The report without what names files and lines, lists by their texts.
fn without_places(report: &Report) -> Value {
    let mut value = serde_json::to_value(report).expect("reports are JSON");
    let top = value.as_object_mut().expect("an object");
    // How many files there are is the one thing that splitting changes.
    for key in ["files", "control"] {
        top.remove(key);
    }
    strip(&mut value);
    value
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.remove("file");
            object.remove("line");
            object.values_mut().for_each(strip);
        }
        Value::Array(list) => {
            list.iter_mut().for_each(strip);
            list.sort_by_key(Value::to_string);
        }
        _ => {}
    }
}

#[test]
fn the_same_day_gives_the_same_bytes() {
    for (seed, files) in days() {
        let text = |report: &Report| serde_json::to_string(report).expect("JSON");
        let (first, second) = (report_of(&files), report_of(&files));
        assert_eq!(text(&first), text(&second), "seed {seed}");
    }
}

#[test]
fn permuting_rows_and_splitting_files_changes_files_and_lines_only() {
    for (seed, files) in days() {
        let other = shuffled_and_split(&files, seed);
        let (first, second) = (report_of(&files), report_of(&other));
        assert_eq!(
            without_places(&first),
            without_places(&second),
            "seed {seed}"
        );
        assert_eq!(first.control.rows_in, second.control.rows_in, "seed {seed}");
    }
}
