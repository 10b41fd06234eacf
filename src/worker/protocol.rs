//! Every message between page, readers and desk.
//!
//! A **reader** reads files, one after the other. The one **desk** keeps what was read and
//! owns the engine. Rows go from reader to desk over a port of their own, as transferred
//! buffers; the page sees numbers, summaries and pages of a list only.
//!
//! Messages are JSON text with what JSON cannot hold (files, ports, buffers) beside it, in
//! the order that each variant states. Every answer carries the number of what it answers,
//! so that one that comes too late is known and dropped.

use serde::{Deserialize, Serialize};
use tieout_engine::books::view::{TreatmentChoice, WouldBook};
use tieout_engine::cleaning::CleaningPreview;
use tieout_engine::decisions::{Decision, Direction};
use tieout_engine::report::EntryReport;
use tieout_engine::worklist::{Detail, Item, Listing, Query, Summary, WhyNot};
use tieout_statement::profile::mapper::{Choice, Mapped};
use tieout_statement::{
    Content, Encoding, FileProblem, FileReport, ReadSettings, RejectedRow, Role,
};

use super::books::{BooksAnswer, BooksQuestion};

/// One attempt at reading one dropped file.
///
/// A further attempt (the worker failed, the desk failed) is another reading: what an
/// earlier one left behind is never mixed with it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// The dropped file, counted by the page; a file that replaces another has its own.
    pub file: u32,
    /// Counts from 0.
    pub attempt: u32,
}

/// Numbers a reconciliation run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct RunNumber(pub u32);

/// Numbers a question.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct AskNumber(pub u32);

/// What a file holds besides rows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Held {
    /// Rows, or nothing.
    Rows,
    /// The text of a `tieout.toml`.
    Settings(String),
    /// The text of a carry-over file.
    CarryOver(String),
    /// The text of a table that stands beside the day.
    Beside(String),
    /// The text of a decisions file.
    Decisions(String),
}

impl From<Content> for Held {
    fn from(content: Content) -> Self {
        match content {
            Content::Rows | Content::None => Self::Rows,
            Content::Settings(text) => Self::Settings(text),
            Content::CarryOver(text) => Self::CarryOver(text),
            Content::Beside { text, .. } => Self::Beside(text),
            Content::Decisions(text) => Self::Decisions(text),
        }
    }
}

/// From the page to a worker; the first message decides what the worker is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ToWorker {
    /// To a reader.
    Reader(ToReader),
    /// To the desk.
    Desk(ToDesk),
}

/// From a worker to the page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum FromWorker {
    /// From a reader.
    Reader(FromReader),
    /// From the desk.
    Desk(FromDesk),
    /// The worker is about to end: what its panic said.
    Panicked {
        /// Text and place.
        text: String,
    },
}

/// From the page to a reader.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ToReader {
    /// Beside it: the port to the desk.
    Connect,
    /// Say what a file is, by its first and last bytes. Beside it: the file.
    Sniff {
        /// Which.
        reading: Reading,
    },
    /// Read a file to its end. Beside it: the file.
    Read {
        /// Which.
        reading: Reading,
        /// Path below what was dropped.
        name: String,
        /// How its format is read.
        settings: ReadSettings,
    },
    /// Stop reading; a reading that has ended already is no error.
    Stop {
        /// Which.
        reading: Reading,
    },
    /// Fetch text from a file. Beside it: the file.
    Ask {
        /// Echoed by the answer.
        ask: AskNumber,
        /// What.
        question: TextQuestion,
        /// What opens an archive that is locked.
        passwords: Vec<String>,
    },
}

/// Text from a file, or from a member of an archive.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum TextQuestion {
    /// One record as the file holds it.
    Original {
        /// The dropped file, to know an archive opened before.
        reading: Reading,
        /// Name of the dropped file.
        archive: String,
        /// Name of the file that has the record: the same, or a member.
        name: String,
        /// Its encoding.
        encoding: Encoding,
        /// First byte of the record.
        offset: u64,
    },
    /// A line and the lines beside it, as the file holds them.
    Lines {
        /// The dropped file, to know an archive opened before.
        reading: Reading,
        /// Name of the dropped file.
        archive: String,
        /// Name of the file that has the line: the same, or a member.
        name: String,
        /// Its encoding.
        encoding: Encoding,
        /// 1 = first.
        line: u32,
    },
    /// A table under a profile, or a proposal for one.
    Map {
        /// The dropped file, to know an archive opened before.
        reading: Reading,
        /// Name of the dropped file.
        archive: String,
        /// Name of the file to map: the same, or a member.
        name: String,
        /// What has been chosen.
        choice: Box<Choice>,
    },
    /// The first rows, as text and as read.
    Preview {
        /// The dropped file, to know an archive opened before.
        reading: Reading,
        /// Name of the dropped file.
        archive: String,
        /// Name of the file to show: the same, or a member.
        name: String,
        /// Its encoding.
        encoding: Encoding,
        /// How its format is read.
        settings: ReadSettings,
    },
}

