//! `tieout verify`: a report that was edited or belongs to other files is refused, and the
//! first difference is named.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tieout_tests::{TemporaryFolder, Told, files_of, here, tieout};

/// The sample day in a folder of its own, and its exports.
struct Written {
    folder: TemporaryFolder,
}

impl Written {
    fn new() -> Self {
        let folder = TemporaryFolder::with([]);
        for (name, bytes) in files_of(&here("fixtures/sample-day")) {
            let path = folder.path().join("day").join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, bytes).expect("a temporary file");
        }
        let written = Self { folder };
        let (day, out) = (written.path("day"), written.path("out"));
        let told = tieout([
            "run".into(),
            day.into_os_string(),
            "--out".into(),
            out.into_os_string(),
        ]);
        assert_eq!((told.status, told.err.as_str()), (1, ""));
        written
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn report(&self) -> Value {
        let text = fs::read(self.path("out/report.json")).expect("the report");
        serde_json::from_slice(&text).expect("JSON")
    }

    fn put_report(&self, report: &Value) {
        fs::write(self.path("out/report.json"), report.to_string()).expect("a temporary file");
    }

    fn verify(&self, paths: &[&str]) -> Told {
        let report = self.path("out/report.json").into_os_string();
        let paths = paths.iter().map(|path| self.path(path).into_os_string());
        tieout(["verify".into(), report].into_iter().chain(paths))
    }
}

#[track_caller]
fn refused(told: &Told, message: &str) {
    assert_eq!(told.status, 1, "{}{}", told.out, told.err);
    assert!(told.err.contains(message), "{}", told.err);
    assert_eq!(told.err.lines().count(), 1, "one message: {}", told.err);
}

#[test]
fn a_report_as_it_was_written_ends_with_0_and_tells_its_chain_head() {
    let written = Written::new();
    let report = written.report();
    let head = report["trail"]["head"].as_str().expect("a head");
    for (paths, words) in [
        (&[][..], "its files were not looked at"),
        (&["day"][..], "what its 9 files give again"),
    ] {
        let told = written.verify(paths);
        assert_eq!((told.status, told.err.as_str()), (0, ""), "{}", told.out);
        assert!(told.out.contains(words), "{}", told.out);
        assert!(told.out.contains(head), "{}", told.out);
    }
}

#[test]
fn a_report_written_by_another_tool_in_other_order_says_the_same() {
    let written = Written::new();
    written.put_report(&written.report());
    assert_eq!(written.verify(&["day"]).status, 0);
}

#[test]
fn any_edit_of_the_report_is_seen() {
    let written = Written::new();
    let report = written.report();
    for (pointer, value) in [
        ("/exceptions/0/at_risk", Value::from("0.00")),
        ("/control/rows_in", Value::from(1)),
        ("/tieout", Value::from("9.9.9")),
        ("/trail/digest", Value::from("00")),
        (
            "/notes",
            serde_json::json!([{"code": "a", "file": null, "line": null, "values": [], "text": ""}]),
        ),
    ] {
        let mut edited = report.clone();
        *edited.pointer_mut(pointer).expect(pointer) = value;
        written.put_report(&edited);
        refused(&written.verify(&[]), "it was edited: its digest says");
    }
    let mut edited = report.clone();
    edited["further"] = Value::from(true);
    written.put_report(&edited);
    refused(&written.verify(&[]), "it was edited");
}

#[test]
fn an_exchanged_file_hash_setting_or_decision_breaks_the_chain_there() {
    let written = Written::new();
    let report = written.report();
    let name = report["files"][1]["name"].as_str().expect("a name");
    let file = format!("the chain is broken at file {name}:");
    for (pointer, value, message) in [
        ("/files/1/sha256", Value::from("00"), file.as_str()),
        (
            "/settings/day/cut_off",
            Value::from("23:00"),
            "the chain is broken at settings:",
        ),
        (
            "/decisions",
            serde_json::json!([{"by": "nobody"}]),
            "the chain is broken at decision 1:",
        ),
        (
            "/trail/head",
            Value::from("00"),
            "the chain is broken at its head:",
        ),
    ] {
        let mut edited = report.clone();
        *edited.pointer_mut(pointer).expect(pointer) = value;
        written.put_report(&edited);
        refused(&written.verify(&[]), message);
    }
}

