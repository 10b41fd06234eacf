//! What is open at the end of the day, and what of earlier days is not any more.

use std::collections::BTreeMap;

use tieout_statement::money::major;
use tieout_statement::{Column, Role};

use crate::books::open_lines;
use crate::carry_over::{CarriedItem, CarriedRow, CarryOver, ItemKind, VERSION};
use crate::day::Table;
use crate::fund::items::{Item, Items};
use crate::fund::view::FundView;
use crate::outcome::{Outcome, ReconciliationName, SideOf};
use crate::report::{CarriedReport, TakenUpReport};
use crate::result::DayResult;
use crate::view::{KeyView, View, place};

/// A row of a table that is still open somewhere.
#[derive(Default)]
struct OpenRow {
    reconciliations: Vec<ReconciliationName>,
    fund_transfer: Option<String>,
}

/// Everything open, gathered once for the report and for the file.
#[derive(Default)]
struct Open {
    report: Vec<CarriedReport>,
    /// By role and row.
    rows: BTreeMap<(u8, u32), OpenRow>,
    items: Vec<Item>,
    /// Carried rows of roles of which no file was read today: by their place in the file.
    untouched: BTreeMap<usize, Vec<ReconciliationName>>,
}

/// What leaves for the next day, as the report lists it.
pub(crate) fn carried(result: &DayResult) -> Vec<CarriedReport> {
    gather(result).report
}

/// What leaves for the next day, as its file.
pub(crate) fn document(result: &DayResult) -> CarryOver {
    let open = gather(result);
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for ((role, row), facts) in open.rows {
        let role = Role::from_code(role).expect("it was a role's code");
        let table = result.day().table(role).expect("its row was found there");
        let carried = carried_row(result, table, row, facts);
        if role == Role::BankStatement {
            lines.push(carried)
        } else {
            rows.push(carried)
        }
    }
    if let Some(earlier) = result.day().carry_over() {
        for (at, reconciliations) in open.untouched {
            let mut all = earlier.rows.iter().chain(&earlier.lines);
            let row = all.nth(at).expect("it was counted there").clone();
            if row.role == Role::BankStatement {
                lines.push(row);
            } else {
                rows.push(CarriedRow {
                    reconciliations,
                    ..row
                });
            }
        }
    }
    CarryOver {
        tieout_carry_over: VERSION,
        accounting_date: result.accounting_date(),
        rows,
        items: open.items.iter().map(carried_item).collect(),
        lines,
        open: open_lines::open(result),
        balances: open_lines::balances(result),
    }
}

/// What earlier days left and today matched.
pub(crate) fn taken_up(result: &DayResult) -> Vec<TakenUpReport> {
    let mut found = Vec::new();
    for view in result.views() {
        match &view {
            View::Key(view) => keys_taken_up(view, &mut found),
            View::Fund(view) => fund_taken_up(view, &mut found),
        }
    }
    found
}

fn carried_row(result: &DayResult, table: &Table, row: u32, facts: OpenRow) -> CarriedRow {
    let place = place(result.day(), table, row);
    let carried = table.carried(row);
    let cells = table.rows().cells(row as usize);
    CarriedRow {
        role: table.rows().role(),
        file: place.file,
        line: place.line,
        first_seen: carried.map_or_else(|| result.accounting_date(), |c| c.first_seen.to_string()),
        reconciliations: facts.reconciliations,
        cells: cells
            .map(|(column, text)| (column.text().to_owned(), text))
            .chain(carried.into_iter().flat_map(|c| c.other_cells.clone()))
            .collect(),
        fund_transfer: facts.fund_transfer,
    }
}

fn carried_item(item: &Item) -> CarriedItem {
    let amount = |minor| major(minor, item.currency);
    CarriedItem {
        channel: item.channel.to_string(),
        currency: item.currency,
        key: item.key.to_string(),
        kind: if item.payout {
            ItemKind::Payout
        } else {
            ItemKind::Settlement
        },
        business_date: item.business_date.to_string(),
        due_date: item.due_date.to_string(),
        first_seen: item.first_seen.to_string(),
        rows: item.rows,
        tokens: item
            .carried_tokens
            .iter()
            .map(ToString::to_string)
            .collect(),
        gross: amount(item.gross),
        refunds: amount(item.refunds),
        fees: amount(item.fees),
        payouts: amount(item.payouts),
    }
}

fn gather(result: &DayResult) -> Open {
    let mut open = Open::default();
    for view in result.views() {
        match &view {
            View::Key(view) => open.keys(result, view),
            View::Fund(view) => open.fund(result, view),
        }
    }
    for missing in result.not_run() {
        open.not_run(result, missing.name);
    }
    // Groups stand in the order of their keys already.
    open.report
        .sort_by_key(|one| (one.reconciliation, one.outcome));
    open
}

