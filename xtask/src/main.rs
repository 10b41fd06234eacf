//! Build scripts of the house: `cargo xtask` names them.

use std::process::ExitCode;

use anyhow::Result;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  serve [--port PORT]   set up, build, open the app on this machine
  dist                  what is published: dist/ for a static host, dist/tieout.html alone
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    match arguments.split_first() {
        Some((command, rest)) if command == "serve" => xtask::serve::serve(rest),
        Some((command, rest)) if command == "dist" => xtask::dist::dist(rest),
        _ => {
            print!("{USAGE}");
            Ok(())
        }
    }
}
