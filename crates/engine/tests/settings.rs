//! What `tieout.toml` may say, and how it is told what it may not.

use proptest::prelude::*;
use tieout_engine::Settings;
use tieout_engine::settings::{
    AccountSettings, ChannelSettings, Cleaning, CutOff, DaySettings, Fees, KeyCleaning, Measure,
    Settlement, Tolerance, ZoneOffset,
};
use tieout_statement::{Currency, Date, FileProblem, FormatSettings};

/// The refusal of a text as `line: what is wrong: what was expected`.
fn refusal(toml: &str) -> String {
    match Settings::parse(toml) {
        Err(FileProblem::Invalid {
            line,
            detail,
            expected,
        }) => format!("{}: {detail}: {expected}", line.unwrap_or(0)),
        other => panic!("not refused: {other:?}"),
    }
}

fn starts(toml: &str, with: &str) {
    let told = refusal(toml);
    assert!(told.starts_with(with), "{told}");
}

#[test]
fn every_key_may_be_missing() {
    let none = Settings::parse("").expect("nothing is valid");
    assert_eq!(none, Settings::default());
    assert_eq!(none.day.window_minutes, 30);
    assert_eq!(none.day.max_fund_days, 3);
    assert_eq!(none.day.cut_off.to_string(), "24:00");
    assert_eq!(none.channel("wechat").settlement, Settlement::WholeBatch);
}

#[test]
fn every_key_is_read() {
    let toml = r#"
        [day]
        accounting_date = "2026-03-02"
        cut_off = "23:30"
        window_minutes = 0
        time_zone = "-03:30"
        max_carry_days = 2
        max_fund_days = 5
        interest_words = ["利息"]
        charge_words = []
        [[channel]]
        code = "unionpay"
        settlement = "partial_batch"
        settle_lag_days = 1
        fees = "billed_apart"
        bank_account = "RES-02"
        counterparty = "China \"UnionPay\""
    "#;
    let settings = Settings::parse(toml).expect("valid");
    assert_eq!(settings.day.accounting_date, Date::parse("2026-03-02"));
    assert_eq!(settings.day.cut_off.seconds(), 84_600);
    assert_eq!(settings.day.time_zone.minutes(), -210);
    assert_eq!(settings.day.charge_words, Vec::<String>::new());
    let channel = settings.channel("unionpay");
    assert_eq!(channel.settlement, Settlement::PartialBatch);
    assert_eq!(channel.fees, Fees::BilledApart);
    assert_eq!(channel.counterparty, "China \"UnionPay\"");
    assert_eq!(Settings::parse(&settings.to_toml()), Ok(settings));
}

#[test]
fn a_misspelt_key_is_told_with_its_line_and_the_nearest() {
    starts(
        "[day]\ncut_of = \"24:00\"",
        "2: unknown key day.cut_of: cut_off?",
    );
    starts(
        "[day]\n\n[[channel]]\ncode = \"a\"\nsettelment = \"whole_batch\"",
        "5: unknown key channel.settelment: settlement?",
    );
    starts("[days]\n", "1: unknown key days: day?");
    starts(
        "[day]\nqqqqqqqqqqqq = 1",
        "2: unknown key day.qqqqqqqqqqqq: one of accounting_date, cut_off",
    );
}

#[test]
fn a_wrong_word_is_told_with_the_nearest() {
    starts(
        "[[channel]]\ncode = \"a\"\nsettlement = \"whole-batch\"",
        "3: channel.settlement: \"whole-batch\": \"whole_batch\"? one of whole_batch, partial_batch",
    );
    starts(
        "[[channel]]\ncode = \"a\"\nfees = \"apart\"",
        "3: channel.fees: \"apart\": \"billed_apart\"? one of netted, billed_apart",
    );
}

