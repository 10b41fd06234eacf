//! `tieout position` and `tieout fees`: what they print, their exit status, and the report
//! that has both and is still known as it was written.

use tieout_engine::fees::EXAMPLE;
use tieout_tests::{Files, TemporaryFolder, files_of, here, tieout};

const LIMITS: &str = "\n[[account]]\nid = \"RES-01\"\ncurrency = \"CNY\"\nlimit = \"500.00\"\n\
                      [[account]]\nid = \"RES-02\"\ncurrency = \"CNY\"\nlimit = \"6000.00\"\n";
const SCHEDULE: &[u8] = b"channel,kind,currency,rate,rounding\nwechat,payment,CNY,0.5%,half_up\n";

/// Golden day 1 with limits and a fee schedule.
fn day() -> TemporaryFolder {
    let mut files: Files = files_of(&here("golden/day1"));
    let settings = files.get_mut("tieout.toml").expect("the day has settings");
    settings.extend(LIMITS.as_bytes());
    files.insert("schedule.csv".to_owned(), SCHEDULE.to_vec());
    let files = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    TemporaryFolder::with(files)
}

#[test]
fn an_account_below_its_limit_ends_with_1_and_names_its_cure() {
    let day = day();
    let told = tieout(["position".as_ref(), day.path().as_os_str()]);
    assert_eq!((told.status, told.err.as_str()), (1, ""), "{}", told.out);
    let alert = "BELOW ITS LIMIT: RES-02 falls 1000.00 CNY short of 6000.00, from 2026-03-02: \
                 proposed: fund transfer of 1000.00 CNY from RES-01 by 2026-03-02, t-";
    assert!(told.out.contains(alert), "{}", told.out);
    let run = tieout(["run".as_ref(), day.path().as_os_str()]);
    assert!(run.out.contains(alert), "a summary says it too");
    let json = tieout([
        "position".as_ref(),
        day.path().as_os_str(),
        "--json".as_ref(),
    ])
    .json();
    assert_eq!(json["accounts"][1]["shortfall"], "1000.00");
    assert_eq!(json["transfers"][0]["from"], "RES-01");
}

#[test]
fn without_a_limit_a_position_ends_with_0() {
    let told = tieout(["position".into(), here("golden/day1").into_os_string()]);
    assert_eq!((told.status, told.err.as_str()), (0, ""), "{}", told.out);
    assert!(told.out.contains("in transit from here"), "{}", told.out);
}

#[test]
fn a_fee_charged_otherwise_ends_with_1_and_names_file_line_and_rule() {
    let day = day();
    let told = tieout(["fees".as_ref(), day.path().as_os_str()]);
    assert_eq!((told.status, told.err.as_str()), (1, ""), "{}", told.out);
    assert!(told.out.contains("no rule"), "{}", told.out);
    let json = tieout(["fees".as_ref(), day.path().as_os_str(), "--json".as_ref()]).json();
    let first = &json["differences"][0];
    let line = format!(
        "{}:{}: wechat payment {}: charged {}, schedule.csv:2 gives {}",
        first["file"].as_str().unwrap_or_default(),
        first["line"],
        first["key"].as_str().unwrap_or_default(),
        first["charged"].as_str().unwrap_or_default(),
        first["expected"].as_str().unwrap_or_default(),
    );
    assert!(told.out.contains(&line), "{line} is not in {}", told.out);
}

#[test]
fn without_a_schedule_fees_say_what_to_do_and_the_example_is_printed() {
    let told = tieout(["fees".into(), here("golden/day1").into_os_string()]);
    assert_eq!(told.status, 2);
    assert!(told.err.contains("tieout fees --example"), "{}", told.err);
    let example = tieout(["fees", "--example"]);
    assert_eq!((example.status, example.out.as_str()), (0, EXAMPLE));
}

#[test]
fn a_wrong_schedule_is_refused_by_its_line_and_the_day_runs_without() {
    let mut files: Files = files_of(&here("golden/day1"));
    let wrong = b"channel,kind,currency,rate,rounding\nwechat,payment,CNY,60,half_up\n";
    files.insert("schedule.csv".to_owned(), wrong.to_vec());
    let files = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let day = TemporaryFolder::with(files);
    let told = tieout(["run".as_ref(), day.path().as_os_str(), "--json".as_ref()]);
    assert_eq!(told.status, 2);
    assert!(
        told.err
            .contains("schedule.csv:2: rate: \"60\": expected a part of the amount"),
        "{}",
        told.err
    );
    assert!(told.json().get("fee_check").is_none());
}

#[test]
fn a_report_with_limits_and_a_schedule_is_known_as_it_was_written() {
    let (day, out) = (day(), TemporaryFolder::with([]));
    let told = tieout([
        "run".as_ref(),
        day.path().as_os_str(),
        "--out".as_ref(),
        out.path().as_os_str(),
    ]);
    assert_eq!((told.status, told.err.as_str()), (1, ""));
    let report = out.path().join("report.json");
    let verified = tieout([
        "verify".as_ref(),
        report.as_os_str(),
        day.path().as_os_str(),
    ]);
    assert_eq!(
        (verified.status, verified.err.as_str()),
        (0, ""),
        "{}",
        verified.out
    );
    let written = files_of(out.path());
    let text = |name: &str| String::from_utf8_lossy(&written[name]).into_owned();
    assert!(text("position.csv").contains("\ntransfer,RES-02,CNY,"));
    assert!(text("fees.csv").contains("\ndifference,wechat,payment,CNY,schedule.csv,2,row,"));
    assert!(text("journal.csv").contains(",claim,treatment,proposed,1122,"));
    let proof = text("proof.html");
    assert!(proof.contains(">Fund position<") && proof.contains(">Channel fees<"));
}
