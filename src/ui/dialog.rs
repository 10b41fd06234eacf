//! A modal dialog: the browser's own, so that focus, Esc and the page behind are its.

use leptos::html;
use leptos::prelude::*;

use super::icon::{Icon, icon};

/// A dialog that opens while `open` is true.
#[component]
pub fn Dialog(
    /// Whether it stands open; Esc and a click beside it make this false.
    open: RwSignal<bool>,
    /// Its classes.
    class: &'static str,
    /// Its name: for readers, and above it where it has a button to close it.
    #[prop(into)]
    label: Signal<String>,
    /// What the button that closes it says to readers; none: Esc closes it.
    #[prop(into, optional)]
    close: Option<Signal<String>>,
    /// What it holds, made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let node: NodeRef<html::Dialog> = NodeRef::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            // Refused only where it is open already.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let beside = move |event: web_sys::MouseEvent| {
        let on_backdrop = event.target().is_some_and(|target| {
            node.get_untracked()
                .is_some_and(|dialog| target == dialog.into())
        });
        if on_backdrop {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=node
            class=class
            aria-label=label
            on:close=move |_| open.set(false)
            on:click=beside
        >
            <Show when=move || open.get()>
                {close
                    .map(|close| {
                        view! {
                            <header>
                                <h2>{label}</h2>
                                <button
                                    type="button"
                                    class="btn quiet icon"
                                    aria-label=close
                                    on:click=move |_| open.set(false)
                                >
                                    {icon(Icon::Close)}
                                </button>
                            </header>
                        }
                    })}
                {children()}
            </Show>
        </dialog>
    }
}
