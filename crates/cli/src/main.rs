//! The command line. See `tieout --help`.

use std::io::{self, BufWriter};
use std::process::ExitCode;

use tieout_cli::command::{self, Terminal};

fn main() -> ExitCode {
    let mut terminal = Terminal {
        out: &mut BufWriter::new(io::stdout().lock()),
        err: &mut io::stderr().lock(),
    };
    ExitCode::from(command::main(std::env::args_os().skip(1), &mut terminal))
}