/// The first rows of a file as read, beside the raw text.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Preview {
    /// Raw lines with their numbers, decoded, control characters made visible.
    pub raw: Vec<(u32, String)>,
    /// Names of the columns of `rows`.
    pub columns: Vec<String>,
    /// The first rows as read: line and cells in the order of `columns`.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// From a reader to the page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum FromReader {
    /// What the file is.
    Sniffed {
        /// Which.
        reading: Reading,
        /// Format id, `None` where unknown.
        format: Option<String>,
        /// The record that its rows are.
        role: Option<Role>,
    },
    /// How far it is; at most one in [`PROGRESS_EVERY_MS`].
    Progress {
        /// Which.
        reading: Reading,
        /// Bytes read.
        bytes: u64,
        /// Rows read.
        rows: u64,
    },
    /// All of it has been handed to the desk; the reader is free.
    Read {
        /// Which.
        reading: Reading,
    },
    /// Stopped as told; the reader is free.
    Stopped {
        /// Which.
        reading: Reading,
    },
    /// The browser would not give the bytes (the file was changed, moved or removed).
    Unreadable {
        /// Which.
        reading: Reading,
        /// The browser's words.
        detail: String,
    },
    /// The answer to [`ToReader::Ask`].
    Original {
        /// Of the question.
        ask: AskNumber,
        /// `None`: there is no such text.
        text: Option<String>,
    },
    /// The answer to [`ToReader::Ask`].
    Lines {
        /// Of the question.
        ask: AskNumber,
        /// Those that exist, with their numbers.
        lines: Vec<(u32, String)>,
    },
    /// The answer to [`ToReader::Ask`].
    Mapped {
        /// Of the question.
        ask: AskNumber,
        /// What is no table has a problem.
        mapped: Box<Result<Mapped, FileProblem>>,
    },
    /// The answer to [`ToReader::Ask`].
    Preview {
        /// Of the question.
        ask: AskNumber,
        /// `None`: there is nothing to show.
        preview: Option<Preview>,
    },
}

/// From a reader to the desk, over their port.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Piece {
    /// Rows of a file, in file order. Beside it: the buffer.
    Rows {
        /// Which.
        reading: Reading,
        /// The file, or a member of it.
        name: String,
        /// Bytes of the file that its rows so far stand in.
        bytes: u64,
        /// Its bytes in all.
        size: u64,
    },
    /// A file's end. Beside it: the buffer of its last rows, if any.
    End {
        /// Which.
        reading: Reading,
        /// What the file holds.
        report: Box<FileReport>,
        /// What it holds besides rows.
        held: Held,
    },
    /// Nothing more comes of this reading.
    Complete {
        /// Which.
        reading: Reading,
    },
}

/// From the page to the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ToDesk {
    /// Beside it: the port to a reader.
    Connect,
    /// A file of which nothing can be read, to be listed and counted.
    Refuse {
        /// Which.
        reading: Reading,
        /// What is wrong with it.
        report: Box<FileReport>,
    },
    /// Reconcile the day that these readings make. All others are forgotten.
    Reconcile {
        /// Echoed by what follows.
        run: RunNumber,
        /// Each complete.
        readings: Vec<Reading>,
        /// Members of archives that the user took out.
        without: Vec<(Reading, String)>,
        /// A `tieout.toml` that stands in place of the files' own.
        settings: Option<String>,
        /// What was decided.
        decisions: Vec<Decision>,
    },
    /// Take what was decided, in place of what was decided before.
    Decide {
        /// Everything, in order.
        decisions: Vec<Decision>,
    },
    /// Stop the run, keep the rows.
    Stop {
        /// Which.
        run: RunNumber,
    },
    /// Drop the rows of these readings and whatever of them is still on its way.
    Forget {
        /// Which.
        readings: Vec<Reading>,
    },
    /// Drop the rows of these readings, those of the day too: the same files are read
    /// again with other settings.
    ReadAgain {
        /// The earlier readings.
        readings: Vec<Reading>,
    },
    /// A question about the result.
    Ask {
        /// Echoed by the answer.
        ask: AskNumber,
        /// What.
        question: Question,
    },
    /// Make a file of the result.
    Export {
        /// Echoed by what follows.
        ask: AskNumber,
        /// Its name, as the command line writes it.
        file: String,
        /// Whether people read it in Chinese.
        chinese: bool,
    },
}

