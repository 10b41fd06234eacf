//! What the desk keeps: the rows of every file read, the day made of them, its result.
//!
//! No browser in here. Rows stand in one place at a time: on the shelf, by the hash of the
//! file that they were read from, or in the day that is reconciled. So a file can be added,
//! taken out or replaced without reading another again, and a million rows are never held
//! twice.

use std::collections::{BTreeMap, BTreeSet};

use tieout_engine::day::Day;
use tieout_engine::decisions::{self, Decision};
use tieout_engine::result::DayResult;
use tieout_engine::run::{Run, Step};
use tieout_engine::settings::Settings;
use tieout_engine::worklist::Summary;
use tieout_statement::{FileProblem, FileReport, Rows};

use super::books::{self, Made};
use super::protocol::{Answer, Held, Question, REJECTED_SHOWN, Reading, RunNumber};

/// A file, or a member of an archive, that was read.
#[derive(Debug)]
struct Filed {
    report: FileReport,
    held: Held,
}

/// What stands on the desk.
#[derive(Debug, Default)]
enum Work {
    /// Rows only, all on the shelf.
    #[default]
    Nothing,
    /// A run under way.
    Running(RunNumber, Box<Run>),
    /// A result, and the latest listing of it.
    Result(Box<DayResult>, Vec<u64>),
}

/// Room is made for no more rows than this on a guess.
const GUESSED_MAX: usize = 1 << 23;

/// What a step of a run came to.
#[derive(Debug)]
pub enum Stepped {
    /// No run is under way.
    Idle,
    /// There is more to do.
    More {
        /// Which run.
        run: RunNumber,
        /// Work done.
        done: u64,
        /// Work in all.
        total: u64,
    },
    /// There is a result.
    Done {
        /// Which run.
        run: RunNumber,
        /// At a glance.
        summary: Box<Summary>,
    },
}

/// Files read, rows, result.
#[derive(Debug, Default)]
pub struct Desk {
    filed: BTreeMap<Reading, Vec<Filed>>,
    arriving: BTreeMap<(Reading, String), Rows>,
    shelf: BTreeMap<String, Rows>,
    forgotten: BTreeSet<Reading>,
    work: Work,
    /// Hash of each file of the day under work, in its order, where the day has its rows.
    in_day: Vec<Option<String>>,
    /// What was made of the result for its reports.
    made: Made,
    /// What was decided.
    decisions: Vec<Decision>,
}

impl Desk {
    /// Takes a piece of a file in; `read`: how many of how many bytes are read with it.
    /// What no longer counts is dropped.
    pub fn rows(&mut self, reading: Reading, name: &str, mut piece: Rows, read: (u64, u64)) {
        if self.forgotten.contains(&reading) {
            return;
        }
        let key = (reading, name.to_owned());
        match self.arriving.get_mut(&key) {
            Some(rows) => rows.append(&piece),
            None => {
                piece.reserve_for(expected(piece.len(), read));
                self.arriving.insert(key, piece);
            }
        }
    }

    /// Takes a file's end in; answers its report for the page, cut to what is shown, and
    /// how many rows were refused in all. `None` where it no longer counts.
    pub fn end(
        &mut self,
        reading: Reading,
        report: FileReport,
        rest: Option<Rows>,
        held: Held,
    ) -> Option<(FileReport, u64)> {
        if let Some(rest) = rest {
            self.rows(reading, &report.name, rest, (1, 1));
        }
        let rows = self.arriving.remove(&(reading, report.name.clone()));
        if self.forgotten.contains(&reading) {
            return None;
        }
        if let (Some(rows), false) = (rows, self.has_rows_of(&report.sha256)) {
            self.shelf.insert(report.sha256.clone(), rows);
        }
        let rows_rejected = report.rows_rejected.len() as u64;
        let shown = cut(report.clone());
        let filed = Filed { report, held };
        self.filed.entry(reading).or_default().push(filed);
        Some((shown, rows_rejected))
    }

    fn has_rows_of(&self, sha256: &str) -> bool {
        self.shelf.contains_key(sha256) || self.in_day_has(sha256)
    }

    fn in_day_has(&self, sha256: &str) -> bool {
        self.in_day.iter().flatten().any(|of| of == sha256)
    }

    /// Drops what was read, and whatever still comes of it.
    pub fn forget(&mut self, readings: &[Reading]) {
        for reading in readings {
            self.forgotten.insert(*reading);
            self.filed.remove(reading);
            self.arriving.retain(|(of, _), _| of != reading);
        }
        self.clear_shelf();
    }

