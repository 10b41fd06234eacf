//! Decisions of the sample day: what is accepted is booked, what waits for a second name is
//! not, and what no longer applies is said.

use serde_json::{Value, json};
use tieout_tests::{Files, TemporaryFolder, Told, files_of, here, tieout};

fn sample_day() -> Files {
    files_of(&here("fixtures/sample-day"))
}

/// Runs the sample day with more files beside it.
fn run(more: &[(&str, String)], options: &[&str]) -> Told {
    let mut files = sample_day();
    for (name, text) in more {
        files.insert((*name).to_owned(), text.clone().into_bytes());
    }
    let borrowed = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let folder = TemporaryFolder::with(borrowed);
    let path = folder.path().to_str().expect("UTF-8").to_owned();
    let words = ["run", &path, "--json"]
        .into_iter()
        .chain(options.iter().copied());
    tieout(words.map(str::to_owned).collect::<Vec<_>>())
}

fn list<'a>(report: &'a Value, name: &str) -> &'a [Value] {
    report[name].as_array().map_or(&[], Vec::as_slice)
}

fn entries<'a>(report: &'a Value, exception: &str) -> Vec<&'a Value> {
    let journal = list(report, "journal").iter();
    journal
        .filter(|entry| entry["exception"] == exception)
        .collect()
}

/// The id of the first exception of a reconciliation and outcome.
fn exception(report: &Value, reconciliation: &str, outcome: &str) -> String {
    let found = list(report, "exceptions")
        .iter()
        .find(|x| x["reconciliation"] == reconciliation && x["outcome"] == outcome)
        .unwrap_or_else(|| panic!("the sample day has {reconciliation} {outcome}"));
    found["id"].as_str().expect("an id").to_owned()
}

fn file(decisions: &Value) -> String {
    format!("{{\"tieout_decisions\": 1, \"decisions\": {decisions}}}")
}

fn closing(report: &Value, account: &str, field: &str) -> Vec<(String, String)> {
    let of = |balance: &Value, key: &str| balance[key].as_str().unwrap_or_default().to_owned();
    list(report, "balances")
        .iter()
        .filter(|balance| balance["account"] == account)
        .map(|balance| (of(balance, "detail"), of(balance, field)))
        .collect()
}

fn notes(report: &Value, code: &str) -> Vec<String> {
    let of_code = list(report, "notes")
        .iter()
        .filter(|note| note["code"] == code);
    of_code.map(|note| note["text"].to_string()).collect()
}

#[test]
fn what_is_accepted_is_booked_and_moves_the_balances() {
    let before = run(&[], &[]).json();
    let id = exception(&before, "channel", "dropped_order");
    let treatment = list(&before, "exceptions")
        .iter()
        .find(|x| x["id"] == id.as_str())
        .expect("found before")["treatment"]
        .clone();
    let decisions = json!([{"exception": id, "treatment": treatment, "note": "seen", "by": "Ada"}]);
    let told = run(&[("decisions.json", file(&decisions))], &[]);
    assert_eq!((told.status, told.err.as_str()), (1, ""));
    let after = told.json();
    assert_eq!(entries(&before, &id)[0]["status"], "proposed");
    assert_eq!(entries(&after, &id)[0]["status"], "accepted");
    assert_eq!(
        entries(&after, &id)[0]["id"],
        entries(&before, &id)[0]["id"]
    );
    let closing_after = "closing_after_treatment";
    assert_ne!(
        closing(&before, "3001", "closing"),
        closing(&after, "3001", "closing")
    );
    assert_eq!(
        closing(&before, "3001", closing_after),
        closing(&after, "3001", closing_after)
    );
    assert_eq!(after["decisions"][0]["note"], "seen");
    assert_eq!(after["decisions"][0]["exception"], id.as_str());
    let differences = |report: &Value| -> Vec<Value> {
        let all = list(report, "identities").iter();
        all.map(|of| of["difference"].clone()).collect()
    };
    assert_eq!(differences(&before), differences(&after));
    assert_eq!(after["control"], before["control"], "decisions are no rows");
}

#[test]
fn the_last_decision_counts_and_withdrawing_takes_back() {
    let before = run(&[], &[]).json();
    let id = exception(&before, "channel", "amount_mismatch");
    let accept = |treatment: &str| json!({"exception": id, "treatment": treatment, "by": "Ada"});
    let changed = file(&json!([accept("suspense"), accept("verify")]));
    let after = run(&[("d.json", changed)], &[]).json();
    assert!(
        entries(&after, &id)
            .iter()
            .all(|entry| entry["template"] != "suspense")
    );
    let withdrawn = json!({"exception": id, "action": "withdraw", "by": "Ada"});
    let taken_back = file(&json!([accept("suspense"), withdrawn]));
    let after = run(&[("d.json", taken_back)], &[]).json();
    assert_eq!(entries(&after, &id)[0]["status"], "proposed");
    assert_eq!(after["balances"], before["balances"]);
    assert_eq!(list(&after, "decisions").len(), 2, "the list only grows");
}

