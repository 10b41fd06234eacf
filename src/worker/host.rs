//! The worker's side: what the program does where there is no window.
//!
//! The first message says whether the worker is a reader or the desk.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use tieout_statement::{FileReport, Rows, transfer};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent, MessagePort};

use super::clock::{Every, next_turn, now_ms};
use super::desk::{Desk, Stepped};
use super::protocol::{
    AskNumber, FromDesk, FromReader, FromWorker, Held, PROGRESS_EVERY_MS, Piece, Reading, ToDesk,
    ToReader, ToWorker,
};
use super::reader::Reader;
use super::wire;

/// How long the desk works before it hears whether it was told to stop, in milliseconds.
const TURN_MS: u64 = 30;

/// The scope of the worker that this program runs in, if it runs in one.
#[must_use]
pub fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Hears the page from now on.
pub fn start(scope: &DedicatedWorkerGlobalScope) {
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.to_string();
        say(&FromWorker::Panicked { text });
    }));
    let (reader, desk) = (Reader::new(), Rc::new(DeskHost::default()));
    let hear =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match wire::open(&event) {
                Some((ToWorker::Reader(message), beside)) => hear_reader(&reader, message, beside),
                Some((ToWorker::Desk(message), beside)) => desk.hear(message, beside),
                None => panic!("a message that the page never sends"),
            }
        });
    scope.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
}

fn say(message: &FromWorker) {
    if let Some(scope) = scope() {
        // Nobody is left to tell where this fails.
        drop(wire::post(&scope, message, &[]));
    }
}

/// Tells the page what a reader has to say.
pub fn say_as_reader(message: FromReader) {
    say(&FromWorker::Reader(message));
}

fn say_as_desk(message: FromDesk) {
    say(&FromWorker::Desk(message));
}

/// What must stand beside a message, at its only place.
fn beside<T: JsCast>(mut values: Vec<JsValue>) -> T {
    let value = values.pop().expect("the protocol says what stands beside");
    value.dyn_into().expect("and of what kind it is")
}

fn hear_reader(reader: &Rc<Reader>, message: ToReader, values: Vec<JsValue>) {
    match message {
        ToReader::Connect => reader.connect(beside::<MessagePort>(values)),
        ToReader::Sniff { reading } => {
            let (reader, file) = (Rc::clone(reader), beside::<File>(values));
            spawn_local(async move { reader.sniff(reading, &file).await });
        }
        ToReader::Read {
            reading,
            name,
            settings,
        } => {
            let (reader, file) = (Rc::clone(reader), beside::<File>(values));
            spawn_local(async move { reader.read(reading, name, &settings, &file).await });
        }
        ToReader::Stop { reading } => reader.stop(reading),
        ToReader::Ask {
            ask,
            question,
            passwords,
        } => {
            let (reader, file) = (Rc::clone(reader), beside::<File>(values));
            spawn_local(async move { reader.answer(ask, question, passwords, &file).await });
        }
    }
}

/// The desk and what it says; see [`Desk`] for what it keeps.
#[derive(Default)]
struct DeskHost {
    desk: RefCell<Desk>,
    at_work: Cell<bool>,
}

impl DeskHost {
    fn hear(self: &Rc<Self>, message: ToDesk, values: Vec<JsValue>) {
        match message {
            ToDesk::Connect => self.connect(&beside::<MessagePort>(values)),
            ToDesk::Refuse { reading, report } => {
                self.end(reading, *report, None, Held::Rows);
                say_as_desk(FromDesk::Complete { reading });
            }
            ToDesk::Reconcile {
                run,
                readings,
                without,
                settings,
                decisions,
            } => {
                let mut desk = self.desk.borrow_mut();
                desk.reconcile(run, &readings, &without, settings.as_deref(), decisions);
                drop(desk);
                if !self.at_work.replace(true) {
                    spawn_local(Rc::clone(self).work());
                }
            }
            ToDesk::Decide { decisions } => {
                let decided = self.desk.borrow_mut().decide(decisions);
                if let Some(summary) = decided {
                    say_as_desk(FromDesk::Decided { summary });
                }
            }
            ToDesk::Stop { run } => {
                self.desk.borrow_mut().stop(run);
                say_as_desk(FromDesk::Stopped { run });
            }
            ToDesk::Forget { readings } => self.desk.borrow_mut().forget(&readings),
            ToDesk::ReadAgain { readings } => self.desk.borrow_mut().read_again(&readings),
            ToDesk::Ask { ask, question } => {
                let answer = self.desk.borrow_mut().answer(question);
                say_as_desk(FromDesk::Answer { ask, answer });
            }
            ToDesk::Export { ask, file, chinese } => {
                spawn_local(Rc::clone(self).export(ask, file, chinese));
            }
        }
    }

