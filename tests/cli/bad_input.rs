use serde_json::Value;
use tieout_tests::{Files, TemporaryFolder, Told, files_of, here, tieout};

fn sample_day() -> Files {
    files_of(&here("fixtures/sample-day"))
}

fn run(files: &Files) -> Told {
    let borrowed = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let folder = TemporaryFolder::with(borrowed);
    tieout(["run".as_ref(), folder.path().as_os_str(), "--json".as_ref()])
}

fn with(name: &str, bytes: impl Into<Vec<u8>>) -> Told {
    let mut files = sample_day();
    files.insert(name.to_owned(), bytes.into());
    run(&files)
}

fn text(files: &Files, name: &str) -> String {
    String::from_utf8(files[name].clone()).expect("UTF-8")
}

/// The message stands on stderr as a line, the status is 2, and the rest of the day ran.
fn says(told: &Told, message: &str) {
    assert!(told.err.lines().any(|line| line == message), "{}", told.err);
    assert_eq!(told.status, 2, "{}", told.err);
    the_rest_ran(told);
}

fn the_rest_ran(told: &Told) {
    let report = told.json();
    let channel = report["reconciliations"]
        .as_array()
        .and_then(|all| all.iter().find(|r| r["name"] == "channel"))
        .unwrap_or_else(|| panic!("no channel reconciliation: {}", told.err));
    assert_eq!(channel["run"], Value::Bool(true));
    let control = &report["control"];
    assert_eq!(control["rows_in"], control["rows_accounted"]);
}

fn control(told: &Told, key: &str) -> u64 {
    told.json()["control"][key].as_u64().expect("a number")
}

#[test]
fn the_sample_day_itself_has_no_complaint() {
    let told = run(&sample_day());
    assert_eq!((told.status, told.err.as_str()), (1, ""));
}

#[test]
fn a_file_cut_off_in_a_row_loses_that_row_and_says_so() {
    let flow = text(&sample_day(), "channel_flow.csv");
    let last = flow.trim_end().rfind('\n').expect("rows") + 1;
    let line = flow[..last].lines().count() + 1;
    let whole = control(&run(&sample_day()), "rows_in");
    let told = with("channel_flow.csv", &flow[..last + 20]);
    let row = &flow[last..last + 20];
    let cells = row.split(',').count();
    says(
        &told,
        &format!(
            "channel_flow.csv:{line}: the row has {cells} cells: expected 10, as in the header"
        ),
    );
    assert_eq!(control(&told, "rows_in"), whole);
}

#[test]
fn a_bill_without_its_summary_is_read_and_called_short() {
    let name = "wechat_1900016316_20260316_all.csv";
    let bill = text(&sample_day(), name);
    let cut = bill.find("总交易单数").expect("a summary");
    let told = with(name, &bill[..cut]);
    let line = bill[..cut].lines().count();
    let begins = format!("{name}:{line}: the file ends early, after line {line}: expected ");
    assert!(
        told.err.lines().any(|line| line.starts_with(&begins)),
        "{}",
        told.err
    );
    assert_eq!(told.status, 2);
    the_rest_ran(&told);
}

#[test]
fn an_empty_file_is_refused() {
    let told = with("nothing.csv", "");
    says(
        &told,
        "nothing.csv: the file is empty: expected a header and rows",
    );
    assert_eq!(control(&told, "files_refused"), 1);
}

#[test]
fn a_file_saved_as_unicode_text_by_a_spreadsheet_is_read() {
    let plain = run(&sample_day()).json();
    let mut files = sample_day();
    let marked = format!("\u{feff}{}", text(&files, "channel_flow.csv"));
    let utf16 = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    files.insert("channel_flow.csv".to_owned(), utf16);
    let told = run(&files);
    assert_eq!((told.status, told.err.as_str()), (1, ""));
    let report = told.json();
    assert_eq!(report["reconciliations"], plain["reconciliations"]);
    assert_eq!(report["control"], plain["control"]);
    let encoding = report["files"]
        .as_array()
        .and_then(|files| files.iter().find(|file| file["name"] == "channel_flow.csv"))
        .map(|file| file["encoding"].clone());
    assert_eq!(encoding, Some(Value::from("UTF-16LE")));
}

#[test]
fn bytes_that_are_no_text_cost_their_row_and_no_other() {
    let mut flow = sample_day()["channel_flow.csv"].clone();
    let needle = b"P260316-103107W";
    let at = flow
        .windows(needle.len())
        .position(|window| window == needle)
        .expect("the order is in the flow");
    flow[at] = 0xff;
    let line = flow[..at].iter().filter(|&&b| b == b'\n').count() + 1;
    let told = with("channel_flow.csv", flow);
    let begins = format!("channel_flow.csv:{line}: ");
    assert!(told.err.starts_with(&begins), "{}", told.err);
    assert!(told.err.contains("no text: expected UTF-8"), "{}", told.err);
    assert_eq!(told.err.lines().count(), 1, "{}", told.err);
    assert_eq!(told.status, 2);
    the_rest_ran(&told);
}

#[test]
fn a_header_without_rows_is_valid_and_said() {
    let told = with(
        "second_flow.csv",
        "channel,channel_order_no,payment_order_no,kind,status,currency,amount\n",
    );
    assert_eq!(
        told.err,
        "second_flow.csv: a header and no rows: expected rows, unless nothing happened\n"
    );
    assert_eq!(told.status, 1, "the day's own exceptions");
    the_rest_ran(&told);
}