    /// Drops rows that no filed file has.
    fn clear_shelf(&mut self) {
        let filed: BTreeSet<&str> = self
            .filed
            .values()
            .flatten()
            .map(|filed| filed.report.sha256.as_str())
            .collect();
        self.shelf
            .retain(|sha256, _| filed.contains(sha256.as_str()));
    }

    /// Drops what was read, wherever its rows are: the same bytes come again, read otherwise.
    pub fn read_again(&mut self, readings: &[Reading]) {
        self.put_back();
        let of = readings
            .iter()
            .filter_map(|reading| self.filed.get(reading));
        let hashes: Vec<String> = of
            .flatten()
            .map(|filed| filed.report.sha256.clone())
            .collect();
        self.forget(readings);
        for sha256 in hashes {
            self.shelf.remove(&sha256);
        }
    }

    /// Begins to reconcile the day that these readings make; all others are forgotten.
    /// Settings given stand in place of those among the files.
    pub fn reconcile(
        &mut self,
        run: RunNumber,
        readings: &[Reading],
        without: &[(Reading, String)],
        given: Option<&str>,
        decisions: Vec<Decision>,
    ) {
        self.put_back();
        self.decisions = decisions;
        let others: Vec<Reading> = self
            .filed
            .keys()
            .filter(|reading| !readings.contains(reading))
            .copied()
            .collect();
        self.forget(&others);
        let mut files: Vec<&Filed> = self
            .filed
            .iter()
            .flat_map(|(reading, files)| files.iter().map(move |file| (reading, file)))
            .filter(|(reading, file)| {
                let taken_out =
                    |(of, name): &(Reading, String)| of == *reading && *name == file.report.name;
                !without.iter().any(taken_out)
            })
            .map(|(_, file)| file)
            .collect();
        files.sort_by(|a, b| a.report.name.cmp(&b.report.name));
        let (settings, problems) = settings_of(&files);
        let given = given.and_then(|toml| Settings::parse(toml).ok());
        let mut day = Day::new(given.unwrap_or(settings));
        day.decisions.clone_from(&self.decisions);
        for (file, problem) in files.iter().zip(problems) {
            let mut report = file.report.clone();
            report.problems.extend(problem);
            let rows = self.shelf.remove(&report.sha256);
            assert!(
                rows.is_some() || report.rows_read == 0 || self.in_day_has(&report.sha256),
                "the rows of every file that was read are on the shelf or in the day"
            );
            self.in_day
                .push(rows.is_some().then(|| report.sha256.clone()));
            match &file.held {
                Held::CarryOver(text) => day.add_carry_over(report, text),
                Held::Beside(text) => day.add_beside(report, text),
                Held::Decisions(text) => {
                    // The page takes up what they say; what is wrong with one is said here.
                    report.problems.extend(decisions::file::parse(text).err());
                    day.add(report, None);
                }
                Held::Rows | Held::Settings(_) => day.add(report, rows),
            }
        }
        self.work = Work::Running(run, Box::new(Run::new(day)));
    }

    /// Stops a run, if it is under way.
    pub fn stop(&mut self, run: RunNumber) {
        if matches!(&self.work, Work::Running(of, _) if *of == run) {
            self.put_back();
        }
    }

    /// Takes the day apart: its rows go back to the shelf.
    fn put_back(&mut self) {
        self.made = Made::default();
        let day = match std::mem::take(&mut self.work) {
            Work::Nothing => return,
            Work::Running(_, run) => run.into_day(),
            Work::Result(result, _) => result.into_day(),
        };
        for (sha256, rows) in self.in_day.drain(..).zip(day.into_rows()) {
            if let (Some(sha256), Some(rows)) = (sha256, rows) {
                self.shelf.insert(sha256, rows);
            }
        }
        self.clear_shelf();
    }

    /// Does one step of the run under way.
    pub fn step(&mut self) -> Stepped {
        let Work::Running(run, work) = &mut self.work else {
            return Stepped::Idle;
        };
        let run = *run;
        match work.step() {
            Step::More { done, total } => Stepped::More { run, done, total },
            Step::Done => {
                let Work::Running(_, work) = std::mem::take(&mut self.work) else {
                    unreachable!("it was running just now");
                };
                let mut result = work.finish();
                // More may have been decided while it ran.
                if result.decisions() != self.decisions && !result.needs_run(&self.decisions) {
                    result.decide(self.decisions.clone());
                }
                let summary = at_a_glance(&result);
                self.work = Work::Result(Box::new(result), Vec::new());
                let summary = Box::new(summary);
                Stepped::Done { run, summary }
            }
        }
    }

