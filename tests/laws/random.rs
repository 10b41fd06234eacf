//! Random days: small worlds in which everything that can go wrong does.

use std::collections::BTreeMap;

use fastrand::Rng;
use tieout_reference::random::World;
use tieout_tests::Files;

/// Days of some worlds, each with the seed that makes it again.
pub fn days() -> impl Iterator<Item = (u64, Files)> {
    (0..60).map(|seed| {
        let random = World::new(seed).next_day(None);
        let mut files: Files = random
            .files
            .into_iter()
            .map(|(name, text)| (name, text.into_bytes()))
            .collect();
        files.insert("tieout.toml".to_owned(), random.settings.into_bytes());
        (seed, files)
    })
}

fn table(bytes: &[u8]) -> (&str, Vec<&str>) {
    let text = std::str::from_utf8(bytes).expect("our layouts are UTF-8");
    let mut lines = text.lines();
    (lines.next().expect("a header"), lines.collect())
}

fn is_table(name: &str) -> bool {
    name.ends_with(".csv")
}

/// The same day, each later row of a success repeating the first one to the letter: which
/// of two that contradict each other comes first would matter.
pub fn without_contradictions(files: &Files) -> Files {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut same = files.clone();
    for (name, bytes) in files.iter().filter(|(name, _)| is_table(name)) {
        let (header, rows) = table(bytes);
        let mut text = format!("{header}\n");
        for row in rows {
            let told = match identity(header, row) {
                Some(key) => first.entry(key).or_insert_with(|| row.to_owned()),
                None => row,
            };
            text.push_str(told);
            text.push('\n');
        }
        same.insert(name.clone(), text.into_bytes());
    }
    same
}

/// What makes two successes the same one; `None` where nothing does.
fn identity(header: &str, row: &str) -> Option<String> {
    let cells: BTreeMap<&str, &str> = header.split(',').zip(row.split(',')).collect();
    let cell = |name: &str| cells.get(name).copied().unwrap_or_default().trim();
    let family = match cell("kind") {
        "top_up" | "payment" => "in",
        other => other,
    };
    let own_number = ["channel_order_no", "order_no", "posting_no", "bank_account"]
        .into_iter()
        .find(|name| cells.contains_key(name))
        .unwrap_or("payment_order_no");
    let is_line = own_number == "bank_account";
    let is_success =
        matches!(own_number, "posting_no" | "bank_account") || cell("status") == "success";
    if !is_success || is_line && cell("transaction_no").is_empty() {
        return None;
    }
    let key = match own_number {
        "channel_order_no" | "order_no" | "bank_account" => [
            cell("channel"),
            cell(own_number),
            if is_line { "" } else { family },
            cell("transaction_no"),
        ]
        .join("\n"),
        _ => cell(own_number).to_owned(),
    };
    Some(format!("{header}\n{key}"))
}

/// The same rows in another order, each file cut into up to three.
pub fn shuffled_and_split(files: &Files, seed: u64) -> Files {
    let mut random = Rng::with_seed(seed);
    let mut other = Files::new();
    for (name, bytes) in files {
        if !is_table(name) {
            other.insert(name.clone(), bytes.clone());
            continue;
        }
        let (header, mut rows) = table(bytes);
        random.shuffle(&mut rows);
        let parts = random.usize(1..=3);
        let mut cut: Vec<String> = (0..parts).map(|_| format!("{header}\n")).collect();
        for (n, row) in rows.iter().enumerate() {
            cut[n % parts].push_str(row);
            cut[n % parts].push('\n');
        }
        for (part, text) in cut.into_iter().enumerate() {
            // Parts with the same bytes would be the same file.
            if !other.values().any(|known| *known == text.as_bytes()) {
                let name = format!("{:03}-{part}-{name}", random.u8(..));
                other.insert(name, text.into_bytes());
            }
        }
    }
    other
}
