//! The column mapper: a table that nobody knew, read as a person says.

mod columns;
mod reading;
mod result;
mod state;

use leptos::prelude::*;
use tieout_statement::profile::Separator;
use tieout_statement::{Encoding, Role};

use crate::locales::{IntakeKey, Lang, MapKey, ShellKey, Words};
use crate::shell::ShellState;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, icon};
use crate::workspace::Workspace;
use columns::{Constants, MappedColumns};
use reading::HowRead;
use result::{Outcome, Save};
use state::Mapper;

/// Maps the columns of a file while one is named.
#[component]
pub fn MapperDialog(
    /// The file.
    mapped: RwSignal<Option<String>>,
) -> impl IntoView {
    let lang = Lang::current();
    let open = RwSignal::new(false);
    Effect::new(move || {
        if mapped.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && mapped.with_untracked(Option::is_some) {
            mapped.set(None);
        }
    });
    view! {
        <Dialog open=open class="paper tall mapper" label=Signal::derive(move || MapKey::Title.word(lang.get()).to_owned())>
            <MapperBody mapped=mapped open=open />
        </Dialog>
    }
}

#[component]
fn MapperBody(mapped: RwSignal<Option<String>>, open: RwSignal<bool>) -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let name = mapped.get_untracked().unwrap_or_default();
    let title = name.clone();
    let mapper = Mapper::of(name, workspace);
    provide_context(mapper);
    // 0: not answered, 1: no table, 2: a table.
    let state = Memo::new(move |_| {
        mapper.answer.with(|answer| match answer {
            None => 0,
            Some(Err(_)) => 1,
            Some(Ok(_)) => 2,
        })
    });
    view! {
        <header>
            <div>
                <h2>{lang.t(MapKey::Title)}</h2>
                <span class="sub">{title}</span>
            </div>
            <button
                type="button"
                class="btn quiet icon"
                aria-label=move || ShellKey::Close.word(lang.get())
                on:click=move |_| open.set(false)
            >
                {icon(Icon::Close)}
            </button>
        </header>
        <p class="sub">{lang.t(MapKey::Lead)}</p>
        {move || match state.get() {
            0 => view! { <p>{lang.t(IntakeKey::Reading)}</p> }.into_any(),
            1 => view! { <Cut /><p class="problem">{lang.t(MapKey::NoTable)}</p> }.into_any(),
            _ => {
                view! {
                    <Cut />
                    <MappedColumns />
                    <Constants />
                    <HowRead />
                    <Outcome />
                    <Save open=open />
                }
                    .into_any()
            }
        }}
    }
}

/// The mapper that the caller is part of.
fn current() -> Mapper {
    expect_context()
}

/// How the file becomes a table: what its rows are, where its header stands.
#[component]
fn Cut() -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let mapper = current();
    let lines = mapper.of_answer(|mapped| mapped.lines.clone());
    let header = mapper.of_answer(|mapped| mapped.header_line);
    let role = mapper.of_profile(|profile| Some(profile.role));
    let text = mapper.of_answer(|mapped| mapped.separator.is_some());
    let encoding = mapper.of_answer(|mapped| mapped.encoding.clone());
    let separator = mapper.of_answer(|mapped| mapped.separator);
    let roles = move || {
        let locale = lang.get();
        let now = role.get();
        Role::ALL
            .iter()
            .map(|one| {
                view! {
                    <option value=one.text() selected=now == Some(*one)>{one.word(locale)}</option>
                }
            })
            .collect_view()
    };
    let header_lines = move || {
        let now = header.get();
        // A narrow select shows little of a line.
        let most = if shell.narrow.get() { 24 } else { 60 };
        lines.get()
            .into_iter()
            .map(|(line, cells)| {
                let text: String = cells.join(" | ").chars().take(most).collect();
                view! {
                    <option value=line.to_string() selected=line == now>{format!("{line}: {text}")}</option>
                }
            })
            .collect_view()
    };
    let encodings = move || {
        let now = encoding.get();
        Encoding::ALL
            .iter()
            .map(|one| {
                view! { <option value=one.name() selected=one.name() == now>{one.name()}</option> }
            })
            .collect_view()
    };
    let separators = move || {
        let (now, locale) = (separator.get(), lang.get());
        Separator::ALL
            .iter()
            .map(|one| {
                view! { <option value=one.text() selected=now == Some(*one)>{one.word(locale)}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="cut">
            <label>
                <span>{lang.t(MapKey::Is)}</span>
                <select
                    class="input"
                    data-testid="map-role"
                    on:change:target=move |event| {
                        if let Some(role) = Role::parse(&event.target().value()) {
                            mapper.set_role(role);
                        }
                    }
                >
                    {roles}
                </select>
            </label>
            <label>
                <span>{lang.t(MapKey::HeaderLine)}</span>
                <select
                    class="input"
                    data-testid="map-header"
                    on:change:target=move |event| {
                        let line = event.target().value().parse().ok();
                        mapper.cut(|choice| choice.header_line = line);
                    }
                >
                    {header_lines}
                </select>
            </label>
            <Show when=move || text.get()>
                <label>
                    <span>{lang.t(MapKey::Encoding)}</span>
                    <select
                        class="input"
                        data-testid="map-encoding"
                        on:change:target=move |event| {
                            let name = event.target().value();
                            let named = |one: &&Encoding| one.name() == name;
                            let chosen = Encoding::ALL.iter().find(named).copied();
                            mapper.cut(|choice| choice.encoding = chosen);
                        }
                    >
                        {encodings}
                    </select>
                </label>
                <label>
                    <span>{lang.t(MapKey::Separator)}</span>
                    <select
                        class="input"
                        data-testid="map-separator"
                        on:change:target=move |event| {
                            let chosen = Separator::parse(&event.target().value());
                            mapper.cut(|choice| choice.separator = chosen);
                        }
                    >
                        {separators}
                    </select>
                </label>
            </Show>
        </div>
    }
}
