//! Reference, amount, subset, total, rest: the steps by which items meet lines.
//!
//! A pool holds the due items and the lines of one channel, currency and direction. Each
//! step takes what it decides out of the pool; what a later step sees is what is left.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, DefaultHasher};

use tieout_statement::{Column, Currency, Date, Rows};

use super::groups::{Candidate, Groups, Head, Why};
use super::items::{Item, Items};
use super::lines::{amount, money_in, tokens};
use super::subset::{Found, POOL_MAX, SHOWN_MAX, places, search};
use crate::outcome::{Cardinality, Outcome};

/// What every pool of a day shares.
#[derive(Clone, Copy, Debug)]
pub struct Ledger<'a> {
    /// The items.
    pub items: &'a Items,
    /// The channel statement's table: the rows behind today's items.
    pub statement: &'a Rows,
    /// The bank statement's table.
    pub lines: &'a Rows,
    /// The accounting date.
    pub date: Date,
    /// Days that a settlement may be late.
    pub max_fund_days: u32,
}

impl Ledger<'_> {
    fn item(&self, item: u32) -> &Item {
        &self.items.list[item as usize]
    }

    fn net(&self, item: u32) -> i128 {
        self.item(item).net().abs()
    }

    fn amount(&self, line: u32) -> i128 {
        amount(self.lines, line)
    }

    /// Σ |lines| − Σ |nets|.
    fn delta(&self, items: &[u32], lines: &[u32]) -> i128 {
        let moved: i128 = lines.iter().map(|&line| self.amount(line)).sum();
        let expected: i128 = items.iter().map(|&item| self.net(item)).sum();
        moved - expected
    }
}

/// Due items and lines of one channel, currency and direction.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Their currency.
    pub currency: Currency,
    /// Items, by number.
    pub items: Vec<u32>,
    /// Lines, by row.
    pub lines: Vec<u32>,
}

/// What a pool has come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Reference,
    Amount,
    Subset,
    Rest,
    Done,
}

/// A pool on its way; [`Matching::step`] does one step or one round of the subset search.
#[derive(Debug)]
pub struct Matching {
    pool: Pool,
    stage: Stage,
    /// Items or lines that the last round of the subset search had to leave aside.
    beyond_bound: Option<u32>,
}

impl Matching {
    /// Begins with a pool.
    #[must_use]
    pub const fn new(pool: Pool) -> Self {
        Self {
            pool,
            stage: Stage::Reference,
            beyond_bound: None,
        }
    }

    /// Does the next step; `false` when all is decided.
    pub fn step(&mut self, ledger: Ledger<'_>, groups: &mut Groups) -> bool {
        let pool = &mut self.pool;
        let one_sided = pool.items.is_empty() || pool.lines.is_empty();
        self.stage = match self.stage {
            Stage::Done => return false,
            Stage::Rest => {
                rest(pool, ledger, self.beyond_bound, groups);
                Stage::Done
            }
            _ if one_sided => Stage::Rest,
            Stage::Reference => {
                by_reference(pool, ledger, groups);
                Stage::Amount
            }
            Stage::Amount => {
                by_amount(pool, ledger, groups);
                Stage::Subset
            }
            Stage::Subset => {
                let left = pool.items.len().max(pool.lines.len());
                let beyond = u32::try_from(left)
                    .ok()
                    .filter(|&left| left as usize > POOL_MAX);
                self.beyond_bound = beyond;
                if by_subset(pool, ledger, beyond, groups) {
                    Stage::Subset
                } else {
                    Stage::Rest
                }
            }
        };
        true
    }
}

/// Takes items and lines that `taken` names out of the pool; both lists are sorted.
fn take(pool: &mut Pool, taken_items: &[u32], taken_lines: &[u32]) {
    pool.items
        .retain(|item| taken_items.binary_search(item).is_err());
    pool.lines
        .retain(|line| taken_lines.binary_search(line).is_err());
}

/// Sets that merge: which number belongs with which.
#[derive(Debug)]
struct Sets(Vec<u32>);

impl Sets {
    fn new(n: usize) -> Self {
        Self((0..u32::try_from(n).expect("fewer members than rows")).collect())
    }

    fn root(&mut self, of: usize) -> usize {
        let mut at = of;
        while self.0[at] as usize != at {
            self.0[at] = self.0[self.0[at] as usize];
            at = self.0[at] as usize;
        }
        at
    }