#[test]
fn another_file_a_missing_one_and_one_too_many_are_named() {
    let written = Written::new();
    let flow = written.path("day/channel_flow.csv");
    let bytes = fs::read(&flow).expect("the flow");
    fs::write(&flow, [bytes.as_slice(), b"\n"].concat()).expect("a temporary file");
    refused(
        &written.verify(&["day"]),
        "channel_flow.csv: other bytes, SHA-256",
    );
    fs::remove_file(&flow).expect("it is there");
    refused(&written.verify(&["day"]), "channel_flow.csv: not given");
    fs::write(written.path("day/renamed.csv"), &bytes).expect("a temporary file");
    let told = written.verify(&["day"]);
    assert_eq!(
        (told.status, told.err.as_str()),
        (0, ""),
        "files may be renamed"
    );
    fs::write(written.path("day/more.txt"), "more").expect("a temporary file");
    refused(
        &written.verify(&["day"]),
        "more.txt: not a file of the report",
    );
}

#[test]
fn a_report_sealed_anew_after_an_edit_is_found_out_by_the_files() {
    let written = Written::new();
    let mut report: tieout_engine::report::Report =
        serde_json::from_value(written.report()).expect("a report");
    report.exceptions[0].at_risk = "0.00".to_owned();
    tieout_engine::trail::seal(&mut report);
    written.put_report(&serde_json::to_value(&report).expect("JSON"));
    assert_eq!(written.verify(&[]).status, 0, "a digest is no signature");
    refused(
        &written.verify(&["day"]),
        "exceptions[0].at_risk: the report says \"0.00\": expected \"",
    );
}

#[test]
fn a_day_with_a_date_settings_and_a_carry_over_of_its_own_is_made_again() {
    let exports = TemporaryFolder::with([]);
    let out = |name: &str| exports.path().join(name).into_os_string();
    let day = |name: &str| here("golden").join(name).into_os_string();
    let run = |arguments: Vec<std::ffi::OsString>| {
        let told = tieout(arguments);
        assert_eq!((told.status, told.err.as_str()), (1, ""));
    };
    run(vec!["run".into(), day("day1"), "--out".into(), out("one")]);
    let carry_over = out("one/carry_over.json");
    let settings = here("golden/day1/tieout.toml").into_os_string();
    run(vec![
        "run".into(),
        day("day2"),
        "--carry-over".into(),
        carry_over.clone(),
        "--date=2026-03-03".into(),
        "--settings".into(),
        settings,
        "--out".into(),
        out("two"),
    ]);
    let verify = |more: Vec<std::ffi::OsString>| {
        let report = out("two/report.json");
        tieout(
            ["verify".into(), report, day("day2")]
                .into_iter()
                .chain(more),
        )
    };
    let told = verify(vec!["--carry-over".into(), carry_over]);
    assert_eq!((told.status, told.err.as_str()), (0, ""));
    refused(&verify(Vec::new()), "carry_over.json: not given");
}

#[test]
fn what_is_no_report_ends_with_2() {
    for text in ["", "{}", "[]", "no JSON", "{\"schema\": 7}"] {
        let folder = TemporaryFolder::with([("report.json", text.as_bytes())]);
        let told = tieout([
            "verify".as_ref(),
            folder.path().join("report.json").as_os_str(),
        ]);
        assert_eq!(told.status, 2, "{text}: {}", told.err);
        assert!(told.err.contains("report.json: "), "{}", told.err);
    }
    let told = tieout(["verify", "nowhere.json"]);
    assert_eq!(told.status, 2);
    assert!(told.err.starts_with("nowhere.json: "), "{}", told.err);
}
