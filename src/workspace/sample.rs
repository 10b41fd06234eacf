//! The built-in sample day: real files, read as if they had been dropped.

use js_sys::{Array, Uint8Array};
use web_sys::File;

macro_rules! sample_files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../tests/golden/day1/", $name)))),*]
    };
}

/// Names and bytes of the sample day's files.
const FILES: &[(&str, &[u8])] = sample_files![
    "balances.csv",
    "bank_statement.csv",
    "channel_flow.csv",
    "channel_statement_icbc.csv",
    "channel_statement_unionpay.csv",
    "channel_statement_wechat.csv",
    "payment_flow.csv",
    "posting_flow.csv",
    "tieout.toml",
];

/// The sample day's files.
///
/// # Panics
/// When the browser cannot make a file from bytes; all that run us can.
#[must_use]
pub fn files() -> Vec<(String, File)> {
    FILES
        .iter()
        .map(|(name, bytes)| {
            let parts = Array::of1(&Uint8Array::from(*bytes));
            let file =
                File::new_with_u8_array_sequence(&parts, name).expect("a file is made from bytes");
            ((*name).to_owned(), file)
        })
        .collect()
}
