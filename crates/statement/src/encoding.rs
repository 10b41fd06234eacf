//! Which encoding a file's text is in, decided on its bytes.

use encoding_rs::GB18030;
use serde::{Deserialize, Serialize};

/// An encoding that files of ours and of channels come in. Both leave the bytes of ASCII
/// punctuation to ASCII alone, so that records are found before anything is decoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    #[serde(rename = "UTF-8")]
    Utf8,
    /// GB18030, which holds GBK and GB 2312.
    #[serde(rename = "GB18030")]
    Gb18030,
}

/// The byte order mark of UTF-8.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

impl Encoding {
    /// Its name as reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
        }
    }

    /// The encoding of a file's beginning; `None` while it is all ASCII.
    ///
    /// UTF-8 where that fits, or where more characters beyond ASCII fit than not: text in
    /// GB18030 hardly ever passes for UTF-8, while text in UTF-8 often passes for GB18030.
    /// Else the one with fewer faults. A character that the beginning cuts in two is no
    /// fault.
    #[must_use]
    pub fn detect(head: &[u8]) -> Option<Self> {
        if head.is_ascii() {
            return None;
        }
        let (fitting, faults) = as_utf8(head);
        if fitting > faults || faults == 0 {
            return Some(Self::Utf8);
        }
        Some(if gb18030_faults(head) < faults {
            Self::Gb18030
        } else {
            Self::Utf8
        })
    }

    /// Decodes bytes, `None` where they are no text in this encoding.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(Into::into),
            Self::Gb18030 => GB18030.decode_without_bom_handling_and_without_replacement(bytes),
        }
    }
}

/// Characters beyond ASCII that are well formed, and faults.
fn as_utf8(bytes: &[u8]) -> (usize, usize) {
    let (mut fitting, mut faults) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        fitting += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // No error length: the bytes end within a character.
        let fault = std::str::from_utf8(chunk.invalid()).err();
        faults += usize::from(fault.is_some_and(|error| error.error_len().is_some()));
    }
    (fitting, faults)
}

fn gb18030_faults(mut bytes: &[u8]) -> usize {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut scratch = [0; 4096];
    let mut faults = 0;
    loop {
        let (result, read, _) =
            decoder.decode_to_utf8_without_replacement(bytes, &mut scratch, false);
        bytes = &bytes[read..];
        match result {
            encoding_rs::DecoderResult::InputEmpty => return faults,
            encoding_rs::DecoderResult::OutputFull => {}
            encoding_rs::DecoderResult::Malformed(..) => faults += 1,
        }
    }
}

/// Decodes record by record, deciding the encoding at the first that is not ASCII where
/// the file's beginning did not tell.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    decided: Option<Encoding>,
    text: String,
}

impl Decoder {
    pub fn new(decided: Option<Encoding>) -> Self {
        Self {
            decided,
            text: String::new(),
        }
    }

    /// The encoding so far; a file of ASCII alone is UTF-8.
    pub fn encoding(&self) -> Encoding {
        self.decided.unwrap_or_default()
    }

    /// A record's text, `None` where it is none.
    pub fn text<'a>(&'a mut self, record: &'a [u8]) -> Option<&'a str> {
        // No statement has a zero byte in its text.
        if memchr::memchr(0, record).is_some() {
            return None;
        }
        if self.decided != Some(Encoding::Gb18030)
            && let Ok(text) = std::str::from_utf8(record)
        {
            if self.decided.is_none() && !text.is_ascii() {
                self.decided = Some(Encoding::Utf8);
            }
            return Some(text);
        }
        if self.decided == Some(Encoding::Utf8) {
            return None;
        }
        let text = GB18030.decode_without_bom_handling_and_without_replacement(record)?;
        self.text.clear();
        self.text.push_str(&text);
        self.decided = Some(Encoding::Gb18030);
        Some(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn the_beginning_of_a_file_tells_its_encoding() {
        assert_eq!(Encoding::detect(b"channel,order_no\n"), None);
        assert_eq!(
            Encoding::detect("商户订单号".as_bytes()),
            Some(Encoding::Utf8)
        );
        assert_eq!(
            Encoding::detect(&gb("商户订单号,支付宝交易号")),
            Some(Encoding::Gb18030)
        );
        let cut = &"商户订单号".as_bytes()[..14];
        assert_eq!(
            Encoding::detect(cut),
            Some(Encoding::Utf8),
            "cut within a character"
        );
        let cut = &gb("商户订单号,备注")[..14];
        assert_eq!(
            Encoding::detect(cut),
            Some(Encoding::Gb18030),
            "cut within a character"
        );
    }

    #[test]
    fn one_bad_byte_in_utf_8_does_not_make_it_gb18030() {
        let mut bytes = "商户订单号,备注,支付宝交易号".as_bytes().to_vec();
        bytes.extend_from_slice(b",\xff\xff");
        assert_eq!(Encoding::detect(&bytes), Some(Encoding::Utf8));
    }

    #[test]
    fn a_late_record_decides_where_all_before_it_was_ascii() {
        let mut decoder = Decoder::new(None);
        assert_eq!(decoder.text(b"RES-01,B1"), Some("RES-01,B1"));
        assert_eq!(decoder.text(b"caf\xe9,1"), None, "neither encoding");
        assert_eq!(decoder.encoding(), Encoding::Utf8);
        assert_eq!(decoder.text(&gb("财付通,利息")), Some("财付通,利息"));
        assert_eq!(decoder.encoding(), Encoding::Gb18030);
        assert_eq!(decoder.text(b"a\0b"), None, "no text has a zero byte");
    }
}
