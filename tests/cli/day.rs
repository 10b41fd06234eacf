use std::ffi::OsString;
use std::fs;

use tieout_tests::{Files, TemporaryFolder, files_of, here, tieout};

fn sample_day() -> OsString {
    here("fixtures/sample-day").into_os_string()
}

#[test]
fn a_day_without_exceptions_ends_with_0() {
    let flow = "channel,channel_order_no,payment_order_no,kind,status,currency,amount,finished_at\n\
                wechat,1,p1,top_up,success,CNY,5.00,2026-03-16 10:00:00\n\
                wechat,2,p2,top_up,success,CNY,6.00,2026-03-16 23:50:00\n";
    let statement = "channel,order_no,transaction_no,kind,status,currency,amount,finished_at\n\
                     wechat,1,t1,top_up,success,CNY,5.00,2026-03-16 10:00:01\n";
    let folder = TemporaryFolder::with([
        ("flow.csv", flow.as_bytes()),
        ("wechat.csv", statement.as_bytes()),
    ]);
    let told = tieout(["run".as_ref(), folder.path().as_os_str()]);
    assert_eq!((told.status, told.err.as_str()), (0, ""), "{}", told.out);
    assert!(told.out.contains("channel: ties out"), "{}", told.out);
    assert!(told.out.contains("1 timing difference"), "{}", told.out);
    let told = tieout([
        "run".as_ref(),
        folder.path().as_os_str(),
        "--date=2026-03-18".as_ref(),
    ]);
    assert_eq!(told.status, 1, "rows of another day: {}", told.out);
}

