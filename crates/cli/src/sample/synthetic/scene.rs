//! The synthetic day while it happens.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "168_00 fen reads as 168.00 yuan"
)]

use std::io::{self, Write};

use tieout_statement::calendar::DAY;
use tieout_statement::{Currency, Kind, LocalTime, Side, Status};

use super::super::day_files::DayFiles;
use super::super::own_layouts::{BankLine, Leg, Order};
use super::super::random::SplitMix64;
use super::super::settlements::OpenItem;
use super::cases::Case;
use super::channels::{JPY, USD};
use super::people::People;

/// The day while it happens.
pub(super) struct Scene<W> {
    pub(super) day: DayFiles<W>,
    pub(super) random: SplitMix64,
    pub(super) start: i64,
    pub(super) people: People,
    pub(super) number: u64,
    pub(super) icbc_receipts: u64,
    pub(super) receipts_max: u64,
}

const OTHER_DAY_AFTER: i64 = DAY + 45 * 60;
const OTHER_DAY_BEFORE: i64 = -30 * 3_600;

impl<W: Write> Scene<W> {
    fn channel(&mut self) -> (&'static str, Currency) {
        match self.random.below(100) {
            0..50 => ("wechat", Currency::CNY),
            50..80 => ("alipay", Currency::CNY),
            80..90 => ("unionpay", Currency::CNY),
            90..96 => ("icbc", Currency::CNY),
            96..99 => ("stripe", USD),
            _ => ("stripe", JPY),
        }
    }

    fn kind(&mut self, channel: &str) -> Kind {
        if channel == "icbc" {
            if self.icbc_receipts < self.receipts_max {
                self.icbc_receipts += 1;
                return Kind::TopUp;
            }
            return Kind::Withdrawal;
        }
        match self.random.below(100) {
            0..44 => Kind::TopUp,
            44..94 => Kind::Payment,
            _ => Kind::Refund,
        }
    }

    /// An order as an ordinary day has them.
    fn order(&mut self, at: LocalTime) -> Order {
        let (channel, currency) = self.channel();
        let kind = self.kind(channel);
        self.order_of(channel, currency, kind, at)
    }

    fn order_of(
        &mut self,
        channel: &'static str,
        currency: Currency,
        kind: Kind,
        at: LocalTime,
    ) -> Order {
        self.number += 1;
        let n = self.number;
        // Many small amounts, few large ones.
        let most = if self.random.below(10) == 0 {
            200_000
        } else {
            20_000
        };
        let amount = self.random.between(100, most);
        let channel_fee = match (kind, channel) {
            (Kind::TopUp | Kind::Payment, "wechat" | "alipay") => (amount * 6 + 500) / 1_000,
            (Kind::TopUp | Kind::Payment, "unionpay") => (amount * 5 + 500) / 1_000,
            (Kind::TopUp | Kind::Payment, "stripe") => (amount * 29 + 500) / 1_000 + 30,
            _ => 0,
        };
        let batch = match (kind, channel) {
            (Kind::Withdrawal, _) => format!("W0309-{:05}", n / 2_000),
            (_, "unionpay") => format!("UP0309-{:02}", (at.0 - self.start) / 3_600),
            _ => String::new(),
        };
        let seller = match kind {
            Kind::Payment => format!("seller-{}", 1 + self.random.below(self.people.sellers)),
            _ => String::new(),
        };
        Order {
            channel,
            number: format!("C0309-{n:09}"),
            transaction: format!(
                "42000{:011}20260309{n:010}",
                self.random.below(100_000_000_000)
            ),
            payment_order: format!("P0309-{n:09}"),
            merchant_order: format!("M0309-{n:09}"),
            kind,
            currency,
            amount,
            channel_fee: Some(channel_fee),
            own_fee: if kind == Kind::Withdrawal { 200 } else { 0 },
            at,
            batch,
            buyer: format!("buyer-{}", 1 + self.random.below(self.people.buyers)),
            seller,
            product: "",
            refund_of: None,
        }
    }

    /// A moment between two seconds of the day.
    fn moment(&mut self, from: i64, to: i64) -> LocalTime {
        LocalTime(self.start + self.random.between(from, to))
    }

