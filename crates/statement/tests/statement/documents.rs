//! Statements that are no tables: each fixture of `fixtures/formats` gives what stands in
//! the JSON beside it. `UPDATE_GOLDEN=1` writes it anew: read the difference.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::{Value, json};
use tieout_statement::rows::Role;
use tieout_statement::settings::FileSettings;
use tieout_statement::tabular::DateOrder;
use tieout_statement::{
    Content, Currency, FileProblem, FileReader, FormatSettings, Intake, ReadSettings, archive,
    original, sniff, words,
};

use super::{line, read, read_with, refused};

const IDS: &[&str] = &[
    "camt-052",
    "camt-053",
    "camt-054",
    "mt940",
    "mt942",
    "ofx",
    "qif",
    "bai2",
    "coda",
    "cfonb120",
    "norma43",
    "unionpay-merchant-flow",
    "unionpay-acquirer-flow",
];

/// Every fixture of these formats.
fn fixtures() -> Vec<PathBuf> {
    fixtures_of(IDS)
}

/// Every fixture of some formats.
pub(super) fn fixtures_of(ids: &[&str]) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    let mut files = Vec::new();
    for id in ids {
        let entries = std::fs::read_dir(folder.join(id)).expect("each format has fixtures");
        let entries = entries.map(|entry| entry.expect("a folder can be read").path());
        files.extend(entries.filter(|path| path.extension().is_none_or(|e| e != "json")));
    }
    files.sort();
    files
}

/// What reading gave, for people to read.
pub(super) fn told(intake: &Intake) -> Value {
    let report = &intake.report;
    let rows = intake.rows.as_ref().map_or_else(Vec::new, |rows| {
        (0..rows.len())
            .map(|row| {
                let place = format!("{}@{}", rows.lines()[row], rows.offsets()[row]);
                format!("{place} {}", line(rows, row))
            })
            .collect()
    });
    let totals: BTreeMap<String, Value> = report
        .currency_totals
        .iter()
        .map(|t| {
            let sums = json!({"count": t.count, "credits": t.credits, "debits": t.debits,
                "opening": t.opening, "closing": t.closing});
            (t.currency.to_string(), sums)
        })
        .collect();
    json!({
        "format": report.format,
        "encoding": report.encoding,
        "rows_read": report.rows_read,
        "rows_neutral": report.rows_neutral,
        "rows_rejected": refused(intake),
        "accounts": report.accounts,
        "dates": report.dates,
        "currency_totals": totals,
        "stated_totals": super::stated(intake),
        "problems": report.problems.iter().map(words::problem).collect::<Vec<_>>(),
        "rows": rows,
    })
}

#[test]
fn each_fixture_is_read_as_the_file_beside_it_says() {
    fixtures().iter().for_each(|path| reads_as_told(path));
}

/// A fixture is read as the file beside it says.
pub(super) fn reads_as_told(path: &Path) {
    let bytes = std::fs::read(path).expect("fixtures can be read");
    let intake = read(&bytes);
    let folder = path.parent().and_then(Path::file_name).expect("it has one");
    assert_eq!(
        intake.report.format.as_deref(),
        folder.to_str(),
        "{}",
        path.display()
    );
    let told = serde_json::to_string_pretty(&told(&intake)).expect("it is JSON") + "\n";
    let mut beside = path.as_os_str().to_owned();
    beside.push(".json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return std::fs::write(&beside, told).expect("fixtures can be written");
    }
    let expected = std::fs::read_to_string(&beside).unwrap_or_default();
    assert_eq!(told, expected, "{}", path.display());
}

#[test]
fn a_fixture_is_known_by_its_beginning_and_read_the_same_in_any_pieces() {
    for path in fixtures() {
        let bytes = std::fs::read(&path).expect("fixtures can be read");
        let whole = told(&read(&bytes));
        let sniffed = sniff(&bytes, &bytes, bytes.len() as u64);
        assert_eq!(
            sniffed.format.map(Value::from),
            Some(whole["format"].clone())
        );
        for size in [1, 7, 1_000] {
            let mut reader = FileReader::new("file", 0, &ReadSettings::default());
            bytes.chunks(size).for_each(|chunk| reader.read(chunk));
            assert_eq!(
                told(&reader.finish()),
                whole,
                "{} by {size}",
                path.display()
            );
        }
        for end in [&b"\r\n"[..], b"\r"] {
            let turned: Vec<u8> = bytes
                .iter()
                .filter(|b| **b != b'\r')
                .flat_map(|b| if *b == b'\n' { end.to_vec() } else { vec![*b] })
                .collect();
            let turned = told(&read(&turned));
            for key in [
                "currency_totals",
                "rows_read",
                "rows_rejected",
                "stated_totals",
            ] {
                assert_eq!(turned[key], whole[key], "{} {key}", path.display());
            }
        }
    }
}

