//! A trail that proves itself: what a result came from, as a chain of hashes, and a digest
//! of the whole report.
//!
//! The chain tells whether a file, the settings or a decision was exchanged, taken out or put
//! in another order; the digest whether anything of the report was edited. Neither is a
//! signature: whoever can write a report can seal another one. What proves is the head that
//! somebody signed on paper, and running the files again.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::report::{Report, Trail, TrailLink};

/// What of the report the digest leaves out: itself.
const DIGEST: [&str; 2] = ["trail", "digest"];

/// Gives a report its trail.
pub fn seal(report: &mut Report) {
    report.trail = Trail::default();
    report.trail.links = links(report);
    let head = report.trail.links.last();
    report.trail.head = head.map_or_else(|| hex(&Sha256::digest("")), |link| link.chain.clone());
    let whole = serde_json::to_value(&*report).expect("a report has text keys only");
    report.trail.digest = digest(&whole);
}

/// The chain over the report's file hashes, settings and decisions, in this order.
///
/// A link's `chain` is the SHA-256 of: the previous link's `chain` (of the first: nothing), a
/// line end, the link's `sha256`, a line end, `what`; in lower-case hexadecimal.
#[must_use]
pub fn links(report: &Report) -> Vec<TrailLink> {
    let files = report
        .files
        .iter()
        .map(|file| (format!("file {}", file.name), file.sha256.clone()));
    let settings = ("settings".to_owned(), hash(&report.settings));
    let decisions = (1_u32..)
        .zip(&report.decisions)
        .map(|(number, decision)| (format!("decision {number}"), hash(decision)));
    let mut previous = String::new();
    files
        .chain([settings])
        .chain(decisions)
        .map(|(what, sha256)| {
            let chained = format!("{previous}\n{sha256}\n{what}");
            let chain = hex(&Sha256::digest(chained));
            previous.clone_from(&chain);
            TrailLink {
                what,
                sha256,
                chain,
            }
        })
        .collect()
}

/// The SHA-256 of a report's canonical text, its digest left out.
#[must_use]
pub fn digest(report: &Value) -> String {
    let mut text = String::new();
    write(report, &DIGEST, &mut text);
    hex(&Sha256::digest(text))
}

/// JSON of one form only: keys in byte order, no white space, texts and numbers as
/// `serde_json` writes them.
#[must_use]
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &[], &mut text);
    text
}

/// Writes a value; `without` is the path of a key that is left out.
fn write(value: &Value, without: &[&str], text: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            if let [last] = without {
                keys.retain(|key| key != last);
            }
            text.push('{');
            for (at, key) in keys.into_iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                let below = match without {
                    [first, rest @ ..] if first == key => rest,
                    _ => &[],
                };
                write(&map[key], below, text);
            }
            text.push('}');
        }
        Value::Array(list) => {
            text.push('[');
            for (at, one) in list.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write(one, &[], text);
            }
            text.push(']');
        }
        other => text.push_str(&other.to_string()),
    }
}

fn hash(value: &Value) -> String {
    hex(&Sha256::digest(canonical(value)))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string takes every letter");
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn canonical_json_knows_one_order_and_no_blanks() {
        let value = json!({"b": [1, {"z": null, "a": "x\n"}], "a": true});
        assert_eq!(
            canonical(&value),
            r#"{"a":true,"b":[1,{"a":"x\n","z":null}]}"#
        );
    }

    #[test]
    fn the_digest_leaves_out_itself_and_nothing_else() {
        let of = |digest: &str, head: &str, other: &str| {
            super::digest(&json!({
                "digest": other, "trail": {"head": head, "digest": digest},
            }))
        };
        assert_eq!(of("1", "h", "o"), of("2", "h", "o"));
        assert_ne!(of("1", "h", "o"), of("1", "i", "o"));
        assert_ne!(of("1", "h", "o"), of("1", "h", "p"));
    }
}
