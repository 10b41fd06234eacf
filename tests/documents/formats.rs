use std::fmt::Write;
use std::fs;

use tieout_statement::Column;
use tieout_statement::formats::{ALL, Format, Shape};
use tieout_statement::rows::{ColumnSpec, ColumnType, Role};
use tieout_tests::{here, update_golden};

/// What people call a format. A new one gets its name here.
fn title(id: &str) -> &'static str {
    match id {
        "channel-flow" => "Channel flow 通道流水",
        "channel-statement" => "Channel statement 通道对账文件, generic",
        "payment-flow" => "Payment flow 支付流水",
        "posting-flow" => "Posting flow 入账流水",
        "bank-statement" => "Bank statement 银行流水, generic",
        "balances" => "Balances 余额表",
        "tieout-settings" => "Settings, `tieout.toml`",
        "tieout-carry-over" => "Carry-over 结转",
        "wechat-bill" => "WeChat Pay merchant bill 微信支付商户账单",
        "alipay-detail" => "Alipay merchant business detail 支付宝业务明细",
        "alipay-summary" => "Alipay merchant business summary 支付宝业务明细汇总",
        other => panic!("{other} has no title yet"),
    }
}

const OPENING: &str = "\
# Formats

Made from the formats themselves; do not edit.

A file is known by what it holds, never by its name: by the columns of its header, wherever
in the file that stands. Columns may come in any order. One that a format does not know is
kept in the file and shown with the row. Files may come in a zip or gzip archive. The
encoding is UTF-8 or GB18030, found by trying; a byte order mark and any line ends are fine.

";

const OWN: &str = "\
In Tieout's own layouts amounts stand in major units (`53.00`) without sign, with at most the
currency's decimals (JPY 0, KWD 3); a balance or opening may begin with `-`. Times are
`YYYY-MM-DD HH:MM:SS` in the day's zone. An empty cell is an absent one. Cells lose blanks at
both ends, and nothing else: case, leading zeros and full-width letters make different keys.

- `kind`: `top_up`, `payment`, `refund`, `withdrawal`; in payment and posting flow also
  `confirm`, `transfer`, `fund_transfer`
- `status`: `success`, `failed`, `pending`, `closed`; only `success` moves money
- `side`: `debit` or `credit`; in a bank statement `credit` is money that came in
- `method`: `balance`, a channel's code, or empty

";

fn role(format: &Format) -> &'static str {
    format.role.map_or("none", Role::text)
}

fn kept(spec: &ColumnSpec) -> &'static str {
    match spec.kept {
        ColumnType::Text | ColumnType::Symbol => "text",
        ColumnType::Currency => "three capital letters",
        ColumnType::Amount => "amount",
        ColumnType::SignedAmount => "amount, may begin with `-`",
        ColumnType::Time => "time",
        ColumnType::Kind => "kind",
        ColumnType::Status => "status",
        ColumnType::Side => "side",
    }
}

fn own_columns(role: Role) -> String {
    let mut text = "| column | holds | |\n| --- | --- | --- |\n".to_owned();
    for spec in role.layout() {
        let needed = match (spec.required, spec.filled) {
            (true, true) => "must stand in every row",
            (true, false) => "may be empty",
            (false, _) => "may be missing",
        };
        writeln!(text, "| `{}` | {} | {needed} |", spec.column.text(), kept(spec))
            .expect("a string takes everything");
    }
    text
}

fn table_columns(format: &Format) -> String {
    let Shape::Table(columns) = format.shape else {
        return String::new();
    };
    let mut text = "| column, and what it was called before | becomes | |\n| --- | --- | --- |\n".to_owned();
    for column in columns {
        let becomes: Vec<String> = column
            .becomes
            .iter()
            .map(|column: &Column| format!("`{}`", column.text()))
            .collect();
        let needed = if column.required { "must be there" } else { "may be missing" };
        writeln!(text, "| {} | {} | {needed} |", column.names.join(", "), becomes.join(", "))
            .expect("a string takes everything");
    }
    text
}

fn section(format: &Format) -> String {
    let mut text = format!(
        "## {}\n\nid `{}`, record `{}`",
        title(format.id),
        format.id,
        role(format)
    );
    if format.source.starts_with("https:") {
        write!(text, ", published at <{}>", format.source).expect("a string takes everything");
    }
    text.push_str("\n\n");
    text.push_str(&match format.shape {
        Shape::Own(role) => own_columns(role),
        Shape::Table(_) => table_columns(format),
        Shape::Text => "Not a table: read as a whole.\n".to_owned(),
    });
    text
}

fn page() -> String {
    let sections: Vec<String> = ALL.iter().map(section).collect();
    format!("{OPENING}{OWN}{}", sections.join("\n"))
}

fn readme_table() -> String {
    let mut text = "| format | id | record |\n| --- | --- | --- |\n".to_owned();
    for format in ALL {
        writeln!(text, "| {} | `{}` | {} |", title(format.id), format.id, role(format))
            .expect("a string takes everything");
    }
    text
}

#[test]
fn the_page_of_formats_is_the_one_that_the_formats_make() {
    let path = here("../docs/formats.md");
    if update_golden() {
        fs::write(&path, page()).expect("documents can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page(), "docs/formats.md is stale: UPDATE_GOLDEN=1 writes it anew");
}

#[test]
fn the_readme_lists_every_format() {
    const BEGIN: &str = "<!-- formats: made by a test -->\n";
    const END: &str = "<!-- end of formats -->";
    let path = here("../README.md");
    let readme = fs::read_to_string(&path).expect("the README is committed");
    let (before, rest) = readme.split_once(BEGIN).expect("where the table begins");
    let (table, after) = rest.split_once(END).expect("where the table ends");
    if update_golden() {
        let made = [before, BEGIN, &readme_table(), END, after].concat();
        fs::write(&path, made).expect("documents can be written");
    } else {
        assert!(table == readme_table(), "README.md is stale: UPDATE_GOLDEN=1 writes it anew");
    }
}
