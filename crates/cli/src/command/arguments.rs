//! Words on the command line to a command.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::Arg;
use lexopt::Parser;
use lexopt::prelude::{Long, Short, Value};
use tieout_export::Language;
use tieout_statement::Date;

/// Shown with bad usage.
pub const USAGE: &str = "\
usage: tieout run PATH… [--date D] [--settings FILE] [--carry-over FILE]
                  [--decisions FILE] [--password TEXT]… [--out DIR] [--language en|zh] [--json]
       tieout inspect PATH… [--settings FILE] [--password TEXT]… [--json]
       tieout explain PATH… --row FILE:LINE [--date D] [--settings FILE] [--carry-over FILE]
       tieout verify REPORT [PATH…] [--carry-over FILE]
       tieout chart
       tieout sample DIR [--rows N] [--seed S]
       tieout --help | --version";

/// Shown with `--help`.
pub const HELP: &str = "\
tieout: does the day tie out?

  tieout run PATH… [--date D] [--settings FILE] [--carry-over FILE]
             [--decisions FILE] [--password TEXT]… [--out DIR] [--language en|zh] [--json]
      Reads files, folders and archives, reconciles the day and prints a summary, or the
      report with --json. --date is the accounting date (YYYY-MM-DD), --settings a
      tieout.toml that stands in place of one among the files, --carry-over what an
      earlier day left open, --decisions what was accepted of the day's exceptions. --out writes every export into a folder: the report, tables as
      CSV and as a workbook, the journal for hledger and beancount, a proof sheet to print,
      and carry_over.json, which the next day takes up. --language is that of the proof
      sheet and of the workbook's headings. --password, which may be given more than once,
      opens archives that are locked.

  tieout inspect PATH… [--settings FILE] [--password TEXT]… [--json]
      What each file is and holds, without reconciling.

  tieout explain PATH… --row FILE:LINE [--date D] [--settings FILE] [--carry-over FILE]
      Why the row that starts at that line has its outcome.

  tieout verify REPORT [PATH…] [--carry-over FILE]
      Whether a report.json was edited since it was written; with the day's files, whether
      it belongs to them: they are read and reconciled again with the report's settings, and
      the first difference is named. Exit status: 0 it is as it was written, 1 it is not,
      2 it could not be read.

  tieout chart
      Prints the built-in chart of accounts as the CSV in which a company gives its own
      names and codes; among a day's files it is taken for exports.

  tieout sample DIR [--rows N] [--seed S]
      Writes a synthetic day into DIR, with a known mix of outcomes: N rows a side of the
      channel reconciliation (1000), the same bytes for the same seed (1).

Exit status: 0 all ties out (timing differences are no error); 1 exceptions other than
timing differences; 2 a file or row could not be read, or bad usage. What could be read is
reported all the same. Messages go to stderr: file:line: what is wrong: what was expected.
Nothing is ever sent anywhere.
";

/// Which day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DayArguments {
    /// Files, folders, archives.
    pub paths: Vec<PathBuf>,
    /// The accounting date, where given.
    pub date: Option<Date>,
    /// A settings file, where given.
    pub settings: Option<PathBuf>,
    /// What an earlier day left open, where given.
    pub carry_over: Option<PathBuf>,
    /// What was decided, where given.
    pub decisions: Option<PathBuf>,
    /// What is tried on locked archives.
    pub passwords: Vec<String>,
    /// JSON in place of text.
    pub json: bool,
}

/// Asks for a reconciled day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunDay {
    /// Which day.
    pub day: DayArguments,
    /// A folder for every export.
    pub out: Option<PathBuf>,
    /// The language of exports for people.
    pub language: Language,
}

/// Asks whether a report is as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verify {
    /// The report.
    pub report: PathBuf,
    /// The day's files; none: only the report is looked at.
    pub day: DayArguments,
}

/// Asks why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explain {
    /// Which day.
    pub day: DayArguments,
    /// The row's file, by its name in the report.
    pub file: String,
    /// The line where the row starts, 1 = first.
    pub line: u32,
}

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
    /// `run`.
    Run(RunDay),
    /// `inspect`.
    Inspect(DayArguments),
    /// `chart`.
    Chart,
    /// `explain`.
    Explain(Explain),
    /// `verify`.
    Verify(Verify),
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

