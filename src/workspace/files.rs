//! The files of the day as the page knows them: what was dropped, how far it is read, what
//! it turned out to hold.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::decided::DecisionsFile;
use tieout_engine::Settings;
use tieout_engine::decisions;
use tieout_statement::{FileReport, ReadSettings, Role};

use super::FileOnScreen;

/// A file, or a member of an archive, that is read.
#[derive(Clone, PartialEq, Debug)]
struct Filed {
    report: Arc<FileReport>,
    rows_rejected: u64,
    /// The text of a `tieout.toml`.
    /// The text of a `tieout.toml` or of a decisions file.
    text: Option<String>,
}

/// A settings file of the day that can be read.
#[derive(Clone, PartialEq, Debug)]
pub struct SettingsFile {
    /// The dropped file that it is, or is in.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// What it says.
    pub settings: Settings,
}

/// One dropped file.
#[derive(Clone, PartialEq, Debug, Default)]
struct Dropped {
    name: String,
    bytes: u64,
    bytes_read: u64,
    rows_read: u64,
    format: Option<String>,
    role: Option<Role>,
    filed: Vec<Filed>,
    taken_out: BTreeSet<String>,
    complete: bool,
}

/// Everything dropped, by the number under which it was added.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DroppedFiles {
    files: BTreeMap<u32, Dropped>,
    added: u32,
}

impl DroppedFiles {
    /// Takes a file in; answers its number and those of the files that it replaces.
    pub fn add(&mut self, name: &str, bytes: u64) -> (u32, Vec<u32>) {
        let replaced = self.numbers_of(name);
        for number in &replaced {
            self.files.remove(number);
        }
        let number = self.added;
        self.added += 1;
        let file = Dropped {
            name: name.to_owned(),
            bytes,
            ..Dropped::default()
        };
        self.files.insert(number, file);
        (number, replaced)
    }

    fn numbers_of(&self, name: &str) -> Vec<u32> {
        let named = self.files.iter().filter(|(_, file)| file.name == name);
        named.map(|(&number, _)| number).collect()
    }

    /// Takes out what has a name on screen. A member of an archive leaves the others; the
    /// last one takes the archive with it. Answers the dropped files that are gone.
    pub fn remove(&mut self, name: &str) -> Vec<u32> {
        let mut gone = self.numbers_of(name);
        for (&number, file) in &mut self.files {
            if file.filed.iter().any(|filed| filed.report.name == name) {
                file.taken_out.insert(name.to_owned());
                if file.complete && file.shown().next().is_none() && !gone.contains(&number) {
                    gone.push(number);
                }
            }
        }
        for number in &gone {
            self.files.remove(number);
        }
        gone
    }

