//! The way of customers' money in: from payment orders to postings, to what channels owe, to
//! the bank; and where it leaves or joins on the way.
//!
//! It is the explanation of pending clearing for money in (account 3001), read in the order
//! of the stages: what exceptions explain of its balance is what was posted and not ordered,
//! confirmed and not posted, posted and not confirmed. Treatments are left out on both
//! sides. So the stages tie out whenever pending clearing is explained.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use tieout_statement::Currency;
use tieout_statement::money::major;

use super::bench::Bench;
use super::chart::{BANK, CLEARING_IN};
use super::explained::{By, Part};
use super::templates::When;
use crate::outcome::{Outcome, ReconciliationName};
use crate::result::DayResult;

/// What a leak means for the day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeakKind {
    /// An exception that wants a decision.
    Exception,
    /// A timing difference.
    Timing,
    /// Not due, within a tolerance, or of an earlier day.
    Aside,
}

/// Between which stages a leak is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeakStage {
    /// From payment orders to postings.
    Posting,
    /// From postings to what channels owe.
    Clearing,
    /// From what channels owe to the bank.
    Settlement,
}

/// Money that leaves the stream between two stages, or joins it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Leak {
    /// Where.
    pub stage: LeakStage,
    /// What it means.
    pub kind: LeakKind,
    /// Major units: negative leaves, positive joins.
    pub amount: String,
    /// Reconciliations of the groups behind it; empty of what an earlier day left.
    pub reconciliations: Vec<ReconciliationName>,
    /// Their outcomes.
    pub outcomes: Vec<Outcome>,
}

/// The stages of one currency, major units, and the leaks between them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Flow {
    /// The currency.
    pub currency: Currency,
    /// What payment orders ask to be posted.
    pub ordered: String,
    /// What is posted to customers.
    pub posted: String,
    /// What channels owe for it: settled, or expected.
    pub owed: String,
    /// What of it is settled, before refunds and fees that channels net.
    pub settled: String,
    /// What the bank moved for it, after them.
    pub arrived: String,
    /// In the order of the stages.
    pub leaks: Vec<Leak>,
}

#[derive(Default)]
struct Sum {
    amount: i128,
    reconciliations: BTreeSet<ReconciliationName>,
    outcomes: BTreeSet<Outcome>,
}

#[derive(Default)]
struct Stream {
    posted: i128,
    settled: i128,
    arrived: i128,
    open: i128,
    /// Posted beyond what was ordered.
    beyond: i128,
    /// By stage, kind, and whether it joins.
    leaks: BTreeMap<(LeakStage, LeakKind, bool), Sum>,
}

impl Stream {
    fn leak(
        &mut self,
        stage: LeakStage,
        kind: LeakKind,
        amount: i128,
        of: Option<(ReconciliationName, Outcome)>,
    ) {
        if amount == 0 {
            return;
        }
        let sum = self.leaks.entry((stage, kind, amount > 0)).or_default();
        sum.amount += amount;
        if let Some((reconciliation, outcome)) = of {
            sum.reconciliations.insert(reconciliation);
            sum.outcomes.insert(outcome);
        }
    }
}

const fn kind_of(outcome: Outcome) -> LeakKind {
    match outcome {
        Outcome::TimingDifference => LeakKind::Timing,
        Outcome::NotDue => LeakKind::Aside,
        _ => LeakKind::Exception,
    }
}

impl DayResult {
    /// The way of money in, by currency; empty where a reconciliation did not run, for then
    /// nobody can say where money is.
    #[must_use]
    pub fn flow(&self) -> Vec<Flow> {
        if !self.sources().all_run() {
            return Vec::new();
        }
        let (books, bench) = (self.books(), self.bench());
        let mut streams: BTreeMap<Currency, Stream> = BTreeMap::new();
        let is_in = |account: u32| books.accounts.account(account) == CLEARING_IN;
        for (head, lines) in books.fixed.iter() {
            let net: i128 = lines
                .iter()
                .filter(|line| is_in(line.account))
                .map(super::entry::Line::net)
                .sum();
            if net == 0 {
                continue;
            }
            let stream = streams
                .entry(books.accounts.currency(lines[0].account))
                .or_default();
            match head.template.when {
                When::DayCut => stream.posted += net,
                When::FundMatch => {
                    stream.settled -= net;
                    let bank = lines
                        .iter()
                        .filter(|line| books.accounts.account(line.account) == BANK);
                    stream.arrived += bank.map(super::entry::Line::net).sum::<i128>();
                }
                When::Treatment => {}
            }
        }
        for (account, balance) in books.balances.iter().filter(|(account, _)| is_in(*account)) {
            let currency = books.accounts.currency(account);
            let stream = streams.entry(currency).or_default();
            stream.leak(LeakStage::Clearing, LeakKind::Aside, balance.opening, None);
        }
        for part in books.parts.iter().filter(|part| is_in(part.account)) {
            let currency = books.accounts.currency(part.account);
            take(streams.entry(currency).or_default(), &bench, part);
        }
        let flow = |(currency, stream): (Currency, Stream)| told(currency, stream);
        streams.into_iter().map(flow).collect()
    }
}

fn take(stream: &mut Stream, bench: &Bench<'_>, part: &Part) {
    match part.by {
        By::Exception(at) => {
            let group = bench.group(bench.exception(at as usize));
            let of = (group.reconciliation(), group.outcome());
            let kind = kind_of(of.1);
            if of.0 == ReconciliationName::Posting {
                stream.beyond += part.amount;
                stream.leak(LeakStage::Posting, kind, part.amount, Some(of));
            }
            stream.leak(LeakStage::Clearing, kind, -part.amount, Some(of));
        }
        By::Item { group, .. } => {
            let funds = bench
                .funds
                .map(|funds| funds.result.groups.get(group as usize));
            let outcome = funds.map_or(Outcome::NotDue, |group| group.head.outcome);
            stream.open += part.amount;
            let of = Some((ReconciliationName::Fund, outcome));
            stream.leak(LeakStage::Settlement, kind_of(outcome), -part.amount, of);
        }
        By::Tolerated(_) => {
            let of = Some((ReconciliationName::Channel, Outcome::Matched));
            stream.leak(LeakStage::Clearing, LeakKind::Aside, -part.amount, of);
        }
        By::Open(_) => stream.leak(LeakStage::Clearing, LeakKind::Aside, -part.amount, None),
    }
}

fn told(currency: Currency, stream: Stream) -> Flow {
    let amount = |minor| major(minor, currency);
    let leak = |((stage, kind, _), sum): ((LeakStage, LeakKind, bool), Sum)| Leak {
        stage,
        kind,
        amount: amount(sum.amount),
        reconciliations: sum.reconciliations.into_iter().collect(),
        outcomes: sum.outcomes.into_iter().collect(),
    };
    Flow {
        currency,
        ordered: amount(stream.posted - stream.beyond),
        posted: amount(stream.posted),
        owed: amount(stream.settled + stream.open),
        settled: amount(stream.settled),
        arrived: amount(stream.arrived),
        leaks: stream.leaks.into_iter().map(leak).collect(),
    }
}
