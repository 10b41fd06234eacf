//! The frame: rail, top bar, tab bar, drop anywhere, and the dialogs that any screen opens.

pub mod keys;
pub mod no_result;
mod palette;
mod proof;
pub mod run_status;
mod settings_replaced;
pub mod stage;

use leptos::html;
use leptos::prelude::*;

use crate::locales::{Lang, Locale, ShellKey, Words};
use crate::route::{Nav, Route, Screen};
use crate::theme::Theme;
use crate::ui::browser;
use crate::ui::drop_zone::{PathAndFile, chosen_files, use_window_drop};
use crate::ui::icon::{Icon, icon, icon_of, mark};
use crate::workspace::Workspace;
use keys::KeysDialog;
use palette::Palette;
use proof::ProofDialog;
use run_status::RunStatus;
use settings_replaced::SettingsReplaced;

/// What any part of the page may open.
#[derive(Clone, Copy)]
pub struct ShellState {
    /// The command palette stands open.
    pub palette: RwSignal<bool>,
    /// The list of keys stands open.
    pub keys: RwSignal<bool>,
    /// The proof that nothing leaves stands open.
    pub proof: RwSignal<bool>,
    /// A short message that goes by itself.
    pub toast: RwSignal<Option<String>>,
    /// Counts the palette's own listings: whoever shows a list must ask for it again.
    pub listed_elsewhere: RwSignal<u64>,
    /// The window is as narrow as a phone: lists stand as cards.
    pub narrow: Signal<bool>,
    /// The file that the next chosen one replaces.
    replacing: RwSignal<Option<String>>,
    files: NodeRef<html::Input>,
    folder: NodeRef<html::Input>,
}

impl ShellState {
    /// Nothing open.
    #[must_use]
    pub fn closed() -> Self {
        Self {
            palette: RwSignal::new(false),
            keys: RwSignal::new(false),
            proof: RwSignal::new(false),
            toast: RwSignal::new(None),
            listed_elsewhere: RwSignal::new(0),
            narrow: browser::media_signal("(max-width: 900px)"),
            replacing: RwSignal::new(None),
            files: NodeRef::new(),
            folder: NodeRef::new(),
        }
    }

    /// The shell of the page that the caller is part of.
    ///
    /// # Panics
    /// Outside the app's tree.
    #[must_use]
    pub fn current() -> Self {
        use_context().expect("the app gives its shell to its whole tree")
    }

    /// Lets the user choose files.
    pub fn choose_files(self) {
        self.replacing.set(None);
        if let Some(input) = self.files.get_untracked() {
            input.click();
        }
    }

    /// Lets the user choose a folder.
    pub fn choose_folder(self) {
        self.replacing.set(None);
        if let Some(input) = self.folder.get_untracked() {
            input.click();
        }
    }

    /// Lets the user choose what takes the place of a file.
    pub fn choose_replacement(self, name: &str) {
        self.replacing.set(Some(name.to_owned()));
        if let Some(input) = self.files.get_untracked() {
            input.click();
        }
    }

    /// Says something in passing.
    pub fn say(self, text: String) {
        self.toast.set(Some(text));
        set_timeout(
            move || {
                self.toast.try_set(None);
            },
            std::time::Duration::from_secs(3),
        );
    }
}

/// Takes files into the day and shows them; `replaced` goes out first.
fn take_in(workspace: Workspace, nav: Nav, files: Vec<PathAndFile>, replaced: Option<String>) {
    if files.is_empty() {
        return;
    }
    if let Some(name) = replaced.filter(|name| files.iter().all(|(path, _)| path != name)) {
        workspace.remove_file(&name);
    }
    // Settings dropped on the settings take effect there; what is wrong with them is intake's.
    let only_settings = files.iter().all(|(path, _)| path.ends_with(".toml"));
    let stays = |screen| screen == Screen::Intake || screen == Screen::Settings && only_settings;
    workspace.add_files(files);
    if nav.route.with_untracked(|route| !stays(route.screen)) {
        nav.go(&Route::to(Screen::Intake));
    }
}