    /// Takes everything out; numbers are not used again.
    pub fn clear(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.files).into_keys().collect()
    }

    /// Whether nothing was dropped.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// What a file is.
    pub fn sniffed(&mut self, number: u32, format: Option<String>, role: Option<Role>) {
        if let Some(file) = self.files.get_mut(&number) {
            (file.format, file.role) = (format, role);
        }
    }

    /// How far a file is.
    pub fn progress(&mut self, number: u32, bytes: u64, rows: u64) {
        if let Some(file) = self.files.get_mut(&number) {
            (file.bytes_read, file.rows_read) = (bytes, rows);
        }
    }

    /// A file begins anew.
    pub fn again(&mut self, number: u32) {
        if let Some(file) = self.files.get_mut(&number) {
            (file.bytes_read, file.rows_read) = (0, 0);
            file.filed.clear();
            file.complete = false;
        }
    }

    /// Every file begins anew.
    pub fn all_again(&mut self) {
        let all: Vec<u32> = self.files.keys().copied().collect();
        for number in all {
            self.again(number);
        }
    }

    /// A file or a member of it is read.
    pub fn filed(
        &mut self,
        number: u32,
        report: FileReport,
        rows_rejected: u64,
        text: Option<String>,
    ) {
        if let Some(file) = self.files.get_mut(&number) {
            if report.name == file.name {
                (file.format, file.role) = (report.format.clone(), report.role);
            }
            file.filed.push(Filed {
                report: Arc::new(report),
                rows_rejected,
                text,
            });
        }
    }

    /// The settings files that can be read, in byte order of their names.
    #[must_use]
    pub fn settings_files(&self) -> Vec<SettingsFile> {
        let read = |number: u32, filed: &Filed| {
            Some(SettingsFile {
                number,
                name: filed.report.name.clone(),
                settings: Settings::parse(filed.text.as_deref()?).ok()?,
            })
        };
        let mut found: Vec<SettingsFile> = self
            .files
            .iter()
            .flat_map(|(&number, file)| file.shown().filter_map(move |filed| read(number, filed)))
            .collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    }

    /// The decisions files that can be read, in byte order of their names.
    #[must_use]
    pub fn decisions_files(&self) -> Vec<DecisionsFile> {
        let read = |filed: &Filed| {
            if filed.report.format.as_deref() != Some("tieout-decisions") {
                return None;
            }
            Some(DecisionsFile {
                name: filed.report.name.clone(),
                list: decisions::file::parse(filed.text.as_deref()?).ok()?,
            })
        };
        let shown = self.files.values().flat_map(Dropped::shown);
        let mut found: Vec<DecisionsFile> = shown.filter_map(read).collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    }

    /// The text of a settings file, whatever is wrong with it.
    #[must_use]
    pub fn settings_text(&self, name: &str) -> Option<String> {
        let mut filed = self.files.values().flat_map(Dropped::shown);
        let named = filed.find(|filed| filed.report.name == name)?;
        named.text.clone()
    }

    /// The files that other settings read otherwise, their twins with them: rows stand once
    /// for the same bytes.
    #[must_use]
    pub fn read_otherwise(
        &self,
        read_with: impl Fn(u32) -> ReadSettings,
        now: &ReadSettings,
    ) -> Vec<u32> {
        let complete = || self.files.iter().filter(|(_, file)| file.complete);
        let mut hashes: BTreeSet<&str> = BTreeSet::new();
        for (&number, file) in complete() {
            let before = read_with(number);
            let differs = |filed: &&Filed| before.differs_for(&filed.report, now);
            let differing = file.filed.iter().filter(differs);
            hashes.extend(differing.map(|filed| filed.report.sha256.as_str()));
        }
        let has = |file: &Dropped| {
            let mut filed = file.filed.iter();
            filed.any(|filed| hashes.contains(filed.report.sha256.as_str()))
        };
        let again = complete().filter(|(_, file)| has(file));
        again.map(|(&number, _)| number).collect()
    }

    /// A file is read to its end.
    pub fn complete(&mut self, number: u32) {
        if let Some(file) = self.files.get_mut(&number) {
            file.complete = true;
            file.bytes_read = file.bytes;
            file.rows_read = file.shown().map(|filed| filed.rows_in()).sum();
        }
    }

    /// The day knows more of a file than its reader: that it is another's twin, or that its
    /// settings are wrong.
    pub fn reconciled(&mut self, reports: &[FileReport]) {
        for file in self.files.values_mut() {
            for filed in &mut file.filed {
                let known = reports.iter().find(|report| {
                    report.name == filed.report.name && report.sha256 == filed.report.sha256
                });
                if let Some(known) = known
                    && known != filed.report.as_ref()
                {
                    filed.report = Arc::new(known.clone());
                    filed.rows_rejected = if known.refused() {
                        0
                    } else {
                        filed.rows_rejected
                    };
                }
            }
        }
    }

    /// Members of archives that were taken out.
    #[must_use]
    pub fn taken_out(&self) -> Vec<(u32, String)> {
        self.files
            .iter()
            .flat_map(|(&number, file)| {
                file.taken_out
                    .iter()
                    .map(move |name| (number, name.clone()))
            })
            .collect()
    }

    /// The dropped file that holds what has a name on screen, and its report.
    #[must_use]
    pub fn holding(&self, name: &str) -> Option<(u32, Arc<FileReport>)> {
        self.files.iter().find_map(|(&number, file)| {
            let filed = file.shown().find(|filed| filed.report.name == name)?;
            Some((number, Arc::clone(&filed.report)))
        })
    }

    /// Bytes read, bytes in all, rows read.
    #[must_use]
    pub fn totals(&self) -> (u64, u64, u64) {
        self.files
            .values()
            .fold((0, 0, 0), |(read, bytes, rows), file| {
                (
                    read + file.bytes_read.min(file.bytes),
                    bytes + file.bytes,
                    rows + file.rows_read,
                )
            })
    }

    /// The lines of the intake screen, in byte order of their names.
    #[must_use]
    pub fn on_screen(&self) -> Vec<FileOnScreen> {
        let mut lines: Vec<_> = self.files.values().flat_map(Dropped::lines).collect();
        lines.sort_by(|a, b| a.name.cmp(&b.name));
        lines
    }
}

