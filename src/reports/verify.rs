//! Verifying a report that somebody handed on: whether it was edited, and whether it is what
//! the files at hand give.

use leptos::html;
use leptos::prelude::*;
use tieout_export::verify::{Difference, Fault, Stands};
use wasm_bindgen_futures::JsFuture;

use crate::locales::numbers::count;
use crate::locales::{Lang, Locale, ReportKey, Words};
use crate::ui::drop_zone::chosen_files;
use crate::ui::icon::{Icon, icon};
use crate::workspace::Workspace;
use crate::workspace::books::{BooksAnswer, BooksQuestion};

/// What became of the report that was chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Verifying {
    Asked(String),
    Told(String, Result<Stands, Fault>),
}

/// The sheet.
#[component]
pub fn VerifySheet() -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let told = RwSignal::new(None::<Verifying>);
    let input: NodeRef<html::Input> = NodeRef::new();
    // What was told is of the day as it was.
    Effect::new(move || {
        workspace.generation.track();
        told.set(None);
    });
    let chosen = move |_| {
        let Some((name, file)) = input
            .get_untracked()
            .and_then(|input| chosen_files(&input).into_iter().next())
        else {
            return;
        };
        told.set(Some(Verifying::Asked(name.clone())));
        leptos::task::spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok();
            let text = text.and_then(|text| text.as_string()).unwrap_or_default();
            let answer = workspace.books(BooksQuestion::Verify(text)).await;
            let of = match answer {
                Some(BooksAnswer::Verified(of)) => Some(Verifying::Told(name, of)),
                _ => None,
            };
            // The screen may be gone by now.
            let _ = told.try_set(of);
        });
    };
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.set_value("");
            input.click();
        }
    };
    view! {
        <section class="sheet no-print" aria-labelledby="verify">
            <header>
                <h2 id="verify">{lang.t(ReportKey::Verify)}</h2>
                <span class="sub">{lang.t(ReportKey::VerifySub)}</span>
                <span class="end">
                    <button type="button" class="btn" on:click=choose>
                        {lang.t(ReportKey::ChooseReport)}
                    </button>
                    <input
                        node_ref=input
                        class="vh"
                        type="file"
                        accept=".json"
                        tabindex="-1"
                        aria-hidden="true"
                        data-testid="verify-report"
                        on:change=chosen
                    />
                </span>
            </header>
            <div role="status" class="body">
                {move || told.get().map(|of| outcome(of, lang.get()))}
            </div>
        </section>
    }
}

fn outcome(of: Verifying, locale: Locale) -> AnyView {
    match of {
        Verifying::Asked(name) => {
            view! { <p>{format!("{name} · {}", ReportKey::Verifying.word(locale))}</p> }.into_any()
        }
        Verifying::Told(name, Ok(stands)) => view! {
            <div data-testid="verified" data-stands="true">
                <p>{icon(Icon::Check)} " " <b>{name}</b> " · " {ReportKey::Stands.word(locale)}</p>
                <p class="sub">{stood(&stands, locale)}</p>
                <p class="sub mono">{stands.head}</p>
            </div>
        }
        .into_any(),
        Verifying::Told(name, Err(fault)) => view! {
            <div data-testid="verified" data-stands="false">
                <div class="problem">
                    <p><b>{name}</b> " · " {ReportKey::NotVerified.word(locale)}</p>
                    <p>{sentence(&fault, locale)}</p>
                </div>
            </div>
        }
        .into_any(),
    }
}

fn stood(stands: &Stands, locale: Locale) -> String {
    let (date, files) = (&stands.accounting_date, count(stands.files));
    match locale {
        Locale::En => format!("The day {date}, {files} files; chain head:"),
        Locale::Zh => format!("会计日 {date}，{files} 个文件；链头："),
    }
}

/// What is wrong, in the user's language.
fn sentence(fault: &Fault, locale: Locale) -> String {
    if locale == Locale::En {
        let text = match fault {
            Fault::Differs(of) if of.path.starts_with("settings") => {
                format!("It was made under other settings: {fault}")
            }
            Fault::Differs(of) if of.path.starts_with("decisions") => {
                format!("It was made after other decisions: {fault}")
            }
            other => other.to_string(),
        };
        return text;
    }
    match fault {
        Fault::NotAReport { detail } => format!("不是报告：{detail}。应为某日的 report.json。"),
        Fault::Schema { found } => format!("报告格式版本为 {found}，与本版本不同。"),
        Fault::NoTrail => "报告没有存证链，应为较新版本所出。".to_owned(),
        Fault::Chain { what } => {
            format!("存证链在 {what} 处断裂：与报告的文件、设置与处理决定不符。")
        }
        Fault::Digest { said, is } => format!("报告被改动过：摘要记为 {said}，内容实为 {is}。"),
        Fault::Missing { name } => format!("缺少文件 {name}：须提供报告的全部文件。"),
        Fault::Changed { name, said, is } => {
            format!("文件 {name} 内容不同：SHA-256 为 {is}，报告记为 {said}。")
        }
        Fault::Unknown { name } => format!("文件 {name} 不属该报告：只应提供报告的文件。"),
        Fault::Differs(Difference { path, said, is }) => {
            let why = match path.split('/').next() {
                Some("settings") => "报告所用设置不同。",
                Some("decisions") => "报告所依处理决定不同。",
                _ => "",
            };
            format!("{why}{path}：报告为 {said}，现有文件得出 {is}。")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_what_the_report_and_what_the_files_say() {
        let of = |path: &str| {
            let fault = Fault::Differs(Difference {
                path: path.to_owned(),
                said: "1".to_owned(),
                is: "2".to_owned(),
            });
            [Locale::En, Locale::Zh].map(|locale| sentence(&fault, locale))
        };
        let [en, zh] = of("settings/day/max_carry_days");
        assert!(
            en.starts_with("It was made under other settings: settings/day"),
            "{en}"
        );
        assert!(zh.starts_with("报告所用设置不同。settings/day"), "{zh}");
        assert_eq!(
            of("control/rows_in")[1],
            "control/rows_in：报告为 1，现有文件得出 2。"
        );
    }
}
