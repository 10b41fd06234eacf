//! A file's line on the intake screen, decided apart from how it is shown.

use tieout_engine::worklist::AmountView;
use tieout_statement::formats::{Format, Shape};
use tieout_statement::profile::FORMAT_PREFIX;
use tieout_statement::{FileProblem, FileReport, Role};

use crate::amounts::sums;
use crate::locales::domain::{beside, format_name};
use crate::locales::numbers::{
    amount, bytes_of, count, date_range, part_of, percent, rows_refused,
};
use crate::locales::{IntakeKey, Locale, Words};
use crate::ui::icon::Icon;
use crate::ui::progress::BarState;
use crate::workspace::FileOnScreen;

/// How a file stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileState {
    /// Not begun.
    Waiting,
    /// Under way.
    Reading,
    /// Read whole.
    Read,
    /// Read, with rows refused or totals that do not agree.
    WithFaults,
    /// Refused as a whole.
    Refused,
}

impl FileState {
    /// Its picture, once there is something to say.
    #[must_use]
    pub const fn icon(self) -> Option<Icon> {
        match self {
            Self::Waiting | Self::Reading => None,
            Self::Read => Some(Icon::Tied),
            Self::WithFaults => Some(Icon::Exception),
            Self::Refused => Some(Icon::Risk),
        }
    }

    /// The class of its badge.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Waiting | Self::Reading => "dim n",
            Self::Read => "badge is-tied",
            Self::WithFaults => "badge is-except",
            Self::Refused => "badge is-risk",
        }
    }

    /// How its bar looks.
    #[must_use]
    pub const fn bar(self) -> BarState {
        match self {
            Self::Waiting | Self::Reading => BarState::Running,
            Self::Read => BarState::Done,
            Self::WithFaults | Self::Refused => BarState::Bad,
        }
    }
}

/// A total that the file states, against its rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatedLine {
    /// The file's own word, stated and found.
    pub text: String,
    /// Whether they agree.
    pub agrees: bool,
}

/// A file's line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileLine {
    /// Its name.
    pub name: String,
    /// What it was recognised as.
    pub recognised: String,
    /// The same in Chinese where the screen is English, and the format where it is a real one.
    pub beside: String,
    /// Its encoding.
    pub encoding: String,
    /// Rows: read, or read of all.
    pub rows: String,
    /// Amounts by currency.
    pub amounts: Vec<AmountView>,
    /// First and last date.
    pub dates: String,
    /// How far, in percent.
    pub percent: u64,
    /// How it stands.
    pub state: FileState,
    /// The same in words.
    pub state_text: String,
    /// Totals stated.
    pub stated: Vec<StatedLine>,
    /// Whether there is something to open below the line.
    pub faults: bool,
}

/// Decides a file's line.
#[must_use]
pub fn file_line(file: &FileOnScreen, locale: Locale) -> FileLine {
    let report = file.report.as_deref();
    let role = report.map_or(file.role, |report| report.role);
    let format = report.map_or(file.format.as_deref(), |report| report.format.as_deref());
    let stated = report
        .map(|report| stated_lines(report, locale))
        .unwrap_or_default();
    let (state, state_text) = state_of(file, locale);
    FileLine {
        name: file.name.clone(),
        recognised: recognised(role, format, report, locale),
        beside: beside_text(role, format, locale),
        encoding: report.map_or_else(|| "–".to_owned(), |r| dash(&r.encoding)),
        rows: rows_text(file, locale),
        amounts: report
            .filter(|report| report.role != Some(Role::Balances))
            .map(totals)
            .unwrap_or_default(),
        dates: report
            .and_then(|report| report.dates.as_ref())
            .map_or_else(|| "–".to_owned(), |(a, b)| date_range(a, b, locale)),
        percent: match report {
            Some(_) => 100,
            None => percent(file.bytes_read, file.bytes).min(99),
        },
        faults: matches!(state, FileState::WithFaults | FileState::Refused)
            || report.is_some_and(|report| !report.problems.is_empty()),
        state,
        state_text,
        stated,
    }
}

fn dash(text: &str) -> String {
    if text.is_empty() { "–" } else { text }.to_owned()
}

fn recognised(
    role: Option<Role>,
    format: Option<&str>,
    report: Option<&FileReport>,
    locale: Locale,
) -> String {
    let word = match (role, format) {
        (Some(role), _) => role.word(locale),
        (None, Some("tieout-settings")) => IntakeKey::SettingsFile.word(locale),
        (None, Some("tieout-carry-over")) => IntakeKey::CarryOverFile.word(locale),
        (None, Some("tieout-fee-schedule")) => IntakeKey::FeeScheduleFile.word(locale),
        (None, Some("tieout-journal")) => IntakeKey::JournalFile.word(locale),
        (None, Some("tieout-chart-of-accounts")) => IntakeKey::ChartFile.word(locale),
        (None, Some(format)) => return format.to_owned(),
        (None, None) if report.is_some() => IntakeKey::NotRecognised.word(locale),
        (None, None) => "–",
    };
    word.to_owned()
}

