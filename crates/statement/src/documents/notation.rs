//! Numbers and dates as bank files write them.

use crate::calendar::{DAY, Date, LocalTime};
use crate::problem::Reason;

/// An amount as written: its sign, and its digits with a point before the decimals.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Decimal {
    /// Whether a minus stands before or behind it.
    pub negative: bool,
    /// `[0-9]+` or `[0-9]+.[0-9]+`.
    pub digits: String,
}

/// Reads an amount with point or comma before its decimals.
///
/// Of both marks the later one stands before the decimals and the other groups; one mark
/// that stands more than once groups; one that stands once stands before the decimals
/// (`1,234` has three, so a currency of two refuses it rather than guess). Blanks group.
///
/// # Errors
/// [`Reason::NotAnAmount`], [`Reason::Empty`].
pub(crate) fn decimal(text: &str) -> Result<Decimal, Reason> {
    let fault = || Reason::NotAnAmount {
        text: crate::words::shorten(text),
    };
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Reason::Empty);
    }
    let (mut rest, mut negative) = (trimmed, false);
    if let Some(inner) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        (rest, negative) = (inner, true);
    } else if let Some(after) = rest.strip_prefix(['-', '\u{2212}']) {
        (rest, negative) = (after, true);
    } else if let Some(after) = rest.strip_prefix('+') {
        rest = after;
    } else if let Some(before) = rest.strip_suffix('-') {
        (rest, negative) = (before, true);
    } else if let Some(before) = rest.strip_suffix('+') {
        rest = before;
    }
    let rest = rest.trim();
    let mark = decimal_mark(rest).ok_or_else(fault)?;
    let mut digits = String::with_capacity(rest.len());
    for (at, c) in rest.char_indices() {
        match c {
            '0'..='9' => digits.push(c),
            ',' | '.' if Some(at) == mark => digits.push('.'),
            ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\'' if at > 0 => {}
            _ => return Err(fault()),
        }
    }
    if digits.ends_with('.') {
        digits.pop();
    }
    if digits.starts_with('.') {
        digits.insert(0, '0');
    }
    if digits.is_empty() {
        return Err(fault());
    }
    Ok(Decimal { negative, digits })
}

/// Where the mark before the decimals stands, `Some(None)` where there is none; `None` for
/// marks in an order that no notation has.
fn decimal_mark(text: &str) -> Option<Option<usize>> {
    let Some(last) = text.rfind([',', '.']) else {
        return Some(None);
    };
    let mark = &text[last..=last];
    let other = if mark == "," { "." } else { "," };
    if text.matches(mark).count() == 1 {
        Some(Some(last))
    } else if text.contains(other) {
        None
    } else {
        Some(None)
    }
}

/// Digits of which the last `decimals` are decimals: `12345` of two is `123.45`.
/// `None` where they are no digits.
pub(crate) fn implied(digits: &str, decimals: usize) -> Option<String> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if decimals == 0 {
        return Some(digits.to_owned());
    }
    let padded = format!("{digits:0>width$}", width = decimals + 1);
    let (whole, fraction) = padded.split_at(padded.len() - decimals);
    Some(format!("{whole}.{fraction}"))
}

/// The sum of amounts; `None` beyond what 38 digits hold.
pub(crate) fn sum(amounts: &[Decimal]) -> Option<Decimal> {
    let parts = |amount: &Decimal| {
        let (whole, fraction) = amount
            .digits
            .split_once('.')
            .unwrap_or((&amount.digits, ""));
        (whole.to_owned(), fraction.to_owned())
    };
    let longest = amounts.iter().map(|amount| parts(amount).1.len()).max()?;
    let mut total = 0_i128;
    for amount in amounts {
        let (whole, fraction) = parts(amount);
        let digits: i128 = format!("{whole}{fraction:0<longest$}").parse().ok()?;
        total = total.checked_add(if amount.negative { -digits } else { digits })?;
    }
    let digits = implied(&total.unsigned_abs().to_string(), longest)?;
    Some(Decimal {
        negative: total < 0,
        digits,
    })
}

