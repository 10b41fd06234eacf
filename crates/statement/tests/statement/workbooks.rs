//! Workbooks made to take more than they are: each is refused with the limit that it meets,
//! in no more memory than that.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use tieout_statement::FileProblem;
use zip::write::SimpleFileOptions;

use super::read;

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// An XLSX of one sheet with these rows and shared texts.
fn workbook(rows: &str, shared: &str) -> Vec<u8> {
    book(&[rows], shared)
}

/// An XLSX of sheets `S1`, `S2` … with these rows each.
fn book(sheets: &[&str], shared: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let shared = shared.replace("<sst", &format!(r#"<sst xmlns="{MAIN}""#));
    let (mut names, mut parts) = (String::new(), String::new());
    let mut members = vec![("xl/sharedStrings.xml".to_owned(), shared)];
    for (at, rows) in (1..).zip(sheets) {
        names += &format!(r#"<sheet name="S{at}" sheetId="{at}" r:id="r{at}"/>"#);
        parts += &format!(
            r#"<Relationship Id="r{at}" Type="{RELATION}/worksheet" Target="worksheets/sheet{at}.xml"/>"#
        );
        let sheet =
            format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
        members.push((format!("xl/worksheets/sheet{at}.xml"), sheet));
    }
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>{names}</sheets></workbook>"#
    );
    let parts = format!(
        r#"<Relationships xmlns="{PACKAGE}">{parts}<Relationship Id="s" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
    );
    let head = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", parts),
    ];
    let head = head.map(|(name, text)| (name.to_owned(), text));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in head.into_iter().chain(members) {
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

/// A row of texts.
fn texts(row: usize, cells: &[&str]) -> String {
    let cells = ('A'..).zip(cells).map(|(column, text)| {
        format!(r#"<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#)
    });
    format!(r#"<row r="{row}">{}</row>"#, cells.collect::<String>())
}

#[test]
fn a_sheet_of_another_kind_is_named_and_costs_nothing_read_before_it() {
    let bank = texts(1, &["Date", "Text", "Amount EUR"]) + &texts(2, &["2026-03-02", "x", "1.50"]);
    let names = [
        "支付宝交易号",
        "商户订单号",
        "业务类型",
        "完成时间",
        "商家实收（元）",
        "服务费（元）",
    ];
    let bill = texts(1, &names);
    let report = read(book(&[&bank, &bill], "<sst/>")).report;
    assert_eq!(report.format.as_deref(), Some("bank-table"));
    assert_eq!(report.rows_read, 1);
    let other = |problem: &FileProblem| matches!(problem, FileProblem::OtherSheet { sheet } if sheet == "S2");
    assert!(report.problems.iter().any(other), "{:?}", report.problems);
    assert!(!report.refused());
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
