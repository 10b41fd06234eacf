//! Keys that work on every screen, and the list of all keys.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use crate::locales::{Lang, ShellKey};
use crate::route::{Nav, Route, Screen};
use crate::shell::ShellState;
use crate::ui::browser;
use crate::ui::dialog::Dialog;

/// After `g`, this long for the letter of a screen.
const CHORD: Duration = Duration::from_millis(1_500);

/// Listens to the keys of every screen.
#[component]
pub fn GlobalKeys() -> impl IntoView {
    let nav = Nav::current();
    let shell = ShellState::current();
    let after_g = StoredValue::new(0_u64);
    let presses = StoredValue::new(0_u64);
    let listener = window_event_listener(ev::keydown, move |event| {
        let key = event.key();
        if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
            event.prevent_default();
            shell.palette.update(|open| *open = !*open);
            return;
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        if browser::is_typing(&event) || browser::dialog_open() {
            return;
        }
        if after_g.get_value() > 0 {
            after_g.set_value(0);
            if let Some(screen) = Screen::ALL.into_iter().find(|s| s.letter() == key) {
                event.prevent_default();
                nav.go(&Route::to(screen));
            }
            return;
        }
        match key.as_str() {
            "g" => {
                presses.update_value(|n| *n += 1);
                let press = presses.get_value();
                after_g.set_value(press);
                set_timeout(
                    move || {
                        if after_g.try_get_value() == Some(press) {
                            after_g.set_value(0);
                        }
                    },
                    CHORD,
                );
            }
            "?" => {
                event.prevent_default();
                shell.keys.set(true);
            }
            _ => {}
        }
    });
    on_cleanup(move || listener.remove());
}

/// The list of all keys.
#[component]
pub fn KeysDialog() -> impl IntoView {
    let lang = Lang::current();
    let open = ShellState::current().keys;
    let modifier = if browser::is_mac() { "⌘" } else { "Ctrl" };
    let line = move |keys: &[&'static str], key: ShellKey| {
        let keys = keys
            .iter()
            .map(|key| view! { <kbd>{*key}</kbd> })
            .collect_view();
        view! {
            <li>
                <span>{lang.t(key)}</span>
                <span class="row">{keys}</span>
            </li>
        }
    };
    let screens = move || {
        Screen::ALL
            .into_iter()
            .map(|screen| {
                view! {
                    <li>
                        <span>{lang.t(ShellKey::GoTo)} " " {lang.t(screen.name())}</span>
                        <span class="row">
                            <kbd>"g"</kbd>
                            <kbd>{screen.letter()}</kbd>
                        </span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Dialog open=open class="paper tall" label=lang.signal(ShellKey::Keys) close=lang.signal(ShellKey::Close)>
            <ul class="shortcuts">
                {line(&[modifier, "K"], ShellKey::KeyPalette)}
                {screens()}
                {line(&["j", "k", "↓", "↑"], ShellKey::KeyMove)}
                {line(&["PgDn", "PgUp"], ShellKey::KeyPage)}
                {line(&["Home", "End"], ShellKey::KeyFirstLast)}
                {line(&["Enter"], ShellKey::KeyOpen)}
                {line(&["x"], ShellKey::KeySelect)}
                {line(&["Shift", "j", "k"], ShellKey::KeySelectRange)}
                {line(&["a"], ShellKey::KeyAccept)}
                {line(&["t"], ShellKey::KeyTreatment)}
                {line(&["d"], ShellKey::KeyDefer)}
                {line(&["n"], ShellKey::KeyNote)}
                {line(&["u", "Shift u"], ShellKey::KeyUndo)}
                {line(&["/"], ShellKey::KeySearch)}
                {line(&["Esc"], ShellKey::KeyClose)}
                {line(&["?"], ShellKey::KeyAll)}
            </ul>
        </Dialog>
    }
}
