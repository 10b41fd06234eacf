//! A reader: files to rows, a chunk at a time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{ArrayBuffer, Promise, Uint8Array};
use tieout_statement::archive::{self, Member};
use tieout_statement::profile::mapper;
use tieout_statement::sniff::HEAD;
use tieout_statement::{
    FileProblem, FileReader, Intake, ReadSettings, Rows, original, sniff, transfer,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, MessagePort};

use super::clock::{Every, next_turn, whole};
use super::host::say_as_reader;
use super::lines_around::LinesAround;
use super::preview;
use super::protocol::{AskNumber, FromReader, PROGRESS_EVERY_MS, Piece, Reading, TextQuestion};
use super::wire;

/// Bytes asked for at a time: the fastest size measured, and a fraction of a second to parse.
const CHUNK: u64 = 8 << 20;
const CHUNK_LEN: usize = 8 << 20;

/// A record longer than this is shown by its beginning.
const RECORD_SHOWN: u64 = 64 << 10;

/// Bytes looked at in one go for the line feeds before a line.
const LOOKED_AT: u64 = 4 << 20;

/// Bytes that a preview is made of: more than a reader needs to know a file.
const PREVIEWED: u64 = 256 << 10;

/// What reading came to.
enum End {
    Read,
    Stopped,
}

/// Reads one file at a time.
pub struct Reader {
    line: RefCell<Option<MessagePort>>,
    stopped: Cell<Option<Reading>>,
    chunk: RefCell<Vec<u8>>,
    /// The archive last opened to show its text.
    opened: RefCell<Option<(Reading, Rc<Vec<Member>>)>>,
    /// What opens locked archives.
    passwords: RefCell<Vec<String>>,
}

impl Reader {
    /// A reader without a line to the desk.
    pub fn new() -> Rc<Self> {
        Rc::new(Self {
            line: RefCell::new(None),
            stopped: Cell::new(None),
            chunk: RefCell::new(Vec::new()),
            opened: RefCell::new(None),
            passwords: RefCell::default(),
        })
    }

    /// Rows go over this port from now on.
    pub fn connect(&self, line: MessagePort) {
        *self.line.borrow_mut() = Some(line);
    }

    /// Reading of this ends before its next chunk.
    pub fn stop(&self, reading: Reading) {
        self.stopped.set(Some(reading));
    }

    /// Says what a file is.
    pub async fn sniff(&self, reading: Reading, file: &File) {
        let said = match ends_of(file).await {
            Ok((head, tail)) => {
                let sniffed = sniff(&head, &tail, whole(file.size()));
                FromReader::Sniffed {
                    reading,
                    format: sniffed.format.map(ToOwned::to_owned),
                    role: sniffed.role,
                }
            }
            Err(thrown) => unreadable(reading, &thrown),
        };
        say_as_reader(said);
    }

    /// Reads a file and hands it to the desk.
    pub async fn read(&self, reading: Reading, name: String, settings: &ReadSettings, file: &File) {
        self.opened.borrow_mut().take(); // its memory is wanted now
        let said = match self.read_whole(reading, name, settings, file).await {
            Ok(End::Read) => FromReader::Read { reading },
            Ok(End::Stopped) => FromReader::Stopped { reading },
            Err(thrown) => unreadable(reading, &thrown),
        };
        say_as_reader(said);
    }

    async fn read_whole(
        &self,
        reading: Reading,
        name: String,
        settings: &ReadSettings,
        file: &File,
    ) -> Result<End, JsValue> {
        let size = whole(file.size());
        let mut chunks = Chunks::of(file);
        let mut chunk = chunks.next().await?;
        if let Some(first) = &chunk
            && self.copied(first, archive::is_archive)
        {
            return self.read_archive(reading, &name, settings, file).await;
        }
        let mut feed = Feed::new(self, reading, (&name, size), settings);
        while let Some(buffer) = chunk {
            if self.is_stopped(reading) {
                return Ok(End::Stopped);
            }
            self.copied(&buffer, |bytes| feed.read(bytes))?;
            feed.say_progress(feed.bytes);
            chunk = chunks.next().await?;
        }
        feed.finish(None)?;
        self.complete(reading)
    }

    /// Opens an archive and reads its members one after the other.
    async fn read_archive(
        &self,
        reading: Reading,
        name: &str,
        settings: &ReadSettings,
        file: &File,
    ) -> Result<End, JsValue> {
        let bytes = all_of(file).await?;
        let members = match archive::members(name, &bytes, &settings.passwords) {
            Ok(members) => members,
            Err(problem) => {
                let mut feed = Feed::new(self, reading, (name, bytes.len() as u64), settings);
                feed.read(&bytes)?;
                feed.finish(Some(problem))?;
                return self.complete(reading);
            }
        };
        let packed = bytes.len() as u64;
        drop(bytes);
        let expanded: u64 = members.iter().map(|member| member.bytes.len() as u64).sum();
        let (mut done, mut rows) = (0, 0);
        for member in members {
            let size = member.bytes.len() as u64;
            let mut feed = Feed::new(self, reading, (&member.name, size), settings);
            feed.rows_before = rows;
            for chunk in member.bytes.chunks(CHUNK_LEN) {
                if self.is_stopped(reading) {
                    return Ok(End::Stopped);
                }
                feed.read(chunk)?;
                done += chunk.len() as u64;
                feed.say_progress(share(packed, done, expanded));
                next_turn().await;
            }
            rows = feed.rows();
            feed.finish(member.problem)?;
        }
        self.complete(reading)
    }

