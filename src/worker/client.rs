//! The page's side: starts workers, tells them what to do, hears what they say.
//!
//! Nothing here blocks and nothing here parses: files go to readers as handles, rows never
//! come. A worker that fails is terminated and started anew when it is next needed; the
//! file that it was at is read once more and then refused with its reason.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use futures_channel::oneshot;
use js_sys::ArrayBuffer;
use tieout_statement::profile::mapper::{Choice, Mapped};
use tieout_statement::{Encoding, FileProblem, FileReport, ReadSettings, Role};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, File, MessageChannel, MessageEvent, Worker};

use super::boot;
use super::pool::{AfterFailure, Pool, Task};
use super::protocol::{
    Answer, AskNumber, FromDesk, FromReader, FromWorker, Preview, Question, Reading, RunNumber,
    TextQuestion, ToDesk, ToReader, ToWorker,
};
use super::wire;
use tieout_engine::decisions::Decision;

/// What the page hears. Files go by the number under which they were added.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    /// What a file is.
    Sniffed {
        /// Which.
        file: u32,
        /// Format id, `None` where unknown.
        format: Option<String>,
        /// The record that its rows are.
        role: Option<Role>,
    },
    /// How far a file is.
    Progress {
        /// Which.
        file: u32,
        /// Bytes read.
        bytes: u64,
        /// Rows read.
        rows: u64,
    },
    /// A file begins anew: what was heard of it does not count.
    Again {
        /// Which.
        file: u32,
    },
    /// A file, or a member of it, is read.
    Filed {
        /// Which.
        file: u32,
        /// What it holds, with the first refused rows only.
        report: Box<FileReport>,
        /// Refused rows in all.
        rows_rejected: u64,
        /// The text of a `tieout.toml` or of a decisions file.
        text: Option<String>,
    },
    /// A file is read to its end.
    Complete {
        /// Which.
        file: u32,
    },
    /// How far the run is.
    Reconciling {
        /// Which.
        run: RunNumber,
        /// Work done.
        done: u64,
        /// Work in all.
        total: u64,
    },
    /// There is a result.
    Done {
        /// Which.
        run: RunNumber,
        /// At a glance.
        summary: Box<tieout_engine::worklist::Summary>,
    },
    /// What was decided is taken.
    Decided {
        /// The result at a glance, as it stands now.
        summary: Box<tieout_engine::worklist::Summary>,
    },
    /// The desk failed and all that was read is lost; the files are still there.
    DeskFailed {
        /// Why.
        text: String,
    },
}

enum Reply {
    Answer(Answer),
    Original(Option<String>),
    Lines(Vec<(u32, String)>),
    Mapped(Box<Result<Mapped, FileProblem>>),
    Preview(Option<Preview>),
    Exported(Result<ArrayBuffer, String>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Reader(usize),
    Desk,
}

/// A started worker and its listeners; terminated when dropped.
struct Started {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Started {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// What a dropped file is known by.
struct Dropped {
    name: String,
    file: File,
}

/// Readers, desk and pool of one page.
pub struct Client {
    me: Weak<Self>,
    pool: RefCell<Pool>,
    files: RefCell<BTreeMap<u32, Dropped>>,
    readers: RefCell<Vec<Option<Started>>>,
    desk: RefCell<Option<Started>>,
    asks: RefCell<BTreeMap<AskNumber, (Place, oneshot::Sender<Reply>)>>,
    asked: Cell<u32>,
    paused: Cell<bool>,
    /// How files are read from now on, and how each was read.
    settings: RefCell<ReadSettings>,
    read_with: RefCell<BTreeMap<u32, ReadSettings>>,
    on_event: Box<dyn Fn(Event)>,
}

impl Client {
    /// A client of so many readers. No worker is started before it is needed.
    pub fn new(readers: usize, on_event: impl Fn(Event) + 'static) -> Rc<Self> {
        let readers = readers.max(1);
        Rc::new_cyclic(|me| Self {
            me: me.clone(),
            pool: RefCell::new(Pool::new(readers)),
            files: RefCell::new(BTreeMap::new()),
            readers: RefCell::new((0..readers).map(|_| None).collect()),
            desk: RefCell::new(None),
            asks: RefCell::new(BTreeMap::new()),
            asked: Cell::new(0),
            paused: Cell::new(false),
            settings: RefCell::default(),
            read_with: RefCell::default(),
            on_event: Box::new(on_event),
        })
    }

