//! What the proof sheet says where somebody asked for it: bank accounts against their
//! limits, channel fees against the schedule.

use tieout_engine::report::Report;

use super::html::Align::{Code, End, Start};
use super::html::Html;
use super::sections::heading;

/// Bank accounts, where one has a limit.
pub(super) fn position(html: &mut Html, report: &Report) {
    let position = &report.fund_position;
    if position.is_without_limit() {
        return;
    }
    heading(html, "Fund position", "资金头寸");
    let heads = [
        (html.pick("Account", "账户"), Start),
        (html.pick("Currency", "币种"), Start),
        (html.pick("Opening", "期初"), End),
        (html.pick("Arrived", "到账"), End),
        (html.pick("Left", "付出"), End),
        (html.pick("Closing", "期末"), End),
        (html.pick("Low point", "最低余额"), End),
        (html.pick("on", "日期"), Start),
        (html.pick("Limit", "限额"), End),
        (html.pick("Shortfall", "缺口"), End),
        (html.pick("Proposed transfer from", "建议调出账户"), Start),
    ];
    let rows = position.accounts.iter().map(|of| {
        let mut transfers = position.transfers.iter();
        let own = transfers.find(|one| (&one.to, one.currency) == (&of.account, of.currency));
        vec![
            of.account.clone(),
            of.currency.to_string(),
            of.opening.clone(),
            of.arrived.clone(),
            of.left.clone(),
            of.closing.clone(),
            of.low.clone(),
            of.low_date.clone(),
            of.limit.clone().unwrap_or_default(),
            of.shortfall.clone().unwrap_or_default(),
            own.map_or_else(String::new, |one| one.from.clone()),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    html.table(&heads, &rows);
}

/// Channel fees, where a schedule was given.
pub(super) fn fees(html: &mut Html, report: &Report) {
    let Some(check) = &report.fee_check else {
        return;
    };
    heading(html, "Channel fees", "渠道手续费核对");
    let heads = [
        (html.pick("Channel", "通道"), Start),
        (html.pick("Kind", "类型"), Start),
        (html.pick("Currency", "币种"), Start),
        (html.pick("Rule", "规则"), Code),
        (html.pick("Rows", "笔数"), End),
        (html.pick("Charged", "实收"), End),
        (html.pick("Expected", "应收"), End),
        (html.pick("Difference", "差额"), End),
        (html.pick("Differences", "差异数"), End),
    ];
    let no_rule = html.pick("no rule", "无规则");
    let rows = check.totals.iter().map(|of| {
        let rule = if of.line > 0 {
            format!("{}:{}", of.file, of.line)
        } else {
            no_rule.to_owned()
        };
        vec![
            of.channel.clone(),
            of.kind.clone(),
            of.currency.to_string(),
            rule,
            of.rows.to_string(),
            of.charged.clone(),
            of.expected.clone(),
            of.delta.clone(),
            of.differences.to_string(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    html.table(&heads, &rows);
}
