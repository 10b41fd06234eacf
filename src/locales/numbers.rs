//! Counts, amounts, dates, sizes and durations as the reader's language writes them.
//!
//! An amount comes as a decimal text and stays one: digits are grouped, never computed.

use tieout_engine::worklist::AmountView;
use tieout_statement::Date;

use super::Locale;

/// Groups the digits of a whole number by thousands.
fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count: `1,234,567`.
#[must_use]
pub fn count(n: u64) -> String {
    grouped(&n.to_string())
}

/// An amount in major units with ASCII minus, as the screen writes it: thousands grouped,
/// a true minus, decimals as they are.
#[must_use]
pub fn amount(text: &str) -> String {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", text),
    };
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, None), |(w, f)| (w, Some(f)));
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return text.to_owned();
    }
    match fraction {
        Some(fraction) => format!("{sign}{}.{fraction}", grouped(whole)),
        None => format!("{sign}{}", grouped(whole)),
    }
}

/// A difference: as [`amount`], with a plus where it is more than zero.
#[must_use]
pub fn delta(text: &str) -> String {
    if text.starts_with('-') || is_zero(text) {
        amount(text)
    } else {
        format!("+{}", amount(text))
    }
}

/// Whether an amount's text says zero.
#[must_use]
pub fn is_zero(text: &str) -> bool {
    !text.bytes().any(|b| matches!(b, b'1'..=b'9'))
}

/// Amounts of several currencies: `533.30` where there is one, else `CNY 533.30 + JPY 5`.
#[must_use]
pub fn amounts(views: &[AmountView]) -> String {
    match views {
        [] => "0.00".to_owned(),
        [one] => amount(&one.amount),
        several => with_codes(several),
    }
}

/// Amounts with their currencies: `¥533.30` where it is yuan alone, else `CNY 190.00 + JPY 5`.
#[must_use]
pub fn money(views: &[AmountView]) -> String {
    match views {
        [] => "0.00".to_owned(),
        [one] if one.currency.code() == "CNY" => format!("¥{}", amount(&one.amount)),
        several => with_codes(several),
    }
}

fn with_codes(views: &[AmountView]) -> String {
    let one = |v: &AmountView| format!("{}\u{a0}{}", v.currency, amount(&v.amount));
    views.iter().map(one).collect::<Vec<_>>().join(" + ")
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [(&str, &str); 7] = [
    ("Monday", "星期一"),
    ("Tuesday", "星期二"),
    ("Wednesday", "星期三"),
    ("Thursday", "星期四"),
    ("Friday", "星期五"),
    ("Saturday", "星期六"),
    ("Sunday", "星期日"),
];

fn month(month: u32) -> &'static str {
    usize::try_from(month)
        .ok()
        .and_then(|m| MONTHS.get(m.wrapping_sub(1)))
        .copied()
        .unwrap_or("")
}

/// A date of `YYYY-MM-DD`: `2 March 2026`, `2026-03-02`; any other text as it is.
#[must_use]
pub fn date(text: &str, locale: Locale) -> String {
    let Some(date) = Date::parse(text) else {
        return text.to_owned();
    };
    let (year, m, day) = date.ymd();
    match locale {
        Locale::En => format!("{day} {} {year}", month(m)),
        Locale::Zh => date.to_string(),
    }
}

/// A date with its weekday: `Monday 2 March 2026`, `2026 年 3 月 2 日 星期一`.
#[must_use]
pub fn long_date(text: &str, locale: Locale) -> String {
    let Some(date) = Date::parse(text) else {
        return text.to_owned();
    };
    let (year, m, day) = date.ymd();
    // 1970-01-01 was a Thursday.
    let weekday = usize::try_from((date.0 + 3).rem_euclid(7)).unwrap_or(0);
    let (en, zh) = WEEKDAYS[weekday];
    match locale {
        Locale::En => format!("{en} {day} {} {year}", month(m)),
        Locale::Zh => format!("{year} 年 {m} 月 {day} 日 {zh}"),
    }
}

