//! Build scripts of the house: `cargo xtask` names them.

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
usage: cargo xtask COMMAND

  serve [--port PORT]   set up, build, open the app on this machine
  test [--only PART]    set up, run every check, or one part of them:
                        lint, engine, docs, web, privacy, second-wasm
  dist                  what is published: dist/ for a static host, dist/tieout.html alone
  bench [--rows N] [--runs N]
                        measure a large synthetic day in the browser
  fuzz [TARGET…] [--seconds N]
                        hand hostile bytes to every reader, 60 s each
  shots [--every FOLDER]
                        take the pictures of docs/screenshots that README shows
  setup                 bring what the other commands need
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command; false when it ran and something did not pass.
fn dispatch(arguments: &[String]) -> Result<bool> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{USAGE}");
        return Ok(true);
    };
    match command.as_str() {
        "serve" => xtask::serve::serve(rest).map(|()| true),
        "test" => xtask::test::test(rest),
        "dist" => xtask::dist::dist(rest).map(|()| true),
        "bench" => xtask::bench::bench(rest).map(|()| true),
        "fuzz" => xtask::fuzz::fuzz(rest).map(|()| true),
        "shots" => xtask::bench::shots(rest).map(|()| true),
        "trunk-hook" => xtask::trunk::hook(rest).map(|()| true),
        "setup" => xtask::setup::setup(rest).map(|()| true),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(true)
        }
        _ => bail!("there is no `{command}`\n{USAGE}"),
    }
}
