//! What holds across the crates: golden days, laws, the command line.
//!
//! This library is what those tests share: where the fixtures are, and days in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

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
