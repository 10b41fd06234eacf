//! Totals that a file states of itself (总分): kept as exact decimals, whatever the
//! currency, and compared with what the rows give.

use crate::intake::StatedTotal;

/// Decimals that are kept; files state at most five.
const DECIMALS: usize = 8;

/// A sum of amounts as a file writes them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Total(i128);

impl Total {
    /// Reads a decimal with a sign and any number of zeros; `None` for another text or
    /// more decimals than are kept.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let fraction = fraction.trim_end_matches('0');
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 20 || !plain(whole) || !plain(fraction) {
            return None;
        }
        if fraction.len() > DECIMALS {
            return None;
        }
        let zeros = std::iter::repeat_n(b'0', DECIMALS - fraction.len());
        let scaled = whole
            .bytes()
            .chain(fraction.bytes())
            .chain(zeros)
            .fold(0_i128, |n, digit| n * 10 + i128::from(digit - b'0'));
        Some(Self(if negative { -scaled } else { scaled }))
    }

    /// Adds an amount as the file writes it; what is no number adds nothing (the row's
    /// reader judges the cells that count).
    pub fn add(&mut self, text: &str) {
        if let Some(amount) = Self::parse(text) {
            self.0 += amount.0;
        }
    }

    /// The whole number that it is, `None` where it is another.
    pub fn whole(self) -> Option<u64> {
        let unit = 10_i128.pow(u32::try_from(DECIMALS).expect("a small number"));
        (self.0 % unit == 0)
            .then(|| u64::try_from(self.0 / unit).ok())
            .flatten()
    }

    /// The decimal, with at least two places.
    pub fn text(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let digits = format!("{:0width$}", self.0.unsigned_abs(), width = DECIMALS + 1);
        let (whole, fraction) = digits.split_at(digits.len() - DECIMALS);
        let kept = fraction.trim_end_matches('0').len().max(2);
        format!("{sign}{whole}.{}", &fraction[..kept])
    }
}

/// A stated amount beside the sum of its rows. A text that is no number disagrees.
pub(crate) fn amount(what: &str, stated: &str, found: Total) -> StatedTotal {
    let read = Total::parse(stated);
    StatedTotal {
        what: what.to_owned(),
        stated: read.map_or_else(|| crate::words::shorten(stated), Total::text),
        found: found.text(),
        agrees: read == Some(found),
    }
}

/// A stated number of rows beside the rows read. `45.0` is 45.
pub(crate) fn count(what: &str, stated: &str, found: u64) -> StatedTotal {
    let whole = match stated.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|b| b == b'0') => whole,
        _ => stated,
    };
    let read: Option<u64> = whole.parse().ok();
    StatedTotal {
        what: what.to_owned(),
        stated: read.map_or_else(|| crate::words::shorten(stated), |n| n.to_string()),
        found: found.to_string(),
        agrees: read == Some(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_amount_is_compared_exactly_and_without_its_padding() {
        let mut found = Total::default();
        for fee in ["0.60000", "-0.10", "0.00150", ""] {
            found.add(fee);
        }
        let stated = amount("手续费总金额", "0.50150", found);
        assert_eq!(
            (stated.stated.as_str(), stated.found.as_str()),
            ("0.5015", "0.5015")
        );
        assert!(stated.agrees);
        assert!(!amount("手续费总金额", "0.5", found).agrees);
        assert!(!amount("手续费总金额", "n/a", found).agrees);
        assert_eq!(
            Total::parse("-12").map(Total::text).as_deref(),
            Some("-12.00")
        );
        assert_eq!(Total::parse("1,000.00"), None);
    }

    #[test]
    fn a_count_may_be_written_as_a_decimal() {
        assert!(count("总交易单数", "45.0", 45).agrees);
        assert!(!count("总交易单数", "45.5", 45).agrees);
        assert!(!count("总交易单数", "", 0).agrees);
    }
}
