//! The part of the case pane that decides: where it stands, the entry, what can be done, and
//! what was said of it.

use leptos::prelude::*;
use tieout_engine::decisions::{Action, Direction, Standing};
use tieout_engine::report::EntryReport;
use tieout_engine::worklist::Detail;

use super::t_accounts::t_accounts;
use super::{Deciding, standing, standing_id};
use crate::locales::books::status;
use crate::locales::decisions::history;
use crate::locales::domain::{beside, treatment_sentence};
use crate::locales::{DecideKey, Lang, Words};
use crate::ui::icon::{Icon, icon};
use crate::worklist::list_state::Selected;
use crate::workspace::Workspace;

/// The section; nothing for what is no exception.
#[component]
pub fn DecisionSection(
    /// The case.
    #[prop(into)]
    detail: StoredValue<Detail>,
) -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let deciding = Deciding::current();
    let Some(target) = detail.with_value(|detail| {
        let target = Selected::of(&detail.item);
        target.is_exception().then_some(target)
    }) else {
        return ().into_any();
    };
    let entry = RwSignal::new(None::<EntryReport>);
    {
        let handle = target.handle;
        leptos::task::spawn_local(async move {
            let (_, found) = workspace.treatments(handle, Direction::Red).await;
            // The pane may show another case by now; its signals are gone then.
            let _ = entry.try_set(found);
        });
    }
    let target = StoredValue::new(target);
    let stands = target.with_value(|target| standing(target.decision.as_ref()));
    let treatment = target.with_value(|target| {
        let decided = target.decision.as_ref().and_then(|view| view.treatment);
        decided.or(target.treatment)
    });
    let pair_waits = target.with_value(|target| {
        let decided = target.decision.as_ref();
        decided.is_some_and(|view| view.pair.is_some())
    });
    let head = move || {
        let locale = lang.get();
        if pair_waits {
            let waits = DecideKey::PairWaits.word(locale);
            return Some(view! { <h3>{waits}</h3> }.into_any());
        }
        let word = DecideKey::of(stands).word(locale);
        treatment.map(|treatment| {
            let colon = locale.pick(": ", "：");
            view! {
                <h3>
                    {format!("{word}{colon}{}", treatment.word(locale).to_lowercase())}
                    " "
                    <span class="sub" lang="zh">{beside(treatment, locale)}</span>
                </h3>
                <p>{treatment_sentence(treatment, locale)}</p>
            }
            .into_any()
        })
    };
    let of = move |act: fn(Deciding, Selected)| move |_| act(deciding, target.get_value());
    let decided = stands != Standing::Open;
    view! {
        <section data-testid="decision" data-standing=standing_id(stands)>
            {head}
            {move || {
                entry.get().map(|entry| {
                    let locale = lang.get();
                    view! {
                        <p class="sub" data-testid="entry-status">{status(&entry.status, locale)}</p>
                        {t_accounts(&entry, locale)}
                    }
                })
            }}
            <div class="acts">
                {(stands != Standing::Accepted).then(|| view! {
                    <button
                        type="button"
                        class="btn primary"
                        data-testid="accept"
                        on:click=of(|deciding, target| deciding.accept_one(&target))
                    >
                        {icon(Icon::Check)}
                        {lang.t(if stands == Standing::NeedsSecond { DecideKey::Confirm } else { DecideKey::Accept })}
                        <kbd>"a"</kbd>
                    </button>
                })}
                <button
                    type="button"
                    class="btn"
                    data-testid="treatment"
                    on:click=of(|deciding, target| deciding.choose_for(Some(target)))
                >
                    {lang.t(DecideKey::Change)}
                    <kbd>"t"</kbd>
                </button>
                {(!decided).then(|| view! {
                    <button
                        type="button"
                        class="btn"
                        on:click=of(|deciding, target| deciding.simply(&[target], Action::Defer))
                    >
                        {lang.t(DecideKey::Defer)}
                        <kbd>"d"</kbd>
                    </button>
                })}
                <button
                    type="button"
                    class="btn"
                    on:click=of(|deciding, target| deciding.note_on(vec![target]))
                >
                    {lang.t(DecideKey::Note)}
                    <kbd>"n"</kbd>
                </button>
                {decided.then(|| view! {
                    <button
                        type="button"
                        class="btn"
                        data-testid="withdraw"
                        on:click=of(|deciding, target| deciding.simply(&[target], Action::Withdraw))
                    >
                        {lang.t(DecideKey::TakeBack)}
                    </button>
                })}
            </div>
            {move || {
                let locale = lang.get();
                let id = target.with_value(|target| target.id.clone());
                let lines = workspace.decisions.with(|decisions| {
                    let about = decisions.list.iter().filter(|one| one.exception == id);
                    about.map(|one| history(one, locale)).collect::<Vec<_>>()
                });
                (!lines.is_empty()).then(|| {
                    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> });
                    view! {
                        <h3>{DecideKey::History.word(locale)}</h3>
                        <ol class="history" data-testid="history">{lines.collect_view()}</ol>
                    }
                })
            }}
        </section>
    }
    .into_any()
}
