//! Words of channel fees against their schedule.

use tieout_engine::fees::FeePage;

use super::numbers::count;
use super::{Locale, keys};

keys! {
    /// Channel fees.
    FeesKey {
        Rules: "By rule", "按规则";
        RulesSub: "Successes of the day’s own statements, each against the line of the schedule that holds on its business date.", "当日对账文件中的成功记录，逐笔对照其业务日有效的费率行。";
        Differences: "Charged otherwise", "计费差异";
        DifferencesSub: "Each proposes a claim, but for rows that a fee mismatch claims already.", "每项建议一笔追索；手续费不符已追索的不重复。";
        Channel: "Channel", "通道";
        Kind: "Kind", "类型";
        Rule: "Rule", "规则";
        Basis: "Basis", "计费基础";
        Rows: "Rows", "笔数";
        Unstated: "Without a fee", "未列手续费";
        Charged: "Charged", "实收";
        Expected: "Expected", "应收";
        Difference: "Difference", "差额";
        Differ: "Differ", "差异数";
        Check: "Check", "核对";
        NoRule: "no rule", "无规则";
        Agrees: "as agreed", "与费率一致";
        Differs: "differs", "有差异";
        Row: "row", "逐笔";
        Batch: "batch", "按批";
        RowOrBatch: "Row or batch", "记录或批次";
        Amount: "Amount", "金额";
        Claim: "Claim", "追索";
        Claimed: "fee mismatch", "手续费不符";
        Entry: "entry", "分录";
        AcceptAll: "Accept all shown", "全部接受";
        TakeBack: "Take back", "撤回";
        WantsSecond: "wants a second name", "待复核";
        NameFirst: "Type your name first: it stands beside each decision.", "请先填写姓名，姓名记在每条处理决定上。";
        NoDifference: "Every fee that the statements give is what the schedule says.", "对账文件所列手续费均与费率表一致。";
        NoSchedule: "No fee schedule among the files", "文件中没有费率表";
        NoScheduleText: "Drop a CSV with a line for each channel, kind and currency. Every fee is then computed and compared, and what was charged otherwise becomes a claim.", "拖入费率表 CSV，每个通道、类型、币种一行；即可逐笔计算并核对手续费，差异生成追索。";
        SaveExample: "Save an example", "保存示例";
    }
}

/// What the check came to, in a sentence.
#[must_use]
pub fn sentence(of: &FeePage, locale: Locale) -> String {
    let (mut compared, mut without, mut unstated) = (0, 0, 0);
    for total in &of.totals {
        if total.line > 0 {
            compared += total.rows;
            unstated += total.unstated;
        } else {
            without += total.rows;
        }
    }
    let differ = count(of.differences.total);
    let (all, without_text) = (count(compared), count(without));
    let mut text = match locale {
        Locale::En => format!("{all} rows have a rule; {differ} differences."),
        Locale::Zh => format!("{all} 笔有规则，差异 {differ} 项。"),
    };
    if without > 0 {
        text.push_str(&match locale {
            Locale::En => format!(" No rule is about {without_text} rows."),
            Locale::Zh => format!("另有 {without_text} 笔无规则。"),
        });
    }
    if unstated > 0 {
        let unstated = count(unstated);
        text.push_str(&match locale {
            Locale::En => format!(" {unstated} rows have no fee in their statement."),
            Locale::Zh => format!("{unstated} 笔对账文件未列手续费。"),
        });
    }
    text
}
