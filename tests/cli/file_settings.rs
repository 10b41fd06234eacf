//! `[[file]]` and the open ends of `[[format]]`: what a file does not say is said once.

use tieout_tests::{TemporaryFolder, tieout};

const BANK: &[u8] = b"Date,Description,Amount,Balance\n\
    03/04/2026,coffee,-3.50,96.50\n04/04/2026,tea,-2.50,94.00\n";

fn inspect(name: &str, bytes: &[u8], settings: &str) -> serde_json::Value {
    let files = [(name, bytes), ("z.toml", settings.as_bytes())];
    let folder = TemporaryFolder::with(files);
    let path = folder.path().to_str().expect("a name in UTF-8");
    let report = tieout(vec!["inspect", path, "--json"]).json();
    let files = report["files"].as_array().expect("files");
    let found = files.iter().find(|file| file["name"] == name);
    found.expect("the file is listed").clone()
}

/// What was assumed of a file.
fn assumed(file: &serde_json::Value) -> String {
    file["problems"].to_string()
}

#[test]
fn a_file_is_read_as_its_name_or_a_pattern_of_names_says() {
    let plain = inspect("bank-a.csv", BANK, "");
    assert!(assumed(&plain).contains("day"), "{plain}");
    let said = "[[file]]\nname = \"bank-*.csv\"\ndate_order = \"mdy\"\ncurrency = \"CAD\"\naccount = \"77\"\n";
    let file = inspect("bank-a.csv", BANK, said);
    assert_eq!(
        file["dates"],
        serde_json::json!(["2026-03-04", "2026-04-04"])
    );
    assert_eq!(file["currency_totals"][0]["currency"], "CAD");
    assert_eq!(file["accounts"][0], "77");
    assert_eq!(file["problems"].as_array().map(Vec::len), Some(0), "{file}");
    let other = inspect("card.csv", BANK, said);
    assert_eq!(other["dates"], plain["dates"]);
}

#[test]
fn a_format_says_the_currency_and_the_order_of_dates_of_all_its_files() {
    let said = "[[format]]\nid = \"bank-table\"\ndate_order = \"mdy\"\ncurrency = \"CAD\"\n";
    let file = inspect("bank-a.csv", BANK, said);
    assert_eq!(
        file["dates"],
        serde_json::json!(["2026-03-04", "2026-04-04"])
    );
    assert_eq!(file["currency_totals"][0]["currency"], "CAD");
}

#[test]
fn the_encoding_that_is_said_of_a_file_goes_before_what_its_bytes_tell() {
    let bytes = b"Date,Description,Amount\n2026-04-03,caf\xe9,-3.50\n";
    let said = "[[file]]\nname = \"a.csv\"\nencoding = \"Windows-1250\"\n";
    assert_eq!(inspect("a.csv", bytes, said)["encoding"], "Windows-1250");
}

#[test]
fn a_wrong_word_is_told_with_its_line_and_the_nearest() {
    let said = "[[file]]\nname = \"a.csv\"\nencoding = \"Windows-1259\"\n";
    let file = inspect("z.csv", BANK, "");
    assert!(file["format"].is_string());
    let folder = TemporaryFolder::with([("z.toml", said.as_bytes())]);
    let path = folder.path().to_str().expect("a name in UTF-8");
    let report = tieout(vec!["inspect", path, "--json"]).json();
    let problems = report["files"][0]["problems"].to_string();
    assert!(
        problems.contains("file.encoding") && problems.contains("Windows-125"),
        "{problems}"
    );
}
