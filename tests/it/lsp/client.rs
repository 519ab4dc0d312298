//! A client of the language server: it starts the real command and speaks JSON-RPC with it.

use serde_json::{Value, json};
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Nothing takes longer.
const LONGEST: Duration = Duration::from_secs(60);

/// A server, and what is known of its files.
pub(super) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    folder: PathBuf,
    asked: i64,
    /// What the server told that nobody has waited for.
    told: Vec<Value>,
}

/// What a client that knows everything says of itself.
pub(super) fn capabilities() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "workspace": {
            "workspaceEdit": {"documentChanges": true},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
        },
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true},
            "definition": {"linkSupport": false},
            "completion": {"completionItem": {"snippetSupport": true}},
        },
    })
}

impl Client {
    /// Starts a server in a new folder with these files.
    pub(super) fn start(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lsp").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join(".git")).expect("a folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
        command.args(["lsp", "--stdio"]).current_dir(env!("CARGO_TARGET_TMPDIR")).env_clear();
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the command starts");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = output;
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let input = child.stdin.take();
        let client = Self { child, input, messages, folder, asked: 0, told: Vec::new() };
        for (path, text) in files {
            client.write(path, text);
        }
        client
    }

    /// Starts a server and introduces a client that has the folder open.
    pub(super) fn introduced(name: &str, files: &[(&str, &str)]) -> Self {
        let mut client = Self::start(name, files);
        client.introduce(json!({"capabilities": capabilities()}));
        client
    }

    /// Introduces a client; what the server can.
    pub(super) fn introduce(&mut self, mut params: Value) -> Value {
        let folder = json!([{"uri": self.uri(""), "name": "it"}]);
        params["processId"] = Value::Null;
        params["workspaceFolders"] = folder;
        let result = self.ask("initialize", params);
        self.tell("initialized", json!({}));
        result
    }

    /// Writes a file to the disk.
    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    pub(super) fn uri(&self, path: &str) -> String {
        let folder = self.folder.display().to_string();
        if path.is_empty() { format!("file://{folder}") } else { format!("file://{folder}/{path}") }
    }

    pub(super) fn send(&mut self, message: &Value) {
        self.send_text(&message.to_string());
    }

    pub(super) fn send_text(&mut self, text: &str) {
        let input = self.input.as_mut().expect("the server listens");
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server listens");
        input.flush().expect("the server listens");
    }

    /// Sends a notification.
    pub(super) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request; its result.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    /// Sends a request; the whole answer.
    pub(super) fn answer(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.next();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
            self.told.push(message);
        }
    }

    fn next(&mut self) -> Value {
        self.messages.recv_timeout(LONGEST).expect("the server says something")
    }

    /// The next message of this method, those that came meanwhile first.
    pub(super) fn told(&mut self, method: &str) -> Value {
        if let Some(at) = self.told.iter().position(|one| one["method"] == method) {
            return self.told.remove(at);
        }
        loop {
            let message = self.next();
            if message["method"] == method {
                return message;
            }
            self.told.push(message);
        }
    }

    /// The findings of a file as they are told next.
    pub(super) fn findings(&mut self, path: &str) -> Vec<Value> {
        let uri = self.uri(path);
        loop {
            let told = self.told("textDocument/publishDiagnostics");
            if told["params"]["uri"] == uri.as_str() {
                return told["params"]["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    /// Opens a file as it is on the disk.
    pub(super) fn open(&mut self, path: &str) {
        let text = std::fs::read_to_string(self.folder.join(path)).expect("a file");
        let item = json!({"uri": self.uri(path), "languageId": "yaml", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": item}));
    }

    /// Replaces a range of an open file.
    pub(super) fn change(&mut self, path: &str, version: i32, range: [u32; 4], text: &str) {
        let [line, character, end, last] = range;
        let range = json!({"start": at(line, character), "end": at(end, last)});
        let params = json!({
            "textDocument": {"uri": self.uri(path), "version": version},
            "contentChanges": [{"range": range, "text": text}],
        });
        self.tell("textDocument/didChange", params);
    }

    /// A request about a place.
    pub(super) fn ask_at(&mut self, method: &str, path: &str, line: u32, character: u32) -> Value {
        let params = json!({
            "textDocument": {"uri": self.uri(path)},
            "position": at(line, character),
            "context": {"includeDeclaration": false, "triggerKind": 1},
        });
        self.ask(method, params)
    }

    /// The actions for a range, with the findings that the editor shows there.
    pub(super) fn actions(&mut self, path: &str, range: &Value, findings: &[Value]) -> Vec<Value> {
        let context = json!({"diagnostics": findings});
        let params = json!({"textDocument": {"uri": self.uri(path)}, "range": range, "context": context});
        self.ask("textDocument/codeAction", params).as_array().expect("a list").clone()
    }

    /// Ends as the protocol wants it; the exit code.
    pub(super) fn finish(mut self) -> i32 {
        let gone = self.ask("shutdown", Value::Null);
        assert_eq!(gone, Value::Null);
        self.tell("exit", Value::Null);
        self.ended()
    }

    /// The exit code, when nothing more is said.
    pub(super) fn ended(mut self) -> i32 {
        self.input = None;
        self.child.wait().expect("it ends").code().expect("no signal")
    }
}

/// A position.
pub(super) fn at(line: u32, character: u32) -> Value {
    json!({"line": line, "character": character})
}

fn read(output: &mut impl std::io::BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