/// A day is gone with its tab; before decisions go that no file has, the browser asks.
fn ask_before_decisions_are_lost(workspace: Workspace) {
    let listener = window_event_listener(leptos::ev::beforeunload, move |event| {
        if workspace
            .decisions
            .with_untracked(|decisions| decisions.unsaved > 0)
        {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

/// The frame around a screen.
#[component]
pub fn Shell(
    /// The screen.
    children: Children,
) -> impl IntoView {
    let lang = Lang::current();
    let nav = Nav::current();
    let shell = ShellState::current();
    let workspace: Workspace = expect_context();
    ask_before_decisions_are_lost(workspace);
    let hovering = use_window_drop(move |files| take_in(workspace, nav, files, None));
    let chosen = move |input: NodeRef<html::Input>| {
        if let Some(input) = input.get_untracked() {
            let replaced = shell.replacing.get_untracked();
            shell.replacing.set(None);
            take_in(workspace, nav, chosen_files(&input), replaced);
        }
    };
    Effect::new(move || {
        // Not known to the view's own list of attributes.
        if let Some(folder) = shell.folder.get() {
            let _ = folder.set_attribute("webkitdirectory", "");
        }
    });
    view! {
        <a class="btn primary skip" href="#content" on:click=focus_content>
            {lang.t(ShellKey::SkipToContent)}
        </a>
        <input
            node_ref=shell.files
            class="vh"
            type="file"
            multiple
            tabindex="-1"
            aria-hidden="true"
            data-testid="file-input"
            on:change=move |_| chosen(shell.files)
        />
        <input
            node_ref=shell.folder
            class="vh"
            type="file"
            tabindex="-1"
            aria-hidden="true"
            data-testid="folder-input"
            on:change=move |_| chosen(shell.folder)
        />
        <div class="app">
            <Rail />
            <TopBar />
            <main id="content" tabindex="-1">
                <SettingsReplaced />
                {children()}
            </main>
            <nav class="tabbar" aria-label=lang.t(ShellKey::Screens)>
                {screen_links(nav, lang, false)}
            </nav>
        </div>
        <Show when=move || hovering.get()>
            <div class="dropveil">
                <div>{icon(Icon::Intake)} {lang.t(ShellKey::DropHere)}</div>
            </div>
        </Show>
        <div role="status">
            {move || shell.toast.get().map(|text| view! { <div class="toast">{text}</div> })}
        </div>
        <Palette />
        <KeysDialog />
        <ProofDialog />
    }
}

/// Moves the focus past the frame; the address stays, for it names a screen.
fn focus_content(event: leptos::ev::MouseEvent) {
    use wasm_bindgen::JsCast;
    event.prevent_default();
    if let Some(content) = document()
        .get_element_by_id("content")
        .and_then(|content| content.dyn_into::<web_sys::HtmlElement>().ok())
    {
        // The content takes the focus by its tabindex.
        let _ = content.focus();
    }
}

fn screen_links(nav: Nav, lang: Lang, hooks: bool) -> impl IntoView {
    let workspace: Workspace = expect_context();
    let here = nav.screen();
    let open = move || {
        let count = workspace
            .summary
            .with(|summary| summary.as_ref().map_or(0, |day| day.exceptions));
        (count > 0).then(|| crate::locales::numbers::count(count))
    };
    Screen::ALL
        .into_iter()
        .map(|screen| {
            let count = move || {
                (hooks && screen == Screen::Worklist)
                    .then(open)
                    .flatten()
                    .map(|count| view! { <span class="n">{count}</span> })
            };
            view! {
                <a
                    href=Route::to(screen).href()
                    aria-current=move || (here.get() == screen).then_some("page")
                    data-testid=hooks.then(|| format!("nav-{}", screen.id()))
                >
                    {icon(screen.icon())}
                    <span>{lang.t(screen.name())}</span>
                    {count}
                </a>
            }
        })
        .collect_view()
}

#[component]
fn Rail() -> impl IntoView {
    let lang = Lang::current();
    let nav = Nav::current();
    let shell = ShellState::current();
    view! {
        <aside class="rail">
            <a class="brand" href=Route::to(Screen::Intake).href() aria-label="Tieout 平账">
                {mark("")}
                "Tieout"
                <span lang="zh">"平账"</span>
            </a>
            <nav class="nav" aria-label=lang.t(ShellKey::Screens)>
                {screen_links(nav, lang, true)}
            </nav>
            <footer>
                <button type="button" on:click=move |_| shell.proof.set(true)>
                    {icon(Icon::Lock)}
                    <span>{lang.t(ShellKey::OnThisDevice)}</span>
                </button>
            </footer>
        </aside>
    }
}

#[component]
fn TopBar() -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let theme = Theme::current();
    let workspace: Workspace = expect_context();
    let palette_key = if browser::is_mac() { "⌘K" } else { "Ctrl K" };
    let day = move || {
        let date = workspace
            .summary
            .with(|summary| summary.as_ref().map(|day| day.accounting_date.clone()))
            .filter(|date| !date.is_empty());
        date.map(|date| {
            let shown = crate::locales::numbers::date(&date, lang.get());
            view! {
                <a class="btn day n" href=Route::to(Screen::Overview).href()>
                    {shown}
                </a>
            }
        })
    };
    let switch = move |_| {
        lang.0
            .update(|locale| *locale = locale.pick(Locale::Zh, Locale::En));
    };
    view! {
        <header class="top">
            <a class="brand narrow-only" href=Route::to(Screen::Intake).href() aria-label="Tieout 平账">
                {mark("")}
            </a>
            {day}
            <RunStatus />
            <span class="grow"></span>
            <button
                type="button"
                class="btn find"
                aria-label=lang.t(ShellKey::FindOrDo)
                on:click=move |_| shell.palette.set(true)
            >
                {icon(Icon::Search)}
                <span class="wide-only">{lang.t(ShellKey::FindOrDo)}</span>
                <kbd class="wide-only" aria-hidden="true">{palette_key}</kbd>
            </button>
            <button
                type="button"
                class="btn quiet"
                data-testid="language"
                lang=move || lang.get().pick("zh-CN", "en")
                title=lang.t(ShellKey::SwitchLanguage)
                on:click=switch
            >
                {move || lang.get().pick("中文", "English")}
            </button>
            <button
                type="button"
                class="btn quiet icon"
                data-testid="theme"
                aria-label=move || {
                    let to = if theme.is_dark() { ShellKey::ThemeLight } else { ShellKey::ThemeDark };
                    format!(
                        "{}{}{}",
                        ShellKey::Theme.word(lang.get()),
                        lang.get().pick(": ", "："),
                        to.word(lang.get()),
                    )
                }
                on:click=move |_| theme.turn()
            >
                {icon_of(move || if theme.is_dark() { Icon::Moon } else { Icon::Sun })}
            </button>
        </header>
    }
}
