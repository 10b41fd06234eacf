//! The day on screen: files, progress, result; everything the screens share.
//!
//! Signals are written here only, from worker events. Screens read them and call the
//! methods; long answers (lists, opened groups, original lines) are asked for and awaited.

mod asked;
mod decided;
mod files;
mod in_force;
mod sample;
mod session;

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use tieout_engine::Settings;
use tieout_engine::books::view::{TreatmentChoice, WouldBook};
use tieout_engine::cleaning::CleaningPreview;
use tieout_engine::decisions::{Decision, Direction};
use tieout_engine::report::EntryReport;
use tieout_engine::worklist::{Detail, Item, Listing, Place, Query, Summary, WhyNot};
use tieout_statement::profile::mapper::{Choice, Mapped};
use tieout_statement::{Encoding, FileProblem, FileReport, RejectedRow, Role};

use crate::locales::Locale;
pub use crate::worker::books;
use crate::worker::books::{BooksAnswer, BooksQuestion};
use crate::worker::protocol::{Answer, Question};
pub use crate::worker::protocol::{Preview, REJECTED_SHOWN};
pub use asked::asked;
use decided::DecisionHistory;
pub use decided::{DecisionsFile, DecisionsOnScreen};
pub use in_force::{InForce, Origin};
use session::Session;

/// Where the run stands: `data-state` of the hook `run-status`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum RunState {
    /// Nothing was dropped yet.
    #[default]
    Idle,
    /// Files are being read.
    Reading,
    /// Rows are being matched.
    Reconciling,
    /// There is a result.
    Done,
    /// A worker failed; the files are still there.
    Failed,
    /// The user stopped it; what was read is still there.
    Cancelled,
}

impl RunState {
    /// The word of `data-state`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Reading => "reading",
            Self::Reconciling => "reconciling",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One file on the intake screen.
#[derive(Clone, PartialEq, Debug)]
pub struct FileOnScreen {
    /// Path below what was dropped.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Bytes read so far.
    pub bytes_read: u64,
    /// Rows read so far.
    pub rows_read: u64,
    /// The format it was recognised as, as soon as it is sniffed.
    pub format: Option<String>,
    /// The record that its rows are, as soon as it is sniffed.
    pub role: Option<Role>,
    /// What it holds, when it is read to its end. Its `rows_rejected` are the first
    /// [`REJECTED_SHOWN`] only; the rest come by [`Workspace::rejected`].
    pub report: Option<Arc<FileReport>>,
    /// Rows refused in all.
    pub rows_rejected: u64,
}

/// How far the run is.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Progress {
    /// Bytes read of all files.
    pub bytes: u64,
    /// Bytes to read.
    pub bytes_total: u64,
    /// Rows read, or (reconciling) rows placed.
    pub rows: u64,
    /// Rows to place; 0 while reading.
    pub rows_total: u64,
    /// Rows a second over the run so far.
    pub rows_per_second: u64,
    /// Milliseconds since the run began.
    pub elapsed_ms: u64,
    /// Estimated milliseconds left, once there is something to go by.
    pub left_ms: Option<u64>,
}

/// What the screens see of the session; written by it alone.
#[derive(Clone, Copy)]
struct Signals {
    state: RwSignal<RunState>,
    files: RwSignal<Vec<FileOnScreen>>,
    progress: RwSignal<Progress>,
    summary: RwSignal<Option<Arc<Summary>>>,
    generation: RwSignal<u64>,
    failure: RwSignal<Option<String>>,
    settings: RwSignal<InForce>,
    results: RwSignal<u64>,
    decisions: RwSignal<DecisionsOnScreen>,
}

/// The day on screen. Copy it into every component that needs it.
#[derive(Clone, Copy)]
pub struct Workspace {
    /// Where the run stands.
    pub state: Signal<RunState>,
    /// Files in byte order of their names.
    pub files: Signal<Vec<FileOnScreen>>,
    /// How far the run is.
    pub progress: Signal<Progress>,
    /// The result at a glance, once there is one.
    pub summary: Signal<Option<Arc<Summary>>>,
    /// Counts results: a change means that lists must be asked for again.
    pub generation: Signal<u64>,
    /// What failed, in the worker's words, when the state is `Failed`.
    pub failure: Signal<Option<String>>,
    /// The settings in force.
    pub settings: Signal<InForce>,
    /// Counts reconciled days: what was decided since leaves it as it is.
    pub results: Signal<u64>,
    /// What was decided.
    pub decisions: Signal<DecisionsOnScreen>,
    /// Who decides here; empty until somebody said so. It is kept in memory only.
    pub decider: RwSignal<String>,
    session: StoredValue<Rc<Session>, LocalStorage>,
}

