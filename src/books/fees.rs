//! Channel fees against the schedule: rule by rule, and what was charged otherwise with the
//! claim that it proposes.

use leptos::prelude::*;
use tieout_engine::decisions::{Action, Decision, Standing};
use tieout_engine::fees::{EXAMPLE, FeeDifference, FeePage, FeeTotal};
use tieout_engine::outcome::Treatment;

use super::here::Here;
use super::trial_balance::shown;
use crate::locales::books::status;
use crate::locales::decisions::said;
use crate::locales::domain::cell;
use crate::locales::fees::sentence;
use crate::locales::numbers::{amount, count, delta};
use crate::locales::{DecideKey, FeesKey, Lang, Locale, ReportKey, Words};
use crate::places::Opened;
use crate::route::Route;
use crate::shell::ShellState;
use crate::ui::icon::{Icon, icon};
use crate::ui::pager::Pager;
use crate::ui::save::save_text;
use crate::workspace::books::{BooksAnswer, BooksQuestion, Window};
use crate::workspace::{Workspace, asked};

/// Differences a page.
const PAGE: u64 = 100;

/// The view.
#[component]
pub fn FeesView() -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let from = RwSignal::new(0_u64);
    let page = asked(
        workspace,
        move || {
            let window = Window {
                from: from.get(),
                count: PAGE,
            };
            Some(BooksQuestion::Fees(window))
        },
        |answer| match answer {
            BooksAnswer::Fees(page) => Some(page.map(|page| *page)),
            _ => None,
        },
    );
    let total = Signal::derive(move || {
        page.with(|page| {
            let page = page.as_ref().and_then(Option::as_ref);
            page.map_or(0, |page| page.differences.total)
        })
    });
    move || match page.get()? {
        None => Some(view! { <NoSchedule /> }.into_any()),
        Some(page) => {
            let locale = lang.get();
            Some(
                view! {
                    <div class="stack">
                        <p class="tab" data-testid="fees-said">{sentence(&page, locale)}</p>
                        {rules(&page, locale)}
                        {differences(here, &page, (total, from), locale)}
                    </div>
                }
                .into_any(),
            )
        }
    }
}

/// What to do without a schedule.
#[component]
fn NoSchedule() -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let save = move |_| {
        let saved = save_text("fee_schedule.csv", "text/csv; charset=utf-8", EXAMPLE);
        if saved.is_err() {
            shell.say(ReportKey::Failed.word(lang.get_now()).to_owned());
        }
    };
    view! {
        <section class="sheet" aria-labelledby="no-schedule">
            <header><h2 id="no-schedule">{lang.t(FeesKey::NoSchedule)}</h2></header>
            <div class="body stack">
                <p>{lang.t(FeesKey::NoScheduleText)}</p>
                <pre class="raw" data-testid="fees-example">{EXAMPLE}</pre>
                <div>
                    <button type="button" class="btn" on:click=save>
                        {icon(Icon::Save)}
                        {lang.t(FeesKey::SaveExample)}
                    </button>
                </div>
            </div>
        </section>
    }
}

fn heads(words: &[(FeesKey, bool)], locale: Locale) -> impl IntoView + use<> {
    let cells = words.iter().map(|(word, figure)| {
        view! { <th class=if *figure { "n" } else { "" }>{word.word(locale)}</th> }
    });
    cells.collect_view()
}

fn basis(word: &str, locale: Locale) -> &'static str {
    match word {
        "row" => FeesKey::Row.word(locale),
        "batch" => FeesKey::Batch.word(locale),
        _ => "",
    }
}

