//! One connection: who answers and what address it sees, or how it fails.

use std::io::{self, Read};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, UdpSocket};
use std::os::fd::AsRawFd;
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::socket::{
    AddressFamily, SockFlag, SockType, SockaddrStorage, bind, connect, setsockopt, socket, sockopt,
};
use nix::sys::time::TimeVal;
use serde_json::{Value, json};

use super::scenario::Protocol;

/// Opens a connection, from a given address if there is one, and reads the line that every server here answers:
/// its Pod and the address that it sees. The value is one of an [`super::outcome::Connection`].
pub(super) fn once(protocol: Protocol, source: Option<IpAddr>, to: SocketAddr, timeout: Duration) -> Value {
    let answer = match protocol {
        Protocol::Tcp => tcp(source, to, timeout),
        Protocol::Udp => udp(source, to, timeout),
    };
    match answer.as_ref().map(|line| line.trim().split_once(' ')) {
        Ok(Some((pod, seen))) => json!({"source": source, "result": "answered", "pod": pod, "seen": seen}),
        Ok(None) => json!({"source": source, "result": "cut off"}),
        Err(error) => json!({"source": source, "result": failure(error)}),
    }
}

/// A failure in the words of `portolan trace`, or in the system's where it has none.
fn failure(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused => "refused".to_owned(),
        Kind::TimedOut | Kind::WouldBlock => "timeout".to_owned(),
        Kind::HostUnreachable | Kind::NetworkUnreachable => "no-route".to_owned(),
        _ if error.raw_os_error() == Some(Errno::EINPROGRESS as i32) => "timeout".to_owned(),
        _ => error.to_string(),
    }
}

/// The standard library binds no source address before it connects, so that the socket is made by hand; the timeout
/// for sending is also that for connecting (socket(7)).
fn tcp(source: Option<IpAddr>, to: SocketAddr, timeout: Duration) -> io::Result<String> {
    let family = if to.is_ipv4() { AddressFamily::Inet } else { AddressFamily::Inet6 };
    let socket = socket(family, SockType::Stream, SockFlag::SOCK_CLOEXEC, None)?;
    if let Some(source) = source {
        bind(socket.as_raw_fd(), &SockaddrStorage::from(SocketAddr::new(source, 0)))?;
    }
    let micros = i64::try_from(timeout.as_micros()).unwrap_or(i64::MAX);
    setsockopt(&socket, sockopt::SendTimeout, &TimeVal::new(micros / 1_000_000, micros % 1_000_000))?;
    connect(socket.as_raw_fd(), &SockaddrStorage::from(to))?;
    let mut stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(timeout))?;
    let mut line = String::new();
    stream.read_to_string(&mut line)?;
    Ok(line)
}

fn udp(source: Option<IpAddr>, to: SocketAddr, timeout: Duration) -> io::Result<String> {
    let any = if to.is_ipv4() { IpAddr::from(Ipv4Addr::UNSPECIFIED) } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind(SocketAddr::new(source.unwrap_or(any), 0))?;
    socket.connect(to)?;
    socket.set_read_timeout(Some(timeout))?;
    // Rules that refuse or drop what the node itself sends forbid the sending; what comes back tells which it was.
    match socket.send(b"who\n") {
        Err(error) if error.kind() != io::ErrorKind::PermissionDenied => return Err(error),
        _ => {}
    }
    let mut buffer = [0; 512];
    let length = socket.recv(&mut buffer)?;
    Ok(String::from_utf8_lossy(buffer.get(..length).unwrap_or_default()).into_owned())
}
