//! Paths to files: folders walked, names as reports give them, in file order.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tieout_statement::intake::is_left_by_a_desktop;

/// A file to read.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Given {
    /// Its path below what was given, with `/`.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Every file of the paths, folders with all below them, in byte order of their names.
///
/// A folder's files are named below it; a file given by itself is named by its last part,
/// or, where two would have the same name, by the path as it was given. A path that does not
/// exist and a folder that cannot be listed stand as files: reading them says why not.
#[must_use]
pub fn given(paths: &[PathBuf]) -> Vec<Given> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() || below(path, "", &mut files).is_err() {
            files.push(Given {
                name: path
                    .file_name()
                    .map_or_else(|| text(path.as_os_str()), text),
                path: path.clone(),
            });
        }
    }
    tell_apart(&mut files);
    files.sort();
    files
}

fn text(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

fn below(folder: &Path, prefix: &str, files: &mut Vec<Given>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map_or_else(String::new, text);
        if is_left_by_a_desktop(&name) {
            continue;
        }
        let name = format!("{prefix}{name}");
        // A link to a folder is not followed, it may lead back: reading it says so.
        let is_folder = path.is_dir() && !fs::symlink_metadata(&path)?.is_symlink();
        if !is_folder || below(&path, &format!("{name}/"), files).is_err() {
            files.push(Given { name, path });
        }
    }
    Ok(())
}

/// Names that two paths share become the paths as given.
fn tell_apart(files: &mut [Given]) {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for file in files.iter() {
        *times.entry(file.name.clone()).or_default() += 1;
    }
    for file in files.iter_mut().filter(|file| times[&file.name] > 1) {
        file.name = file.path.to_string_lossy().replace('\\', "/");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[PathBuf]) -> Vec<String> {
        given(paths).into_iter().map(|file| file.name).collect()
    }

    #[test]
    fn files_are_named_below_what_was_given_and_stand_in_byte_order() {
        let root = std::env::temp_dir().join(format!("tieout-files-{}", std::process::id()));
        let write = |name: &str| {
            let path = root.join(name);
            fs::create_dir_all(path.parent().expect("below root")).expect("temporary folder");
            fs::write(&path, "x").expect("temporary file");
            path
        };
        let (upper, lower) = (write("day/B.csv"), write("day/a.csv"));
        write("day/sub/c.csv");
        write("day/.DS_Store");
        let other = write("other/a.csv");
        assert_eq!(names(&[root.join("day")]), ["B.csv", "a.csv", "sub/c.csv"]);
        assert_eq!(names(&[upper, lower.clone()]), ["B.csv", "a.csv"]);
        let both = names(&[lower.clone(), other.clone()]);
        assert_eq!(
            both,
            [lower, other].map(|p| p.to_string_lossy().into_owned())
        );
        assert_eq!(names(&[root.join("nothing.csv")]), ["nothing.csv"]);
        fs::remove_dir_all(&root).expect("temporary folder");
    }
}
