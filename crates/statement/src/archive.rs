//! Archives: what was dropped as one file and holds several.
//!
//! Zip (stored and deflated; names in UTF-8 or, where the archive does not say so, in
//! GB18030) and gzip. An archive within an archive is opened once more. Members locked with
//! a password (ZipCrypto or AES, as wallets mail their bills) are taken out with one of those
//! given. Limits keep a small archive from becoming more than a machine holds.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::encoding::Encoding;
use crate::problem::FileProblem;
use crate::sniff::{Container, container};

/// Members of one dropped archive, those of archives within it counted.
pub const MOST_MEMBERS: usize = 2_000;
/// Bytes of all members of one dropped archive together.
pub const MOST_BYTES: u64 = 2 << 30;
/// How many times larger than its packed bytes a member may be, once it is large at all.
/// Deflate reaches 1,032; statements stay below 50.
pub const MOST_RATIO: u64 = 300;
/// Below this a member's ratio is not asked.
const SMALL: u64 = 32 << 20;
/// An archive within an archive.
const DEPTH: u32 = 2;

/// A file from an archive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// `a.zip/folder/b.csv`.
    pub name: String,
    /// Its bytes; none where `problem` says why.
    pub bytes: Vec<u8>,
    /// Why it could not be taken out.
    pub problem: Option<FileProblem>,
}

/// Whether a file that begins so is an archive that [`members`] opens.
#[must_use]
pub fn is_archive(head: &[u8]) -> bool {
    container(head).is_some()
}

/// The files of an archive, in the order in which it lists them; folders and what an
/// operating system adds (`__MACOSX`, `.DS_Store`) left out.
///
/// # Errors
/// [`FileProblem::BadArchive`] or [`FileProblem::TooLarge`]. A fault of one member, or an
/// archive within that cannot be opened, stands at that member; so does a lock that none of
/// the passwords opens.
pub fn members(name: &str, bytes: &[u8], passwords: &[String]) -> Result<Vec<Member>, FileProblem> {
    let mut budget = Budget {
        members: MOST_MEMBERS,
        bytes: MOST_BYTES,
        passwords,
    };
    let members = open(name, bytes, DEPTH, &mut budget)?;
    if members.is_empty() {
        return Err(bad("it holds no file"));
    }
    Ok(members)
}

/// What may still be taken out, and what opens it.
struct Budget<'a> {
    members: usize,
    bytes: u64,
    passwords: &'a [String],
}

fn open(
    name: &str,
    bytes: &[u8],
    depth: u32,
    budget: &mut Budget<'_>,
) -> Result<Vec<Member>, FileProblem> {
    match container(bytes) {
        Some(Container::Zip) => zip_members(name, bytes, depth, budget),
        Some(Container::Gzip) => gzip_member(name, bytes, depth, budget),
        None => Err(bad("it does not begin as one")),
    }
}

fn zip_members(
    name: &str,
    bytes: &[u8],
    depth: u32,
    budget: &mut Budget<'_>,
) -> Result<Vec<Member>, FileProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| problem(&error))?;
    if listed(bytes).is_some_and(|count| count != archive.len()) {
        return Err(bad("two of its members have the same name"));
    }
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|error| problem(&error))?;
        let path = path(entry.name_raw());
        if entry.is_dir() || path.ends_with('/') || added_by_system(&path) {
            continue;
        }
        budget.members = budget
            .members
            .checked_sub(1)
            .ok_or_else(|| large(format!("an archive of more than {MOST_MEMBERS} files")))?;
        let member = format!("{name}/{path}");
        let (packed, encrypted) = (entry.compressed_size(), entry.encrypted());
        drop(entry);
        let taken = if encrypted {
            unlock(&mut archive, index, packed, budget)
        } else {
            match archive.by_index(index) {
                Ok(entry) => unpack(entry, packed, budget),
                Err(error) => Err(problem(&error)),
            }
        };
        add(member, taken, depth, budget, &mut members)?;
    }
    Ok(members)
}

/// Takes a locked member out with the first password that fits. A wrong one may pass the
/// short check that comes first; then the bytes it gives are found damaged.
fn unlock(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    packed: u64,
    budget: &mut Budget<'_>,
) -> Result<Vec<u8>, FileProblem> {
    for password in budget.passwords {
        let taken = match archive.by_index_decrypt(index, password.as_bytes()) {
            Ok(entry) => unpack(entry, packed, budget),
            Err(ZipError::InvalidPassword) => continue,
            Err(error) => Err(problem(&error)),
        };
        match taken {
            Err(FileProblem::BadArchive { .. }) => {}
            taken => return taken,
        }
    }
    Err(if budget.passwords.is_empty() {
        FileProblem::NeedsPassword
    } else {
        FileProblem::WrongPassword
    })
}

