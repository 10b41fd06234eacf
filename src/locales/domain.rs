//! The field's words: reconciliations, outcomes, treatments, records, columns, closed words.

use tieout_engine::outcome::{Outcome, ReconciliationName, Treatment};
use tieout_statement::{Column, Kind, Role, Side, Status};

use super::{Locale, OverviewKey, Words};

impl Words for ReconciliationName {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Channel => locale.pick("Channel", "通道对账"),
            Self::Business => locale.pick("Business", "业务对账"),
            Self::Posting => locale.pick("Posting", "入账核对"),
            Self::Fund => locale.pick("Fund", "资金对账"),
        }
    }
}

/// A reconciliation in a narrow column.
#[must_use]
pub const fn reconciliation_short(name: ReconciliationName, locale: Locale) -> &'static str {
    match name {
        ReconciliationName::Channel => locale.pick("Channel", "通道"),
        ReconciliationName::Business => locale.pick("Business", "业务"),
        ReconciliationName::Posting => locale.pick("Posting", "入账"),
        ReconciliationName::Fund => locale.pick("Fund", "资金"),
    }
}

/// What a reconciliation asks.
#[must_use]
pub const fn question(name: ReconciliationName) -> OverviewKey {
    match name {
        ReconciliationName::Channel => OverviewKey::QChannel,
        ReconciliationName::Business => OverviewKey::QBusiness,
        ReconciliationName::Posting => OverviewKey::QPosting,
        ReconciliationName::Fund => OverviewKey::QFund,
    }
}

/// What stands on the left and on the right of a reconciliation.
#[must_use]
pub fn sides(name: ReconciliationName, locale: Locale) -> [&'static str; 2] {
    match name {
        ReconciliationName::Channel => [
            Role::ChannelFlow.word(locale),
            OverviewKey::Statements.word(locale),
        ],
        ReconciliationName::Business => [
            Role::PaymentFlow.word(locale),
            Role::ChannelFlow.word(locale),
        ],
        ReconciliationName::Posting => [
            Role::PaymentFlow.word(locale),
            Role::PostingFlow.word(locale),
        ],
        ReconciliationName::Fund => [
            OverviewKey::Expected.word(locale),
            OverviewKey::Bank.word(locale),
        ],
    }
}

impl Words for Outcome {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Matched => locale.pick("Matched", "已平"),
            Self::AmountMismatch => locale.pick("Amount mismatch", "金额不符"),
            Self::FeeMismatch => locale.pick("Fee mismatch", "手续费不符"),
            Self::LostOrder => locale.pick("Lost order", "丢单"),
            Self::DroppedOrder => locale.pick("Dropped order", "掉单"),
            Self::Duplicate => locale.pick("Duplicate", "重复"),
            Self::TimingDifference => locale.pick("Timing difference", "时间差异"),
            Self::OutOfPeriod => locale.pick("Out of period", "非当期"),
            Self::NoEffect => locale.pick("No effect", "无影响"),
            Self::OutOfScope => locale.pick("Out of scope", "不参与"),
            Self::WrittenOff => locale.pick("Written off", "内部勾销"),
            Self::EarlierReversal => locale.pick("Earlier reversal", "隔日冲正"),
            Self::Unposted => locale.pick("Unposted", "未入账"),
            Self::DoublePosted => locale.pick("Double posted", "重复入账"),
            Self::PostedWithoutOrder => locale.pick("Posted without order", "无单入账"),
            Self::Ambiguous => locale.pick("Ambiguous", "无法判定"),
            Self::FundShort => locale.pick("Fund short", "短款"),
            Self::FundLong => locale.pick("Fund long", "长款"),
            Self::UnidentifiedReceipt => locale.pick("Unidentified receipt", "不明收款"),
            Self::UnidentifiedPayment => locale.pick("Unidentified payment", "不明付款"),
            Self::OwnFunds => locale.pick("Own funds", "自有资金"),
            Self::InternalTransfer => locale.pick("Internal transfer", "资金调拨"),
            Self::NotDue => locale.pick("Not due", "未到期"),
            Self::NotRun => locale.pick("Not run", "未对账"),
        }
    }
}

/// Every outcome, in the order of the rules.
pub const OUTCOMES: [Outcome; 24] = [
    Outcome::Matched,
    Outcome::AmountMismatch,
    Outcome::FeeMismatch,
    Outcome::LostOrder,
    Outcome::DroppedOrder,
    Outcome::Duplicate,
    Outcome::TimingDifference,
    Outcome::OutOfPeriod,
    Outcome::NoEffect,
    Outcome::OutOfScope,
    Outcome::WrittenOff,
    Outcome::EarlierReversal,
    Outcome::Unposted,
    Outcome::DoublePosted,
    Outcome::PostedWithoutOrder,
    Outcome::Ambiguous,
    Outcome::FundShort,
    Outcome::FundLong,
    Outcome::UnidentifiedReceipt,
    Outcome::UnidentifiedPayment,
    Outcome::OwnFunds,
    Outcome::InternalTransfer,
    Outcome::NotDue,
    Outcome::NotRun,
];

