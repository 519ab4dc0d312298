//! The words of the language server that are not those of findings.

use portolan_core::template;

template!(pub(super) GUESS, "lsp.guess", en: "{title} (a guess)", ja: "{title}（推測による修正）");
template!(pub(super) IGNORE, "lsp.ignore", en: "Ignore {rule} here", ja: "ここでは{rule}を無視する");
template!(pub(super) FIX_ALL, "lsp.fix-all",
    en: "Apply all safe fixes of Portolan in this file",
    ja: "Portolanの安全な修正をこのファイルにすべて適用する");
template!(pub(super) MORE, "lsp.more", en: "Kubernetes documentation", ja: "Kubernetesのドキュメント");
template!(pub(super) BAD_PARAMS, "lsp.bad-params",
    en: "{method}: these parameters cannot be read: {why}",
    ja: "{method}: パラメーターを読めません: {why}");
template!(pub(super) NO_METHOD, "lsp.no-method", en: "there is no method {method} here", ja: "{method}というメソッドはありません");
template!(pub(super) SHUT_DOWN, "lsp.shut-down",
    en: "the server has been shut down",
    ja: "サーバーは終了処理中です");
