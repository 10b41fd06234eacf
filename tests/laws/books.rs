//! The books of random days: entries balance, balances move by entries, identities hold,
//! whatever is accepted, day after day.

use std::collections::{BTreeMap, BTreeSet};

use tieout_cli::reading;
use tieout_engine::books::templates;
use tieout_engine::decisions::{Accepted, Direction};
use tieout_engine::outcome::{Outcome, ReconciliationName, SideOf};
use tieout_engine::report::{EntryReport, IdentityReport, Report};
use tieout_engine::{DayResult, Run};
use tieout_reference::random::World;
use tieout_statement::{Currency, MinorUnits};

const WORLDS: u64 = 60;
const DAYS: usize = 3;

pub fn minor(text: &str, currency: Currency) -> i128 {
    let amount = MinorUnits::parse_signed(text, currency);
    i128::from(amount.expect("reports write amounts").0)
}

/// A day of a world, with what the day before left; `booked`: what a ledger holds.
fn run(files: &tieout_tests::Files, booked: BTreeSet<String>) -> DayResult {
    let intakes = files
        .iter()
        .flat_map(|(name, bytes)| reading::intakes(name, bytes))
        .collect();
    let mut day = reading::day(intakes, None);
    day.booked = booked;
    Run::new(day).finish()
}

/// Calls back with each day of some worlds, its files and its result; `decide` may accept
/// treatments before the day leaves its carry-over.
pub fn each_day(
    decide: impl Fn(&mut DayResult),
    mut tell: impl FnMut(&str, &tieout_tests::Files, &DayResult),
) {
    for seed in 0..WORLDS {
        let mut world = World::new(seed);
        let mut left: Option<String> = None;
        for day in 0..DAYS {
            let known = left.as_deref().map(|text| {
                serde_json::from_str::<serde_json::Value>(text).expect("a carry-over is JSON")
            });
            let random = world.next_day(known.as_ref());
            let mut files: tieout_tests::Files = random
                .files
                .into_iter()
                .map(|(name, text)| (name, text.into_bytes()))
                .collect();
            files.insert("tieout.toml".to_owned(), random.settings.into_bytes());
            if let Some(text) = left {
                files.insert("carry_over.json".to_owned(), text.into_bytes());
            }
            let mut result = run(&files, BTreeSet::new());
            decide(&mut result);
            tell(&format!("seed {seed} day {day}"), &files, &result);
            left = Some(result.carry_over().to_json());
        }
    }
}

pub fn nothing(_: &mut DayResult) {}

/// Accepts every treatment as it is proposed.
fn everything(result: &mut DayResult) {
    let decisions = result.report().exceptions.into_iter().map(|exception| {
        let accepted = Accepted {
            treatment: exception.treatment,
            direction: Direction::Red,
        };
        (exception.id, accepted)
    });
    let unknown = result.accept(&decisions.collect());
    assert_eq!(
        unknown,
        Vec::<String>::new(),
        "the day knows its exceptions"
    );
}

fn balances(entry: &EntryReport) -> bool {
    let sums = entry.lines.iter().fold((0, 0), |(debit, credit), line| {
        let of = |text| minor(text, line.currency);
        (debit + of(&line.debit), credit + of(&line.credit))
    });
    let currencies: BTreeSet<Currency> = entry.lines.iter().map(|line| line.currency).collect();
    sums.0 == sums.1 && currencies.len() == 1
}