impl Dropped {
    /// What is read of it and was not taken out.
    fn shown(&self) -> impl Iterator<Item = &Filed> {
        let kept = |filed: &&Filed| !self.taken_out.contains(&filed.report.name);
        self.filed.iter().filter(kept)
    }

    /// Itself while it is read, then what it turned out to hold.
    fn lines(&self) -> Vec<FileOnScreen> {
        let mut lines: Vec<_> = self.shown().map(Filed::line).collect();
        if !self.complete && !lines.iter().any(|line| line.name == self.name) {
            lines.push(FileOnScreen {
                name: self.name.clone(),
                bytes: self.bytes,
                bytes_read: self.bytes_read,
                rows_read: self.rows_read,
                format: self.format.clone(),
                role: self.role,
                report: None,
                rows_rejected: 0,
            });
        }
        lines
    }
}

impl Filed {
    fn rows_in(&self) -> u64 {
        self.report.rows_read + self.rows_rejected
    }

    fn line(&self) -> FileOnScreen {
        FileOnScreen {
            name: self.report.name.clone(),
            bytes: self.report.bytes,
            bytes_read: self.report.bytes,
            rows_read: self.rows_in(),
            format: self.report.format.clone(),
            role: self.report.role,
            report: Some(Arc::clone(&self.report)),
            rows_rejected: self.rows_rejected,
        }
    }
}

#[cfg(test)]
mod tests {
    use tieout_statement::FileProblem;

    use super::*;

    fn report(name: &str, sha256: &str) -> FileReport {
        FileReport {
            name: name.to_owned(),
            format: Some("channel-flow".to_owned()),
            role: Some(Role::ChannelFlow),
            encoding: "UTF-8".to_owned(),
            sha256: sha256.to_owned(),
            rows_read: 3,
            rows_rejected: Vec::new(),
            rows_neutral: 0,
            accounts: Vec::new(),
            dates: None,
            currency_totals: Vec::new(),
            stated_totals: Vec::new(),
            problems: Vec::new(),
            other_columns: Vec::new(),
            bytes: 100,
        }
    }

    /// Files of these names, each read to its end as itself.
    fn read(names: &[&str]) -> DroppedFiles {
        let mut files = DroppedFiles::default();
        for name in names {
            let (number, _) = files.add(name, 100);
            files.filed(number, report(name, name), 0, None);
            files.complete(number);
        }
        files
    }

    fn names(files: &DroppedFiles) -> Vec<String> {
        files
            .on_screen()
            .into_iter()
            .map(|line| line.name)
            .collect()
    }

