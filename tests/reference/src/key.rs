//! Section 5: channel, business and posting reconciliation.

use std::collections::{BTreeMap, BTreeSet};

use crate::day::Day;
use crate::rows::{Role, Row};

/// Rows of one key that share an outcome.
#[derive(Clone, Debug)]
pub struct Group {
    pub reconciliation: &'static str,
    pub outcome: &'static str,
    pub cardinality: Option<&'static str>,
    pub currency: String,
    pub key: String,
    pub left: Vec<usize>,
    pub right: Vec<usize>,
    pub delta: i128,
    /// Its successes leave for the next day.
    pub carried: bool,
}

impl Group {
    fn new(
        day: &Day,
        (reconciliation, key): (&'static str, &str),
        outcome: &'static str,
        left: Vec<usize>,
        right: Vec<usize>,
    ) -> Self {
        let first = left.iter().chain(&right).next().expect("a group has a row");
        Self {
            reconciliation,
            outcome,
            cardinality: None,
            currency: day.rows[*first].currency().to_owned(),
            key: key.to_owned(),
            left,
            right,
            delta: 0,
            carried: false,
        }
    }
}

/// How many meet how many.
pub fn cardinality(left: usize, right: usize) -> &'static str {
    match (left, right) {
        (_, 0) => "1:0",
        (1, 1) => "1:1",
        (1, _) => "1:N",
        (_, 1) => "N:1",
        _ => "N:M",
    }
}

fn sum(day: &Day, rows: &[usize]) -> i128 {
    rows.iter().map(|&row| day.rows[row].amount()).sum()
}

/// Rule 3: what a row is a duplicate by; `None` = never.
fn identity(row: &Row) -> Option<Vec<String>> {
    let of = |columns: &[&str]| {
        columns
            .iter()
            .map(|c| row.get(c).to_owned())
            .collect::<Vec<_>>()
    };
    let family = || row.family().to_owned();
    match row.role {
        Role::ChannelFlow => Some([of(&["channel", "channel_order_no"]), vec![family()]].concat()),
        Role::ChannelStatement => Some(
            [
                of(&["channel", "order_no", "transaction_no"]),
                vec![family()],
            ]
            .concat(),
        ),
        Role::PaymentFlow => Some(of(&["payment_order_no"])),
        Role::PostingFlow => Some(of(&["posting_no"])),
        Role::BankStatement if row.get("transaction_no").is_empty() => None,
        Role::BankStatement => Some(of(&["bank_account", "transaction_no"])),
        Role::Balances => None,
    }
}

/// Rule 3: each success row of a role that its file or an earlier one brought before,
/// with the first. Every carried row counts.
pub fn duplicates(
    day: &Day,
    role: Role,
    in_scope: impl Fn(&Row) -> bool,
) -> BTreeMap<usize, usize> {
    let mut first_of: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for (i, row) in day.rows.iter().enumerate() {
        if row.role != role || !row.success() || !in_scope(row) {
            continue;
        }
        let Some(identity) = identity(row) else {
            continue;
        };
        match first_of.get(&identity) {
            Some(&first) => {
                found.insert(i, first);
            }
            None => {
                first_of.insert(identity, i);
            }
        }
    }
    found
}

/// Rule 2 of the channel's reconciliation.
fn channel_key(day: &Day, row: usize) -> String {
    let row = &day.rows[row];
    let number = day.channel(row.get("channel")).clean(row.own_number());
    let parts = [row.get("channel"), &number, row.family(), row.currency()];
    parts.join("\u{1}")
}

/// Rule 2 of business and posting; a row without its order is a key of its own.
fn order_key(day: &Day, row: usize, by_batch: bool) -> String {
    let r = &day.rows[row];
    let number = match r.get("payout_batch_no") {
        batch if by_batch && !batch.is_empty() => batch,
        _ => r.get("payment_order_no"),
    };
    if number.is_empty() {
        format!("\u{2}row {row}")
    } else {
        [number, r.currency()].join("\u{1}")
    }
}

/// Rule 2: payment-flow rows that business reconciliation looks at.
fn business_scope(row: &Row) -> bool {
    row.role != Role::PaymentFlow
        || (row.get("method") != "balance"
            && !["confirm", "transfer", "fund_transfer"].contains(&row.get("kind")))
}

/// Rule 7: payment-flow rows that posting reconciliation looks at.
fn posting_scope(row: &Row) -> bool {
    row.role != Role::PaymentFlow || row.get("kind") != "fund_transfer"
}

struct Sides {
    groups: Vec<Group>,
    left: BTreeMap<String, Vec<usize>>,
    right: BTreeMap<String, Vec<usize>>,
}

