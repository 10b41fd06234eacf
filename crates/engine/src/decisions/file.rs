//! The decisions file: JSON, known by its first key, `{"tieout_decisions": 1, "decisions":
//! [{"exception", "treatment", "direction", "note", "by", "second"}, …]}`.

use serde::{Deserialize, Serialize};
use tieout_statement::FileProblem;

use super::{Action, Decision};

/// The version that is written and read.
pub const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Document {
    tieout_decisions: u32,
    decisions: Vec<Decision>,
}

/// Reads a decisions file: the document, or its list alone.
///
/// # Errors
/// [`FileProblem::Invalid`] with the line where it is no list of decisions, and for a
/// decision that names no exception, or accepts and names no treatment.
pub fn parse(text: &str) -> Result<Vec<Decision>, FileProblem> {
    let decisions: Vec<Decision> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text).map_err(|error| wrong(&error))?
    } else {
        let document: Document = serde_json::from_str(text).map_err(|error| wrong(&error))?;
        if document.tieout_decisions != VERSION {
            return Err(FileProblem::Invalid {
                line: None,
                detail: format!("decisions of version {}", document.tieout_decisions),
                expected: format!("version {VERSION}"),
            });
        }
        document.decisions
    };
    for (number, decision) in (1..).zip(&decisions) {
        let (missing, expected) = if decision.exception.is_empty() {
            ("names no exception", "the id of an exception")
        } else if decision.action == Action::Accept && decision.treatment.is_none() {
            ("accepts and names no treatment", "a treatment")
        } else if decision.action == Action::Pair
            && (decision.reconciliation.is_none() || decision.rows.len() < 2)
        {
            (
                "pairs and names no rows",
                "a reconciliation and the rows of both sides",
            )
        } else if decision.action == Action::Book && decision.entry.is_none() {
            ("books and names no entry", "an entry with its template")
        } else {
            continue;
        };
        return Err(FileProblem::Invalid {
            line: None,
            detail: format!("decision {number} {missing}"),
            expected: expected.to_owned(),
        });
    }
    Ok(decisions)
}

/// Writes a decisions file, one decision a line.
#[must_use]
pub fn write(decisions: &[Decision]) -> String {
    let mut text = format!("{{\"tieout_decisions\": {VERSION}, \"decisions\": [");
    for (at, decision) in decisions.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        text.push_str(&serde_json::to_string(decision).expect("its keys are texts"));
    }
    text.push_str("\n]}\n");
    text
}

fn wrong(error: &serde_json::Error) -> FileProblem {
    let said = error.to_string();
    // The parser's own place is told as the file's line.
    let detail = said.split(" at line ").next().unwrap_or(&said).to_owned();
    FileProblem::Invalid {
        line: u32::try_from(error.line()).ok().filter(|&line| line > 0),
        detail: format!("not a list of decisions: {detail}"),
        expected: "a list of {exception, treatment, direction, note, by, second}".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::Direction;
    use crate::outcome::Treatment;

    #[test]
    fn what_is_written_is_read_again_and_the_list_alone_too() {
        let mut first = Decision::accept("x-1", Treatment::Suspense, "Ada");
        first.direction = Direction::Blue;
        first.other.insert("at".to_owned(), "noon".into());
        let second = Decision {
            exception: "x-2".to_owned(),
            action: Action::Defer,
            ..Decision::default()
        };
        let list = vec![first, second];
        let text = write(&list);
        assert!(text.starts_with("{\"tieout_decisions\": 1"));
        assert_eq!(parse(&text), Ok(list.clone()));
        let alone = serde_json::to_string(&list).expect("JSON");
        assert_eq!(parse(&alone), Ok(list));
        let nulls = r#"[{"exception": "x", "treatment": "verify", "direction": null, "note": null, "second": null}]"#;
        assert_eq!(
            parse(nulls),
            Ok(vec![Decision::accept("x", Treatment::Verify, "")])
        );
        assert_eq!(parse(&write(&[])), Ok(Vec::new()));
    }

    #[test]
    fn a_wrong_file_names_its_line_and_what_was_expected() {
        let of = |text| match parse(text) {
            Err(FileProblem::Invalid { line, detail, .. }) => (line, detail),
            other => panic!("{text}: {other:?}"),
        };
        let (line, detail) = of("[\n{\"exception\": \"x\", \"treatment\": \"supplment\"}\n]");
        assert_eq!(line, Some(2));
        assert!(detail.contains("unknown variant `supplment`"), "{detail}");
        assert_eq!(of("[{\"exception\": \"x\"").0, Some(1));
        let none = of("[{\"exception\": \"x\"}]").1;
        assert_eq!(none, "decision 1 accepts and names no treatment");
        assert_eq!(
            of("{\"tieout_decisions\": 2, \"decisions\": []}").1,
            "decisions of version 2"
        );
    }
}
