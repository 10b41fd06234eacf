//! A short run of every fuzz target: its seeds as they are, cut at every kind of place, and
//! mutated by a seeded generator. The long run is `cargo xtask fuzz`.

use std::panic::catch_unwind;

use fastrand::Rng;
use tieout_fuzz::{ALL, Target};

/// Mutations of each target.
const MUTATIONS: usize = 1500;
/// Seeds are cut to this before they are mutated: what is peculiar stands in front.
const LONGEST: usize = 6_000;

/// What formats are made of, and what breaks them.
const TOKENS: &[&[u8]] = &[
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\"",
    b",",
    b";",
    b"\t",
    b"\r",
    b"\n",
    b"\r\n\r\n",
    b"-",
    b"(",
    b"1e308",
    b"9223372036854775807",
    b"99999999999999999999.99",
    b"0000-00-00",
    b"9999-12-31",
    b"2026-02-30",
    b"<![CDATA[",
    b"<!DOCTYPE x [<!ENTITY a \"b\">]>&a;",
    b"</",
    b"&#0;",
    b":61:",
    b":86:",
    b"-}",
    b"\xe2\x80\xae",
    b"\x80",
    b"=cmd|'/c calc'!A0",
    b"{",
    b"]",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"XXX",
    b"CNY",
    b"null",
];

fn mutate(bytes: &mut Vec<u8>, rng: &mut Rng) {
    for _ in 0..rng.usize(1..=6) {
        let at = rng.usize(0..=bytes.len());
        let to = (at + rng.usize(0..64)).min(bytes.len());
        match rng.u8(0..7) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] ^= 1 << rng.u8(0..8),
            2 => drop(bytes.drain(at..to)),
            3 => {
                let copied = bytes[at..to].to_vec();
                let into = rng.usize(0..=bytes.len());
                bytes.splice(into..into, copied);
            }
            4 if at < bytes.len() => bytes[at] = rng.u8(..),
            _ => {
                let token = TOKENS[rng.usize(..TOKENS.len())];
                bytes.splice(at..to, token.iter().copied());
            }
        }
    }
}

/// Runs a target; names what it broke on.
fn keeps_to_its_word(target: &Target, what: &str, bytes: &[u8]) {
    let run = target.run;
    let owned = bytes.to_vec();
    if catch_unwind(move || run(&owned)).is_err() {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]);
        panic!("{}: {what}: {} bytes:\n{shown}", target.name, bytes.len());
    }
}

#[test]
fn every_target_has_seeds() {
    for target in ALL {
        let seeds = target.seeds().expect("fixtures can be read");
        assert!(!seeds.is_empty(), "{} has none", target.name);
    }
}

#[test]
fn seeds_as_they_are_and_cut_anywhere_are_read_or_refused() {
    for target in ALL {
        for (path, bytes) in target.seeds().expect("fixtures can be read") {
            let what = path.display().to_string();
            keeps_to_its_word(target, &what, &bytes);
            for part in 1..4 {
                keeps_to_its_word(target, &what, &bytes[..bytes.len() * part / 4]);
            }
        }
    }
}

#[test]
fn mutated_seeds_are_read_or_refused() {
    for (number, target) in (1_u64..).zip(ALL) {
        let seeds = target.seeds().expect("fixtures can be read");
        let mut rng = Rng::with_seed(number);
        for round in 0..MUTATIONS {
            let (path, bytes) = &seeds[rng.usize(..seeds.len())];
            // A sheet or an archive that is cut in front is none.
            let whole = bytes.starts_with(b"PK") || bytes.len() <= LONGEST;
            let mut bytes = if whole {
                bytes.clone()
            } else {
                bytes[..LONGEST].to_vec()
            };
            mutate(&mut bytes, &mut rng);
            let what = format!("round {round} of {}", path.display());
            keeps_to_its_word(target, &what, &bytes);
        }
    }
}

#[test]
fn each_target_has_its_file_for_the_long_run() {
    for target in ALL {
        let name = format!("fuzz/fuzz_targets/{}.rs", target.name);
        let text = std::fs::read_to_string(tieout_fuzz::root().join(&name));
        let text = text.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(text.contains(&format!("\"{}\"", target.name)), "{name}");
        let manifest = std::fs::read_to_string(tieout_fuzz::root().join("fuzz/Cargo.toml"));
        let manifest = manifest.expect("the long run's manifest");
        assert!(
            manifest.contains(&format!("name = \"{}\"", target.name)),
            "{name}"
        );
    }
}
