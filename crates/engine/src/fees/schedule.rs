//! What channels may charge: the rules of a fee schedule, and the fee that one gives.
//!
//! All arithmetic is on integers: a rate has at most eight decimals and is no more than the
//! whole, so that no product leaves 128 bits, whatever a batch sums to.

use rust_decimal::Decimal;
use tieout_statement::formats::beside::Records;
use tieout_statement::{Currency, Date, FileProblem, Kind};

/// Decimals of a rate and of a fixed part, at most.
const DECIMALS: u32 = 8;
/// Digits before the point of an amount, at most.
const WHOLE: i128 = 1_000_000_000_000;

/// How a computed fee becomes whole minor units; of its size, whatever its sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// To the nearest; halves away from zero.
    HalfUp,
    /// To the nearest; halves to the even one.
    HalfEven,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

impl Rounding {
    /// Every way, in the order of the documents.
    pub const ALL: [Self; 4] = [Self::HalfUp, Self::HalfEven, Self::Down, Self::Up];

    /// The word of the file.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::HalfUp => "half_up",
            Self::HalfEven => "half_even",
            Self::Down => "down",
            Self::Up => "up",
        }
    }

    /// A quotient of two numbers that are not negative, rounded.
    const fn divide(self, number: i128, by: i128) -> i128 {
        let (whole, rest) = (number / by, number % by);
        let up = match self {
            Self::Down => false,
            Self::Up => rest > 0,
            Self::HalfUp => rest * 2 >= by,
            Self::HalfEven => rest * 2 > by || rest * 2 == by && whole % 2 == 1,
        };
        if up { whole + 1 } else { whole }
    }
}

/// What a fee is computed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// Each row.
    Row,
    /// The rows of the kind in one settlement or payout batch together.
    Batch,
}

impl Basis {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Row, Self::Batch];

    /// The word of the file.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Batch => "batch",
        }
    }
}

/// One line of a schedule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// Its file, by its name in the day.
    pub file: String,
    /// Its line, 1 = first.
    pub line: u32,
    /// The channel's code.
    pub channel: String,
    /// Of which rows.
    pub kind: Kind,
    /// The currency.
    pub currency: Currency,
    /// The part of the amount, 1 = the whole; negative where the fee is given back.
    pub rate: Decimal,
    /// What is added to it, major units.
    pub fixed: Decimal,
    /// The least size of a fee, major units.
    pub minimum: Option<Decimal>,
    /// The largest size of a fee, major units.
    pub maximum: Option<Decimal>,
    /// How it becomes minor units.
    pub rounding: Rounding,
    /// What it is computed on.
    pub basis: Basis,
    /// The first business date.
    pub from: Option<Date>,
    /// The last business date.
    pub to: Option<Date>,
}

impl Rule {
    /// Whether it holds on a business date.
    #[must_use]
    pub fn holds_on(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }

    /// The fee of an amount, both in minor units: amount × rate + fixed, its size between
    /// minimum and maximum, rounded.
    #[must_use]
    pub fn fee(&self, amount: i128) -> i128 {
        let unit = 10_i128.pow(u32::from(self.currency.decimals()));
        // In 10^-DECIMALS of a minor unit.
        let scale = 10_i128.pow(DECIMALS);
        let part = |of: Decimal| of.mantissa() * 10_i128.pow(DECIMALS - of.scale());
        let fee = amount * part(self.rate) + part(self.fixed) * unit;
        let bound = |of: Option<Decimal>| of.map(|of| part(of) * unit);
        let mut size = fee.abs();
        size = bound(self.minimum).map_or(size, |least| size.max(least));
        size = bound(self.maximum).map_or(size, |most| size.min(most));
        let size = self.rounding.divide(size, scale);
        if fee < 0 { -size } else { size }
    }

    fn meets(&self, other: &Self) -> bool {
        let same = |rule: &Self| (rule.channel.clone(), rule.kind, rule.currency);
        let before = |a: &Self, b: &Self| a.to.zip(b.from).is_some_and(|(to, from)| to < from);
        same(self) == same(other) && !before(self, other) && !before(other, self)
    }
}

