//! Amounts as files of every country write them, exactly.
//!
//! Which of comma and point is the decimal mark is decided for a column from all its
//! values; one that can only be read one way is read so. Signs stand before or behind, also
//! as parentheses or as words (`CR`, `贷`); currencies and remarks stand in the same cell.
//! A number with an exponent is none: a spreadsheet has thrown its digits away.

use super::currency;
use crate::money::{Currency, MinorUnits};
use crate::problem::Reason;
use crate::vocabulary::Side;
use crate::words::shorten;

/// Which letter separates the decimals.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// `1,234.56`.
    #[default]
    Point,
    /// `1.234,56`.
    Comma,
}

/// What a value says of the decimal mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Evidence {
    /// Only that one fits.
    Sure(DecimalMark),
    /// `1,234` and `1.234` can be read both ways.
    Either,
    /// Neither stands in it, or it is no number.
    None,
}

/// An amount as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Number {
    /// All its digits, as a whole number.
    digits: i128,
    /// How many of them are decimals.
    scale: u32,
    /// A minus or parentheses.
    pub negative: bool,
    /// A plus or a minus stands there.
    pub signed: bool,
    /// A word of its cell says which way.
    pub side: Option<Side>,
    /// A currency of its cell.
    pub currency: Option<Currency>,
    /// A `$` of its cell: of a dollar, of one country or another.
    pub dollar: bool,
}

/// Why a cell is no amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NotNumber {
    /// Empty, or a dash that stands for nothing.
    Empty,
    /// Written with an exponent.
    Exponent,
    /// Something else.
    Other,
}

impl NotNumber {
    /// The reason for refusing a row.
    pub fn reason(self, text: &str) -> Reason {
        let text = shorten(text);
        match self {
            Self::Empty => Reason::Empty,
            Self::Exponent => Reason::DigitsLost { text },
            Self::Other => Reason::NotAnAmount { text },
        }
    }
}

/// The farthest that [`Number::at_scale`] goes: a table's rows together stay countable.
pub(crate) const FARTHEST: i128 = i128::MAX >> 40;

impl Number {
    /// Zero, without a sign.
    pub const ZERO: Self = Self {
        digits: 0,
        scale: 0,
        negative: false,
        signed: false,
        side: None,
        currency: None,
        dollar: false,
    };

    /// Whether it is written with decimals.
    pub const fn has_decimals(&self) -> bool {
        self.scale > 0
    }

    /// Whether it is zero.
    pub const fn is_zero(&self) -> bool {
        self.digits == 0
    }

    /// How many decimals it is written with.
    pub const fn scale(&self) -> u32 {
        self.scale
    }

    /// The unsigned amount in a currency's minor units.
    ///
    /// # Errors
    /// More decimals than the currency has, unless they are zeros; beyond 64 bits.
    pub fn minor(&self, currency: Currency, text: &str) -> Result<i64, Reason> {
        let decimals = u32::from(currency.decimals());
        let (mut digits, mut scale) = (self.digits, self.scale);
        while scale > decimals {
            if digits % 10 != 0 {
                return Err(Reason::TooManyDecimals {
                    text: shorten(text),
                    currency: currency.code().to_owned(),
                    decimals: currency.decimals(),
                });
            }
            digits /= 10;
            scale -= 1;
        }
        let range = || Reason::AmountOutOfRange {
            text: shorten(text),
        };
        let scaled = digits
            .checked_mul(10_i128.pow(decimals - scale))
            .ok_or_else(range)?;
        i64::try_from(scaled).map_err(|_| range())
    }

    /// The unsigned amount rounded to a currency's minor units, halves up, where its decimals
    /// can be nothing else: four and more. `None` for fewer, and beyond 64 bits.
    pub fn rounded(&self, currency: Currency) -> Option<i64> {
        let cut = self.scale.checked_sub(u32::from(currency.decimals()))?;
        if self.scale < 4 {
            return None;
        }
        let unit = 10_i128.checked_pow(cut)?;
        i64::try_from((self.digits + unit / 2) / unit).ok()
    }

