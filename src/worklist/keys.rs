//! The worklist's keys.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::decide::Deciding;
use super::list_state::ListState;
use crate::ui::browser;

/// Rows that a page key moves.
const PAGE: i64 = 20;

/// What a key does here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Act {
    Step(i64),
    Extend(i64),
    First,
    Last,
    Open,
    Select,
    Search,
    Escape,
    Accept,
    Treatment,
    Defer,
    Note,
    Undo,
    Redo,
}

/// What a key means; `on_control`: a button or link has the focus and uses Enter itself.
fn act_of(key: &str, shift: bool, on_control: bool) -> Option<Act> {
    Some(match (key, shift) {
        ("J" | "ArrowDown", true) => Act::Extend(1),
        ("K" | "ArrowUp", true) => Act::Extend(-1),
        ("j" | "ArrowDown", false) => Act::Step(1),
        ("k" | "ArrowUp", false) => Act::Step(-1),
        ("PageDown", _) => Act::Step(PAGE),
        ("PageUp", _) => Act::Step(-PAGE),
        ("Home", _) => Act::First,
        ("End", _) => Act::Last,
        ("Enter", _) if !on_control => Act::Open,
        ("x", _) => Act::Select,
        ("a", _) => Act::Accept,
        ("t", _) => Act::Treatment,
        ("d", _) => Act::Defer,
        ("n", _) => Act::Note,
        ("u", false) => Act::Undo,
        ("U" | "u", true) => Act::Redo,
        ("/", _) => Act::Search,
        ("Escape", _) => Act::Escape,
        _ => return None,
    })
}

/// Listens while the worklist is on screen.
pub fn listen(list: ListState, deciding: Deciding) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || browser::dialog_open() {
            return;
        }
        if browser::is_typing(&event) {
            if event.key() == "Escape" {
                leave_field(&event);
            }
            return;
        }
        let scrolls = in_pane(&event) && !matches!(event.key().as_str(), "j" | "k" | "J" | "K");
        let act = act_of(&event.key(), event.shift_key(), browser::on_control(&event));
        let Some(act) = act else { return };
        let moves = matches!(act, Act::Step(_) | Act::Extend(_) | Act::First | Act::Last);
        if scrolls && moves {
            // The case pane has the focus: its own scrolling keys stay its own.
            return;
        }
        event.prevent_default();
        if moves && browser::on_control(&event) {
            // The list has the keys from now on: Enter opens its row, not the link left behind.
            leave_field(&event);
        }
        match act {
            Act::Step(by) => list.step(by, false),
            Act::Extend(by) => list.step(by, true),
            Act::First => list.go_to(0),
            Act::Last => list.go_to(untrack(move || list.total()).saturating_sub(1)),
            Act::Open => list.open(list.cursor.get_untracked()),
            Act::Select => list.toggle(list.cursor.get_untracked()),
            Act::Search => focus("search-rows"),
            Act::Accept => deciding.accept(),
            Act::Treatment => deciding.choose(),
            Act::Defer => deciding.defer(),
            Act::Note => deciding.note(),
            Act::Undo => deciding.undo(),
            Act::Redo => deciding.redo(),
            Act::Escape if list.case.get_untracked().is_some() => list.close(),
            Act::Escape => list.selection.update(std::collections::BTreeMap::clear),
        }
    });
    on_cleanup(move || listener.remove());
}

fn in_pane(event: &web_sys::KeyboardEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|element| element.closest(".pane").ok().flatten())
        .is_some()
}

fn focus(id: &str) {
    if let Some(field) = document()
        .get_element_by_id(id)
        .and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok())
    {
        // A field that cannot take the focus leaves it where it is.
        let _ = field.focus();
    }
}

fn leave_field(event: &web_sys::KeyboardEvent) {
    if let Some(field) = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok())
    {
        // As above.
        let _ = field.blur();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_open_and_select() {
        assert_eq!(act_of("j", false, false), Some(Act::Step(1)));
        assert_eq!(act_of("K", true, false), Some(Act::Extend(-1)));
        assert_eq!(act_of("ArrowUp", true, false), Some(Act::Extend(-1)));
        assert_eq!(act_of("Enter", false, false), Some(Act::Open));
        assert_eq!(act_of("a", false, false), Some(Act::Accept));
        assert_eq!(act_of("U", true, false), Some(Act::Redo));
        assert_eq!(act_of("z", false, false), None);
    }

    #[test]
    fn a_focused_button_keeps_its_enter() {
        assert_eq!(act_of("Enter", false, true), None);
    }
}
