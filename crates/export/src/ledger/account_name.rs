//! Names of accounts that both programs accept, and that no two accounts share.
//!
//! `Assets:1002:RES-01`: the root by class, the code, the detail. A part begins with an ASCII
//! capital or digit and goes on with ASCII letters, digits, Chinese characters (U+4E00 to
//! U+9FFF) and single hyphens between them; every other byte of UTF-8 stands as two hyphens
//! and two hexadecimal digits. A part that would begin otherwise gets `D-` before it.

use crate::chart::Chart;

/// What stands before a part that does not begin with a capital or digit.
const PREFIX: &str = "D-";

/// The name of an account and detail; an account without detail has no part for it, nor a
/// detail that the company has a code of its own for.
#[must_use]
pub fn of(chart: Chart<'_>, account: &str, detail: &str) -> String {
    let root = chart.class(account).root();
    let (own, whole) = chart.own_code(account, detail);
    let account = part(if own.is_empty() { account } else { own });
    if detail.is_empty() || whole {
        format!("{root}:{account}")
    } else {
        format!("{root}:{account}:{}", part(detail))
    }
}

/// A text as one part of a name. No two texts have the same part.
#[must_use]
pub fn part(text: &str) -> String {
    let begins_well = text.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    let mut part = String::new();
    if !begins_well {
        part.push_str(PREFIX);
    }
    let mut before: Option<char> = None;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let between =
            before.is_some_and(stays) && letters.peek().is_some_and(|&after| stays(after));
        // A text that begins like the prefix must not look like one that got it.
        let like_prefix = text.starts_with(PREFIX) && part.len() == 1;
        if stays(c) || c == '-' && between && !like_prefix {
            part.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                part.push_str(&format!("--{byte:02x}"));
            }
        }
        before = Some(c);
    }
    part
}

/// Letters that both programs take anywhere but at the beginning.
const fn stays(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of a part, read by the rules in the head of this file.
    fn text(part: &str) -> String {
        // `D--3a` is a D and an escape, `D---3a` the prefix and an escape.
        let prefixed = part
            .strip_prefix(PREFIX)
            .filter(|rest| !rest.starts_with('-') || rest.starts_with("--"));
        let rest = prefixed.unwrap_or(part);
        let mut bytes = Vec::new();
        let mut at = rest.as_bytes();
        while let [first, after @ ..] = at {
            if let [b'-', b'-', high, low, after @ ..] = at {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).expect("ASCII");
                bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal"));
                at = after;
            } else {
                bytes.push(*first);
                at = after;
            }
        }
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn common_names_are_readable() {
        for (account, detail, name) in [
            ("1002", "RES-01", "Assets:1002:RES-01"),
            ("2011", "buyer-1", "Liabilities:2011:D-buyer-1"),
            ("3001", "wechat", "Assets:3001:D-wechat"),
            ("6021", "", "Income:6021"),
            ("6411", "支付宝", "Expenses:6411:D-支付宝"),
            ("2013", "M 1:2", "Liabilities:2013:M--201--3a2"),
        ] {
            assert_eq!(of(Chart::new(&[]), account, detail), name);
        }
    }

    #[test]
    fn no_two_details_share_a_name_and_every_name_is_accepted() {
        let mut rng = fastrand::Rng::with_seed(7);
        let letters = [
            'a', 'B', 'D', '1', '2', 'd', '-', '-', ' ', ':', '"', '\n', '中', 'é', '—',
        ];
        for _ in 0..200_000 {
            let length = rng.usize(1..8);
            let detail: String = (0..length)
                .map(|_| letters[rng.usize(..letters.len())])
                .collect();
            let part = part(&detail);
            assert_eq!(text(&part), detail, "{part}");
            let first = part.chars().next().expect("a part is never empty");
            assert!(
                first.is_ascii_uppercase() || first.is_ascii_digit(),
                "{part}"
            );
            assert!(part.chars().all(|c| stays(c) || c == '-'), "{part}");
        }
    }
}