    /// The amount in a currency's minor units, with its sign.
    ///
    /// # Errors
    /// As [`Number::minor`].
    pub fn signed_minor(&self, currency: Currency, text: &str) -> Result<MinorUnits, Reason> {
        let minor = self.minor(currency, text)?;
        Ok(MinorUnits(if self.negative { -minor } else { minor }))
    }

    /// The signed amount with so many decimals; further ones are cut. What is beyond every
    /// amount that can be counted is brought to [`FARTHEST`], so that no table's sum overflows.
    pub fn at_scale(&self, scale: u32) -> i128 {
        let mut digits = self.digits;
        for _ in scale..self.scale {
            digits /= 10;
        }
        for _ in self.scale..scale {
            digits = digits.saturating_mul(10);
        }
        let digits = digits.min(FARTHEST);
        if self.negative { -digits } else { digits }
    }

    /// Reads it as minor units (settlement reports), whatever the currency's decimals.
    pub fn as_minor_units(mut self, currency: Currency) -> Self {
        self.scale += u32::from(currency.decimals());
        self
    }
}

/// Full-width letters, dashes and blanks as their ASCII counterparts.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{2212}' | '\u{2013}' | '\u{2010}' | '\u{2011}' | '\u{fe63}' => '-',
        '\u{3000}' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\t' => ' ',
        '\u{2019}' | '\u{2bc}' | '`' => '\'',
        _ => c,
    }
}

/// A cell taken apart around its digits.
struct Parts {
    before: String,
    core: String,
    after: String,
}

fn parts(text: &str) -> Option<Parts> {
    if text.len() > 200 {
        return None;
    }
    let normal: String = text.chars().map(half_width).collect();
    let normal = normal.trim().trim_matches('\'').trim();
    let first = normal.find(|c: char| c.is_ascii_digit())?;
    let start = if normal[..first].ends_with(['.', ',']) {
        first - 1
    } else {
        first
    };
    let within = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | ' ');
    let length = normal[start..]
        .find(|c| !within(c))
        .unwrap_or(normal.len() - start);
    let core = normal[start..start + length].trim_end();
    // `1000-00`, as Russian forms separate kopecks.
    let kopecks = normal[start + core.len()..]
        .strip_prefix('-')
        .filter(|rest| rest.len() == 2 && rest.bytes().all(|b| b.is_ascii_digit()));
    if let Some(kopecks) = kopecks {
        return Some(Parts {
            before: normal[..start].trim().to_owned(),
            core: format!("{core}.{kopecks}"),
            after: String::new(),
        });
    }
    Some(Parts {
        before: normal[..start].trim().to_owned(),
        core: core.to_owned(),
        after: normal[start + core.len()..].trim().to_owned(),
    })
}

/// What a value says of its column's decimal mark.
pub(crate) fn evidence(text: &str) -> Evidence {
    let Some(Parts { core, .. }) = parts(text) else {
        return Evidence::None;
    };
    let count = |mark| core.matches(mark).count();
    match (count('.'), count(',')) {
        (0, 0) => Evidence::None,
        (points, 0) => alone(&core, '.', points, DecimalMark::Point),
        (0, commas) => alone(&core, ',', commas, DecimalMark::Comma),
        _ if core.rfind('.') > core.rfind(',') => Evidence::Sure(DecimalMark::Point),
        _ => Evidence::Sure(DecimalMark::Comma),
    }
}

/// One kind of mark only: several of them group, one groups only before three digits.
fn alone(core: &str, mark: char, count: usize, as_decimal: DecimalMark) -> Evidence {
    let other = match as_decimal {
        DecimalMark::Point => DecimalMark::Comma,
        DecimalMark::Comma => DecimalMark::Point,
    };
    if count > 1 {
        return Evidence::Sure(other);
    }
    let (whole, fraction) = core.split_once(mark).unwrap_or((core, ""));
    let groups = fraction.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0";
    if groups {
        Evidence::Either
    } else {
        Evidence::Sure(as_decimal)
    }
}

