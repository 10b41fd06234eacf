use std::fmt::Write;

use tieout_export::table::Table;
use tieout_export::{ALL, tables};

use crate::agrees;

/// What a file that is no table is for. A new one gets its words here.
fn about(id: &str) -> &'static str {
    match id {
        "proof" => "the proof sheet, to print and sign",
        "workbook" => "every table as a sheet",
        "report" => "the whole report; `tieout verify` reads it",
        "hledger" => "the booked entries for hledger",
        "beancount" => "the booked entries for beancount",
        other => panic!("{other} has no words yet"),
    }
}

fn files() -> String {
    let mut text = "| file | is |\n| --- | --- |\n".to_owned();
    for export in ALL {
        let table = tables::ALL.iter().find(|table| table.id == export.id);
        let what = match table {
            Some(table) => format!("[{0}](#{1})", table.title.join(" "), anchor(table)),
            None => about(export.id).to_owned(),
        };
        writeln!(text, "| `{}` | {what} |", export.file_name).expect("a string takes everything");
    }
    text
}

/// A heading's name in links, as GitHub makes it.
fn anchor(table: &Table) -> String {
    table.title.join("-").to_lowercase().replace(' ', "-")
}

fn section(table: &Table) -> String {
    let is_file = ALL.iter().any(|export| export.id == table.id);
    let file = if is_file {
        format!("`{}.csv`, and a sheet of the workbook.", table.id)
    } else {
        "A sheet of the workbook.".to_owned()
    };
    let mut text = format!(
        "### {}\n\n{file} {}\n\n| column | holds |\n| --- | --- |\n",
        table.title.join(" "),
        table.about
    );
    for column in table.columns {
        let [english, chinese] = column.title;
        let name = if is_file { column.name } else { english };
        writeln!(text, "| `{name}` {chinese} | {} |", column.about)
            .expect("a string takes everything");
    }
    text
}

#[test]
fn the_page_of_exports_lists_every_file_and_every_column() {
    agrees("docs/exports.md", "files", &files());
    let sections: Vec<String> = tables::ALL.iter().map(section).collect();
    agrees(
        "docs/exports.md",
        "columns",
        &format!("\n{}\n", sections.join("\n")),
    );
}
