//! The way of money in as a stream of four stages, decided apart from how it is shown.
//!
//! Lengths are tenths of the drawing's units. What leaves goes down, what joins comes from
//! above, each as wide as its amount.

use tieout_engine::books::flow::{Flow, Leak, LeakKind, LeakStage};

use crate::amounts::minor;

/// The drawing: 1180 by 296 units.
pub const WIDTH: i64 = 11_800;
/// Its height.
pub const HEIGHT: i64 = 2_960;
/// The left edges of the stages.
const STAGES: [i64; 4] = [0, 3_700, 7_400, 11_100];
/// How wide a stage is drawn.
pub const NODE: i64 = 80;
/// The middle of all stages.
const MIDDLE: i64 = 1_720;
/// Room for what is written below the last stage.
const ARRIVED: i64 = 900;
/// The height of the largest stage.
const LARGEST: i64 = 1_650;

/// A stage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// Its left and upper edge, and its height.
    pub place: (i64, i64, i64),
    /// Major units.
    pub amount: String,
}

/// The stream from a stage to the next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trunk {
    /// The path of its outline.
    pub path: String,
    /// The middle of its label.
    pub label: (i64, i64),
    /// Major units.
    pub amount: String,
}

/// What leaves or joins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Branch {
    /// The leak itself.
    pub leak: Leak,
    /// The path of its middle.
    pub path: String,
    /// How wide.
    pub width: i64,
    /// Where its label is anchored, and whether it ends there.
    pub label: (i64, i64, bool),
}

/// The drawing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sankey {
    /// Four stages.
    pub nodes: Vec<Node>,
    /// Three streams.
    pub trunks: Vec<Trunk>,
    /// What leaves and joins, in the order of the stages.
    pub branches: Vec<Branch>,
}

/// A number of tenths as SVG writes it.
#[must_use]
pub fn units(tenths: i64) -> String {
    let (sign, tenths) = if tenths < 0 {
        ("-", -tenths)
    } else {
        ("", tenths)
    };
    if tenths % 10 == 0 {
        format!("{sign}{}", tenths / 10)
    } else {
        format!("{sign}{}.{}", tenths / 10, tenths % 10)
    }
}

/// Decides the drawing; `None` where no money came in, or less than nothing at a stage.
#[must_use]
pub fn sankey(flow: &Flow) -> Option<Sankey> {
    let value = |text: &str| minor(text, flow.currency);
    let stages = [&flow.ordered, &flow.posted, &flow.owed, &flow.settled];
    let mut figures = [0_i128; 4];
    for (figure, text) in figures.iter_mut().zip(stages) {
        *figure = value(text).filter(|amount| *amount >= 0)?;
    }
    let largest = figures.iter().copied().max().filter(|most| *most > 0)?;
    let tall =
        |amount: i128| i64::try_from(amount * i128::from(LARGEST) / largest).unwrap_or(LARGEST);
    let nodes: Vec<Node> = (0..4)
        .map(|at| {
            let height = tall(figures[at]).max(10);
            Node {
                place: (STAGES[at], MIDDLE - height / 2, height),
                amount: stages[at].clone(),
            }
        })
        .collect();
    let (mut trunks, mut branches) = (Vec::new(), Vec::new());
    let between = [
        LeakStage::Posting,
        LeakStage::Clearing,
        LeakStage::Settlement,
    ];
    for (at, stage) in between.into_iter().enumerate() {
        let (mut leaving, mut joining) = (Vec::new(), Vec::new());
        for leak in flow.leaks.iter().filter(|leak| leak.stage == stage) {
            let amount = value(&leak.amount)?;
            let of = if amount < 0 {
                &mut leaving
            } else {
                &mut joining
            };
            of.push((leak, amount.abs()));
        }
        let left: i128 = leaving.iter().map(|(_, amount)| amount).sum();
        let through = (figures[at] - left).max(0);
        let (from, to) = (&nodes[at].place, &nodes[at + 1].place);
        let height = tall(through);
        let (x0, x1) = (from.0 + NODE, to.0);
        let (y0, y1) = (from.1, to.1 + to.2 - height);
        let half = i64::midpoint(x0, x1);
        let [x0u, x1u, halfu] = [x0, x1, half].map(units);
        trunks.push(Trunk {
            path: format!(
                "M{x0u} {}C{halfu} {} {halfu} {} {x1u} {}V{}C{halfu} {} {halfu} {} {x0u} {}z",
                units(y0),
                units(y0),
                units(y1),
                units(y1),
                units(y1 + height),
                units(y1 + height),
                units(y0 + height),
                units(y0 + height),
            ),
            label: (half, i64::midpoint(y0, y1) + height / 2 + 40),
            amount: tieout_statement::money::major(through, flow.currency),
        });
        // Below the last stage stands what arrived.
        let room = if at + 1 == between.len() {
            x1 - ARRIVED
        } else {
            x1
        };
        leave(&mut branches, leaving, (x0, room), from.1 + from.2, &tall);
        join(&mut branches, joining, (x0, x1), to.1, &tall);
    }
    Some(Sankey {
        nodes,
        trunks,
        branches,
    })
}