#[test]
fn a_bad_debt_and_what_is_above_the_limit_wait_for_a_second_name() {
    let before = run(&[], &[]).json();
    let lost = exception(&before, "business", "lost_order");
    let mismatch = exception(&before, "channel", "amount_mismatch");
    let settings = String::from_utf8(sample_day()["tieout.toml"].clone()).expect("UTF-8");
    let limited = settings.replacen("[day]", "[day]\nsecond_name_above = \"0.5\"", 1);
    for (id, treatment) in [(&lost, "bad_debt"), (&mismatch, "suspense")] {
        for (second, status) in [
            (Value::Null, "proposed"),
            (json!("ada "), "proposed"),
            (json!("Bo"), "accepted"),
        ] {
            let decision =
                json!({"exception": id, "treatment": treatment, "by": "Ada", "second": second});
            let more = [
                ("d.json", file(&json!([decision]))),
                ("tieout.toml", limited.clone()),
            ];
            let after = run(&more, &[]).json();
            let entries = entries(&after, id);
            assert_eq!(entries[0]["status"], status, "{treatment} {second}");
        }
    }
}

#[test]
fn what_no_longer_applies_is_said_and_kept() {
    let before = run(&[], &[]).json();
    let timing = exception(&before, "channel", "timing_difference");
    let decisions = json!([
        {"exception": "x-0000000000000000", "treatment": "verify", "by": "Ada"},
        {"exception": timing, "treatment": "bad_debt", "by": "Ada", "second": "Bo"},
    ]);
    let told = run(&[("d.json", file(&decisions))], &[]);
    assert_eq!(told.status, 1);
    let after = told.json();
    let stale = notes(&after, "decision_stale");
    assert_eq!(stale.len(), 2, "{stale:?}");
    assert!(stale[0].contains("decision 1 does not apply: x-0000000000000000 is no exception"));
    assert!(stale[1].contains("bad_debt is nothing that can be done"));
    assert_eq!(list(&after, "decisions").len(), 2);
    assert_eq!(after["balances"], before["balances"]);
}

#[test]
fn the_list_alone_is_read_by_option_and_among_the_files() {
    let before = run(&[], &[]).json();
    let id = exception(&before, "channel", "fee_mismatch");
    let alone = json!([{"exception": id, "treatment": "claim", "by": "Ada"}]).to_string();
    let folder = TemporaryFolder::with([("decisions.json", alone.as_bytes())]);
    let path = folder.path().join("decisions.json");
    let after = run(&[], &["--decisions", path.to_str().expect("UTF-8")]).json();
    assert_eq!(entries(&after, &id)[0]["status"], "accepted");
    let told = run(&[("decisions.json", alone)], &[]);
    assert_eq!(entries(&told.json(), &id)[0]["status"], "accepted");
}

#[test]
fn a_wrong_decisions_file_names_its_line_and_the_day_still_runs() {
    let wrong = "{\"tieout_decisions\": 1,\n\"decisions\": [{\"exception\": \"x\", \"treatment\": \"suspens\"}]}";
    let told = run(&[("d.json", wrong.to_owned())], &[]);
    assert_eq!(told.status, 2);
    assert!(
        told.err
            .starts_with("d.json:2: not a list of decisions: unknown variant `suspens`"),
        "{}",
        told.err
    );
    assert_eq!(told.json()["reconciliations"][0]["run"], true);
    let twice = [
        ("a.json", file(&json!([]))),
        ("b.json", file(&json!([])) + "\n"),
    ];
    let told = run(&twice, &[]);
    assert_eq!(told.status, 2);
    assert!(
        told.err
            .contains("b.json: a second decisions file, after a.json"),
        "{}",
        told.err
    );
}

#[test]
fn a_report_with_decisions_is_verified_with_them() {
    let before = run(&[], &[]).json();
    let id = exception(&before, "channel", "fee_mismatch");
    let decisions = file(&json!([{"exception": id, "treatment": "claim", "by": "Ada"}]));
    let mut files = sample_day();
    files.insert("d.json".to_owned(), decisions.into_bytes());
    let borrowed = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let day = TemporaryFolder::with(borrowed);
    let day = day.path().to_str().expect("UTF-8");
    let told = tieout(["run", day, "--json"]);
    let out = TemporaryFolder::with([("report.json", told.out.as_bytes())]);
    let report = out.path().join("report.json");
    let told = tieout(["verify", report.to_str().expect("UTF-8"), day]);
    assert_eq!((told.status, told.err.as_str()), (0, ""));
}

