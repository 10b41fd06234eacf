//! The level: a vial whose bubble sits between the marks when a thing ties out.
//!
//! Where the bubble sits, in tenths of the vial's 72 units, the middle being 360:
//! in the middle when the reconciliation is balanced; else 120 off the middle (beyond the
//! mark, which is 80 off), and up to 160 further with the square root of the share of rows
//! that are exceptions. To the right when theirs has more money than ours over all
//! exceptions (Σ delta > 0, or 0), to the left when ours has more.

use leptos::prelude::*;

/// How a level stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Nothing was compared.
    Off,
    /// It ties out.
    Even,
    /// It does not: where the bubble sits, tenths of a unit.
    Tilted(i64),
}

impl Level {
    /// Decides a level from rows of both sides, those of them that are exceptions, and the
    /// sign of the exceptions' Σ delta.
    #[must_use]
    pub fn of(balanced: bool, exception_rows: u64, rows: u64, sign: i64) -> Self {
        if balanced {
            return Self::Even;
        }
        let share = u128::from(exception_rows.min(rows)) * 10_000 / u128::from(rows.max(1));
        // The root of a share in ten-thousandths is the root's hundredths.
        let further = i64::try_from(share.isqrt() * 160 / 100).unwrap_or(160);
        let side = if sign < 0 { -1 } else { 1 };
        Self::Tilted(360 + side * (120 + further))
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Off => "level off",
            Self::Even => "level ok",
            Self::Tilted(_) => "level",
        }
    }

    fn centre(self) -> String {
        let tenths = match self {
            Self::Off | Self::Even => 360,
            Self::Tilted(tenths) => tenths,
        };
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// The picture of a level; the words beside it say the same.
#[component]
pub fn LevelVial(
    /// How it stands.
    level: Level,
) -> impl IntoView {
    view! {
        <svg class=level.class() viewBox="0 0 72 16" aria-hidden="true">
            <rect class="vial" x="1" y="2" width="70" height="12" rx="6"></rect>
            <path class="tick" d="M28 2v12M44 2v12"></path>
            <circle class="bub" cx=level.centre() cy="8" r="4.25"></circle>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bubble_is_in_the_middle_only_when_balanced() {
        assert_eq!(Level::of(true, 0, 76, 0), Level::Even);
        assert_eq!(Level::of(true, 0, 0, 0), Level::Even);
        let Level::Tilted(least) = Level::of(false, 1, u64::MAX, 1) else {
            panic!("an exception tilts");
        };
        assert_eq!(least, 480, "one row of many is beyond the mark at 440");
    }

    #[test]
    fn it_tilts_to_the_side_with_more_money_and_stays_in_the_vial() {
        assert_eq!(Level::of(false, 10, 10, 1), Level::Tilted(640));
        assert_eq!(Level::of(false, 10, 10, -1), Level::Tilted(80));
        assert_eq!(Level::of(false, 25, 100, 0), Level::Tilted(560));
    }
}
