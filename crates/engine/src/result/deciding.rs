//! Decisions on a reconciled day: what is accepted is booked at once, what is asked of a
//! group's exception or a claim is answered as it stands.

use std::collections::{BTreeMap, BTreeSet};

use super::DayResult;
use crate::books::by_hand::{ByHand, NotBooked};
use crate::decisions::entries::{self, Entries};
use crate::decisions::{
    Accepted, Bounds, Decided, Decision, DecisionView, Standing, standing_note,
};
use crate::outcome::Treatment;
use crate::pairing::same_pairs;
use crate::worklist::DecidedCounts;

impl DayResult {
    /// Takes what was accepted, by the id of the exception, in place of what was accepted
    /// before: entries, balances, identities and carry-over follow at once. Gives the ids
    /// that name no exception of this day.
    pub fn accept(&mut self, decisions: &BTreeMap<String, Accepted>) -> Vec<String> {
        let known = self.exceptions_named(decisions.keys().map(String::as_str).collect());
        let accepted = known.iter().map(|(id, &at)| (at, decisions[id])).collect();
        self.take_accepted(accepted, BTreeSet::new());
        let unknown = decisions.keys().filter(|&id| !known.contains_key(id));
        unknown.cloned().collect()
    }

    /// Takes what was decided, in order, in place of what was decided before: entries,
    /// balances, identities and carry-over follow at once. Pairs by hand are those that the
    /// day was run with: see [`Self::needs_run`].
    ///
    /// A claim that the fee schedule makes is decided like an exception, by the id of its
    /// entry.
    pub fn decide(&mut self, decisions: Vec<Decision>) {
        let ids: BTreeSet<&str> = decisions
            .iter()
            .map(|decision| decision.exception.as_str())
            .collect();
        // Claims stand after all exceptions.
        let first_claim = u32::try_from(self.exceptions.list.len()).expect("fewer than rows");
        let claims = (first_claim..).zip(self.books.fee_claim_ids());
        let claims = claims.filter(|(_, id)| ids.contains(id.as_str()));
        let claims: Vec<(String, u32)> = claims.map(|(at, id)| (id, at)).collect();
        let mut known = self.exceptions_named(ids);
        known.extend(claims);
        let bench = self.bench();
        let limit = self.day.settings.day.second_name_above;
        let choices = |at: u32| match at.checked_sub(first_claim) {
            Some(_) => vec![Treatment::Claim],
            None => self.choices_of(&bench, at as usize),
        };
        let wants_second = |at: u32, treatment: Treatment| {
            let (delta, currency) = match at.checked_sub(first_claim) {
                Some(claim) => self.books.fee_claim(claim),
                None => {
                    let group = bench.group(bench.exception(at as usize));
                    (group.delta(), group.currency())
                }
            };
            treatment == Treatment::BadDebt
                || limit.is_some_and(|limit| delta.abs() > limit.minor(currency.decimals()))
        };
        let entries = Entries::of(&decisions, limit);
        let bounds = Bounds {
            known: &known,
            entries: &entries.names,
            choices: &choices,
            wants_second: &wants_second,
            pairing: &self.pairing,
        };
        let mut decided = Decided::of(decisions, &bounds);
        let (mut accepted, mut waiting) = decided.accepted();
        let claimed = accepted.split_off(&first_claim);
        let waiting_claims = waiting.split_off(&first_claim);
        let claimed = claimed.into_keys().map(|at| at - first_claim);
        let claims = claimed.map(|claim| {
            let waits = waiting_claims.contains(&(claim + first_claim));
            (claim, waits)
        });
        let claims = claims.collect();
        let waits = entries.waiting.iter().map(|&at| (at, "entry_waits"));
        let mut unbooked: Vec<(usize, &'static str)> = waits.collect();
        let (places, by_hand): (Vec<usize>, Vec<ByHand>) = entries.booked.into_iter().unzip();
        if !by_hand.is_empty() || self.by_hand {
            self.by_hand = !by_hand.is_empty();
            let refused = self.book_by_hand(&by_hand).into_iter();
            unbooked.extend(refused.map(|(at, no)| (places[at], entries::why(no))));
        }
        for (at, why) in unbooked {
            decided
                .stale
                .push(standing_note(at, &decided.list[at], why));
        }
        self.decided = decided;
        self.books.decide_fee_claims(&claims);
        self.take_accepted(accepted, waiting);
    }

    /// Whether decisions pair other rows by hand than this result was laid out with: then the
    /// day is to be run again with them ([`crate::day::Day::decisions`]).
    #[must_use]
    pub fn needs_run(&self, decisions: &[Decision]) -> bool {
        !same_pairs(&self.decided.list, decisions)
    }

    /// Everything that was decided, in order.
    #[must_use]
    pub fn decisions(&self) -> &[Decision] {
        &self.decided.list
    }

    /// What was decided of one group's exception, as it stands.
    #[must_use]
    pub fn decision(&self, handle: u64) -> Option<DecisionView> {
        self.decided
            .standing
            .get(&self.exception_at(handle)?)
            .cloned()
    }

    /// Where an exception stands, by its place in the list.
    pub(crate) fn standing(&self, exception: u32) -> Standing {
        let decided = self.decided.standing.get(&exception);
        decided.map_or(Standing::Open, |view| view.standing)
    }

    /// What was decided of a claim that the fee schedule makes, by the place of its entry.
    pub(crate) fn claim_decision(&self, claim: u32) -> Option<DecisionView> {
        let first_claim = u32::try_from(self.exceptions.list.len()).expect("fewer than rows");
        self.decided.standing.get(&(first_claim + claim)).cloned()
    }

    pub(crate) fn decided_counts(&self) -> DecidedCounts {
        let mut counts = DecidedCounts::default();
        let exceptions = u32::try_from(self.exceptions.list.len()).expect("fewer than rows");
        for (_, view) in self.decided.standing.range(..exceptions) {
            match view.standing {
                Standing::Open => {}
                Standing::Deferred => counts.deferred += 1,
                Standing::NeedsSecond => counts.needs_second += 1,
                Standing::Accepted => counts.accepted += 1,
            }
        }
        counts
    }

    pub(super) fn decisions_as_json(&self) -> Vec<serde_json::Value> {
        let json = |decision| serde_json::to_value(decision).expect("its keys are texts");
        self.decided.list.iter().map(json).collect()
    }

    /// The exceptions of these ids, by their places in the list.
    fn exceptions_named(&self, mut ids: BTreeSet<&str>) -> BTreeMap<String, u32> {
        let mut known = BTreeMap::new();
        let bench = self.bench();
        for at in 0..self.exceptions.list.len() {
            if ids.is_empty() {
                break;
            }
            let id = bench.id(at);
            if ids.remove(id.as_str()) {
                known.insert(id, u32::try_from(at).expect("fewer exceptions than rows"));
            }
        }
        known
    }

    fn take_accepted(&mut self, accepted: BTreeMap<u32, Accepted>, waiting: BTreeSet<u32>) {
        let mut books = std::mem::take(&mut self.books);
        books.accept(self.sources(), accepted, waiting);
        self.books = books;
    }

    /// Takes what persons booked beside treatments, in place of what they booked before;
    /// gives the places of what is no entry, and why.
    pub fn book_by_hand(&mut self, entries: &[ByHand]) -> Vec<(usize, NotBooked)> {
        let mut books = std::mem::take(&mut self.books);
        let refused = books.book_by_hand(self.sources(), entries);
        self.books = books;
        refused
    }
}
