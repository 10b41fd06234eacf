//! Amounts: integer minor units beside their currency. No float comes near them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An ISO 4217 currency code: three capital ASCII letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Yuan, the currency of files that name none (Alipay's bills).
    pub const CNY: Self = Self(*b"CNY");

    /// The currency of three capital ASCII letters, or `None`, where texts are known early.
    #[must_use]
    pub const fn from_code(code: [u8; 3]) -> Option<Self> {
        if code[0].is_ascii_uppercase()
            && code[1].is_ascii_uppercase()
            && code[2].is_ascii_uppercase()
        {
            Some(Self(code))
        } else {
            None
        }
    }

    /// The currency named by three capital ASCII letters, or `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 3] = text.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(bytes))
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency holds ASCII letters only")
    }

    /// Decimals of the major unit by ISO 4217; 2 where the code is not listed.
    ///
    /// Source: ISO 4217 table A.1 (list one), column "minor unit".
    #[must_use]
    pub const fn decimals(self) -> u8 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG"
            | b"RWF" | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not three capital letters"))
    }
}

/// Minor units of the currency beside it (CNY: fen, JPY: yen, KWD: fils).
///
/// Sums over rows are `i128`, so that no day overflows them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct MinorUnits(pub i64);

/// Why a text is not an amount of our own layouts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AmountError {
    /// Not `[0-9]+` or `[0-9]+.[0-9]+`.
    NotANumber,
    /// More decimals than the currency has.
    TooManyDecimals,
    /// Beyond what 64 bits of minor units hold.
    OutOfRange,
}

impl MinorUnits {
    /// Reads an unsigned amount in major units: ASCII `[0-9]+` or `[0-9]+.[0-9]+`
    /// with at most the currency's decimals.
    ///
    /// # Errors
    /// [`AmountError`] says which rule the text breaks.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, AmountError> {
        let decimals = usize::from(currency.decimals());
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(AmountError::NotANumber),
            Some(parts) => parts,
            None => (text, ""),
        };
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) {
            return Err(AmountError::NotANumber);
        }
        if fraction.len() > decimals {
            return Err(AmountError::TooManyDecimals);
        }
        let zeros = std::iter::repeat_n(b'0', decimals - fraction.len());
        let mut minor: i64 = 0;
        for digit in whole.bytes().chain(fraction.bytes()).chain(zeros) {
            minor = minor
                .checked_mul(10)
                .and_then(|m| m.checked_add(i64::from(digit - b'0')))
                .ok_or(AmountError::OutOfRange)?;
        }
        Ok(Self(minor))
    }

    /// Like [`MinorUnits::parse`], with a leading `-` allowed: balances and openings.
    ///
    /// # Errors
    /// As [`MinorUnits::parse`].
    pub fn parse_signed(text: &str, currency: Currency) -> Result<Self, AmountError> {
        match text.strip_prefix('-') {
            Some(rest) => Self::parse(rest, currency).map(|m| Self(-m.0)),
            None => Self::parse(text, currency),
        }
    }
}

impl MinorUnits {
    /// Like [`MinorUnits::parse`], with zeros behind the currency's last decimal: real
    /// formats write fees as `0.60000`.
    ///
    /// # Errors
    /// As [`MinorUnits::parse`].
    pub fn parse_padded(text: &str, currency: Currency) -> Result<Self, AmountError> {
        let longest = usize::from(currency.decimals());
        match text.split_once('.') {
            Some((whole, fraction)) if fraction.len() > longest => {
                let kept = fraction.trim_end_matches('0');
                let kept = &fraction[..kept.len().max(longest)];
                if kept.is_empty() {
                    Self::parse(whole, currency)
                } else {
                    Self::parse(&text[..=whole.len() + kept.len()], currency)
                }
            }
            _ => Self::parse(text, currency),
        }
    }

    /// Like [`MinorUnits::parse_padded_signed`], rounded to the currency's minor unit where
    /// it has further decimals, halves away from zero; whether it was.
    ///
    /// # Errors
    /// As [`MinorUnits::parse`], but for [`AmountError::TooManyDecimals`].
    pub fn parse_rounded(text: &str, currency: Currency) -> Result<(Self, bool), AmountError> {
        let exact = Self::parse_padded_signed(text, currency);
        if exact != Err(AmountError::TooManyDecimals) {
            return exact.map(|amount| (amount, false));
        }
        let decimals = usize::from(currency.decimals());
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').ok_or(AmountError::NotANumber)?;
        let (kept, cut) = fraction
            .split_at_checked(decimals)
            .ok_or(AmountError::NotANumber)?;
        let kept = match kept {
            "" => Self::parse(whole, currency)?,
            _ => Self::parse(&format!("{whole}.{kept}"), currency)?,
        };
        let up = i64::from(cut.as_bytes()[0] >= b'5');
        let rounded = kept.0.checked_add(up).ok_or(AmountError::OutOfRange)?;
        let negative = text.starts_with('-');
        Ok((Self(if negative { -rounded } else { rounded }), true))
    }

