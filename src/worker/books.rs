//! What the books, the reports and the overview's charts ask of a result, and its files.

use serde::{Deserialize, Serialize};
use tieout_engine::books::flow::Flow;
use tieout_engine::books::screens::{AccountTotal, JournalLine, JournalListing};
use tieout_engine::books::timeline::Step;
use tieout_engine::books::view::{Explanation, JournalQuery, Movement, Page};
use tieout_engine::report::{BalanceReport, EntryReport, IdentityReport, Report};
use tieout_engine::result::DayResult;
use tieout_engine::worklist::RowView;
use tieout_export::table::{Cell, Row};
use tieout_export::verify::{Fault, Stands, against};
use tieout_export::{Export, Language, Options, tables};
use tieout_statement::Currency;

/// The file that the next day takes up.
pub const CARRY_OVER: &str = "carry_over.json";

/// An account's detail in one currency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountDetail {
    /// The account's code.
    pub account: String,
    /// Its detail; empty where it has none.
    pub detail: String,
    /// The currency.
    pub currency: Currency,
}

impl AccountDetail {
    fn parts(&self) -> (&str, &str, Currency) {
        (&self.account, &self.detail, self.currency)
    }
}

/// Which part of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Window {
    /// First, from 0.
    pub from: u64,
    /// How many.
    pub count: u64,
}

/// A question about the books.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum BooksQuestion {
    /// Accounts as a whole.
    Accounts,
    /// The way of money in.
    Flow,
    /// Whether a report's text is the one that the day gives.
    Verify(String),
    /// The journal at a glance.
    Journal(JournalQuery),
    /// Lines of the journal.
    JournalLines(JournalQuery, Window),
    /// An entry opened: its first lines of so many.
    Entry {
        /// Its id.
        id: String,
        /// Lines, at most.
        lines: u64,
    },
    /// Rows behind a summary entry.
    EntryRows(String, Window),
    /// Accounts by detail: of one account, or of all where it is empty, whose detail
    /// contains a text.
    Balances {
        /// The account.
        account: String,
        /// A part of the detail.
        text: String,
        /// Which.
        window: Window,
    },
    /// An account's detail: its day, and what moved it.
    Account(AccountDetail, Window),
    /// What explains an account at a stage.
    Explanations {
        /// Which.
        of: AccountDetail,
        /// After the treatments.
        after: bool,
        /// Which part.
        window: Window,
    },
    /// Lines of an identity at a stage, those that do not hold first.
    Identity {
        /// Its name.
        name: String,
        /// After the treatments.
        after: bool,
        /// Which part.
        window: Window,
    },
    /// What happened to a payment order.
    Timeline(String),
    /// Lines of a report's table.
    Table(String, Window),
}

/// An entry opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EntryOpened {
    /// The entry with at most the lines asked for.
    pub entry: EntryReport,
    /// Its lines in all.
    pub lines: u64,
    /// The group that it is made of; `None` of a summary of rows.
    pub handle: Option<u64>,
}

/// An account's detail: its day, and what moved it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountOpened {
    /// Its day.
    pub balance: BalanceReport,
    /// What moved it.
    pub movements: Page<Movement>,
}

/// The answer to a [`BooksQuestion`], in its order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum BooksAnswer {
    /// Accounts as a whole.
    Accounts(Vec<AccountTotal>),
    /// By currency.
    Flow(Vec<Flow>),
    /// Of a report: that it stands, or its first fault.
    Verified(Result<Stands, Fault>),
    /// The journal at a glance.
    Journal(JournalListing),
    /// Lines of the journal.
    JournalLines(Vec<JournalLine>),
    /// `None`: no entry has the id.
    Entry(Option<Box<EntryOpened>>),
    /// Rows.
    EntryRows(Page<RowView>),
    /// Accounts by detail.
    Balances(Page<BalanceReport>),
    /// `None`: the books do not have it.
    Account(Option<Box<AccountOpened>>),
    /// What explains an account.
    Explanations(Page<Explanation>),
    /// Lines of an identity.
    Identity(Page<IdentityReport>),
    /// Steps.
    Timeline(Vec<Step>),
    /// `None`: there is no such table.
    Table(Option<Page<Row>>),
}