#[test]
fn a_wrong_value_is_told_with_what_may_stand_there() {
    starts(
        "[day]\naccounting_date = \"2026-02-30\"",
        "2: day.accounting_date: \"2026-02-30\": \"2026-02-28\"? a date that exists",
    );
    starts(
        "[day]\naccounting_date = 2026-03-02",
        "2: day.accounting_date: the time 2026-03-02 without quotes: \"2026-03-02\"? a date",
    );
    starts(
        "[day]\ncut_off = \"00:00\"",
        "2: day.cut_off: \"00:00\": \"24:00\"? a time from \"00:01\"",
    );
    starts("[day]\ncut_off = \"24:01\"", "2: day.cut_off");
    starts("[day]\ntime_zone = \"08:00\"", "2: day.time_zone");
    starts(
        "[day]\nwindow_minutes = -1",
        "2: day.window_minutes: -1: 0? a whole number from 0",
    );
    starts(
        "[day]\nwindow_minutes = 1.5",
        "2: day.window_minutes: the number 1.5",
    );
    starts(
        "[day]\nmax_carry_days = \"1\"",
        "2: day.max_carry_days: the text \"1\"",
    );
    starts(
        "[day]\ninterest_words = \"x\"",
        "2: day.interest_words: the text \"x\": a list",
    );
    starts(
        "[day]\ncharge_words = [\"a\", \"\"]",
        "2: day.charge_words: the text \"\"",
    );
}

/// A channel with one more line.
fn channel_with(line: &str) -> String {
    format!("[[channel]]\ncode = \"a\"\n{line}\n")
}

#[test]
fn options_are_off_and_unwritten_unless_named() {
    let plain = Settings::parse(&channel_with("")).expect("valid");
    let channel = plain.channel("a");
    assert!(!channel.tolerance.is_on() && !channel.cleaning.is_on());
    for word in ["tolerance", "key_"] {
        assert!(!plain.to_toml().contains(word));
        assert!(!plain.to_json().to_string().contains(word));
    }
    let off = channel_with("tolerance = \"\"\ntolerance_per_mille = \"\"\nkey_prefix = \"\"");
    assert_eq!(Settings::parse(&off), Ok(plain));
}

#[test]
fn options_are_read_by_their_digits() {
    for lines in [
        "tolerance = 0.05\ntolerance_per_mille = 1",
        "tolerance = \"0.05\"\ntolerance_per_mille = \"1\"",
    ] {
        let settings = Settings::parse(&channel_with(lines)).expect(lines);
        let tolerance = settings.channel("a").tolerance;
        assert_eq!(tolerance.absolute, Measure::parse("0.05"));
        assert_eq!(tolerance.per_mille, Some(Measure::whole(1)));
        assert_eq!(tolerance.treatment.text(), "suspense");
        assert!(settings.to_toml().contains("tolerance = \"0.05\""));
    }
    let cleaned = channel_with("key_cleaning = [\"case\", \"trim\", \"case\"]");
    let cleaned = Settings::parse(&cleaned).expect("valid").channel("a");
    assert_eq!(cleaned.cleaning.steps, [Cleaning::Trim, Cleaning::Case]);
}

#[test]
fn a_wrong_option_is_told_with_what_may_stand_there() {
    for (line, told) in [
        (
            "tolerence = 1",
            "3: unknown key channel.tolerence: tolerance?",
        ),
        (
            "tolerance = \"-1\"",
            "3: channel.tolerance: \"-1\": an amount in major units",
        ),
        (
            "tolerance = 1e3",
            "3: channel.tolerance: \"1e3\": an amount",
        ),
        (
            "tolerance_per_mille = 1001",
            "3: channel.tolerance_per_mille: \"1001\": \"1000\"? thousandths",
        ),
        (
            "tolerance_treatment = \"suspence\"",
            "3: channel.tolerance_treatment: \"suspence\": \"suspense\"? one of suspense, claim",
        ),
        (
            "key_cleaning = [\"leading_zeroes\"]",
            "3: channel.key_cleaning: the text \"leading_zeroes\": \"leading_zeros\"? a list of width",
        ),
        (
            "key_cleaning = \"trim\"",
            "3: channel.key_cleaning: the text \"trim\": a list of",
        ),
        (
            "key_patern = \"x\"",
            "3: unknown key channel.key_patern: key_pattern?",
        ),
        ("key_pattern = \"(\"", "3: channel.key_pattern: \"(\": "),
    ] {
        starts(&channel_with(line), told);
    }
}

#[test]
fn a_channel_has_a_code_of_its_own() {
    starts(
        "[[channel]]\nfees = \"netted\"",
        "1: a [[channel]] without code",
    );
    starts("[[channel]]\ncode = \" \"", "2: channel.code: empty");
    starts(
        "[[channel]]\ncode = \"a\"\n[[channel]]\ncode = \"a\"",
        "3: channel.code: \"a\" stands twice",
    );
    starts(
        "[channel]\ncode = \"a\"",
        "1: channel: a table: [[channel]], with two brackets",
    );
}

