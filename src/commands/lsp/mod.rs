//! `portolan lsp`: what `check`, `get` and the page know, in an editor, over the Language Server Protocol 3.17 on standard
//! input and output.
//!
//! One thread does everything: it takes messages in their order, lets changes gather for a moment, and analyses then, or
//! as soon as a request needs it.

mod actions;
mod capabilities;
mod client;
mod completion;
mod diagnostics;
mod documents;
mod hover;
mod ignoring;
mod inlays;
mod links;
mod notices;
mod position;
mod requests;
mod server;
mod symbols;
mod uri;
mod words;
mod workspace;

use crate::args::Global;
use crate::config;
use crate::locale::Environment;
use crate::output::Outcome;
use crate::session;
use anyhow::Result;
use client::Client;
use lsp_server::{Connection, ErrorCode, Message, RequestId, Response};
use lsp_types::InitializeParams;
use portolan_core::diagnostic::{Arg, Lang};
use server::Server;

/// Serves one client until it says `exit` or goes away.
pub(super) fn run(global: &Global, environment: &Environment) -> Result<Outcome> {
    let lang = session::language(global, environment);
    // Flags that make no sense are told before anybody is served.
    config::settings(&Global { isolated: true, config: None, ..global.clone() }, lang)?;
    let (connection, threads) = Connection::stdio();
    let ended = serve(connection, global, lang);
    threads.join()?;
    // The protocol wants 1 of a server that was not shut down before it ended.
    Ok(if ended { Outcome::Clean } else { Outcome::Findings })
}

/// Serves one client; whether it ended as it should.
fn serve(connection: Connection, global: &Global, lang: Lang) -> bool {
    let Some((id, client)) = introduced(&connection, lang) else { return false };
    let result = capabilities::of(client.encoding);
    if connection.sender.send(Response::new_ok(id, result).into()).is_err() {
        return false;
    }
    let mut server = Server::new(client, global.clone(), lang, connection);
    loop {
        let next = match server.pause() {
            Some(pause) => server.connection.receiver.recv_timeout(pause).map_err(|error| error.is_timeout()),
            None => server.connection.receiver.recv().map_err(|_| false),
        };
        match next {
            Ok(Message::Request(request)) => server.request(request),
            Ok(Message::Notification(notice)) if notice.method == "exit" => return server.is_shut_down(),
            Ok(Message::Notification(notice)) => server.notice(notice),
            // Answers to what the server has asked: it asks for nothing that it needs.
            Ok(Message::Response(_)) => {}
            Err(true) => server.refresh(),
            Err(false) => return false,
        }
    }
}

/// Waits for a client that says who it is.
fn introduced(connection: &Connection, lang: Lang) -> Option<(RequestId, Client)> {
    loop {
        let (id, params) = connection.initialize_start().ok()?;
        match serde_json::from_value::<InitializeParams>(params) {
            Ok(params) => return Some((id, Client::new(&params))),
            Err(error) => {
                let arguments = [("method", Arg::code("initialize")), ("why", Arg::text(error.to_string()))];
                let words = words::BAD_PARAMS.with(arguments).render(lang);
                let answer = Response::new_err(id, ErrorCode::InvalidParams as i32, words);
                connection.sender.send(answer.into()).ok()?;
            }
        }
    }
}