/// A kind's place: timing differences leave first and join nearest to the stream.
const fn order(kind: LeakKind) -> u8 {
    match kind {
        LeakKind::Aside => 0,
        LeakKind::Timing => 1,
        LeakKind::Exception => 2,
    }
}

/// Down from a stage's lower end: the lowest turns first.
fn leave(
    branches: &mut Vec<Branch>,
    mut leaving: Vec<(&Leak, i128)>,
    (x0, x1): (i64, i64),
    bottom: i64,
    tall: &impl Fn(i128) -> i64,
) {
    leaving.sort_by_key(|(leak, _)| order(leak.kind));
    let room = (x1 - x0) / i64::try_from(leaving.len().max(1)).unwrap_or(1);
    let mut y = bottom;
    for (nth, (leak, amount)) in (0_i64..).zip(leaving) {
        let width = tall(amount).max(12);
        let middle = y - width / 2;
        y -= width;
        let bend = (width / 2 + 120).max(240);
        let down = x0 + nth * room + width / 2 + 300;
        let [down_u, middle_u, turn] = [down, middle, down - bend].map(units);
        branches.push(Branch {
            leak: leak.clone(),
            path: format!(
                "M{} {middle_u}H{}Q{down_u} {middle_u} {down_u} {}V{}",
                units(x0),
                if down - bend > x0 { turn } else { units(x0) },
                units(middle + bend),
                units(HEIGHT - 40),
            ),
            width,
            label: (down + width / 2 + 90, HEIGHT - 240, false),
        });
    }
}

/// From above into a stage's upper end: the highest comes last.
fn join(
    branches: &mut Vec<Branch>,
    mut joining: Vec<(&Leak, i128)>,
    (x0, x1): (i64, i64),
    top: i64,
    tall: &impl Fn(i128) -> i64,
) {
    joining.sort_by_key(|(leak, _)| std::cmp::Reverse(order(leak.kind)));
    let room = (x1 - x0) / i64::try_from(joining.len().max(1)).unwrap_or(1);
    let mut y = top;
    for (nth, (leak, amount)) in (0_i64..).zip(joining) {
        let width = tall(amount).max(12);
        let middle = y + width / 2;
        y += width;
        let bend = (width / 2 + 100).max(200);
        let down = x1 - nth * room.min(2_000) - width / 2 - 200;
        let [down_u, middle_u] = [down, middle].map(units);
        branches.push(Branch {
            leak: leak.clone(),
            path: format!(
                "M{down_u} 4V{}Q{down_u} {middle_u} {} {middle_u}H{}",
                units(middle - bend),
                units((down + bend).min(x1)),
                units(x1),
            ),
            width,
            label: (down - width / 2 - 100, 140, true),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_statement::Currency;

    fn flow(figures: [&str; 4], leaks: &[(LeakStage, LeakKind, &str)]) -> Flow {
        let [ordered, posted, owed, settled] = figures.map(str::to_owned);
        let leak = |&(stage, kind, amount): &(LeakStage, LeakKind, &str)| Leak {
            stage,
            kind,
            amount: amount.to_owned(),
            reconciliations: Vec::new(),
            outcomes: Vec::new(),
        };
        Flow {
            currency: Currency::CNY,
            ordered,
            posted,
            owed,
            settled,
            arrived: "0.00".to_owned(),
            leaks: leaks.iter().map(leak).collect(),
        }
    }

    #[test]
    fn the_stream_is_as_wide_as_what_stays_in_it() {
        let drawn = sankey(&flow(
            ["100.00", "90.00", "90.00", "40.00"],
            &[
                (LeakStage::Posting, LeakKind::Exception, "-20.00"),
                (LeakStage::Posting, LeakKind::Exception, "10.00"),
                (LeakStage::Settlement, LeakKind::Aside, "-50.00"),
            ],
        ))
        .expect("money came in");
        let through: Vec<_> = drawn.trunks.iter().map(|t| t.amount.as_str()).collect();
        assert_eq!(through, ["80.00", "90.00", "40.00"]);
        let widths: Vec<i64> = drawn.branches.iter().map(|b| b.width).collect();
        assert_eq!(widths, [330, 165, 825], "of 1650 for 100.00");
        let heights: Vec<i64> = drawn.nodes.iter().map(|n| n.place.2).collect();
        assert_eq!(heights, [1650, 1485, 1485, 660]);
    }

    #[test]
    fn a_day_without_money_in_has_no_stream() {
        assert_eq!(sankey(&flow(["0.00"; 4], &[])), None);
        assert_eq!(sankey(&flow(["-1.00", "0.00", "0.00", "0.00"], &[])), None);
    }
}
