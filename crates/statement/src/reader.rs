//! One file from its first byte to its last, in chunks of any size.

use sha2::{Digest, Sha256};

use crate::documents;
use crate::encoding::{BOM, Encoding, Narrowed, is_wide};
use crate::formats::Format;
use crate::intake::FileReport;
use crate::problem::FileProblem;
use crate::profile;
use crate::reading::{Origins, Reading};
use crate::rows::Rows;
use crate::settings::ReadSettings;
use crate::sniff::{HEAD, Known, is_workbook, know};
use crate::table::Table;
use crate::tabular;

/// What a file holds besides rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// Rows.
    Rows,
    /// The text of `tieout.toml`.
    Settings(String),
    /// The text of a carry-over.
    CarryOver(String),
    /// A table that stands beside the day, by its format's id: what a ledger holds.
    Beside {
        /// The id of the format.
        format: &'static str,
        /// The whole text.
        text: String,
    },
    /// The text of a decisions file.
    Decisions(String),
    /// Nothing to go on with: refused, or a format without rows.
    None,
}

/// A file as read.
#[derive(Clone, Debug)]
pub struct Intake {
    /// What it is and holds.
    pub report: FileReport,
    /// The rows that [`FileReader::take_rows`] has not given yet; `Some` for every file of
    /// a known role, also where it has none.
    pub rows: Option<Rows>,
    /// What it is good for.
    pub content: Content,
}

/// A settings file beyond this is none.
const LONGEST_SETTINGS: usize = 1 << 20;
/// A carry-over beyond this is none.
const LONGEST_CARRY_OVER: usize = 1 << 30;
/// How much is hashed and parsed at a time, so that it is read from memory once.
const STEP: usize = 256 << 10;