impl Open {
    fn row(
        &mut self,
        result: &DayResult,
        (name, outcome, side): (ReconciliationName, Outcome, SideOf),
        table: &Table,
        row: u32,
    ) -> &mut OpenRow {
        let rows = table.rows();
        let at = row as usize;
        let currency = rows.currency(at);
        let carried = table.carried(row);
        let today = || result.accounting_date();
        self.report.push(CarriedReport {
            reconciliation: name,
            outcome,
            side,
            key: rows.text(rows.role().own_number()).get(at).to_owned(),
            currency,
            amount: major(i128::from(rows.number(Column::Amount)[at]), currency),
            first_seen: carried.map_or_else(today, |carried| carried.first_seen.to_string()),
        });
        let open = self.rows.entry((rows.role().code(), row)).or_default();
        open.reconciliations.push(name);
        open
    }

    fn item(&mut self, outcome: Outcome, item: Item) {
        self.report.push(CarriedReport {
            reconciliation: ReconciliationName::Fund,
            outcome,
            side: SideOf::Left,
            key: item.key.to_string(),
            currency: item.currency,
            amount: major(item.net().abs(), item.currency),
            first_seen: item.first_seen.to_string(),
        });
        self.items.push(item);
    }

    /// Successes of keys that time explains.
    fn keys(&mut self, result: &DayResult, view: &KeyView<'_>) {
        let groups = &view.result.groups;
        for group in (0..groups.len()).filter(|&g| groups.verdict(g).carried_forward()) {
            let outcome = groups.verdict(group).outcome;
            for (side, of) in [(0, SideOf::Left), (1, SideOf::Right)] {
                let rows = view.rows(group)[side].iter();
                for &row in rows.filter(|&&row| view.sides[side].success(row)) {
                    let what = (view.result.by.name(), outcome, of);
                    self.row(result, what, view.tables[side], row);
                }
            }
        }
    }

    fn fund(&mut self, result: &DayResult, view: &FundView<'_>) {
        for (number, group) in (0..).zip(view.result.groups.iter()) {
            let outcome = group.head.outcome;
            if is_settled(result, view, number) {
                continue;
            }
            if let Some(missing) = &group.head.missing {
                self.item(outcome, missing.as_ref().clone());
            } else if waits(outcome) {
                for &item in group.items {
                    self.item(outcome, whole(&view.result.items, item, view.statement));
                }
            }
            let open = matches!(
                outcome,
                Outcome::TimingDifference
                    | Outcome::Ambiguous
                    | Outcome::UnidentifiedReceipt
                    | Outcome::UnidentifiedPayment
            );
            for &line in group.lines.iter().filter(|_| open) {
                let what = (ReconciliationName::Fund, outcome, SideOf::Right);
                let reference = view.bank.rows().text(Column::Reference).get(line as usize);
                let row = self.row(result, what, view.bank, line);
                // Of lines, only those of a fund transfer wait for their other half.
                if outcome == Outcome::TimingDifference {
                    row.fund_transfer = Some(reference.to_owned());
                }
            }
        }
    }

    /// What was carried for a reconciliation that is not run stays carried, and the day's
    /// expected settlements where it is the fund's.
    fn not_run(&mut self, result: &DayResult, name: ReconciliationName) {
        let day = result.day();
        let roles: [(Role, SideOf); 2] = match name {
            ReconciliationName::Channel => sides(Role::ChannelFlow, Role::ChannelStatement),
            ReconciliationName::Business => sides(Role::PaymentFlow, Role::ChannelFlow),
            ReconciliationName::Posting => sides(Role::PaymentFlow, Role::PostingFlow),
            ReconciliationName::Fund => sides(Role::ChannelStatement, Role::BankStatement),
        };
        for (role, side) in roles {
            let Some(table) = day.table(role) else {
                self.absent(result, name, role, side);
                continue;
            };
            for (row, carried) in (0..).zip(table.carried_rows()) {
                if carried.reconciliations.contains(&name) {
                    let what = (name, Outcome::NotRun, side);
                    let transfer = carried.fund_transfer.clone();
                    self.row(result, what, table, row).fund_transfer = transfer;
                }
            }
        }
        if name == ReconciliationName::Fund {
            let items = crate::fund::run::items(day, result.calendar().period);
            for at in (0..).take(items.list.len()) {
                let statement = day.table(Role::ChannelStatement);
                let item = match statement {
                    Some(statement) => whole(&items, at, statement),
                    None => items.list[at as usize].clone(),
                };
                self.item(Outcome::NotRun, item);
            }
        }
    }

    /// Carried rows of a role of which no file was read today.
    fn absent(&mut self, result: &DayResult, name: ReconciliationName, role: Role, side: SideOf) {
        let Some(carry_over) = result.day().carry_over() else {
            return;
        };
        let carried = carry_over.table(role);
        let places = carry_over.rows.iter().chain(&carry_over.lines).enumerate();
        let places = places.filter(|(_, row)| row.role == role).map(|(at, _)| at);
        for ((row, facts), at) in carried.carried.iter().enumerate().zip(places) {
            if !facts.reconciliations.contains(&name) {
                continue;
            }
            let rows = &carried.rows;
            let currency = rows.currency(row);
            self.report.push(CarriedReport {
                reconciliation: name,
                outcome: Outcome::NotRun,
                side,
                key: rows.text(role.own_number()).get(row).to_owned(),
                currency,
                amount: major(i128::from(rows.number(Column::Amount)[row]), currency),
                first_seen: facts.first_seen.to_string(),
            });
            self.untouched.entry(at).or_default().push(name);
        }
    }
}

