//! What the proof sheet says, from the verdict to the signatures.

use std::collections::BTreeMap;

use serde_json::Value;
use tieout_engine::outcome::{Outcome, ReconciliationName};
use tieout_engine::report::{IdentityReport, ReconciliationReport, Report};
use tieout_statement::Currency;
use tieout_statement::money::major;

use crate::ExportError;
use crate::amount::{add, minor};
use crate::chart::Chart;
use crate::table::{Cell, Row};
use crate::tables::reconciliations::CONTROL_TOTALS;
use crate::tables::summary::at_risk;
use crate::tables::trail::{action, field, paired_rows};
use crate::words;

use super::html::Align::{Code, End, Start};
use super::html::Html;

/// Lines of one identity that hold: more are counted, those that do not hold all stand there.
const HOLDING_SHOWN: usize = 40;

pub(super) fn write(html: &mut Html, report: &Report) -> Result<(), ExportError> {
    head(html, report)?;
    files(html, report);
    settings(html, report);
    control_totals(html, report)?;
    outcomes(html, report);
    exceptions(html, report)?;
    identities(html, report);
    decisions(html, report);
    trail(html, report);
    signatures(html);
    Ok(())
}

fn heading(html: &mut Html, english: &'static str, chinese: &'static str) {
    let words = html.pick(english, chinese);
    html.element("h2", words);
    html.markup("\n");
}

fn none(html: &mut Html) {
    let words = html.pick("None.", "无。");
    html.element("p class=\"aside\"", words);
    html.markup("\n");
}

fn head(html: &mut Html, report: &Report) -> Result<(), ExportError> {
    html.markup("<header><div>");
    let title = html.pick("Proof sheet", "对账证明单");
    html.element("h1", title);
    html.element(
        "p class=\"aside\"",
        &format!("Tieout 平账 {}", report.tieout),
    );
    html.markup("</div>");
    html.element("p class=\"day\"", &report.accounting_date);
    html.markup("</header>\n");
    let run: Vec<&ReconciliationReport> = report.reconciliations.iter().filter(|r| r.run).collect();
    let balanced = run.iter().filter(|r| r.balanced).count();
    let ties_out = report.exceptions.iter().all(|of| of.outcome.ties_out());
    let tag = if ties_out && balanced == run.len() {
        "p class=\"verdict\""
    } else {
        "p class=\"verdict open\""
    };
    let (all, held) = (
        report.identities.len(),
        report.identities.iter().filter(|of| of.holds).count(),
    );
    let mut risk = String::new();
    for (currency, sum) in at_risk(report)? {
        risk.push_str(&format!(" {} {currency}", major(sum, currency)));
    }
    let open = report
        .exceptions
        .iter()
        .filter(|of| !of.outcome.ties_out())
        .count();
    let verdict = match html.language {
        words::Language::English => format!(
            "{balanced} of {} reconciliations tie out; {open} exceptions{}; {held} of {all} identities hold.",
            run.len(),
            if risk.is_empty() {
                risk
            } else {
                format!(", at risk{risk}")
            },
        ),
        words::Language::Chinese => format!(
            "已运行 {} 项对账，{balanced} 项已平；差异 {open} 笔{}；恒等式 {all} 项，成立 {held} 项。",
            run.len(),
            if risk.is_empty() {
                risk
            } else {
                format!("，风险金额{risk}")
            },
        ),
    };
    html.element(tag, &verdict);
    html.markup("\n");
    Ok(())
}

fn files(html: &mut Html, report: &Report) {
    heading(html, "Files", "文件");
    let heads = [
        (html.pick("File", "文件"), Start),
        (html.pick("Format", "格式"), Start),
        (html.pick("Rows", "笔数"), End),
        (html.pick("Refused", "拒收"), End),
        ("SHA-256", Code),
    ];
    let whole = html.pick("file", "整份");
    let row = |file: &tieout_engine::file_entry::FileEntry| {
        let refused = if file.refused {
            whole.to_owned()
        } else {
            file.rows_rejected.len().to_string()
        };
        vec![
            file.name.clone(),
            file.format.clone().unwrap_or_default(),
            file.rows_read.to_string(),
            refused,
            file.sha256.clone(),
        ]
    };
    let rows: Vec<_> = report.files.iter().map(row).collect();
    html.table(&heads, &rows);
}

