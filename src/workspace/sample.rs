//! The built-in sample day: real files, read as if they had been dropped.

use js_sys::{Array, Uint8Array};
use web_sys::File;

macro_rules! sample_files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../tests/fixtures/sample-day/", $name)))),*]
    };
}

/// Names and bytes of the sample day's files.
const FILES: &[(&str, &[u8])] = sample_files![
    "alipay_20881016316202600156_20260316_detail.csv",
    "balances.csv",
    "bank_statement.csv",
    "channel_flow.csv",
    "icbc_20260316.csv",
    "payment_flow.csv",
    "posting_flow.csv",
    "tieout.toml",
    "wechat_1900016316_20260316_all.csv",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_day_is_the_folder_of_its_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/sample-day");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .map(|entry| entry.expect("it can be listed").file_name())
            .map(|name| name.into_string().expect("our own names are text"))
            .collect();
        names.sort();
        assert_eq!(
            FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            names
        );
    }
}
