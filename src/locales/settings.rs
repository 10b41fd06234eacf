//! Texts of the settings screen, and what is wrong with settings in both languages.

use tieout_engine::settings::{Expected, SettingsFault, Wrong};

use super::{Locale, keys};

keys! {
    /// Settings.
    SettingsKey {
        Lead: "What a day cannot tell about itself. Every change takes effect at once and can be taken back.", "当日文件本身无法说明的事。每次修改立即生效，均可撤销。";
        Language: "Language", "语言";
        LanguageSub: "Follows the browser until you choose.", "选择之前跟随浏览器。";
        Theme: "Theme", "外观";
        Look: "Screen", "显示";
        Undo: "Undo", "撤销";
        Redo: "Redo", "重做";
        ResetAll: "All defaults", "全部恢复默认";
        Import: "Import…", "导入…";
        Export: "Export tieout.toml", "导出 tieout.toml";
        AsFile: "As tieout.toml", "按 tieout.toml 显示";
        Copy: "Copy", "复制";
        FromDefaults: "Nothing is set: every key has its default.", "未作任何设置：全部为默认值。";
        FromHere: "Edited here; they stand in place of any settings file of the day.", "在此处编辑，取代当日的设置文件。";
        NotYet: "Not in force yet: correct the field marked below. The day runs with the last valid settings.", "尚未生效：请更正下面标出的一项。当日仍按上一次有效的设置运行。";
        ImportRefused: "The file was not imported; nothing has changed.", "文件未导入，设置未变。";
        Imported: "Settings imported", "设置已导入";
        ResetDone: "All settings have their defaults", "已全部恢复默认";
        KeepNew: "Keep", "保留";
        Default: "default", "默认";
        Reset: "Reset", "恢复默认";
        Day: "Day", "当日";
        DaySub: "When it ends, and how long a difference may wait.", "何时日切，差异可等多久。";
        AccountingDate: "Accounting date", "会计日期";
        AccountingDateHint: "Empty: the day of most rows.", "留空：多数记录所在的日期。";
        CutOff: "Cut-off", "日切时间";
        CutOffHint: "The day ends here and began here the day before.", "当日到此结束，自前一日此时开始。";
        Window: "Window, minutes", "窗口（分钟）";
        WindowHint: "This near to the cut-off, a one-sided success waits for the other day.", "距日切这么近的单边成功记作时间差异。";
        Zone: "Time zone", "时区";
        ZoneHint: "Of every time in the files.", "文件中全部时间的时区。";
        CarryDays: "Carried at most, days", "最多结转（天）";
        CarryDaysHint: "Channel, business and posting differences.", "通道、业务与入账差异。";
        FundDays: "Funds late at most, days", "资金最多延迟（天）";
        FundDaysHint: "Then a settlement that has not come is short.", "逾期未到的结算记为短款。";
        InterestWords: "Words for interest", "利息用词";
        InterestWordsHint: "In a bank line’s memo, one a line.", "银行流水摘要中的词，每行一个。";
        ChargeWords: "Words for bank charges", "银行收费用词";
        ChargeWordsHint: "In a bank line’s memo, one a line.", "银行流水摘要中的词，每行一个。";
        SecondName: "Second name above", "超过此金额须复核";
        SecondNameHint: "In major units. Empty: only bad debts want one.", "以主币单位计。留空则仅坏账须复核。";
        Channels: "Channels", "通道";
        ChannelsSub: "A channel without a table here takes every default. Bank lines are asked in this order.", "未列出的通道取全部默认值；银行流水按此顺序归属。";
        NoChannels: "No channel has settings of its own.", "没有单独设置的通道。";
        AddChannel: "Add a channel", "添加通道";
        RemoveChannel: "Remove", "删除";
        MoveUp: "Move up", "上移";
        Unnamed: "new channel", "新通道";
        Code: "Code", "代码";
        CodeHint: "As the files write the channel.", "与文件中的通道写法一致。";
        Settlement: "Settles", "结算方式";
        SettlementHint: "What one bank line stands for.", "一条银行流水对应什么。";
        WholeBatch: "Whole batch", "整批合计";
        PartialBatch: "Partial batch", "部分合计";
        ItemByItem: "Item by item", "逐笔";
        Lag: "Lag, days", "结算周期（天）";
        LagHint: "From business date to due date.", "自业务日到应结日。";
        Fees: "Fees", "手续费";
        FeesHint: "Taken from the settlement, or by a bill of their own.", "从结算款扣除，或另行出账。";
        Netted: "Netted", "坐扣";
        BilledApart: "Billed apart", "另付";
        Account: "Bank account", "银行账户";
        AccountHint: "That it pays. Empty: any.", "其结算到账的账户；留空：不限。";
        Counterparty: "Counterparty contains", "对方户名包含";
        CounterpartyHint: "Empty: the code stands in the line’s reference.", "留空：附言中含通道代码。";
        Options: "Options", "选项";
        OptionsSub: "Off unless set. Where they act, the day says so.", "不设即关闭；起作用之处会在当日说明。";
        Tolerance: "Tolerance", "容差";
        ToleranceHint: "In major units: sums that differ by at most this still match.", "以元计：差额不超过此数仍算相符。";
        PerMille: "Tolerance, per mille", "容差（千分比）";
        PerMilleHint: "Of our sum. With both set, the smaller counts.", "按我方合计；两者都设时取较小者。";
        Residue: "The difference is booked by", "差额处理";
        ResidueHint: "The treatment of what a tolerance forgives.", "容差内差额的入账方式。";
        Suspense: "Suspense", "挂账";
        Claim: "Claim", "追索";
        BadDebt: "Bad debt", "坏账";
        Adjust: "Adjust", "调账";
        Cleaning: "Clean the numbers", "号码清洗";
        CleaningHint: "Before they are compared; the files keep them as written.", "仅在比较时生效，文件原文不变。";
        CleanWidth: "Full width to half", "全角转半角";
        CleanTrim: "Blanks at the ends", "首尾空白";
        CleanCase: "Letter case", "大小写";
        CleanZeros: "Leading zeros", "前导零";
        Prefix: "Prefix taken off", "去掉前缀";
        PrefixHint: "From the front of each number.", "从每个号码前面去掉。";
        Pattern: "Pattern taken off", "去掉匹配";
        PatternHint: "A regular expression; every match goes.", "正则表达式，去掉每一处匹配。";
        PreviewTitle: "What cleaning makes of this day’s numbers", "清洗对当日号码的效果";
        PreviewNone: "Shown on the day’s own rows once it is reconciled.", "对账后用当日记录显示效果。";
        PreviewEmpty: "The day has no number of this channel.", "当日没有该通道的号码。";
        PreviewSame: "unchanged", "不变";
        AsWritten: "As written", "原文";
        AsCompared: "As compared", "比较时";
        Limits: "Account limits", "账户限额";
        LimitsSub: "What must stay on a bank account. The fund position warns below it and proposes a transfer.", "银行账户须留存的金额；低于限额时资金头寸会提示并建议调拨。";
        NoLimits: "No account has a limit.", "没有账户设有限额。";
        AddLimit: "Add a limit", "添加限额";
        LimitAccount: "Bank account", "银行账户";
        LimitAccountHint: "As the files write it.", "与文件中的写法一致。";
        LimitCurrency: "Currency", "币种";
        LimitCurrencyHint: "Three capitals, such as CNY.", "三个大写字母，如 CNY。";
        Limit: "Limit", "限额";
        LimitHint: "In major units, with at most the currency’s decimals.", "以主币单位计，小数位不超过该币种。";
        Formats: "Formats", "格式";
        FormatsSub: "How a channel’s own bill is read. A change reads its files again.", "通道账单的读法；修改后重新读取相应文件。";
        FormatId: "Format", "格式";
        FormatIdHint: "Its id.", "格式代码。";
        FormatChannel: "Channel code", "通道代码";
        FormatChannelHint: "What the rows’ channel is called.", "记录所属通道的代码。";
        AmountColumn: "Amount of a payment", "支付金额列";
        AmountColumnHint: "The column that counts.", "以哪一列为准。";
        RefundColumn: "Amount of a refund", "退款金额列";
        RefundColumnHint: "The column that counts.", "以哪一列为准。";
        OwnRule: "The format’s own", "格式默认";
    }
}

