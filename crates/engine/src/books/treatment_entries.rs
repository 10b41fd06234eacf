//! The entry that a treatment makes of an exception.

use tieout_statement::{Column as C, Family, Kind};

use super::accounts::Accounts;
use super::bench::{Bench, Group};
use super::chart::{
    BAD_DEBT, BANK, BUYERS, CHANNEL_FEES, CLEARING_IN, CLEARING_PAYOUTS, CLEARING_REFUNDS,
    DUE_FROM_CHANNELS, DUE_TO_CHANNELS, RECOVERABLE, SUSPENSE_PAYMENTS, SUSPENSE_RECEIPTS,
};
use super::day_cut::{Posted, WithdrawalFee, withdrawal_fee};
use super::entry::{Head, Line, Lines, Source, Status};
use super::fund_match::components;
use super::internal_legs::{Internal, Sums, against, internal};
use super::treatment_rules::{self, Booking, Place};
use crate::decisions::{Accepted, Direction};
use crate::fund::lines::{amount, money_in};
use crate::identity::EntryName;
use crate::outcome::{Outcome, Treatment};
use crate::posting::legs::{Leg, Legs, Postings, sums};
use crate::view::KeyView;

/// The clearing account of a family.
pub(super) const fn clearing(family: Family) -> &'static str {
    match family {
        Family::In => CLEARING_IN,
        Family::Refund => CLEARING_REFUNDS,
        Family::Payout => CLEARING_PAYOUTS,
    }
}

/// What is made of an exception.
struct Making<'a, 'b> {
    bench: &'b Bench<'a>,
    group: Group<'a, 'b>,
    order: Option<u32>,
    direction: Direction,
}

/// The entry of an exception under a treatment; `None` where it makes none.
pub(crate) fn entry(
    accounts: &mut Accounts,
    bench: &Bench<'_>,
    at: usize,
    accepted: Accepted,
) -> Option<(Head, Lines)> {
    let exception = bench.exception(at);
    if exception.neutral && accepted.treatment == Treatment::Verify {
        return None;
    }
    let group = bench.group(exception);
    let making = Making {
        bench,
        group,
        order: exception.order,
        direction: accepted.direction,
    };
    let of = (group.reconciliation(), group.outcome());
    let booking =
        treatment_rules::booking(of, group.family(bench), group.delta(), accepted.treatment);
    let lines = match booking {
        Booking::GivenUp => {
            let chase = Accepted {
                treatment: Treatment::Chase,
                direction: Direction::Red,
            };
            let chased = entry(accounts, bench, at, chase);
            let chased = chased.is_some_and(|(head, _)| bench.is_booked(head.id));
            making.given_up(accounts, chased)
        }
        other => making.lines(accounts, other),
    };
    let lines = Lines::balanced(accounts, lines)?;
    let template = treatment_rules::template(accepted.treatment)?;
    let date = group.first_seen(bench);
    let mut name = EntryName::new(date, group.word(), template.name);
    name.rows(group.identities(bench));
    super::entry_ids::lines(&mut name, accounts, &lines);
    let head = Head {
        template,
        status: Status::Proposed,
        rows: group.rows(),
        date,
        id: name.finish(),
        source: Source::Exception(u32::try_from(at).expect("fewer than rows")),
    };
    Some((head, lines))
}

