//! Everything that an exception's entries and explanations are made from.

use tieout_statement::{Column as C, Currency, Date, Family, Role};

use super::day_cut::Posted;
use super::fund_match::Funds;
use super::internal_legs::{BALANCE, OrderColumns};
use super::known::Known;
use crate::by_key::ByKey;
use crate::exceptions::Exception;
use crate::fund::FundGroup;
use crate::fund::lines::money_in;
use crate::fund::view::FundView;
use crate::identity::{EntryId, RowIdentity};
use crate::outcome::{Outcome, ReconciliationName};
use crate::sources::Sources;
use crate::treatments;
use crate::view::{KeyView, word};

/// The day's reconciliations, and what their rows say for the books.
pub(crate) struct Bench<'a> {
    pub sources: Sources<'a>,
    pub keys: Vec<KeyView<'a>>,
    pub fund: Option<FundView<'a>>,
    pub funds: Option<Funds<'a>>,
    pub posted: Option<Posted<'a>>,
    pub orders: Option<OrderColumns<'a>>,
    pub date: Date,
    known: &'a Known,
}

/// An exception's group, by how it was matched.
#[derive(Clone, Copy)]
pub(crate) enum Group<'a, 'b> {
    Key(&'b KeyView<'a>, usize),
    Fund(Funds<'a>, FundGroup<'a>),
}

impl<'a> Bench<'a> {
    /// `known`: what was looked up before.
    pub fn new(sources: Sources<'a>, known: &'a Known) -> Self {
        let day = sources.day;
        let date = sources
            .calendar
            .period
            .map_or(Date(0), |period| period.date);
        let fund_view = sources.fund_view();
        let funds = fund_view.as_ref().map(|view| Funds {
            result: view.result,
            bank: view.bank,
            ordinals: &sources.exceptions.ordinals,
            date,
        });
        Self {
            keys: (0..sources.reconciled.len())
                .map(|at| sources.view(at))
                .collect(),
            fund: fund_view,
            funds,
            posted: Posted::of(day, sources.by(ByKey::Posting), known),
            orders: day
                .table(Role::PaymentFlow)
                .map(|table| OrderColumns::of(table.rows())),
            date,
            known,
            sources,
        }
    }

    /// An exception by its place in the list.
    pub fn exception(&self, at: usize) -> Exception {
        self.sources.exceptions.list[at]
    }

    /// Whether a ledger already holds an entry.
    pub fn is_booked(&self, id: EntryId) -> bool {
        let booked = &self.sources.day.booked;
        !booked.is_empty() && booked.contains(&id.to_string())
    }

    /// The group of an exception.
    pub fn group(&self, exception: Exception) -> Group<'a, '_> {
        let number = exception.group as usize;
        match (self.keys.get(exception.reconciliation), self.funds) {
            (Some(view), _) => Group::Key(view, number),
            (None, Some(funds)) => Group::Fund(funds, funds.result.groups.get(number)),
            (None, None) => panic!("what is no reconciliation by key is the fund's"),
        }
    }

    /// The exception's own id.
    pub fn id(&self, at: usize) -> String {
        let exception = self.exception(at);
        let number = exception.group as usize;
        match (self.group(exception), &self.fund) {
            (Group::Key(view, group), _) => view.id(group),
            (Group::Fund(..), Some(view)) => view.id(number),
            (Group::Fund(..), None) => String::new(),
        }
    }

    /// The channel that a fund group belongs to; empty: none.
    pub fn fund_channel(&self, funds: Funds<'a>, group: FundGroup<'a>) -> &str {
        match (group.items, group.lines) {
            ([item, ..], _) => &funds.result.items.list[*item as usize].channel,
            ([], [line, ..]) => {
                let place = self.known.channels.of_line(funds.bank.rows(), *line);
                place.map_or("", |at| &self.known.channels.0[at as usize].code)
            }
            ([], []) => "",
        }
    }
}

