//! `[[profile]]` in `tieout.toml`: a table with its header is read by it, whatever its name.

use tieout_tests::{TemporaryFolder, tieout};

const FILE: &str = "Blim;Farg;Tuk\n03/04/2026;Mip;1.234,50\n04/04/2026;Zub;kri\n";
const PROFILE: &str = "[[profile]]\nname = \"Zork\"\nrole = \"bank_statement\"\n\
    header = [\"Blim\", \"Farg\", \"Tuk\"]\n\
    columns = { booked_at = \"Blim\", counterparty = \"Farg\", amount = \"Tuk\" }\n\
    constants = { currency = \"EUR\", bank_account = \"77\" }\n\
    amounts = \"signed\"\ndate_order = \"dmy\"\ndecimal_mark = \"comma\"\n";

fn inspect(settings: &str) -> serde_json::Value {
    let files = [
        ("zork.csv", FILE.as_bytes()),
        ("z.toml", settings.as_bytes()),
    ];
    let folder = TemporaryFolder::with(files);
    let path = folder.path().to_str().expect("a name in UTF-8");
    let report = tieout(vec!["inspect", path, "--json"]).json();
    let files = report["files"].as_array().expect("files");
    let found = files.iter().find(|file| file["name"] == "zork.csv");
    found.expect("the file is listed").clone()
}

#[test]
fn a_file_is_read_by_the_profile_of_its_header() {
    let file = inspect(PROFILE);
    assert_eq!(file["format"], "profile:Zork");
    assert_eq!(file["role"], "bank_statement");
    assert_eq!(file["rows_read"], 1);
    assert_eq!(file["rows_rejected"][0]["line"], 3);
    assert_eq!(file["rows_rejected"][0]["column"], "Tuk");
    assert_eq!(file["currency_totals"][0]["credits"], "1234.50");
    assert_eq!(file["dates"][0], "2026-04-03");
}

#[test]
fn without_it_the_file_is_read_by_what_it_holds() {
    let file = inspect("[day]\nwindow_minutes = 5\n");
    assert_ne!(file["format"], "profile:Zork");
}

#[test]
fn the_settings_of_a_run_hold_the_profile_and_can_be_used_again() {
    let files = [
        ("zork.csv", FILE.as_bytes()),
        ("z.toml", PROFILE.as_bytes()),
    ];
    let folder = TemporaryFolder::with(files);
    let path = folder.path().to_str().expect("a name in UTF-8");
    let report = tieout(vec!["run", path, "--json"]).json();
    let profile = &report["settings"]["profile"][0];
    assert_eq!(profile["name"], "Zork");
    assert_eq!(profile["columns"]["amount"], "Tuk");
}
