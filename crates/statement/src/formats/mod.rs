//! Every format that is read: what its columns are called, where that is published, and
//! how its records become rows. One file a format; [`ALL`] lists them.

pub mod alipay_detail;
pub mod alipay_summary;
pub mod beside;
pub mod chinese_banks;
pub mod own;
pub mod processors;
pub mod tables;
pub mod wallets;
pub mod wechat_bill;

use crate::documents;
use crate::problem::FileProblem;
use crate::reading::Reading;
use crate::record::Cells;
use crate::rows::{Column, Role};
use crate::settings::ReadSettings;

/// A column of a format, under each name that it has had.
#[derive(Clone, Copy, Debug)]
pub struct FormatColumn {
    /// Its names in headers, the newest first.
    pub names: &'static [&'static str],
    /// A file without it is not of this format.
    pub required: bool,
    /// What it becomes, `None` where it is only kept in the file.
    pub becomes: &'static [Column],
}

/// How a format is known.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A header with the layout of one of our own roles.
    Own(Role),
    /// A header with these columns.
    Table(&'static [FormatColumn]),
    /// A foreign table in any kind of file, found by its columns.
    Grid(&'static tables::TableFormat),
    /// Not a table: the whole text is handed on.
    Text,
    /// Not a table: a statement by tags, marks or columns, known by its beginning.
    Document,
    /// Not a table: a record a line, fields of these widths with a blank behind each.
    Fixed(&'static [FixedField]),
}

/// A field of a record of fixed width.
#[derive(Clone, Copy, Debug)]
pub struct FixedField {
    /// What its publisher calls it.
    pub name: &'static str,
    /// Its width in bytes, without the blank behind it.
    pub width: usize,
    /// What it becomes, or a part of it; nothing where it is only kept in the file.
    pub becomes: &'static [Column],
}

/// A format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its id in reports and settings.
    pub id: &'static str,
    /// What its rows are; `None` for formats without rows of ours.
    pub role: Option<Role>,
    /// How it is known.
    pub shape: Shape,
    /// Where its layout is published.
    pub source: &'static str,
}

/// What the settings may change in how a real channel format is read.
#[derive(Clone, Copy, Debug)]
pub struct Choices {
    /// The channel's code, if the settings give no other.
    pub channel: &'static str,
    /// Columns that may count as a payment's amount, the format's own choice first.
    pub amounts: &'static [&'static str],
    /// The same of a refund's.
    pub refund_amounts: &'static [&'static str],
}

/// Every format, in the order of the documents.
pub static ALL: &[&Format] = &[
    &own::CHANNEL_FLOW,
    &own::CHANNEL_STATEMENT,
    &own::PAYMENT_FLOW,
    &own::POSTING_FLOW,
    &own::BANK_STATEMENT,
    &own::BALANCES,
    &own::SETTINGS,
    &own::CARRY_OVER,
    &beside::JOURNAL,
    &beside::CHART_OF_ACCOUNTS,
    &beside::FEE_SCHEDULE,
    &own::DECISIONS,
    &wechat_bill::FORMAT,
    &alipay_detail::FORMAT,
    &alipay_summary::FORMAT,
    &wallets::WECHAT_FUND_FLOW,
    &wallets::ALIPAY_ACCOUNT_LOG,
    &wallets::WECHAT_PERSONAL,
    &wallets::ALIPAY_PERSONAL,
    &wallets::JD_PERSONAL,
    &wallets::MEITUAN_PERSONAL,
    &processors::UNIONPAY_DETAIL,
    &documents::UNIONPAY_MERCHANT,
    &documents::UNIONPAY_ACQUIRER,
    &processors::NETSUNION_DETAIL,
    &processors::STRIPE_BALANCE,
    &processors::STRIPE_PAYOUT,
    &processors::PAYPAL_ACTIVITY,
    &processors::PAYPAL_SETTLEMENT,
    &processors::ADYEN_SETTLEMENT,
    &chinese_banks::ICBC,
    &chinese_banks::CCB,
    &chinese_banks::ABC,
    &chinese_banks::BOC,
    &chinese_banks::BOC_CARD,
    &chinese_banks::CMB,
    &chinese_banks::CMB_CARD,
    &chinese_banks::BOCOM,
    &chinese_banks::BOCOM_CARD,
    &tables::BANK_TABLE,
    &documents::CAMT_052,
    &documents::CAMT_053,
    &documents::CAMT_054,
    &documents::MT940,
    &documents::MT942,
    &documents::OFX,
    &documents::QIF,
    &documents::BAI2,
    &documents::CODA,
    &documents::CFONB,
];

