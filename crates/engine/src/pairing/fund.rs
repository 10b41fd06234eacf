//! Pairs of expected settlements and bank lines.

use std::collections::{BTreeMap, BTreeSet};

use tieout_statement::Currency;

use super::name::row_of;
use super::{Found, Laid, Pair, Pairing, needs_second, stale};
use crate::day::{Day, Table};
use crate::fund::groups::{Groups, Why};
use crate::fund::lines::money_in;
use crate::fund::result::FundResult;
use crate::fund::run::{ledger, tables};
use crate::fund::steps::{Ledger, Matching, Pool, joined_head};
use crate::fund::view::item_identity;
use crate::identity::{Ordinals, RowIdentity, exception_id};
use crate::matching::judgement::Calendar;
use crate::outcome::Outcome;

/// Whether a group's members may be paired: they wait, or nobody could tell.
pub(crate) fn may_be_paired(outcome: Outcome, why: Why) -> bool {
    match outcome {
        Outcome::NotDue
        | Outcome::FundShort
        | Outcome::FundLong
        | Outcome::Ambiguous
        | Outcome::UnidentifiedReceipt
        | Outcome::UnidentifiedPayment => true,
        Outcome::TimingDifference => why == Why::Waiting,
        _ => false,
    }
}

/// An item or a line, by number or row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Member {
    Item(u32),
    Line(u32),
}

struct Overlay<'a> {
    ledger: Ledger<'a>,
    found: Found,
    by_identity: BTreeMap<RowIdentity, u32>,
    bank: &'a Table,
    ordinals: Ordinals,
    group_of: BTreeMap<Member, usize>,
    groups: Groups,
    gone: BTreeSet<usize>,
    made: Vec<(Member, crate::report::ByHandReport)>,
}

/// Lays pairs over the fund reconciliation.
pub(super) fn lay_over(
    day: &Day,
    calendar: Calendar,
    result: FundResult,
    pairs: &[&Pair],
    pairing: &mut Pairing,
) -> FundResult {
    let [_, bank] = tables(day);
    let wanted = || {
        let names = pairs.iter().flat_map(|pair| &pair.rows);
        names.filter_map(|name| row_of(name))
    };
    let FundResult {
        items,
        groups,
        line_repeats,
        ..
    } = result;
    let mut ordinals = Ordinals::default();
    (0..bank.row_count()).for_each(|line| ordinals.ask(bank, line));
    ordinals.count(bank, 0..bank.row_count());
    let mut group_of = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        let of_items = group.items.iter().map(|&item| Member::Item(item));
        let of_lines = group.lines.iter().map(|&line| Member::Line(line));
        group_of.extend(of_items.chain(of_lines).map(|member| (member, number)));
    }
    let mut overlay = Overlay {
        ledger: ledger(day, &items, calendar.period),
        found: Found::of(bank, wanted()),
        by_identity: (0..)
            .zip(&items.list)
            .map(|(number, item)| (item_identity(item), number))
            .collect(),
        bank,
        ordinals,
        group_of,
        groups,
        gone: BTreeSet::new(),
        made: Vec::new(),
    };
    for pair in pairs {
        let laid = overlay.pair(day, pair, pairing).unwrap_or_else(Laid::Stale);
        pairing.laid.insert(pair.decision, laid);
    }
    let Overlay {
        groups, gone, made, ..
    } = overlay;
    let mut kept = Groups::default();
    for (number, group) in groups.iter().enumerate() {
        if !gone.contains(&number) {
            kept.push(group.head.clone(), group.items, group.lines);
        }
    }
    let mut result = FundResult::new(items, &kept, line_repeats, bank);
    let mut by_hand = BTreeMap::new();
    for (number, group) in (0..).zip(result.groups.iter()) {
        let of = made.iter().find(|(member, _)| match member {
            Member::Item(item) => group.items.contains(item),
            Member::Line(line) => group.lines.contains(line),
        });
        if let Some((_, report)) = of {
            by_hand.insert(number, report.clone());
        }
    }
    result.by_hand = by_hand;
    result
}

