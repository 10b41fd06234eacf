use std::fmt::Write;

use tieout_engine::books::chart::CHART;
use tieout_engine::books::templates::{FOUND, Leg, TEMPLATES};
use tieout_engine::books::treatment_rules::{Booking, Flow, Place, RULES, Sign};

use super::agrees;

fn chart() -> String {
    let mut text =
        "\n| code | account | 科目 | class | detail |\n| --- | --- | --- | --- | --- |\n"
            .to_owned();
    for account in CHART {
        writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            account.code,
            account.english,
            account.chinese,
            account.class.text(),
            account.detail.text()
        )
        .expect("a string takes everything");
    }
    text.push('\n');
    text
}

fn legs(legs: &[Leg]) -> String {
    let told = legs.iter().map(|leg| match leg.account {
        FOUND => format!("the account found: {}", leg.amount),
        account => format!("{account}: {}", leg.amount),
    });
    told.collect::<Vec<_>>().join("<br>")
}

fn templates() -> String {
    let mut text =
        "\n| template | when | debit | credit | made from |\n| --- | --- | --- | --- | --- |\n"
            .to_owned();
    for template in TEMPLATES {
        writeln!(
            text,
            "| `{}` | {} | {} | {} | {} |",
            template.name,
            template.when.text(),
            legs(template.debit),
            legs(template.credit),
            template.source
        )
        .expect("a string takes everything");
    }
    text.push('\n');
    text
}

const fn place(place: Place) -> &'static str {
    match place {
        Place::Clearing => "3001, 3003 or 3002 by flow",
        Place::Refunds => "3003",
        Place::Customer => "2011 of the buyer, 2013 of a payment",
        Place::DueFromChannel => "1122",
        Place::DueToChannel => "2202",
        Place::SuspensePayments => "1221",
        Place::SuspenseReceipts => "2241",
        Place::Recoverable => "1231",
        Place::ChannelFees => "6411",
        Place::BadDebt => "6701",
        Place::Bank => "1002",
    }
}

fn booking(booking: Booking) -> String {
    match booking {
        Booking::Nothing => "none".to_owned(),
        Booking::Difference(debit, credit) => {
            format!("Dr {} / Cr {}", place(debit), place(credit))
        }
        Booking::GivenUp => {
            "Dr 6701 / Cr 1231, with the claim Dr 1231 / Cr 3001 where a ledger does not hold it"
                .to_owned()
        }
        Booking::Missing(to) => format!("the missing item's parts against {}", place(to)),
        Booking::Expected => "the expected legs with their internal legs".to_owned(),
        Booking::Surplus => "the surplus legs, taken back".to_owned(),
        Booking::Posted => "the posted legs, taken back".to_owned(),
        Booking::Again => {
            "the posted legs taken back and the expected ones posted, summed".to_owned()
        }
    }
}

fn rules() -> String {
    let mut text = "\n| reconciliation | outcome | money | difference | treatment | entry |\n| --- | --- | --- | --- | --- | --- |\n".to_owned();
    for rule in RULES {
        let name = serde_json::to_value(rule.reconciliation).expect("a word");
        let flow = match rule.flow {
            Flow::In => "in",
            Flow::Refund => "refund",
            Flow::Payout => "payout",
            Flow::Out => "refund, payout",
            Flow::Any => "any",
        };
        let sign = match rule.sign {
            Sign::More => "theirs more",
            Sign::Less => "theirs less",
            Sign::Any => "any",
        };
        writeln!(
            text,
            "| {} | `{}` | {flow} | {sign} | `{}` | {} |",
            name.as_str().expect("a word"),
            rule.outcome.text(),
            rule.treatment.text(),
            booking(rule.booking)
        )
        .expect("a string takes everything");
    }
    text.push('\n');
    text
}

#[test]
fn the_page_of_entry_templates_lists_chart_templates_and_treatments() {
    let document = "docs/entry-templates.md";
    agrees(document, "chart", &chart());
    agrees(document, "templates", &templates());
    agrees(document, "treatments", &rules());
}
