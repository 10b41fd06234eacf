//! A reconciled day, and the questions that it answers.

use tieout_statement::money::major;
use tieout_statement::{Column, Role};

use crate::by_key::{NO_GROUP, Reconciled};
use crate::day::Day;
use crate::exceptions::Exceptions;
use crate::listing;
use crate::matching::judgement::Calendar;
use crate::outcome::{Outcome, ReconciliationName, SideOf};
use crate::report::{
    CarriedReport, ExceptionReport, Note, OutcomeTotal, ReconciliationReport, Report, SCHEMA,
    SideTotal,
};
use crate::summary;
use crate::view::View;
use crate::worklist::{Detail, Item, Listing, Query, Summary};

/// A reconciliation that misses a file.
#[derive(Clone, Debug)]
pub(crate) struct NotRun {
    pub name: ReconciliationName,
    pub missing: Vec<Role>,
}

/// A reconciled day.
#[derive(Debug)]
pub struct DayResult {
    day: Day,
    calendar: Calendar,
    reconciled: Vec<Reconciled>,
    not_run: Vec<NotRun>,
    exceptions: Exceptions,
}

impl DayResult {
    pub(crate) const fn new(
        day: Day,
        calendar: Calendar,
        reconciled: Vec<Reconciled>,
        not_run: Vec<NotRun>,
        exceptions: Exceptions,
    ) -> Self {
        Self {
            day,
            calendar,
            reconciled,
            not_run,
            exceptions,
        }
    }

    /// The whole result as one document.
    #[must_use]
    pub fn report(&self) -> Report {
        Report {
            tieout: env!("CARGO_PKG_VERSION").to_owned(),
            schema: SCHEMA,
            accounting_date: self.accounting_date(),
            settings: self.day.settings.to_json(),
            files: self.day.files().to_vec(),
            notes: self.notes(),
            reconciliations: self.reconciliations(),
            exceptions: self.exception_reports(),
            carry_over: self.carry_over(),
            control: self.day.control(),
        }
    }

    /// The day at a glance.
    #[must_use]
    pub fn summary(&self) -> Summary {
        summary::of(self)
    }

    /// The answer to a query, and the handles of its items in order.
    #[must_use]
    pub fn list(&self, query: &Query) -> (Listing, Vec<u64>) {
        listing::list(self, query)
    }

    /// One line of a list.
    ///
    /// # Panics
    /// When the handle is not of this result's lists.
    #[must_use]
    pub fn item(&self, handle: u64) -> Item {
        let (view, group) = self.find(handle).expect("a handle of this result");
        view.item(group)
    }

    /// One group opened; `None` for a handle of another result.
    #[must_use]
    pub fn detail(&self, handle: u64) -> Option<Detail> {
        let (view, group) = self.find(handle)?;
        Some(view.detail(group))
    }

