//! Where the rows went, and the chain of control totals.

use tieout_engine::file_entry::FileEntry;
use tieout_engine::outcome::SideOf;
use tieout_engine::report::{OutcomeTotal, ReconciliationReport, Report};
use tieout_statement::formats::beside;
use tieout_statement::money::major;

use crate::ExportError;
use crate::amount::sum;
use crate::table::{Cell, Row, Table, column};
use crate::words::code;

/// Outcomes of every reconciliation.
pub const OUTCOMES: Table = Table {
    id: "outcomes",
    title: ["Reconciliations", "对账结果"],
    about: "Where the rows of every reconciliation went; one that was not run has one row.",
    columns: &[
        column(
            "reconciliation",
            "Reconciliation",
            "对账",
            "`channel`, `business`, `posting` or `fund`",
        ),
        column("run", "Run", "已运行", "`no`: a file of a side was missing"),
        column(
            "balanced",
            "Ties out",
            "已平",
            "`yes`: no exception other than timing differences",
        ),
        column(
            "missing",
            "Missing",
            "缺少文件",
            "records of which no file was read",
        ),
        column(
            "outcome",
            "Outcome",
            "结果",
            "what became of the rows, as in the guide",
        ),
        column("currency", "Currency", "币种", "ISO 4217"),
        column(
            "cardinality",
            "Cardinality",
            "配比",
            "of a match: rows of ours to rows of theirs",
        ),
        column(
            "groups",
            "Groups",
            "组数",
            "keys that have a row of the outcome",
        ),
        column("left_rows", "Our rows", "我方笔数", "rows of ours"),
        column(
            "left_amount",
            "Our amount",
            "我方金额",
            "their amounts, all statuses",
        ),
        column("right_rows", "Their rows", "对方笔数", "rows of theirs"),
        column(
            "right_amount",
            "Their amount",
            "对方金额",
            "their amounts, all statuses",
        ),
        column("delta", "Delta", "差额", "theirs less ours, successes"),
    ],
    rows: outcomes,
};

/// Rows and amounts in, rows and amounts accounted.
pub const CONTROL_TOTALS: Table = Table {
    id: "control_totals",
    title: ["Control totals", "控制总数"],
    about: "What went in and what is accounted for: rows of the day, rows and amounts of each side of each reconciliation, and what files state of themselves against their rows.",
    columns: &[
        column(
            "scope",
            "Scope",
            "范围",
            "`day`, `reconciliation` or `file`",
        ),
        column("name", "Name", "名称", "the reconciliation, the file"),
        column(
            "side",
            "Side",
            "方",
            "of a reconciliation: `left` ours, `right` theirs",
        ),
        column("currency", "Currency", "币种", "ISO 4217"),
        column(
            "what",
            "What",
            "项目",
            "`rows`, `amount`, `files`, or the file's own word",
        ),
        column(
            "in",
            "In",
            "读入",
            "rows or amount read, files given, what the file states",
        ),
        column(
            "accounted",
            "Accounted",
            "已核算",
            "rows or amount over all outcomes, files listed, what its rows give",
        ),
        column("agrees", "Agrees", "一致", "`yes` when both are equal"),
    ],
    rows: control_totals,
};

fn outcomes(report: &Report) -> Result<Vec<Row>, ExportError> {
    let mut rows = Vec::new();
    for reconciliation in &report.reconciliations {
        let head = vec![
            Cell::text(code(&reconciliation.name)),
            Cell::truth(reconciliation.run),
            Cell::truth(reconciliation.balanced),
            Cell::text(reconciliation.missing.join("; ")),
        ];
        if reconciliation.outcomes.is_empty() {
            let mut row = head.clone();
            row.resize(13, Cell::Empty);
            rows.push(row);
        }
        rows.extend(
            reconciliation
                .outcomes
                .iter()
                .map(|outcome| [head.clone(), outcome_cells(outcome)].concat()),
        );
    }
    Ok(rows)
}

fn outcome_cells(total: &OutcomeTotal) -> Row {
    let amount = |text: &String| Cell::amount(total.currency, text);
    vec![
        Cell::text(total.outcome.text()),
        Cell::text(total.currency.code()),
        Cell::text(total.cardinality.map_or_else(String::new, |of| code(&of))),
        Cell::count(total.groups),
        Cell::count(total.left_rows),
        amount(&total.left_amount),
        Cell::count(total.right_rows),
        amount(&total.right_amount),
        amount(&total.delta),
    ]
}

fn control_totals(report: &Report) -> Result<Vec<Row>, ExportError> {
    let control = &report.control;
    let day = |what, read, accounted| {
        let cells = [Cell::count(read), Cell::count(accounted)];
        control_row(["day", "", "", "", what], cells, read == accounted)
    };
    let is_data = |file: &&FileEntry| !file.format.as_deref().is_some_and(beside::is_no_data);
    let listed = report.files.iter().filter(is_data).count() as u64;
    let mut rows = vec![
        day("rows", control.rows_in, control.rows_accounted),
        day("files", control.files_in, listed),
    ];
    for reconciliation in &report.reconciliations {
        side_totals(reconciliation, &mut rows)?;
    }
    for file in &report.files {
        rows.extend(file.stated_totals.iter().map(|total| {
            let cells = [Cell::text(&total.stated), Cell::text(&total.found)];
            control_row(
                ["file", &file.name, "", "", &total.what],
                cells,
                total.agrees,
            )
        }));
    }
    Ok(rows)
}

fn side_totals(
    reconciliation: &ReconciliationReport,
    rows: &mut Vec<Row>,
) -> Result<(), ExportError> {
    let name = code(&reconciliation.name);
    for total in &reconciliation.totals {
        let currency = total.currency;
        let of_it = || {
            let all = reconciliation.outcomes.iter();
            all.filter(|outcome| outcome.currency == currency)
        };
        let (count, amounts): (u64, Vec<&String>) = match total.side {
            SideOf::Left => (
                of_it().map(|of| of.left_rows).sum(),
                of_it().map(|of| &of.left_amount).collect(),
            ),
            SideOf::Right => (
                of_it().map(|of| of.right_rows).sum(),
                of_it().map(|of| &of.right_amount).collect(),
            ),
        };
        let amount = major(sum(amounts, currency)?, currency);
        let (side, currency_code) = (code(&total.side), currency.code());
        rows.push(control_row(
            ["reconciliation", &name, &side, currency_code, "rows"],
            [Cell::count(total.rows), Cell::count(count)],
            total.rows == count,
        ));
        let agrees = total.amount == amount;
        rows.push(control_row(
            ["reconciliation", &name, &side, currency_code, "amount"],
            [
                Cell::amount(currency, &total.amount),
                Cell::amount(currency, amount),
            ],
            agrees,
        ));
    }
    Ok(())
}

fn control_row(texts: [&str; 5], read_and_accounted: [Cell; 2], agrees: bool) -> Row {
    let mut row: Row = texts.map(Cell::text).to_vec();
    row.extend(read_and_accounted);
    row.push(Cell::truth(agrees));
    row
}
