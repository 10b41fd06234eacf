//! Files to a day: what each is, its rows, and the settings among them.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use tieout_engine::{Day, Settings};
use tieout_statement::settings::ReadSettings;
use tieout_statement::{Content, FileProblem, FileReader, FileReport, Intake};

use crate::files::Given;

/// Bytes read at a time.
const CHUNK: usize = 1 << 20;

/// Reads files, archives with what is in them, in byte order of their names.
#[must_use]
pub fn read(files: &[Given]) -> Vec<Intake> {
    let mut intakes: Vec<Intake> = files
        .iter()
        .flat_map(|file| {
            read_file(file).unwrap_or_else(|error| vec![unreadable(&file.name, &error)])
        })
        .collect();
    // Members of an archive stand by their own names.
    intakes.sort_by(|a, b| a.report.name.cmp(&b.report.name));
    intakes
}

fn read_file(file: &Given) -> io::Result<Vec<Intake>> {
    let mut source = File::open(&file.path)?;
    let size = source.metadata()?.len();
    let mut chunk = vec![0; CHUNK];
    let settings = ReadSettings::default();
    let mut reader = FileReader::new(&file.name, size, &settings);
    loop {
        match source.read(&mut chunk)? {
            0 => return Ok(vec![reader.finish()]),
            filled => reader.read(&chunk[..filled]),
        }
    }
}

/// What bytes under a name hold.
#[must_use]
pub fn intakes(name: &str, bytes: &[u8]) -> Vec<Intake> {
    let mut reader = FileReader::new(name, bytes.len() as u64, &ReadSettings::default());
    reader.read(bytes);
    vec![reader.finish()]
}

/// A file of which the system gives no bytes.
fn unreadable(name: &str, error: &io::Error) -> Intake {
    let problem = FileProblem::Unreadable {
        detail: error.to_string(),
    };
    Intake {
        report: FileReport {
            name: name.to_owned(),
            format: None,
            role: None,
            encoding: String::new(),
            sha256: String::new(),
            rows_read: 0,
            rows_rejected: Vec::new(),
            rows_neutral: 0,
            accounts: Vec::new(),
            dates: None,
            currency_totals: Vec::new(),
            stated_totals: Vec::new(),
            problems: vec![problem],
            other_columns: Vec::new(),
            bytes: 0,
        },
        rows: None,
        content: Content::None,
    }
}

/// The day's rows under its settings: those given, else those among the files, else the
/// defaults. A second settings file is refused: which one counts is not guessed.
#[must_use]
pub fn day(intakes: Vec<Intake>, given: Option<Settings>) -> Day {
    let mut found = None;
    let mut files = Vec::new();
    for mut intake in intakes {
        if let Content::Settings(toml) = &intake.content {
            take_settings(toml, &mut found, &mut intake.report);
        }
        files.push((intake.report, intake.rows));
    }
    let found = found.map(|(settings, _)| settings);
    let mut day = Day::new(given.or(found).unwrap_or_default());
    for (report, rows) in files {
        day.add(report, rows);
    }
    day
}

fn take_settings(toml: &str, taken: &mut Option<(Settings, String)>, report: &mut FileReport) {
    let problem = match (Settings::parse(toml), &taken) {
        (Err(problem), _) => problem,
        (Ok(_), Some((_, first))) => FileProblem::Invalid {
            line: None,
            detail: format!("a second settings file, after {first}"),
            expected: "one tieout.toml a day".to_owned(),
        },
        (Ok(settings), None) => {
            *taken = Some((settings, report.name.clone()));
            return;
        }
    };
    report.problems.push(problem);
}

/// Settings from a file named by `--settings`.
///
/// # Errors
/// What is wrong with it, as `file:line: what is wrong: what was expected`.
pub fn settings_file(path: &Path) -> Result<Settings, String> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    Settings::parse(&text).map_err(|problem| crate::wording::problem(&name.to_string(), &problem))
}
