//! What the one who asks sees in the terminal.

use portolan_core::diagnostic::{Message, Template};
use portolan_core::object::Protocol;
use portolan_core::template;
use portolan_core::trace::{Ending, Request};

template!(ANSWER, "walk.symptom.answer",
    en: "the application answers",
    ja: "アプリケーションの応答が返ってきます");
template!(PROXY, "walk.symptom.proxy",
    en: "the proxy's own answer comes, not the application's",
    ja: "アプリケーションではなく、プロキシ自身の応答が返ってきます");
template!(AT_ONCE, "walk.symptom.at-once",
    en: "the error comes at once",
    ja: "すぐにエラーになります");
template!(LATE, "walk.symptom.late",
    en: "nothing happens; after about two minutes the client gives up",
    ja: "何も起きず、約2分後にクライアントがあきらめます");
template!(NEVER, "walk.symptom.never",
    en: "no answer ever comes; UDP does not tell whether anybody listens",
    ja: "応答はいつまでも返りません。UDPでは、相手が待ち受けているかどうかが分かりません");
template!(UNREACHABLE, "walk.symptom.unreachable",
    en: "the error comes at once, or after some seconds, as the network has it",
    ja: "ネットワークにより、すぐに、または数秒後にエラーになります");
template!(UP_TO_THEM, "walk.symptom.up-to-them",
    en: "what comes back is up to whoever answers there",
    ja: "何が返ってくるかは、応答する相手によります");

/// What is seen of an ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symptom {
    /// What to type.
    pub command: String,
    /// What it says; empty where the application's own answer comes.
    pub says: String,
    /// How that feels, in words.
    pub words: String,
}

/// A program that connects.
#[derive(Clone, Copy)]
enum Program {
    Curl,
    Netcat,
    NetcatUdp,
}

/// What somebody sees who connects from the command line: with curl what looks like HTTP, with netcat the rest.
pub(super) fn of(
    request: &Request,
    to: &str,
    (ending, doubtful): (Ending, bool),
) -> (String, String, Message) {
    let (host, port) = (&request.to.host, request.to.port);
    let program = match request.protocol {
        Protocol::Udp => Program::NetcatUdp,
        _ if speaks_http(to, port) => Program::Curl,
        _ => Program::Netcat,
    };
    let command = match program {
        Program::Curl if to.contains("://") => format!("curl {to}"),
        Program::Curl if host.contains(':') => format!("curl http://[{host}]:{port}/"),
        Program::Curl => format!("curl http://{host}:{port}/"),
        Program::Netcat => format!("nc -vz {host} {port}"),
        Program::NetcatUdp => format!("nc -u {host} {port}"),
    };
    (command, says(program, host, port, ending), feels(program, ending, doubtful).message())
}

fn says(program: Program, host: &str, port: u16, ending: Ending) -> String {
    use Program::{Curl, Netcat, NetcatUdp};
    let failed = |why: &str| format!("Failed to connect to {host} port {port}: {why}");
    let not_connected = |why: &str| format!("nc: connect to {host} port {port} (tcp) failed: {why}");
    match (program, ending) {
        (_, Ending::Answered | Ending::Replied(_)) | (NetcatUdp, Ending::Timeout) => String::new(),
        (Curl, Ending::Refused) => format!("curl: (7) {}", failed("Connection refused")),
        (Curl, Ending::Timeout) => format!("curl: (28) {}", failed("Connection timed out")),
        (Curl, Ending::NxDomain) => format!("curl: (6) Could not resolve host: {host}"),
        (Curl, Ending::NoRoute) => format!("curl: (7) {}", failed("No route to host")),
        (Netcat, Ending::Refused) => not_connected("Connection refused"),
        (Netcat, Ending::Timeout) => not_connected("Connection timed out"),
        (Netcat, Ending::NoRoute) => not_connected("No route to host"),
        (Netcat | NetcatUdp, Ending::NxDomain) => {
            format!("nc: getaddrinfo for host \"{host}\" port {port}: Name or service not known")
        }
        (NetcatUdp, Ending::Refused) => "nc: read: Connection refused".to_owned(),
        (NetcatUdp, Ending::NoRoute) => "nc: write: No route to host".to_owned(),
    }
}

fn feels(program: Program, ending: Ending, doubtful: bool) -> &'static Template {
    match (ending, program) {
        (Ending::Answered, _) if doubtful => &UP_TO_THEM,
        (Ending::Replied(_), _) => &PROXY,
        (Ending::Answered, _) => &ANSWER,
        (Ending::Timeout, Program::NetcatUdp) => &NEVER,
        (Ending::Timeout, _) => &LATE,
        (Ending::NoRoute, _) => &UNREACHABLE,
        (Ending::Refused | Ending::NxDomain, _) => &AT_ONCE,
    }
}

fn speaks_http(to: &str, port: u16) -> bool {
    let scheme = to.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("http" | "https") => true,
        Some(_) => false,
        None => matches!(port, 80 | 443 | 8000 | 8080 | 8443 | 3000),
    }
}
