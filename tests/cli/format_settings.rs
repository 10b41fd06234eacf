//! What `[[format]]` says is known before a bill is read, wherever it stands.

use tieout_tests::{Files, TemporaryFolder, Told, here, tieout};

const SETTINGS: &str = "[[format]]\nid = \"wechat-bill\"\nchannel = \"wx-app\"\n\
                        amount_column = \"订单金额\"\n";

/// A bill, and the settings under a name that stands before or behind it.
fn bill_with(settings_name: &str, settings: &str) -> Files {
    let bill = here("../crates/statement/tests/fixtures/wechat-bill.csv");
    let bytes = std::fs::read(bill).expect("the bill is there");
    Files::from([
        ("bill.csv".to_owned(), bytes),
        (settings_name.to_owned(), settings.as_bytes().to_vec()),
    ])
}

fn tell(command: &str, files: &Files, more: &[&str]) -> Told {
    let borrowed = files.iter();
    let borrowed = borrowed.map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let folder = TemporaryFolder::with(borrowed);
    let path = folder.path().to_str().expect("a name in UTF-8");
    let mut words = vec![command, path, "--json"];
    words.extend(more);
    tieout(words)
}

/// What came in by the bill, in its file's totals.
fn credits(told: &Told) -> String {
    let report = told.json();
    let files = report["files"].as_array().expect("files");
    let bill = files.iter().find(|file| file["name"] == "bill.csv");
    let totals = &bill.expect("the bill is listed")["currency_totals"][0];
    totals["credits"].as_str().expect("an amount").to_owned()
}

#[test]
fn a_column_named_by_the_settings_counts_wherever_they_stand() {
    let plain = credits(&tell("inspect", &bill_with("note.toml", ""), &[]));
    for name in ["a.toml", "z.toml"] {
        for command in ["inspect", "run"] {
            let set = credits(&tell(command, &bill_with(name, SETTINGS), &[]));
            assert_ne!(set, plain, "{command} {name}");
        }
    }
}

#[test]
fn settings_given_apart_stand_in_place_of_those_among_the_files() {
    let own = "[[format]]\nid = \"wechat-bill\"\nchannel = \"own\"\n";
    let folder = TemporaryFolder::with([("t.toml", own.as_bytes())]);
    let path = folder.path().join("t.toml");
    let path = path.to_str().expect("a name in UTF-8");
    let plain = credits(&tell("inspect", &bill_with("note.toml", ""), &[]));
    let set = tell(
        "inspect",
        &bill_with("a.toml", SETTINGS),
        &["--settings", path],
    );
    assert_eq!(credits(&set), plain);
    let report = tell("run", &bill_with("a.toml", SETTINGS), &["--settings", path]).json();
    assert_eq!(report["settings"]["format"][0]["channel"], "own");
}

#[test]
fn a_column_that_the_bill_has_not_is_told() {
    let settings = "[[format]]\nid = \"wechat-bill\"\namount_column = \"应结金额\"\n";
    let told = tell("inspect", &bill_with("tieout.toml", settings), &[]);
    assert_eq!(told.status, 2);
    let place = "tieout.toml:3: ";
    let message = "format.amount_column: \"应结金额\": expected \"应结订单金额\"? one of";
    assert!(
        told.err.starts_with(place) && told.err.contains(message),
        "{}",
        told.err
    );
}
