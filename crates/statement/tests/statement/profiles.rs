//! Files that a person has mapped: read by the header's signature, nothing guessed.

use std::collections::BTreeMap;

use tieout_statement::profile::mapper::{Choice, map};
use tieout_statement::profile::{Amounts, Profile, Separator, Target};
use tieout_statement::tabular::{DateOrder, DecimalMark};
use tieout_statement::{Column, Encoding, FileReader, Intake, ReadSettings, Reason, Role, Rows};

/// A bank statement in no language.
const FILE: &str = "Zork Bank;Konvu 77\n\n\
    Blim;Farg;Tuk (XTR);Olp\n\
    03/04/2026;Mip Lar;1.234,50;Z-1\n\
    04/04/2026;;-20,00;Z-2\n\
    05/04/2026;Zub;kri;Z-3\n";

fn column(column: Column) -> Target {
    Target::Column(column)
}

fn texts(pairs: &[(Column, &str)]) -> BTreeMap<Target, String> {
    let own = |(of, text): &(Column, &str)| (column(*of), (*text).to_owned());
    pairs.iter().map(own).collect()
}

fn zork() -> Profile {
    let header = ["Blim", "Farg", "Tuk (XTR)", "Olp"]
        .map(str::to_owned)
        .to_vec();
    let mut profile = Profile::new(Role::BankStatement, header);
    profile.name = "Zork".to_owned();
    profile.columns = texts(&[
        (Column::BookedAt, "Blim"),
        (Column::Counterparty, "Farg"),
        (Column::Amount, "#3"),
        (Column::TransactionNo, "Olp"),
    ]);
    profile.constants = texts(&[(Column::Currency, "EUR"), (Column::BankAccount, "77")]);
    profile.date_order = Some(DateOrder::DayFirst);
    profile.decimal_mark = DecimalMark::Comma;
    profile
}

fn read(bytes: &[u8], profiles: &[Profile]) -> Intake {
    let settings = ReadSettings {
        profiles: profiles.to_vec(),
        ..ReadSettings::default()
    };
    let mut reader = FileReader::new("zork.csv", bytes.len() as u64, &settings);
    for chunk in bytes.chunks(7) {
        reader.read(chunk);
    }
    reader.finish()
}

fn cell(rows: &Rows, row: usize, wanted: Column) -> String {
    let found = rows.cells(row).find(|(of, _)| *of == wanted);
    found.map_or_else(String::new, |(_, text)| text)
}

#[test]
fn a_file_with_the_header_of_a_profile_is_read_by_it_and_every_row_is_accounted_for() {
    let intake = read(FILE.as_bytes(), &[zork()]);
    let report = &intake.report;
    assert_eq!(report.format.as_deref(), Some("profile:Zork"));
    assert_eq!(report.role, Some(Role::BankStatement));
    assert_eq!((report.rows_read, report.rows_rejected.len()), (2, 1));
    let refused = &report.rows_rejected[0];
    assert_eq!(
        (refused.line, refused.column.as_deref()),
        (6, Some("Tuk (XTR)"))
    );
    let text = "kri".to_owned();
    assert_eq!(refused.reason, Reason::NotAnAmount { text });
    let total = &report.currency_totals[0];
    assert_eq!(
        (total.credits.as_str(), total.debits.as_str()),
        ("1234.50", "20.00")
    );
    let rows = intake.rows.expect("it has rows");
    assert_eq!(rows.lines(), [4, 5]);
    assert_eq!(cell(&rows, 0, Column::BookedAt), "2026-04-03 00:00:00");
    assert_eq!(cell(&rows, 0, Column::Side), "credit");
    assert_eq!(cell(&rows, 1, Column::Side), "debit");
    assert_eq!(cell(&rows, 1, Column::BankAccount), "77");
}

#[test]
fn a_header_is_the_same_whatever_its_case_width_and_blanks_and_another_order_is_another() {
    let wide = FILE.replace("Blim;Farg", " BLIM ;Ｆａｒｇ");
    assert_eq!(read(wide.as_bytes(), &[zork()]).report.rows_read, 2);
    let other = FILE.replace("Blim;Farg", "Farg;Blim");
    let format = read(other.as_bytes(), &[zork()]).report.format;
    assert_ne!(format.as_deref(), Some("profile:Zork"));
}

