//! What a client tells: what is typed, what has changed on the disk, which folders are open.

use super::client::{lang_of, paths};
use super::server::Server;
use super::{capabilities, uri, words};
use crate::output::say;
use lsp_server::Notification;
use lsp_types::notification::{
    self, DidChangeConfiguration, DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders,
    DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument, Initialized, Notification as _,
};
use lsp_types::request::RegisterCapability;
use portolan_core::diagnostic::Arg;

impl Server {
    /// Takes note of what a client tells. What is not known is passed over, as the protocol wants it.
    pub(super) fn notice(&mut self, notice: Notification) {
        match notice.method.as_str() {
            Initialized::METHOD if self.client.watches => {
                self.ask::<RegisterCapability>(capabilities::watching());
            }
            DidOpenTextDocument::METHOD => self.take::<DidOpenTextDocument>(notice, |server, params| {
                server.documents.open(params.text_document);
                server.changed();
            }),
            DidChangeTextDocument::METHOD => self.take::<DidChangeTextDocument>(notice, |server, params| {
                let (document, encoding) = (params.text_document, server.client.encoding);
                server.documents.change(&document.uri, document.version, params.content_changes, encoding);
                server.changed();
            }),
            DidCloseTextDocument::METHOD => self.take::<DidCloseTextDocument>(notice, |server, params| {
                server.documents.close(&params.text_document.uri);
                server.changed();
            }),
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => self.changed(),
            DidChangeConfiguration::METHOD => {
                self.take::<DidChangeConfiguration>(notice, |server, params| {
                    let own = params.settings.get("portolan").unwrap_or(&params.settings);
                    server.speak(lang_of(own));
                    server.changed();
                })
            }
            DidChangeWorkspaceFolders::METHOD => {
                self.take::<DidChangeWorkspaceFolders>(notice, |server, params| {
                    for folder in params.event.removed.iter().filter_map(|folder| uri::path(&folder.uri)) {
                        server.workspace.close(&folder);
                    }
                    for folder in paths(&params.event.added) {
                        server.workspace.open(folder);
                    }
                    server.changed();
                });
            }
            _ => {}
        }
    }

    /// Reads what is told; what cannot be read is said on standard error, since a notification has no answer.
    fn take<N: notification::Notification>(
        &mut self,
        notice: Notification,
        with: impl FnOnce(&mut Self, N::Params),
    ) {
        match serde_json::from_value(notice.params) {
            Ok(params) => with(self, params),
            Err(error) => {
                let arguments = [("method", Arg::code(notice.method)), ("why", Arg::text(error.to_string()))];
                say(&words::BAD_PARAMS.with(arguments).render(self.lang));
            }
        }
    }
}
