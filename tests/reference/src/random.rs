//! Random days: small worlds in which everything that can go wrong does, often at once.
//!
//! Amounts come from few values, so that equal amounts, overlapping subsets and totals that
//! agree by chance are common. Times crowd around the day's edges. Every defect of the rules
//! is injected; what a day leaves out may come the day after.

use std::collections::BTreeMap;

use fastrand::Rng;
use serde_json::Value;
use tieout_statement::{Currency, Date, LocalTime, MinorUnits, money};

use crate::day::{Day, Files};
use crate::fund::{Item, items};
use crate::key::expected_legs;
use crate::random_books::WorldBooks;
use crate::random_files::{Cells, files};
use crate::rows::{Role, Row};

fn cells(pairs: &[(&str, String)]) -> Cells {
    pairs
        .iter()
        .map(|(column, text)| ((*column).to_owned(), text.clone()))
        .collect()
}

/// Several days in a row, with the rows that come late.
pub struct World {
    rng: Rng,
    /// The date of the next day.
    pub date: i64,
    cut_off: i64,
    settings: String,
    styles: Vec<(String, &'static str)>,
    late: Vec<(Role, Cells)>,
    counter: u32,
    /// What makes statements write numbers and amounts otherwise; of worlds with options.
    otherwise: Option<Rng>,
    /// Of worlds with books.
    books: Option<WorldBooks>,
}

/// The files of one random day.
pub struct RandomDay {
    pub files: Files,
    pub settings: String,
}

/// Options of a channel as lines of the settings; of some channels none.
fn options(rng: &mut Rng) -> String {
    let mut lines = String::new();
    let absolute = ["", "0", "0.01", "0.1", "3"][rng.usize(..5)];
    if !absolute.is_empty() {
        lines.push_str(&format!("tolerance = \"{absolute}\"\n"));
    }
    let per_mille = ["", "", "0.5", "5", "100"][rng.usize(..5)];
    if !per_mille.is_empty() {
        lines.push_str(&format!("tolerance_per_mille = \"{per_mille}\"\n"));
    }
    if rng.bool() {
        lines.push_str("tolerance_treatment = \"bad_debt\"\n");
    }
    let mut steps = ["leading_zeros", "case", "width"]
        .map(|step| format!("{step:?}"))
        .to_vec();
    steps.retain(|_| rng.u8(..3) > 0);
    if !steps.is_empty() {
        lines.push_str(&format!("key_cleaning = [{}]\n", steps.join(", ")));
    }
    if rng.bool() {
        lines.push_str(&format!(
            "key_prefix = {:?}\n",
            ["WX-", "wx-", "C"][rng.usize(..3)]
        ));
    }
    if rng.u8(..3) == 0 {
        lines.push_str(&format!(
            "key_pattern = {:?}\n",
            ["-+", "^[A-Z]+-?", ".*"][rng.usize(..3)]
        ));
    }
    lines
}

impl World {
    /// A world of its own for each seed.
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let styles = [
            ("alpha", "whole_batch"),
            ("beta", "partial_batch"),
            ("gamma", "item_by_item"),
        ];
        let cut_off = if rng.u8(..4) == 0 { 23 * 3600 } else { 86_400 };
        let clock = if cut_off == 86_400 { "24:00" } else { "23:00" };
        let mut settings = format!(
            "[day]\ncut_off = \"{clock}\"\nwindow_minutes = {}\nmax_carry_days = {}\nmax_fund_days = {}\n",
            [0, 30, 60][rng.usize(..3)],
            rng.u8(0..3),
            rng.u8(0..3),
        );
        settings.push_str("accounting_date = \"DATE\"\n");
        for (code, style) in styles {
            if rng.u8(..6) == 0 && style == "whole_batch" {
                continue;
            }
            settings.push_str(&format!(
                "\n[[channel]]\ncode = \"{code}\"\nsettlement = \"{style}\"\nsettle_lag_days = {}\nfees = \"{}\"\nbank_account = \"{}\"\ncounterparty = \"{}\"\n",
                rng.u8(..3),
                if rng.bool() { "netted" } else { "billed_apart" },
                ["", "RES-01", "RES-02"][rng.usize(..3)],
                if rng.bool() { String::new() } else { format!("House of {code}") },
            ));
        }
        let styles = styles
            .iter()
            .map(|&(code, style)| (code.to_owned(), style))
            .collect();
        let date = i64::from(Date::parse("2026-03-02").expect("a date").0);
        Self {
            rng,
            date,
            cut_off,
            settings,
            styles,
            late: Vec::new(),
            counter: 0,
            otherwise: None,
            books: None,
        }
    }