#[test]
fn a_byte_order_mark_shifts_no_column() {
    for path in fixtures() {
        let bytes = std::fs::read(&path).expect("fixtures can be read");
        if !bytes.is_ascii() {
            continue;
        }
        let whole = told(&read(&bytes));
        let bytes = [b"\xef\xbb\xbf", bytes.as_slice()].concat();
        let marked = told(&read(&bytes));
        for key in [
            "accounts",
            "currency_totals",
            "rows_read",
            "rows_rejected",
            "stated_totals",
        ] {
            assert_eq!(marked[key], whole[key], "{} {key}", path.display());
        }
    }
}

#[test]
fn the_line_of_a_row_is_shown_as_it_stands_in_the_file() {
    for path in fixtures() {
        let bytes = std::fs::read(&path).expect("fixtures can be read");
        let intake = read(&bytes);
        let Some(rows) = &intake.rows else { continue };
        for row in 0..rows.len() {
            let at = usize::try_from(rows.offsets()[row]).expect("a small file");
            let before = bytes[..at].iter().filter(|b| **b == b'\n').count();
            assert_eq!(rows.lines()[row] as usize, before + 1, "{}", path.display());
            let encoding = tieout_statement::Encoding::ALL
                .iter()
                .find(|e| e.name() == intake.report.encoding)
                .expect("a known encoding");
            let shown = original::record(&bytes[at..], *encoding);
            assert!(
                ["<", ":61:", "D", "16,", "21", "22", "04", "S", "48025810"]
                    .iter()
                    .any(|s| shown.starts_with(s)),
                "{}: {shown}",
                path.display()
            );
        }
    }
}

#[test]
fn settings_say_what_a_qif_file_leaves_open() {
    let file = b"!Type:Bank\nD03/04/2026\nT5.00\n^\n";
    let told = |intake: &Intake| {
        let rows = intake.rows.as_ref().expect("a file of rows");
        line(rows, 0)
    };
    let assumed = read(file);
    assert!(told(&assumed).contains("booked_at=2026-03-04 00:00:00 side=credit currency=USD"));
    assert_eq!(assumed.report.problems.len(), 2);
    let mut settings = ReadSettings::default();
    let format = FormatSettings {
        currency: Some("CNY".to_owned()),
        date_order: Some("dmy".to_owned()),
        ..FormatSettings::default()
    };
    settings.formats.insert("qif".to_owned(), format);
    let set = read_with(file, &settings);
    assert!(told(&set).contains("booked_at=2026-04-03 00:00:00 side=credit currency=CNY"));
    assert_eq!(set.report.problems, [], "nothing is assumed");
    // What is said of the one file goes before what is said of its format.
    let file = b"D03/04/2026\nPCaf\xe9\nT5.00\n^\n";
    let said = FileSettings {
        encoding: Some(tieout_statement::Encoding::Windows1250),
        date_order: Some(DateOrder::MonthFirst),
        currency: Currency::parse("EUR"),
        account: Some("77".to_owned()),
        ..FileSettings::default()
    };
    settings.files.insert("*".to_owned(), said);
    let set = read_with(file, &settings);
    let row = told(&set);
    assert!(
        row.starts_with("bank_account=77 booked_at=2026-03-04"),
        "{row}"
    );
    assert!(
        row.contains("currency=EUR") && row.contains("Café"),
        "{row}"
    );
    assert_eq!(set.report.encoding, "Windows-1250");
    assert_eq!(set.report.problems, []);
}

#[test]
fn times_without_a_year_are_in_the_year_that_the_settings_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/formats/unionpay-acquirer-flow/ACOMN.txt");
    let bytes = std::fs::read(path).expect("fixtures can be read");
    let told = |settings: &ReadSettings| {
        let intake = read_with(&bytes, settings);
        let rows = intake.rows.as_ref().expect("a file of rows");
        (line(rows, 0), intake.report.problems)
    };
    let (open, problems) = told(&ReadSettings::default());
    assert!(!open.contains("finished_at"), "{open}");
    assert_eq!(problems, [FileProblem::YearOpen { line: 1, rows: 6 }]);
    let mut settings = ReadSettings::default();
    let said = FileSettings {
        year: Some(2026),
        ..FileSettings::default()
    };
    settings.files.insert("*".to_owned(), said);
    let channel = FormatSettings {
        channel: Some("yinlian".to_owned()),
        ..FormatSettings::default()
    };
    let id = "unionpay-acquirer-flow".to_owned();
    settings.formats.insert(id, channel);
    let (said, problems) = told(&settings);
    assert!(said.contains("finished_at=2026-03-02 10:15:30"), "{said}");
    assert!(said.contains("channel=yinlian"), "{said}");
    assert_eq!(problems, []);
}

#[test]
fn balances_of_accounts_are_summed_where_each_has_one() {
    let account = |name: &str, closing: &str| {
        format!(":20:X\n:25:{name}\n:28C:1\n:60F:C260301EUR1,00\n{closing}\n-\n")
    };
    let both = account("1", ":62F:C260301EUR1,00") + &account("2", ":62F:C260301EUR1,00");
    let total = &read(both).report.currency_totals[0];
    assert_eq!(total.opening.as_deref(), Some("2.00"));
    assert_eq!(total.closing.as_deref(), Some("2.00"));
    let one = account("1", ":62F:C260301EUR1,00") + &account("2", "");
    let total = &read(one).report.currency_totals[0];
    assert_eq!(total.opening.as_deref(), Some("2.00"));
    assert_eq!(total.closing, None);
}