/// What was made of a result for its reports, kept while it stands.
#[derive(Debug, Default)]
pub struct Made {
    report: Option<Box<Report>>,
    table: Option<(String, Vec<Row>)>,
}

impl Made {
    /// The report, made where it is not yet.
    pub fn report(&mut self, result: &DayResult) -> &Report {
        self.report.get_or_insert_with(|| Box::new(result.report()))
    }

    /// A page of a report's table; `None` where there is none.
    fn table(&mut self, result: &DayResult, id: &str, window: Window) -> Option<Page<Row>> {
        if self.table.as_ref().is_none_or(|(made, _)| made != id) {
            let table = tables::ALL.iter().find(|table| table.id == id)?;
            let (_, rows) = table.written(self.report(result)).ok()?;
            self.table = Some((id.to_owned(), rows));
        }
        let (_, rows) = self.table.as_ref()?;
        let at = |n: u64| usize::try_from(n).map_or(rows.len(), |n| n.min(rows.len()));
        let until = window.from.saturating_add(window.count);
        Some(Page {
            total: rows.len() as u64,
            items: rows[at(window.from)..at(until)].to_vec(),
        })
    }
}

/// Answers a question.
#[must_use]
pub fn answer(result: &DayResult, made: &mut Made, question: BooksQuestion) -> BooksAnswer {
    use BooksAnswer as A;
    use BooksQuestion as Q;
    match question {
        Q::Accounts => A::Accounts(result.account_totals()),
        Q::Flow => A::Flow(result.flow()),
        Q::Verify(text) => A::Verified(against(text.as_bytes(), made.report(result))),
        Q::Journal(query) => A::Journal(result.journal_listing(&query)),
        Q::JournalLines(query, w) => A::JournalLines(result.journal_lines(&query, w.from, w.count)),
        Q::Entry { id, lines } => A::Entry(entry(result, &id, lines).map(Box::new)),
        Q::EntryRows(id, w) => A::EntryRows(result.entry_rows(&id, w.from, w.count)),
        Q::Balances {
            account,
            text,
            window: w,
        } => A::Balances(result.balances_page(&account, &text, w.from, w.count)),
        Q::Account(of, w) => A::Account(account(result, &of, w).map(Box::new)),
        Q::Explanations {
            of,
            after,
            window: w,
        } => A::Explanations(result.explanations(of.parts(), after, w.from, w.count)),
        Q::Identity {
            name,
            after,
            window: w,
        } => A::Identity(result.identity_lines(&name, after, w.from, w.count)),
        Q::Timeline(order) => A::Timeline(result.timeline(&order)),
        Q::Table(id, w) => A::Table(made.table(result, &id, w)),
    }
}

fn entry(result: &DayResult, id: &str, count: u64) -> Option<EntryOpened> {
    let lines = result.entry_lines(id, 0, count)?;
    let entry = EntryReport {
        lines: lines.items,
        ..result.entry_head(id)?
    };
    Some(EntryOpened {
        entry,
        lines: lines.total,
        handle: result.entry_group(id),
    })
}

fn account(result: &DayResult, of: &AccountDetail, w: Window) -> Option<AccountOpened> {
    let (account, detail, currency) = of.parts();
    Some(AccountOpened {
        balance: result.account_day(account, detail, currency)?,
        movements: result.movements(of.parts(), w.from, w.count),
    })
}

/// Makes a file of a result, byte for byte as the command line does.
///
/// # Errors
/// Why there is none.
pub fn export(
    result: &DayResult,
    made: &mut Made,
    file: &str,
    chinese: bool,
) -> Result<Vec<u8>, String> {
    if file == CARRY_OVER {
        return Ok(result.carry_over().to_json().into_bytes());
    }
    let named = |export: &&Export| export.file_name == file;
    let export = tieout_export::ALL.iter().find(named);
    let export = export.ok_or_else(|| format!("{file}: there is no such export"))?;
    let language = if chinese {
        Language::Chinese
    } else {
        Language::English
    };
    let bytes = (export.make)(made.report(result), Options { language });
    bytes.map_err(|error| error.to_string())
}

/// A cell for a spreadsheet's paste: no tab and no line end within it, nothing that runs.
#[must_use]
pub fn pasted(cell: &Cell) -> String {
    let plain = cell.plain();
    let text = tieout_export::cell::safe(&plain);
    text.replace(['\t', '\n', '\r'], " ")
}
