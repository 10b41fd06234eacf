//! Random days: small worlds in which everything that can go wrong does.

use fastrand::Rng;
use tieout_reference::random::World;
use tieout_tests::Files;

/// Days of some worlds, each with the seed that makes it again.
pub fn days() -> impl Iterator<Item = (u64, Files)> {
    (0..60).map(|seed| {
        let random = World::new(seed).next_day(None);
        let mut files: Files = random
            .files
            .into_iter()
            .map(|(name, text)| (name, text.into_bytes()))
            .collect();
        files.insert("tieout.toml".to_owned(), random.settings.into_bytes());
        (seed, files)
    })
}

/// The same rows in another order, each file cut into up to three.
pub fn shuffled_and_split(files: &Files, seed: u64) -> Files {
    let mut random = Rng::with_seed(seed);
    let mut other = Files::new();
    for (name, bytes) in files {
        let Some(stem) = name.strip_suffix(".csv") else {
            other.insert(name.clone(), bytes.clone());
            continue;
        };
        let text = std::str::from_utf8(bytes).expect("our layouts are UTF-8");
        let mut lines = text.lines();
        let header = lines.next().expect("a header");
        let mut rows: Vec<&str> = lines.collect();
        random.shuffle(&mut rows);
        let parts = random.usize(1..=3);
        for part in 0..parts {
            let of_part = rows.iter().skip(part).step_by(parts);
            let text: String = std::iter::once(&header)
                .chain(of_part)
                .map(|line| format!("{line}\n"))
                .collect();
            // Names that change the order of files too.
            let name = format!("{}-{stem}.csv", random.u8(..));
            other.insert(format!("{part}{name}"), text.into_bytes());
        }
    }
    other
}
