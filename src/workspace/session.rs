//! What happens between a drop and a result: hears the workers and writes the signals.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;

use leptos::prelude::*;
use tieout_statement::ReadSettings;
use tieout_statement::intake::is_left_by_a_desktop;
use wasm_bindgen::prelude::*;
use web_sys::File;

use tieout_engine::Settings;
use tieout_engine::decisions;

use super::decided::DecisionHistory;
use super::files::DroppedFiles;
use super::in_force::SettingsHistory;
use super::{Progress, RunState, Signals};
use crate::locales::books::name_accounts_by;
use crate::worker::client::{Client, Event};
use crate::worker::clock::{now_ms, whole};
use crate::worker::protocol::{PROGRESS_EVERY_MS, RunNumber};

/// Readers at most: reading is bound by the disk and by the desk beyond that.
const READERS_MAX: usize = 4;

/// When a phase began and where it stood.
#[derive(Clone, Copy, Default)]
struct Since {
    run_ms: u64,
    phase_ms: u64,
}

/// The day's files, the workers, and the signals that tell of them.
pub struct Session {
    signals: Signals,
    pub client: Rc<Client>,
    pub files: RefCell<DroppedFiles>,
    settings: RefCell<SettingsHistory>,
    decisions: RefCell<DecisionHistory>,
    /// What opens locked archives: held in memory, never written anywhere.
    passwords: RefCell<Vec<String>>,
    run: Cell<RunNumber>,
    work: Cell<(u64, u64)>,
    since: Cell<Since>,
    shown_ms: Cell<u64>,
    shown_soon: Cell<bool>,
    show_later: Closure<dyn FnMut()>,
}

impl Session {
    /// A session without files.
    pub fn new(signals: Signals) -> Rc<Self> {
        Rc::new_cyclic(|me: &Weak<Self>| {
            let (hears, shows) = (me.clone(), me.clone());
            let client = Client::new(readers(), move |event| {
                if let Some(session) = hears.upgrade() {
                    session.hear(event);
                }
            });
            let show_later = Closure::new(move || {
                if let Some(session) = shows.upgrade() {
                    session.shown_soon.set(false);
                    session.show();
                }
            });
            Self {
                signals,
                client,
                files: RefCell::default(),
                settings: RefCell::default(),
                decisions: RefCell::default(),
                passwords: RefCell::default(),
                run: Cell::default(),
                work: Cell::default(),
                since: Cell::default(),
                shown_ms: Cell::default(),
                shown_soon: Cell::default(),
                show_later,
            }
        })
    }

    /// Adds files, reads them and reconciles.
    pub fn add(&self, mut files: Vec<(String, File)>) {
        files.retain(|(name, _)| !is_left_by_a_desktop(name));
        if files.is_empty() {
            return;
        }
        self.stop_run();
        for (name, file) in files {
            let bytes = whole(file.size());
            let (number, replaced) = self.files.borrow_mut().add(&name, bytes);
            for number in replaced {
                self.client.remove(number);
            }
            self.client.add(number, name, bytes, file);
        }
        self.go_on();
    }

    /// Takes a file out, and reconciles again what is left.
    pub fn remove(&self, name: &str) {
        let state = self.signals.state.get_untracked();
        self.stop_run();
        let gone = self.files.borrow_mut().remove(name);
        for number in gone {
            self.client.remove(number);
        }
        self.show_settings();
        if self.files.borrow().is_empty() {
            self.become_idle();
        } else if state == RunState::Cancelled {
            self.show();
        } else {
            self.go_on();
        }
    }

    /// Takes all files out.
    pub fn clear(&self) {
        self.stop_run();
        let gone = self.files.borrow_mut().clear();
        for number in gone {
            self.client.remove(number);
        }
        self.show_settings();
        *self.decisions.borrow_mut() = DecisionHistory::default();
        self.show_decisions();
        self.become_idle();
    }

    /// Changes what was decided by `how`; false where nothing changes. The result follows
    /// without any file read again; where other rows are paired by hand, it is made anew.
    pub fn change_decisions(&self, how: impl FnOnce(&mut DecisionHistory) -> bool) -> bool {
        let before = self.decisions.borrow().all();
        if !how(&mut self.decisions.borrow_mut()) {
            return false;
        }
        self.show_decisions();
        let all = self.decisions.borrow().all();
        if decisions::same_pairs(&before, &all) {
            self.client.decide(all);
        } else {
            self.run_again();
        }
        true
    }

    /// The file of everything that was decided, to be saved.
    pub fn decisions_file(&self) -> String {
        self.decisions.borrow().file()
    }

    /// That file was saved.
    pub fn decisions_saved(&self) {
        self.decisions.borrow_mut().saved();
        self.show_decisions();
    }

