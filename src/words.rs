//! The sentences of the command itself, in every language.

use portolan_core::diagnostic::{Arg, Message, Template};
use portolan_core::template;

template!(pub(crate) ERROR, "command.error", en: "error: {words}", ja: "エラー: {words}");
template!(pub(crate) NOTE, "command.note", en: "note: {words}", ja: "補足: {words}");
template!(pub(crate) UNREADABLE, "command.unreadable",
    en: "cannot read {path}: {why}",
    ja: "{path}を読めません: {why}");
template!(pub(crate) ABSENT, "command.absent",
    en: "{path} does not exist; give files, directories, or `-` for standard input",
    ja: "{path}がありません。ファイル、ディレクトリー、または標準入力を表す`-`を指定してください");
template!(pub(crate) UNWRITABLE, "command.unwritable",
    en: "cannot write {path}: {why}",
    ja: "{path}に書き込めません: {why}");
template!(pub(crate) TEMPLATES, "command.templates",
    en: "{n} {n|Helm template was|Helm templates were} skipped ({first}); to check what Helm makes of {n|it|them}: `helm template . | portolan check -`",
    ja: "Helmテンプレート{n}個を読み飛ばしました（{first}{n||ほか}）。Helmの出力を調べるには: `helm template . | portolan check -`");
template!(pub(crate) NO_MANIFESTS, "command.no-manifests",
    en: "no Kubernetes manifests (*.yaml, *.yml, *.json) were found in {paths}",
    ja: "{paths}にKubernetesのマニフェスト（*.yaml、*.yml、*.json）が見つかりませんでした");
template!(pub(crate) MUCH_CONTEXT, "command.much-context",
    en: "there are more than {n} files in {root}: it is not read as context; a portolan.toml in a folder between makes that one the root",
    ja: "{root}のファイルが{n}個を超えるため、コンテキストとして読みません。間のフォルダーにportolan.tomlを置くと、そこがルートになります");
template!(pub(crate) SEVERAL_KUSTOMIZATIONS, "command.several-kustomizations",
    en: "the paths hold several kustomizations that no other one uses: {folders}; give the folder of one",
    ja: "ほかから使われていないkustomizationが複数あります（{folders}）。そのうち1つのフォルダーを指定してください");
template!(pub(crate) KUSTOMIZATION, "kustomization.note", en: "{words}", ja: "{words}");
template!(pub(crate) KUSTOMIZED, "kustomization.changes",
    en: "{field} of this kustomization changes it",
    ja: "このkustomizationの{field}が値を変えます");
template!(pub(crate) FOUND_IN, "project.found-in",
    en: "it is found with {units}, and not with {others}",
    ja: "{units}で見つかり、{others}では見つかりません");
template!(pub(crate) FIX_OF_BUILT, "project.fix-of-built",
    en: "{title}, by hand: the value is made by the kustomization, so there is no one place for `--fix`",
    ja: "手作業での修正: {title}。値はkustomizationが作るため、`--fix`では直せません");
template!(pub(crate) FIX_OF_SOME, "project.fix-of-some",
    en: "{title}, by hand: `--fix` would change {others}, too",
    ja: "手作業での修正: {title}。`--fix`で直すと{others}も変わります");
template!(pub(crate) FIX_ELSEWHERE, "project.fix-elsewhere",
    en: "{title}; `--fix` changes only files that are given",
    ja: "{title}。`--fix`が変更するのは、指定したファイルだけです");
template!(pub(crate) BAD_CIDR, "command.bad-cidr",
    en: "{text} is not a network: {flag} takes one CIDR, or one of each family with a comma between, for example `10.96.0.0/16,fd00:10:96::/112`",
    ja: "{text}はネットワークではありません。{flag}にはCIDRを1つ、またはIPv4とIPv6のCIDRをコンマで区切って指定してください（例: `10.96.0.0/16,fd00:10:96::/112`）");
template!(pub(crate) SAME_FAMILY, "command.same-family",
    en: "{text} names two networks of one family: {flag} takes one IPv4 and one IPv6 network at most",
    ja: "{text}には同じ種類のネットワークが2つあります。{flag}に指定できるのは、IPv4とIPv6それぞれ1つまでです");
template!(pub(crate) BAD_VERSION, "command.bad-version",
    en: "{text} is not a version of Kubernetes that Portolan knows: write for example `1.36`",
    ja: "{text}はPortolanの知るKubernetesのバージョンではありません。`1.36`のように指定してください");
template!(pub(crate) BAD_DOMAIN, "command.bad-domain",
    en: "{text} is not a DNS domain: write for example `cluster.local`",
    ja: "{text}はDNSのドメインではありません。`cluster.local`のように指定してください");