/// What is wrong at a field, in one sentence, with its key as a file's message has it.
#[must_use]
pub fn fault(fault: &SettingsFault, locale: Locale) -> String {
    match locale {
        Locale::En => format!("{}. Expected {}.", fault.detail(), fault.expected),
        Locale::Zh => format!(
            "{}。应为{}。",
            wrong_zh(fault),
            expected_zh(&fault.expected)
        ),
    }
}

fn wrong_zh(fault: &SettingsFault) -> String {
    let key = &fault.key;
    match &fault.wrong {
        // The parser says why in English only.
        Wrong::NotToml { .. } if key.is_empty() => "不是 TOML：该行写法有误".to_owned(),
        Wrong::NotToml { .. } => format!("{key}：不是 TOML：该行写法有误"),
        Wrong::UnknownKey => format!("没有 {key} 这个键"),
        Wrong::Value { shown } => format!("{key}：{}", shown_zh(shown)),
        Wrong::Empty => format!("{key}：为空"),
        Wrong::Twice { text } => format!("{key}：“{text}”出现两次"),
        Wrong::WithoutKey { table, missing } => format!("[[{table}]] 缺少 {missing}"),
        Wrong::BadPattern { text, why } => format!("{key}：“{text}”不是可用的正则表达式：{why}"),
    }
}

