//! Whether a report was edited, and whether it belongs to files.
//!
//! [`examine`] looks at the report alone: its chain and its digest. [`belong`] compares the
//! hashes of files with those of the report, and [`first_difference`] two reports: the one
//! given, and the one that the same files, settings and decisions make again.

use std::fmt;

use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tieout_engine::report::{Report, SCHEMA};
use tieout_engine::trail;

/// What is wrong with a report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Fault {
    /// It is no report: not JSON, a key that stands twice, a field that is missing.
    NotAReport {
        /// What the reader says.
        detail: String,
    },
    /// Its schema is not the one that this version reads.
    Schema {
        /// What the report says.
        found: u32,
    },
    /// It carries no trail: a version before trails wrote it.
    NoTrail,
    /// A link of its chain does not follow from what the report says.
    Chain {
        /// The first such link, as the report should have it or has it.
        what: String,
    },
    /// Something was edited: the digest of its content is another.
    Digest {
        /// What the report says.
        said: String,
        /// What its content gives.
        is: String,
    },
    /// A file of the report was not given.
    Missing {
        /// Its name in the report.
        name: String,
    },
    /// A file has other bytes than the report's.
    Changed {
        /// Its name.
        name: String,
        /// SHA-256 in the report.
        said: String,
        /// SHA-256 of what was given.
        is: String,
    },
    /// A file was given that the report does not know.
    Unknown {
        /// Its name.
        name: String,
    },
    /// The files make another report.
    Differs(Difference),
}

/// Where two reports differ.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Difference {
    /// The place, as `exceptions[3].amount`.
    pub path: String,
    /// What the report says there, as JSON.
    pub said: String,
    /// What was made again says there, as JSON.
    pub is: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAReport { detail } => {
                write!(
                    f,
                    "not a report: {detail}: expected the report.json of a day"
                )
            }
            Self::Schema { found } => write!(
                f,
                "its schema is {found}: expected {SCHEMA}, that of this version"
            ),
            Self::NoTrail => {
                f.write_str("it carries no trail: expected a report of a later version")
            }
            Self::Chain { what } => write!(
                f,
                "the chain is broken at {what}: expected the hash that the report's files, settings and decisions give"
            ),
            Self::Digest { said, is } => write!(
                f,
                "it was edited: its digest says {said}: expected {is}, which its content gives"
            ),
            Self::Missing { name } => {
                write!(f, "{name}: not given: expected every file of the report")
            }
            Self::Changed { name, said, is } => write!(
                f,
                "{name}: other bytes, SHA-256 {is}: expected {said}, as the report says"
            ),
            Self::Unknown { name } => {
                write!(
                    f,
                    "{name}: not a file of the report: expected its files only"
                )
            }
            Self::Differs(Difference { path, said, is }) => write!(
                f,
                "{path}: the report says {said}: expected {is}, which the files give"
            ),
        }
    }
}

/// A report that was not edited since Tieout wrote it.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The report.
    pub report: Report,
    /// The same, with whatever this version does not know.
    pub json: Value,
}

/// Reads a report and recomputes its chain and its digest.
///
/// # Errors
/// The first [`Fault`].
pub fn examine(text: &[u8]) -> Result<Examined, Fault> {
    let not_a_report = |error: serde_json::Error| Fault::NotAReport {
        detail: error.to_string(),
    };
    let Strict(json) = serde_json::from_slice(text).map_err(not_a_report)?;
    if let Some(found) = json["schema"].as_u64() {
        let found = u32::try_from(found).unwrap_or(u32::MAX);
        if found != SCHEMA {
            return Err(Fault::Schema { found });
        }
    }
    let report: Report = serde_json::from_value(json.clone()).map_err(not_a_report)?;
    if report.trail.links.is_empty() {
        return Err(Fault::NoTrail);
    }
    chain(&report)?;
    let is = trail::digest(&json);
    if is != report.trail.digest {
        let said = report.trail.digest;
        return Err(Fault::Digest { said, is });
    }
    Ok(Examined { report, json })
}

fn chain(report: &Report) -> Result<(), Fault> {
    let (said, is) = (&report.trail.links, trail::links(report));
    let broken = |what: &str| {
        Err(Fault::Chain {
            what: what.to_owned(),
        })
    };
    for at in 0..said.len().max(is.len()) {
        match (said.get(at), is.get(at)) {
            (Some(said), Some(is)) if said == is => {}
            (_, Some(is)) => return broken(&is.what),
            (Some(said), None) => return broken(&said.what),
            (None, None) => {}
        }
    }
    match is.last() {
        Some(last) if last.chain == report.trail.head => Ok(()),
        _ => broken("its head"),
    }
}

/// The names that the report gives to files: each file given, by name and SHA-256, is found
/// by both or by its hash alone, so that files may have been renamed meanwhile.
///
/// # Errors
/// The first file that is missing, changed, or unknown to the report.
pub fn belong(report: &Report, given: &[(String, String)]) -> Result<Vec<String>, Fault> {
    let mut names: Vec<Option<String>> = vec![None; given.len()];
    let mut missing = Vec::new();
    let exactly = |at: usize, name: &str, hash: &str| given[at].0 == name && given[at].1 == hash;
    for file in &report.files {
        let found = (0..given.len())
            .find(|&at| names[at].is_none() && exactly(at, &file.name, &file.sha256));
        match found {
            Some(at) => names[at] = Some(file.name.clone()),
            None => missing.push(file),
        }
    }
    for file in missing {
        let same_bytes = |at: &usize| names[*at].is_none() && given[*at].1 == file.sha256;
        let found = (0..given.len()).find(same_bytes);
        let Some(at) = found.filter(|_| !file.sha256.is_empty()) else {
            let of_its_name = given.iter().find(|(name, _)| *name == file.name);
            let name = file.name.clone();
            return Err(match of_its_name {
                Some((_, is)) => Fault::Changed {
                    name,
                    said: file.sha256.clone(),
                    is: is.clone(),
                },
                None => Fault::Missing { name },
            });
        };
        names[at] = Some(file.name.clone());
    }
    let named = names.into_iter().zip(given);
    named
        .map(|(name, (given, _))| {
            name.ok_or_else(|| Fault::Unknown {
                name: given.clone(),
            })
        })
        .collect()
}

