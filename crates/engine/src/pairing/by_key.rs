//! Pairs of rows that meet by number.

use std::collections::BTreeSet;

use tieout_statement::{Currency, Kind};

use super::name::row_of;
use super::{Found, Laid, Pair, Pairing, needs_second, stale};
use crate::by_key::{ByKey, NO_GROUP, Reconciled};
use crate::day::{Day, Table};
use crate::groups::Groups;
use crate::identity::{Ordinals, RowIdentity, exception_id};
use crate::matching::judgement::{Bench, Calendar, Findings, Sorted};
use crate::matching::{Fate, Side};
use crate::order::Sorting;
use crate::outcome::Outcome;
use crate::report::ByHandReport;
use crate::view::word;

/// Whether rows of an outcome may be paired: they have not met what they should have.
const fn is_open(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::LostOrder
            | Outcome::DroppedOrder
            | Outcome::TimingDifference
            | Outcome::OutOfPeriod
            | Outcome::Unposted
            | Outcome::PostedWithoutOrder
            | Outcome::AmountMismatch
    )
}

/// What rows that are paired must have in common: channel, currency and direction; of
/// postings the kind, because that says which legs are asked for.
fn common(by: ByKey, side: &Side<'_>, row: u32) -> (u32, u32, Option<u8>) {
    let kind = side.kinds[row as usize];
    let direction = match by {
        ByKey::Posting => Some(kind),
        ByKey::Channel | ByKey::Business => Kind::from_code(kind)
            .and_then(Kind::family)
            .map(|family| family as u8),
    };
    (side.channel.get(row), side.currency.get(row), direction)
}

/// Whether groups may become one.
pub(crate) fn is_pairable(
    by: ByKey,
    groups: &Groups,
    sides: &[Side<'_>; 2],
    joined: &[u32],
) -> Result<(), &'static str> {
    if joined
        .iter()
        .any(|&group| group == NO_GROUP || !is_open(groups.verdict(group as usize).outcome))
    {
        return Err(stale::SETTLED);
    }
    let members = |group: u32| [groups.left(group as usize), groups.right(group as usize)];
    let mut success = [false; 2];
    let mut first = None;
    for (side, rows) in (0..2).flat_map(|side| {
        let rows = joined.iter().map(move |&group| members(group)[side]);
        rows.map(move |rows| (side, rows))
    }) {
        for &row in rows {
            success[side] |= sides[side].success(row);
            let common = common(by, &sides[side], row);
            if *first.get_or_insert(common) != common {
                return Err(stale::APART);
            }
        }
    }
    if success == [true, true] && joined.len() > 1 {
        Ok(())
    } else {
        Err(stale::ONE_SIDED)
    }
}

/// One reconciliation while pairs are laid over it.
struct Overlay<'a> {
    bench: Bench<'a>,
    by: ByKey,
    sides: &'a [Side<'a>; 2],
    tables: [&'a Table; 2],
    found: [Found; 2],
    ordinals: Ordinals,
    group_of: [Vec<u32>; 2],
    findings: Findings,
    sorted: Sorted,
    /// Groups that are no more.
    gone: BTreeSet<u32>,
    /// What was paired: a row of each group, its side, and who did it.
    made: Vec<(usize, u32, ByHandReport)>,
}

/// Lays pairs over one reconciliation.
pub(super) fn lay_over(
    day: &Day,
    calendar: Calendar,
    result: &mut Reconciled,
    pairs: &[&Pair],
    pairing: &mut Pairing,
) {
    let tables = result.by.tables(day);
    let lexicon = std::mem::take(&mut result.lexicon);
    let sides = result.by.sides(tables, &lexicon);
    // Rows that wait for their other side were all compared.
    let fates = tables.map(|table| vec![Fate::Compared; table.len()]);
    let names = || pairs.iter().flat_map(|pair| &pair.rows);
    let wanted = || names().filter_map(|name| row_of(name));
    let mut overlay = Overlay {
        bench: Bench {
            left: &sides[0],
            right: &sides[1],
            left_fates: &fates[0],
            right_fates: &fates[1],
            calendar,
            rule: result.by.rule(tables, &lexicon),
        },
        by: result.by,
        sides: &sides,
        tables,
        found: tables.map(|table| Found::of(table, wanted())),
        ordinals: Ordinals::default(),
        group_of: std::mem::take(&mut result.group_of),
        findings: Findings {
            groups: std::mem::take(&mut result.groups),
            tallies: std::mem::take(&mut result.tallies),
        },
        sorted: Sorted::default(),
        gone: BTreeSet::new(),
        made: Vec::new(),
    };
    overlay.number_rows(wanted());
    for pair in pairs {
        let laid = overlay.pair(day, pair, pairing).unwrap_or_else(Laid::Stale);
        pairing.laid.insert(pair.decision, laid);
    }
    let Overlay {
        findings,
        group_of,
        gone,
        made,
        ..
    } = overlay;
    let mut kept = Groups::default();
    for group in (0..).take(findings.groups.len()) {
        if !gone.contains(&group) {
            findings.groups.copy_to(&mut kept, group);
        }
    }
    let mut sorting = Sorting::default();
    result.groups = loop {
        if let Some(sorted) = sorting.step(&kept, &sides[0], &sides[1]) {
            break sorted;
        }
    };
    result.tallies = findings.tallies;
    result.group_of = group_of;
    result.lexicon = lexicon;
    result.index_rows();
    result.assert_conserved();
    result.by_hand = made
        .into_iter()
        .map(|(side, row, by_hand)| (result.group_of[side][row as usize], by_hand))
        .collect();
}

