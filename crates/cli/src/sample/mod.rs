//! Days that we make: the synthetic day of any size and the sample day that tells a story.
//!
//! Both are drawn from one model of a day, so that orders, postings, settlements and bank
//! lines hang together, and both are the same bytes for the same input on every machine.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

mod alipay_detail;
mod csv;
mod day_files;
mod own_layouts;
mod random;
mod settlements;
mod story;
mod synthetic;
mod wechat_bill;

pub use random::SplitMix64;
pub use story::sample_day;
pub use synthetic::{
    ACCOUNTING_DATE, CHANNEL_CASES, Case, ChannelCase, EVERY_CASE_FROM, SyntheticDay,
};

/// Opens files below a folder, which is made where it is not there.
///
/// # Errors
/// Where the folder cannot be made; the opener's errors are those of its files.
pub fn folder(path: &Path) -> io::Result<impl FnMut(&str) -> io::Result<BufWriter<File>>> {
    fs::create_dir_all(path)?;
    Ok(move |name: &str| File::create(path.join(name)).map(BufWriter::new))
}
