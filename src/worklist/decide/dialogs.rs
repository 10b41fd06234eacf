//! What deciding asks: a name, a note, another treatment, and whether many are to be booked.

use leptos::prelude::*;
use tieout_engine::books::view::{TreatmentChoice, WouldBook};
use tieout_engine::decisions::Direction;
use tieout_engine::outcome::Treatment;

use super::Deciding;
use super::pair::PairDialog;
use super::t_accounts::t_accounts;
use crate::locales::books::template;
use crate::locales::decisions::would_book;
use crate::locales::domain::{beside, treatment_sentence};
use crate::locales::numbers::{amount, count, selected};
use crate::locales::{DecideKey, Lang, ShellKey, Words};
use crate::ui::dialog::Dialog;
use crate::workspace::Workspace;

/// Every dialog of deciding.
#[component]
pub fn DecideDialogs() -> impl IntoView {
    view! {
        <NameDialog />
        <NoteDialog />
        <TreatmentDialog />
        <ManyDialog />
        <PairDialog />
    }
}

#[component]
fn NameDialog() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let deciding = Deciding::current();
    view! {
        <Dialog open=deciding.naming class="paper" label=lang.signal(DecideKey::WhoDecides) close=lang.signal(ShellKey::Close)>
            {move || {
                let name = RwSignal::new(workspace.decider.get_untracked());
                let sign = move |event: web_sys::SubmitEvent| {
                    event.prevent_default();
                    deciding.sign(&name.get_untracked());
                };
                view! {
                    <form class="ask" on:submit=sign>
                        <p>{lang.t(DecideKey::WhoDecidesText)}</p>
                        <input
                            class="input"
                            autofocus=true
                            autocomplete="off"
                            maxlength="80"
                            data-testid="decider-name"
                            aria-label=lang.t(DecideKey::YourName)
                            placeholder=lang.t(DecideKey::YourName)
                            prop:value=name
                            on:input=move |event| name.set(event_target_value(&event))
                        />
                        <button type="submit" class="btn primary">{lang.t(DecideKey::GoOn)}</button>
                    </form>
                }
            }}
        </Dialog>
    }
}

#[component]
fn NoteDialog() -> impl IntoView {
    let lang = Lang::current();
    let deciding = Deciding::current();
    view! {
        <Dialog open=deciding.noting class="paper" label=lang.signal(DecideKey::Note) close=lang.signal(ShellKey::Close)>
            {move || {
                let text = RwSignal::new(String::new());
                let write = move |event: web_sys::SubmitEvent| {
                    event.prevent_default();
                    deciding.write_note(&text.get_untracked());
                };
                view! {
                    <form class="ask" on:submit=write>
                        <p class="n">{move || deciding.noted.with(|noted| about(noted, lang))}</p>
                        <textarea
                            class="input"
                            rows="4"
                            autofocus=true
                            data-testid="note-text"
                            aria-label=lang.t(DecideKey::Note)
                            on:input=move |event| text.set(event_target_value(&event))
                        ></textarea>
                        <button type="submit" class="btn primary">{lang.t(DecideKey::WriteNote)}</button>
                    </form>
                }
            }}
        </Dialog>
    }
}

/// Of one its number, of several how many.
fn about(targets: &[super::Selected], lang: Lang) -> String {
    match targets {
        [one] => one.key.clone(),
        many => selected(many.len() as u64, lang.get()),
    }
}

/// Whether a treatment takes postings back, so that red or blue is a choice.
const fn takes_back(treatment: Treatment) -> bool {
    matches!(treatment, Treatment::Reverse | Treatment::Adjust)
}