/// What is wrong in a line.
struct Wrong {
    detail: String,
    expected: String,
}

fn wrong<T>(column: &str, text: &str, expected: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong {
        detail: format!("{column}: {text:?}"),
        expected: expected.into(),
    })
}

/// An exact decimal number of plain digits.
fn decimal(column: &str, text: &str, signed: bool, what: &str) -> Result<Decimal, Wrong> {
    let unsigned = text.strip_prefix('-').filter(|_| signed).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let number = Decimal::from_str_exact(text).ok();
    let number = number.filter(|_| digits(whole) && digits(fraction));
    let number = number.map(|number| number.normalize());
    match number.filter(|of| of.scale() <= DECIMALS && of.mantissa().abs() < WHOLE * 100_000_000) {
        Some(number) => Ok(number),
        None => wrong(column, text, what),
    }
}

fn rate(text: &str) -> Result<Decimal, Wrong> {
    const WHAT: &str = "a part of the amount of at most 8 decimals, such as 0.006 or 0.6%";
    let (number, hundredths) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), Decimal::ONE_HUNDRED),
        None => (text, Decimal::ONE),
    };
    let Ok(number) = decimal("rate", number, true, WHAT) else {
        return wrong("rate", text, WHAT);
    };
    // Exact: a hundredth of so few digits has few digits too.
    let rate = (number / hundredths).normalize();
    if rate.abs() > Decimal::ONE || rate.scale() > DECIMALS {
        return wrong("rate", text, WHAT);
    }
    Ok(rate)
}

/// An amount that may be missing, of at most so many decimals.
fn amount(column: &str, text: &str, decimals: u32, signed: bool) -> Result<Option<Decimal>, Wrong> {
    if text.is_empty() {
        return Ok(None);
    }
    let what = format!("an amount in major units of at most {decimals} decimals, or nothing");
    let number = decimal(column, text, signed, &what)?;
    if number.scale() > decimals {
        return wrong(column, text, what);
    }
    Ok(Some(number))
}

fn date(column: &str, text: &str) -> Result<Option<Date>, Wrong> {
    if text.is_empty() {
        return Ok(None);
    }
    match Date::parse(text) {
        Some(date) => Ok(Some(date)),
        None => wrong(column, text, "a date such as 2026-03-02, or nothing"),
    }
}

