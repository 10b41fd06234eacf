//! Balances by account and detail, and the trial balance by account.

use std::collections::BTreeMap;

use tieout_engine::report::{BalanceReport, Report};
use tieout_statement::Currency;
use tieout_statement::money::major;

use crate::ExportError;
use crate::amount::{add, minor};
use crate::chart::Chart;
use crate::table::{Cell, OWN_ACCOUNT, Row, Table, column};
use crate::words::Language;

/// Every account and detail.
pub const BALANCES: Table = Table {
    id: "balances",
    title: ["Balances", "余额"],
    about: "Every account and detail, as the report has it. Balances are signed, debit positive.",
    columns: &[
        column("account", "Account", "科目", "code of the account"),
        column(
            "account_name",
            "Account name",
            "科目名称",
            "its English name",
        ),
        OWN_ACCOUNT,
        column(
            "detail",
            "Detail",
            "明细",
            "the account's detail; empty where it has none",
        ),
        column("currency", "Currency", "币种", "ISO 4217"),
        column(
            "opening",
            "Opening",
            "期初",
            "of the balances file, or what the day before left",
        ),
        column(
            "debits",
            "Debits",
            "借方发生额",
            "of final and accepted entries",
        ),
        column(
            "credits",
            "Credits",
            "贷方发生额",
            "of final and accepted entries",
        ),
        column("closing", "Closing", "期末", "opening + debits − credits"),
        column(
            "proposed_debits",
            "Proposed debits",
            "拟记借方",
            "of proposed entries",
        ),
        column(
            "proposed_credits",
            "Proposed credits",
            "拟记贷方",
            "of proposed entries",
        ),
        column(
            "closing_after_treatment",
            "After treatments",
            "处理后余额",
            "closing + proposed debits − proposed credits",
        ),
    ],
    rows: balances,
};

/// Every account, details summed.
pub const TRIAL_BALANCE: Table = Table {
    id: "trial_balance",
    title: ["Trial balance", "试算平衡表"],
    about: "Every account, its details summed, and a line `total` for each currency: its debits equal its credits, and `closing_debit` equals `closing_credit`.",
    columns: &[
        column("account", "Account", "科目", "code of the account; `total`"),
        column(
            "account_name",
            "Account name",
            "科目名称",
            "its English name",
        ),
        OWN_ACCOUNT,
        column(
            "class",
            "Class",
            "类别",
            "`asset`, `liability`, `clearing`, `equity`, `income`, `expense`, by its code",
        ),
        column("currency", "Currency", "币种", "ISO 4217"),
        column("opening", "Opening", "期初", "signed, debit positive"),
        column(
            "debits",
            "Debits",
            "借方发生额",
            "of final and accepted entries",
        ),
        column(
            "credits",
            "Credits",
            "贷方发生额",
            "of final and accepted entries",
        ),
        column("closing", "Closing", "期末", "signed, debit positive"),
        column(
            "closing_debit",
            "Closing debit",
            "期末借方",
            "Σ of the details' debit closings",
        ),
        column(
            "closing_credit",
            "Closing credit",
            "期末贷方",
            "Σ of the details' credit closings, as a positive number",
        ),
        column(
            "proposed_debits",
            "Proposed debits",
            "拟记借方",
            "of proposed entries",
        ),
        column(
            "proposed_credits",
            "Proposed credits",
            "拟记贷方",
            "of proposed entries",
        ),
        column(
            "closing_after_treatment",
            "After treatments",
            "处理后余额",
            "signed, debit positive",
        ),
    ],
    rows: trial_balance,
};

fn balances(report: &Report) -> Result<Vec<Row>, ExportError> {
    let chart = Chart::of(report);
    let row = |balance: &BalanceReport| {
        let amount = |text: &String| Cell::amount(balance.currency, text);
        vec![
            Cell::text(&balance.account),
            Cell::text(chart.name(&balance.account, Language::English)),
            Cell::text(chart.own_code(&balance.account, &balance.detail).0),
            Cell::text(&balance.detail),
            Cell::text(balance.currency.code()),
            amount(&balance.opening),
            amount(&balance.debits),
            amount(&balance.credits),
            amount(&balance.closing),
            amount(&balance.proposed_debits),
            amount(&balance.proposed_credits),
            amount(&balance.closing_after_treatment),
        ]
    };
    Ok(report.balances.iter().map(row).collect())
}

/// Minor units of one account, or of all.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    pub opening: i128,
    pub debits: i128,
    pub credits: i128,
    pub closing: i128,
    closing_debit: i128,
    closing_credit: i128,
    proposed_debits: i128,
    proposed_credits: i128,
    after: i128,
}

impl Sums {
    fn add(&mut self, balance: &BalanceReport) -> Result<(), ExportError> {
        let currency = balance.currency;
        let closing = minor(&balance.closing, currency)?;
        for (sum, amount) in [
            (&mut self.opening, minor(&balance.opening, currency)?),
            (&mut self.debits, minor(&balance.debits, currency)?),
            (&mut self.credits, minor(&balance.credits, currency)?),
            (&mut self.closing, closing),
            (&mut self.closing_debit, closing.max(0)),
            (&mut self.closing_credit, closing.min(0).saturating_neg()),
            (
                &mut self.proposed_debits,
                minor(&balance.proposed_debits, currency)?,
            ),
            (
                &mut self.proposed_credits,
                minor(&balance.proposed_credits, currency)?,
            ),
            (
                &mut self.after,
                minor(&balance.closing_after_treatment, currency)?,
            ),
        ] {
            *sum = add(*sum, amount, currency)?;
        }
        Ok(())
    }

    fn row(&self, [account, name, own, class]: [&str; 4], currency: Currency) -> Row {
        let mut row = vec![
            Cell::text(account),
            Cell::text(name),
            Cell::text(own),
            Cell::text(class),
            Cell::text(currency.code()),
        ];
        row.extend(
            [
                self.opening,
                self.debits,
                self.credits,
                self.closing,
                self.closing_debit,
                self.closing_credit,
                self.proposed_debits,
                self.proposed_credits,
                self.after,
            ]
            .map(|sum| Cell::amount(currency, major(sum, currency))),
        );
        row
    }
}

/// Balances by currency and account, and by currency.
type ByAccount<'a> = (
    BTreeMap<(Currency, &'a str), Sums>,
    BTreeMap<Currency, Sums>,
);

pub(super) fn by_account(report: &Report) -> Result<ByAccount<'_>, ExportError> {
    let (mut accounts, mut totals) = ByAccount::default();
    for balance in &report.balances {
        let by = (balance.currency, balance.account.as_str());
        accounts.entry(by).or_default().add(balance)?;
        totals.entry(balance.currency).or_default().add(balance)?;
    }
    Ok((accounts, totals))
}

fn trial_balance(report: &Report) -> Result<Vec<Row>, ExportError> {
    let chart = Chart::of(report);
    let (accounts, totals) = by_account(report)?;
    let mut rows = Vec::new();
    for (currency, total) in totals {
        let of_it = accounts.iter().filter(|((of, _), _)| *of == currency);
        rows.extend(of_it.map(|((_, account), sums)| {
            let name = chart.name(account, Language::English);
            let (own, _) = chart.own_code(account, "");
            sums.row([account, name, own, chart.class(account).text()], currency)
        }));
        rows.push(total.row(["total", "", "", ""], currency));
    }
    Ok(rows)
}
