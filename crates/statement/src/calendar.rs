//! Days and times of the day's zone. No clock is ever asked.

use std::fmt;

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date(pub i32);

/// Seconds since 1970-01-01 00:00:00 on the wall clock of the day's zone; no offset.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LocalTime(pub i64);

/// Seconds in a day.
pub const DAY: i64 = 86_400;

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |n, &b| {
        b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0'))
    })
}

const fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Date {
    /// The date of a calendar year, month and day, or `None` where no such day exists.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let year = i64::from(year);
        if !(0..=9999).contains(&year)
            || !(1..=12).contains(&month)
            || day < 1
            || day > days_in_month(year, month)
        {
            return None;
        }
        // Years start in March, so that the leap day is the last of its year.
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let of_era = y.rem_euclid(400);
        let from_march = i64::from((month + 9) % 12);
        let of_year = (153 * from_march + 2) / 5 + i64::from(day) - 1;
        let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
        Some(Self(
            i32::try_from(days).expect("four-digit years fit 32 bits"),
        ))
    }

    /// Year, month and day.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let of_era = z.rem_euclid(146_097);
        let y = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * y + y / 4 - y / 100);
        let m = (5 * of_year + 2) / 153;
        let day = of_year - (153 * m + 2) / 5 + 1;
        let month = if m < 10 { m + 3 } else { m - 9 };
        let year = y + era * 400 + i64::from(month <= 2);
        let fits = "a day count of 32 bits is a small year";
        (
            i32::try_from(year).expect(fits),
            u32::try_from(month).expect(fits),
            u32::try_from(day).expect(fits),
        )
    }

    /// Reads `YYYY-MM-DD`; `None` for another pattern or a day that does not exist.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let b = text.as_bytes();
        if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
            return None;
        }
        let year = i32::try_from(number(&b[..4])?).ok()?;
        Self::from_ymd(year, number(&b[5..7])?, number(&b[8..])?)
    }

    /// The first second of the day.
    #[must_use]
    pub fn midnight(self) -> LocalTime {
        LocalTime(i64::from(self.0) * DAY)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl LocalTime {
    /// Reads `YYYY-MM-DD HH:MM:SS`; `None` for another pattern or an impossible time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let b = text.as_bytes();
        if b.len() != 19 || b[10] != b' ' || b[13] != b':' || b[16] != b':' {
            return None;
        }
        let date = Date::parse(text.get(..10)?)?;
        let (h, m, s) = (number(&b[11..13])?, number(&b[14..16])?, number(&b[17..])?);
        (h < 24 && m < 60 && s < 60)
            .then(|| Self(date.midnight().0 + i64::from(h * 3600 + m * 60 + s)))
    }

    /// The calendar day that holds this time (midnight to midnight).
    #[must_use]
    pub fn date(self) -> Date {
        Date(i32::try_from(self.0.div_euclid(DAY)).expect("times come from four-digit years"))
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = self.0.rem_euclid(DAY);
        write!(
            f,
            "{} {:02}:{:02}:{:02}",
            self.date(),
            s / 3600,
            s / 60 % 60,
            s % 60
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_eight_centuries_comes_back() {
        let first = Date::parse("1600-01-01").expect("a real day");
        for n in 0..292_194 {
            let date = Date(first.0 + n);
            assert_eq!(Date::parse(&date.to_string()), Some(date));
        }
        assert_eq!(Date::parse("1970-01-01"), Some(Date(0)));
    }

    #[test]
    fn a_time_has_one_pattern_and_must_exist() {
        let time = LocalTime::parse("2026-03-02 23:59:41").expect("a real time");
        assert_eq!(time.to_string(), "2026-03-02 23:59:41");
        for text in [
            "2026-02-30 00:00:00",
            "2026-03-02 24:00:00",
            "2026-03-02T23:59:41",
            "2026-3-2 23:59:41",
            "2026-03-02 23:59",
            "二〇二六-03-02 00:00:00",
        ] {
            assert_eq!(LocalTime::parse(text), None, "{text}");
        }
    }
}
