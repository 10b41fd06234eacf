//! Channel fees against a schedule, on random statements: what is charged by the schedule
//! gives no claim, one minor unit elsewhere gives exactly one, and totals close.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use tieout_cli::reading;
use tieout_engine::decisions::{Action, Decision};
use tieout_engine::fees::{EXAMPLE, FeeCheck};
use tieout_engine::outcome::Treatment;
use tieout_engine::report::Report;
use tieout_engine::{DayResult, Run};
use tieout_statement::Currency;
use tieout_statement::money::major;
use tieout_tests::Files;

use crate::books::{each_day, minor, nothing};

fn run(files: &Files) -> DayResult {
    let intakes = files
        .iter()
        .flat_map(|(name, bytes)| reading::intakes(name, bytes))
        .collect();
    Run::new(reading::day(intakes, None)).finish()
}

/// One rule: its rate in millionths, its fixed part and bounds in minor units.
#[derive(Clone, Copy)]
struct Rule {
    channel: &'static str,
    kind: &'static str,
    currency: &'static str,
    millionths: i128,
    fixed: i128,
    bounds: Option<[i128; 2]>,
    rounding: &'static str,
    batch: bool,
}

const WAYS: [&str; 4] = ["half_up", "half_even", "down", "up"];

impl Rule {
    fn random(
        random: &mut Rng,
        channel: &'static str,
        kind: &'static str,
        currency: &'static str,
    ) -> Self {
        let sign = if kind == "refund" { -1 } else { 1 };
        let least = i128::from(random.i64(0..20));
        Self {
            channel,
            kind,
            currency,
            millionths: sign * i128::from(random.i64(0..20_000)),
            fixed: sign * i128::from(random.i64(0..50)),
            bounds: random
                .bool()
                .then(|| [least, least + i128::from(random.i64(0..400))]),
            rounding: random.choice(WAYS).unwrap_or("down"),
            batch: random.u8(0..3) == 0,
        }
    }

    /// The fee of an amount, both in minor units, computed as one does on paper.
    fn fee(&self, amount: i128) -> i128 {
        let exact = amount * self.millionths + self.fixed * 1_000_000;
        let mut size = exact.abs();
        if let Some([least, most]) = self.bounds {
            size = size.max(least * 1_000_000).min(most * 1_000_000);
        }
        let (whole, rest) = (size / 1_000_000, size % 1_000_000);
        let more = match self.rounding {
            "down" => false,
            "up" => rest > 0,
            "half_up" => rest >= 500_000,
            _ => rest > 500_000 || rest == 500_000 && whole % 2 == 1,
        };
        (whole + i128::from(more)) * exact.signum()
    }

    fn line(&self) -> String {
        let currency = Currency::parse(self.currency).expect("a code");
        let sign = if self.millionths < 0 { "-" } else { "" };
        let rate = format!("{sign}0.{:06}", self.millionths.abs());
        let bound = |at: usize| {
            let bound = self.bounds.map(|bounds| major(bounds[at], currency));
            bound.unwrap_or_default()
        };
        format!(
            "{},{},{},{rate},{},{},{},{},{},,\n",
            self.channel,
            self.kind,
            self.currency,
            major(self.fixed, currency),
            bound(0),
            bound(1),
            self.rounding,
            if self.batch { "batch" } else { "row" }
        )
    }
}

const SCHEDULE: &str =
    "channel,kind,currency,rate,fixed,minimum,maximum,rounding,basis,valid_from,valid_to\n";
const STATEMENT: &str =
    "channel,order_no,transaction_no,kind,status,currency,amount,fee,finished_at,batch_no\n";

/// A row of a statement: its rule, amount and fee in minor units.
#[derive(Clone, Copy)]
struct Row {
    rule: usize,
    amount: i128,
    fee: i128,
}

/// A random day whose fees are those of its schedule.
struct Charged {
    rules: Vec<Rule>,
    rows: Vec<Row>,
}

