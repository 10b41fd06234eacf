//! The files: a table, or cards where the window is narrow.

use leptos::prelude::*;
use tieout_statement::FileReport;

use super::file_line::{FileLine, can_map, can_say, file_line};
use super::problems::FileProblems;
use super::{AskedFile, MappedFile};
use crate::locales::numbers::amount;
use crate::locales::{IntakeKey, Lang, Locale, MapKey, Words};
use crate::shell::ShellState;
use crate::ui::icon::{Icon, icon};
use crate::ui::menu::Menu;
use crate::ui::progress::ProgressBar;
use crate::workspace::Workspace;

/// The files of the day, one line each.
#[component]
pub fn Files(
    /// The file whose first rows are shown.
    previewed: RwSignal<Option<String>>,
) -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let workspace: Workspace = expect_context();
    let names = Memo::new(move |_| {
        workspace.files.with(|files| {
            files
                .iter()
                .map(|file| file.name.clone())
                .collect::<Vec<_>>()
        })
    });
    let one_currency = Memo::new(move |_| workspace.files.with(|files| single_currency(files)));
    let each = move || names.get().into_iter().enumerate();
    move || {
        if shell.narrow.get() {
            view! {
                <ul class="stack">
                    <For each=each key=|(_, name)| name.clone() let((n, name))>
                        <FileCard n=n name=name previewed=previewed />
                    </For>
                </ul>
            }
            .into_any()
        } else {
            view! {
                <section class="sheet clip">
                    <div class="scroll" tabindex="0" role="region" aria-label=lang.t(IntakeKey::AllFiles)>
                        <table class="tbl files">
                            <thead>
                                <tr>
                                    <th>{lang.t(IntakeKey::File)}</th>
                                    <th>{lang.t(IntakeKey::RecognisedAs)}</th>
                                    <th>{lang.t(IntakeKey::Encoding)}</th>
                                    <th class="n">{lang.t(IntakeKey::Rows)}</th>
                                    <th class="n">
                                        {lang.t(IntakeKey::Amount)} " "
                                        {move || one_currency.get()}
                                    </th>
                                    <th>{lang.t(IntakeKey::Dates)}</th>
                                    <th>{lang.t(IntakeKey::ProgressWord)}</th>
                                    <th>{lang.t(IntakeKey::State)}</th>
                                    <th><span class="vh">{lang.t(IntakeKey::Choose)}</span></th>
                                </tr>
                            </thead>
                            <tbody>
                                <For each=each key=|(_, name)| name.clone() let((n, name))>
                                    <FileRow n=n name=name previewed=previewed one_currency=one_currency />
                                </For>
                            </tbody>
                        </table>
                    </div>
                </section>
            }
            .into_any()
        }
    }
}

/// The code of the currency that all files share, or nothing.
fn single_currency(files: &[crate::workspace::FileOnScreen]) -> Option<String> {
    let mut codes = files
        .iter()
        .filter_map(|file| file.report.as_deref())
        .flat_map(|report| report.currency_totals.iter().map(|total| total.currency));
    let first = codes.next()?;
    codes
        .all(|code| code == first)
        .then(|| first.code().to_owned())
}

fn line_of(name: String) -> Memo<Option<FileLine>> {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    Memo::new(move |_| {
        workspace.files.with(|files| {
            let file = files.iter().find(|file| file.name == name);
            file.map(|file| file_line(file, lang.get()))
        })
    })
}

#[component]
fn FileRow(
    n: usize,
    name: String,
    previewed: RwSignal<Option<String>>,
    one_currency: Memo<Option<String>>,
) -> impl IntoView {
    let line = line_of(name.clone());
    let faults =
        Memo::new(move |_| line.with(|line| line.as_ref().is_some_and(|line| line.faults)));
    let below = name.clone();
    let menu_name = name.clone();
    view! {
        <tr class:is-active=move || faults.get() data-testid="file-row">
            {move || {
                let line = line.get()?;
                let alone = one_currency.with(Option::is_some);
                let money = line
                    .amounts
                    .iter()
                    .map(|view| {
                        let code = (!alone).then(|| format!("{}\u{a0}", view.currency));
                        view! { <div><span class="dim">{code}</span>{amount(&view.amount)}</div> }
                    })
                    .collect_view();
                let none = line.amounts.is_empty().then(|| view! { <span class="dim">"–"</span> });
                Some(
                    view! {
                        <td>
                            <span class="name">
                                <span class="dim">{icon(Icon::File)}</span>
                                <span title=line.name.clone()>{line.name.clone()}</span>
                            </span>
                        </td>
                        <td>
                            {line.recognised.clone()} " "
                            <span class="sub">{line.beside.clone()}</span>
                        </td>
                        <td class="dim">{line.encoding.clone()}</td>
                        <td class="n">{line.rows.clone()}</td>
                        <td class="n money">{money} {none}</td>
                        <td class="dim nb tab">{line.dates.clone()}</td>
                    },
                )
            }}
            <td class="prog"><Bar line=line /></td>
            <td><StateBadge line=line /></td>
            <td class="n"><FileMenu n=n name=menu_name previewed=previewed /></td>
        </tr>
        <Show when=move || faults.get()>
            <tr class="probrow">
                <td colspan="9"><FileProblems name=below.clone() previewed=previewed /></td>
            </tr>
        </Show>
    }
}