template!(pub(crate) EXTERNAL_FORM, "command.external-form",
    en: "`get external` prints a table, or `--output json`",
    ja: "`get external`の出力は表か、`--output json`です");
template!(pub(crate) NOTHING_EXTERNAL, "command.nothing-external",
    en: "no Service here is of type LoadBalancer or NodePort",
    ja: "タイプがLoadBalancerまたはNodePortのServiceはありません");
template!(pub(crate) INSIDE_ONLY, "command.inside-only",
    en: "Service {name} is neither a LoadBalancer nor a NodePort: nothing leads to it from outside",
    ja: "Service {name}のタイプはLoadBalancerでもNodePortでもないので、クラスター外からの経路はありません");
template!(pub(crate) UNKNOWN_PROVIDER, "command.unknown-provider",
    en: "there is no provider {text}; the providers are {known}",
    ja: "{text}というプロバイダーはありません。使えるのは{known}です");
template!(pub(crate) UNKNOWN_PROVIDER_NEAR, "command.unknown-provider-near",
    en: "there is no provider {text}; did you mean {near}? The providers are {known}",
    ja: "{text}というプロバイダーはありません。{near}ではありませんか？使えるのは{known}です");
template!(pub(crate) AS_GENERIC, "command.as-generic",
    en: "no provider is named: load balancers are those of `generic`, which send to node ports; `--provider` names another",
    ja: "プロバイダーの指定がないので、NodePortに送る`generic`のロードバランサーとして答えます。`--provider`で指定できます");
template!(pub(crate) BAD_PORTS, "command.bad-ports",
    en: "{text} is not a range of ports: write for example `30000-32767`",
    ja: "{text}はポートの範囲ではありません。`30000-32767`のように指定してください");
template!(pub(crate) CONFIG, "command.config",
    en: "{path}:{line}: {words}",
    ja: "{path}:{line}: {words}");
template!(pub(crate) FLAG, "command.flag", en: "{flag}: {words}", ja: "{flag}: {words}");
template!(pub(crate) UNKNOWN_KEY, "command.unknown-key",
    en: "unknown key {key}; the keys here are {known}",
    ja: "{key}というキーはありません。ここで使えるキーは{known}です");
template!(pub(crate) UNKNOWN_KEY_NEAR, "command.unknown-key-near",
    en: "unknown key {key}; did you mean {near}?",
    ja: "{key}というキーはありません。{near}ではありませんか？");
template!(pub(crate) WANTS_TABLE, "command.wants-table",
    en: "{key} takes a table",
    ja: "{key}にはテーブルを指定してください");
template!(pub(crate) WANTS_STRING, "command.wants-string",
    en: "{key} takes a string",
    ja: "{key}には文字列を指定してください");
template!(pub(crate) WANTS_STRINGS, "command.wants-strings",
    en: "{key} takes a list of strings",
    ja: "{key}には文字列のリストを指定してください");
template!(pub(crate) WANTS_SEVERITY, "command.wants-severity",
    en: "{key} takes `error`, `warning` or `note`",
    ja: "{key}には`error`、`warning`、`note`のいずれかを指定してください");
template!(pub(crate) BAD_PATTERN, "command.bad-pattern",
    en: "{pattern} is not a pattern of paths as in `.gitignore`: {why}",
    ja: "{pattern}は`.gitignore`と同じ形式のパスのパターンではありません: {why}");
template!(pub(crate) EXCLUDED, "command.excluded",
    en: "nothing is told of {paths}: `exclude` in portolan.toml leaves {n|it|them} out",
    ja: "{paths}については何も報告しません。portolan.tomlの`exclude`で除外されて{n|います|います}");
template!(pub(crate) SERVER_RULE, "command.server-rule",
    en: "{name} is the API server's own answer: it is always told, and with its own severity",
    ja: "{name}はAPIサーバーの答えなので、常に報告され、重大度も変えられません");
template!(pub(crate) NOT_TOML, "command.not-toml",
    en: "this is not TOML: {words}",
    ja: "TOMLとして読めません: {words}");
template!(pub(crate) DIFF_OF_NOTHING, "command.diff-of-nothing",
    en: "`--diff` shows what a change does: add one, for example `--set deploy/web.replicas=3`",
    ja: "`--diff`は変更の結果を表示します。`--set deploy/web.replicas=3`のように、変更を指定してください");
template!(pub(crate) NO_CHANGE, "command.no-change",
    en: "nothing changes here",
    ja: "ここでは何も変わりません");
template!(pub(crate) LEFT_OUT, "command.left-out",
    en: "{n} of {all} {all|document|documents} {n|is|are} refused by the API server and left out here; `portolan check` says why",
    ja: "{all}件のドキュメントのうち{n}件は、APIサーバーに拒否されるため含まれません。理由は`portolan check`で確かめられます");