    /// Why the row that starts at a line of a file has its outcomes, one a reconciliation;
    /// empty where no such row was read or no reconciliation looks at it.
    #[must_use]
    pub fn explain(&self, file: &str, line: u32) -> Vec<Detail> {
        let named = |report: &tieout_statement::FileReport| report.name == file;
        let Some(file) = self.day.files().iter().position(named) else {
            return Vec::new();
        };
        let explain = |view: View<'_>| -> Vec<Detail> {
            let sides = view.tables.iter().zip(&view.result.group_of);
            let groups = sides.filter_map(|(table, groups)| {
                let row = table.row_at(file, line)?;
                let group = groups[row as usize];
                (group != NO_GROUP).then_some(group as usize)
            });
            groups.map(|group| view.detail(group)).collect()
        };
        self.views().flat_map(explain).collect()
    }

    /// The day, to run it again with other settings or more files.
    #[must_use]
    pub fn into_day(self) -> Day {
        self.day
    }

    pub(crate) const fn day(&self) -> &Day {
        &self.day
    }

    pub(crate) const fn exceptions(&self) -> &Exceptions {
        &self.exceptions
    }

    /// The reconciliations that were run, in the order channel, business, posting, fund.
    pub(crate) fn views(&self) -> impl Iterator<Item = View<'_>> {
        (0..self.reconciled.len()).map(|which| self.view(which))
    }

    pub(crate) fn view(&self, which: usize) -> View<'_> {
        let result = &self.reconciled[which];
        View {
            day: &self.day,
            calendar: self.calendar,
            result,
            which,
            exceptions: &self.exceptions,
            tables: result.by.tables(&self.day),
            sides: result.sides(&self.day),
        }
    }

    fn find(&self, handle: u64) -> Option<(View<'_>, usize)> {
        let which = usize::try_from(handle >> 32).ok()?;
        let group = usize::try_from(handle & u64::from(u32::MAX)).ok()?;
        let known = self.reconciled.get(which)?.groups.len();
        (group < known).then(|| (self.view(which), group))
    }

    /// `YYYY-MM-DD`; empty where nothing tells a date.
    pub(crate) fn accounting_date(&self) -> String {
        let period = self.calendar.period;
        period.map_or_else(String::new, |period| period.date.to_string())
    }

    /// What is no exception but must be said.
    pub(crate) fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        if self.calendar.period.is_none() && self.day.rows() > 0 {
            notes.push(Note {
                code: "no_accounting_date".to_owned(),
                file: None,
                line: None,
                values: Vec::new(),
                text: "no row tells a time and the settings name no accounting date: nothing was asked about time".to_owned(),
            });
        }
        notes.extend(self.channels_without_statement());
        notes
    }

    /// Channels with rows in the flow and none in any statement (rule 0).
    fn channels_without_statement(&self) -> Vec<Note> {
        let tables = self
            .day
            .table(Role::ChannelFlow)
            .zip(self.day.table(Role::ChannelStatement));
        let Some((flow, statement)) = tables else {
            return Vec::new();
        };
        let ours = flow.rows().symbol(Column::Channel);
        let theirs = statement.rows().symbol(Column::Channel);
        let mut missing: Vec<&String> = ours
            .texts
            .iter()
            .filter(|text| !theirs.texts.contains(text))
            .collect();
        missing.sort_unstable();
        let note = |channel: &String| {
            let rows = ours.symbols.iter();
            let count = rows
                .filter(|&&s| ours.texts[s as usize] == *channel)
                .count();
            Note {
                code: "channel_without_statement".to_owned(),
                file: None,
                line: None,
                values: vec![channel.clone(), count.to_string()],
                text: format!(
                    "channel {channel}: {count} rows in the channel flow, none in any channel statement"
                ),
            }
        };
        missing.into_iter().map(note).collect()
    }

    /// Totals and outcomes of every reconciliation, run or not.
    pub(crate) fn reconciliations(&self) -> Vec<ReconciliationReport> {
        let run = self.views().map(|view| reconciliation(&view));
        let not_run = self.not_run.iter().map(|missing| ReconciliationReport {
            name: missing.name,
            run: false,
            missing: missing
                .missing
                .iter()
                .map(|role| role.text().to_owned())
                .collect(),
            totals: Vec::new(),
            outcomes: Vec::new(),
            balanced: true,
        });
        let mut all: Vec<_> = run.chain(not_run).collect();
        all.sort_by_key(|report| report.name);
        all
    }

    fn exception_reports(&self) -> Vec<ExceptionReport> {
        let mut order: Vec<usize> = (0..self.exceptions.list.len()).collect();
        let outcome = |at: &usize| {
            let exception = &self.exceptions.list[*at];
            let groups = &self.reconciled[exception.reconciliation].groups;
            let outcome = groups.verdict(exception.group as usize).outcome;
            (exception.reconciliation, outcome)
        };
        // Groups stand in the order of their keys already.
        order.sort_by_key(outcome);
        let views: Vec<View<'_>> = self.views().collect();
        let report = |at: usize| {
            let exception = self.exceptions.list[at];
            let (view, group) = (&views[exception.reconciliation], exception.group as usize);
            let (currency, delta) = (view.currency(group), view.result.groups.delta(group));
            ExceptionReport {
                id: view.id(group),
                reconciliation: view.result.by.name(),
                outcome: view.result.groups.verdict(group).outcome,
                currency,
                delta: major(delta, currency),
                at_risk: major(delta.abs(), currency),
                age_days: exception.age_days,
                case: self.exceptions.cases.id(at),
                reason: view.reason(group),
                treatment: exception.treatment,
                candidates: Vec::new(),
                left: view.row_reports(group, 0),
                right: view.row_reports(group, 1),
            }
        };
        order.into_iter().map(report).collect()
    }

    /// Successes that take part in the next day again.
    fn carry_over(&self) -> Vec<CarriedReport> {
        let mut carried = Vec::new();
        for view in self.views() {
            let groups = &view.result.groups;
            for group in (0..groups.len()).filter(|&g| groups.verdict(g).carried_forward()) {
                let outcome = groups.verdict(group).outcome;
                for (side, of) in [(0, SideOf::Left), (1, SideOf::Right)] {
                    let rows = view.rows(group)[side].iter();
                    carried.extend(rows.map(|&row| self.carried(&view, outcome, (side, of), row)));
                }
            }
        }
        carried.sort_by_key(|one| (one.reconciliation, one.outcome));
        carried
    }

    fn carried(
        &self,
        view: &View<'_>,
        outcome: Outcome,
        (side, of): (usize, SideOf),
        row: u32,
    ) -> CarriedReport {
        let columns = &view.sides[side];
        let currency = view.result.currency(columns.currency.get(row));
        let first_seen = columns.carried_since(row).map(|date| date.to_string());
        CarriedReport {
            reconciliation: view.result.by.name(),
            outcome,
            side: of,
            key: columns.own_number.get(row as usize).to_owned(),
            currency,
            amount: major(columns.amount(row), currency),
            first_seen: first_seen.unwrap_or_else(|| self.accounting_date()),
        }
    }
}

fn reconciliation(view: &View<'_>) -> ReconciliationReport {
    let result = view.result;
    let currencies = 0..result.lexicon.currencies.texts.len();
    let numbers = || currencies.clone().filter_map(|n| u32::try_from(n).ok());
    let mut totals = Vec::new();
    for (side, read) in [SideOf::Left, SideOf::Right]
        .into_iter()
        .zip(&result.totals)
    {
        for number in numbers() {
            let total = read.get(number as usize).copied().unwrap_or_default();
            if total.rows > 0 {
                let currency = result.currency(number);
                totals.push(SideTotal {
                    side,
                    currency,
                    rows: total.rows,
                    amount: major(total.amount, currency),
                });
            }
        }
    }
    let tallies = result.tallies.all();
    let outcomes = tallies
        .iter()
        .map(|&(outcome, number, cardinality, tally)| {
            let currency = result.currency(number);
            OutcomeTotal {
                outcome,
                currency,
                cardinality,
                groups: tally.groups,
                left_rows: tally.left_rows,
                left_amount: major(tally.left_amount, currency),
                right_rows: tally.right_rows,
                right_amount: major(tally.right_amount, currency),
                delta: major(tally.delta, currency),
            }
        });
    ReconciliationReport {
        name: result.by.name(),
        run: true,
        missing: Vec::new(),
        totals,
        outcomes: outcomes.collect(),
        balanced: tallies.iter().all(|(outcome, ..)| outcome.ties_out()),
    }
}
