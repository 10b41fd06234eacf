//! Statements that are no tables: tagged, marked up, fixed in width. Each is collected
//! whole, known by what it holds, and taken apart by a file of its own.
//!
//! - A row is the bank's entry. What an entry is made of (the transactions of a batch, the
//!   splits of a category, the details of a globalised movement) is part of it and never
//!   added beside it.
//! - A document that tells only a day gives a row the day's first second.
//! - Entries that are announced and not booked are counted as rows that move no money.

mod bai2;
mod camt;
mod cfonb;
mod coda;
mod columns;
mod document;
mod know;
mod ledger;
mod mt940;
mod mt_details;
mod norma43;
mod notation;
mod ofx;
mod qif;
mod source;
mod unionpay;
mod xml;

pub(crate) use know::know;
pub use unionpay::{ACQUIRER as UNIONPAY_ACQUIRER, MERCHANT as UNIONPAY_MERCHANT};

use crate::encoding::Encoding;
use crate::formats::{Format, Shape};
use crate::money::Currency;
use crate::problem::{Assumption, FileProblem};
use crate::reading::Reading;
use crate::rows::Role;
use crate::settings::{FileSettings, FormatSettings, ReadSettings};
use crate::tabular::DateOrder;
use document::Document;
use source::Source;

/// A document beyond this is refused.
pub(crate) const LONGEST: usize = 512 << 20;

const fn format(id: &'static str, source: &'static str) -> Format {
    Format {
        id,
        role: Some(Role::BankStatement),
        shape: Shape::Document,
        source,
    }
}

/// ISO 20022 account report, during the day.
pub const CAMT_052: Format = format("camt-052", camt::SOURCE);
/// ISO 20022 account statement.
pub const CAMT_053: Format = format("camt-053", camt::SOURCE);
/// ISO 20022 debit and credit notification.
pub const CAMT_054: Format = format("camt-054", camt::SOURCE);
/// SWIFT customer statement.
pub const MT940: Format = format("mt940", mt940::SOURCE);
/// SWIFT interim report.
pub const MT942: Format = format("mt942", mt940::SOURCE);
/// Open Financial Exchange, with QFX.
pub const OFX: Format = format("ofx", ofx::SOURCE);
/// Quicken Interchange Format.
pub const QIF: Format = format("qif", qif::SOURCE);
/// Bank Administration Institute, version 2.
pub const BAI2: Format = format("bai2", bai2::SOURCE);
/// Belgian coded statement.
pub const CODA: Format = format("coda", coda::SOURCE);
/// French statement of 120 columns.
pub const CFONB: Format = format("cfonb120", cfonb::SOURCE);
/// Spanish statement of 80 columns.
pub const NORMA_43: Format = format("norma43", norma43::SOURCE);

/// Reads a document of a known format; returns the encoding in which it was read.
pub(crate) fn read(
    format: &Format,
    bytes: Vec<u8>,
    settings: &ReadSettings,
    file: &FileSettings,
    reading: &mut Reading,
) -> Encoding {
    let source = Source::read(bytes, file.encoding);
    let encoding = source.encoding;
    let settings = of_file(settings.format(format.id), file);
    if matches!(format.shape, Shape::Fixed(_)) {
        unionpay::read(format, &source, settings.channel, file, reading);
        return encoding;
    }
    let mut document = match format.id {
        "camt-052" | "camt-053" | "camt-054" => camt::read(&source),
        "mt940" | "mt942" => mt940::read(&source, fallback(&settings, *b"EUR")),
        "ofx" => ofx::read(&source, fallback(&settings, *b"USD")),
        "qif" => qif::read(&source, &settings, fallback(&settings, *b"USD")),
        "bai2" => bai2::read(&source, fallback(&settings, *b"USD")),
        "coda" => coda::read(&source),
        "norma43" => norma43::read(&source, &settings, fallback(&settings, *b"EUR")),
        _ => cfonb::read(&source, fallback(&settings, *b"EUR")),
    };
    document.currency_is_set = settings.currency.is_some();
    document.account = file.account.clone();
    ledger::book(document, &source, reading);
    encoding
}

/// What the settings of a format say, and before it those of the file.
fn of_file(mut settings: FormatSettings, file: &FileSettings) -> FormatSettings {
    if let Some(currency) = file.currency {
        settings.currency = Some(currency.code().to_owned());
    }
    if let Some(order) = file.date_order {
        let word = match order {
            DateOrder::DayFirst => "dmy",
            DateOrder::MonthFirst => "mdy",
        };
        settings.date_order = Some(word.to_owned());
    }
    settings
}

/// The currency to take where a document names none: as set, else the usual one.
fn fallback(settings: &FormatSettings, usual: [u8; 3]) -> Option<Currency> {
    let set = settings.currency.as_deref().and_then(Currency::parse);
    set.or_else(|| Currency::from_code(usual))
}

impl Document {
    /// Says that something was assumed.
    fn assume(&mut self, what: Assumption, value: &str) {
        self.problems.push(FileProblem::Assumed {
            what,
            value: value.to_owned(),
        });
    }
}