fn beside_text(role: Option<Role>, format: Option<&str>, locale: Locale) -> String {
    if let Some(name) = format.and_then(|id| id.strip_prefix(FORMAT_PREFIX)) {
        return name.to_owned();
    }
    let real = format.and_then(|id| format_name(id, locale));
    let zh = role.map_or("", |role| beside(role, locale));
    real.unwrap_or(zh).to_owned()
}

fn rows_text(file: &FileOnScreen, locale: Locale) -> String {
    match file.report.as_deref() {
        Some(report) if report.role.is_none() => "–".to_owned(),
        Some(report) if file.rows_rejected > 0 => {
            let all = report.rows_read.saturating_add(file.rows_rejected);
            part_of(report.rows_read, all, locale)
        }
        Some(report) => count(report.rows_read),
        None if file.rows_read > 0 => count(file.rows_read),
        None => "–".to_owned(),
    }
}

fn totals(report: &FileReport) -> Vec<AmountView> {
    let both = report.currency_totals.iter().flat_map(|total| {
        [
            (total.currency, total.credits.as_str()),
            (total.currency, total.debits.as_str()),
        ]
    });
    sums(both).unwrap_or_default()
}

fn stated_lines(report: &FileReport, locale: Locale) -> Vec<StatedLine> {
    let line = |total: &tieout_statement::StatedTotal| StatedLine {
        text: match locale {
            Locale::En => format!(
                "{}: states {}, rows give {}",
                total.what,
                amount(&total.stated),
                amount(&total.found)
            ),
            Locale::Zh => format!(
                "{}：自报 {}，明细 {}",
                total.what,
                amount(&total.stated),
                amount(&total.found)
            ),
        },
        agrees: total.agrees,
    };
    report.stated_totals.iter().map(line).collect()
}

fn state_of(file: &FileOnScreen, locale: Locale) -> (FileState, String) {
    let word = |key: IntakeKey| key.word(locale).to_owned();
    let Some(report) = file.report.as_deref() else {
        if file.bytes_read == 0 {
            return (FileState::Waiting, word(IntakeKey::Waiting));
        }
        let text = format!(
            "{}% · {}",
            percent(file.bytes_read, file.bytes).min(99),
            bytes_of(file.bytes_read, file.bytes, locale)
        );
        return (FileState::Reading, text);
    };
    let disagrees = report.stated_totals.iter().filter(|t| !t.agrees).count();
    let truncated = report
        .problems
        .iter()
        .any(|problem| matches!(problem, FileProblem::Truncated { .. }));
    if report.refused() {
        (FileState::Refused, word(IntakeKey::Refused))
    } else if file.rows_rejected > 0 {
        (
            FileState::WithFaults,
            rows_refused(file.rows_rejected, locale),
        )
    } else if truncated {
        let text = locale.pick("Cut short", "不完整");
        (FileState::WithFaults, text.to_owned())
    } else if disagrees > 0 {
        let text = locale.pick("Totals differ", "合计不符");
        (FileState::WithFaults, text.to_owned())
    } else {
        (FileState::Read, word(IntakeKey::Read))
    }
}

/// Whether a file's columns can be mapped: it is a table, or nothing that is known.
#[must_use]
pub fn can_map(report: &FileReport) -> bool {
    use FileProblem as P;
    let Some(id) = report.format.as_deref() else {
        return !report.problems.iter().any(|problem| {
            matches!(
                problem,
                P::EmptyFile
                    | P::Unreadable { .. }
                    | P::BadArchive { .. }
                    | P::TooLarge { .. }
                    | P::NeedsPassword
                    | P::WrongPassword
            )
        });
    };
    let shape = Format::by_id(id).map(|format| format.shape);
    id.starts_with(FORMAT_PREFIX)
        || matches!(
            shape,
            Some(Shape::Own(_) | Shape::Table(_) | Shape::Grid(_))
        )
}

/// Whether something may be said of how a file is read: of a table, and of a statement that
/// leaves its encoding, currency or year open.
#[must_use]
pub fn can_say(report: &FileReport) -> bool {
    let shape = report
        .format
        .as_deref()
        .and_then(Format::by_id)
        .map(|format| format.shape);
    can_map(report) || matches!(shape, Some(Shape::Document | Shape::Fixed(_)))
}