#[test]
fn a_foreign_file_is_refused_and_the_nearest_layout_named() {
    let told = with("minutes.csv", "date,who,what\n2026-03-16,Wang,lunch\n");
    assert_eq!(told.status, 2);
    assert!(
        told.err
            .starts_with("minutes.csv:1: the layout is not known")
            && told.err.contains("date,who,what"),
        "{}",
        told.err
    );
    the_rest_ran(&told);
    let told = with(
        "flow.csv",
        "channel,channel_order_no,payment_order_no,kind,currency,amount\nwechat,1,2,top_up,CNY,1\n",
    );
    assert!(
        told.err.contains("channel-flow") && told.err.contains("status"),
        "{}",
        told.err
    );
    let told = with("logo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice());
    assert!(told.err.starts_with("logo.png: "), "{}", told.err);
    assert_eq!(told.status, 2);
}

#[test]
fn the_same_file_twice_is_read_once() {
    let flow = sample_day()["channel_flow.csv"].clone();
    let told = with("copy of channel_flow.csv", flow);
    says(
        &told,
        "copy of channel_flow.csv: the same bytes as channel_flow.csv: expected each file once",
    );
    let once = run(&sample_day()).json();
    assert_eq!(
        told.json()["reconciliations"][0]["totals"],
        once["reconciliations"][0]["totals"]
    );
}

#[test]
fn a_file_of_another_day_is_no_part_of_this_one() {
    let yesterday = text(&sample_day(), "icbc_20260316.csv")
        .replace("2026-03-16", "2026-03-14")
        .replace("IC2603", "IC2602");
    let told = with("icbc_20260314.csv", yesterday);
    let report = told.json();
    let is_its = |exception: &&Value| {
        let rows = exception["right"].as_array().expect("a list");
        rows.iter().any(|row| row["file"] == "icbc_20260314.csv")
    };
    let all = report["exceptions"].as_array().expect("a list");
    let outcomes: Vec<&Value> = all.iter().filter(is_its).map(|e| &e["outcome"]).collect();
    assert!(outcomes.len() > 30, "{}", outcomes.len());
    let expected = |outcome: &&&Value| **outcome == "out_of_period" || **outcome == "duplicate";
    assert_eq!(outcomes.iter().filter(expected).count(), outcomes.len());
    assert_eq!(told.status, 1);
    the_rest_ran(&told);
}

#[test]
fn a_second_settings_file_is_refused_and_the_first_counts() {
    let told = with("z.toml", "[day]\naccounting_date = \"2026-01-01\"\n");
    says(
        &told,
        "z.toml: a second settings file, after tieout.toml: expected one tieout.toml a day",
    );
    assert_eq!(told.json()["accounting_date"], "2026-03-16");
}

#[test]
fn a_wrong_setting_is_named_by_its_line() {
    let told = with("tieout.toml", "[day]\nwindow_minutes = \"half an hour\"\n");
    assert!(told.err.starts_with("tieout.toml:2: "), "{}", told.err);
    assert!(told.err.contains("expected"), "{}", told.err);
    assert_eq!(told.status, 2);
}

#[test]
fn a_hostile_name_is_shown_and_never_obeyed() {
    let told = with("a\u{1b}[2J\u{202e}vsc.csv", "");
    assert_eq!(
        told.err,
        "a␛[2J<U+202E>vsc.csv: the file is empty: expected a header and rows\n"
    );
    assert!(!told.out.contains('\u{1b}'), "JSON escapes it");
}

#[test]
fn a_path_that_does_not_exist_is_said_and_the_rest_runs() {
    let day = here("fixtures/sample-day");
    let told = tieout([
        "run".as_ref(),
        day.as_os_str(),
        "/nowhere/bank.csv".as_ref(),
        "--json".as_ref(),
    ]);
    assert!(told.err.starts_with("bank.csv: "), "{}", told.err);
    assert_eq!(told.status, 2);
    the_rest_ran(&told);
}

#[test]
fn the_report_says_in_words_what_could_not_be_read() {
    let mut files = sample_day();
    let flow = text(&files, "channel_flow.csv").replace(",128.00,", ",12x.00,");
    files.insert("channel_flow.csv".to_owned(), flow.into_bytes());
    files.insert("nothing.csv".to_owned(), Vec::new());
    let report = run(&files).json();
    let file = |name: &str| {
        let all = report["files"].as_array().expect("a list");
        all.iter()
            .find(|file| file["name"] == name)
            .expect("listed")
            .clone()
    };
    let rejected = &file("channel_flow.csv")["rows_rejected"][0];
    assert_eq!(rejected["column"], "amount");
    assert_eq!(
        rejected["reason"],
        "12x.00 is not an amount: expected digits such as 53.00"
    );
    let empty = file("nothing.csv");
    assert_eq!(empty["format"], Value::Null);
    assert_eq!(
        empty["problems"][0],
        "the file is empty: expected a header and rows"
    );
}

#[test]
fn a_locked_archive_is_opened_with_its_password_and_says_so_without() {
    let locked = here("../crates/statement/tests/fixtures/locked.zip");
    let locked = locked.to_str().expect("a path in UTF-8");
    let told = tieout(["inspect", locked, "--json"]);
    assert_eq!(told.status, 2);
    assert!(
        told.err
            .contains("locked.zip/bill.csv: the archive is locked: expected its password"),
        "{}",
        told.err
    );
    let told = tieout(["inspect", locked, "--password", "x", "--json"]);
    assert!(
        told.err.contains("no password given opens it"),
        "{}",
        told.err
    );
    let told = tieout(["inspect", locked, "--password", "310210", "--json"]);
    assert_eq!((told.status, told.err.as_str()), (0, ""));
    assert_eq!(told.json()["files"][0]["format"], "bank-statement");
}
