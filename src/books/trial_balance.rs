//! The trial balance: every account over its details.

use leptos::prelude::*;
use tieout_engine::books::chart::{Class, find};
use tieout_engine::books::screens::AccountTotal;
use tieout_engine::report::BalanceReport;

use super::details_of;
use super::here::Here;
use crate::amounts::sums;
use crate::locales::books::{account_beside, account_name};
use crate::locales::numbers::{amount, is_zero};
use crate::locales::{BooksKey, Lang, Locale, Words};
use crate::workspace::books::{BooksAnswer, BooksQuestion};
use crate::workspace::{Workspace, asked};

/// The figures of an account at a stage: opening, debits, credits, closing.
#[must_use]
pub fn figures(balance: &BalanceReport, after: bool) -> [String; 4] {
    let currency = balance.currency;
    let with = |counted: &String, proposed: &String| {
        let parts = [counted, proposed].map(|text| (currency, text.as_str()));
        let parts = if after { &parts[..] } else { &parts[..1] };
        let sum = sums(parts.iter().copied()).and_then(|sums| sums.into_iter().next());
        sum.map_or_else(|| counted.clone(), |view| view.amount)
    };
    let closing = if after {
        &balance.closing_after_treatment
    } else {
        &balance.closing
    };
    [
        balance.opening.clone(),
        with(&balance.debits, &balance.proposed_debits),
        with(&balance.credits, &balance.proposed_credits),
        closing.clone(),
    ]
}

/// An amount of a table: a dash for nothing.
#[must_use]
pub fn shown(text: &str) -> String {
    if is_zero(text) {
        "–".to_owned()
    } else {
        amount(text)
    }
}

/// The group of an account: which side of the books it stands on.
fn group(code: &str) -> (u8, BooksKey) {
    match find(code).map(|account| account.class) {
        Some(Class::Asset) => (0, BooksKey::Assets),
        Some(Class::Liability) => (1, BooksKey::Liabilities),
        Some(Class::Clearing) => (2, BooksKey::Clearing),
        Some(Class::Income | Class::Expense) => (3, BooksKey::IncomeExpense),
        None => (4, BooksKey::OwnAccounts),
    }
}

/// The sheet.
#[component]
pub fn TrialBalanceSheet() -> impl IntoView {
    let lang = Lang::current();
    let here = Here::current();
    let workspace: Workspace = expect_context();
    let accounts = asked(
        workspace,
        || Some(BooksQuestion::Accounts),
        |answer| match answer {
            BooksAnswer::Accounts(accounts) => Some(accounts),
            _ => None,
        },
    );
    let table = move || {
        let accounts = accounts.get()?;
        Some(table(here, &accounts, lang.get()))
    };
    view! {
        <section class="sheet clip" aria-labelledby="trial-balance">
            <header>
                <h2 id="trial-balance">{lang.t(BooksKey::TrialBalance)}</h2>
                <span class="sub">{lang.t(BooksKey::TrialSub)}</span>
            </header>
            <div class="scroll tall" tabindex="0" role="group" aria-labelledby="trial-balance">
                {table}
            </div>
        </section>
    }
}

fn table(here: Here, accounts: &[AccountTotal], locale: Locale) -> impl IntoView + use<> {
    let after = here.after.get();
    let mut ordered: Vec<&AccountTotal> = accounts.iter().collect();
    ordered.sort_by_key(|total| group(&total.balance.account).0);
    let mut currencies: Vec<_> = accounts.iter().map(|t| t.balance.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let several = currencies.len() > 1;
    let mut last = None;
    let mut rows: Vec<AnyView> = Vec::new();
    for total in ordered {
        let (of, heading) = group(&total.balance.account);
        if last != Some(of) {
            last = Some(of);
            let columns = if several { "6" } else { "5" };
            rows.push(
                view! { <tr class="group"><th scope="rowgroup" colspan=columns>{heading.word(locale)}</th></tr> }
                    .into_any(),
            );
        }
        rows.push(row(here, &total.balance, several, after, locale).into_any());
    }
    for &currency in &currencies {
        let own = accounts
            .iter()
            .map(|t| &t.balance)
            .filter(|b| b.currency == currency);
        let columns: Vec<[String; 4]> = own.map(|b| figures(b, after)).collect();
        let sum = |at: usize| {
            let all = columns
                .iter()
                .map(|figures| (currency, figures[at].as_str()));
            let sum = sums(all).and_then(|sums| sums.into_iter().next());
            sum.map_or_else(String::new, |view| amount(&view.amount))
        };
        let cells = [0, 1, 2, 3].map(|at| view! { <td class="n">{sum(at)}</td> });
        let code = several.then(|| view! { <td class="dim">{currency.code().to_owned()}</td> });
        rows.push(
            view! { <tr class="total"><th scope="row">{BooksKey::Sum.word(locale)}</th>{code}{cells.collect_view()}</tr> }
                .into_any(),
        );
    }
    let word = |key: BooksKey| key.word(locale);
    let closing = if after {
        BooksKey::AfterClosing
    } else {
        BooksKey::Closing
    };
    view! {
        <table class="tbl compact" data-testid="trial-balance">
            <thead>
                <tr>
                    <th>{word(BooksKey::Account)}</th>
                    {several.then(|| view! { <td></td> })}
                    <th class="n">{word(BooksKey::Opening)}</th>
                    <th class="n">{word(BooksKey::Debits)}</th>
                    <th class="n">{word(BooksKey::Credits)}</th>
                    <th class="n">{word(closing)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(
    here: Here,
    balance: &BalanceReport,
    several: bool,
    after: bool,
    locale: Locale,
) -> impl IntoView + use<> {
    let account = balance.account.clone();
    let [opening, debits, credits, closing] = figures(balance, after);
    let changed = after && closing != balance.closing;
    let href = details_of(here.nav, &account);
    let link = |text: &str, changed: bool| {
        let class = if changed { "amt chg" } else { "amt" };
        view! { <td class="n"><a class=class href=href.clone()>{shown(text)}</a></td> }
    };
    let code = several.then(|| view! { <td class="dim">{balance.currency.code().to_owned()}</td> });
    view! {
        <tr
            title=account_beside(&account, locale)
            data-testid=format!("account-{account}")
            data-closing=closing.clone()
        >
            <th scope="row">
                <a class="amt" href=href.clone()>
                    <span class="n dim">{account.clone()}</span> " " {account_name(&account, locale)}
                </a>
            </th>
            {code}
            {link(&opening, false)}
            {link(&debits, after && debits != balance.debits)}
            {link(&credits, after && credits != balance.credits)}
            {link(&closing, changed)}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_statement::Currency;

    #[test]
    fn after_the_treatments_the_proposed_movement_is_in_the_figures() {
        let text = |amount: &str| amount.to_owned();
        let balance = BalanceReport {
            account: text("3001"),
            detail: String::new(),
            currency: Currency::CNY,
            opening: text("0.00"),
            debits: text("10.00"),
            credits: text("4.00"),
            closing: text("6.00"),
            proposed_debits: text("1.50"),
            proposed_credits: text("0.00"),
            closing_after_treatment: text("7.50"),
        };
        assert_eq!(figures(&balance, false), ["0.00", "10.00", "4.00", "6.00"]);
        assert_eq!(figures(&balance, true), ["0.00", "11.50", "4.00", "7.50"]);
        assert_eq!((shown("0.00"), shown("-1.00")), (text("–"), text("−1.00")));
    }
}
