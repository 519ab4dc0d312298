//! What the server holds between two messages, and when it looks at the workspace again.

use super::client::Client;
use super::diagnostics::{Form, Published};
use super::documents::{self, Documents};
use super::workspace::{Remarks, Seen, Workspace};
use crate::args::Global;
use crate::project::Said;
use lsp_server::{Connection, Notification};
use lsp_types::notification::{self, LogMessage, PublishDiagnostics};
use lsp_types::request::{self, InlayHintRefreshRequest};
use lsp_types::{LogMessageParams, MessageType, TextDocumentPositionParams, TextEdit, WorkspaceEdit};
use portolan_core::Analysis;
use portolan_core::diagnostic::{FileEdit, Lang};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Changes that follow one another within this time are analysed together.
const PAUSE: Duration = Duration::from_millis(80);

/// A pause is no longer than this, however long an analysis takes.
const LONGEST_PAUSE: Duration = Duration::from_millis(800);

/// The state of the server.
pub(super) struct Server {
    pub(super) client: Client,
    pub(super) lang: Lang,
    pub(super) documents: Documents,
    pub(super) workspace: Workspace,
    pub(super) global: Global,
    /// The way to the client.
    pub(super) connection: Connection,
    published: Published,
    /// What has been told beside findings.
    told: Vec<String>,
    /// Whether something has changed since the last analysis.
    stale: bool,
    /// How long the last analysis took.
    took: Duration,
    shut_down: bool,
    /// Counts the requests of the server.
    asked: i32,
}

/// A place in a file where it is analysed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caret<'a> {
    pub(super) seen: Seen<'a>,
    pub(super) offset: u32,
}

impl Server {
    pub(super) fn new(client: Client, global: Global, lang: Lang, connection: Connection) -> Self {
        let lang = if global.lang.is_some() { lang } else { client.lang.unwrap_or(lang) };
        let mut workspace = Workspace::default();
        for folder in &client.folders {
            workspace.open(folder.clone());
        }
        Self {
            client,
            lang,
            documents: Documents::default(),
            workspace,
            global,
            connection,
            published: Published::default(),
            told: Vec::new(),
            stale: true,
            took: Duration::ZERO,
            shut_down: false,
            asked: 0,
        }
    }

    /// How long to wait for another message before the workspace is looked at; nothing where it has been.
    pub(super) fn pause(&self) -> Option<Duration> {
        self.stale.then(|| PAUSE.max(self.took).min(LONGEST_PAUSE))
    }

    /// Remembers that something has changed.
    pub(super) fn changed(&mut self) {
        self.stale = true;
    }

    /// Speaks another language from now on, unless the command line has chosen one.
    pub(super) fn speak(&mut self, lang: Option<Lang>) {
        if let Some(lang) = lang.filter(|_| self.global.lang.is_none()) {
            self.lang = lang;
        }
    }

    /// Begins to end.
    pub(super) fn shut_down(&mut self) {
        self.shut_down = true;
    }

    pub(super) fn is_shut_down(&self) -> bool {
        self.shut_down
    }

    /// Looks at the workspace if something has changed, and tells what is new.
    pub(super) fn refresh(&mut self) {
        if !self.stale {
            return;
        }
        let start = Instant::now();
        let Remarks { wrong, said } = self.workspace.refresh(&self.documents, &self.global);
        self.took = start.elapsed();
        self.stale = false;
        let form = Form { client: &self.client, documents: &self.documents, lang: self.lang };
        for news in self.published.update(self.workspace.analyses(), &wrong, form) {
            self.tell::<PublishDiagnostics>(news);
        }
        self.log(&said);
        if self.client.inlay_refresh {
            self.ask::<InlayHintRefreshRequest>(());
        }
    }

    /// Tells what there is to say beside findings, unless it was told the last time.
    fn log(&mut self, said: &[Said]) {
        let told = std::mem::take(&mut self.told);
        for one in said {
            let (typ, message) = match one {
                Said::Error(message) => (MessageType::ERROR, message),
                Said::Note(message) => (MessageType::INFO, message),
            };
            let message = message.render(self.lang);
            if !told.contains(&message) {
                self.tell::<LogMessage>(LogMessageParams { typ, message: message.clone() });
            }
            self.told.push(message);
        }
    }

    /// How things are told to this client.
    pub(super) fn form(&self) -> Form<'_> {
        Form { client: &self.client, documents: &self.documents, lang: self.lang }
    }

    /// The place that a request is about.
    pub(super) fn caret(&self, at: &TextDocumentPositionParams) -> Option<Caret<'_>> {
        let seen = self.workspace.find(&documents::path(&at.text_document.uri))?;
        let offset = self.client.encoding.offset(seen.file.text(), seen.file.lines(), at.position);
        Some(Caret { seen, offset: u32::try_from(offset).ok()? })
    }

    /// Edits of files as one change of the workspace.
    pub(super) fn edit(&self, analysis: &Analysis, edits: &[FileEdit]) -> Option<WorkspaceEdit> {
        let mut all = Vec::new();
        for FileEdit { file, edit } in edits {
            let file = analysis.files.get(file.0 as usize)?;
            let range = self.client.encoding.range(file, edit.span.start, edit.span.end);
            all.push((PathBuf::from(file.name()), TextEdit { range, new_text: edit.text.clone() }));
        }
        self.form().workspace_edit(&all)
    }

    /// Sends a notification; a client that has gone away is noticed when it is listened to.
    pub(super) fn tell<N: notification::Notification>(&self, params: N::Params) {
        let _ = self.connection.sender.send(Notification::new(N::METHOD.to_owned(), params).into());
    }

    /// Sends a request to whose answer nobody listens.
    pub(super) fn ask<R: request::Request>(&mut self, params: R::Params) {
        self.asked = self.asked.wrapping_add(1);
        let request = lsp_server::Request::new(self.asked.into(), R::METHOD.to_owned(), params);
        let _ = self.connection.sender.send(request.into());
    }

    /// Sends an answer.
    pub(super) fn answer(&self, response: lsp_server::Response) {
        let _ = self.connection.sender.send(response.into());
    }
}
