//! The drawing of an account's coming days.

use leptos::prelude::*;
use tieout_engine::position::AccountPosition;

use super::draw::{SIZE, draw};
use crate::locales::numbers::amount;
use crate::locales::position::{day, sentence};
use crate::locales::{Locale, PositionKey, Words};

/// The drawing with its sentence.
pub fn chart(of: &AccountPosition, today: &str, locale: Locale) -> Option<AnyView> {
    let drawn = draw(of, today)?;
    let (width, height) = SIZE;
    let said = sentence(of, locale);
    let label = format!("{} {}: {said}", of.account, of.currency.code());
    let low = &drawn.marks[drawn.low];
    let low_x = low.span.0 + low.span.1 / 2;
    // The two labels stand at different ends.
    let (limit_x, limit_anchor) = if low_x < width / 2 {
        (width - 8, "end")
    } else {
        (8, "start")
    };
    let limit = drawn.limit.map(|y| {
        let text = of.limit.as_deref().map(amount).unwrap_or_default();
        let text = format!("{} {text}", PositionKey::Limit.word(locale));
        // Below the line where there is no room above it.
        let at = if y < 40 { y + 14 } else { y - 5 };
        view! {
            <line class="limit" x1="6" x2=width - 6 y1=y y2=y></line>
            <text class="c-2" x=limit_x y=at text-anchor=limit_anchor>{text}</text>
        }
    });
    let anchor = match low_x {
        x if x < width / 4 => "start",
        x if x > width * 3 / 4 => "end",
        _ => "middle",
    };
    let text_x = match anchor {
        "start" => low.span.0 + 2,
        "end" => low.span.0 + low.span.1,
        _ => low_x,
    };
    let low_class = if low.below { "h is-below" } else { "h" };
    let low_y = if low.y > 40 { low.y - 7 } else { low.y + 16 };
    let low_label = view! {
        <text
            class=low_class
            x=text_x
            y=low_y
            text-anchor=anchor
        >
            {amount(&low.balance)}
        </text>
    };
    let below = drawn.marks.iter().filter(|mark| mark.below).map(|mark| {
        let (x, w) = mark.span;
        view! { <path class="below" d=format!("M{x} {}h{w}", mark.y)></path> }
    });
    let last = drawn.marks.len() - 1;
    let days = drawn.marks.iter().enumerate().filter(|(at, _)| {
        // First, last and lowest, and every other one where there is room.
        *at == 0 || *at == last || *at % 2 == 0 && *at + 1 < last && last < 12
    });
    let days = days.map(|(at, mark)| {
        let (x, w) = mark.span;
        let (x, anchor) = match at {
            0 => (x, "start"),
            _ if at == last => (x + w, "end"),
            _ => (x + w / 2, "middle"),
        };
        view! {
            <text class="c-2" x=x y=height - 8 text-anchor=anchor>{day(&mark.date, locale)}</text>
        }
    });
    Some(
        view! {
            <figure class="position">
                <figcaption>
                    <strong class="mono">{of.account.clone()}</strong>
                    " "
                    <span class="dim">{of.currency.code().to_owned()}</span>
                    <p class="sub">{said}</p>
                </figcaption>
                <svg viewBox=format!("0 0 {width} {height}") role="img" aria-label=label>
                    <path class="area" d=drawn.area.clone()></path>
                    <line class="base" x1="6" x2=width - 6 y1=drawn.zero y2=drawn.zero></line>
                    <path class="step" d=drawn.line.clone()></path>
                    {below.collect_view()}
                    {limit}
                    {low_label}
                    {days.collect_view()}
                </svg>
            </figure>
        }
        .into_any(),
    )
}