#[component]
fn TreatmentDialog() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let deciding = Deciding::current();
    let direction = RwSignal::new(Direction::Red);
    let choices = RwSignal::new(Vec::<TreatmentChoice>::new());
    Effect::new(move || {
        if !deciding.choosing.get() {
            choices.set(Vec::new());
            return;
        }
        let (target, direction) = (deciding.chosen.get(), direction.get());
        leptos::task::spawn_local(async move {
            if let Some(target) = target {
                let (found, _) = workspace.treatments(target.handle, direction).await;
                let _ = choices.try_set(found); // the screen may be gone
            }
        });
    });
    let red_or_blue = move || {
        let reverses = choices.with(|all| all.iter().any(|one| takes_back(one.treatment)));
        reverses.then(|| {
            let choice = |of: Direction, key: DecideKey| {
                view! {
                    <label>
                        <input
                            type="radio"
                            name="direction"
                            prop:checked=move || direction.get() == of
                            on:change=move |_| direction.set(of)
                        />
                        {lang.t(key)}
                    </label>
                }
            };
            view! {
                <div class="row wrap">
                    {choice(Direction::Red, DecideKey::Red)} {choice(Direction::Blue, DecideKey::Blue)}
                </div>
            }
        })
    };
    view! {
        <Dialog open=deciding.choosing class="paper tall" label=lang.signal(DecideKey::Change) close=lang.signal(ShellKey::Close)>
            <div class="ask">
                <p class="n">
                    {move || deciding.chosen.with(|one| one.as_ref().map(|one| one.key.clone()))}
                </p>
                {red_or_blue}
                {move || {
                    let locale = lang.get();
                    choices
                        .get()
                        .into_iter()
                        .map(|choice| {
                            let treatment = choice.treatment;
                            let entry = choice.entry.as_ref().map(|entry| t_accounts(entry, locale));
                            let none = entry.is_none().then(|| {
                                view! { <p class="sub">{DecideKey::BooksNothing.word(locale)}</p> }
                            });
                            let accept = move |_| {
                                if let Some(target) = deciding.chosen.get_untracked() {
                                    deciding.accept_as(&target, treatment, direction.get_untracked());
                                }
                            };
                            view! {
                                <button
                                    type="button"
                                    class="choice"
                                    data-testid=format!("treatment-{}", treatment.text())
                                    on:click=accept
                                >
                                    <b>{treatment.word(locale)}</b>
                                    " "
                                    <span class="sub" lang="zh">{beside(treatment, locale)}</span>
                                    <span class="mut">{treatment_sentence(treatment, locale)}</span>
                                    {entry}
                                    {none}
                                </button>
                            }
                        })
                        .collect_view()
                }}
            </div>
        </Dialog>
    }
}

#[component]
fn ManyDialog() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let deciding = Deciding::current();
    let lines = RwSignal::new(None::<Vec<WouldBook>>);
    Effect::new(move || {
        lines.set(None);
        if !deciding.looking.get() {
            return;
        }
        let handles = deciding
            .many
            .with(|many| many.iter().map(|one| one.handle).collect::<Vec<_>>());
        leptos::task::spawn_local(async move {
            let found = workspace.would_book(handles).await;
            let _ = lines.try_set(Some(found)); // the screen may be gone
        });
    });
    view! {
        <Dialog open=deciding.looking class="paper" label=lang.signal(DecideKey::AcceptMany) close=lang.signal(ShellKey::Close)>
            <div class="ask" data-testid="would-book">
                {move || {
                    let locale = lang.get();
                    let all = deciding.many.with(|many| many.len() as u64);
                    let lines = lines.get()?;
                    let entries = lines.iter().map(|line| line.entries).sum::<u64>();
                    let rows = lines.into_iter().map(|line| {
                        view! {
                            <tr>
                                <td>{template(&line.template, locale)}</td>
                                <td class="n">{count(line.entries)}</td>
                                <td class="n">{line.currency.code().to_owned()} " " {amount(&line.amount)}</td>
                            </tr>
                        }
                    });
                    Some(view! {
                        <p>{would_book(all, entries, locale)}</p>
                        <table class="tbl">
                            <thead>
                                <tr>
                                    <th>{DecideKey::Entry.word(locale)}</th>
                                    <th class="n">{DecideKey::Entries.word(locale)}</th>
                                    <th class="n">{DecideKey::Amount.word(locale)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows.collect_view()}</tbody>
                        </table>
                    })
                }}
                <div class="acts">
                    <button
                        type="button"
                        class="btn primary"
                        autofocus=true
                        data-testid="accept-many"
                        on:click=move |_| deciding.accept_many()
                    >
                        {lang.t(DecideKey::AcceptMany)}
                    </button>
                    <button
                        type="button"
                        class="btn"
                        on:click=move |_| deciding.looking.set(false)
                    >
                        {lang.t(DecideKey::Cancel)}
                    </button>
                </div>
            </div>
        </Dialog>
    }
}
