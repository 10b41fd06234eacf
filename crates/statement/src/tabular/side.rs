//! Words for money in, money out and money that does not count.

use super::number::half_width;
use crate::vocabulary::{Side, Status};

/// Which way a row goes by the file's own word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Direction {
    /// In or out.
    Moves(Side),
    /// Neither, by the file's own rule.
    Neutral,
}

const IN: &[&str] = &[
    "收入",
    "收",
    "来账",
    "贷",
    "贷方",
    "贷cr",
    "贷记",
    "入",
    "入账",
    "存入",
    "转入",
    "进",
    "收款",
    "cr",
    "c",
    "credit",
    "crdt",
    "credits",
    "haben",
    "h",
    "bij",
    "in",
    "income",
    "incoming",
    "moneyin",
    "gutschrift",
    "cb",
    "entrada",
    "abono",
    "crédit",
    "credito",
    "crédito",
    "avere",
    "avoir",
    "haber",
    "deposit",
    "入金",
    "入",
    "reçu",
    "erhalten",
    "k",
    "kredit",
    "kredyt",
    "кредит",
    "приход",
    "alacak",
    "入帳",
    "입금",
    "příchozí",
    "uznanie",
    "received",
    "i",
];
const OUT: &[&str] = &[
    "支出",
    "支",
    "往账",
    "借",
    "借方",
    "借dr",
    "借记",
    "出",
    "出账",
    "支取",
    "转出",
    "付",
    "付款",
    "dr",
    "d",
    "debit",
    "dbit",
    "debits",
    "soll",
    "s",
    "af",
    "out",
    "expense",
    "outgoing",
    "moneyout",
    "lastschrift",
    "db",
    "debet",
    "дебет",
    "расход",
    "borç",
    "출금",
    "odchozí",
    "obciążenie",
    "salida",
    "cargo",
    "débit",
    "debito",
    "débito",
    "dare",
    "debe",
    "withdrawal",
    "出金",
    "出",
    "o",
    "spent",
    "sent",
];
const NEUTRAL: &[&str] = &[
    "不计收支",
    "中性交易",
    "其他",
    "不计",
    "neutral",
    "memo",
    "mémo",
    "promemoria",
    "memorando",
    "资金转移",
    "--",
];

