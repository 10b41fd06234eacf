//! The exception list, and how old it is.

use std::collections::{BTreeMap, BTreeSet};

use tieout_engine::outcome::ReconciliationName;
use tieout_engine::report::{ExceptionReport, Report, RowReport};
use tieout_statement::Currency;
use tieout_statement::money::major;

use crate::ExportError;
use crate::amount::{add, minor};
use crate::table::{Cell, Row, Table, column};
use crate::words::{BUCKETS, bucket, code};

/// Every exception, a row for each of its rows.
pub const EXCEPTIONS: Table = Table {
    id: "exceptions",
    title: ["Exceptions", "差异清单"],
    about: "Every exception, a row for each of its rows: `delta` and `at_risk` are the exception's and stand in each of them, so add them up by `id` once.",
    columns: &[
        column(
            "id",
            "Exception",
            "差异号",
            "the exception, the same in every run of the same rows",
        ),
        column(
            "case",
            "Case",
            "案件",
            "what belongs to one story has one case",
        ),
        column(
            "reconciliation",
            "Reconciliation",
            "对账",
            "`channel`, `business`, `posting` or `fund`",
        ),
        column("outcome", "Outcome", "结果", "what it is, as in the guide"),
        column("currency", "Currency", "币种", "ISO 4217"),
        column("delta", "Delta", "差额", "theirs less ours"),
        column(
            "at_risk",
            "At risk",
            "风险金额",
            "the amount of `delta` without its sign",
        ),
        column(
            "age_days",
            "Age, days",
            "账龄(天)",
            "days since first seen, 0 = today",
        ),
        column("treatment", "Treatment", "处理", "what is proposed"),
        column("side", "Side", "方", "`left` ours, `right` theirs"),
        column(
            "file",
            "File",
            "文件",
            "file of the row; of an expected settlement empty",
        ),
        column(
            "line",
            "Line",
            "行号",
            "line where the row starts, 1 = first",
        ),
        column(
            "key",
            "Key",
            "单号",
            "the row's own number, of an expected settlement its key",
        ),
        column("amount", "Amount", "金额", "the row's"),
        column(
            "reason",
            "Reason",
            "原因",
            "which rule, which values, in English",
        ),
    ],
    rows: exceptions,
};

/// Exceptions by age.
pub const AGEING: Table = Table {
    id: "ageing",
    title: ["Ageing", "账龄"],
    about: "Exceptions by age since first seen, each counted once.",
    columns: &[
        column(
            "reconciliation",
            "Reconciliation",
            "对账",
            "`channel`, `business`, `posting` or `fund`",
        ),
        column("outcome", "Outcome", "结果", "what they are"),
        column("currency", "Currency", "币种", "ISO 4217"),
        column("days", "Days", "账龄(天)", "`0`, `1`, `2-3`, `4-7` or `8+`"),
        column("exceptions", "Exceptions", "差异数", "how many"),
        column(
            "at_risk",
            "At risk",
            "风险金额",
            "Σ of their amounts at risk",
        ),
    ],
    rows: ageing,
};

fn exceptions(report: &Report) -> Result<Vec<Row>, ExportError> {
    let mut rows = Vec::new();
    for exception in &report.exceptions {
        let sides = [("left", &exception.left), ("right", &exception.right)];
        for (side, of_it) in sides {
            rows.extend(of_it.iter().map(|row| line(exception, side, Some(row))));
        }
        if exception.left.is_empty() && exception.right.is_empty() {
            rows.push(line(exception, "", None));
        }
    }
    Ok(rows)
}

fn line(exception: &ExceptionReport, side: &str, row: Option<&RowReport>) -> Row {
    let currency = exception.currency;
    let amount = |text: &str| Cell::amount(currency, text);
    let mut cells = vec![
        Cell::text(&exception.id),
        Cell::text(&exception.case),
        Cell::text(code(&exception.reconciliation)),
        Cell::text(exception.outcome.text()),
        Cell::text(currency.code()),
        amount(&exception.delta),
        amount(&exception.at_risk),
        Cell::Count(exception.age_days),
        Cell::text(exception.treatment.text()),
        Cell::text(side),
    ];
    match row {
        Some(row) => cells.extend([
            Cell::maybe(row.file.as_ref()),
            row.line
                .map_or(Cell::Empty, |line| Cell::count(line.into())),
            Cell::text(&row.key),
            amount(&row.amount),
        ]),
        None => cells.resize(14, Cell::Empty),
    }
    cells.push(Cell::text(&exception.reason.text));
    cells
}

fn ageing(report: &Report) -> Result<Vec<Row>, ExportError> {
    type By<'a> = (ReconciliationName, &'a str, Currency, usize);
    let mut all: BTreeMap<By<'_>, (i64, i128)> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for exception in &report.exceptions {
        // A name stands for one exception, however often it is listed.
        if !seen.insert(&exception.id) {
            continue;
        }
        let currency = exception.currency;
        let days = bucket(exception.age_days);
        let at = BUCKETS.iter().position(|of| *of == days).unwrap_or(0);
        let by = (
            exception.reconciliation,
            exception.outcome.text(),
            currency,
            at,
        );
        let (count, sum) = all.entry(by).or_default();
        *count += 1;
        *sum = add(*sum, minor(&exception.at_risk, currency)?, currency)?;
    }
    let row = |((name, outcome, currency, at), (count, sum)): (By<'_>, (i64, i128))| {
        vec![
            Cell::text(code(&name)),
            Cell::text(outcome),
            Cell::text(currency.code()),
            Cell::text(BUCKETS[at]),
            Cell::Count(count),
            Cell::amount(currency, major(sum, currency)),
        ]
    };
    Ok(all.into_iter().map(row).collect())
}
