//! The original text of a record, for whoever wants to see it.

use crate::encoding::{Encoding, Narrowed, is_wide};
use crate::record::{Find, Splitter};

/// Bytes that are enough to show any record: longer ones are cut.
pub const ENOUGH: usize = 64 << 10;

/// The text of the record with which `bytes` begin: a file's bytes from the record's
/// offset on, [`ENOUGH`] of them or as many as there are.
///
/// Control characters, bidirectional controls and other invisible ones stand as symbols
/// (`␊`, `␉`) or as `<U+202E>`, so that what is shown is what is there; bytes that are no text
/// in the encoding stand as `�`.
#[must_use]
pub fn record(bytes: &[u8], encoding: Encoding) -> String {
    let bytes = &bytes[..bytes.len().min(ENOUGH)];
    if is_wide(encoding) {
        let text = Narrowed::new(&bytes[..bytes.len() & !1], encoding).text;
        return record(text.as_bytes(), Encoding::Utf8);
    }
    let mut splitter = Splitter::new(0, b"`");
    splitter.feed(bytes);
    let record = match splitter.find(true) {
        Find::Record(found) => splitter.bytes(found),
        Find::More | Find::TooLong(_) | Find::End => bytes,
    };
    let (text, _) = encoding.decode_lossy(record);
    visible(&text)
}

/// The text of a line that was found between bytes of the value of a line feed, shown as
/// [`record`] shows it. In UTF-16 the line feed's other byte is left over at one end.
#[must_use]
pub fn line(bytes: &[u8], encoding: Encoding) -> String {
    let bytes = match encoding {
        Encoding::Utf16Le => bytes.strip_prefix(b"\0").unwrap_or(bytes),
        Encoding::Utf16Be if bytes.len() % 2 == 1 => &bytes[..bytes.len() - 1],
        _ => bytes.strip_suffix(b"\r").unwrap_or(bytes),
    };
    record(bytes, encoding)
}

/// A text in which nothing is hidden.
#[must_use]
pub fn visible(text: &str) -> String {
    use std::fmt::Write as _;
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\u{1f}' => {
                shown.push(char::from_u32(0x2400 + c as u32).expect("control pictures"));
            }
            '\u{7f}' => shown.push('\u{2421}'),
            _ if hidden(c) => {
                write!(shown, "<U+{:04X}>", c as u32).expect("a string takes every letter");
            }
            _ => shown.push(c),
        }
    }
    shown
}

/// Characters that a screen does not show, or that turn others round.
const fn hidden(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_record_is_shown_and_not_the_next() {
        assert_eq!(record(b"a,b\r\nc,d\r\n", Encoding::Utf8), "a,b");
        assert_eq!(record(b"a,\"b\nc\",d\ne", Encoding::Utf8), "a,\"b␊c\",d");
        assert_eq!(
            record(b"a,\"b\nc,d\n", Encoding::Utf8),
            "a,\"b",
            "an unclosed quote"
        );
        assert_eq!(record(b"`a,`\"b\n`c", Encoding::Utf8), "`a,`\"b");
    }

    #[test]
    fn a_line_cut_at_its_line_feed_is_shown_in_utf_16_too() {
        let text = "\u{feff}a,\u{4e00}\r\nb,2\r\nc";
        for (encoding, turn) in [
            (Encoding::Utf16Le, u16::to_le_bytes as fn(u16) -> [u8; 2]),
            (Encoding::Utf16Be, u16::to_be_bytes),
        ] {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(turn).collect();
            let lines = bytes.split(|byte| *byte == b'\n');
            let shown: Vec<String> = lines.map(|bytes| line(bytes, encoding)).collect();
            assert_eq!(shown, ["a,\u{4e00}", "b,2", "c"], "{}", encoding.name());
        }
        assert_eq!(line(b"a,b\r", Encoding::Utf8), "a,b");
    }

    #[test]
    fn what_is_hidden_is_made_visible() {
        let text = "20\u{202e}01\u{200b}\t\u{7f}x";
        assert_eq!(
            record(text.as_bytes(), Encoding::Utf8),
            "20<U+202E>01<U+200B>␉␡x"
        );
        assert_eq!(record(b"\xff,a", Encoding::Utf8), "\u{fffd},a");
        let wide: Vec<u8> = "a,\u{4e00}\r\nb"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(record(&wide, Encoding::Utf16Le), "a,\u{4e00}");
        let gb = encoding_rs::GB18030.encode("商户订单号\t,1").0;
        assert_eq!(record(&gb, Encoding::Gb18030), "商户订单号␉,1");
    }
}
