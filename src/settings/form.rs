//! The form's state and its fields: what is typed, what is wrong with it, what takes effect.

use std::sync::Arc;

use leptos::prelude::*;
use tieout_engine::Settings;

use super::draft::{Draft, Faults, NAMES, Place};
use super::fields::{Field, Kind};
use crate::locales::settings::{default_is, fault, take};
use crate::locales::{Lang, SettingsKey};
use crate::workspace::Workspace;

/// What is typed, shared by the fields.
#[derive(Clone, Copy)]
pub struct Form {
    /// What is typed.
    pub draft: RwSignal<Draft>,
    /// What it says, or what is wrong with it.
    pub checked: Memo<Result<Arc<Settings>, Arc<Faults>>>,
    workspace: Workspace,
}

impl Form {
    /// A form of the settings in force, which follows them.
    #[must_use]
    pub fn of(workspace: Workspace) -> Self {
        let now = workspace
            .settings
            .with_untracked(|now| now.settings.clone());
        let draft = RwSignal::new(Draft::of(&now));
        let checked = Memo::new(move |_| {
            let checked = draft.with(Draft::check);
            checked.map(Arc::new).map_err(Arc::new)
        });
        Effect::new(move || {
            let now = workspace.settings.with(|now| now.settings.clone());
            // What the form itself has changed is typed already, and perhaps more.
            let same = checked.with_untracked(|checked| checked.as_deref() == Ok(&now));
            if !same {
                draft.set(Draft::of(&now));
            }
        });
        Self {
            draft,
            checked,
            workspace,
        }
    }

    /// The form of the screen that the caller is part of.
    ///
    /// # Panics
    /// Outside the settings screen.
    #[must_use]
    pub fn current() -> Self {
        use_context().expect("the settings screen gives its form to its whole tree")
    }

    /// Lets what is typed take effect, if all of it is valid.
    pub fn apply(self) {
        if let Ok(settings) = self.checked.get_untracked() {
            self.workspace.change_settings(settings.as_ref().clone());
        }
    }

    /// Changes the draft, and lets it take effect.
    pub fn change(self, how: impl FnOnce(&mut Draft)) {
        self.draft.update(how);
        self.apply();
    }

    /// The text of a field, followed.
    #[must_use]
    pub fn text(self, place: Place) -> Memo<String> {
        Memo::new(move |_| self.draft.with(|draft| draft.text(place).to_owned()))
    }
}

/// One field: its name and what it does, its control, what is wrong with it.
#[component]
pub fn FieldRow(
    /// What it is.
    field: &'static Field,
    /// Where it stands.
    place: Place,
    /// What an empty field stands for.
    #[prop(into, optional)]
    placeholder: Option<Signal<String>>,
    /// The list of suggestions in the document.
    #[prop(optional)]
    suggestions: Option<&'static str>,
) -> impl IntoView {
    let (lang, form) = (Lang::current(), Form::current());
    let id = id_of(place);
    let wrong = Memo::new(move |_| {
        let checked = form.checked.get();
        checked.err().and_then(|faults| faults.get(&place).cloned())
    });
    let is_default = Memo::new(move |_| form.draft.with(|draft| draft.is_default(place)));
    let has_default = !NAMES.contains(&place.key);
    let (message, hint) = (format!("{id}-wrong"), format!("{id}-hint"));
    let described = Signal::derive({
        let (message, hint) = (message.clone(), hint.clone());
        move || {
            if wrong.with(Option::is_some) {
                format!("{message} {hint}")
            } else {
                hint.clone()
            }
        }
    });
    let label_id = format!("{id}-label");
    let control = control(
        field,
        place,
        form,
        &id,
        Beside {
            described,
            placeholder,
            suggestions,
        },
    );
    let hook = format!("setting-{id}");
    let state = move || {
        has_default.then(|| {
            if is_default.get() {
                return view! { <span class="sub">{lang.t(SettingsKey::Default)}</span> }.into_any();
            }
            let default = move || form.draft.with(|draft| default_is(&draft.default_text(place), lang.get()));
            view! {
                <button
                    type="button"
                    class="link reset"
                    title=default
                    aria-label=move || format!("{} · {}", SettingsKey::Reset.in_now(lang), field.name.in_now(lang))
                    on:click=move |_| form.change(|draft| draft.reset(place))
                >
                    {lang.t(SettingsKey::Reset)}
                </button>
            }
            .into_any()
        })
    };
    let said = {
        move || {
            let fault_now = wrong.get()?;
            let nearest = fault_now.expected.nearest().map(ToOwned::to_owned);
            let nearest = nearest.map(|nearest| {
                let taken = nearest.clone();
                view! {
                    <button
                        type="button"
                        class="link"
                        on:click=move |_| form.change(|draft| draft.set(place, taken.clone()))
                    >
                        {move || take(&nearest, lang.get())}
                    </button>
                }
            });
            let message = message.clone();
            Some(view! {
                <p class="wrong" id=message data-testid="settings-fault">
                    {move || fault(&fault_now, lang.get())} " " {nearest}
                </p>
            })
        }
    };
    view! {
        <div
            class="setting"
            data-testid=hook
            data-default=move || is_default.get().to_string()
            class:is-wrong=move || wrong.with(Option::is_some)
        >
            <div>
                <label id=label_id for=id>{lang.t(field.name)}</label>
                <span class="sub" id=hint>{lang.t(field.hint)}</span>
            </div>
            <div class="value">
                {control}
                <div role="status">{said}</div>
            </div>
            <div class="state">{state}</div>
        </div>
    }
}

