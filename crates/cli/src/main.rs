//! The command line. See `tieout --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tieout_cli::command::main(std::env::args_os().skip(1))
}