    /// An archive of two members, read to its end.
    fn archive() -> (DroppedFiles, u32) {
        let mut files = DroppedFiles::default();
        let (zip, _) = files.add("a.zip", 10);
        assert_eq!(names(&files), ["a.zip"], "itself while it is read");
        for member in ["a.zip/y.csv", "a.zip/x.csv"] {
            files.filed(zip, report(member, member), 0, None);
        }
        files.complete(zip);
        (files, zip)
    }

    #[test]
    fn files_stand_in_byte_order_of_their_names() {
        assert_eq!(
            names(&read(&["b.csv", "B.csv", "a/z.csv"])),
            ["B.csv", "a/z.csv", "b.csv"]
        );
    }

    #[test]
    fn a_file_of_the_same_name_replaces() {
        let mut files = read(&["a.csv", "b.csv"]);
        let (number, replaced) = files.add("a.csv", 7);
        assert_eq!((number, replaced), (2, vec![0]));
        let lines = files.on_screen();
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].bytes, lines[0].report.is_none()), (7, true));
    }

    #[test]
    fn a_read_archive_is_its_members() {
        assert_eq!(names(&archive().0), ["a.zip/x.csv", "a.zip/y.csv"]);
    }

    #[test]
    fn the_last_member_taken_out_takes_the_archive_with_it() {
        let (mut files, zip) = archive();
        assert!(files.remove("a.zip/x.csv").is_empty());
        assert_eq!(files.taken_out(), [(zip, "a.zip/x.csv".to_owned())]);
        assert_eq!(names(&files), ["a.zip/y.csv"]);
        assert_eq!(files.remove("a.zip/y.csv"), [zip]);
        assert!(files.is_empty());
    }

    #[test]
    fn what_was_read_stays_and_the_rest_begins_anew() {
        let mut files = read(&["a.csv"]);
        let (number, _) = files.add("b.csv", 50);
        files.progress(number, 20, 9);
        assert_eq!(files.totals(), (120, 150, 12));
        files.again(number);
        assert_eq!(files.totals(), (100, 150, 3));
    }

    #[test]
    fn only_files_of_the_format_that_is_set_are_read_again() {
        let mut files = read(&["a.csv", "b.csv", "twin.csv"]);
        let mut bill = report("bill.csv", "b.csv");
        bill.format = Some("wechat-bill".to_owned());
        let (number, _) = files.add("bill.csv", 10);
        files.filed(number, bill, 0, None);
        files.complete(number);
        let toml = "[[format]]\nid = \"wechat-bill\"\nchannel = \"x\"\n";
        let now = Settings::parse(toml).expect("valid").reading();
        let before = |_| ReadSettings::default();
        assert_eq!(
            files.read_otherwise(before, &now),
            [1, number],
            "and its twin"
        );
        assert!(files.read_otherwise(|_| now.clone(), &now).is_empty());
    }

    #[test]
    fn settings_files_are_known_by_what_they_hold() {
        let mut files = read(&["a.csv"]);
        for (name, text) in [
            ("z.toml", "[day]\n"),
            ("a.toml", "[day]\nwindow_minutes = 5\n"),
            ("bad.toml", "[dya]\n"),
        ] {
            let (number, _) = files.add(name, 10);
            files.filed(number, report(name, name), 0, Some(text.to_owned()));
            files.complete(number);
        }
        let found = files.settings_files();
        let names: Vec<&str> = found.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a.toml", "z.toml"]);
        assert_eq!(found[0].settings.day.window_minutes, 5);
        assert_eq!(files.settings_text("bad.toml").as_deref(), Some("[dya]\n"));
    }

    #[test]
    fn a_twin_is_known_as_one_when_the_day_is_reconciled() {
        let mut files = read(&["a.csv", "b.csv"]);
        let mut twin = report("b.csv", "b.csv");
        let first = "a.csv".to_owned();
        twin.problems.push(FileProblem::SameFile { first });
        files.reconciled(&[twin]);
        let lines = files.on_screen();
        let refused = |at: usize| lines[at].report.as_ref().expect("it is read").refused();
        assert_eq!((refused(0), refused(1)), (false, true));
    }
}
