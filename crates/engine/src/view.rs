//! Groups as screens and reports show them.

use tieout_statement::money::major;
use tieout_statement::{Currency, Role, Rows};

use crate::by_key::{NO_GROUP, Reconciled};
use crate::day::{Day, Table};
use crate::exceptions::Exceptions;
use crate::fund::view::FundView;
use crate::identity::exception_id;
use crate::matching::Side;
use crate::matching::judgement::Calendar;
use crate::options;
use crate::outcome::{Outcome, ReconciliationName};
use crate::pairing::name_of;
use crate::reason::Evidence;
use crate::report::{ReasonReport, RowReport};
use crate::search;
use crate::worklist::{Detail, Item, Place, RowView};

/// The word of a reconciliation in reports.
pub(crate) const fn word(name: ReconciliationName) -> &'static str {
    match name {
        ReconciliationName::Channel => "channel",
        ReconciliationName::Business => "business",
        ReconciliationName::Posting => "posting",
        ReconciliationName::Fund => "fund",
    }
}

/// One reconciliation of a day, whichever way it matches.
pub(crate) enum View<'a> {
    Key(Box<KeyView<'a>>),
    Fund(FundView<'a>),
}

/// Asks the view at hand.
macro_rules! ask {
    ($view:expr, $one:ident => $answer:expr) => {
        match $view {
            View::Key($one) => $answer,
            View::Fund($one) => $answer,
        }
    };
}

impl View<'_> {
    pub fn name(&self) -> ReconciliationName {
        match self {
            Self::Key(view) => view.result.by.name(),
            Self::Fund(_) => ReconciliationName::Fund,
        }
    }

    /// Its place among the day's reconciliations.
    pub fn which(&self) -> usize {
        ask!(self, view => view.which)
    }

    pub fn len(&self) -> usize {
        ask!(self, view => view.len())
    }

    pub fn outcome(&self, group: usize) -> Outcome {
        ask!(self, view => view.outcome(group))
    }

    /// Right less left, minor units.
    pub fn delta(&self, group: usize) -> i128 {
        ask!(self, view => view.delta(group))
    }

    pub fn currency(&self, group: usize) -> Currency {
        ask!(self, view => view.currency(group))
    }

    /// The channel's code; empty where there is none.
    pub fn channel(&self, group: usize) -> &str {
        ask!(self, view => view.channel(group))
    }

    pub fn key(&self, group: usize) -> &str {
        ask!(self, view => view.key(group))
    }

    /// Σ of a side's rows, all statuses; `None` without rows.
    pub fn amount(&self, group: usize, side: usize) -> Option<i128> {
        ask!(self, view => view.amount(group, side))
    }

    /// For each group, whether one of its numbers contains a text of lower-case ASCII.
    pub fn holding(&self, needle: &[u8]) -> Vec<bool> {
        ask!(self, view => view.holding(needle))
    }

    pub fn id(&self, group: usize) -> String {
        ask!(self, view => view.id(group))
    }

    pub fn reason(&self, group: usize) -> ReasonReport {
        ask!(self, view => view.reason(group))
    }

    pub fn item(&self, group: usize) -> Item {
        ask!(self, view => view.item(group))
    }

    pub fn detail(&self, group: usize) -> Detail {
        ask!(self, view => view.detail(group))
    }

    pub fn row_reports(&self, group: usize, side: usize) -> Vec<RowReport> {
        ask!(self, view => view.row_reports(group, side))
    }

    /// Sets between which nobody chose.
    pub fn candidates(&self, group: usize) -> Vec<Vec<RowReport>> {
        match self {
            Self::Key(_) => Vec::new(),
            Self::Fund(view) => view.candidate_reports(group),
        }
    }

    pub fn rows_by_hour(&self) -> [u64; 24] {
        match self {
            Self::Key(view) => view.result.rows_by_hour,
            Self::Fund(view) => view.result.rows_by_hour,
        }
    }

    pub fn handle(&self, group: usize) -> u64 {
        (self.which() as u64) << 32 | group as u64
    }
}

