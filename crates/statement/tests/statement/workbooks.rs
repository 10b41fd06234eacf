//! Workbooks made to take more than they are: each is refused with the limit that it meets,
//! in no more memory than that.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use tieout_statement::FileProblem;
use zip::write::SimpleFileOptions;

use super::read;

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// An XLSX of one sheet with these rows and shared texts.
fn workbook(rows: &str, shared: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
    let shared = shared.replace("<sst", &format!(r#"<sst xmlns="{MAIN}""#));
    let members = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", PARTS),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/sharedStrings.xml", &shared),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        let options = SimpleFileOptions::default();
        zip.start_file(name, options).expect("memory takes a file");
        zip.write_all(text.as_bytes()).expect("memory takes a text");
    }
    zip.finish().expect("memory takes an archive").into_inner()
}

/// The only problem of a file that is refused for it.
fn refusal(bytes: &[u8]) -> String {
    let report = read(bytes).report;
    assert!(report.refused());
    match report.problems.as_slice() {
        [FileProblem::TooLarge { detail } | FileProblem::BadArchive { detail }] => detail.clone(),
        others => panic!("{others:?}"),
    }
}

fn cells(count: usize, cell: &str) -> String {
    (1..=count).fold(String::new(), |mut rows, row| {
        write!(rows, r#"<row r="{row}">"#).expect("a string takes everything");
        rows += &cell.replace('#', &row.to_string());
        rows += "</row>";
        rows
    })
}

#[test]
fn a_workbook_of_a_day_a_text_and_an_amount_is_read() {
    let rows = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>3</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>12.5</v></c><c r="C2" t="s"><v>3</v></c></row>"#;
    let shared = r#"<sst uniqueCount="4"><si><t>Date</t></si><si><t>Amount EUR</t></si><si><t>2026-03-02</t></si><si><t>Text</t></si></sst>"#;
    let report = read(workbook(rows, shared)).report;
    assert_eq!(report.format.as_deref(), Some("bank-table"));
    assert_eq!(report.rows_read, 1);
}

#[test]
fn cells_far_to_the_right_in_many_rows_are_too_many() {
    let rows = cells(26_000, r#"<c r="XFD#"><v>1</v></c>"#);
    let detail = refusal(&workbook(&rows, "<sst/>"));
    assert_eq!(detail, "a workbook of more than 25165824 cells");
}

#[test]
fn one_long_text_in_many_cells_is_too_much_text() {
    let shared = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(30_000));
    let rows = cells(5_000, r#"<c r="A#" t="s"><v>0</v></c>"#);
    let detail = refusal(&workbook(&rows, &shared));
    assert_eq!(detail, "a workbook with more than 128 MiB of text");
}

#[test]
fn a_count_of_shared_texts_that_is_not_true_makes_no_room() {
    let shared = r#"<sst uniqueCount="18446744073709551615"><si><t>x</t></si></sst>"#;
    let detail = refusal(&workbook("", shared));
    assert_eq!(detail, "it has fewer shared texts than it says");
}

#[test]
fn of_a_member_longer_than_it_says_nothing_more_is_unpacked() {
    let rows = cells(5_000, r#"<c r="A#"><v>1</v></c>"#);
    let mut bytes = workbook(&rows, "<sst/>");
    let name = b"xl/worksheets/sheet1.xml";
    // Its size stands in the central directory, 22 bytes before its name.
    let at = memchr::memmem::rfind(&bytes, name).expect("its name stands in the directory");
    bytes[at - 22..at - 18].copy_from_slice(&100_u32.to_le_bytes());
    let detail = refusal(&bytes);
    assert_eq!(
        detail,
        "the workbook is not read (it has no sheet with cells)"
    );
}
