//! Rows by hash, so that what belongs together lies together.

/// Rows that a partition holds on average, both sides: its hash table stays in the cache.
const ROWS_PER_PARTITION: usize = 1 << 15;

/// Rows and the hashes of what routes them, in file order.
#[derive(Debug, Default)]
pub(crate) struct Routed {
    rows: Vec<u32>,
    hashes: Vec<u64>,
}

impl Routed {
    pub fn push(&mut self, row: u32, hash: u64) {
        self.rows.push(row);
        self.hashes.push(hash);
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }
}

/// How many partitions so many rows make, as a number of hash bits.
pub(crate) fn bits_for(rows: usize) -> u32 {
    rows.div_ceil(ROWS_PER_PARTITION)
        .next_power_of_two()
        .trailing_zeros()
}

/// Rows by partition, in file order inside each.
#[derive(Debug, Default)]
pub(crate) struct Partitions {
    starts: Vec<usize>,
    rows: Vec<u32>,
    hashes: Vec<u64>,
}

impl Partitions {
    /// Distributes rows by the upper `bits` of their hashes.
    pub fn of(routed: &Routed, bits: u32) -> Self {
        let partition = |hash: u64| (hash.checked_shr(64 - bits).unwrap_or(0)) as usize;
        let mut starts = vec![0; (1 << bits) + 1];
        for &hash in &routed.hashes {
            starts[partition(hash) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; routed.len()];
        let mut hashes = vec![0; routed.len()];
        for (&row, &hash) in routed.rows.iter().zip(&routed.hashes) {
            let to = &mut next[partition(hash)];
            rows[*to] = row;
            hashes[*to] = hash;
            *to += 1;
        }
        Self {
            starts,
            rows,
            hashes,
        }
    }

    pub fn count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub fn rows(&self, partition: usize) -> &[u32] {
        &self.rows[self.starts[partition]..self.starts[partition + 1]]
    }

    pub fn hashes(&self, partition: usize) -> &[u64] {
        &self.hashes[self.starts[partition]..self.starts[partition + 1]]
    }
}

/// A hash table of small numbers, probed linearly; what they stand for lies elsewhere.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    slots: Vec<u32>,
    mask: usize,
}

impl Slots {
    /// Empties the table and makes room for so many numbers.
    pub fn reset(&mut self, numbers: usize) {
        let size = (numbers * 2).next_power_of_two().max(2);
        self.slots.clear();
        self.slots.resize(size, 0);
        self.mask = size - 1;
    }

    /// The number that `same` accepts among those of the hash; if none, `new` takes its
    /// place and `None` is returned.
    pub fn find_or_insert(
        &mut self,
        hash: u64,
        new: u32,
        mut same: impl FnMut(u32) -> bool,
    ) -> Option<u32> {
        let mut at = hash as usize & self.mask;
        loop {
            match self.slots[at] {
                0 => {
                    self.slots[at] = new + 1;
                    return None;
                }
                taken if same(taken - 1) => return Some(taken - 1),
                _ => at = (at + 1) & self.mask,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_lies_in_the_partition_of_its_hash_in_file_order() {
        let mut routed = Routed::default();
        let hashes = [3_u64 << 62, 1 << 62, 3 << 62, 0, 1 << 62];
        for (row, hash) in (0..).zip(hashes) {
            routed.push(row, hash);
        }
        let partitions = Partitions::of(&routed, 2);
        let found: Vec<&[u32]> = (0..partitions.count())
            .map(|p| partitions.rows(p))
            .collect();
        assert_eq!(found, [&[3][..], &[1, 4], &[], &[0, 2]]);
        assert_eq!(Partitions::of(&routed, 0).rows(0), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn few_rows_make_one_partition() {
        assert_eq!(bits_for(0), 0);
        assert_eq!(bits_for(ROWS_PER_PARTITION), 0);
        assert_eq!(bits_for(ROWS_PER_PARTITION + 1), 1);
        assert_eq!(bits_for(2_000_000), 6);
    }

    #[test]
    fn equal_hashes_are_told_apart_by_what_they_stand_for() {
        let mut slots = Slots::default();
        slots.reset(3);
        assert_eq!(slots.find_or_insert(7, 0, |_| false), None);
        assert_eq!(slots.find_or_insert(7, 1, |n| n == 1), None);
        assert_eq!(slots.find_or_insert(7, 2, |n| n == 1), Some(1));
    }
}
