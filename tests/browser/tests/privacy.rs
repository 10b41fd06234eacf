//! Nothing leaves: every way out is tried on the built page, with and without its defences.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::json;
use tieout_browser_tests::listeners::Ears;
use tieout_browser_tests::netlog::NetLog;
use tieout_browser_tests::{App, Browser, Opened, Site, run};

const WAYS: &str = include_str!("ways.js");

/// Flags under which more gets out: the tests need the defences to be ours.
const OPEN_DOORS: &[&str] = &[
    "--disable-popup-blocking",
    "--autoplay-policy=no-user-gesture-required",
];

/// How long a way may take to arrive; what comes later is heard at the end.
const A_WHILE: Duration = Duration::from_secs(2);

/// One way out.
struct Way {
    name: String,
    /// How it behaves where nothing defends; `ways.js` explains the words.
    undefended: String,
    port: u16,
}

impl Way {
    /// A host name of this way alone, to see whether it is looked up.
    fn host(&self) -> String {
        format!("way{}.example", self.port)
    }
}

#[test]
fn nothing_leaves_the_hosted_page() {
    run(async { expect_nothing(&Site::built()?.hosted()?).await });
}

#[test]
fn nothing_leaves_the_single_file() {
    run(async { expect_nothing(&Site::built()?.single_file()).await });
}

#[test]
fn without_its_defences_the_hosted_page_leaks() {
    run(async { expect_leaks(&Site::built()?.hosted_undefended()?).await });
}

#[test]
fn without_its_defences_the_single_file_leaks() {
    run(async { expect_leaks(&Site::built()?.single_file_undefended()?).await });
}

async fn expect_nothing(opened: &Opened) -> Result<()> {
    let browser = Browser::start_with(OPEN_DOORS).await?;
    let app = App::open(&browser, &opened.url).await?;
    run_sample_day(&app).await?;
    let (ways, ears) = ways(&app).await?;
    ensure!(ways.len() >= 60, "only {} ways are known", ways.len());
    for way in &ways {
        try_way(&app, way).await?;
    }
    // What is slow to leave is heard as well.
    tokio::time::sleep(A_WHILE).await;
    // The page is still there, and still works.
    app.click("[data-testid=nav-intake]").await?;
    let log = browser.close().await?;
    let arrived: Vec<_> = ways
        .iter()
        .filter(|way| arrived(way, &ears, &log))
        .map(|way| way.name.as_str())
        .collect();
    ensure!(
        arrived.is_empty(),
        "{} of {} ways arrived: {arrived:#?}",
        arrived.len(),
        ways.len()
    );
    expect_own_requests_only(opened, &log)
}

async fn expect_leaks(opened: &Opened) -> Result<()> {
    let browser = Browser::start_with(OPEN_DOORS).await?;
    let app = App::open(&browser, &opened.url).await?;
    let (ways, ears) = ways(&app).await?;
    for way in &ways {
        try_way(&app, way).await?;
        if way.undefended != "silent" {
            wait_until_heard(way, &ears).await;
        }
        if matches!(way.undefended.as_str(), "leaves" | "silent") {
            app.open_again(&opened.url).await?;
        }
    }
    tokio::time::sleep(A_WHILE).await;
    let log = browser.close().await?;
    let silent: Vec<_> = ways
        .iter()
        .filter(|way| match way.undefended.as_str() {
            "silent" => false,
            "hosted" => opened.port().is_some(),
            _ => true,
        })
        .filter(|way| !arrived(way, &ears, &log))
        .map(|way| way.name.as_str())
        .collect();
    let loud = ways.iter().filter(|way| arrived(way, &ears, &log)).count();
    println!("{loud} of {} ways arrive without defences", ways.len());
    ensure!(silent.is_empty(), "nothing was heard of: {silent:#?}");
    Ok(())
}

async fn run_sample_day(app: &App<'_>) -> Result<()> {
    app.click("[data-testid=sample-day]").await?;
    app.wait_for(&["done"]).await?;
    Ok(())
}

/// Every way of `ways.js`, with ears for each.
async fn ways(app: &App<'_>) -> Result<(Vec<Way>, Ears)> {
    let listed = app
        .script(&format!(
            "{WAYS}; return Object.entries(WAYS).map(([name, way]) => [name, way[2]]);"
        ))
        .await?;
    let listed: Vec<(String, String)> = serde_json::from_value(listed)?;
    let ears = Ears::open(listed.len())?;
    let ways = listed
        .into_iter()
        .zip(ears.ports())
        .map(|((name, undefended), port)| Way {
            name,
            undefended,
            port: *port,
        })
        .collect();
    Ok((ways, ears))
}

/// Tries a way. What it throws is its own affair: only what arrives counts.
async fn try_way(app: &App<'_>, way: &Way) -> Result<()> {
    let port = way.port;
    let to = json!({
        "url": format!("http://127.0.0.1:{port}/way"),
        "secure": format!("https://127.0.0.1:{port}/way"),
        "socket": format!("ws://127.0.0.1:{port}/way"),
        "port": port,
        "host": way.host(),
    });
    let script = format!(
        "{WAYS}; new Promise((done) => done(WAYS[arguments[0]][1](arguments[1]))).catch(() => {{}});"
    );
    // The page may be gone before it answers, where nothing keeps it.
    let _ = app.script_with(&script, vec![json!(way.name), to]).await;
    Ok(())
}

async fn wait_until_heard(way: &Way, ears: &Ears) {
    let start = Instant::now();
    while !ears.heard(way.port) && start.elapsed() < A_WHILE {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn arrived(way: &Way, ears: &Ears, log: &NetLog) -> bool {
    ears.heard(way.port) || log.mentions(&way.host())
}

/// The log shows the page's own files, asked for from its own host, and nothing else.
fn expect_own_requests_only(opened: &Opened, log: &NetLog) -> Result<()> {
    let own: BTreeSet<String> = opened
        .port()
        .map(|_| {
            ["", "manifest.webmanifest", "service-worker.js"]
                .map(|name| format!("{}{name}", opened.url))
        })
        .into_iter()
        .flatten()
        .collect();
    let requested = log.requested_by_pages()?;
    let foreign: Vec<_> = requested.difference(&own).collect();
    ensure!(foreign.is_empty(), "requested: {foreign:#?}");
    Ok(())
}
