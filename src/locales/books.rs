//! Words of books and reports, and of the overview's charts.

use std::cell::RefCell;

use tieout_engine::books::chart;
use tieout_engine::books::flow::{Leak, LeakKind, LeakStage};
use tieout_engine::books::own_chart::{ChartLine, line_of};

use super::numbers::count;
use super::{Locale, keys};

keys! {
    /// The books.
    BooksKey {
        Before: "Before treatments", "处理前";
        After: "After", "处理后";
        Stage: "Stage", "阶段";
        JournalView: "Journal and trial balance", "分录与试算";
        DetailsView: "Accounts by detail", "科目明细";
        ClearingView: "Pending clearing", "待清算";
        BankView: "Book to bank", "余额调节";
        Journal: "Journal", "日记账";
        JournalSub: "by when it is booked", "按入账时点";
        TrialBalance: "Trial balance", "试算平衡表";
        TrialSub: "by account; open one for its details", "按科目，点击查看明细";
        Entry: "Entry", "分录";
        AccountDetail: "Account, detail", "科目与明细";
        Account: "Account", "科目";
        Detail: "Detail", "明细";
        Debit: "Debit", "借方";
        Credit: "Credit", "贷方";
        Opening: "Opening", "期初";
        Debits: "Debits", "借方发生";
        Credits: "Credits", "贷方发生";
        Closing: "Closing", "期末";
        AfterClosing: "After", "处理后期末";
        Sum: "Sum, debit positive", "合计（借为正）";
        Assets: "Assets", "资产";
        Liabilities: "Liabilities", "负债";
        Clearing: "Clearing", "清算";
        IncomeExpense: "Income and expense", "收入与费用";
        OwnAccounts: "Other accounts", "其他科目";
        When: "When", "时点";
        Status: "Status", "状态";
        Template: "Template", "模板";
        AnyWhen: "Any time", "全部时点";
        AnyStatus: "Any status", "全部状态";
        AnyTemplate: "Any template", "全部模板";
        AnyAccount: "Any account", "全部科目";
        SearchEntries: "Detail or entry id", "明细或分录号";
        SearchDetails: "Part of a detail", "明细的一部分";
        SearchOrder: "Payment order", "支付订单号";
        NoEntries: "No entry fits.", "没有符合的分录。";
        NoEntriesText: "Take a filter away.", "请减少筛选条件。";
        NothingBooked: "Nothing is booked: there are no postings, no matched funds and no treatment among these files.", "没有分录：这些文件中没有入账、没有已核对资金，也没有处理。";
        Gone: "The books do not have this any more.", "账务中已没有此项。";
        Rows: "Rows behind it", "所依据的记录";
        OpenGroup: "Open its rows", "查看其记录";
        Explains: "What explains it", "余额解释";
        Explained: "Explained", "已解释";
        Balance: "Balance", "余额";
        Difference: "Difference", "差额";
        NothingExplains: "Nothing is open here.", "此处没有未结项。";
        ClearingSub: "What is posted and not settled, by channel: the balance, and what of it is explained by open items, exceptions and treatments.", "已入账未清算的余额（按通道），以及未结项、差错和处理所解释的部分。";
        BankSub: "What the books have at each bank account, what the bank has and the books do not, what the statement says.", "各银行账户的账面余额、银行已收付而账面未记的款项、对账单余额。";
        BookBalance: "Book balance", "账面余额";
        UnbookedReceipts: "Unbooked receipts", "未记收款";
        UnbookedPayments: "Unbooked payments", "未记付款";
        Statement: "Bank statement", "银行对账单";
        NotRunBank: "Book to bank needs the fund reconciliation: a bank statement and channel statements.", "余额调节需要资金对账：银行流水与通道对账文件。";
        NotRunClearing: "Pending clearing can be explained once all four reconciliations run.", "四项对账全部运行后才能解释待清算余额。";
        Timeline: "The order’s way", "订单全程";
        NoTimeline: "No row of these files names this payment order.", "这些文件中没有该支付订单的记录。";
        Number: "Number", "号码";
        Amount: "Amount", "金额";
        AtResult: "At the result", "发生时";
        NetOpening: "opening", "期初";
        NetClosing: "closing", "期末";
        DayRows: "Rows", "行数";
        Check: "Check", "核对";
        Holds: "holds", "成立";
        Fails: "does not hold", "不成立";
        NotAsked: "not run", "未运行";
        Identities: "What must be equal", "恒等式";
        IdentitiesSub: "Each identity line by line; open one in the books.", "逐行核对，点击在账务中查看。";
        Identity: "Identity", "恒等式";
        WhatIsEqual: "What is equal", "何者相等";
        Line: "Lines", "行";
        SameAsTable: "The same as a table", "以表格显示";
    }
}

