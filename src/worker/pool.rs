//! Which reader reads what: files are many and readers few.
//!
//! No browser in here: the client asks what to send and tells what happened. Files are
//! sniffed before any is read, so that the list says at once what each is; then the biggest
//! is read first, so that no reader is left with it alone at the end.

use std::collections::BTreeMap;

use super::protocol::Reading;

/// How often a file may cost a reader its life before it is called unreadable.
const FAILURES_MAX: u32 = 2;

/// What a reader can be told to do with a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Task {
    /// Say what it is.
    Sniff,
    /// Read it to its end.
    Read,
}

/// What becomes of a file whose reader failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AfterFailure {
    /// It will be read again, as this reading.
    Again(Reading),
    /// It has failed too often.
    GivenUp(Reading),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Waiting(Task),
    Under(Task, usize),
    HandedOn,
}

#[derive(Clone, Debug)]
struct Entry {
    attempt: u32,
    failures: u32,
    bytes: u64,
    stage: Stage,
    /// The desk has all of it; this may be known before the reader says that it is free.
    complete: bool,
}

/// Files and readers.
#[derive(Debug)]
pub struct Pool {
    files: BTreeMap<u32, Entry>,
    readers: Vec<Option<Reading>>,
}

impl Pool {
    /// A pool of so many readers, at least one.
    #[must_use]
    pub fn new(readers: usize) -> Self {
        Self {
            files: BTreeMap::new(),
            readers: vec![None; readers.max(1)],
        }
    }

    /// Takes a file in, to be sniffed and then read.
    pub fn add(&mut self, file: u32, bytes: u64) {
        self.files.insert(
            file,
            Entry {
                attempt: 0,
                failures: 0,
                bytes,
                stage: Stage::Waiting(Task::Sniff),
                complete: false,
            },
        );
    }

    /// The reading that a file stands at.
    #[must_use]
    pub fn reading(&self, file: u32) -> Option<Reading> {
        let attempt = self.files.get(&file)?.attempt;
        Some(Reading { file, attempt })
    }

    /// Whether a message is of a file's present reading, and not of an earlier one.
    #[must_use]
    pub fn is_current(&self, reading: Reading) -> bool {
        self.reading(reading.file) == Some(reading)
    }

    /// Gives a free reader its next task, if both are there.
    pub fn assign(&mut self) -> Option<(usize, Task, Reading)> {
        let reader = self.readers.iter().position(Option::is_none)?;
        let waiting = |wanted: Task| {
            self.files
                .iter()
                .filter(move |(_, entry)| entry.stage == Stage::Waiting(wanted))
        };
        let (task, file) = if let Some((&file, _)) = waiting(Task::Sniff).next() {
            (Task::Sniff, file)
        } else {
            let (&file, _) = waiting(Task::Read)
                .max_by_key(|(file, entry)| (entry.bytes, std::cmp::Reverse(**file)))?;
            (Task::Read, file)
        };
        let entry = self.files.get_mut(&file)?;
        entry.stage = Stage::Under(task, reader);
        let attempt = entry.attempt;
        let reading = Reading { file, attempt };
        self.readers[reader] = Some(reading);
        Some((reader, task, reading))
    }

    /// A reader has done what it was told, or stopped as told.
    pub fn free(&mut self, reader: usize, reading: Reading) {
        if self.readers[reader] != Some(reading) {
            return;
        }
        self.readers[reader] = None;
        if let Some(entry) = self.files.get_mut(&reading.file)
            && entry.attempt == reading.attempt
        {
            entry.stage = match entry.stage {
                Stage::Under(Task::Sniff, _) => Stage::Waiting(Task::Read),
                _ => Stage::HandedOn,
            };
        }
    }

    /// The desk has all of a reading.
    pub fn complete(&mut self, reading: Reading) {
        if let Some(entry) = self.files.get_mut(&reading.file)
            && entry.attempt == reading.attempt
        {
            entry.complete = true;
        }
    }

    /// The readings that the desk has all of.
    #[must_use]
    pub fn completed(&self) -> Vec<Reading> {
        self.files
            .iter()
            .filter(|(_, entry)| entry.complete)
            .map(|(&file, entry)| Reading {
                file,
                attempt: entry.attempt,
            })
            .collect()
    }