/// A value as shown, its type in Chinese.
fn shown_zh(shown: &str) -> String {
    for (en, zh) in [
        ("the text ", "文本 "),
        ("the number ", "数字 "),
        ("the time ", "时间 "),
    ] {
        if let Some(rest) = shown.strip_prefix(en) {
            let rest = rest.strip_suffix(" without quotes");
            let bare = rest.map(|rest| format!("{zh}{rest}（未加引号）"));
            return bare.unwrap_or_else(|| format!("{zh}{}", &shown[en.len()..]));
        }
    }
    match shown {
        "a list" => "列表".to_owned(),
        "a table" => "表".to_owned(),
        other => other.to_owned(),
    }
}

fn expected_zh(expected: &Expected) -> String {
    let near = expected
        .nearest()
        .map_or_else(String::new, |nearest| format!("“{nearest}”？"));
    let rest = match expected {
        Expected::Key {
            nearest: Some(_), ..
        } => String::new(),
        Expected::Toml => "含 [day] 与 [[channel]] 的 TOML 文件".to_owned(),
        Expected::Table(table) => format!("表 [{table}]"),
        Expected::Tables(table) => format!("[[{table}]]，两层方括号，每个一张表"),
        Expected::Key { known, .. } | Expected::Word { known, .. } => {
            format!(" {} 之一", known.join("、"))
        }
        Expected::In(table) => format!("写在 {table} 之下的键"),
        Expected::WordList { known, .. } => format!("由 {} 组成的列表", known.join("、")),
        Expected::Date { .. } => "存在的日期，如 \"2026-03-02\"".to_owned(),
        Expected::CutOff { .. } => " \"00:01\" 至 \"24:00\" 的时间（午夜为 \"24:00\"）".to_owned(),
        Expected::Zone { .. } => "与 UTC 的差，如 \"+08:00\"".to_owned(),
        Expected::Number { max, .. } => format!(" 0 至 {max} 的整数"),
        Expected::Amount { .. } => "以元计的金额，如 \"0.05\"".to_owned(),
        Expected::Currency { .. } => "三个大写字母的币种代码，如 \"CNY\"".to_owned(),
        Expected::PerMille { .. } => "我方合计的千分数，\"0\" 至 \"1000\"，如 \"0.5\"".to_owned(),
        Expected::Pattern => "不超过 200 个字符的正则表达式，如 \"^WX-\"".to_owned(),
        Expected::Text => "加引号的文本".to_owned(),
        Expected::Filled => "非空的文本".to_owned(),
        Expected::TextList => "文本列表，如 [\"利息\"]".to_owned(),
        Expected::Truth => " true 或 false，不加引号".to_owned(),
        Expected::TextTable => "文本的表，如 { \"Zahlung\" = \"payment\" }".to_owned(),
        Expected::HeaderCell { .. } => "该配置表头中的一格，或 # 加列号，如 \"#3\"".to_owned(),
        Expected::Given { field } => format!(" columns 或 constants 中的 {field} = \"…\""),
        Expected::OnePer { table, key } => format!("每个 {key} 一张 [[{table}]]"),
        Expected::Named { key, .. } => format!(" {key} = \"…\""),
    };
    format!("{near}{rest}")
}

