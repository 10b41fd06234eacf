//! Words on the command line to a command.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value};

/// Shown with bad usage.
pub const USAGE: &str = "usage: tieout sample DIR [--rows N] [--seed S]\n       tieout --help";

/// Shown with `--help`.
pub const HELP: &str = "\
tieout: does the day tie out?

  tieout sample DIR [--rows N] [--seed S]
      Writes a synthetic day into DIR, with a known mix of outcomes: N rows a side of the
      channel reconciliation (1000), the same bytes for the same seed (1).
";

/// Asks for a synthetic day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sample {
    /// Where to.
    pub dir: PathBuf,
    /// Rows a side of the channel reconciliation.
    pub rows: u64,
    /// The same seed gives the same bytes.
    pub seed: u64,
}

/// What was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Arguments {
    /// `--help`.
    Help,
    /// `--version`.
    Version,
    /// `sample`.
    Sample(Sample),
}

/// What is wrong with the arguments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadUsage(pub String);

impl From<lexopt::Error> for BadUsage {
    fn from(error: lexopt::Error) -> Self {
        Self(error.to_string())
    }
}

impl Arguments {
    /// Reads the arguments, without the program's name.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, BadUsage> {
        let mut parser = lexopt::Parser::from_args(arguments);
        match parser.next()? {
            None => Err(BadUsage("no command given".to_owned())),
            Some(Long("help") | Short('h')) => Ok(Self::Help),
            Some(Long("version") | Short('V')) => Ok(Self::Version),
            Some(Value(command)) => match command.to_str() {
                Some("help") => Ok(Self::Help),
                Some("sample") => sample(&mut parser),
                _ => Err(BadUsage(format!(
                    "unknown command {}: expected sample",
                    command.display()
                ))),
            },
            Some(other) => Err(other.unexpected().into()),
        }
    }
}

fn number(option: &str, value: &OsString) -> Result<u64, BadUsage> {
    let parsed = value.to_str().and_then(|text| text.parse().ok());
    parsed.ok_or_else(|| {
        BadUsage(format!(
            "--{option} {}: expected a whole number",
            value.display()
        ))
    })
}

fn sample(parser: &mut lexopt::Parser) -> Result<Arguments, BadUsage> {
    let mut dir = None;
    let (mut rows, mut seed) = (1_000, 1);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("rows") => rows = number("rows", &parser.value()?)?,
            Long("seed") => seed = number("seed", &parser.value()?)?,
            Long("help") | Short('h') => return Ok(Arguments::Help),
            Value(value) if dir.is_none() => dir = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let dir = dir.ok_or_else(|| BadUsage("sample: no folder given".to_owned()))?;
    Ok(Arguments::Sample(Sample { dir, rows, seed }))
}