/// The id of a field in the document.
fn id_of(place: Place) -> String {
    use super::draft::Table;
    match place.table {
        Table::Day => format!("day-{}", place.key),
        Table::Channel(at) => format!("channel-{at}-{}", place.key),
        Table::Account(at) => format!("account-{at}-{}", place.key),
        Table::Format(at) => format!("format-{at}-{}", place.key),
    }
}

/// What goes with a control.
struct Beside {
    /// Ids of what describes it.
    described: Signal<String>,
    placeholder: Option<Signal<String>>,
    suggestions: Option<&'static str>,
}

fn control(
    field: &'static Field,
    place: Place,
    form: Form,
    id: &str,
    Beside {
        described,
        placeholder,
        suggestions,
    }: Beside,
) -> AnyView {
    let text = form.text(place);
    let lang = Lang::current();
    let id = id.to_owned();
    let typed = move |text: String| form.draft.update(|draft| draft.set(place, text));
    let invalid = move || {
        let checked = form.checked.get();
        let wrong = checked
            .err()
            .is_some_and(|faults| faults.contains_key(&place));
        wrong.then_some("true")
    };
    match field.kind {
        Kind::Text | Kind::Number => {
            let shown = move || placeholder.map(|text| text.get()).unwrap_or_default();
            view! {
                <input
                    id=id
                    class="input n"
                    class:short=field.kind == Kind::Number
                    type="text"
                    inputmode=(field.kind == Kind::Number).then_some("numeric")
                    autocomplete="off"
                    spellcheck="false"
                    list=suggestions
                    placeholder=shown
                    aria-invalid=invalid
                    aria-describedby=move || described.get()
                    prop:value=move || text.get()
                    on:input:target=move |event| typed(event.target().value())
                    on:change=move |_| form.apply()
                />
            }
            .into_any()
        }
        Kind::Lines => view! {
            <textarea
                id=id
                class="input"
                rows="3"
                spellcheck="false"
                aria-invalid=invalid
                    aria-describedby=move || described.get()
                prop:value=move || text.get()
                on:input:target=move |event| typed(event.target().value())
                on:change=move |_| form.apply()
            ></textarea>
        }
        .into_any(),
        Kind::Choice(words) => {
            let buttons = words.iter().map(|&(word, name)| {
                view! {
                    <button
                        type="button"
                        aria-pressed=move || (text.get() == word).to_string()
                        on:click=move |_| form.change(|draft| draft.set(place, word.to_owned()))
                    >
                        {lang.t(name)}
                    </button>
                }
            });
            let group = format!("{id}-label");
            view! { <div id=id class="seg wrap" role="group" aria-labelledby=group aria-describedby=move || described.get()>{buttons.collect_view()}</div> }.into_any()
        }
        Kind::Checks(words) => {
            let boxes = words.iter().map(|&(word, name)| {
                let on = move || text.with(|text| text.lines().any(|line| line == word));
                let turn = move |_| {
                    let now: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                    let had = text.get_untracked();
                    let keeps = |other: &&&str| {
                        (had.lines().any(|line| line == **other)) != (**other == word)
                    };
                    let kept: Vec<&str> = now.iter().filter(keeps).copied().collect();
                    form.change(|draft| draft.set(place, kept.join("\n")));
                };
                view! {
                    <label class="check">
                        <input type="checkbox" prop:checked=on on:change=turn />
                        <span>{lang.t(name)}</span>
                    </label>
                }
            });
            let group = format!("{id}-label");
            view! { <div id=id class="checks" role="group" aria-labelledby=group>{boxes.collect_view()}</div> }.into_any()
        }
        Kind::Column => {
            let columns = form.draft.with_untracked(|draft| draft.columns(place));
            let rule = columns.first().copied().unwrap_or_default();
            let options = columns.iter().map(|&column| {
                view! {
                    <option value=column selected=move || text.get() == column>{column}</option>
                }
            });
            view! {
                <select
                    id=id
                    class="input"
                    aria-invalid=invalid
                    aria-describedby=move || described.get()
                    prop:value=move || text.get()
                    on:change:target=move |event| {
                        let column = event.target().value();
                        form.change(|draft| draft.set(place, column));
                    }
                >
                    <option value="" selected=move || text.with(String::is_empty)>
                        {move || format!("{} ({rule})", SettingsKey::OwnRule.in_now(lang))}
                    </option>
                    {options.collect_view()}
                </select>
            }
            .into_any()
        }
    }
}

impl SettingsKey {
    /// The word in the language on screen, followed.
    fn in_now(self, lang: Lang) -> &'static str {
        use crate::locales::Words;
        self.word(lang.get())
    }
}
