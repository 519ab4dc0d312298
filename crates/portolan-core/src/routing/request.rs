//! A request as a proxy reads it: host, path, parameters, method, headers.
//!
//! Paths are normalised before they are compared, as nginx does (`ngx_http_parse_complex_uri`): escapes are decoded,
//! slashes merged, `.` and `..` resolved. `%25`, `%23` and `%3F` stand for letters of a path and end nothing.

/// The longest path that is taken: nginx gives a request line 8 KiB (`large_client_header_buffers`).
const LONGEST: usize = 8_192;

/// A request for a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// Whether it comes by TLS.
    pub https: bool,
    /// The host in lower case, without a port.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The method.
    pub method: String,
    /// The path, normalised.
    pub path: String,
    /// Path and parameters as they are sent.
    pub target: String,
    /// The parameters, decoded, in order.
    pub query: Vec<(String, String)>,
    /// The headers: names in lower case, and values.
    pub headers: Vec<(String, String)>,
}

/// Why a path is none: nginx answers such a request with 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadPath;

impl HttpRequest {
    /// A GET of what stands behind host and port of a URL.
    ///
    /// # Errors
    ///
    /// A path that leads above the root, has an escape that is none, a control character, or is too long.
    pub fn get(https: bool, host: &str, port: u16, rest: &str) -> Result<Self, BadPath> {
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
        let slash = if path.starts_with('/') { "" } else { "/" };
        let raw = format!("{slash}{path}");
        let mark = if query.is_some() { "?" } else { "" };
        Ok(Self {
            https,
            host: host.trim_end_matches('.').to_ascii_lowercase(),
            port,
            method: "GET".to_owned(),
            path: normalised(&raw).ok_or(BadPath)?,
            target: format!("{raw}{mark}{}", query.unwrap_or_default()),
            query: query.map(parameters).unwrap_or_default(),
            headers: Vec::new(),
        })
    }

    /// Adds a header, `Name: value`; `Host` asks for another host at the same address.
    pub fn add_header(&mut self, text: &str) {
        let Some((name, value)) = text.split_once(':') else { return };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        if name == "host" {
            self.host = value.split(':').next().unwrap_or_default().to_ascii_lowercase();
        }
        self.headers.push((name, value.to_owned()));
    }

    /// The value of a header; of several with one name the first.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a cookie.
    #[must_use]
    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        let pairs = self.header("cookie")?.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// `https`, or `http`.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        if self.https { "https" } else { "http" }
    }

    /// As it is written in an address bar.
    #[must_use]
    pub fn url(&self) -> String {
        url(self.https, &self.host, self.port, &self.target)
    }
}

/// A URL, with the port where the scheme implies another one.
pub(super) fn url(https: bool, host: &str, port: u16, target: &str) -> String {
    let (scheme, implied) = if https { ("https", 443) } else { ("http", 80) };
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let port = if port == implied { String::new() } else { format!(":{port}") };
    format!("{scheme}://{host}{port}{target}")
}

/// The path that is compared.
fn normalised(raw: &str) -> Option<String> {
    if raw.len() > LONGEST || raw.bytes().any(|byte| byte <= b' ' || byte == 0x7f) {
        return None;
    }
    let path = String::from_utf8_lossy(&decoded(raw, false)?).into_owned();
    let mut elements: Vec<&str> = Vec::new();
    for element in path.split('/').filter(|element| !matches!(*element, "" | ".")) {
        match element {
            ".." => drop(elements.pop()?),
            element => elements.push(element),
        }
    }
    let open = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
    let end = if open && !elements.is_empty() { "/" } else { "" };
    Some(format!("/{}{end}", elements.join("/")))
}

/// Escapes decoded; in forms a plus sign is a space. `None` for an escape that is none, and for a null byte.
fn decoded(text: &str, form: bool) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    let digit = |byte: Option<u8>| (byte? as char).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'%' => {
                let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
                (high << 4 | low != 0).then_some(high << 4 | low)?
            }
            b'+' if form => b' ',
            byte => byte,
        };
        out.push(byte);
    }
    Some(out)
}

/// The parameters of a query. What cannot be decoded stays as it is written.
fn parameters(query: &str) -> Vec<(String, String)> {
    let text = |text: &str| {
        let bytes = decoded(text, true).unwrap_or_else(|| text.as_bytes().to_vec());
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).take(1_000);
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (text(name), text(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(rest: &str) -> Option<String> {
        HttpRequest::get(false, "Shop.Example.", 80, rest).ok().map(|request| request.path)
    }

    #[test]
    fn paths_are_normalised_as_nginx_does() {
        for (written, compared) in [
            ("", "/"),
            ("/", "/"),
            ("//cart///1", "/cart/1"),
            ("/a/./b/../c/", "/a/c/"),
            ("/a/..", "/"),
            ("/a/b/.", "/a/b/"),
            ("/a%2Fb/%2e%2E/c", "/a/c"),
            ("/%e3%82%ab%E3%83%BC", "/カー"),
            ("/100%25?x=1#y", "/100%"),
            ("?x=1", "/"),
        ] {
            assert_eq!(path(written).as_deref(), Some(compared), "{written}");
        }
        for wrong in ["/..", "/a/../..", "/%zz", "/%", "/a b", "/%00"] {
            assert_eq!(path(wrong), None, "{wrong}");
        }
        assert_eq!(path(&"/a".repeat(10_000)), None);
    }

    #[test]
    fn parameters_are_decoded_and_the_rest_is_kept() {
        let request =
            HttpRequest::get(true, "Shop.Example.", 443, "/a?x=1&y=a%20b+c&z#end").expect("a request");
        let query: Vec<_> = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(query, ["x=1", "y=a b c", "z="]);
        assert_eq!(request.url(), "https://shop.example/a?x=1&y=a%20b+c&z");
    }
}
