//! The proof sheet: one HTML file to print, read and sign. It holds its styles, names
//! nothing outside itself, and has no script.

mod beside;
mod html;
mod sections;

use tieout_engine::report::Report;

use crate::{ExportError, Options};

use html::Html;

/// The page's own tokens, and the rules of the sheet that use only them.
const STYLES: [&str; 2] = [
    include_str!("../../../../style/tokens.css"),
    include_str!("proof.css"),
];

/// Makes the sheet.
///
/// # Errors
/// [`ExportError::Amount`] for a report that Tieout did not make.
pub fn make(report: &Report, options: Options) -> Result<Vec<u8>, ExportError> {
    let language = options.language;
    let mut html = Html::new(language);
    html.markup("<!doctype html>\n<html lang=\"");
    html.markup(language.tag());
    // A reader that knows policies is told that the sheet needs nothing but its styles.
    html.markup(
        "\" data-theme=\"light\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
    );
    html.text(html.pick("Proof sheet", "对账证明单"));
    html.text(" ");
    html.text(&report.accounting_date);
    html.markup("</title>\n<style>\n");
    for style in STYLES {
        html.markup(style);
    }
    html.markup("</style>\n</head>\n<body>\n<main>\n");
    sections::write(&mut html, report)?;
    html.markup("</main>\n</body>\n</html>\n");
    Ok(html.finish().into_bytes())
}