/// Where the settings in force come from.
#[must_use]
pub fn from_file(name: &str, locale: Locale) -> String {
    match locale {
        Locale::En => format!("From {name}, dropped with the day."),
        Locale::Zh => format!("来自随当日拖入的 {name}。"),
    }
}

/// That a file's settings took the place of others.
#[must_use]
pub fn replaced_by(name: &str, locale: Locale) -> String {
    match locale {
        Locale::En => format!("The settings of {name} took the place of those in force."),
        Locale::Zh => format!("{name} 的设置已取代原先的设置。"),
    }
}

/// The place of a fault in a file.
#[must_use]
pub fn at_line(line: u32, locale: Locale) -> String {
    match locale {
        Locale::En => format!("Line {line}: "),
        Locale::Zh => format!("第 {line} 行："),
    }
}

/// What takes the suggestion.
#[must_use]
pub fn take(nearest: &str, locale: Locale) -> String {
    match locale {
        Locale::En => format!("Use {nearest}"),
        Locale::Zh => format!("改为 {nearest}"),
    }
}

/// What a field has by default.
#[must_use]
pub fn default_is(text: &str, locale: Locale) -> String {
    let text = text.replace('\n', " · ");
    match locale {
        Locale::En if text.is_empty() => "Default: empty".to_owned(),
        Locale::Zh if text.is_empty() => "默认：空".to_owned(),
        Locale::En => format!("Default: {text}"),
        Locale::Zh => format!("默认：{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_engine::Settings;

    /// Both languages of the first fault of a text.
    fn both(toml: &str) -> [String; 2] {
        let faults = Settings::check(toml).expect_err("it is wrong");
        [Locale::En, Locale::Zh].map(|locale| fault(&faults[0], locale))
    }

    #[test]
    fn a_fault_is_told_in_both_languages() {
        assert_eq!(
            both("[day]\ncut_off = \"9:30\"\n"),
            [
                "day.cut_off: \"9:30\". Expected \"09:30\"? a time from \"00:01\" to \"24:00\" (midnight is \"24:00\").",
                "day.cut_off：\"9:30\"。应为“09:30”？ \"00:01\" 至 \"24:00\" 的时间（午夜为 \"24:00\"）。",
            ]
        );
        assert_eq!(
            both("[day]\nwindow_minutes = \"x\"\n")[1],
            "day.window_minutes：文本 \"x\"。应为 0 至 1440 的整数。"
        );
        assert_eq!(
            both("[day]\ncut_of = 1\n")[1],
            "没有 day.cut_of 这个键。应为“cut_off”？。"
        );
    }

    #[test]
    fn no_english_is_left_in_chinese() {
        for toml in [
            "[day\n",
            "day = 1\n",
            "channel = 1\n",
            "x = 1\n",
            "cut_off = 1\n",
            "[day]\naccounting_date = 2026-03-02\n",
            "[day]\ninterest_words = 1\n",
            "[[channel]]\nfees = true\n",
            "[[channel]]\ncode = \"\"\n",
            "[[channel]]\ncode = \"a\"\n[[channel]]\ncode = \"a\"\n",
            "[[channel]]\ncode = \"a\"\nkey_cleaning = [1]\n",
            "[[channel]]\ncode = 1\n",
        ] {
            let [en, zh] = both(toml);
            assert_ne!(en, zh);
            for word in [
                "xpected",
                "the text",
                "the number",
                "one of",
                "a list",
                "in quotes",
            ] {
                assert!(!zh.contains(word), "{zh}");
            }
        }
    }
}
