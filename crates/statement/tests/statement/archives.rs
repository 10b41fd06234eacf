//! Archives: members by name, nested once, within limits.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use tieout_statement::archive::{Member, is_archive, members};
use tieout_statement::{FileProblem, sniff};

use super::{fixture, read, refused};

/// A member on its way into a zip made by hand: names in any bytes, any flag.
struct Packed<'a> {
    name: &'a [u8],
    bytes: &'a [u8],
    flags: u16,
}

fn packed<'a>(name: &'a str, bytes: &'a [u8]) -> Packed<'a> {
    Packed {
        name: name.as_bytes(),
        bytes,
        flags: 0,
    }
}

/// A zip of these members, deflated. Source: PKWARE's APPNOTE, sections 4.3.7, 4.3.12, 4.3.16.
fn zip(list: &[Packed<'_>]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for member in list {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder
            .write_all(member.bytes)
            .expect("memory takes every byte");
        let data = encoder.finish().expect("memory takes every byte");
        let mut crc = flate2::Crc::new();
        crc.update(member.bytes);
        let mut fields = Vec::new();
        for field in [20, member.flags, 8, 0, 0x5a62] {
            fields.extend_from_slice(&u16::to_le_bytes(field));
        }
        for field in [crc.sum(), size(&data), size(member.bytes)] {
            fields.extend_from_slice(&field.to_le_bytes());
        }
        let length = u16::try_from(member.name.len()).expect("a short name");
        fields.extend_from_slice(&length.to_le_bytes());
        fields.extend_from_slice(&[0, 0]);
        directory.extend_from_slice(b"PK\x01\x02\x14\0");
        directory.extend_from_slice(&fields);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&size(&file).to_le_bytes());
        directory.extend_from_slice(member.name);
        file.extend_from_slice(b"PK\x03\x04");
        file.extend_from_slice(&fields);
        file.extend_from_slice(member.name);
        file.extend_from_slice(&data);
    }
    let count = u16::try_from(list.len())
        .expect("few members")
        .to_le_bytes();
    let (start, length) = (size(&file), size(&directory));
    file.extend_from_slice(&directory);
    file.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    file.extend_from_slice(&count);
    file.extend_from_slice(&count);
    file.extend_from_slice(&length.to_le_bytes());
    file.extend_from_slice(&start.to_le_bytes());
    file.extend_from_slice(&[0, 0]);
    file
}

fn size(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("small files")
}

fn names(list: &[Member]) -> Vec<&str> {
    list.iter().map(|member| member.name.as_str()).collect()
}

#[test]
fn members_of_a_zip_without_folders_and_what_systems_add() {
    let file = zip(&[
        packed("day/", b""),
        packed("day/channel_flow.csv", &fixture("channel-flow.csv")),
        packed("__MACOSX/day/._channel_flow.csv", b"\0\x05\x16\x07"),
        packed("day/.DS_Store", b"\0\0\0\x01Bud1"),
        packed("day\\bank.csv", &fixture("bank-statement.csv")),
    ]);
    assert!(is_archive(&file));
    let members = members("a.zip", &file, &[]).expect("a good zip");
    assert_eq!(
        names(&members),
        ["a.zip/day/channel_flow.csv", "a.zip/day/bank.csv"]
    );
    assert_eq!(members[0].bytes, fixture("channel-flow.csv"));
}

#[test]
fn an_alipay_zip_with_names_in_gbk() {
    let name = |text| encoding_rs::GBK.encode(text).0.into_owned();
    let detail = name("20880000000000000156_20260302_业务明细.csv");
    let summary = name("20880000000000000156_20260302_业务明细(汇总).csv");
    let (of_detail, of_summary) = (fixture("alipay-detail.csv"), fixture("alipay-summary.csv"));
    let file = zip(&[
        Packed {
            name: &detail,
            bytes: &of_detail,
            flags: 0,
        },
        Packed {
            name: &summary,
            bytes: &of_summary,
            flags: 0,
        },
    ]);
    let members = members("alipay.zip", &file, &[]).expect("a good zip");
    assert_eq!(
        names(&members),
        [
            "alipay.zip/20880000000000000156_20260302_业务明细.csv",
            "alipay.zip/20880000000000000156_20260302_业务明细(汇总).csv",
        ]
    );
    let read: Vec<_> = members.iter().map(|member| read(&member.bytes)).collect();
    assert_eq!(read[0].report.rows_read, 3);
    assert_eq!(read[1].report.format.as_deref(), Some("alipay-summary"));
    assert!(
        read.iter()
            .all(|intake| intake.report.problems.is_empty() && refused(intake).is_empty())
    );
}

#[test]
fn an_archive_within_an_archive_is_opened_once_more() {
    let inner = zip(&[packed("b.csv", &fixture("balances.csv"))]);
    let middle = zip(&[packed("inner.zip", &inner)]);
    let two = zip(&[packed("one.zip", &inner), packed("c.csv", b"x")]);
    let list = members("a.zip", &two, &[]).expect("a good zip");
    assert_eq!(names(&list), ["a.zip/one.zip/b.csv", "a.zip/c.csv"]);
    let three = members("a.zip", &zip(&[packed("middle.zip", &middle)]), &[]).expect("a good zip");
    assert_eq!(
        names(&three),
        ["a.zip/middle.zip/inner.zip"],
        "as deep as it goes"
    );
    assert!(matches!(
        read(&three[0].bytes).report.problems[..],
        [FileProblem::BadArchive { .. }]
    ));
}

#[test]
fn gzip_holds_one_file() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(&fixture("wechat-bill.csv"))
        .expect("memory takes every byte");
    let file = encoder.finish().expect("memory takes every byte");
    let list = members("wechat.csv.gz", &file, &[]).expect("a good gzip file");
    assert_eq!(names(&list), ["wechat.csv.gz/wechat.csv"]);
    assert_eq!(list[0].bytes, fixture("wechat-bill.csv"));
}

