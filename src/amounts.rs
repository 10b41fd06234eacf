//! Sums of amounts that stand as decimal texts: exact, in integer minor units.

use std::collections::BTreeMap;

use tieout_engine::worklist::AmountView;
use tieout_statement::Currency;
use tieout_statement::money::major;

/// Minor units of a text in major units with at most the currency's decimals; `None` for
/// any other text.
#[must_use]
pub fn minor(text: &str, currency: Currency) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let decimals = usize::from(currency.decimals());
    if whole.is_empty() || fraction.len() > decimals {
        return None;
    }
    let zeros = std::iter::repeat_n(b'0', decimals - fraction.len());
    let mut sum: i128 = 0;
    for digit in whole.bytes().chain(fraction.bytes()).chain(zeros) {
        if !digit.is_ascii_digit() {
            return None;
        }
        sum = sum.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
    }
    Some(if negative { -sum } else { sum })
}

/// Σ by currency, in byte order of the code; `None` where a text is no amount.
#[must_use]
pub fn sums<'a>(amounts: impl IntoIterator<Item = (Currency, &'a str)>) -> Option<Vec<AmountView>> {
    let mut by_currency: BTreeMap<Currency, i128> = BTreeMap::new();
    for (currency, text) in amounts {
        let sum = by_currency.entry(currency).or_default();
        *sum = sum.checked_add(minor(text, currency)?)?;
    }
    let views = by_currency.into_iter().map(|(currency, sum)| AmountView {
        currency,
        amount: major(sum, currency),
    });
    Some(views.collect())
}

/// Σ of absolute values by currency; `None` where a text is no amount.
#[must_use]
pub fn sums_at_risk<'a>(
    deltas: impl IntoIterator<Item = (Currency, &'a str)>,
) -> Option<Vec<AmountView>> {
    sums(
        deltas
            .into_iter()
            .map(|(currency, text)| (currency, text.strip_prefix('-').unwrap_or(text))),
    )
}

/// The sign of a sum of differences: −1, 0 or 1; of several currencies the first that is
/// not zero.
#[must_use]
pub fn tilt<'a>(deltas: impl IntoIterator<Item = (Currency, &'a str)>) -> i64 {
    let sums = sums(deltas).unwrap_or_default();
    sums.iter()
        .filter_map(|view| minor(&view.amount, view.currency))
        .map(i128::signum)
        .find(|sign| *sign != 0)
        .and_then(|sign| i64::try_from(sign).ok())
        .unwrap_or(0)
}

/// Each amount's absolute value in thousandths of the largest of all: lengths of bars. Of
/// several currencies each is measured by its own largest.
#[must_use]
pub fn permille_of_largest<'a>(amounts: impl IntoIterator<Item = (Currency, &'a str)>) -> Vec<u64> {
    let sizes: Vec<(Currency, u128)> = amounts
        .into_iter()
        .map(|(currency, text)| (currency, minor(text, currency).unwrap_or(0).unsigned_abs()))
        .collect();
    let mut largest: BTreeMap<Currency, u128> = BTreeMap::new();
    for &(currency, size) in &sizes {
        let most = largest.entry(currency).or_insert(1);
        *most = size.max(*most);
    }
    let permille = |&(currency, size): &(Currency, u128)| {
        let most = largest.get(&currency).copied().unwrap_or(1);
        // A product beyond 128 bits is of the largest sizes: full length.
        let length = size.checked_mul(1000).map_or(1000, |long| long / most);
        u64::try_from(length).unwrap_or(1000)
    };
    sizes.iter().map(permille).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).expect("a code")
    }

    fn shown(views: Option<Vec<AmountView>>) -> String {
        let views = views.expect("amounts");
        let one = |v: &AmountView| format!("{} {}", v.currency, v.amount);
        views.iter().map(one).collect::<Vec<_>>().join(";")
    }

    #[test]
    fn sums_are_exact_and_by_currency() {
        let (cny, jpy, kwd) = (currency("CNY"), currency("JPY"), currency("KWD"));
        assert_eq!(
            shown(sums([
                (cny, "0.10"),
                (jpy, "5"),
                (cny, "0.2"),
                (kwd, "-1.001")
            ])),
            "CNY 0.30;JPY 5;KWD -1.001"
        );
        assert_eq!(
            shown(sums([
                (cny, "92233720368547758.07"),
                (cny, "92233720368547758.07")
            ])),
            "CNY 184467440737095516.14"
        );
        assert_eq!(
            shown(sums_at_risk([(cny, "-3.00"), (cny, "5.00")])),
            "CNY 8.00"
        );
    }

    #[test]
    fn a_text_that_is_no_amount_gives_no_sum() {
        for text in ["", ".5", "1,000.00", "1.234", "--1", "x"] {
            assert_eq!(sums([(currency("CNY"), text)]), None, "{text}");
        }
    }

    #[test]
    fn bars_are_measured_by_the_largest_of_their_currency() {
        let (cny, jpy) = (currency("CNY"), currency("JPY"));
        let given = [(cny, "-3.00"), (cny, "12.00"), (jpy, "5"), (cny, "0.00")];
        assert_eq!(permille_of_largest(given), [250, 1000, 1000, 0]);
    }

    #[test]
    fn the_tilt_is_the_sign_of_the_sum() {
        let cny = currency("CNY");
        assert_eq!(tilt([(cny, "3.00"), (cny, "-5.00")]), -1);
        assert_eq!(tilt([(cny, "3.00"), (cny, "-3.00")]), 0);
        assert_eq!(tilt([(cny, "0.00"), (currency("JPY"), "7")]), 1);
        assert_eq!(tilt([]), 0);
    }
}
