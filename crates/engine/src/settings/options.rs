//! What a channel may be forgiven: off by default, because each makes rows meet that do not
//! meet as they are written.

use crate::outcome::Treatment;

/// A size without a sign, in ten-thousandths: exact for the decimals of every currency.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Measure(u64);

impl Measure {
    const DECIMALS: usize = 4;
    const WHOLE_DIGITS: usize = 12;

    /// The largest that can be written.
    pub const MAX: Self = Self(9_999_999_999_999_999);

    /// Reads `0`, `0.05`, `12.5`: at most 12 digits before the point and 4 behind it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = match text.split_once('.') {
            Some((_, "")) => return None,
            Some(split) => split,
            None => (text, ""),
        };
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let fits = (1..=Self::WHOLE_DIGITS).contains(&whole.len()) && part.len() <= Self::DECIMALS;
        if !fits || !digits(whole) || !digits(part) {
            return None;
        }
        format!("{whole}{part:0<4}").parse().ok().map(Self)
    }

    /// A whole number.
    #[must_use]
    pub const fn whole(number: u32) -> Self {
        Self(number as u64 * 10_000)
    }

    /// Whole minor units of a currency with so many decimals; a fraction of one counts for
    /// nothing.
    #[must_use]
    pub fn minor(self, decimals: u8) -> i128 {
        let unit = 10_i128.pow(4_u32.saturating_sub(u32::from(decimals)));
        i128::from(self.0) / unit
    }

    /// Minor units of a currency with so many decimals; `None` for what cannot be written.
    #[must_use]
    pub fn of_minor(minor: i128, decimals: u8) -> Option<Self> {
        let unit = 10_i128.pow(4_u32.saturating_sub(u32::from(decimals)));
        let made = u64::try_from(minor.checked_mul(unit)?).ok().map(Self)?;
        (made <= Self::MAX).then_some(made)
    }

    /// Ten-thousandths.
    #[must_use]
    pub const fn ten_thousandths(self) -> u64 {
        self.0
    }
}

impl std::fmt::Display for Measure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{}.{:04}", self.0 / 10_000, self.0 % 10_000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// How far a channel's sums may differ and still be a match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tolerance {
    /// In major units of the key's currency.
    pub absolute: Option<Measure>,
    /// In thousandths of our sum.
    pub per_mille: Option<Measure>,
    /// By what the residues are booked.
    pub treatment: Treatment,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self {
            absolute: None,
            per_mille: None,
            treatment: Treatment::Suspense,
        }
    }
}

impl Tolerance {
    /// Treatments that book a residue.
    pub const TREATMENTS: [Treatment; 4] = [
        Treatment::Suspense,
        Treatment::Claim,
        Treatment::BadDebt,
        Treatment::Adjust,
    ];

    /// Whether it forgives anything.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.absolute.is_some() || self.per_mille.is_some()
    }

    /// The largest difference forgiven beside a sum of ours, both in minor units of a
    /// currency with so many decimals: the smaller of the two bounds where both are given,
    /// each without its fraction of a minor unit. Nothing where none is given.
    #[must_use]
    pub fn allowed(&self, ours: i128, decimals: u8) -> i128 {
        let unit = 10_i128.pow(4_u32.saturating_sub(u32::from(decimals)));
        let absolute = self.absolute.map(|m| i128::from(m.0) / unit);
        let share = |m: Measure| ours.abs().saturating_mul(i128::from(m.0)) / 10_000_000;
        let bounds = absolute.into_iter().chain(self.per_mille.map(share));
        bounds.min().unwrap_or(0)
    }
}

/// One way of writing a number that is taken off it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Cleaning {
    /// Full-width characters become half-width.
    Width,
    /// White space at both ends goes.
    Trim,
    /// ASCII letters become upper case.
    Case,
    /// Zeros in front go, but for the last character.
    LeadingZeros,
}

impl Cleaning {
    /// Every one, in the order in which they are applied.
    pub const ALL: [Self; 4] = [Self::Width, Self::Trim, Self::Case, Self::LeadingZeros];

    /// The word of `tieout.toml`.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Width => "width",
            Self::Trim => "trim",
            Self::Case => "case",
            Self::LeadingZeros => "leading_zeros",
        }
    }
}

/// How a channel's numbers are cleaned before they are compared.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KeyCleaning {
    /// Each at most once, in the order of [`Cleaning::ALL`].
    pub steps: Vec<Cleaning>,
    /// Taken off a number's front; empty: nothing.
    pub prefix: String,
    /// A regular expression whose every match is taken off; empty: nothing. Valid.
    pub pattern: String,
}

impl KeyCleaning {
    /// Whether any number could be changed.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.steps.is_empty() || !self.prefix.is_empty() || !self.pattern.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tolerance(absolute: &str, per_mille: &str) -> Tolerance {
        Tolerance {
            absolute: Measure::parse(absolute),
            per_mille: Measure::parse(per_mille),
            ..Tolerance::default()
        }
    }

    #[test]
    fn a_measure_is_read_exactly_and_written_without_idle_zeros() {
        for (text, ten_thousandths, shown) in [
            ("0", 0, "0"),
            ("0.05", 500, "0.05"),
            ("12.50", 125_000, "12.5"),
            ("100", 1_000_000, "100"),
            (
                "999999999999.9999",
                9_999_999_999_999_999,
                "999999999999.9999",
            ),
        ] {
            let measure = Measure::parse(text).expect(text);
            assert_eq!(measure.ten_thousandths(), ten_thousandths);
            assert_eq!(measure.to_string(), shown);
        }
        for bad in [
            "",
            ".5",
            "1.",
            "-1",
            "+1",
            "1e2",
            "0.00001",
            "1,0",
            "1000000000000",
        ] {
            assert_eq!(Measure::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_smaller_bound_counts_and_fractions_of_a_minor_unit_forgive_nothing() {
        assert_eq!(tolerance("", "").allowed(10_000, 2), 0);
        assert_eq!(tolerance("0.05", "").allowed(10_000, 2), 5);
        assert_eq!(
            tolerance("0.05", "").allowed(10_000, 0),
            0,
            "yen have no sen"
        );
        assert_eq!(tolerance("", "1").allowed(10_000, 2), 10);
        assert_eq!(tolerance("", "0.5").allowed(1_999, 2), 0);
        assert_eq!(tolerance("", "0.5").allowed(2_000, 2), 1);
        assert_eq!(tolerance("0.05", "1").allowed(10_000, 2), 5);
        assert_eq!(tolerance("0.05", "1").allowed(3_000, 2), 3);
        assert_eq!(tolerance("0", "1").allowed(3_000, 2), 0);
    }
}
