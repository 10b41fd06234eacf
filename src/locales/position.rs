//! Words of the fund position.

use tieout_engine::position::{AccountPosition, Awaited, Cure, ProposedTransfer};

use super::numbers::{amount, count, date_range, delta};
use super::{Locale, keys};

keys! {
    /// The fund position.
    PositionKey {
        Today: "Today at the bank", "今日银行头寸";
        TodaySub: "Closing is what the statement says; without one, the books and what only the bank has.", "期末以对账单为准；无对账单时，为账面加仅银行已收付的款项。";
        Coming: "Coming days", "未来数日";
        ComingSub: "The balance at the end of each day. Due receipts that were not seen are not counted on; due payments leave on the next day.", "每日终了的余额。到期未见的收款不计入，到期未付的款项计入次日。";
        BankAccount: "Bank account", "银行账户";
        Arrived: "Arrived", "到账";
        Left: "Left", "付出";
        Closing: "Closing", "期末";
        Books: "Books", "账面";
        TransitOut: "In transit, out", "在途调出";
        TransitIn: "In transit, in", "在途调入";
        DueIn: "Due, not seen: in", "到期未见：收";
        DueOut: "Due, not seen: out", "到期未见：付";
        Undecided: "Undecided", "未定";
        Later: "Later", "其后";
        Low: "Low point", "最低余额";
        Limit: "Limit", "限额";
        NoLimit: "no limit set", "未设限额";
        SetLimit: "Set limits", "设置限额";
        Enough: "above its limit", "高于限额";
        Short: "below its limit", "低于限额";
        Expected: "Expected", "预计收付";
        ExpectedSub: "Open settlements and payouts by due date; each opens its rows.", "按到期日列示的未结清算与付款，点击查看其记录。";
        NothingExpected: "Nothing is open here.", "此处没有未结项。";
        DueDate: "Due", "到期日";
        Unassigned: "Expected, account not known", "预计收付，账户不明";
        UnassignedSub: "No setting names these channels’ bank account and the day has more than one.", "设置未指明这些通道的银行账户，而当日不止一个账户。";
        Channel: "Channel", "通道";
        Items: "Items", "笔数";
        Incoming: "In", "收";
        Outgoing: "Out", "付";
        Proposed: "Proposed transfer", "建议调拨";
        ProposedSub: "Nothing is booked until its bank lines are read.", "读到银行流水时入账，此前不记账。";
        None: "No bank account is known: drop a bank statement or balances.", "没有已知的银行账户：请拖入银行流水或余额表。";
    }
}

/// A short date of `YYYY-MM-DD`.
#[must_use]
pub fn day(text: &str, locale: Locale) -> String {
    date_range(text, text, locale)
}

/// What the bank has and the books do not, in a few words.
#[must_use]
pub fn unbooked(text: &str, locale: Locale) -> String {
    let text = delta(text);
    match locale {
        Locale::En => format!("{text} not booked"),
        Locale::Zh => format!("未入账 {text}"),
    }
}

/// When an item is expected, in a word.
#[must_use]
pub fn awaited(of: Awaited, locale: Locale) -> &'static str {
    match of {
        Awaited::Due => locale.pick("due, not seen", "到期未见"),
        Awaited::Expected => locale.pick("expected", "未到期"),
        Awaited::Undecided => locale.pick("undecided", "未定"),
    }
}

/// So many bank lines.
#[must_use]
pub fn lines(n: u64, locale: Locale) -> String {
    match locale {
        Locale::En if n == 1 => "1 line".to_owned(),
        Locale::En => format!("{} lines", count(n)),
        Locale::Zh => format!("{} 笔", count(n)),
    }
}

/// What the drawing of an account shows, in a sentence.
#[must_use]
pub fn sentence(of: &AccountPosition, locale: Locale) -> String {
    let (closing, low) = (amount(&of.closing), amount(&of.low));
    let on = day(&of.low_date, locale);
    let same = of.closing == of.low;
    let limit = of.limit.as_deref().map(amount);
    match (locale, limit) {
        (Locale::En, None) if same => {
            format!("{closing} stands there, and no coming day is lower.")
        }
        (Locale::En, None) => format!("From {closing} to its lowest, {low}, on {on}."),
        (Locale::En, Some(limit)) if same => {
            format!("{closing} stands there, and no coming day is lower; the limit is {limit}.")
        }
        (Locale::En, Some(limit)) => {
            format!("From {closing} to its lowest, {low}, on {on}; the limit is {limit}.")
        }
        (Locale::Zh, None) if same => format!("现有 {closing}，未来数日不低于此。"),
        (Locale::Zh, None) => format!("由 {closing} 降至最低 {low}（{on}）。"),
        (Locale::Zh, Some(limit)) if same => {
            format!("现有 {closing}，未来数日不低于此；限额 {limit}。")
        }
        (Locale::Zh, Some(limit)) => {
            format!("由 {closing} 降至最低 {low}（{on}）；限额 {limit}。")
        }
    }
}

/// That an account falls below its limit, and what is to be done about it.
#[must_use]
pub fn alert(of: &AccountPosition, transfer: Option<&ProposedTransfer>, locale: Locale) -> String {
    let text = |text: &Option<String>| text.as_deref().map(amount).unwrap_or_default();
    let (short, limit) = (text(&of.shortfall), text(&of.limit));
    let from = day(of.below_from.as_deref().unwrap_or(&of.low_date), locale);
    let (account, currency) = (&of.account, of.currency.code());
    let cure = cure(of, transfer, locale);
    match locale {
        Locale::En => format!(
            "{account} falls {short} {currency} short of its limit of {limit}, from {from}. {cure}"
        ),
        Locale::Zh => {
            format!("{account} 自{from}起低于限额 {limit}，缺口 {short} {currency}。{cure}")
        }
    }
}

fn cure(of: &AccountPosition, transfer: Option<&ProposedTransfer>, locale: Locale) -> String {
    match (of.cure, transfer, &of.nearest) {
        (Some(Cure::Transfer), Some(one), _) => {
            let (sum, from) = (amount(&one.amount), &one.from);
            match locale {
                Locale::En => format!("A transfer of {sum} from {from} would cure it."),
                Locale::Zh => format!("自 {from} 调入 {sum} 即可补足。"),
            }
        }
        (Some(Cure::NoOtherAccount), ..) => locale
            .pick(
                "No other account of the currency has a limit, so nothing says what it can give.",
                "同币种其他账户均未设限额，无从判断可调出多少。",
            )
            .to_owned(),
        (_, _, Some((name, above))) => {
            let above = amount(above);
            match locale {
                Locale::En => {
                    format!("No account can cure it: {name} has the most above its limit, {above}.")
                }
                Locale::Zh => format!("没有账户足以补足：{name} 高出限额最多，为 {above}。"),
            }
        }
        _ => locale
            .pick(
                "No account has anything above its limit.",
                "没有账户高于其限额。",
            )
            .to_owned(),
    }
}

/// What a proposed transfer is, in a sentence.
#[must_use]
pub fn transfer(of: &ProposedTransfer, locale: Locale) -> String {
    let (sum, above) = (amount(&of.amount), amount(&of.above));
    let (from, to, currency, by) = (&of.from, &of.to, of.currency.code(), day(&of.by, locale));
    match locale {
        Locale::En => format!(
            "{sum} {currency} from {from} to {to} by {by}. {from} has {above} above its limit at its lowest, the most of all."
        ),
        Locale::Zh => format!(
            "{by}前自 {from} 调往 {to} {sum} {currency}。{from} 最低时高出限额 {above}，为各账户之最。"
        ),
    }
}
