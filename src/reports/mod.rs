//! Reports to read, print and hand on, and every file that the day becomes.

mod files;
mod preview;
mod proof;
mod saving;
mod verify;

use leptos::prelude::*;

use crate::locales::numbers::long_date;
use crate::locales::{Lang, ReportKey, ShellKey};
use crate::places::ReportView;
use crate::route::{Nav, Route};
use crate::shell::no_result::NoResult;
use crate::ui::icon::Icon;
use crate::workspace::Workspace;
use files::FilesSheet;
use preview::TablePreview;
use proof::ProofPreview;
use verify::VerifySheet;

/// The reports screen.
#[component]
pub fn ReportsScreen() -> impl IntoView {
    let workspace: Workspace = expect_context();
    let known = Memo::new(move |_| workspace.summary.with(Option::is_some));
    move || {
        if known.get() {
            view! { <Reports /> }.into_any()
        } else {
            view! { <NoResult picture=Icon::Reports /> }.into_any()
        }
    }
}

/// What a report is for.
const fn about(view: ReportView) -> ReportKey {
    match view {
        ReportView::Settlement => ReportKey::SettlementSub,
        ReportView::Finance => ReportKey::FinanceSub,
        ReportView::Reserve => ReportKey::ReserveSub,
        ReportView::Exceptions => ReportKey::ExceptionsSub,
        ReportView::Proof => ReportKey::ProofSub,
    }
}

#[component]
fn Reports() -> impl IntoView {
    let lang = Lang::current();
    let nav = Nav::current();
    let workspace: Workspace = expect_context();
    let view = Memo::new(move |_| nav.route.with(|route| route.report));
    let date = move || {
        let date = workspace.summary.with(|day| {
            day.as_ref()
                .map(|day| day.accounting_date.clone())
                .unwrap_or_default()
        });
        long_date(&date, lang.get())
    };
    view! {
        <section class="page reports">
            <div class="verdict no-print">
                <div>
                    <div class="sub tab">{date}</div>
                    <h1>{lang.t(ShellKey::Reports)}</h1>
                </div>
            </div>
            <nav class="tabs no-print" aria-label=lang.t(ShellKey::Reports)>
                {ReportView::ALL
                    .map(|one| {
                        view! {
                            <a
                                href=Route::report(one).href()
                                data-testid=format!("report-{}", one.id())
                                aria-current=move || (view.get() == one).then_some("true")
                            >
                                {lang.t(one.name())}
                            </a>
                        }
                    })
                    .collect_view()}
            </nav>
            {move || match view.get() {
                ReportView::Proof => view! { <ProofPreview /> }.into_any(),
                one => view! { <TablePreview view=one /> }.into_any(),
            }}
            <VerifySheet />
            <FilesSheet />
        </section>
    }
}