    fn show_decisions(&self) {
        let shown = self.decisions.borrow().on_screen();
        self.signals.decisions.set(shown);
    }

    /// Tries a password on locked archives, now and later; false where it was tried before.
    pub fn unlock(&self, password: &str) -> bool {
        let known = |tried: &String| tried == password;
        if password.is_empty() || self.passwords.borrow().iter().any(known) {
            return false;
        }
        self.passwords.borrow_mut().push(password.to_owned());
        self.change_settings(|_, _| true)
    }

    fn reading(&self) -> ReadSettings {
        let settings = &self.signals.settings;
        let mut reading = settings.with_untracked(|now| now.settings.reading());
        self.passwords.borrow().clone_into(&mut reading.passwords);
        reading
    }

    /// Changes the settings by `how`, and reconciles again what follows from it; false where
    /// nothing changes.
    pub fn change_settings(
        &self,
        how: impl FnOnce(&mut SettingsHistory, &DroppedFiles) -> bool,
    ) -> bool {
        if !how(&mut self.settings.borrow_mut(), &self.files.borrow()) {
            return false;
        }
        self.show_settings();
        self.run_again();
        true
    }

    /// Reconciles again what was reconciled, or is being so.
    fn run_again(&self) {
        match self.signals.state.get_untracked() {
            RunState::Reconciling => {
                self.stop_run();
                self.go_on();
            }
            RunState::Done => self.go_on(),
            // What reads goes on, and what is stopped stays so.
            RunState::Idle | RunState::Reading | RunState::Failed | RunState::Cancelled => {}
        }
    }

    /// Tells the screens and the readers which settings are in force.
    pub fn show_settings(&self) {
        let files = self.files.borrow().settings_files();
        let now = self.settings.borrow().in_force(&files);
        if self.signals.settings.with_untracked(|shown| *shown != now) {
            self.signals.settings.set(now);
        }
        self.client.set_reading(self.reading());
    }

    /// What was said of a replacement is read.
    pub fn settings_read(&self) {
        self.settings.borrow_mut().read();
        self.show_settings();
    }

    /// Lets settings files that were read just now take effect.
    fn take_settings(&self) {
        let before = self.signals.settings.get_untracked();
        let files = self.files.borrow().settings_files();
        let replaced = self.settings.borrow_mut().arrived(&before, &files);
        for name in replaced {
            let gone = self.files.borrow_mut().remove(&name);
            for number in gone {
                self.client.remove(number);
            }
        }
        self.show_settings();
    }

    /// Has files read again that the settings in force read otherwise; true where there are.
    fn reads_again(&self) -> bool {
        let now = self.reading();
        let read_with = |number| self.client.read_with(number);
        let again = self.files.borrow().read_otherwise(read_with, &now);
        if again.is_empty() {
            return false;
        }
        for &number in &again {
            self.files.borrow_mut().again(number);
        }
        self.client.read_again(&again);
        self.client.read();
        true
    }

    /// Stops; what is read stays.
    pub fn cancel(&self) {
        match self.signals.state.get_untracked() {
            RunState::Reading => {
                for file in self.client.stop_reading() {
                    self.files.borrow_mut().again(file);
                }
            }
            RunState::Reconciling => self.stop_run(),
            _ => return,
        }
        self.signals.state.set(RunState::Cancelled);
        self.show();
    }

    /// Reads what is not read, then reconciles.
    pub fn go_on(&self) {
        if self.files.borrow().is_empty() {
            return;
        }
        self.signals.failure.set(None);
        self.signals.summary.set(None);
        let now = now_ms();
        self.since.set(Since {
            run_ms: now,
            phase_ms: now,
        });
        self.signals.state.set(RunState::Reading);
        self.client.read();
        self.reconcile_when_read();
        self.show();
    }

    fn reconcile_when_read(&self) {
        let reading = self.signals.state.get_untracked() == RunState::Reading;
        if !reading || !self.client.all_read() {
            return;
        }
        self.take_settings();
        let decided = self.files.borrow().decisions_files();
        if self.decisions.borrow_mut().arrived(decided) {
            self.show_decisions();
        }
        if self.reads_again() {
            return;
        }
        self.run.set(RunNumber(self.run.get().0 + 1));
        self.work.set((0, 0));
        self.since.set(Since {
            phase_ms: now_ms(),
            ..self.since.get()
        });
        self.signals.state.set(RunState::Reconciling);
        let taken_out = self.files.borrow().taken_out();
        let given = self.settings.borrow().given().map(Settings::to_toml);
        let decisions = self.decisions.borrow().all();
        self.client
            .reconcile(self.run.get(), &taken_out, given, decisions);
        self.show();
    }

    fn stop_run(&self) {
        if self.signals.state.get_untracked() == RunState::Reconciling {
            self.client.stop_run(self.run.get());
            // What that run still says is stale.
            self.run.set(RunNumber(self.run.get().0 + 1));
        }
    }