    pub(super) fn play(&mut self, case: Case, at: LocalTime) -> io::Result<()> {
        use Status::{Closed, Failed, Pending, Success};
        match case {
            Case::Matched => return self.play_matched(at),
            Case::Split => return self.play_split(at),
            Case::PayoutBatch => return self.play_payout_batch(at),
            Case::Unposted | Case::DoublePosted | Case::WrongPosted | Case::Reposted => {
                return self.play_posting(case, at);
            }
            _ => {}
        }
        let mut order = self.order(at);
        match case {
            Case::LateOurs | Case::LateTheirs => order.at = self.moment(DAY - 1_790, DAY - 20),
            Case::EarlyOurs | Case::EarlyTheirs => order.at = self.moment(5, 1_790),
            Case::StaleOurs => order.at = self.moment(OTHER_DAY_BEFORE, OTHER_DAY_BEFORE + 3_600),
            Case::FutureTheirs => {
                order.at = self.moment(OTHER_DAY_AFTER, OTHER_DAY_AFTER + 3_600);
                order.batch.clear();
            }
            _ => {}
        }
        let mut theirs = order.clone();
        match case {
            Case::FeeMore => theirs.channel_fee = order.channel_fee.map(|fee| fee + 30),
            Case::FeeLess => {
                order.channel_fee = theirs.channel_fee.map(|fee| fee + 20);
            }
            Case::AmountMore => theirs.amount += 500,
            Case::AmountLess => theirs.amount -= 50,
            _ => {}
        }
        let our_status = match case {
            Case::DroppedUnknown
            | Case::LateTheirs
            | Case::EarlyTheirs
            | Case::FutureTheirs
            | Case::ClosedTheirs => None,
            Case::DroppedPending => Some(Pending),
            Case::DroppedFailed | Case::FailedBoth | Case::FailedOurs | Case::BusinessLost => {
                Some(Failed)
            }
            _ => Some(Success),
        };
        let their_status = match case {
            Case::LostUnknown
            | Case::LateOurs
            | Case::EarlyOurs
            | Case::StaleOurs
            | Case::FailedOurs => None,
            Case::LostFailed | Case::FailedBoth | Case::BusinessLost => Some(Failed),
            Case::ClosedTheirs => Some(Closed),
            _ => Some(Success),
        };
        if let Some(status) = our_status {
            self.day.ours(&order, status)?;
            if case == Case::TwiceOurs {
                self.day.ours(&order, status)?;
            }
        }
        if let Some(status) = their_status {
            self.day.theirs(&theirs, status)?;
            if case == Case::TwiceTheirs {
                self.day.theirs_again(&theirs, status)?;
            }
        }
        let order_status = match case {
            // Its order stood in the flow of its own day.
            Case::StaleOurs => None,
            Case::BusinessLost => Some(Success),
            Case::BusinessDropped => Some(Pending),
            _ => our_status,
        };
        if case == Case::BusinessAmount {
            order.amount += 500;
        }
        if let Some(status) = order_status {
            self.day.payment(&order, status)?;
            if status == Success {
                self.day.post(&order)?;
            }
        }
        Ok(())
    }

    /// The plain case; now and then with what needs no channel beside it.
    fn play_matched(&mut self, at: LocalTime) -> io::Result<()> {
        let order = self.order(at);
        self.day.ours(&order, Status::Success)?;
        self.day.theirs(&order, Status::Success)?;
        self.succeed(&order)?;
        match self.random.below(100) {
            0..2 if order.kind == Kind::Payment => self.confirm(&order),
            2 if order.currency == Currency::CNY => self.without_channel(Kind::Transfer, at),
            3..5 if order.currency == Currency::CNY => self.without_channel(Kind::Payment, at),
            _ => Ok(()),
        }
    }

    fn succeed(&mut self, order: &Order) -> io::Result<()> {
        self.day.payment(order, Status::Success)?;
        self.day.post(order)
    }

    /// Escrow released to the seller, less our fee of one per cent.
    fn confirm(&mut self, paid: &Order) -> io::Result<()> {
        self.number += 1;
        let mut order = paid.clone();
        order.channel = "";
        order.kind = Kind::Confirm;
        order.payment_order = format!("P0309-{:09}", self.number);
        order.own_fee = order.amount / 100;
        order.at = LocalTime(paid.at.0 + 600);
        self.succeed(&order)
    }

    fn without_channel(&mut self, kind: Kind, at: LocalTime) -> io::Result<()> {
        let mut order = self.order_of("", Currency::CNY, kind, at);
        if kind == Kind::Transfer {
            order.seller = format!("buyer-{}", 1 + self.random.below(self.people.buyers));
        }
        self.succeed(&order)
    }

    /// One payment order that took two channel orders.
    fn play_split(&mut self, at: LocalTime) -> io::Result<()> {
        let first = self.order_of("wechat", Currency::CNY, Kind::TopUp, at);
        let mut second = self.order_of("alipay", Currency::CNY, Kind::TopUp, at);
        second.payment_order.clone_from(&first.payment_order);
        for part in [&first, &second] {
            self.day.ours(part, Status::Success)?;
            self.day.theirs(part, Status::Success)?;
            self.day.post(part)?;
        }
        let mut whole = first;
        whole.amount += second.amount;
        self.day.payment(&whole, Status::Success)
    }

