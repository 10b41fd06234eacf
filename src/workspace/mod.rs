//! The day on screen: files, progress, result; everything the screens share.
//!
//! Signals are written here only, from worker events. Screens read them and call the
//! methods; long answers (lists, opened groups, original lines) are asked for and awaited.

use std::sync::Arc;

use leptos::prelude::*;
use tieout_engine::worklist::{Detail, Item, Listing, Place, Query, Summary};
use tieout_statement::{FileReport, RejectedRow, Role};

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

/// Refused rows of a file that are on the page at once: a file of the wrong kind can have
/// a million, and the page stays small.
pub const REJECTED_SHOWN: usize = 200;

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

/// The first rows of a file as read, beside the raw text.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Preview {
    /// Raw lines with their line numbers, decoded, control characters made visible.
    pub raw: Vec<(u32, String)>,
    /// Names of the columns of `rows`.
    pub columns: Vec<String>,
    /// The first rows as read: line and cells.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// The day on screen. Copy it into every component that needs it.
#[derive(Clone, Copy)]
pub struct Workspace {
    /// Where the run stands.
    pub state: RwSignal<RunState>,
    /// Files in byte order of their names.
    pub files: RwSignal<Vec<FileOnScreen>>,
    /// How far the run is.
    pub progress: RwSignal<Progress>,
    /// The result at a glance, once there is one.
    pub summary: RwSignal<Option<Arc<Summary>>>,
    /// Counts results: a change means that lists must be asked for again.
    pub generation: RwSignal<u64>,
    /// What failed, in the worker's words, when the state is `Failed`.
    pub failure: RwSignal<Option<String>>,
}

impl Workspace {
    /// An empty workspace; starts its workers when first used.
    #[must_use]
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(RunState::Idle),
            files: RwSignal::new(Vec::new()),
            progress: RwSignal::new(Progress::default()),
            summary: RwSignal::new(None),
            generation: RwSignal::new(0),
            failure: RwSignal::new(None),
        }
    }

    /// Adds files (path below what was dropped, handle) to the day, reads them and
    /// reconciles. A file of a name already there replaces it.
    pub fn add_files(&self, _files: Vec<(String, web_sys::File)>) {}

    /// Loads the built-in sample day in place of what is there.
    pub fn open_sample_day(&self) {}

    /// Takes a file out of the day and reconciles again.
    pub fn remove_file(&self, _name: &str) {}

    /// Empties the day.
    pub fn clear(&self) {}

    /// Stops reading or reconciling; files already read stay.
    pub fn cancel(&self) {}

    /// Reconciles what was read (after a cancel, or with other settings).
    pub fn reconcile(&self) {}

    /// Lists groups; pages of the latest listing come by [`Self::page`].
    pub async fn list(&self, _query: Query) -> Listing {
        Listing::default()
    }

    /// Items `from .. from + count` of the latest listing, in order.
    pub async fn page(&self, _from: u64, _count: u64) -> Vec<Item> {
        Vec::new()
    }

    /// Opens a group.
    pub async fn open(&self, _handle: u64) -> Option<Detail> {
        None
    }

    /// The original text of a record, control characters made visible.
    pub async fn original(&self, _place: Place) -> Option<String> {
        None
    }

    /// Refused rows `from .. from + count` of a file, in file order.
    pub async fn rejected(&self, _name: &str, _from: u64, _count: u64) -> Vec<RejectedRow> {
        Vec::new()
    }

    /// The first rows of a file.
    pub async fn preview(&self, _name: &str) -> Option<Preview> {
        None
    }
}

impl Default for Workspace {
    fn default() -> Self {
        Self::new()
    }
}