impl Format {
    /// The format of an id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|format| format.id == id)
    }

    /// What the settings may change; `None`: nothing.
    #[must_use]
    pub fn choices(&self) -> Option<Choices> {
        match self.id {
            wechat_bill::ID => Some(wechat_bill::CHOICES),
            alipay_detail::ID => Some(alipay_detail::CHOICES),
            _ if matches!(self.shape, Shape::Fixed(_)) => Some(Choices {
                channel: "unionpay",
                amounts: &[],
                refund_amounts: &[],
            }),
            _ => None,
        }
    }

    /// Every name that a column has had, by one of them; the name alone where the format
    /// does not know it.
    #[must_use]
    pub fn names_of<'n>(&self, name: &'n str) -> Vec<&'n str>
    where
        'static: 'n,
    {
        let Shape::Table(columns) = self.shape else {
            return vec![name];
        };
        let known = columns.iter().find(|column| column.names.contains(&name));
        known.map_or_else(|| vec![name], |column| column.names.to_vec())
    }

    /// Each column's names and whether it is required.
    #[must_use]
    pub fn columns(&self) -> Vec<(Vec<&'static str>, bool)> {
        match self.shape {
            Shape::Own(role) => role
                .layout()
                .iter()
                .map(|spec| (vec![spec.column.text()], spec.required))
                .collect(),
            Shape::Table(columns) => columns
                .iter()
                .map(|column| (column.names.to_vec(), column.required))
                .collect(),
            Shape::Grid(table) => table
                .columns
                .iter()
                .map(|column| (column.names.to_vec(), column.required))
                .collect(),
            Shape::Text | Shape::Document | Shape::Fixed(_) => Vec::new(),
        }
    }

    /// The header's columns that the format does not know.
    pub(crate) fn others(&self, header: &[String]) -> Vec<String> {
        let columns = self.columns();
        let known = |cell: &String| {
            columns
                .iter()
                .any(|(names, _)| names.contains(&cell.as_str()))
        };
        header
            .iter()
            .filter(|cell| !cell.is_empty() && !known(cell))
            .cloned()
            .collect()
    }

    /// How a header fits: the required columns that it lacks, and how many it has of all.
    fn fit(&self, header: &[String]) -> (Vec<&'static str>, usize) {
        let (mut missing, mut known) = (Vec::new(), 0);
        for (names, required) in self.columns() {
            if names
                .iter()
                .any(|name| header.iter().any(|cell| cell == name))
            {
                known += 1;
            } else if required {
                missing.push(names[0]);
            }
        }
        (missing, known)
    }

    /// Opens a table of this format.
    pub(crate) fn open(
        &self,
        header: &[String],
        settings: &ReadSettings,
    ) -> Result<Box<dyn Layout>, FileProblem> {
        match (self.shape, self.id) {
            (Shape::Own(role), _) => Ok(Box::new(own::Own::new(role, header))),
            (_, wechat_bill::ID) => wechat_bill::open(header, settings),
            (_, alipay_detail::ID) => alipay_detail::open(header, settings),
            _ => Ok(Box::new(alipay_summary::Summary::new(header))),
        }
    }
}

