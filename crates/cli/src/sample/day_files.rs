//! All files of one made day, written side by side so that they tell one story.

use std::collections::BTreeMap;
use std::io::{self, Write};

use tieout_statement::{Currency, Date, Side, Status};

use super::alipay_detail::AlipayDetail;
use super::own_layouts::{BankLine, Leg, Order, OwnFile};
use super::settlements::{OpenItem, Settlements, Terms};
use super::wechat_bill::WechatBill;

/// In which layout a channel hands us its statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StatementLayout {
    /// Our generic channel statement.
    Generic,
    /// The WeChat Pay merchant bill.
    WechatBill,
    /// The Alipay merchant business detail.
    AlipayDetail,
}

/// A channel's statement file.
#[derive(Clone, Copy, Debug)]
pub struct StatementFile {
    /// The channel's code.
    pub channel: &'static str,
    /// The file's name.
    pub name: &'static str,
    /// Its layout.
    pub layout: StatementLayout,
}

#[derive(Debug)]
enum Statement<W> {
    Generic(OwnFile<W>),
    Wechat(WechatBill<W>),
    Alipay(AlipayDetail<W>),
}

impl<W: Write> Statement<W> {
    fn row(&mut self, order: &Order, status: Status) -> io::Result<()> {
        match self {
            Self::Generic(file) => file.statement_row(order, status),
            Self::Wechat(file) => file.row(order, status),
            Self::Alipay(file) => file.row(order),
        }
    }

    fn finish(self) -> io::Result<W> {
        match self {
            Self::Generic(file) => file.finish(),
            Self::Wechat(file) => file.finish(),
            Self::Alipay(file) => file.finish(),
        }
    }
}

/// Opening and movement of a balance, debit positive, minor units.
#[derive(Clone, Copy, Debug, Default)]
struct Balance {
    opening: i64,
    movement: i64,
}

/// What a day is before its first order.
#[derive(Clone, Debug)]
pub struct DayPlan {
    /// The accounting date.
    pub date: Date,
    /// The channels.
    pub terms: &'static [Terms],
    /// Their statements.
    pub statements: &'static [StatementFile],
    /// Opening balances: account, detail, currency, debit positive.
    pub openings: Vec<(&'static str, String, Currency, i64)>,
}

/// The files of a day, open for writing.
#[derive(Debug)]
pub struct DayFiles<W> {
    date: Date,
    terms: &'static [Terms],
    channel_flow: OwnFile<W>,
    payment_flow: OwnFile<W>,
    posting_flow: OwnFile<W>,
    bank_statement: OwnFile<W>,
    balances_file: OwnFile<W>,
    settings: W,
    statements: Vec<(StatementFile, Statement<W>)>,
    settlements: Settlements,
    lines: Vec<BankLine>,
    balances: BTreeMap<(&'static str, String, Currency), Balance>,
    postings: u64,
}

impl<W: Write> DayFiles<W> {
    /// Opens every file of a day through `open`, which is given the file's name.
    ///
    /// # Errors
    /// As `open` and the writers, here and in every method.
    pub fn create(plan: DayPlan, mut open: impl FnMut(&str) -> io::Result<W>) -> io::Result<Self> {
        let mut statements = Vec::new();
        for &file in plan.statements {
            let out = open(file.name)?;
            let statement = match file.layout {
                StatementLayout::Generic => Statement::Generic(OwnFile::channel_statement(out)?),
                StatementLayout::WechatBill => Statement::Wechat(WechatBill::new(out)?),
                StatementLayout::AlipayDetail => {
                    Statement::Alipay(AlipayDetail::new(out, plan.date)?)
                }
            };
            statements.push((file, statement));
        }
        let balances = plan
            .openings
            .into_iter()
            .map(|(account, detail, currency, opening)| {
                let balance = Balance {
                    opening,
                    movement: 0,
                };
                ((account, detail, currency), balance)
            });
        Ok(Self {
            date: plan.date,
            terms: plan.terms,
            channel_flow: OwnFile::channel_flow(open("channel_flow.csv")?)?,
            payment_flow: OwnFile::payment_flow(open("payment_flow.csv")?)?,
            posting_flow: OwnFile::posting_flow(open("posting_flow.csv")?)?,
            bank_statement: OwnFile::bank_statement(open("bank_statement.csv")?)?,
            balances_file: OwnFile::balances(open("balances.csv")?)?,
            settings: open("tieout.toml")?,
            statements,
            settlements: Settlements::new(plan.date, plan.terms),
            lines: Vec::new(),
            balances: balances.collect(),
            postings: 0,
        })
    }

    /// Our channel module's row.
    pub fn ours(&mut self, order: &Order, status: Status) -> io::Result<()> {
        self.channel_flow.flow_row(order, status)
    }

