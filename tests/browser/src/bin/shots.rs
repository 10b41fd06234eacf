//! Takes pictures of the built page with the sample day: those that README shows, or every
//! screen in every look.
//!
//! usage: shots FOLDER \[every\]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tieout_browser_tests::browser::Screen;
use tieout_browser_tests::{App, Browser, Site, run};

/// A picture weighs no more than this, in bytes.
const WEIGHT_MAX: usize = 300_000;

/// How a page looks.
#[derive(Clone, Copy)]
struct Look {
    screen: Screen,
    chinese: bool,
}

/// A picture of README: its name, how the page looks, the screen.
const PICTURES: [(&str, Look, Shown); 6] = [
    ("landing", Look::DESK, Shown::Landing),
    ("overview", Look::DESK, Shown::Screen("overview")),
    (
        "worklist-dark-zh",
        Look::DESK.dark().in_chinese(),
        Shown::Case,
    ),
    ("books", Look::DESK, Shown::Screen("books")),
    ("reports", Look::DESK, Shown::Screen("reports?report=proof")),
    ("phone", Look::PHONE, Shown::Screen("overview")),
];

/// What a picture shows.
#[derive(Clone, Copy)]
enum Shown {
    /// Before there is a day.
    Landing,
    /// A screen of the day, by its hash.
    Screen(&'static str),
    /// The worklist with a case open.
    Case,
}

impl Look {
    const DESK: Self = Self {
        screen: Screen::DESK,
        chinese: false,
    };
    const PHONE: Self = Self {
        screen: Screen::PHONE,
        chinese: false,
    };

    const fn dark(mut self) -> Self {
        self.screen.dark = true;
        self
    }

    const fn in_chinese(mut self) -> Self {
        self.chinese = true;
        self
    }

    fn name(self) -> String {
        let width = self.screen.width;
        let theme = if self.screen.dark { "dark" } else { "light" };
        let language = if self.chinese { "zh" } else { "en" };
        format!("{width}-{theme}-{language}")
    }
}

fn main() {
    run(async {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let (folder, every) = match arguments.as_slice() {
            [folder] => (PathBuf::from(folder), false),
            [folder, every] if every == "every" => (PathBuf::from(folder), true),
            _ => anyhow::bail!("usage: shots FOLDER [every]"),
        };
        fs::create_dir_all(&folder)?;
        let site = Site::built()?.hosted()?;
        if every {
            return every_screen(&site.url, &folder).await;
        }
        for (name, look, shown) in PICTURES {
            let shown = [(name.to_owned(), shown)];
            take(&site.url, &folder, look, &shown).await?;
        }
        Ok(())
    });
}

async fn every_screen(url: &str, folder: &Path) -> Result<()> {
    let screens = [
        "intake", "overview", "worklist", "books", "reports", "settings",
    ];
    for width in [Look::DESK, Look::PHONE] {
        for look in [
            width,
            width.dark(),
            width.in_chinese(),
            width.dark().in_chinese(),
        ] {
            let name = |what: &str| format!("{what}-{}", look.name());
            let mut shown = vec![(name("landing"), Shown::Landing)];
            shown.extend(screens.map(|screen| (name(screen), Shown::Screen(screen))));
            shown.push((name("case"), Shown::Case));
            take(url, folder, look, &shown).await?;
        }
    }
    Ok(())
}

/// Opens the page in a look and takes these pictures of it.
async fn take(url: &str, folder: &Path, look: Look, shown: &[(String, Shown)]) -> Result<()> {
    let browser = Browser::start().await?;
    browser.set_screen(look.screen).await?;
    let app = App::open(&browser, url).await?;
    if look.chinese {
        app.click("[data-testid=language]").await?;
    }
    for (name, what) in shown {
        if !matches!(what, Shown::Landing) && app.state().await? != "done" {
            app.script("document.querySelector('[data-testid=sample-day]').click()")
                .await?;
            app.wait_for(&["done"]).await?;
        }
        let hash = match what {
            Shown::Landing => "intake",
            Shown::Screen(screen) => screen,
            Shown::Case => "worklist",
        };
        app.script(&format!("location.hash = '{hash}'")).await?;
        if matches!(what, Shown::Case) {
            app.find("[data-testid=exception-row]").await?;
            app.press("j\u{e007}").await?;
            app.find("[data-testid=case-pane]").await?;
        }
        picture(&browser, &folder.join(format!("{name}.png"))).await?;
    }
    app.expect_no_errors().await
}

async fn picture(browser: &Browser, file: &Path) -> Result<()> {
    // Until what was asked for is drawn.
    tokio::time::sleep(Duration::from_millis(700)).await;
    let taken = browser.driver.screenshot_as_png().await?;
    let packed = packed(&taken)?;
    ensure!(
        packed.len() <= WEIGHT_MAX,
        "{} would weigh {} bytes; {WEIGHT_MAX} are the limit",
        file.display(),
        packed.len()
    );
    fs::write(file, &packed)?;
    println!("{:>8}  {}", packed.len(), file.display());
    Ok(())
}

/// The same picture without its alpha, packed as small as it goes.
fn packed(taken: &[u8]) -> Result<Vec<u8>> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(taken)).read_info()?;
    let size = reader
        .output_buffer_size()
        .context("a picture has a size")?;
    let mut pixels = vec![0; size];
    let frame = reader.next_frame(&mut pixels)?;
    let opaque: Vec<u8> = match frame.color_type {
        png::ColorType::Rgba => pixels
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
            .collect(),
        _ => pixels,
    };
    let mut packed = Vec::new();
    let mut encoder = png::Encoder::new(&mut packed, frame.width, frame.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::Adaptive);
    encoder.write_header()?.write_image_data(&opaque)?;
    Ok(packed)
}