/// What the screens ask of the result.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Question {
    /// A new listing.
    List(Query),
    /// Items of the latest listing.
    Page {
        /// First item, from 0.
        from: u64,
        /// How many.
        count: u64,
    },
    /// A group opened.
    Open {
        /// Its handle.
        handle: u64,
    },
    /// What comes nearest to a group that met nothing.
    WhyNot {
        /// Its handle.
        handle: u64,
    },
    /// The groups in which a row takes part.
    Explain {
        /// The row's file.
        file: String,
        /// Line where its record starts.
        line: u32,
    },
    /// What a channel's cleaning makes of its first numbers.
    CleaningPreview {
        /// A `tieout.toml` that has the channel.
        settings: String,
        /// The channel's code.
        code: String,
        /// Numbers of each side, at most.
        count: u64,
    },
    /// Refused rows of a file.
    Rejected {
        /// The file.
        name: String,
        /// First, from 0.
        from: u64,
        /// How many.
        count: u64,
    },
    /// What the books, the reports and the overview's charts show.
    Books(BooksQuestion),
    /// What may be done with an exception, and its entry as it stands.
    Treatments {
        /// Its handle.
        handle: u64,
        /// How postings would be taken back.
        direction: Direction,
    },
    /// What accepting exceptions as they stand would book.
    WouldBook {
        /// Their handles.
        handles: Vec<u64>,
    },
}

/// The desk's answer to a [`Question`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// To [`Question::List`].
    Listing(Listing),
    /// To [`Question::Page`].
    Items(Vec<Item>),
    /// To [`Question::Open`] and [`Question::Explain`].
    Details(Vec<Detail>),
    /// To [`Question::WhyNot`]; `None` for a group that met its other side.
    WhyNot(Option<WhyNot>),
    /// To [`Question::CleaningPreview`].
    CleaningPreview(CleaningPreview),
    /// To [`Question::Rejected`].
    Rejected(Vec<RejectedRow>),
    /// To [`Question::Books`].
    Books(BooksAnswer),
    /// To [`Question::Treatments`].
    Treatments {
        /// What may be done, the usual way first.
        choices: Vec<TreatmentChoice>,
        /// The entry as it stands; `None`: there is none.
        entry: Option<EntryReport>,
    },
    /// To [`Question::WouldBook`].
    WouldBook(Vec<WouldBook>),
    /// There is no result to ask.
    NoResult,
}

/// From the desk to the page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum FromDesk {
    /// A file, or a member of an archive, was read to its end.
    Filed {
        /// Which.
        reading: Reading,
        /// What it holds, with the first refused rows only.
        report: Box<FileReport>,
        /// Refused rows in all.
        rows_rejected: u64,
        /// The text of a `tieout.toml` or of a decisions file.
        text: Option<String>,
    },
    /// All files of this reading are filed.
    Complete {
        /// Which.
        reading: Reading,
    },
    /// How far the run is; at most one in [`PROGRESS_EVERY_MS`].
    Progress {
        /// Which.
        run: RunNumber,
        /// Rows placed.
        done: u64,
        /// Rows to place.
        total: u64,
    },
    /// There is a result.
    Done {
        /// Which.
        run: RunNumber,
        /// At a glance; its files have the first refused rows only.
        summary: Box<Summary>,
    },
    /// What was decided is taken.
    Decided {
        /// At a glance, as in [`FromDesk::Done`].
        summary: Box<Summary>,
    },
    /// Stopped as told; the rows are still there.
    Stopped {
        /// Which.
        run: RunNumber,
    },
    /// The answer to [`ToDesk::Ask`].
    Answer {
        /// Of the question.
        ask: AskNumber,
        /// What.
        answer: Answer,
    },
    /// The answer to [`ToDesk::Export`]. Beside it, where nothing went wrong: the bytes, as
    /// a buffer.
    Exported {
        /// Of the question.
        ask: AskNumber,
        /// Why there is no such file.
        failure: Option<String>,
    },
}