impl Overlay<'_> {
    fn member(&self, identity: RowIdentity) -> Option<Member> {
        let item = self.by_identity.get(&identity).copied().map(Member::Item);
        item.or_else(|| self.found.row(identity).map(Member::Line))
    }

    /// What members that are paired must have in common: currency and direction.
    fn common(&self, member: Member) -> (Currency, i128) {
        match member {
            Member::Item(item) => {
                let item = &self.ledger.items.list[item as usize];
                (item.currency, item.net().signum())
            }
            Member::Line(line) => {
                let lines = self.ledger.lines;
                let sign = if money_in(lines, line) { 1 } else { -1 };
                (lines.currency(line as usize), sign)
            }
        }
    }

    fn pair(
        &mut self,
        day: &Day,
        pair: &Pair,
        pairing: &mut Pairing,
    ) -> Result<Laid, &'static str> {
        let mut named = BTreeSet::new();
        for name in &pair.rows {
            let member = row_of(name).and_then(|row| self.member(row));
            named.insert(member.ok_or(stale::UNKNOWN_ROW)?);
        }
        let groups: BTreeSet<usize> = named.iter().map(|of| self.group_of[of]).collect();
        let (mut joined, mut rest) = (BTreeSet::new(), BTreeSet::new());
        let mut stake = 0;
        for &group in &groups {
            let group = self.groups.get(group);
            if !may_be_paired(group.head.outcome, group.head.why) {
                return Err(stale::SETTLED);
            }
            stake = stake.max(group.head.delta.abs());
            let items = group.items.iter().map(|&item| Member::Item(item));
            let lines = group.lines.iter().map(|&line| Member::Line(line));
            for member in items.chain(lines) {
                // Of what nobody could tell apart, only what is named is chosen.
                if group.head.outcome == Outcome::Ambiguous && !named.contains(&member) {
                    rest.insert(member);
                } else {
                    joined.insert(member);
                }
            }
        }
        let (items, lines) = split(&joined);
        let Some(&first) = joined
            .first()
            .filter(|_| !items.is_empty() && !lines.is_empty())
        else {
            return Err(stale::ONE_SIDED);
        };
        let channel = |item: &u32| &self.ledger.items.list[*item as usize].channel;
        let one_channel = items.iter().all(|item| channel(item) == channel(&items[0]));
        let common = self.common(first);
        if !one_channel || joined.iter().any(|&member| self.common(member) != common) {
            return Err(stale::APART);
        }
        let (currency, _) = common;
        if needs_second(day, pair, stake, currency.decimals()) {
            return Ok(Laid::NeedsSecond);
        }
        for &group in &groups {
            let id = self.id(group);
            pairing.absorbed.insert(id, pair.decision);
        }
        self.gone.extend(groups);
        let known = self.groups.len();
        let head = joined_head(Why::ByHand, currency, self.ledger, &items, &lines);
        self.groups.push(head, &items, &lines);
        self.made.push((first, pair.by_hand.clone()));
        let (items, lines) = split(&rest);
        if !rest.is_empty() {
            let pool = Pool {
                currency,
                items,
                lines,
            };
            let mut matching = Matching::new(pool);
            while matching.step(self.ledger, &mut self.groups) {}
        }
        for number in known..self.groups.len() {
            let group = self.groups.get(number);
            let items = group.items.iter().map(|&item| Member::Item(item));
            let lines = group.lines.iter().map(|&line| Member::Line(line));
            for member in items.chain(lines) {
                self.group_of.insert(member, number);
            }
        }
        Ok(Laid::Done)
    }

    fn id(&self, group: usize) -> String {
        let group = self.groups.get(group);
        let item = |&item: &u32| item_identity(&self.ledger.items.list[item as usize]);
        let line = |&line: &u32| self.ordinals.identity(self.bank, line);
        let items = group.items.iter().map(item);
        exception_id("fund", items.chain(group.lines.iter().map(line)).collect())
    }
}

fn split(members: &BTreeSet<Member>) -> (Vec<u32>, Vec<u32>) {
    let (mut items, mut lines) = (Vec::new(), Vec::new());
    for member in members {
        match member {
            Member::Item(item) => items.push(*item),
            Member::Line(line) => lines.push(*line),
        }
    }
    (items, lines)
}