impl Words for Treatment {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Supplement => locale.pick("Supplement", "补单"),
            Self::Refund => locale.pick("Refund", "退款"),
            Self::Verify => locale.pick("Verify", "核实"),
            Self::Suspense => locale.pick("Suspense", "挂账"),
            Self::Claim => locale.pick("Claim", "追索"),
            Self::Chase => locale.pick("Chase", "追款"),
            Self::BadDebt => locale.pick("Bad debt", "坏账"),
            Self::Post => locale.pick("Post", "补记"),
            Self::Reverse => locale.pick("Reverse", "红字冲销"),
            Self::Adjust => locale.pick("Adjust", "调账"),
            Self::CarryOver => locale.pick("Carry over", "结转次日"),
        }
    }
}

/// Every treatment.
pub const TREATMENTS: [Treatment; 11] = [
    Treatment::Supplement,
    Treatment::Refund,
    Treatment::Verify,
    Treatment::Suspense,
    Treatment::Claim,
    Treatment::Chase,
    Treatment::BadDebt,
    Treatment::Post,
    Treatment::Reverse,
    Treatment::Adjust,
    Treatment::CarryOver,
];

/// What a treatment means to do, in a sentence.
#[must_use]
pub const fn treatment_sentence(treatment: Treatment, locale: Locale) -> &'static str {
    match treatment {
        Treatment::Supplement => locale.pick(
            "Complete the order as if the channel’s success had reached us.",
            "视同已收到通道成功，补记该订单。",
        ),
        Treatment::Refund => locale.pick(
            "Give the money back the way it came: our order was closed meanwhile.",
            "订单已关闭，款项原路退回。",
        ),
        Treatment::Verify => locale.pick(
            "Find out what really happened before anything is booked.",
            "先查明事实，再作账务处理。",
        ),
        Treatment::Suspense => locale.pick(
            "Hold the difference on a suspense account until it is explained.",
            "差额先挂账，待查明原因。",
        ),
        Treatment::Claim => locale.pick(
            "Claim the difference in fees from the channel, or owe it.",
            "手续费差额向渠道追索或应付渠道。",
        ),
        Treatment::Chase => locale.pick("Recover the money from the customer.", "向客户追款。"),
        Treatment::BadDebt => locale.pick("Write the amount off as a loss.", "确认为坏账损失。"),
        Treatment::Post => locale.pick(
            "Post what the success should have posted.",
            "补记应有的入账。",
        ),
        Treatment::Reverse => locale.pick(
            "Reverse the surplus postings in red.",
            "红字冲销多记的入账。",
        ),
        Treatment::Adjust => locale.pick(
            "Reverse the wrong posting and post the right one.",
            "冲销错误入账，按正确金额重记。",
        ),
        Treatment::CarryOver => locale.pick(
            "No error: it waits for tomorrow’s files.",
            "不是差错：等待次日文件。",
        ),
    }
}

impl Words for Role {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::ChannelFlow => locale.pick("Channel flow", "通道流水"),
            Self::ChannelStatement => locale.pick("Channel statement", "通道对账文件"),
            Self::PaymentFlow => locale.pick("Payment flow", "支付流水"),
            Self::PostingFlow => locale.pick("Posting flow", "入账流水"),
            Self::BankStatement => locale.pick("Bank statement", "银行流水"),
            Self::Balances => locale.pick("Balances", "余额表"),
        }
    }
}

/// The Chinese word beside an English one; nothing where the screen is Chinese already.
#[must_use]
pub fn beside(word: impl Words, locale: Locale) -> &'static str {
    match locale {
        Locale::En => word.word(Locale::Zh),
        Locale::Zh => "",
    }
}

/// A real format by its id, where it is not one of our own layouts.
#[must_use]
pub fn format_name(id: &str, locale: Locale) -> Option<&'static str> {
    match id {
        "wechat-bill" => Some(locale.pick("WeChat Pay bill", "微信支付账单")),
        "alipay-detail" => Some(locale.pick("Alipay business detail", "支付宝业务明细")),
        _ => None,
    }
}