/// Reads an amount; `mark` counts where the value can be read both ways.
pub(crate) fn read(text: &str, mark: DecimalMark) -> Result<Number, NotNumber> {
    let dash = |c: char| matches!(half_width(c), '-' | '/' | '*' | ' ' | '—' | '―');
    if text.chars().all(dash) {
        return Err(NotNumber::Empty);
    }
    let Some(Parts {
        before,
        core,
        after,
    }) = parts(text)
    else {
        return Err(
            if matches!(text, "null" | "NULL" | "N/A" | "n/a" | "\\N" | "None") {
                NotNumber::Empty
            } else {
                NotNumber::Other
            },
        );
    };
    let exponent = after.strip_prefix(['e', 'E']).is_some_and(|rest| {
        let rest = rest.trim_start_matches(['+', '-']);
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit())
    });
    if exponent {
        return Err(NotNumber::Exponent);
    }
    let mark = match evidence(&core) {
        Evidence::Sure(mark) => mark,
        _ => mark,
    };
    let (digits, scale) = plain(&core, mark).ok_or(NotNumber::Other)?;
    let mut number = Number {
        digits,
        scale,
        negative: false,
        signed: false,
        side: None,
        currency: None,
        dollar: false,
    };
    let opened = around(&before, &mut number, true)?;
    let mut after = after.as_str();
    if opened {
        after = after.trim_start();
        let Some(at) = after.find(')') else {
            return Err(NotNumber::Other);
        };
        let (inner, rest) = (after[..at].to_owned(), after[at + 1..].to_owned());
        number.negative = true;
        number.signed = true;
        around(&inner, &mut number, false)?;
        around(&rest, &mut number, false)?;
        return Ok(number);
    }
    around(after, &mut number, false)?;
    Ok(number)
}

/// Signs, currency and words beside the digits; whether a parenthesis is left open.
fn around(text: &str, number: &mut Number, before: bool) -> Result<bool, NotNumber> {
    let mut rest = text.trim().to_owned();
    let mut opened = false;
    // A remark in parentheses behind the digits: `8,000.00(CN)`, `12.00(已退款5.00)`.
    if !before && let Some(at) = rest.find('(') {
        rest.truncate(at);
    }
    for sign in ['-', '+', '('] {
        let Some(at) = rest.find(sign) else { continue };
        rest.remove(at);
        match sign {
            '-' => (number.negative, number.signed) = (!number.negative, true),
            '+' => number.signed = true,
            _ if before => opened = true,
            _ => return Err(NotNumber::Other),
        }
    }
    for word in rest.split_whitespace() {
        let lower = word.to_lowercase();
        match lower.trim_matches(['.', ':']) {
            "cr" | "c" | "贷" | "h" => number.side = Some(Side::Credit),
            "dr" | "d" | "借" | "s" => number.side = Some(Side::Debit),
            "$" => number.dollar = true,
            "¥" | "kr" | "" | "￥" => {}
            _ => match currency::named(word) {
                Some(currency) => number.currency = Some(currency),
                None => return Err(NotNumber::Other),
            },
        }
    }
    Ok(opened)
}

