//! The golden days, against what the specification determines of them.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its day must stop"
)]

mod support;

use serde_json::{Value, json};
use support::{day_of, golden_files, golden_settings, run};
use tieout_engine::report::Report;

fn golden_report(day: &str) -> Report {
    let files = golden_files(day);
    let named: Vec<_> = files
        .iter()
        .map(|(name, role, text)| (name.as_str(), *role, text.clone()))
        .collect();
    run(day_of(golden_settings(day), &named)).report()
}

fn expected(day: &str) -> Value {
    let path = format!(
        "{}/../../tests/golden/expected/{day}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A list as a set: its members as texts, sorted.
fn set<'a>(list: impl IntoIterator<Item = &'a Value>) -> Vec<String> {
    let mut texts: Vec<String> = list.into_iter().map(Value::to_string).collect();
    texts.sort();
    texts
}

/// What the expectation holds of one reconciliation.
fn section<'a>(document: &'a Value, list: &str, of: &str) -> Vec<&'a Value> {
    let name = |one: &Value| one["reconciliation"] == of || one["name"] == of;
    document[list]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| name(one))
        .collect()
}

/// The report in the expectation's form: ids, reasons and places left out.
fn comparable(report: &Report) -> Value {
    let report = serde_json::to_value(report).unwrap();
    let keys = |rows: &Value| -> Vec<Value> {
        let mut keys: Vec<Value> = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["key"].clone())
            .collect();
        keys.sort_by_key(Value::to_string);
        keys
    };
    let exceptions = report["exceptions"].as_array().unwrap().iter().map(|one| {
        json!({
            "reconciliation": one["reconciliation"], "outcome": one["outcome"],
            "currency": one["currency"], "delta": one["delta"], "treatment": one["treatment"],
            "left": keys(&one["left"]), "right": keys(&one["right"]),
        })
    });
    json!({
        "accounting_date": report["accounting_date"],
        "reconciliations": report["reconciliations"],
        "exceptions": exceptions.collect::<Vec<_>>(),
        "carry_over": report["carry_over"],
        "control": report["control"],
    })
}

fn assert_agrees(found: &Value, expected: &Value, reconciliation: &str) {
    let one = |document: &Value| section(document, "reconciliations", reconciliation)[0].clone();
    let (ours, theirs) = (one(found), one(expected));
    assert_eq!(ours["balanced"], theirs["balanced"]);
    for list in ["totals", "outcomes"] {
        let sets = [&ours, &theirs].map(|one| set(one[list].as_array().unwrap()));
        assert_eq!(sets[0], sets[1], "{reconciliation} {list}");
    }
    for list in ["exceptions", "carry_over"] {
        let sets = [found, expected].map(|one| set(section(one, list, reconciliation)));
        assert_eq!(sets[0], sets[1], "{reconciliation} {list}");
    }
}

#[test]
fn day_one_reconciles_its_channels() {
    let (found, expected) = (comparable(&golden_report("day1")), expected("day1"));
    assert_eq!(found["accounting_date"], expected["accounting_date"]);
    assert_eq!(found["control"], expected["control"]);
    assert_agrees(&found, &expected, "channel");
}

#[test]
fn day_one_reconciles_its_funds() {
    let (found, expected) = (comparable(&golden_report("day1")), expected("day1"));
    assert_agrees(&found, &expected, "fund");
}
