//! A list by pages: which part is shown, and the ways to the others.

use leptos::prelude::*;

use crate::locales::books::part_of_list;
use crate::locales::{Lang, ShellKey};
use crate::ui::icon::{Icon, icon};

/// Which part of a list is shown and the ways to the others; nothing where one page has all.
#[component]
pub fn Pager(
    /// Items in all.
    #[prop(into)]
    total: Signal<u64>,
    /// The first item shown, from 0.
    from: RwSignal<u64>,
    /// Items a page.
    page: u64,
) -> impl IntoView {
    let lang = Lang::current();
    let many = Memo::new(move |_| total.get() > page);
    let until = move || (from.get() + page).min(total.get());
    view! {
        <Show when=move || many.get()>
            <div class="pager row">
                <span class="sub n">
                    {move || part_of_list(from.get(), until(), total.get(), lang.get())}
                </span>
                <button
                    type="button"
                    class="btn quiet icon"
                    aria-label=lang.t(ShellKey::PageBack)
                    disabled=move || from.get() == 0
                    on:click=move |_| from.update(|from| *from = from.saturating_sub(page))
                >
                    {icon(Icon::Left)}
                </button>
                <button
                    type="button"
                    class="btn quiet icon"
                    aria-label=lang.t(ShellKey::PageOn)
                    disabled=move || until() == total.get()
                    on:click=move |_| from.update(|from| *from += page)
                >
                    {icon(Icon::Right)}
                </button>
            </div>
        </Show>
    }
}