const fn sides(left: Role, right: Role) -> [(Role, SideOf); 2] {
    [(left, SideOf::Left), (right, SideOf::Right)]
}

/// A settlement or payout that is open at the end of the day: of a short group the missing
/// part.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenItem<'a> {
    pub item: &'a Item,
    pub outcome: Outcome,
    /// Its group; `None` where fund reconciliation was not run.
    pub group: Option<u32>,
}

/// The items that leave for the next day, in the order of groups.
pub(crate) fn open_items<'a>(
    result: &'a DayResult,
    view: &'a FundView<'a>,
) -> impl Iterator<Item = OpenItem<'a>> {
    let groups = (0..).zip(view.result.groups.iter());
    let open = groups.filter(|&(number, _)| !is_settled(result, view, number));
    open.flat_map(|(number, group)| {
        let outcome = group.head.outcome;
        let missing = group.head.missing.as_deref();
        let whole = if missing.is_none() && waits(outcome) {
            group.items
        } else {
            &[]
        };
        let items = whole
            .iter()
            .map(|&item| &view.result.items.list[item as usize]);
        missing.into_iter().chain(items).map(move |item| OpenItem {
            item,
            outcome,
            group: Some(number),
        })
    })
}

/// Whether a treatment that somebody accepted has settled a group of the fund reconciliation.
fn is_settled(result: &DayResult, view: &FundView<'_>, group: u32) -> bool {
    let exception = view.exceptions.find(view.which, group);
    exception.is_some_and(|at| {
        let at = u32::try_from(at).expect("fewer than rows");
        result.books().is_settled(at)
    })
}

/// Whether items of an outcome leave whole.
const fn waits(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::NotDue | Outcome::TimingDifference | Outcome::Ambiguous
    )
}

/// An item that leaves as it is, with all its tokens.
fn whole(items: &Items, item: u32, statement: &Table) -> Item {
    let mut tokens: Vec<Box<str>> = Vec::new();
    items.tokens(item, statement.rows(), |token| tokens.push(token.into()));
    tokens.sort_unstable();
    tokens.dedup();
    Item {
        carried_tokens: tokens,
        ..items.list[item as usize].clone()
    }
}

fn keys_taken_up(view: &KeyView<'_>, found: &mut Vec<TakenUpReport>) {
    let carried = [0, 1].map(|side: usize| view.tables[side].carried_rows().len());
    if carried == [0, 0] {
        return;
    }
    for group in (0..view.len()).filter(|&group| view.outcome(group) == Outcome::Matched) {
        let rows = view.rows(group);
        let number =
            |side: usize, row: u32| view.sides[side].own_number.get(row as usize).to_owned();
        for (side, of) in [(0, SideOf::Left), (1, SideOf::Right)] {
            for &row in rows[side] {
                let Some(since) = view.sides[side].carried_since(row) else {
                    continue;
                };
                found.push(TakenUpReport {
                    reconciliation: view.result.by.name(),
                    outcome: Outcome::Matched,
                    side: of,
                    key: number(side, row),
                    first_seen: since.to_string(),
                    matched_with: rows[1 - side]
                        .iter()
                        .map(|&r| number(1 - side, r))
                        .collect(),
                });
            }
        }
    }
}

fn fund_taken_up(view: &FundView<'_>, found: &mut Vec<TakenUpReport>) {
    let items = &view.result.items.list;
    let numbers = view.bank.rows().text(Column::TransactionNo);
    for group in view.result.groups.iter() {
        if group.head.outcome != Outcome::Matched {
            continue;
        }
        let keys = || {
            group
                .items
                .iter()
                .map(|&item| items[item as usize].key.to_string())
        };
        let lines = || {
            group
                .lines
                .iter()
                .map(|&line| numbers.get(line as usize).to_owned())
        };
        let report = |side, key: String, first_seen: String, matched_with| TakenUpReport {
            reconciliation: ReconciliationName::Fund,
            outcome: Outcome::Matched,
            side,
            key,
            first_seen,
            matched_with,
        };
        for &item in group.items {
            let item = &items[item as usize];
            if item.carried {
                let (key, since) = (item.key.to_string(), item.first_seen.to_string());
                found.push(report(SideOf::Left, key, since, lines().collect()));
            }
        }
        for &line in group.lines {
            if let Some(carried) = view.bank.carried(line) {
                let number = numbers.get(line as usize).to_owned();
                let since = carried.first_seen.to_string();
                found.push(report(SideOf::Right, number, since, keys().collect()));
            }
        }
    }
}
