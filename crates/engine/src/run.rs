//! The reconciliation of a day, in steps that a host can show, yield between and stop.

use tieout_statement::Role;

use crate::by_key::{ByKey, KeyRun, Reconciled};
use crate::day::Day;
use crate::exceptions::Settling;
use crate::matching::judgement::Calendar;
use crate::result::{DayResult, NotRun};

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
    not_run: Vec<NotRun>,
    reconciled: Vec<Reconciled>,
    settling: Option<Settling>,
    /// Work of the reconciliations that are finished.
    done: u64,
    total: u64,
}

impl Run {
    /// Begins with a day.
    #[must_use]
    pub fn new(day: Day) -> Self {
        let calendar = Calendar::of(&day);
        let (mut waiting, mut not_run) = (Vec::new(), Vec::new());
        for by in ByKey::ALL {
            let missing: Vec<Role> = by
                .roles()
                .into_iter()
                .filter(|&role| day.table(role).is_none())
                .collect();
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
        Self {
            total: waiting.iter().map(|run| run.progress().1).sum(),
            day,
            calendar,
            waiting,
            not_run,
            reconciled: Vec::new(),
            settling: None,
            done: 0,
        }
    }

    /// Does the next part, some 64k rows of one pass.
    pub fn step(&mut self) -> Step {
        let Some(run) = self.waiting.last_mut() else {
            return self.settle();
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

    fn more(&self, done: u64) -> Step {
        Step::More {
            done: self.done + done,
            total: self.total,
        }
    }

    fn settle(&mut self) -> Step {
        let settling = self
            .settling
            .get_or_insert_with(|| Settling::new(&self.day, &self.reconciled));
        if settling.step(&self.day) {
            self.more(0)
        } else {
            Step::Done
        }
    }

    /// Does what is left and gives the result.
    #[must_use]
    pub fn finish(mut self) -> DayResult {
        while self.step() != Step::Done {}
        let settling = self.settling.take().unwrap_or_default();
        let exceptions = settling.finish(&self.day, self.calendar.period, &self.reconciled);
        DayResult::new(
            self.day,
            self.calendar,
            self.reconciled,
            self.not_run,
            exceptions,
        )
    }

    /// Stops: the day as it was given.
    #[must_use]
    pub fn into_day(self) -> Day {
        self.day
    }
}
