//! Random books: entries that balance, red-letter ones among them, in currencies of 0, 2 and
//! 3 decimals, and details that play tricks.

use std::collections::BTreeMap;

use fastrand::Rng;
use serde_json::json;
use tieout_engine::report::{
    BalanceReport, BridgeReport, EntryLineReport, EntryReport, IdentityReport, Report,
};
use tieout_statement::Currency;
use tieout_statement::money::major;

const ACCOUNTS: [&str; 8] = [
    "1002", "2011", "2012", "3001", "6021", "6411", "4999", "X-1:y",
];
const DETAILS: [&str; 16] = [
    "",
    "RES-01",
    "wechat",
    "支付宝",
    "=1+1",
    "-cmd|'/c calc'!A0",
    "@x",
    "a  b",
    "a;b",
    "a:b",
    "D-wechat",
    "\"q\",\\",
    "line\nend",
    "<script>alert(1)</script>",
    "\u{202e}rtl",
    "é—",
];
const CURRENCIES: [&str; 3] = ["CNY", "JPY", "KWD"];

/// Opening, debits, credits, proposed debits, proposed credits: minor units.
type Sums = [i128; 5];

type Key = (&'static str, &'static str, Currency);

fn pick<T: Copy>(rng: &mut Rng, of: &[T]) -> T {
    of[rng.usize(..of.len())]
}

fn currency(rng: &mut Rng) -> Currency {
    Currency::parse(pick(rng, &CURRENCIES)).expect("a code")
}

fn key(rng: &mut Rng, currency: Currency) -> Key {
    (pick(rng, &ACCOUNTS), pick(rng, &DETAILS), currency)
}

/// Gives a report books of its own, made by a seed.
pub fn with_random_books(report: &mut Report, seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let mut sums: BTreeMap<Key, Sums> = BTreeMap::new();
    for _ in 0..rng.usize(..12) {
        let currency = currency(&mut rng);
        let [debit, credit] = [key(&mut rng, currency), key(&mut rng, currency)];
        let opening = i128::from(rng.i64(-1_000_000_000_000..1_000_000_000_000));
        sums.entry(debit).or_default()[0] += opening;
        // The openings of some days do not balance.
        if !rng.u8(..8).eq(&0) {
            sums.entry(credit).or_default()[0] -= opening;
        }
    }
    report.journal = (0..rng.usize(..30))
        .map(|number| entry(&mut rng, number, &mut sums))
        .collect();
    report.balances = sums.into_iter().map(balance).collect();
    report.identities = (0..rng.usize(..5)).map(|_| identity(&mut rng)).collect();
    report.decisions = (0..rng.usize(..4))
        .map(|number| {
            json!({
                "exception": format!("x-{number}"), "treatment": pick(&mut rng, &["verify", "suspense", "other"]),
                "direction": "red", "note": pick(&mut rng, &DETAILS), "by": "李四 <a&b>", "second": null,
            })
        })
        .collect();
}

fn entry(rng: &mut Rng, number: usize, sums: &mut BTreeMap<Key, Sums>) -> EntryReport {
    let status = pick(rng, &["final", "proposed", "accepted", "already_booked"]);
    let (debits, credits) = if status == "proposed" { (3, 4) } else { (1, 2) };
    let currency = currency(rng);
    let mut lines = Vec::new();
    let mut left = 0;
    let mut line = |key: Key, debit: i128, credit: i128| {
        let of_it = sums.entry(key).or_default();
        of_it[debits] += debit;
        of_it[credits] += credit;
        let (account, detail, currency) = key;
        lines.push(EntryLineReport {
            account: account.to_owned(),
            detail: detail.to_owned(),
            currency,
            debit: major(debit, currency),
            credit: major(credit, currency),
        });
    };
    for _ in 0..rng.usize(1..4) {
        let amount = i128::from(rng.i64(-50_000..100_000));
        left += amount;
        line(key(rng, currency), amount, 0);
    }
    line(key(rng, currency), 0, left);
    EntryReport {
        id: format!("j-{number:04}"),
        template: pick(rng, &["top_up", "reverse", "suspense"]).to_owned(),
        when: "day_cut".to_owned(),
        status: status.to_owned(),
        rows: rng.u64(..100),
        exception: rng.bool().then(|| "x-1".to_owned()),
        lines,
    }
}

fn balance((key, sums): (Key, Sums)) -> BalanceReport {
    let ((account, detail, currency), [opening, debits, credits, up, down]) = (key, sums);
    let amount = |minor| major(minor, currency);
    let closing = opening + debits - credits;
    BalanceReport {
        account: account.to_owned(),
        detail: detail.to_owned(),
        currency,
        opening: amount(opening),
        debits: amount(debits),
        credits: amount(credits),
        closing: amount(closing),
        proposed_debits: amount(up),
        proposed_credits: amount(down),
        closing_after_treatment: amount(closing + up - down),
    }
}

fn identity(rng: &mut Rng) -> IdentityReport {
    let currency = currency(rng);
    let amount = |minor| major(minor, currency);
    let [left, right, bridge] = [(); 3].map(|()| i128::from(rng.i64(-9_999..99_999)));
    let difference = if rng.bool() { 0 } else { left - right - bridge };
    let bridge = left - right - difference;
    IdentityReport {
        identity: pick(rng, &["customer_funds", "book_to_bank", "movement"]).to_owned(),
        account: Some("1002".to_owned()),
        detail: Some(pick(rng, &DETAILS).to_owned()),
        currency,
        stage: pick(rng, &["before", "after"]).to_owned(),
        left: amount(left),
        right: amount(right),
        bridge: vec![BridgeReport {
            term: pick(rng, &DETAILS).to_owned(),
            amount: amount(bridge),
        }],
        difference: amount(difference),
        holds: difference == 0,
    }
}
