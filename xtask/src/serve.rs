//! `cargo xtask serve`: builds the app and opens it to this machine.

use anyhow::{Context as _, Result, bail};

use crate::server::{Serving, answers};
use crate::web;

/// The port people find it on, unless they say otherwise.
const PORT: u16 = 8086;

/// Builds, serves, and does not return until interrupted.
///
/// # Errors
/// When the arguments make no sense or the build fails.
pub fn serve(arguments: &[String]) -> Result<()> {
    let port = match arguments {
        [] => PORT,
        [flag, port] if flag == "--port" => port
            .parse()
            .with_context(|| format!("`{port}` is not a port"))?,
        _ => bail!("usage: cargo xtask serve [--port PORT]"),
    };
    let site = web::build()?;
    let serving = Serving::start(port, answers(&site))?;
    if serving.port() != port {
        println!("port {port} is taken; using {}", serving.port());
    }
    println!("Tieout is at {}   (Ctrl-C stops it)", serving.url());
    serving.wait();
    Ok(())
}
