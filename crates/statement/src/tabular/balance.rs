//! Opening and closing from running balances, whatever the order of the rows.
//!
//! Each row with a balance says what the account held before and after it. What is held
//! before one row and after none is the opening, what is held after one and before none is
//! the closing: that holds for rows in any order, oldest first, newest first, or turned
//! round within each day. Where that leaves more than one, rows are missing or edited: the
//! order that more rows follow decides, and the gap is said.

use std::collections::BTreeMap;

use crate::calendar::LocalTime;
use crate::money::Currency;

/// A row with what the account held after it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    /// Its line.
    pub line: u32,
    /// When it was booked.
    pub at: LocalTime,
    /// Minor units, money in positive.
    pub movement: i128,
    /// Minor units, `None` where it does not say.
    pub balance: Option<i128>,
}

/// The rows of one account and currency.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    chains: BTreeMap<(Currency, String), Vec<Point>>,
}

/// What the balances of one currency give.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Balances {
    /// Before the first row.
    pub opening: i128,
    /// After the last.
    pub closing: i128,
}

/// Rows whose balance does not follow: the first one's line, and how many.
pub(crate) type Gap = Option<(u32, u64)>;

impl Chains {
    /// Adds a row.
    pub fn push(&mut self, currency: Currency, account: &str, point: Point) {
        let key = (currency, account.to_owned());
        self.chains.entry(key).or_default().push(point);
    }

    /// Opening and closing of each currency over all its accounts, and what does not follow.
    pub fn balances(&self) -> (Vec<(Currency, Balances)>, Gap) {
        let mut sums: BTreeMap<Currency, Option<Balances>> = BTreeMap::new();
        let mut gap: Gap = None;
        for ((currency, _), points) in &self.chains {
            let (found, broken) = of_account(points);
            if let Some((line, rows)) = broken {
                let before = gap.map_or(0, |(_, rows)| rows);
                gap = Some((
                    gap.map_or(line, |(first, _)| first.min(line)),
                    before + rows,
                ));
            }
            let sum = sums.entry(*currency).or_insert(Some(Balances {
                opening: 0,
                closing: 0,
            }));
            *sum = match (*sum, found) {
                (Some(sum), Some(found)) => Some(Balances {
                    opening: sum.opening + found.opening,
                    closing: sum.closing + found.closing,
                }),
                _ => None,
            };
        }
        let known = sums
            .into_iter()
            .filter_map(|(currency, sum)| Some((currency, sum?)));
        (known.collect(), gap)
    }
}

/// How many neighbours fit.
pub(crate) fn links<T>(points: &[T], fits: impl Fn(&T, &T) -> bool) -> usize {
    points
        .windows(2)
        .filter(|pair| fits(&pair[0], &pair[1]))
        .count()
}

fn of_account(points: &[Point]) -> (Option<Balances>, Gap) {
    let known: Vec<(u32, i128, i128)> = points
        .iter()
        .filter_map(|point| {
            let after = point.balance?;
            Some((point.line, after - point.movement, after))
        })
        .collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return (None, None);
    };
    let forward = links(&known, |a, b| a.2 == b.1);
    let backward = links(&known, |a, b| b.2 == a.1);
    let all = known.len() - 1;
    let whole = known.len() == points.len();
    let oldest_first = Balances {
        opening: first.1,
        closing: last.2,
    };
    let newest_first = Balances {
        opening: last.1,
        closing: first.2,
    };
    // Where both orders fit, and where neither does, the days tell.
    let (begins, ends_at) = (points.first().map(|p| p.at), points.last().map(|p| p.at));
    let newest_stands_first = begins > ends_at;
    if !whole {
        let ahead = points.to_vec();
        let back: Vec<Point> = points.iter().rev().copied().collect();
        let orders = if newest_stands_first {
            [back, ahead]
        } else {
            [ahead, back]
        };
        if let Some(balances) = orders.iter().find_map(|points| between(points)) {
            return (Some(balances), None);
        }
    }
    if forward == all && !(backward == all && newest_stands_first) {
        return (Some(oldest_first), None);
    }
    if backward == all {
        return (Some(newest_first), None);
    }
    if whole && let Some(ends) = ends(&known) {
        return (Some(ends), None);
    }
    let ahead = match forward.cmp(&backward) {
        std::cmp::Ordering::Equal => !newest_stands_first,
        order => order.is_gt(),
    };
    let breaks = known.windows(2).filter(|pair| {
        if ahead {
            pair[0].2 != pair[1].1
        } else {
            pair[1].2 != pair[0].1
        }
    });
    let line = breaks.clone().next().map_or(first.0, |pair| pair[1].0);
    let gap = Some((line, breaks.count() as u64));
    let best = forward.max(backward);
    let balances = if ahead { oldest_first } else { newest_first };
    (Some(balances).filter(|_| best * 2 >= all), gap)
}