impl Charged {
    fn random(seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let mut rules = Vec::new();
        for channel in ["pay", "card"] {
            for kind in ["payment", "top_up", "refund", "withdrawal"] {
                for currency in ["CNY", "JPY", "KWD"] {
                    rules.push(Rule::random(&mut random, channel, kind, currency));
                }
            }
        }
        let mut rows: Vec<Row> = (0..60)
            .map(|_| {
                let rule = random.usize(0..rules.len());
                let amount = i128::from(random.i64(1..5_000_000));
                let fee = rules[rule].fee(amount);
                Row { rule, amount, fee }
            })
            .collect();
        for (rule, of) in rules.iter().enumerate().filter(|(_, of)| of.batch) {
            let batch: Vec<usize> = (0..rows.len())
                .filter(|&at| rows[at].rule == rule)
                .collect();
            let amount = batch.iter().map(|&at| rows[at].amount).sum();
            // The whole fee on the batch's first row, as statements do.
            for (nth, at) in batch.into_iter().enumerate() {
                rows[at].fee = if nth == 0 { of.fee(amount) } else { 0 };
            }
        }
        Self { rules, rows }
    }

    fn files(&self) -> Files {
        let mut schedule = SCHEDULE.to_owned();
        schedule.extend(self.rules.iter().map(Rule::line));
        let mut statement = STATEMENT.to_owned();
        for (at, row) in self.rows.iter().enumerate() {
            let rule = &self.rules[row.rule];
            let currency = Currency::parse(rule.currency).expect("a code");
            let [amount, fee] = [row.amount, row.fee].map(|minor| major(minor, currency));
            // One batch a rule: a payout's settlement is its batch.
            statement.push_str(&format!(
                "{},O{at},,{},success,{},{amount},{fee},2026-03-02 10:00:00,B{}\n",
                rule.channel, rule.kind, rule.currency, row.rule
            ));
        }
        let settings = "[day]\naccounting_date = \"2026-03-02\"\n";
        Files::from([
            ("schedule.csv".to_owned(), schedule.into_bytes()),
            ("statement.csv".to_owned(), statement.into_bytes()),
            ("tieout.toml".to_owned(), settings.into()),
        ])
    }
}

fn check(report: &Report) -> &FeeCheck {
    report.fee_check.as_ref().expect("a schedule was given")
}

/// Fees of our own layout are never negative: refunds' are left out of these days.
fn without_refunds(mut day: Charged) -> Charged {
    let is_refund = |row: &Row| day.rules[row.rule].kind == "refund";
    let kept: Vec<Row> = day
        .rows
        .iter()
        .filter(|row| !is_refund(row))
        .copied()
        .collect();
    day.rows = kept;
    day
}

