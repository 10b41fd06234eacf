//! The engine gives what the reference gives, day after day, on thousands of random days:
//! read by the real readers, reconciled, carried over, and taken up again.

mod engine_run;

use std::collections::BTreeSet;

use engine_run::{engine, list};
use serde_json::{Value, json};
use tieout_reference::random::{RandomDay, World};
use tieout_reference::random_files::permuted;
use tieout_reference::{Day, reconcile};

/// What is compared of a report: everything but ids, reasons and places, as a set of texts.
fn told(report: &Value) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    for one in list(report, "reconciliations") {
        told.insert(json!([one["name"], one["run"], one["balanced"]]).to_string());
        for part in ["totals", "outcomes"] {
            for line in list(one, part) {
                told.insert(format!("{} {part} {line}", one["name"]));
            }
        }
    }
    for note in list(report, "notes") {
        let code = note["code"].as_str().expect("a code");
        if ["tolerance_residue", "met_cleaned"].contains(&code) {
            told.insert(format!("{code} {}", note["values"]));
        }
    }
    let keys = |rows: &Value| {
        let key = |row: &Value| {
            row["key"]
                .as_str()
                .or(row.as_str())
                .expect("a key")
                .to_owned()
        };
        let mut keys: Vec<String> = rows.as_array().expect("a list").iter().map(key).collect();
        keys.sort();
        keys
    };
    for one in list(report, "exceptions") {
        let exception = json!({
            "reconciliation": one["reconciliation"], "outcome": one["outcome"],
            "currency": one["currency"], "delta": one["delta"], "age": one["age_days"],
            "treatment": one["treatment"],
            "left": keys(&one["left"]), "right": keys(&one["right"]),
        });
        // Equal exceptions are counted, not lost in the set.
        let mut text = exception.to_string();
        while !told.insert(text.clone()) {
            text.push_str(" again");
        }
    }
    for part in ["carry_over", "from_carry_over"] {
        for one in list(report, part) {
            let mut one = one.clone();
            if let Some(with) = one.get("matched_with") {
                one["matched_with"] = json!(keys(with));
            }
            let mut text = format!("{part} {one}");
            while !told.insert(text.clone()) {
                text.push_str(" again");
            }
        }
    }
    told
}

fn difference(a: &BTreeSet<String>, b: &BTreeSet<String>) -> String {
    a.difference(b).cloned().collect::<Vec<_>>().join("\n  ")
}

#[test]
fn the_engine_and_the_reference_agree_on_a_thousand_days() {
    agree_for(300, 4, World::new);
}

#[test]
fn they_agree_with_tolerances_and_cleaned_numbers_too() {
    let acted = agree_for(100, 3, World::with_options);
    for code in ["tolerance_residue", "met_cleaned"] {
        let times = acted.iter().filter(|told| told.starts_with(code)).count();
        assert!(times > 50, "{code}: {times}");
    }
}

#[test]
fn they_agree_with_balances_and_running_balances_too() {
    agree_for(60, 3, World::with_books);
}

/// Compares so many days in a row of so many worlds; all that was told.
fn agree_for(worlds: u64, days: u32, world: fn(u64) -> World) -> Vec<String> {
    let mut all = Vec::new();
    for seed in 0..worlds {
        let mut world = world(seed);
        let (mut theirs, mut ours): (Option<Value>, Option<String>) = (None, None);
        for number in 0..days {
            let RandomDay { files, settings } = world.next_day(theirs.as_ref());
            let reference = reconcile(&Day::new(&files, &settings, theirs.as_ref()));
            let (report, carry_over) = engine(&files, &settings, ours.as_deref());
            let (found, expected) = (told(&report), told(&reference.report));
            assert!(
                found == expected,
                "seed {seed}, day {number}\nengine:\n  {}\nreference:\n  {}",
                difference(&found, &expected),
                difference(&expected, &found)
            );
            let shuffled = engine(&permuted(&files, seed), &settings, ours.as_deref()).0;
            let shuffled = told(&shuffled);
            assert!(
                found == shuffled || reference_says_duplicate(&reference.report),
                "seed {seed}, day {number}: row order changes\n  {}\nto\n  {}",
                difference(&found, &shuffled),
                difference(&shuffled, &found)
            );
            theirs = Some(reference.carry_over);
            ours = Some(carry_over);
            all.extend(found);
        }
    }
    all
}

/// Which of two duplicates is the first depends on the order, and what follows from it.
fn reference_says_duplicate(report: &Value) -> bool {
    list(report, "exceptions")
        .iter()
        .any(|one| one["outcome"] == "duplicate")
}
