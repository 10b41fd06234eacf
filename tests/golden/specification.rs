use std::fs;

use serde_json::{Map, Value};
use tieout_tests::{TemporaryFolder, Told, here, tieout};

fn run(day: &str) -> Told {
    let folder = here("golden").join(day);
    tieout(["run".as_ref(), folder.as_os_str(), "--json".as_ref()])
}

fn expected(day: &str) -> Value {
    let path = here("golden/expected").join(format!("{day}.json"));
    let text = fs::read_to_string(path).expect("the expectation is committed");
    serde_json::from_str(&text).expect("JSON")
}

fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of[key].as_array().map_or(&[], Vec::as_slice)
}

/// The entries as a sorted list of texts, each with only the keys that the expected ones
/// have; rows stand by their own numbers.
fn told(entries: &[Value], like: &[Value]) -> Vec<String> {
    let keys: Vec<&String> = match like.first().and_then(Value::as_object) {
        Some(entry) => entry.keys().collect(),
        None => return entries.iter().map(Value::to_string).collect(),
    };
    let by_number = |value: &Value| match value {
        Value::Array(rows) => {
            let number = |row: &Value| row.get("key").cloned().unwrap_or_else(|| row.clone());
            let mut numbers: Vec<Value> = rows.iter().map(number).collect();
            numbers.sort_by_key(Value::to_string);
            Value::Array(numbers)
        }
        other => other.clone(),
    };
    let mut texts: Vec<String> = entries
        .iter()
        .map(|entry| {
            let kept = keys
                .iter()
                .map(|&key| (key.clone(), by_number(&entry[key])));
            Value::Object(kept.collect::<Map<_, _>>()).to_string()
        })
        .collect();
    texts.sort();
    texts
}

fn of(reconciliation: &str, entries: &[Value]) -> Vec<Value> {
    let is_its = |entry: &&Value| entry["reconciliation"] == reconciliation;
    entries.iter().filter(is_its).cloned().collect()
}

fn named<'a>(report: &'a Value, name: &str) -> &'a Value {
    let mut all = list(report, "reconciliations").iter();
    all.find(|reconciliation| reconciliation["name"] == name)
        .unwrap_or(&Value::Null)
}

/// A reconciliation's part of the report says what the specification says.
fn agrees(reconciliation: &str, report: &Value, expected: &Value) {
    let (is, should) = (
        named(report, reconciliation),
        named(expected, reconciliation),
    );
    for key in ["totals", "outcomes"] {
        let (is, should) = (list(is, key), list(should, key));
        assert_eq!(
            told(is, should),
            told(should, should),
            "{reconciliation} {key}"
        );
    }
    assert_eq!(
        is["balanced"], should["balanced"],
        "{reconciliation} balanced"
    );
    for key in ["exceptions", "carry_over"] {
        let is = of(reconciliation, list(report, key));
        let should = of(reconciliation, list(expected, key));
        assert_eq!(
            told(&is, &should),
            told(&should, &should),
            "{reconciliation} {key}"
        );
    }
}

/// Everything that the specification determines of a day and that the report has.
fn is_as_specified(run: &Told, expected: &Value) {
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    let report = run.json();
    assert_eq!(report["accounting_date"], expected["accounting_date"]);
    assert_eq!(report["control"], expected["control"]);
    let reconciliations = list(&report, "reconciliations");
    assert_eq!(reconciliations.len(), 4);
    for reconciliation in reconciliations {
        assert_eq!(reconciliation["run"], true);
        let name = reconciliation["name"].as_str().expect("a name");
        agrees(name, &report, expected);
    }
    for key in ["journal", "balances", "identities"] {
        let (is, should) = (list(&report, key), list(expected, key));
        assert!(!should.is_empty(), "{key} is specified");
        assert_eq!(told(is, should), told(should, should), "{key}");
    }
}

#[test]
fn day_1_without_carry_over_ends_as_the_specification_says() {
    is_as_specified(&run("day1"), &expected("day1"));
}

#[test]
fn day_2_takes_up_what_day_1_left_and_ends_as_the_specification_says() {
    let exports = TemporaryFolder::with([]);
    let (day1, day2) = (here("golden/day1"), here("golden/day2"));
    let first = tieout([
        "run".as_ref(),
        day1.as_os_str(),
        "--out".as_ref(),
        exports.path().as_os_str(),
    ]);
    assert_eq!((first.status, first.err.as_str()), (1, ""));
    let carry_over = exports.path().join("carry_over.json");
    let second = tieout([
        "run".as_ref(),
        day2.as_os_str(),
        "--carry-over".as_ref(),
        carry_over.as_os_str(),
        "--json".as_ref(),
    ]);
    is_as_specified(&second, &expected("day2"));
}