    /// The channel's row; a success counts towards its settlement.
    pub fn theirs(&mut self, order: &Order, status: Status) -> io::Result<()> {
        if status == Status::Success {
            self.settlements.add(order);
        }
        self.theirs_again(order, status)
    }

    /// The channel's row once more: it is in the file, and settles nothing.
    pub fn theirs_again(&mut self, order: &Order, status: Status) -> io::Result<()> {
        let mut files = self.statements.iter_mut();
        let (_, statement) = files
            .find(|(file, _)| file.channel == order.channel)
            .expect("orders name channels that have a statement");
        statement.row(order, status)
    }

    /// Our payment order.
    pub fn payment(&mut self, order: &Order, status: Status) -> io::Result<()> {
        self.payment_flow.payment_row(order, status, "")
    }

    /// Our payment order, paid out as part of a batch.
    pub fn payment_in_batch(&mut self, order: &Order, batch: &str) -> io::Result<()> {
        self.payment_flow.payment_row(order, Status::Success, batch)
    }

    /// Posts what a success of the order posts.
    pub fn post(&mut self, order: &Order) -> io::Result<()> {
        for leg in order.expected_legs() {
            self.post_leg(order, &leg, "")?;
        }
        Ok(())
    }

    /// Posts one leg and gives its posting number.
    pub fn post_leg(&mut self, order: &Order, leg: &Leg, reversal_of: &str) -> io::Result<String> {
        self.postings += 1;
        let number = format!("A{}-{:06}", self.month_and_day(), self.postings);
        self.posting_flow
            .posting_row(&number, order, leg, reversal_of)?;
        if leg.account != "2013" {
            let amount = match leg.side {
                Side::Debit => leg.amount,
                Side::Credit => -leg.amount,
            };
            self.book(leg.account, &leg.customer, order.currency, amount);
        }
        Ok(number)
    }

    /// A line of the bank.
    pub fn bank(&mut self, line: BankLine) {
        self.lines.push(line);
    }

    /// A line of the bank from a channel, all of it expected: `net` positive = money to us.
    pub fn settle(&mut self, item: &OpenItem, net: i64, seconds_later: i64, reference: String) {
        let at = tieout_statement::LocalTime(item.at.0 + seconds_later);
        let line = self
            .settlements
            .line(item.channel, item.currency, net, at, reference);
        self.lines.push(line);
    }

    /// What channels pay order by order; each is handed out once.
    pub fn open_items(&mut self) -> Vec<OpenItem> {
        self.settlements.take_open()
    }

    fn month_and_day(&self) -> String {
        let (_, month, day) = self.date.ymd();
        format!("{month:02}{day:02}")
    }

    fn book(&mut self, account: &'static str, detail: &str, currency: Currency, amount: i64) {
        let key = (account, detail.to_owned(), currency);
        self.balances.entry(key).or_default().movement += amount;
    }

    /// Writes what the day adds up to: bank statement, balances, settings. Gives the
    /// writers of all files.
    pub fn finish(mut self) -> io::Result<Vec<W>> {
        self.lines.extend(self.settlements.batch_lines());
        let mut lines = std::mem::take(&mut self.lines);
        lines.sort_by_key(|line| line.at);
        let mut stated: BTreeMap<&str, i64> = BTreeMap::new();
        for (n, line) in lines.iter().enumerate() {
            let key = (("1002"), line.account.to_owned(), line.currency);
            let opening = self.balances.get(&key).map_or(0, |b| b.opening);
            let balance = stated.entry(line.account).or_insert(opening);
            *balance += match line.side {
                Side::Credit => line.amount,
                Side::Debit => -line.amount,
            };
            let number = format!("B{}-{:04}", self.month_and_day(), n + 1);
            self.bank_statement.bank_row(&number, line, *balance)?;
            self.book("1002", line.account, line.currency, line.booked);
        }
        for ((account, detail, currency), balance) in &self.balances {
            let closing = balance.opening + balance.movement;
            self.balances_file
                .balance_row(account, detail, *currency, balance.opening, closing)?;
        }
        write!(
            self.settings,
            "[day]\naccounting_date = \"{}\"\ncut_off = \"24:00\"\nwindow_minutes = 30\n\
             time_zone = \"+08:00\"\n",
            self.date
        )?;
        for terms in self.terms {
            self.settings.write_all(terms.to_toml().as_bytes())?;
        }
        self.settings.flush()?;
        let mut writers = vec![
            self.channel_flow.finish()?,
            self.payment_flow.finish()?,
            self.posting_flow.finish()?,
            self.bank_statement.finish()?,
            self.balances_file.finish()?,
            self.settings,
        ];
        for (_, statement) in self.statements {
            writers.push(statement.finish()?);
        }
        Ok(writers)
    }
}