    /// The same world with balances, running balances at the banks, and fees.
    pub fn with_books(seed: u64) -> Self {
        let mut world = Self::new(seed);
        world.books = Some(WorldBooks::new(seed));
        world
    }

    /// Whether balances files and bank balances agree with everything else.
    pub fn truthful(&self) -> bool {
        self.books.as_ref().is_some_and(|books| books.truthful)
    }

    /// The same world, but its channels write numbers and amounts in their own way, and the
    /// settings have options on.
    pub fn with_options(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let mut world = Self::new(seed);
        let parts = world.settings.split("\n[[channel]]");
        let parts: Vec<String> = parts.map(str::to_owned).collect();
        let with = |(n, part): (usize, &String)| match n {
            0 => part.clone(),
            _ => format!("{part}{}", options(&mut rng)),
        };
        let parts: Vec<String> = parts.iter().enumerate().map(with).collect();
        world.settings = parts.join("\n[[channel]]");
        world.otherwise = Some(rng);
        world
    }

    /// A statement's row as a channel of a world with options writes it.
    fn write_otherwise(&mut self, row: &mut Cells) {
        let Some(rng) = &mut self.otherwise else {
            return;
        };
        let number = row["order_no"].clone();
        let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).expect("full width");
        let number = match rng.u8(..12) {
            0 => number.to_lowercase(),
            1 => number.chars().map(wide).collect(),
            2 => format!("00{number}"),
            3 => format!("WX-{number}"),
            4 => format!("wx-0{number}"),
            5 => number.replacen('0', "-0", 2),
            // Two numbers that cleaning makes one.
            6 => number.replace('1', "2"),
            _ => number,
        };
        row.insert("order_no".to_owned(), number);
        let currency = Currency::parse(&row["currency"]).expect("a currency");
        let amount = MinorUnits::parse_signed(&row["amount"], currency).expect("an amount");
        let apart = [0, 0, 0, 1, -1, 3, 10, -11][rng.usize(..8)];
        let amount = (amount.0 + apart).max(0);
        row.insert("amount".to_owned(), money::major(amount.into(), currency));
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.rng.u32(..n) == 0
    }

    fn number(&mut self, prefix: &str) -> String {
        self.counter += 1;
        format!("{prefix}{:04}", self.counter)
    }

    fn amount(&mut self, currency: &str) -> String {
        let minor = match self.rng.u8(..8) {
            0 => self.rng.i64(0..3),
            1 => self.rng.i64(1..100_000),
            2..=4 => [1000, 2000, 3000, 4000, 5000][self.rng.usize(..5)],
            _ => [100, 200, 300, 700, 1100, 6600, 9900][self.rng.usize(..7)],
        };
        money::major(
            i128::from(minor),
            Currency::parse(currency).expect("a currency"),
        )
    }

    fn time(&mut self) -> String {
        let start = (self.date - 1) * 86_400 + self.cut_off;
        let at = match self.rng.u8(..20) {
            0 => return String::new(),
            1 => start - self.rng.i64(0..7200),
            2 => start + 86_400 + self.rng.i64(0..7200),
            3..=5 => start + self.rng.i64(0..5400),
            6..=8 => start + 86_400 - 1 - self.rng.i64(0..5400),
            _ => start + self.rng.i64(0..86_400),
        };
        LocalTime(at).to_string()
    }

    fn status(&mut self) -> String {
        let other = ["failed", "pending", "closed"][self.rng.usize(..3)];
        if self.one_in(7) {
            other.to_owned()
        } else {
            "success".to_owned()
        }
    }

    /// Puts a row into the day, changed, twice, late or not at all.
    fn put(&mut self, rows: &mut Vec<(Role, Cells)>, role: Role, mut row: Cells) {
        if self.one_in(12) {
            if self.rng.bool() {
                self.late.push((role, row));
            }
            return;
        }
        let currency = row["currency"].clone();
        if self.one_in(14) {
            row.insert("amount".to_owned(), self.amount(&currency));
        }
        if row.contains_key("status") && self.one_in(12) {
            let status = self.status();
            row.insert("status".to_owned(), status);
        }
        if row.contains_key("fee") && self.one_in(14) {
            let fee = if self.rng.bool() {
                String::new()
            } else {
                self.amount(&currency)
            };
            row.insert("fee".to_owned(), fee);
        }
        if self.one_in(40) {
            row.insert(
                "currency".to_owned(),
                if currency == "CNY" { "JPY" } else { "CNY" }.to_owned(),
            );
            row.insert("amount".to_owned(), "3".to_owned());
            if row.contains_key("fee") {
                row.insert("fee".to_owned(), String::new());
            }
        }
        if self.one_in(18) {
            rows.push((role, row.clone()));
        }
        if self.one_in(40) {
            self.late.push((role, row.clone()));
        }
        rows.push((role, row));
    }

    fn order(&mut self, rows: &mut Vec<(Role, Cells)>) {
        let kinds = [
            "top_up",
            "payment",
            "payment",
            "refund",
            "withdrawal",
            "confirm",
            "transfer",
        ];
        let kind = kinds[self.rng.usize(..7)].to_owned();
        let currency = if self.one_in(4) { "JPY" } else { "CNY" }.to_owned();
        let currency = match &mut self.books {
            Some(books) => books.currency(currency),
            None => currency,
        };
        let amount = self.amount(&currency);
        let (channel, _) = self.styles[self.rng.usize(..3)].clone();
        let by_balance = kind == "payment" && self.one_in(4);
        let time = self.time();
        let status = self.status();
        let party = |rng: &mut Rng, name: &str| match rng.u8(..8) {
            0 => String::new(),
            n => format!("{name}-{}", n % 3),
        };
        let (buyer, seller) = (party(&mut self.rng, "buyer"), party(&mut self.rng, "shop"));
        let order = self.number("P");
        let batch = match self.rng.u8(..4) {
            0 if kind == "withdrawal" => format!("PB{}", self.rng.u8(..3)),
            _ => String::new(),
        };
        let fee = if self.one_in(3) {
            self.amount(&currency)
        } else {
            String::new()
        };
        let fee = match &mut self.books {
            Some(books) if kind == "confirm" => books.fee(&amount, &currency),
            _ if kind == "confirm" => "0".to_owned(),
            _ => fee,
        };
        let payment = cells(&[
            ("payment_order_no", order.clone()),
            (
                "merchant_order_no",
                if self.one_in(3) {
                    String::new()
                } else {
                    format!("M{order}")
                },
            ),
            ("kind", kind.clone()),
            (
                "method",
                if by_balance {
                    "balance".to_owned()
                } else {
                    channel.clone()
                },
            ),
            ("status", status.clone()),
            ("currency", currency.clone()),
            ("amount", amount.clone()),
            ("fee", fee),
            ("buyer", buyer),
            ("seller", seller),
            ("finished_at", time.clone()),
            ("payout_batch_no", batch.clone()),
        ]);
        self.postings(rows, &payment);
        self.put(rows, Role::PaymentFlow, payment);
        if by_balance || kind == "confirm" || kind == "transfer" {
            return;
        }
        let instructions = if self.one_in(9) { 2 } else { 1 };
        for _ in 0..instructions {
            let number = self.number("C");
            let fee = if self.one_in(4) {
                String::new()
            } else {
                "0".to_owned()
            };
            let fee = match &mut self.books {
                Some(books) if !fee.is_empty() => books.fee(&amount, &currency),
                _ => fee,
            };
            let named = match self.rng.u8(..20) {
                0 => String::new(),
                _ if batch.is_empty() => order.clone(),
                _ => batch.clone(),
            };
            let flow = cells(&[
                ("channel", channel.clone()),
                ("channel_order_no", number.clone()),
                ("payment_order_no", named),
                ("kind", kind.clone()),
                ("status", status.clone()),
                ("currency", currency.clone()),
                ("amount", amount.clone()),
                ("fee", fee.clone()),
                ("finished_at", time.clone()),
                ("batch_no", String::new()),
            ]);
            let settled = match self.rng.u8(..4) {
                0 => String::new(),
                n => format!("B{}{}", self.date % 100, n % 2),
            };
            let mut statement = flow.clone();
            statement.remove("channel_order_no");
            statement.remove("payment_order_no");
            statement.insert("order_no".to_owned(), number);
            let transaction = if self.one_in(5) {
                String::new()
            } else {
                self.number("T")
            };
            statement.insert("transaction_no".to_owned(), transaction);
            statement.insert("batch_no".to_owned(), settled);
            self.write_otherwise(&mut statement);
            if self.one_in(12) {
                let mut further = statement.clone();
                further.insert("transaction_no".to_owned(), self.number("T"));
                self.put(rows, Role::ChannelStatement, further);
            }
            self.put(rows, Role::ChannelFlow, flow);
            self.put(rows, Role::ChannelStatement, statement);
        }
    }

    /// Withdrawals that one instruction pays out together.
    fn payout_batch(&mut self, rows: &mut Vec<(Role, Cells)>) {
        let batch = self.number("PBX");
        let time = self.time();
        let withdrawals = self.rng.i64(2..4);
        for _ in 0..withdrawals {
            let order = self.number("P");
            let payment = cells(&[
                ("payment_order_no", order),
                ("kind", "withdrawal".to_owned()),
                ("method", "gamma".to_owned()),
                ("status", "success".to_owned()),
                ("currency", "CNY".to_owned()),
                ("amount", "100.00".to_owned()),
                ("fee", "2".to_owned()),
                ("buyer", "buyer-1".to_owned()),
                ("finished_at", time.clone()),
                ("payout_batch_no", batch.clone()),
            ]);
            self.postings(rows, &payment);
            self.put(rows, Role::PaymentFlow, payment);
        }
        let number = self.number("C");
        let mut row = cells(&[
            ("channel", "gamma".to_owned()),
            ("kind", "withdrawal".to_owned()),
            ("status", "success".to_owned()),
            ("currency", "CNY".to_owned()),
            ("amount", format!("{}.00", 100 * withdrawals)),
            ("finished_at", time),
        ]);
        let mut statement = row.clone();
        row.insert("channel_order_no".to_owned(), number.clone());
        row.insert("payment_order_no".to_owned(), batch);
        statement.insert("order_no".to_owned(), number);
        self.put(rows, Role::ChannelFlow, row);
        self.put(rows, Role::ChannelStatement, statement);
    }

    fn postings(&mut self, rows: &mut Vec<(Role, Cells)>, payment: &Cells) {
        if payment["status"] != "success" && !self.one_in(10) {
            return;
        }
        let row = Row {
            role: Role::PaymentFlow,
            file: String::new(),
            line: 0,
            cells: payment.clone(),
            carried: None,
            fund_transfer: None,
        };
        let times = if self.one_in(12) { 2 } else { 1 };
        let by_channel = !["confirm", "transfer"].contains(&payment["kind"].as_str())
            && payment["method"] != "balance";
        let channel = match &mut self.books {
            Some(books) if !by_channel => books.no_channel(payment["method"].clone()),
            _ => payment["method"].clone(),
        };
        for leg in expected_legs(&row) {
            for _ in 0..times {
                let party = leg
                    .party
                    .clone()
                    .unwrap_or_else(|| payment["buyer"].clone());
                let currency = Currency::parse(&payment["currency"]).expect("a currency");
                let number = self.number("A");
                let posting = cells(&[
                    ("posting_no", number.clone()),
                    (
                        "payment_order_no",
                        if self.one_in(30) {
                            String::new()
                        } else {
                            payment["payment_order_no"].clone()
                        },
                    ),
                    ("kind", payment["kind"].clone()),
                    ("channel", channel.clone()),
                    (
                        "account_code",
                        if self.one_in(30) {
                            "2012".to_owned()
                        } else {
                            leg.account.clone()
                        },
                    ),
                    (
                        "customer",
                        if self.one_in(20) {
                            "buyer-9".to_owned()
                        } else {
                            party
                        },
                    ),
                    ("side", leg.side.to_owned()),
                    ("currency", payment["currency"].clone()),
                    ("amount", money::major(leg.amount, currency)),
                    ("posted_at", payment["finished_at"].clone()),
                    ("reversal_of", String::new()),
                ]);
                if self.one_in(12) {
                    let mut reversal = posting.clone();
                    reversal.insert("posting_no".to_owned(), self.number("A"));
                    let of = if self.one_in(4) {
                        "A-OLD".to_owned()
                    } else {
                        number
                    };
                    reversal.insert("reversal_of".to_owned(), of);
                    let turned = if leg.side == "debit" {
                        "credit"
                    } else {
                        "debit"
                    };
                    reversal.insert("side".to_owned(), turned.to_owned());
                    if self.one_in(5) {
                        reversal.insert("payment_order_no".to_owned(), "P-OLD".to_owned());
                    }
                    self.put(rows, Role::PostingFlow, reversal.clone());
                    if self.one_in(4) {
                        reversal.insert("posting_no".to_owned(), self.number("A"));
                        self.put(rows, Role::PostingFlow, reversal);
                    }
                }
                self.put(rows, Role::PostingFlow, posting);
            }
        }
    }

    fn line(&mut self, item: &Item, minor: i128, reference: &str) -> Cells {
        let channel = ["RES-01", "RES-02"][self.rng.usize(..2)];
        let set = self.settings.split("[[channel]]").find_map(|part| {
            let of = part.contains(&format!("code = \"{}\"", item.channel));
            let account = part.split("bank_account = \"").nth(1)?.split('"').next()?;
            (of && !account.is_empty()).then(|| account.to_owned())
        });
        let currency = Currency::parse(&item.currency).expect("a currency");
        cells(&[
            ("bank_account", set.unwrap_or_else(|| channel.to_owned())),
            (
                "transaction_no",
                if self.one_in(10) {
                    String::new()
                } else {
                    self.number("L")
                },
            ),
            (
                "booked_at",
                LocalTime(self.date * 86_400 + self.rng.i64(0..80_000)).to_string(),
            ),
            (
                "side",
                if item.net() > 0 { "credit" } else { "debit" }.to_owned(),
            ),
            ("currency", item.currency.clone()),
            ("amount", money::major(minor, currency)),
            ("balance", String::new()),
            ("counterparty", format!("The House of {} Ltd", item.channel)),
            (
                "reference",
                format!("{} {reference}", item.channel).trim().to_owned(),
            ),
            ("memo", String::new()),
        ])
    }

    /// Bank lines that settle what is due, more or less.
    fn bank(&mut self, rows: &mut Vec<(Role, Cells)>, due: &[Item]) {
        let mut together: BTreeMap<(String, String, bool), (i128, Item)> = BTreeMap::new();
        for item in due {
            let net = item.net().abs();
            let token = item.tokens.iter().next().cloned().unwrap_or_default();
            let separator = [" ", ",", "/", "；", "（"][self.rng.usize(..5)];
            let named = if self.one_in(3) {
                format!("pay{separator}{token}")
            } else {
                String::new()
            };
            let short = self.books.as_mut().and_then(|books| books.short(net));
            if let Some(short) = short {
                let line = self.line(item, short, &token);
                self.put(rows, Role::BankStatement, line);
                continue;
            }
            let parts: Vec<i128> = match self.rng.u8(..12) {
                0 => continue,
                1 => vec![net + 500],
                2 if net > 300 => vec![net - 300],
                3 if net > 2 => vec![net / 2, net - net / 2],
                4 if net > 3 => vec![net / 3, net / 3, net - 2 * (net / 3)],
                5..=7 => {
                    let by = (item.channel.clone(), item.currency.clone(), item.net() > 0);
                    together.entry(by).or_insert_with(|| (0, item.clone())).0 += net;
                    continue;
                }
                _ => vec![net],
            };
            for part in parts {
                let line = self.line(item, part, &named);
                self.put(rows, Role::BankStatement, line);
            }
        }
        for (sum, item) in together.into_values() {
            let line = self.line(&item, sum, "");
            self.put(rows, Role::BankStatement, line);
        }
        for _ in 0..self.rng.u8(..6) {
            self.noise(rows);
        }
    }

    /// A line that is no settlement.
    fn noise(&mut self, rows: &mut Vec<(Role, Cells)>) {
        let currency = "CNY".to_owned();
        let amount = self.amount(&currency);
        let plain = |world: &mut Self, account: &str, side: &str, reference: &str, memo: &str| {
            cells(&[
                ("bank_account", account.to_owned()),
                ("transaction_no", world.number("L")),
                (
                    "booked_at",
                    LocalTime(world.date * 86_400 + 3600).to_string(),
                ),
                ("side", side.to_owned()),
                ("currency", "CNY".to_owned()),
                ("amount", amount.clone()),
                ("balance", String::new()),
                ("counterparty", "Somebody".to_owned()),
                ("reference", reference.to_owned()),
                ("memo", memo.to_owned()),
            ])
        };
        match self.rng.u8(..5) {
            0 => {
                let line = plain(self, "RES-01", "credit", "", "Quarterly INTEREST");
                self.put(rows, Role::BankStatement, line);
            }
            1 => {
                let line = plain(self, "RES-02", "debit", "", "账户管理费");
                self.put(rows, Role::BankStatement, line);
            }
            2 => {
                let side = if self.rng.bool() { "credit" } else { "debit" };
                let line = plain(self, "RES-01", side, "who knows", "");
                self.put(rows, Role::BankStatement, line);
            }
            _ => {
                let number = format!("F{}", self.rng.u8(..4));
                let order = cells(&[
                    ("payment_order_no", number.clone()),
                    ("merchant_order_no", String::new()),
                    ("kind", "fund_transfer".to_owned()),
                    ("method", String::new()),
                    ("status", "success".to_owned()),
                    ("currency", currency),
                    ("amount", amount.clone()),
                    ("fee", String::new()),
                    ("buyer", String::new()),
                    ("seller", String::new()),
                    ("finished_at", String::new()),
                    ("payout_batch_no", String::new()),
                ]);
                self.put(rows, Role::PaymentFlow, order);
                let out = plain(self, "RES-01", "debit", &number, "");
                self.put(rows, Role::BankStatement, out);
                let arrived = plain(self, "RES-02", "credit", &number, "");
                self.put(rows, Role::BankStatement, arrived);
            }
        }
    }

    /// The next day: `carry_over` is what the last one left.
    pub fn next_day(&mut self, carry_over: Option<&Value>) -> RandomDay {
        let mut rows = std::mem::take(&mut self.late);
        for _ in 0..self.rng.usize(3..30) {
            self.order(&mut rows);
        }
        if self.one_in(2) {
            self.payout_batch(&mut rows);
        }
        let date = Date(i32::try_from(self.date).expect("a date")).to_string();
        let settings = self.settings.replace("DATE", &date);
        let so_far = Day::new(&files(&mut self.rng, &rows, 1), &settings, carry_over);
        let due: Vec<Item> = items(&so_far)
            .into_iter()
            .filter(|item| item.due_date <= self.date && item.net() != 0)
            .collect();
        self.bank(&mut rows, &due);
        let openings = self.books.as_mut().map(|books| {
            let openings = books.openings(carry_over);
            books.bank_balances(&mut rows, carry_over);
            openings
        });
        self.rng.shuffle(&mut rows);
        let pieces = self.rng.usize(1..4);
        let mut files = files(&mut self.rng, &rows, pieces);
        if let (Some(books), Some(Some(openings))) = (&mut self.books, openings) {
            books.balances_file(&openings, &mut files, &settings, carry_over);
        }
        self.date += 1;
        RandomDay { files, settings }
    }
}