    /// The smaller root stays the root, so that the result does not depend on the order.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        self.0[high] = u32::try_from(low).expect("it was a number before");
    }
}

type TokenIndex<'a> = HashMap<&'a str, u32, BuildHasherDefault<DefaultHasher>>;

/// Step 1: lines and items that a token connects, directly or through others.
fn by_reference(pool: &mut Pool, ledger: Ledger<'_>, groups: &mut Groups) {
    let references = ledger.lines.text(Column::Reference);
    let mut index = TokenIndex::default();
    let mut named: Vec<(u32, usize)> = Vec::new();
    for (place, &line) in pool.lines.iter().enumerate() {
        for token in tokens(references.get(line as usize)) {
            let next = u32::try_from(index.len()).expect("fewer tokens than bytes");
            named.push((*index.entry(token).or_insert(next), place));
        }
    }
    // Items come first, then lines, then tokens; a token counts once an item has it.
    let (items, lines) = (pool.items.len(), pool.lines.len());
    let mut sets = Sets::new(items + lines + index.len());
    let mut known = vec![false; index.len()];
    for (place, &item) in pool.items.iter().enumerate() {
        ledger.items.tokens(item, ledger.statement, |token| {
            if let Some(&token) = index.get(token) {
                known[token as usize] = true;
                sets.join(place, items + lines + token as usize);
            }
        });
    }
    for (token, place) in named {
        if known[token as usize] {
            sets.join(items + place, items + lines + token as usize);
        }
    }
    let mut components: BTreeMap<usize, (Vec<u32>, Vec<u32>)> = BTreeMap::new();
    for (place, &line) in pool.lines.iter().enumerate() {
        let root = sets.root(items + place);
        // A root is the smallest number: below `items` where an item is among them.
        if root < items {
            components.entry(root).or_default().1.push(line);
        }
    }
    for (place, &item) in pool.items.iter().enumerate() {
        if let Some(component) = components.get_mut(&sets.root(place)) {
            component.0.push(item);
        }
    }
    let (mut taken_items, mut taken_lines) = (Vec::new(), Vec::new());
    for (items, lines) in components.into_values() {
        groups.push(
            joined_head(Why::Reference, pool.currency, ledger, &items, &lines),
            &items,
            &lines,
        );
        taken_items.extend(items);
        taken_lines.extend(lines);
    }
    taken_items.sort_unstable();
    taken_lines.sort_unstable();
    take(pool, &taken_items, &taken_lines);
}

/// What items and lines are that belong together whatever they sum to.
pub(crate) fn joined_head(
    why: Why,
    currency: Currency,
    ledger: Ledger<'_>,
    items: &[u32],
    lines: &[u32],
) -> Head {
    let delta = ledger.delta(items, lines);
    match delta.signum() {
        0 => {
            let cardinality = Cardinality::of(items.len(), lines.len());
            Head::matched(why, currency, cardinality)
        }
        1 => Head::plain(Outcome::FundLong, why, currency, delta),
        _ => Head {
            missing: Some(Box::new(missing(ledger, items, -delta))),
            ..Head::plain(Outcome::FundShort, why, currency, delta)
        },
    }
}

/// What a short group still lacks, as one item: the key and due date of the oldest, the
/// tokens of all; money in as gross, money out as payouts first, then refunds.
fn missing(ledger: Ledger<'_>, items: &[u32], amount: i128) -> Item {
    let members = || items.iter().map(|&item| ledger.item(item));
    let oldest = members()
        .min_by_key(|item| item.by_age())
        .expect("a group has items");
    let money_in = oldest.net() > 0;
    let paid_out: i128 = members().map(|item| item.payouts).sum();
    let payouts = if money_in { 0 } else { amount.min(paid_out) };
    let mut carried_tokens: Vec<Box<str>> = Vec::new();
    for &item in items {
        ledger.items.tokens(item, ledger.statement, |token| {
            carried_tokens.push(token.into())
        });
    }
    carried_tokens.sort_unstable();
    carried_tokens.dedup();
    Item {
        first_seen: members()
            .map(|item| item.first_seen)
            .min()
            .expect("a group has items"),
        rows: members().map(|item| item.rows).sum(),
        gross: if money_in { amount } else { 0 },
        refunds: if money_in { 0 } else { amount - payouts },
        fees: 0,
        payouts,
        carried_tokens,
        ..oldest.clone()
    }
}