    fn become_idle(&self) {
        self.signals.failure.set(None);
        self.signals.summary.set(None);
        self.signals.state.set(RunState::Idle);
        self.show();
    }

    fn hear(&self, event: Event) {
        match event {
            Event::Sniffed { file, format, role } => {
                self.files.borrow_mut().sniffed(file, format, role);
                self.show_soon();
            }
            Event::Progress { file, bytes, rows } => {
                self.files.borrow_mut().progress(file, bytes, rows);
                self.show_soon();
            }
            Event::Again { file } => {
                self.files.borrow_mut().again(file);
                self.show_soon();
            }
            Event::Filed {
                file,
                report,
                rows_rejected,
                text,
            } => {
                let mut files = self.files.borrow_mut();
                files.filed(file, *report, rows_rejected, text);
                drop(files);
                self.show_soon();
            }
            Event::Complete { file } => {
                self.files.borrow_mut().complete(file);
                self.reconcile_when_read();
                self.show_soon();
            }
            Event::Reconciling { run, done, total } if run == self.run.get() => {
                self.work.set((done, total));
                self.show_soon();
            }
            Event::Done { run, summary } if run == self.run.get() => {
                self.files.borrow_mut().reconciled(&summary.files);
                name_accounts_by(&summary.chart);
                self.show();
                self.signals.summary.set(Some(Arc::new(*summary)));
                self.signals.generation.update(|n| *n += 1);
                self.signals.results.update(|n| *n += 1);
                self.signals.state.set(RunState::Done);
            }
            Event::Decided { summary } if self.signals.state.get_untracked() == RunState::Done => {
                self.signals.summary.set(Some(Arc::new(*summary)));
                self.signals.generation.update(|n| *n += 1);
            }
            Event::Decided { .. } => {}
            Event::Reconciling { .. } | Event::Done { .. } => {}
            Event::DeskFailed { text } => {
                self.files.borrow_mut().all_again();
                self.signals.summary.set(None);
                self.signals.failure.set(Some(text));
                self.signals.state.set(RunState::Failed);
                self.show();
            }
        }
    }

    /// Shows how far it is, at most every [`PROGRESS_EVERY_MS`].
    fn show_soon(&self) {
        if self.shown_soon.get() {
            return;
        }
        let since_shown = now_ms().saturating_sub(self.shown_ms.get());
        let Some(wait) = u64::from(PROGRESS_EVERY_MS).checked_sub(since_shown) else {
            self.show();
            return;
        };
        let timer = self.show_later.as_ref().unchecked_ref();
        let wait = i32::try_from(wait).expect("below a tenth of a second");
        let set = window().set_timeout_with_callback_and_timeout_and_arguments_0(timer, wait);
        self.shown_soon.set(set.is_ok());
    }

    fn show(&self) {
        self.shown_ms.set(now_ms());
        let lines = self.files.borrow().on_screen();
        if self.signals.files.with_untracked(|shown| *shown != lines) {
            self.signals.files.set(lines);
        }
        self.signals.progress.set(self.progress());
    }

    fn progress(&self) -> Progress {
        let (bytes, bytes_total, rows) = self.files.borrow().totals();
        let since = self.since.get();
        let now = now_ms();
        let (elapsed, in_phase) = (now - since.run_ms.min(now), now - since.phase_ms.min(now));
        let reconciling = self.signals.state.get_untracked() == RunState::Reconciling;
        let (done, total) = if reconciling {
            self.work.get()
        } else {
            (bytes, bytes_total)
        };
        let share = |of: u64| scale(of, done, total);
        let placed = if reconciling { share(rows) } else { rows };
        Progress {
            bytes,
            bytes_total,
            rows: placed,
            rows_total: if reconciling { rows } else { 0 },
            rows_per_second: scale(placed, 1000, in_phase),
            elapsed_ms: elapsed,
            left_ms: (done > 0 && in_phase >= LEFT_AFTER_MS)
                .then(|| scale(in_phase, total.saturating_sub(done), done)),
        }
    }
}

/// How long a phase must last before its rate says how long it will last.
const LEFT_AFTER_MS: u64 = 500;

/// `of × part / whole`, 0 where there is no whole.
fn scale(of: u64, part: u64, whole: u64) -> u64 {
    if whole == 0 {
        return 0;
    }
    let exact = u128::from(of) * u128::from(part) / u128::from(whole);
    u64::try_from(exact).unwrap_or(u64::MAX)
}

/// As many readers as there are processors, within [`READERS_MAX`].
fn readers() -> usize {
    let processors = whole(window().navigator().hardware_concurrency());
    usize::try_from(processors).map_or(1, |n| n.clamp(1, READERS_MAX))
}