const OURS: &str =
    "channel,channel_order_no,payment_order_no,kind,status,currency,amount,finished_at
wechat,C20260302001,P1,top_up,success,CNY,50.00,2026-03-02 10:00:00
wechat,C20260302002,P2,top_up,success,CNY,70.00,2026-03-02 11:00:00
";
const THEIRS: &str = "channel,order_no,transaction_no,kind,status,currency,amount,fee,finished_at
wechat,C2026030201,T1,top_up,success,CNY,50.00,0.00,2026-03-02 10:00:00
wechat,C20260302002,T2,top_up,success,CNY,70.00,0.00,2026-03-02 11:00:00
";

#[test]
fn what_explain_offers_to_pair_is_paired_and_verified() {
    let files = [
        ("channel_flow.csv", OURS),
        ("channel_statement.csv", THEIRS),
    ];
    let bytes = || files.iter().map(|(name, text)| (*name, text.as_bytes()));
    let folder = TemporaryFolder::with(bytes());
    let path = folder.path().to_str().expect("UTF-8").to_owned();
    let words = ["explain", &path, "--row", "channel_flow.csv:2"];
    let told = tieout(words.map(str::to_owned));
    let line = told
        .out
        .lines()
        .find_map(|line| line.trim().strip_prefix("to pair by hand: "))
        .expect("the nearest row can be paired");
    let mut pair: Value = serde_json::from_str(line).expect("a decision");
    pair["by"] = json!("Ada");
    pair["note"] = json!("a digit was lost");
    let decisions = file(&json!([pair]));
    let folder = TemporaryFolder::with(bytes().chain([("decisions.json", decisions.as_bytes())]));
    let path = folder.path().to_str().expect("UTF-8").to_owned();
    let told = tieout(["run", &path, "--json"].map(str::to_owned));
    let report: Value = serde_json::from_str(&told.out).expect("a report");
    assert_eq!(list(&report, "exceptions"), [] as [Value; 0]);
    let matched = &report["reconciliations"][0]["outcomes"][0];
    assert_eq!(
        (&matched["outcome"], &matched["groups"]),
        (&json!("matched"), &json!(2))
    );
    let beside = TemporaryFolder::with([("report.json", told.out.as_bytes())]);
    let sealed = beside.path().join("report.json");
    let words = ["verify", sealed.to_str().expect("UTF-8"), &path];
    let verified = tieout(words.map(str::to_owned));
    assert_eq!(verified.status, 0, "{}{}", verified.out, verified.err);
}

#[test]
fn an_entry_by_hand_is_booked_waits_above_the_limit_and_is_taken_back() {
    let cleared = json!({
        "exception": "found-1", "action": "book", "by": "Ada", "note": "the sender called",
        "entry": {
            "template": "suspense_cleared", "receipt": true, "channel": "wechat",
            "found": {"account": "2011", "detail": "U1001"}, "currency": "CNY", "amount": "61.00"
        }
    });
    let report_of = |list: Value| -> Value {
        let told = run(&[("decisions.json", file(&list))], &[]);
        serde_json::from_str(&told.out).expect("a report")
    };
    let before = report_of(json!([]));
    let report = report_of(json!([cleared]));
    let of = |report: &Value| {
        let journal = list(report, "journal").iter();
        let found = journal.filter(|entry| entry["template"] == "suspense_cleared");
        found.cloned().collect::<Vec<_>>()
    };
    assert_eq!(of(&report).len(), 1);
    assert_eq!(of(&report)[0]["status"], "accepted");
    assert_ne!(
        closing(&report, "2011", "closing"),
        closing(&before, "2011", "closing")
    );
    for identity in list(&report, "identities") {
        let about = |of: &&Value| {
            ["identity", "account", "detail", "currency", "stage"]
                .iter()
                .all(|key| of[*key] == identity[*key])
        };
        let was = list(&before, "identities").iter().find(about);
        let movement = identity["identity"] == "movement";
        assert!(
            movement || was.is_none_or(|was| was["holds"] == identity["holds"]),
            "{identity}"
        );
    }
    let back = json!({"exception": "found-1", "action": "withdraw", "by": "Ada"});
    assert!(of(&report_of(json!([cleared, back]))).is_empty());
    let mut wrong = cleared.clone();
    wrong["entry"]["amount"] = json!("0.00");
    let report = report_of(json!([wrong]));
    assert!(of(&report).is_empty());
    let note = list(&report, "notes")
        .iter()
        .find(|note| note["code"] == "decision_stale");
    assert_eq!(note.expect("it is said")["values"][2], "entry_amount");
}