template!(pub(crate) CUT, "command.cut",
    en: "{n} {n|Pod|Pods} more would be made than are simulated; `portolan check` says by whom",
    ja: "{n}個{n||}のPodは数が多すぎるため模擬されません。どのコントローラーのものかは`portolan check`で確かめられます");
template!(pub(crate) NO_RESTORE, "command.no-restore",
    en: "`--restore` is for the modes iptables and ipvs: in the mode nftables kube-proxy does not use iptables-restore",
    ja: "`--restore`はiptablesモードとIPVSモードで使えます。nftablesモードのkube-proxyはiptables-restoreを使いません");
template!(pub(crate) REACHABILITY_FORMS, "command.reachability-forms",
    en: "`get reachability` is a table, `--output wide`, or `--output json`",
    ja: "`get reachability`の形式は、表、`--output wide`、`--output json`のいずれかです");
template!(pub(crate) UNKNOWN_KIND, "command.unknown-kind",
    en: "there is no kind {kind} here; the kinds are {known}",
    ja: "{kind}という種類はありません。使える種類は{known}です");
template!(pub(crate) UNKNOWN_KIND_NEAR, "command.unknown-kind-near",
    en: "there is no kind {kind}; did you mean {near}?",
    ja: "{kind}という種類はありません。{near}ではありませんか？");
template!(pub(crate) ONLY_SERVICES, "command.only-services",
    en: "only Services can be described: write `portolan describe svc`",
    ja: "describeできるのはServiceだけです。`portolan describe svc`としてください");
template!(pub(crate) BAD_SELECTOR, "command.bad-selector",
    en: "{text} is not a label selector: write for example `app=echo,release!=spring`",
    ja: "{text}はラベルセレクターではありません。`app=echo,release!=spring`のように指定してください");
template!(pub(crate) TWO_SELECTORS, "command.two-selectors",
    en: "`-l` stands here more than once, and kubectl would take only the last one, {last}: write {joined}",
    ja: "`-l`が2回以上あります。kubectlは最後の{last}だけを使います。{joined}と書いてください");
template!(pub(crate) BAD_QUERIES, "command.bad-queries",
    en: "{path} is not a JSON list of questions with `name` and `type`: {words}",
    ja: "{path}は、`name`と`type`を持つ質問のJSONリストではありません: {words}");
template!(pub(crate) BAD_TYPE, "command.bad-type",
    en: "{text} is not a type of DNS record: write for example `A`, `AAAA`, `SRV`, `CNAME` or `PTR`",
    ja: "{text}はDNSレコードのタイプではありません。`A`、`AAAA`、`SRV`、`CNAME`、`PTR`などを指定してください");
template!(pub(crate) UNKNOWN_POD, "command.unknown-pod",
    en: "there is no Pod {name}; `portolan get pods -A` lists them all",
    ja: "{name}というPodはありません。`portolan get pods -A`で一覧できます");
template!(pub(crate) NOT_OF_PODS, "command.not-of-pods",
    en: "a {kind} has no Pods of its own: write `pod/NAME`, or a controller such as `deploy/NAME`",
    ja: "{kind}はPodを持ちません。`pod/NAME`か、`deploy/NAME`のようなコントローラーを指定してください");
template!(pub(crate) UNKNOWN_POD_ALIKE, "command.unknown-pod-alike",
    en: "there is no Pod {name}; there {n|is|are} {known}",
    ja: "{name}というPodはありません。{n|あるのは|あるのは}{known}です");
template!(pub(crate) UNKNOWN_CONTAINER, "command.unknown-container",
    en: "Pod {pod} has no container {name}; its containers are {known}",
    ja: "Pod {pod}に{name}というコンテナはありません。コンテナは{known}です");
template!(pub(crate) UNKNOWN_NODE, "command.unknown-node",
    en: "there is no node {name}; the nodes are {known}",
    ja: "{name}というノードはありません。ノードは{known}です");
template!(pub(crate) NO_DUMP, "command.no-dump",
    en: "{path} holds no rules: give the text of `iptables-save`, `ip6tables-save` or `nft list ruleset`",
    ja: "{path}にルールがありません。`iptables-save`、`ip6tables-save`または`nft list ruleset`の出力を指定してください");
template!(pub(crate) NO_KUBE_PROXY, "command.no-kube-proxy",
    en: "{path} has no table `kube-proxy`, only {tables}; rules that iptables wrote are shown by `iptables-save`",
    ja: "{path}に`kube-proxy`テーブルがありません（あるのは{tables}）。iptablesが書いたルールは`iptables-save`で取得してください");
