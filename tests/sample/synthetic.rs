use tieout_cli::sample::SyntheticDay;
use tieout_tests::{Files, Memory};

fn day(rows: u64, seed: u64) -> Files {
    let memory = Memory::default();
    let day = SyntheticDay { rows, seed };
    day.write(memory.opener()).expect("memory takes everything");
    memory.files()
}

fn rows_of(files: &Files, prefix: &str) -> usize {
    let texts = files
        .iter()
        .filter(|(name, _)| name.starts_with(prefix))
        .map(|(_, bytes)| String::from_utf8(bytes.clone()).expect("our layouts are UTF-8"));
    texts.map(|text| text.lines().count() - 1).sum()
}

#[test]
fn the_same_seed_is_the_same_day() {
    assert_eq!(day(3_000, 7), day(3_000, 7));
    assert_ne!(day(3_000, 7), day(3_000, 8));
}

#[test]
fn both_sides_have_the_rows_asked_for() {
    for rows in [0, 1, 9, 200, 1_000, 4_321] {
        let files = day(rows, 1);
        let expected = usize::try_from(rows).expect("small");
        assert_eq!(rows_of(&files, "channel_flow"), expected);
        assert_eq!(rows_of(&files, "channel_statement_"), expected);
    }
}