fn letters(text: &str) -> String {
    text.chars()
        .map(half_width)
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// What a cell of a direction column says; `None` for another word or none at all.
pub(crate) fn direction(text: &str) -> Option<Direction> {
    let word = letters(text);
    if word.is_empty() {
        return match text.trim() {
            "+" => Some(Direction::Moves(Side::Credit)),
            "-" => Some(Direction::Moves(Side::Debit)),
            "/" | "--" => Some(Direction::Neutral),
            _ => None,
        };
    }
    let has = |words: &[&str]| words.contains(&word.as_str());
    if has(IN) {
        Some(Direction::Moves(Side::Credit))
    } else if has(OUT) {
        Some(Direction::Moves(Side::Debit))
    } else if has(NEUTRAL) {
        Some(Direction::Neutral)
    } else {
        None
    }
}

/// Beginnings of descriptions that tell the side; the first that fits.
const DESCRIBED: &[(&str, Side)] = &[
    ("退货", Side::Credit),
    ("退款", Side::Credit),
    ("还款", Side::Credit),
    ("返现", Side::Credit),
    ("信用卡还款", Side::Credit),
    ("存款利息", Side::Credit),
    ("结息", Side::Credit),
    ("消费", Side::Debit),
    ("分期", Side::Debit),
    ("取现", Side::Debit),
    ("年费", Side::Debit),
    ("利息", Side::Debit),
    ("违约金", Side::Debit),
    ("手续费", Side::Debit),
    ("refund", Side::Credit),
    ("return", Side::Credit),
    ("payment - thank you", Side::Credit),
    ("payment thank you", Side::Credit),
    ("payment received", Side::Credit),
    ("autopay", Side::Credit),
    ("online payment", Side::Credit),
    ("mobile payment - thank", Side::Credit),
    ("automatic payment", Side::Credit),
    ("cashback", Side::Credit),
    ("internet payment", Side::Credit),
    ("pagamento recebido", Side::Credit),
    ("sale", Side::Debit),
    ("purchase", Side::Debit),
];

/// The side that a description names with its first word.
pub(crate) fn described(text: &str) -> Option<Side> {
    let open = ['(', '（', '【', '[', '"', ' '];
    let lower = text.trim_start_matches(open).to_lowercase();
    let starts = DESCRIBED.iter().find(|(word, _)| lower.starts_with(word));
    let letters = letters(&lower);
    let thanks = letters.contains("thankyou")
        && ["payment", "pymt"].iter().any(|w| letters.contains(w))
        || letters.contains("paiementmerci");
    if thanks {
        return Some(Side::Credit);
    }
    let found = starts.or_else(|| {
        // `掌上生活还款`, `跨行转账还款`: the first word ends in it.
        let first = lower
            .split([' ', '-', ')', '）'])
            .next()
            .unwrap_or_default();
        DESCRIBED[..5]
            .iter()
            .find(|(word, _)| first.ends_with(word))
    });
    found.map(|(_, side)| *side)
}

/// States in which a row moved no money, by what they begin with or hold.
const UNMOVED: &[(&str, Status)] = &[
    ("交易关闭", Status::Closed),
    ("已关闭", Status::Closed),
    ("关闭", Status::Closed),
    ("已取消", Status::Closed),
    ("取消", Status::Closed),
    ("支付失败", Status::Failed),
    ("失败", Status::Failed),
    ("交易失败", Status::Failed),
    ("还款失败", Status::Failed),
    ("等待付款", Status::Pending),
    ("待付款", Status::Pending),
    ("等待买家付款", Status::Pending),
    ("处理中", Status::Pending),
    ("交易处理中", Status::Pending),
    ("pending", Status::Pending),
    ("ausstehend", Status::Pending),
    ("umsatz vorgemerkt", Status::Pending),
    ("vorgemerkt", Status::Pending),
    ("non contabilizzato", Status::Pending),
    ("в обработке", Status::Pending),
    ("offen", Status::Pending),
    ("pendiente", Status::Pending),
    ("en attente", Status::Pending),
    ("denied", Status::Failed),
    ("failed", Status::Failed),
    ("abgelehnt", Status::Failed),
    ("declined", Status::Failed),
    ("reverted", Status::Failed),
    ("rejected", Status::Failed),
    ("expired", Status::Closed),
    ("canceled", Status::Closed),
    ("storniert", Status::Closed),
    ("geweigerd", Status::Failed),
    ("geannuleerd", Status::Closed),
    ("refusé", Status::Failed),
    ("annulé", Status::Closed),
    ("rifiutato", Status::Failed),
    ("rechazada", Status::Failed),
    ("odrzucona", Status::Failed),
    ("отклонено", Status::Failed),
    ("cancelled", Status::Closed),
    ("voided", Status::Closed),
    ("removed", Status::Closed),
];

/// The status of a row, where its word says that it moved no money.
pub(crate) fn unmoved(text: &str) -> Option<Status> {
    let lower = text.trim().to_lowercase();
    let found = UNMOVED
        .iter()
        .find(|(word, _)| lower == *word || lower.starts_with(&format!("{word}(")));
    found.map(|(_, status)| *status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_is_a_word_of_any_bank() {
        for text in ["收入", "贷 Cr", "C", "Bij", "Haben", "+", "CRDT"] {
            assert_eq!(
                direction(text),
                Some(Direction::Moves(Side::Credit)),
                "{text}"
            );
        }
        for text in ["支出", "借 Dr", "D", "Af", "Soll", "-", "debit"] {
            assert_eq!(
                direction(text),
                Some(Direction::Moves(Side::Debit)),
                "{text}"
            );
        }
        for text in ["/", "不计收支", "中性交易"] {
            assert_eq!(direction(text), Some(Direction::Neutral), "{text}");
        }
        assert_eq!(direction("EUR"), None);
        assert_eq!(direction(""), None);
    }

    #[test]
    fn the_first_word_of_a_cards_description_tells() {
        assert_eq!(described("消费 美团"), Some(Side::Debit));
        assert_eq!(described("（还款）云闪付"), Some(Side::Credit));
        assert_eq!(described("掌上生活还款"), Some(Side::Credit));
        assert_eq!(described("中国移动"), None);
    }

    #[test]
    fn a_closed_trade_moved_nothing() {
        assert_eq!(unmoved("交易关闭"), Some(Status::Closed));
        assert_eq!(unmoved("等待确认收货"), None);
        assert_eq!(unmoved("已全额退款"), None);
    }
}
