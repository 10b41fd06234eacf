//! The files of the day.

use tieout_engine::file_entry::FileEntry;
use tieout_engine::report::Report;
use tieout_statement::Role;

use crate::ExportError;
use crate::table::{Cell, Row, Table, column};

/// Every file given.
pub const FILES: Table = Table {
    id: "files",
    title: ["Files", "文件"],
    about: "Every file given, with its hash: who has the file can check that it is the one.",
    columns: &[
        column(
            "name",
            "File",
            "文件",
            "path below what was given, with `/`",
        ),
        column("record", "Record", "记录", "the record that its rows are"),
        column("format", "Format", "格式", "format id; empty where unknown"),
        column("encoding", "Encoding", "编码", "`UTF-8`, `GB18030` …"),
        column("bytes", "Bytes", "字节", "its size"),
        column("rows_read", "Rows", "笔数", "rows read and used"),
        column(
            "rows_rejected",
            "Rows refused",
            "拒收笔数",
            "rows refused, each with its reason in the report",
        ),
        column(
            "rows_neutral",
            "Neutral rows",
            "中性笔数",
            "rows that move no money",
        ),
        column("refused", "Refused", "拒收", "`yes`: refused as a whole"),
        column("first_date", "First date", "最早日期", "of its rows"),
        column("last_date", "Last date", "最晚日期", "of its rows"),
        column(
            "sha256",
            "SHA-256",
            "SHA-256",
            "of its bytes, lower-case hexadecimal",
        ),
        column(
            "problems",
            "Problems",
            "问题",
            "what is wrong with it, with `; ` between",
        ),
    ],
    rows,
};

fn rows(report: &Report) -> Result<Vec<Row>, ExportError> {
    Ok(report.files.iter().map(row).collect())
}

fn row(file: &FileEntry) -> Row {
    let (first, last) = file.dates.clone().unwrap_or_default();
    vec![
        Cell::text(&file.name),
        Cell::text(file.role.map_or("", Role::text)),
        Cell::maybe(file.format.as_ref()),
        Cell::text(&file.encoding),
        Cell::count(file.bytes),
        Cell::count(file.rows_read),
        Cell::count(file.rows_rejected.len() as u64),
        Cell::count(file.rows_neutral),
        Cell::truth(file.refused),
        Cell::text(first),
        Cell::text(last),
        Cell::text(&file.sha256),
        Cell::text(file.problems.join("; ")),
    ]
}