impl Workspace {
    /// An empty workspace; starts its workers when they are first needed.
    #[must_use]
    pub fn new() -> Self {
        let signals = Signals {
            state: RwSignal::new(RunState::Idle),
            files: RwSignal::new(Vec::new()),
            progress: RwSignal::new(Progress::default()),
            summary: RwSignal::new(None),
            generation: RwSignal::new(0),
            failure: RwSignal::new(None),
            settings: RwSignal::new(InForce::default()),
            results: RwSignal::new(0),
            decisions: RwSignal::new(DecisionsOnScreen::default()),
        };
        Self {
            state: signals.state.into(),
            files: signals.files.into(),
            progress: signals.progress.into(),
            summary: signals.summary.into(),
            generation: signals.generation.into(),
            failure: signals.failure.into(),
            settings: signals.settings.into(),
            results: signals.results.into(),
            decisions: signals.decisions.into(),
            decider: RwSignal::new(String::new()),
            session: StoredValue::new_local(Session::new(signals)),
        }
    }

    fn session(&self) -> Rc<Session> {
        self.session.get_value()
    }

    /// Adds files (path below what was dropped, handle) to the day, reads them and
    /// reconciles. A file of a name already there replaces it; what was read before is not
    /// read again.
    pub fn add_files(&self, files: Vec<(String, web_sys::File)>) {
        self.session().add(files);
    }

    /// Loads the built-in sample day in place of what is there.
    pub fn open_sample_day(&self) {
        let session = self.session();
        session.clear();
        session.add(sample::files());
    }

    /// Decides: one step, which is taken back as a whole.
    pub fn decide(&self, step: Vec<Decision>) {
        self.session().change_decisions(|history| {
            let some = !step.is_empty();
            if some {
                history.decide(step);
            }
            some
        });
    }

    /// Takes the last step of decisions back; false where there is none.
    pub fn undo_decision(&self) -> bool {
        self.session().change_decisions(DecisionHistory::undo)
    }

    /// Decides again what was taken back; false where there is nothing.
    pub fn redo_decision(&self) -> bool {
        self.session().change_decisions(DecisionHistory::redo)
    }

    /// The file of everything that was decided.
    #[must_use]
    pub fn decisions_file(&self) -> String {
        self.session().decisions_file()
    }

    /// That file was saved.
    pub fn decisions_saved(&self) {
        self.session().decisions_saved();
    }

    /// What may be done with an exception, the usual way first, and its entry as it stands.
    pub async fn treatments(
        &self,
        handle: u64,
        direction: Direction,
    ) -> (Vec<TreatmentChoice>, Option<EntryReport>) {
        match self.ask(Question::Treatments { handle, direction }).await {
            Answer::Treatments { choices, entry } => (choices, entry),
            _ => (Vec::new(), None),
        }
    }

    /// What accepting exceptions as they stand would book.
    pub async fn would_book(&self, handles: Vec<u64>) -> Vec<WouldBook> {
        match self.ask(Question::WouldBook { handles }).await {
            Answer::WouldBook(lines) => lines,
            _ => Vec::new(),
        }
    }

    /// Tries a password on locked archives, now and later in this tab; false where it was
    /// tried before.
    pub fn unlock(&self, password: &str) -> bool {
        self.session().unlock(password)
    }

    /// Takes a file out of the day and reconciles again.
    pub fn remove_file(&self, name: &str) {
        self.session().remove(name);
    }

    /// Empties the day.
    pub fn clear(&self) {
        self.session().clear();
    }

    /// Changes the settings, and reconciles again what follows from it: files are read again
    /// only where the change is about how they are read. False where nothing changes.
    pub fn change_settings(&self, to: Settings) -> bool {
        self.session()
            .change_settings(|history, files| history.change(to, &files.settings_files()))
    }

    /// Takes the last change of the settings back.
    pub fn undo_settings(&self) {
        self.session().change_settings(|history, _| history.undo());
    }

    /// Does again what was taken back.
    pub fn redo_settings(&self) {
        self.session().change_settings(|history, _| history.redo());
    }

    /// What was said of settings that a file replaced is read.
    pub fn settings_replacement_read(&self) {
        self.session().settings_read();
    }

    /// What a channel's cleaning makes of its first numbers, by settings that have the
    /// channel.
    pub async fn cleaning_preview(
        &self,
        settings: &Settings,
        code: &str,
        count: u64,
    ) -> Option<CleaningPreview> {
        let question = Question::CleaningPreview {
            settings: settings.to_toml(),
            code: code.to_owned(),
            count,
        };
        match self.ask(question).await {
            Answer::CleaningPreview(preview) => Some(preview),
            _ => None,
        }
    }

    /// The text of a settings file, whatever is wrong with it.
    #[must_use]
    pub fn settings_text(&self, name: &str) -> Option<String> {
        self.session().files.borrow().settings_text(name)
    }

