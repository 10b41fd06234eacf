//! Currencies as files name them: codes in either case, signs, words.

use crate::money::Currency;

/// The codes of ISO 4217 in use, and two that statements write (CNH, XXX).
const LISTED: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB \
    BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY CNH COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN \
    ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD \
    JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK \
    MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR \
    RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP \
    TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL";

/// Words and signs that name one currency, in lower case.
const NAMED: &[(&str, [u8; 3])] = &[
    ("人民币", *b"CNY"),
    ("人民币元", *b"CNY"),
    ("人民幣", *b"CNY"),
    ("人民币账户", *b"CNY"),
    ("本币", *b"CNY"),
    ("rmb", *b"CNY"),
    ("元", *b"CNY"),
    ("圆", *b"CNY"),
    ("单位元", *b"CNY"),
    ("人民币(元)", *b"CNY"),
    ("美元", *b"USD"),
    ("美金", *b"USD"),
    ("us$", *b"USD"),
    ("usd$", *b"USD"),
    ("港币", *b"HKD"),
    ("港元", *b"HKD"),
    ("港幣", *b"HKD"),
    ("hk$", *b"HKD"),
    ("欧元", *b"EUR"),
    ("€", *b"EUR"),
    ("euro", *b"EUR"),
    ("euros", *b"EUR"),
    ("英镑", *b"GBP"),
    ("£", *b"GBP"),
    ("日元", *b"JPY"),
    ("日圆", *b"JPY"),
    ("日円", *b"JPY"),
    ("円", *b"JPY"),
    ("澳元", *b"AUD"),
    ("澳大利亚元", *b"AUD"),
    ("a$", *b"AUD"),
    ("加元", *b"CAD"),
    ("加拿大元", *b"CAD"),
    ("cad$", *b"CAD"),
    ("ca$", *b"CAD"),
    ("新加坡元", *b"SGD"),
    ("s$", *b"SGD"),
    ("新台币", *b"TWD"),
    ("台币", *b"TWD"),
    ("新臺幣", *b"TWD"),
    ("新台幣", *b"TWD"),
    ("臺幣", *b"TWD"),
    ("台幣", *b"TWD"),
    ("nt$", *b"TWD"),
    ("ntd", *b"TWD"),
    ("歐元", *b"EUR"),
    ("英鎊", *b"GBP"),
    ("日幣", *b"JPY"),
    ("日圓", *b"JPY"),
    ("澳幣", *b"AUD"),
    ("加幣", *b"CAD"),
    ("澳门元", *b"MOP"),
    ("澳门币", *b"MOP"),
    ("瑞士法郎", *b"CHF"),
    ("韩元", *b"KRW"),
    ("泰铢", *b"THB"),
    ("卢布", *b"RUB"),
    ("新西兰元", *b"NZD"),
    ("瑞典克朗", *b"SEK"),
    ("丹麦克朗", *b"DKK"),
    ("挪威克朗", *b"NOK"),
    ("马来西亚林吉特", *b"MYR"),
    ("₹", *b"INR"),
    ("rs", *b"INR"),
    ("r$", *b"BRL"),
    ("zł", *b"PLN"),
    ("kč", *b"CZK"),
    ("₩", *b"KRW"),
    ("₽", *b"RUB"),
    ("₺", *b"TRY"),
];

/// The currency that a text names: a listed code in either case, a word or a sign. `$` and
/// `¥` alone name none: several currencies are written so.
pub(crate) fn named(text: &str) -> Option<Currency> {
    let text = text.trim();
    if text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
        let upper = text.to_ascii_uppercase();
        if LISTED.split_whitespace().any(|code| code == upper) {
            return Currency::parse(&upper);
        }
    }
    if text.eq_ignore_ascii_case("RUR") {
        return Currency::from_code(*b"RUB");
    }
    if text.is_empty() || text.chars().count() > 8 {
        return None;
    }
    let lower = text.to_lowercase();
    let found = NAMED.iter().find(|(word, _)| *word == lower);
    found.and_then(|(_, code)| Currency::from_code(*code))
}

/// The currency of a country's accounts, by the first letters of an IBAN.
pub(crate) fn of_iban(text: &str) -> Option<Currency> {
    let bytes = text.as_bytes();
    let shape = bytes.len() >= 15
        && bytes.len() <= 34
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..].iter().all(u8::is_ascii_alphanumeric);
    if !shape {
        return None;
    }
    let code = match &bytes[..2] {
        b"AT" | b"BE" | b"CY" | b"DE" | b"EE" | b"ES" | b"FI" | b"FR" | b"GR" | b"HR" | b"IE"
        | b"IT" | b"LT" | b"LU" | b"LV" | b"MC" | b"MT" | b"NL" | b"PT" | b"SI" | b"SK" => *b"EUR",
        b"GB" => *b"GBP",
        b"CH" | b"LI" => *b"CHF",
        b"CZ" => *b"CZK",
        b"DK" => *b"DKK",
        b"HU" => *b"HUF",
        b"NO" => *b"NOK",
        b"PL" => *b"PLN",
        b"RO" => *b"RON",
        b"SE" => *b"SEK",
        b"TR" => *b"TRY",
        _ => return None,
    };
    Currency::from_code(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_known_by_code_word_and_sign_and_a_country_is_none() {
        let name = |text| named(text).map(|c| c.code().to_owned());
        for (text, code) in [
            ("usd", "USD"),
            ("人民币", "CNY"),
            ("€", "EUR"),
            ("HK$", "HKD"),
        ] {
            assert_eq!(name(text).as_deref(), Some(code), "{text}");
        }
        for text in ["CHN", "$", "¥", "", "abc", "POS"] {
            assert_eq!(name(text), None, "{text}");
        }
        assert_eq!(
            of_iban("DE02120300000000202051")
                .map(|c| c.code().to_owned())
                .as_deref(),
            Some("EUR")
        );
        assert_eq!(of_iban("6222000000000001"), None);
    }
}
