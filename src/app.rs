//! The page: what every screen shares, and the frame around them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::books::BooksScreen;
use crate::intake::IntakeScreen;
use crate::locales::{Lang, Locale};
use crate::overview::OverviewScreen;
use crate::reports::ReportsScreen;
use crate::route::{Nav, Screen};
use crate::settings::SettingsScreen;
use crate::shell::keys::GlobalKeys;
use crate::shell::{Shell, ShellState};
use crate::theme::Theme;
use crate::ui::browser;
use crate::worklist::WorklistScreen;
use crate::workspace::Workspace;

/// Starts the page, in its own place of the document where there is one.
pub fn mount() {
    let place = document()
        .get_element_by_id("app")
        .and_then(|place| place.dyn_into::<web_sys::HtmlElement>().ok());
    match place {
        Some(place) => leptos::mount::mount_to(place, App).forget(),
        None => mount_to_body(App),
    }
}

/// The whole app.
#[component]
fn App() -> impl IntoView {
    let tags = browser::languages();
    let lang = Lang(RwSignal::new(Locale::preferred(
        tags.iter().map(String::as_str),
    )));
    let workspace = Workspace::new();
    let nav = Nav::follow_address();
    let theme = Theme::follow_system();
    provide_context(lang);
    provide_context(workspace);
    provide_context(nav);
    provide_context(theme);
    provide_context(ShellState::closed());

    Effect::new(move || {
        if let Some(root) = document().document_element() {
            // `lang` and a language tag are always valid.
            let _ = root.set_attribute("lang", lang.get().tag());
        }
    });
    Effect::new(move || {
        let day = workspace
            .summary
            .with(|summary| summary.as_deref().map(|day| day.accounting_date.clone()));
        let screen = crate::locales::Words::word(nav.screen().get().name(), lang.get());
        document().set_title(&match day {
            Some(day) => format!("{screen} · {day} · Tieout 平账"),
            None => "Tieout 平账".to_owned(),
        });
    });

    let screen = nav.screen();
    view! {
        <GlobalKeys />
        <Shell>
            {move || match screen.get() {
                Screen::Intake => view! { <IntakeScreen /> }.into_any(),
                Screen::Overview => view! { <OverviewScreen /> }.into_any(),
                Screen::Worklist => view! { <WorklistScreen /> }.into_any(),
                Screen::Books => view! { <BooksScreen /> }.into_any(),
                Screen::Reports => view! { <ReportsScreen /> }.into_any(),
                Screen::Settings => view! { <SettingsScreen /> }.into_any(),
            }}
        </Shell>
    }
}