#[derive(Debug)]
enum Stage {
    /// Too little is there to know the file.
    Head(Vec<u8>),
    /// A table. Further kinds of file (fixed width, XML, tags) stand beside it.
    Table(Box<Table>),
    /// A table of ours or of a channel in UTF-16: held whole, read at its end.
    Wide { table: Box<Table>, bytes: Vec<u8> },
    /// A table of a foreign institution: held whole, read at its end.
    Grid {
        bytes: Vec<u8>,
        otherwise: FileProblem,
    },
    /// A text that is handed on whole.
    Text(&'static Format, Vec<u8>),
    /// A statement that is no table: collected, and read when it is whole.
    Document(&'static Format, Vec<u8>),
    /// Refused: only hashed.
    Refused,
}

/// Reads one file; the result is the same however the file is cut into chunks.
#[derive(Debug)]
pub struct FileReader {
    name: String,
    bytes: u64,
    settings: ReadSettings,
    hash: Sha256,
    format: Option<&'static Format>,
    encoding: Encoding,
    /// The format in reports of a file that a profile reads.
    by_profile: Option<String>,
    /// A workbook: it has no encoding.
    workbook: bool,
    reading: Reading,
    stage: Stage,
}

impl FileReader {
    /// A reader for the file of a name (below what was dropped, with `/`). It knows the
    /// file by what it is fed; `size`, its length in bytes, only saves memory.
    #[must_use]
    pub fn new(name: &str, size: u64, settings: &ReadSettings) -> Self {
        let head = usize::try_from(size).unwrap_or(HEAD).min(HEAD);
        Self {
            name: name.to_owned(),
            bytes: 0,
            settings: settings.clone(),
            hash: Sha256::new(),
            format: None,
            encoding: Encoding::default(),
            by_profile: None,
            workbook: false,
            reading: Reading::new(None),
            stage: Stage::Head(Vec::with_capacity(head)),
        }
    }

    /// Takes the file's next bytes.
    pub fn read(&mut self, chunk: &[u8]) {
        for step in chunk.chunks(STEP) {
            self.hash.update(step);
            self.bytes += step.len() as u64;
            self.take(step);
        }
    }

    /// Refuses the file for a reason that its bytes do not tell: it could not be opened or
    /// taken out of its archive.
    pub fn refuse(&mut self, problem: FileProblem) {
        self.stage = Stage::Refused;
        self.reading.problems.push(problem);
    }

    fn take(&mut self, bytes: &[u8]) {
        match &mut self.stage {
            Stage::Head(head) => {
                head.extend_from_slice(bytes);
                if head.len() > HEAD {
                    self.open(false);
                }
            }
            Stage::Table(table) => table.feed(bytes, false, &mut self.reading),
            Stage::Text(format, text) => {
                let limit = if format.id == crate::formats::own::SETTINGS.id {
                    LONGEST_SETTINGS
                } else {
                    LONGEST_CARRY_OVER
                };
                if text.len() + bytes.len() > limit {
                    let detail = format!("{} of more than {} MiB", format.id, limit >> 20);
                    self.reading.problems.push(FileProblem::TooLarge { detail });
                    self.stage = Stage::Refused;
                } else {
                    text.extend_from_slice(bytes);
                }
            }
            Stage::Document(format, held) => {
                if held.len() + bytes.len() > documents::LONGEST {
                    let limit = documents::LONGEST >> 20;
                    let detail = format!("{} of more than {limit} MiB", format.id);
                    self.reading.problems.push(FileProblem::TooLarge { detail });
                    self.stage = Stage::Refused;
                } else {
                    held.extend_from_slice(bytes);
                }
            }
            Stage::Grid { bytes: held, .. } | Stage::Wide { bytes: held, .. } => {
                if held.len() + bytes.len() > crate::grid::MOST_BYTES {
                    let limit = crate::grid::MOST_BYTES >> 20;
                    let detail = format!("a table to be held whole of more than {limit} MiB");
                    self.reading.problems.push(FileProblem::TooLarge { detail });
                    self.stage = Stage::Refused;
                } else {
                    held.extend_from_slice(bytes);
                }
            }
            Stage::Refused => {}
        }
    }

    /// Decides what the file is; `whole`: its head is all of it.
    fn open(&mut self, whole: bool) {
        let Stage::Head(head) = std::mem::replace(&mut self.stage, Stage::Refused) else {
            return;
        };
        let start = &head[..head.len().min(HEAD)];
        let encoding = Encoding::detect(start);
        // What is said of a file goes before what its bytes tell, but for two bytes a letter.
        let said = self.settings.file(&self.name).encoding;
        let said = said.filter(|said| !is_wide(*said) && !encoding.is_some_and(is_wide));
        let encoding = said.or(encoding);
        self.encoding = encoding.unwrap_or_default();
        let known = know(start, whole);
        if self.is_profiled(start, whole, &known) {
            self.stage = Stage::Grid {
                bytes: Vec::new(),
                otherwise: FileProblem::NotText,
            };
            return self.take(&head);
        }
        match known {
            Ok(Known::Table {
                format,
                header,
                line,
            }) => {
                self.format = Some(format);
                match format.open(&header, &self.settings) {
                    Ok(layout) => {
                        let skip = if head.starts_with(BOM) { BOM.len() } else { 0 };
                        self.reading = Reading::new(format.role);
                        self.reading.other_columns = format.others(&header);
                        self.stage = if is_wide(self.encoding) {
                            let narrow = Some(Encoding::Utf8);
                            Stage::Wide {
                                table: Box::new(Table::new(layout, line, narrow, 0)),
                                bytes: Vec::new(),
                            }
                        } else {
                            Stage::Table(Box::new(Table::new(layout, line, encoding, skip)))
                        };
                        self.take(&head);
                    }
                    Err(problem) => self.reading.problems.push(problem),
                }
            }
            Ok(Known::Text(format)) => {
                self.format = Some(format);
                self.stage = Stage::Text(format, Vec::new());
                self.take(&head);
            }
            Ok(Known::Document(format)) => {
                self.format = Some(format);
                self.reading = Reading::new(format.role);
                self.stage = Stage::Document(format, Vec::new());
                self.take(&head);
            }
            Ok(Known::Grid { otherwise }) => self.open_grid(&head, whole, otherwise),
            Ok(Known::Container(_)) => {
                let detail = "an archive within an archive within an archive".to_owned();
                self.reading
                    .problems
                    .push(FileProblem::BadArchive { detail });
            }
            Err(problem) => self.reading.problems.push(problem),
        }
    }

    /// Whether a profile reads the file, whatever its format would be.
    fn is_profiled(&self, head: &[u8], whole: bool, known: &Result<Known, FileProblem>) -> bool {
        use FileProblem as P;
        let table = match known {
            Ok(Known::Table { .. } | Known::Grid { .. }) => !is_workbook(head),
            Ok(Known::Text(_) | Known::Document(_) | Known::Container(_)) => false,
            Err(problem) => !matches!(problem, P::Foreign { .. } | P::EmptyFile),
        };
        let said = self.settings.file(&self.name).encoding;
        table && profile::knows(head, whole, said, &self.settings.profiles)
    }

    /// Holds a foreign table, where its beginning looks like one.
    fn open_grid(&mut self, head: &[u8], whole: bool, otherwise: FileProblem) {
        let file = self.settings.file(&self.name);
        let later = whole || is_workbook(head);
        let start = &head[..head.len().min(HEAD)];
        if !later && tabular::know(start, false, &file, &self.settings).is_err() {
            self.reading.problems.push(otherwise);
            return;
        }
        self.stage = Stage::Grid {
            bytes: Vec::new(),
            otherwise,
        };
        self.take(head);
    }

    /// Reads what is left of a table.
    fn end_table(&mut self) {
        match &mut self.stage {
            Stage::Table(table) => {
                table.feed(&[], true, &mut self.reading);
                self.encoding = table.encoding();
            }
            Stage::Wide { table, bytes } => {
                let narrowed = Narrowed::new(bytes, self.encoding);
                self.reading.origins = Origins(narrowed.starts);
                table.feed(narrowed.text.as_bytes(), true, &mut self.reading);
            }
            _ => {}
        }
    }

    /// Reads a foreign table.
    fn read_grid(&mut self) -> Content {
        let stage = std::mem::replace(&mut self.stage, Stage::Refused);
        let Stage::Grid { bytes, otherwise } = stage else {
            return Content::None;
        };
        let file = self.settings.file(&self.name);
        let profiles = &self.settings.profiles;
        let read = profile::read(&bytes, &file, profiles, &mut self.reading);
        if let Some((profile, encoding)) = read {
            self.by_profile = Some(profile.format());
            self.workbook = encoding.is_none();
            self.encoding = encoding.unwrap_or_default();
            if self.reading.used() == 0 && self.reading.rejected.is_empty() {
                self.reading.problems.push(FileProblem::NoRows);
            }
            return Content::Rows;
        }
        match tabular::read(&bytes, &file, &self.settings, &mut self.reading) {
            Ok(known) => {
                self.format = Some(known.format);
                self.workbook = known.encoding.is_none();
                self.encoding = known.encoding.unwrap_or_default();
                if self.reading.used() == 0 && self.reading.rejected.is_empty() {
                    self.reading.problems.push(FileProblem::NoRows);
                }
                Content::Rows
            }
            Err(problem) => {
                self.workbook = is_workbook(&bytes);
                self.reading.problems.push(problem.unwrap_or(otherwise));
                Content::None
            }
        }
    }

    /// Rows read and used so far.
    #[must_use]
    pub const fn rows_read(&self) -> u64 {
        self.reading.used()
    }

    /// The rows since the last call, to hand on piece by piece.
    pub fn take_rows(&mut self) -> Option<Rows> {
        self.reading.take_rows()
    }

    /// The end of the file.
    #[must_use]
    pub fn finish(mut self) -> Intake {
        if matches!(self.stage, Stage::Head(_)) {
            self.open(true);
        }
        let mut content = Content::None;
        match &mut self.stage {
            Stage::Table(_) | Stage::Wide { .. } => {
                self.end_table();
                if self.format.is_some_and(|format| format.role.is_some()) {
                    content = Content::Rows;
                    if self.reading.used() == 0 && self.reading.rejected.is_empty() {
                        self.reading.problems.push(FileProblem::NoRows);
                    }
                }
            }
            Stage::Text(format, bytes) => {
                let text = bytes.strip_prefix(BOM).unwrap_or(bytes);
                self.encoding = Encoding::detect(text).unwrap_or_default();
                let text = self.encoding.decode(text);
                match text.map(|text| text.trim_start_matches('\u{feff}').to_owned()) {
                    Some(text) if format.id == crate::formats::own::SETTINGS.id => {
                        content = Content::Settings(text);
                    }
                    Some(text) if format.is_beside() => {
                        let format = format.id;
                        content = Content::Beside { format, text };
                    }
                    Some(text) if format.id == crate::formats::own::DECISIONS.id => {
                        content = Content::Decisions(text);
                    }
                    Some(text) => content = Content::CarryOver(text),
                    None => self.reading.problems.push(FileProblem::NotText),
                }
            }
            Stage::Document(format, bytes) => {
                let bytes = std::mem::take(bytes);
                let file = self.settings.file(&self.name);
                self.encoding =
                    documents::read(format, bytes, &self.settings, &file, &mut self.reading);
                content = Content::Rows;
                if self.reading.used() == 0 && self.reading.rejected.is_empty() {
                    self.reading.problems.push(FileProblem::NoRows);
                }
            }
            Stage::Grid { .. } => content = self.read_grid(),
            Stage::Head(_) | Stage::Refused => {}
        }
        self.intake(content)
    }

    fn intake(mut self, content: Content) -> Intake {
        let role = match self.by_profile {
            Some(_) => self.reading.role(),
            None => self.format.and_then(|format| format.role),
        };
        let by_format = self.format.map(|format| format.id.to_owned());
        let is_text = !self.workbook
            && !self.reading.problems.iter().any(|problem| {
                use FileProblem as P;
                matches!(
                    problem,
                    P::NotText
                        | P::Foreign { .. }
                        | P::BadArchive { .. }
                        | P::NeedsPassword
                        | P::WrongPassword
                )
            });
        let report = FileReport {
            name: self.name,
            format: self.by_profile.or(by_format),
            role,
            encoding: if is_text {
                self.encoding.name().to_owned()
            } else {
                String::new()
            },
            sha256: hexadecimal(&self.hash.finalize()),
            rows_read: self.reading.used(),
            rows_rejected: std::mem::take(&mut self.reading.rejected),
            rows_neutral: self.reading.neutral(),
            accounts: std::mem::take(&mut self.reading.accounts)
                .into_iter()
                .collect(),
            dates: self.reading.dates(),
            currency_totals: self.reading.currency_totals(),
            stated_totals: std::mem::take(&mut self.reading.stated),
            problems: std::mem::take(&mut self.reading.problems),
            other_columns: std::mem::take(&mut self.reading.other_columns),
            bytes: self.bytes,
        };
        let refused = report.refused();
        Intake {
            report,
            rows: self.reading.into_rows().filter(|_| !refused),
            content: if refused { Content::None } else { content },
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a string takes every letter");
            text
        })
}
