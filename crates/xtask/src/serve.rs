//! A static file server for `dist/`, on the loopback address only: enough for a browser, and nothing more.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};

/// A client that says nothing for this long is left.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves `dir` until the process ends.
pub(crate) fn forever(dir: &Path, port: u16) -> Result<()> {
    let server = Server::bind(dir, port)?;
    println!("The page is at {} (end with Ctrl-C).", server.url()?);
    server.serve();
    Ok(())
}

/// A directory behind a port.
pub(crate) struct Server {
    listener: TcpListener,
    dir: PathBuf,
    /// How far code and content come from.
    way: Way,
}

impl Server {
    /// Takes the port; 0 takes any free one.
    pub(crate) fn bind(dir: &Path, port: u16) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("port {port} of 127.0.0.1 is taken: use --port"))?;
        Ok(Self { listener, dir: dir.to_path_buf(), way: Way::default() })
    }

    /// The same from so far away that a file of code or of content takes `time`.
    pub(crate) fn far(self, time: Duration) -> Self {
        Self { way: Way { time, ..self.way }, ..self }
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> Result<String> {
        Ok(format!("http://{}/", self.listener.local_addr()?))
    }

    /// Answers requests, each in a thread of its own, because browsers open connections that they do not use.
    pub(crate) fn serve(&self) {
        for stream in self.listener.incoming().flatten() {
            let (dir, way) = (self.dir.clone(), self.way.clone());
            std::thread::spawn(move || {
                // A client that goes away in the middle is its own affair.
                let _ = answer(stream, &dir, &way);
            });
        }
    }
}

/// How far the page's files come.
#[derive(Clone, Default)]
struct Way {
    /// How long one takes.
    time: Duration,
    /// How many of the page's parts have come.
    parts: Arc<AtomicU32>,
}

impl Way {
    /// Waits for as long as code or content is on its way: every other one of the page's parts, which are fetched when they
    /// are wanted, much longer, so that others overtake it, and in another run the others.
    fn go(&self, target: &str, kind: &str) {
        let is_far =
            ["text/javascript; charset=utf-8", "application/json", "application/wasm"].contains(&kind);
        if self.time.is_zero() || !is_far {
            return;
        }
        let is_late = target.contains("/split_") && {
            let place = self.parts.fetch_add(1, Ordering::Relaxed).wrapping_add(std::process::id());
            place.is_multiple_of(2)
        };
        std::thread::sleep(if is_late { self.time.saturating_mul(10) } else { self.time });
    }
}

/// What a request asks for.
struct Request {
    method: String,
    target: String,
    /// Whether the client takes brotli.
    brotli: bool,
    /// The entity tag that the client has.
    known: Option<String>,
}

impl Request {
    fn read(stream: &TcpStream) -> std::io::Result<Self> {
        let mut lines = BufReader::new(stream).lines();
        let line = lines.next().transpose()?.unwrap_or_default();
        let mut words = line.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or("/"));
        let mut request =
            Self { method: method.to_owned(), target: target.to_owned(), brotli: false, known: None };
        while let Some(line) = lines.next().transpose()?.filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            match name.to_ascii_lowercase().as_str() {
                "accept-encoding" => {
                    request.brotli = value.split(',').any(|coding| coding.trim().starts_with("br"));
                }
                "if-none-match" => request.known = Some(value.trim().to_owned()),
                _ => {}
            }
        }
        Ok(request)
    }
}

/// What is sent.
struct Answer {
    status: &'static str,
    kind: &'static str,
    /// Further header lines, each with its end.
    headers: String,
    body: Vec<u8>,
}

impl Answer {
    fn plain(status: &'static str, text: &str) -> Self {
        Self { status, kind: "text/plain", headers: String::new(), body: text.into() }
    }

