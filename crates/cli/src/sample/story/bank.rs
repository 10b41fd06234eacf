//! What the bank says: item by item, by reference or not, and what it adds by itself.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "168_00 fen reads as 168.00 yuan"
)]

use std::io::{self, Write};

use tieout_statement::{Currency, Kind, LocalTime, Side, Status};

use super::super::day_files::DayFiles;
use super::super::own_layouts::BankLine;
use super::orders::{at, special};

use Status::Success;

/// Every line but those of whole days and payout batches.
pub(super) fn lines<W: Write>(day: &mut DayFiles<W>) -> io::Result<()> {
    for item in day.open_items() {
        let by_number = format!("icbc {}", item.number);
        match item.number.as_str() {
            // Together with the next in one line, named by both numbers.
            "IC260316-110200" => {
                day.settle(&item, 400_00, 1_200, format!("{by_number} IC260316-110400"));
            }
            // Never there, or told by the lines below.
            "IC260316-110400" | "IC260316-111200" | "IC260316-112000" | "IC260316-112800"
            | "IC260316-113600" | "IC260316-115200" | "IC260316-120000" | "IC260316-120800"
            | "IC260316-121600" | "IC260316-122400" | "IC260316-141230" => {}
            "IC260316-114400" => {
                day.bank(BankLine {
                    amount: 77_00,
                    booked: 70_00,
                    ..line(LocalTime(item.at.0 + 600), Side::Credit, 77_00, by_number)
                });
            }
            _ => day.settle(&item, item.net, 600, by_number),
        }
    }
    let collections = "icbc collections".to_owned();
    for (time, amount, booked) in [
        ("16:01:00", 300_00, 300_00),
        ("16:02:00", 86_00, 86_00),
        ("16:03:00", 86_00, 86_00),
        // Ten and forty, or twenty and thirty: nobody can tell.
        ("16:04:00", 50_00, 0),
    ] {
        day.bank(BankLine {
            booked,
            ..line(at(time), Side::Credit, amount, collections.clone())
        });
    }
    day.bank(line(
        at("16:05:00"),
        Side::Debit,
        320_00,
        "icbc payouts".to_owned(),
    ));
    own_and_strange_lines(day);
    transfers(day)
}

fn line(at: LocalTime, side: Side, amount: i64, reference: String) -> BankLine {
    BankLine {
        account: "RES-01",
        at,
        side,
        currency: Currency::CNY,
        amount,
        counterparty: "",
        reference,
        memo: "",
        booked: match side {
            Side::Credit => amount,
            Side::Debit => -amount,
        },
    }
}

fn own_and_strange_lines<W: Write>(day: &mut DayFiles<W>) {
    day.bank(BankLine {
        memo: "结息",
        ..line(at("17:00:00"), Side::Credit, 12_34, String::new())
    });
    day.bank(BankLine {
        memo: "账户管理费",
        ..line(at("17:01:00"), Side::Debit, 5_00, String::new())
    });
    day.bank(BankLine {
        counterparty: "王先生",
        booked: 0,
        ..line(at("17:10:00"), Side::Credit, 61_00, "货款".to_owned())
    });
    day.bank(BankLine {
        counterparty: "某某物业公司",
        booked: 0,
        ..line(at("17:11:00"), Side::Debit, 19_00, "invoice 7".to_owned())
    });
}

/// Between our own accounts: one arrives, one is under way.
fn transfers<W: Write>(day: &mut DayFiles<W>) -> io::Result<()> {
    for (time, number, amount) in [
        ("16:30:00", "F260316-01", 2_000_00),
        ("16:50:00", "F260316-02", 700_00),
    ] {
        let mut order = special("", Kind::FundTransfer, time, amount, 1);
        order.payment_order = number.to_owned();
        order.merchant_order.clear();
        order.buyer.clear();
        day.payment(&order, Success)?;
        day.bank(line(at(time), Side::Debit, amount, number.to_owned()));
    }
    day.bank(BankLine {
        account: "RES-02",
        ..line(
            at("16:31:00"),
            Side::Credit,
            2_000_00,
            "F260316-01".to_owned(),
        )
    });
    Ok(())
}