#[test]
fn charging_by_the_schedule_gives_no_claim_and_one_minor_unit_gives_one() {
    let (mut claims, mut batches) = (0, 0);
    for seed in 0..40 {
        let mut day = without_refunds(Charged::random(seed));
        let report = run(&day.files()).report();
        let refused = report.files.iter().find(|file| file.refused);
        assert!(refused.is_none(), "seed {seed}: {refused:?}");
        let of = check(&report);
        assert_eq!(of.differences, [], "seed {seed}");
        assert!(of.totals.iter().all(|total| total.line > 0), "{seed}");
        assert!(report.journal.iter().all(|entry| entry.template != "claim"));
        let rows: u64 = of.totals.iter().map(|total| total.rows).sum();
        assert_eq!(rows, day.rows.len() as u64, "seed {seed}");
        let mut random = Rng::with_seed(seed);
        let at = random.usize(0..day.rows.len());
        let more = day.rows[at].fee == 0 || random.bool();
        day.rows[at].fee += if more { 1 } else { -1 };
        let report = run(&day.files()).report();
        let rule = &day.rules[day.rows[at].rule];
        let currency = Currency::parse(rule.currency).expect("a code");
        let one = major(if more { 1 } else { -1 }, currency);
        let [difference] = check(&report).differences.as_slice() else {
            panic!("seed {seed}: {:?}", check(&report).differences)
        };
        assert_eq!(difference.delta, one, "seed {seed}: {difference:?}");
        assert_eq!(
            (&*difference.channel, &*difference.kind),
            (rule.channel, rule.kind)
        );
        if rule.batch {
            batches += 1;
        } else {
            assert_eq!(difference.key, format!("O{at}"));
        }
        let claim: Vec<_> = report
            .journal
            .iter()
            .filter(|entry| entry.template == "claim")
            .collect();
        let [claim] = claim.as_slice() else {
            panic!("seed {seed}: {claim:?}")
        };
        assert_eq!(difference.entry.as_ref(), Some(&claim.id));
        assert_eq!(claim.status, "proposed");
        let accounts: Vec<&str> = claim.lines.iter().map(|line| &*line.account).collect();
        assert_eq!(
            accounts,
            if more {
                ["1122", "6411"]
            } else {
                ["2202", "6411"]
            }
        );
        claims += 1;
    }
    assert!(claims == 40 && batches > 5, "{batches} were of batches");
}

/// A schedule for every channel, kind and currency of a random world but one kind.
fn any_schedule(files: &Files, seed: u64) -> Vec<u8> {
    let mut random = Rng::with_seed(seed);
    let mut found: BTreeSet<(String, String)> = BTreeSet::new();
    for bytes in files.values() {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        let at = |name: &str| header.iter().position(|cell| cell.trim() == name);
        let (Some(channel), Some(currency), Some(_)) =
            (at("channel"), at("currency"), at("order_no"))
        else {
            continue;
        };
        for line in lines {
            let cells: Vec<&str> = line.split(',').map(str::trim).collect();
            if let (Some(channel), Some(code)) = (cells.get(channel), cells.get(currency))
                && Currency::parse(code).is_some()
                && !channel.is_empty()
            {
                found.insert(((*channel).to_owned(), (*code).to_owned()));
            }
        }
    }
    let mut text = SCHEDULE.to_owned();
    for (channel, currency) in found {
        for kind in ["payment", "refund", "withdrawal"] {
            let rounding = random.choice(WAYS).unwrap_or("up");
            let basis = if random.bool() { "row" } else { "batch" };
            let rate = random.u8(0..9);
            text.push_str(&format!(
                "{channel},{kind},{currency},0.00{rate},,,,{rounding},{basis},,\n"
            ));
        }
    }
    text.into_bytes()
}