    /// Stops reading or reconciling; files already read stay.
    pub fn cancel(&self) {
        self.session().cancel();
    }

    /// Goes on after a cancel or a failure: reads what is not read, then reconciles.
    pub fn reconcile(&self) {
        self.session().go_on();
    }

    /// Lists groups; pages of the latest listing come by [`Self::page`].
    pub async fn list(&self, query: Query) -> Listing {
        match self.ask(Question::List(query)).await {
            Answer::Listing(listing) => listing,
            _ => Listing::default(),
        }
    }

    /// Items `from .. from + count` of the latest listing, in order.
    pub async fn page(&self, from: u64, count: u64) -> Vec<Item> {
        match self.ask(Question::Page { from, count }).await {
            Answer::Items(items) => items,
            _ => Vec::new(),
        }
    }

    /// Opens a group.
    pub async fn open(&self, handle: u64) -> Option<Detail> {
        match self.ask(Question::Open { handle }).await {
            Answer::Details(details) => details.into_iter().next(),
            _ => None,
        }
    }

    /// What comes nearest to a group that met nothing; `None` for one that met its other side.
    pub async fn why_not(&self, handle: u64) -> Option<WhyNot> {
        match self.ask(Question::WhyNot { handle }).await {
            Answer::WhyNot(found) => found,
            _ => None,
        }
    }

    /// The groups in which the row at a line of a file takes part, one a reconciliation.
    pub async fn explain(&self, file: String, line: u32) -> Vec<Detail> {
        match self.ask(Question::Explain { file, line }).await {
            Answer::Details(details) => details,
            _ => Vec::new(),
        }
    }

    /// The line of a file and the lines beside it, as far as they exist, with their numbers,
    /// decoded, control characters made visible: what stands around a refused row.
    pub async fn lines_around(&self, name: &str, line: u32) -> Vec<(u32, String)> {
        let session = self.session();
        let Some((number, report)) = session.files.borrow().holding(name) else {
            return Vec::new();
        };
        let encoding = encoding_of(&report);
        let client = Rc::clone(&session.client);
        client
            .lines_around(number, name.to_owned(), encoding, line)
            .await
    }

    /// Refused rows `from .. from + count` of a file, in file order.
    pub async fn rejected(&self, name: String, from: u64, count: u64) -> Vec<RejectedRow> {
        match self.ask(Question::Rejected { name, from, count }).await {
            Answer::Rejected(rows) => rows,
            _ => Vec::new(),
        }
    }

    /// Answers what books, reports and charts ask; `None` where there is no result.
    pub async fn books(&self, question: BooksQuestion) -> Option<BooksAnswer> {
        match self.ask(Question::Books(question)).await {
            Answer::Books(answer) => Some(answer),
            _ => None,
        }
    }

    /// Makes a file of the result, byte for byte as the command line does.
    ///
    /// # Errors
    /// Why there is none; empty where the desk failed meanwhile.
    pub async fn export(&self, file: &str, locale: Locale) -> Result<js_sys::ArrayBuffer, String> {
        let client = Rc::clone(&self.session().client);
        client.export(file.to_owned(), locale == Locale::Zh).await
    }

    async fn ask(&self, question: Question) -> Answer {
        let client = Rc::clone(&self.session().client);
        client.ask(question).await
    }

    /// The original text of a record, control characters made visible.
    pub async fn original(&self, place: Place) -> Option<String> {
        let session = self.session();
        let (number, report) = session.files.borrow().holding(&place.file)?;
        let encoding = encoding_of(&report);
        let client = Rc::clone(&session.client);
        client
            .original(number, place.file, encoding, place.offset)
            .await
    }

    /// A file as a table under a profile, once it is read.
    ///
    /// # Errors
    /// What is no table.
    pub async fn map(&self, name: &str, choice: Choice) -> Result<Mapped, FileProblem> {
        let session = self.session();
        let held = session.files.borrow().holding(name);
        let (number, _) = held.ok_or_else(|| FileProblem::Unreadable {
            detail: String::new(),
        })?;
        let client = Rc::clone(&session.client);
        client.map(number, name.to_owned(), choice).await
    }

    /// The first rows of a file, once it is read.
    pub async fn preview(&self, name: &str) -> Option<Preview> {
        let session = self.session();
        let (number, report) = session.files.borrow().holding(name)?;
        let encoding = encoding_of(&report);
        let client = Rc::clone(&session.client);
        client.preview(number, name.to_owned(), encoding).await
    }
}

/// The encoding that a report names.
fn encoding_of(report: &FileReport) -> Encoding {
    let named = |encoding: &Encoding| encoding.name() == report.encoding;
    let known = Encoding::ALL.iter().copied().find(named);
    known.unwrap_or_default()
}

impl Default for Workspace {
    fn default() -> Self {
        Self::new()
    }
}
