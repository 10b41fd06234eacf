//! The random days hold what they promise: every outcome comes up, and totals close.

use std::collections::BTreeSet;

use serde_json::Value;
use tieout_reference::random::World;
use tieout_reference::{Day, reconcile};

#[test]
fn every_outcome_of_every_reconciliation_comes_up() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for seed in 0..300 {
        let mut world = World::new(seed);
        let mut carry_over: Option<Value> = None;
        for _ in 0..3 {
            let random = world.next_day(carry_over.as_ref());
            let day = Day::new(&random.files, &random.settings, carry_over.as_ref());
            let result = reconcile(&day);
            for reconciliation in result.report["reconciliations"].as_array().expect("a list") {
                for outcome in reconciliation["outcomes"].as_array().expect("a list") {
                    let text = |key: &str| outcome[key].as_str().unwrap_or("").to_owned();
                    let name = reconciliation["name"].as_str().expect("a name");
                    let told = [name, &text("outcome"), &text("cardinality")].join(" ");
                    seen.insert(told.trim_end().to_owned());
                }
            }
            carry_over = Some(result.carry_over);
        }
    }
    let expected = "
        business amount_mismatch, business dropped_order, business duplicate,
        business lost_order, business matched 1:1, business matched 1:N,
        business matched N:1, business matched N:M, business no_effect,
        business out_of_period, business out_of_scope, business timing_difference,
        channel amount_mismatch, channel dropped_order, channel duplicate,
        channel fee_mismatch, channel lost_order, channel matched 1:1,
        channel no_effect, channel out_of_period, channel timing_difference,
        fund ambiguous, fund duplicate, fund fund_long, fund fund_short,
        fund internal_transfer, fund matched 1:0, fund matched 1:1, fund matched 1:N,
        fund matched N:1, fund matched N:M, fund not_due, fund own_funds,
        fund timing_difference, fund unidentified_payment, fund unidentified_receipt,
        posting amount_mismatch, posting double_posted, posting duplicate,
        posting earlier_reversal, posting matched 1:1, posting matched 1:N,
        posting no_effect, posting out_of_period, posting out_of_scope,
        posting posted_without_order, posting timing_difference, posting unposted,
        posting written_off";
    let missing: Vec<&str> = expected
        .split(',')
        .map(str::trim)
        .filter(|told| !seen.contains(*told))
        .collect();
    assert!(
        missing.is_empty(),
        "never came up: {missing:?}; did: {seen:?}"
    );
}
