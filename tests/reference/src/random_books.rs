//! What makes random days exercise the books: balances files that agree with the day before
//! or do not, bank statements with running balances, and orders with fees.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use serde_json::Value;
use tieout_statement::{Currency, LocalTime, MinorUnits, money};

use crate::day::{Day, Files};
use crate::random_files::Cells;
use crate::report::reconcile;
use crate::rows::Role;

/// Account, detail, currency → minor units, debit positive.
type Balances = BTreeMap<(String, String, String), i128>;

/// The books of a world: their chance is their own, so that worlds without stay the same.
pub struct WorldBooks {
    pub rng: Rng,
    /// Balances files say what the day before left, banks what their lines sum to.
    pub truthful: bool,
    /// What the banks hold.
    bank: Option<BTreeMap<(String, String), i128>>,
}

fn major(minor: i128, currency: &str) -> String {
    money::major(minor, Currency::parse(currency).expect("a currency"))
}

fn minor(text: &str, currency: &str) -> i128 {
    let currency = Currency::parse(currency).expect("a currency");
    let minor = MinorUnits::parse_signed(text, currency).expect("an amount");
    i128::from(minor.0)
}

/// Balances that a first day opens with: they sum to zero in each currency.
fn first_openings() -> Balances {
    let mut balances = Balances::new();
    for (currency, unit) in [("CNY", 100), ("JPY", 1), ("KWD", 1000)] {
        for (account, detail, units) in [
            ("1002", "RES-01", 9000),
            ("1002", "RES-02", 4000),
            ("1132", "RES-01", 7),
            ("2011", "buyer-0", -5000),
            ("2011", "buyer-1", -6000),
            ("2012", "shop-2", -1000),
            ("2013", "M-OLD", -1000),
            ("6011", "", -7),
        ] {
            let at = (account.to_owned(), detail.to_owned(), currency.to_owned());
            balances.insert(at, units * unit);
        }
    }
    balances
}

fn list<'a>(of: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    of[name].as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn carried(carry_over: &Value) -> Balances {
    let lines = list(carry_over, "balances").map(|line| {
        let currency = text(&line["currency"]);
        let amount = minor(&text(&line["amount"]), &currency);
        let at = (text(&line["account"]), text(&line["detail"]), currency);
        (at, amount)
    });
    lines.collect()
}

impl WorldBooks {
    pub fn new(seed: u64) -> Self {
        Self {
            rng: Rng::with_seed(seed ^ 0x0b00_c5ed),
            truthful: seed.is_multiple_of(2),
            bank: None,
        }
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.rng.u32(..n) == 0
    }

    /// Of three decimals, now and then.
    pub fn currency(&mut self, other: String) -> String {
        if self.one_in(8) {
            "KWD".to_owned()
        } else {
            other
        }
    }

    /// A seller's or a channel's fee: at most what is paid.
    pub fn fee(&mut self, amount: &str, currency: &str) -> String {
        let most = minor(amount, currency);
        let fee = i128::from([0, 1, 7, 30, 250][self.rng.usize(..5)]);
        major(fee.min(most), currency)
    }

    /// The channel of a posting that no channel serves.
    pub fn no_channel(&mut self, method: String) -> String {
        match self.rng.u8(..3) {
            0 => String::new(),
            1 => "balance".to_owned(),
            _ => method,
        }
    }

    /// What an item is paid short by reference, now and then.
    pub fn short(&mut self, net: i128) -> Option<i128> {
        (net > 1 && self.one_in(7)).then_some(net - net / 3)
    }