    /// A reading came to nothing for a reason that reading again will not mend: the file
    /// stands at a new reading, under which the desk is told why.
    pub fn give_up(&mut self, reading: Reading) -> Option<Reading> {
        let entry = self.files.get_mut(&reading.file)?;
        if entry.attempt != reading.attempt {
            return None;
        }
        entry.attempt += 1;
        entry.stage = Stage::HandedOn;
        self.reading(reading.file)
    }

    /// A reader died; a new one has its place. Says what becomes of its file.
    pub fn failed(&mut self, reader: usize) -> Option<AfterFailure> {
        let Reading { file, attempt } = self.readers[reader].take()?;
        let entry = self
            .files
            .get_mut(&file)
            .filter(|entry| entry.attempt == attempt)?;
        entry.attempt += 1;
        entry.failures += 1;
        let reading = Reading {
            file,
            attempt: entry.attempt,
        };
        if entry.failures < FAILURES_MAX {
            entry.stage = Stage::Waiting(Task::Read);
            Some(AfterFailure::Again(reading))
        } else {
            entry.stage = Stage::HandedOn;
            Some(AfterFailure::GivenUp(reading))
        }
    }

    /// Puts everything back that is not read to its end; answers which reader must be told
    /// to stop which reading. Those readers stay taken until they say that they are free.
    pub fn stop(&mut self) -> Vec<(usize, Reading)> {
        let mut told = Vec::new();
        for (&file, entry) in &mut self.files {
            if let (Stage::Under(task, reader), false) = (entry.stage, entry.complete) {
                let attempt = entry.attempt;
                told.push((reader, Reading { file, attempt }));
                entry.attempt += 1;
                entry.stage = Stage::Waiting(task);
            }
        }
        told
    }

    /// Takes a file out; answers which reader must be told to stop, if one is at it.
    pub fn remove(&mut self, file: u32) -> Option<(usize, Reading)> {
        let entry = self.files.remove(&file)?;
        let attempt = entry.attempt;
        match entry.stage {
            Stage::Under(_, reader) => Some((reader, Reading { file, attempt })),
            _ => None,
        }
    }

    /// What was read is lost, and all workers with it: every file must be read again.
    pub fn read_all_again(&mut self) {
        self.readers.fill(None);
        for entry in self.files.values_mut() {
            entry.attempt += 1;
            entry.failures = 0;
            entry.complete = false;
            if !matches!(entry.stage, Stage::Waiting(_)) {
                entry.stage = Stage::Waiting(Task::Read);
            }
        }
    }

    /// A file that was read must be read again; answers the reading that no longer counts.
    pub fn read_again(&mut self, file: u32) -> Option<Reading> {
        let entry = self.files.get_mut(&file)?;
        let attempt = entry.attempt;
        entry.attempt += 1;
        entry.failures = 0;
        entry.complete = false;
        entry.stage = Stage::Waiting(Task::Read);
        Some(Reading { file, attempt })
    }