keys! {
    /// The overview's balance and flow.
    ChartKey {
        BalanceTitle: "Customers’ money and the bank", "客户资金与银行存款";
        BalanceSub: "Customer funds identity. Bars start at zero; click one for its rows.", "客户资金恒等式。柱从零起，点击查看明细。";
        OwedToCustomers: "Owed to customers", "应付客户";
        AtBanks: "At banks", "银行存款";
        Bridge: "Bridge", "差异项";
        SimpleDifference: "Simple difference", "简单差额";
        ExplainedByBridge: "Explained by the bridge", "差异项合计";
        NotExplained: "Not explained", "未解释";
        Level: "Level", "已平";
        NotLevel: "Not level", "不平";
        FlowTitle: "Where the money went", "资金流向";
        FlowSub: "Money in. What leaves or joins the stream is a timing difference or an exception.", "收款。离开或汇入主流的，是时间差异或差错。";
        FlowNotRun: "The way of money can be told once all four reconciliations run.", "四项对账全部运行后才能给出资金流向。";
        PaymentOrders: "Payment orders", "支付订单";
        Posted: "Posted to customers", "已入账客户";
        Owed: "Owed by channels", "通道应结";
        Settled: "Settled at bank", "银行已结";
        Arrived: "arrived", "实际到账";
        Others: "others", "其他";
    }
}

keys! {
    /// The reports.
    ReportKey {
        Settlement: "Settlement", "清算报表";
        Finance: "Finance", "财务报表";
        Reserve: "Reserve", "备付金报表";
        Exceptions: "Exceptions", "差错报表";
        Proof: "Proof sheet", "对账证明单";
        SettlementSub: "What every channel was to settle, what of it arrived, what is open.", "各通道应结、实到与未达。";
        FinanceSub: "What the day earned and what it cost.", "当日收入与费用。";
        ReserveSub: "Customers’ money against deposits at bank.", "客户资金与备付金存款。";
        ExceptionsSub: "Every exception with its reason and treatment.", "每项差错及其原因与处理。";
        ProofSub: "One sheet to print and sign: files with their hashes, control totals, outcomes, identities.", "可打印签字的一张单：文件与哈希、控制合计、结果、恒等式。";
        Verify: "Verify a report", "核验报告";
        VerifySub: "Whether a report.json was edited since it was written, and whether these files give it again.", "report.json 自生成后是否被改动，以及现有文件能否重新得出该报告。";
        ChooseReport: "Choose report.json…", "选择 report.json…";
        Verifying: "Verifying…", "核验中…";
        NotVerified: "It does not stand", "核验不符";
        Stands: "Not edited, and what these files give again", "未被改动，且与现有文件结果一致";
        Print: "Print", "打印";
        CopyTable: "Copy table", "复制表格";
        Files: "Files", "文件";
        FilesSub: "The same bytes as tieout run --out writes. They are made on this device.", "与 tieout run --out 写出的字节完全相同，在本机生成。";
        SaveFile: "Save", "保存";
        Making: "Making…", "生成中…";
        NoLines: "This table has no lines for this day.", "该表当日没有记录。";
        TooLong: "The sheet is too long to show here: save it and open the file.", "该单过长，无法在此显示：请保存后打开文件。";
        Failed: "The file could not be made.", "无法生成该文件。";
        PrintedPart: "The first lines only; the CSV file has all.", "仅前若干行，完整内容见 CSV 文件。";
    }
}