    fn is_stopped(&self, reading: Reading) -> bool {
        self.stopped.get() == Some(reading)
    }

    fn complete(&self, reading: Reading) -> Result<End, JsValue> {
        self.hand_on(&Piece::Complete { reading }, None)?;
        Ok(End::Read)
    }

    /// Copies a buffer of the browser's into memory that is used again.
    fn copied<T>(&self, buffer: &ArrayBuffer, then: impl FnOnce(&[u8]) -> T) -> T {
        let view = Uint8Array::new(buffer);
        let len = view.length() as usize;
        let mut chunk = self.chunk.borrow_mut();
        if chunk.len() < len {
            chunk.resize(len, 0);
        }
        view.copy_to(&mut chunk[..len]);
        then(&chunk[..len])
    }

    fn hand_on(&self, piece: &Piece, rows: Option<Rows>) -> Result<(), JsValue> {
        let line = self.line.borrow();
        let line = line.as_ref().expect("a reader is connected first");
        match rows.filter(|rows| !rows.is_empty()) {
            None => wire::post(line, piece, &[]),
            Some(rows) => {
                let bytes = transfer::to_bytes(&rows);
                drop(rows);
                let buffer = Uint8Array::from(bytes.as_slice()).buffer();
                wire::post(line, piece, &[buffer.into()])
            }
        }
    }

    /// Fetches text from a file.
    pub async fn answer(
        &self,
        ask: AskNumber,
        question: TextQuestion,
        passwords: Vec<String>,
        file: &File,
    ) {
        *self.passwords.borrow_mut() = passwords;
        let said = match question {
            TextQuestion::Original {
                reading,
                archive,
                name,
                encoding,
                offset,
            } => {
                let bytes = self.bytes_at(reading, &archive, &name, file, offset, RECORD_SHOWN);
                let record = |bytes: Vec<u8>| original::record(&bytes, encoding);
                let text = bytes.await.map(record);
                FromReader::Original { ask, text }
            }
            TextQuestion::Lines {
                reading,
                archive,
                name,
                encoding,
                line,
            } => {
                let mut around = LinesAround::new(line);
                let mut offset = 0;
                while !around.is_done() {
                    let bytes = self.bytes_at(reading, &archive, &name, file, offset, LOOKED_AT);
                    match bytes.await {
                        Some(bytes) if !bytes.is_empty() => {
                            around.look(&bytes);
                            offset += bytes.len() as u64;
                        }
                        _ => break,
                    }
                }
                let lines = around.lines(encoding);
                FromReader::Lines { ask, lines }
            }
            TextQuestion::Map {
                reading,
                archive,
                name,
                choice,
            } => {
                let start = self.bytes_at(reading, &archive, &name, file, 0, HEAD as u64);
                let wanted = mapper::bytes_wanted(&start.await.unwrap_or_default());
                let bytes = self.bytes_at(reading, &archive, &name, file, 0, wanted);
                let mapped = match bytes.await {
                    Some(bytes) => mapper::map(&bytes, (bytes.len() as u64) < wanted, &choice),
                    None => Err(FileProblem::Unreadable {
                        detail: String::new(),
                    }),
                };
                let mapped = Box::new(mapped);
                FromReader::Mapped { ask, mapped }
            }
            TextQuestion::Preview {
                reading,
                archive,
                name,
                encoding,
                settings,
            } => {
                let bytes = self.bytes_at(reading, &archive, &name, file, 0, PREVIEWED);
                let preview = bytes
                    .await
                    .map(|bytes| preview::of(&name, &bytes, encoding, &settings));
                FromReader::Preview { ask, preview }
            }
        };
        say_as_reader(said);
    }

    /// Bytes from `offset` on of a file, or of a member of the archive that it is.
    async fn bytes_at(
        &self,
        reading: Reading,
        archive: &str,
        name: &str,
        file: &File,
        offset: u64,
        count: u64,
    ) -> Option<Vec<u8>> {
        if name == archive {
            return slice(file, offset, offset + count).await.ok();
        }
        let members = self.members_of(reading, archive, file).await?;
        let member = members.iter().find(|member| member.name == name)?;
        let at =
            |n: u64| usize::try_from(n).map_or(member.bytes.len(), |n| n.min(member.bytes.len()));
        Some(member.bytes[at(offset)..at(offset + count)].to_vec())
    }