fn bad<T>(message: impl Into<String>) -> Result<T, BadUsage> {
    Err(BadUsage(message.into()))
}

impl Arguments {
    /// Reads the arguments, without the program's name.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, BadUsage> {
        let mut parser = Parser::from_args(arguments);
        match parser.next()? {
            None => bad("no command given"),
            Some(Long("help") | Short('h')) => Ok(Self::Help),
            Some(Long("version") | Short('V')) => Ok(Self::Version),
            Some(Value(command)) => match command.to_str() {
                Some("help") => Ok(Self::Help),
                Some("run") => run(&mut parser),
                Some("inspect") => inspect(&mut parser),
                Some("explain") => explain(&mut parser),
                Some("verify") => verify(&mut parser),
                Some("chart") => match parser.next()? {
                    None => Ok(Self::Chart),
                    Some(Long("help") | Short('h')) => Ok(Self::Help),
                    Some(other) => Err(other.unexpected().into()),
                },
                Some("sample") => sample(&mut parser),
                _ => bad(format!(
                    "unknown command {}: expected run, inspect, explain, verify, chart or sample",
                    command.display()
                )),
            },
            Some(other) => Err(other.unexpected().into()),
        }
    }
}

/// An option's value that is text.
fn text(parser: &mut Parser) -> Result<String, BadUsage> {
    Ok(parser.value()?.to_string_lossy().into_owned())
}

fn number(option: &str, parser: &mut Parser) -> Result<u64, BadUsage> {
    let given = text(parser)?;
    let parsed = given.parse();
    parsed.or_else(|_| bad(format!("--{option} {given}: expected a whole number")))
}

fn date(parser: &mut Parser) -> Result<Date, BadUsage> {
    let given = text(parser)?;
    Date::parse(&given).map_or_else(|| bad(format!("--date {given}: expected YYYY-MM-DD")), Ok)
}

/// Takes what every command of a day takes; `None` where the argument is another's.
fn of_a_day(day: &mut DayArguments, argument: Arg<'_>) -> Result<(), BadUsage> {
    match argument {
        Value(path) => day.paths.push(path.into()),
        other => return Err(other.unexpected().into()),
    }
    Ok(())
}

fn with_paths(day: DayArguments) -> Result<DayArguments, BadUsage> {
    if day.paths.is_empty() {
        return bad("no file, folder or archive given");
    }
    Ok(day)
}

fn run(parser: &mut Parser) -> Result<Arguments, BadUsage> {
    let (mut day, mut out) = (DayArguments::default(), None);
    let mut language = Language::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Arguments::Help),
            Long("json") => day.json = true,
            Long("date") => day.date = Some(date(parser)?),
            Long("settings") => day.settings = Some(parser.value()?.into()),
            Long("carry-over") => day.carry_over = Some(parser.value()?.into()),
            Long("decisions") => day.decisions = Some(parser.value()?.into()),
            Long("out") => out = Some(parser.value()?.into()),
            Long("language") => language = self::language(parser)?,
            Long("password") => day.passwords.push(text(parser)?),
            other => of_a_day(&mut day, other)?,
        }
    }
    let day = with_paths(day)?;
    Ok(Arguments::Run(RunDay { day, out, language }))
}

fn inspect(parser: &mut Parser) -> Result<Arguments, BadUsage> {
    let mut day = DayArguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Arguments::Help),
            Long("json") => day.json = true,
            Long("settings") => day.settings = Some(parser.value()?.into()),
            Long("password") => day.passwords.push(text(parser)?),
            other => of_a_day(&mut day, other)?,
        }
    }
    with_paths(day).map(Arguments::Inspect)
}