/// The digits and how many of them are decimals.
fn plain(core: &str, mark: DecimalMark) -> Option<(i128, u32)> {
    let decimal = match mark {
        DecimalMark::Point => '.',
        DecimalMark::Comma => ',',
    };
    let (whole, fraction) = core.rsplit_once(decimal).unwrap_or((core, ""));
    // The mark once; everything else of the whole part groups.
    if whole.contains(decimal) || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let grouped = whole.split(['.', ',', '\'', ' ']).collect::<Vec<_>>();
    let well = grouped.len() == 1
        || grouped[0].len() <= 4
            && grouped[1..]
                .iter()
                .all(|group| (2..=4).contains(&group.len()));
    if !well {
        return None;
    }
    let mut digits: i128 = 0;
    let mut any = false;
    for byte in grouped.concat().bytes().chain(fraction.bytes()) {
        digits = digits
            .checked_mul(10)?
            .checked_add(i128::from(byte - b'0'))?;
        any = true;
    }
    let scale = u32::try_from(fraction.len()).ok()?;
    (any && scale <= 18).then_some((digits, scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minor(text: &str, mark: DecimalMark) -> Result<i64, NotNumber> {
        let number = read(text, mark)?;
        let signed = number
            .signed_minor(Currency::CNY, text)
            .map_err(|_| NotNumber::Other)?;
        Ok(signed.0)
    }

    #[test]
    fn an_amount_is_read_however_it_is_written() {
        use DecimalMark::{Comma, Point};
        for (text, mark, expected) in [
            ("1,234.56", Point, 123_456),
            ("1.234,56", Comma, 123_456),
            ("1.234,56", Point, 123_456),
            ("1,234", Point, 123_400),
            ("1,234", Comma, 123),
            ("1 234,5", Comma, 123_450),
            ("1'234.50", Point, 123_450),
            ("+12", Point, 1_200),
            ("- $1.00", Point, -100),
            ("-$1.00", Point, -100),
            ("$-1.00", Point, -100),
            ("(12.34)", Point, -1_234),
            ("12.34-", Point, -1_234),
            ("\u{2212}12.34", Point, -1_234),
            ("￥１２．３４", Point, 1_234),
            ("¥12.00(已退款5.00)", Point, 1_200),
            ("8,000.00(CN)", Point, 800_000),
            ("CNY 1.00", Point, 100),
            ("CNY1.00", Point, 100),
            ("12,50 €", Comma, 1_250),
            (".5", Point, 50),
            ("12.30000", Point, 1_230),
            ("12.00元", Point, 1_200),
            ("'12.00'", Point, 1_200),
        ] {
            let expected = if text == "1,234" && mark == Comma {
                123
            } else {
                expected
            };
            let found = minor(text, mark);
            if text == "1,234" && mark == Comma {
                assert_eq!(found, Err(NotNumber::Other), "three decimals are too many");
            } else {
                assert_eq!(found, Ok(expected), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_amount_says_why() {
        for (text, why) in [
            ("", NotNumber::Empty),
            ("-", NotNumber::Empty),
            ("--", NotNumber::Empty),
            ("1.23E+17", NotNumber::Exponent),
            ("xx,yyyy.zz", NotNumber::Other),
            ("12.3x", NotNumber::Other),
            ("2024-01-02", NotNumber::Other),
            ("消费 12.00", NotNumber::Other),
            ("1,2,3", NotNumber::Other),
        ] {
            assert_eq!(minor(text, DecimalMark::Point), Err(why), "{text}");
        }
    }

    #[test]
    fn sums_of_numbers_beyond_counting_do_not_overflow() {
        let huge = "9".repeat(38);
        let number = read(&huge, DecimalMark::Point).expect("digits");
        assert_eq!(number.at_scale(8), FARTHEST);
        let negative = read(&format!("-{huge}"), DecimalMark::Point).expect("digits");
        assert_eq!(negative.at_scale(8), -FARTHEST);
        assert!(FARTHEST.checked_mul(1 << 39).is_some());
    }

    #[test]
    fn a_word_in_the_cell_tells_the_side() {
        let side = |text| read(text, DecimalMark::Point).map(|n| n.side);
        assert_eq!(side("12.00 CR"), Ok(Some(Side::Credit)));
        assert_eq!(side("12.00Dr"), Ok(Some(Side::Debit)));
        assert_eq!(side("借 12.00"), Ok(Some(Side::Debit)));
    }
}