/// Step 2: each amount that occurs on both sides.
fn by_amount(pool: &mut Pool, ledger: Ledger<'_>, groups: &mut Groups) {
    let mut items = pool.items.clone();
    items.sort_by_key(|&item| (ledger.net(item), item));
    let mut lines = pool.lines.clone();
    lines.sort_by_key(|&line| (ledger.amount(line), line));
    let (mut taken_items, mut taken_lines) = (Vec::new(), Vec::new());
    let mut from = 0;
    for equal in items.chunk_by(|&a, &b| ledger.net(a) == ledger.net(b)) {
        let amount = ledger.net(equal[0]);
        from += lines[from..].partition_point(|&line| ledger.amount(line) < amount);
        let count = lines[from..].partition_point(|&line| ledger.amount(line) == amount);
        let same = &lines[from..from + count];
        if same.is_empty() {
            continue;
        }
        let head = if equal.len() == same.len() {
            let cardinality = Cardinality::of(equal.len(), same.len());
            Head::matched(Why::Amount, pool.currency, cardinality)
        } else {
            let count = |n: usize| u32::try_from(n).expect("fewer than rows");
            let why = Why::AmountUneven {
                items: count(equal.len()),
                lines: count(same.len()),
            };
            let delta = ledger.delta(equal, same);
            Head::plain(Outcome::Ambiguous, why, pool.currency, delta)
        };
        groups.push(head, equal, same);
        taken_items.extend_from_slice(equal);
        taken_lines.extend_from_slice(same);
    }
    taken_items.sort_unstable();
    taken_lines.sort_unstable();
    take(pool, &taken_items, &taken_lines);
}

/// A line that items would explain, or an item that lines would: its place in the pool's
/// list, and the subsets found.
struct Explained {
    target: usize,
    found: Found,
}

/// Step 3, one round: whether anything was decided.
fn by_subset(
    pool: &mut Pool,
    ledger: Ledger<'_>,
    beyond_bound: Option<u32>,
    groups: &mut Groups,
) -> bool {
    let mut items: Vec<usize> = (0..pool.items.len()).collect();
    items.sort_by_key(|&at| ledger.item(pool.items[at]).by_age());
    items.truncate(POOL_MAX);
    let mut lines: Vec<usize> = (0..pool.lines.len()).collect();
    let booked = ledger.lines.number(Column::BookedAt);
    let accounts = ledger.lines.symbol(Column::BankAccount);
    let numbers = ledger.lines.text(Column::TransactionNo);
    lines.sort_by_key(|&at| {
        let line = pool.lines[at] as usize;
        (booked[line], accounts.get(line), numbers.get(line), line)
    });
    lines.truncate(POOL_MAX);

    let nets: Vec<i128> = pool.items.iter().map(|&item| ledger.net(item)).collect();
    let amounts: Vec<i128> = pool.lines.iter().map(|&line| ledger.amount(line)).collect();
    let by_items = explained(&items, &nets, &amounts);
    let by_lines = explained(&lines, &amounts, &nets);
    if by_items.is_empty() && by_lines.is_empty() {
        return false;
    }
    // Items first, then lines: what shares a member or is one is one cluster.
    let first_line = pool.items.len();
    let mut sets = Sets::new(first_line + pool.lines.len());
    for line in &by_items {
        for at in places(line.found.members) {
            sets.join(first_line + line.target, items[at]);
        }
    }
    for item in &by_lines {
        for at in places(item.found.members) {
            sets.join(item.target, first_line + lines[at]);
        }
    }
    let mut clusters: BTreeMap<usize, Vec<(bool, &Explained)>> = BTreeMap::new();
    for line in &by_items {
        let root = sets.root(first_line + line.target);
        clusters.entry(root).or_default().push((true, line));
    }
    for item in &by_lines {
        clusters
            .entry(sets.root(item.target))
            .or_default()
            .push((false, item));
    }
    let mut taken = (Vec::new(), Vec::new());
    for cluster in clusters.values() {
        let set = |is_line: bool, explained: &Explained, mask: u32| {
            let target = explained.target;
            if is_line {
                let set = places(mask).map(|at| pool.items[items[at]]).collect();
                Candidate {
                    items: set,
                    lines: vec![pool.lines[target]],
                }
            } else {
                let set = places(mask).map(|at| pool.lines[lines[at]]).collect();
                Candidate {
                    items: vec![pool.items[target]],
                    lines: set,
                }
            }
        };
        let mut members = (Vec::new(), Vec::new());
        for &(is_line, explained) in cluster {
            let all = set(is_line, explained, explained.found.members);
            members.0.extend(all.items);
            members.1.extend(all.lines);
        }
        for list in [&mut members.0, &mut members.1] {
            list.sort_unstable();
            list.dedup();
        }
        let in_all: u64 = cluster
            .iter()
            .map(|(_, explained)| explained.found.count)
            .sum();
        let mut head = if in_all == 1 {
            let cardinality = Cardinality::of(members.0.len(), members.1.len());
            Head::matched(Why::Subset, pool.currency, cardinality)
        } else {
            let delta = ledger.delta(&members.0, &members.1);
            Head::plain(Outcome::Ambiguous, Why::Subsets, pool.currency, delta)
        };
        head.beyond_bound = beyond_bound;
        if in_all > 1 {
            head.candidates_in_all = in_all;
            let shown = cluster.iter().flat_map(|&(is_line, explained)| {
                let first = explained.found.first.iter();
                first.map(move |&mask| set(is_line, explained, mask))
            });
            head.candidates = shown.take(SHOWN_MAX).collect();
        }
        groups.push(head, &members.0, &members.1);
        taken.0.extend(members.0);
        taken.1.extend(members.1);
    }
    taken.0.sort_unstable();
    taken.1.sort_unstable();
    take(pool, &taken.0, &taken.1);
    true
}

