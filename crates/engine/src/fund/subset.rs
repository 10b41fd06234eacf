//! The subset search: which 2 to 8 of at most 24 amounts sum to a target.
//!
//! Every subset within the bounds is looked at, for all targets at once: at most 1,271,601
//! sums, each looked up among the targets. So an answer that is called unique is unique
//! within the bounds, and the work does not grow with the number of targets.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// Members that a search takes: the oldest ones.
pub const POOL_MAX: usize = 24;
/// Members of a subset, at least.
pub const MEMBERS_MIN: u32 = 2;
/// Members of a subset, at most.
pub const MEMBERS_MAX: u32 = 8;
/// Subsets kept by name for each target; all are counted, and all members known.
pub const SHOWN_MAX: usize = 12;

/// The subsets that sum to one target. A subset is a mask of places in the pool.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// How many there are.
    pub count: u64,
    /// Every member of any of them.
    pub members: u32,
    /// The first ones, oldest members first.
    pub first: Vec<u32>,
}

type Targets = HashMap<i128, usize, BuildHasherDefault<DefaultHasher>>;

struct Search<'a> {
    pool: &'a [i128],
    places: Targets,
    largest: i128,
    found: Vec<Found>,
}

/// Looks at every subset of `pool` (amounts, none negative) for each of `targets`.
///
/// # Panics
/// When the pool is larger than [`POOL_MAX`] or holds a negative amount.
#[must_use]
pub fn search(pool: &[i128], targets: &[i128]) -> Vec<Found> {
    assert!(pool.len() <= POOL_MAX, "the caller keeps the bound");
    assert!(pool.iter().all(|&amount| amount >= 0), "sums only grow");
    let places: Targets = targets.iter().copied().zip(0..).collect();
    let mut search = Search {
        pool,
        largest: targets.iter().copied().max().unwrap_or(-1),
        found: vec![Found::default(); targets.len()],
        places,
    };
    search.grow(0, 0, 0, 0);
    let Search { places, found, .. } = search;
    targets
        .iter()
        .map(|target| found[places[target]].clone())
        .collect()
}

impl Search<'_> {
    fn grow(&mut self, from: usize, mask: u32, members: u32, sum: i128) {
        for at in from..self.pool.len() {
            let sum = sum + self.pool[at];
            if sum > self.largest {
                continue;
            }
            let (mask, members) = (mask | 1 << at, members + 1);
            if members >= MEMBERS_MIN
                && let Some(&place) = self.places.get(&sum)
            {
                let found = &mut self.found[place];
                found.count += 1;
                found.members |= mask;
                if found.first.len() < SHOWN_MAX {
                    found.first.push(mask);
                }
            }
            if members < MEMBERS_MAX {
                self.grow(at + 1, mask, members, sum);
            }
        }
    }
}

/// The places of a mask, in order.
pub fn places(mask: u32) -> impl Iterator<Item = usize> {
    (0..POOL_MAX).filter(move |at| mask >> at & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every mask of the pool, one after the other: the plain twin.
    fn plainly(pool: &[i128], target: i128) -> Vec<u32> {
        let within = |mask: &u32| (MEMBERS_MIN..=MEMBERS_MAX).contains(&mask.count_ones());
        let sum = |mask: u32| places(mask).map(|at| pool[at]).sum::<i128>();
        (0..1_u32 << pool.len())
            .filter(within)
            .filter(|&mask| sum(mask) == target)
            .collect()
    }

    #[test]
    fn all_subsets_within_the_bounds_are_found_and_no_others() {
        let mut seed = 7_u64;
        let mut next = move || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            i128::from(seed >> 33)
        };
        for round in 0..60 {
            let pool: Vec<i128> = (0..round % 13).map(|_| next() % 40).collect();
            let targets: Vec<i128> = (0..6).map(|n| n * 17 + next() % 17).collect();
            for (found, &target) in search(&pool, &targets).iter().zip(&targets) {
                let mut plain = plainly(&pool, target);
                assert_eq!(found.count, plain.len() as u64, "{pool:?} {target}");
                assert_eq!(found.members, plain.iter().fold(0, |all, mask| all | mask));
                plain.retain(|mask| !found.first.contains(mask));
                assert_eq!(plain.len() + found.first.len(), found.count as usize);
            }
        }
    }

    #[test]
    fn nine_members_are_too_many_and_one_is_too_few() {
        assert_eq!(search(&[1; 9], &[9, 1])[0].count, 0);
        assert_eq!(search(&[1; 9], &[8])[0].count, 9);
        assert_eq!(search(&[5], &[5])[0].count, 0);
    }

    #[test]
    fn equal_targets_have_equal_answers() {
        let found = search(&[10, 20, 30, 40], &[50, 50]);
        assert_eq!(found[0].count, 2);
        assert_eq!(found[0], found[1]);
    }
}