    /// Takes what was decided; the day at a glance after it, where there is a result. Where
    /// other rows are paired by hand than before, the page has the day run again.
    pub fn decide(&mut self, decisions: Vec<Decision>) -> Option<Box<Summary>> {
        self.decisions = decisions;
        let Work::Result(result, _) = &mut self.work else {
            return None;
        };
        if result.needs_run(&self.decisions) {
            return None;
        }
        self.made = Made::default();
        result.decide(self.decisions.clone());
        Some(Box::new(at_a_glance(result)))
    }

    /// Answers a question about the result.
    pub fn answer(&mut self, question: Question) -> Answer {
        if let Question::Rejected { name, from, count } = &question {
            return Answer::Rejected(self.rejected(name, *from, *count));
        }
        let Work::Result(result, listed) = &mut self.work else {
            return Answer::NoResult;
        };
        match question {
            Question::List(query) => {
                let (listing, handles) = result.list(&query);
                *listed = handles;
                Answer::Listing(listing)
            }
            Question::Page { from, count } => {
                let page = window_of(listed, from, count);
                Answer::Items(page.iter().map(|&handle| result.item(handle)).collect())
            }
            Question::Open { handle } => {
                Answer::Details(result.detail(handle).into_iter().collect())
            }
            Question::WhyNot { handle } => Answer::WhyNot(result.why_not(handle)),
            Question::Explain { file, line } => Answer::Details(result.explain(&file, line)),
            Question::CleaningPreview {
                settings,
                code,
                count,
            } => {
                let settings = Settings::parse(&settings).unwrap_or_default();
                let count = usize::try_from(count).unwrap_or(usize::MAX);
                let preview = result.cleaning_preview(&settings.channel(&code), count);
                Answer::CleaningPreview(preview)
            }
            Question::Books(question) => {
                Answer::Books(books::answer(result, &mut self.made, question))
            }
            Question::Treatments { handle, direction } => Answer::Treatments {
                choices: result.treatment_choices(handle, direction),
                entry: result.standing_entry(handle),
            },
            Question::WouldBook { handles } => Answer::WouldBook(result.would_book(&handles)),
            Question::Rejected { .. } => unreachable!("answered above"),
        }
    }

    /// Makes the report that files are made from, where it is not made yet; false where there
    /// is no result.
    pub fn make_report(&mut self) -> bool {
        let Work::Result(result, _) = &self.work else {
            return false;
        };
        self.made.report(result);
        true
    }

    /// Makes a file of the result.
    ///
    /// # Errors
    /// Why there is none.
    pub fn export(&mut self, file: &str, chinese: bool) -> Result<Vec<u8>, String> {
        let Work::Result(result, _) = &self.work else {
            return Err("there is no result".to_owned());
        };
        books::export(result, &mut self.made, file, chinese)
    }

    fn rejected(&self, name: &str, from: u64, count: u64) -> Vec<tieout_statement::RejectedRow> {
        let mut filed = self.filed.values().flatten();
        filed
            .find(|filed| filed.report.name == name)
            .map(|filed| window_of(&filed.report.rows_rejected, from, count).to_vec())
            .unwrap_or_default()
    }
}

/// Rows that a file will have, by those in the part of it that is read; a little more,
/// because a wrong guess costs a copy of everything.
fn expected(rows: usize, (read, size): (u64, u64)) -> usize {
    if read == 0 || read >= size {
        return rows;
    }
    let guess = rows as u128 * u128::from(size) / u128::from(read);
    usize::try_from(guess + guess / 50).map_or(rows, |guess| guess.min(GUESSED_MAX))
}

/// Items `from .. from + count`, as many of them as there are.
fn window_of<T>(items: &[T], from: u64, count: u64) -> &[T] {
    let at = |n: u64| usize::try_from(n).map_or(items.len(), |n| n.min(items.len()));
    &items[at(from)..at(from.saturating_add(count))]
}

fn at_a_glance(result: &DayResult) -> Summary {
    let mut summary = result.summary();
    summary.files = summary.files.into_iter().map(cut).collect();
    summary
}

/// A report with the first refused rows only.
fn cut(mut report: FileReport) -> FileReport {
    report.rows_rejected.truncate(REJECTED_SHOWN);
    report
}

