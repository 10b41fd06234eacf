//! Charged against computed, row by row and batch by batch.
//!
//! What counts is what forms expected settlements: successes of the day's own channel
//! statements, without duplicates and carried rows.

use std::collections::BTreeMap;

use tieout_statement::rows::ABSENT;
use tieout_statement::{Column as C, Currency, Kind, LocalTime, Role};

use super::schedule::{Basis, Rule};
use crate::by_key::{ByKey, NO_GROUP};
use crate::day::{Table, accounting_date_of};
use crate::fund::items::Items;
use crate::fund::run;
use crate::identity::EntryId;
use crate::outcome::{Outcome, ReconciliationName};
use crate::result::DayResult;
use crate::sources::Sources;
use crate::view::{View, place};

/// Which rows are told together: channel, kind, currency, and the place of the rule;
/// [`NO_RULE`] after all others.
type By = (Box<str>, Kind, Currency, u32);

/// No rule is about these rows.
const NO_RULE: u32 = u32::MAX;

/// Sums of a rule, minor units.
#[derive(Clone, Debug, Default)]
pub(crate) struct Total {
    pub rows: u64,
    pub unstated: u64,
    pub amount: i128,
    pub charged: i128,
    pub expected: i128,
    pub delta: i128,
    pub differences: u64,
}

/// A row or a batch that was charged other than its rule says, minor units.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    /// The place of its rule.
    pub rule: u32,
    /// Its rows of the channel statement's table, at least one.
    pub rows: Box<[u32]>,
    pub key: Box<str>,
    pub amount: i128,
    pub charged: i128,
    pub expected: i128,
    /// The group of channel reconciliation that claims of its rows already.
    pub mismatch: Option<u32>,
    /// The entry that claims it, by its place.
    pub entry: Option<u32>,
}

impl Difference {
    /// Charged − expected: positive = too much.
    pub const fn delta(&self) -> i128 {
        self.charged - self.expected
    }
}

/// The fees of a day against its schedule.
#[derive(Debug, Default)]
pub(crate) struct FeeRun {
    pub totals: BTreeMap<By, Total>,
    pub differences: Vec<Difference>,
    /// Ids of the entries that claim, by their place.
    pub entries: Vec<EntryId>,
}

impl FeeRun {
    /// The id of the entry that claims a difference.
    pub fn entry_of(&self, of: &Difference) -> Option<EntryId> {
        self.entries.get(of.entry? as usize).copied()
    }
}

/// The statement's rows as rules look at them.
struct Statement<'a> {
    sources: Sources<'a>,
    table: &'a Table,
    rules: &'a [Rule],
    /// Places of the rules about a channel's symbol, a kind and a currency.
    by: BTreeMap<(u32, Kind, Currency), Vec<u32>>,
}

impl<'a> Statement<'a> {
    fn of(sources: Sources<'a>, table: &'a Table) -> Self {
        let rules = sources.day.fee_rules.as_slice();
        let channels = &table.rows().symbol(C::Channel).texts;
        let mut by: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        for (place, rule) in (0..).zip(rules) {
            let symbol = channels.iter().position(|code| *code == rule.channel);
            if let Some(symbol) = symbol.and_then(|symbol| u32::try_from(symbol).ok()) {
                let key = (symbol, rule.kind, rule.currency);
                by.entry(key).or_default().push(place);
            }
        }
        Self {
            sources,
            table,
            rules,
            by,
        }
    }

    fn kind(&self, row: u32) -> Kind {
        let code = self.table.rows().code(C::Kind)[row as usize];
        Kind::from_code(code).expect("readers check kinds")
    }

    /// The rule of a row on its business date.
    fn rule(&self, row: u32, kind: Kind) -> u32 {
        let rows = self.table.rows();
        let at = row as usize;
        let key = (rows.symbol(C::Channel).symbols[at], kind, rows.currency(at));
        let Some(rules) = self.by.get(&key) else {
            return NO_RULE;
        };
        let period = self.sources.calendar.period;
        let date = match rows.number(C::FinishedAt)[at] {
            ABSENT => period.map(|period| period.date),
            time => {
                let cut_off = self.sources.day.settings.day.cut_off;
                Some(accounting_date_of(LocalTime(time), cut_off))
            }
        };
        let holds = |rule: &&u32| {
            let rule = &self.rules[**rule as usize];
            date.is_some_and(|date| rule.holds_on(date))
        };
        rules.iter().find(holds).copied().unwrap_or(NO_RULE)
    }

    /// The group that claims of a row already.
    fn mismatch(&self, row: u32) -> Option<u32> {
        let channel = self.sources.by(ByKey::Channel)?;
        let group = channel.group_of[1][row as usize];
        let known = group != NO_GROUP;
        let outcome = || channel.groups.verdict(group as usize).outcome;
        (known && outcome() == Outcome::FeeMismatch).then_some(group)
    }
}

/// Rows of one rule in one settlement.
#[derive(Default)]
struct Batch {
    rows: Vec<u32>,
}

