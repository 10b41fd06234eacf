//! The golden days, against what the specification determines of them.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its day must stop"
)]

mod support;

use serde_json::{Value, json};
use support::{carry_over_report, day_of, golden_files, golden_settings, run};
use tieout_engine::DayResult;
use tieout_engine::report::Report;

/// Day one by itself, day two with what day one left open.
fn golden(day: &str) -> DayResult {
    let files = golden_files(day);
    let named: Vec<_> = files
        .iter()
        .map(|(name, role, text)| (name.as_str(), *role, text.clone()))
        .collect();
    let mut golden = day_of(golden_settings(day), &named);
    if day == "day2" {
        let left_open = golden_carry_over();
        golden.add_carry_over(carry_over_report("carry_over.json"), &left_open);
    }
    run(golden)
}

fn golden_carry_over() -> String {
    golden("day1").carry_over().to_json()
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

fn assert_agrees(day: &str) {
    let (found, expected) = (comparable(&golden(day).report()), expected(day));
    for fact in ["accounting_date", "control"] {
        assert_eq!(found[fact], expected[fact], "{fact}");
    }
    for name in ["channel", "business", "posting", "fund"] {
        let one = |document: &Value| section(document, "reconciliations", name)[0].clone();
        let (ours, theirs) = (one(&found), one(&expected));
        assert_eq!(ours["run"], true);
        assert_eq!(ours["balanced"], theirs["balanced"], "{name}");
        for list in ["totals", "outcomes"] {
            let sets = [&ours, &theirs].map(|one| set(one[list].as_array().unwrap()));
            assert_eq!(sets[0], sets[1], "{name} {list}");
        }
        for list in ["exceptions", "carry_over"] {
            let sets = [&found, &expected].map(|one| set(section(one, list, name)));
            assert_eq!(sets[0], sets[1], "{name} {list}");
        }
    }
}

#[test]
fn day_one_is_as_the_specification_says() {
    assert_agrees("day1");
}

#[test]
fn day_two_takes_up_what_day_one_left_and_is_as_the_specification_says() {
    assert_agrees("day2");
}

#[test]
fn the_same_day_says_the_same_bytes_again() {
    let text = || serde_json::to_string(&golden("day2").report()).unwrap();
    assert_eq!(text(), text());
}
