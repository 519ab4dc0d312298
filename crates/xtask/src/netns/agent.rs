//! The agent of a namespace: a process that lives in it, serves the Pods' ports there and opens connections from there.
//!
//! It reads one JSON value a line from its standard input, answers one line each, and ends with its input:
//! `{"sysctl": [[PATH, VALUE], …]}`, `{"serve": [{pod, address, port, protocol}, …]}` and
//! `{"connect": {protocol, to, sources, count, workers, milliseconds}}`, which is answered by a list of connections.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, UdpSocket};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::connect;
use super::scenario::Protocol;

/// The most connections that are opened for one probe.
pub(super) const MOST_CONNECTIONS: usize = 2_000;

/// After this time no more are opened: enough for all of them where they end as expected.
const LONGEST: Duration = Duration::from_secs(15);

/// The name of the task that is an agent.
pub(super) const TASK: &str = "netns-agent";

/// An agent, as the run holds it; dropped, its process is gone.
pub(super) struct Agent {
    process: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Agent {
    /// Starts one in a namespace.
    pub(super) fn start(namespace: &str) -> Result<Self> {
        let xtask = std::env::current_exe()?;
        let mut process = Command::new("ip")
            .args(["netns", "exec", namespace])
            .arg(xtask)
            .arg(TASK)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start `ip`")?;
        let requests = process.stdin.take().context("no standard input")?;
        let answers = BufReader::new(process.stdout.take().context("no standard output")?);
        Ok(Self { process, requests, answers })
    }

    /// Sends a request without waiting for its answer.
    pub(super) fn tell(&mut self, request: &Value) -> Result<()> {
        Ok(writeln!(self.requests, "{request}")?)
    }

    /// Waits for the answer to the oldest request that has none.
    pub(super) fn hear(&mut self) -> Result<Value> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let answer: Value = serde_json::from_str(&line).context("the agent is gone")?;
        match answer["error"].as_str() {
            Some(error) => bail!("{error}"),
            None => Ok(answer),
        }
    }

    /// Sends a request and waits for its answer.
    pub(super) fn ask(&mut self, request: &Value) -> Result<Value> {
        self.tell(request)?;
        self.hear()
    }
}

impl Drop for Agent {
    /// The process is killed, not asked: its namespace goes next.
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The agent's own life.
pub(super) fn live() -> Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answer = answer(&serde_json::from_str(&line?)?)
            .unwrap_or_else(|error| json!({"error": format!("{error:#}")}));
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(request: &Value) -> Result<Value> {
    for setting in list(&request["sysctl"]) {
        let (path, value) = (text(&setting[0])?, text(&setting[1])?);
        let file = Path::new("/proc/sys/net").join(path);
        std::fs::write(&file, value).with_context(|| format!("cannot write {}", file.display()))?;
    }
    for server in list(&request["serve"]) {
        serve(server)?;
    }
    match &request["connect"] {
        Value::Null => Ok(Value::Null),
        probe => connections(probe),
    }
}

/// Starts a server that answers everybody with its Pod and the address that it sees.
fn serve(server: &Value) -> Result<()> {
    let pod = text(&server["pod"])?.to_owned();
    let address =
        SocketAddr::new(text(&server["address"])?.parse()?, u16::try_from(number(&server["port"])?)?);
    let failed = || format!("{pod} cannot listen on {address}");
    match protocol(server)? {
        Protocol::Tcp => {
            let listener = TcpListener::bind(address).with_context(failed)?;
            std::thread::spawn(move || {
                for mut stream in listener.incoming().flatten() {
                    // A client that has gone needs no answer.
                    if let Ok(peer) = stream.peer_addr() {
                        drop(writeln!(stream, "{pod} {}", peer.ip().to_canonical()));
                    }
                }
            });
        }
        Protocol::Udp => {
            let socket = UdpSocket::bind(address).with_context(failed)?;
            std::thread::spawn(move || {
                let mut buffer = [0; 512];
                loop {
                    // An error is the echo of an answer to a client that has gone.
                    if let Ok((_, peer)) = socket.recv_from(&mut buffer) {
                        drop(
                            socket.send_to(format!("{pod} {}\n", peer.ip().to_canonical()).as_bytes(), peer),
                        );
                    }
                }
            });
        }
    }
    Ok(())
}

/// Opens connections, several at a time, and lists what became of them.
fn connections(probe: &Value) -> Result<Value> {
    let protocol = protocol(probe)?;
    let to: SocketAddr = text(&probe["to"])?.parse()?;
    let sources: Vec<IpAddr> =
        list(&probe["sources"]).iter().filter_map(|value| value.as_str()?.parse().ok()).collect();
    let count = number(&probe["count"])?.min(MOST_CONNECTIONS);
    let timeout = Duration::from_millis(number(&probe["milliseconds"])? as u64);
    let source = |turn: usize| sources.get(turn % sources.len().max(1)).copied();
    let (next, started) = (AtomicUsize::new(0), Instant::now());
    let work = || {
        let turns = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        let due = turns.take_while(|turn| *turn < count && started.elapsed() < LONGEST);
        due.map(|turn| connect::once(protocol, source(turn), to, timeout)).collect()
    };
    let workers = number(&probe["workers"])?.clamp(1, 64);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let done: Vec<Vec<Value>> = workers.into_iter().filter_map(|worker| worker.join().ok()).collect();
        Ok(Value::Array(done.into_iter().flatten().collect()))
    })
}

fn protocol(value: &Value) -> Result<Protocol> {
    match text(&value["protocol"])? {
        "tcp" => Ok(Protocol::Tcp),
        "udp" => Ok(Protocol::Udp),
        other => bail!("nothing here speaks {other}"),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> Result<&str> {
    value.as_str().with_context(|| format!("{value} is no text"))
}

fn number(value: &Value) -> Result<usize> {
    value
        .as_u64()
        .and_then(|number| usize::try_from(number).ok())
        .with_context(|| format!("{value} is no number"))
}
