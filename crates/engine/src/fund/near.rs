//! Why not: the items and lines that come nearest to what met nothing in fund reconciliation.
//!
//! Computed when a group is opened. They are suggestions, never matches: each says in what it
//! is near, and the first rule that it failed.

use tieout_statement::calendar::DAY;
use tieout_statement::money::major;
use tieout_statement::rows::ABSENT;
use tieout_statement::{Column, Currency, Date, LocalTime};

use super::groups::FundGroup;
use super::lines::{Channels, amount, money_in};
use super::run::codes;
use super::subset::{self, POOL_MAX};
use super::view::FundView;
use crate::nearest::GIVEN_MAX;
use crate::outcome::Outcome;
use crate::pairing::may_be_paired;
use crate::worklist::{Hint, WhyNot};

/// A difference in amount is near up to one part in so many.
const NEAR_PART: i128 = 10;

/// One item or line that may be paired.
#[derive(Clone, Copy)]
struct Open {
    /// Item or line, by number or row.
    member: u32,
    group: usize,
    amount: i128,
    date: Date,
}

/// The side of what met nothing, and the other one.
struct Seek<'a, 'v> {
    view: &'a FundView<'v>,
    channels: Channels,
    /// Whether lines look for items.
    of_lines: bool,
    amount: i128,
    date: Date,
    own: FundGroup<'a>,
}

/// What comes nearest to a group of items or of lines alone; `None` for other groups.
pub(crate) fn why_not(view: &FundView<'_>, group: usize) -> Option<WhyNot> {
    let own = view.group(group);
    let head = own.head;
    let one_sided = own.items.is_empty() != own.lines.is_empty();
    let open = head.outcome.is_exception() && head.outcome != Outcome::Ambiguous;
    if !one_sided || !open || !may_be_paired(head.outcome, head.why) {
        return None;
    }
    let of_lines = own.items.is_empty();
    let codes = codes(view.day, &view.result.items);
    let codes = codes.iter().map(AsRef::as_ref);
    let seek = Seek {
        view,
        channels: Channels::of(&view.day.settings, codes),
        of_lines,
        amount: view.amount(group, usize::from(of_lines))?,
        date: date_of(view, of_lines, *own.items.first().or(own.lines.first())?),
        own,
    };
    let all = seek.open(head.currency);
    let looked_at = all.len() as u64;
    let mut near: Vec<Open> = all
        .iter()
        .copied()
        .filter(|open| seek.is_near(open))
        .collect();
    let key = |open: &Open| (seek.difference(open), seek.seconds(open), open.member);
    near.sort_by_key(key);
    near.truncate(GIVEN_MAX);
    let equal = near.partition_point(|open| seek.difference(open) == 0);
    let mut hints: Vec<Hint> = near.iter().map(|open| seek.hint(&[*open])).collect();
    if let Some(sum) = seek.sum(&all) {
        hints.insert(equal, seek.hint(&sum));
        hints.truncate(GIVEN_MAX);
    }
    Some(WhyNot {
        hints,
        looked_at,
        left_out: 0,
        refund: None,
    })
}

/// When an item is due, or a line was booked.
fn date_of(view: &FundView<'_>, line: bool, member: u32) -> Date {
    if !line {
        return view.result.items.list[member as usize].due_date;
    }
    match view.bank.rows().number(Column::BookedAt)[member as usize] {
        ABSENT => view.period.map_or(Date(0), |period| period.date),
        time => LocalTime(time).date(),
    }
}

