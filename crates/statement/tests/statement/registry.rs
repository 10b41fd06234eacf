//! Every format: known by its columns alone, published somewhere, shown by a fixture.

use tieout_statement::formats::{ALL, Format, Shape};
use tieout_statement::sniff;

use super::{fixture, read};

fn fixture_of(format: &Format) -> Vec<u8> {
    let ending = match format.id {
        "tieout-settings" => "toml",
        "tieout-carry-over" | "tieout-decisions" => "json",
        _ => "csv",
    };
    fixture(&format!("{}.{ending}", format.id))
}

#[test]
fn every_format_has_a_source_and_a_fixture_that_is_read_without_a_fault() {
    for format in ALL
        .iter()
        .filter(|format| !matches!(format.shape, Shape::Grid(_)))
    {
        assert!(!format.source.is_empty(), "{}", format.id);
        // Documents have a folder of fixtures each.
        if matches!(format.shape, Shape::Document | Shape::Fixed(_)) {
            continue;
        }
        let bytes = fixture_of(format);
        let report = read(&bytes).report;
        assert_eq!(report.format.as_deref(), Some(format.id));
        assert_eq!(report.role, format.role);
        assert_eq!(report.problems, [], "{}", format.id);
        assert_eq!(report.rows_rejected, [], "{}", format.id);
        assert_eq!(report.rows_read > 0, format.role.is_some(), "{}", format.id);
        assert!(
            report.stated_totals.iter().all(|total| total.agrees),
            "{}",
            format.id
        );
        let sniffed = sniff(&bytes, &bytes, bytes.len() as u64);
        assert_eq!(
            (sniffed.format, sniffed.role),
            (Some(format.id), format.role)
        );
        assert_eq!(sniffed.encoding.name(), report.encoding);
    }
}

#[test]
fn no_header_of_one_format_is_taken_for_another() {
    for format in ALL
        .iter()
        .filter(|format| matches!(format.shape, Shape::Own(_) | Shape::Table(_)))
    {
        let columns = format.columns();
        let every: Vec<&str> = columns.iter().map(|(names, _)| names[0]).collect();
        let required: Vec<&str> = columns
            .iter()
            .filter(|(_, required)| *required)
            .map(|(names, _)| names[0])
            .collect();
        let older: Vec<&str> = columns
            .iter()
            .map(|(names, _)| *names.last().expect("a column has a name"))
            .collect();
        for header in [every, required, older] {
            let mut reversed = header.clone();
            reversed.reverse();
            for header in [header, reversed] {
                let text = header.join(",") + "\n";
                let sniffed = sniff(text.as_bytes(), text.as_bytes(), text.len() as u64);
                assert_eq!(sniffed.problems, [], "{text}");
                assert_eq!(sniffed.format, Some(format.id), "{text}");
            }
        }
    }
}

#[test]
fn ids_are_unique_and_found() {
    for format in ALL {
        let found = Format::by_id(format.id).expect("it is in the list");
        assert!(std::ptr::eq(found, *format), "{}", format.id);
    }
    assert!(Format::by_id("mt950").is_none());
}