#[test]
fn a_day_that_could_be_a_month_is_never_assumed() {
    let mut open = zork();
    open.date_order = None;
    let report = read(FILE.as_bytes(), &[open]).report;
    assert_eq!((report.rows_read, report.rows_rejected.len()), (0, 3));
    assert!(matches!(
        report.rows_rejected[0].reason,
        Reason::OpenDate { .. }
    ));
    let mut other = zork();
    other.date_order = Some(DateOrder::MonthFirst);
    let rows = read(FILE.as_bytes(), &[other]).rows.expect("rows");
    assert_eq!(cell(&rows, 0, Column::BookedAt), "2026-03-04 00:00:00");
}

#[test]
fn a_profile_goes_before_every_format() {
    let own = "account_code,detail,currency,opening\n2001,a,CNY,1.50\n";
    let header = ["account_code", "detail", "currency", "opening"];
    let mut turned = Profile::new(Role::Balances, header.map(str::to_owned).to_vec());
    turned.name = "turned".to_owned();
    turned.columns = texts(&[
        (Column::AccountCode, "account_code"),
        (Column::Currency, "currency"),
        (Column::Opening, "opening"),
    ]);
    turned.amounts = Amounts::Turned;
    let rows = read(own.as_bytes(), &[turned]).rows.expect("rows");
    assert_eq!(cell(&rows, 0, Column::Opening), "-1.50");
}

/// A channel's file: words for kind and status, fees as the channel takes them.
const CHANNEL: &str = "nu\tvek\tstal\tbel\tfe\tdag\tuur\n\
    `A1\tZahlung\tgut\t100.00\t-0.60\t2026-03-02\t09:15:00\n\
    `A2\tErsatz\tgut\t-20.00\t0.12\t2026-03-02\t10:00\n\
    `A3\tZahlung\tmies\t5.00\t\t2026-03-02\t11:00\n\
    `A4\tFoo\tgut\t5.00\t\t2026-03-02\t11:00\n\
    `A5\tZahlung\tgut\t-5.00\t\t2026-03-02\t11:00\n";

fn channel() -> Profile {
    let header: Vec<String> = CHANNEL
        .lines()
        .next()
        .expect("a header")
        .split('\t')
        .map(str::to_owned)
        .collect();
    let mut profile = Profile::new(Role::ChannelStatement, header);
    profile.name = "chan".to_owned();
    profile.columns = texts(&[
        (Column::OrderNo, "nu"),
        (Column::Kind, "vek"),
        (Column::Status, "stal"),
        (Column::Amount, "bel"),
        (Column::Fee, "fe"),
        (Column::FinishedAt, "dag"),
    ]);
    profile.columns.insert(Target::Time, "uur".to_owned());
    profile.constants = texts(&[(Column::Currency, "CNY"), (Column::Channel, "chan")]);
    profile.amounts = Amounts::Worded;
    profile.negative_fees = true;
    let words = |pairs: &[(&str, &str)]| {
        let own = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
        pairs.iter().map(own).collect::<BTreeMap<_, _>>()
    };
    profile.words.insert(
        column(Column::Kind),
        words(&[("zahlung", "payment"), ("Ersatz", "refund")]),
    );
    profile.words.insert(
        column(Column::Status),
        words(&[("gut", "success"), ("mies", "failed")]),
    );
    profile
}

