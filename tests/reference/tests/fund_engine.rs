//! The engine's fund reconciliation gives what the reference gives, on thousands of days.

use std::collections::BTreeSet;

use serde_json::Value;
use tieout_engine::day::Period;
use tieout_engine::fund::items::Item;
use tieout_engine::fund::run::{Looked, sort};
use tieout_engine::fund::steps::Ledger;
use tieout_engine::fund::{FundGroup, Groups, Items};
use tieout_engine::settings::Settings;
use tieout_reference::key::duplicates;
use tieout_reference::random::World;
use tieout_reference::{Day, Role as R, Row, fund, reconcile};
use tieout_statement::rows::ColumnType;
use tieout_statement::{
    Cell, Column, Currency, Date, Kind, LocalTime, MinorUnits, Role, Rows, Side, Status,
};

fn cell<'a>(kept: ColumnType, text: &'a str, currency: Currency) -> Cell<'a> {
    if text.is_empty() {
        return Cell::Absent;
    }
    match kept {
        ColumnType::Text | ColumnType::Symbol => Cell::Text(text),
        ColumnType::Currency => Cell::Currency(currency),
        ColumnType::Amount | ColumnType::SignedAmount => {
            Cell::Minor(MinorUnits::parse_signed(text, currency).expect("an amount"))
        }
        ColumnType::Time => Cell::Time(LocalTime::parse(text).expect("a time")),
        ColumnType::Kind => Cell::Kind(Kind::parse(text).expect("a kind")),
        ColumnType::Status => Cell::Status(Status::parse(text).expect("a status")),
        ColumnType::Side => Cell::Side(Side::parse(text).expect("a side")),
    }
}

/// The rows of a role and, for each, its place among the reference's rows.
fn table(day: &Day, role: Role, of: R) -> (Rows, Vec<usize>) {
    let mut rows = Rows::new(role);
    let mut places = Vec::new();
    for (place, row) in day
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.role == of)
    {
        let currency = Currency::parse(row.get("currency")).expect("a currency");
        let texts: Vec<Cell<'_>> = role
            .layout()
            .iter()
            .map(|spec| cell(spec.kept, row.get(Column::text(spec.column)), currency))
            .collect();
        rows.push(1, 0, &texts);
        places.push(place);
    }
    (rows, places)
}

fn carried(item: &fund::Item) -> Item {
    let date = |days: i64| Date(i32::try_from(days).expect("a date"));
    Item {
        channel: item.channel.as_str().into(),
        currency: Currency::parse(&item.currency).expect("a currency"),
        key: item.key.as_str().into(),
        payout: item.key.contains("/payout/"),
        business_date: date(item.business_date),
        due_date: date(item.due_date),
        first_seen: date(item.first_seen),
        rows: item.row_count,
        gross: item.gross,
        refunds: item.refunds,
        fees: item.fees,
        payouts: item.payouts,
        netted: item.netted(),
        carried_tokens: item
            .tokens
            .iter()
            .map(|token| token.as_str().into())
            .collect(),
        carried: true,
    }
}

/// A group in words that both sides have.
fn told(
    outcome: &str,
    cardinality: &str,
    items: BTreeSet<String>,
    lines: BTreeSet<usize>,
    delta: i128,
    missing: Option<(String, i128, i128, i128, i128)>,
) -> String {
    format!("{outcome} {cardinality} {items:?} {lines:?} {delta} {missing:?}")
}

fn word(value: impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).expect("a word");
    value.as_str().unwrap_or_default().to_owned()
}

fn engine(day: &Day, settings: &Settings) -> BTreeSet<String> {
    let (statement, statement_places) = table(day, Role::ChannelStatement, R::ChannelStatement);
    let (bank, bank_places) = table(day, Role::BankStatement, R::BankStatement);
    let (orders, _) = table(day, Role::PaymentFlow, R::PaymentFlow);
    let date = Date(i32::try_from(day.accounting_date).expect("a date"));
    let period = Period::of(date, settings.day.cut_off);
    let twice = duplicates(day, R::ChannelStatement, |_| true);
    let is_carried = |row: &&usize| day.rows[**row].carried.is_some();
    let carried_rows = statement_places.iter().filter(is_carried).count();
    let items = Items::form(
        &statement,
        u32::try_from(carried_rows).expect("few"),
        |row| twice.contains_key(&statement_places[row as usize]),
        fund::carried_items(day).iter().map(carried).collect(),
        settings,
        period,
    );
    let ledger = Ledger {
        items: &items,
        statement: &statement,
        lines: &bank,
        date,
        max_fund_days: settings.day.max_fund_days,
    };
    let transfers: Vec<Box<str>> = day
        .rows
        .iter()
        .filter_map(|row| row.fund_transfer.as_deref())
        .map(Into::into)
        .collect();
    let of_channel = |row: &&Row| [R::ChannelFlow, R::ChannelStatement].contains(&row.role);
    let mut codes: Vec<Box<str>> = day
        .rows
        .iter()
        .filter(of_channel)
        .map(|row| row.get("channel").into())
        .collect();
    codes.extend(items.list.iter().map(|item| item.channel.clone()));
    let looked = Looked {
        ledger,
        settings,
        payment_flow: Some(&orders),
        carried_transfers: &transfers,
        codes: &codes,
    };
    let mut groups = Groups::default();
    let again = duplicates(day, R::BankStatement, |_| true);
    let again = |line: u32| again.contains_key(&bank_places[line as usize]);
    for mut pool in sort(looked, again, &mut groups) {
        while pool.step(ledger, &mut groups) {}
    }
    let tell = |group: FundGroup<'_>| {
        let key = |&item: &u32| items.list[item as usize].key.to_string();
        let missing = group.head.missing.as_deref();
        told(
            &word(group.head.outcome),
            &word(group.head.cardinality),
            group.items.iter().map(key).collect(),
            group
                .lines
                .iter()
                .map(|&line| bank_places[line as usize])
                .collect(),
            group.head.delta,
            missing.map(|m| (m.key.to_string(), m.gross, m.refunds, m.fees, m.payouts)),
        )
    };
    groups.iter().map(tell).collect()
}

fn reference(day: &Day) -> BTreeSet<String> {
    let fund = fund::fund(day);
    let tell = |group: &fund::Group| {
        let missing = group.missing.as_ref();
        told(
            group.outcome,
            group.cardinality.unwrap_or_default(),
            group
                .items
                .iter()
                .map(|&item| fund.items[item].key.clone())
                .collect(),
            group.lines.iter().copied().collect(),
            group.delta,
            missing.map(|m| (m.key.clone(), m.gross, m.refunds, m.fees, m.payouts)),
        )
    };
    fund.groups.iter().map(tell).collect()
}

#[test]
fn fund_reconciliation_agrees_on_thousands_of_days() {
    for seed in 0..1200 {
        let mut world = World::new(seed);
        let mut carry_over: Option<Value> = None;
        for number in 0..3 {
            let random = world.next_day(carry_over.as_ref());
            let day = Day::new(&random.files, &random.settings, carry_over.as_ref());
            if day.read(R::ChannelStatement) && day.read(R::BankStatement) {
                let settings = Settings::parse(&random.settings).expect("good settings");
                let (ours, theirs) = (engine(&day, &settings), reference(&day));
                let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
                    a.difference(b).cloned().collect::<Vec<_>>().join("\n  ")
                };
                assert!(
                    ours == theirs,
                    "seed {seed}, day {number}\nengine:\n  {}\nreference:\n  {}",
                    only(&ours, &theirs),
                    only(&theirs, &ours)
                );
            }
            carry_over = Some(reconcile(&day).carry_over);
        }
    }
}