    /// Takes a file in; [`Self::read`] begins with it.
    pub fn add(&self, number: u32, name: String, bytes: u64, file: File) {
        self.pool.borrow_mut().add(number, bytes);
        self.files
            .borrow_mut()
            .insert(number, Dropped { name, file });
    }

    /// Takes a file out; its rows are dropped.
    pub fn remove(&self, number: u32) {
        let reading = self.pool.borrow().reading(number);
        let stop = self.pool.borrow_mut().remove(number);
        self.files.borrow_mut().remove(&number);
        self.read_with.borrow_mut().remove(&number);
        if let Some((reader, reading)) = stop {
            self.tell_reader(reader, &ToReader::Stop { reading }, &[]);
        }
        if let (Some(reading), true) = (reading, self.desk.borrow().is_some()) {
            let readings = vec![reading];
            self.tell_desk(&ToDesk::Forget { readings }, &[]);
        }
    }

    /// How files are read from now on.
    pub fn set_reading(&self, settings: ReadSettings) {
        *self.settings.borrow_mut() = settings;
    }

    /// The settings that a file was read with.
    pub fn read_with(&self, number: u32) -> ReadSettings {
        let read_with = self.read_with.borrow();
        read_with.get(&number).cloned().unwrap_or_default()
    }

    /// Has files that were read wait to be read again.
    pub fn read_again(&self, numbers: &[u32]) {
        let mut pool = self.pool.borrow_mut();
        let earlier = numbers.iter().filter_map(|&number| pool.read_again(number));
        let readings: Vec<Reading> = earlier.collect();
        drop(pool);
        self.tell_desk(&ToDesk::ReadAgain { readings }, &[]);
    }

    /// Reads what is not yet read.
    pub fn read(&self) {
        self.paused.set(false);
        self.pump();
    }

    /// Whether everything is read.
    pub fn all_read(&self) -> bool {
        self.pool.borrow().all_complete()
    }

    /// Stops reading: a file under way waits to be read anew, what is read stays. Answers
    /// the files under way.
    pub fn stop_reading(&self) -> Vec<u32> {
        self.paused.set(true);
        let told = self.pool.borrow_mut().stop();
        let mut forgotten = Vec::new();
        for (reader, reading) in told {
            self.tell_reader(reader, &ToReader::Stop { reading }, &[]);
            forgotten.push(reading);
        }
        let stopped = forgotten.iter().map(|reading| reading.file).collect();
        if !forgotten.is_empty() {
            let readings = forgotten;
            self.tell_desk(&ToDesk::Forget { readings }, &[]);
        }
        stopped
    }

    /// Reconciles what is read.
    pub fn reconcile(
        &self,
        run: RunNumber,
        without: &[(u32, String)],
        settings: Option<String>,
        decisions: Vec<Decision>,
    ) {
        let readings = self.pool.borrow().completed();
        let without = without
            .iter()
            .filter_map(|(file, name)| Some((self.pool.borrow().reading(*file)?, name.clone())))
            .collect();
        self.tell_desk(
            &ToDesk::Reconcile {
                run,
                readings,
                without,
                settings,
                decisions,
            },
            &[],
        );
    }

    /// Tells the desk what was decided, in place of what was decided before.
    pub fn decide(&self, decisions: Vec<Decision>) {
        if self.desk.borrow().is_some() {
            self.tell_desk(&ToDesk::Decide { decisions }, &[]);
        }
    }

    /// Stops a run; the rows stay.
    pub fn stop_run(&self, run: RunNumber) {
        self.tell_desk(&ToDesk::Stop { run }, &[]);
    }

    /// Asks the desk; [`Answer::NoResult`] where it failed meanwhile.
    pub async fn ask(&self, question: Question) -> Answer {
        let (ask, reply) = self.expect(Place::Desk);
        self.tell_desk(&ToDesk::Ask { ask, question }, &[]);
        match reply.await {
            Ok(Reply::Answer(answer)) => answer,
            _ => Answer::NoResult,
        }
    }