/// Checks the day's fees; `None` without a schedule.
pub(crate) fn check(sources: Sources<'_>) -> Option<FeeRun> {
    if sources.day.fee_rules.is_empty() {
        return None;
    }
    let mut run = FeeRun::default();
    let Some(table) = sources.day.table(Role::ChannelStatement) else {
        return Some(run);
    };
    let formed;
    let items: &Items = match sources.fund {
        Some(fund) => &fund.items,
        None => {
            formed = run::items(sources.day, sources.calendar.period);
            &formed
        }
    };
    let statement = Statement::of(sources, table);
    for item in 0..u32::try_from(items.list.len()).expect("fewer items than rows") {
        // A settlement's rows by kind and rule: a rule may end within it.
        let mut batches: BTreeMap<(Kind, u32), Batch> = BTreeMap::new();
        for &row in items.rows_of(item) {
            let kind = statement.kind(row);
            let rule = statement.rule(row, kind);
            batches.entry((kind, rule)).or_default().rows.push(row);
        }
        let of = &items.list[item as usize];
        for ((kind, rule), batch) in batches {
            let by = (of.channel.clone(), kind, of.currency, rule);
            let basis = statement.rules.get(rule as usize).map(|rule| rule.basis);
            match basis {
                Some(Basis::Batch) => run.compare(&statement, by, &batch.rows, &of.key),
                Some(Basis::Row) => {
                    for row in &batch.rows {
                        let key = table.rows().text(C::OrderNo).get(*row as usize);
                        run.compare(&statement, by.clone(), std::slice::from_ref(row), key);
                    }
                }
                None => run.without_rule(&statement, by, &batch.rows),
            }
        }
    }
    run.sort(table);
    Some(run)
}

/// Σ of amounts and of stated fees, and rows without one.
fn sums(statement: &Statement<'_>, rows: &[u32]) -> (i128, i128, u64) {
    let [amounts, fees] = [C::Amount, C::Fee].map(|column| statement.table.rows().number(column));
    let mut sums = (0, 0, 0);
    for &row in rows {
        sums.0 += i128::from(amounts[row as usize]);
        match fees[row as usize] {
            ABSENT => sums.2 += 1,
            fee => sums.1 += i128::from(fee),
        }
    }
    sums
}

impl FeeRun {
    fn without_rule(&mut self, statement: &Statement<'_>, by: By, rows: &[u32]) {
        let (amount, charged, unstated) = sums(statement, rows);
        let total = self.totals.entry(by).or_default();
        total.rows += rows.len() as u64;
        total.unstated += unstated;
        total.amount += amount;
        total.charged += charged;
    }

    fn compare(&mut self, statement: &Statement<'_>, by: By, rows: &[u32], key: &str) {
        let (amount, charged, unstated) = sums(statement, rows);
        let rule = by.3;
        let total = self.totals.entry(by).or_default();
        total.rows += rows.len() as u64;
        total.unstated += unstated;
        total.amount += amount;
        total.charged += charged;
        if unstated == rows.len() as u64 {
            return;
        }
        let expected = statement.rules[rule as usize].fee(amount);
        total.expected += expected;
        total.delta += charged - expected;
        if charged == expected {
            return;
        }
        total.differences += 1;
        self.differences.push(Difference {
            rule,
            rows: rows.into(),
            key: key.into(),
            amount,
            charged,
            expected,
            mismatch: rows.iter().find_map(|&row| statement.mismatch(row)),
            entry: None,
        });
    }

    /// By rule, key and cells, whatever the order of files and rows.
    fn sort(&mut self, table: &Table) {
        let identities = table.rows().identities();
        self.differences.sort_by(|a, b| {
            let by =
                |one: &Difference| (one.rule, one.key.clone(), identities[one.rows[0] as usize]);
            by(a).cmp(&by(b))
        });
    }
}

/// Where the first row of a difference stands.
pub(super) fn place_of(result: &DayResult, of: &Difference) -> RowPlace {
    let table = result.day().table(Role::ChannelStatement);
    let place = place(
        result.day(),
        table.expect("its row was found there"),
        of.rows[0],
    );
    RowPlace {
        file: place.file,
        line: place.line,
    }
}

/// A file and a line.
pub(super) struct RowPlace {
    pub file: String,
    pub line: u32,
}

fn channel_view(result: &DayResult) -> Option<(usize, View<'_>)> {
    let mut views = result.views().enumerate();
    views.find(|(_, view)| view.name() == ReconciliationName::Channel)
}

/// The exception that claims of its rows already.
pub(super) fn exception_of(result: &DayResult, of: &Difference) -> Option<String> {
    let group = of.mismatch?;
    let (_, view) = channel_view(result)?;
    Some(view.id(group as usize))
}

/// The group of its first row in channel reconciliation.
pub(crate) fn handle_of(sources: Sources<'_>, of: &Difference) -> Option<u64> {
    let mut all = sources.reconciled.iter();
    let which = all.position(|of| of.by == ByKey::Channel)?;
    let group = sources.reconciled[which].group_of[1][of.rows[0] as usize];
    (group != NO_GROUP).then_some((which as u64) << 32 | u64::from(group))
}
