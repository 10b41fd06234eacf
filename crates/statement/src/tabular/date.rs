//! Dates and times as files of every country write them.
//!
//! `03/04/2026` is read when its column has been looked at: a value above 12 decides. Where
//! none does, the order is assumed, said, and can be set.

use super::number::half_width;
use crate::calendar::{DAY, Date, LocalTime};

/// Which of day and month stands first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `31/12/2026`.
    #[default]
    DayFirst,
    /// `12/31/2026`.
    MonthFirst,
}

/// A date as far as its own text tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Day {
    /// It is this one.
    Known(Date),
    /// Two numbers of which one is the day, and the year.
    Either(u32, u32, i32),
    /// Month and day in one order or the other; the year stands elsewhere.
    Yearless(u32, u32),
    /// A month by its name and a day; the year stands elsewhere.
    Named(u32, u32),
}

/// A date, and the time of day where one stands beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Moment {
    /// The day.
    pub day: Day,
    /// Seconds since midnight.
    pub seconds: Option<i64>,
}

impl Moment {
    /// The order that this value allows, `None` where it allows both.
    pub fn order(&self) -> Option<DateOrder> {
        let (Day::Either(a, b, _) | Day::Yearless(a, b)) = self.day else {
            return None;
        };
        match (a > 12, b > 12) {
            (true, false) => Some(DateOrder::DayFirst),
            (false, true) => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    /// The date under an order; `None` where there is no such day.
    pub fn date(&self, order: DateOrder, year: Option<i32>) -> Option<Date> {
        let ymd = |a, b, year| match order {
            DateOrder::DayFirst => Date::from_ymd(year, b, a),
            DateOrder::MonthFirst => Date::from_ymd(year, a, b),
        };
        match self.day {
            Day::Known(date) => Some(date),
            Day::Either(a, b, year) => ymd(a, b, year),
            Day::Yearless(a, b) => ymd(a, b, year?),
            Day::Named(month, day) => Date::from_ymd(year?, month, day),
        }
    }

    /// Whether its year stands elsewhere.
    pub const fn is_yearless(&self) -> bool {
        matches!(self.day, Day::Yearless(..) | Day::Named(..))
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Token {
    Number(String),
    Word(String),
    Sign(char),
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for c in text.chars().map(half_width) {
        let c = match c {
            '年' | '月' => '-',
            '日' | '号' => ' ',
            other => other,
        };
        if c.is_ascii_digit() {
            if let Some(Token::Number(number)) = tokens.last_mut() {
                number.push(c);
            } else {
                tokens.push(Token::Number(c.to_string()));
            }
        } else if c.is_alphabetic() {
            let lower = c.to_lowercase().next().unwrap_or(c);
            if let Some(Token::Word(word)) = tokens.last_mut() {
                word.push(lower);
            } else {
                tokens.push(Token::Word(lower.to_string()));
            }
        } else if !(c == ' ' && tokens.last() == Some(&Token::Sign(' '))) {
            tokens.push(Token::Sign(c));
        }
    }
    tokens
}

/// Month names begin so; longer beginnings before shorter ones.
const MONTHS: &[(&str, u32)] = &[
    ("jan", 1),
    ("ene", 1),
    ("gen", 1),
    ("feb", 2),
    ("fév", 2),
    ("fev", 2),
    ("mar", 3),
    ("mär", 3),
    ("mrz", 3),
    ("maa", 3),
    ("mrt", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("may", 5),
    ("mai", 5),
    ("mei", 5),
    ("mag", 5),
    ("juin", 6),
    ("jun", 6),
    ("giu", 6),
    ("juil", 7),
    ("jul", 7),
    ("lug", 7),
    ("aug", 8),
    ("aou", 8),
    ("aoû", 8),
    ("ago", 8),
    ("sep", 9),
    ("set", 9),
    ("oct", 10),
    ("okt", 10),
    ("ott", 10),
    ("out", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
    ("dic", 12),
    ("déc", 12),
];

fn month(word: &str) -> Option<u32> {
    let found = MONTHS.iter().find(|(start, _)| word.starts_with(start));
    found
        .filter(|_| word.chars().count() <= 10)
        .map(|(_, month)| *month)
}

/// A month by the name or the abbreviation that stands alone for it: `mar` begins too many
/// other words where no year stands beside it.
fn whole_month(word: &str) -> Option<u32> {
    const WHOLE: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "sept",
        "september",
        "october",
        "november",
        "december",
        "januar",
        "februar",
        "märz",
        "juni",
        "juli",
        "oktober",
        "dezember",
        "mars",
        "janvier",
        "février",
        "avril",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
        "janv",
        "févr",
        "maart",
        "januari",
        "februari",
        "augustus",
    ];
    let abbreviated = MONTHS.iter().any(|(start, _)| *start == word);
    (abbreviated || WHOLE.contains(&word))
        .then(|| month(word))
        .flatten()
}

fn number(token: Option<&Token>, lengths: std::ops::RangeInclusive<usize>) -> Option<u32> {
    match token {
        Some(Token::Number(digits)) if lengths.contains(&digits.len()) => digits.parse().ok(),
        _ => None,
    }
}

fn year(token: Option<&Token>) -> Option<i32> {
    let Some(Token::Number(digits)) = token else {
        return None;
    };
    let value: i32 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(value),
        2 if value < 70 => Some(2000 + value),
        2 => Some(1900 + value),
        _ => None,
    }
}

fn is_year(token: Option<&Token>) -> bool {
    matches!(token, Some(Token::Number(digits)) if digits.len() == 4)
}

fn is_sign(token: Option<&Token>, signs: &[char]) -> bool {
    matches!(token, Some(Token::Sign(sign)) if signs.contains(sign))
}

/// Reads a date, with a time of day where one follows; `None` for any other text.
pub(crate) fn read(text: &str) -> Option<Moment> {
    // `04/17/2023 as of 04/15/2023`: booked on the first.
    let text = text.split(" as of ").next().unwrap_or_default();
    if text.len() < 4 || text.len() > 48 {
        return None;
    }
    let all = tokens(text.trim().trim_matches('\''));
    let (day, used) = day(&all)?;
    let mut rest = &all[used..];
    if let (Day::Known(_), Some(Token::Number(digits))) = (day, all.first())
        && used == 1
        && digits.len() > 8
    {
        return Some(Moment {
            day,
            seconds: compact_time(&digits[8..]),
        });
    }
    while is_sign(rest.first(), &[' ', ',', '-', '/', '_']) || is_word(rest.first(), "t") {
        rest = &rest[1..];
    }
    if rest.is_empty() {
        return Some(Moment { day, seconds: None });
    }
    Some(Moment {
        day,
        seconds: Some(time_tokens(rest)?),
    })
}

fn is_word(token: Option<&Token>, word: &str) -> bool {
    matches!(token, Some(Token::Word(found)) if found == word)
}

/// The year before the first of an era of Japan.
fn era(word: &str) -> Option<i32> {
    match word {
        "r" | "令和" => Some(2018),
        "h" | "平成" => Some(1988),
        "s" | "昭和" => Some(1925),
        "民國" | "中華民國" => Some(1911),
        _ => None,
    }
}

/// Whether a date's year is of the Republic of China: `115/03/02` is in 2026.
pub(crate) fn is_of_the_republic(text: &str) -> bool {
    let all = tokens(text.trim());
    let era = matches!(all.first(), Some(Token::Word(word)) if word.contains("民國"));
    era && read(text).is_some() || of_the_republic(&all).is_some()
}

fn of_the_republic(all: &[Token]) -> Option<(Day, usize)> {
    let signs = &['-', '/', '.'];
    if !is_sign(all.get(1), signs) || !is_sign(all.get(3), signs) {
        return None;
    }
    let year = number(all.first(), 3..=3).filter(|year| (90..200).contains(year))?;
    let (month, day) = (number(all.get(2), 1..=2)?, number(all.get(4), 1..=2)?);
    let date = Date::from_ymd(i32::try_from(year).ok()? + 1911, month, day)?;
    Some((Day::Known(date), 5))
}

/// `R6.1.30`, `令和6年1月30日`.
fn of_era(all: &[Token]) -> Option<(Day, usize)> {
    let Some(Token::Word(word)) = all.first() else {
        return None;
    };
    let signs = &['-', '/', '.'];
    if !is_sign(all.get(2), signs) || !is_sign(all.get(4), signs) {
        return None;
    }
    let year = era(word)? + i32::try_from(number(all.get(1), 1..=3)?).ok()?;
    let date = Date::from_ymd(year, number(all.get(3), 1..=2)?, number(all.get(5), 1..=2)?)?;
    Some((Day::Known(date), 6))
}

fn day(all: &[Token]) -> Option<(Day, usize)> {
    let signs = &['-', '/', '.'];
    if let Some(found) = of_era(all).or_else(|| of_the_republic(all)) {
        return Some(found);
    }
    if let Some(Token::Number(digits)) = all.first() {
        if matches!(digits.len(), 8 | 12 | 14) {
            return compact(&digits[..8]).map(|date| (Day::Known(date), 1));
        }
        let digits = matches!(all.get(2), Some(Token::Number(_)));
        // `2026:03:02`, as one bank of Lithuania writes.
        if digits
            && is_year(all.first())
            && is_sign(all.get(1), &[':'])
            && is_sign(all.get(3), &[':'])
        {
            return numeric(all);
        }
        // `2026 03 02`: nothing else begins with a year and two numbers of two digits.
        let blanks = is_sign(all.get(1), &[' ']) && is_sign(all.get(3), &[' ']);
        let two = |at| matches!(all.get(at), Some(Token::Number(digits)) if digits.len() == 2);
        if blanks && is_year(all.first()) && two(2) && two(4) && all.len() == 5 {
            return numeric(all);
        }
        if digits && is_sign(all.get(1), signs) && is_sign(all.get(3), signs) {
            return numeric(all);
        }
        // `MM/DD`, `MM月DD日`.
        if is_sign(all.get(1), &['/', '-']) && all.len() <= 4 && !is_sign(all.get(3), &[':']) {
            let (a, b) = (number(all.first(), 1..=2)?, number(all.get(2), 1..=2)?);
            let blank = all.get(3).is_none_or(|token| *token == Token::Sign(' '));
            return (blank && a >= 1 && b >= 1 && a <= 31 && b <= 31)
                .then_some((Day::Yearless(a, b), 3));
        }
    }
    named_month(all).or_else(|| named_day(all))
}

/// `01JAN`, `JUN13`, `12 Nov`: nothing but a month's name and a day.
fn named_day(all: &[Token]) -> Option<(Day, usize)> {
    let parts: Vec<&Token> = all
        .iter()
        .filter(|token| !matches!(token, Token::Sign(' ' | '-' | '/' | '.')))
        .collect();
    let (word, digits) = match parts.as_slice() {
        [Token::Word(word), digits @ Token::Number(_)]
        | [digits @ Token::Number(_), Token::Word(word)] => (word, *digits),
        _ => return None,
    };
    let (month, day) = (whole_month(word)?, number(Some(digits), 1..=2)?);
    // A leap year: each day of a year exists.
    Date::from_ymd(2000, month, day)?;
    Some((Day::Named(month, day), all.len()))
}

fn numeric(all: &[Token]) -> Option<(Day, usize)> {
    let (first, second, third) = (all.first(), all.get(2), all.get(4));
    if let Some(Token::Number(digits)) = first
        && digits.len() == 4
    {
        let date = Date::from_ymd(year(first)?, number(second, 1..=2)?, number(third, 1..=2)?)?;
        return Some((Day::Known(date), 5));
    }
    let (a, b) = (number(first, 1..=2)?, number(second, 1..=2)?);
    let year = year(third)?;
    if is_sign(all.get(1), &['.']) {
        // Points stand in dates of countries where the day is first.
        return Some((Day::Known(Date::from_ymd(year, b, a)?), 5));
    }
    let possible = Date::from_ymd(year, b, a).or_else(|| Date::from_ymd(year, a, b));
    possible.map(|_| (Day::Either(a, b, year), 5))
}

/// `YYYYMMDD`, or `DDMMYYYY` where that is no date.
fn compact(digits: &str) -> Option<Date> {
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let year = |range| i32::try_from(part(range)?).ok();
    let plausible = |year: &i32| (1900..2200).contains(year);
    let usual = year(0..4)
        .filter(plausible)
        .and_then(|y| Date::from_ymd(y, part(4..6)?, part(6..8)?));
    usual.or_else(|| {
        let last = year(4..8).filter(plausible)?;
        Date::from_ymd(last, part(2..4)?, part(0..2)?)
    })
}

/// `27 Feb 2018`, `27-Feb-18`, `Feb 27, 2018`, `Tue 27 Feb 2018`.
fn named_month(all: &[Token]) -> Option<(Day, usize)> {
    let mut numbers: Vec<(&Token, usize)> = Vec::new();
    let mut named = None;
    for (at, token) in all.iter().enumerate() {
        match token {
            Token::Number(_) => numbers.push((token, at)),
            Token::Word(word) => match month(word) {
                Some(month) if named.is_none() => named = Some(month),
                // A weekday, or the ending of an ordinal.
                _ if numbers.is_empty() && named.is_none() || word.len() == 2 || word == "de" => {}
                _ => return None,
            },
            Token::Sign(' ' | '-' | '/' | '.' | ',') => {}
            Token::Sign(_) => return None,
        }
        if numbers.len() == 2 {
            break;
        }
    }
    let [(first, _), (second, at)] = numbers.as_slice() else {
        return None;
    };
    let date = match (year(Some(second)), number(Some(first), 1..=2)) {
        (Some(year), Some(day)) => Date::from_ymd(year, named?, day)?,
        _ => Date::from_ymd(year(Some(first))?, named?, number(Some(second), 1..=2)?)?,
    };
    Some((Day::Known(date), at + 1))
}

/// A time of day in a cell of its own: `12:34:56`, `12:34`, `123456`, `93456`.
pub(crate) fn time_of_day(text: &str) -> Option<i64> {
    let text = text.trim().trim_matches('\'');
    if text.len() <= 6 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return compact_time(&format!("{text:0>6}"));
    }
    time_tokens(&tokens(text))
}

fn compact_time(digits: &str) -> Option<i64> {
    let part = |from: usize| {
        digits
            .get(from..from + 2)
            .map_or(Some(0), |d| d.parse().ok())
    };
    clock(part(0)?, part(2)?, part(4)?)
}

fn clock(hour: i64, minute: i64, second: i64) -> Option<i64> {
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3_600 + minute * 60 + second)
}

fn time_tokens(all: &[Token]) -> Option<i64> {
    let signs = &[':', '.'];
    let part = |at: usize| number(all.get(at), 1..=2).map(i64::from);
    let mut hour = part(0)?;
    if !is_sign(all.get(1), signs) {
        return None;
    }
    let minute = part(2)?;
    let (second, mut used) = match is_sign(all.get(3), signs) {
        true => (part(4)?, 5),
        false => (0, 3),
    };
    // Fractions of a second, then a half of the day or a zone.
    if is_sign(all.get(used), &['.', ',']) {
        used += 2;
    }
    let rest = &all[used.min(all.len())..];
    let half = rest.iter().find_map(|token| match token {
        Token::Word(word) if word == "am" || word == "pm" => Some(word == "pm"),
        _ => None,
    });
    match half {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    clock(hour, minute, second)
}

/// The date of a spreadsheet's serial number, where it is a day of 1954 to 2119.
pub(crate) fn serial(text: &str) -> Option<Moment> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let days: i32 = whole.parse().ok()?;
    if !(20_000..80_000).contains(&days) {
        return None;
    }
    let digits: i64 = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    let seconds = (digits * DAY + 500_000_000) / 1_000_000_000;
    Some(Moment {
        // Serial 25569 is 1970-01-01.
        day: Day::Known(Date(days - 25_569)),
        seconds: (seconds > 0 && seconds < DAY).then_some(seconds),
    })
}

/// A day and a time of day as one.
pub(crate) fn at(date: Date, seconds: Option<i64>) -> LocalTime {
    LocalTime(date.midnight().0 + seconds.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, order: DateOrder) -> Option<String> {
        let moment = read(text)?;
        Some(at(moment.date(order, Some(2026))?, moment.seconds).to_string())
    }

    #[test]
    fn a_date_is_read_however_it_is_written() {
        use DateOrder::{DayFirst, MonthFirst};
        for (text, order, expected) in [
            ("2026-03-02", DayFirst, "2026-03-02 00:00:00"),
            ("2026/3/2 9:05", DayFirst, "2026-03-02 09:05:00"),
            ("20260302", DayFirst, "2026-03-02 00:00:00"),
            ("20260302123456", DayFirst, "2026-03-02 12:34:56"),
            ("2026年03月02日", DayFirst, "2026-03-02 00:00:00"),
            ("2026-03-02  12:34:56", DayFirst, "2026-03-02 12:34:56"),
            ("2026-03-02T12:34:56.123Z", DayFirst, "2026-03-02 12:34:56"),
            ("2026-03-02T12:34:56+08:00", DayFirst, "2026-03-02 12:34:56"),
            ("02/03/2026", DayFirst, "2026-03-02 00:00:00"),
            ("03/02/2026", MonthFirst, "2026-03-02 00:00:00"),
            ("02.03.26", MonthFirst, "2026-03-02 00:00:00"),
            ("2-3-2026", DayFirst, "2026-03-02 00:00:00"),
            ("27 Feb 2026", MonthFirst, "2026-02-27 00:00:00"),
            ("27-Feb-26", MonthFirst, "2026-02-27 00:00:00"),
            ("Feb 27, 2026", DayFirst, "2026-02-27 00:00:00"),
            ("Feb 27, 2026 1:05 PM", DayFirst, "2026-02-27 13:05:00"),
            ("5 août 2026", DayFirst, "2026-08-05 00:00:00"),
            ("12/29", MonthFirst, "2026-12-29 00:00:00"),
            ("02032026", DayFirst, "2026-03-02 00:00:00"),
            ("02MAR", MonthFirst, "2026-03-02 00:00:00"),
            ("Mar 2", DayFirst, "2026-03-02 00:00:00"),
            ("2 mars", DayFirst, "2026-03-02 00:00:00"),
            ("115/03/02", MonthFirst, "2026-03-02 00:00:00"),
            ("民國115年3月2日", DayFirst, "2026-03-02 00:00:00"),
            ("2026 03 02", MonthFirst, "2026-03-02 00:00:00"),
            ("2026:03:02", DayFirst, "2026-03-02 00:00:00"),
        ] {
            assert_eq!(shown(text, order).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "12.30",
            "2026-02-30",
            "合计",
            "1234",
            "12345678",
            "31/31/2026",
            "a 2 b 3",
            "Market 12",
            "Mar 32",
            "12:03:02",
            "-1,234.56",
        ] {
            assert_eq!(shown(text, DateOrder::DayFirst), None, "{text}");
        }
        assert_eq!(time_of_day("93456"), Some(34_496));
        assert_eq!(time_of_day("25:00"), None);
        let noon = serial("46083.5").expect("a serial number");
        assert_eq!(noon.seconds, Some(43_200));
        assert_eq!(
            serial("46083")
                .and_then(|m| m.date(DateOrder::DayFirst, None))
                .map(|d| d.to_string())
                .as_deref(),
            Some("2026-03-02")
        );
    }
}