    /// Makes a file: first the report, then, having heard what was said meanwhile, its bytes.
    async fn export(self: Rc<Self>, ask: AskNumber, file: String, chinese: bool) {
        if self.desk.borrow_mut().make_report() {
            next_turn().await;
        }
        let made = self.desk.borrow_mut().export(&file, chinese);
        next_turn().await;
        let (failure, bytes) = match made {
            Ok(bytes) => (None, Some(Uint8Array::from(bytes.as_slice()).buffer())),
            Err(why) => (Some(why), None),
        };
        let message = FromWorker::Desk(FromDesk::Exported { ask, failure });
        if let Some(scope) = scope() {
            let beside: Vec<JsValue> = bytes.into_iter().map(JsValue::from).collect();
            // Nobody is left to tell where this fails.
            drop(wire::post(&scope, &message, &beside));
        }
    }

    /// Hears a reader from now on.
    fn connect(self: &Rc<Self>, port: &MessagePort) {
        let me = Rc::clone(self);
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match wire::open(&event) {
                Some((piece, values)) => me.take(piece, values),
                None => panic!("a message that no reader sends"),
            }
        });
        port.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
    }

    fn take(&self, piece: Piece, values: Vec<JsValue>) {
        match piece {
            Piece::Rows {
                reading,
                name,
                bytes,
                size,
            } => {
                let rows = rows_of(&beside::<ArrayBuffer>(values));
                let read = (bytes, size);
                self.desk.borrow_mut().rows(reading, &name, rows, read);
            }
            Piece::End {
                reading,
                report,
                held,
            } => {
                let rest = values.first().map(|_| rows_of(&beside(values.clone())));
                self.end(reading, *report, rest, held);
            }
            Piece::Complete { reading } => say_as_desk(FromDesk::Complete { reading }),
        }
    }

    fn end(&self, reading: Reading, report: FileReport, rest: Option<Rows>, held: Held) {
        let text = match &held {
            Held::Settings(text) | Held::Decisions(text) => Some(text.clone()),
            Held::Rows | Held::CarryOver(_) | Held::Beside(_) => None,
        };
        let filed = self.desk.borrow_mut().end(reading, report, rest, held);
        if let Some((report, rows_rejected)) = filed {
            say_as_desk(FromDesk::Filed {
                reading,
                report: Box::new(report),
                rows_rejected,
                text,
            });
        }
    }

    /// Works on the run until there is none, a turn at a time.
    async fn work(self: Rc<Self>) {
        let mut progress = Every::default();
        loop {
            match self.turn() {
                Stepped::More { run, done, total } => {
                    if progress.is_due(PROGRESS_EVERY_MS) {
                        say_as_desk(FromDesk::Progress { run, done, total });
                    }
                    next_turn().await;
                }
                Stepped::Done { run, summary } => say_as_desk(FromDesk::Done { run, summary }),
                Stepped::Idle => break,
            }
        }
        self.at_work.set(false);
    }

    /// Steps until [`TURN_MS`] have passed or there is nothing more to do.
    fn turn(&self) -> Stepped {
        let until = now_ms() + TURN_MS;
        loop {
            let stepped = self.desk.borrow_mut().step();
            if !matches!(stepped, Stepped::More { .. }) || now_ms() >= until {
                return stepped;
            }
        }
    }
}

/// Rows as a reader sent them.
fn rows_of(buffer: &ArrayBuffer) -> Rows {
    let bytes = Uint8Array::new(buffer).to_vec();
    transfer::from_bytes(&bytes).expect("readers send what `to_bytes` makes")
}
