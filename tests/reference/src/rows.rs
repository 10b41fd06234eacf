//! Rows as they stand in the files: cells by column name.

use std::collections::BTreeMap;

use tieout_statement::{Currency, LocalTime, MinorUnits};

/// The record that a file is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Role {
    ChannelFlow,
    ChannelStatement,
    PaymentFlow,
    PostingFlow,
    BankStatement,
    Balances,
}

impl Role {
    /// The name that carry-over files use.
    pub fn name(self) -> &'static str {
        match self {
            Self::ChannelFlow => "channel_flow",
            Self::ChannelStatement => "channel_statement",
            Self::PaymentFlow => "payment_flow",
            Self::PostingFlow => "posting_flow",
            Self::BankStatement => "bank_statement",
            Self::Balances => "balances",
        }
    }

    pub fn by_name(name: &str) -> Self {
        [
            Self::ChannelFlow,
            Self::ChannelStatement,
            Self::PaymentFlow,
            Self::PostingFlow,
            Self::BankStatement,
            Self::Balances,
        ]
        .into_iter()
        .find(|role| role.name() == name)
        .expect("a role of the carry-over format")
    }

    /// The column that names a row in reports.
    pub fn own_number(self) -> &'static str {
        match self {
            Self::ChannelFlow => "channel_order_no",
            Self::ChannelStatement => "order_no",
            Self::PaymentFlow => "payment_order_no",
            Self::PostingFlow => "posting_no",
            Self::BankStatement => "transaction_no",
            Self::Balances => "detail",
        }
    }

    /// A file is known by its columns.
    pub fn by_header(header: &[String]) -> Self {
        let has = |name: &str| header.iter().any(|column| column == name);
        if has("opening") {
            Self::Balances
        } else if has("posting_no") {
            Self::PostingFlow
        } else if has("bank_account") {
            Self::BankStatement
        } else if has("channel_order_no") {
            Self::ChannelFlow
        } else if has("order_no") {
            Self::ChannelStatement
        } else if has("payment_order_no") {
            Self::PaymentFlow
        } else {
            panic!("a file of the tests is of one of our layouts: {header:?}")
        }
    }
}

/// A row, of today's files or carried.
#[derive(Clone, Debug)]
pub struct Row {
    pub role: Role,
    pub file: String,
    pub line: u64,
    pub cells: BTreeMap<String, String>,
    /// `Some(first seen, reconciliations it was carried for)`.
    pub carried: Option<(String, Vec<String>)>,
    /// A carried bank line that was in transit.
    pub fund_transfer: Option<String>,
}

impl Row {
    /// A cell; empty = absent.
    pub fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub fn currency(&self) -> &str {
        self.get("currency")
    }

    fn minor_of(&self, column: &str) -> Option<i128> {
        let text = self.get(column);
        let currency = Currency::parse(self.currency()).expect("the tests' currencies are good");
        (!text.is_empty()).then(|| {
            let minor = MinorUnits::parse_signed(text, currency);
            i128::from(minor.expect("the tests' amounts are good").0)
        })
    }

    pub fn amount(&self) -> i128 {
        self.minor_of("amount").expect("an amount is never empty")
    }

    pub fn fee(&self) -> Option<i128> {
        self.minor_of("fee")
    }

    /// A posting and a bank line are always successes.
    pub fn success(&self) -> bool {
        match self.role {
            Role::PostingFlow | Role::BankStatement => true,
            _ => self.get("status") == "success",
        }
    }

    pub fn family(&self) -> &'static str {
        match self.get("kind") {
            "top_up" | "payment" => "in",
            "refund" => "refund",
            "withdrawal" => "payout",
            _ => "",
        }
    }

    pub fn time(&self) -> Option<i64> {
        let column = match self.role {
            Role::PostingFlow => "posted_at",
            Role::BankStatement => "booked_at",
            _ => "finished_at",
        };
        let text = self.get(column);
        (!text.is_empty()).then(|| LocalTime::parse(text).expect("the tests' times are good").0)
    }

    pub fn own_number(&self) -> &str {
        self.get(self.role.own_number())
    }

    pub fn carried_for(&self, reconciliation: &str) -> bool {
        match &self.carried {
            None => true,
            Some((_, names)) => names.iter().any(|name| name == reconciliation),
        }
    }
}

/// Reads one file of the tests; every row of it is good.
pub fn read(name: &str, text: &str) -> (Role, Vec<Row>) {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .expect("a header")
        .iter()
        .map(|cell| cell.trim().to_owned())
        .collect();
    let role = Role::by_header(&header);
    let rows = reader
        .records()
        .map(|record| {
            let record = record.expect("a record");
            let cells = header
                .iter()
                .cloned()
                .zip(record.iter().map(|cell| cell.trim().to_owned()))
                .collect();
            Row {
                role,
                file: name.to_owned(),
                line: record.position().expect("read from text").line(),
                cells,
                carried: None,
                fund_transfer: None,
            }
        })
        .collect();
    (role, rows)
}
