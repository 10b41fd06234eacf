//! Our own layouts: CSV with a header, columns by name in any order.
//!
//! | file | columns |
//! | --- | --- |
//! | each role | as [`Role::layout`] lists them |
//!
//! Source: domain rules, section 4 "Files of our own".

use super::{Format, Layout, Record, Shape};
use crate::calendar::LocalTime;
use crate::money::{AmountError, Currency, MinorUnits};
use crate::problem::Reason;
use crate::reading::Reading;
use crate::rows::{Cell, ColumnSpec, ColumnType, Role};
use crate::tabular::date::{self, Day};
use crate::vocabulary::{Kind, Side, Status};
use crate::words::shorten;

const SOURCE: &str = "Tieout's own layout: docs/formats.md";

const fn own(id: &'static str, role: Role) -> Format {
    Format {
        id,
        role: Some(role),
        shape: Shape::Own(role),
        source: SOURCE,
    }
}
const fn text(id: &'static str) -> Format {
    Format {
        id,
        role: None,
        shape: Shape::Text,
        source: SOURCE,
    }
}

/// 通道流水.
pub const CHANNEL_FLOW: Format = own("channel-flow", Role::ChannelFlow);
/// 通道对账文件, generic.
pub const CHANNEL_STATEMENT: Format = own("channel-statement", Role::ChannelStatement);
/// 支付流水.
pub const PAYMENT_FLOW: Format = own("payment-flow", Role::PaymentFlow);
/// 入账流水.
pub const POSTING_FLOW: Format = own("posting-flow", Role::PostingFlow);
/// 银行流水, generic.
pub const BANK_STATEMENT: Format = own("bank-statement", Role::BankStatement);
/// 余额表.
pub const BALANCES: Format = own("balances", Role::Balances);
/// `tieout.toml`.
pub const SETTINGS: Format = text("tieout-settings");
/// 处理决定, the JSON of what was decided of exceptions.
pub const DECISIONS: Format = text("tieout-decisions");
/// 结转, the JSON that the day before left.
pub const CARRY_OVER: Format = text("tieout-carry-over");

/// More than any of our layouts has.
const WIDEST: usize = 16;

/// A table of one of our own layouts.
#[derive(Debug)]
pub(crate) struct Own {
    layout: &'static [ColumnSpec],
    /// Where in the file each column of the layout stands.
    places: Vec<Option<usize>>,
    width: usize,
    channel_words: bool,
}

impl Own {
    pub fn new(role: Role, header: &[String]) -> Self {
        let layout = role.layout();
        let place = |spec: &ColumnSpec| header.iter().position(|h| h == spec.column.text());
        Self {
            layout,
            places: layout.iter().map(place).collect(),
            width: header.len(),
            channel_words: matches!(role, Role::ChannelFlow | Role::ChannelStatement),
        }
    }

    fn cell<'a>(
        &self,
        spec: &ColumnSpec,
        text: &'a str,
        currency: Currency,
    ) -> Result<Cell<'a>, Reason> {
        Ok(match spec.kept {
            ColumnType::Text | ColumnType::Symbol => Cell::Text(text),
            ColumnType::Currency => {
                Cell::Currency(Currency::parse(text).ok_or_else(|| Reason::NotACurrency {
                    text: shorten(text),
                })?)
            }
            ColumnType::Amount => Cell::Minor(amount(MinorUnits::parse, text, currency)?),
            ColumnType::SignedAmount => {
                Cell::Minor(amount(MinorUnits::parse_signed, text, currency)?)
            }
            ColumnType::Time => Cell::Time(time(text)?),
            ColumnType::Kind => {
                let known =
                    Kind::parse(text).filter(|kind| !self.channel_words || kind.family().is_some());
                Cell::Kind(known.ok_or_else(|| self.unknown_kind(text))?)
            }
            ColumnType::Status => Cell::Status(
                Status::parse(text)
                    .ok_or_else(|| unknown(text, Status::ALL.iter().map(|word| word.text())))?,
            ),
            ColumnType::Side => Cell::Side(
                Side::parse(text)
                    .ok_or_else(|| unknown(text, Side::ALL.iter().map(|word| word.text())))?,
            ),
        })
    }

    fn unknown_kind(&self, text: &str) -> Reason {
        let words = Kind::ALL
            .iter()
            .filter(|kind| !self.channel_words || kind.family().is_some());
        unknown(text, words.map(|word| word.text()))
    }
}

impl Layout for Own {
    fn width(&self) -> usize {
        self.width
    }

    fn record(&mut self, record: &Record<'_>, reading: &mut Reading) {
        let mut cells = [Cell::Absent; WIDEST];
        let mut currency = Currency::CNY;
        let mut length = 0;
        for ((spec, place), cell) in self.layout.iter().zip(&self.places).zip(&mut cells) {
            let Some(place) = place else { continue };
            let text = record.cell(*place);
            let name = Some(spec.column.text());
            if text.is_empty() {
                if spec.filled {
                    return reading.reject(record.line, name, Reason::Empty);
                }
                continue;
            }
            match self.cell(spec, text, currency) {
                Ok(read) => *cell = read,
                Err(reason) => return reading.reject(record.line, name, reason),
            }
            // Every layout has its currency before its amounts.
            if let Cell::Currency(known) = cell {
                currency = *known;
            }
            length += text.len();
        }
        reading.push(
            record.line,
            record.offset,
            &cells[..self.layout.len()],
            length,
        );
    }
}

/// Reads an amount and says why it is none.
pub(crate) fn amount(
    parse: impl FnOnce(&str, Currency) -> Result<MinorUnits, AmountError>,
    text: &str,
    currency: Currency,
) -> Result<MinorUnits, Reason> {
    parse(text, currency).map_err(|error| {
        let text = shorten(text);
        match error {
            AmountError::NotANumber => Reason::NotAnAmount { text },
            AmountError::OutOfRange => Reason::AmountOutOfRange { text },
            AmountError::TooManyDecimals => Reason::TooManyDecimals {
                text,
                currency: currency.code().to_owned(),
                decimals: currency.decimals(),
            },
        }
    })
}

/// Reads a time and says that it is none.
pub(crate) fn time(text: &str) -> Result<LocalTime, Reason> {
    LocalTime::parse(text).ok_or_else(|| Reason::NotATime {
        text: shorten(text),
    })
}

/// Reads a time of a channel's bill; a spreadsheet that it went through writes it as
/// `2026/3/2 8:08`.
pub(crate) fn time_of_bill(text: &str) -> Result<LocalTime, Reason> {
    time(text).or_else(|reason| {
        let moment = date::read(text).filter(|moment| moment.seconds.is_some());
        match moment.map(|moment| (moment.day, moment.seconds)) {
            Some((Day::Known(day), seconds)) => Ok(date::at(day, seconds)),
            _ => Err(reason),
        }
    })
}

/// A word that is none of a closed list.
pub(crate) fn unknown<'a>(text: &str, expected: impl Iterator<Item = &'a str>) -> Reason {
    Reason::UnknownWord {
        text: shorten(text),
        expected: expected.map(ToOwned::to_owned).collect(),
    }
}