impl Overlay<'_> {
    /// Numbers the rows of every group that is named, so that exceptions get their ids.
    fn number_rows(&mut self, wanted: impl Iterator<Item = RowIdentity>) {
        let mut groups = BTreeSet::new();
        for identity in wanted {
            groups.extend(self.group_named(identity).filter(|&of| of != NO_GROUP));
        }
        for group in groups {
            for (table, rows) in self.tables.iter().zip(self.members(group)) {
                for row in rows {
                    self.ordinals.ask(table, row);
                }
            }
        }
        for table in self.tables {
            self.ordinals.count(table, 0..table.row_count());
        }
    }

    fn group_named(&self, identity: RowIdentity) -> Option<u32> {
        let found = self.found.iter().zip(&self.group_of);
        let mut groups = found.filter_map(|(found, of)| Some(of[found.row(identity)? as usize]));
        groups.next()
    }

    fn members(&self, group: u32) -> [Vec<u32>; 2] {
        let groups = &self.findings.groups;
        let group = group as usize;
        [groups.left(group).to_vec(), groups.right(group).to_vec()]
    }

    fn pair(
        &mut self,
        day: &Day,
        pair: &Pair,
        pairing: &mut Pairing,
    ) -> Result<Laid, &'static str> {
        let mut joined = BTreeSet::new();
        for name in &pair.rows {
            let group = row_of(name).and_then(|row| self.group_named(row));
            joined.insert(group.ok_or(stale::UNKNOWN_ROW)?);
        }
        let joined: Vec<u32> = joined.into_iter().collect();
        is_pairable(self.by, &self.findings.groups, self.sides, &joined)?;
        let delta = |group: &u32| self.findings.groups.delta(*group as usize).abs();
        let stake = joined.iter().map(delta).max().unwrap_or(0);
        if needs_second(day, pair, stake, self.decimals(joined[0])) {
            return Ok(Laid::NeedsSecond);
        }
        let mut rows = [Vec::new(), Vec::new()];
        for &group in &joined {
            let members = self.members(group);
            let identities = self.tables.iter().zip(&members).flat_map(|(table, rows)| {
                let of = |&row| self.ordinals.identity(table, row);
                rows.iter().map(of).collect::<Vec<_>>()
            });
            let id = exception_id(word(self.by.name()), identities.collect());
            pairing.absorbed.insert(id, pair.decision);
            self.bench.take_back(group, &mut self.findings);
            self.gone.insert(group);
            for (all, members) in rows.iter_mut().zip(members) {
                all.extend(members);
            }
        }
        let [left, right] = &mut rows;
        left.sort_unstable();
        right.sort_unstable();
        let known = self.findings.groups.len();
        self.bench
            .judge(left, right, &mut self.sorted, &mut self.findings);
        for (number, group) in (0..).zip(0..self.findings.groups.len()).skip(known) {
            let groups = &self.findings.groups;
            for (of, rows) in self
                .group_of
                .iter_mut()
                .zip([groups.left(group), groups.right(group)])
            {
                for &row in rows {
                    of[row as usize] = number;
                }
            }
            if let ([row, ..], [_, ..]) = (groups.left(group), groups.right(group)) {
                self.made.push((0, *row, pair.by_hand.clone()));
            }
        }
        Ok(Laid::Done)
    }

    fn decimals(&self, group: u32) -> u8 {
        let members = self.members(group).into_iter().zip(self.tables);
        let mut currencies = members.filter_map(|(rows, table)| {
            let row = *rows.first()?;
            Some(table.rows().currency(row as usize))
        });
        currencies.next().map_or(0, Currency::decimals)
    }
}