    /// Has the desk make a file of the result.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn export(&self, file: String, chinese: bool) -> Result<ArrayBuffer, String> {
        let (ask, reply) = self.expect(Place::Desk);
        self.tell_desk(&ToDesk::Export { ask, file, chinese }, &[]);
        match reply.await {
            Ok(Reply::Exported(made)) => made,
            _ => Err(String::new()),
        }
    }

    /// The original text of a record of a file or of a member of it.
    pub async fn original(
        &self,
        file: u32,
        name: String,
        encoding: Encoding,
        offset: u64,
    ) -> Option<String> {
        let reply = self.ask_reader(file, |reading, archive| TextQuestion::Original {
            reading,
            archive,
            name,
            encoding,
            offset,
        })?;
        match reply.await {
            Ok(Reply::Original(text)) => text,
            _ => None,
        }
    }

    /// A line of a file, or of a member of it, and the lines beside it.
    pub async fn lines_around(
        &self,
        file: u32,
        name: String,
        encoding: Encoding,
        line: u32,
    ) -> Vec<(u32, String)> {
        let reply = self.ask_reader(file, |reading, archive| TextQuestion::Lines {
            reading,
            archive,
            name,
            encoding,
            line,
        });
        let Some(reply) = reply else {
            return Vec::new();
        };
        match reply.await {
            Ok(Reply::Lines(lines)) => lines,
            _ => Vec::new(),
        }
    }

    /// The first rows of a file or of a member of it.
    pub async fn preview(&self, file: u32, name: String, encoding: Encoding) -> Option<Preview> {
        let reply = self.ask_reader(file, |reading, archive| TextQuestion::Preview {
            reading,
            archive,
            name,
            encoding,
            settings: self.settings.borrow().clone(),
        })?;
        match reply.await {
            Ok(Reply::Preview(preview)) => preview,
            _ => None,
        }
    }

    /// A file, or a member of it, as a table under a profile.
    ///
    /// # Errors
    /// What is no table.
    pub async fn map(
        &self,
        file: u32,
        name: String,
        choice: Choice,
    ) -> Result<Mapped, FileProblem> {
        let gone = || FileProblem::Unreadable {
            detail: String::new(),
        };
        let choice = Box::new(choice);
        let reply = self.ask_reader(file, |reading, archive| TextQuestion::Map {
            reading,
            archive,
            name,
            choice,
        });
        match reply.ok_or_else(gone)?.await {
            Ok(Reply::Mapped(mapped)) => *mapped,
            _ => Err(gone()),
        }
    }

    /// Forgets what was read and ends all workers; the files stay and wait.
    pub fn start_over(&self) {
        self.paused.set(true);
        self.desk.borrow_mut().take();
        for reader in self.readers.borrow_mut().iter_mut() {
            reader.take();
        }
        self.asks.borrow_mut().clear();
        self.pool.borrow_mut().read_all_again();
    }

    fn ask_reader(
        &self,
        file: u32,
        question: impl FnOnce(Reading, String) -> TextQuestion,
    ) -> Option<oneshot::Receiver<Reply>> {
        let reading = self.pool.borrow().reading(file)?;
        let (archive, handle) = {
            let files = self.files.borrow();
            let dropped = files.get(&file)?;
            (dropped.name.clone(), JsValue::from(dropped.file.clone()))
        };
        // The last reader is the least used: the pool takes them from the first.
        let reader = self.readers.borrow().len() - 1;
        let (ask, reply) = self.expect(Place::Reader(reader));
        let question = question(reading, archive);
        let passwords = self.settings.borrow().passwords.clone();
        let asked = ToReader::Ask {
            ask,
            question,
            passwords,
        };
        self.tell_reader(reader, &asked, &[handle]);
        Some(reply)
    }

    fn expect(&self, of: Place) -> (AskNumber, oneshot::Receiver<Reply>) {
        self.asked.set(self.asked.get().wrapping_add(1));
        let ask = AskNumber(self.asked.get());
        let (sender, receiver) = oneshot::channel();
        self.asks.borrow_mut().insert(ask, (of, sender));
        (ask, receiver)
    }

