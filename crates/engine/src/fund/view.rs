//! Items, lines and groups as screens and reports show them.

use tieout_statement::money::major;
use tieout_statement::{Column as C, Currency, Role};
use xxhash_rust::xxh3::xxh3_128;

use super::groups::FundGroup;
use super::items::Item;
use super::result::FundResult;
use super::why::Evidence;
use crate::day::{Day, Period, Table};
use crate::exceptions::Exceptions;
use crate::identity::{RowIdentity, exception_id};
use crate::outcome::{Outcome, ReconciliationName};
use crate::pairing::{may_be_paired, name_of};
use crate::report::{ReasonReport, RowReport};
use crate::search;
use crate::view::{holds, place};
use crate::worklist::{Detail, Item as ListItem, RowView};

/// The role number of items among row identities.
pub(crate) const ITEM_ROLE: u8 = u8::MAX;

/// An item as ids know it: by currency and key.
pub(crate) fn item_identity(item: &Item) -> RowIdentity {
    let name = [item.currency.code().as_bytes(), item.key.as_bytes()].concat();
    RowIdentity {
        role: ITEM_ROLE,
        cells: xxh3_128(&name),
        ordinal: 1,
    }
}

/// Fund reconciliation with everything that its groups are shown from.
pub(crate) struct FundView<'a> {
    pub day: &'a Day,
    pub period: Option<Period>,
    pub result: &'a FundResult,
    /// Its place among the day's reconciliations.
    pub which: usize,
    pub exceptions: &'a Exceptions,
    pub statement: &'a Table,
    pub bank: &'a Table,
}

