//! `[[profile]]` as text: every key is read and written, and what is wrong is told.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tieout_engine::Settings;
use tieout_engine::settings::SettingsFault;
use tieout_statement::profile::{Amounts, Profile, Separator, Target, targets};
use tieout_statement::tabular::{DateOrder, DecimalMark};
use tieout_statement::{Column, Encoding, Role};

const FULL: &str = "[[profile]]\nname = \"Zork\"\nrole = \"channel_statement\"\n\
    header = [\"Nr.\", \"Typ\", \"Typ\", \"Betrag\"]\n\
    columns = { order_no = \"Nr.\", kind = \"#2\", status = \"#3\", amount = \"Betrag\" }\n\
    constants = { currency = \"EUR\", channel = \"zork\" }\namounts = \"worded\"\n\
    date_order = \"mdy\"\ndecimal_mark = \"comma\"\nminor_units = true\nnegative_fees = true\n\
    kind_words = { \"Kauf ab\" = \"payment\" }\nstatus_words = { ok = \"success\" }\n\
    encoding = \"Windows-1252\"\nseparator = \"semicolon\"\n";

fn first_fault(toml: &str) -> SettingsFault {
    let faults = Settings::check(toml).expect_err("it is wrong");
    faults.into_iter().next().expect("a fault")
}

/// Line, key, and the nearest valid one.
fn told(toml: &str) -> (u32, String, Option<String>) {
    let fault = first_fault(toml);
    let nearest = fault.expected.nearest().map(ToOwned::to_owned);
    (fault.line.expect("a line"), fault.key, nearest)
}

#[test]
fn every_key_is_read() {
    let settings = Settings::parse(FULL).expect("settings");
    let profile = &settings.profiles[0];
    assert_eq!(profile.role, Role::ChannelStatement);
    assert_eq!(profile.place(Target::Column(Column::Status)), Some(2));
    assert_eq!(profile.amounts, Amounts::Worded);
    assert_eq!(profile.date_order, Some(DateOrder::MonthFirst));
    assert_eq!(profile.decimal_mark, DecimalMark::Comma);
    assert!(profile.minor_units && profile.negative_fees);
    let kinds = &profile.words[&Target::Column(Column::Kind)];
    assert_eq!(kinds["Kauf ab"], "payment");
    assert_eq!(profile.encoding, Some(Encoding::Windows1252));
    assert_eq!(profile.separator, Some(Separator::Semicolon));
    assert_eq!(settings.reading().profiles, settings.profiles);
}

#[test]
fn what_is_written_is_read_again_as_text_and_as_a_report_shows_it() {
    let settings = Settings::parse(FULL).expect("settings");
    assert_eq!(Settings::parse(&settings.to_toml()), Ok(settings.clone()));
    assert_eq!(Settings::from_json(&settings.to_json()), Ok(settings));
}

#[test]
fn a_wrong_key_or_value_is_told_with_its_line_and_the_nearest() {
    let near = |from: &str, to: &str| told(&FULL.replace(from, to));
    let is = |line, key: &str, nearest: &str| (line, key.to_owned(), Some(nearest.to_owned()));
    assert_eq!(
        near("amounts =", "amount ="),
        is(7, "profile.amount", "amounts")
    );
    assert_eq!(
        near("channel_statement", "chanel_statement"),
        is(3, "profile.role", "channel_statement")
    );
    assert_eq!(
        near("\"worded\"", "\"wordet\""),
        is(7, "profile.amounts", "worded")
    );
    assert_eq!(
        near("order_no =", "ordre_no ="),
        is(5, "profile.columns.ordre_no", "order_no")
    );
    assert_eq!(
        near("= \"Betrag\"", "= \"Betrga\""),
        is(5, "profile.columns.amount", "Betrag")
    );
    assert_eq!(
        near("\"payment\"", "\"payment \""),
        is(12, "profile.kind_words.Kauf ab", "payment")
    );
    assert_eq!(near("\"semicolon\"", "\";\"").0, 15);
    assert_eq!(near("= true\nneg", "= 1\nneg").1, "profile.minor_units");
    assert_eq!(
        near("[[profile]]", "[[profil]]").2.as_deref(),
        Some("profile")
    );
}

#[test]
fn a_profile_says_everything_that_a_row_must_have() {
    let fault = first_fault(&FULL.replace("channel = \"zork\"", "batch_no = \"1\""));
    assert_eq!(fault.detail(), "a [[profile]] without channel");
    let fault = first_fault(&FULL.replace("name = \"Zork\"\n", ""));
    assert_eq!(fault.detail(), "a [[profile]] without name");
}

#[test]
fn one_header_has_one_profile() {
    let twice = format!(
        "{FULL}{}",
        FULL.replace("Zork", "Other").replace("Nr.", "NR.")
    );
    assert_eq!(first_fault(&twice).key, "profile.header");
    let same_name = format!("{FULL}{}", FULL.replace("Nr.", "No"));
    assert_eq!(first_fault(&same_name).key, "profile.name");
}

prop_compose! {
    fn profile()(
        role in proptest::sample::select(Role::ALL.to_vec()),
        header in proptest::collection::vec("\\PC{1,6}", 1..8),
        text in "\\PC{1,6}",
        order in proptest::option::of(proptest::sample::select(vec![DateOrder::DayFirst, DateOrder::MonthFirst])),
        encoding in proptest::option::of(proptest::sample::select(Encoding::ALL.to_vec())),
    ) -> Profile {
        let mut profile = Profile::new(role, header.clone());
        profile.name = text.clone();
        for (at, target) in targets(role).into_iter().enumerate() {
            if at < header.len() {
                profile.columns.insert(target, format!("#{}", at + 1));
            } else {
                profile.constants.insert(target, text.clone());
            }
        }
        profile.amounts = Amounts::Signed;
        profile.date_order = order;
        profile.encoding = encoding;
        if role == Role::PaymentFlow {
            let words = BTreeMap::from([(text, "transfer".to_owned())]);
            profile.words.insert(Target::Column(Column::Kind), words);
        }
        profile
    }
}

proptest! {
    #[test]
    fn any_profile_that_is_whole_is_written_and_read_again(profile in profile()) {
        prop_assume!(profile.missing().is_empty() && !profile.name.trim().is_empty());
        let settings = Settings { profiles: vec![profile], ..Settings::default() };
        prop_assert_eq!(Settings::parse(&settings.to_toml()), Ok(settings.clone()));
        prop_assert_eq!(Settings::from_json(&settings.to_json()), Ok(settings));
    }
}
