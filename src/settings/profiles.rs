//! The profiles of mapped files: what there is, and the way to take one out.

use leptos::prelude::*;

use super::form::Form;
use crate::locales::mapper::profile_line;
use crate::locales::{Lang, MapKey};

/// The profiles, one a line.
#[component]
pub fn Profiles() -> impl IntoView {
    let (lang, form) = (Lang::current(), Form::current());
    let profiles = Memo::new(move |_| form.draft.with(|draft| draft.profiles().to_vec()));
    let rows = move || {
        profiles
            .get()
            .into_iter()
            .map(|profile| {
                let name = profile.name.clone();
                let line = move || profile_line(profile.role, &profile.header, lang.get());
                let gone = name.clone();
                view! {
                    <div class="setting profile" data-testid="profile">
                        <span class="label">{name}</span>
                        <span class="sub">{line}</span>
                        <div class="state">
                            <button
                                type="button"
                                class="link"
                                on:click=move |_| form.change(|draft| draft.remove_profile(&gone))
                            >
                                {lang.t(MapKey::Remove)}
                            </button>
                        </div>
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <section class="sheet" aria-labelledby="profile-settings">
            <header>
                <h2 id="profile-settings">{lang.t(MapKey::Profiles)}</h2>
                <span class="sub">{lang.t(MapKey::ProfilesSub)}</span>
            </header>
            <div class="body">
                {rows}
                <Show when=move || profiles.with(Vec::is_empty)>
                    <p class="sub">{lang.t(MapKey::NoProfiles)}</p>
                </Show>
            </div>
        </section>
    }
}