/// Each of `targets` that subsets of the `oldest` of `amounts` sum to.
fn explained(oldest: &[usize], amounts: &[i128], targets: &[i128]) -> Vec<Explained> {
    let pool: Vec<i128> = oldest.iter().map(|&at| amounts[at]).collect();
    search(&pool, targets)
        .into_iter()
        .enumerate()
        .filter(|(_, found)| found.count > 0)
        .map(|(target, found)| Explained { target, found })
        .collect()
}

/// Steps 4 and 5: total against total, and what nothing explains.
fn rest(pool: &Pool, ledger: Ledger<'_>, beyond_bound: Option<u32>, groups: &mut Groups) {
    let both = !pool.items.is_empty() && !pool.lines.is_empty();
    if both && ledger.delta(&pool.items, &pool.lines) == 0 {
        let head = Head {
            beyond_bound,
            ..Head::matched(Why::Total, pool.currency, Cardinality::ManyToMany)
        };
        groups.push(head, &pool.items, &pool.lines);
        return;
    }
    for &item in &pool.items {
        let due = ledger.item(item).due_date;
        let late = i64::from(ledger.date.0) - i64::from(due.0);
        let delta = -ledger.net(item);
        let mut head = if late < i64::from(ledger.max_fund_days) {
            Head::plain(
                Outcome::TimingDifference,
                Why::Waiting,
                pool.currency,
                delta,
            )
        } else {
            let mut whole = ledger.item(item).clone();
            whole.carried_tokens = whole_tokens(ledger, item);
            Head {
                missing: Some(Box::new(whole)),
                ..Head::plain(Outcome::FundShort, Why::Overdue, pool.currency, delta)
            }
        };
        head.beyond_bound = beyond_bound;
        groups.push(head, &[item], &[]);
    }
    for &line in &pool.lines {
        let mut head = unidentified(ledger.lines, line, pool.currency, Why::NothingExpected);
        head.beyond_bound = beyond_bound;
        groups.push(head, &[], &[line]);
    }
}

fn whole_tokens(ledger: Ledger<'_>, item: u32) -> Vec<Box<str>> {
    let mut tokens: Vec<Box<str>> = Vec::new();
    ledger
        .items
        .tokens(item, ledger.statement, |token| tokens.push(token.into()));
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// A line that nothing explains.
#[must_use]
pub fn unidentified(lines: &Rows, line: u32, currency: Currency, why: Why) -> Head {
    let outcome = if money_in(lines, line) {
        Outcome::UnidentifiedReceipt
    } else {
        Outcome::UnidentifiedPayment
    };
    Head::plain(outcome, why, currency, amount(lines, line))
}