thread_local! {
    /// The company's own chart of the result on screen: names stand on every screen of books,
    /// and change only with the result.
    static OWN_CHART: RefCell<Vec<ChartLine>> = const { RefCell::new(Vec::new()) };
}

/// Takes the company's own chart of accounts, before its result is shown.
pub fn name_accounts_by(chart: &[ChartLine]) {
    OWN_CHART.with_borrow_mut(|own| chart.clone_into(own));
}

/// The name of an account, and the company's own code of it; the built-in name where the
/// company has none, nothing where no chart knows the account.
#[must_use]
pub fn account_name(code: &str, locale: Locale) -> String {
    let built_in = chart::find(code).map_or("", |account| match locale {
        Locale::En if code == chart::BANK => "Deposits at bank",
        Locale::En => account.english,
        Locale::Zh => account.chinese,
    });
    OWN_CHART.with_borrow(|own| {
        let Some(line) = line_of(own, code, "") else {
            return built_in.to_owned();
        };
        let own = match locale {
            Locale::Zh if !line.name_zh.is_empty() => &line.name_zh,
            Locale::Zh if !built_in.is_empty() => "",
            _ => &line.name,
        };
        let name = if own.is_empty() { built_in } else { own };
        match line.own_code.as_str() {
            "" => name.to_owned(),
            own_code => format!("{name} ({own_code})"),
        }
    })
}

/// The name of an account in Chinese beside an English one; nothing in Chinese.
#[must_use]
pub fn account_beside(code: &str, locale: Locale) -> String {
    match locale {
        Locale::Zh => String::new(),
        Locale::En => OWN_CHART.with_borrow(|own| match line_of(own, code, "") {
            Some(line) if !line.name.is_empty() || !line.name_zh.is_empty() => line.name_zh.clone(),
            _ => chart::find(code)
                .map_or("", |account| account.chinese)
                .to_owned(),
        }),
    }
}

/// When an entry is booked.
#[must_use]
pub fn when(word: &str, locale: Locale) -> &'static str {
    match word {
        "day_cut" => locale.pick("Day-cut", "日切"),
        "fund_match" => locale.pick("Fund match", "资金核对"),
        "treatment" => locale.pick("Treatment", "处理"),
        _ => "",
    }
}

/// The time's word in Chinese beside an English one.
#[must_use]
pub fn when_beside(word: &str, locale: Locale) -> &'static str {
    match locale {
        Locale::En => when(word, Locale::Zh),
        Locale::Zh => "",
    }
}

/// The status of an entry.
#[must_use]
pub fn status(word: &str, locale: Locale) -> &'static str {
    match word {
        "final" => locale.pick("final", "已记账"),
        "proposed" => locale.pick("proposed", "建议"),
        "accepted" => locale.pick("accepted", "已采纳"),
        "already_booked" => locale.pick("already booked", "账上已有"),
        _ => "",
    }
}