#[component]
fn FileCard(n: usize, name: String, previewed: RwSignal<Option<String>>) -> impl IntoView {
    let lang = Lang::current();
    let line = line_of(name.clone());
    let faults =
        Memo::new(move |_| line.with(|line| line.as_ref().is_some_and(|line| line.faults)));
    let below = name.clone();
    let title = name.clone();
    let sub = move || {
        line.get().map(|line| {
            let rows = match lang.get() {
                Locale::En => format!("{} rows", line.rows),
                Locale::Zh => format!("{} 行", line.rows),
            };
            let kind = [line.recognised.as_str(), line.beside.as_str()].join(" ");
            let money = line.amounts.iter().map(|view| {
                let text = format!("{}\u{a0}{}", view.currency, amount(&view.amount));
                view! { <span class="n">{text}</span> }
            });
            view! {
                <div class="sub">{kind.trim().to_owned()} " · " <span class="n">{rows}</span></div>
                <div class="money sub">{money.collect_view()}</div>
            }
        })
    };
    view! {
        <li class="fcard" data-testid="file-row">
            <div class="row">
                <b>{title}</b>
                <span class="end row">
                    <StateBadge line=line />
                    <FileMenu n=n name=name previewed=previewed />
                </span>
            </div>
            {sub}
            <Bar line=line />
            <Show when=move || faults.get()>
                <FileProblems name=below.clone() previewed=previewed />
            </Show>
        </li>
    }
}

#[component]
fn Bar(line: Memo<Option<FileLine>>) -> impl IntoView {
    view! {
        <ProgressBar
            percent=Signal::derive(move || line.with(|line| line.as_ref().map_or(0, |l| l.percent)))
            state=Signal::derive(move || {
                line.with(|line| {
                    line.as_ref()
                        .map_or(crate::ui::progress::BarState::Running, |line| line.state.bar())
                })
            })
            label=Signal::derive(move || {
                line.with(|line| line.as_ref().map(|line| line.name.clone()).unwrap_or_default())
            })
        />
    }
}

#[component]
fn StateBadge(line: Memo<Option<FileLine>>) -> impl IntoView {
    move || {
        line.get().map(|line| {
            view! { <span class=line.state.class()>{line.state.icon().map(icon)} {line.state_text}</span> }
        })
    }
}

#[component]
fn FileMenu(n: usize, name: String, previewed: RwSignal<Option<String>>) -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let workspace: Workspace = expect_context();
    let label = {
        let name = name.clone();
        Signal::derive(move || match lang.get() {
            Locale::En => format!("More for {name}"),
            Locale::Zh => format!("{name} 的更多操作"),
        })
    };
    let name = StoredValue::new(name);
    let mapped: MappedFile = expect_context();
    let asked: AskedFile = expect_context();
    let of_report = move |holds: fn(&FileReport) -> bool| {
        workspace.files.with(|files| {
            let named =
                |file: &&crate::workspace::FileOnScreen| name.with_value(|name| file.name == *name);
            let report = files
                .iter()
                .find(named)
                .and_then(|file| file.report.as_deref());
            report.is_some_and(holds)
        })
    };
    let mappable = Memo::new(move |_| of_report(can_map));
    let sayable = Memo::new(move |_| of_report(can_say));
    view! {
        <Menu
            id=format!("file-menu-{n}")
            class="btn quiet icon small"
            label=label
            button=move || icon(Icon::More)
        >
            <button
                type="button"
                role="menuitem"
                on:click=move |_| previewed.set(Some(name.get_value()))
            >
                {icon(Icon::Search)}
                {lang.t(IntakeKey::Preview)}
            </button>
            <Show when=move || mappable.get()>
                <button
                    type="button"
                    role="menuitem"
                    data-testid="map-columns"
                    on:click=move |_| mapped.open(name.get_value())
                >
                    {icon(Icon::Overview)}
                    {lang.t(MapKey::MapColumns)}
                </button>
            </Show>
            <Show when=move || sayable.get()>
                <button
                    type="button"
                    role="menuitem"
                    data-testid="how-read"
                    on:click=move |_| asked.0.set(Some(name.get_value()))
                >
                    {icon(Icon::Settings)}
                    {lang.t(MapKey::HowFileRead)}
                </button>
            </Show>
            <button
                type="button"
                role="menuitem"
                on:click=move |_| shell.choose_replacement(&name.get_value())
            >
                {icon(Icon::Swap)}
                {lang.t(IntakeKey::Replace)}
            </button>
            <button
                type="button"
                role="menuitem"
                on:click=move |_| {
                    let gone = name.get_value();
                    workspace.remove_file(&gone);
                    shell.say(match lang.get_now() {
                        Locale::En => format!("{gone} {}", "taken out"),
                        Locale::Zh => format!("{gone} 已移除"),
                    });
                }
            >
                {icon(Icon::Close)}
                {move || IntakeKey::Remove.word(lang.get())}
            </button>
        </Menu>
    }
}