/// What a wallet mails: one statement behind a password, made by Info-ZIP's `zip -P`.
const LOCKED: &[u8] = include_bytes!("../fixtures/locked.zip");

/// The same, encrypted with AES as WinZip does.
fn locked_by_aes(bytes: &[u8], password: &str) -> Vec<u8> {
    use zip::write::SimpleFileOptions;
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .with_aes_encryption(zip::AesMode::Aes256, password);
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer
        .start_file("bill.csv", options)
        .expect("a short name");
    writer.write_all(bytes).expect("memory takes every byte");
    writer.finish().expect("a small archive").into_inner()
}

fn passwords(list: &[&str]) -> Vec<String> {
    list.iter().map(|&password| password.to_owned()).collect()
}

#[test]
fn a_locked_archive_is_opened_by_one_of_the_passwords_given() {
    let bill = fixture("bank-statement.csv");
    for file in [LOCKED.to_vec(), locked_by_aes(&bill, "310210")] {
        let with = |list: &[&str]| {
            let list = members("bill.zip", &file, &passwords(list));
            list.expect("the zip itself is good").remove(0)
        };
        assert_eq!(with(&[]).problem, Some(FileProblem::NeedsPassword));
        let opened = with(&["000000", "310210"]);
        assert_eq!((opened.problem, &opened.bytes), (None, &bill));
    }
}

#[test]
fn a_wrong_password_opens_nothing_and_is_never_taken_for_a_right_one() {
    let aes = locked_by_aes(&fixture("bank-statement.csv"), "310210");
    // ZipCrypto's own check lets one in 256 pass.
    for (file, tries) in [(LOCKED.to_vec(), 600), (aes, 10)] {
        for wrong in 0..tries {
            let list = members("bill.zip", &file, &[format!("{wrong:03}")]);
            let member = list.expect("the zip itself is good").remove(0);
            assert!(member.bytes.is_empty());
            assert_eq!(member.problem, Some(FileProblem::WrongPassword), "{wrong}");
        }
    }
}

#[test]
fn a_locked_member_says_so_and_the_others_are_read() {
    let file = zip(&[
        Packed {
            name: b"locked.csv",
            bytes: b"secret",
            flags: 1,
        },
        packed("open.csv", b"x"),
    ]);
    let list = members("a.zip", &file, &[]).expect("the zip itself is good");
    assert_eq!(list[0].problem, Some(FileProblem::NeedsPassword));
    assert_eq!(
        (list[1].problem.as_ref(), &list[1].bytes[..]),
        (None, &b"x"[..])
    );
}

#[test]
fn a_damaged_member_says_so_and_the_others_are_read() {
    let mut file = zip(&[packed("a.csv", b"hello hello hello"), packed("b.csv", b"x")]);
    let crc = 14; // of the first local header; the directory has it too
    let at = memchr::memmem::find(&file, b"PK\x01\x02").expect("a directory");
    for at in [crc, at + 16] {
        file[at] ^= 0xff;
    }
    let list = members("a.zip", &file, &[]).expect("the zip itself is good");
    assert!(
        matches!(&list[0].problem, Some(FileProblem::BadArchive { detail }) if detail.contains("damaged"))
    );
    assert_eq!(list[1].problem, None);
}

#[test]
fn an_archive_cut_off_is_a_bad_archive() {
    let file = zip(&[packed("a.csv", &fixture("balances.csv"))]);
    for cut in [4, file.len() / 2, file.len() - 1] {
        let cut = &file[..cut];
        assert!(matches!(
            members("a.zip", cut, &[]),
            Err(FileProblem::BadArchive { .. })
        ));
    }
    let sniffed = sniff(&file[..40], &file[30..60], 60);
    assert!(matches!(
        sniffed.problems[..],
        [FileProblem::BadArchive { .. }]
    ));
}

#[test]
fn an_archive_without_a_file_is_said_and_does_not_vanish() {
    for list in [&[][..], &[packed("day/", b"")]] {
        assert_eq!(
            members("a.zip", &zip(list), &[]),
            Err(FileProblem::BadArchive {
                detail: "it holds no file".to_owned()
            })
        );
    }
}

#[test]
fn two_members_of_one_name_are_not_silently_one() {
    let file = zip(&[packed("a.csv", b"1"), packed("a.csv", b"2")]);
    assert_eq!(
        members("a.zip", &file, &[]),
        Err(FileProblem::BadArchive {
            detail: "two of its members have the same name".to_owned()
        })
    );
}

#[test]
fn a_workbook_is_not_taken_for_an_archive_of_statements() {
    let file = zip(&[
        packed("[Content_Types].xml", b"<Types/>"),
        packed("xl/workbook.xml", b"<x/>"),
    ]);
    assert!(!is_archive(&file), "it is one file");
}

#[test]
fn a_small_archive_that_grows_without_end_is_stopped() {
    let zeros = vec![b'0'; 40 << 20];
    let file = zip(&[packed("bomb.csv", &zeros)]);
    assert!(file.len() < 64 << 10);
    assert!(matches!(
        members("a.zip", &file, &[]),
        Err(FileProblem::TooLarge { detail }) if detail.contains("300 times")
    ));
}

#[test]
fn an_archive_of_too_many_files_is_stopped() {
    let many: Vec<String> = (0..2_001).map(|n| format!("{n}.csv")).collect();
    let list: Vec<Packed<'_>> = many.iter().map(|name| packed(name, b"")).collect();
    assert!(matches!(
        members("a.zip", &zip(&list), &[]),
        Err(FileProblem::TooLarge { detail }) if detail.contains("2000 files")
    ));
}