/// The digits of a text as a number, `None` where it is not all digits.
pub(crate) fn number(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// A year of two digits: 80 to 99 are of the last century.
pub(crate) const fn century(year: u32) -> i32 {
    let year = year.cast_signed();
    if year >= 80 { 1900 + year } else { 2000 + year }
}

/// `YYMMDD`.
pub(crate) fn yymmdd(text: &str) -> Option<Date> {
    let part = |range| text.get(range).and_then(number);
    if text.len() != 6 {
        return None;
    }
    Date::from_ymd(century(part(0..2)?), part(2..4)?, part(4..6)?)
}

/// `DDMMYY`.
pub(crate) fn ddmmyy(text: &str) -> Option<Date> {
    let part = |range| text.get(range).and_then(number);
    if text.len() != 6 {
        return None;
    }
    Date::from_ymd(century(part(4..6)?), part(2..4)?, part(0..2)?)
}

/// `YYYYMMDD`.
pub(crate) fn yyyymmdd(text: &str) -> Option<Date> {
    let part = |range| text.get(range).and_then(number);
    let year = i32::try_from(part(0..4)?).ok()?;
    Date::from_ymd(year, part(4..6)?, part(6..8)?)
}

/// `HHMMSS` or `HHMM` behind a date; without one, the day's first second.
pub(crate) fn at_time(date: Date, clock: &str) -> LocalTime {
    let part = |range| clock.get(range).and_then(number);
    let (hour, minute) = (part(0..2), part(2..4));
    let second = part(4..6).unwrap_or(0);
    match (hour, minute) {
        (Some(h), Some(m)) if h < 24 && m < 60 && second < 60 => {
            LocalTime(date.midnight().0 + i64::from(h * 3_600 + m * 60 + second))
        }
        _ => date.midnight(),
    }
}

/// `YYYY-MM-DD`, with `THH:MM:SS` behind it or not; fractions and zones are left out: it
/// is the wall clock that the bank writes.
pub(crate) fn iso(text: &str) -> Option<LocalTime> {
    let date = Date::parse(text.get(..10)?)?;
    let clock: String = text[10..]
        .trim_start_matches(['T', ' '])
        .chars()
        .take(8)
        .filter(char::is_ascii_digit)
        .collect();
    let whole = text
        .as_bytes()
        .get(10)
        .is_some_and(|b| matches!(b, b'T' | b' '));
    Some(if whole {
        at_time(date, &clock)
    } else {
        date.midnight()
    })
}

/// Month and day in the year that lies nearest to another date.
pub(crate) fn nearest(mmdd: &str, to: Date) -> Option<Date> {
    let (month, day) = (number(mmdd.get(..2)?)?, number(mmdd.get(2..4)?)?);
    let (year, ..) = to.ymd();
    (year - 1..=year + 1)
        .filter_map(|year| Date::from_ymd(year, month, day))
        .min_by_key(|date| (date.0 - to.0).abs())
}

/// Whether a day count is within a period.
pub(crate) fn within(time: LocalTime, (first, last): (Date, Date)) -> bool {
    let day = time.0.div_euclid(DAY);
    (i64::from(first.0)..=i64::from(last.0)).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_every_notation_and_never_guessed() {
        let read = |text| decimal(text).map(|d| (d.negative, d.digits));
        for (text, negative, digits) in [
            ("10,", false, "10"),
            ("10", false, "10"),
            ("0,5", false, "0.5"),
            ("-1.234,56", true, "1234.56"),
            ("1,234.56", false, "1234.56"),
            ("1,234,567", false, "1234567"),
            ("+1 025,53", false, "1025.53"),
            ("1,234", false, "1.234"),
            (".5", false, "0.5"),
            ("12.50-", true, "12.50"),
            ("(3.00)", true, "3.00"),
            ("1'000.00", false, "1000.00"),
            ("1.234.567,8", false, "1234567.8"),
        ] {
            assert_eq!(read(text), Ok((negative, digits.to_owned())), "{text}");
        }
        for text in ["", "$1", "1e3", "12x", "--1", "１", "1.234,567.8"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_sum_keeps_every_decimal() {
        let amounts = ["-7.80", "1", "0.125"].map(|text| decimal(text).expect("an amount"));
        let total = sum(&amounts).expect("small enough");
        assert_eq!((total.negative, total.digits.as_str()), (true, "6.675"));
        assert_eq!(sum(&[]), None);
        assert_eq!(sum(&[decimal(&"9".repeat(60)).expect("digits")]), None);
    }

    #[test]
    fn dates_must_exist_and_a_missing_year_is_the_nearest() {
        let day = |date: Option<Date>| date.map(|d| d.to_string());
        assert_eq!(day(yymmdd("160229")).as_deref(), Some("2016-02-29"));
        assert_eq!(day(yymmdd("160230")), None);
        assert_eq!(day(ddmmyy("311299")).as_deref(), Some("1999-12-31"));
        let new_year = yymmdd("260101").expect("a day");
        assert_eq!(
            day(nearest("1231", new_year)).as_deref(),
            Some("2025-12-31")
        );
        assert_eq!(
            iso("2026-03-02T14:05:06.123+08:00")
                .map(|t| t.to_string())
                .as_deref(),
            Some("2026-03-02 14:05:06")
        );
        assert_eq!(
            iso("2026-03-02+01:00"),
            yymmdd("260302").map(Date::midnight)
        );
    }
}