#[test]
fn what_is_nearly_right_is_told_with_what_was_meant() {
    for (line, nearest) in [
        ("accounting_date = \"2026/3/2\"", "2026-03-02"),
        ("accounting_date = \"20260302\"", "2026-03-02"),
        ("accounting_date = \"2026-02-31\"", "2026-02-28"),
        ("cut_off = \"9:30\"", "09:30"),
        ("cut_off = \"0:00\"", "24:00"),
        ("cut_off = 22", "22:00"),
        ("time_zone = \"08:00\"", "+08:00"),
        ("time_zone = \"UTC-3:30\"", "-03:30"),
        ("time_zone = 8", "+08:00"),
        ("window_minutes = \"45\"", "45"),
        ("window_minutes = 1500", "1440"),
        ("max_carry_days = -3", "0"),
        ("max_fund_days = 99999999999999999999", "3650"),
    ] {
        assert_eq!(nearest_of(&format!("[day]\n{line}")), nearest, "{line}");
    }
    for (line, nearest) in [
        ("tolerance = \"0,05\"", "0.05"),
        ("tolerance_per_mille = 2000", "1000"),
        ("fees = \"net\"", "netted"),
        ("settlement = \"Whole_Batch\"", "whole_batch"),
        ("key_cleaning = [\"zeros\"]", "leading_zeros"),
        ("bank_acount = \"R\"", "bank_account"),
    ] {
        assert_eq!(nearest_of(&channel_with(line)), nearest, "{line}");
    }
    assert_eq!(nearest_of("[[formats]]\nid = \"wechat-bill\""), "format");
}

/// The nearest valid one of a text's only fault.
fn nearest_of(toml: &str) -> String {
    let faults = Settings::check(toml).expect_err("it is wrong");
    assert_eq!(faults.len(), 1, "{faults:?}");
    let nearest = faults[0].expected.nearest();
    nearest
        .unwrap_or_else(|| panic!("nothing is near: {:?}", faults[0]))
        .to_owned()
}

#[test]
fn a_key_outside_its_table_is_told_where_it_belongs() {
    starts(
        "cut_off = \"24:00\"",
        "1: unknown key cut_off: this key below [day]",
    );
    starts(
        "fees = \"netted\"",
        "1: unknown key fees: this key below [[channel]]",
    );
}

#[test]
fn formats_are_read_by_their_ids() {
    let toml = "[[format]]\nid = \"wechat-bill\"\nchannel = \"wx-app\"\namount_column = \"订单金额\"\nrefund_amount_column = \"申请退款金额\"\n";
    let settings = Settings::parse(toml).expect("valid");
    let format = FormatSettings {
        channel: Some("wx-app".to_owned()),
        amount: Some("订单金额".to_owned()),
        refund_amount: Some("申请退款金额".to_owned()),
        ..FormatSettings::default()
    };
    assert_eq!(settings.reading().format("wechat-bill"), format);
    assert_eq!(
        settings.reading().format("alipay-detail"),
        FormatSettings::default()
    );
    assert!(settings.to_toml().ends_with(&format!("\n{toml}")));
    assert_eq!(settings.to_json()["format"][0]["amount_column"], "订单金额");
    assert!(Settings::default().to_json().get("format").is_none());
}

#[test]
fn a_wrong_format_is_told_with_what_may_stand_there() {
    for (lines, told) in [
        (
            "id = \"wechat_bill\"",
            "2: format.id: \"wechat_bill\": \"wechat-bill\"? one of wechat-bill, alipay-detail",
        ),
        ("channel = \"a\"", "1: a [[format]] without id"),
        (
            "id = \"wechat-bill\"\nchannel = \"\"",
            "3: format.channel: empty",
        ),
        (
            "id = \"wechat-bill\"\namount_column = \"定单金额\"",
            "3: format.amount_column: \"定单金额\": \"订单金额\"? one of 应结订单金额, 订单金额, 总金额",
        ),
        (
            "id = \"alipay-detail\"\nrefund_amount_column = \"退款金额\"",
            "3: format.refund_amount_column: \"退款金额\": ",
        ),
        (
            "id = \"wechat-bill\"\namount = \"总金额\"",
            "3: unknown key format.amount: amount_column?",
        ),
        (
            "id = \"wechat-bill\"\n[[format]]\nid = \"wechat-bill\"",
            "3: format.id: \"wechat-bill\" stands twice: one [[format]] for each id",
        ),
    ] {
        starts(&format!("[[format]]\n{lines}\n"), told);
    }
}

