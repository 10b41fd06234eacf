//! What an exception proposes, by reconciliation and outcome (the table of section 6).

use tieout_statement::{Family, Role, Status};

use crate::by_key::{ByKey, Reconciled};
use crate::day::Day;
use crate::outcome::{Outcome, Treatment};
use crate::stories::Stories;

/// What an exception of a reconciliation by key proposes, taken by itself.
pub(crate) fn of_group(
    day: &Day,
    stories: &Stories,
    result: &Reconciled,
    group: usize,
) -> Treatment {
    let money_in = || family(day, result, group) == Some(Family::In);
    match (result.by, result.groups.verdict(group).outcome) {
        (_, Outcome::TimingDifference) => Treatment::CarryOver,
        (ByKey::Channel, Outcome::AmountMismatch) => Treatment::Suspense,
        (ByKey::Channel, Outcome::FeeMismatch) => Treatment::Claim,
        (ByKey::Channel, Outcome::DroppedOrder) if money_in() => {
            of_dropped_order(day, stories, result, group)
        }
        (ByKey::Business, Outcome::LostOrder) if money_in() => Treatment::Chase,
        (ByKey::Posting, Outcome::Unposted) => Treatment::Post,
        (ByKey::Posting, Outcome::DoublePosted | Outcome::PostedWithoutOrder) => Treatment::Reverse,
        (ByKey::Posting, Outcome::AmountMismatch) => Treatment::Adjust,
        _ => Treatment::Verify,
    }
}

/// Money in that ours does not know: what our payment order says decides.
fn of_dropped_order(day: &Day, stories: &Stories, result: &Reconciled, group: usize) -> Treatment {
    if day.table(Role::PaymentFlow).is_none() {
        return Treatment::Verify;
    }
    let [_, statement] = result.by.tables(day);
    let orders = stories.statuses(day, statement, result.groups.right(group));
    if orders.only(&[Status::Pending]) {
        Treatment::Supplement
    } else if orders.only(&[Status::Failed, Status::Closed]) {
        Treatment::Refund
    } else {
        // A success, or orders that say different things: somebody has to look.
        Treatment::Verify
    }
}

/// The direction family of a group: of its first success, else of its first row.
pub(crate) fn family(day: &Day, result: &Reconciled, group: usize) -> Option<Family> {
    let sides = result.sides(day);
    let rows = || {
        let groups = &result.groups;
        let left = groups.left(group).iter().map(|&row| (&sides[0], row));
        left.chain(groups.right(group).iter().map(|&row| (&sides[1], row)))
    };
    let success = rows().find(|(side, row)| side.success(*row));
    let (side, row) = success.or_else(|| rows().next())?;
    side.family(row)
}
