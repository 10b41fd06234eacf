//! What fund reconciliation came to: items, lines, groups in the order of lists, totals.

use std::collections::BTreeMap;

use tieout_statement::calendar::DAY;
use tieout_statement::rows::ABSENT;
use tieout_statement::{Column, Currency};

use super::groups::Groups;
use super::items::Items;
use super::lines::amount;
use crate::by_key::NO_GROUP;
use crate::day::Table;
use crate::groups::{Tally, Total};
use crate::matching::duplicates::Repeat;
use crate::outcome::{Cardinality, Outcome};
use crate::report::ByHandReport;

/// Where items and lines went, for each outcome, currency and cardinality.
pub(crate) type Tallies = BTreeMap<(Outcome, Currency, Option<Cardinality>), Tally>;

/// The fund reconciliation of a day with its result.
#[derive(Debug)]
pub(crate) struct FundResult {
    pub items: Items,
    /// In the order of lists.
    pub groups: Groups,
    pub tallies: Tallies,
    /// What was read, by currency: items by the absolute value of their nets, and lines.
    pub totals: [BTreeMap<Currency, Total>; 2],
    /// The group of each line.
    pub group_of_line: Vec<u32>,
    /// Lines that the bank had brought before.
    pub line_repeats: Vec<Repeat>,
    pub rows_by_hour: [u64; 24],
    /// Who paired a group, by its number.
    pub by_hand: BTreeMap<u32, ByHandReport>,
}

impl FundResult {
    pub fn new(items: Items, groups: &Groups, line_repeats: Vec<Repeat>, bank: &Table) -> Self {
        let groups = in_order(&items, groups, bank);
        let mut result = Self {
            group_of_line: vec![NO_GROUP; bank.len()],
            tallies: Tallies::new(),
            totals: Default::default(),
            rows_by_hour: [0; 24],
            by_hand: BTreeMap::new(),
            items,
            groups,
            line_repeats,
        };
        result.count_read(bank);
        result.count_outcomes(bank);
        result.assert_conserved();
        result
    }

    fn count_read(&mut self, bank: &Table) {
        let [items, lines] = &mut self.totals;
        for item in &self.items.list {
            items
                .entry(item.currency)
                .or_default()
                .add(item.net().abs());
        }
        for (row, &time) in (0..bank.row_count()).zip(bank.rows().number(Column::BookedAt)) {
            let currency = bank.rows().currency(row as usize);
            lines
                .entry(currency)
                .or_default()
                .add(amount(bank.rows(), row));
            if time != ABSENT {
                self.rows_by_hour[(time.rem_euclid(DAY) / 3600) as usize] += 1;
            }
        }
    }

    fn count_outcomes(&mut self, bank: &Table) {
        for (number, group) in (0..).zip(self.groups.iter()) {
            let head = group.head;
            let by = (head.outcome, head.currency, head.cardinality);
            let tally = self.tallies.entry(by).or_default();
            tally.groups += 1;
            tally.left_rows += group.items.len() as u64;
            tally.right_rows += group.lines.len() as u64;
            for &item in group.items {
                tally.left_amount += self.items.list[item as usize].net().abs();
            }
            for &line in group.lines {
                tally.right_amount += amount(bank.rows(), line);
                self.group_of_line[line as usize] = number;
            }
            if head.outcome != Outcome::Duplicate {
                tally.delta += head.delta;
            }
        }
    }

    /// Items, lines and amounts read = items, lines and amounts over outcomes.
    fn assert_conserved(&self) {
        let mut out: [BTreeMap<Currency, Total>; 2] = Default::default();
        for ((_, currency, _), tally) in &self.tallies {
            let [left, right] = &mut out;
            for (side, rows, amount) in [
                (left, tally.left_rows, tally.left_amount),
                (right, tally.right_rows, tally.right_amount),
            ] {
                if rows > 0 {
                    side.entry(*currency).or_default().merge(rows, amount);
                }
            }
        }
        assert_eq!(
            self.totals, out,
            "items and lines in are items and lines out"
        );
    }
}

/// Groups by the name of their first item or line, then outcome.
fn in_order(items: &Items, groups: &Groups, bank: &Table) -> Groups {
    let numbers = bank.rows().text(Column::TransactionNo);
    let identities = bank.rows().identities();
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_cached_key(|&at| {
        let group = groups.get(at);
        let item = group.items.first().map(|&item| &items.list[item as usize]);
        let line = group.lines.first().map(|&line| line as usize);
        let name = match (item, line) {
            (Some(item), _) => item.key.to_string(),
            (None, Some(line)) => numbers.get(line).to_owned(),
            (None, None) => String::new(),
        };
        let cells = line.map(|line| (identities[line], line));
        (name, group.head.currency, group.head.outcome, cells)
    });
    groups.in_order(&order)
}