/// The page hears of progress no more often than this, in milliseconds.
pub const PROGRESS_EVERY_MS: u32 = 100;

/// Refused rows of a file that are on the page at once: a file of the wrong kind can have
/// a million, and the page stays small. [`Question::Rejected`] has the rest.
pub const REJECTED_SHOWN: usize = 200;

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::de::DeserializeOwned;
    use tieout_statement::{FileProblem, Reason};

    use super::*;

    fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(message: &T) {
        let text = serde_json::to_string(message).expect("messages are JSON");
        let back: T = serde_json::from_str(&text).expect("and are read from it");
        assert_eq!(&back, message, "{text}");
    }

    const READING: Reading = Reading {
        file: 3,
        attempt: 1,
    };

    fn refused() -> Box<FileReport> {
        Box::new(FileReport {
            name: "部分/a \"b\".csv".to_owned(),
            format: None,
            role: Some(Role::BankStatement),
            encoding: "GB18030".to_owned(),
            sha256: String::new(),
            rows_read: u64::MAX,
            rows_rejected: vec![RejectedRow {
                line: 7,
                column: Some("金额\u{202e}".to_owned()),
                reason: Reason::NotAnAmount {
                    text: "1,0\u{0}0".to_owned(),
                },
            }],
            rows_neutral: 0,
            accounts: vec!["RES-01".to_owned()],
            dates: Some(("2026-03-02".to_owned(), "2026-03-02".to_owned())),
            currency_totals: Vec::new(),
            stated_totals: Vec::new(),
            problems: vec![FileProblem::SameFile {
                first: "b.csv".to_owned(),
            }],
            other_columns: Vec::new(),
            bytes: 0,
        })
    }

    #[test]
    fn what_the_page_says_arrives_as_it_was_said() {
        for message in [
            ToReader::Connect,
            ToReader::Sniff { reading: READING },
            ToReader::Read {
                reading: READING,
                name: "a.zip".to_owned(),
                settings: ReadSettings::default(),
            },
            ToReader::Stop { reading: READING },
            ToReader::Ask {
                ask: AskNumber(9),
                question: TextQuestion::Original {
                    reading: READING,
                    archive: "a.zip".to_owned(),
                    name: "a.zip/b.csv".to_owned(),
                    encoding: Encoding::Gb18030,
                    offset: u64::MAX,
                },
                passwords: vec!["2026".to_owned()],
            },
        ] {
            survives(&ToWorker::Reader(message));
        }
        for message in [
            ToDesk::Connect,
            ToDesk::Refuse {
                reading: READING,
                report: refused(),
            },
            ToDesk::Reconcile {
                run: RunNumber(2),
                readings: vec![READING],
                without: vec![(READING, "a.zip/b.csv".to_owned())],
                settings: Some("[day]\n".to_owned()),
                decisions: vec![Decision {
                    exception: "x-1".to_owned(),
                    ..Decision::default()
                }],
            },
            ToDesk::Stop { run: RunNumber(2) },
            ToDesk::Forget {
                readings: vec![READING],
            },
            ToDesk::Ask {
                ask: AskNumber(1),
                question: Question::List(Query::default()),
            },
        ] {
            survives(&ToWorker::Desk(message));
        }
    }

    #[test]
    fn what_the_workers_say_arrives_as_it_was_said() {
        survives(&FromWorker::Panicked {
            text: "at line 3:\n\"quoted\"".to_owned(),
        });
        survives(&FromWorker::Reader(FromReader::Progress {
            reading: READING,
            bytes: u64::MAX,
            rows: 1,
        }));
        survives(&FromWorker::Desk(FromDesk::Filed {
            reading: READING,
            report: refused(),
            rows_rejected: 1,
            text: None,
        }));
        survives(&FromWorker::Desk(FromDesk::Answer {
            ask: AskNumber(4),
            answer: Answer::Items(Vec::new()),
        }));
        survives(&Piece::End {
            reading: READING,
            report: refused(),
            held: Held::Settings("a = 1".to_owned()),
        });
    }
}
