//! Files that are refused as a whole, or said to be odd: every problem, in words.

use tieout_statement::words::problem;
use tieout_statement::{Content, FileProblem, FileReader, ReadSettings, Role, sniff};

use super::{fixture, read};

const FLOW: &str = "channel,channel_order_no,payment_order_no,kind,status,currency,amount\n";

/// The one problem of a file, in words.
fn said(bytes: impl AsRef<[u8]>) -> String {
    let bytes = bytes.as_ref();
    let intake = read(bytes);
    assert_eq!(
        intake.report.problems.len(),
        1,
        "{:?}",
        intake.report.problems
    );
    assert!(intake.report.refused());
    assert!(intake.rows.is_none());
    assert_eq!(intake.content, Content::None);
    assert_eq!(
        intake.report.sha256.len(),
        64,
        "a refused file is hashed all the same"
    );
    assert_eq!(intake.report.bytes, bytes.len() as u64);
    let sniffed = sniff(bytes, bytes, bytes.len() as u64);
    assert_eq!(
        sniffed.problems, intake.report.problems,
        "sniffing says the same"
    );
    problem(&intake.report.problems[0])
}

#[test]
fn an_empty_file() {
    let empty = "the file is empty: expected a header and rows";
    assert_eq!(said(""), empty);
    assert_eq!(said("\u{feff}"), empty);
    assert_eq!(said("\r\n \n\t\n"), empty);
}

#[test]
fn a_header_and_no_rows_is_a_file_with_no_rows() {
    let intake = read(FLOW);
    assert_eq!(intake.report.problems, [FileProblem::NoRows]);
    assert!(!intake.report.refused());
    let rows = intake.rows.expect("a role is known, so its rows are: none");
    assert_eq!((rows.role(), rows.len()), (Role::ChannelFlow, 0));
    assert_eq!(
        problem(&FileProblem::NoRows),
        "a header and no rows: expected rows, unless nothing happened"
    );
}

#[test]
fn a_header_that_lacks_a_column_names_it() {
    assert_eq!(
        said(
            "channel,channel_order_no,payment_order_no,kind,status,amount\nwechat,C-1,,top_up,success,1\n"
        ),
        "the layout is not known, the first line is \
         channel,channel_order_no,payment_order_no,kind,status,amount: \
         expected, for channel-flow, also the column currency"
    );
    assert_eq!(
        said("交易时间,微信订单号,商户订单号,交易状态,货币种类,手续费\n"),
        "the layout is not known, the first line is 交易时间,微信订单号,商户订单号,交易状态,货币种类,手续费: \
         expected, for wechat-bill, also the column 应结订单金额"
    );
}

#[test]
fn a_file_of_something_else() {
    assert_eq!(
        said("name;age\nLi;30\n"),
        "the layout is not known, the first line is name;age: expected a header of a known format"
    );
    assert_eq!(
        said("{\"orders\": []}"),
        "the layout is not known, the first line is {\"orders\": []}: expected a header of a known format"
    );
    assert_eq!(
        said("# only a remark\n"),
        "the layout is not known, the first line is # only a remark: expected a header of a known format"
    );
}

#[test]
fn a_header_with_a_column_twice() {
    assert_eq!(
        said(format!("{},amount\nx\n", FLOW.trim_end())),
        "the column amount stands twice in the header: expected each column once"
    );
}

#[test]
fn a_header_that_fits_two_roles_is_the_one_it_fits_most() {
    // A channel flow with a remark column called `method` has a payment flow's columns too.
    let flow = format!("{},fee,finished_at,method\n", FLOW.trim_end());
    assert_eq!(read(&flow).report.format.as_deref(), Some("channel-flow"));
    let both = "channel,channel_order_no,payment_order_no,order_no,transaction_no,kind,status,currency,amount\n";
    assert_eq!(
        said(both),
        "the header fits channel-flow and channel-statement equally well: \
         expected the columns of one format"
    );
}

#[test]
fn foreign_files_are_named() {
    let but = "expected a table, a workbook, or a zip of such files";
    for (bytes, what) in [
        (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "this is a PNG image"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "this is a PDF document"),
        (b"a\0b\0c", "neither text nor an archive"),
        (b"\x01\x02\x03\x04\n\x05", "neither text nor an archive"),
    ] {
        assert_eq!(said(bytes), format!("{what}: {but}"));
        assert_eq!(
            read(bytes).report.encoding,
            "",
            "what is no text has no encoding"
        );
    }
}

#[test]
fn a_member_that_cannot_be_taken_out_is_refused_by_its_own_name() {
    let mut reader = FileReader::new("a.zip/b.csv", 0, &ReadSettings::default());
    reader.refuse(FileProblem::NeedsPassword);
    reader.read(b"whatever comes after");
    let report = reader.finish().report;
    assert_eq!(report.problems, [FileProblem::NeedsPassword]);
    assert_eq!(
        problem(&report.problems[0]),
        "the archive is locked: expected its password (--password)"
    );
}

#[test]
fn an_archive_too_deep_to_open() {
    assert_eq!(
        problem(&read(b"PK\x03\x04").report.problems[0]),
        "the archive cannot be opened, an archive within an archive within an archive: \
         expected a zip or gzip file"
    );
}

#[test]
fn a_line_without_an_end_is_too_large() {
    let mut bytes = FLOW.as_bytes().to_vec();
    bytes.resize(bytes.len() + (17 << 20), b'x');
    let intake = read(&bytes);
    assert!(intake.report.refused());
    assert_eq!(
        problem(&intake.report.problems[0]),
        "too large, line 2 is longer than 16 MiB: expected a file within the limits"
    );
}

#[test]
fn settings_and_carry_over_are_known_by_what_they_say() {
    let intake = read(fixture("tieout-settings.toml"));
    assert!(matches!(intake.content, Content::Settings(text) if text.contains("window_minutes")));
    assert_eq!((intake.report.role, intake.rows.is_none()), (None, true));
    let intake = read(fixture("tieout-carry-over.json"));
    assert!(matches!(intake.content, Content::CarryOver(text) if text.starts_with('{')));
    let spread = "\n{\n  \"tieout_carry_over\" : 1}";
    assert!(matches!(read(spread).content, Content::CarryOver(_)));
    let words = encoding_rs::GB18030
        .encode("[day]\ninterest_words = [\"利息\"]\n")
        .0;
    let intake = read(&words);
    assert_eq!(intake.report.encoding, "GB18030");
    assert!(matches!(intake.content, Content::Settings(text) if text.contains("利息")));
    let intake = read(b"[day]\nx = \"\xff\xff\xff\"\n");
    assert_eq!(intake.report.problems, [FileProblem::NotText]);
}

#[test]
fn problems_that_the_caller_finds_have_words_too() {
    let first = "a.csv".to_owned();
    assert_eq!(
        problem(&FileProblem::SameFile { first }),
        "the same bytes as a.csv: expected each file once"
    );
    let invalid = FileProblem::Invalid {
        line: Some(3),
        detail: "unknown key windw".to_owned(),
        expected: "window_minutes".to_owned(),
    };
    assert_eq!(
        problem(&invalid),
        "line 3: unknown key windw: expected window_minutes"
    );
}