fn settings(html: &mut Html, report: &Report) {
    heading(html, "Settings", "参数");
    html.markup("<dl>\n");
    let mut all = Vec::new();
    flatten("", &report.settings, &mut all);
    for (key, value) in all {
        html.element("dt", &key);
        html.element("dd", &value);
        html.markup("\n");
    }
    html.markup("</dl>\n");
}

/// Settings a line each, keys as in `tieout.toml`.
fn flatten(path: &str, value: &Value, all: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let below = match path {
                    "" => key.clone(),
                    _ => format!("{path}.{key}"),
                };
                flatten(&below, value, all);
            }
        }
        Value::Array(list) if list.iter().any(Value::is_object) => {
            for (number, one) in (1..).zip(list) {
                flatten(&format!("{path} {number}"), one, all);
            }
        }
        Value::Array(list) => {
            let words = list.iter().map(|one| one.as_str().unwrap_or_default());
            all.push((path.to_owned(), words.collect::<Vec<_>>().join(", ")));
        }
        Value::String(text) => all.push((path.to_owned(), text.clone())),
        other => all.push((path.to_owned(), other.to_string())),
    }
}

fn control_totals(html: &mut Html, report: &Report) -> Result<(), ExportError> {
    heading(html, "Control totals", "控制总数");
    let heads = [
        (html.pick("Scope", "范围"), Start),
        (html.pick("Name", "名称"), Start),
        (html.pick("Side", "方"), Start),
        (html.pick("Currency", "币种"), Start),
        (html.pick("What", "项目"), Start),
        (html.pick("In", "读入"), End),
        (html.pick("Accounted", "已核算"), End),
        (html.pick("Agrees", "一致"), Start),
    ];
    let language = html.language;
    let rows: Vec<Vec<String>> = (CONTROL_TOTALS.rows)(report)?
        .iter()
        .map(|row| control_row(row, language))
        .collect();
    html.table(&heads, &rows);
    Ok(())
}

/// A line of control totals in words: names and a file's own words stand as they are.
fn control_row(row: &Row, language: words::Language) -> Vec<String> {
    let texts: Vec<String> = row.iter().map(Cell::plain).collect();
    let of_a_file = texts.first().is_some_and(|scope| scope == "file");
    let word = |(at, text): (usize, &String)| match at {
        1 => report_name(text).filter(|_| !of_a_file).map_or_else(
            || text.clone(),
            |of| words::reconciliation(of, language).to_owned(),
        ),
        4 if of_a_file => text.clone(),
        _ => closed_word(text, language),
    };
    texts.iter().enumerate().map(word).collect()
}

fn report_name(text: &str) -> Option<ReconciliationName> {
    serde_json::from_value(text.into()).ok()
}

/// A closed word of tables in the sheet's language.
fn closed_word(text: &str, language: words::Language) -> String {
    let word = match text {
        "day" => language.pick("day", "当日"),
        "reconciliation" => language.pick("reconciliation", "对账"),
        "file" => language.pick("file", "文件"),
        "left" => language.pick("ours", "我方"),
        "right" => language.pick("theirs", "对方"),
        "rows" => language.pick("rows", "笔数"),
        "amount" => language.pick("amount", "金额"),
        "files" => language.pick("files", "文件数"),
        "yes" => language.pick("yes", "是"),
        "no" => language.pick("no", "否"),
        "before" => language.pick("before", "处理前"),
        "after" => language.pick("after", "处理后"),
        other => other,
    };
    word.to_owned()
}

