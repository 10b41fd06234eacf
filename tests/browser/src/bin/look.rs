//! One-off pictures.
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use tieout_browser_tests::browser::Screen;
use tieout_browser_tests::{App, Browser, Site, run};

fn main() {
    run(async {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let (day, out) = (PathBuf::from(&arguments[0]), PathBuf::from(&arguments[1]));
        let site = Site::built()?.hosted()?;
        for (screen, chinese, name) in [
            (Screen::DESK, false, "desk"),
            (
                Screen {
                    dark: true,
                    ..Screen::DESK
                },
                true,
                "desk-dark-zh",
            ),
            (Screen::PHONE, true, "phone-zh"),
            (
                Screen {
                    dark: true,
                    ..Screen::PHONE
                },
                false,
                "phone-dark",
            ),
        ] {
            let browser = Browser::start().await?;
            browser.set_screen(screen).await?;
            let app = App::open(&browser, &site.url).await?;
            if chinese {
                app.click("[data-testid=language]").await?;
            }
            app.drop_folder(&day).await?;
            app.wait_for(&["done"]).await?;
            for (n, hash) in arguments[2..].iter().enumerate() {
                app.script(&format!("location.hash = '{hash}'")).await?;
                tokio::time::sleep(Duration::from_millis(900)).await;
                for part in 0..2 {
                    if part == 1 {
                        app.script("for (const e of [document.scrollingElement, ...document.querySelectorAll('.leaf, main')]) e.scrollTop += innerHeight - 120;").await?;
                        tokio::time::sleep(Duration::from_millis(300)).await;
                    }
                    let png = browser.driver.screenshot_as_png().await?;
                    std::fs::write(out.join(format!("{name}-{n}-{part}.png")), png)?;
                }
            }
        }
        Result::Ok(())
    });
}
