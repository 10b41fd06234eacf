//! The reference gives what the golden days expect: it may judge the engine.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tieout_reference::{Day, Files, Result, reconcile};

fn golden(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../golden")
        .join(path)
}

fn run(day: &str, carry_over: Option<&Value>) -> Result {
    let mut files = Files::new();
    for entry in fs::read_dir(golden(day)).expect("a golden day") {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            files.insert(name, fs::read_to_string(&path).expect("UTF-8"));
        }
    }
    let settings = fs::read_to_string(golden(day).join("tieout.toml")).expect("settings");
    reconcile(&Day::new(&files, &settings, carry_over))
}

/// A list as a sorted list of texts, each with the keys that the expected one has.
fn set(list: &Value, like: &Value) -> Vec<String> {
    let keys: Option<Vec<String>> = like
        .get(0)
        .and_then(Value::as_object)
        .map(|object| object.keys().cloned().collect());
    let mut texts: Vec<String> = list
        .as_array()
        .expect("a list")
        .iter()
        .map(|value| {
            let mut value = value.clone();
            if let (Some(keys), Some(object)) = (&keys, value.as_object_mut()) {
                object.retain(|key, _| keys.contains(key));
                for side in ["left", "right"] {
                    if let Some(Value::Array(numbers)) = object.get_mut(side) {
                        numbers.sort_by_key(ToString::to_string);
                    }
                }
            }
            value.to_string()
        })
        .collect();
    texts.sort();
    texts
}

fn agrees(found: &Value, expected: &str) {
    let expected = fs::read_to_string(golden("expected").join(expected)).expect("expected");
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    assert_eq!(found["accounting_date"], expected["accounting_date"]);
    for (found, expected) in found["reconciliations"]
        .as_array()
        .expect("a list")
        .iter()
        .zip(expected["reconciliations"].as_array().expect("a list"))
    {
        assert_eq!(found["name"], expected["name"]);
        assert_eq!(
            found["balanced"], expected["balanced"],
            "{}",
            expected["name"]
        );
        for list in ["totals", "outcomes"] {
            assert_eq!(
                set(&found[list], &expected[list]),
                set(&expected[list], &expected[list]),
                "{} {list}",
                expected["name"]
            );
        }
    }
    assert_eq!(found["control"], expected["control"]);
    for list in [
        "exceptions",
        "carry_over",
        "journal",
        "balances",
        "identities",
    ] {
        assert_eq!(
            set(&found[list], &expected[list]),
            set(&expected[list], &expected[list]),
            "{list}"
        );
    }
}

#[test]
fn day_1_and_day_2_with_what_day_1_carried() {
    let day1 = run("day1", None);
    agrees(&day1.report, "day1.json");
    let day2 = run("day2", Some(&day1.carry_over));
    agrees(&day2.report, "day2.json");
    let matched = day2.report["from_carry_over"].as_array().expect("a list");
    assert_eq!(matched.len(), 7, "{matched:#?}");
}
