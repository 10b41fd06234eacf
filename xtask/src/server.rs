//! A web server for this machine alone, with the headers that a host of ours should send.

use std::io::Cursor;
use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::{Result, anyhow};
use tiny_http::{Header, Response, Server};

use crate::policy;
use crate::web::Site;

/// A running server; it stops when dropped.
pub struct Serving {
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
}

/// One answer of the server.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Path, with its leading `/`.
    pub path: String,
    /// Media type.
    pub media_type: &'static str,
    /// What is sent.
    pub body: Vec<u8>,
    /// Headers besides the media type.
    pub headers: Vec<(&'static str, String)>,
}

/// The answers for a built site, with every header.
#[must_use]
pub fn answers(site: &Site) -> Vec<Answer> {
    let page = |path: &str| Answer {
        path: path.to_owned(),
        media_type: "text/html; charset=utf-8",
        body: site.hosted.html.clone().into_bytes(),
        headers: policy::headers(Some(&site.hosted.policy)),
    };
    let mut answers = vec![page("/"), page("/index.html")];
    for (name, bytes) in &site.files {
        let media_type = match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("webmanifest") => "application/manifest+json",
            _ => "application/octet-stream",
        };
        // The service worker asks its own host for a newer page, and nothing else.
        let policy = name
            .ends_with(".js")
            .then_some("default-src 'none'; connect-src 'self'");
        answers.push(Answer {
            path: format!("/{name}"),
            media_type,
            body: bytes.clone(),
            headers: policy::headers(policy),
        });
    }
    answers
}

impl Serving {
    /// Serves the answers on 127.0.0.1; on a free port when the wished one is taken.
    ///
    /// # Errors
    /// When no port can be opened.
    pub fn start(port: u16, answers: Vec<Answer>) -> Result<Self> {
        let server = Server::http(("127.0.0.1", port))
            .or_else(|_| Server::http(("127.0.0.1", 0)))
            .map_err(|error| anyhow!("no port of 127.0.0.1 can be opened: {error}"))?;
        let server = Arc::new(server);
        let thread = std::thread::spawn({
            let server = Arc::clone(&server);
            move || {
                for request in server.incoming_requests() {
                    let path = request.url().split('?').next().unwrap_or("/").to_owned();
                    // A browser that went away in the middle of an answer is no failure of ours.
                    let _ = request.respond(response(&answers, &path));
                }
            }
        });
        Ok(Self {
            server,
            thread: Some(thread),
        })
    }

    /// The port in use.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.server
            .server_addr()
            .to_ip()
            .map_or(0, |address| address.port())
    }

    /// The address to open.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port())
    }

    /// Serves until the process ends.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // The thread ends only when the server is dropped, and it lives as long as `self`.
            let _ = thread.join();
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn response(answers: &[Answer], path: &str) -> Response<Cursor<Vec<u8>>> {
    let Some(answer) = answers.iter().find(|answer| answer.path == path) else {
        return Response::from_string("not found").with_status_code(404);
    };
    let mut response = Response::from_data(answer.body.clone());
    let all = std::iter::once(("Content-Type", answer.media_type)).chain(
        answer
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_str())),
    );
    for (name, value) in all {
        let header = Header::from_bytes(name, value).expect("headers are plain ASCII");
        response.add_header(header);
    }
    response
}
