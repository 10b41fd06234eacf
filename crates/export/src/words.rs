//! Words of exports for people, English and Chinese.

use serde::Serialize;
use tieout_engine::outcome::{Outcome, ReconciliationName, Treatment};

/// A language of exports.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// 中文.
    Chinese,
}

impl Language {
    /// The text in this language.
    #[must_use]
    pub const fn pick(self, english: &'static str, chinese: &'static str) -> &'static str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }

    /// Its tag (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        self.pick("en", "zh-CN")
    }
}

/// The word of a closed list as the report writes it (`amount_mismatch`, `1:1`).
pub(crate) fn code(value: &impl Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}

pub(crate) const fn reconciliation(name: ReconciliationName, language: Language) -> &'static str {
    match name {
        ReconciliationName::Channel => language.pick("Channel", "通道对账"),
        ReconciliationName::Business => language.pick("Business", "业务对账"),
        ReconciliationName::Posting => language.pick("Posting", "入账核对"),
        ReconciliationName::Fund => language.pick("Fund", "资金对账"),
    }
}

pub(crate) const fn outcome(outcome: Outcome, language: Language) -> &'static str {
    match outcome {
        Outcome::Matched => language.pick("Matched", "已平"),
        Outcome::AmountMismatch => language.pick("Amount mismatch", "金额不符"),
        Outcome::FeeMismatch => language.pick("Fee mismatch", "手续费不符"),
        Outcome::LostOrder => language.pick("Lost order", "丢单"),
        Outcome::DroppedOrder => language.pick("Dropped order", "掉单"),
        Outcome::Duplicate => language.pick("Duplicate", "重复"),
        Outcome::TimingDifference => language.pick("Timing difference", "时间差异"),
        Outcome::OutOfPeriod => language.pick("Out of period", "非当期"),
        Outcome::NoEffect => language.pick("No effect", "无影响"),
        Outcome::OutOfScope => language.pick("Out of scope", "不参与"),
        Outcome::WrittenOff => language.pick("Written off", "内部勾销"),
        Outcome::EarlierReversal => language.pick("Earlier reversal", "隔日冲正"),
        Outcome::Unposted => language.pick("Unposted", "未入账"),
        Outcome::DoublePosted => language.pick("Double posted", "重复入账"),
        Outcome::PostedWithoutOrder => language.pick("Posted without order", "无单入账"),
        Outcome::Ambiguous => language.pick("Ambiguous", "无法判定"),
        Outcome::FundShort => language.pick("Fund short", "短款"),
        Outcome::FundLong => language.pick("Fund long", "长款"),
        Outcome::UnidentifiedReceipt => language.pick("Unidentified receipt", "不明收款"),
        Outcome::UnidentifiedPayment => language.pick("Unidentified payment", "不明付款"),
        Outcome::OwnFunds => language.pick("Own funds", "自有资金"),
        Outcome::InternalTransfer => language.pick("Internal transfer", "资金调拨"),
        Outcome::NotDue => language.pick("Not due", "未到期"),
        Outcome::NotRun => language.pick("Not run", "未对账"),
    }
}

pub(crate) fn action(action: &str, language: Language) -> &str {
    match action {
        "accept" => language.pick("Accept", "接受"),
        "defer" => language.pick("Defer", "暂缓"),
        "note" => language.pick("Note", "备注"),
        "withdraw" => language.pick("Take back", "撤回"),
        "pair" => language.pick("Pair by hand", "人工配对"),
        "book" => language.pick("Book by hand", "手工记账"),
        other => other,
    }
}

pub(crate) const fn treatment(treatment: Treatment, language: Language) -> &'static str {
    match treatment {
        Treatment::Supplement => language.pick("Supplement", "补单"),
        Treatment::Refund => language.pick("Refund", "退款"),
        Treatment::Verify => language.pick("Verify", "核实"),
        Treatment::Suspense => language.pick("Suspense", "挂账"),
        Treatment::Claim => language.pick("Claim", "追索"),
        Treatment::Chase => language.pick("Chase", "追款"),
        Treatment::BadDebt => language.pick("Bad debt", "坏账"),
        Treatment::Post => language.pick("Post", "补记"),
        Treatment::Reverse => language.pick("Reverse", "红字冲销"),
        Treatment::Adjust => language.pick("Adjust", "调账"),
        Treatment::CarryOver => language.pick("Carry over", "结转次日"),
    }
}

/// The name of an identity; a code that this version does not know stands for itself.
pub(crate) fn identity(code: &str, language: Language) -> &str {
    match code {
        "trial_balance" => language.pick("Trial balance", "试算平衡"),
        "movement" => language.pick("Movement", "发生额核对"),
        "customer_funds" => language.pick("Customer funds", "客户资金恒等式"),
        "book_to_bank" => language.pick("Book to bank", "余额调节"),
        "pending_clearing" => language.pick("Pending clearing explained", "待清算核对"),
        "opening" => language.pick("Opening", "期初核对"),
        "control_totals" => language.pick("Control totals", "控制总数"),
        other => other,
    }
}

/// The ageing bucket of days since first seen.
pub(crate) const fn bucket(age_days: i64) -> &'static str {
    match age_days {
        i64::MIN..=0 => "0",
        1 => "1",
        2..=3 => "2-3",
        4..=7 => "4-7",
        8.. => "8+",
    }
}

/// Ageing buckets in order.
pub(crate) const BUCKETS: [&str; 5] = ["0", "1", "2-3", "4-7", "8+"];
