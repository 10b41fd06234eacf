//! The text of a document and where each part of it stands in the file.

use crate::encoding::Encoding;
use crate::problem::FileProblem;

/// Bytes of a line that are counted to say where in the file a text within it stands,
/// where the encoding is not UTF-8; further in, the line's own start is said.
const COUNTED: usize = 4 << 10;
/// Of a document's beginning, what may say its encoding.
const DECLARATION: usize = 512;

/// A document as text.
#[derive(Debug)]
pub(crate) struct Source {
    /// The whole text.
    pub text: String,
    /// The encoding in which it was read.
    pub encoding: Encoding,
    /// Where each line begins: in the text, and in the file.
    starts: Vec<(usize, u64)>,
    /// Whether text and file have the same bytes.
    same: bool,
    /// Blanks at the text's beginning that stand for a byte order mark.
    mark: usize,
    /// Lines with bytes that are no text: the first one, and how many.
    undecodable: Option<(u32, u64)>,
}

/// A line of a [`Source`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// Where it begins in the text.
    pub at: usize,
    /// Its text without the line end.
    pub text: &'a str,
}

impl Source {
    /// Decodes a document as its bytes and its own declaration say.
    #[cfg(test)]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self::read(bytes, None)
    }

    /// Decodes a document, by the encoding that is set, else by the one that it declares,
    /// else by its bytes.
    pub fn read(bytes: Vec<u8>, set: Option<Encoding>) -> Self {
        let declared = declared(&bytes).filter(|encoding| *encoding != Encoding::Utf8);
        let encoding = set
            .or(declared)
            .or_else(|| Encoding::detect(&bytes))
            .unwrap_or_default();
        let mark = encoding.mark(&bytes);
        if encoding == Encoding::Utf8 {
            return Self::utf8(bytes, mark);
        }
        let wide = matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        let mut source = Self {
            text: String::with_capacity(bytes.len()),
            encoding,
            starts: Vec::new(),
            same: false,
            mark: 0,
            undecodable: None,
        };
        if wide {
            source.decode_wide(&bytes[mark..], mark);
        } else {
            source.decode_lines(&bytes, mark);
        }
        source
    }

    fn utf8(bytes: Vec<u8>, mark: usize) -> Self {
        let mut source = Self {
            text: String::new(),
            encoding: Encoding::Utf8,
            starts: Vec::new(),
            same: true,
            mark,
            undecodable: None,
        };
        match String::from_utf8(bytes) {
            Ok(mut text) => {
                // The mark becomes blanks, so that text and file stay in step.
                if mark > 0 {
                    text.replace_range(..mark, "   ");
                }
                source.starts = line_starts(text.as_bytes());
                source.text = text;
            }
            Err(error) => {
                (source.same, source.mark) = (false, 0);
                source.decode_lines(error.as_bytes(), mark);
            }
        }
        source
    }

    fn decode_lines(&mut self, bytes: &[u8], mark: usize) {
        let starts = line_starts(bytes);
        for (index, &(start, offset)) in starts.iter().enumerate() {
            let end = starts.get(index + 1).map_or(bytes.len(), |next| next.0);
            let start = start.max(mark).min(end);
            let (text, lossy) = self.encoding.decode_lossy(&bytes[start..end]);
            if lossy {
                let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
                self.undecodable.get_or_insert((line, 0)).1 += 1;
            }
            self.starts.push((self.text.len(), offset));
            self.text.push_str(&text);
        }
    }

    fn decode_wide(&mut self, bytes: &[u8], mark: usize) {
        let (text, lossy) = self.encoding.decode_lossy(bytes);
        if lossy {
            self.undecodable = Some((1, 1));
        }
        let mut offset = mark as u64;
        let mut before = 0;
        for (start, _) in line_starts(text.as_bytes()) {
            offset += text[before..start].encode_utf16().count() as u64 * 2;
            self.starts.push((start, offset));
            before = start;
        }
        self.text = text.into_owned();
    }

    /// Line (1 = first) and byte offset in the file of a place in the text.
    pub fn place(&self, at: usize) -> (u32, u64) {
        let index = self.starts.partition_point(|start| start.0 <= at).max(1) - 1;
        let (start, offset) = self.starts.get(index).copied().unwrap_or((0, 0));
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let into = at.saturating_sub(start);
        if self.same {
            return (line, offset + into as u64);
        }
        let wide = matches!(self.encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        let plain = into <= COUNTED
            && self
                .text
                .as_bytes()
                .get(start..at)
                .is_some_and(<[u8]>::is_ascii);
        let unit = if wide { 2 } else { 1 };
        let into = if plain { into as u64 * unit } else { 0 };
        (line, offset + into)
    }

    /// Its lines.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.starts.iter().enumerate().map(|(index, &(at, _))| {
            let end = self
                .starts
                .get(index + 1)
                .map_or(self.text.len(), |next| next.0);
            // Where columns count, the mark is none.
            let at = if index == 0 { self.mark.min(end) } else { at };
            let text = self.text[at..end].trim_end_matches(['\r', '\n']);
            Line { at, text }
        })
    }

    /// What is to be said of its encoding.
    pub fn problem(&self) -> Option<FileProblem> {
        self.undecodable
            .map(|(line, rows)| FileProblem::Undecodable { line, rows })
    }
}