impl FundView<'_> {
    pub fn group(&self, group: usize) -> FundGroup<'_> {
        self.result.groups.get(group)
    }

    /// The groups of the row at a line of a file: of a bank line, or of a statement row's
    /// item.
    pub fn groups_at(&self, file: usize, line: u32) -> Vec<u32> {
        let of_line = self.bank.row_at(file, line);
        let of_line = of_line.map(|row| self.result.group_of_line[row as usize]);
        let of_item = self.statement.row_at(file, line).and_then(|row| {
            let items = &self.result.items;
            let holds = |group: &u32| {
                let group = self.group(*group as usize);
                group
                    .items
                    .iter()
                    .any(|&item| items.rows_of(item).contains(&row))
            };
            (0..).take(self.len()).find(holds)
        });
        of_line.into_iter().chain(of_item).collect()
    }

    pub fn len(&self) -> usize {
        self.result.groups.len()
    }

    pub fn outcome(&self, group: usize) -> Outcome {
        self.group(group).head.outcome
    }

    pub fn delta(&self, group: usize) -> i128 {
        self.group(group).head.delta
    }

    pub fn currency(&self, group: usize) -> Currency {
        self.group(group).head.currency
    }

    /// The channel of its items; empty for lines alone.
    pub fn channel(&self, group: usize) -> &str {
        let first = self.group(group).items.first();
        first.map_or("", |&item| &self.result.items.list[item as usize].channel)
    }

    pub fn key(&self, group: usize) -> &str {
        let group = self.group(group);
        match (group.items, group.lines) {
            ([item, ..], _) => &self.result.items.list[*item as usize].key,
            ([], [line, ..]) => self.number(*line),
            ([], []) => "",
        }
    }

    fn number(&self, line: u32) -> &str {
        self.bank.rows().text(C::TransactionNo).get(line as usize)
    }

    pub fn amount(&self, group: usize, side: usize) -> Option<i128> {
        let group = self.group(group);
        let items = || {
            group
                .items
                .iter()
                .map(|&i| self.result.items.list[i as usize].net().abs())
        };
        let lines = || {
            group
                .lines
                .iter()
                .map(|&l| super::lines::amount(self.bank.rows(), l))
        };
        match side {
            0 => (!group.items.is_empty()).then(|| items().sum()),
            _ => (!group.lines.is_empty()).then(|| lines().sum()),
        }
    }

    /// For each group, whether an item's key, a number of its rows, or a line's number or
    /// reference contains a text of lower-case ASCII.
    pub fn holding(&self, needle: &[u8]) -> Vec<bool> {
        let rows_with = |table: &Table| {
            let mut with = vec![false; table.len()];
            search::rows_with(table.rows(), needle, |row| with[row as usize] = true);
            with
        };
        let (of_statement, of_bank) = (rows_with(self.statement), rows_with(self.bank));
        let references = self.bank.rows().text(C::Reference);
        let item = |&item: &u32| {
            let items = &self.result.items;
            let mut rows = items.rows_of(item).iter();
            holds(items.list[item as usize].key.as_bytes(), needle)
                || rows.any(|&row| of_statement[row as usize])
        };
        let line = |&line: &u32| {
            let at = line as usize;
            of_bank[at] || holds(references.bytes_at(at), needle)
        };
        let group = |group| {
            let group = self.group(group);
            group.items.iter().any(item) || group.lines.iter().any(line)
        };
        (0..self.len()).map(group).collect()
    }

    fn exception(&self, group: usize) -> Option<usize> {
        self.exceptions.find(self.which, u32::try_from(group).ok()?)
    }

    /// Stable over runs: of the items' identities (currency and key) and the lines' cells.
    pub fn id(&self, group: usize) -> String {
        let group = self.group(group);
        let item = |&item: &u32| item_identity(&self.result.items.list[item as usize]);
        let line = |&line: &u32| self.exceptions.ordinals.identity(self.bank, line);
        let identities = group
            .items
            .iter()
            .map(item)
            .chain(group.lines.iter().map(line));
        exception_id("fund", identities.collect())
    }

    pub fn reason(&self, group: usize) -> ReasonReport {
        let line = self.group(group).lines.first();
        let repeats = &self.result.line_repeats;
        let repeat = line.and_then(|line| {
            let at = repeats
                .binary_search_by_key(line, |repeat| repeat.row)
                .ok()?;
            let first = repeats[at].first;
            let place = place(self.day, self.bank, first);
            Some((place.file, place.line, self.number(first).to_owned()))
        });
        Evidence {
            group: self.group(group),
            items: &self.result.items,
            lines: self.bank.rows(),
            date: self.period.map(|period| period.date),
            max_fund_days: self.day.settings.day.max_fund_days,
            first: repeat,
            by_hand: u32::try_from(group)
                .ok()
                .and_then(|of| self.result.by_hand.get(&of)),
        }
        .report()
    }

    pub fn item(&self, group: usize) -> ListItem {
        let head = self.group(group).head;
        let exception = self.exception(group);
        let facts = exception.map(|at| self.exceptions.list[at]);
        let amount = |side| Some(major(self.amount(group, side)?, head.currency));
        ListItem {
            handle: (self.which as u64) << 32 | group as u64,
            id: exception.map_or_else(String::new, |_| self.id(group)),
            key: self.key(group).to_owned(),
            reconciliation: ReconciliationName::Fund,
            outcome: head.outcome,
            cardinality: head.cardinality,
            channel: self.channel(group).to_owned(),
            currency: head.currency,
            left_amount: amount(0),
            right_amount: amount(1),
            delta: major(head.delta, head.currency),
            treatment: facts.map(|facts| facts.treatment),
            age_days: facts.map_or(0, |facts| facts.age_days),
            decision: None,
        }
    }

    pub fn detail(&self, group: usize) -> Detail {
        let members = self.group(group);
        let views = |items: &[u32], lines: &[u32]| {
            let items = items.iter().map(|&item| self.item_view(item));
            items
                .chain(lines.iter().map(|&line| self.line_view(line)))
                .collect::<Vec<_>>()
        };
        let candidates = &members.head.candidates;
        Detail {
            item: self.item(group),
            reason: self.reason(group),
            left: views(members.items, &[]),
            right: views(&[], members.lines),
            candidates: candidates
                .iter()
                .map(|set| views(&set.items, &set.lines))
                .collect(),
            candidate_pairs: candidates
                .iter()
                .map(|set| self.pair_names(&set.items, &set.lines))
                .collect(),
            differing: Vec::new(),
        }
    }

    /// The names by which a decision pairs items and lines; none where they cannot be paired.
    pub fn pair_names(&self, items: &[u32], lines: &[u32]) -> Vec<String> {
        if items.is_empty() || lines.is_empty() {
            return Vec::new();
        }
        self.names(items, lines)
    }

    /// The names by which a decision pairs the members of a group that waits.
    pub fn row_names(&self, group: usize) -> Vec<String> {
        let group = self.group(group);
        if may_be_paired(group.head.outcome, group.head.why) {
            self.names(group.items, group.lines)
        } else {
            Vec::new()
        }
    }

    fn names(&self, items: &[u32], lines: &[u32]) -> Vec<String> {
        let item = |&item: &u32| name_of(item_identity(&self.result.items.list[item as usize]));
        let line = |&line: &u32| name_of(self.exceptions.ordinals.identity(self.bank, line));
        items
            .iter()
            .map(item)
            .chain(lines.iter().map(line))
            .collect()
    }

    /// An item as a row: what it is made of.
    pub fn item_view(&self, item: u32) -> RowView {
        let item = &self.result.items.list[item as usize];
        let amount = |minor| major(minor, item.currency);
        let cells = [
            ("item", item.key.to_string()),
            ("channel", item.channel.to_string()),
            ("currency", item.currency.to_string()),
            ("business_date", item.business_date.to_string()),
            ("due_date", item.due_date.to_string()),
            ("rows", item.rows.to_string()),
            ("gross", amount(item.gross)),
            ("refunds", amount(item.refunds)),
            ("fees", amount(item.fees)),
            ("payouts", amount(item.payouts)),
            ("net", amount(item.net())),
        ];
        let since = item
            .carried
            .then(|| ("first_seen", item.first_seen.to_string()));
        let cells = cells.into_iter().chain(since);
        RowView {
            role: Role::ChannelStatement,
            place: None,
            cells: cells.map(|(name, text)| (name.to_owned(), text)).collect(),
            counts: true,
        }
    }

    pub fn line_view(&self, line: u32) -> RowView {
        let cells = self.bank.rows().cells(line as usize);
        RowView {
            role: Role::BankStatement,
            place: Some(place(self.day, self.bank, line)),
            cells: cells
                .map(|(column, text)| (column.text().to_owned(), text))
                .collect(),
            counts: true,
        }
    }

    pub fn row_reports(&self, group: usize, side: usize) -> Vec<RowReport> {
        let group = self.group(group);
        match side {
            0 => group
                .items
                .iter()
                .map(|&item| self.item_report(item))
                .collect(),
            _ => group
                .lines
                .iter()
                .map(|&line| self.line_report(line))
                .collect(),
        }
    }

    fn item_report(&self, item: u32) -> RowReport {
        let item = &self.result.items.list[item as usize];
        RowReport {
            file: None,
            line: None,
            key: item.key.to_string(),
            amount: major(item.net().abs(), item.currency),
        }
    }

    fn line_report(&self, line: u32) -> RowReport {
        let place = place(self.day, self.bank, line);
        let currency = self.bank.rows().currency(line as usize);
        RowReport {
            file: Some(place.file),
            line: Some(place.line),
            key: self.number(line).to_owned(),
            amount: major(super::lines::amount(self.bank.rows(), line), currency),
        }
    }

    pub fn candidate_reports(&self, group: usize) -> Vec<Vec<RowReport>> {
        let candidates = self.group(group).head.candidates.iter();
        let report = |set: &super::Candidate| {
            let items = set.items.iter().map(|&item| self.item_report(item));
            items
                .chain(set.lines.iter().map(|&line| self.line_report(line)))
                .collect()
        };
        candidates.map(report).collect()
    }
}
