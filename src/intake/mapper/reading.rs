//! How amounts, dates and words are read.

use leptos::prelude::*;
use tieout_statement::profile::{Amounts, NOT_AN_ORDER, Target};
use tieout_statement::tabular::{DateOrder, DecimalMark};
use tieout_statement::{Column, Role};

use super::current;
use crate::locales::mapper::{amounts, closed_words, open_date};
use crate::locales::{Lang, MapKey, Words};

/// Amounts, decimal mark, dates, and the words of closed lists.
#[component]
pub fn HowRead() -> impl IntoView {
    let lang = Lang::current();
    let mapper = current();
    let now = mapper.of_profile(|profile| Some(profile.amounts));
    let balances = mapper.of_profile(|profile| profile.role == Role::Balances);
    let mark = mapper.of_profile(|profile| profile.decimal_mark);
    let minor = mapper.of_profile(|profile| profile.minor_units);
    let options = move || {
        let (locale, now, balances) = (lang.get(), now.get(), balances.get());
        let all = Amounts::ALL.iter();
        let fit =
            all.filter(move |one| !balances || matches!(one, Amounts::Signed | Amounts::Turned));
        fit.map(|one| {
            view! {
                <option value=one.text() selected=now == Some(*one)>{amounts(*one, balances, locale)}</option>
            }
        })
        .collect_view()
    };
    let marks = [
        (DecimalMark::Point, MapKey::Point),
        (DecimalMark::Comma, MapKey::Comma),
    ]
    .map(|(one, key)| {
        view! {
            <button
                type="button"
                aria-pressed=move || (mark.get() == one).to_string()
                on:click=move |_| mapper.edit(|profile| profile.decimal_mark = one)
            >
                {lang.t(key)}
            </button>
        }
    });
    view! {
        <section>
            <h3>{lang.t(MapKey::HowRead)}</h3>
            <div class="cut">
                <label>
                    <span>{lang.t(MapKey::AmountsAre)}</span>
                    <select
                        class="input"
                        data-testid="map-amounts"
                        on:change:target=move |event| {
                            if let Some(chosen) = Amounts::parse(&event.target().value()) {
                                mapper.edit(|profile| profile.amounts = chosen);
                            }
                        }
                    >
                        {options}
                    </select>
                </label>
                <div class="labelled">
                    <span id="map-mark">{lang.t(MapKey::Decimal)}</span>
                    <div class="seg" role="group" aria-labelledby="map-mark">{marks}</div>
                </div>
                <label class="tick">
                    <input
                        type="checkbox"
                        prop:checked=move || minor.get()
                        on:change:target=move |event| {
                            let on = event.target().checked();
                            mapper.edit(|profile| profile.minor_units = on);
                        }
                    />
                    <span>{lang.t(MapKey::MinorUnits)}</span>
                </label>
            </div>
            <Dates />
            <ForeignWords />
        </section>
    }
}

/// Which of day and month stands first: asked where a date leaves it open.
#[component]
fn Dates() -> impl IntoView {
    let lang = Lang::current();
    let mapper = current();
    let order = mapper.of_profile(|profile| profile.date_order);
    let open = mapper.of_answer(|mapped| mapped.open_date.clone());
    let buttons = move || {
        [
            (DateOrder::DayFirst, MapKey::DayFirst, "map-day-first"),
            (DateOrder::MonthFirst, MapKey::MonthFirst, "map-month-first"),
        ]
        .map(|(one, key, hook)| {
            view! {
                <button
                    type="button"
                    data-testid=hook
                    aria-pressed=move || (order.get() == Some(one)).to_string()
                    on:click=move |_| mapper.edit(|profile| profile.date_order = Some(one))
                >
                    {lang.t(key)}
                </button>
            }
        })
        .collect_view()
    };
    view! {
        <Show when=move || order.get().is_some() || open.with(Option::is_some)>
            <div class="labelled" data-testid="map-dates">
                <span id="map-order">{lang.t(MapKey::DateOrder)}</span>
                <div class="seg" role="group" aria-labelledby="map-order">{buttons()}</div>
                <p class="asked" role="status">
                    {move || open.get().map(|text| open_date(&text, lang.get()))}
                </p>
            </div>
        </Show>
    }
}

