//! Tables of a web page, and Excel's XML of 2003: what banks send with the ending `.xls`.
//!
//! A scanner of tags, no parser: no entity but the usual ones is resolved, nothing is
//! loaded, scripts and styles are left out.

use super::{MOST_ROWS, Sheet};

/// The sheets of a text that is markup with tables, else `None`.
pub(super) fn read(text: &str) -> Option<Vec<Sheet>> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let head: String = start
        .chars()
        .take(4_096)
        .collect::<String>()
        .to_ascii_lowercase();
    if !head.starts_with('<') {
        return None;
    }
    let known = [
        "<html",
        "<table",
        "<!doctype html",
        "<workbook",
        ":workbook",
        "<tr",
    ];
    if !known.iter().any(|tag| head.contains(tag)) {
        return None;
    }
    let mut scanner = Scanner::default();
    scanner.scan(text);
    let mut sheets = scanner.sheets;
    sheets.retain(|sheet| sheet.len() > 0);
    (!sheets.is_empty()).then_some(sheets)
}

#[derive(Debug, Default)]
struct Scanner {
    sheets: Vec<Sheet>,
    cell: Option<String>,
    /// Cells that a cell stands for besides its own.
    span: usize,
    line: u32,
}

impl Scanner {
    fn scan(&mut self, text: &str) {
        let mut rest = text;
        self.line = 1;
        while let Some(open) = rest.find('<') {
            self.text(&rest[..open]);
            self.line += lines(&rest[..open]);
            rest = &rest[open..];
            if let Some(after) = skipped(rest) {
                self.line += lines(&rest[..rest.len() - after.len()]);
                rest = after;
                continue;
            }
            let Some(close) = rest.find('>') else { return };
            self.tag(&rest[1..close]);
            self.line += lines(&rest[..close]);
            rest = &rest[close + 1..];
            if self
                .sheets
                .last()
                .is_some_and(|sheet| sheet.len() >= MOST_ROWS)
            {
                return;
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            unescape(text, cell);
        }
    }

    fn tag(&mut self, tag: &str) {
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == ':')
            .collect::<String>()
            .to_ascii_lowercase();
        let name = name.rsplit(':').next().unwrap_or_default();
        let closes = tag.starts_with('/');
        match (name, closes) {
            ("table" | "worksheet", false)
                if self.sheets.last().is_none_or(|sheet| sheet.len() > 0) =>
            {
                self.sheets.push(Sheet::default());
            }
            ("tr" | "row", false) => {
                self.end_cell();
                if self.sheets.is_empty() {
                    self.sheets.push(Sheet::default());
                }
                let line = self.line;
                if let Some(sheet) = self.sheets.last_mut() {
                    sheet.push_row(line, 0);
                }
            }
            ("td" | "th" | "cell", false) => {
                self.end_cell();
                self.place(attribute(tag, "ss:index"));
                let wide = attribute(tag, "colspan").unwrap_or(1);
                self.span = wide.saturating_sub(1).min(64);
                self.cell = Some(String::new());
                if tag.ends_with('/') {
                    self.end_cell();
                }
            }
            ("td" | "th" | "cell" | "tr" | "row" | "table", true) => self.end_cell(),
            ("br", _) => {
                if let Some(cell) = &mut self.cell {
                    cell.push(' ');
                }
            }
            _ => {}
        }
    }

    /// Fills up to the place that a cell of Excel's XML names, 1 = first.
    fn place(&mut self, index: Option<usize>) {
        let Some(sheet) = self.sheets.last_mut() else {
            return;
        };
        if sheet.rows.is_empty() {
            return;
        }
        let wanted = index.unwrap_or(1).min(super::WIDEST);
        while sheet.width(sheet.len() - 1) + 1 < wanted {
            sheet.push_cell("");
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let Some(sheet) = self.sheets.last_mut() else {
            return;
        };
        sheet.push_cell(cell.trim());
        for _ in 0..self.span {
            sheet.push_cell("");
        }
        self.span = 0;
    }
}

fn lines(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

/// What follows a comment, a script or a style that begins here.
fn skipped(text: &str) -> Option<&str> {
    for (open, close) in [
        ("<!--", "-->"),
        ("<script", "</script"),
        ("<style", "</style"),
    ] {
        let starts = text
            .get(..open.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(open));
        if starts {
            let from = open.len();
            let lower = text[from..]
                .find(close)
                .or_else(|| text[from..].find(close.to_ascii_uppercase().as_str()));
            return Some(lower.map_or("", |at| &text[from + at + close.len()..]));
        }
    }
    None
}

fn attribute(tag: &str, name: &str) -> Option<usize> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find(&format!("{name}="))? + name.len() + 1;
    let digits: String = lower[at..]
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(char::is_ascii_digit)
        .take(6)
        .collect();
    digits.parse().ok()
}

fn unescape(text: &str, into: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        into.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(10).position(|byte| byte == b';');
        let known = end.and_then(|end| entity(&rest[1..end]).map(|c| (c, end)));
        match known {
            Some((c, end)) => {
                into.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                into.push('&');
                rest = &rest[1..];
            }
        }
    }
    into.push_str(rest);
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "yen" => '¥',
        "euro" => '€',
        "pound" => '£',
        "minus" => '-',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}