impl<'a> Seek<'a, '_> {
    fn money_in(&self) -> bool {
        match (self.own.items, self.own.lines) {
            ([item, ..], _) => self.view.result.items.list[*item as usize].net() > 0,
            ([], lines) => lines
                .first()
                .is_some_and(|&line| money_in(self.view.bank.rows(), line)),
        }
    }

    /// What is open on the other side, of the same currency and direction.
    fn open(&self, currency: Currency) -> Vec<Open> {
        let (view, into) = (self.view, self.money_in());
        let mut all = Vec::new();
        for (number, group) in view.result.groups.iter().enumerate() {
            let head = group.head;
            let one_sided = group.items.is_empty() != group.lines.is_empty();
            let choice = head.outcome == Outcome::Ambiguous;
            if head.currency != currency
                || !(one_sided || choice)
                || !may_be_paired(head.outcome, head.why)
            {
                continue;
            }
            let open = |member: u32, amount: i128| Open {
                member,
                group: number,
                amount,
                date: date_of(view, !self.of_lines, member),
            };
            if self.of_lines {
                let list = &view.result.items.list;
                let items = group
                    .items
                    .iter()
                    .map(|&item| (item, list[item as usize].net()));
                let same = items.filter(|&(_, net)| net != 0 && (net > 0) == into);
                all.extend(same.map(|(item, net)| open(item, net.abs())));
            } else {
                let lines = view.bank.rows();
                let same = group
                    .lines
                    .iter()
                    .filter(|&&line| money_in(lines, line) == into);
                all.extend(same.map(|&line| open(line, amount(lines, line))));
            }
        }
        all
    }

    fn difference(&self, open: &Open) -> i128 {
        (open.amount - self.amount).abs()
    }

    fn is_near(&self, open: &Open) -> bool {
        self.difference(open) * NEAR_PART <= self.amount
    }

    fn seconds(&self, open: &Open) -> i64 {
        (i64::from(open.date.0) - i64::from(self.date.0)).abs() * DAY
    }

    /// The fewest items of one channel, or lines, that sum to it.
    fn sum(&self, all: &[Open]) -> Option<Vec<Open>> {
        let channel = |open: &Open| match self.of_lines {
            true => self.view.result.items.list[open.member as usize]
                .channel
                .clone(),
            false => Box::default(),
        };
        let mut pools: std::collections::BTreeMap<Box<str>, Vec<Open>> = Default::default();
        for open in all {
            pools.entry(channel(open)).or_default().push(*open);
        }
        let mut best: Option<Vec<Open>> = None;
        for mut pool in pools.into_values() {
            pool.sort_by_key(|open| (self.seconds(open), open.member));
            pool.truncate(POOL_MAX);
            let amounts: Vec<i128> = pool.iter().map(|open| open.amount).collect();
            let found = subset::search(&amounts, &[self.amount]).into_iter().next();
            let fewest = found.and_then(|found| {
                let masks = found.first.into_iter();
                masks.min_by_key(|mask| mask.count_ones())
            });
            let Some(mask) = fewest else {
                continue;
            };
            let members: Vec<Open> = subset::places(mask).map(|at| pool[at]).collect();
            if best.as_ref().is_none_or(|best| members.len() < best.len()) {
                best = Some(members);
            }
        }
        best
    }

    fn hint(&self, members: &[Open]) -> Hint {
        let one = members[0];
        let currency = self.own.head.currency;
        let (near, value) = match members {
            [_, _, ..] => ("sum", 0),
            _ if self.difference(&one) == 0 => ("same_amount", self.seconds(&one)),
            _ => ("near_amount", self.seconds(&one)),
        };
        let apart = self.seconds(&one) / DAY;
        let difference = major(self.difference(&one), currency);
        let told = match near {
            "sum" => "a few that sum to it".to_owned(),
            "same_amount" => format!("the same amount, {apart} days apart"),
            _ => format!("{difference} apart in amount and {apart} days in time"),
        };
        let failed = self.failed(members);
        let numbers: Vec<u32> = members.iter().map(|open| open.member).collect();
        let (items, lines) = if self.of_lines {
            (numbers.as_slice(), self.own.lines)
        } else {
            (self.own.items, numbers.as_slice())
        };
        let rows = numbers.iter().map(|&member| match self.of_lines {
            true => self.view.item_view(member),
            false => self.view.line_view(member),
        });
        Hint {
            near: near.to_owned(),
            value,
            failed: failed.to_owned(),
            rows: rows.collect(),
            pair: self.view.pair_names(items, lines),
            text: format!("{told}, but {}", but(failed)),
        }
    }

    /// The first rule by which they did not meet.
    fn failed(&self, members: &[Open]) -> &'static str {
        let list = &self.view.result.items.list;
        let numbers: Vec<u32> = members.iter().map(|open| open.member).collect();
        let (items, lines) = match self.of_lines {
            true => (numbers.as_slice(), self.own.lines),
            false => (self.own.items, numbers.as_slice()),
        };
        let rows = self.view.bank.rows();
        let of_line = |line: &u32| self.channels.of_line(rows, *line);
        let of_item = |item: &u32| self.channels.place(&list[*item as usize].channel);
        let not_due = |open: &Open| {
            let outcome = self.view.outcome(open.group);
            self.of_lines && outcome == Outcome::NotDue
        };
        let waits = members.iter().any(not_due);
        let channel = items.first().and_then(of_item);
        if waits {
            "not_due"
        } else if lines.iter().any(|line| of_line(line).is_none()) {
            "no_channel"
        } else if lines.iter().any(|line| of_line(line) != channel) {
            "other_channel"
        } else if members
            .iter()
            .any(|open| self.view.outcome(open.group) == Outcome::Ambiguous)
        {
            "ambiguous"
        } else {
            "other_amount"
        }
    }
}

fn but(failed: &str) -> &'static str {
    match failed {
        "not_due" => "it is not due yet",
        "no_channel" => "the line belongs to no channel",
        "other_channel" => "the line belongs to another channel",
        "ambiguous" => "others would explain it too",
        _ => "the amounts differ",
    }
}
