//! Amounts as reports write them, back to numbers and to text.

use tieout_statement::Currency;
use tieout_statement::money::major;

use crate::ExportError;

/// Minor units of an amount of a report: an optional minus, digits, and exactly the
/// currency's decimals.
///
/// # Errors
/// [`ExportError::Amount`] for any other text.
pub fn minor(text: &str, currency: Currency) -> Result<i128, ExportError> {
    let wrong = || ExportError::Amount {
        text: text.to_owned(),
        currency: currency.to_string(),
    };
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = whole
        .bytes()
        .chain(fraction.bytes())
        .all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits || fraction.len() != usize::from(currency.decimals()) {
        return Err(wrong());
    }
    let number: i128 = format!("{whole}{fraction}").parse().map_err(|_| wrong())?;
    let minor = if text.starts_with('-') {
        -number
    } else {
        number
    };
    if major(minor, currency) == text {
        Ok(minor)
    } else {
        Err(wrong())
    }
}

/// Σ of amounts, minor units.
///
/// # Errors
/// As [`minor`]; also where the sum is beyond 128 bits.
pub fn sum<'a>(
    amounts: impl IntoIterator<Item = &'a String>,
    currency: Currency,
) -> Result<i128, ExportError> {
    amounts.into_iter().try_fold(0, |sum: i128, amount| {
        add(sum, minor(amount, currency)?, currency)
    })
}

/// The sum of two.
///
/// # Errors
/// [`ExportError::Amount`] where it is beyond 128 bits.
pub fn add(a: i128, b: i128, currency: Currency) -> Result<i128, ExportError> {
    a.checked_add(b).ok_or_else(|| ExportError::Amount {
        text: format!("{a} + {b}"),
        currency: currency.to_string(),
    })
}

/// `left − right`, as text.
///
/// # Errors
/// As [`minor`] and [`add`].
pub fn less(left: &str, right: &str, currency: Currency) -> Result<String, ExportError> {
    let right = minor(right, currency)?;
    let negative = right.checked_neg().ok_or_else(|| ExportError::Amount {
        text: right.to_string(),
        currency: currency.to_string(),
    })?;
    Ok(major(
        add(minor(left, currency)?, negative, currency)?,
        currency,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_exactly_its_currencys_decimals() {
        let of = |text, code| minor(text, Currency::parse(code).expect("a code"));
        assert_eq!(of("-3.00", "CNY"), Ok(-300));
        assert_eq!(of("0.05", "CNY"), Ok(5));
        assert_eq!(of("5", "JPY"), Ok(5));
        assert_eq!(of("1.234", "KWD"), Ok(1234));
        for (text, code) in [
            ("3", "CNY"),
            ("3.0", "CNY"),
            ("-0.00", "CNY"),
            ("03.00", "CNY"),
            ("+3.00", "CNY"),
            ("3.", "JPY"),
            ("", "CNY"),
            ("=1+1", "CNY"),
            ("1e3", "JPY"),
            ("9999999999999999999999999999999999999999.00", "CNY"),
        ] {
            assert!(of(text, code).is_err(), "{text} {code}");
        }
    }
}