    async fn members_of(
        &self,
        reading: Reading,
        archive: &str,
        file: &File,
    ) -> Option<Rc<Vec<Member>>> {
        if let Some((of, members)) = &*self.opened.borrow()
            && *of == reading
        {
            return Some(Rc::clone(members));
        }
        let bytes = all_of(file).await.ok()?;
        let members = Rc::new(archive::members(archive, &bytes, &self.passwords.borrow()).ok()?);
        *self.opened.borrow_mut() = Some((reading, Rc::clone(&members)));
        Some(members)
    }
}

/// One file, or member of an archive, on its way through its reader.
struct Feed<'a> {
    host: &'a Reader,
    reading: Reading,
    name: String,
    reader: FileReader,
    bytes: u64,
    size: u64,
    rows_before: u64,
    progress: Every,
}

impl<'a> Feed<'a> {
    fn new(
        host: &'a Reader,
        reading: Reading,
        (name, size): (&str, u64),
        settings: &ReadSettings,
    ) -> Self {
        Self {
            host,
            reading,
            name: name.to_owned(),
            reader: FileReader::new(name, size, settings),
            bytes: 0,
            size,
            rows_before: 0,
            progress: Every::default(),
        }
    }

    fn rows(&self) -> u64 {
        self.rows_before + self.reader.rows_read()
    }

    fn read(&mut self, chunk: &[u8]) -> Result<(), JsValue> {
        self.reader.read(chunk);
        self.bytes += chunk.len() as u64;
        match self.reader.take_rows().filter(|rows| !rows.is_empty()) {
            None => Ok(()),
            rows => {
                let piece = Piece::Rows {
                    reading: self.reading,
                    name: self.name.clone(),
                    bytes: self.bytes,
                    size: self.size,
                };
                self.host.hand_on(&piece, rows)
            }
        }
    }

    fn say_progress(&mut self, bytes: u64) {
        if self.progress.is_due(PROGRESS_EVERY_MS) {
            say_as_reader(FromReader::Progress {
                reading: self.reading,
                bytes,
                rows: self.rows(),
            });
        }
    }

    /// Ends the file; `problem`: why it is refused, whatever was read of it.
    fn finish(self, problem: Option<FileProblem>) -> Result<(), JsValue> {
        let Intake {
            mut report,
            rows,
            content,
        } = self.reader.finish();
        if let Some(problem) = problem {
            report.problems = vec![problem];
        }
        let piece = Piece::End {
            reading: self.reading,
            report: Box::new(report),
            held: content.into(),
        };
        self.host.hand_on(&piece, rows)
    }
}

/// A file's bytes one chunk after the other, the next always asked for ahead.
struct Chunks<'a> {
    file: &'a File,
    asked: u64,
    size: u64,
    ahead: Option<Promise>,
}

impl<'a> Chunks<'a> {
    fn of(file: &'a File) -> Self {
        let size = whole(file.size());
        Self {
            file,
            asked: 0,
            size,
            ahead: None,
        }
    }

    fn ask(&mut self) -> Result<Option<Promise>, JsValue> {
        if self.asked >= self.size {
            return Ok(None);
        }
        let (from, to) = (self.asked, (self.asked + CHUNK).min(self.size));
        self.asked = to;
        Ok(Some(
            part(self.file, from, to)?.array_buffer().unchecked_into(),
        ))
    }

    async fn next(&mut self) -> Result<Option<ArrayBuffer>, JsValue> {
        let asked = match self.ahead.take() {
            Some(promise) => Some(promise),
            None => self.ask()?,
        };
        let Some(promise) = asked else {
            return Ok(None);
        };
        self.ahead = self.ask()?;
        Ok(Some(JsFuture::from(promise).await?.unchecked_into()))
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "files are smaller than the 8 PiB to which this is exact"
)]
fn part(file: &File, from: u64, to: u64) -> Result<Blob, JsValue> {
    file.slice_with_f64_and_f64(from as f64, to as f64)
}

async fn slice(file: &File, from: u64, to: u64) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(part(file, from, to)?.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn all_of(file: &File) -> Result<Vec<u8>, JsValue> {
    slice(file, 0, whole(file.size())).await
}

/// The first and last bytes of a file.
async fn ends_of(file: &File) -> Result<(Vec<u8>, Vec<u8>), JsValue> {
    let (size, head) = (whole(file.size()), HEAD as u64);
    let first = slice(file, 0, head.min(size)).await?;
    let last = slice(file, size.saturating_sub(head), size).await?;
    Ok((first, last))
}

fn unreadable(reading: Reading, thrown: &JsValue) -> FromReader {
    let detail = wire::words(thrown);
    FromReader::Unreadable { reading, detail }
}

/// `of × part / whole`, rounded down; 0 where there is no whole.
fn share(of: u64, part: u64, whole: u64) -> u64 {
    let exact = (u128::from(of) * u128::from(part)).checked_div(u128::from(whole));
    exact.and_then(|n| u64::try_from(n).ok()).unwrap_or(0)
}
