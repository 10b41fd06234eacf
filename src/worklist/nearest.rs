//! Why not: what comes nearest to a row that met nothing, asked for when a case is opened.

use leptos::prelude::*;
use tieout_engine::outcome::Outcome;
use tieout_engine::worklist::{Detail, Hint, RefundCheck, WhyNot};

use super::case::{RowLine, row_line};
use super::decide::{Deciding, PairCase, pair_button};
use crate::locales::numbers::{amount, count, duration};
use crate::locales::{Lang, Locale, NearestKey, Words};
use crate::workspace::Workspace;

/// Whether rows of the other side are worth looking for: the case has none.
fn met_nothing(detail: &Detail) -> bool {
    let open = matches!(
        detail.item.outcome,
        Outcome::LostOrder
            | Outcome::DroppedOrder
            | Outcome::TimingDifference
            | Outcome::OutOfPeriod
            | Outcome::Unposted
            | Outcome::PostedWithoutOrder
            | Outcome::FundShort
            | Outcome::UnidentifiedReceipt
            | Outcome::UnidentifiedPayment
    );
    open && (detail.left.is_empty() || detail.right.is_empty())
}

/// The section of the case pane; nothing where the case met its other side.
#[component]
pub fn Nearest(
    /// The case.
    #[prop(into)]
    detail: StoredValue<Detail>,
) -> impl IntoView {
    let lang = Lang::current();
    let workspace: Workspace = expect_context();
    let found = RwSignal::new(None::<WhyNot>);
    if detail.with_value(met_nothing) {
        let handle = detail.with_value(|detail| detail.item.handle);
        leptos::task::spawn_local(async move {
            let why = workspace.why_not(handle).await;
            // The pane may show another case by now; its signals are gone then.
            let _ = found.try_set(why);
        });
    }
    let deciding = Deciding::current();
    let case = detail.with_value(PairCase::of);
    move || {
        let locale = lang.get();
        let case = case.clone();
        let pair = move |hint: &Hint| {
            let numbers = hint.rows.iter().map(|row| row_line(row, locale).number);
            let with = numbers.collect::<Vec<_>>().join(", ");
            pair_button(deciding, &case, (hint.pair.clone(), with), locale)
        };
        found.get().map(|why| section(&why, pair, locale))
    }
}

fn section(why: &WhyNot, pair: impl Fn(&Hint) -> Option<AnyView>, locale: Locale) -> AnyView {
    let hints: Vec<_> = why
        .hints
        .iter()
        .map(|hint| suggestion(hint, pair(hint), locale))
        .collect();
    let nothing = hints.is_empty().then(|| {
        view! { <p class="mut">{NearestKey::Nothing.word(locale)}</p> }
    });
    let bound = (why.left_out > 0).then(|| {
        let text = NearestKey::LeftOut.word(locale);
        let text = text.replace("{looked}", &count(why.looked_at));
        view! { <p class="sub">{text.replace("{left}", &count(why.left_out))}</p> }
    });
    let refund = why.refund.as_ref().map(|check| {
        view! { <p>{refund_sentence(check, locale)}</p> }
    });
    view! {
        <section data-testid="why-not">
            <h3>{NearestKey::Title.word(locale)}</h3>
            {refund}
            {nothing}
            <ol class="cand">{hints}</ol>
            {bound}
        </section>
    }
    .into_any()
}

fn suggestion(hint: &Hint, pair: Option<AnyView>, locale: Locale) -> impl IntoView + use<> {
    let rows = hint.rows.iter().map(|row| {
        let RowLine {
            number,
            facts,
            amount,
            place,
            ..
        } = row_line(row, locale);
        view! {
            <div class="row">
                <span>{number} " " <span class="sub">{facts}</span></span>
                <span class="n">{amount}</span>
            </div>
            <span class="sub">{place}</span>
        }
    });
    view! { <li>{rows.collect_view()} <p class="sub">{hint_sentence(hint, locale)}</p> {pair}</li> }
}

/// In what a suggestion is near, and the first rule that it fails.
fn hint_sentence(hint: &Hint, locale: Locale) -> String {
    let near = match (hint.near.as_str(), hint.value) {
        ("number_folded", _) => NearestKey::Folded.word(locale).to_owned(),
        ("number_mistyped", 1) => NearestKey::OneCharacter.word(locale).to_owned(),
        ("number_mistyped", _) => NearestKey::TwoCharacters.word(locale).to_owned(),
        ("sum", _) => NearestKey::Sum.word(locale).to_owned(),
        ("near_amount", seconds) => {
            let days = count(u64::try_from(seconds / 86_400).unwrap_or_default());
            NearestKey::NearAmount.word(locale).replace("{days}", &days)
        }
        (_, seconds) => {
            let ms = u64::try_from(seconds)
                .unwrap_or_default()
                .saturating_mul(1000);
            NearestKey::SameAmount
                .word(locale)
                .replace("{apart}", &duration(ms, locale))
        }
    };
    let failed = match hint.failed.as_str() {
        "other_channel" => NearestKey::OtherChannel,
        "other_number" => NearestKey::OtherNumber,
        "other_family" => NearestKey::OtherFamily,
        "other_currency" => NearestKey::OtherCurrency,
        "no_success" => NearestKey::NoSuccess,
        "no_channel" => NearestKey::NoChannel,
        "not_due" => NearestKey::NotDue,
        "other_amount" => NearestKey::OtherAmount,
        "ambiguous" => NearestKey::OthersToo,
        _ => NearestKey::Taken,
    };
    format!(
        "{near}{}{}",
        locale.pick(", but ", "，但"),
        failed.word(locale)
    )
}

fn refund_sentence(check: &RefundCheck, locale: Locale) -> String {
    let key = match check.verdict.as_str() {
        "no_payment" => NearestKey::RefundWithoutPayment,
        "exceeds" => NearestKey::RefundExceeds,
        _ => NearestKey::RefundWithin,
    };
    key.word(locale)
        .replace("{order}", &check.merchant_order_no)
        .replace("{paid}", &amount(&check.paid))
        .replace("{refunded}", &amount(&check.refunded))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(near: &str, value: i64, failed: &str) -> Hint {
        Hint {
            near: near.to_owned(),
            value,
            failed: failed.to_owned(),
            rows: Vec::new(),
            pair: Vec::new(),
            text: String::new(),
        }
    }

    #[test]
    fn a_suggestion_says_in_what_it_is_near_and_what_it_fails() {
        let told = |hint: &Hint| [Locale::En, Locale::Zh].map(|locale| hint_sentence(hint, locale));
        assert_eq!(
            told(&hint("number_mistyped", 1, "other_number")),
            [
                "the number but for one character, but another number",
                "号码仅差一个字符，但号码不同"
            ]
        );
        let [en, _] = told(&hint("same_amount", 75, "taken"));
        assert_eq!(en, "the same amount, 75 s apart, but it has met others");
    }

    #[test]
    fn a_refund_names_its_order_and_both_sums() {
        let check = RefundCheck {
            merchant_order_no: "M1".to_owned(),
            paid: "1040.00".to_owned(),
            refunded: "1050.00".to_owned(),
            verdict: "exceeds".to_owned(),
        };
        let text = refund_sentence(&check, Locale::En);
        assert_eq!(
            text,
            "Refunds of order M1 come to 1,050.00, more than its payments of 1,040.00."
        );
    }
}
