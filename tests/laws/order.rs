//! The order of rows, of files and of runs changes nothing.

use serde_json::Value;
use tieout_engine::report::Report;
use tieout_tests::report_of;

use super::random::{days, shuffled_and_split, without_contradictions};

/// The report without what names files and lines, lists by their texts.
fn without_places(report: &Report) -> Value {
    let mut value = serde_json::to_value(report).expect("reports are JSON");
    let top = value.as_object_mut().expect("an object");
    // How many files there are is the one thing that splitting changes.
    for key in ["files", "control", "trail"] {
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
            // A duplicate's reason names the place of the first.
            if object.get("code").is_some_and(|code| code == "repeats") {
                object.retain(|key, _| key == "code");
            }
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
    let mut tried = 0;
    for (seed, files) in days() {
        let files = without_contradictions(&files);
        let other = shuffled_and_split(&files, seed);
        let (first, second) = (report_of(&files), report_of(&other));
        // Two parts that hold the same repeated rows are one file read once.
        if first.control.rows_in != second.control.rows_in {
            continue;
        }
        tried += 1;
        assert_eq!(
            without_places(&first),
            without_places(&second),
            "seed {seed}"
        );
    }
    assert!(tried > 50, "only {tried} days were compared");
}
