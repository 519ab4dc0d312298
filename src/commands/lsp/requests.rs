//! The requests of a client, each with its answer. What cannot be read or is not known is answered with an error.

use super::server::Server;
use super::{actions, completion, hover, inlays, links, symbols, words};
use lsp_server::{ErrorCode, Request, Response};
use lsp_types::request::{
    self, CodeActionRequest, Completion, DocumentSymbolRequest, GotoDefinition, HoverRequest,
    InlayHintRequest, References, Request as _, WorkspaceSymbolRequest,
};
use portolan_core::diagnostic::{Arg, Message};

impl Server {
    /// Answers a request.
    pub(super) fn request(&mut self, request: Request) {
        let response = if self.is_shut_down() {
            let words = words::SHUT_DOWN.message();
            self.refused(request, ErrorCode::InvalidRequest, &words)
        } else {
            self.answered(request)
        };
        self.answer(response);
    }

    fn answered(&mut self, request: Request) -> Response {
        if request.method.starts_with("textDocument/") || request.method.starts_with("workspace/") {
            self.refresh();
        }
        match request.method.as_str() {
            "shutdown" => {
                self.shut_down();
                Response::new_ok(request.id, ())
            }
            HoverRequest::METHOD => self.reply::<HoverRequest>(request, hover::hover),
            Completion::METHOD => self.reply::<Completion>(request, |server, params| {
                completion::complete(server, &params).map(Into::into)
            }),
            InlayHintRequest::METHOD => {
                self.reply::<InlayHintRequest>(request, |server, params| inlays::inlays(server, &params))
            }
            GotoDefinition::METHOD => self.reply::<GotoDefinition>(request, links::definition),
            References::METHOD => self.reply::<References>(request, links::references),
            CodeActionRequest::METHOD => {
                self.reply::<CodeActionRequest>(request, |server, params| actions::actions(server, &params))
            }
            DocumentSymbolRequest::METHOD => self
                .reply::<DocumentSymbolRequest>(request, |server, params| {
                    symbols::of_document(server, &params)
                }),
            WorkspaceSymbolRequest::METHOD => self
                .reply::<WorkspaceSymbolRequest>(request, |server, params| {
                    Some(symbols::of_workspace(server, &params))
                }),
            method => {
                let words = words::NO_METHOD.with([("method", Arg::code(method))]);
                self.refused(request, ErrorCode::MethodNotFound, &words)
            }
        }
    }

    fn reply<R: request::Request>(
        &self,
        request: Request,
        answer: impl FnOnce(&Self, R::Params) -> R::Result,
    ) -> Response {
        match serde_json::from_value(request.params.clone()) {
            Ok(params) => Response::new_ok(request.id, answer(self, params)),
            Err(error) => {
                let arguments =
                    [("method", Arg::code(&*request.method)), ("why", Arg::text(error.to_string()))];
                self.refused(request, ErrorCode::InvalidParams, &words::BAD_PARAMS.with(arguments))
            }
        }
    }

    fn refused(&self, request: Request, code: ErrorCode, words: &Message) -> Response {
        Response::new_err(request.id, code as i32, words.render(self.lang))
    }
}
