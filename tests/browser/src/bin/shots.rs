//! Takes the pictures of `docs/screenshots` from the built page with the sample day.
//!
//! usage: shots FOLDER

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tieout_browser_tests::browser::Screen;
use tieout_browser_tests::{App, Browser, Site, run};

fn main() {
    run(async {
        let folder = PathBuf::from(std::env::args().nth(1).context("usage: shots FOLDER")?);
        fs::create_dir_all(&folder)?;
        let site = Site::built()?.hosted()?;
        for (size, screen) in [("desk", Screen::DESK), ("phone", Screen::PHONE)] {
            for (theme, dark) in [("light", false), ("dark", true)] {
                let browser = Browser::start().await?;
                browser.set_screen(Screen { dark, ..screen }).await?;
                let app = App::open(&browser, &site.url).await?;
                let name = |what: &str| folder.join(format!("{what}-{size}-{theme}.png"));
                picture(&browser, name("landing")).await?;
                app.script("document.querySelector('[data-testid=sample-day]').click()")
                    .await?;
                app.wait_for(&["done"]).await?;
                for shown in ["overview", "worklist", "intake", "settings"] {
                    app.script(&format!("location.hash = '{shown}'")).await?;
                    picture(&browser, name(shown)).await?;
                    if shown == "worklist" {
                        app.press("j\u{e007}").await?;
                        picture(&browser, name("case")).await?;
                    }
                }
                app.expect_no_errors().await?;
            }
        }
        Ok(())
    });
}

async fn picture(browser: &Browser, file: PathBuf) -> Result<()> {
    // Until what was asked for is drawn.
    tokio::time::sleep(Duration::from_millis(700)).await;
    fs::write(&file, browser.driver.screenshot_as_png().await?)?;
    println!("{}", file.display());
    Ok(())
}
