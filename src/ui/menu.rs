//! A button that opens a menu in the top layer, placed beneath it.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A menu and the button that opens it. Its entries are buttons with a menu role; choosing
/// one that is no checkbox closes it.
#[component]
pub fn Menu(
    /// Names the menu in the document; unique on the page.
    id: String,
    /// Classes of the button.
    class: &'static str,
    /// The button's name for readers, where its content does not say it.
    #[prop(into, optional)]
    label: Option<Signal<String>>,
    /// Whether the button shows as pressed (a filter that is set).
    #[prop(into, optional)]
    pressed: Option<Signal<bool>>,
    /// What the button shows.
    #[prop(into)]
    button: ViewFn,
    /// The entries.
    children: ChildrenFn,
) -> impl IntoView {
    let anchor: NodeRef<html::Button> = NodeRef::new();
    let menu: NodeRef<html::Div> = NodeRef::new();
    let open = RwSignal::new(false);
    let place = move |event: ev::CustomEvent| {
        let opens = js_sys::Reflect::get(event.as_ref(), &"newState".into())
            .is_ok_and(|state| state == "open");
        open.set(opens);
        if let (true, Some(anchor), Some(menu)) = (opens, anchor.get(), menu.get()) {
            place_below(&anchor, &menu);
            focus_entry(&menu, 0);
        }
    };
    let chosen = move |event: ev::MouseEvent| {
        let closes = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .and_then(|element| {
                element
                    .closest("[role=menuitem], [role=menuitemradio]")
                    .ok()
                    .flatten()
            })
            .is_some();
        if let (true, Some(menu)) = (closes, menu.get_untracked()) {
            // Refused only where it is closed already.
            let _ = menu.hide_popover();
        }
    };
    let steer = move |event: ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        if let Some(menu) = menu.get_untracked() {
            focus_entry(&menu, step);
        }
    };
    let target = id.clone();
    view! {
        <button
            node_ref=anchor
            type="button"
            class=class
            popovertarget=target
            aria-haspopup="menu"
            aria-expanded=move || open.get().to_string()
            aria-label=move || label.map(|label| label.get())
            aria-pressed=move || pressed.map(|pressed| pressed.get().to_string())
        >
            {button.run()}
        </button>
        <div
            node_ref=menu
            id=id
            class="menu"
            role="menu"
            popover="auto"
            on:toggle=move |event| place(event.unchecked_into())
            on:click=chosen
            on:keydown=steer
        >
            <Show when=move || open.get()>{children()}</Show>
        </div>
    }
}

/// Places the menu under its button, kept within the window.
fn place_below(anchor: &web_sys::HtmlElement, menu: &web_sys::HtmlElement) {
    let at = anchor.get_bounding_client_rect();
    let style = web_sys::HtmlElement::style(menu);
    let window = window();
    let inner = |value: Result<wasm_bindgen::JsValue, _>| {
        value.ok().and_then(|v| v.as_f64()).map_or(0, whole)
    };
    let (width, height) = (inner(window.inner_width()), inner(window.inner_height()));
    let left = whole(at.left()).min(width - menu.offset_width() - 8).max(8);
    let below = whole(at.bottom()) + 4;
    let top = if below + menu.offset_height() > height - 8 {
        (whole(at.top()) - 4 - menu.offset_height()).max(8)
    } else {
        below
    };
    // Only a property name that does not exist is refused.
    let _ = style.set_property("left", &format!("{left}px"));
    let _ = style.set_property("top", &format!("{top}px"));
}

/// CSS pixels, whole ones: places on screen, never amounts.
fn whole(pixels: f64) -> i32 {
    pixels as i32
}

/// Moves the focus to the first entry, or by a step from the present one, round the ends.
fn focus_entry(menu: &web_sys::HtmlElement, step: i32) {
    let Ok(entries) = menu.query_selector_all("button") else {
        return;
    };
    let count = i32::try_from(entries.length()).unwrap_or(0);
    if count == 0 {
        return;
    }
    let active = document().active_element();
    let present = (0..count).find(|&n| {
        entries.get(n.unsigned_abs()).is_some_and(|entry| {
            active
                .as_ref()
                .is_some_and(|active| entry.is_same_node(Some(active)))
        })
    });
    let next = present.map_or(0, |n| (n + step).rem_euclid(count));
    if let Some(entry) = entries
        .get(next.unsigned_abs())
        .and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok())
    {
        // An entry that cannot take the focus leaves it where it is.
        let _ = entry.focus();
    }
}