    /// Like [`MinorUnits::parse_padded`], with a leading `-` allowed.
    ///
    /// # Errors
    /// As [`MinorUnits::parse`].
    pub fn parse_padded_signed(text: &str, currency: Currency) -> Result<Self, AmountError> {
        match text.strip_prefix('-') {
            Some(rest) => Self::parse_padded(rest, currency).map(|m| Self(-m.0)),
            None => Self::parse_padded(text, currency),
        }
    }
}

/// Writes minor units as major units with all the currency's decimals and an ASCII
/// minus: `-3.00`, `5` for JPY. This is the form of reports and files, not of screens.
#[must_use]
pub fn major(minor: i128, currency: Currency) -> String {
    let decimals = usize::from(currency.decimals());
    let sign = if minor < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", minor.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, currency: &str) -> Result<i64, AmountError> {
        let currency = Currency::parse(currency).expect("test currencies are three capitals");
        MinorUnits::parse(text, currency).map(|m| m.0)
    }

    #[test]
    fn a_fee_is_rounded_to_the_minor_unit_where_it_has_more_decimals() {
        let rounded = |text, currency: &str| {
            let currency = Currency::parse(currency).expect("three capitals");
            MinorUnits::parse_rounded(text, currency).map(|(amount, was)| (amount.0, was))
        };
        assert_eq!(rounded("0.60000", "CNY"), Ok((60, false)));
        assert_eq!(rounded("0.00499", "CNY"), Ok((0, true)));
        assert_eq!(rounded("0.00500", "CNY"), Ok((1, true)));
        assert_eq!(rounded("-1.23500", "CNY"), Ok((-124, true)));
        assert_eq!(rounded("7.5", "JPY"), Ok((8, true)));
        assert_eq!(rounded("0.12x4", "CNY"), Err(AmountError::NotANumber));
        assert_eq!(rounded("0.6%", "CNY"), Err(AmountError::NotANumber));
    }

    #[test]
    fn an_amount_is_digits_with_at_most_the_currencys_decimals() {
        assert_eq!(parse("53.00", "CNY"), Ok(5300));
        assert_eq!(parse("53.5", "CNY"), Ok(5350));
        assert_eq!(parse("53", "CNY"), Ok(5300));
        assert_eq!(parse("5", "JPY"), Ok(5));
        assert_eq!(parse("1.234", "KWD"), Ok(1234));
        assert_eq!(parse("1.5", "JPY"), Err(AmountError::TooManyDecimals));
        assert_eq!(parse("1.000", "CNY"), Err(AmountError::TooManyDecimals));
        for text in ["", ".5", "5.", "-1", "+1", "1,000.00", "1e3", "１", " 1"] {
            assert_eq!(parse(text, "CNY"), Err(AmountError::NotANumber), "{text}");
        }
        assert_eq!(
            parse("92233720368547758.08", "CNY"),
            Err(AmountError::OutOfRange)
        );
    }

    #[test]
    fn real_formats_may_pad_with_zeros_and_with_nothing_else() {
        let jpy = Currency::parse("JPY").expect("JPY is three capitals");
        let cny = |text| MinorUnits::parse_padded_signed(text, Currency::CNY).map(|m| m.0);
        assert_eq!(cny("0.60000"), Ok(60));
        assert_eq!(cny("-0.60000"), Ok(-60));
        assert_eq!(cny("12"), Ok(1200));
        assert_eq!(cny("0.5"), Ok(50));
        assert_eq!(cny("0.00600"), Err(AmountError::TooManyDecimals));
        assert_eq!(cny("0.000x"), Err(AmountError::NotANumber));
        assert_eq!(cny(".000"), Err(AmountError::NotANumber));
        assert_eq!(MinorUnits::parse_padded("100.00", jpy), Ok(MinorUnits(100)));
    }

    #[test]
    fn major_units_carry_all_decimals() {
        let jpy = Currency::parse("JPY").expect("JPY is three capitals");
        assert_eq!(major(-5, Currency::CNY), "-0.05");
        assert_eq!(major(123_456, Currency::CNY), "1234.56");
        assert_eq!(major(5, jpy), "5");
    }
}
