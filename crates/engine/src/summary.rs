//! The day at a glance: what the overview shows.

use std::collections::BTreeMap;

use tieout_statement::Currency;
use tieout_statement::money::major;

use crate::outcome::Outcome;
use crate::result::DayResult;
use crate::worklist::{AgeingLine, AmountView, CardView, Summary};

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
    at_risk: Amounts,
}

pub(crate) fn of(result: &DayResult) -> Summary {
    let views: Vec<_> = result.views().collect();
    let mut by_reconciliation: Vec<Counted> = views.iter().map(|_| Counted::default()).collect();
    let (mut all, mut timing) = (Counted::default(), Counted::default());
    let mut ageing: BTreeMap<(Outcome, Currency), (i128, [u64; 5])> = BTreeMap::new();
    for exception in &result.exceptions().list {
        let view = &views[exception.reconciliation];
        let group = exception.group as usize;
        let outcome = view.outcome(group);
        let (currency, delta) = (view.currency(group), view.delta(group).abs());
        let line = ageing.entry((outcome, currency)).or_default();
        line.0 += delta;
        line.1[bucket(exception.age_days)] += 1;
        let counted = if outcome == Outcome::TimingDifference {
            vec![&mut timing]
        } else {
            vec![&mut all, &mut by_reconciliation[exception.reconciliation]]
        };
        for count in counted {
            count.exceptions += 1;
            count.at_risk.add(currency, delta);
        }
    }
    let line = |((outcome, currency), (at_risk, buckets))| AgeingLine {
        outcome,
        currency,
        at_risk: major(at_risk, currency),
        buckets,
    };
    Summary {
        accounting_date: result.accounting_date(),
        settings_toml: result.day().settings.to_toml(),
        files: result.day().files().to_vec(),
        notes: result.notes(),
        cards: cards(result, &by_reconciliation),
        exceptions: all.exceptions,
        at_risk: all.at_risk.views(),
        timing: timing.exceptions,
        timing_amount: timing.at_risk.views(),
        ageing: ageing.into_iter().map(line).collect(),
        control: result.day().control(),
    }
}

fn cards(result: &DayResult, counted: &[Counted]) -> Vec<CardView> {
    let reports = result.reconciliations().into_iter();
    let card = |report: crate::report::ReconciliationReport| {
        let run = result.views().zip(counted);
        let found = run.into_iter().find(|(view, _)| view.name() == report.name);
        let none = Counted::default();
        let (hours, count) = found.map_or(([0; 24], &none), |(view, count)| {
            (view.rows_by_hour(), count)
        });
        CardView {
            report,
            exceptions: count.exceptions,
            at_risk: count.at_risk.views(),
            rows_by_hour: hours,
        }
    };
    reports.map(card).collect()
}
