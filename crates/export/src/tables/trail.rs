//! Who decided what, and what the result came from.

use serde_json::Value;
use tieout_engine::report::Report;

use crate::ExportError;
use crate::table::{Cell, Row, Table, column};

/// Every decision.
pub const DECISIONS: Table = Table {
    id: "decisions",
    title: ["Decisions", "处理决定"],
    about: "What was decided, in order, and by whom.",
    columns: &[
        column("number", "No.", "序号", "1 = first"),
        column("exception", "Exception", "差异号", "the exception decided"),
        column(
            "action",
            "Action",
            "动作",
            "`accept`, `defer`, `note`, `withdraw`, `pair` or `book`",
        ),
        column("treatment", "Treatment", "处理", "what was chosen"),
        column(
            "direction",
            "Direction",
            "红蓝字",
            "of a reversal: `red` or `blue`",
        ),
        column("note", "Note", "说明", "why, in the decider's words"),
        column("by", "By", "经办人", "who decided"),
        column(
            "second",
            "Second",
            "复核人",
            "who confirmed, where a second look is wanted",
        ),
        column(
            "rows",
            "Rows",
            "配对记录",
            "of a pair by hand: the rows of both sides; of an entry by hand: the entry",
        ),
    ],
    rows: decisions,
};

/// The chain of hashes.
pub const TRAIL: Table = Table {
    id: "trail",
    title: ["Trail", "存证链"],
    about: "What the result came from, as a chain of hashes, and the report's digest in the last line.",
    columns: &[
        column(
            "what",
            "What",
            "内容",
            "`file NAME`, `settings`, `decision NUMBER`; `report`",
        ),
        column(
            "sha256",
            "SHA-256",
            "SHA-256",
            "of it; of the report: its digest",
        ),
        column(
            "chain",
            "Chain",
            "链",
            "SHA-256 over the chain before it and this line",
        ),
    ],
    rows: trail,
};

/// One field of a decision as text.
pub(crate) fn field(decision: &Value, key: &str) -> String {
    match &decision[key] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What a decision does; one that says nothing accepts.
pub(crate) fn action(decision: &Value) -> &str {
    decision["action"].as_str().unwrap_or("accept")
}

/// The rows that a decision pairs by hand, or the entry that it books.
pub(crate) fn paired_rows(decision: &Value) -> String {
    if decision["entry"].is_object() {
        return decision["entry"].to_string();
    }
    let rows = decision["rows"].as_array().into_iter().flatten();
    let names: Vec<&str> = rows.filter_map(Value::as_str).collect();
    names.join(" ")
}

fn decisions(report: &Report) -> Result<Vec<Row>, ExportError> {
    let text = |decision, key| Cell::text(field(decision, key));
    let rows = (1_i64..).zip(&report.decisions).map(|(number, decision)| {
        let mut row = vec![
            Cell::Count(number),
            text(decision, "exception"),
            Cell::text(action(decision)),
        ];
        let fields = ["treatment", "direction", "note", "by", "second"];
        row.extend(fields.map(|key| text(decision, key)));
        row.push(Cell::text(paired_rows(decision)));
        row
    });
    Ok(rows.collect())
}

fn trail(report: &Report) -> Result<Vec<Row>, ExportError> {
    let links = report.trail.links.iter().map(|link| {
        vec![
            Cell::text(&link.what),
            Cell::text(&link.sha256),
            Cell::text(&link.chain),
        ]
    });
    let digest = vec![
        Cell::text("report"),
        Cell::text(&report.trail.digest),
        Cell::Empty,
    ];
    Ok(links.chain([digest]).collect())
}