/// The name of an entry template.
#[must_use]
pub fn template(name: &str, locale: Locale) -> &'static str {
    match name {
        "top_up" => locale.pick("Top-up", "充值"),
        "payment_channel" => locale.pick("Pay by channel", "渠道支付"),
        "payment_balance" => locale.pick("Pay by balance", "余额支付"),
        "confirm" => locale.pick("Escrow release", "确认收货"),
        "transfer" => locale.pick("Transfer", "转账"),
        "refund" => locale.pick("Refund", "充退"),
        "withdrawal" => locale.pick("Withdrawal", "提现"),
        "channel_fee" => locale.pick("Channel fee", "渠道手续费"),
        "settlement" => locale.pick("Settlement", "清算到账"),
        "payout" => locale.pick("Payout", "出款"),
        "fund_transfer_out" => locale.pick("Fund transfer out", "资金调出"),
        "fund_transfer_in" => locale.pick("Fund transfer in", "资金调入"),
        "bank_interest" => locale.pick("Bank interest", "银行利息"),
        "bank_charge" => locale.pick("Bank charge", "银行手续费"),
        "interest_accrual" => locale.pick("Interest accrual", "计提利息"),
        "interest_received" => locale.pick("Interest received", "收到利息"),
        "supplement" => locale.pick("Supplement", "补单"),
        "refund_order" => locale.pick("Refund order", "退款"),
        "verify" => locale.pick("Verify", "核实"),
        "suspense" => locale.pick("Suspense", "挂账"),
        "claim" => locale.pick("Claim", "追索"),
        "chase" => locale.pick("Chase", "追款"),
        "bad_debt" => locale.pick("Bad debt", "坏账"),
        "post" => locale.pick("Post", "补记"),
        "reverse" => locale.pick("Reverse", "红字冲销"),
        "adjust" => locale.pick("Adjust", "调账"),
        "suspense_cleared" => locale.pick("Suspense cleared", "挂账核销"),
        _ => locale.pick("Entry", "分录"),
    }
}

/// The name of an identity.
#[must_use]
pub fn identity(name: &str, locale: Locale) -> &'static str {
    match name {
        "trial_balance" => locale.pick("Trial balance", "试算平衡"),
        "movement" => locale.pick("Movement", "发生额核对"),
        "customer_funds" => locale.pick("Customer funds", "客户资金"),
        "book_to_bank" => locale.pick("Book to bank", "余额调节"),
        "pending_clearing" => locale.pick("Pending clearing explained", "待清算核对"),
        "opening" => locale.pick("Opening", "期初核对"),
        "control_totals" => locale.pick("Control totals", "控制合计"),
        _ => "",
    }
}

/// What an identity says is equal.
#[must_use]
pub fn identity_says(name: &str, locale: Locale) -> &'static str {
    match name {
        "trial_balance" => locale.pick(
            "Debits equal credits, of the day and of the balances.",
            "当日借贷发生额相等，余额借贷相等。",
        ),
        "movement" => locale.pick(
            "Opening plus movement equals the closing that the books state.",
            "期初加发生额等于账面所载期末。",
        ),
        "customer_funds" => locale.pick(
            "Customers’ money equals deposits at bank plus the bridge.",
            "客户资金等于银行存款加差异项。",
        ),
        "book_to_bank" => locale.pick(
            "The book balance equals the bank’s, but for what is not booked.",
            "账面余额等于银行余额加减未记款项。",
        ),
        "pending_clearing" => locale.pick(
            "Every cent of pending clearing has an open item, an exception or a treatment.",
            "待清算的每一分都有未结项、差错或处理与之对应。",
        ),
        "opening" => locale.pick(
            "The day opens with what the day before closed with.",
            "当日期初等于前日期末。",
        ),
        "control_totals" => locale.pick(
            "What was read equals what has an outcome.",
            "读入的金额等于各结果的金额。",
        ),
        _ => "",
    }
}