#[test]
fn the_summary_says_what_the_report_says() {
    let text = tieout(["run".into(), sample_day()]);
    assert_eq!(text.status, 1);
    let report = tieout(["run".into(), sample_day(), "--json".into()]).json();
    let words: Vec<&str> = text.out.split_whitespace().collect();
    for outcome in report["reconciliations"][0]["outcomes"]
        .as_array()
        .expect("a list")
    {
        let cell = |key: &str| match &outcome[key] {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let mut line = vec![cell("outcome")];
        if !outcome["cardinality"].is_null() {
            line.push(cell("cardinality"));
        }
        for key in [
            "currency",
            "groups",
            "left_rows",
            "left_amount",
            "right_rows",
            "right_amount",
            "delta",
        ] {
            line.push(cell(key));
        }
        assert!(
            words.windows(line.len()).any(|window| window == line),
            "{line:?} is not in\n{}",
            text.out
        );
    }
    for exception in report["exceptions"].as_array().expect("a list") {
        let why = exception["reason"]["text"].as_str().expect("a text");
        assert!(text.out.contains(why), "{why}");
    }
}

#[test]
fn every_export_is_written_beside_the_summary() {
    let folder = TemporaryFolder::with([]);
    let out = folder.path().join("exports");
    let told = tieout([
        "run".into(),
        sample_day(),
        "--out".into(),
        out.clone().into(),
    ]);
    assert_eq!(told.status, 1);
    let report = fs::read_to_string(out.join("report.json")).expect("the report");
    let printed = tieout(["run".into(), sample_day(), "--json".into()]);
    assert_eq!(report, printed.out);
    for export in tieout_export::ALL {
        let written = fs::metadata(out.join(export.file_name)).expect(export.file_name);
        assert!(written.len() > 0, "{}", export.file_name);
    }
    assert!(out.join("carry_over.json").exists());
    let exceptions = fs::read_to_string(out.join("exceptions.csv")).expect("exceptions");
    for exception in printed.json()["exceptions"].as_array().expect("a list") {
        let id = exception["id"].as_str().expect("an id");
        let rows = ["left", "right"].map(|side| exception[side].as_array().expect("rows").len());
        let lines = exceptions
            .lines()
            .filter(|line| line.starts_with(id))
            .count();
        assert_eq!(lines, rows[0] + rows[1], "{id}");
    }
}

#[test]
fn inspect_says_what_each_file_is_and_holds() {
    let told = tieout(["inspect".into(), sample_day(), "--json".into()]);
    assert_eq!((told.status, told.err.as_str()), (0, ""));
    let inspected = told.json();
    assert_eq!(inspected["schema"], 1);
    let files = inspected["files"].as_array().expect("a list");
    let told: Vec<String> = files
        .iter()
        .map(|file| {
            let totals = file["stated_totals"].as_array().expect("a list");
            let agree = totals
                .iter()
                .filter(|total| total["agrees"] == true)
                .count();
            assert_eq!(agree, totals.len(), "{totals:?}");
            format!(
                "{} {} {} {} rows",
                file["format"].as_str().unwrap_or("?"),
                file["role"].as_str().unwrap_or("-"),
                file["encoding"].as_str().unwrap_or("?"),
                file["rows_read"]
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "alipay-detail channel_statement GB18030 72 rows",
            "balances balances UTF-8 13 rows",
            "bank-statement bank_statement UTF-8 37 rows",
            "channel-flow channel_flow UTF-8 206 rows",
            "channel-statement channel_statement UTF-8 36 rows",
            "payment-flow payment_flow UTF-8 210 rows",
            "posting-flow posting_flow UTF-8 206 rows",
            "tieout-settings - UTF-8 0 rows",
            "wechat-bill channel_statement UTF-8 94 rows",
        ]
    );
}

#[test]
fn explain_says_why_a_row_has_its_outcome() {
    let flow = &files_of(&here("fixtures/sample-day"))["channel_flow.csv"];
    let flow = String::from_utf8(flow.clone()).expect("UTF-8");
    for (order, outcome) in [
        ("WX260316-132033", "amount_mismatch"),
        ("WX260316-103107", "dropped_order"),
        ("WX260316-161026", "no_effect"),
    ] {
        let line = flow
            .lines()
            .position(|line| line.contains(order))
            .expect("in the flow")
            + 1;
        let row = format!("channel_flow.csv:{line}");
        let told = tieout(["explain".into(), sample_day(), "--row".into(), row.into()]);
        assert_eq!((told.status, told.err.as_str()), (0, ""));
        assert!(
            told.out.starts_with(&format!("channel: {outcome}")),
            "{}",
            told.out
        );
        assert!(told.out.contains(order), "{}", told.out);
    }
    let nowhere = [
        "explain".into(),
        sample_day(),
        "--row=channel_flow.csv:1".into(),
    ];
    let told = tieout(nowhere);
    assert_eq!(told.status, 2);
    assert!(
        told.err
            .starts_with("channel_flow.csv:1: no row starts there: expected"),
        "{}",
        told.err
    );
}

#[test]
fn bad_usage_ends_with_2_and_says_how() {
    for arguments in [
        &["run"][..],
        &["walk"],
        &["sample"],
        &["run", "x", "--date", "today"],
    ] {
        let told = tieout(arguments);
        assert_eq!(told.status, 2, "{arguments:?}");
        assert!(told.err.contains("usage: tieout run PATH"), "{}", told.err);
        assert_eq!(told.out, "");
    }
    let told = tieout(["--help"]);
    assert_eq!((told.status, told.err.as_str()), (0, ""));
    assert!(told.out.contains("Exit status: 0"), "{}", told.out);
}

/// A zip of stored files, as `zip -0` makes it.
fn zipped(files: &Files) -> Vec<u8> {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let offset = u32::try_from(body.len()).expect("small");
        let size = u32::try_from(bytes.len()).expect("small").to_le_bytes();
        let named = u16::try_from(name.len()).expect("short").to_le_bytes();
        let crc = crc32(bytes).to_le_bytes();
        // Version 10, UTF-8 names, stored, 1980-01-01.
        let common = [
            &[10, 0, 0, 8, 0, 0, 0, 0, 0x21, 0],
            &crc[..],
            &size,
            &size,
            &named,
            &[0, 0],
        ];
        body.extend(
            [
                b"PK\x03\x04".as_slice(),
                &common.concat(),
                name.as_bytes(),
                bytes,
            ]
            .concat(),
        );
        let rest = [[0; 10].as_slice(), &offset.to_le_bytes(), name.as_bytes()];
        directory.extend(
            [
                b"PK\x01\x02\x0a\0".as_slice(),
                &common.concat(),
                &rest.concat(),
            ]
            .concat(),
        );
    }
    let count = u16::try_from(files.len()).expect("few").to_le_bytes();
    let sizes =
        [directory.len(), body.len()].map(|n| u32::try_from(n).expect("small").to_le_bytes());
    let end = [
        b"PK\x05\x06\0\0\0\0".as_slice(),
        &count,
        &count,
        &sizes.concat(),
        &[0, 0],
    ]
    .concat();
    [body, directory, end].concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
    let byte = |crc: u32, &byte: &u8| (0..8).fold(crc ^ u32::from(byte), step);
    !bytes.iter().fold(!0, byte)
}

#[test]
fn a_day_in_an_archive_is_the_same_day() {
    let files = files_of(&here("fixtures/sample-day"));
    let archive = zipped(&files);
    let folder = TemporaryFolder::with([("day.zip", archive.as_slice())]);
    let told = tieout(["run".as_ref(), folder.path().as_os_str(), "--json".as_ref()]);
    assert_eq!((told.status, told.err.as_str()), (1, ""));
    let (packed, plain) = (
        told.json(),
        tieout(["run".into(), sample_day(), "--json".into()]).json(),
    );
    assert_eq!(packed["reconciliations"], plain["reconciliations"]);
    assert_eq!(packed["control"], plain["control"]);
    assert_eq!(packed["files"][3]["name"], "day.zip/channel_flow.csv");
    let broken = TemporaryFolder::with([("day.zip", &archive[..archive.len() / 2])]);
    let told = tieout(["run".as_ref(), broken.path().as_os_str()]);
    assert_eq!(told.status, 2);
    assert!(
        told.err
            .starts_with("day.zip: the archive cannot be opened"),
        "{}",
        told.err
    );
    let nothing = TemporaryFolder::with([("day.zip", zipped(&Files::new()).as_slice())]);
    let told = tieout(["run".as_ref(), nothing.path().as_os_str()]);
    assert_eq!(told.status, 2);
    assert!(told.err.contains("it holds no file"), "{}", told.err);
}

#[test]
fn a_journal_that_was_exported_is_not_booked_again() {
    let folder = TemporaryFolder::with([]);
    let out = folder.path().to_owned();
    let first = tieout(["run".into(), sample_day(), "--out".into(), out.into()]);
    assert_eq!(first.status, 1);
    let journal = folder.path().join("journal.csv").into_os_string();
    let first = tieout(["run".into(), sample_day(), "--json".into()]).json();
    let told = tieout(["run".into(), sample_day(), journal, "--json".into()]);
    assert_eq!((told.status, told.err.as_str()), (1, ""));
    let again = told.json();
    let entries =
        |report: &serde_json::Value| report["journal"].as_array().expect("a list").clone();
    assert_eq!(entries(&first).len(), entries(&again).len());
    for (was, is) in entries(&first).iter().zip(&entries(&again)) {
        assert_eq!(was["id"], is["id"]);
        let expected = match was["status"].as_str() {
            Some("final") => "already_booked",
            _ => "proposed",
        };
        assert_eq!(is["status"], expected, "{was}");
    }
    for same in ["balances", "identities", "control"] {
        assert_eq!(first[same], again[same], "{same}");
    }
}

#[test]
fn columns_that_no_layout_knows_are_carried_over_day_after_day() {
    let flow = |date: &str, number: &str| {
        format!(
            "channel,channel_order_no,payment_order_no,kind,status,currency,amount,finished_at,shop\n\
             wechat,{number},p1,top_up,success,CNY,5.00,{date} 23:59:00,\"Number, 7\"\n\
             wechat,{number}b,p2,top_up,success,CNY,5.00,{date} 12:00:00,\n"
        )
    };
    let statement = |date: &str, number: &str| {
        format!(
            "channel,order_no,transaction_no,kind,status,currency,amount,finished_at\n\
             wechat,{number}b,t1,top_up,success,CNY,5.00,{date} 12:00:01\n"
        )
    };
    let (mut carried, folder) = (None, TemporaryFolder::with([]));
    for (date, number) in [("2026-03-16", "1"), ("2026-03-17", "2")] {
        let day = TemporaryFolder::with([
            ("flow.csv", flow(date, number).as_bytes()),
            ("wechat.csv", statement(date, number).as_bytes()),
            ("tieout.toml", b"[day]\nmax_carry_days = 9\n"),
        ]);
        let mut asked: Vec<OsString> = vec!["run".into(), day.path().into()];
        asked.extend(["--out".into(), folder.path().into()]);
        asked.extend(
            carried
                .iter()
                .flat_map(|path: &OsString| ["--carry-over".into(), path.clone()]),
        );
        let told = tieout(asked);
        assert_eq!(told.err, "");
        carried = Some(folder.path().join("carry_over.json").into_os_string());
    }
    let text = fs::read_to_string(folder.path().join("carry_over.json")).expect("the carry-over");
    let left: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let rows = left["rows"].as_array().expect("a list");
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["cells"]["channel_order_no"].as_str(),
                row["cells"]["shop"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Some("1"), Some("Number, 7")),
            (Some("2"), Some("Number, 7"))
        ]
    );
}
