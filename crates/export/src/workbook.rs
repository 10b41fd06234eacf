//! The workbook: a sheet a table.
//!
//! A cell of a workbook is a double. An amount of at most 15 significant digits is the
//! decimal text that a double keeps and a spreadsheet shows again, so its cell says exactly
//! the amount; a longer one is written as text. Nothing is computed with doubles.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};
use tieout_engine::report::Report;
use tieout_statement::Currency;

use crate::table::{Cell, Column, Row};
use crate::{ExportError, Options, tables};

/// Significant decimal digits that a double always keeps (IEEE 754 binary64).
const DIGITS_KEPT: usize = 15;

/// Lines of a sheet below its head.
const LINES_MAX: usize = 1_048_575;

/// Characters that a cell holds (UTF-16 units).
const CHARACTERS_MAX: usize = 32_767;

/// Width of the narrowest and the widest column, in characters.
const WIDTHS: [usize; 2] = [8, 56];

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        Self::Writer {
            detail: error.to_string(),
        }
    }
}

/// The formats of cells.
struct Formats {
    head: Format,
    text: Format,
    count: Format,
    /// By decimals, 0 to 4.
    amounts: [Format; 5],
    long_amount: Format,
}

impl Formats {
    fn new() -> Self {
        let amount = |decimals: usize| {
            let fraction = match decimals {
                0 => String::new(),
                _ => format!(".{}", "0".repeat(decimals)),
            };
            Format::new().set_num_format(format!("#,##0{fraction};[Red]-#,##0{fraction}"))
        };
        Self {
            head: Format::new()
                .set_bold()
                .set_background_color(Color::RGB(0x00E9_ECFB))
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::VerticalCenter),
            text: Format::new().set_num_format("@"),
            count: Format::new().set_num_format("0"),
            amounts: [0, 1, 2, 3, 4].map(amount),
            long_amount: Format::new()
                .set_num_format("@")
                .set_align(FormatAlign::Right),
        }
    }

    fn amount(&self, currency: Currency) -> &Format {
        let decimals = usize::from(currency.decimals());
        &self.amounts[decimals.min(self.amounts.len() - 1)]
    }
}

/// Every table of the report.
pub(crate) fn make(report: &Report, options: Options) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(format!("Tieout {}", report.accounting_date))
        .set_creation_datetime(&created(report)?);
    workbook.set_properties(&properties);
    let formats = Formats::new();
    for table in tables::ALL {
        let (columns, rows) = table.written(report)?;
        let parts = rows.len().div_ceil(LINES_MAX).max(1);
        for part in 0..parts {
            let from = part * LINES_MAX;
            let lines = &rows[from..rows.len().min(from + LINES_MAX)];
            let sheet = workbook.add_worksheet();
            let title = table.title(options.language);
            match part {
                0 => sheet.set_name(title)?,
                _ => sheet.set_name(format!("{title} {}", part + 1))?,
            };
            write(sheet, &columns, lines, options, &formats)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// The accounting date stands for the date of creation: the workbook says nothing of when
/// it was made, so that it is the same whenever it is made.
fn created(report: &Report) -> Result<ExcelDateTime, ExportError> {
    let of_the_day = ExcelDateTime::parse_from_str(&report.accounting_date);
    Ok(of_the_day.or_else(|_| ExcelDateTime::from_ymd(1980, 1, 1))?)
}

fn write(
    sheet: &mut Worksheet,
    columns: &[&'static Column],
    rows: &[Row],
    options: Options,
    formats: &Formats,
) -> Result<(), ExportError> {
    for (at, column) in (0_u16..).zip(columns) {
        let [english, chinese] = column.title;
        let title = options.language.pick(english, chinese);
        sheet.write_string_with_format(0, at, title, &formats.head)?;
        let cells = rows.iter().filter_map(|row| row.get(usize::from(at)));
        let widest = cells.map(width).max().unwrap_or(0);
        let [least, most] = WIDTHS;
        let wide = widest.max(text_width(title)).clamp(least, most) + 2;
        sheet.set_column_width(at, u32::try_from(wide).unwrap_or(u32::MAX))?;
    }
    for (line, row) in (1_u32..).zip(rows) {
        for (at, cell) in (0_u16..).zip(row) {
            write_cell(sheet, (line, at), cell, formats)?;
        }
    }
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let lines = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    sheet.autofilter(0, 0, lines, last)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (line, column): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), ExportError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(line, column, shortened(text), &formats.text)?;
        }
        Cell::Count(count) => match number(&count.to_string()) {
            Some(number) => {
                sheet.write_number_with_format(line, column, number, &formats.count)?;
            }
            None => {
                let text = count.to_string();
                sheet.write_string_with_format(line, column, text, &formats.long_amount)?;
            }
        },
        Cell::Amount(currency, text) => match number(text) {
            Some(number) => {
                let format = formats.amount(*currency);
                sheet.write_number_with_format(line, column, number, format)?;
            }
            None => {
                sheet.write_string_with_format(line, column, text, &formats.long_amount)?;
            }
        },
    }
    Ok(())
}

/// The double that is written as this decimal text again; `None` where it may not be.
fn number(text: &str) -> Option<f64> {
    let digits = text.bytes().filter(u8::is_ascii_digit);
    let significant = digits.skip_while(|digit| *digit == b'0').count();
    if significant > DIGITS_KEPT {
        return None;
    }
    text.parse().ok()
}

/// A text that fits into a cell; one that was cut ends with `…`.
fn shortened(text: &str) -> String {
    if text.encode_utf16().count() <= CHARACTERS_MAX {
        return text.to_owned();
    }
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units < CHARACTERS_MAX
    });
    let mut kept: String = kept.collect();
    kept.push('…');
    kept
}

fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text_width(text),
        Cell::Count(count) => count.to_string().len(),
        // Thousands are told apart.
        Cell::Amount(_, text) => text.len() + text.len() / 3,
    }
}

/// Columns that a text takes, Chinese characters as two; no more than anybody needs.
fn text_width(text: &str) -> usize {
    let wide = |c: char| if c >= '\u{2e80}' { 2 } else { 1 };
    text.chars().take(WIDTHS[1]).map(wide).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_the_amount_or_is_a_text() {
        let written = |text: &str| number(text).map(|number| number.to_string());
        assert_eq!(written("0.10"), Some("0.1".to_owned()));
        assert_eq!(
            written("-9999999999999.99"),
            Some("-9999999999999.99".to_owned())
        );
        assert_eq!(
            written("123456789012.345"),
            Some("123456789012.345".to_owned())
        );
        assert_eq!(written("99999999999999.99"), None, "16 digits");
        assert_eq!(written("9007199254740993"), None, "beyond 2^53");
        let mut rng = fastrand::Rng::with_seed(3);
        for _ in 0..100_000 {
            let amount = rng.i64(0..1_000_000_000_000_000);
            let text = tieout_statement::money::major(amount.into(), Currency::CNY);
            let again = written(&text).expect("15 digits");
            let trimmed = text.trim_end_matches('0').trim_end_matches('.');
            assert_eq!(again, trimmed);
        }
    }

    #[test]
    fn a_text_too_long_for_a_cell_says_that_it_was_cut() {
        let long = "😀".repeat(CHARACTERS_MAX);
        let kept = shortened(&long);
        assert!(kept.ends_with("😀…"));
        assert!(kept.encode_utf16().count() <= CHARACTERS_MAX);
        assert_eq!(shortened("short"), "short");
    }
}