/// Every line stands where its template says.
fn keeps_to_its_template(entry: &EntryReport) -> bool {
    let template = templates::find(&entry.template).expect("every entry has a template");
    assert_eq!(entry.when, template.when.text());
    let debited = |account: &str| template.debit.iter().any(|leg| leg.account == account);
    let credited = |account: &str| template.credit.iter().any(|leg| leg.account == account);
    // Customers' own postings and their internal legs stand gross on both sides.
    let gross = entry.when == "day_cut" || ["adjust", "reverse"].contains(&&*entry.template);
    entry.lines.iter().all(|line| {
        let moved = |text| minor(text, line.currency) != 0;
        let (on_debit, on_credit) = (debited(&line.account), credited(&line.account));
        // A company may post what the chart does not know.
        let customers = gross && ["2011", "2012", "2013"].contains(&&*line.account);
        customers
            || (!moved(&line.debit) || on_debit || gross && on_credit)
                && (!moved(&line.credit) || on_credit || gross && on_debit)
    })
}

fn holds(line: &IdentityReport) -> bool {
    let bridge: i128 = line
        .bridge
        .iter()
        .map(|term| minor(&term.amount, line.currency))
        .sum();
    let difference = minor(&line.left, line.currency) - minor(&line.right, line.currency) - bridge;
    assert_eq!(difference, minor(&line.difference, line.currency));
    assert_eq!(line.holds, difference == 0);
    line.holds
}

/// What the rules book so that pending clearing keeps a rest: a short group whose parts
/// are not all of one kind, and a posting that came a day before its order and its fee.
fn is_beyond_the_rules(report: &Report) -> bool {
    let short = report.exceptions.iter().any(|one| {
        one.outcome == Outcome::FundShort && !one.left.is_empty() && !one.right.is_empty()
    });
    let early = report
        .from_carry_over
        .iter()
        .any(|one| one.reconciliation == ReconciliationName::Posting && one.side == SideOf::Right);
    short || early
}

#[test]
fn accepting_everything_closes_with_what_was_proposed() {
    each_day(nothing, |name, files, result| {
        let mut accepted = run(files, BTreeSet::new());
        everything(&mut accepted);
        let (before, after) = (result.report(), accepted.report());
        assert!(after.journal.iter().all(|entry| entry.status != "proposed"));
        for (was, is) in before.balances.iter().zip(&after.balances) {
            assert_eq!(was.closing_after_treatment, is.closing, "{name}");
            assert_eq!(is.closing, is.closing_after_treatment, "{name}");
        }
        let after_of = |report: &Report| -> Vec<(String, String)> {
            let lines = report
                .identities
                .iter()
                .filter(|line| line.stage == "after");
            lines
                .map(|line| (line.left.clone(), line.difference.clone()))
                .collect()
        };
        assert_eq!(after_of(&before), after_of(&after), "{name}");
    });
}

#[test]
fn a_ledger_that_holds_a_run_is_given_nothing_new() {
    each_day(nothing, |name, files, result| {
        let ids: BTreeSet<String> = result.journal().into_iter().map(|entry| entry.id).collect();
        let again = run(files, ids.clone()).journal();
        assert!(
            again.iter().all(|entry| entry.status == "already_booked"),
            "{name}"
        );
        let same: BTreeSet<String> = again.into_iter().map(|entry| entry.id).collect();
        assert_eq!(same, ids, "{name}");
    });
}

#[test]
fn every_entry_balances_keeps_to_its_template_and_has_an_id_of_its_own() {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    each_day(nothing, |name, _, result| {
        let journal = result.journal();
        let ids: BTreeSet<&str> = journal.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), journal.len(), "{name}: ids are names");
        for entry in &journal {
            assert!(balances(entry), "{name}: {entry:?}");
            assert!(keeps_to_its_template(entry), "{name}: {entry:?}");
            *seen.entry(entry.template.clone()).or_default() += 1;
        }
    });
    for made in [
        "top_up",
        "confirm",
        "withdrawal",
        "settlement",
        "payout",
        "adjust",
        "reverse",
    ] {
        assert!(seen.contains_key(made), "{made} is among {seen:?}");
    }
}