/// First and last date: `2 Mar`, `1–2 Mar`, `28 Feb – 2 Mar`, `03-01 – 03-02`.
#[must_use]
pub fn date_range(first: &str, last: &str, locale: Locale) -> String {
    let (Some(a), Some(b)) = (Date::parse(first), Date::parse(last)) else {
        return format!("{first} – {last}");
    };
    let ((ya, ma, da), (yb, mb, db)) = (a.ymd(), b.ymd());
    let short = |m: u32| month(m).get(..3).unwrap_or("");
    match locale {
        _ if ya != yb => format!("{first} – {last}"),
        Locale::Zh if a == b => format!("{ma} 月 {da} 日"),
        Locale::Zh => format!("{ma} 月 {da} 日 – {mb} 月 {db} 日"),
        Locale::En if a == b => format!("{da} {}", short(ma)),
        Locale::En if ma == mb => format!("{da}–{db} {}", short(ma)),
        Locale::En => format!("{da} {} – {db} {}", short(ma), short(mb)),
    }
}

/// One number of a pair and its unit, the pair sharing the larger's unit.
fn in_unit(bytes: u64, unit: u64) -> String {
    let tenths = u128::from(bytes) * 10 / u128::from(unit);
    let whole = u64::try_from(tenths / 10).unwrap_or(u64::MAX);
    if unit == 1 || tenths >= 1000 {
        count(whole)
    } else {
        format!("{whole}.{}", tenths % 10)
    }
}

const fn unit_of(bytes: u64) -> (u64, &'static str) {
    match bytes {
        0..=999 => (1, "B"),
        1_000..=999_999 => (1_000, "KB"),
        1_000_000..=999_999_999 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    }
}

/// A size: `17.1 KB`.
#[must_use]
pub fn bytes(n: u64) -> String {
    let (unit, name) = unit_of(n);
    format!("{} {name}", in_unit(n, unit))
}

/// So much of a size: `11.6 of 17.1 KB`.
#[must_use]
pub fn bytes_of(part: u64, whole: u64, locale: Locale) -> String {
    let (unit, name) = unit_of(whole);
    let (part, whole) = (in_unit(part, unit), in_unit(whole, unit));
    match locale {
        Locale::En => format!("{part} of {whole} {name}"),
        Locale::Zh => format!("{part} / {whole} {name}"),
    }
}

/// A duration: `0.2 s`, `47 s`, `3 min 20 s`.
#[must_use]
pub fn duration(ms: u64, locale: Locale) -> String {
    let (s, min) = locale.pick(("s", "min"), ("秒", "分"));
    match ms {
        0..=9_999 => format!("{}.{} {s}", ms / 1000, ms % 1000 / 100),
        10_000..=99_999 => format!("{} {s}", ms / 1000),
        _ => format!("{} {min} {} {s}", ms / 60_000, ms % 60_000 / 1000),
    }
}

/// Time left: `under 1 s left`.
#[must_use]
pub fn time_left(ms: u64, locale: Locale) -> String {
    match (locale, ms) {
        (Locale::En, 0..=999) => "under 1 s left".to_owned(),
        (Locale::Zh, 0..=999) => "剩余不到 1 秒".to_owned(),
        (Locale::En, _) => format!("{} left", duration(ms / 1000 * 1000, locale)),
        (Locale::Zh, _) => format!("剩余 {}", duration(ms / 1000 * 1000, locale)),
    }
}

/// `n` and the noun that goes with it.
fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// `39 rows`.
#[must_use]
pub fn rows(n: u64, locale: Locale) -> String {
    match locale {
        Locale::En => plural(n, "row", "rows"),
        Locale::Zh => format!("{} 行", count(n)),
    }
}

/// `1 row refused`.
#[must_use]
pub fn rows_refused(n: u64, locale: Locale) -> String {
    match locale {
        Locale::En => plural(n, "row refused", "rows refused"),
        Locale::Zh => format!("{} 行拒收", count(n)),
    }
}

/// `8 files`.
#[must_use]
pub fn files(n: u64, locale: Locale) -> String {
    match locale {
        Locale::En => plural(n, "file", "files"),
        Locale::Zh => format!("{} 个文件", count(n)),
    }
}

/// `18 exceptions`.
#[must_use]
pub fn exceptions(n: u64, locale: Locale) -> String {
    match locale {
        Locale::En => plural(n, "exception", "exceptions"),
        Locale::Zh => format!("{} 项差错", count(n)),
    }
}

/// `10 timing differences`.
#[must_use]
pub fn timing_differences(n: u64, locale: Locale) -> String {
    match locale {
        Locale::En => plural(n, "timing difference", "timing differences"),
        Locale::Zh => format!("{} 项时间差异", count(n)),
    }
}

