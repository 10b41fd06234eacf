//! What each column gives, and what stands in every row.

use leptos::prelude::*;
use tieout_statement::profile::{Target, targets};
use tieout_statement::{Column, Role};

use super::current;
use crate::locales::mapper::{closed_words, gives};
use crate::locales::{Lang, MapKey, Words};

/// Values shown beside the name of a column.
const VALUES: usize = 3;

/// The columns of the file, each with its first values and the field that it gives.
#[component]
pub fn MappedColumns() -> impl IntoView {
    let lang = Lang::current();
    let mapper = current();
    // Rows are made anew only where the table itself is another.
    let table = mapper.of_answer(|mapped| {
        let header = mapped.profile.header.clone();
        let width = mapped.rows.iter().map(|(_, cells)| cells.len()).max();
        let columns = 0..header.len().max(width.unwrap_or(0));
        let columns: Vec<(usize, String, String)> = columns
            .map(|place| {
                let values = mapped.rows.iter().filter_map(|(_, cells)| cells.get(place));
                let filled = values.filter(|value| !value.is_empty()).take(VALUES);
                let values: Vec<&str> = filled.map(String::as_str).collect();
                let name = header.get(place).cloned().unwrap_or_default();
                (place, name, values.join(" · "))
            })
            .collect();
        columns
    });
    let role = mapper.of_profile(|profile| Some(profile.role));
    let rows = move || {
        let role = role.get().unwrap_or(Role::BankStatement);
        let columns = table.get().into_iter();
        columns
            .map(|(place, name, values)| {
                view! { <ColumnRow place=place name=name values=values role=role /> }
            })
            .collect_view()
    };
    view! {
        <section>
            <h3>{lang.t(MapKey::Columns)}</h3>
            <div class="scroll" tabindex="0" role="region" aria-label=lang.t(MapKey::Columns)>
                <table class="tbl compact mapping">
                    <thead>
                        <tr>
                            <th>{lang.t(MapKey::Column)}</th>
                            <th class="values">{lang.t(MapKey::Values)}</th>
                            <th>{lang.t(MapKey::Gives)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn ColumnRow(place: usize, name: String, values: String, role: Role) -> impl IntoView {
    let lang = Lang::current();
    let mapper = current();
    let now = mapper.of_profile(move |profile| {
        let mut given = profile.columns.keys().copied();
        given.find(|target| profile.place(*target) == Some(place))
    });
    let shown = if name.is_empty() {
        format!("#{}", place + 1)
    } else {
        name
    };
    let label = shown.clone();
    let options = move || {
        let locale = lang.get();
        targets(role)
            .into_iter()
            .map(|target| {
                view! {
                    <option value=target.text() prop:selected=move || now.get() == Some(target)>{target.word(locale)}</option>
                }
            })
            .collect_view()
    };
    view! {
        <tr class:is-mapped=move || now.get().is_some()>
            <td><b>{shown}</b><div class="sub below">{values.clone()}</div></td>
            <td class="values dim">{values}</td>
            <td>
                <select
                    class="input"
                    data-testid=format!("map-column-{}", place + 1)
                    aria-label=move || gives(&label, lang.get())
                    on:change:target=move |event| {
                        mapper.give(place, Target::parse(&event.target().value()));
                    }
                >
                    <option value="" prop:selected=move || now.get().is_none()>{lang.t(MapKey::Nothing)}</option>
                    {options}
                </select>
            </td>
        </tr>
    }
}

/// What stands in every row: fields that must be given and that no column gives.
#[component]
pub fn Constants() -> impl IntoView {
    let lang = Lang::current();
    let mapper = current();
    let open = mapper.of_profile(|profile| {
        let layout = profile.role.layout().iter();
        let fields: Vec<Target> = layout
            .filter(|spec| spec.filled)
            .map(|spec| Target::Column(spec.column))
            .filter(|target| profile.place(*target).is_none())
            .filter(|target| {
                !matches!(
                    target,
                    Target::Column(
                        Column::Amount
                            | Column::Opening
                            | Column::OrderNo
                            | Column::ChannelOrderNo
                            | Column::PaymentOrderNo
                            | Column::PostingNo
                            | Column::BookedAt
                    )
                )
            })
            .filter(|target| {
                profile.missing().contains(target) || profile.constants.contains_key(target)
            })
            .collect();
        fields
    });
    let fields = move || {
        let fields = open.get().into_iter();
        fields
            .map(|target| view! { <Constant target=target /> })
            .collect_view()
    };
    view! {
        <Show when=move || open.with(|fields| !fields.is_empty())>
            <section>
                <h3>{lang.t(MapKey::Constants)}</h3>
                <p class="sub">{lang.t(MapKey::ConstantsSub)}</p>
                <div class="cut">{fields}</div>
            </section>
        </Show>
    }
}

#[component]
fn Constant(target: Target) -> impl IntoView {
    let lang = Lang::current();
    let mapper = current();
    let text = mapper
        .of_profile(move |profile| profile.constants.get(&target).cloned().unwrap_or_default());
    let hook = format!("map-constant-{}", target.text());
    let say = move |text: String| {
        mapper.edit(|profile| {
            // An empty one is still asked for.
            profile.constants.insert(target, text);
        });
    };
    let control = if target.is_word() {
        let options = move || {
            let now = text.get();
            closed_words(target, lang.get())
                .into_iter()
                .map(|(word, shown)| {
                    view! { <option value=word selected=now == word>{shown}</option> }
                })
                .collect_view()
        };
        view! {
            <select class="input" data-testid=hook on:change:target=move |event| say(event.target().value())>
                <option value="" selected=move || text.with(String::is_empty)>"–"</option>
                {options}
            </select>
        }
        .into_any()
    } else {
        view! {
            <input
                class="input"
                type="text"
                autocomplete="off"
                spellcheck="false"
                data-testid=hook
                prop:value=move || text.get()
                on:input:target=move |event| say(event.target().value())
            />
        }
        .into_any()
    };
    view! {
        <label>
            <span>{lang.t(target)}</span>
            {control}
        </label>
    }
}
