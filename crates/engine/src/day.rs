//! The day: its files in order, one table a role, and the bounds of its time.

use std::collections::{BTreeMap, BTreeSet};

use tieout_statement::calendar::DAY;
use tieout_statement::formats::beside;
use tieout_statement::rows::{ABSENT, Values};
use tieout_statement::{Column, Date, FileProblem, FileReport, LocalTime, Role, Rows};

use crate::books::ledger;
use crate::books::own_chart::{self, ChartLine};
use crate::carry_over::{Carried, CarriedTable, CarryOver};
use crate::decisions::Decision;
use crate::report::Control;
use crate::settings::{CutOff, Settings};

/// The rows of one role, of all its files in file order.
#[derive(Clone, Debug)]
pub struct Table {
    rows: Rows,
    /// Where the carried rows come from, which stand before all others.
    carried: Vec<Carried>,
    /// When each carried row was first seen, as matching asks for it.
    first_seen: Vec<Date>,
    /// First row and file (an index into the day's files), in file order.
    segments: Vec<(u32, u32)>,
}

impl Table {
    fn new(role: Role) -> Self {
        Self {
            rows: Rows::new(role),
            carried: Vec::new(),
            first_seen: Vec::new(),
            segments: Vec::new(),
        }
    }

    /// The rows.
    #[must_use]
    pub const fn rows(&self) -> &Rows {
        &self.rows
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many rows, as rows are numbered.
    pub(crate) fn row_count(&self) -> u32 {
        u32::try_from(self.rows.len()).expect("appended rows are counted in 32 bits")
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Where a row comes from that an earlier day left open; `None` for today's rows.
    #[must_use]
    pub fn carried(&self, row: u32) -> Option<&Carried> {
        self.carried.get(row as usize)
    }

    /// How many carried rows stand before today's.
    #[must_use]
    pub fn carried_rows(&self) -> &[Carried] {
        &self.carried
    }

    /// When the carried rows were first seen, by row.
    pub(crate) fn first_seen(&self) -> &[Date] {
        &self.first_seen
    }

    /// Puts carried rows before all others.
    fn prepend(&mut self, carried: CarriedTable) {
        let CarriedTable { rows, carried } = carried;
        let count = u32::try_from(rows.len()).expect("there is room");
        let todays = std::mem::replace(&mut self.rows, rows);
        self.rows.append(&todays);
        self.first_seen = carried.iter().map(|carried| carried.first_seen).collect();
        self.carried = carried;
        for (first, _) in &mut self.segments {
            *first += count;
        }
    }

    /// Takes carried rows out again.
    fn without_carried(&mut self) {
        if !self.carried.is_empty() {
            self.rows = self.rows.split_off(self.carried.len());
            let count = u32::try_from(self.carried.len()).expect("it was counted before");
            self.carried.clear();
            self.first_seen.clear();
            for (first, _) in &mut self.segments {
                *first -= count;
            }
        }
    }

    /// The file of one of today's rows, as an index into [`Day::files`].
    #[must_use]
    pub fn file_of(&self, row: u32) -> usize {
        let after = self.segments.partition_point(|&(first, _)| first <= row);
        self.segments[after - 1].1 as usize
    }

    /// The row that starts at a line of a file.
    #[must_use]
    pub fn row_at(&self, file: usize, line: u32) -> Option<u32> {
        let at = self
            .segments
            .iter()
            .position(|&(_, of)| of as usize == file)?;
        let start = self.segments[at].0 as usize;
        let end = match self.segments.get(at + 1) {
            Some(&(next, _)) => next as usize,
            None => self.len(),
        };
        let lines = &self.rows.lines()[start..end];
        let found = start + lines.binary_search(&line).ok()?;
        u32::try_from(found).ok()
    }

    fn append(&mut self, file: u32, rows: Rows) {
        let first = u32::try_from(self.rows.len()).expect("memory ends before 32 bits of rows");
        self.segments.push((first, file));
        if self.rows.is_empty() {
            self.rows = rows;
        } else {
            self.rows.append(&rows);
        }
    }

    /// Whether the texts of both together stay below what a column can address.
    fn has_room_for(&self, rows: &Rows) -> bool {
        self.rows.columns().iter().zip(rows.columns()).all(|pair| {
            let (Values::Text(mine), Values::Text(theirs)) = pair else {
                return true;
            };
            u32::try_from(mine.bytes.len() + theirs.bytes.len()).is_ok()
        }) && u32::try_from(self.len() + rows.len()).is_ok_and(|n| n < u32::MAX)
    }
}

/// The column of a role that says when, if it has one.
#[must_use]
pub const fn time_column(role: Role) -> Option<Column> {
    match role {
        Role::ChannelFlow | Role::ChannelStatement | Role::PaymentFlow => Some(Column::FinishedAt),
        Role::PostingFlow => Some(Column::PostedAt),
        Role::BankStatement => Some(Column::BookedAt),
        Role::Balances => None,
    }
}

/// The accounting day as an interval of time, `start` in and `end` out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    /// The accounting date.
    pub date: Date,
    /// The previous day's cut-off.
    pub start: LocalTime,
    /// The day's cut-off.
    pub end: LocalTime,
}

impl Period {
    /// The accounting day of a date.
    #[must_use]
    pub fn of(date: Date, cut_off: CutOff) -> Self {
        let end = date.midnight().0 + cut_off.seconds();
        Self {
            date,
            start: LocalTime(end - DAY),
            end: LocalTime(end),
        }
    }
}

/// The accounting date whose day holds a time.
#[must_use]
pub fn accounting_date_of(time: LocalTime, cut_off: CutOff) -> Date {
    LocalTime(time.0 + DAY - cut_off.seconds()).date()
}

/// Files and rows of a day, before anything is reconciled.
#[derive(Clone, Debug, Default)]
pub struct Day {
    /// What the day cannot tell about itself.
    pub settings: Settings,
    /// Ids of entries that a ledger already holds.
    pub booked: BTreeSet<String>,
    /// What was decided of its exceptions, in order.
    pub decisions: Vec<Decision>,
    files: Vec<FileReport>,
    tables: BTreeMap<u8, Table>,
    carried: Option<Loaded>,
    chart: Vec<ChartLine>,
    chart_file: Option<String>,
}

/// What earlier days left open.
#[derive(Clone, Debug)]
struct Loaded {
    /// Its file, as an index into the day's files.
    file: usize,
    carry_over: CarryOver,
    /// Whether its rows stand in the tables.
    taken_up: bool,
}

impl Day {
    /// A day without files.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            booked: BTreeSet::new(),
            decisions: Vec::new(),
            files: Vec::new(),
            tables: BTreeMap::new(),
            carried: None,
            chart: Vec::new(),
            chart_file: None,
        }
    }

    /// Adds a file and its rows; call it in file order (byte order of names).
    ///
    /// A file whose bytes are those of an earlier one is refused as
    /// [`FileProblem::SameFile`], and its rows are not counted.
    pub fn add(&mut self, mut report: FileReport, rows: Option<Rows>) {
        self.refuse_the_same_file(&mut report);
        let file = u32::try_from(self.files.len()).expect("fewer files than bytes");
        if let (Some(role), false) = (report.role, report.refused()) {
            let rows = rows.unwrap_or_else(|| Rows::new(role));
            let table = self
                .tables
                .entry(role.code())
                .or_insert_with(|| Table::new(role));
            if rows.role() != role || !table.has_room_for(&rows) {
                refuse(
                    &mut report,
                    FileProblem::TooLarge {
                        detail: "the day's rows of this kind hold more than 4 GiB of text".into(),
                    },
                );
            } else {
                table.append(file, rows);
            }
        }
        self.files.push(report);
    }

    /// Adds a carry-over file by its text.
    ///
    /// A wrong one, and a second one, is refused: its report says why, the day runs without.
    pub fn add_carry_over(&mut self, mut report: FileReport, text: &str) {
        let refused = report.refused();
        let first = self.carried.as_ref().map(|loaded| loaded.file);
        match (CarryOver::parse(text), first) {
            _ if refused => {}
            (Err(problem), _) => report.problems.push(problem),
            (Ok(_), Some(first)) => report.problems.push(FileProblem::Invalid {
                line: None,
                detail: format!("a second carry-over beside {}", self.files[first].name),
                expected: "one carry-over, of the day before".to_owned(),
            }),
            (Ok(carry_over), None) => {
                self.carried = Some(Loaded {
                    file: self.files.len(),
                    carry_over,
                    taken_up: false,
                });
            }
        }
        self.files.push(report);
    }

    /// Adds a table that stands beside the day: of a journal the entries that a ledger holds,
    /// all but those that it only proposes; of a chart of accounts its lines.
    ///
    /// A wrong one is refused, and so is a second chart: its report says why, the day runs
    /// without.
    pub fn add_beside(&mut self, mut report: FileReport, text: &str) {
        self.refuse_the_same_file(&mut report);
        if !report.refused() {
            let taken = if report.format.as_deref() == Some(beside::CHART_OF_ACCOUNTS.id) {
                self.take_chart(text, &report.name)
            } else {
                ledger::booked(text).map(|booked| self.booked.extend(booked))
            };
            report.problems.extend(taken.err());
        }
        self.files.push(report);
    }

    fn take_chart(&mut self, text: &str, name: &str) -> Result<(), FileProblem> {
        if let Some(first) = &self.chart_file {
            return Err(FileProblem::Invalid {
                line: None,
                detail: format!("a second chart of accounts beside {first}"),
                expected: "one chart of accounts".to_owned(),
            });
        }
        self.chart = own_chart::parse(text)?;
        self.chart_file = Some(name.to_owned());
        Ok(())
    }

    /// The company's own chart of accounts, by code and detail; empty where none was given.
    #[must_use]
    pub fn chart(&self) -> &[ChartLine] {
        &self.chart
    }

    /// What earlier days left open and today takes up.
    #[must_use]
    pub fn carry_over(&self) -> Option<&CarryOver> {
        let loaded = self.carried.as_ref()?;
        loaded.taken_up.then_some(&loaded.carry_over)
    }

    /// Puts carried rows before today's. A carry-over that is not of an earlier day is
    /// refused here, because only all files together tell the accounting date.
    pub(crate) fn take_up(&mut self) {
        self.put_back();
        let today = self.period().map(|period| period.date);
        let Some(mut loaded) = self.carried.take() else {
            return;
        };
        let of = Date::parse(&loaded.carry_over.accounting_date).expect("checked when read");
        let refusal = match today.filter(|&today| of >= today) {
            Some(today) => Some(FileProblem::Invalid {
                line: None,
                detail: format!("a carry-over of {of} for the day {today}"),
                expected: format!("one of a day before {today}"),
            }),
            None if self.prepend(&loaded.carry_over) => None,
            None => Some(FileProblem::TooLarge {
                detail: "the day's rows and the carried ones hold more than 4 GiB of text".into(),
            }),
        };
        loaded.taken_up = refusal.is_none();
        self.files[loaded.file].problems.extend(refusal);
        self.carried = Some(loaded);
    }

    fn prepend(&mut self, carry_over: &CarryOver) -> bool {
        let carried = |role| carry_over.table(role);
        let tables = || self.tables.values();
        let room = tables().all(|table| table.has_room_for(&carried(table.rows.role()).rows));
        if room {
            for table in self.tables.values_mut() {
                table.prepend(carried(table.rows.role()));
            }
        }
        room
    }

    /// Takes carried rows out again, so that the day can be run anew.
    pub(crate) fn put_back(&mut self) {
        self.tables.values_mut().for_each(Table::without_carried);
        if let Some(loaded) = &mut self.carried {
            loaded.taken_up = false;
            // What was wrong depended on the day as it was then.
            self.files[loaded.file].problems.clear();
        }
    }

    /// The rows of each file, in the order in which files were added, to make another day
    /// of; `None` for a file without rows.
    #[must_use]
    pub fn into_rows(mut self) -> Vec<Option<Rows>> {
        self.put_back();
        let mut rows: Vec<Option<Rows>> = self.files.iter().map(|_| None).collect();
        for mut table in self.tables.into_values() {
            while table.segments.len() > 1
                && let Some((first, file)) = table.segments.pop()
            {
                rows[file as usize] = Some(table.rows.split_off(first as usize));
            }
            if let Some((_, file)) = table.segments.pop() {
                rows[file as usize] = Some(table.rows);
            }
        }
        rows
    }

    fn refuse_the_same_file(&self, report: &mut FileReport) {
        if report.refused() || report.sha256.is_empty() {
            return;
        }
        let first = self
            .files
            .iter()
            .find(|file| file.sha256 == report.sha256 && !file.refused());
        if let Some(first) = first {
            let first = first.name.clone();
            refuse(report, FileProblem::SameFile { first });
        }
    }

    /// Every file given, refused ones too.
    #[must_use]
    pub fn files(&self) -> &[FileReport] {
        &self.files
    }

    /// The rows of a role; `None` where no file of it was read.
    #[must_use]
    pub fn table(&self, role: Role) -> Option<&Table> {
        self.tables.get(&role.code())
    }

    /// Today's rows of all roles.
    #[must_use]
    pub fn rows(&self) -> u64 {
        let todays = |table: &Table| (table.len() - table.carried.len()) as u64;
        self.tables.values().map(todays).sum()
    }

    /// The accounting day: of the settings, else the accounting day of most times of all
    /// rows (equal: the later). `None` where neither a setting nor any row tells a time;
    /// then nothing depends on it but the age of what is open.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        let cut_off = self.settings.day.cut_off;
        let date = match self.settings.day.accounting_date {
            Some(date) => date,
            None => self.most_frequent_date(cut_off)?,
        };
        Some(Period::of(date, cut_off))
    }

    fn most_frequent_date(&self, cut_off: CutOff) -> Option<Date> {
        let mut votes: BTreeMap<Date, u64> = BTreeMap::new();
        for (role, table) in Role::ALL.iter().filter_map(|&r| Some((r, self.table(r)?))) {
            let Some(column) = time_column(role) else {
                continue;
            };
            let times = &table.rows.number(column)[table.carried.len()..];
            count_dates(times, cut_off, &mut votes);
        }
        let most = votes.iter().max_by_key(|&(date, count)| (*count, *date));
        most.map(|(date, _)| *date)
    }

    /// Rows in and accounted, files in and refused, by what the readers tell.
    ///
    /// `rows_accounted` is what the tables hold, and refused rows with their reasons.
    #[must_use]
    pub fn control(&self) -> Control {
        let data = |file: &&FileReport| !is_no_data(file);
        let read = || self.files.iter().filter(data).filter(|f| !f.refused());
        let rejected: u64 = read().map(|f| f.rows_rejected.len() as u64).sum();
        let files_in = self.files.iter().filter(data).count() as u64;
        // A bank statement's rows know only in and out: what moves nothing is counted by its
        // reader and stands in no table.
        let apart: u64 = read()
            .filter(|file| file.role == Some(Role::BankStatement))
            .map(|file| file.rows_neutral)
            .sum();
        Control {
            rows_in: read().map(|file| file.rows_read).sum::<u64>() + rejected,
            rows_accounted: self.rows() + rejected + apart,
            files_in,
            files_refused: files_in - read().count() as u64,
        }
    }
}

/// Whether a file holds settings, decisions, what earlier days left open, or what a ledger has.
fn is_no_data(file: &FileReport) -> bool {
    file.format.as_deref().is_some_and(beside::is_no_data)
}

/// Refuses a file as a whole: what it holds is not counted any more.
fn refuse(report: &mut FileReport, problem: FileProblem) {
    report.problems.push(problem);
    report.rows_read = 0;
    report.rows_neutral = 0;
    report.rows_rejected.clear();
    report.currency_totals.clear();
    report.stated_totals.clear();
}

/// Counts times by accounting date; neighbours mostly share theirs.
fn count_dates(times: &[i64], cut_off: CutOff, votes: &mut BTreeMap<Date, u64>) {
    let mut run: Option<(Date, u64)> = None;
    for &time in times.iter().filter(|&&time| time != ABSENT) {
        let date = accounting_date_of(LocalTime(time), cut_off);
        match &mut run {
            Some((of, count)) if *of == date => *count += 1,
            _ => {
                if let Some((of, count)) = run.replace((date, 1)) {
                    *votes.entry(of).or_default() += count;
                }
            }
        }
    }
    if let Some((of, count)) = run {
        *votes.entry(of).or_default() += count;
    }
}
