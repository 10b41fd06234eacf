//! The day at a glance: what the overview shows.

use std::collections::BTreeMap;

use tieout_statement::Currency;
use tieout_statement::money::major;

use crate::books::identities::{self, Name};
use crate::books::report;
use crate::outcome::{Outcome, ReconciliationName};
use crate::report::{IdentityReport, ReconciliationReport};
use crate::result::DayResult;
use crate::worklist::{AgeingLine, AmountView, CardView, IdentityCard, Summary};

/// Amounts by currency.
#[derive(Clone, Debug, Default)]
pub(crate) struct Amounts(BTreeMap<Currency, i128>);

impl Amounts {
    pub fn add(&mut self, currency: Currency, minor: i128) {
        *self.0.entry(currency).or_default() += minor;
    }

    pub fn views(&self) -> Vec<AmountView> {
        let view = |(&currency, &minor): (&Currency, &i128)| AmountView {
            currency,
            amount: major(minor, currency),
        };
        self.0.iter().map(view).collect()
    }

    /// One number to order by, over currencies: what stands before and behind the point,
    /// as if every currency had four decimals.
    pub fn weight(&self) -> i128 {
        let weigh = |(&currency, &minor)| weight(minor, currency);
        self.0.iter().map(weigh).fold(0, i128::saturating_add)
    }
}

/// An amount as if its currency had four decimals, the most that any has.
pub(crate) fn weight(minor: i128, currency: Currency) -> i128 {
    let missing = 4_u32.saturating_sub(u32::from(currency.decimals()));
    minor.saturating_mul(10_i128.pow(missing))
}

/// Exceptions aged 0, 1, 2–3, 4–7, 8+ days.
pub(crate) const fn bucket(age_days: i64) -> usize {
    match age_days {
        i64::MIN..=0 => 0,
        1 => 1,
        2..=3 => 2,
        4..=7 => 3,
        _ => 4,
    }
}

#[derive(Default)]
struct Counted {
    exceptions: u64,
    /// What each case has at stake: case, currency, |delta| of each of its exceptions.
    stakes: Vec<(usize, Currency, i128)>,
}

impl Counted {
    fn add(&mut self, case: usize, currency: Currency, delta: i128) {
        self.exceptions += 1;
        self.stakes.push((case, currency, delta));
    }

    /// One difference may be found more than once: a case counts with its largest exception.
    fn at_risk(&mut self) -> Vec<AmountView> {
        self.stakes.sort_unstable();
        let mut at_risk = Amounts::default();
        let same =
            |a: &(usize, Currency, i128), b: &(usize, Currency, i128)| (a.0, a.1) == (b.0, b.1);
        for exceptions in self.stakes.chunk_by(same) {
            if let Some(&(_, currency, largest)) = exceptions.last() {
                at_risk.add(currency, largest);
            }
        }
        at_risk.views()
    }
}

pub(crate) fn of(result: &DayResult) -> Summary {
    let views: Vec<_> = result.views().collect();
    let mut by_reconciliation: Vec<Counted> = views.iter().map(|_| Counted::default()).collect();
    let mut all = Counted::default();
    let (mut timing, mut timing_amount) = (0, Amounts::default());
    let mut ageing: BTreeMap<(Outcome, Currency), (i128, [u64; 5])> = BTreeMap::new();
    let exceptions = result.exceptions();
    for (at, exception) in exceptions.list.iter().enumerate() {
        let view = &views[exception.reconciliation];
        let group = exception.group as usize;
        let outcome = view.outcome(group);
        let (currency, delta) = (view.currency(group), view.delta(group).abs());
        let line = ageing.entry((outcome, currency)).or_default();
        line.0 += delta;
        line.1[bucket(exception.age_days)] += 1;
        if outcome == Outcome::TimingDifference {
            timing += 1;
            timing_amount.add(currency, delta);
        } else {
            let case = exceptions.cases.of(at);
            all.add(case, currency, delta);
            by_reconciliation[exception.reconciliation].add(case, currency, delta);
        }
    }
    let line = |((outcome, currency), (at_risk, buckets))| AgeingLine {
        outcome,
        currency,
        at_risk: major(at_risk, currency),
        buckets,
    };
    let (identities, customer_funds) = identities(result);
    Summary {
        chart: result.day().chart().to_vec(),
        accounting_date: result.accounting_date(),
        settings_toml: result.day().settings.to_toml(),
        files: result.day().files().to_vec(),
        notes: result.notes(),
        cards: cards(result, by_reconciliation),
        exceptions: all.exceptions,
        at_risk: all.at_risk(),
        timing,
        timing_amount: timing_amount.views(),
        ageing: ageing.into_iter().map(line).collect(),
        decided: result.decided_counts(),
        control: result.day().control(),
        identities,
        customer_funds,
    }
}

/// Whether each identity holds at each stage, and the lines of customer funds.
fn identities(result: &DayResult) -> (Vec<IdentityCard>, Vec<IdentityReport>) {
    let mut cards: BTreeMap<(bool, Name), (u64, u64)> = BTreeMap::new();
    let mut customer_funds = Vec::new();
    identities::each(result.books(), result.sources(), &mut |line| {
        let (lines, failing) = cards.entry((line.after, line.name)).or_default();
        *lines += 1;
        *failing += u64::from(line.difference() != 0);
        if line.name == Name::CustomerFunds {
            customer_funds.push(report::identity(result.books(), &line));
        }
    });
    let card = |((after, name), (lines, failing)): ((bool, Name), _)| IdentityCard {
        identity: name.text().to_owned(),
        stage: identities::stage(after).to_owned(),
        lines,
        failing,
        holds: failing == 0,
    };
    (cards.into_iter().map(card).collect(), customer_funds)
}

fn cards(result: &DayResult, counted: Vec<Counted>) -> Vec<CardView> {
    let mut counted: BTreeMap<ReconciliationName, ([u64; 24], Counted)> = result
        .views()
        .zip(counted)
        .map(|(view, count)| (view.name(), (view.rows_by_hour(), count)))
        .collect();
    let card = |report: ReconciliationReport| {
        let (rows_by_hour, mut count) = counted.remove(&report.name).unwrap_or_default();
        CardView {
            exceptions: count.exceptions,
            at_risk: count.at_risk(),
            rows_by_hour,
            report,
        }
    };
    result.reconciliations().into_iter().map(card).collect()
}