#[test]
fn words_are_translated_and_a_sign_against_its_word_is_refused() {
    let intake = read(CHANNEL.as_bytes(), &[channel()]);
    let report = &intake.report;
    let lines: Vec<u32> = report.rows_rejected.iter().map(|row| row.line).collect();
    assert_eq!((report.rows_read, lines), (3, vec![5, 6]));
    assert!(matches!(
        report.rows_rejected[0].reason,
        Reason::UnknownWord { .. }
    ));
    let rows = intake.rows.expect("rows");
    let row = |row| {
        [
            Column::OrderNo,
            Column::Kind,
            Column::Status,
            Column::Amount,
            Column::Fee,
            Column::FinishedAt,
        ]
        .map(|of| cell(&rows, row, of))
    };
    assert_eq!(
        row(0),
        [
            "A1",
            "payment",
            "success",
            "100.00",
            "0.60",
            "2026-03-02 09:15:00"
        ]
    );
    assert_eq!(
        row(1),
        [
            "A2",
            "refund",
            "success",
            "20.00",
            "-0.12",
            "2026-03-02 10:00:00"
        ]
    );
    assert_eq!(row(2)[2], "failed");
}

#[test]
fn the_sign_can_tell_the_kind() {
    let mut profile = channel();
    profile.columns.remove(&column(Column::Kind));
    profile.amounts = Amounts::Signed;
    profile.words.remove(&column(Column::Kind));
    let rows = read(CHANNEL.as_bytes(), &[profile.clone()])
        .rows
        .expect("rows");
    let kinds: Vec<String> = (0..rows.len())
        .map(|row| cell(&rows, row, Column::Kind))
        .collect();
    assert_eq!(kinds, ["payment", "refund", "payment", "payment", "refund"]);
    let sign = BTreeMap::from([("-".to_owned(), "withdrawal".to_owned())]);
    profile.words.insert(column(Column::Kind), sign);
    let rows = read(CHANNEL.as_bytes(), &[profile]).rows.expect("rows");
    assert_eq!(cell(&rows, 1, Column::Kind), "withdrawal");
}

#[test]
fn an_encoding_and_a_separator_that_a_profile_says_are_tried() {
    let mut profile = zork();
    profile.encoding = Some(Encoding::Windows1251);
    profile.separator = Some(Separator::Pipe);
    profile.header = ["Дата", "Кто", "Сум", "Ном"].map(str::to_owned).to_vec();
    profile.columns = texts(&[(Column::BookedAt, "Дата"), (Column::Amount, "Сум")]);
    let text = "Дата|Кто|Сум|Ном\n03.04.2026|Ё|5,00|1\n";
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| match u32::from(c) {
            n @ 0x410..=0x44f => u8::try_from(n - 0x410 + 0xc0).expect("a byte"),
            0x401 => 0xa8,
            n => u8::try_from(n).expect("ASCII"),
        })
        .collect();
    let report = read(&bytes, &[profile]).report;
    assert_eq!(
        (report.rows_read, report.encoding.as_str()),
        (1, "Windows-1251")
    );
}

#[test]
fn the_mapper_asks_for_what_nothing_says_and_reads_as_the_file_will_be_read() {
    let mut choice = Choice::default();
    let asked = map(FILE.as_bytes(), true, &choice).expect("a table");
    assert_eq!(
        (asked.header_line, asked.separator),
        (3, Some(Separator::Semicolon))
    );
    assert_eq!(asked.profile.role, Role::BankStatement);
    assert_eq!(asked.open_date.as_deref(), Some("03/04/2026"));
    assert!(!asked.is_ready());
    assert_eq!(asked.profile.decimal_mark, DecimalMark::Comma);
    let mut profile = zork();
    profile.date_order = None;
    profile.constants.remove(&column(Column::BankAccount));
    choice.profile = Some(profile);
    let open = map(FILE.as_bytes(), true, &choice).expect("a table");
    assert_eq!(open.missing, [column(Column::BankAccount)]);
    assert!(open.open_date.is_some());
    choice.profile = Some(zork());
    let ready = map(FILE.as_bytes(), true, &choice).expect("a table");
    assert!(ready.is_ready());
    assert_eq!((ready.rows_read, ready.rows_refused), (2, 1));
    let report = read(FILE.as_bytes(), &[ready.profile]).report;
    assert_eq!(ready.totals, report.currency_totals);
    assert_eq!(ready.refused, report.rows_rejected);
}

