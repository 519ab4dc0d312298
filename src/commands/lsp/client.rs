//! What a client says of itself when it begins.

use super::position::Encoding;
use super::uri;
use crate::locale;
use lsp_types::{ClientCapabilities, InitializeParams, InsertTextMode, WorkspaceFolder};
use portolan_core::diagnostic::Lang;
use serde_json::Value;
use std::path::PathBuf;

/// What a client can, as far as it makes a difference.
#[derive(Debug)]
pub(super) struct Client {
    /// What columns count.
    pub(super) encoding: Encoding,
    /// The folders that it has open.
    pub(super) folders: Vec<PathBuf>,
    /// The language that it asks for.
    pub(super) lang: Option<Lang>,
    /// It shows other places beside a finding.
    pub(super) related: bool,
    /// It takes edits with the version of the text they are for.
    pub(super) versions: bool,
    /// It can be asked to watch files.
    pub(super) watches: bool,
    /// It asks again for facts at the ends of lines when it is told to.
    pub(super) inlay_refresh: bool,
    /// It shows what leads somewhere, and not only where.
    pub(super) link_support: bool,
    /// It fills in completions with a place for the caret.
    pub(super) snippets: bool,
    /// It indents further lines of a completion as the first one.
    pub(super) indents: bool,
}

impl Client {
    pub(super) fn new(params: &InitializeParams) -> Self {
        let InitializeParams { capabilities, .. } = params;
        Self {
            encoding: encoding(capabilities),
            folders: folders(params),
            lang: lang(params),
            related: related(capabilities).unwrap_or_default(),
            versions: versions(capabilities).unwrap_or_default(),
            watches: watches(capabilities).unwrap_or_default(),
            inlay_refresh: inlay_refresh(capabilities).unwrap_or_default(),
            link_support: link_support(capabilities).unwrap_or_default(),
            snippets: snippets(capabilities).unwrap_or_default(),
            indents: indents(capabilities).unwrap_or_default(),
        }
    }
}

/// The language that settings ask for: `{"lang": "ja"}`.
pub(super) fn lang_of(settings: &Value) -> Option<Lang> {
    settings.get("lang").and_then(Value::as_str).map(locale::language_of)
}

fn lang(params: &InitializeParams) -> Option<Lang> {
    let asked = params.initialization_options.as_ref().and_then(lang_of);
    asked.or_else(|| params.locale.as_deref().map(locale::language_of))
}

fn encoding(capabilities: &ClientCapabilities) -> Encoding {
    let general = capabilities.general.as_ref();
    Encoding::choose(general.and_then(|general| general.position_encodings.as_deref()))
}

fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    if let Some(folders) = params.workspace_folders.as_deref().filter(|folders| !folders.is_empty()) {
        return paths(folders);
    }
    #[expect(deprecated, reason = "older clients have one folder, and no list of them")]
    let (uri, path) = (params.root_uri.as_ref(), params.root_path.as_ref());
    uri.and_then(uri::path).or_else(|| path.map(PathBuf::from)).into_iter().collect()
}

/// The folders that are on the disk.
pub(super) fn paths(folders: &[WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| uri::path(&folder.uri)).collect()
}

fn related(capabilities: &ClientCapabilities) -> Option<bool> {
    capabilities.text_document.as_ref()?.publish_diagnostics.as_ref()?.related_information
}

fn versions(capabilities: &ClientCapabilities) -> Option<bool> {
    capabilities.workspace.as_ref()?.workspace_edit.as_ref()?.document_changes
}

fn watches(capabilities: &ClientCapabilities) -> Option<bool> {
    capabilities.workspace.as_ref()?.did_change_watched_files.as_ref()?.dynamic_registration
}

fn inlay_refresh(capabilities: &ClientCapabilities) -> Option<bool> {
    capabilities.workspace.as_ref()?.inlay_hint.as_ref()?.refresh_support
}

fn link_support(capabilities: &ClientCapabilities) -> Option<bool> {
    capabilities.text_document.as_ref()?.definition.as_ref()?.link_support
}

fn snippets(capabilities: &ClientCapabilities) -> Option<bool> {
    let completion = capabilities.text_document.as_ref()?.completion.as_ref()?;
    completion.completion_item.as_ref()?.snippet_support
}

fn indents(capabilities: &ClientCapabilities) -> Option<bool> {
    let completion = capabilities.text_document.as_ref()?.completion.as_ref()?;
    let modes = completion.completion_item.as_ref()?.insert_text_mode_support.as_ref()?;
    Some(modes.value_set.contains(&InsertTextMode::ADJUST_INDENTATION))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn client(params: Value) -> Client {
        Client::new(&serde_json::from_value(params).expect("parameters"))
    }

    #[test]
    fn the_language_is_that_of_the_options_before_that_of_the_editor() {
        let asked = |options: Value, locale: &str| {
            client(json!({"capabilities": {}, "locale": locale, "initializationOptions": options})).lang
        };
        assert_eq!(asked(json!({"lang": "ja"}), "en-US"), Some(Lang::Ja));
        assert_eq!(asked(json!(null), "ja"), Some(Lang::Ja));
        assert_eq!(client(json!({"capabilities": {}})).lang, None);
    }

    #[test]
    fn older_clients_have_one_folder() {
        let one = json!({"capabilities": {}, "rootUri": "file:///a", "workspaceFolders": null});
        assert_eq!(client(one).folders, [PathBuf::from("/a")]);
        let folder = json!([{"uri": "file:///b", "name": "b"}]);
        let new = json!({"capabilities": {}, "rootUri": "file:///a", "workspaceFolders": folder});
        assert_eq!(client(new).folders, [PathBuf::from("/b")]);
    }

    #[test]
    fn a_client_that_says_nothing_can_little() {
        let client = client(json!({"capabilities": {}}));
        assert_eq!(client.encoding, Encoding::Utf16);
        assert!(!client.related && !client.versions && !client.snippets && !client.watches);
    }
}
