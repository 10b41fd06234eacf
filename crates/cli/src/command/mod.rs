//! What was asked, and doing it.

use std::ffi::OsString;
use std::process::ExitCode;

mod arguments;
mod sample;

use arguments::{Arguments, BadUsage};

/// A file or row that could not be read, or bad usage.
const UNREADABLE: u8 = 2;

/// Runs the command that the arguments ask for (without the program's name) and gives its
/// exit status: 0, 1 (exceptions) or 2 (something could not be read, or bad usage).
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let done = match Arguments::parse(arguments) {
        Ok(Arguments::Help) => {
            print!("{}", arguments::HELP);
            Ok(ExitCode::SUCCESS)
        }
        Ok(Arguments::Version) => {
            println!("tieout {}", env!("CARGO_PKG_VERSION"));
            Ok(ExitCode::SUCCESS)
        }
        Ok(Arguments::Sample(day)) => sample::write(&day),
        Err(BadUsage(what)) => Err(format!("{what}\n\n{}", arguments::USAGE)),
    };
    done.unwrap_or_else(|message| {
        eprintln!("tieout: {message}");
        ExitCode::from(UNREADABLE)
    })
}
