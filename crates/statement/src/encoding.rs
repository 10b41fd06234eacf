//! Which encoding a file's text is in, decided on its bytes.

use std::borrow::Cow;

use encoding_rs::GB18030;
use serde::{Deserialize, Serialize};

/// An encoding that statement files come in.
///
/// All but the two of UTF-16 leave the bytes of line ends, commas and quotes to ASCII
/// alone, so that records are found before anything is decoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    #[serde(rename = "UTF-8")]
    Utf8,
    /// GB18030, which holds GBK and GB 2312.
    #[serde(rename = "GB18030")]
    Gb18030,
    /// UTF-16, the low byte first.
    #[serde(rename = "UTF-16LE")]
    Utf16Le,
    /// UTF-16, the high byte first.
    #[serde(rename = "UTF-16BE")]
    Utf16Be,
    /// Windows code page 1252: what Western banks call Latin-1 or ANSI.
    #[serde(rename = "Windows-1252")]
    Windows1252,
    /// ISO 8859-1 where a file or a person says so; bytes do not tell it from Windows-1252.
    #[serde(rename = "ISO-8859-1")]
    Latin1,
    /// Shift JIS with Microsoft's additions.
    #[serde(rename = "Shift_JIS")]
    ShiftJis,
    /// Windows code page 1250: Polish, Czech, Hungarian and others in Latin letters.
    #[serde(rename = "Windows-1250")]
    Windows1250,
    /// Windows code page 1251: Cyrillic.
    #[serde(rename = "Windows-1251")]
    Windows1251,
    /// EUC-KR with Microsoft's additions.
    #[serde(rename = "EUC-KR")]
    EucKr,
    /// Big5 with the additions of Hong Kong.
    #[serde(rename = "Big5")]
    Big5,
}

/// The byte order mark of UTF-8.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

impl Encoding {
    /// Every encoding that can be chosen.
    pub const ALL: &'static [Self] = &[
        Self::Utf8,
        Self::Gb18030,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Windows1252,
        Self::Latin1,
        Self::ShiftJis,
        Self::Windows1250,
        Self::Windows1251,
        Self::EucKr,
        Self::Big5,
    ];

    /// Its name as reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
            Self::Latin1 => "ISO-8859-1",
            Self::ShiftJis => "Shift_JIS",
            Self::Windows1250 => "Windows-1250",
            Self::Windows1251 => "Windows-1251",
            Self::EucKr => "EUC-KR",
            Self::Big5 => "Big5",
        }
    }

    /// Bytes of its byte order mark at the start of a file, 0 where there is none.
    #[must_use]
    pub fn mark(self, bytes: &[u8]) -> usize {
        let mark: &[u8] = match self {
            Self::Utf8 => BOM,
            Self::Utf16Le => b"\xff\xfe",
            Self::Utf16Be => b"\xfe\xff",
            _ => return 0,
        };
        if bytes.starts_with(mark) {
            mark.len()
        } else {
            0
        }
    }

    /// The encoding of a file's beginning; `None` while it is all ASCII.
    ///
    /// A byte order mark decides, then zero bytes at every other place (UTF-16). UTF-8 where
    /// that fits, or where more characters beyond ASCII fit than not: text in another
    /// encoding hardly ever passes for UTF-8. Else Shift JIS by the bytes with which its
    /// characters begin, GB18030 where
    /// bytes beyond ASCII come in pairs, Windows-1252 where they stand alone between
    /// letters. A character that the beginning cuts in two is no fault.
    #[must_use]
    pub fn detect(head: &[u8]) -> Option<Self> {
        for marked in [Self::Utf8, Self::Utf16Le, Self::Utf16Be] {
            if marked.mark(head) > 0 && !(marked == Self::Utf8 && head[3..].is_ascii()) {
                return Some(marked);
            }
        }
        if let Some(wide) = as_utf16(head) {
            return Some(wide);
        }
        if head.is_ascii() {
            return None;
        }
        let (fitting, faults) = as_utf8(head);
        if fitting >= faults {
            return Some(Self::Utf8);
        }
        Some(beyond_utf8(head, faults))
    }

    /// Decodes bytes, `None` where they are no text in this encoding.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(Into::into),
            Self::Latin1 => Some(latin1(bytes)),
            _ => self
                .rules()
                .decode_without_bom_handling_and_without_replacement(bytes),
        }
    }

    /// Decodes bytes; what is no text in this encoding becomes `\u{fffd}`, and the second
    /// value says that some did.
    #[must_use]
    pub fn decode_lossy(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        match self {
            Self::Latin1 => (latin1(bytes), false),
            _ => self.rules().decode_without_bom_handling(bytes),
        }
    }

    fn rules(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Gb18030 => GB18030,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Windows1252 | Self::Latin1 => encoding_rs::WINDOWS_1252,
            Self::ShiftJis => encoding_rs::SHIFT_JIS,
            Self::Windows1250 => encoding_rs::WINDOWS_1250,
            Self::Windows1251 => encoding_rs::WINDOWS_1251,
            Self::EucKr => encoding_rs::EUC_KR,
            Self::Big5 => encoding_rs::BIG5,
        }
    }
}

