//! A reconciled day, and the questions that it answers.

mod deciding;

use tieout_statement::money::major;
use tieout_statement::{Column, Currency, FileReport, Role};

use crate::books::Books;
use crate::by_key::{ByKey, NO_GROUP, Reconciled};
use crate::carry_over::CarryOver;
use crate::cleaning::CleaningPreview;
use crate::day::Day;
use crate::decisions::Decided;
use crate::exceptions::Exceptions;
use crate::file_entry::FileEntry;
use crate::fund;
use crate::fund::result::FundResult;
use crate::fund::view::FundView;
use crate::groups::Tally;
use crate::listing;
use crate::matching::judgement::Calendar;
use crate::open;
use crate::options;
use crate::outcome::{Cardinality, Outcome, ReconciliationName, SideOf};
use crate::pairing::Pairing;
use crate::report::{
    ExceptionReport, Note, OutcomeTotal, ReconciliationReport, Report, SCHEMA, SideTotal, Trail,
};
use crate::settings::ChannelSettings;
use crate::settlements;
use crate::sources::Sources;
use crate::summary;
use crate::trail;
use crate::view::{KeyView, View, place};
use crate::why_not;
use crate::worklist::{Detail, Item, Listing, Query, Summary, WhyNot};

/// A reconciliation that misses a file.
#[derive(Clone, Debug)]
pub(crate) struct NotRun {
    pub name: ReconciliationName,
    pub missing: Vec<Role>,
}

/// What a run found of a day.
#[derive(Debug)]
pub(crate) struct Found {
    pub reconciled: Vec<Reconciled>,
    pub fund: Option<FundResult>,
    pub not_run: Vec<NotRun>,
    pub exceptions: Exceptions,
    pub books: Books,
    pub pairing: Pairing,
}

/// A reconciled day.
#[derive(Debug)]
pub struct DayResult {
    day: Day,
    calendar: Calendar,
    reconciled: Vec<Reconciled>,
    fund: Option<FundResult>,
    not_run: Vec<NotRun>,
    exceptions: Exceptions,
    books: Books,
    pairing: Pairing,
    decided: Decided,
    /// Whether decisions booked entries by hand.
    by_hand: bool,
}

impl DayResult {
    pub(crate) fn new(day: Day, calendar: Calendar, found: Found) -> Self {
        let Found {
            reconciled,
            fund,
            not_run,
            exceptions,
            books,
            pairing,
        } = found;
        Self {
            day,
            calendar,
            reconciled,
            fund,
            not_run,
            exceptions,
            books,
            pairing,
            decided: Decided::default(),
            by_hand: false,
        }
    }

    /// Every file given, with what is wrong with it.
    #[must_use]
    pub fn files(&self) -> &[FileReport] {
        self.day.files()
    }

    /// The whole result as one document.
    #[must_use]
    pub fn report(&self) -> Report {
        let mut report = Report {
            tieout: env!("CARGO_PKG_VERSION").to_owned(),
            schema: SCHEMA,
            accounting_date: self.accounting_date(),
            settings: self.day.settings.to_json(),
            files: self.day.files().iter().map(FileEntry::from).collect(),
            notes: self.notes(),
            reconciliations: self.reconciliations(),
            exceptions: self.exception_reports(),
            carry_over: open::carried(self),
            from_carry_over: open::taken_up(self),
            journal: self.journal(),
            balances: self.balances(),
            identities: self.identities(),
            settlements: self.fund.as_ref().map_or_else(Vec::new, settlements::of),
            fund_position: self.fund_position(),
            fee_check: self.fee_check(),
            decisions: self.decisions_as_json(),
            chart: self.day.chart().to_vec(),
            control: self.day.control(),
            trail: Trail::default(),
        };
        trail::seal(&mut report);
        report
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
        let mut item = view.item(group);
        item.decision = self.decision(handle);
        item
    }

    /// One group opened; `None` for a handle of another result.
    #[must_use]
    pub fn detail(&self, handle: u64) -> Option<Detail> {
        let (view, group) = self.find(handle)?;
        let mut detail = view.detail(group);
        detail.item.decision = self.decision(handle);
        Some(detail)
    }

