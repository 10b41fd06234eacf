use std::fmt::Write;

use tieout_statement::Column;
use tieout_statement::formats::tables::TableFormat;
use tieout_statement::formats::{ALL, FixedField, Format, Shape};
use tieout_statement::rows::{ColumnSpec, ColumnType, Role};

use super::agrees;

/// What people call a format. A new one gets its name here.
fn title(format: &Format) -> &'static str {
    if let Shape::Grid(table) = format.shape {
        return table.title;
    }
    match format.id {
        "channel-flow" => "Channel flow 通道流水",
        "channel-statement" => "Channel statement 通道对账文件, generic",
        "payment-flow" => "Payment flow 支付流水",
        "posting-flow" => "Posting flow 入账流水",
        "bank-statement" => "Bank statement 银行流水, generic",
        "balances" => "Balances 余额表",
        "tieout-settings" => "Settings, `tieout.toml`",
        "tieout-carry-over" => "Carry-over 结转",
        "tieout-journal" => "Journal 分录, as exported: what a ledger holds",
        "tieout-chart-of-accounts" => "Chart of accounts 科目表, a company's own",
        "tieout-fee-schedule" => "Fee schedule 费率表",
        "tieout-decisions" => "Decisions 处理决定",
        "wechat-bill" => "WeChat Pay merchant bill 微信支付商户账单",
        "alipay-detail" => "Alipay merchant business detail 支付宝业务明细",
        "alipay-summary" => "Alipay merchant business summary 支付宝业务明细汇总",
        "unionpay-merchant-flow" => {
            "UnionPay merchant detail of fixed width 银联全渠道商户对账文件 (ZM)"
        }
        "unionpay-acquirer-flow" => {
            "UnionPay acquirer detail of fixed width 银联一般交易流水 (ACOM)"
        }
        "camt-052" => "ISO 20022 camt.052 account report",
        "camt-053" => "ISO 20022 camt.053 statement",
        "camt-054" => "ISO 20022 camt.054 notification",
        "mt940" => "SWIFT MT940 statement",
        "mt942" => "SWIFT MT942 interim report",
        "ofx" => "OFX and QFX, 1.x and 2.x",
        "qif" => "QIF",
        "bai2" => "BAI2",
        "coda" => "CODA, Belgium",
        "cfonb120" => "CFONB 120, France",
        other => panic!("{other} has no title yet"),
    }
}

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
        writeln!(
            text,
            "| `{}` | {} | {needed} |",
            spec.column.text(),
            kept(spec)
        )
        .expect("a string takes everything");
    }
    text
}

fn table_columns(format: &Format) -> String {
    let Shape::Table(columns) = format.shape else {
        return String::new();
    };
    let mut text =
        "| column, and what it was called before | becomes | |\n| --- | --- | --- |\n".to_owned();
    for column in columns {
        let becomes: Vec<String> = column
            .becomes
            .iter()
            .map(|column: &Column| format!("`{}`", column.text()))
            .collect();
        let needed = if column.required {
            "must be there"
        } else {
            "may be missing"
        };
        writeln!(
            text,
            "| {} | {} | {needed} |",
            column.names.join(", "),
            becomes.join(", ")
        )
        .expect("a string takes everything");
    }
    text
}

fn grid_columns(table: &TableFormat) -> String {
    if table.columns.is_empty() {
        return "Columns are known by their names in Chinese, English, German, Dutch, French, \
                Spanish, Italian and Japanese, or by what they hold.\n"
            .to_owned();
    }
    let mut text = "| column | means | |\n| --- | --- | --- |\n".to_owned();
    for column in table.columns {
        let needed = if column.required {
            "must be there"
        } else {
            "may be missing"
        };
        writeln!(
            text,
            "| {} | `{}` | {needed} |",
            column.names.join(", "),
            column.field.text()
        )
        .expect("a string takes everything");
    }
    text
}

fn fixed_fields(fields: &[FixedField]) -> String {
    let mut text = "| bytes | field | becomes |\n| --- | --- | --- |\n".to_owned();
    let mut start = 1;
    for field in fields {
        let becomes: Vec<String> = field
            .becomes
            .iter()
            .map(|column: &Column| format!("`{}`", column.text()))
            .collect();
        let (end, becomes) = (start + field.width - 1, becomes.join(", "));
        writeln!(text, "| {start}–{end} | {} | {becomes} |", field.name)
            .expect("a string takes everything");
        start = end + 2;
    }
    text
}

fn section(format: &Format) -> String {
    let mut text = format!(
        "### {}\n\nid `{}`, record `{}`",
        title(format),
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
        Shape::Grid(table) => grid_columns(table),
        Shape::Fixed(fields) => fixed_fields(fields),
        Shape::Text | Shape::Document => String::new(),
    });
    text
}

fn columns() -> String {
    let sections: Vec<String> = ALL
        .iter()
        .filter(|format| !matches!(format.shape, Shape::Text))
        .map(|format| section(format))
        .collect();
    format!("\n{}\n", sections.join("\n"))
}

fn readme_table() -> String {
    let mut text = "| format | id | record |\n| --- | --- | --- |\n".to_owned();
    for format in ALL {
        writeln!(
            text,
            "| {} | `{}` | {} |",
            title(format),
            format.id,
            role(format)
        )
        .expect("a string takes everything");
    }
    text
}

#[test]
fn the_page_of_formats_lists_every_column() {
    agrees("docs/formats.md", "columns", &columns());
}

#[test]
fn the_readme_lists_every_format() {
    agrees("README.md", "formats", &readme_table());
}