/// One reconciliation by key with everything that its groups are shown from.
pub(crate) struct KeyView<'a> {
    pub day: &'a Day,
    pub calendar: Calendar,
    pub result: &'a Reconciled,
    /// Its place among the day's reconciliations.
    pub which: usize,
    pub exceptions: &'a Exceptions,
    pub tables: [&'a Table; 2],
    pub sides: [Side<'a>; 2],
}

impl<'a> KeyView<'a> {
    pub fn len(&self) -> usize {
        self.result.groups.len()
    }

    pub fn outcome(&self, group: usize) -> Outcome {
        self.result.groups.verdict(group).outcome
    }

    pub fn delta(&self, group: usize) -> i128 {
        self.result.groups.delta(group)
    }

    fn holding(&self, needle: &[u8]) -> Vec<bool> {
        let mut holding = vec![false; self.len()];
        for (table, groups) in self.tables.iter().zip(&self.result.group_of) {
            search::rows_with(table.rows(), needle, |row| {
                let group = groups[row as usize];
                if group != NO_GROUP {
                    holding[group as usize] = true;
                }
            });
        }
        holding
    }

    pub fn rows(&self, group: usize) -> [&'a [u32]; 2] {
        [
            self.result.groups.left(group),
            self.result.groups.right(group),
        ]
    }

    /// The side and row that name the group: the first of ours, else of theirs.
    fn named_by(&self, group: usize) -> (usize, u32) {
        match self.rows(group) {
            [[first, ..], _] => (0, *first),
            [[], theirs] => (1, theirs[0]),
        }
    }

    pub fn currency(&self, group: usize) -> Currency {
        let (side, row) = self.named_by(group);
        self.result.currency(self.sides[side].currency.get(row))
    }

    pub fn channel(&self, group: usize) -> &'a str {
        // Ours may name no channel (a payout), or `balance`, which is none.
        let channel = |side: usize| {
            let row = *self.rows(group)[side].first()?;
            let number = self.sides[side].channel.get(row);
            let text = &self.result.lexicon.channels.texts[number as usize];
            (!text.is_empty() && text != "balance").then_some(text.as_str())
        };
        channel(0).or_else(|| channel(1)).unwrap_or("")
    }

    pub fn key(&self, group: usize) -> &'a str {
        let (side, row) = self.named_by(group);
        self.number(side, row)
    }

    fn number(&self, side: usize, row: u32) -> &'a str {
        self.sides[side].own_number.get(row as usize)
    }

    /// Σ of a side's rows, all statuses; `None` without rows.
    pub fn amount(&self, group: usize, side: usize) -> Option<i128> {
        let rows = self.rows(group)[side];
        let amounts = rows.iter().map(|&row| self.sides[side].amount(row));
        (!rows.is_empty()).then(|| amounts.sum())
    }

    fn handle(&self, group: usize) -> u64 {
        (self.which as u64) << 32 | group as u64
    }

    fn exception(&self, group: usize) -> Option<usize> {
        let group = u32::try_from(group).ok()?;
        self.exceptions.find(self.which, group)
    }

    pub fn id(&self, group: usize) -> String {
        let rows = self.rows(group).into_iter().zip(self.tables);
        let identities = rows.flat_map(|(rows, table)| {
            let of = |&row| self.exceptions.ordinals.identity(table, row);
            rows.iter().map(of)
        });
        exception_id(word(self.result.by.name()), identities.collect())
    }

    pub fn item(&self, group: usize) -> Item {
        let verdict = self.result.groups.verdict(group);
        let exception = self.exception(group);
        let currency = self.currency(group);
        let facts = exception.map(|at| self.exceptions.list[at]);
        let amount = |side| Some(major(self.amount(group, side)?, currency));
        Item {
            handle: self.handle(group),
            id: exception.map_or_else(String::new, |_| self.id(group)),
            key: self.key(group).to_owned(),
            reconciliation: self.result.by.name(),
            outcome: verdict.outcome,
            cardinality: verdict.cardinality,
            channel: self.channel(group).to_owned(),
            currency,
            left_amount: amount(0),
            right_amount: amount(1),
            delta: major(self.result.groups.delta(group), currency),
            treatment: facts.map(|facts| facts.treatment),
            age_days: facts.map_or(0, |facts| facts.age_days),
            decision: None,
        }
    }

    pub fn reason(&self, group: usize) -> ReasonReport {
        let rows = self.rows(group);
        Evidence {
            why: self.result.groups.verdict(group).why,
            sides: [&self.sides[0], &self.sides[1]],
            roles: self.result.by.roles(),
            rows,
            currency: self.currency(group),
            calendar: self.calendar,
            first: self.repeated(group),
            tables: self.tables,
            rule: self.result.by.rule(self.tables, &self.result.lexicon),
            cleaned: options::cleanings(self, group),
            by_hand: u32::try_from(group)
                .ok()
                .and_then(|of| self.result.by_hand.get(&of)),
        }
        .report()
    }

    /// Where the row stands that a duplicate repeats.
    fn repeated(&self, group: usize) -> Option<(String, u32, String)> {
        if self.result.groups.verdict(group).outcome != Outcome::Duplicate {
            return None;
        }
        let (side, row) = self.named_by(group);
        let repeats = &self.result.repeats[side];
        let at = repeats
            .binary_search_by_key(&row, |repeat| repeat.row)
            .ok()?;
        let first = repeats[at].first;
        let place = self.place(side, first);
        Some((place.file, place.line, self.number(side, first).to_owned()))
    }

    fn place(&self, side: usize, row: u32) -> Place {
        place(self.day, self.tables[side], row)
    }

    pub fn row_reports(&self, group: usize, side: usize) -> Vec<RowReport> {
        let currency = self.currency(group);
        let report = |&row: &u32| {
            let place = self.place(side, row);
            RowReport {
                file: Some(place.file),
                line: Some(place.line),
                key: self.number(side, row).to_owned(),
                amount: major(self.sides[side].amount(row), currency),
            }
        };
        self.rows(group)[side].iter().map(report).collect()
    }

    pub fn detail(&self, group: usize) -> Detail {
        let rows = |side| self.row_views(group, side);
        let (left, right) = (rows(0), rows(1));
        Detail {
            item: self.item(group),
            reason: self.reason(group),
            candidates: Vec::new(),
            candidate_pairs: Vec::new(),
            differing: differing(&left, &right),
            left,
            right,
        }
    }

    /// The name by which a decision knows a row of an exception.
    pub fn row_name(&self, side: usize, row: u32) -> String {
        let ordinals = &self.exceptions.ordinals;
        name_of(ordinals.identity(self.tables[side], row))
    }

    /// Any row of a side with its cells.
    pub fn row_view(&self, side: usize, row: u32, counts: bool) -> RowView {
        let rows: &Rows = self.tables[side].rows();
        RowView {
            role: rows.role(),
            place: Some(self.place(side, row)),
            cells: rows
                .cells(row as usize)
                .map(|(column, text)| (column.text().to_owned(), text))
                .collect(),
            counts: counts && self.sides[side].success(row),
        }
    }

    fn row_views(&self, group: usize, side: usize) -> Vec<RowView> {
        let outcome = self.result.groups.verdict(group).outcome;
        let counts = !matches!(outcome, Outcome::NoEffect | Outcome::OutOfScope);
        let view = |&row: &u32| self.row_view(side, row, counts);
        self.rows(group)[side].iter().map(view).collect()
    }
}