    fn reply(&self, ask: AskNumber, reply: Reply) {
        if let Some((_, sender)) = self.asks.borrow_mut().remove(&ask) {
            // Whoever asked may be gone: a row that scrolled out of sight.
            drop(sender.send(reply));
        }
    }

    /// Gives free readers work.
    fn pump(&self) {
        while !self.paused.get() {
            let Some((reader, task, reading)) = self.pool.borrow_mut().assign() else {
                return;
            };
            let (name, file) = {
                let files = self.files.borrow();
                let dropped = &files[&reading.file];
                (dropped.name.clone(), JsValue::from(dropped.file.clone()))
            };
            let message = match task {
                Task::Sniff => ToReader::Sniff { reading },
                Task::Read => {
                    let settings = self.settings.borrow().clone();
                    let mut read_with = self.read_with.borrow_mut();
                    read_with.insert(reading.file, settings.clone());
                    ToReader::Read {
                        reading,
                        name,
                        settings,
                    }
                }
            };
            self.tell_reader(reader, &message, &[file]);
        }
    }

    fn tell_reader(&self, reader: usize, message: &ToReader, beside: &[JsValue]) {
        if self.readers.borrow()[reader].is_none()
            && let Err(thrown) = self.start_reader(reader)
        {
            self.failed(Place::Reader(reader), wire::words(&thrown));
            return;
        }
        let sent = {
            let readers = self.readers.borrow();
            let Some(started) = &readers[reader] else {
                return; // the desk could not be started: everything was given up
            };
            wire::post(&started.worker, &ToWorker::Reader(message.clone()), beside)
        };
        if let Err(thrown) = sent {
            self.failed(Place::Reader(reader), wire::words(&thrown));
        }
    }

    fn tell_desk(&self, message: &ToDesk, beside: &[JsValue]) {
        if self.desk.borrow().is_none() {
            match self.start(Place::Desk) {
                Ok(started) => *self.desk.borrow_mut() = Some(started),
                Err(thrown) => {
                    self.failed(Place::Desk, wire::words(&thrown));
                    return;
                }
            }
        }
        let sent = {
            let desk = self.desk.borrow();
            let Some(started) = &*desk else { return };
            wire::post(&started.worker, &ToWorker::Desk(message.clone()), beside)
        };
        if let Err(thrown) = sent {
            self.failed(Place::Desk, wire::words(&thrown));
        }
    }

    /// Starts a reader and lays a line from it to the desk.
    fn start_reader(&self, reader: usize) -> Result<(), JsValue> {
        let started = self.start(Place::Reader(reader))?;
        let line = MessageChannel::new()?;
        let port = JsValue::from(line.port1());
        let connect = ToWorker::Reader(ToReader::Connect);
        wire::post(&started.worker, &connect, &[port])?;
        self.readers.borrow_mut()[reader] = Some(started);
        self.tell_desk(&ToDesk::Connect, &[line.port2().into()]);
        Ok(())
    }