/// A text of two bytes a letter as UTF-8, and where its lines stand in the file.
#[derive(Debug, Default)]
pub(crate) struct Narrowed {
    /// The text without its byte order mark.
    pub text: String,
    /// Each line's first byte in the text and in the file.
    pub starts: Vec<(u64, u64)>,
}

impl Narrowed {
    /// Turns UTF-16 into UTF-8.
    pub fn new(bytes: &[u8], encoding: Encoding) -> Self {
        let unit = |pair: &[u8]| match encoding {
            Encoding::Utf16Be => u16::from_be_bytes([pair[0], pair[1]]),
            _ => u16::from_le_bytes([pair[0], pair[1]]),
        };
        let mut narrowed = Self {
            text: String::with_capacity(bytes.len() / 2),
            starts: Vec::new(),
        };
        let mut start = encoding.mark(bytes);
        let mut at = start;
        loop {
            let ended = at + 1 >= bytes.len();
            let end = !ended && matches!(unit(&bytes[at..at + 2]), 0x0a | 0x0d);
            if ended || end {
                let stop = if ended { bytes.len() } else { at + 2 };
                let place = (narrowed.text.len() as u64, start as u64);
                narrowed.starts.push(place);
                let (line, _) = encoding.decode_lossy(&bytes[start..stop]);
                narrowed.text.push_str(&line);
                start = stop;
            }
            if ended {
                return narrowed;
            }
            at += 2;
        }
    }
}

/// Whether a text of it has two bytes a letter.
pub(crate) const fn is_wide(encoding: Encoding) -> bool {
    matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be)
}

fn latin1(bytes: &[u8]) -> Cow<'_, str> {
    encoding_rs::mem::decode_latin1(bytes)
}

