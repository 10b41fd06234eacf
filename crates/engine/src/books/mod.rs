//! The books (sections 9 and 10 of the rules): chart of accounts, entries, balances and the
//! identities that prove them.
//!
//! What customers are posted during the day is final; `day_cut` adds the internal legs,
//! `fund_match` carries pending clearing to the bank, `treatment_entries` makes what an
//! exception proposes. Final entries and proposals are made once, step by step
//! (`run`); what somebody accepts is laid over them.

pub(crate) mod accounts;
pub(crate) mod balances;
pub(crate) mod bench;
pub mod by_hand;
pub mod chart;
pub(crate) mod day_cut;
pub(crate) mod entry;
mod entry_ids;
pub(crate) mod explained;
pub mod flow;
pub(crate) mod fund_match;
pub(crate) mod identities;
pub(crate) mod internal_legs;
pub(crate) mod known;
pub(crate) mod ledger;
pub(crate) mod open_lines;
pub mod own_chart;
pub(crate) mod report;
pub(crate) mod run;
pub mod screens;
pub mod templates;
pub mod timeline;
pub(crate) mod treatment_entries;
pub mod treatment_rules;
pub mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use accounts::Accounts;
use balances::{Balances, Openings};
use bench::Bench;
use by_hand::{ByHand, NotBooked};
use day_cut::Slot;
use entry::{Head, Journal, Line, Status};
use explained::{By, Part};
use known::Known;

use crate::decisions::Accepted;
use crate::sources::Sources;

/// What a bank account's statement says that it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stated {
    pub account: u32,
    /// Minor units, money that we have positive.
    pub balance: i128,
}

/// No entry of an exception.
const NONE: u32 = u32::MAX;

/// The books of a day.
#[derive(Debug, Default)]
pub(crate) struct Books {
    pub accounts: Accounts,
    pub openings: Openings,
    /// Day-cut and matched funds.
    pub fixed: Journal,
    /// What exceptions propose, by exception.
    proposed: Journal,
    /// The proposed entry of each exception; [`NONE`] where it proposes none.
    proposal_of: Vec<u32>,
    /// What somebody accepted, by exception.
    pub accepted: BTreeMap<u32, Accepted>,
    /// What of it waits for a second name: its entry stays proposed.
    waiting: BTreeSet<u32>,
    /// The entries of what was accepted, by exception.
    decided: Journal,
    decided_of: BTreeMap<u32, u32>,
    /// What persons booked beside treatments.
    by_hand: Journal,
    /// What explains pending clearing.
    pub parts: Vec<Part>,
    /// What the bank has and the books do not: receipts negative, payments positive.
    pub unbooked: Vec<Part>,
    /// What banks state, by account.
    pub stated: Vec<Stated>,
    /// The summary postings behind day-cut entries.
    pub slots: Vec<Slot>,
    pub balances: Balances,
    /// What entries and explanations look up.
    pub known: Arc<Known>,
}

impl Books {
    /// Entries of treatments: those proposed and not decided otherwise, then accepted ones.
    pub fn treatments(&self) -> impl Iterator<Item = (&Head, &[Line])> {
        let undecided = self.proposed.iter().filter(|(head, _)| match head.source {
            entry::Source::Exception(at) => !self.accepted.contains_key(&at),
            _ => true,
        });
        undecided
            .chain(self.decided.iter())
            .chain(self.by_hand.iter())
    }

    /// Every entry, in the order of lists.
    pub fn entries(&self) -> impl Iterator<Item = (&Head, &[Line])> {
        self.fixed.iter().chain(self.treatments())
    }

    /// The entry of an exception as it stands.
    pub fn entry_of(&self, exception: u32) -> Option<(&Head, &[Line])> {
        if self.accepted.contains_key(&exception) {
            let at = *self.decided_of.get(&exception)? as usize;
            return Some((&self.decided.heads[at], self.decided.lines(at)));
        }
        let at = *self.proposal_of.get(exception as usize)?;
        let at = (at != NONE).then_some(at as usize)?;
        Some((&self.proposed.heads[at], self.proposed.lines(at)))
    }

    /// Whether an exception's entry books what the bank has, at a stage.
    pub fn books_bank(&self, by: By, after: bool) -> bool {
        let By::Exception(at) = by else {
            return false;
        };
        self.entry_of(at).is_some_and(|(head, lines)| {
            let bank = |line: &Line| self.accounts.account(line.account) == chart::BANK;
            (head.status.counts() || after) && lines.iter().any(bank)
        })
    }

    /// Takes what was accepted, in place of what was accepted before; `waiting`: what of it
    /// waits for a second name.
    pub fn accept(
        &mut self,
        sources: Sources<'_>,
        accepted: BTreeMap<u32, Accepted>,
        waiting: BTreeSet<u32>,
    ) {
        self.accepted = accepted;
        self.waiting = waiting;
        self.decided = Journal::default();
        self.decided_of.clear();
        let known = Arc::clone(&self.known);
        let bench = Bench::new(sources, &known);
        for (&at, &decision) in &self.accepted {
            let accounts = &mut self.accounts;
            let made = treatment_entries::entry(accounts, &bench, at as usize, decision);
            if let Some((mut head, lines)) = made {
                head.status = if bench.is_booked(head.id) {
                    Status::AlreadyBooked
                } else if self.waiting.contains(&at) {
                    Status::Proposed
                } else {
                    Status::Accepted
                };
                let number = u32::try_from(self.decided.len()).expect("fewer than rows");
                self.decided_of.insert(at, number);
                self.decided.push(head, &lines);
            }
        }
        self.close();
    }

    /// Takes what persons booked, in place of what they booked before; gives the places of
    /// what is no entry, and why.
    pub fn book_by_hand(
        &mut self,
        sources: Sources<'_>,
        entries: &[ByHand],
    ) -> Vec<(usize, NotBooked)> {
        self.by_hand = Journal::default();
        let known = Arc::clone(&self.known);
        let bench = Bench::new(sources, &known);
        let mut refused = Vec::new();
        for (at, by_hand) in entries.iter().enumerate() {
            let same = entries[..at]
                .iter()
                .filter(|&other| other == by_hand)
                .count();
            let ordinal = u32::try_from(same + 1).expect("a person books few");
            match by_hand.entry(&mut self.accounts, bench.date, ordinal) {
                Ok((mut head, lines)) => {
                    if bench.is_booked(head.id) {
                        head.status = Status::AlreadyBooked;
                    }
                    self.by_hand.push(head, &lines);
                }
                Err(why) => refused.push((at, why)),
            }
        }
        self.close();
        refused
    }

    /// Balances from openings and entries.
    fn close(&mut self) {
        self.accounts.put_in_order();
        let mut balances = Balances::open(&self.accounts, &self.openings);
        for (head, lines) in self.entries() {
            balances.add(lines, head.status.counts());
        }
        balances.close(&self.accounts);
        self.balances = balances;
    }
}