#[test]
fn balances_move_by_entries_and_no_identity_differs() {
    let (mut lines, mut clearing, mut failing) = (0, 0, Vec::new());
    let mut proved = BTreeMap::new();
    each_day(nothing, |name, _, result| {
        let report = result.report();
        let all_run = report.reconciliations.iter().all(|one| one.run);
        let seed = name.split(" day").next().unwrap_or_default().to_owned();
        // What was posted while a file was missing is explained on no later day.
        let proved = proved.entry(seed).or_insert(true);
        *proved &= all_run && !is_beyond_the_rules(&report);
        let mut moved: BTreeMap<(String, String, Currency), [i128; 4]> = BTreeMap::new();
        for entry in &report.journal {
            let proposed = 2 * usize::from(entry.status == "proposed");
            for line in &entry.lines {
                let key = (line.account.clone(), line.detail.clone(), line.currency);
                let sums = moved.entry(key).or_default();
                sums[proposed] += minor(&line.debit, line.currency);
                sums[proposed + 1] += minor(&line.credit, line.currency);
            }
        }
        for balance in &report.balances {
            let key = (
                balance.account.clone(),
                balance.detail.clone(),
                balance.currency,
            );
            let of = |text: &str| minor(text, balance.currency);
            let [debits, credits, proposed_debits, proposed_credits] =
                moved.remove(&key).unwrap_or_default();
            assert_eq!(
                (of(&balance.debits), of(&balance.credits)),
                (debits, credits)
            );
            let closing = of(&balance.opening) + debits - credits;
            assert_eq!(of(&balance.closing), closing);
            let after = closing + proposed_debits - proposed_credits;
            assert_eq!(of(&balance.closing_after_treatment), after);
        }
        assert!(moved.is_empty(), "{name}: an entry's account has a balance");
        for line in &report.identities {
            lines += 1;
            let is_clearing = line.identity == "pending_clearing";
            clearing += u32::from(is_clearing && *proved);
            let unproved = is_clearing && !*proved;
            if !holds(line) && !unproved {
                failing.push(format!("{name}: {line:?}"));
            }
        }
    });
    assert!(
        clearing > 400,
        "{clearing} lines of pending clearing are proved"
    );
    assert!(
        failing.is_empty(),
        "{} of {lines}: {:#?}",
        failing.len(),
        &failing[..failing.len().min(12)]
    );
}

/// What a day says of its rows: every outcome, every identity.
fn told(files: &tieout_tests::Files) -> String {
    let report = run(files, BTreeSet::new()).report();
    let outcomes: Vec<_> = report
        .reconciliations
        .iter()
        .map(|of| &of.outcomes)
        .collect();
    serde_json::to_string(&(outcomes, &report.identities)).expect("a report is JSON")
}

#[test]
fn without_any_one_row_an_outcome_or_an_identity_is_another() {
    let mut rows = 0;
    for seed in 0..12 {
        let random = World::with_books(seed).next_day(None);
        let files = random.files.into_iter();
        let mut files: tieout_tests::Files = files
            .map(|(name, text)| (name, text.into_bytes()))
            .collect();
        // Without the date of the settings, a row less may make it another day.
        files.insert("tieout.toml".to_owned(), random.settings.into_bytes());
        let report = run(&files, BTreeSet::new()).report();
        if !report.reconciliations.iter().all(|of| of.run) {
            continue;
        }
        let whole = told(&files);
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
            let text = String::from_utf8(bytes.clone()).expect("UTF-8");
            let lines: Vec<&str> = text.lines().collect();
            for without in 1..lines.len() {
                let kept = lines.iter().enumerate().filter(|(at, _)| *at != without);
                let kept: Vec<&str> = kept.map(|(_, line)| *line).collect();
                let mut less = files.clone();
                less.insert(name.clone(), format!("{}\n", kept.join("\n")).into_bytes());
                assert_ne!(
                    told(&less),
                    whole,
                    "seed {seed}: {name} without {}",
                    lines[without]
                );
                rows += 1;
            }
        }
    }
    assert!(rows > 500, "{rows} rows were taken away");
}
