//! What is said of commands that are not simulated.

use portolan_core::template;

template!(pub(super) EMPTY, "kubectl.empty",
    en: "type a command, for example `kubectl get svc -o wide`",
    ja: "コマンドを入力してください（例: `kubectl get svc -o wide`）");
template!(pub(super) NO_SUCH_VERB, "kubectl.no-such-verb",
    en: "{verb} is not simulated: only `get` and `describe` are. To change something, edit the manifests or use the what-if bar",
    ja: "{verb}はシミュレーションの対象外です。使えるのは`get`と`describe`です。変更はマニフェストかwhat-ifバーで行ってください");
template!(pub(super) SHELL, "kubectl.shell",
    en: "this is no shell: {word} and what follows is not understood",
    ja: "シェルではないので、{word}以降は解釈できません");
template!(pub(super) PASSED_OVER, "kubectl.passed-over",
    en: "{flag} is not simulated and was passed over",
    ja: "{flag}はシミュレーションの対象外なので、無視しました");
template!(pub(super) LAST_SELECTOR, "kubectl.last-selector",
    en: "of several -l kubectl keeps the last: {dropped} has no effect; write both with a comma in one",
    ja: "-lを繰り返すと、kubectlは最後のものだけを使います。{dropped}は無視されます。1つの-lにカンマで並べてください");
template!(pub(super) ONLY_SERVICES, "kubectl.only-services",
    en: "only Services are described here: `kubectl describe svc`; for other kinds use `get`",
    ja: "describeできるのはServiceだけです（`kubectl describe svc`）。ほかの種類には`get`を使ってください");
template!(pub(super) NO_OBJECTS, "kubectl.no-objects",
    en: "whole objects are not shown here; `portolan get -o yaml` prints them",
    ja: "オブジェクト全体はここには表示されません。`portolan get -o yaml`で出力できます");
template!(pub(super) ONE_KIND, "kubectl.one-kind",
    en: "KIND/NAME of several kinds at once is not simulated; ask for one after the other",
    ja: "複数の種類のKIND/NAMEを一度に指定することはできません。1つずつ指定してください");
template!(pub(super) NO_SUCH_KIND, "kubectl.no-such-kind",
    en: "{kind} are not simulated",
    ja: "{kind}はシミュレーションの対象外です");
