//! Documents that are made from the code are what the code makes; `UPDATE_GOLDEN=1` writes
//! them anew.

mod entry_templates;
mod exports;
mod formats;

use std::fs;

use tieout_tests::{here, update_golden};

/// The part of a document between two marks is what the code makes.
fn agrees(document: &str, mark: &str, made: &str) {
    let path = here("..").join(document);
    let text = fs::read_to_string(&path).expect("documents are committed");
    let begin = format!("<!-- {mark}: made by a test -->\n");
    let end = format!("<!-- end of {mark} -->");
    let (before, rest) = text.split_once(&begin).expect("where the part begins");
    let (part, after) = rest.split_once(&end).expect("where the part ends");
    if update_golden() {
        let whole = [before, &begin, made, &end, after].concat();
        fs::write(&path, whole).expect("documents can be written");
    } else {
        assert!(
            part == made,
            "{document} is stale: UPDATE_GOLDEN=1 writes it anew"
        );
    }
}