fn outcomes(html: &mut Html, report: &Report) {
    heading(html, "Outcomes", "对账结果");
    let language = html.language;
    let heads = [
        (html.pick("Outcome", "结果"), Start),
        (html.pick("Currency", "币种"), Start),
        (html.pick("Cardinality", "配比"), Start),
        (html.pick("Groups", "组数"), End),
        (html.pick("Our rows", "我方笔数"), End),
        (html.pick("Our amount", "我方金额"), End),
        (html.pick("Their rows", "对方笔数"), End),
        (html.pick("Their amount", "对方金额"), End),
        (html.pick("Delta", "差额"), End),
    ];
    for of in &report.reconciliations {
        let state = match (of.run, of.balanced) {
            (false, _) => html.pick("not run", "未运行"),
            (true, true) => html.pick("ties out", "已平"),
            (true, false) => html.pick("does not tie out", "未平"),
        };
        let name = words::reconciliation(of.name, language);
        let missing = of.missing.join(", ");
        let why = if missing.is_empty() {
            missing
        } else {
            format!(" ({missing})")
        };
        html.element("h3", &format!("{name}: {state}{why}"));
        html.markup("\n");
        if of.outcomes.is_empty() {
            none(html);
            continue;
        }
        let rows: Vec<Vec<String>> = of
            .outcomes
            .iter()
            .map(|total| {
                vec![
                    words::outcome(total.outcome, language).to_owned(),
                    total.currency.to_string(),
                    total
                        .cardinality
                        .map_or_else(String::new, |of| words::code(&of)),
                    total.groups.to_string(),
                    total.left_rows.to_string(),
                    total.left_amount.clone(),
                    total.right_rows.to_string(),
                    total.right_amount.clone(),
                    total.delta.clone(),
                ]
            })
            .collect();
        html.table(&heads, &rows);
    }
}

