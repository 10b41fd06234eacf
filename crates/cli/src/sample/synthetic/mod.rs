//! The synthetic day: any number of rows, every outcome in known numbers.

use std::io::{self, Write};

use tieout_statement::{Date, LocalTime};

use super::day_files::{DayFiles, DayPlan};
use super::random::SplitMix64;

mod cases;
mod channels;
mod people;
mod scene;

pub use cases::{CHANNEL_CASES, Case, ChannelCase, EVERY_CASE_FROM};
use channels::{STATEMENTS, TERMS};
use people::People;
use scene::Scene;

/// The day of every synthetic day.
pub const ACCOUNTING_DATE: &str = "2026-03-09";

/// A day made from a number of rows and a seed.
#[derive(Clone, Copy, Debug)]
pub struct SyntheticDay {
    /// Rows a side of the channel reconciliation.
    pub rows: u64,
    /// The same seed gives the same bytes.
    pub seed: u64,
}

impl SyntheticDay {
    /// The cases in the order in which they happen.
    fn cases(&self, random: &mut SplitMix64) -> Vec<Case> {
        let mut cases = Vec::new();
        let mut left = 0;
        for kind in CHANNEL_CASES {
            let times = kind.occurrences(self.rows);
            left += times * kind.left;
            cases.extend((0..times).map(|_| kind.case));
        }
        let plain = self.rows.saturating_sub(left);
        cases.extend((0..plain).map(|_| Case::Matched));
        random.shuffle(&mut cases);
        cases
    }

    /// Writes the day's files; `open` is given each file's name. Gives back the writers.
    ///
    /// # Errors
    /// As `open` and the writers.
    pub fn write<W: Write>(&self, open: impl FnMut(&str) -> io::Result<W>) -> io::Result<Vec<W>> {
        let mut random = SplitMix64::new(self.seed);
        let cases = self.cases(&mut random);
        let date = Date::parse(ACCOUNTING_DATE).expect("a real day");
        let people = People::of(self.rows);
        let plan = DayPlan {
            date,
            terms: TERMS,
            statements: STATEMENTS,
            openings: people.openings(),
        };
        let mut scene = Scene {
            day: DayFiles::create(plan, open)?,
            random,
            start: date.midnight().0,
            people,
            number: 0,
            icbc_receipts: 0,
            receipts_max: (self.rows / 50).min(200),
        };
        let count = i64::try_from(cases.len()).expect("cases fit memory");
        for (n, case) in (0i64..).zip(cases) {
            // Clear of the windows at both ends of the day.
            let second = 2_400 + n * 81_600 / count;
            scene.play(case, LocalTime(scene.start + second))?;
        }
        scene.bank()?;
        scene.day.finish()
    }
}
