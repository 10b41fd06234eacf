//! Which document a file is, by its beginning.

use super::{BAI2, CAMT_052, CAMT_053, CAMT_054, CFONB, CODA, MT940, MT942, OFX, QIF};
use crate::encoding::Encoding;
use crate::formats::Format;

/// The document that a file's beginning is of, `None` where it is of none.
pub(crate) fn know(head: &[u8], encoding: Encoding) -> Option<&'static Format> {
    let (text, _) = encoding.decode_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    by_id(
        markup(text)
            .or_else(|| tags(text))
            .or_else(|| columns(text))?
            .id,
    )
}

fn by_id(id: &str) -> Option<&'static Format> {
    Format::by_id(id)
}

fn markup(text: &str) -> Option<&'static Format> {
    let start = prefix(text, 4 << 10);
    let upper = start.to_ascii_uppercase();
    if upper.starts_with("OFXHEADER") || upper.contains("<OFX>") || upper.contains("<?OFX") {
        return Some(&OFX);
    }
    if !text.starts_with('<') {
        return None;
    }
    [
        (&CAMT_052, "camt.052", "BkToCstmrAcctRpt"),
        (&CAMT_053, "camt.053", "BkToCstmrStmt"),
        (&CAMT_054, "camt.054", "BkToCstmrDbtCdtNtfctn"),
    ]
    .into_iter()
    .filter_map(|(format, space, root)| {
        let at = [start.find(space), start.find(root)];
        at.into_iter().flatten().min().map(|at| (at, format))
    })
    .min_by_key(|(at, _)| *at)
    .map(|(_, format)| format)
}

/// As many whole characters of a text as fit.
fn prefix(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

fn tags(text: &str) -> Option<&'static Format> {
    let mut lines = text
        .split(['\n', '\r'])
        .filter(|line| !line.trim().is_empty());
    let first = lines.clone().next()?.trim();
    if first.starts_with('!') {
        let lower = first.to_ascii_lowercase();
        let known = ["!type:", "!account", "!option:", "!clear:", "!ofx"];
        if known.iter().any(|mark| lower.starts_with(mark)) {
            return Some(&QIF);
        }
    }
    let opens = |line: &str| {
        let line = line.trim_start();
        let line = line.rsplit_once("{4:").map_or(line, |(_, rest)| rest);
        [
            ":20:", ":25:", ":25P:", ":28C:", ":28:", ":60F:", ":60M:", ":61:", ":62F:", ":62M:",
            ":34F:",
        ]
        .iter()
        .any(|tag| line.starts_with(tag))
    };
    if !lines.any(opens) {
        return None;
    }
    let has = |tag: &str| text.split(['\n', '\r']).any(|line| line.starts_with(tag));
    let interim = (has(":34F:") || has(":90C:") || has(":90D:") || has(":13D:"))
        && !has(":60F:")
        && !has(":60M:")
        && !has(":62F:");
    Some(if interim { &MT942 } else { &MT940 })
}

fn columns(text: &str) -> Option<&'static Format> {
    let first = text.split(['\n', '\r']).next()?;
    let bytes = first.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes
            .get(from..to)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    if first.starts_with("01,") && first.matches(',').count() >= 5 {
        return super::bai2::is_second_record(text).then_some(&BAI2);
    }
    if digits(0, 11) && first.starts_with("0000") && (120..=130).contains(&first.chars().count()) {
        return Some(&CODA);
    }
    let code = matches!(bytes.get(..2), Some(b"01" | b"04" | b"07"));
    let width = bytes.len() >= 104;
    if let Some(format) = super::unionpay::know(first) {
        return Some(format);
    }
    if code && width && digits(34, 40) && super::cfonb::is_amount(bytes.get(90..104)?) {
        return Some(&CFONB);
    }
    None
}