/// The day's settings, and what is wrong with each file that should hold some. The first
/// that can be read counts; a second is refused: which one was meant is not guessed.
fn settings_of(files: &[&Filed]) -> (Settings, Vec<Option<FileProblem>>) {
    let mut taken: Option<(Settings, &str)> = None;
    let problems = files
        .iter()
        .map(|file| {
            let Held::Settings(text) = &file.held else {
                return None;
            };
            match (Settings::parse(text), &taken) {
                (Err(problem), _) => Some(problem),
                (Ok(_), Some((_, first))) => Some(FileProblem::Invalid {
                    line: None,
                    detail: format!("a second settings file, after {first}"),
                    expected: "one tieout.toml a day".to_owned(),
                }),
                (Ok(settings), None) => {
                    taken = Some((settings, &file.report.name));
                    None
                }
            }
        })
        .collect();
    let settings = taken.map(|(settings, _)| settings);
    (settings.unwrap_or_default(), problems)
}

#[cfg(test)]
mod tests {
    use tieout_engine::worklist::Query;
    use tieout_statement::formats::own;
    use tieout_statement::{Cell, Currency, Kind, MinorUnits, Role, Status};

    use super::*;

    const fn reading(file: u32) -> Reading {
        Reading { file, attempt: 0 }
    }

    fn rows(orders: std::ops::Range<u32>) -> Rows {
        let mut rows = Rows::new(Role::ChannelFlow);
        for n in orders {
            let order = format!("C{n}");
            rows.push(
                n,
                u64::from(n) * 100,
                &[
                    Cell::Text("wechat"),
                    Cell::Text(&order),
                    Cell::Absent,
                    Cell::Kind(Kind::TopUp),
                    Cell::Status(Status::Success),
                    Cell::Currency(Currency::CNY),
                    Cell::Minor(MinorUnits(100)),
                    Cell::Absent,
                    Cell::Absent,
                    Cell::Absent,
                ],
            );
        }
        rows
    }

    fn report(name: &str, sha256: &str, rows_read: u64) -> FileReport {
        FileReport {
            name: name.to_owned(),
            format: Some("channel-flow".to_owned()),
            role: Some(Role::ChannelFlow),
            encoding: "UTF-8".to_owned(),
            sha256: sha256.to_owned(),
            rows_read,
            rows_rejected: Vec::new(),
            rows_neutral: 0,
            accounts: Vec::new(),
            dates: None,
            currency_totals: Vec::new(),
            stated_totals: Vec::new(),
            problems: Vec::new(),
            other_columns: Vec::new(),
            bytes: 0,
        }
    }

    /// Files ten rows of a name whose bytes are told by `sha256`.
    fn file(desk: &mut Desk, number: u32, name: &str, sha256: &str) {
        desk.rows(reading(number), name, rows(0..4), (40, 100));
        desk.rows(reading(number), name, rows(4..9), (90, 100));
        let end = report(name, sha256, 10);
        desk.end(reading(number), end, Some(rows(9..10)), Held::Rows);
    }

    fn run(desk: &mut Desk, readings: &[Reading]) -> Summary {
        desk.reconcile(RunNumber(1), readings, &[], None, Vec::new());
        loop {
            match desk.step() {
                Stepped::More { .. } => {}
                Stepped::Done { summary, .. } => return *summary,
                Stepped::Idle => panic!("a run ends with its result"),
            }
        }
    }

    #[test]
    fn a_day_is_made_of_what_was_read_again_and_again() {
        let mut desk = Desk::default();
        file(&mut desk, 0, "b.csv", "b");
        file(&mut desk, 1, "a.csv", "a");
        let both = run(&mut desk, &[reading(0), reading(1)]);
        assert_eq!(both.control.rows_in, 20);
        let names: Vec<_> = both.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a.csv", "b.csv"], "in file order");
        desk.forget(&[reading(1)]);
        assert_eq!(run(&mut desk, &[reading(0)]).control.rows_in, 10);
        file(&mut desk, 2, "c.csv", "c");
        assert_eq!(
            run(&mut desk, &[reading(0), reading(2)]).control.rows_in,
            20
        );
    }

    #[test]
    fn a_twin_gives_its_rows_when_the_first_is_taken_out() {
        let mut desk = Desk::default();
        file(&mut desk, 0, "a.csv", "same");
        file(&mut desk, 1, "b.csv", "same");
        let both = run(&mut desk, &[reading(0), reading(1)]);
        assert_eq!((both.control.rows_in, both.control.files_refused), (10, 1));
        desk.forget(&[reading(0)]);
        let one = run(&mut desk, &[reading(1)]);
        assert_eq!((one.control.rows_in, one.control.files_refused), (10, 0));
    }