    /// Three withdrawals that one instruction pays out.
    fn play_payout_batch(&mut self, at: LocalTime) -> io::Result<()> {
        let mut instruction = self.order_of("icbc", Currency::CNY, Kind::Withdrawal, at);
        let batch = format!("PB0309-{:09}", self.number);
        let mut parts = Vec::new();
        for _ in 0..3 {
            parts.push(self.order_of("icbc", Currency::CNY, Kind::Withdrawal, at));
        }
        instruction.amount = parts.iter().map(|part| part.amount).sum();
        instruction.payment_order.clone_from(&batch);
        instruction.batch.clone_from(&batch);
        self.day.ours(&instruction, Status::Success)?;
        self.day.theirs(&instruction, Status::Success)?;
        for part in &parts {
            self.day.payment_in_batch(part, &batch)?;
            self.day.post(part)?;
        }
        Ok(())
    }

    /// An order on which all agree but the customer's account.
    fn play_posting(&mut self, case: Case, at: LocalTime) -> io::Result<()> {
        let order = self.order_of("wechat", Currency::CNY, Kind::TopUp, at);
        self.day.ours(&order, Status::Success)?;
        self.day.theirs(&order, Status::Success)?;
        self.day.payment(&order, Status::Success)?;
        let wrong = Leg {
            account: "2011",
            customer: order.buyer.clone(),
            side: Side::Credit,
            amount: order.amount / 2,
        };
        match case {
            Case::Unposted => Ok(()),
            Case::WrongPosted => self.day.post_leg(&order, &wrong, "").map(drop),
            Case::DoublePosted => {
                self.day.post(&order)?;
                self.day.post(&order)
            }
            _ => {
                let posted = self.day.post_leg(&order, &wrong, "")?;
                let back = Leg {
                    side: Side::Debit,
                    ..wrong
                };
                self.day.post_leg(&order, &back, &posted)?;
                self.day.post(&order)
            }
        }
    }

    /// What the bank adds: single settlements, own funds, transfers, strangers.
    pub(super) fn bank(&mut self) -> io::Result<()> {
        let items = self.day.open_items();
        for (n, item) in items.iter().enumerate() {
            let reference = format!("{} {}", item.channel, item.number);
            match n {
                // One is late at the bank, one comes with seven yuan too many.
                0 if items.len() > 2 => {}
                1 if items.len() > 2 => self.settle_long(item, reference),
                _ => self.day.settle(item, item.net, 900, reference),
            }
        }
        self.post_without_order()?;
        self.transfers()?;
        let lines = [
            (Side::Credit, 12_34, "", "", "结息", 12_34),
            (Side::Debit, 5_00, "", "", "账户管理费", -5_00),
            (Side::Credit, 61_00, "Unknown person", "thank you", "", 0),
            (Side::Debit, 19_00, "Unknown company", "invoice 7", "", 0),
        ];
        for (n, (side, amount, counterparty, reference, memo, booked)) in (0i64..).zip(lines) {
            self.day.bank(BankLine {
                account: "RES-01",
                at: LocalTime(self.start + 61_200 + n),
                side,
                currency: Currency::CNY,
                amount,
                counterparty,
                reference: reference.to_owned(),
                memo,
                booked,
            });
        }
        Ok(())
    }

    fn settle_long(&mut self, item: &OpenItem, reference: String) {
        self.day.bank(BankLine {
            account: "RES-01",
            at: LocalTime(item.at.0 + 900),
            side: if item.net < 0 {
                Side::Debit
            } else {
                Side::Credit
            },
            currency: item.currency,
            amount: item.net.abs() + 7_00,
            counterparty: "",
            reference,
            memo: "",
            booked: item.net,
        });
    }

    /// A posting that no order asked for.
    fn post_without_order(&mut self) -> io::Result<()> {
        let at = LocalTime(self.start + 40_000);
        let order = self.order_of("wechat", Currency::CNY, Kind::TopUp, at);
        self.day.post(&order)
    }

    /// One transfer between our accounts that arrives, one that is under way.
    fn transfers(&mut self) -> io::Result<()> {
        for (n, arrives) in [(1, true), (2, false)] {
            let at = LocalTime(self.start + 58_000 + n * 60);
            let number = format!("F0309-{n:02}");
            let mut order = self.order_of("", Currency::CNY, Kind::FundTransfer, at);
            order.payment_order.clone_from(&number);
            order.merchant_order.clear();
            order.buyer.clear();
            order.amount = 1_000_00 * n;
            self.day.payment(&order, Status::Success)?;
            let out = BankLine {
                account: "RES-01",
                at,
                side: Side::Debit,
                currency: Currency::CNY,
                amount: order.amount,
                counterparty: "Own account RES-02",
                reference: number,
                memo: "",
                booked: -order.amount,
            };
            if arrives {
                self.day.bank(BankLine {
                    account: "RES-02",
                    at: LocalTime(at.0 + 30),
                    side: Side::Credit,
                    counterparty: "Own account RES-01",
                    booked: order.amount,
                    ..out.clone()
                });
            }
            self.day.bank(out);
        }
        Ok(())
    }
}
