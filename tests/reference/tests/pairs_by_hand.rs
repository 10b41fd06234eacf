//! Pairs by hand on random days: whatever is suggested and may be paired is paired, what had
//! met stays met, every identity that held holds, and taken back nothing is left of it.

#[allow(
    dead_code,
    reason = "this test asks the engine more than its reports, and so uses a part of it"
)]
mod engine_run;

use std::collections::{BTreeMap, BTreeSet};

use engine_run::{day, engine, list};
use serde_json::{Value, json};
use tieout_engine::decisions::{Action, Decision};
use tieout_engine::outcome::ReconciliationName;
use tieout_engine::worklist::Query;
use tieout_engine::{DayResult, Run};
use tieout_reference::random::World;

/// Pairs that are tried of one day, at most.
const TRIED: usize = 6;

/// What may be paired of a day: suggestions of what met nothing, and candidates.
fn pairs(result: &DayResult) -> Vec<Decision> {
    let (_, handles) = result.list(&Query::default());
    let mut found = Vec::new();
    for handle in handles {
        let Some(detail) = result.detail(handle).filter(|of| !of.item.id.is_empty()) else {
            continue;
        };
        let hints = result.why_not(handle).into_iter().flat_map(|why| why.hints);
        let of_hints = hints.map(|hint| hint.pair).filter(|pair| !pair.is_empty());
        for rows in of_hints.chain(detail.candidate_pairs) {
            found.push(Decision {
                exception: detail.item.id.clone(),
                action: Action::Pair,
                reconciliation: Some(detail.item.reconciliation),
                rows,
                by: "Ada".to_owned(),
                note: "told by telephone".to_owned(),
                ..Decision::default()
            });
        }
    }
    found
}

fn report(result: &DayResult) -> Value {
    serde_json::to_value(result.report()).expect("a report is JSON")
}

/// Identities by what they are about, and whether they hold.
fn holding(report: &Value) -> BTreeMap<String, bool> {
    let about = |one: &Value| {
        let keys = ["identity", "account", "detail", "currency", "stage"];
        json!(keys.map(|key| &one[key])).to_string()
    };
    let lines = list(report, "identities").iter();
    lines
        .map(|one| (about(one), one["holds"] == true))
        .collect()
}

/// Exceptions by id with what they are.
fn exceptions(report: &Value) -> BTreeSet<String> {
    let told = |one: &Value| json!([one["id"], one["outcome"], one["delta"]]).to_string();
    list(report, "exceptions").iter().map(told).collect()
}

/// Rows and amounts of each reconciliation and side, over all its outcomes.
fn accounted(report: &Value) -> Vec<Value> {
    let of = list(report, "reconciliations").iter();
    of.map(|one| json!([one["name"], one["totals"]])).collect()
}

/// What was matched, in rows and amounts.
fn matched(report: &Value) -> u64 {
    let all = list(report, "reconciliations").iter();
    let outcomes = all.flat_map(|one| list(one, "outcomes"));
    let rows = outcomes.filter(|one| one["outcome"] == "matched");
    rows.map(|one| one["left_rows"].as_u64().expect("rows"))
        .sum()
}

fn without_decisions(mut report: Value) -> Value {
    for part in ["decisions", "notes", "trail"] {
        report[part] = Value::Null;
    }
    report
}

fn laid_out(seeds: std::ops::Range<u64>, world: fn(u64) -> World) -> usize {
    let mut tried = 0;
    for seed in seeds {
        let mut world = world(seed);
        let (mut theirs, mut ours): (Option<Value>, Option<String>) = (None, None);
        for number in 0..3 {
            let random = world.next_day(theirs.as_ref());
            let (files, settings) = (&random.files, &random.settings);
            let run = |decisions: Vec<Decision>| {
                let mut day = day(files, settings, ours.as_deref());
                day.decisions = decisions;
                Run::new(day).finish()
            };
            let base = run(Vec::new());
            let before = report(&base);
            for pair in pairs(&base).into_iter().take(TRIED) {
                tried += 1;
                let at = format!("seed {seed}, day {number}, {pair:?}");
                let result = run(vec![pair.clone()]);
                let after = report(&result);
                let stale = |one: &&Value| one["code"] == "decision_stale";
                let stale: Vec<_> = list(&after, "notes").iter().filter(stale).collect();
                assert!(stale.is_empty(), "{at}: {stale:?}");
                assert_eq!(accounted(&before), accounted(&after), "{at}");
                assert!(matched(&after) >= matched(&before), "{at}");
                let (held, holds) = (holding(&before), holding(&after));
                // What is paid out short of a settlement of several parts is booked by the rules
                // as refunds or payouts whole, and keeps a difference however it met.
                let short = list(&after, "exceptions")
                    .iter()
                    .any(|one| one["reason"]["code"] == "by_hand_short");
                // The closing that the balances file gives does not know of money that meets
                // only now; the movement of its account says so.
                let given = |about: &str| {
                    pair.reconciliation == Some(ReconciliationName::Fund)
                        && about.contains("\"movement\"")
                };
                let held = held.iter().filter(|(about, held)| **held && !given(about));
                for (about, _) in held.filter(|_| !short) {
                    assert_ne!(holds.get(about), Some(&false), "{at}\n{about} held before");
                }
                let gone = exceptions(&before).difference(&exceptions(&after)).count();
                assert!(gone >= 1, "{at}: nothing was paired");
                let names_it = list(&after, "exceptions")
                    .iter()
                    .any(|one| one["id"] == json!(pair.exception));
                assert!(!names_it, "{at}: it is an exception as before");
                let withdrawn = Decision {
                    action: Action::Withdraw,
                    exception: pair.exception.clone(),
                    by: "Ada".to_owned(),
                    ..Decision::default()
                };
                let undone = run(vec![pair, withdrawn]);
                assert_eq!(
                    without_decisions(report(&undone)),
                    without_decisions(before.clone()),
                    "{at}: something is left of it"
                );
            }
            theirs = Some(
                tieout_reference::reconcile(&tieout_reference::Day::new(
                    files,
                    settings,
                    theirs.as_ref(),
                ))
                .carry_over,
            );
            ours = Some(engine(files, settings, ours.as_deref()).1);
        }
    }
    tried
}

#[test]
fn what_is_suggested_is_paired_and_taken_back_on_days_with_balances() {
    assert!(laid_out(0..40, World::with_books) > 100, "days have pairs");
}

#[test]
fn what_is_suggested_is_paired_and_taken_back_on_days_without_balances() {
    assert!(laid_out(0..40, World::new) > 100, "days have pairs");
}
