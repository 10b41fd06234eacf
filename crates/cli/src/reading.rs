//! Files to a day: what each is, its rows, and the settings among them.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use tieout_engine::decisions::{self, Decision};
use tieout_engine::{Day, Settings};
use tieout_statement::settings::ReadSettings;
use tieout_statement::{Content, FileProblem, FileReader, FileReport, Intake, archive, original};

use crate::files::Given;

/// Bytes read at a time.
const CHUNK: usize = 1 << 20;

/// Reads files, archives with what is in them, in byte order of their names, as the settings
/// say: those given, else those among the files; locked archives with these passwords.
#[must_use]
pub fn read(files: &[Given], given: Option<&Settings>, passwords: &[String]) -> Vec<Intake> {
    let mut reading = given.map(Settings::reading).unwrap_or_default();
    passwords.clone_into(&mut reading.passwords);
    let mut read: Vec<Vec<Intake>> = files
        .iter()
        .map(|file| read_or_refuse(file, &reading))
        .collect();
    if given.is_none() {
        read_as_found(files, &mut read, &reading);
    }
    let mut intakes: Vec<Intake> = read.into_iter().flatten().collect();
    // Members of an archive stand by their own names.
    intakes.sort_by(by_name);
    intakes
}

fn by_name(a: &Intake, b: &Intake) -> std::cmp::Ordering {
    a.report.name.cmp(&b.report.name)
}

/// Reads again what the settings among the files read otherwise: a settings file is known by
/// what it holds, so it may come after what it is about.
fn read_as_found(files: &[Given], read: &mut [Vec<Intake>], reading: &ReadSettings) {
    let mut all: Vec<&Intake> = read.iter().flatten().collect();
    all.sort_by(|a, b| by_name(a, b));
    let found = all.into_iter().find_map(|intake| match &intake.content {
        Content::Settings(toml) => Settings::parse(toml).ok(),
        _ => None,
    });
    let Some(mut found) = found.map(|settings| settings.reading()) else {
        return;
    };
    reading.passwords.clone_into(&mut found.passwords);
    for (file, intakes) in files.iter().zip(read) {
        let differs = |intake: &Intake| reading.differs_for(&intake.report, &found);
        if intakes.iter().any(differs) {
            *intakes = read_or_refuse(file, &found);
        }
    }
}

fn read_or_refuse(file: &Given, reading: &ReadSettings) -> Vec<Intake> {
    read_file(file, reading).unwrap_or_else(|error| {
        let detail = error.to_string();
        vec![refused(&file.name, FileProblem::Unreadable { detail })]
    })
}

fn read_file(file: &Given, settings: &ReadSettings) -> io::Result<Vec<Intake>> {
    let mut source = File::open(&file.path)?;
    let size = source.metadata()?.len();
    let mut chunk = vec![0; CHUNK];
    let mut filled = fill(&mut source, &mut chunk)?;
    if archive::is_archive(&chunk[..filled]) {
        chunk.truncate(filled);
        source.read_to_end(&mut chunk)?;
        return Ok(intakes_with(&file.name, &chunk, settings));
    }
    let mut reader = FileReader::new(&file.name, size, settings);
    while filled > 0 {
        reader.read(&chunk[..filled]);
        filled = fill(&mut source, &mut chunk)?;
    }
    Ok(vec![reader.finish()])
}

/// Reads until the chunk is full or the file ends; how much is in it.
fn fill(source: &mut File, chunk: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < chunk.len() {
        match source.read(&mut chunk[filled..])? {
            0 => break,
            n => filled += n,
        }
    }
    Ok(filled)
}

/// What bytes under a name hold: one file, or the members of an archive, each read by its
/// format's own rules.
#[must_use]
pub fn intakes(name: &str, bytes: &[u8]) -> Vec<Intake> {
    intakes_with(name, bytes, &ReadSettings::default())
}

fn intakes_with(name: &str, bytes: &[u8], settings: &ReadSettings) -> Vec<Intake> {
    if !archive::is_archive(bytes) {
        return vec![intake(name, bytes, settings)];
    }
    match archive::members(name, bytes, &settings.passwords) {
        Ok(members) => members
            .into_iter()
            .map(|member| match member.problem {
                Some(problem) => refused(&member.name, problem),
                None => intake(&member.name, &member.bytes, settings),
            })
            .collect(),
        Err(problem) => vec![refused(name, problem)],
    }
}

fn intake(name: &str, bytes: &[u8], settings: &ReadSettings) -> Intake {
    let mut reader = FileReader::new(name, bytes.len() as u64, settings);
    reader.read(bytes);
    reader.finish()
}

/// A file of which there are no bytes to read.
fn refused(name: &str, problem: FileProblem) -> Intake {
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
        files.push(intake);
    }
    let found = found.map(|(settings, _)| settings);
    let mut day = Day::new(given.or(found).unwrap_or_default());
    let mut decided = None;
    for intake in files {
        match intake.content {
            Content::CarryOver(text) => day.add_carry_over(intake.report, &text),
            Content::Beside { text, .. } => day.add_beside(intake.report, &text),
            Content::Decisions(text) => add_decisions(&mut day, intake.report, &text, &mut decided),
            _ => day.add(intake.report, intake.rows),
        }
    }
    day
}

/// Takes the decisions of a file among the day's. A second such file is refused: which one
/// counts is not guessed.
fn add_decisions(day: &mut Day, mut report: FileReport, text: &str, decided: &mut Option<String>) {
    let problem = match (decisions::file::parse(text), &*decided) {
        (Err(problem), _) => Some(problem),
        (Ok(_), Some(first)) => Some(FileProblem::Invalid {
            line: None,
            detail: format!("a second decisions file, after {first}"),
            expected: "one list of decisions a day".to_owned(),
        }),
        (Ok(list), None) => {
            *decided = Some(report.name.clone());
            day.decisions = list;
            None
        }
    };
    report.problems.extend(problem);
    day.add(report, None);
}

/// The decisions of a file named by `--decisions`.
///
/// # Errors
/// When it is none, as `file:line: what is wrong: what was expected`.
pub fn decisions_file(path: &Path) -> Result<Vec<Decision>, String> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    decisions::file::parse(&text)
        .map_err(|problem| crate::wording::problem(&name.to_string(), &problem))
}

/// A file named by `--carry-over`.
///
/// # Errors
/// When it is none, as `file: what is wrong: what was expected`.
pub fn carry_over_file(path: &Path) -> Result<Vec<Intake>, String> {
    let name = path.display().to_string();
    let file = Given {
        name: name.clone(),
        path: path.to_owned(),
    };
    let intakes = read(&[file], None, &[]);
    let is_carry_over = |intake: &Intake| matches!(intake.content, Content::CarryOver(_));
    if intakes.iter().all(is_carry_over) {
        Ok(intakes)
    } else {
        Err(format!(
            "{}: not a carry-over: expected the carry_over.json of an earlier day",
            original::visible(&name)
        ))
    }
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