fn rules(page: &FeePage, locale: Locale) -> impl IntoView + use<> {
    use FeesKey as K;
    let rows = page.totals.iter().map(|of| rule(of, locale));
    view! {
        <section class="sheet clip" aria-labelledby="fee-rules">
            <header>
                <h2 id="fee-rules">{K::Rules.word(locale)}</h2>
                <span class="sub">{K::RulesSub.word(locale)}</span>
            </header>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="fee-rules">
                <table class="tbl" data-testid="fee-rules">
                    <thead>
                        <tr>
                            {heads(
                                &[
                                    (K::Channel, false),
                                    (K::Kind, false),
                                    (K::Rule, false),
                                    (K::Basis, false),
                                    (K::Rows, true),
                                    (K::Unstated, true),
                                    (K::Charged, true),
                                    (K::Expected, true),
                                    (K::Difference, true),
                                    (K::Check, false),
                                ],
                                locale,
                            )}
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

fn rule(of: &FeeTotal, locale: Locale) -> impl IntoView + use<> {
    let (class, picture, word) = match (of.line, of.differences) {
        (0, _) => ("badge is-aside", Icon::Aside, FeesKey::NoRule),
        (_, 0) => ("badge is-tied", Icon::Tied, FeesKey::Agrees),
        _ => ("badge is-except", Icon::Exception, FeesKey::Differs),
    };
    let counted = (of.differences > 0).then(|| format!(" {}", count(of.differences)));
    let place = (of.line > 0).then(|| format!("{}:{}", of.file, of.line));
    let or_none = |text: &str| {
        if text.is_empty() {
            "–".to_owned()
        } else {
            amount(text)
        }
    };
    let difference = if of.delta.is_empty() {
        "–".to_owned()
    } else {
        delta(&of.delta)
    };
    let unstated = if of.unstated == 0 {
        "–".to_owned()
    } else {
        count(of.unstated)
    };
    view! {
        <tr>
            <th scope="row">
                {of.channel.clone()} " " <span class="dim">{of.currency.code().to_owned()}</span>
            </th>
            <td>{cell("kind", &of.kind, locale)}</td>
            <td class="mono dim">{place}</td>
            <td class="dim">{basis(&of.basis, locale)}</td>
            <td class="n">{count(of.rows)}</td>
            <td class="n dim">{unstated}</td>
            <td class="n">{amount(&of.charged)}</td>
            <td class="n">{or_none(&of.expected)}</td>
            <td class="n">{difference}</td>
            <td><span class=class>{icon(picture)} {word.word(locale)} {counted}</span></td>
        </tr>
    }
}

fn differences(
    here: Here,
    page: &FeePage,
    (total, from): (Signal<u64>, RwSignal<u64>),
    locale: Locale,
) -> impl IntoView + use<> {
    use FeesKey as K;
    let body = if page.differences.total == 0 {
        let none = K::NoDifference.word(locale);
        view! { <p class="badge is-tied body">{icon(Icon::Tied)} {none}</p> }.into_any()
    } else {
        let items = page.differences.items.iter();
        let rows = items.map(|of| difference(here, of, locale));
        view! {
            <table class="tbl" data-testid="fee-differences">
                <thead>
                    <tr>
                        {heads(
                            &[
                                (K::RowOrBatch, false),
                                (K::Channel, false),
                                (K::Rule, false),
                                (K::Rows, true),
                                (K::Amount, true),
                                (K::Charged, true),
                                (K::Expected, true),
                                (K::Difference, true),
                                (K::Claim, false),
                            ],
                            locale,
                        )}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
        .into_any()
    };
    let open: Vec<Decision> = page
        .differences
        .items
        .iter()
        .filter_map(accepting)
        .collect();
    let claims = Claims::current();
    let tools = (!open.is_empty()).then(|| {
        let decider = claims.workspace.decider;
        let name = DecideKey::YourName.word(locale);
        view! {
            <label class="field">
                <input
                    type="text"
                    autocomplete="off"
                    data-testid="claim-name"
                    placeholder=name
                    aria-label=name
                    prop:value=move || decider.get()
                    on:change:target=move |event| decider.set(event.target().value())
                />
            </label>
            <button
                type="button"
                class="btn"
                data-testid="accept-claims"
                on:click=move |_| claims.decide(open.clone())
            >
                {K::AcceptAll.word(locale)}
            </button>
        }
    });
    view! {
        <section class="sheet clip" aria-labelledby="fee-differences">
            <header>
                <h2 id="fee-differences">{K::Differences.word(locale)}</h2>
                <span class="sub">{K::DifferencesSub.word(locale)}</span>
                {tools}
                <Pager total=total from=from page=PAGE />
            </header>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="fee-differences">
                {body}
            </div>
        </section>
    }
}

/// The entry that claims a difference, where it stands, and deciding it.
fn claim_cell(
    here: Here,
    of: &FeeDifference,
    entry: &str,
    locale: Locale,
) -> impl IntoView + use<> {
    let claims = Claims::current();
    let opened = Opened::Entry(entry.to_owned());
    let active = here
        .place
        .with(|place| place.opened.as_ref() == Some(&opened));
    let href = here.opening(opened);
    let word = FeesKey::Entry.word(locale);
    let standing = of.decision.as_ref().map(|decision| decision.standing);
    let said = match (of.status.as_deref(), standing) {
        (_, Some(Standing::NeedsSecond)) => FeesKey::WantsSecond.word(locale),
        (Some(word), _) => status(word, locale),
        (None, _) => "",
    };
    let act = match (of.status.as_deref(), standing) {
        (Some("proposed"), _) => {
            let decision = accepting(of);
            Some((DecideKey::Accept.word(locale), "accept-claim", decision))
        }
        (Some("accepted"), _) => {
            let decision = Decision {
                exception: entry.to_owned(),
                action: Action::Withdraw,
                ..Decision::default()
            };
            let word = FeesKey::TakeBack.word(locale);
            Some((word, "withdraw-claim", Some(decision)))
        }
        _ => None,
    };
    let act = act.and_then(|(word, hook, decision)| {
        let decision = decision?;
        Some(view! {
            <button
                type="button"
                class="link"
                data-testid=hook
                on:click=move |_| claims.decide(vec![decision.clone()])
            >
                {word}
            </button>
        })
    });
    view! {
        <span class="row">
            <a href=href class:chg=active data-testid="fee-claim">{word}</a>
            <span class="sub" data-testid="claim-status">{said}</span>
            {act}
        </span>
    }
}

/// Accepts a claim that is proposed, or confirms it where it waits for a second name; who
/// does is added when it is decided.
fn accepting(of: &FeeDifference) -> Option<Decision> {
    let entry = of.entry.as_ref()?;
    let proposed = of.status.as_deref() == Some("proposed");
    let waits = of.decision.as_ref();
    let waits = waits.filter(|decision| decision.standing == Standing::NeedsSecond);
    let by = waits.map_or("", |decision| decision.by.as_str());
    proposed.then(|| Decision::accept(entry, Treatment::Claim, by))
}

/// Decides claims under the user's name.
#[derive(Clone, Copy)]
struct Claims {
    workspace: Workspace,
    shell: ShellState,
    lang: Lang,
}

impl Claims {
    fn current() -> Self {
        Self {
            workspace: expect_context(),
            shell: ShellState::current(),
            lang: Lang::current(),
        }
    }

    fn decide(self, step: Vec<Decision>) {
        let name = self.workspace.decider.get_untracked();
        let name = name.trim();
        if name.is_empty() {
            let first = FeesKey::NameFirst.word(self.lang.get_now());
            self.shell.say(first.to_owned());
            return;
        }
        let signed = step.into_iter().map(|one| {
            // Who accepted stands there already where a second name is wanted.
            if one.by.is_empty() {
                Decision {
                    by: name.to_owned(),
                    ..one
                }
            } else {
                Decision {
                    second: name.to_owned(),
                    ..one
                }
            }
        });
        let signed: Vec<Decision> = signed.collect();
        let unfit = |one: &Decision| !one.second.is_empty() && !one.is_confirmed();
        if signed.iter().any(unfit) {
            let same = DecideKey::SameName.word(self.lang.get_now());
            self.shell.say(same.to_owned());
            return;
        }
        self.shell.say(said(&signed, self.lang.get_now()));
        self.workspace.decide(signed);
    }
}

fn difference(here: Here, of: &FeeDifference, locale: Locale) -> impl IntoView + use<> {
    let place = format!("{}:{}", of.file, of.line);
    let key = match of.handle {
        Some(handle) => {
            let href = Route::group(handle).href();
            view! { <a href=href>{of.key.clone()}</a> }.into_any()
        }
        None => view! { {of.key.clone()} }.into_any(),
    };
    let claim = match (&of.entry, of.handle) {
        (Some(entry), _) => claim_cell(here, of, entry, locale).into_any(),
        (None, Some(handle)) => {
            let word = FeesKey::Claimed.word(locale);
            view! { <a href=Route::group(handle).href()>{word}</a> }.into_any()
        }
        (None, None) => ().into_any(),
    };
    view! {
        <tr>
            <th scope="row">{key} <div class="sub">{place}</div></th>
            <td>
                {of.channel.clone()} " · " {cell("kind", &of.kind, locale)} " "
                <span class="dim">{of.currency.code().to_owned()}</span>
            </td>
            <td class="mono dim">{format!("{}:{}", of.rule_file, of.rule_line)}</td>
            <td class="n">{count(of.rows)}</td>
            <td class="n">{shown(&of.amount)}</td>
            <td class="n">{amount(&of.charged)}</td>
            <td class="n">{amount(&of.expected)}</td>
            <td class="n">{delta(&of.delta)}</td>
            <td>{claim}</td>
        </tr>
    }
}