    /// Balances on the bank's lines, each following the one before.
    pub fn bank_balances(&mut self, rows: &mut [(Role, Cells)], carry_over: Option<&Value>) {
        let carried: BTreeSet<(String, String)> = carry_over
            .into_iter()
            .flat_map(|carry_over| list(carry_over, "lines"))
            .map(|line| {
                let cells = &line["cells"];
                (text(&cells["bank_account"]), text(&cells["transaction_no"]))
            })
            .collect();
        let mut lines: Vec<&mut Cells> = rows
            .iter_mut()
            .filter(|(role, _)| *role == Role::BankStatement)
            .map(|(_, row)| row)
            .collect();
        lines.sort_by_key(|row| row["booked_at"].clone());
        let bank = self.bank.get_or_insert_default();
        let mut told: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
        let mut last = 0;
        for row in lines {
            let currency = row["currency"].clone();
            let account = row["bank_account"].clone();
            let identity = (account.clone(), row["transaction_no"].clone());
            if let Some((time, balance)) = told.get(&identity) {
                row.insert("booked_at".to_owned(), time.clone());
                row.insert("balance".to_owned(), balance.clone());
                continue;
            }
            let at = LocalTime::parse(&row["booked_at"]).expect("a time").0;
            last = at.max(last + 1);
            let held = bank.entry((account, currency.clone())).or_default();
            if identity.1.is_empty() || !carried.contains(&identity) {
                let amount = minor(&row["amount"], &currency);
                *held += if row["side"] == "credit" {
                    amount
                } else {
                    -amount
                };
            }
            let balance = major(*held, &currency);
            let balance = if self.truthful || self.rng.u8(..3) > 0 {
                balance
            } else {
                String::new()
            };
            let time = LocalTime(last).to_string();
            row.insert("booked_at".to_owned(), time.clone());
            row.insert("balance".to_owned(), balance.clone());
            if !identity.1.is_empty() {
                told.insert(identity, (time, balance));
            }
        }
    }

    /// Opens the banks' own books on the first day.
    fn open_banks(&mut self, openings: &Balances) {
        if self.bank.is_none() {
            let of_banks = openings
                .iter()
                .filter(|((account, _, _), _)| account == "1002");
            let bank = of_banks.map(|((_, detail, currency), amount)| {
                ((detail.clone(), currency.clone()), *amount)
            });
            self.bank = Some(bank.collect());
        }
    }

    /// The balances that today's file opens with; `None`: there is no file.
    pub fn openings(&mut self, carry_over: Option<&Value>) -> Option<Balances> {
        let absent = self.one_in(3);
        let mut openings = match carry_over {
            Some(carry_over) => carried(carry_over),
            None if absent => Balances::new(),
            None => first_openings(),
        };
        self.open_banks(&openings);
        if absent {
            return None;
        }
        if self.one_in(4) {
            for (account, detail, amount) in [("1132", "RES-01", 1200), ("6011", "", -1200)] {
                let at = (account.to_owned(), detail.to_owned(), "CNY".to_owned());
                *openings.entry(at).or_default() += amount;
            }
        }
        if !self.truthful {
            let kept = |world: &mut Self| world.rng.u8(..9) > 0;
            openings.retain(|_, _| kept(self));
            for amount in openings.values_mut() {
                if self.rng.u8(..20) == 0 {
                    *amount += self.rng.i128(-300..300);
                }
            }
        }
        Some(openings)
    }

    /// Puts the file into the day; with closing balances now and then, right or wrong.
    pub fn balances_file(
        &mut self,
        openings: &Balances,
        files: &mut Files,
        settings: &str,
        carry_over: Option<&Value>,
    ) {
        let name = "balances.csv".to_owned();
        files.insert(name.clone(), written(openings, None));
        if self.rng.bool() {
            return;
        }
        let report = reconcile(&Day::new(files, settings, carry_over)).report;
        let mut closings = BTreeMap::new();
        for line in list(&report, "balances") {
            let currency = text(&line["currency"]);
            let mut closing = minor(&text(&line["closing"]), &currency);
            if self.one_in(6) {
                closing += 11;
            }
            if self.rng.u8(..3) > 0 {
                let at = (text(&line["account"]), text(&line["detail"]), currency);
                closings.insert(at, closing);
            }
        }
        files.insert(name, written(openings, Some(&closings)));
    }
}

fn written(openings: &Balances, closings: Option<&Balances>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut header = vec!["account_code", "detail", "currency", "opening"];
    header.extend(closings.map(|_| "closing"));
    writer.write_record(&header).expect("into memory");
    for (at, opening) in openings {
        let (account, detail, currency) = at;
        let mut cells = vec![
            account.clone(),
            detail.clone(),
            currency.clone(),
            major(*opening, currency),
        ];
        if let Some(closings) = closings {
            let closing = closings.get(at).map(|closing| major(*closing, currency));
            cells.push(closing.unwrap_or_default());
        }
        writer.write_record(&cells).expect("into memory");
    }
    let bytes = writer.into_inner().expect("into memory");
    String::from_utf8(bytes).expect("UTF-8")
}
