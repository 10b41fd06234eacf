//! What `:86:` tells of the statement line before it: structured by `?NN` (German banks),
//! by `/CODE/` (Dutch and Belgian banks), or free.

use super::document::Entry;

/// Letters of a full line: a word that ends there goes on in the next.
const FULL: usize = 65;

/// Adds an information field to its entry.
pub(crate) fn add(tag: &str, lines: &[&str], entry: &mut Entry) {
    if tag == "NS" {
        return codes_by_line(lines, entry);
    }
    let first = lines.first().map_or("", |line| line.trim_start());
    match separator(first) {
        Some(mark) => subfields(lines, mark, entry),
        None if first.starts_with('/') && first[1..].contains('/') => codes(lines, entry),
        None => {
            let text = unwrap(lines);
            entry.reference.add(&text);
            add_memo(entry, &text);
        }
    }
}

fn add_memo(entry: &mut Entry, text: &str) {
    let text = text.trim();
    if !text.is_empty() {
        if !entry.memo.is_empty() {
            entry.memo.push(' ');
        }
        entry.memo.push_str(text);
    }
}

/// The mark of subfields: what stands behind the three digits of the business code and
/// before two more.
fn separator(line: &str) -> Option<char> {
    let bytes = line.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mark = bytes
        .get(3)
        .copied()
        .filter(|b| !b.is_ascii_alphanumeric() && b.is_ascii())?;
    let code = digit(0) && digit(1) && digit(2) && mark != b' ';
    (code && digit(4) && digit(5)).then_some(char::from(mark))
}

/// Lines of free text: a full line goes on where the next begins.
fn unwrap(lines: &[&str]) -> String {
    let mut text = String::new();
    let mut full = true;
    for line in lines {
        if !full && !text.ends_with(' ') {
            text.push(' ');
        }
        text.push_str(line);
        full = line.chars().count() >= FULL;
    }
    text.trim().to_owned()
}

/// `805?00ENTGELT?106666?20Verwendungszweck?32Name`: lines are cut anywhere.
fn subfields(lines: &[&str], mark: char, entry: &mut Entry) {
    let joined = lines.concat();
    let (mut purpose, mut name, mut text) = (String::new(), String::new(), String::new());
    for part in joined.split(mark).skip(1) {
        let Some((code, value)) = part.split_at_checked(2) else {
            continue;
        };
        match (code, code.parse().unwrap_or(99_u8)) {
            ("00", _) => value.trim().clone_into(&mut text),
            (_, 20..=29 | 60..=63) => {
                // Keywords begin a subfield: what stands before them has ended.
                if !purpose.is_empty() && keyword(value).is_some() {
                    purpose.push(' ');
                }
                purpose.push_str(value);
            }
            ("32" | "33", _) => name.push_str(value),
            _ => {}
        }
    }
    name.trim().clone_into(&mut entry.counterparty);
    for (key, value) in keywords(&purpose) {
        if key != "SVWZ" {
            entry.reference.add(value);
        }
    }
    entry.reference.add(&purpose);
    add_memo(entry, &text);
    add_memo(entry, &purpose);
}

/// Keywords of SEPA within a purpose.
const KEYWORDS: [&str; 9] = [
    "EREF+", "KREF+", "MREF+", "SVWZ+", "CRED+", "DEBT+", "ABWA+", "ABWE+", "BREF+",
];

fn keyword(text: &str) -> Option<&'static str> {
    KEYWORDS.into_iter().find(|key| text.starts_with(key))
}

/// Each keyword's value, up to the next keyword.
fn keywords(purpose: &str) -> Vec<(&str, &str)> {
    let mut places: Vec<(usize, &str)> = KEYWORDS
        .iter()
        .filter_map(|key| purpose.find(key).map(|at| (at, *key)))
        .collect();
    places.sort_unstable();
    let ends = places
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([purpose.len()]);
    places
        .iter()
        .zip(ends)
        .map(|(&(at, key), end)| (&key[..4], purpose[at + key.len()..end].trim()))
        .collect()
}

/// `/EREF/E-1/REMI/text/CNTP/account/bic/name///`.
fn codes(lines: &[&str], entry: &mut Entry) {
    let text = unwrap(lines);
    let mut code = "";
    let mut values: Vec<(&str, Vec<&str>)> = Vec::new();
    for part in text.split('/').skip(1) {
        if is_code(part) && part != code {
            code = part;
            values.push((part, Vec::new()));
        } else if let Some((_, held)) = values.last_mut() {
            held.push(part);
        }
    }
    for (code, held) in values {
        let value = held.join("/");
        let value = value.trim_matches('/').trim();
        match code {
            "NAME" | "BENM" | "ORDP" | "CNTP" => {
                let names = held
                    .iter()
                    .rfind(|part| !part.trim().is_empty() && part.len() > 4);
                if entry.counterparty.is_empty()
                    && let Some(name) = names
                {
                    name.trim().clone_into(&mut entry.counterparty);
                }
            }
            "EREF" | "MARF" | "PREF" | "TRCD" | "PMTINF" | "INST" => entry.reference.add(value),
            "REMI" => {
                let free = value
                    .trim_start_matches("USTD//")
                    .trim_start_matches("STRD/CUR/");
                entry.reference.add(free);
            }
            _ => {}
        }
    }
    entry.reference.add(&text);
    add_memo(entry, &text);
}

fn is_code(part: &str) -> bool {
    const CODES: [&str; 24] = [
        "EREF", "MARF", "PREF", "TRCD", "PMTINF", "INST", "REMI", "NAME", "BENM", "ORDP", "CNTP",
        "IBAN", "BIC", "TRTP", "CSID", "ADDR", "ISDT", "RTRN", "PURP", "ULTD", "ULTC", "SVCL",
        "CHGS", "OCMT",
    ];
    CODES.contains(&part)
}

/// `:NS:`: a two-digit code before each line (Austrian, Hungarian and Swiss banks).
fn codes_by_line(lines: &[&str], entry: &mut Entry) {
    let mut purpose = String::new();
    for line in lines {
        let Some((code, value)) = line.trim_end().split_at_checked(2) else {
            continue;
        };
        match code.parse().unwrap_or(99_u8) {
            1..=14 => {
                if !purpose.is_empty() {
                    purpose.push(' ');
                }
                purpose.push_str(value.trim());
            }
            15 | 16 => {
                if !entry.counterparty.is_empty() {
                    entry.counterparty.push(' ');
                }
                entry.counterparty.push_str(value.trim());
            }
            17 => add_memo(entry, value),
            _ => {}
        }
    }
    entry.reference.add(&purpose);
    add_memo(entry, &purpose);
}
