//! The order of groups in every list: by what they say, never by where they stood.

use std::cmp::Ordering;

use crate::groups::Groups;
use crate::matching::Side;

/// The row that a group is named by: its first on the left, else on the right.
fn named_by<'a>(
    groups: &Groups,
    group: u32,
    left: &'a Side<'a>,
    right: &'a Side<'a>,
) -> (&'a Side<'a>, u32) {
    match groups.left(group as usize) {
        [first, ..] => (left, *first),
        [] => (right, groups.right(group as usize)[0]),
    }
}

/// Groups that one step takes.
const CHUNK: u32 = 1 << 16;

/// Groups that a bucket holds on average: sorting one is one step.
const BUCKET: u32 = 1 << 15;

/// Numbers looked at for each border between buckets.
const SAMPLES: u32 = 16;

/// Passes over every group.
const PASSES: u64 = 4;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Pass {
    /// What all numbers begin with.
    #[default]
    Beginning,
    /// Where the borders between buckets are.
    Borders,
    /// Groups into buckets.
    Buckets,
    /// Each bucket by itself.
    Sort(usize),
    /// Groups into their new order.
    Arrange,
    Done,
}

/// Sorts groups by own number, channel, currency, family, outcome, and the rest of their
/// rows, step by step.
///
/// Numbers mostly share a beginning (`C20260302…`), so the 16 bytes after it are compared
/// as one integer before anything else: ten times fewer looks into the rows than
/// comparing texts.
#[derive(Debug, Default)]
pub(crate) struct Sorting {
    pass: Pass,
    /// The next group of the pass.
    next: u32,
    /// Beginning that all numbers looked at so far share.
    shared: Option<Vec<u8>>,
    borders: Vec<u128>,
    buckets: Vec<Vec<(u128, u32)>>,
    order: Vec<u32>,
    sorted: Groups,
    done: u64,
}

impl Sorting {
    /// Work done and in all.
    pub fn progress(&self, groups: &Groups) -> (u64, u64) {
        (self.done, groups.len() as u64 * PASSES)
    }

    /// Does the next part; the groups in order once all is done.
    pub fn step(&mut self, groups: &Groups, left: &Side<'_>, right: &Side<'_>) -> Option<Groups> {
        let count = u32::try_from(groups.len()).expect("fewer groups than rows");
        let number = |group| {
            let (side, row) = named_by(groups, group, left, right);
            side.own_number.bytes_at(row as usize)
        };
        match self.pass {
            Pass::Beginning => {
                for group in self.chunk(count) {
                    self.share(number(group));
                }
                self.then(count, Pass::Borders);
            }
            Pass::Borders => {
                let beginning = self.shared.as_ref().map_or(0, Vec::len);
                let samples = u64::from((count / BUCKET) * SAMPLES);
                let sample = |at| at * u64::from(count) / samples;
                let mut sampled: Vec<u128> = (0..samples)
                    .filter_map(|at| u32::try_from(sample(at)).ok())
                    .map(|group| leading(&number(group)[beginning..]))
                    .collect();
                sampled.sort_unstable();
                sampled.dedup();
                self.borders = sampled
                    .into_iter()
                    .step_by(SAMPLES as usize)
                    .skip(1)
                    .collect();
                self.buckets = vec![Vec::new(); self.borders.len() + 1];
                self.pass = Pass::Buckets;
            }
            Pass::Buckets => {
                let beginning = self.shared.as_ref().map_or(0, Vec::len);
                for group in self.chunk(count) {
                    let key = leading(&number(group)[beginning..]);
                    let bucket = self.borders.partition_point(|&border| border <= key);
                    self.buckets[bucket].push((key, group));
                }
                self.then(count, Pass::Sort(0));
            }
            Pass::Sort(bucket) => {
                let mut keyed = std::mem::take(&mut self.buckets[bucket]);
                keyed.sort_unstable_by(|a, b| {
                    let by_rows = || compare(groups, left, right, a.1, b.1);
                    a.0.cmp(&b.0).then_with(by_rows)
                });
                self.done += keyed.len() as u64;
                self.order.extend(keyed.into_iter().map(|(_, group)| group));
                self.pass = if bucket + 1 < self.buckets.len() {
                    Pass::Sort(bucket + 1)
                } else {
                    Pass::Arrange
                };
            }
            Pass::Arrange => {
                for at in self.chunk(count) {
                    groups.copy_to(&mut self.sorted, self.order[at as usize]);
                }
                self.then(count, Pass::Done);
            }
            Pass::Done => return Some(std::mem::take(&mut self.sorted)),
        }
        None
    }

    fn chunk(&self, count: u32) -> std::ops::Range<u32> {
        self.next..count.min(self.next.saturating_add(CHUNK))
    }

    /// Goes on behind the chunk, or to the next pass behind the last one.
    fn then(&mut self, count: u32, pass: Pass) {
        let chunk = self.chunk(count);
        self.done += chunk.len() as u64;
        self.next = chunk.end;
        if self.next == count {
            self.next = 0;
            self.pass = pass;
        }
    }

    fn share(&mut self, number: &[u8]) {
        match &mut self.shared {
            Some(shared) => shared.truncate(common_prefix(shared, number)),
            none => *none = Some(number.to_vec()),
        }
    }
}

fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(x, y)| x == y).count()
}

/// The first 16 bytes as one number that orders as they do.
fn leading(text: &[u8]) -> u128 {
    let mut bytes = [0; 16];
    let n = text.len().min(16);
    bytes[..n].copy_from_slice(&text[..n]);
    u128::from_be_bytes(bytes)
}

fn compare(groups: &Groups, left: &Side<'_>, right: &Side<'_>, a: u32, b: u32) -> Ordering {
    let (side_a, row_a) = named_by(groups, a, left, right);
    let (side_b, row_b) = named_by(groups, b, left, right);
    let (number_a, amount_a, identity_a, _) = side_a.content(row_a);
    let (number_b, amount_b, identity_b, _) = side_b.content(row_b);
    number_a
        .cmp(number_b)
        .then_with(|| side_a.key(row_a).parts.cmp(&side_b.key(row_b).parts))
        .then_with(|| {
            let outcome = |group: u32| groups.verdict(group as usize).outcome;
            outcome(a).cmp(&outcome(b))
        })
        .then_with(|| {
            let on_right_only = |group: u32| groups.left(group as usize).is_empty();
            on_right_only(a).cmp(&on_right_only(b))
        })
        .then_with(|| (amount_a, identity_a, row_a).cmp(&(amount_b, identity_b, row_b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_as_a_number_order_as_the_texts_do() {
        let mut texts: Vec<&[u8]> = vec![b"10", b"9", b"", b"1", b"12345678901234567", b"\xff"];
        texts.sort_unstable();
        let numbers: Vec<u128> = texts.iter().map(|text| leading(text)).collect();
        assert!(numbers.is_sorted());
    }
}