#[test]
fn dates_that_decide_their_order_are_not_asked_for() {
    let file = FILE.replace("05/04/2026", "25/04/2026");
    let mapped = map(file.as_bytes(), true, &Choice::default()).expect("a table");
    assert_eq!(mapped.open_date, None);
    assert_eq!(mapped.profile.date_order, Some(DateOrder::DayFirst));
}

#[test]
fn words_of_channels_are_proposed_and_the_rest_is_left_to_a_person() {
    let file = "Bestellnummer,Status,Typ,Betrag,Währung,Gebühr,Datum\n\
        1,abgeschlossen,Zahlung,5.00,EUR,0.10,2026-03-02\n\
        2,schwebt,Kwarz,6.00,EUR,0.10,2026-03-02\n";
    let mut choice = Choice {
        role: Some(Role::ChannelStatement),
        ..Choice::default()
    };
    let mapped = map(file.as_bytes(), true, &choice).expect("a table");
    let status = &mapped.profile.words[&column(Column::Status)];
    assert_eq!(
        status.get("abgeschlossen").map(String::as_str),
        Some("success")
    );
    assert_eq!(status.get("schwebt"), None);
    choice.role = Some(Role::PostingFlow);
    let other = map(file.as_bytes(), true, &choice).expect("a table");
    assert_eq!(other.profile.role, Role::PostingFlow);
    assert!(other.missing.contains(&column(Column::AccountCode)));
}

/// The report of a processor's format, mapped as a channel statement without a word said.
fn as_orders(format: &str, file: &str) -> Intake {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    let bytes = std::fs::read(folder.join(format).join(file)).expect("fixtures can be read");
    let choice = Choice {
        role: Some(Role::ChannelStatement),
        ..Choice::default()
    };
    let mapped = map(&bytes, true, &choice).expect("a table");
    assert!(mapped.is_ready(), "{format}: {:?}", mapped.missing);
    let mut profile = mapped.profile;
    profile.name = format.to_owned();
    read(&bytes, &[profile])
}

#[test]
fn reports_of_processors_are_channel_statements_at_a_word() {
    for (format, file, count, neutral, first) in [
        (
            "stripe-balance",
            "transactions.csv",
            3,
            1,
            "channel=stripe order_no=ch_1 transaction_no=txn_1 kind=payment status=success \
             currency=USD amount=100.00 fee=3.20 finished_at=2024-01-30 10:00:00",
        ),
        (
            "stripe-payout",
            "payout.csv",
            2,
            0,
            "channel=stripe order_no=ch_1 transaction_no=txn_1 kind=payment status=success \
             currency=USD amount=100.00 fee=3.20 finished_at=2024-01-30 10:00:00 batch_no=po_1",
        ),
        (
            "adyen-settlement",
            "detail.csv",
            4,
            2,
            "channel=adyen order_no=O-1 transaction_no=8800000000000002 kind=payment \
             status=success currency=EUR amount=100.00 finished_at=2024-01-30 10:00:00 batch_no=7",
        ),
        (
            "unionpay-detail",
            "detail.csv",
            2,
            0,
            "channel=unionpay order_no=123456789012 kind=payment status=success currency=CNY \
             amount=100.00 fee=0.60 finished_at=2024-01-30 10:10:10",
        ),
        (
            "netsunion-detail",
            "detail.csv",
            3,
            1,
            "channel=netsunion order_no=P1 transaction_no=202401310000000001 kind=payment \
             status=success currency=CNY amount=100.00 finished_at=2024-01-31 00:00:00 \
             batch_no=B202401310001",
        ),
    ] {
        let intake = as_orders(format, file);
        let report = &intake.report;
        assert_eq!(report.rows_rejected, [], "{format}");
        let counts = (report.rows_read, report.rows_neutral);
        assert_eq!(counts, (count, neutral), "{format}");
        let rows = intake.rows.as_ref().expect("it has rows");
        assert_eq!(super::line(rows, 0), first);
        let said = report
            .problems
            .iter()
            .any(|problem| matches!(problem, tieout_statement::FileProblem::NotOrders { .. }));
        assert_eq!(said, (rows.len() as u64) < count, "{format}");
    }
}
