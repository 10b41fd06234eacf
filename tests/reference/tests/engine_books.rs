//! The books of the engine are those of the reference, to the cent, day after day: journal,
//! balances, identities, and what the carry-over leaves open and closing.

mod engine_run;

use std::collections::BTreeMap;

use engine_run::{engine, list};
use serde_json::{Value, json};
use tieout_reference::random::{RandomDay, World};
use tieout_reference::{Day, reconcile};

/// Equal texts counted, so that none is lost.
type Told = BTreeMap<String, u32>;

fn tell(told: &mut Told, part: &str, one: &Value) {
    *told.entry(format!("{part} {one}")).or_default() += 1;
}

/// An entry without its id; a side of no amount says nothing.
fn entry(entry: &Value) -> Value {
    let mut lines: BTreeMap<String, [String; 2]> = BTreeMap::new();
    for line in list(entry, "lines") {
        let at = json!([line["account"], line["detail"], line["currency"]]).to_string();
        let sums = lines.entry(at).or_default();
        for (sum, side) in sums.iter_mut().zip(["debit", "credit"]) {
            let amount = line[side].as_str().expect("an amount");
            if amount.chars().any(|digit| ('1'..='9').contains(&digit)) {
                assert!(sum.is_empty(), "one line an account: {entry:#}");
                amount.clone_into(sum);
            }
        }
    }
    json!([
        entry["template"],
        entry["when"],
        entry["status"],
        entry["rows"],
        lines
    ])
}

/// What is compared of a day's books.
fn books(report: &Value, carry_over: &Value) -> Told {
    let mut told = Told::new();
    for one in list(report, "journal") {
        tell(&mut told, "journal", &entry(one));
    }
    for part in ["balances", "identities"] {
        for one in list(report, part) {
            tell(&mut told, part, one);
        }
    }
    for part in ["open", "balances"] {
        for one in list(carry_over, part) {
            tell(&mut told, &format!("carried {part}"), one);
        }
    }
    told
}

fn beyond(a: &Told, b: &Told) -> String {
    let more = a.iter().filter(|(text, times)| b.get(*text) != Some(times));
    let told = more.map(|(text, times)| format!("  {times} × {text}"));
    told.collect::<Vec<_>>().join("\n")
}

/// Compares so many days in a row of so many worlds.
fn agree_for(worlds: u64, days: u32, world: fn(u64) -> World) {
    let mut differ = Vec::new();
    for seed in 0..worlds {
        let mut world = world(seed);
        let (mut theirs, mut ours): (Option<Value>, Option<String>) = (None, None);
        for number in 0..days {
            let RandomDay { files, settings } = world.next_day(theirs.as_ref());
            let reference = reconcile(&Day::new(&files, &settings, theirs.as_ref()));
            let (report, carry_over) = engine(&files, &settings, ours.as_deref());
            let carried = serde_json::from_str(&carry_over).expect("JSON");
            let found = books(&report, &carried);
            let expected = books(&reference.report, &reference.carry_over);
            if found != expected {
                differ.push(format!(
                    "seed {seed}, day {number}\nengine:\n{}\nreference:\n{}",
                    beyond(&found, &expected),
                    beyond(&expected, &found)
                ));
                break;
            }
            theirs = Some(reference.carry_over);
            ours = Some(carry_over);
        }
    }
    let first = differ.iter().take(3).cloned().collect::<Vec<_>>();
    assert!(
        differ.is_empty(),
        "{} of {worlds} worlds differ:\n{}",
        differ.len(),
        first.join("\n")
    );
}

#[test]
fn books_with_balances_and_running_balances_agree() {
    agree_for(150, 5, World::with_books);
}

#[test]
fn books_of_days_without_balances_agree() {
    agree_for(150, 4, World::new);
}
