//! The bar of what is selected: how many, how much, and what can be done with it.

use leptos::prelude::*;

use super::decide::Deciding;
use super::list_state::{ListState, Selected};
use crate::amounts::sums_at_risk;
use crate::locales::numbers::{amounts, selected};
use crate::locales::{DecideKey, Lang, ListKey, Locale, ShellKey, Words};
use crate::shell::ShellState;
use crate::ui::browser;

/// What the bar says: count, and Σ at risk where it can be summed.
fn bar_text<'a>(
    items: impl Iterator<Item = &'a Selected> + Clone,
    locale: Locale,
) -> (String, String) {
    let count = items.clone().count() as u64;
    let risk = sums_at_risk(items.map(|one| (one.currency, one.delta.as_str())));
    (
        selected(count, locale),
        risk.map_or_else(String::new, |risk| amounts(&risk)),
    )
}

/// The selected lines as a table of tabs, for a spreadsheet.
fn as_table<'a>(items: impl Iterator<Item = &'a Selected>) -> String {
    let line = |one: &Selected| format!("{}\t{}\t{}\n", one.key, one.currency, one.delta);
    items.map(line).collect()
}

/// The bar, while anything is selected.
#[component]
pub fn SelectionBar(
    /// The list.
    list: ListState,
) -> impl IntoView {
    let lang = Lang::current();
    let shell = ShellState::current();
    let deciding = Deciding::current();
    let some = Memo::new(move |_| list.selection.with(|selection| !selection.is_empty()));
    let copy = move |_| {
        let table = list.selection.with_untracked(|s| as_table(s.values()));
        leptos::task::spawn_local(async move {
            let key = if browser::copy(&table).await {
                ShellKey::Copied
            } else {
                ShellKey::CopyFailed
            };
            shell.say(key.word(lang.get_now()).to_owned());
        });
    };
    view! {
        <Show when=move || some.get()>
            <div class="bulk" role="status">
                {move || {
                    let locale = lang.get();
                    let (count, sum) = list.selection.with(|s| bar_text(s.values(), locale));
                    view! {
                        <b class="nb">{count}</b>
                        <span class="mut n">{sum} " " {ListKey::AtRiskWord.word(locale)}</span>
                    }
                }}
                <button
                    type="button"
                    class="btn primary"
                    data-testid="accept-selected"
                    on:click=move |_| deciding.accept()
                >
                    {lang.t(DecideKey::AcceptSelected)}
                </button>
                <button type="button" class="btn" on:click=copy>{lang.t(ListKey::CopyRows)}</button>
                <button
                    type="button"
                    class="btn quiet"
                    on:click=move |_| list.selection.update(std::collections::BTreeMap::clear)
                >
                    {lang.t(ListKey::ClearSelection)}
                </button>
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_statement::Currency;

    #[test]
    fn the_bar_sums_absolute_differences_exactly() {
        let one = |key: &str, delta: &str| Selected {
            handle: 0,
            id: key.to_owned(),
            key: key.to_owned(),
            currency: Currency::CNY,
            delta: delta.to_owned(),
            treatment: None,
            decision: None,
        };
        let items = [one("C1", "-60.10"), one("C2", "50.00")];
        assert_eq!(
            bar_text(items.iter(), Locale::En),
            ("2 selected".to_owned(), "110.10".to_owned())
        );
        assert_eq!(as_table(items.iter()), "C1\tCNY\t-60.10\nC2\tCNY\t50.00\n");
    }
}