/// UTF-16 without a mark: of its first bytes almost every other one is zero.
fn as_utf16(head: &[u8]) -> Option<Encoding> {
    let start = &head[..head.len().min(512) & !1];
    if start.len() < 8 {
        return None;
    }
    let zeros = |odd: usize| {
        start
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd, half) = (zeros(0), zeros(1), start.len() / 2);
    if odd * 10 >= half * 6 && even == 0 {
        Some(Encoding::Utf16Le)
    } else if even * 10 >= half * 6 && odd == 0 {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// What the bytes beyond ASCII of a text look like.
#[derive(Debug, Default)]
struct Beyond {
    /// Bytes from 0x80 on.
    count: usize,
    /// Runs of them.
    runs: usize,
    /// Runs of one byte.
    alone: usize,
    /// Pairs of bytes, the first beyond ASCII, and those that begin as kana and most
    /// kanji of Shift JIS do.
    pairs: usize,
    low_pairs: usize,
    /// Pairs that begin as Hangul syllables do in EUC-KR, and those whose second byte is
    /// ASCII, as often in Big5 and seldom in GB18030.
    hangul: usize,
    ascii_second: usize,
    /// Bytes behind a letter that are letters of Central Europe, and signs of the West.
    central: usize,
    /// Bytes that no Western text holds.
    odd: usize,
}

fn beyond(head: &[u8]) -> Beyond {
    let mut seen = Beyond::default();
    let mut run = 0;
    let mut second = false;
    let mut before = 0_u8;
    for &byte in head {
        seen.central += usize::from(before.is_ascii_alphabetic() && is_central(byte));
        // `ś`, where it is no `œ`, which `u` or `i` follow.
        seen.central += usize::from(before == 0x9c && !matches!(byte, b'u' | b'i'));
        if second {
            second = false;
            seen.ascii_second += usize::from((0x40..0x7f).contains(&byte));
            seen.hangul += usize::from(matches!(before, 0xa1..=0xac | 0xb0..=0xc8) && byte > 0xa0);
        } else if byte >= 0x80 {
            seen.pairs += 1;
            seen.low_pairs += usize::from(byte < 0xa0);
            second = true;
        }
        before = byte;
        if byte < 0x80 {
            seen.alone += usize::from(run == 1);
            run = 0;
        } else {
            seen.count += 1;
            seen.runs += usize::from(run == 0);
            run += 1;
            seen.odd += usize::from(matches!(
                byte,
                0x81 | 0x8d | 0x8f | 0x90 | 0x9d | 0xd7 | 0xf7 | 0xfd..=0xff
            ));
        }
    }
    seen.alone += usize::from(run == 1);
    seen
}

/// `š`, `ž`, `ź`, `ł`, `ą`, `ż` in Windows-1250.
const fn is_central(byte: u8) -> bool {
    matches!(
        byte,
        0x8a | 0x8e | 0x8f | 0x9a | 0x9e | 0x9f | 0xb3 | 0xb9 | 0xbf
    )
}

fn beyond_utf8(head: &[u8], utf8_faults: usize) -> Encoding {
    let seen = beyond(head);
    let faults = |rules| faults(head, rules);
    if seen.low_pairs * 2 >= seen.pairs && faults(encoding_rs::SHIFT_JIS) * 10 <= seen.pairs {
        return Encoding::ShiftJis;
    }
    let gb = faults(GB18030);
    let in_pairs = seen.alone * 3 <= seen.runs;
    // Words of Cyrillic letters: long runs, of which every other one is of odd length.
    if gb * 10 > seen.runs && seen.count > seen.runs * 3 && seen.odd * 4 <= seen.count {
        return Encoding::Windows1251;
    }
    let many = seen.pairs >= 12;
    if many && seen.hangul * 20 >= seen.pairs * 19 && faults(encoding_rs::EUC_KR) == 0 {
        return Encoding::EucKr;
    }
    if many && seen.ascii_second * 5 >= seen.pairs && faults(encoding_rs::BIG5) == 0 {
        return Encoding::Big5;
    }
    if gb < utf8_faults && in_pairs && gb * 10 <= seen.count {
        return Encoding::Gb18030;
    }
    if seen.central >= 2 && seen.central * 6 >= seen.count {
        return Encoding::Windows1250;
    }
    if seen.odd * 4 <= seen.count {
        return Encoding::Windows1252;
    }
    if gb < utf8_faults {
        Encoding::Gb18030
    } else {
        Encoding::Utf8
    }
}

/// Characters beyond ASCII that are well formed, and faults.
fn as_utf8(bytes: &[u8]) -> (usize, usize) {
    let (mut fitting, mut faults, mut left) = (0, 0, bytes.len());
    for chunk in bytes.utf8_chunks() {
        fitting += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        left -= chunk.valid().len() + chunk.invalid().len();
        // No error length: the character goes on; at the end the bytes stop within it.
        let fault = std::str::from_utf8(chunk.invalid()).err();
        let whole = |error: std::str::Utf8Error| left > 0 || error.error_len().is_some();
        faults += usize::from(fault.is_some_and(whole));
    }
    (fitting, faults)
}

fn faults(mut bytes: &[u8], rules: &'static encoding_rs::Encoding) -> usize {
    let mut decoder = rules.new_decoder_without_bom_handling();
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
        if let Some(other) = self.decided
            && !matches!(other, Encoding::Utf8 | Encoding::Gb18030)
        {
            let text = other.decode(record)?;
            self.text.clear();
            self.text.push_str(&text);
            return Some(&self.text);
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
    fn each_encoding_is_known_by_a_line_of_its_text() {
        let western = encoding_rs::WINDOWS_1252
            .encode("Buchungstag;Empfänger;Währung;für Büro")
            .0;
        assert_eq!(Encoding::detect(&western), Some(Encoding::Windows1252));
        let one = encoding_rs::WINDOWS_1252.encode("Date,Libellé,Montant").0;
        assert_eq!(Encoding::detect(&one), Some(Encoding::Windows1252));
        let japanese = encoding_rs::SHIFT_JIS
            .encode("日付,お支払金額,摘要,カード利用")
            .0;
        assert_eq!(Encoding::detect(&japanese), Some(Encoding::ShiftJis));
        assert_eq!(
            Encoding::detect(&gb("交易日期,借方发生额,贷方发生额,余额")),
            Some(Encoding::Gb18030)
        );
        let wide = |text: &str, big: bool| -> Vec<u8> {
            text.encode_utf16()
                .flat_map(|unit| {
                    if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                })
                .collect()
        };
        assert_eq!(
            Encoding::detect(&wide("Date,Amount", false)),
            Some(Encoding::Utf16Le)
        );
        assert_eq!(
            Encoding::detect(&wide("Date,Amount", true)),
            Some(Encoding::Utf16Be)
        );
        assert_eq!(
            Encoding::detect(&wide("\u{feff}日期", true)),
            Some(Encoding::Utf16Be)
        );
        for encoding in Encoding::ALL {
            let (text, lossy) = encoding.decode_lossy(b"");
            assert_eq!((text.as_ref(), lossy), ("", false), "{}", encoding.name());
        }
    }

    #[test]
    fn neighbours_are_told_apart_by_their_letters() {
        let of = |rules: &'static encoding_rs::Encoding, text| rules.encode(text).0.into_owned();
        let polish = of(
            encoding_rs::WINDOWS_1250,
            "Data księgowania;Tytuł;Kwota;Saldo końcowe;Płatność kartą",
        );
        assert_eq!(Encoding::detect(&polish), Some(Encoding::Windows1250));
        let russian = of(
            encoding_rs::WINDOWS_1251,
            "Дата операции;Статус;Сумма операции;Категория;Описание",
        );
        assert_eq!(Encoding::detect(&russian), Some(Encoding::Windows1251));
        let korean = of(
            encoding_rs::EUC_KR,
            "거래일시,적요,출금액,입금액,잔액,거래점,구분",
        );
        assert_eq!(Encoding::detect(&korean), Some(Encoding::EucKr));
        let taiwanese = of(
            encoding_rs::BIG5,
            "交易日期,摘要,支出金額,存入金額,餘額,備註,轉帳說明",
        );
        assert_eq!(Encoding::detect(&taiwanese), Some(Encoding::Big5));
        let french = of(
            encoding_rs::WINDOWS_1252,
            "Libellé;Débit;Crédit;Sœurs de la Charité;Cœur à cœur",
        );
        assert_eq!(Encoding::detect(&french), Some(Encoding::Windows1252));
        let spanish = of(encoding_rs::WINDOWS_1252, "Operación;¿Qué?;Año;Descripción");
        assert_eq!(Encoding::detect(&spanish), Some(Encoding::Windows1252));
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
