//! The drawing of an account's coming days, decided apart from how it is shown: a step line
//! of the balance over a base at zero, and the limit across it. Lengths in the drawing's
//! own units.

use tieout_engine::position::AccountPosition;

use crate::amounts::minor;

/// Size of the drawing.
pub const SIZE: (i64, i64) = (420, 168);
/// The plot's edges: left, right, top, bottom.
const EDGES: (i64, i64, i64, i64) = (6, 414, 26, 142);

/// One day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Left edge and width of its step.
    pub span: (i64, i64),
    /// Where its balance stands.
    pub y: i64,
    /// The balance, major units.
    pub balance: String,
    /// Whether it is below the limit.
    pub below: bool,
}

/// A drawing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Drawing {
    /// The accounting date, then the coming days.
    pub marks: Vec<Mark>,
    /// The step line as a path.
    pub line: String,
    /// The area between the line and zero as a path.
    pub area: String,
    /// Where zero stands.
    pub zero: i64,
    /// Where the limit stands.
    pub limit: Option<i64>,
    /// The place of the lowest balance among the marks.
    pub low: usize,
}

/// Decides the drawing; `None` where an amount is none.
#[must_use]
pub fn draw(of: &AccountPosition, today: &str) -> Option<Drawing> {
    let value = |text: &str| minor(text, of.currency);
    let limit = match &of.limit {
        Some(limit) => Some(value(limit)?),
        None => None,
    };
    let mut days: Vec<(&str, &str, i128)> = vec![(today, &of.closing, value(&of.closing)?)];
    for day in &of.expected {
        days.push((&day.date, &day.balance, value(&day.balance)?));
    }
    let all = || days.iter().map(|day| day.2).chain(limit).chain([0]);
    let (least, most) = (all().min()?, all().max()?);
    let range = (most - least).max(1);
    let (left, right, top, bottom) = EDGES;
    let y = |amount: i128| {
        let height = i128::from(bottom - top);
        bottom - i64::try_from((amount - least) * height / range).unwrap_or(0)
    };
    let count = i64::try_from(days.len()).ok()?;
    let x = |at: i64| left + (right - left) * at / count;
    let zero = y(0);
    let mut line = String::new();
    let mut marks = Vec::new();
    for (at, (date, balance, amount)) in (0..).zip(days) {
        let (from, until, level) = (x(at), x(at + 1), y(amount));
        let start = if at == 0 {
            format!("M{from} {level}")
        } else {
            format!("V{level}")
        };
        line.push_str(&format!("{start}H{until}"));
        marks.push(Mark {
            date: date.to_owned(),
            span: (from, until - from),
            y: level,
            balance: balance.to_owned(),
            below: limit.is_some_and(|limit| amount < limit),
        });
    }
    let low = marks.iter().position(|mark| mark.date == of.low_date)?;
    Some(Drawing {
        area: format!("{line}V{zero}H{left}Z"),
        line,
        marks,
        zero,
        limit: limit.map(y),
        low,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_engine::position::ExpectedDay;
    use tieout_statement::Currency;

    fn account(closing: &str, balances: &[&str], limit: Option<&str>) -> AccountPosition {
        let zero = || "0.00".to_owned();
        let expected = (3..).zip(balances).map(|(day, balance)| ExpectedDay {
            date: format!("2026-03-{day:02}"),
            items: 0,
            incoming: zero(),
            outgoing: zero(),
            balance: (*balance).to_owned(),
        });
        AccountPosition {
            account: "RES-01".to_owned(),
            currency: Currency::CNY,
            stated: true,
            opening: zero(),
            arrived_lines: 0,
            arrived: zero(),
            left_lines: 0,
            left: zero(),
            closing: closing.to_owned(),
            book: zero(),
            transit_out: zero(),
            transit_in: zero(),
            due_in: zero(),
            due_out: zero(),
            undecided: zero(),
            expected: expected.collect(),
            low: zero(),
            low_date: "2026-03-03".to_owned(),
            limit: limit.map(str::to_owned),
            shortfall: None,
            below_from: None,
            cure: None,
            nearest: None,
        }
    }

    #[test]
    fn steps_stand_over_a_base_at_zero() {
        let drawn = draw(&account("100.00", &["50.00", "75.00"], None), "2026-03-02");
        let drawn = drawn.expect("amounts");
        assert_eq!(drawn.zero, 142);
        let heights: Vec<i64> = drawn.marks.iter().map(|mark| 142 - mark.y).collect();
        assert_eq!(heights, [116, 58, 87]);
        assert_eq!(drawn.line, "M6 26H142V84H278V55H414");
        assert_eq!(drawn.low, 1);
    }

    #[test]
    fn a_limit_and_a_balance_below_zero_are_within_the_drawing() {
        let of = account("-100.00", &["0.00"], Some("300.00"));
        let drawn = draw(&of, "2026-03-02").expect("amounts");
        assert_eq!(drawn.limit, Some(26));
        assert_eq!(drawn.marks[0].y, 142);
        assert_eq!(drawn.zero, 113);
        assert!(drawn.marks.iter().all(|mark| mark.below));
    }
}
