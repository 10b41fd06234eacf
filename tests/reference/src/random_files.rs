//! Random rows as the files that a user would drop.

use std::collections::BTreeMap;

use fastrand::Rng;

use crate::day::Files;
use crate::rows::Role;

const COLUMNS: [(Role, &str, &[&str]); 5] = [
    (
        Role::ChannelFlow,
        "channel_flow",
        &[
            "channel",
            "channel_order_no",
            "payment_order_no",
            "kind",
            "status",
            "currency",
            "amount",
            "fee",
            "finished_at",
            "batch_no",
        ],
    ),
    (
        Role::ChannelStatement,
        "channel_statement",
        &[
            "channel",
            "order_no",
            "transaction_no",
            "kind",
            "status",
            "currency",
            "amount",
            "fee",
            "finished_at",
            "batch_no",
        ],
    ),
    (
        Role::PaymentFlow,
        "payment_flow",
        &[
            "payment_order_no",
            "merchant_order_no",
            "kind",
            "method",
            "status",
            "currency",
            "amount",
            "fee",
            "buyer",
            "seller",
            "finished_at",
            "payout_batch_no",
        ],
    ),
    (
        Role::PostingFlow,
        "posting_flow",
        &[
            "posting_no",
            "payment_order_no",
            "kind",
            "channel",
            "account_code",
            "customer",
            "side",
            "currency",
            "amount",
            "posted_at",
            "reversal_of",
        ],
    ),
    (
        Role::BankStatement,
        "bank_statement",
        &[
            "bank_account",
            "transaction_no",
            "booked_at",
            "side",
            "currency",
            "amount",
            "balance",
            "counterparty",
            "reference",
            "memo",
        ],
    ),
];

/// A row on its way into a file.
pub type Cells = BTreeMap<String, String>;

/// Rows as files of our own layouts, each role in so many pieces; now and then a role's
/// file is missing.
pub fn files(rng: &mut Rng, rows: &[(Role, Cells)], pieces: usize) -> Files {
    let mut files = Files::new();
    for (role, name, columns) in COLUMNS {
        let of_role: Vec<&Cells> = rows
            .iter()
            .filter(|(r, _)| *r == role)
            .map(|(_, row)| row)
            .collect();
        if pieces > 1 && rng.u32(..25) == 0 {
            continue;
        }
        for piece in 0..pieces {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(columns).expect("into memory");
            for row in of_role.iter().skip(piece).step_by(pieces) {
                let cells = columns
                    .iter()
                    .map(|column| row.get(*column).map_or("", String::as_str));
                writer.write_record(cells).expect("into memory");
            }
            let bytes = writer.into_inner().expect("into memory");
            let text = String::from_utf8(bytes).expect("UTF-8");
            let known = files.values().any(|other| *other == text);
            if !known {
                files.insert(format!("{name}_{piece}.csv"), text);
            }
        }
    }
    files
}

/// The same day with the rows of each file in another order.
pub fn permuted(files: &Files, seed: u64) -> Files {
    let mut rng = Rng::with_seed(seed);
    let shuffled = files.iter().map(|(name, text)| {
        let (header, body) = text.split_once('\n').expect("a header");
        let mut lines: Vec<&str> = body.lines().collect();
        rng.shuffle(&mut lines);
        let text = format!("{header}\n{}\n", lines.join("\n"));
        (
            name.clone(),
            if lines.is_empty() {
                format!("{header}\n")
            } else {
                text
            },
        )
    });
    shuffled.collect()
}