impl<'a> Making<'a, '_> {
    fn lines(&self, accounts: &mut Accounts, booking: Booking) -> Vec<Line> {
        match booking {
            Booking::Nothing | Booking::GivenUp => Vec::new(),
            Booking::Difference(debit, credit) => {
                let mut lines = self.place(accounts, debit, true);
                lines.extend(self.place(accounts, credit, false));
                lines
            }
            Booking::Missing(place) => self.missing(accounts, place),
            Booking::Expected => self.expected(accounts),
            Booking::Surplus => self.reversed(accounts, &self.surplus()),
            Booking::Posted => self.reversed(accounts, &self.all_posted()),
            Booking::Again => {
                let mut lines = self.reversed(accounts, &self.all_posted());
                lines.extend(self.expected(accounts));
                lines
            }
        }
    }

    /// The difference on one place.
    fn place(&self, accounts: &mut Accounts, place: Place, debit: bool) -> Vec<Line> {
        let to = if debit { Line::debit } else { Line::credit };
        let currency = self.group.currency();
        if place == Place::Bank {
            let unbooked = unbooked(self.group).into_iter();
            return unbooked
                .map(|(account, amount)| to(accounts.number(BANK, account, currency), amount))
                .collect();
        }
        let (code, detail) = self.account(place);
        let account = accounts.number(code, detail, currency);
        vec![to(account, self.group.delta().abs())]
    }

    fn account(&self, place: Place) -> (&'static str, &str) {
        let channel = || self.group.channel(self.bench);
        match place {
            Place::Clearing => {
                let family = self.group.family(self.bench).unwrap_or(Family::In);
                (clearing(family), channel())
            }
            Place::Refunds => (CLEARING_REFUNDS, channel()),
            Place::Customer => match self.bench.orders.zip(self.order) {
                Some((orders, row)) => orders.credited(row),
                None => (BUYERS, self.order_number(1)),
            },
            Place::DueFromChannel => (DUE_FROM_CHANNELS, channel()),
            Place::DueToChannel => (DUE_TO_CHANNELS, channel()),
            Place::SuspensePayments => (SUSPENSE_PAYMENTS, channel()),
            Place::SuspenseReceipts => (SUSPENSE_RECEIPTS, channel()),
            Place::Recoverable => (RECOVERABLE, self.our_order()),
            Place::ChannelFees => (CHANNEL_FEES, channel()),
            Place::BadDebt => (BAD_DEBT, ""),
            Place::Bank => (BANK, ""),
        }
    }

    /// The payment order of our success; empty where our row names none.
    fn our_order(&self) -> &'a str {
        let Group::Key(view, group) = self.group else {
            return "";
        };
        let ours = view.rows(group)[0];
        let success = ours.iter().find(|&&row| view.sides[0].success(row));
        let order = success.or(ours.first()).map(|&row| {
            let rows = view.tables[0].rows();
            rows.text(C::PaymentOrderNo).get(row as usize)
        });
        order.unwrap_or("")
    }

    /// The number of a side's first success: of its payment order, where it names one.
    fn order_number(&self, side: usize) -> &'a str {
        let Group::Key(view, group) = self.group else {
            return self.group.key();
        };
        let theirs = view.rows(group)[side];
        let success = theirs.iter().find(|&&row| view.sides[side].success(row));
        let Some(&row) = success.or(theirs.first()) else {
            return view.key(group);
        };
        let rows = view.tables[side].rows();
        let names_order = rows
            .role()
            .layout()
            .iter()
            .any(|spec| spec.column == C::PaymentOrderNo);
        let order = if names_order {
            rows.text(C::PaymentOrderNo).get(row as usize)
        } else {
            ""
        };
        if order.is_empty() {
            view.sides[side].own_number.get(row as usize)
        } else {
            order
        }
    }

    /// A claim is given up; where it was not made before, it is made and given up at once.
    fn given_up(&self, accounts: &mut Accounts, chased: bool) -> Vec<Line> {
        let mut lines = self.place(accounts, Place::BadDebt, true);
        lines.extend(self.place(accounts, Place::Recoverable, false));
        if !chased {
            lines.extend(self.place(accounts, Place::Recoverable, true));
            lines.extend(self.place(accounts, Place::Clearing, false));
        }
        lines
    }

    /// The parts of what did not come or leave, against the place that takes it.
    fn missing(&self, accounts: &mut Accounts, place: Place) -> Vec<Line> {
        let Group::Fund(_, group) = self.group else {
            return Vec::new();
        };
        let Some(missing) = &group.head.missing else {
            return Vec::new();
        };
        let currency = self.group.currency();
        let channel = &*missing.channel;
        let (code, detail) = self.account(place);
        let account = accounts.number(code, detail, currency);
        let net = missing.net();
        if net > 0 {
            let mut lines = vec![Line::debit(account, net)];
            components(accounts, missing, currency, &mut lines);
            return lines;
        }
        // Money out is suspended as what it pays: a payout with its fees, else refunds.
        let payouts = if missing.gross == 0 && missing.refunds == 0 {
            -net
        } else {
            missing.payouts
        };
        let mut on = |code, amount| Line::debit(accounts.number(code, channel, currency), amount);
        vec![
            on(CLEARING_PAYOUTS, payouts),
            on(CLEARING_REFUNDS, -net - payouts),
            Line::credit(account, -net),
        ]
    }

    fn posting(&self) -> Option<(&KeyView<'a>, usize, Posted<'a>)> {
        match self.group {
            Group::Key(view, group) => Some((view, group, self.bench.posted?)),
            Group::Fund(..) => None,
        }
    }

    /// The legs that the group's successes ask for, with their internal legs.
    fn expected(&self, accounts: &mut Accounts) -> Vec<Line> {
        let (Some((view, group, posted)), Some(orders)) = (self.posting(), self.bench.orders)
        else {
            return Vec::new();
        };
        let [left, right] = view.rows(group);
        let otherwise = right.first().map_or("", |&row| posted.columns.channel(row));
        let successes = left.iter().filter(|&&row| view.sides[0].success(row));
        successes
            .flat_map(|&row| orders.expected(accounts, row, otherwise))
            .collect()
    }

    /// Every posting with its whole amount, and the fee among them.
    fn all_posted(&self) -> TakenBack {
        let Some((view, group, posted)) = self.posting() else {
            return TakenBack::default();
        };
        let rows = view.rows(group)[1].iter();
        TakenBack {
            rows: rows.map(|&row| (row, posted.columns.amount(row))).collect(),
            fee: withdrawal_fee(posted, group).map_or(0, WithdrawalFee::sum),
        }
    }

    /// What of the postings is beyond what was expected, the last ones first to go.
    fn surplus(&self) -> TakenBack {
        let Some((view, group, posted)) = self.posting() else {
            return TakenBack::default();
        };
        let [left, right] = view.rows(group);
        let Some(orders) = self.bench.orders else {
            return TakenBack::default();
        };
        let postings = Postings::of(view.tables[1].rows());
        let legs = Legs::of(&orders.legs, left, &postings, right);
        let by_customer = legs.by_customer();
        let mut wanted: Vec<Leg<'_>> = sums(&legs.expected, by_customer);
        let mut taken = TakenBack::default();
        for (&row, leg) in right.iter().zip(&legs.posted) {
            let mut left_over = leg.amount;
            let one = sums(std::slice::from_ref(leg), by_customer);
            let same = wanted.iter_mut().find(|want| {
                one.first().is_some_and(|leg| {
                    (want.account, want.side, want.party) == (leg.account, leg.side, leg.party)
                })
            });
            if let Some(want) = same {
                let kept = left_over.min(want.amount);
                want.amount -= kept;
                left_over -= kept;
            }
            if left_over > 0 {
                taken.rows.push((row, left_over));
            }
        }
        // Once, the fee was due.
        let fee = withdrawal_fee(posted, group);
        taken.fee = fee.map_or(0, |fee| fee.sum() - fee.fee);
        taken
    }

    /// Postings taken back with their internal legs: red in negative, blue on the other side.
    fn reversed(&self, accounts: &mut Accounts, taken: &TakenBack) -> Vec<Line> {
        let Some((_, _, posted)) = self.posting() else {
            return Vec::new();
        };
        let columns = posted.columns;
        let currency = self.group.currency();
        let mut lines = Vec::new();
        let mut internals: Vec<(Internal, &str, Sums)> = Vec::new();
        let mut fee = taken.fee;
        for &(row, amount) in &taken.rows {
            let Some(of) = columns
                .kind(row)
                .and_then(|k| internal(k, columns.channel(row)))
            else {
                continue;
            };
            let line = columns.line(accounts, row, posted.merchant_order(row));
            lines.push(if columns.is_debit(row) {
                Line::debit(line.account, amount)
            } else {
                Line::credit(line.account, amount)
            });
            let channel = columns.channel(row);
            let at = internals
                .iter()
                .position(|&(i, c, _)| (i, c) == (of, channel));
            let at = at.unwrap_or_else(|| {
                internals.push((of, channel, Sums::default()));
                internals.len() - 1
            });
            let sums = &mut internals[at].2;
            let side = columns.sides[row as usize];
            sums.add(columns.accounts.get(row as usize), side, amount);
            if columns.kind(row) == Some(Kind::Withdrawal) && columns.is_debit(row) {
                sums.fees += std::mem::take(&mut fee);
            }
        }
        for (of, channel, sums) in internals {
            lines.extend(against(accounts, of, (channel, currency), sums));
        }
        for line in &mut lines {
            *line = match self.direction {
                Direction::Red => Line {
                    account: line.account,
                    debit: -line.debit,
                    credit: -line.credit,
                },
                Direction::Blue => Line {
                    account: line.account,
                    debit: line.credit,
                    credit: line.debit,
                },
            };
        }
        lines
    }
}