fn exceptions(html: &mut Html, report: &Report) -> Result<(), ExportError> {
    heading(html, "Exceptions", "差异");
    type By = (ReconciliationName, Outcome, &'static str, Currency);
    let language = html.language;
    let mut all: BTreeMap<By, (u64, i128, i64)> = BTreeMap::new();
    for of in &report.exceptions {
        let treatment = words::treatment(of.treatment, language);
        let by = (of.reconciliation, of.outcome, treatment, of.currency);
        let (count, sum, oldest) = all.entry(by).or_default();
        *count += 1;
        *sum = add(*sum, minor(&of.at_risk, of.currency)?, of.currency)?;
        *oldest = of.age_days.max(*oldest);
    }
    if all.is_empty() {
        none(html);
        return Ok(());
    }
    let heads = [
        (html.pick("Reconciliation", "对账"), Start),
        (html.pick("Outcome", "结果"), Start),
        (html.pick("Treatment", "处理"), Start),
        (html.pick("Currency", "币种"), Start),
        (html.pick("Exceptions", "差异数"), End),
        (html.pick("At risk", "风险金额"), End),
        (html.pick("Oldest, days", "最长账龄(天)"), End),
    ];
    let row =
        |((name, outcome, treatment, currency), (count, sum, oldest)): (By, (u64, i128, i64))| {
            vec![
                words::reconciliation(name, language).to_owned(),
                words::outcome(outcome, language).to_owned(),
                treatment.to_owned(),
                currency.to_string(),
                count.to_string(),
                major(sum, currency),
                oldest.to_string(),
            ]
        };
    let rows: Vec<_> = all.into_iter().map(row).collect();
    html.table(&heads, &rows);
    Ok(())
}

fn identities(html: &mut Html, report: &Report) {
    heading(html, "Identities", "恒等式");
    let language = html.language;
    for (stage, english, chinese) in [
        ("before", "Before the treatments", "处理前"),
        ("after", "After the proposed treatments", "处理后"),
    ] {
        let of_it: Vec<&IdentityReport> = report
            .identities
            .iter()
            .filter(|of| of.stage == stage)
            .collect();
        let title = html.pick(english, chinese);
        html.element("h3", title);
        html.markup("\n");
        if of_it.is_empty() {
            none(html);
            continue;
        }
        let heads = [
            (html.pick("Identity", "恒等式"), Start),
            (html.pick("Account, term", "科目、调节项"), Start),
            (html.pick("Currency", "币种"), Start),
            (html.pick("Left", "左方"), End),
            (html.pick("Right", "右方"), End),
            (html.pick("Bridge", "调节"), End),
            (html.pick("Difference", "差额"), End),
            (html.pick("Holds", "成立"), Start),
        ];
        let (mut rows, mut shown, mut further) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        for of in of_it {
            let holding: &mut usize = shown.entry(of.identity.as_str()).or_default();
            if of.holds && of.bridge.is_empty() {
                *holding += 1;
                if *holding > HOLDING_SHOWN {
                    *further.entry(of.identity.as_str()).or_insert(0_usize) += 1;
                    continue;
                }
            }
            identity_rows(Chart::of(report), of, language, &mut rows);
        }
        html.table(&heads, &rows);
        for (identity, count) in further {
            let name = words::identity(identity, language);
            let text = match language {
                words::Language::English => format!("{name}: {count} further ones hold."),
                words::Language::Chinese => format!("{name}：另有 {count} 项成立。"),
            };
            html.element("p class=\"aside\"", &text);
            html.markup("\n");
        }
    }
}

fn identity_rows(
    chart: Chart<'_>,
    of: &IdentityReport,
    language: words::Language,
    rows: &mut Vec<Vec<String>>,
) {
    let account = of.account.as_deref().unwrap_or_default();
    let detail = of.detail.as_deref().unwrap_or_default();
    let about = [account, chart.name(account, language), detail];
    let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
    rows.push(vec![
        words::identity(&of.identity, language).to_owned(),
        about.join(" "),
        of.currency.to_string(),
        of.left.clone(),
        of.right.clone(),
        String::new(),
        of.difference.clone(),
        closed_word(if of.holds { "yes" } else { "no" }, language),
    ]);
    rows.extend(of.bridge.iter().map(|term| {
        let name = chart.name(&term.term, language);
        vec![
            String::new(),
            [term.term.as_str(), name].join(" ").trim_end().to_owned(),
            of.currency.to_string(),
            String::new(),
            String::new(),
            term.amount.clone(),
            String::new(),
            String::new(),
        ]
    }));
}

fn decisions(html: &mut Html, report: &Report) {
    heading(html, "Decisions", "处理决定");
    if report.decisions.is_empty() {
        none(html);
        return;
    }
    let heads = [
        (html.pick("Exception", "差异号"), Code),
        (html.pick("Treatment", "处理"), Start),
        (html.pick("Red or blue", "红蓝字"), Start),
        (html.pick("Note", "说明"), Start),
        (html.pick("By", "经办人"), Start),
        (html.pick("Second", "复核人"), Start),
    ];
    let language = html.language;
    let row = |decision: &Value| {
        let chosen = serde_json::from_value(decision["treatment"].clone()).map_or_else(
            |_| field(decision, "treatment"),
            |of| words::treatment(of, language).to_owned(),
        );
        let action = words::action(action(decision), language);
        let parts = [action, &chosen, &paired_rows(decision)];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        vec![
            field(decision, "exception"),
            parts.collect::<Vec<_>>().join(" · "),
            field(decision, "direction"),
            field(decision, "note"),
            field(decision, "by"),
            field(decision, "second"),
        ]
    };
    let rows: Vec<_> = report.decisions.iter().map(row).collect();
    html.table(&heads, &rows);
}

fn trail(html: &mut Html, report: &Report) {
    heading(html, "Trail", "存证链");
    let text = html.pick(
        "Each link is a SHA-256 over the one before it. Whoever has the files checks them, the report and this head with `tieout verify`.",
        "每一环都是对前一环的 SHA-256。持有文件者可用 tieout verify 核验文件、报告与链头。",
    );
    html.element("p class=\"aside\"", text);
    let heads = [
        (html.pick("What", "内容"), Start),
        ("SHA-256", Code),
        (html.pick("Chain", "链"), Code),
    ];
    let rows: Vec<Vec<String>> = report
        .trail
        .links
        .iter()
        .map(|link| vec![link.what.clone(), link.sha256.clone(), link.chain.clone()])
        .collect();
    html.table(&heads, &rows);
    html.markup("<dl>\n");
    for (name, hash) in [
        (html.pick("Chain head", "链头"), &report.trail.head),
        (html.pick("Report digest", "报告摘要"), &report.trail.digest),
    ] {
        html.element("dt", name);
        html.markup("<dd>");
        html.element("code", hash);
        html.markup("</dd>\n");
    }
    html.markup("</dl>\n");
}

fn signatures(html: &mut Html) {
    html.markup("<section class=\"sign\">");
    for words in [
        html.pick("Prepared by, date", "制表人、日期"),
        html.pick("Reviewed by, date", "复核人、日期"),
        html.pick("Auditor, date", "审计人、日期"),
    ] {
        html.element("p", words);
    }
    html.markup("</section>\n");
}
