//! The reconciliation of a day, in steps that a host can show, yield between and stop.

use tieout_statement::Role;

use crate::books::run::BooksRun;
use crate::by_key::{ByKey, KeyRun, Reconciled};
use crate::day::Day;
use crate::exceptions::{Exceptions, Settling};
use crate::fund;
use crate::fund::result::FundResult;
use crate::fund::run::FundRun;
use crate::matching::judgement::Calendar;
use crate::outcome::ReconciliationName;
use crate::pairing::{self, Pairing};
use crate::result::{DayResult, Found, NotRun};
use crate::sources::Sources;

/// What a step left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// There is more to do: units of work done and in all (rows × passes).
    More {
        /// Done so far.
        done: u64,
        /// In all.
        total: u64,
    },
    /// The result is ready: [`Run::finish`].
    Done,
}

/// A day on its way to its result.
#[derive(Debug)]
pub struct Run {
    day: Day,
    calendar: Calendar,
    /// Reconciliations to come, the next one last.
    waiting: Vec<KeyRun>,
    fund: Option<FundRun>,
    not_run: Vec<NotRun>,
    reconciled: Vec<Reconciled>,
    fund_result: Option<FundResult>,
    settling: Option<Settling>,
    exceptions: Option<Exceptions>,
    books: Option<BooksRun>,
    pairing: Pairing,
    /// Work of the reconciliations that are finished.
    done: u64,
    total: u64,
}

impl Run {
    /// Begins with a day.
    #[must_use]
    pub fn new(mut day: Day) -> Self {
        day.take_up();
        let calendar = Calendar::of(&day);
        let (mut waiting, mut not_run) = (Vec::new(), Vec::new());
        let missing = |roles: [Role; 2]| -> Vec<Role> {
            let roles = roles.into_iter();
            roles.filter(|&role| day.table(role).is_none()).collect()
        };
        for by in ByKey::ALL {
            let missing = missing(by.roles());
            if missing.is_empty() {
                waiting.push(KeyRun::new(by, &day, calendar));
            } else {
                not_run.push(NotRun {
                    name: by.name(),
                    missing,
                });
            }
        }
        waiting.reverse();
        let missing = missing(fund::run::ROLES);
        let fund = missing.is_empty().then(|| FundRun::new(&day));
        if fund.is_none() {
            not_run.push(NotRun {
                name: ReconciliationName::Fund,
                missing,
            });
        }
        let by_key: u64 = waiting.iter().map(|run| run.progress().1).sum();
        Self {
            total: by_key + fund.as_ref().map_or(0, |run| run.progress().1),
            fund,
            day,
            calendar,
            waiting,
            not_run,
            reconciled: Vec::new(),
            fund_result: None,
            settling: None,
            exceptions: None,
            books: None,
            pairing: Pairing::default(),
            done: 0,
        }
    }

    /// Does the next part, some 64k rows of one pass.
    pub fn step(&mut self) -> Step {
        let Some(run) = self.waiting.last_mut() else {
            return self.step_fund();
        };
        run.step(&self.day);
        let (done, _) = run.progress();
        if run.is_done() {
            self.done += done;
            self.reconciled
                .extend(self.waiting.pop().map(KeyRun::finish));
            return self.more(0);
        }
        self.more(done)
    }

    fn step_fund(&mut self) -> Step {
        let period = self.calendar.period;
        match &mut self.fund {
            Some(run) if !run.is_done() => {
                run.step(&self.day, period);
                let (done, _) = run.progress();
                self.more(done)
            }
            Some(_) => {
                let run = self.fund.take().expect("matched above");
                self.done += run.progress().0;
                self.fund_result = Some(run.finish(&self.day));
                self.more(0)
            }
            None => self.settle(),
        }
    }

    fn more(&self, done: u64) -> Step {
        Step::More {
            done: self.done + done,
            total: self.total,
        }
    }

    fn settle(&mut self) -> Step {
        if self.exceptions.is_some() {
            return self.book();
        }
        if self.settling.is_none() && !self.day.decisions.is_empty() {
            let (day, calendar) = (&self.day, self.calendar);
            self.pairing =
                pairing::lay_over(day, calendar, &mut self.reconciled, &mut self.fund_result);
        }
        let settling = self.settling.get_or_insert_with(|| {
            Settling::new(&self.day, &self.reconciled, self.fund_result.as_ref())
        });
        if settling.step(&self.day) {
            return self.more(0);
        }
        let settling = self.settling.take().unwrap_or_default();
        self.exceptions = Some(settling.finish(
            &self.day,
            self.calendar.period,
            &self.reconciled,
            self.fund_result.as_ref(),
        ));
        self.more(0)
    }

    fn book(&mut self) -> Step {
        let sources = Sources {
            day: &self.day,
            calendar: self.calendar,
            reconciled: &self.reconciled,
            fund: self.fund_result.as_ref(),
            exceptions: self.exceptions.as_ref().expect("they are settled"),
        };
        let books = self.books.get_or_insert_with(|| BooksRun::new(sources));
        if books.step(sources) {
            self.more(0)
        } else {
            Step::Done
        }
    }

    /// Does what is left and gives the result.
    #[must_use]
    pub fn finish(mut self) -> DayResult {
        while self.step() != Step::Done {}
        let books = self.books.take().map(BooksRun::finish);
        let decisions = std::mem::take(&mut self.day.decisions);
        let found = Found {
            reconciled: self.reconciled,
            fund: self.fund_result,
            not_run: self.not_run,
            exceptions: self.exceptions.unwrap_or_default(),
            books: books.unwrap_or_default(),
            pairing: self.pairing,
        };
        let mut result = DayResult::new(self.day, self.calendar, found);
        if !decisions.is_empty() {
            result.decide(decisions);
        }
        result
    }

    /// Stops: the day as it was given.
    #[must_use]
    pub fn into_day(mut self) -> Day {
        self.day.put_back();
        self.day
    }
}