fn gzip_member(
    name: &str,
    bytes: &[u8],
    depth: u32,
    budget: &mut Budget<'_>,
) -> Result<Vec<Member>, FileProblem> {
    let decoder = flate2::read::MultiGzDecoder::new(bytes);
    let inner = match decoder.header().and_then(|header| header.filename()) {
        Some(raw) if !raw.is_empty() => path(raw),
        _ => {
            let own = name.rsplit('/').next().unwrap_or(name);
            own.strip_suffix(".gz").unwrap_or(own).to_owned()
        }
    };
    let taken = unpack(decoder, bytes.len() as u64, budget);
    let mut members = Vec::new();
    add(
        format!("{name}/{inner}"),
        taken,
        depth,
        budget,
        &mut members,
    )?;
    Ok(members)
}

/// Adds a member, opened where it is an archive itself. Only a limit ends everything.
fn add(
    name: String,
    taken: Result<Vec<u8>, FileProblem>,
    depth: u32,
    budget: &mut Budget<'_>,
    members: &mut Vec<Member>,
) -> Result<(), FileProblem> {
    let taken = match taken {
        Ok(bytes) if depth > 1 && is_archive(&bytes) => {
            match open(&name, &bytes, depth - 1, budget) {
                Ok(mut inner) => {
                    members.append(&mut inner);
                    return Ok(());
                }
                Err(problem) => Err(problem),
            }
        }
        taken => taken,
    };
    let member = match taken {
        Ok(bytes) => Member {
            name,
            bytes,
            problem: None,
        },
        Err(problem @ FileProblem::TooLarge { .. }) => return Err(problem),
        Err(problem) => Member {
            name,
            bytes: Vec::new(),
            problem: Some(problem),
        },
    };
    members.push(member);
    Ok(())
}

/// Takes a member out, as far as the limits allow whatever size it states.
fn unpack(source: impl Read, packed: u64, budget: &mut Budget<'_>) -> Result<Vec<u8>, FileProblem> {
    let limit = budget
        .bytes
        .min(packed.saturating_mul(MOST_RATIO).max(SMALL));
    let mut bytes = Vec::new();
    source
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| bad(&format!("a member is damaged ({error})")))?;
    let length = bytes.len() as u64;
    if length > limit {
        return Err(large(if limit == budget.bytes {
            format!("an archive of more than {} GiB", MOST_BYTES >> 30)
        } else {
            format!("a member more than {MOST_RATIO} times its packed size")
        }));
    }
    budget.bytes -= length;
    Ok(bytes)
}

/// How many members the archive's end says it has, `None` where it is of another kind.
fn listed(bytes: &[u8]) -> Option<usize> {
    let end = memchr::memmem::rfind(bytes, b"PK\x05\x06")?;
    let count = u16::from_le_bytes(bytes.get(end + 10..end + 12)?.try_into().ok()?);
    (count != u16::MAX).then_some(usize::from(count))
}

/// A member's path: UTF-8 or GB18030, always with `/`.
fn path(raw: &[u8]) -> String {
    let text = Encoding::Utf8
        .decode(raw)
        .or_else(|| Encoding::Gb18030.decode(raw))
        .unwrap_or_else(|| String::from_utf8_lossy(raw));
    text.replace('\\', "/")
}

fn added_by_system(path: &str) -> bool {
    path.split('/')
        .any(|part| matches!(part, "__MACOSX" | ".DS_Store" | "Thumbs.db"))
}

fn bad(detail: &str) -> FileProblem {
    FileProblem::BadArchive {
        detail: detail.to_owned(),
    }
}

const fn large(detail: String) -> FileProblem {
    FileProblem::TooLarge { detail }
}

fn problem(error: &ZipError) -> FileProblem {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => FileProblem::NeedsPassword,
        ZipError::InvalidPassword => FileProblem::WrongPassword,
        ZipError::CompressionMethodNotSupported(method) => {
            bad(&format!("its compression method {method} is not read"))
        }
        other => bad(&other.to_string()),
    }
}
