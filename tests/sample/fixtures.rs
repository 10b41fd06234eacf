use std::fs;

use tieout_cli::sample::sample_day;
use tieout_tests::{Files, Memory, here, update_golden};

fn made() -> Files {
    let memory = Memory::default();
    sample_day(memory.opener()).expect("memory takes everything");
    memory.files()
}

#[test]
fn the_committed_sample_day_is_the_one_that_is_made() {
    let folder = here("fixtures/sample-day");
    if update_golden() {
        fs::create_dir_all(&folder).expect("the fixtures' folder can be made");
        for (name, bytes) in made() {
            fs::write(folder.join(name), bytes).expect("fixtures can be written");
        }
    }
    for (name, bytes) in made() {
        let committed = fs::read(folder.join(&name)).unwrap_or_default();
        assert!(
            committed == bytes,
            "{name} differs from what the story makes: UPDATE_GOLDEN=1 writes it anew"
        );
    }
    let committed = fs::read_dir(&folder).expect("the fixtures are committed");
    let others: Vec<_> = committed
        .map(|entry| entry.expect("readable").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| !made().contains_key(name) && name != "README.md" && name != "report.json")
        .collect();
    assert!(
        others.is_empty(),
        "files that the story does not make: {others:?}"
    );
}