#[test]
fn an_account_has_a_limit_in_its_currency() {
    let toml = "[[account]]\nid = \"RES-01\"\ncurrency = \"CNY\"\nlimit = \"100000.5\"\n";
    let settings = Settings::parse(toml).expect("valid");
    assert_eq!(settings.accounts[0].minor(), 10_000_050);
    assert!(settings.to_toml().ends_with(&format!("\n{toml}")));
    assert_eq!(settings.to_json()["account"][0]["limit"], "100000.5");
    assert!(Settings::default().to_json().get("account").is_none());
    let again = Settings::from_json(&settings.to_json());
    assert_eq!(again, Ok(settings));
}

#[test]
fn a_wrong_limit_is_told_with_what_may_stand_there() {
    let head = "[[account]]\nid = \"A\"\ncurrency = \"CNY\"\n";
    for (lines, told) in [
        (
            "",
            "1: a [[account]] without limit: limit = \"…\", such as \"100000.00\"",
        ),
        ("limit = \"\"", "4: account.limit: "),
        (
            "limit = \"1,5\"",
            "4: account.limit: \"1,5\": \"1.5\"? an amount",
        ),
        (
            "limit = \"0.005\"",
            "4: account.limit: \"0.005\": \"0\"? an amount",
        ),
        ("limt = \"1\"", "1: a [[account]] without limit"),
        (
            "limit = 1\nlimti = 2",
            "5: unknown key account.limti: limit?",
        ),
        (
            "limit = 1\n[[account]]\nid = \"A\"\ncurrency = \"CNY\"\nlimit = 2",
            "5: account.id and currency: \"A CNY\" stands twice: one [[account]] for each id and currency",
        ),
    ] {
        starts(&format!("{head}{lines}\n"), told);
    }
    starts(
        "[[account]]\nid = \"A\"\ncurrency = \"cny\"\nlimit = 1\n",
        "3: account.currency: \"cny\": \"CNY\"? a currency's code",
    );
    starts(
        "limit = 1\n",
        "1: unknown key limit: this key below [[account]]",
    );
}

#[test]
fn every_fault_is_told_in_the_order_of_the_text() {
    let toml = "[[channel]]\nfees = \"x\"\n[day]\ncut_of = 1\nwindow_minutes = \"x\"\n";
    let faults = Settings::check(toml).expect_err("wrong");
    let places: Vec<_> = faults
        .iter()
        .map(|fault| (fault.line.unwrap_or(0), fault.key.as_str()))
        .collect();
    let expected = [
        (1, "channel.code"),
        (2, "channel.fees"),
        (4, "day.cut_of"),
        (5, "day.window_minutes"),
    ];
    assert_eq!(places, expected);
}

#[test]
fn the_first_fault_in_the_file_is_told() {
    starts(
        "[day]\nwindow_minutes = \"x\"\ncut_of = 1",
        "2: day.window_minutes",
    );
}

#[test]
fn what_is_no_toml_is_told_with_its_line() {
    starts("[day]\ncut_off = ", "2: cut_off: not TOML");
    starts("[day]\ncut_off = 24:00", "2: cut_off: not TOML");
    starts("[day", "1: not TOML");
}

fn words() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(".{1,8}", 0..3)
}

prop_compose! {
    fn day()(
        date in proptest::option::of(0_i32..30_000), cut_off in 1_u16..=1440,
        window in 0_u32..=1440, zone in -900_i16..=900, carry in 0_u32..=3650,
        fund in 0_u32..=3650, interest in words(), charge in words(),
        limit in proptest::option::of(0_u32..10_000_000),
    ) -> DaySettings {
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let sign = if zone < 0 { '-' } else { '+' };
        let zone = format!("{sign}{}", clock(zone.unsigned_abs()));
        DaySettings {
            accounting_date: date.map(Date),
            cut_off: CutOff::parse(&clock(cut_off)).expect("in range"),
            window_minutes: window,
            time_zone: ZoneOffset::parse(&zone).expect("in range"),
            max_carry_days: carry,
            max_fund_days: fund,
            interest_words: interest,
            charge_words: charge,
            second_name_above: limit.map(Measure::whole),
        }
    }
}

