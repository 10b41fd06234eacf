//! What a file does not say itself, said beside it: encoding, order of dates, currency. A
//! change is kept with the settings as `[[file]]`, and the file is read again.

use leptos::prelude::*;
use tieout_statement::settings::FileSettings;
use tieout_statement::tabular::DateOrder;
use tieout_statement::{Currency, Encoding};

use crate::locales::{IntakeKey, Lang, MapKey, ShellKey, Words};
use crate::ui::dialog::Dialog;
use crate::workspace::Workspace;

/// Asks what a file does not say while one is named.
#[component]
pub fn SaidDialog(
    /// The file.
    asked: RwSignal<Option<String>>,
) -> impl IntoView {
    let lang = Lang::current();
    let open = RwSignal::new(false);
    Effect::new(move || {
        if asked.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && asked.with_untracked(Option::is_some) {
            asked.set(None);
        }
    });
    let label = Signal::derive(move || asked.get().unwrap_or_default());
    let close = Signal::derive(move || ShellKey::Close.word(lang.get()).to_owned());
    view! {
        <Dialog open=open class="paper said" label=label close=close>
            <SaidBody asked=asked />
        </Dialog>
    }
}

#[component]
fn SaidBody(asked: RwSignal<Option<String>>) -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let name = StoredValue::new(asked.get_untracked().unwrap_or_default());
    let said = Memo::new(move |_| {
        workspace.settings.with(|now| {
            let files = &now.settings.files;
            name.with_value(|name| files.get(name).cloned().unwrap_or_default())
        })
    });
    let change = move |how: &dyn Fn(&mut FileSettings)| {
        let mut settings = workspace
            .settings
            .with_untracked(|now| now.settings.clone());
        let mut file = said.get_untracked();
        how(&mut file);
        let name = name.get_value();
        if file == FileSettings::default() {
            settings.files.remove(&name);
        } else {
            settings.files.insert(name, file);
        }
        workspace.change_settings(settings);
    };
    let found = Memo::new(move |_| {
        workspace.files.with(|files| {
            let named =
                |file: &&crate::workspace::FileOnScreen| name.with_value(|name| file.name == *name);
            let report = files
                .iter()
                .find(named)
                .and_then(|file| file.report.clone());
            report.map_or_else(String::new, |report| report.encoding.clone())
        })
    });
    // Made once: a list that changes under a keyboard forgets what was typed.
    let encodings = Encoding::ALL
        .iter()
        .map(|one| {
            let is = move || said.get().encoding == Some(*one);
            view! { <option value=one.name() prop:selected=is>{one.name()}</option> }
        })
        .collect_view();
    let orders = [
        (None, MapKey::ByItself, "said-order-found"),
        (
            Some(DateOrder::DayFirst),
            MapKey::DayFirst,
            "said-day-first",
        ),
        (
            Some(DateOrder::MonthFirst),
            MapKey::MonthFirst,
            "said-month-first",
        ),
    ]
    .map(|(one, key, hook)| {
        view! {
            <button
                type="button"
                data-testid=hook
                aria-pressed=move || (said.get().date_order == one).to_string()
                on:click=move |_| change(&|file| file.date_order = one)
            >
                {lang.t(key)}
            </button>
        }
    });
    // What is typed, until it is a currency or nothing.
    let typed = RwSignal::new(
        said.get_untracked()
            .currency
            .map_or_else(String::new, |currency| currency.code().to_owned()),
    );
    let wrong = Memo::new(move |_| {
        typed.with(|text| !text.is_empty() && Currency::parse(&text.to_uppercase()).is_none())
    });
    let told = said.get_untracked().year;
    let year = RwSignal::new(told.map_or_else(String::new, |year| year.to_string()));
    let no_year = Memo::new(move |_| year.with(|text| !text.is_empty() && year_of(text).is_none()));
    view! {
        <p class="sub">{lang.t(MapKey::SaidLead)}</p>
        <div class="cut">
                <label hidden=move || found.with(String::is_empty)>
                    <span>{lang.t(IntakeKey::Encoding)}</span>
                    <select
                        class="input"
                        data-testid="said-encoding"
                        on:change:target=move |event| {
                            let wanted = event.target().value();
                            let named = |one: &&Encoding| one.name() == wanted;
                            let chosen = Encoding::ALL.iter().find(named).copied();
                            change(&|file| file.encoding = chosen);
                        }
                    >
                        <option value="" prop:selected=move || said.get().encoding.is_none()>
                            {move || {
                                let by_itself = MapKey::ByItself.word(lang.get());
                                match said.get().encoding {
                                    None => format!("{by_itself}: {}", found.get()),
                                    Some(_) => by_itself.to_owned(),
                                }
                            }}
                        </option>
                        {encodings}
                    </select>
                </label>
            <label>
                <span>{lang.t(MapKey::SaidCurrency)}</span>
                <input
                    class="input"
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="3"
                    data-testid="said-currency"
                    placeholder=lang.t(MapKey::ByItself)
                    aria-invalid=move || wrong.get().then_some("true")
                    prop:value=typed
                    on:input:target=move |event| typed.set(event.target().value())
                    on:change=move |_| {
                        let text = typed.get_untracked().to_uppercase();
                        let currency = Currency::parse(&text);
                        if text.is_empty() || currency.is_some() {
                            change(&|file| file.currency = currency);
                        }
                    }
                />
            </label>
            <label>
                <span>{lang.t(MapKey::SaidYear)}</span>
                <input
                    class="input"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="4"
                    data-testid="said-year"
                    placeholder=lang.t(MapKey::ByItself)
                    aria-invalid=move || no_year.get().then_some("true")
                    prop:value=year
                    on:input:target=move |event| year.set(event.target().value())
                    on:change=move |_| {
                        if !no_year.get_untracked() {
                            let told = year.with_untracked(|text| year_of(text));
                            change(&|file| file.year = told);
                        }
                    }
                />
            </label>
            <div class="labelled">
                <span id="said-order">{lang.t(MapKey::DateOrder)}</span>
                <div class="seg" role="group" aria-labelledby="said-order">{orders}</div>
            </div>
        </div>
    }
}

/// A year of four digits, of which a statement may be.
fn year_of(text: &str) -> Option<i32> {
    let year = text.trim().parse().ok()?;
    (1900..2200).contains(&year).then_some(year)
}
