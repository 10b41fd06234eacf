//! What was asked, and doing it.

use std::ffi::OsString;
use std::io::{self, Write};

mod arguments;
mod day;
mod sample;
mod verify;

use arguments::{Arguments, BadUsage};

/// All ties out; timing differences are no error.
pub const TIES_OUT: u8 = 0;
/// There are exceptions other than timing differences.
pub const EXCEPTIONS: u8 = 1;
/// A file or row could not be read, or bad usage.
pub const UNREADABLE: u8 = 2;

/// Where a command writes: results on `out`, messages on `err`.
pub struct Terminal<'a> {
    /// Results.
    pub out: &'a mut dyn Write,
    /// Messages, `file:line: what is wrong: what was expected`.
    pub err: &'a mut dyn Write,
}

impl Terminal<'_> {
    /// Writes a result.
    ///
    /// # Errors
    /// As the writer.
    fn print(&mut self, text: &str) -> Result<(), Stopped> {
        self.out.write_all(text.as_bytes())?;
        Ok(())
    }

    /// Writes a message on a line of its own. One that cannot be written is given up: there
    /// is nowhere else to say so.
    fn complain(&mut self, message: &str) {
        let _ = writeln!(self.err, "{message}");
    }
}

/// Why a command ended before its end.
enum Stopped {
    /// With a message.
    Because(String),
    /// Nobody reads the output any more (`| head`): no error.
    Unread,
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Unread
        } else {
            Self::Because(error.to_string())
        }
    }
}

/// Runs the command that the arguments ask for (without the program's name) and gives its
/// exit status: [`TIES_OUT`], [`EXCEPTIONS`] or [`UNREADABLE`].
pub fn main(arguments: impl IntoIterator<Item = OsString>, terminal: &mut Terminal<'_>) -> u8 {
    let done = match Arguments::parse(arguments) {
        Ok(asked) => perform(&asked, terminal),
        Err(BadUsage(what)) => Err(Stopped::Because(format!(
            "tieout: {what}\n\n{}",
            arguments::USAGE
        ))),
    };
    let flushed = done.and_then(|status| {
        terminal.out.flush()?;
        Ok(status)
    });
    match flushed {
        Ok(status) => status,
        Err(Stopped::Unread) => TIES_OUT,
        Err(Stopped::Because(message)) => {
            terminal.complain(&message);
            UNREADABLE
        }
    }
}

fn perform(asked: &Arguments, terminal: &mut Terminal<'_>) -> Result<u8, Stopped> {
    match asked {
        Arguments::Help => {
            terminal.print(arguments::HELP)?;
            Ok(TIES_OUT)
        }
        Arguments::Version => {
            terminal.print(concat!("tieout ", env!("CARGO_PKG_VERSION"), "\n"))?;
            Ok(TIES_OUT)
        }
        Arguments::Run(asked) => day::run(asked, terminal),
        Arguments::Inspect(asked) => day::inspect(asked, terminal),
        Arguments::Explain(asked) => day::explain(asked, terminal),
        Arguments::Verify(asked) => verify::run(asked, terminal),
        Arguments::Chart => {
            terminal.print(&tieout_engine::books::own_chart::template())?;
            Ok(TIES_OUT)
        }
        Arguments::Sample(asked) => sample::write(asked, terminal),
    }
}