impl Words for Column {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Channel => locale.pick("channel", "通道"),
            Self::ChannelOrderNo => locale.pick("channel order", "通道订单号"),
            Self::PaymentOrderNo => locale.pick("payment order", "支付订单"),
            Self::OrderNo => locale.pick("order no", "订单号"),
            Self::TransactionNo => locale.pick("transaction", "交易号"),
            Self::Kind => locale.pick("kind", "类型"),
            Self::Status => locale.pick("status", "状态"),
            Self::Currency => locale.pick("currency", "币种"),
            Self::Amount => locale.pick("amount", "金额"),
            Self::Fee => locale.pick("fee", "手续费"),
            Self::FinishedAt => locale.pick("finished at", "完成时间"),
            Self::BatchNo => locale.pick("batch", "批次号"),
            Self::Method => locale.pick("method", "支付方式"),
            Self::MerchantOrderNo => locale.pick("merchant order", "商户订单号"),
            Self::Buyer => locale.pick("buyer", "买家"),
            Self::Seller => locale.pick("seller", "卖家"),
            Self::PayoutBatchNo => locale.pick("payout batch", "提现批次"),
            Self::PostingNo => locale.pick("posting no", "入账号"),
            Self::AccountCode => locale.pick("account", "科目"),
            Self::Side => locale.pick("side", "借贷"),
            Self::PostedAt => locale.pick("posted at", "入账时间"),
            Self::Customer => locale.pick("customer", "客户"),
            Self::ReversalOf => locale.pick("reversal of", "冲正原号"),
            Self::BankAccount => locale.pick("bank account", "银行账户"),
            Self::BookedAt => locale.pick("booked at", "记账时间"),
            Self::Balance => locale.pick("balance", "余额"),
            Self::Counterparty => locale.pick("counterparty", "对方户名"),
            Self::Reference => locale.pick("reference", "附言"),
            Self::Memo => locale.pick("memo", "摘要"),
            Self::Detail => locale.pick("detail", "明细"),
            Self::Opening => locale.pick("opening", "期初"),
            Self::Closing => locale.pick("closing", "期末"),
        }
    }
}

impl Words for Kind {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::TopUp => locale.pick("top-up", "充值"),
            Self::Payment => locale.pick("payment", "支付"),
            Self::Refund => locale.pick("refund", "退款"),
            Self::Withdrawal => locale.pick("withdrawal", "提现"),
            Self::Confirm => locale.pick("release", "确认收货"),
            Self::Transfer => locale.pick("transfer", "转账"),
            Self::FundTransfer => locale.pick("fund transfer", "资金调拨"),
        }
    }
}

impl Words for Status {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Success => locale.pick("success", "成功"),
            Self::Failed => locale.pick("failed", "失败"),
            Self::Pending => locale.pick("pending", "处理中"),
            Self::Closed => locale.pick("closed", "已关闭"),
        }
    }
}

impl Words for Side {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Debit => locale.pick("debit", "借"),
            Self::Credit => locale.pick("credit", "贷"),
        }
    }
}

/// A cell's text as the screen shows it: closed words in the reader's language, all else
/// as the file has it.
#[must_use]
pub fn cell(column: &str, text: &str, locale: Locale) -> String {
    let word = match Column::parse(column) {
        Some(Column::Kind) => Kind::parse(text).map(|w| w.word(locale)),
        Some(Column::Status) => Status::parse(text).map(|w| w.word(locale)),
        Some(Column::Side) => Side::parse(text).map(|w| w.word(locale)),
        _ => None,
    };
    word.unwrap_or(text).to_owned()
}

/// The ageing bucket 0 to 4, of an exception that many days old.
#[must_use]
pub const fn bucket_of(age_days: i64) -> u8 {
    match age_days {
        i64::MIN..=0 => 0,
        1 => 1,
        2..=3 => 2,
        4..=7 => 3,
        _ => 4,
    }
}

/// The word of an ageing bucket.
#[must_use]
pub const fn bucket(bucket: u8, locale: Locale) -> &'static str {
    match bucket {
        0 => locale.pick("today", "当日"),
        1 => locale.pick("1 day", "1 天"),
        2 => locale.pick("2–3 days", "2–3 天"),
        3 => locale.pick("4–7 days", "4–7 天"),
        _ => locale.pick("8 days and more", "8 天以上"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_words_are_translated_and_other_cells_left_alone() {
        assert_eq!(cell("status", "pending", Locale::Zh), "处理中");
        assert_eq!(cell("status", "odd", Locale::Zh), "odd");
        assert_eq!(cell("memo", "pending", Locale::Zh), "pending");
    }

    #[test]
    fn ages_fall_into_their_buckets() {
        let of = |days| bucket_of(days);
        assert_eq!(
            [
                of(-1),
                of(0),
                of(1),
                of(2),
                of(3),
                of(4),
                of(7),
                of(8),
                of(400)
            ],
            [0, 0, 1, 2, 2, 3, 3, 4, 4]
        );
    }

    #[test]
    fn every_outcome_has_a_word_of_its_own_in_both_languages() {
        for locale in [Locale::En, Locale::Zh] {
            let mut words: Vec<_> = OUTCOMES.iter().map(|o| o.word(locale)).collect();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), OUTCOMES.len());
        }
    }
}
