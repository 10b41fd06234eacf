//! What holds across the crates: golden days, laws, the command line.
//!
//! This library is what those tests share: where the fixtures are, and days in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;
use tieout_cli::command::{self, Terminal};
use tieout_cli::reading;
use tieout_engine::Run;
use tieout_engine::report::Report;

/// A path below this package's folder.
#[must_use]
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Whether `UPDATE_GOLDEN=1` asks to write what is expected instead of comparing with it.
#[must_use]
pub fn update_golden() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1")
}

/// Files by name, in byte order of the names.
pub type Files = BTreeMap<String, Vec<u8>>;

/// One file of a [`Memory`].
pub struct MemoryFile {
    name: String,
    files: Rc<RefCell<Files>>,
}

impl Write for MemoryFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut files = self.files.borrow_mut();
        files
            .entry(self.name.clone())
            .or_default()
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A folder in memory, for days that are made.
#[derive(Default)]
pub struct Memory(Rc<RefCell<Files>>);

impl Memory {
    /// Opens files of this folder.
    pub fn opener(&self) -> impl FnMut(&str) -> io::Result<MemoryFile> + use<> {
        let files = Rc::clone(&self.0);
        move |name| {
            files.borrow_mut().insert(name.to_owned(), Vec::new());
            Ok(MemoryFile {
                name: name.to_owned(),
                files: Rc::clone(&files),
            })
        }
    }

    /// The files written.
    #[must_use]
    pub fn files(&self) -> Files {
        self.0.borrow().clone()
    }
}

/// What a command wrote and its exit status.
#[derive(Debug)]
pub struct Told {
    /// 0, 1 or 2.
    pub status: u8,
    /// Its result.
    pub out: String,
    /// Its messages.
    pub err: String,
}

impl Told {
    /// The result as JSON.
    ///
    /// # Panics
    /// Where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

/// Runs `tieout` with these arguments.
#[must_use]
pub fn tieout<S: Into<OsString>>(arguments: impl IntoIterator<Item = S>) -> Told {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal = Terminal {
        out: &mut out,
        err: &mut err,
    };
    let status = command::main(arguments.into_iter().map(Into::into), &mut terminal);
    let text = |bytes| String::from_utf8(bytes).expect("tieout writes UTF-8");
    Told {
        status,
        out: text(out),
        err: text(err),
    }
}

/// A folder that is gone when the test is over.
#[derive(Debug)]
pub struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    /// A folder with these files, paths with `/` below it.
    ///
    /// # Panics
    /// Where the system has no room for it.
    #[must_use]
    pub fn with<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tieout-tests-{}-{number}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        fs::create_dir_all(&folder.0).expect("a temporary folder");
        for (name, bytes) in files {
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a temporary folder");
            fs::write(path, bytes).expect("a temporary file");
        }
        folder
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // What stays behind lies in the system's temporary folder.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The files of a folder, names below it with `/`.
///
/// # Panics
/// Where the folder cannot be read.
#[must_use]
pub fn files_of(folder: &Path) -> Files {
    tieout_cli::files::given(&[folder.to_path_buf()])
        .into_iter()
        .map(|file| (file.name, fs::read(file.path).expect("a readable file")))
        .collect()
}

/// The report of files in memory, read by the real readers.
#[must_use]
pub fn report_of(files: &Files) -> Report {
    let intakes = files
        .iter()
        .flat_map(|(name, bytes)| reading::intakes(name, bytes))
        .collect();
    let day = reading::day(intakes, None);
    Run::new(day).finish().report()
}