/// `27 of 44`.
#[must_use]
pub fn part_of(part: u64, whole: u64, locale: Locale) -> String {
    match locale {
        Locale::En => format!("{} of {}", count(part), count(whole)),
        Locale::Zh => format!("{} / {}", count(part), count(whole)),
    }
}

/// `2 selected`.
#[must_use]
pub fn selected(n: u64, locale: Locale) -> String {
    match locale {
        Locale::En => format!("{} selected", count(n)),
        Locale::Zh => format!("{} 项已选", count(n)),
    }
}

/// `5,800 rows/s`.
#[must_use]
pub fn rate(rows_per_second: u64, locale: Locale) -> String {
    match locale {
        Locale::En => format!("{} rows/s", count(rows_per_second)),
        Locale::Zh => format!("{} 行/秒", count(rows_per_second)),
    }
}

/// Whole percent of a part, 0 where there is no whole, never 100 before the end.
#[must_use]
pub const fn percent(part: u64, whole: u64) -> u64 {
    if whole == 0 {
        0
    } else if part >= whole {
        100
    } else {
        // Below 100 because part < whole; u128 keeps the product in range.
        (part as u128 * 100 / whole as u128) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_statement::Currency;

    #[test]
    fn amounts_are_grouped_with_a_true_minus_and_never_rounded() {
        for (text, shown) in [
            ("0.00", "0.00"),
            ("533.30", "533.30"),
            ("-1583.30", "−1,583.30"),
            (
                "123456789012345678901.007",
                "123,456,789,012,345,678,901.007",
            ),
            ("5", "5"),
            ("1000", "1,000"),
            ("n/a", "n/a"),
            ("", ""),
        ] {
            assert_eq!(amount(text), shown);
        }
        assert_eq!(delta("50.00"), "+50.00");
        assert_eq!(delta("-5"), "−5");
        assert_eq!(delta("0.00"), "0.00");
    }

    #[test]
    fn one_currency_stands_alone_and_several_carry_their_codes() {
        let view = |code: &str, amount: &str| AmountView {
            currency: Currency::parse(code).expect("a code"),
            amount: amount.to_owned(),
        };
        assert_eq!(money(&[view("CNY", "1583.30")]), "¥1,583.30");
        assert_eq!(money(&[view("JPY", "5")]), "JPY\u{a0}5");
        assert_eq!(
            amounts(&[view("CNY", "190.00"), view("JPY", "5000")]),
            "CNY\u{a0}190.00 + JPY\u{a0}5,000"
        );
    }

    #[test]
    fn dates_are_written_as_each_language_does() {
        assert_eq!(long_date("2026-03-02", Locale::En), "Monday 2 March 2026");
        assert_eq!(
            long_date("2026-03-02", Locale::Zh),
            "2026 年 3 月 2 日 星期一"
        );
        assert_eq!(
            long_date("1969-12-31", Locale::En),
            "Wednesday 31 December 1969"
        );
        assert_eq!(date("soon", Locale::En), "soon");
        assert_eq!(
            date_range("2026-02-28", "2026-03-02", Locale::En),
            "28 Feb – 2 Mar"
        );
        assert_eq!(
            date_range("2026-03-02", "2026-03-02", Locale::Zh),
            "3 月 2 日"
        );
        assert_eq!(
            date_range("2025-12-31", "2026-01-01", Locale::En),
            "2025-12-31 – 2026-01-01"
        );
    }

    #[test]
    fn sizes_and_durations_are_short() {
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes_of(11_600, 17_100, Locale::En), "11.6 of 17.1 KB");
        assert_eq!(bytes(250_000_000), "250 MB");
        assert_eq!(duration(240, Locale::En), "0.2 s");
        assert_eq!(duration(200_000, Locale::En), "3 min 20 s");
        assert_eq!(time_left(300, Locale::En), "under 1 s left");
    }

    #[test]
    fn one_is_singular_in_english() {
        assert_eq!(rows(1, Locale::En), "1 row");
        assert_eq!(exceptions(0, Locale::En), "0 exceptions");
        assert_eq!(rows_refused(1_234, Locale::Zh), "1,234 行拒收");
    }

    #[test]
    fn a_bar_is_full_only_at_the_end() {
        assert_eq!(percent(0, 0), 0);
        assert_eq!(percent(999, 1000), 99);
        assert_eq!(percent(1000, 1000), 100);
        assert_eq!(percent(u64::MAX - 1, u64::MAX), 99);
    }
}
