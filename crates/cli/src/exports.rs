//! Files that `--out` writes.

use std::fs;
use std::io;
use std::path::Path;

use tieout_engine::carry_over::CarryOver;
use tieout_engine::report::Report;
use tieout_export::{ALL, Options};

/// A document as JSON, two blanks a level, a line end after it.
///
/// # Errors
/// As the writer.
pub fn json(value: &impl serde::Serialize, mut out: impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, value)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Writes every export, and the carry-over that the next day reads, into a folder, which is
/// made where it is not there.
///
/// # Errors
/// As the file system, as `path: what is wrong`.
pub fn all(
    report: &Report,
    carry_over: &CarryOver,
    dir: &Path,
    options: Options,
) -> Result<(), String> {
    let write = |name: &str, bytes: &[u8]| {
        let path = dir.join(name);
        fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))
    };
    fs::create_dir_all(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    for export in ALL {
        let made = (export.make)(report, options);
        let bytes = made.map_err(|error| format!("{}: {error}", export.file_name))?;
        write(export.file_name, &bytes)?;
    }
    write("carry_over.json", carry_over.to_json().as_bytes())
}
