//! Keys of one partition, each with its rows of both sides.

use super::partition::Slots;
use super::side::Side;

/// A partition's rows of one side.
#[derive(Clone, Copy)]
pub(crate) struct PartitionSide<'a> {
    pub side: &'a Side<'a>,
    pub rows: &'a [u32],
    pub hashes: &'a [u64],
}

/// The rows of one side by key, one list after the other.
#[derive(Debug, Default)]
struct RowsByKey {
    /// The key of each row of the partition.
    keys: Vec<u32>,
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl RowsByKey {
    /// Brings the rows of each key together, in file order.
    fn collect(&mut self, rows: &[u32], keys: usize) {
        self.starts.clear();
        self.starts.resize(keys + 1, 0);
        for &key in &self.keys {
            self.starts[key as usize + 1] += 1;
        }
        for at in 1..self.starts.len() {
            self.starts[at] += self.starts[at - 1];
        }
        self.rows.clear();
        self.rows.resize(rows.len(), 0);
        for (&key, &row) in self.keys.iter().zip(rows) {
            let start = &mut self.starts[key as usize];
            self.rows[*start as usize] = row;
            *start += 1;
        }
        // Each start has moved to its list's end, which is the next one's start.
        self.starts.rotate_right(1);
        self.starts[0] = 0;
    }

    fn of(&self, key: usize) -> &[u32] {
        &self.rows[self.starts[key] as usize..self.starts[key + 1] as usize]
    }
}

/// The keys of one partition; its buffers are used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    slots: Slots,
    /// For each key: the hash, and a row that has it (of the left side if `true`).
    known: Vec<(u64, bool, u32)>,
    left: RowsByKey,
    right: RowsByKey,
}

impl Keys {
    /// Groups a partition by key.
    pub fn group(&mut self, left: PartitionSide<'_>, right: PartitionSide<'_>) {
        self.slots.reset(left.rows.len() + right.rows.len());
        self.known.clear();
        self.left.keys.clear();
        self.right.keys.clear();
        for (is_left, part) in [(true, left), (false, right)] {
            for (&row, &hash) in part.rows.iter().zip(part.hashes) {
                let key = part.side.key(row);
                let new = u32::try_from(self.known.len()).expect("fewer keys than rows");
                let known = &self.known;
                let found = self.slots.find_or_insert(hash, new, |other| {
                    let (other_hash, of_left, other_row) = known[other as usize];
                    let side = if of_left { left.side } else { right.side };
                    other_hash == hash && side.key(other_row) == key
                });
                if found.is_none() {
                    self.known.push((hash, is_left, row));
                }
                let keys = if is_left {
                    &mut self.left.keys
                } else {
                    &mut self.right.keys
                };
                keys.push(found.unwrap_or(new));
            }
        }
        self.left.collect(left.rows, self.known.len());
        self.right.collect(right.rows, self.known.len());
    }

    /// The rows of each key, left and right, in file order.
    pub fn each(&self) -> impl Iterator<Item = (&[u32], &[u32])> {
        (0..self.known.len()).map(|key| (self.left.of(key), self.right.of(key)))
    }
}