/// Rules 1 to 3: scope, duplicates, then rows by key.
fn sides(
    day: &Day,
    name: &'static str,
    roles: (Role, Role),
    in_scope: fn(&Row) -> bool,
    key: impl Fn(usize) -> String,
) -> Sides {
    let mut made = Sides {
        groups: Vec::new(),
        left: BTreeMap::new(),
        right: BTreeMap::new(),
    };
    for (role, is_left) in [(roles.0, true), (roles.1, false)] {
        let duplicates = duplicates(day, role, in_scope);
        for row in day.side(role, name) {
            let here = key(row);
            let one = |outcome| {
                let (left, right) = if is_left {
                    (vec![row], vec![])
                } else {
                    (vec![], vec![row])
                };
                Group::new(day, (name, &here), outcome, left, right)
            };
            if !in_scope(&day.rows[row]) {
                made.groups.push(one("out_of_scope"));
            } else if duplicates.contains_key(&row) {
                let amount = day.rows[row].amount();
                let delta = if is_left { -amount } else { amount };
                made.groups.push(Group {
                    delta,
                    ..one("duplicate")
                });
            } else {
                let side = if is_left {
                    &mut made.left
                } else {
                    &mut made.right
                };
                side.entry(here).or_default().push(row);
            }
        }
    }
    made
}

impl Sides {
    fn keys(&self) -> BTreeSet<String> {
        self.left.keys().chain(self.right.keys()).cloned().collect()
    }

    fn of(&self, key: &str) -> (Vec<usize>, Vec<usize>) {
        let rows = |side: &BTreeMap<String, Vec<usize>>| side.get(key).cloned().unwrap_or_default();
        (rows(&self.left), rows(&self.right))
    }
}

fn split(day: &Day, rows: &[usize]) -> (Vec<usize>, Vec<usize>) {
    rows.iter().partition(|&&row| day.rows[row].success())
}

/// Rule 6, for a key with nothing at all on the other side: the outcome that time gives it
/// and whether it is carried; `None` where time has nothing to say.
fn by_time(day: &Day, successes: &[usize]) -> Option<(&'static str, bool)> {
    let carried = successes
        .iter()
        .filter(|&&row| day.rows[row].carried.is_some());
    if let Some(first_seen) = carried.map(|&row| day.first_seen(row)).min() {
        let waits = day.accounting_date - first_seen < day.max_carry_days;
        return waits.then_some(("timing_difference", true));
    }
    let time = successes
        .iter()
        .filter_map(|&row| day.rows[row].time())
        .max()?;
    if time < day.start() - day.window {
        Some(("out_of_period", false))
    } else if time >= day.end() + day.window {
        Some(("out_of_period", true))
    } else if time >= day.end() - day.window
        || (time < day.start() + day.window && day.carry_over.is_none())
    {
        Some(("timing_difference", true))
    } else {
        None
    }
}

/// What the channel of our successes tolerates beside their sum.
fn tolerated(day: &Day, ours: &[usize]) -> i128 {
    let row = &day.rows[ours[0]];
    let currency = tieout_statement::Currency::parse(row.currency()).expect("a currency");
    let channel = day.channel(row.get("channel"));
    channel.tolerated(sum(day, ours), currency.decimals().into())
}

/// Channel and business: rules 5 and 6.
fn by_sums(day: &Day, name: &'static str, sides: Sides, fees: bool) -> Vec<Group> {
    let mut groups = sides.groups.clone();
    for key in sides.keys() {
        let at = (name, key.as_str());
        let (left, right) = sides.of(&key);
        let (ls, l_rest) = split(day, &left);
        let (rs, r_rest) = split(day, &right);
        let delta = sum(day, &rs) - sum(day, &ls);
        let no_effect;
        if !ls.is_empty() && !rs.is_empty() {
            let fee = |rows: &[usize]| {
                rows.iter()
                    .map(|&r| day.rows[r].fee())
                    .sum::<Option<i128>>()
            };
            let fees_agree = match (fee(&ls), fee(&rs)) {
                (Some(ours), Some(theirs)) => ours == theirs,
                _ => true,
            };
            let forgiven = fees && fees_agree && delta.abs() <= tolerated(day, &ls);
            let mut group = if delta != 0 && forgiven {
                let cardinality = Some(cardinality(ls.len(), rs.len()));
                Group {
                    cardinality,
                    delta,
                    ..Group::new(day, at, "matched", ls.clone(), rs.clone())
                }
            } else if delta != 0 {
                Group {
                    delta,
                    ..Group::new(day, at, "amount_mismatch", ls.clone(), rs.clone())
                }
            } else {
                let cardinality = Some(cardinality(ls.len(), rs.len()));
                Group {
                    cardinality,
                    ..Group::new(day, at, "matched", ls.clone(), rs.clone())
                }
            };
            if let (true, "matched", Some(ours), Some(theirs)) =
                (fees, group.outcome, fee(&ls), fee(&rs))
                && ours != theirs
            {
                group.outcome = "fee_mismatch";
                group.cardinality = None;
                group.delta = theirs - ours;
            }
            groups.push(group);
            no_effect = (l_rest, r_rest);
        } else if ls.is_empty() && rs.is_empty() {
            no_effect = (left, right);
        } else {
            let ours = !ls.is_empty();
            let (successes, others_empty) = if ours {
                (&ls, right.is_empty())
            } else {
                (&rs, left.is_empty())
            };
            let timed = others_empty.then(|| by_time(day, successes)).flatten();
            let plain = if ours { "lost_order" } else { "dropped_order" };
            let (outcome, carried) = timed.unwrap_or((plain, false));
            let (left, right) = if ours { (ls, right) } else { (left, rs) };
            groups.push(Group {
                delta,
                carried,
                ..Group::new(day, at, outcome, left, right)
            });
            no_effect = if ours {
                (l_rest, vec![])
            } else {
                (vec![], r_rest)
            };
        }
        if !no_effect.0.is_empty() || !no_effect.1.is_empty() {
            groups.push(Group::new(day, at, "no_effect", no_effect.0, no_effect.1));
        }
    }
    groups
}