/// What a leak is, in a few words.
#[must_use]
pub fn leak(leak: &Leak, locale: Locale) -> &'static str {
    let leaves = leak.amount.starts_with('-');
    match (leak.stage, leak.kind, leaves) {
        (LeakStage::Posting, LeakKind::Exception, true) => {
            locale.pick("not posted, or too little", "未入账或少入账")
        }
        (LeakStage::Posting, LeakKind::Exception, false) => {
            locale.pick("posted too much", "多入账")
        }
        (LeakStage::Posting, _, true) => locale.pick("posted another day", "他日入账"),
        (LeakStage::Posting, _, false) => locale.pick("posted for another day", "为他日入账"),
        (LeakStage::Clearing, LeakKind::Exception, true) => {
            locale.pick("channel did not confirm", "通道未确认")
        }
        (LeakStage::Clearing, LeakKind::Exception, false) => {
            locale.pick("confirmed, not posted", "已确认未入账")
        }
        (LeakStage::Clearing, LeakKind::Timing, true) => {
            locale.pick("late in their file", "对方文件滞后")
        }
        (LeakStage::Clearing, LeakKind::Timing, false) => {
            locale.pick("posted another day", "他日入账")
        }
        (LeakStage::Clearing, LeakKind::Aside, true) => {
            locale.pick("still open of earlier days", "前日仍未结")
        }
        (LeakStage::Clearing, LeakKind::Aside, false) => {
            locale.pick("open from the day before", "前日未结转入")
        }
        (LeakStage::Settlement, LeakKind::Aside, _) => locale.pick("not due yet", "未到期"),
        (LeakStage::Settlement, LeakKind::Timing, _) => locale.pick("late at bank", "银行滞后"),
        (LeakStage::Settlement, LeakKind::Exception, _) => {
            locale.pick("short, or not chosen", "短款或无法判定")
        }
    }
}

/// What explains a balance.
#[must_use]
pub fn explanation(what: &str, locale: Locale) -> &'static str {
    match what {
        "exception" => locale.pick("exception", "差错"),
        "item" => locale.pick("expected settlement", "应结款项"),
        "open" => locale.pick("left by an earlier day", "前日遗留"),
        "tolerated" => locale.pick("within the tolerance", "容差之内"),
        "entry" => locale.pick("entry", "分录"),
        _ => "",
    }
}

/// A stage of an order's way.
#[must_use]
pub fn stage(word: &str, locale: Locale) -> &'static str {
    match word {
        "order" => locale.pick("Payment order", "支付订单"),
        "instruction" => locale.pick("Channel flow", "通道流水"),
        "statement" => locale.pick("Channel statement", "通道对账文件"),
        "posting" => locale.pick("Posting", "入账"),
        other => when(other, locale),
    }
}

/// The books in a sentence: so many entries by rule, so many by treatments.
#[must_use]
pub fn booked(by_rule: u64, treatments: u64, locale: Locale) -> String {
    let (rule, of) = (count(by_rule), count(treatments));
    match locale {
        Locale::En if by_rule == 1 => format!("1 entry booked by rule, {of} of treatments."),
        Locale::En => format!("{rule} entries booked by rule, {of} of treatments."),
        Locale::Zh => format!("按规则入账 {rule} 笔，处理分录 {of} 笔。"),
    }
}

/// So many entries.
#[must_use]
pub fn entries(n: u64, locale: Locale) -> String {
    match locale {
        Locale::En if n == 1 => "1 entry".to_owned(),
        Locale::En => format!("{} entries", count(n)),
        Locale::Zh => format!("{} 笔", count(n)),
    }
}

/// So many single-sided postings.
#[must_use]
pub fn postings(n: u64, locale: Locale) -> String {
    match locale {
        Locale::En if n == 1 => "1 single-sided posting".to_owned(),
        Locale::En => format!("{} single-sided postings", count(n)),
        Locale::Zh => format!("{} 笔单边入账", count(n)),
    }
}

/// So many more lines.
#[must_use]
pub fn more_lines(n: u64, locale: Locale) -> String {
    match locale {
        Locale::En if n == 1 => "1 more line".to_owned(),
        Locale::En => format!("{} more lines", count(n)),
        Locale::Zh => format!("另有 {} 行", count(n)),
    }
}

/// Which part of a list is shown: `1–100 of 2,345`.
#[must_use]
pub fn part_of_list(from: u64, until: u64, total: u64, locale: Locale) -> String {
    let (first, last, all) = (count(from + 1), count(until), count(total));
    match locale {
        Locale::En => format!("{first}–{last} of {all}"),
        Locale::Zh => format!("第 {first}–{last} 条，共 {all} 条"),
    }
}

