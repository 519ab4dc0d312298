//! A static file server for `dist/`, on the loopback address only: enough for a browser, and nothing more.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
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
}

impl Server {
    /// Takes the port; 0 takes any free one.
    pub(crate) fn bind(dir: &Path, port: u16) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("port {port} of 127.0.0.1 is taken: use --port"))?;
        Ok(Self { listener, dir: dir.to_path_buf() })
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> Result<String> {
        Ok(format!("http://{}/", self.listener.local_addr()?))
    }

    /// Answers requests, each in a thread of its own, because browsers open connections that they do not use.
    pub(crate) fn serve(&self) {
        for stream in self.listener.incoming().flatten() {
            let dir = self.dir.clone();
            std::thread::spawn(move || {
                // A client that goes away in the middle is its own affair.
                let _ = answer(stream, &dir);
            });
        }
    }
}

fn answer(mut stream: TcpStream, dir: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|header| !header.is_empty()) {}

    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or("/"));
    let (status, kind, body) =
        match (method, file_of(dir, target).and_then(|path| fs::read(&path).ok().zip(Some(path)))) {
            ("GET" | "HEAD", Some((body, path))) => ("200 OK", mime(&path), body),
            ("GET" | "HEAD", None) => ("404 Not Found", "text/plain", b"not found\n".to_vec()),
            _ => ("405 Method Not Allowed", "text/plain", b"only GET\n".to_vec()),
        };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// The file that a request's target means, inside `dir` or not at all.
fn file_of(dir: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    path.components().all(|part| matches!(part, Component::Normal(_))).then(|| dir.join(path))
}

/// The media type of a file; wasm must have its own to be compiled while it arrives.
fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
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
        assert_eq!(file_of(dir, "/"), Some(dir.join("index.html")));
        assert_eq!(file_of(dir, "/a.js?x=1"), Some(dir.join("a.js")));
        assert_eq!(file_of(dir, "/../Cargo.toml"), None);
        assert_eq!(file_of(dir, "/a/../../b"), None);
    }

    #[test]
    fn wasm_is_served_as_wasm() {
        assert_eq!(mime(Path::new("a_bg.wasm")), "application/wasm");
    }
}