/// Where a row stands; a carried row in the file that first brought it.
pub(crate) fn place(day: &Day, table: &Table, row: u32) -> Place {
    let carried = table.carried(row).map(|carried| carried.file.clone());
    Place {
        file: carried.unwrap_or_else(|| day.files()[table.file_of(row)].name.clone()),
        line: table.rows().lines()[row as usize],
        offset: table.rows().offsets()[row as usize],
    }
}

/// Whether a text contains another one of lower-case ASCII, ASCII case ignored.
pub(crate) fn holds(text: &[u8], needle: &[u8]) -> bool {
    let Some((first, rest)) = needle.split_first() else {
        return true;
    };
    let mut from = 0;
    while let Some(at) = memchr::memchr2(*first, first.to_ascii_uppercase(), &text[from..]) {
        let after = from + at + 1;
        let found = text.get(after..after + rest.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(rest)) {
            return true;
        }
        from = after;
    }
    false
}

/// Columns of both sides whose values, taken together, are not the same.
fn differing(left: &[RowView], right: &[RowView]) -> Vec<String> {
    let values = |rows: &[RowView], column: &str| {
        let cells = rows.iter().flat_map(|row| &row.cells);
        let mut values: Vec<String> = cells
            .filter(|(name, _)| name == column)
            .map(|(_, text)| text.clone())
            .collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    let (Some(ours), Some(theirs)) = (left.first(), right.first()) else {
        return Vec::new();
    };
    let shared = |column: &&str| {
        let has = |role: Role| {
            role.layout()
                .iter()
                .any(|spec| spec.column.text() == *column)
        };
        has(ours.role) && has(theirs.role)
    };
    let columns = ours.role.layout().iter().map(|spec| spec.column.text());
    columns
        .filter(shared)
        .filter(|column| {
            let (a, b) = (values(left, column), values(right, column));
            !a.is_empty() && !b.is_empty() && a != b
        })
        .map(str::to_owned)
        .collect()
}
