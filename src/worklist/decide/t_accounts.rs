//! An entry as people draw it on the board: an account each, debits left, credits right.

use leptos::prelude::*;
use tieout_engine::report::{EntryLineReport, EntryReport};

use crate::locales::books::account_name;
use crate::locales::numbers::{amount, is_zero};
use crate::locales::{DecideKey, Locale, Words};

/// The entry's accounts.
pub fn t_accounts(entry: &EntryReport, locale: Locale) -> impl IntoView + use<> {
    let mut lines: Vec<&EntryLineReport> = entry.lines.iter().collect();
    lines.sort_by_key(|line| is_zero(&line.debit));
    let side = |text: &str| {
        if is_zero(text) {
            String::new()
        } else {
            amount(text)
        }
    };
    let accounts = lines.into_iter().map(|line| {
        view! {
            <table class="taccount">
                <caption>
                    <span class="n">{line.account.clone()}</span>
                    " "
                    {account_name(&line.account, locale)}
                    " "
                    <span class="sub">{line.detail.clone()}</span>
                </caption>
                <thead>
                    <tr>
                        <th>{DecideKey::Debit.word(locale)}</th>
                        <th class="n">{DecideKey::Credit.word(locale)}</th>
                    </tr>
                </thead>
                <tbody>
                    <tr>
                        <td class="n">{side(&line.debit)}</td>
                        <td class="n">{side(&line.credit)}</td>
                    </tr>
                </tbody>
            </table>
        }
    });
    view! { <div class="taccounts" data-testid="t-accounts">{accounts.collect_view()}</div> }
}