/// Did each channel do what we think it did?
pub fn channel(day: &Day) -> Vec<Group> {
    let roles = (Role::ChannelFlow, Role::ChannelStatement);
    let sides = sides(day, "channel", roles, |_| true, |row| channel_key(day, row));
    by_sums(day, "channel", sides, true)
}

/// Does each order rest on a channel success, and each success serve an order?
pub fn business(day: &Day) -> Vec<Group> {
    let roles = (Role::PaymentFlow, Role::ChannelFlow);
    let sides = sides(day, "business", roles, business_scope, |row| {
        order_key(day, row, true)
    });
    by_sums(day, "business", sides, false)
}

/// One expected leg, or one posting: account, side, amount, whose.
pub struct Leg {
    pub account: String,
    pub side: &'static str,
    pub amount: i128,
    pub party: Option<String>,
}

/// Rule 7: what a success should have posted.
pub fn expected_legs(row: &Row) -> Vec<Leg> {
    let amount = row.amount();
    let fee = row.fee().unwrap_or(0);
    let leg = |account: &str, side, amount, party: &str| Leg {
        account: account.to_owned(),
        side,
        amount,
        party: Some(row.get(party).to_owned()).filter(|party| !party.is_empty()),
    };
    match row.get("kind") {
        "top_up" => vec![leg("2011", "credit", amount, "buyer")],
        "payment" if row.get("method") == "balance" => vec![
            leg("2011", "debit", amount, "buyer"),
            leg("2013", "credit", amount, ""),
        ],
        "payment" => vec![leg("2013", "credit", amount, "")],
        "confirm" => vec![
            leg("2013", "debit", amount, ""),
            leg("2012", "credit", amount - fee, "seller"),
        ],
        "transfer" => vec![
            leg("2011", "debit", amount, "buyer"),
            leg("2011", "credit", amount, "seller"),
        ],
        "refund" => vec![leg("2011", "debit", amount, "buyer")],
        "withdrawal" => vec![leg("2011", "debit", amount + fee, "buyer")],
        kind => panic!("{kind} is out of scope"),
    }
}

fn posted_leg(row: &Row) -> Leg {
    let party = row.get("customer");
    Leg {
        account: row.get("account_code").to_owned(),
        side: if row.get("side") == "debit" {
            "debit"
        } else {
            "credit"
        },
        amount: row.amount(),
        party: (!party.is_empty()).then(|| party.to_owned()),
    }
}