fn word<T: Copy>(column: &str, text: &str, all: &[(T, &'static str)]) -> Result<T, Wrong> {
    match all.iter().find(|(_, word)| *word == text) {
        Some((value, _)) => Ok(*value),
        None => {
            let words: Vec<&str> = all.iter().map(|(_, word)| *word).collect();
            wrong(column, text, format!("one of {}", words.join(", ")))
        }
    }
}

const COLUMNS: [&str; 11] = [
    "channel",
    "kind",
    "currency",
    "rate",
    "fixed",
    "minimum",
    "maximum",
    "rounding",
    "basis",
    "valid_from",
    "valid_to",
];

fn rule(file: &str, line: u32, cells: [&str; 11]) -> Result<Rule, Wrong> {
    let [
        channel,
        kind,
        code,
        part,
        fixed,
        minimum,
        maximum,
        rounding,
        basis,
        from,
        to,
    ] = cells.map(str::trim);
    if channel.is_empty() {
        return wrong(
            "channel",
            channel,
            "the channel's code, as the files write it",
        );
    }
    let kinds = [Kind::TopUp, Kind::Payment, Kind::Refund, Kind::Withdrawal];
    let Some(currency) = Currency::parse(code) else {
        return wrong("currency", code, "three capitals, such as CNY");
    };
    let decimals = u32::from(currency.decimals());
    let rule = Rule {
        file: file.to_owned(),
        line,
        channel: channel.to_owned(),
        kind: word("kind", kind, &kinds.map(|kind| (kind, kind.text())))?,
        currency,
        rate: rate(part)?,
        fixed: amount("fixed", fixed, DECIMALS, true)?.unwrap_or_default(),
        minimum: amount("minimum", minimum, decimals, false)?,
        maximum: amount("maximum", maximum, decimals, false)?,
        rounding: word(
            "rounding",
            rounding,
            &Rounding::ALL.map(|of| (of, of.text())),
        )?,
        basis: match basis {
            "" => Basis::Row,
            given => word("basis", given, &Basis::ALL.map(|of| (of, of.text())))?,
        },
        from: date("valid_from", from)?,
        to: date("valid_to", to)?,
    };
    if rule
        .minimum
        .zip(rule.maximum)
        .is_some_and(|(least, most)| least > most)
    {
        return wrong("maximum", maximum, "no less than the minimum");
    }
    if rule.from.zip(rule.to).is_some_and(|(from, to)| from > to) {
        return wrong("valid_to", to, "no date before valid_from");
    }
    Ok(rule)
}

/// Adds a schedule's rules to those of files before it.
///
/// # Errors
/// [`FileProblem::Invalid`] with the line that is wrong, or that stands for the same rows on
/// the same days as another one, which is named; then none of its rules is taken.
pub(crate) fn add(rules: &mut Vec<Rule>, file: &str, text: &str) -> Result<(), FileProblem> {
    let records = Records::parse(text)?;
    let invalid = |line: u32, wrong: Wrong| FileProblem::Invalid {
        line: Some(line),
        detail: wrong.detail,
        expected: wrong.expected,
    };
    let known = rules.len();
    for (line, cells) in records.cells(COLUMNS) {
        let made = rule(file, line, cells).and_then(|made| {
            match rules.iter().find(|other| made.meets(other)) {
                Some(other) => Err(Wrong {
                    detail: format!(
                        "{} {} {} stands in {}:{} too, for some of the same days",
                        made.channel,
                        made.kind.text(),
                        made.currency,
                        other.file,
                        other.line
                    ),
                    expected: "one rule at a time: valid_from after the other's valid_to"
                        .to_owned(),
                }),
                None => Ok(made),
            }
        });
        match made {
            Ok(made) => rules.push(made),
            Err(wrong) => {
                rules.truncate(known);
                return Err(invalid(line, wrong));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "channel,kind,currency,rate,fixed,minimum,maximum,rounding,basis,valid_from,valid_to\n";

    fn rules(lines: &str) -> Result<Vec<Rule>, String> {
        let mut rules = Vec::new();
        match add(&mut rules, "fees.csv", &format!("{HEAD}{lines}")) {
            Ok(()) => Ok(rules),
            Err(FileProblem::Invalid {
                line,
                detail,
                expected,
            }) => Err(format!("{}: {detail}: {expected}", line.unwrap_or(0))),
            Err(other) => Err(format!("{other:?}")),
        }
    }

    fn fee(line: &str, amount: i128) -> i128 {
        rules(line).expect("a rule")[0].fee(amount)
    }

    #[test]
    fn a_fee_is_rounded_as_the_rule_says_whatever_its_sign() {
        // 0.5% of 1.00, 3.00 and −: 0.005, 0.015.
        for (rounding, of_1, of_3, of_2_02) in [
            ("half_up", 1, 2, 1),
            ("half_even", 0, 2, 1),
            ("down", 0, 1, 1),
            ("up", 1, 2, 2),
        ] {
            for sign in [1, -1] {
                let minus = if sign < 0 { "-" } else { "" };
                let line = format!("w,payment,CNY,{minus}0.5%,,,,{rounding},,,");
                let fees = [100, 300, 202].map(|amount| sign * fee(&line, amount));
                assert_eq!(fees, [of_1, of_3, of_2_02], "{line}");
            }
        }
    }

    #[test]
    fn a_fee_has_a_fixed_part_and_bounds_in_the_currency() {
        assert_eq!(fee("w,payment,CNY,0.006,0.10,,,half_up,,,", 10_000), 70);
        assert_eq!(fee("w,payment,CNY,0.006,,0.01,,half_up,,,", 1), 1);
        assert_eq!(
            fee("w,payment,CNY,0.006,,,20.00,half_up,,,", 100_000_000),
            2_000
        );
        assert_eq!(fee("w,withdrawal,JPY,0,15,,,half_up,,,", 100_000), 15);
        assert_eq!(fee("w,payment,KWD,0.00125,0.0005,,,up,,,", 10_000), 13);
        let most = i128::from(i64::MAX) * i128::from(u32::MAX);
        assert_eq!(fee("w,payment,CNY,100%,,,,down,,,", most), most);
        assert_eq!(fee("w,payment,CNY,0.00000001,,,,down,,,", 100_000_000), 1);
    }

    #[test]
    fn a_wrong_line_is_named_with_its_reason() {
        for (line, told) in [
            (
                ",payment,CNY,0,,,,down,,,",
                "2: channel: \"\": the channel's code",
            ),
            (
                "w,sale,CNY,0,,,,down,,,",
                "2: kind: \"sale\": one of top_up, payment, refund, withdrawal",
            ),
            (
                "w,payment,cny,0,,,,down,,,",
                "2: currency: \"cny\": three capitals",
            ),
            (
                "w,payment,CNY,,,,,down,,,",
                "2: rate: \"\": a part of the amount",
            ),
            (
                "w,payment,CNY,60,,,,down,,,",
                "2: rate: \"60\": a part of the amount",
            ),
            ("w,payment,CNY,1e-3,,,,down,,,", "2: rate: \"1e-3\": a part"),
            ("w,payment,CNY,0.0000000001%,,,,down,,,", "2: rate: "),
            (
                "w,payment,CNY,0,0.5元,,,down,,,",
                "2: fixed: \"0.5元\": an amount",
            ),
            (
                "w,payment,CNY,0,,0.001,,down,,,",
                "2: minimum: \"0.001\": an amount in major units of at most 2",
            ),
            (
                "w,payment,CNY,0,,2,1,down,,,",
                "2: maximum: \"1\": no less than the minimum",
            ),
            (
                "w,payment,CNY,0,,,,nearest,,,",
                "2: rounding: \"nearest\": one of half_up, half_even, down, up",
            ),
            (
                "w,payment,CNY,0,,,,down,day,,",
                "2: basis: \"day\": one of row, batch",
            ),
            (
                "w,payment,CNY,0,,,,down,,2026-02-30,",
                "2: valid_from: \"2026-02-30\": a date",
            ),
            (
                "w,payment,CNY,0,,,,down,,2026-03-02,2026-03-01",
                "2: valid_to: \"2026-03-01\": no date before",
            ),
        ] {
            let refusal = rules(line).expect_err(line);
            assert!(refusal.starts_with(told), "{refusal}");
        }
    }

    #[test]
    fn two_rules_for_the_same_rows_on_one_day_are_refused_with_both_lines() {
        let refusal = rules(
            "w,payment,CNY,0,,,,down,,,2026-03-01\nw,refund,CNY,0,,,,down,,,\nw,payment,CNY,1%,,,,down,batch,2026-03-01,",
        );
        let refusal = refusal.expect_err("1 March has two");
        assert!(
            refusal.starts_with("4: w payment CNY stands in fees.csv:2 too"),
            "{refusal}"
        );
        let apart = "w,payment,CNY,0,,,,down,,,2026-03-01\nw,payment,CNY,1%,,,,down,,2026-03-02,\nw,payment,USD,1%,,,,down,,,";
        let rules = rules(apart).expect("one at a time");
        let on = |date: &str| {
            let date = Date::parse(date).expect("a date");
            rules.iter().filter(|rule| rule.holds_on(date)).count()
        };
        assert_eq!([on("2026-03-01"), on("2026-03-02")], [2, 2]);
    }
}
