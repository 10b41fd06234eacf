//! Programs that an export is for.

use std::path::PathBuf;
use std::process::Command;

/// Where a program is; `None`, and said, where it is not installed.
pub fn find(name: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file());
    if found.is_none() {
        println!("skipped: {name} is not installed; cargo xtask setup says how to get it");
    }
    found
}

/// What a command printed, and whether it ended well.
pub fn run(command: &mut Command) -> (bool, String, String) {
    let output = command.output().expect("a program that was found");
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.success(),
        text(&output.stdout),
        text(&output.stderr),
    )
}