type Sums = BTreeMap<(String, &'static str, String), i128>;

fn sums(legs: &[Leg], by_customer: bool) -> Sums {
    let mut sums = Sums::new();
    for leg in legs {
        let theirs = ["2011", "2012"].contains(&leg.account.as_str());
        let party = leg
            .party
            .clone()
            .filter(|_| by_customer && theirs)
            .unwrap_or_default();
        *sums
            .entry((leg.account.clone(), leg.side, party))
            .or_default() += leg.amount;
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

/// The same whole multiple, at least 2, on every leg.
fn multiple(expected: &Sums, posted: &Sums) -> bool {
    let Some((leg, &one)) = expected.iter().next() else {
        return false;
    };
    let Some(&many) = posted.get(leg) else {
        return false;
    };
    let times = many / one;
    times >= 2
        && expected.len() == posted.len()
        && expected
            .iter()
            .all(|(leg, sum)| posted.get(leg) == Some(&(sum * times)))
}

/// Rule 4: takes written-off pairs and earlier reversals out of the right side.
fn write_off(day: &Day, sides: &mut Sides) {
    let orders: BTreeSet<&str> = day
        .rows
        .iter()
        .filter(|row| row.role == Role::PaymentFlow)
        .map(|row| row.get("payment_order_no"))
        .collect();
    let mut postings: Vec<usize> = sides.right.values().flatten().copied().collect();
    postings.sort_by_key(|&row| (day.rows[row].get("posting_no").as_bytes().to_vec(), row));
    let pairs = write_off_pairs(day, &postings);
    let taken: BTreeSet<usize> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
    for &row in &postings {
        let posting = &day.rows[row];
        let key = order_key(day, row, false);
        let order = posting.get("payment_order_no");
        let outcome = if taken.contains(&row) {
            "written_off"
        } else if !posting.get("reversal_of").is_empty() && !orders.contains(order) {
            "earlier_reversal"
        } else {
            continue;
        };
        let delta = if outcome == "earlier_reversal" {
            posting.amount()
        } else {
            0
        };
        let group = Group::new(day, ("posting", &key), outcome, vec![], vec![row]);
        sides.groups.push(Group { delta, ..group });
        let rows = sides.right.get_mut(&key).expect("it was put there");
        rows.retain(|&other| other != row);
        if rows.is_empty() {
            sides.right.remove(&key);
        }
    }
}

/// Postings and what they reverse; none of them is a duplicate.
pub fn write_off_pairs(day: &Day, postings: &[usize]) -> Vec<(usize, usize)> {
    let mut postings = postings.to_vec();
    postings.sort_by_key(|&row| (day.rows[row].get("posting_no").as_bytes().to_vec(), row));
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut pairs = Vec::new();
    for &row in &postings {
        let reversal = &day.rows[row];
        let of = reversal.get("reversal_of");
        if of.is_empty() || taken.contains(&row) {
            continue;
        }
        let found = postings.iter().copied().find(|&other| {
            let posting = &day.rows[other];
            other != row
                && !taken.contains(&other)
                && posting.get("posting_no") == of
                && posting.get("side") != reversal.get("side")
                && ["account_code", "customer", "currency"]
                    .iter()
                    .all(|column| posting.get(column) == reversal.get(column))
                && posting.amount() == reversal.amount()
        });
        if let Some(other) = found {
            taken.extend([row, other]);
            pairs.push((row, other));
        }
    }
    pairs
}

/// Is each success posted once, in the right amount?
pub fn posting(day: &Day) -> Vec<Group> {
    let name = "posting";
    let roles = (Role::PaymentFlow, Role::PostingFlow);
    let mut sides = sides(day, name, roles, posting_scope, |row| {
        order_key(day, row, false)
    });
    write_off(day, &mut sides);
    let mut groups = sides.groups.clone();
    for key in sides.keys() {
        let at = (name, key.as_str());
        let (left, right) = sides.of(&key);
        let (ls, l_rest) = split(day, &left);
        let expected: Vec<Leg> = ls
            .iter()
            .flat_map(|&row| expected_legs(&day.rows[row]))
            .collect();
        let posted: Vec<Leg> = right
            .iter()
            .map(|&row| posted_leg(&day.rows[row]))
            .collect();
        let total = |legs: &[Leg]| legs.iter().map(|leg| leg.amount).sum::<i128>();
        let delta = total(&posted) - total(&expected);
        let mut no_effect = l_rest;
        if !ls.is_empty() && !right.is_empty() {
            let known = |leg: &Leg| leg.party.is_some();
            let by_customer = posted.iter().all(known)
                && expected
                    .iter()
                    .filter(|leg| leg.account != "2013")
                    .all(known);
            let (want, have) = (sums(&expected, by_customer), sums(&posted, by_customer));
            let (outcome, cardinality) = if want == have {
                ("matched", Some(cardinality(ls.len(), right.len())))
            } else if multiple(&want, &have) {
                ("double_posted", None)
            } else {
                ("amount_mismatch", None)
            };
            let delta = if outcome == "matched" { 0 } else { delta };
            let group = Group::new(day, at, outcome, ls, right);
            groups.push(Group {
                delta,
                cardinality,
                ..group
            });
        } else if !ls.is_empty() {
            let (outcome, carried) = by_time(day, &ls).unwrap_or(("unposted", false));
            let group = Group::new(day, at, outcome, ls, vec![]);
            groups.push(Group {
                delta,
                carried,
                ..group
            });
        } else if !right.is_empty() {
            let timed = left.is_empty().then(|| by_time(day, &right)).flatten();
            let (outcome, carried) = timed.unwrap_or(("posted_without_order", false));
            let group = Group::new(day, at, outcome, left, right);
            groups.push(Group {
                delta,
                carried,
                ..group
            });
            no_effect = Vec::new();
        } else {
            no_effect = left;
        }
        if !no_effect.is_empty() {
            groups.push(Group::new(day, at, "no_effect", no_effect, vec![]));
        }
    }
    groups
}