    /// Whether the desk has every file.
    #[must_use]
    pub fn all_complete(&self) -> bool {
        self.files.values().all(|entry| entry.complete)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pool whose files (of these sizes) are sniffed.
    fn sniffed(readers: usize, sizes: &[u64]) -> Pool {
        let mut pool = Pool::new(readers);
        for (file, &bytes) in (0..).zip(sizes) {
            pool.add(file, bytes);
        }
        for _ in sizes {
            let (reader, task, reading) = pool.assign().expect("a file to sniff");
            assert_eq!(task, Task::Sniff);
            pool.free(reader, reading);
        }
        pool
    }

    fn all(pool: &mut Pool) -> Vec<(usize, u32)> {
        std::iter::from_fn(|| pool.assign())
            .map(|(reader, _, reading)| (reader, reading.file))
            .collect()
    }

    #[test]
    fn the_biggest_file_is_read_first() {
        assert_eq!(
            all(&mut sniffed(3, &[10, 30, 20])),
            [(0, 1), (1, 2), (2, 0)]
        );
    }

    #[test]
    fn a_reader_reads_one_file_at_a_time() {
        let mut pool = sniffed(1, &[10, 30]);
        let (reader, _, reading) = pool.assign().expect("work");
        assert_eq!(reading.file, 1);
        assert_eq!(pool.assign(), None);
        pool.free(reader, reading);
        assert_eq!(all(&mut pool), [(0, 0)]);
    }

    #[test]
    fn nothing_is_read_while_something_waits_to_be_sniffed() {
        let mut pool = sniffed(1, &[10]);
        pool.add(1, 5);
        let (reader, task, reading) = pool.assign().expect("work");
        assert_eq!((task, reading.file), (Task::Sniff, 1));
        pool.free(reader, reading);
        assert!(matches!(pool.assign(), Some((_, Task::Read, _))));
    }

    #[test]
    fn a_file_whose_reader_died_is_read_once_more_and_then_given_up() {
        let mut pool = sniffed(1, &[10]);
        let (reader, _, first) = pool.assign().expect("work");
        let Some(AfterFailure::Again(second)) = pool.failed(reader) else {
            panic!("a first failure is tried again");
        };
        assert!(
            !pool.is_current(first),
            "what the dead reader sent is stale"
        );
        assert_eq!(pool.assign(), Some((reader, Task::Read, second)));
        assert!(matches!(
            pool.failed(reader),
            Some(AfterFailure::GivenUp(_))
        ));
        assert_eq!(pool.assign(), None);
    }

    #[test]
    fn a_reader_that_dies_at_no_work_costs_no_file() {
        assert_eq!(sniffed(1, &[10]).failed(0), None);
    }

    #[test]
    fn after_a_stop_the_unread_wait_and_their_reader_is_taken_until_it_says_so() {
        let mut pool = sniffed(1, &[10, 20]);
        let (reader, _, reading) = pool.assign().expect("work");
        assert_eq!(pool.stop(), [(reader, reading)]);
        assert_eq!(pool.assign(), None, "the reader is still in its chunk");
        pool.free(reader, reading);
        let (_, task, again) = pool.assign().expect("work");
        assert_eq!((task, again.file), (Task::Read, 1));
        assert_ne!(again, reading);
    }

    #[test]
    fn the_desk_may_have_a_file_before_its_reader_says_that_it_is_free() {
        let mut pool = sniffed(1, &[10]);
        let (reader, _, reading) = pool.assign().expect("work");
        pool.complete(reading);
        assert_eq!(pool.stop(), [], "it is read: nothing to stop");
        pool.free(reader, reading);
        assert_eq!(pool.completed(), [reading]);
        assert_eq!(pool.assign(), None);
    }

    #[test]
    fn what_the_browser_will_not_give_is_given_up_at_once() {
        let mut pool = sniffed(1, &[10]);
        let (reader, _, reading) = pool.assign().expect("work");
        let refused = pool.give_up(reading).expect("it is current");
        pool.free(reader, reading);
        assert_eq!(pool.assign(), None);
        pool.complete(refused);
        assert!(pool.all_complete());
    }

    #[test]
    fn a_file_is_read_again_by_itself_when_its_settings_change() {
        let mut pool = sniffed(2, &[10, 20]);
        for _ in 0..2 {
            let (reader, _, reading) = pool.assign().expect("work");
            pool.complete(reading);
            if reading.file == 1 {
                pool.free(reader, reading);
            }
        }
        let earlier = pool.read_again(0).expect("it is there");
        assert!(!pool.is_current(earlier) && !pool.all_complete());
        let (_, task, again) = pool.assign().expect("a reader is free");
        assert_eq!((task, again.file, again.attempt), (Task::Read, 0, 1));
        // The reader of the earlier one says only now that it is free.
        pool.free(1, earlier);
        assert_eq!(pool.assign(), None);
        pool.complete(again);
        assert!(pool.all_complete());
    }

    #[test]
    fn when_the_desk_is_lost_every_file_is_read_again() {
        let mut pool = sniffed(1, &[10]);
        let (reader, _, reading) = pool.assign().expect("work");
        pool.free(reader, reading);
        pool.complete(reading);
        assert!(pool.all_complete());
        pool.read_all_again();
        assert!(!pool.all_complete() && !pool.is_current(reading));
        assert!(matches!(pool.assign(), Some((_, Task::Read, _))));
    }
}