template!(pub(crate) UNKNOWN_RULE, "command.unknown-rule",
    en: "there is no rule {name}; `portolan explain` lists them all",
    ja: "{name}というルールはありません。`portolan explain`で一覧を表示できます");
template!(pub(crate) UNKNOWN_RULE_NEAR, "command.unknown-rule-near",
    en: "there is no rule {name}; did you mean {near}?",
    ja: "{name}というルールはありません。{near}ではありませんか？");
template!(pub(crate) NOT_TO_ADVISE, "command.not-to-advise",
    en: "there is no advice on {kind}: write `svc/NAME`, or a workload such as `deploy/NAME`",
    ja: "{kind}への助言はありません。`svc/NAME`か、`deploy/NAME`のようなワークロードを指定してください");
template!(pub(crate) NO_OBJECT, "command.no-object",
    en: "there is no {kind} {name}",
    ja: "{kind} {name}はありません");
template!(pub(crate) NO_OBJECT_BUT, "command.no-object-but",
    en: "there is no {kind} {name}; there is {known}",
    ja: "{kind} {name}はありません。あるのは{known}です");
template!(pub(crate) FIXED, "command.fixed",
    en: "fixed {n} {n|finding|findings} in {files}",
    ja: "{files}の指摘{n}件を修正しました");
template!(pub(crate) TWO_FORMS, "command.two-forms",
    en: "standard output takes one form, and {one} and {other} are asked for: write all but one to files, for example {flag}",
    ja: "標準出力に出せる形式は1つですが、{one}と{other}が指定されています。{flag}のように、1つ以外はファイルに書いてください");
template!(pub(crate) FILE_OF_SEVERAL, "command.file-of-several",
    en: "`--output-file` takes one form: for several write `--output FORM=FILE` for each",
    ja: "`--output-file`に書ける形式は1つです。複数の形式には、それぞれ`--output FORM=FILE`と指定してください");
template!(pub(crate) SAME_FILE, "command.same-file",
    en: "two forms would go to {path}",
    ja: "2つの形式の出力先が、どちらも{path}です");
template!(pub(crate) NO_BASELINE, "command.no-baseline",
    en: "there is no baseline {path}; with `--write-baseline` it is made",
    ja: "ベースラインの{path}がありません。`--write-baseline`を付けると作成できます");
template!(pub(crate) WHICH_BASELINE, "command.which-baseline",
    en: "`--write-baseline` writes the file that `--baseline` names, or `baseline` in portolan.toml: name one",
    ja: "`--write-baseline`は、`--baseline`か、portolan.tomlの`baseline`で指定したファイルに書き込みます。ファイルを指定してください");
template!(pub(crate) BAD_BASELINE, "command.bad-baseline",
    en: "{path} is not a baseline that `--write-baseline` wrote: {why}",
    ja: "{path}は`--write-baseline`で書いたベースラインではありません: {why}");
template!(pub(crate) BASELINE_WRITTEN, "command.baseline-written",
    en: "{n} {n|finding|findings} written to the baseline {path}: {added} new, {dropped} not found any more",
    ja: "指摘{n}件をベースライン{path}に書き込みました（新規{added}件、見つからなくなったもの{dropped}件）");
template!(pub(crate) BASELINE_STALE, "command.baseline-stale",
    en: "{n} {n|finding|findings} of the baseline {path} {n|is|are} not found any more; `--write-baseline` takes {n|it|them} out",
    ja: "ベースライン{path}の指摘のうち{n}件は、もう見つかりません。`--write-baseline`で取り除けます");
template!(pub(crate) BASELINE_HIDES, "command.baseline-hides",
    en: "{n} {n|finding|findings} in the baseline {path} {n|is|are} not shown",
    ja: "ベースライン{path}にある{n}件の指摘は表示していません");
template!(pub(crate) WATCH_STDIN, "command.watch-stdin",
    en: "`--watch` is for files: standard input does not change",
    ja: "`--watch`で監視できるのはファイルだけです。標準入力は変化しません");
template!(pub(crate) WATCHING, "command.watching",
    en: "waiting for changes; Ctrl-C ends",
    ja: "変更を待っています（Ctrl-Cで終了）");
template!(pub(crate) READING, "command.reading",
    en: "{n} {n|file|files} read",
    ja: "{n}ファイルを読み込みました");
template!(pub(crate) ANALYSING, "command.analysing",
    en: "checking {n} {n|file|files}",
    ja: "{n}ファイルを調べています");

/// A message about one thing in the user's own words.
pub(crate) fn about(template: &'static Template, name: &'static str, text: impl Into<String>) -> Message {
    template.with([(name, Arg::code(text))])
}