    fn start(&self, place: Place) -> Result<Started, JsValue> {
        let worker = boot::start_worker()?;
        let me = self.me.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(me) = me.upgrade() {
                me.heard(place, &event);
            }
        });
        let me = self.me.clone();
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            if let Some(me) = me.upgrade() {
                me.failed(place, event.message());
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Started {
            worker,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    fn heard(&self, place: Place, event: &MessageEvent) {
        match (place, wire::open::<FromWorker>(event)) {
            (Place::Reader(reader), Some((FromWorker::Reader(message), _))) => {
                self.heard_reader(reader, message);
            }
            (Place::Desk, Some((FromWorker::Desk(message), beside))) => {
                self.heard_desk(message, beside);
            }
            (_, Some((FromWorker::Panicked { text }, _))) => self.failed(place, text),
            _ => self.failed(place, "a message that no worker sends".to_owned()),
        }
    }

    fn heard_reader(&self, reader: usize, message: FromReader) {
        match message {
            FromReader::Sniffed {
                reading,
                format,
                role,
            } => {
                let current = self.pool.borrow().is_current(reading);
                if current {
                    let file = reading.file;
                    (self.on_event)(Event::Sniffed { file, format, role });
                }
                self.free(reader, reading);
            }
            FromReader::Progress {
                reading,
                bytes,
                rows,
            } => {
                if self.pool.borrow().is_current(reading) {
                    let file = reading.file;
                    (self.on_event)(Event::Progress { file, bytes, rows });
                }
            }
            FromReader::Read { reading } | FromReader::Stopped { reading } => {
                self.free(reader, reading);
            }
            FromReader::Unreadable { reading, detail } => {
                let refused = self.pool.borrow_mut().give_up(reading);
                if let Some(refused) = refused {
                    self.refuse(refused, detail);
                }
                self.free(reader, reading);
            }
            FromReader::Original { ask, text } => self.reply(ask, Reply::Original(text)),
            FromReader::Lines { ask, lines } => self.reply(ask, Reply::Lines(lines)),
            FromReader::Mapped { ask, mapped } => self.reply(ask, Reply::Mapped(mapped)),
            FromReader::Preview { ask, preview } => self.reply(ask, Reply::Preview(preview)),
        }
    }

    fn heard_desk(&self, message: FromDesk, beside: Vec<JsValue>) {
        match message {
            FromDesk::Filed {
                reading,
                report,
                rows_rejected,
                text,
            } => {
                if self.pool.borrow().is_current(reading) {
                    (self.on_event)(Event::Filed {
                        file: reading.file,
                        report,
                        rows_rejected,
                        text,
                    });
                }
            }
            FromDesk::Complete { reading } => {
                if self.pool.borrow().is_current(reading) {
                    self.pool.borrow_mut().complete(reading);
                    (self.on_event)(Event::Complete { file: reading.file });
                    self.pump();
                }
            }
            FromDesk::Progress { run, done, total } => {
                (self.on_event)(Event::Reconciling { run, done, total });
            }
            FromDesk::Done { run, summary } => (self.on_event)(Event::Done { run, summary }),
            FromDesk::Decided { summary } => (self.on_event)(Event::Decided { summary }),
            FromDesk::Stopped { run: _ } => {} // the page has moved on when it said stop
            FromDesk::Answer { ask, answer } => self.reply(ask, Reply::Answer(answer)),
            FromDesk::Exported { ask, failure } => {
                let bytes = beside.into_iter().next().and_then(|it| it.dyn_into().ok());
                let made = bytes.ok_or_else(|| failure.unwrap_or_default());
                self.reply(ask, Reply::Exported(made));
            }
        }
    }

    fn free(&self, reader: usize, reading: Reading) {
        self.pool.borrow_mut().free(reader, reading);
        self.pump();
    }

    /// Lists a file of which nothing can be read, with the reason.
    fn refuse(&self, reading: Reading, detail: String) {
        let files = self.files.borrow();
        let Some(dropped) = files.get(&reading.file) else {
            return;
        };
        let report = Box::new(FileReport {
            name: dropped.name.clone(),
            format: None,
            role: None,
            encoding: String::new(),
            sha256: String::new(),
            rows_read: 0,
            rows_rejected: Vec::new(),
            rows_neutral: 0,
            accounts: Vec::new(),
            dates: None,
            currency_totals: Vec::new(),
            stated_totals: Vec::new(),
            problems: vec![FileProblem::Unreadable { detail }],
            other_columns: Vec::new(),
            bytes: 0,
        });
        drop(files);
        self.tell_desk(&ToDesk::Refuse { reading, report }, &[]);
    }

    fn failed(&self, place: Place, text: String) {
        self.asks.borrow_mut().retain(|_, (of, _)| *of != place);
        match place {
            Place::Desk => {
                self.start_over();
                (self.on_event)(Event::DeskFailed { text });
            }
            Place::Reader(reader) => {
                let ended = self.readers.borrow_mut()[reader].take();
                drop(ended);
                let after = self.pool.borrow_mut().failed(reader);
                match after {
                    Some(AfterFailure::Again(reading)) => {
                        let file = reading.file;
                        (self.on_event)(Event::Again { file });
                    }
                    Some(AfterFailure::GivenUp(reading)) => self.refuse(reading, text),
                    None => {}
                }
                self.pump();
            }
        }
    }
}
