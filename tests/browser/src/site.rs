//! The built site, served as a host would, or opened from the disk.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use xtask::server::{Answer, Serving, answers};
use xtask::web;

/// What was built last.
pub struct Site {
    folder: PathBuf,
}

/// A page that can be opened: its address, and the server behind it if there is one.
pub struct Opened {
    /// The address to open.
    pub url: String,
    serving: Option<Serving>,
    _folder: Option<tempfile::TempDir>,
}

impl Opened {
    /// The port that the page comes from, when it comes from a host.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.serving.as_ref().map(Serving::port)
    }
}

impl Site {
    /// The site that `cargo xtask test` has built before the tests run.
    ///
    /// # Errors
    /// When nothing was built.
    pub fn built() -> Result<Self> {
        let folder = web::site_folder();
        folder
            .join("tieout.html")
            .exists()
            .then_some(Self { folder })
            .context("there is no built page: run `cargo xtask test --only web`")
    }

    /// The page from a host of this machine, with every header.
    ///
    /// # Errors
    /// When it cannot be served.
    pub fn hosted(&self) -> Result<Opened> {
        self.serve(answers(&web::Site::read(&self.folder)?))
    }

    /// The single file, from the disk.
    #[must_use]
    pub fn single_file(&self) -> Opened {
        opened_file(&self.folder.join("tieout.html"), None)
    }

    /// The hosted page with its defences taken out: no policy, no guard, no headers.
    ///
    /// # Errors
    /// When it cannot be served.
    pub fn hosted_undefended(&self) -> Result<Opened> {
        let site = web::Site::read(&self.folder)?;
        let answers = answers(&site)
            .into_iter()
            .map(|answer| Answer {
                body: match answer.path.as_str() {
                    "/" | "/index.html" => undefended(&site.hosted.html).into_bytes(),
                    _ => answer.body,
                },
                headers: Vec::new(),
                ..answer
            })
            .collect();
        self.serve(answers)
    }

    /// The single file with its defences taken out.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn single_file_undefended(&self) -> Result<Opened> {
        let site = web::Site::read(&self.folder)?;
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("tieout.html");
        std::fs::write(&file, undefended(&site.single.html))?;
        Ok(opened_file(&file, Some(folder)))
    }

    fn serve(&self, answers: Vec<Answer>) -> Result<Opened> {
        let serving = Serving::start(0, answers)?;
        Ok(Opened {
            url: serving.url(),
            serving: Some(serving),
            _folder: None,
        })
    }
}

fn opened_file(path: &Path, folder: Option<tempfile::TempDir>) -> Opened {
    Opened {
        url: format!("file://{}", path.display()),
        serving: None,
        _folder: folder,
    }
}

/// Takes the policy and the guard's text out of a page.
fn undefended(html: &str) -> String {
    let without = |text: &str, from: &str, to: &str| {
        let (before, rest) = text.split_once(from).expect("the page has its defences");
        let (_, after) = rest.split_once(to).expect("what begins also ends");
        format!("{before}{after}")
    };
    let html = without(html, "<meta http-equiv=\"Content-Security-Policy\"", ">");
    let (before, rest) = html
        .split_once("<script id=\"guard\"")
        .expect("the page has its guard");
    let (_, after) = rest.split_once("</script>").expect("what begins also ends");
    format!("{before}<script id=\"guard\"></script>{after}")
}
