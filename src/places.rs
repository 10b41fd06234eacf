//! What books and reports show, as the address says it.

use tieout_engine::books::view::JournalQuery;
use tieout_statement::Currency;

use crate::locales::{BooksKey, ReportKey};
use crate::workspace::books::AccountDetail;

/// A view of the books.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum BooksView {
    /// Journal and trial balance.
    #[default]
    Journal,
    /// Accounts by their details.
    Details,
    /// What explains pending clearing.
    Clearing,
    /// Books against bank statements.
    Bank,
    /// Channel fees against their schedule.
    Fees,
    /// What stands at the banks, and what is expected there.
    Position,
}

impl BooksView {
    /// Every view, in the order of the tabs.
    pub const ALL: [Self; 6] = [
        Self::Journal,
        Self::Details,
        Self::Clearing,
        Self::Bank,
        Self::Position,
        Self::Fees,
    ];

    /// Its word in the address.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Details => "details",
            Self::Clearing => "clearing",
            Self::Bank => "bank",
            Self::Position => "position",
            Self::Fees => "fees",
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> BooksKey {
        match self {
            Self::Journal => BooksKey::JournalView,
            Self::Details => BooksKey::DetailsView,
            Self::Clearing => BooksKey::ClearingView,
            Self::Bank => BooksKey::BankView,
            Self::Position => BooksKey::PositionView,
            Self::Fees => BooksKey::FeesView,
        }
    }
}

/// What stands open beside the books.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Opened {
    /// An entry, by its id.
    Entry(String),
    /// An account's detail: its T-account, and what explains it.
    Account(AccountDetail),
    /// A payment order's way through the day.
    Order(String),
    /// What is expected at a bank account; empty: at none that is known.
    Expected(String, Currency),
}

/// A place in the books.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BooksPlace {
    /// The view.
    pub view: BooksView,
    /// What the journal lists.
    pub query: JournalQuery,
    /// The account whose details are listed; empty: all.
    pub of: String,
    /// A part of the details that are listed.
    pub detail: String,
    /// What stands open.
    pub opened: Option<Opened>,
}

impl BooksPlace {
    /// Its parts as the address writes them: names and values.
    #[must_use]
    pub fn parts(&self) -> Vec<(&'static str, Vec<String>)> {
        let mut parts = Vec::new();
        if self.view != BooksView::default() {
            parts.push(("view", vec![self.view.id().to_owned()]));
        }
        let one = |text: &String| {
            let texts = [text].into_iter().filter(|text| !text.is_empty());
            texts.cloned().collect::<Vec<_>>()
        };
        parts.push(("when", self.query.when.clone()));
        parts.push(("status", self.query.statuses.clone()));
        parts.push(("template", self.query.templates.clone()));
        parts.push(("account", self.query.accounts.clone()));
        parts.push(("q", one(&self.query.text)));
        parts.push(("of", one(&self.of)));
        parts.push(("detail", one(&self.detail)));
        match &self.opened {
            Some(Opened::Entry(id)) => parts.push(("entry", vec![id.clone()])),
            Some(Opened::Order(order)) => parts.push(("order", vec![order.clone()])),
            Some(Opened::Expected(account, currency)) => {
                let currency = currency.code().to_owned();
                parts.push(("expected", vec![account.clone(), currency]));
            }
            Some(Opened::Account(of)) => {
                let currency = of.currency.code().to_owned();
                parts.push(("t", vec![of.account.clone(), of.detail.clone(), currency]));
            }
            None => {}
        }
        parts.retain(|(_, values)| !values.is_empty());
        parts
    }

    /// Reads a part; what is not understood is left out.
    pub fn read(&mut self, name: &str, values: Vec<String>) {
        let first = || values.first().cloned().unwrap_or_default();
        match name {
            "view" => {
                let view = BooksView::ALL.into_iter().find(|v| v.id() == first());
                self.view = view.unwrap_or_default();
            }
            "when" => self.query.when = values,
            "status" => self.query.statuses = values,
            "template" => self.query.templates = values,
            "account" => self.query.accounts = values,
            "q" => self.query.text = first(),
            "of" => self.of = first(),
            "detail" => self.detail = first(),
            "entry" => self.opened = Some(Opened::Entry(first())),
            "order" => self.opened = Some(Opened::Order(first())),
            "expected" => {
                if let [account, currency] = values.as_slice()
                    && let Some(currency) = Currency::parse(currency)
                {
                    self.opened = Some(Opened::Expected(account.clone(), currency));
                }
            }
            "t" => {
                if let [account, detail, currency] = values.as_slice()
                    && let Some(currency) = Currency::parse(currency)
                {
                    self.opened = Some(Opened::Account(AccountDetail {
                        account: account.clone(),
                        detail: detail.clone(),
                        currency,
                    }));
                }
            }
            _ => {}
        }
    }
}

/// A report of the reports screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ReportView {
    /// What channels were to settle, and did.
    #[default]
    Settlement,
    /// What the day earned and cost.
    Finance,
    /// Customers' money and the reserve.
    Reserve,
    /// Every exception.
    Exceptions,
    /// The sheet to sign.
    Proof,
}

impl ReportView {
    /// Every report, in the order of the tabs.
    pub const ALL: [Self; 5] = [
        Self::Settlement,
        Self::Finance,
        Self::Reserve,
        Self::Exceptions,
        Self::Proof,
    ];

    /// Its word in the address; of a table that table's name too.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Settlement => "settlement",
            Self::Finance => "finance",
            Self::Reserve => "reserve",
            Self::Exceptions => "exceptions",
            Self::Proof => "proof",
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> ReportKey {
        match self {
            Self::Settlement => ReportKey::Settlement,
            Self::Finance => ReportKey::Finance,
            Self::Reserve => ReportKey::Reserve,
            Self::Exceptions => ReportKey::Exceptions,
            Self::Proof => ReportKey::Proof,
        }
    }

    /// The report of a word; the first where there is none.
    #[must_use]
    pub fn by_id(id: &str) -> Self {
        let found = Self::ALL.into_iter().find(|view| view.id() == id);
        found.unwrap_or_default()
    }
}