/// Postings that are taken back, with how much of each, and the fees among them.
#[derive(Debug, Default)]
struct TakenBack {
    rows: Vec<(u32, i128)>,
    fee: i128,
}

/// What a fund group leaves unbooked, by bank account: minor units, never negative.
pub(super) fn unbooked<'a>(group: Group<'a, '_>) -> Vec<(&'a str, i128)> {
    let Group::Fund(funds, group) = group else {
        return Vec::new();
    };
    match group.head.outcome {
        Outcome::FundLong => {
            let moved = funds
                .moved(group)
                .into_iter()
                .filter(|moved| moved.left > 0);
            moved
                .map(|moved| (funds.bank_account(moved.line), moved.left))
                .collect()
        }
        Outcome::UnidentifiedReceipt | Outcome::UnidentifiedPayment | Outcome::Ambiguous => {
            let rows = funds.bank.rows();
            let line = |&line: &u32| (funds.bank_account(line), amount(rows, line));
            group.lines.iter().map(line).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether what a fund group leaves unbooked came in.
pub(super) fn comes_in(group: Group<'_, '_>) -> bool {
    match group {
        Group::Fund(funds, group) => group
            .lines
            .first()
            .is_some_and(|&line| money_in(funds.bank.rows(), line)),
        Group::Key(..) => false,
    }
}
