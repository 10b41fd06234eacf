//! What the page may do: the content security policy and the headers that go with it.

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

/// The policy of one page. Scripts and styles run by the hash of their text alone.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Texts of the inline scripts.
    pub scripts: Vec<String>,
    /// Texts of the inline styles.
    pub styles: Vec<String>,
    /// Whether the page keeps an offline copy of itself (manifest and service worker).
    pub offline: bool,
}

impl Policy {
    /// The policy's text, for the `meta` element and for the header.
    #[must_use]
    pub fn text(&self) -> String {
        let scripts = hashes(&self.scripts);
        let styles = hashes(&self.styles);
        let own = if self.offline { "'self' " } else { "" };
        let manifest = if self.offline { "'self'" } else { "'none'" };
        [
            "default-src 'none'".to_owned(),
            format!("script-src {scripts} 'wasm-unsafe-eval'"),
            format!("style-src {styles}"),
            format!("worker-src {own}blob:"),
            "child-src blob:".to_owned(),
            "img-src data: blob:".to_owned(),
            "font-src data:".to_owned(),
            "connect-src 'none'".to_owned(),
            format!("manifest-src {manifest}"),
            "media-src 'none'".to_owned(),
            "object-src 'none'".to_owned(),
            "frame-src 'none'".to_owned(),
            "base-uri 'none'".to_owned(),
            "form-action 'none'".to_owned(),
            "require-trusted-types-for 'script'".to_owned(),
            "trusted-types default".to_owned(),
            // For the day browsers know it; the guard script closes WebRTC until then.
            "webrtc 'block'".to_owned(),
        ]
        .join("; ")
    }
}

fn hashes(texts: &[String]) -> String {
    if texts.is_empty() {
        return "'none'".to_owned();
    }
    texts
        .iter()
        .map(|text| format!("'sha256-{}'", hash(text)))
        .collect::<Vec<_>>()
        .join(" ")
}

fn hash(text: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()))
}

/// What a page of ours never needs, denied by name.
const DENIED: &[&str] = &[
    "accelerometer",
    "ambient-light-sensor",
    "attribution-reporting",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "interest-cohort",
    "join-ad-interest-group",
    "keyboard-map",
    "local-fonts",
    "local-network-access",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "private-state-token-issuance",
    "private-state-token-redemption",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "run-ad-auction",
    "screen-wake-lock",
    "serial",
    "shared-storage",
    "shared-storage-select-url",
    "storage-access",
    "usb",
    "web-share",
    "xr-spatial-tracking",
];

/// The headers that go with a page: name and value.
#[must_use]
pub fn headers(policy: Option<&str>) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("Connection-Allowlist", "(response-origin)".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Embedder-Policy", "require-corp".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("X-DNS-Prefetch-Control", "off".to_owned()),
        ("Cache-Control", "no-cache".to_owned()),
        (
            "Permissions-Policy",
            DENIED
                .iter()
                .map(|name| format!("{name}=()"))
                .collect::<Vec<_>>()
                .join(", "),
        ),
    ];
    if let Some(policy) = policy {
        headers.push((
            "Content-Security-Policy",
            format!("{policy}; frame-ancestors 'none'"),
        ));
    }
    headers
}