    fn to(request: &Request, dir: &Path) -> Self {
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return Self::plain("405 Method Not Allowed", "only GET\n");
        }
        let Some(place) = place_of(dir, &request.target) else {
            return Self::plain("404 Not Found", "not found\n");
        };
        if place.is_dir() && !request.target.split(['?', '#']).next().is_some_and(|path| path.ends_with('/'))
        {
            let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let headers = format!("Location: {name}/\r\n");
            return Self { headers, ..Self::plain("301 Moved Permanently", "") };
        }
        let path = if place.is_dir() { place.join("index.html") } else { place };
        Self::file(request, &path).unwrap_or_else(|_| Self::plain("404 Not Found", "not found\n"))
    }

    /// A file, or its compressed form where there is one and the client takes it; nothing if the client has it.
    fn file(request: &Request, path: &Path) -> std::io::Result<Self> {
        let mut name = path.as_os_str().to_owned();
        name.push(".br");
        let compressed = Path::new(&name);
        let smaller = request.brotli && compressed.is_file();
        let sent = if smaller { compressed } else { path };
        let tag = tag(sent)?;
        let mut headers = format!("ETag: {tag}\r\nVary: Accept-Encoding\r\n");
        if request.known.as_deref() == Some(&tag) {
            return Ok(Self { status: "304 Not Modified", kind: mime(path), headers, body: Vec::new() });
        }
        if smaller {
            headers.push_str("Content-Encoding: br\r\n");
        }
        Ok(Self { status: "200 OK", kind: mime(path), headers, body: fs::read(sent)? })
    }
}

/// A name for what a file holds now: its length and when it was written.
fn tag(path: &Path) -> std::io::Result<String> {
    let meta = fs::metadata(path)?;
    let written = meta.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(format!("\"{:x}-{:x}\"", meta.len(), written.as_nanos()))
}

/// Every file may be kept, and must be asked for again before it is used. Any page may load it: a frame in a sandbox has no
/// origin, so that its own modules come to it across origins.
fn answer(mut stream: TcpStream, dir: &Path, way: &Way) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let request = Request::read(&stream)?;
    let Answer { status, kind, headers, body } = Answer::to(&request, dir);
    way.go(&request.target, kind);
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
         Access-Control-Allow-Origin: *\r\n\
         {headers}X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if request.method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// The file or folder that a request's target means, inside `dir` or not at all.
fn place_of(dir: &Path, target: &str) -> Option<PathBuf> {
    let path = Path::new(target.split(['?', '#']).next()?.trim_start_matches('/'));
    path.components().all(|part| matches!(part, Component::Normal(_))).then(|| dir.join(path))
}

/// The media type of a file; wasm must have its own to be compiled while it arrives.
fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_never_leaves_the_directory() {
        let dir = Path::new("dist");
        assert_eq!(place_of(dir, "/"), Some(dir.join("")));
        assert_eq!(place_of(dir, "/a.js?x=1"), Some(dir.join("a.js")));
        assert_eq!(place_of(dir, "/../Cargo.toml"), None);
        assert_eq!(place_of(dir, "/a/../../b"), None);
    }

    #[test]
    fn wasm_is_served_as_wasm() {
        assert_eq!(mime(Path::new("a_bg.wasm")), "application/wasm");
    }

    /// The answer to a request for a file of a folder made for this, with these headers.
    fn asked(folder: &str, target: &str, headers: &str) -> Answer {
        let dir = std::env::temp_dir().join(format!("portolan-serve-{folder}-{}", std::process::id()));
        fs::create_dir_all(dir.join("embed")).expect("a folder");
        for (name, text) in [("a.js", "long"), ("a.js.br", "br"), ("embed/index.html", "<p>")] {
            fs::write(dir.join(name), text).expect(name);
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let mut client =
            TcpStream::connect(listener.local_addr().expect("an address")).expect("a connection");
        write!(client, "GET {target} HTTP/1.1\r\n{headers}\r\n").expect("a request");
        let (stream, _) = listener.accept().expect("a connection");
        let answer = Answer::to(&Request::read(&stream).expect("a request"), &dir);
        fs::remove_dir_all(&dir).expect("an end");
        answer
    }

    #[test]
    fn who_takes_brotli_gets_the_compressed_file() {
        let small = asked("br", "/a.js", "Accept-Encoding: gzip, deflate, br, zstd\r\n");
        assert_eq!((small.body.as_slice(), small.kind), (&b"br"[..], "text/javascript; charset=utf-8"));
        assert!(small.headers.contains("Content-Encoding: br"), "{}", small.headers);
        assert_eq!(asked("plain", "/a.js", "").body, b"long");
    }

    #[test]
    fn a_folder_is_its_index_and_ends_in_a_slash() {
        assert_eq!(asked("folder", "/embed/?view=map", "").body, b"<p>");
        let moved = asked("moved", "/embed", "");
        assert_eq!((moved.status, moved.headers.as_str()), ("301 Moved Permanently", "Location: embed/\r\n"));
        assert_eq!(asked("missing", "/nothing", "").status, "404 Not Found");
    }
}