/// Where lines begin, in a text that is the file's bytes. `\r\n`, `\n` and `\r` end one.
fn line_starts(bytes: &[u8]) -> Vec<(usize, u64)> {
    let mut starts = vec![(0, 0)];
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
            continue;
        }
        if at + 1 < bytes.len() {
            starts.push((at + 1, (at + 1) as u64));
        }
    }
    starts
}

/// The encoding that an XML declaration or an OFX header names.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]);
    if head
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with("<?xml")
    {
        let declaration = head.split("?>").next()?;
        let value = declaration.split("encoding").nth(1)?;
        let value = value.trim_start_matches([' ', '=', '\t']);
        let quote = value.chars().next()?;
        return labelled(value[quote.len_utf8()..].split(quote).next()?);
    }
    if head.contains("OFXHEADER") && bytes.is_ascii() {
        return Some(Encoding::Utf8);
    }
    None
}

fn labelled(label: &str) -> Option<Encoding> {
    match label.trim().to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" | "us-ascii" | "ascii" => Some(Encoding::Utf8),
        "iso-8859-1" | "latin1" | "iso8859-1" => Some(Encoding::Latin1),
        "windows-1252" | "cp1252" | "iso-8859-15" => Some(Encoding::Windows1252),
        "gb2312" | "gbk" | "gb18030" => Some(Encoding::Gb18030),
        "shift_jis" | "shift-jis" | "windows-31j" => Some(Encoding::ShiftJis),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_text_is_a_place_in_the_file() {
        let source = Source::new(b"\xef\xbb\xbfab\r\ncd\ref\n".to_vec());
        let lines: Vec<(usize, &str)> = source.lines().map(|l| (l.at, l.text)).collect();
        assert_eq!(lines, [(3, "ab"), (7, "cd"), (10, "ef")]);
        assert_eq!(source.place(11), (3, 11));
        let western = Source::new(b"Empf\xe4nger\nB\xfcro x\n".to_vec());
        assert_eq!(western.encoding, Encoding::Windows1252);
        let at = western.text.find("Büro").expect("it is there");
        assert_eq!(western.place(at), (2, 10));
    }

    #[test]
    fn a_declared_encoding_counts_and_bad_bytes_cost_nothing() {
        let xml = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe9</a>".to_vec();
        let source = Source::new(xml);
        assert_eq!(source.encoding, Encoding::Latin1);
        assert!(source.text.contains("<a>é</a>"));
        let mut bad = "已".repeat(9).into_bytes();
        bad.extend_from_slice(b"\n\xff\n");
        let source = Source::new(bad);
        assert_eq!(
            source.problem(),
            Some(FileProblem::Undecodable { line: 2, rows: 1 })
        );
    }
}
