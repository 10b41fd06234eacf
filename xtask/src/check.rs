//! Checks and their score: every check of a run counts, and the last line says how it went.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result};

/// How many checks passed and which failed.
#[derive(Debug, Default)]
pub struct Score {
    passed: u64,
    failed: u64,
    failures: Vec<String>,
    skipped: Vec<String>,
}

impl Score {
    /// Runs one check.
    pub fn check(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        println!("→ {name}");
        let start = Instant::now();
        let result = work();
        let seconds = start.elapsed().as_secs();
        match result {
            Ok(()) => {
                self.passed += 1;
                println!("✓ {name}: {seconds} s");
            }
            Err(error) => {
                println!("✗ {name}: {seconds} s\n{error:#}");
                self.fail(name);
            }
        }
    }

    /// Runs a test runner; each of its tests counts.
    pub fn tests(&mut self, name: &str, command: &mut Command) {
        println!("→ {name}");
        let start = Instant::now();
        let counted = count(command);
        let seconds = start.elapsed().as_secs();
        match counted {
            Ok(Counted {
                passed,
                failed,
                success,
            }) => {
                self.passed += passed;
                self.failed += failed;
                let mark = if success { "✓" } else { "✗" };
                println!("{mark} {name}: {passed} passed, {failed} failed, {seconds} s");
                if failed > 0 {
                    self.failures.push(format!("{name}: {failed} tests"));
                } else if !success {
                    self.fail(&format!("{name} (did not get to its tests)"));
                } else if passed == 0 {
                    self.fail(&format!("{name} (there were no tests)"));
                }
            }
            Err(error) => {
                println!("✗ {name}: {error:#}");
                self.fail(name);
            }
        }
    }

    /// Says that something was left out.
    pub fn skip(&mut self, name: &str, why: &str) {
        println!("- {name}: skipped, {why}");
        self.skipped.push(format!("{name} ({why})"));
    }

    fn fail(&mut self, name: &str) {
        self.failed += 1;
        self.failures.push(name.to_owned());
    }

    /// Says how it went, in one last line, and whether all passed.
    #[must_use]
    pub fn close(self) -> bool {
        for skipped in &self.skipped {
            println!("skipped: {skipped}");
        }
        for failure in &self.failures {
            println!("failed: {failure}");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        self.failed == 0
    }
}

struct Counted {
    passed: u64,
    failed: u64,
    success: bool,
}

/// Runs a test runner with its output on the terminal, and adds up what it reports.
fn count(command: &mut Command) -> Result<Counted> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("the test runner does not start")?;
    let errors = child
        .stderr
        .take()
        .context("the runner has an error output")?;
    let reading = std::thread::spawn(move || relay(errors));
    let output = child.stdout.take().context("the runner has an output")?;
    let (mut passed, mut failed) = relay(output);
    let (more_passed, more_failed) = reading.join().unwrap_or_default();
    passed += more_passed;
    failed += more_failed;
    Ok(Counted {
        passed,
        failed,
        success: child.wait()?.success(),
    })
}

/// Prints each line and adds up the summaries among them.
fn relay(output: impl Read) -> (u64, u64) {
    let mut sums = (0, 0);
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        println!("{line}");
        if let Some((passed, failed)) = summary(&line) {
            sums.0 += passed;
            sums.1 += failed;
        }
    }
    sums
}

/// Passed and failed of a summary line: libtest's `test result: …` or nextest's `Summary …`.
fn summary(line: &str) -> Option<(u64, u64)> {
    let line = line.trim_start();
    if !line.starts_with("test result:") && !line.starts_with("Summary [") {
        return None;
    }
    let words: Vec<&str> = line
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let before = |name: &str| {
        words
            .windows(2)
            .find(|pair| pair[1] == name)
            .and_then(|pair| pair[0].parse::<u64>().ok())
            .unwrap_or(0)
    };
    Some((before("passed"), before("failed") + before("timed")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_runners_summaries_are_understood() {
        let libtest = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 1 filtered out; finished in 0.10s";
        assert_eq!(summary(libtest), Some((12, 3)));
        let nextest = "     Summary [   0.204s] 15 tests run: 12 passed (1 slow), 2 failed, 1 timed out, 4 skipped";
        assert_eq!(summary(nextest), Some((12, 3)));
        assert_eq!(summary("test money::adds ... ok"), None);
    }

    #[test]
    fn a_runner_without_tests_is_a_failure() {
        let mut score = Score::default();
        score.tests("nothing", &mut Command::new("true"));
        assert!(!score.close());
    }
}