/// Lines of an identity that hold: `8 of 8 lines`.
#[must_use]
pub fn lines_hold(holding: u64, lines: u64, locale: Locale) -> String {
    let (holding, all) = (count(holding), count(lines));
    match locale {
        Locale::En => format!("{holding} of {all}"),
        Locale::Zh => format!("{holding} / {all}"),
    }
}

/// What the balance shows, in a sentence.
#[must_use]
pub fn balance_sentence(
    [customers, banks, bridge, difference]: [&str; 4],
    locale: Locale,
) -> String {
    match locale {
        Locale::En => format!(
            "Customers are owed {customers}; banks hold {banks}, and the bridge explains {bridge}: the difference is {difference}."
        ),
        Locale::Zh => format!(
            "应付客户 {customers}；银行存款 {banks}，差异项解释 {bridge}：差额 {difference}。"
        ),
    }
}

/// What the flow shows, in a sentence.
#[must_use]
pub fn flow_sentence([ordered, posted, owed, settled]: [&str; 4], locale: Locale) -> String {
    match locale {
        Locale::En => format!(
            "Of {ordered} ordered, {posted} was posted, channels owe {owed}, and {settled} is settled at the bank."
        ),
        Locale::Zh => {
            format!("订单 {ordered}，已入账 {posted}，通道应结 {owed}，银行已结 {settled}。")
        }
    }
}

/// What a file is for.
#[must_use]
pub fn file_about(file: &str, locale: Locale) -> &'static str {
    match file {
        "proof.html" => locale.pick("proof sheet to print and sign", "打印签字的对账证明单"),
        "workbook.xlsx" => locale.pick("every report as a sheet", "每张报表一个工作表"),
        "report.json" => locale.pick("the whole result", "完整结果"),
        "exceptions.csv" => locale.pick("exceptions with reason and treatment", "差错及原因与处理"),
        "ageing.csv" => locale.pick("exceptions by outcome and age", "差错按结果与账龄"),
        "settlement.csv" => locale.pick("settlement by channel", "各通道清算"),
        "finance.csv" => locale.pick("income and expense", "收入与费用"),
        "reserve.csv" => locale.pick("customers’ money against the reserve", "客户资金与备付金"),
        "journal.csv" => locale.pick("every entry, line by line", "全部分录，逐行"),
        "journal.hledger" => locale.pick("the journal for hledger", "供 hledger 读取的分录"),
        "journal.beancount" => locale.pick("the journal for beancount", "供 beancount 读取的分录"),
        "trial_balance.csv" => locale.pick("trial balance by account", "按科目试算平衡"),
        "balances.csv" => locale.pick("balances by account and detail", "按科目与明细的余额"),
        "identities.csv" => locale.pick("identities, line by line", "恒等式，逐行"),
        "outcomes.csv" => locale.pick("outcomes by reconciliation", "各项对账的结果"),
        "control_totals.csv" => locale.pick("control totals", "控制合计"),
        "carry_over.csv" => locale.pick("open lines, to read", "未结项，供阅读"),
        "carry_over.json" => locale.pick("open lines, for tomorrow’s day", "未结项，供次日载入"),
        "files.csv" => locale.pick("files with their hashes", "文件与哈希"),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_engine::books::templates::TEMPLATES;

    #[test]
    fn every_template_and_every_file_has_a_name_in_both_languages() {
        for one in TEMPLATES {
            for locale in [Locale::En, Locale::Zh] {
                assert_ne!(
                    template(one.name, locale),
                    template("", locale),
                    "{}",
                    one.name
                );
            }
        }
        for export in tieout_export::ALL {
            assert_ne!(file_about(export.file_name, Locale::En), "", "{export:?}");
        }
    }
}
