//! A reconciled day, and the questions that it answers.

use crate::day::Day;
use crate::report::Report;
use crate::worklist::{Detail, Item, Listing, Query, Summary};

/// A reconciled day.
#[derive(Debug)]
pub struct DayResult {
    pub(crate) day: Day,
}

impl DayResult {
    /// The whole result as one document.
    #[must_use]
    pub fn report(&self) -> Report {
        Report {
            tieout: env!("CARGO_PKG_VERSION").to_owned(),
            schema: crate::report::SCHEMA,
            accounting_date: self
                .day
                .period()
                .map_or_else(String::new, |p| p.date.to_string()),
            settings: self.day.settings.to_json(),
            files: self.day.files().to_vec(),
            notes: Vec::new(),
            reconciliations: Vec::new(),
            exceptions: Vec::new(),
            carry_over: Vec::new(),
            control: self.day.control(),
        }
    }

    /// The day at a glance.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary {
            accounting_date: self.report().accounting_date,
            settings_toml: self.day.settings.to_toml(),
            files: self.day.files().to_vec(),
            notes: Vec::new(),
            cards: Vec::new(),
            exceptions: 0,
            at_risk: Vec::new(),
            timing: 0,
            timing_amount: Vec::new(),
            ageing: Vec::new(),
            control: self.day.control(),
        }
    }

    /// The answer to a query, and the handles of its items in order.
    #[must_use]
    pub fn list(&self, _query: &Query) -> (Listing, Vec<u64>) {
        (Listing::default(), Vec::new())
    }

    /// One line of a list.
    ///
    /// # Panics
    /// When the handle is not of this result's lists.
    #[must_use]
    pub fn item(&self, handle: u64) -> Item {
        self.detail(handle)
            .map(|detail| detail.item)
            .expect("a handle of this result")
    }

    /// One group opened; `None` for a handle of another result.
    #[must_use]
    pub fn detail(&self, _handle: u64) -> Option<Detail> {
        None
    }

    /// Why the row that starts at a line of a file has its outcomes, one a reconciliation.
    #[must_use]
    pub fn explain(&self, _file: &str, _line: u32) -> Vec<Detail> {
        Vec::new()
    }

    /// The day, to run it again with other settings or more files.
    #[must_use]
    pub fn into_day(self) -> Day {
        self.day
    }
}
