//! The reconciliations of a day with everything that their groups are shown and booked from.

use crate::by_key::{ByKey, Reconciled};
use crate::day::Day;
use crate::exceptions::Exceptions;
use crate::fund;
use crate::fund::result::FundResult;
use crate::fund::view::FundView;
use crate::matching::judgement::Calendar;
use crate::view::{KeyView, View};

/// What was found of a day.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'a> {
    pub day: &'a Day,
    pub calendar: Calendar,
    pub reconciled: &'a [Reconciled],
    pub fund: Option<&'a FundResult>,
    pub exceptions: &'a Exceptions,
}

impl<'a> Sources<'a> {
    /// The reconciliations that were run, in the order channel, business, posting, fund.
    pub fn views(self) -> impl Iterator<Item = View<'a>> {
        let keys = (0..self.reconciled.len()).map(move |at| View::Key(Box::new(self.view(at))));
        keys.chain(self.fund_view().map(View::Fund))
    }

    /// A reconciliation by key, by its place.
    pub fn view(self, which: usize) -> KeyView<'a> {
        let result = &self.reconciled[which];
        KeyView {
            day: self.day,
            calendar: self.calendar,
            result,
            which,
            exceptions: self.exceptions,
            tables: result.by.tables(self.day),
            sides: result.sides(self.day),
        }
    }

    /// The fund reconciliation, where it was run.
    pub fn fund_view(self) -> Option<FundView<'a>> {
        let result = self.fund?;
        let [statement, bank] = fund::run::tables(self.day);
        Some(FundView {
            day: self.day,
            period: self.calendar.period,
            result,
            which: self.reconciled.len(),
            exceptions: self.exceptions,
            statement,
            bank,
        })
    }

    /// A reconciliation by key, where it was run.
    pub fn by(self, by: ByKey) -> Option<&'a Reconciled> {
        self.reconciled.iter().find(|result| result.by == by)
    }

    /// Whether channel, business, posting and fund were all run.
    pub fn all_run(self) -> bool {
        self.reconciled.len() == ByKey::ALL.len() && self.fund.is_some()
    }
}