#[test]
fn totals_close_and_no_difference_is_claimed_twice() {
    let (mut mismatches, mut claims, mut unruled) = (0, 0, 0);
    each_day(nothing, |name, files, plain| {
        let mut files = files.clone();
        let schedule = any_schedule(&files, name.len() as u64);
        files.insert("zz-schedule.csv".to_owned(), schedule);
        let report = run(&files).report();
        let Some(of) = &report.fee_check else {
            // A statement without any row leaves nothing to have a rule about.
            return;
        };
        let mut sums: BTreeMap<Currency, [i128; 2]> = BTreeMap::new();
        for total in &of.totals {
            let amount = |text: &str| minor(text, total.currency);
            if total.line == 0 {
                unruled += total.rows;
                continue;
            }
            sums.entry(total.currency).or_default()[0] += amount(&total.delta);
        }
        let mut claimed: BTreeSet<&str> = BTreeSet::new();
        for one in &of.differences {
            let amount = |text: &str| minor(text, one.currency);
            let delta = amount(&one.charged) - amount(&one.expected);
            assert_eq!(amount(&one.delta), delta, "{name}: {one:?}");
            assert_ne!(delta, 0, "{name}: {one:?}");
            sums.entry(one.currency).or_default()[1] += delta;
            assert!(one.exception.is_some() != one.entry.is_some(), "{one:?}");
            match (&one.exception, &one.entry) {
                (Some(id), _) => {
                    mismatches += 1;
                    let found = report.exceptions.iter().find(|of| of.id == *id);
                    let treatment = found.expect("the report has it").treatment;
                    assert_eq!(treatment.text(), "claim", "{name}: {one:?}");
                }
                (_, Some(entry)) => {
                    claims += 1;
                    assert!(claimed.insert(entry), "{name}: {one:?}");
                    let booked = report.journal.iter().find(|of| of.id == *entry);
                    let line = &booked.expect("the journal has it").lines[0];
                    let moved = amount(&line.debit) + amount(&line.credit);
                    assert_eq!(moved, delta.abs(), "{name}: {one:?}");
                }
                (None, None) => unreachable!("asserted above"),
            }
        }
        for (currency, [totals, differences]) in sums {
            assert_eq!(totals, differences, "{name} {currency}");
        }
        // The schedule claims; it changes no outcome, no closing, and no identity fails of it.
        let before = plain.report();
        assert_eq!(report.reconciliations, before.reconciliations, "{name}");
        let failing = |report: &Report| -> Vec<String> {
            let lines = report.identities.iter().filter(|line| !line.holds);
            lines.map(|line| format!("{line:?}")).collect()
        };
        assert_eq!(failing(&report).len(), failing(&before).len(), "{name}");
    });
    assert!(
        mismatches > 5 && claims > 200 && unruled > 50,
        "{mismatches} claimed by exceptions, {claims} by entries, {unruled} rows without a rule"
    );
}

#[test]
fn a_claim_is_accepted_by_the_id_of_its_entry_and_booked_once() {
    let mut day = without_refunds(Charged::random(7));
    let at = day.rows.iter().position(|row| row.fee > 0);
    let at = at.expect("something is charged");
    day.rows[at].fee += 5;
    let files = day.files();
    let mut result = run(&files);
    let claim = check(&result.report()).differences[0].entry.clone();
    let claim = claim.expect("it is claimed");
    result.decide(vec![Decision::accept(&claim, Treatment::Claim, "Li")]);
    let report = result.report();
    let status = |report: &Report| {
        let entry = report.journal.iter().find(|entry| entry.id == claim);
        entry.map(|entry| entry.status.clone()).unwrap_or_default()
    };
    assert_eq!(status(&report), "accepted");
    assert!(report.notes.is_empty(), "{:?}", report.notes);
    let fees = report.balances.iter().find(|of| of.account == "6411");
    let fees = fees.expect("its account moved");
    assert_ne!(fees.credits, fees.debits, "it is in the closing: {fees:?}");
    // Another treatment is not offered, and what is taken back is proposed again.
    result.decide(vec![
        Decision::accept(&claim, Treatment::Claim, "Li"),
        Decision::accept(&claim, Treatment::Suspense, "Li"),
        Decision {
            exception: claim.clone(),
            action: Action::Withdraw,
            ..Decision::default()
        },
    ]);
    assert_eq!(status(&result.report()), "proposed");
    // A ledger that has it is not asked again.
    let journal = format!(
        "entry_id,status,account,currency,debit,credit\n{claim},accepted,1122,CNY,0.05,0.00\n"
    );
    let mut files = files;
    files.insert("booked.csv".to_owned(), journal.into_bytes());
    assert_eq!(status(&run(&files).report()), "already_booked");
}

#[test]
fn the_example_is_a_schedule_without_a_fault() {
    let files = Files::from([("fees.csv".to_owned(), EXAMPLE.into())]);
    let report = run(&files).report();
    let [file] = report.files.as_slice() else {
        panic!("one file")
    };
    assert_eq!(file.format.as_deref(), Some("tieout-fee-schedule"));
    assert!(!file.refused && file.problems.is_empty(), "{file:?}");
    assert_eq!(report.control.rows_in, 0, "it is no data of the day");
}