/// The words of kind, status and side, each with its meaning.
#[component]
fn ForeignWords() -> impl IntoView {
    let lang = Lang::current();
    let mapper = current();
    let found = mapper.of_answer(|mapped| {
        let mut all: Vec<(Target, String, Option<u64>)> = Vec::new();
        for of in &mapped.words {
            let words = of.words.iter();
            all.extend(words.map(|(word, count)| (of.target, word.clone(), Some(*count))));
        }
        if mapped.profile.tells_kind()
            && mapped.profile.role != Role::Balances
            && mapped.profile.role != Role::BankStatement
        {
            let kind = Target::Column(Column::Kind);
            all.extend(["+", "-"].map(|sign| (kind, sign.to_owned(), None)));
        }
        all
    });
    let rows = move || {
        let found = found.get().into_iter();
        found
            .map(|(target, word, count)| view! { <WordRow target=target word=word count=count /> })
            .collect_view()
    };
    view! {
        <Show when=move || found.with(|found| !found.is_empty())>
            <h3>{lang.t(MapKey::WordsOf)}</h3>
            <table class="tbl compact mapping">
                <thead>
                    <tr>
                        <th>{lang.t(MapKey::Word)}</th>
                        <th class="of">{lang.t(MapKey::Column)}</th>
                        <th>{lang.t(MapKey::Means)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Show>
    }
}

#[component]
fn WordRow(target: Target, word: String, count: Option<u64>) -> impl IntoView {
    let lang = Lang::current();
    let mapper = current();
    let hook = format!("map-word-{word}");
    let default = match word.as_str() {
        "+" => "payment",
        "-" => "refund",
        _ => "",
    };
    let key = word.clone();
    let now = mapper.of_profile(move |profile| {
        let words = profile.words.get(&target);
        let known = words.and_then(|words| words.get(&key)).cloned();
        known.unwrap_or_else(|| default.to_owned())
    });
    let label = word.clone();
    let shown = {
        let word = word.clone();
        move || match word.as_str() {
            "+" if !default.is_empty() => MapKey::Positive.word(lang.get()).to_owned(),
            "-" if !default.is_empty() => MapKey::Negative.word(lang.get()).to_owned(),
            other => other.to_owned(),
        }
    };
    let say = move |ours: String| {
        mapper.edit(|profile| {
            let words = profile.words.entry(target).or_default();
            if ours.is_empty() {
                words.remove(&word);
            } else {
                words.insert(word.clone(), ours);
            }
        });
    };
    let orders = mapper.of_profile(|profile| profile.has_orders());
    let options = move || {
        let mut words = closed_words(target, lang.get());
        if orders.get() && target == Target::Column(Column::Kind) {
            words.push((NOT_AN_ORDER, MapKey::NotAnOrder.word(lang.get())));
        }
        words
            .into_iter()
            .map(|(word, shown)| {
                let is = move || now.get() == word;
                view! { <option value=word prop:selected=is>{shown}</option> }
            })
            .collect_view()
    };
    view! {
        <tr>
            <td><b>{shown}</b> " " <span class="sub n">{count.map(|count| format!("× {count}"))}</span></td>
            <td class="dim of">{lang.t(target)}</td>
            <td>
                <select
                    class="input"
                    data-testid=hook
                    aria-label=label
                    on:change:target=move |event| say(event.target().value())
                >
                    <option value="" prop:selected=move || now.with(String::is_empty)>{lang.t(MapKey::NotYet)}</option>
                    {options}
                </select>
            </td>
        </tr>
    }
}
