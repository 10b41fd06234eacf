//! However a file is cut into chunks it reads the same; whatever its bytes, nothing panics.

use proptest::prelude::*;
use tieout_statement::{
    FileReader, Intake, ReadSettings, Rows, archive, original, sniff, transfer,
};

use super::{fixture, read};

const FIXTURES: &[&str] = &[
    "alipay-detail.csv",
    "alipay-summary.csv",
    "balances.csv",
    "bank-statement.csv",
    "channel-flow.csv",
    "payment-flow.csv",
    "posting-flow.csv",
    "tieout-carry-over.json",
    "tieout-chart-of-accounts.csv",
    "tieout-journal.csv",
    "tieout-decisions.json",
    "tieout-settings.toml",
    "wechat-bill.csv",
    "wechat-bill-2014.csv",
    "wechat-bill-refund.csv",
];

/// Everything that reading gives, as text.
fn outcome(intake: &Intake, taken: &[Rows]) -> String {
    let pieces = taken.iter().chain(&intake.rows);
    let rows: Vec<String> = pieces
        .flat_map(|rows| {
            (0..rows.len()).map(|row| {
                let place = (
                    rows.lines()[row],
                    rows.offsets()[row],
                    rows.identities()[row],
                );
                format!("{place:?} {}", super::line(rows, row))
            })
        })
        .collect();
    format!("{:#?}\n{rows:#?}\n{:?}", intake.report, intake.content)
}

fn whole(bytes: &[u8]) -> String {
    outcome(&read(bytes), &[])
}

/// Reads in chunks of the given sizes, over and over, taking rows as they come.
fn cut(bytes: &[u8], sizes: &[usize]) -> String {
    let mut reader = FileReader::new("file", bytes.len() as u64, &ReadSettings::default());
    let (mut rest, mut taken) = (bytes, Vec::new());
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (chunk, after) = rest.split_at((*size).min(rest.len()));
        reader.read(chunk);
        taken.extend(reader.take_rows());
        rest = after;
    }
    outcome(&reader.finish(), &taken)
}

/// A table longer than what a reader buffers to know it, with all that chunks may cut.
fn long() -> Vec<u8> {
    let mut text =
        "\u{feff}channel,channel_order_no,payment_order_no,kind,status,currency,amount\r\n"
            .to_owned();
    for n in 0..3_000 {
        let end = ["\r\n", "\n", "\r"][n % 3];
        text += &match n % 7 {
            0 => format!("wechat,\"C,{n}\r\n{n}\",,top_up,success,CNY,{n}{end}"),
            1 => format!("wechat,\"C\"\"{n}\"\"\",,top_up,success,CNY,1.00{end}"),
            2 => format!("支付宝,商户{n},,refund,success,CNY,0.{:02}{end}", n % 100),
            3 if n % 5 == 0 => format!("wechat,\"C-{n},,top_up,success,CNY,1{end}"),
            _ => format!("wechat,C-{n},P-{n},top_up,success,CNY,1{end}"),
        };
    }
    text.into_bytes()
}

#[test]
fn every_fixture_reads_the_same_byte_by_byte() {
    for name in FIXTURES {
        let bytes = fixture(name);
        for size in [1, 2, 3, 7, 64] {
            assert_eq!(
                cut(&bytes, &[size]),
                whole(&bytes),
                "{name} in chunks of {size}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_long_table_reads_the_same_in_any_chunks(
        sizes in prop::collection::vec(1_usize..9_000, 1..20)
    ) {
        let bytes = long();
        prop_assert_eq!(cut(&bytes, &sizes), whole(&bytes));
    }
}

/// A fixture with some bytes changed, taken out or put in.
fn spoiled() -> impl Strategy<Value = Vec<u8>> {
    let strokes =
        prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..12);
    (prop::sample::select(FIXTURES), strokes).prop_map(|(name, strokes)| {
        let mut bytes = fixture(name);
        for (at, byte, how) in strokes {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.drain(at..(at + usize::from(byte)).min(bytes.len()))),
            }
            if bytes.is_empty() {
                break;
            }
        }
        bytes
    })
}

/// Bytes of which many are the letters that readers look for.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let letter = prop_oneof![
        4 => prop::sample::select(&b",\"\n\r`#\0{[\xef\xbb\xbf\xffPK1.-"[..]),
        1 => any::<u8>(),
    ];
    prop::collection::vec(letter, 0..400)
}

fn look_at_everything(bytes: &[u8]) {
    let intake = read(bytes);
    let words = intake
        .report
        .problems
        .iter()
        .map(tieout_statement::words::problem);
    assert!(
        words
            .chain(super::refused(&intake))
            .all(|text| text.contains(": "))
    );
    let sniffed = sniff(bytes, bytes, bytes.len() as u64);
    assert!(
        sniffed
            .format
            .is_none_or(|format| intake.report.format.as_deref() == Some(format))
    );
    assert!(!original::record(bytes, tieout_statement::Encoding::Gb18030).contains('\n'));
    assert!(archive::is_archive(bytes) || archive::members("a", bytes, &[]).is_err());
    assert!(transfer::from_bytes(bytes).is_none());
    if let Some(rows) = intake.rows {
        let back = transfer::from_bytes(&transfer::to_bytes(&rows)).expect("its own bytes");
        assert_eq!(back.len(), rows.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn spoiled_files_never_panic_and_read_the_same_in_any_chunks(
        bytes in spoiled(),
        size in 1_usize..200,
    ) {
        look_at_everything(&bytes);
        prop_assert_eq!(cut(&bytes, &[size]), whole(&bytes));
    }

    #[test]
    fn any_bytes_never_panic(bytes in any_bytes()) {
        look_at_everything(&bytes);
        let mut table = b"channel,channel_order_no,payment_order_no,kind,status,currency,amount\n".to_vec();
        table.extend_from_slice(&bytes);
        look_at_everything(&table);
        assert_eq!(cut(&table, &[5]), whole(&table));
    }
}
