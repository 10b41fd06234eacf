//! `[[file]]` as text.

use tieout_engine::Settings;
use tieout_statement::tabular::{DateOrder, DecimalMark, SignRule};
use tieout_statement::{Currency, Encoding};

const FULL: &str = "[[format]]\nid = \"bank-table\"\ncurrency = \"CAD\"\ndate_order = \"mdy\"\n\
    [[file]]\nname = \"bank-*.csv\"\nencoding = \"GB18030\"\ndate_order = \"dmy\"\n\
    decimal_mark = \"comma\"\nsign = \"turned\"\ncurrency = \"EUR\"\naccount = \"77\"\nyear = 2026\n";

#[test]
fn every_key_is_read_written_and_shown_in_a_report() {
    let settings = Settings::parse(FULL).expect("settings");
    let file = settings.reading().file("day/bank-1.csv");
    assert_eq!(file.encoding, Some(Encoding::Gb18030));
    assert_eq!(file.date_order, Some(DateOrder::DayFirst));
    assert_eq!(file.decimal_mark, Some(DecimalMark::Comma));
    assert_eq!(file.sign, Some(SignRule::Turned));
    assert_eq!(file.currency, Currency::parse("EUR"));
    assert_eq!(
        (file.account.as_deref(), file.year),
        (Some("77"), Some(2026))
    );
    assert_eq!(
        settings.formats["bank-table"].currency.as_deref(),
        Some("CAD")
    );
    assert_eq!(Settings::parse(&settings.to_toml()), Ok(settings.clone()));
    assert_eq!(Settings::from_json(&settings.to_json()), Ok(settings));
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_the_nearest() {
    for (wrong, line, key, nearest) in [
        (
            "[[file]]\nname = \"a\"\ncurency = \"EUR\"\n",
            3,
            "file.curency",
            Some("currency"),
        ),
        (
            "[[file]]\nname = \"a\"\ncurrency = \"eur\"\n",
            3,
            "file.currency",
            Some("EUR"),
        ),
        (
            "[[file]]\nname = \"a\"\ndate_order = \"dym\"\n",
            3,
            "file.date_order",
            Some("dmy"),
        ),
        ("[[file]]\nyear = 2026\n", 1, "file.name", None),
        (
            "[[file]]\nname = \"a\"\n[[file]]\nname = \"a\"\n",
            3,
            "file.name",
            None,
        ),
        (
            "[[format]]\nid = \"bank-tabel\"\n",
            2,
            "format.id",
            Some("bank-table"),
        ),
    ] {
        let faults = Settings::check(wrong).expect_err("it is wrong");
        let told = (
            faults[0].line,
            faults[0].key.as_str(),
            faults[0].expected.nearest(),
        );
        assert_eq!(told, (Some(line), key, nearest), "{wrong}");
    }
}