prop_compose! {
    fn tolerance()(
        absolute in proptest::option::of(0_u32..100_000),
        per_mille in proptest::option::of(0_u32..=1_000), treatment in 0_usize..4,
    ) -> Tolerance {
        let hundredths = |n: u32| format!("{}.{:02}", n / 100, n % 100);
        let tolerance = Tolerance {
            absolute: absolute.and_then(|n| Measure::parse(&hundredths(n))),
            per_mille: per_mille.map(Measure::whole),
            ..Tolerance::default()
        };
        let named = Tolerance { treatment: Tolerance::TREATMENTS[treatment], ..tolerance };
        if tolerance.is_on() { named } else { tolerance }
    }
}

prop_compose! {
    fn cleaning()(
        steps in proptest::sample::subsequence(Cleaning::ALL.to_vec(), 0..=4),
        prefix in ".{0,4}", pattern in "[a-z-]{0,4}",
    ) -> KeyCleaning {
        KeyCleaning { steps, prefix, pattern }
    }
}

prop_compose! {
    fn channel()(
        code in "[^ ].{0,6}", style in 0_usize..3, lag in 0_u32..=3650, apart in any::<bool>(),
        account in ".{0,8}", counterparty in ".{0,8}", tolerance in tolerance(),
        cleaning in cleaning(),
    ) -> ChannelSettings {
        ChannelSettings {
            code: format!("c{code}"),
            settlement: Settlement::ALL[style],
            settle_lag_days: lag,
            fees: if apart { Fees::BilledApart } else { Fees::Netted },
            bank_account: account,
            counterparty,
            tolerance,
            cleaning,
        }
    }
}

prop_compose! {
    fn account()(
        id in ".{0,4}[a-z]",
        (code, decimals) in prop_oneof![Just(("CNY", 2)), Just(("JPY", 0)), Just(("KWD", 3))],
        minor in 0..10_000_000_i128,
    ) -> AccountSettings {
        AccountSettings {
            id,
            currency: Currency::parse(code).expect("a code"),
            limit: Measure::of_minor(minor, decimals).expect("small"),
        }
    }
}

prop_compose! {
    fn formats()(
        ids in proptest::sample::subsequence(Settings::format_ids(), 0..=2),
        channel in proptest::option::of(".{0,4}[a-z]"),
        column in any::<bool>(),
    ) -> std::collections::BTreeMap<String, FormatSettings> {
        let of = |id: &'static str| {
            let choices = tieout_statement::formats::Format::by_id(id)
                .and_then(tieout_statement::formats::Format::choices)
                .expect("it has choices");
            let format = FormatSettings {
                channel: channel.clone(),
                amount: choices.amounts.last().filter(|_| column).map(|name| (*name).to_owned()),
                refund_amount: choices
                    .refund_amounts
                    .first()
                    .filter(|_| !column)
                    .map(|name| (*name).to_owned()),
                ..FormatSettings::default()
            };
            (id.to_owned(), format)
        };
        ids.into_iter().map(of).collect()
    }
}

proptest! {
    #[test]
    fn settings_that_are_written_are_read_again(
        day in day(), mut channels in proptest::collection::vec(channel(), 0..4),
        formats in formats(), mut accounts in proptest::collection::vec(account(), 0..3),
    ) {
        channels.sort_by(|a, b| a.code.cmp(&b.code));
        channels.dedup_by(|a, b| a.code == b.code);
        accounts.sort_by(|a, b| (&a.id, a.currency).cmp(&(&b.id, b.currency)));
        accounts.dedup_by(|a, b| (&a.id, a.currency) == (&b.id, b.currency));
        let settings = Settings {
            day,
            channels,
            accounts,
            formats,
            ..Settings::default()
        };
        prop_assert_eq!(Settings::parse(&settings.to_toml()), Ok(settings));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}|\\[day\\]\n.{0,40}|\\[\\[channel\\]\\]\n.{0,40}") {
        let _ = Settings::parse(&text);
    }
}