    #[test]
    fn a_member_taken_out_comes_back_with_its_rows() {
        let mut desk = Desk::default();
        file(&mut desk, 0, "a.zip/x.csv", "x");
        file(&mut desk, 0, "a.zip/y.csv", "y");
        let without = (reading(0), "a.zip/x.csv".to_owned());
        desk.reconcile(RunNumber(1), &[reading(0)], &[without], None, Vec::new());
        while !matches!(desk.step(), Stepped::Done { .. }) {}
        assert_eq!(run(&mut desk, &[reading(0)]).control.rows_in, 20);
    }

    #[test]
    fn what_a_forgotten_reading_still_sends_is_dropped() {
        let mut desk = Desk::default();
        desk.rows(reading(0), "a.csv", rows(0..4), (40, 100));
        desk.forget(&[reading(0)]);
        desk.rows(reading(0), "a.csv", rows(4..9), (90, 100));
        let end = report("a.csv", "a", 9);
        assert!(desk.end(reading(0), end, None, Held::Rows).is_none());
        assert!(desk.arriving.is_empty() && desk.shelf.is_empty() && desk.filed.is_empty());
    }

    #[test]
    fn a_stopped_run_leaves_the_rows() {
        let mut desk = Desk::default();
        file(&mut desk, 0, "a.csv", "a");
        desk.reconcile(RunNumber(1), &[reading(0)], &[], None, Vec::new());
        desk.stop(RunNumber(1));
        assert!(matches!(desk.step(), Stepped::Idle));
        assert_eq!(
            desk.answer(Question::List(Query::default())),
            Answer::NoResult
        );
        assert_eq!(run(&mut desk, &[reading(0)]).control.rows_in, 10);
    }

    #[test]
    fn the_first_settings_count_and_a_second_is_said() {
        let mut desk = Desk::default();
        let settings = |name: &str| FileReport {
            format: Some(own::SETTINGS.id.to_owned()),
            role: None,
            ..report(name, name, 0)
        };
        for (number, name, date) in [(0, "b.toml", "2026-03-02"), (1, "a.toml", "2026-03-01")] {
            let text = format!("[day]\naccounting_date = \"{date}\"\n");
            desk.end(reading(number), settings(name), None, Held::Settings(text));
        }
        let summary = run(&mut desk, &[reading(0), reading(1)]);
        assert_eq!(summary.accounting_date, "2026-03-01");
        let refused: Vec<bool> = summary.files.iter().map(FileReport::refused).collect();
        assert_eq!(refused, [false, true]);
    }

    #[test]
    fn settings_given_stand_in_place_of_the_files_own() {
        let mut desk = Desk::default();
        let text = "[day]\naccounting_date = \"2026-03-02\"\n".to_owned();
        let settings = FileReport {
            role: None,
            ..report("tieout.toml", "t", 0)
        };
        desk.end(reading(0), settings, None, Held::Settings(text));
        let given = "[day]\naccounting_date = \"2026-03-09\"\n";
        desk.reconcile(RunNumber(1), &[reading(0)], &[], Some(given), Vec::new());
        let summary = loop {
            if let Stepped::Done { summary, .. } = desk.step() {
                break summary;
            }
        };
        assert_eq!(summary.accounting_date, "2026-03-09");
        assert!(!summary.files[0].refused());
    }

    #[test]
    fn the_same_bytes_read_otherwise_give_their_new_rows() {
        let mut desk = Desk::default();
        file(&mut desk, 0, "a.csv", "a");
        assert_eq!(run(&mut desk, &[reading(0)]).control.rows_in, 10);
        desk.read_again(&[reading(0)]);
        let again = Reading {
            file: 0,
            attempt: 1,
        };
        let end = report("a.csv", "a", 3);
        desk.end(again, end, Some(rows(0..3)), Held::Rows);
        assert_eq!(run(&mut desk, &[again]).control.rows_in, 3);
    }

    #[test]
    fn the_page_gets_the_first_refused_rows_and_asks_for_the_rest() {
        let mut desk = Desk::default();
        let mut bad = report("a.csv", "a", 0);
        let refused = |line| tieout_statement::RejectedRow {
            line,
            column: None,
            reason: tieout_statement::Reason::UnclosedQuote,
        };
        bad.rows_rejected = (0..1000).map(refused).collect();
        let (shown, all) = desk
            .end(reading(0), bad, None, Held::Rows)
            .expect("it counts");
        assert_eq!((shown.rows_rejected.len(), all), (REJECTED_SHOWN, 1000));
        let rest = Question::Rejected {
            name: "a.csv".to_owned(),
            from: 990,
            count: 100,
        };
        let Answer::Rejected(rest) = desk.answer(rest) else {
            panic!("refused rows are known before there is a result");
        };
        assert_eq!(rest.len(), 10);
    }
}