#[test]
fn statements_newest_first_are_told_by_their_balances() {
    let day = |opening: &str, closing: &str, number: u32| {
        format!(
            ":20:X\n:25:1\n:28C:{number}\n:60F:C260301EUR{opening}\n:61:260302C1,NMSC\n:62F:C260301EUR{closing}\n-\n"
        )
    };
    let report = read(day("2,", "3,", 8) + &day("1,", "2,", 7)).report;
    let total = &report.currency_totals[0];
    assert_eq!(total.opening.as_deref(), Some("1.00"));
    assert_eq!(total.closing.as_deref(), Some("3.00"));
    assert_eq!(report.problems, []);
}

#[test]
fn entities_and_document_types_are_refused() {
    let start = "<?xml version=\"1.0\"?>";
    let body = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">&a;</Document>";
    let bomb = "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>";
    for file in [
        format!("{start}{bomb}{body}"),
        format!("{start}{body}"),
        format!("{start}{bomb}<OFX></OFX>"),
    ] {
        let intake = read(&file);
        assert_eq!(intake.content, Content::None, "{file}");
        let problem = &intake.report.problems[0];
        assert!(
            matches!(problem, FileProblem::Invalid { .. }),
            "{problem:?}"
        );
    }
    let deep = format!(
        "{start}<Document xmlns=\"camt.053\">{}",
        "<a>".repeat(100_000)
    );
    assert!(read(deep).report.refused());
}

#[test]
fn a_line_of_fifty_megabytes_takes_no_longer_than_its_length() {
    let long = "x".repeat(50 << 20);
    for file in [
        format!(":20:X\n:25:1\n:60F:C260301EUR1,\n:61:260302C1,NMSC\n:86:{long}"),
        format!("<OFX><STMTTRN><MEMO>{long}"),
        format!("!Type:Bank\nM{long}"),
        format!("01,a,b,c,d,1,,,2/\n02,a,b,1,260302,,,2/\n03,1,,/\n16,142,1,,,,{long}"),
        format!("<Document xmlns=\"camt.053\"><Stmt><Ntry>{long}"),
    ] {
        let report = read(file).report;
        assert!(report.format.is_some());
    }
}

#[test]
fn a_member_of_an_archive_needs_no_name_to_be_known() {
    use std::io::Write;
    let bytes = std::fs::read(&fixtures()[0]).expect("fixtures can be read");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("statement", options).expect("a new member");
    zip.write_all(&bytes).expect("memory takes everything");
    let packed = zip.finish().expect("it closes").into_inner();
    let members = archive::members("a.zip", &packed, &[]).expect("it opens");
    assert_eq!(
        read(&members[0].bytes).report.format,
        read(&bytes).report.format
    );
}

/// A fixture with some bytes changed, taken out, put in or doubled, or cut short.
fn spoiled() -> impl Strategy<Value = Vec<u8>> {
    let strokes =
        prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..12);
    let files: Vec<Vec<u8>> = fixtures()
        .iter()
        .map(|path| std::fs::read(path).expect("fixtures can be read"))
        .collect();
    (prop::sample::select(files), strokes).prop_map(|(mut bytes, strokes)| {
        for (at, byte, how) in strokes {
            let at = at.index(bytes.len().max(1)).min(bytes.len());
            match how {
                0 if at < bytes.len() => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.drain(at..(at + usize::from(byte)).min(bytes.len()))),
                3 if byte == 0 => bytes.truncate(at),
                _ => {
                    let part = bytes[at..(at + usize::from(byte)).min(bytes.len())].to_vec();
                    bytes.splice(at..at, part);
                }
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn spoiled_files_are_read_or_refused_and_nothing_worse(bytes in spoiled()) {
        let intake = read(&bytes);
        let rows = intake.rows.as_ref().map_or(0, tieout_statement::Rows::len) as u64;
        let report = &intake.report;
        // A bank statement has no place for a row that moves nothing; a channel's has.
        let counted = match report.role {
            Some(Role::BankStatement) => report.rows_neutral,
            _ => 0,
        };
        let kept = rows + counted;
        prop_assert!(report.refused() || kept == report.rows_read);
    }

    #[test]
    fn bytes_behind_any_beginning_are_read_or_refused(
        start in prop::sample::select(vec![
            ":20:X\n:60F:C260301EUR1,\n", "<OFX><STMTTRN>", "!Type:Bank\n", "<Document xmlns='camt.053'><Stmt><Ntry>",
            "01,a,b,c,d,1,,,2/\n02,a,b,1,260302,,,2/\n03,1,,010,1,,/\n16,",
            "0000002032620105        NORTHWIND                                                                                              2\n21",
            "0130002    00447EUR2 0000888899H  010326                                                  0000000001005{                \n04",
        ]),
        rest in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "[0-9A-Z:,/.<>&;'^\n -]{0,200}".prop_map(String::into_bytes),
        ],
    ) {
        let mut bytes = start.as_bytes().to_vec();
        bytes.extend_from_slice(&rest);
        read(&bytes);
    }
}