impl<'a> Group<'a, '_> {
    pub fn outcome(self) -> Outcome {
        match self {
            Self::Key(view, group) => view.outcome(group),
            Self::Fund(_, group) => group.head.outcome,
        }
    }

    pub fn reconciliation(self) -> ReconciliationName {
        match self {
            Self::Key(view, _) => view.result.by.name(),
            Self::Fund(..) => ReconciliationName::Fund,
        }
    }

    /// The reconciliation's word.
    pub fn word(self) -> &'static str {
        word(self.reconciliation())
    }

    pub fn currency(self) -> Currency {
        match self {
            Self::Key(view, group) => view.currency(group),
            Self::Fund(_, group) => group.head.currency,
        }
    }

    /// Right less left, minor units.
    pub fn delta(self) -> i128 {
        match self {
            Self::Key(view, group) => view.delta(group),
            Self::Fund(_, group) => group.head.delta,
        }
    }

    /// The number that it is shown by.
    pub fn key(self) -> &'a str {
        match self {
            Self::Key(view, group) => view.key(group),
            Self::Fund(funds, group) => match (group.items, group.lines) {
                ([item, ..], _) => &funds.result.items.list[*item as usize].key,
                ([], [line, ..]) => {
                    let numbers = funds.bank.rows().text(C::TransactionNo);
                    numbers.get(*line as usize)
                }
                ([], []) => "",
            },
        }
    }

    /// Which money it is about; of the fund's money out `payout`, whatever it pays.
    pub fn family(self, bench: &Bench<'a>) -> Option<Family> {
        match self {
            Self::Key(view, group) => treatments::family(bench.sources.day, view.result, group),
            Self::Fund(funds, group) => {
                let comes_in = match (group.items, group.lines) {
                    ([item, ..], _) => funds.result.items.list[*item as usize].net() > 0,
                    ([], [line, ..]) => money_in(funds.bank.rows(), *line),
                    ([], []) => return None,
                };
                Some(if comes_in { Family::In } else { Family::Payout })
            }
        }
    }

    /// The channel of its rows.
    pub fn channel<'b>(self, bench: &'b Bench<'a>) -> &'b str
    where
        'a: 'b,
    {
        match self {
            Self::Fund(funds, group) => bench.fund_channel(funds, group),
            Self::Key(view, group) => {
                let side = |side: usize| {
                    let row = *view.rows(group)[side].first()?;
                    let text = row_channel(view, side, row);
                    (!text.is_empty() && text != BALANCE).then_some(text)
                };
                side(0).or_else(|| side(1)).unwrap_or("")
            }
        }
    }

    /// The oldest day on which one of its rows was seen.
    pub fn first_seen(self, bench: &Bench<'a>) -> Date {
        let seen: Option<Date> = match self {
            Self::Key(view, group) => {
                let rows = view.rows(group).into_iter().zip(&view.sides);
                rows.flat_map(|(rows, side)| rows.iter().map(|&row| side.carried_since(row)))
                    .map(|since| since.unwrap_or(bench.date))
                    .min()
            }
            Self::Fund(funds, group) => {
                let items = funds.items(group).map(|item| item.first_seen);
                let lines = group.lines.iter().map(|&line| {
                    let carried = funds.bank.carried(line);
                    carried.map_or(bench.date, |carried| carried.first_seen)
                });
                items.chain(lines).min()
            }
        };
        seen.unwrap_or(bench.date)
    }

    /// The identities of its rows.
    pub fn identities(self, bench: &Bench<'a>) -> Vec<RowIdentity> {
        match self {
            Self::Fund(funds, group) => funds.identities(group),
            Self::Key(view, group) => {
                let ordinals = &bench.sources.exceptions.ordinals;
                let rows = view.rows(group).into_iter().zip(view.tables);
                rows.flat_map(|(rows, table)| {
                    rows.iter().map(move |&row| ordinals.identity(table, row))
                })
                .collect()
            }
        }
    }

    /// Rows behind it.
    pub fn rows(self) -> u64 {
        match self {
            Self::Fund(funds, group) => funds.rows(group),
            Self::Key(view, group) => view.rows(group).iter().map(|rows| rows.len() as u64).sum(),
        }
    }
}

/// The channel of a row of a side, as its reconciliation reads it: of a payment its method.
pub(crate) fn row_channel<'a>(view: &KeyView<'a>, side: usize, row: u32) -> &'a str {
    let number = view.sides[side].channel.get(row);
    &view.result.lexicon.channels.texts[number as usize]
}
