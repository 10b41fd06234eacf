use std::fs;
use std::path::PathBuf;

use tieout_tests::{here, tieout, update_golden};

fn days() -> Vec<PathBuf> {
    let entries = fs::read_dir(here("fixtures")).expect("the fixtures are committed");
    let mut days: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.is_dir())
        .collect();
    days.sort();
    days
}

#[test]
fn our_own_days_give_the_reports_beside_them() {
    let days = days();
    assert!(!days.is_empty(), "no day among the fixtures");
    for day in days {
        let beside = day.with_extension("report.json");
        let told = tieout(["run".as_ref(), day.as_os_str(), "--json".as_ref()]);
        assert_eq!(told.err, "", "{}", day.display());
        if update_golden() {
            fs::write(&beside, &told.out).expect("fixtures can be written");
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        let first = told
            .out
            .lines()
            .zip(expected.lines())
            .position(|(a, b)| a != b);
        assert!(
            told.out == expected,
            "{} differs, first in line {:?}: UPDATE_GOLDEN=1 writes it anew",
            beside.display(),
            first.map(|n| n + 1)
        );
    }
}
