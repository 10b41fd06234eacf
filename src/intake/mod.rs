//! Intake: the landing while there is nothing, then a line a file.

mod file_line;
mod files;
mod head;
mod mapper;
mod preview;
mod problems;
mod said;

use leptos::prelude::*;

use crate::locales::{IntakeKey, Lang};
use crate::route::{Nav, Route, Screen};
use crate::shell::ShellState;
use crate::ui::icon::{Icon, icon, mark};
use crate::workspace::Workspace;
use files::Files;
pub use head::Failure;
use head::IntakeHead;
use mapper::MapperDialog;
use preview::PreviewDialog;
use said::SaidDialog;

/// The intake screen.
#[component]
pub fn IntakeScreen() -> impl IntoView {
    let workspace: Workspace = expect_context();
    let empty = Memo::new(move |_| workspace.files.with(Vec::is_empty));
    move || {
        if empty.get() {
            view! { <Landing /> }.into_any()
        } else {
            view! { <DayFiles /> }.into_any()
        }
    }
}

/// The file whose columns are mapped.
#[derive(Clone, Copy)]
struct MappedFile(RwSignal<Option<String>>);

impl MappedFile {
    /// Opens the mapper for a file.
    fn open(self, name: String) {
        self.0.set(Some(name));
    }
}

/// The file of which is asked what it does not say.
#[derive(Clone, Copy)]
struct AskedFile(RwSignal<Option<String>>);

/// The files of the day.
#[component]
fn DayFiles() -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let previewed = RwSignal::new(None);
    let mapped = RwSignal::new(None);
    provide_context(MappedFile(mapped));
    let asked = RwSignal::new(None);
    provide_context(AskedFile(asked));
    view! {
        <section class="page full">
            <IntakeHead />
            <Files previewed=previewed />
            <div class="drop slim">
                {icon(Icon::Intake)}
                <span>{lang.t(IntakeKey::DropMore)}</span>
                <button type="button" class="link" on:click=move |_| shell.choose_files()>
                    {lang.t(IntakeKey::ChooseFiles)}
                </button>
                <button type="button" class="link" on:click=move |_| shell.choose_folder()>
                    {lang.t(IntakeKey::ChooseFolder)}
                </button>
            </div>
            <PreviewDialog previewed=previewed />
            <MapperDialog mapped=mapped />
            <SaidDialog asked=asked />
        </section>
    }
}

/// What is there before any file: one sentence, a drop zone, the sample day.
#[component]
fn Landing() -> impl IntoView {
    let lang = Lang::current();
    let nav = Nav::current();
    let shell = ShellState::current();
    let workspace: Workspace = expect_context();
    let sample = move |_| {
        workspace.open_sample_day();
        nav.go(&Route::to(Screen::Overview));
    };
    view! {
        <section class="page full">
            <div class="drop landing">
                <div class="in">
                    {mark("bigmark")}
                    <h1>
                        <span>{lang.t(IntakeKey::Headline1)}</span>
                        <span>{lang.t(IntakeKey::Headline2)}</span>
                    </h1>
                    <p class="mut lead">{lang.t(IntakeKey::Lead)}</p>
                    <div class="row wrap">
                        <button
                            type="button"
                            class="btn primary lg"
                            on:click=move |_| shell.choose_files()
                        >
                            {icon(Icon::File)}
                            {lang.t(IntakeKey::ChooseFiles)}
                        </button>
                        <button type="button" class="btn lg" data-testid="sample-day" on:click=sample>
                            {lang.t(IntakeKey::SampleDay)}
                        </button>
                        <button
                            type="button"
                            class="btn quiet lg"
                            on:click=move |_| shell.choose_folder()
                        >
                            {icon(Icon::Folder)}
                            {lang.t(IntakeKey::ChooseFolder)}
                        </button>
                    </div>
                    <ul class="formats sub">
                        <li>{lang.t(IntakeKey::Formats)}</li>
                        <li>{lang.t(IntakeKey::Encodings)}</li>
                        <li>{lang.t(IntakeKey::KnownByColumns)}</li>
                    </ul>
                    <p class="private">
                        {icon(Icon::Lock)}
                        <span>{lang.t(IntakeKey::NothingLeaves)}</span>
                        <button type="button" class="link" on:click=move |_| shell.proof.set(true)>
                            {lang.t(IntakeKey::HowProved)}
                        </button>
                    </p>
                </div>
            </div>
        </section>
    }
}