/// Opening and closing of rows, the oldest first, of which some leave their balance to the
/// next: a bank prints the last of a day. `None` where what is printed does not follow.
fn between(points: &[Point]) -> Option<Balances> {
    let last = points.iter().rposition(|point| point.balance.is_some())?;
    let first = points.iter().position(|point| point.balance.is_some())?;
    let before: i128 = points[..=first].iter().map(|point| point.movement).sum();
    let opening = points[first].balance? - before;
    let mut held = opening;
    for point in &points[..=last] {
        held += point.movement;
        if point.balance.is_some_and(|balance| balance != held) {
            return None;
        }
    }
    Some(Balances {
        opening,
        closing: held,
    })
}

/// The one balance that only opens and the one that only closes.
fn ends(known: &[(u32, i128, i128)]) -> Option<Balances> {
    let mut held: BTreeMap<i128, i64> = BTreeMap::new();
    for (_, before, after) in known.iter().filter(|(_, before, after)| before != after) {
        *held.entry(*before).or_default() += 1;
        *held.entry(*after).or_default() -= 1;
    }
    held.retain(|_, count| *count != 0);
    let mut left = held.iter();
    let (first, second) = (left.next()?, left.next()?);
    if left.next().is_some() {
        return None;
    }
    match (first, second) {
        ((opening, 1), (closing, -1)) | ((closing, -1), (opening, 1)) => Some(Balances {
            opening: *opening,
            closing: *closing,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[(i128, i128)]) -> (Option<(i128, i128)>, Gap) {
        on_days(rows, |_| 0)
    }

    fn on_days(rows: &[(i128, i128)], day: impl Fn(u32) -> i64) -> (Option<(i128, i128)>, Gap) {
        let points: Vec<Point> = (1..)
            .zip(rows)
            .map(|(line, (movement, balance))| Point {
                line,
                at: LocalTime(day(line)),
                movement: *movement,
                balance: Some(*balance),
            })
            .collect();
        let (balances, gap) = of_account(&points);
        (balances.map(|b| (b.opening, b.closing)), gap)
    }

    #[test]
    fn the_order_of_rows_does_not_matter() {
        assert_eq!(
            of(&[(10, 110), (-30, 80), (5, 85)]),
            (Some((100, 85)), None)
        );
        assert_eq!(
            of(&[(5, 85), (-30, 80), (10, 110)]),
            (Some((100, 85)), None)
        );
        assert_eq!(
            of(&[(-30, 80), (10, 110), (5, 85)]),
            (Some((100, 85)), None),
            "mixed"
        );
        assert_eq!(of(&[(7, 107)]), (Some((100, 107)), None));
    }

    #[test]
    fn rows_without_a_balance_stand_between_those_with_one() {
        let points = |rows: &[(i128, Option<i128>)]| {
            let points = rows.iter().map(|(movement, balance)| Point {
                line: 1,
                at: LocalTime(0),
                movement: *movement,
                balance: *balance,
            });
            points.collect::<Vec<Point>>()
        };
        let day = points(&[(10, None), (-30, Some(80)), (5, None), (1, Some(86))]);
        let balances = Balances {
            opening: 100,
            closing: 86,
        };
        assert_eq!(of_account(&day), (Some(balances), None));
        let broken = points(&[(10, None), (-30, Some(80)), (5, None), (1, Some(90))]);
        assert_eq!(between(&broken), None);
    }

    #[test]
    fn where_both_orders_fit_the_days_tell() {
        let rows = [(-12, 0), (12, 12)];
        let opening_and_closing = |day: fn(u32) -> i64| on_days(&rows, day).0;
        assert_eq!(opening_and_closing(i64::from), Some((12, 12)));
        assert_eq!(opening_and_closing(|line| -i64::from(line)), Some((0, 0)));
    }

    #[test]
    fn a_gap_is_said_and_most_links_decide() {
        assert_eq!(
            of(&[(10, 110), (-30, 80), (5, 999), (1, 1000)]).1,
            Some((3, 1))
        );
        let (balances, gap) = of(&[(10, 500), (-30, 80), (5, 999)]);
        assert_eq!((balances, gap), (None, Some((2, 2))));
    }
}