/// The format whose columns a header has.
///
/// A header fits a format where it has all that format's required columns; of several that
/// fit, the one of which it has most columns (its most specific reading).
///
/// # Errors
/// [`FileProblem::RepeatedColumn`], [`FileProblem::AmbiguousLayout`] where two fit equally,
/// [`FileProblem::UnknownLayout`] with the nearest format where none fits.
pub(crate) fn by_header(header: &[String]) -> Result<&'static Format, FileProblem> {
    let tables = || {
        ALL.iter()
            .copied()
            .filter(|format| matches!(format.shape, Shape::Own(_) | Shape::Table(_)))
    };
    let mut fitting: Vec<(usize, &Format)> = Vec::new();
    let mut nearest: Option<(usize, usize, &Format, Vec<&str>)> = None;
    for format in tables() {
        let (missing, known) = format.fit(header);
        if missing.is_empty() {
            fitting.push((known, format));
        }
        // Nearest: fewest missing, then most known, then the order of the list.
        let closer = nearest.as_ref().is_none_or(|(least, most, ..)| {
            (missing.len(), usize::MAX - known) < (*least, usize::MAX - most)
        });
        if known > 0 && closer {
            nearest = Some((missing.len(), known, format, missing));
        }
    }
    let most = fitting.iter().map(|(known, _)| *known).max();
    fitting.retain(|(known, _)| Some(*known) == most);
    match fitting.as_slice() {
        [(_, format)] => match repeated(header) {
            None => Ok(format),
            Some(column) => Err(FileProblem::RepeatedColumn { column }),
        },
        [] => {
            let nearest = nearest.filter(|(missing, known, ..)| known >= missing);
            Err(FileProblem::UnknownLayout {
                header: crate::words::shorten(&header.join(",")),
                nearest: nearest.as_ref().map(|(.., format, _)| format.id.to_owned()),
                missing: nearest.map_or_else(Vec::new, |(.., missing)| {
                    missing.into_iter().map(ToOwned::to_owned).collect()
                }),
            })
        }
        several => Err(FileProblem::AmbiguousLayout {
            formats: several
                .iter()
                .map(|(_, format)| format.id.to_owned())
                .collect(),
        }),
    }
}

/// Whether a header is one of our own layouts but for a column or two, or with one of its
/// columns twice: a table that its owner means to be ours is never read by guess.
pub(crate) fn is_almost_ours(problem: &FileProblem) -> bool {
    match problem {
        FileProblem::UnknownLayout {
            nearest: Some(id),
            missing,
            ..
        } => Format::by_id(id)
            .is_some_and(|format| matches!(format.shape, Shape::Own(_)) && missing.len() <= 2),
        FileProblem::RepeatedColumn { column } => Column::parse(column).is_some(),
        _ => false,
    }
}

fn repeated(header: &[String]) -> Option<String> {
    let mut seen: Vec<&str> = header
        .iter()
        .map(String::as_str)
        .filter(|h| !h.is_empty())
        .collect();
    seen.sort_unstable();
    seen.windows(2)
        .find(|pair| pair[0] == pair[1])
        .map(|pair| pair[0].to_owned())
}

/// A record on its way into a [`Layout`].
pub(crate) struct Record<'a> {
    /// Line on which it starts, 1 = first.
    pub line: u32,
    /// Its first byte in the file.
    pub offset: u64,
    /// The text in which `cells` stand.
    pub text: &'a str,
    /// Its cells.
    pub cells: &'a Cells,
}

impl<'a> Record<'a> {
    /// A cell, without white space at its ends.
    pub fn cell(&self, at: usize) -> &'a str {
        self.cells.get(self.text, at)
    }
}

/// What turns the records of one table into rows.
pub(crate) trait Layout: Send + std::fmt::Debug {
    /// Cells of the header.
    fn width(&self) -> usize;
    /// First bytes of records in which a quote is a letter like others.
    fn bare(&self) -> &'static [u8] {
        b""
    }
    /// A line before the header.
    fn before(&mut self, _text: &str, _reading: &mut Reading) {}
    /// Whether a line behind the header is a remark, to be handed to [`Layout::remark`].
    fn is_remark(&self, _text: &str) -> bool {
        false
    }
    /// A remark behind the header.
    fn remark(&mut self, _text: &str, _reading: &mut Reading) {}
    /// A record behind the header.
    fn record(&mut self, record: &Record<'_>, reading: &mut Reading);
    /// The end of the file, `line` its last record's.
    fn finish(&mut self, _line: u32, _reading: &mut Reading) {}
}