    /// The names by which a decision pairs the members of an exception, ours first; empty for
    /// other groups.
    #[must_use]
    pub fn row_names(&self, handle: u64) -> Vec<String> {
        match self.find(handle) {
            Some((View::Key(view), group)) if view.outcome(group).is_exception() => {
                let rows = view.rows(group).into_iter().zip(0..);
                let name = |(rows, side): (&[u32], usize)| -> Vec<String> {
                    rows.iter().map(|&row| view.row_name(side, row)).collect()
                };
                rows.flat_map(name).collect()
            }
            Some((View::Fund(view), group)) => view.row_names(group),
            _ => Vec::new(),
        }
    }

    /// What comes nearest to a group that met nothing; `None` for other groups.
    #[must_use]
    pub fn why_not(&self, handle: u64) -> Option<WhyNot> {
        match self.find(handle)? {
            (View::Key(view), group) => why_not::of(&view, group),
            (View::Fund(view), group) => fund::near::why_not(&view, group),
        }
    }

    /// Why the row that starts at a line of a file has its outcomes, one a reconciliation;
    /// empty where no such row was read or no reconciliation looks at it.
    #[must_use]
    pub fn explain(&self, file: &str, line: u32) -> Vec<Detail> {
        let named = |report: &FileReport| report.name == file;
        let Some(file) = self.day.files().iter().position(named) else {
            return Vec::new();
        };
        let explain = |view: View<'_>| -> Vec<Detail> {
            let found: Vec<u32> = match &view {
                View::Key(view) => {
                    let sides = view.tables.iter().zip(&view.result.group_of);
                    let groups = sides
                        .filter_map(|(table, of)| Some(of[table.row_at(file, line)? as usize]));
                    groups.collect()
                }
                View::Fund(view) => view.groups_at(file, line),
            };
            let groups = found.into_iter().filter(|&group| group != NO_GROUP);
            groups.map(|group| view.detail(group as usize)).collect()
        };
        self.views().flat_map(explain).collect()
    }

    /// The day, to run it again with other settings or more files.
    #[must_use]
    pub fn into_day(mut self) -> Day {
        self.day.put_back();
        self.day
    }

    pub(crate) const fn books(&self) -> &Books {
        &self.books
    }

    pub(crate) const fn day(&self) -> &Day {
        &self.day
    }

    pub(crate) const fn calendar(&self) -> Calendar {
        self.calendar
    }

    pub(crate) fn not_run(&self) -> &[NotRun] {
        &self.not_run
    }

    /// What leaves for the next day, as its file.
    #[must_use]
    pub fn carry_over(&self) -> CarryOver {
        open::document(self)
    }

    pub(crate) const fn exceptions(&self) -> &Exceptions {
        &self.exceptions
    }

    /// The reconciliations that were run, in the order channel, business, posting, fund.
    pub(crate) fn views(&self) -> impl Iterator<Item = View<'_>> {
        self.sources().views()
    }

    pub(crate) const fn sources(&self) -> Sources<'_> {
        Sources {
            day: &self.day,
            calendar: self.calendar,
            reconciled: self.reconciled.as_slice(),
            fund: self.fund.as_ref(),
            exceptions: &self.exceptions,
        }
    }

    fn view(&self, which: usize) -> KeyView<'_> {
        self.sources().view(which)
    }

    fn fund_view(&self) -> Option<FundView<'_>> {
        self.sources().fund_view()
    }

    fn find(&self, handle: u64) -> Option<(View<'_>, usize)> {
        let which = usize::try_from(handle >> 32).ok()?;
        let group = usize::try_from(handle & u64::from(u32::MAX)).ok()?;
        let view = if which < self.reconciled.len() {
            View::Key(Box::new(self.view(which)))
        } else {
            View::Fund(self.fund_view().filter(|view| view.which == which)?)
        };
        (group < view.len()).then_some((view, group))
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
        notes.extend(self.reversals_of_nothing());
        notes.extend(self.postings_not_booked());
        notes.extend(self.what_options_did());
        notes.extend(self.decided.stale.iter().cloned());
        notes
    }

    fn what_options_did(&self) -> Vec<Note> {
        let channel = self
            .reconciled
            .iter()
            .position(|of| of.by == ByKey::Channel);
        channel.map_or_else(Vec::new, |which| {
            options::notes(&self.view(which), &self.day.settings)
        })
    }

    /// What a channel's cleaning makes of its first numbers: [`Day::cleaning_preview`].
    #[must_use]
    pub fn cleaning_preview(&self, channel: &ChannelSettings, count: usize) -> CleaningPreview {
        self.day.cleaning_preview(channel, count)
    }

    /// Reversals that name no posting they could be of, and stayed in (rule 4).
    fn reversals_of_nothing(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        for result in &self.reconciled {
            let [_, postings] = result.by.tables(&self.day);
            for &row in &result.reversals_of_nothing {
                let text = |column| postings.rows().text(column).get(row as usize).to_owned();
                let (number, of) = (text(Column::PostingNo), text(Column::ReversalOf));
                let place = place(&self.day, postings, row);
                notes.push(Note {
                    code: "reversal_of_nothing".to_owned(),
                    file: Some(place.file),
                    line: Some(place.line),
                    text: format!("posting {number} reverses {of}, of which there is no posting with the same account, customer and amount on the other side"),
                    values: vec![number, of],
                });
            }
        }
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
        let run = self.views().map(|view| match view {
            View::Key(view) => by_key_report(&view),
            View::Fund(view) => fund_report(view.result),
        });
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
        let views: Vec<View<'_>> = self.views().collect();
        let outcome = |at: &usize| {
            let exception = &self.exceptions.list[*at];
            let view = &views[exception.reconciliation];
            let outcome = view.outcome(exception.group as usize);
            (exception.reconciliation, outcome)
        };
        // Groups stand in the order of their keys already.
        order.sort_by_key(outcome);
        let report = |at: usize| {
            let exception = self.exceptions.list[at];
            let (view, group) = (&views[exception.reconciliation], exception.group as usize);
            let (currency, delta) = (view.currency(group), view.delta(group));
            ExceptionReport {
                id: view.id(group),
                reconciliation: view.name(),
                outcome: view.outcome(group),
                currency,
                delta: major(delta, currency),
                at_risk: major(delta.abs(), currency),
                age_days: exception.age_days,
                case: self.exceptions.cases.id(at),
                reason: view.reason(group),
                treatment: exception.treatment,
                candidates: view.candidates(group),
                left: view.row_reports(group, 0),
                right: view.row_reports(group, 1),
            }
        };
        order.into_iter().map(report).collect()
    }
}

fn by_key_report(view: &KeyView<'_>) -> ReconciliationReport {
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
            outcome_total((outcome, result.currency(number), cardinality), &tally)
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

fn fund_report(result: &FundResult) -> ReconciliationReport {
    let mut totals = Vec::new();
    for (side, read) in [SideOf::Left, SideOf::Right]
        .into_iter()
        .zip(&result.totals)
    {
        for (&currency, total) in read {
            totals.push(SideTotal {
                side,
                currency,
                rows: total.rows,
                amount: major(total.amount, currency),
            });
        }
    }
    let outcomes = result.tallies.iter();
    let outcomes = outcomes.map(|(&(outcome, currency, cardinality), tally)| {
        outcome_total((outcome, currency, cardinality), tally)
    });
    ReconciliationReport {
        name: ReconciliationName::Fund,
        run: true,
        missing: Vec::new(),
        totals,
        outcomes: outcomes.collect(),
        balanced: result
            .tallies
            .keys()
            .all(|(outcome, ..)| outcome.ties_out()),
    }
}

fn outcome_total(
    (outcome, currency, cardinality): (Outcome, Currency, Option<Cardinality>),
    tally: &Tally,
) -> OutcomeTotal {
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
}