/// A report that stands: it was not edited, and the day at hand gives it again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stands {
    /// The accounting date that it says.
    pub accounting_date: String,
    /// How many files it lists.
    pub files: u64,
    /// The head of its chain.
    pub head: String,
}

/// Whether a report was not edited, and is the one that the day at hand gives.
///
/// # Errors
/// The first fault found: of the report itself, of its files, of what it says.
pub fn against(text: &[u8], day: &Report) -> Result<Stands, Fault> {
    let Examined { report, json } = examine(text)?;
    let given = day.files.iter();
    let given: Vec<(String, String)> = given
        .map(|file| (file.name.clone(), file.sha256.clone()))
        .collect();
    belong(&report, &given)?;
    let ours = serde_json::to_value(day).map_err(|error| Fault::NotAReport {
        detail: error.to_string(),
    })?;
    match first_difference(&json, &ours) {
        Some(difference) => Err(Fault::Differs(difference)),
        None => Ok(Stands {
            accounting_date: report.accounting_date,
            files: report.files.len() as u64,
            head: report.trail.head,
        }),
    }
}

/// The first place, in the order of the keys, where a report and one made again differ; what
/// follows from the rest (`tieout`, the version, and the digest) is not compared.
#[must_use]
pub fn first_difference(said: &Value, is: &Value) -> Option<Difference> {
    let (mut said, mut is) = (said.clone(), is.clone());
    for report in [&mut said, &mut is] {
        if let Some(report) = report.as_object_mut() {
            report.remove("tieout");
        }
        if let Some(trail) = report["trail"].as_object_mut() {
            trail.remove("digest");
        }
    }
    difference("", &said, &is)
}

fn difference(path: &str, said: &Value, is: &Value) -> Option<Difference> {
    match (said, is) {
        (Value::Object(a), Value::Object(b)) => {
            let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
            keys.sort_unstable();
            keys.dedup();
            keys.into_iter().find_map(|key| {
                let below = match path {
                    "" => key.clone(),
                    _ => format!("{path}.{key}"),
                };
                either(&below, a.get(key), b.get(key))
            })
        }
        (Value::Array(a), Value::Array(b)) => (0..a.len().max(b.len()))
            .find_map(|at| either(&format!("{path}[{at}]"), a.get(at), b.get(at))),
        _ if said == is => None,
        _ => Some(Difference {
            path: path.to_owned(),
            said: said.to_string(),
            is: is.to_string(),
        }),
    }
}

fn either(path: &str, said: Option<&Value>, is: Option<&Value>) -> Option<Difference> {
    match (said, is) {
        (Some(said), Some(is)) => difference(path, said, is),
        (None, None) => None,
        (said, is) => {
            let shown = |value: Option<&Value>| {
                value.map_or_else(|| "nothing".to_owned(), ToString::to_string)
            };
            Some(Difference {
                path: path.to_owned(),
                said: shown(said),
                is: shown(is),
            })
        }
    }
}

/// JSON in which no key stands twice: which of the two counts would depend on the reader.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((key, Strict(value))) = entries.next_entry::<String, Strict>()? {
            if map.contains_key(&key) {
                return Err(A::Error::custom(format!("the key {key:?} stands twice")));
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_difference_has_its_path() {
        let said = json!({"tieout": "1", "a": [{"x": 1}, {"y": "2"}], "trail": {"digest": "d"}});
        let mut is = json!({"tieout": "2", "a": [{"x": 1}, {"y": "2"}], "trail": {"digest": "e"}});
        assert_eq!(first_difference(&said, &is), None);
        is["a"][1]["y"] = "3".into();
        is["b"] = 1.into();
        let found = first_difference(&said, &is).expect("they differ");
        assert_eq!(
            (found.path.as_str(), found.said.as_str(), found.is.as_str()),
            ("a[1].y", "\"2\"", "\"3\"")
        );
        is["a"] = json!([{"x": 1}]);
        let found = first_difference(&said, &is).expect("they differ");
        assert_eq!(
            (found.path.as_str(), found.is.as_str()),
            ("a[1]", "nothing")
        );
    }

    #[test]
    fn a_key_that_stands_twice_makes_no_report() {
        let fault = examine(br#"{"schema": 1, "schema": 1}"#).expect_err("twice");
        assert!(
            matches!(fault, Fault::NotAReport { ref detail } if detail.contains("stands twice")),
            "{fault}"
        );
        assert_eq!(
            examine(br#"{"schema": 7}"#).expect_err("7"),
            Fault::Schema { found: 7 }
        );
        assert!(matches!(examine(b"{}"), Err(Fault::NotAReport { .. })));
        assert!(matches!(examine(b"\xff"), Err(Fault::NotAReport { .. })));
    }
}