fn explain(parser: &mut Parser) -> Result<Arguments, BadUsage> {
    let (mut day, mut row) = (DayArguments::default(), None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Arguments::Help),
            Long("date") => day.date = Some(date(parser)?),
            Long("settings") => day.settings = Some(parser.value()?.into()),
            Long("carry-over") => day.carry_over = Some(parser.value()?.into()),
            Long("row") => row = Some(text(parser)?),
            Long("password") => day.passwords.push(text(parser)?),
            other => of_a_day(&mut day, other)?,
        }
    }
    let day = with_paths(day)?;
    let Some(row) = row else {
        return bad("explain: no --row FILE:LINE given");
    };
    // The last colon: names may hold colons too.
    let place = row.rsplit_once(':');
    match place.and_then(|(file, line)| Some((file, line.parse().ok()?))) {
        Some((file, line)) => Ok(Arguments::Explain(Explain {
            day,
            file: file.to_owned(),
            line,
        })),
        None => bad(format!("--row {row}: expected FILE:LINE")),
    }
}

fn language(parser: &mut Parser) -> Result<Language, BadUsage> {
    match text(parser)?.as_str() {
        "en" => Ok(Language::English),
        "zh" => Ok(Language::Chinese),
        other => bad(format!("--language {other}: expected en or zh")),
    }
}

fn verify(parser: &mut Parser) -> Result<Arguments, BadUsage> {
    let (mut day, mut report) = (DayArguments::default(), None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Arguments::Help),
            Long("carry-over") => day.carry_over = Some(parser.value()?.into()),
            Value(value) if report.is_none() => report = Some(PathBuf::from(value)),
            Long("password") => day.passwords.push(text(parser)?),
            other => of_a_day(&mut day, other)?,
        }
    }
    match report {
        Some(report) if day.carry_over.is_none() || !day.paths.is_empty() => {
            Ok(Arguments::Verify(Verify { report, day }))
        }
        Some(_) => bad("verify: a carry-over without the day's files"),
        None => bad("verify: no report given"),
    }
}

fn sample(parser: &mut Parser) -> Result<Arguments, BadUsage> {
    let mut dir = None;
    let (mut rows, mut seed) = (1_000, 1);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Arguments::Help),
            Long("rows") => rows = number("rows", parser)?,
            Long("seed") => seed = number("seed", parser)?,
            Value(value) if dir.is_none() => dir = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    match dir {
        Some(dir) => Ok(Arguments::Sample(Sample { dir, rows, seed })),
        None => bad("sample: no folder given"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, BadUsage> {
        Arguments::parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn options_stand_anywhere_and_a_row_may_name_a_file_with_colons() {
        let day = |paths: &[&str]| DayArguments {
            paths: paths.iter().map(PathBuf::from).collect(),
            ..DayArguments::default()
        };
        let expected = Arguments::Run(RunDay {
            day: DayArguments {
                json: true,
                date: Date::from_ymd(2026, 3, 2),
                settings: Some("t.toml".into()),
                carry_over: None,
                ..day(&["a", "b"])
            },
            out: Some("o".into()),
            language: Language::English,
        });
        let given = parse("run a --json b --out o --date=2026-03-02 --settings t.toml");
        assert_eq!(given, Ok(expected));
        let expected = Arguments::Explain(Explain {
            day: day(&["d"]),
            file: "a.zip/b:c.csv".to_owned(),
            line: 7,
        });
        assert_eq!(parse("explain d --row a.zip/b:c.csv:7"), Ok(expected));
    }

    #[test]
    fn bad_usage_says_what_was_expected() {
        for (line, message) in [
            ("", "no command given"),
            (
                "reconcile x",
                "unknown command reconcile: expected run, inspect, explain, verify, chart or sample",
            ),
            ("run", "no file, folder or archive given"),
            (
                "run d --date 2026-13-01",
                "--date 2026-13-01: expected YYYY-MM-DD",
            ),
            ("run d --fast", "invalid option '--fast'"),
            ("inspect d --out o", "invalid option '--out'"),
            ("explain d", "explain: no --row FILE:LINE given"),
            ("explain d --row a.csv", "--row a.csv: expected FILE:LINE"),
            ("sample", "sample: no folder given"),
            ("verify", "verify: no report given"),
            (
                "verify r.json --carry-over c.json",
                "verify: a carry-over without the day's files",
            ),
            ("run d --language fr", "--language fr: expected en or zh"),
            (
                "sample d --rows many",
                "--rows many: expected a whole number",
            ),
        ] {
            assert_eq!(parse(line), Err(BadUsage(message.to_owned())), "{line}");
        }
    }
}