/// Whether what a file was recognised as is a guess at best: the mapper is offered openly.
#[must_use]
pub fn wants_mapping(report: &FileReport) -> bool {
    let guessed = matches!(report.format.as_deref(), None | Some("bank-table"));
    let assumed = report
        .problems
        .iter()
        .any(|problem| matches!(problem, FileProblem::Assumed { .. }));
    can_map(report) && guessed && (report.format.is_none() || assumed || report.rows_read == 0)
}

/// Where the text at fault stands in its raw line, in bytes, its quotation marks included.
#[must_use]
pub fn place_in_line(line: &str, text: &str) -> Option<(usize, usize)> {
    if text.is_empty() {
        return None;
    }
    let from = line.find(text)?;
    let to = from + text.len();
    let quoted = line[..from].ends_with('"') && line[to..].starts_with('"');
    Some(if quoted {
        (from - 1, to + 1)
    } else {
        (from, to)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use tieout_statement::{Currency, CurrencyTotal, StatedTotal};

    fn report() -> FileReport {
        FileReport {
            name: "channel_statement_unionpay.csv".to_owned(),
            format: Some("channel-statement".to_owned()),
            role: Some(Role::ChannelStatement),
            encoding: "UTF-8".to_owned(),
            sha256: String::new(),
            rows_read: 4,
            rows_rejected: Vec::new(),
            rows_neutral: 0,
            accounts: Vec::new(),
            dates: Some(("2026-03-02".to_owned(), "2026-03-02".to_owned())),
            currency_totals: vec![CurrencyTotal {
                currency: Currency::CNY,
                count: 4,
                credits: "680.00".to_owned(),
                debits: "50.00".to_owned(),
                opening: None,
                closing: None,
            }],
            stated_totals: Vec::new(),
            problems: Vec::new(),
            other_columns: Vec::new(),
            bytes: 400,
        }
    }

    fn file(report: Option<FileReport>) -> FileOnScreen {
        FileOnScreen {
            name: "channel_statement_unionpay.csv".to_owned(),
            bytes: 4_400,
            bytes_read: 2_700,
            rows_read: 27,
            format: None,
            role: Some(Role::ChannelStatement),
            rows_rejected: report.as_ref().map_or(0, |r| r.rows_rejected.len() as u64),
            report: report.map(Arc::new),
        }
    }

    #[test]
    fn a_file_under_way_shows_how_far_it_is() {
        let line = file_line(&file(None), Locale::En);
        assert_eq!(line.state, FileState::Reading);
        assert_eq!(line.state_text, "61% · 2.7 of 4.4 KB");
        assert_eq!(line.rows, "27");
        assert_eq!(line.recognised, "Channel statement");
        assert_eq!(line.beside, "通道对账文件");
    }

    #[test]
    fn a_refused_row_is_counted_apart_from_those_read() {
        let mut on_screen = file(Some(report()));
        on_screen.rows_rejected = 1;
        let line = file_line(&on_screen, Locale::En);
        assert_eq!(
            (line.rows.as_str(), line.state),
            ("4 of 5", FileState::WithFaults)
        );
        assert_eq!(line.state_text, "1 row refused");
        assert_eq!(line.amounts[0].amount, "730.00");
        assert_eq!(line.dates, "2 Mar");
        assert!(line.faults);
    }

    #[test]
    fn stated_totals_that_disagree_are_a_fault() {
        let mut wrong = report();
        wrong.stated_totals.push(StatedTotal {
            what: "总交易单数".to_owned(),
            stated: "5".to_owned(),
            found: "4".to_owned(),
            agrees: false,
        });
        let line = file_line(&file(Some(wrong)), Locale::En);
        assert_eq!(line.state, FileState::WithFaults);
        assert_eq!(line.stated[0].text, "总交易单数: states 5, rows give 4");
    }

    #[test]
    fn a_file_of_no_known_layout_is_refused_and_says_so() {
        let mut foreign = report();
        (foreign.role, foreign.format) = (None, None);
        foreign.problems.push(FileProblem::NotText);
        let line = file_line(&file(Some(foreign)), Locale::Zh);
        assert_eq!(
            (line.state, line.recognised.as_str()),
            (FileState::Refused, "无法识别")
        );
        assert_eq!(line.rows, "–");
    }

    #[test]
    fn the_cell_at_fault_is_marked_with_its_quotes() {
        let line = "unionpay,C1,\"520,00\",2.60";
        let (from, to) = place_in_line(line, "520,00").expect("it stands there");
        assert_eq!(&line[from..to], "\"520,00\"");
        assert_eq!(place_in_line(line, ""), None);
        assert_eq!(place_in_line(line, "nowhere"), None);
    }
}
