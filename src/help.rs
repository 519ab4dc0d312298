//! `--help` in Japanese: the same command, with its words replaced.

use crate::args::RuleParser;
use clap::{Arg, ArgAction, Command};
use portolan_core::diagnostic::Lang;

/// Japanese by the id of a subcommand, of `SUBCOMMAND.ARGUMENT`, or of an argument wherever it stands.
const WORDS: &[(&str, &str)] = &[
    ("portolan", "クラスターなしで、KubernetesクラスターがServiceをどう扱うかを答えます"),
    ("check", "マニフェストの問題を見つけます"),
    ("admit", "各ドキュメントに対するAPIサーバーの答えを表示します"),
    ("diff", "マニフェストを比べます。変更が通信に与える影響と、APIサーバーが拒否するものを表示します"),
    ("diff.old", "今のマニフェスト。ファイルまたはディレクトリー"),
    ("diff.new", "変更後のマニフェスト"),
    ("diff.output", "比較の形式"),
    ("get", "模擬クラスターのオブジェクトをkubectlと同じ形で一覧します"),
    ("describe", "模擬クラスターのServiceをkubectlと同じ形で説明します"),
    ("endpoints", "模擬クラスターのEndpointSliceを表示します"),
    ("dns", "クラスターのDNSレコードを表示するか、名前を問い合わせます"),
    ("rules", "kube-proxyがノードに書くルールを表示します"),
    ("env", "コンテナに渡される環境変数を、Serviceの変数を中心に表示します"),
    ("trace", "接続を始めから終わりまで、ルールごとにたどります"),
    ("trace.verbose", "ルールを省略せず、すべての枝を詳しく表示します"),
    ("draw", "クライアントからServiceを通ってPodに届くまでの図を描きます"),
    ("advise", "どの種類のServiceが向くか、IngressやGatewayが向くかを、理由とマニフェストとともに答えます"),
    ("explain", "ルールを説明します。名前がなければ一覧を表示します"),
    ("lsp", "エディターに言語サーバーとして応答します（標準入出力でLanguage Server Protocolを使います）"),
    ("lsp.stdio", "標準入出力を使います。エディターが付けるオプションで、ほかの方法はありません"),
    ("lang", "表示する言語（`en`または`ja`） [既定値: LC_ALL、LC_MESSAGES、LANGから]"),
    ("color", "色を使う場合"),
    ("config", "最も近いportolan.tomlの代わりに読む設定ファイル"),
    ("isolated", "設定ファイルも、調べるファイルのコンテキストも読みません"),
    ("kubernetes", "Kubernetesのバージョン（例: 1.36）"),
    ("service_cidr", "Serviceのアドレス範囲。1つ、またはIPv4とIPv6をコンマで区切って指定します"),
    ("cluster_cidr", "Podのアドレス範囲。1つ、またはIPv4とIPv6をコンマで区切って指定します"),
    ("cluster_domain", "クラスターのDNSドメイン"),
    (
        "provider",
        "クラスターの手前にロードバランサーを置くもの（generic、ack-flannel、ack-terway-eniip、aws-nlb-instance、aws-nlb-ip、gke、aks、metallb-l2、k3s-servicelb、kind、minikube、none）",
    ),
    ("node", "どのノードから見るか"),
    ("paths", "ファイル、ディレクトリー、または標準入力を表す`-` [既定値: .]"),
    ("set", "フィールドの値を変えます（例: deploy/web.replicas=3、svc/echo.spec.ports[0].targetPort=8080）"),
    (
        "not_ready",
        "Podの準備状態を失わせます（pod/NAME、'pod/web-*'、またはすべてのPodを表すコントローラー）",
    ),
    (
        "terminating",
        "Podを終了の猶予期間にします。削除中ですが、仕掛かりの処理は続けます（指定方法は--not-readyと同じ）",
    ),
    ("delete", "オブジェクトと、その所有するものを削除します。コントローラーが作り直す前の状態を表示します"),
    ("node_down", "ノードを停止させます。そのPodは準備状態を失いますが、まだ退避されていません"),
    ("client", "問い合わせ元として、ラベルのないPodを（指定があればそのノードに）加えます"),
    ("diff", "変更によって変わるところだけを表示します"),
    (
        "check.only_manifests",
        "指定したファイルでも、マニフェストを含まないものは、ディレクトリーの中と同じように読み飛ばします（変更されたファイルの一覧を渡すとき用）",
    ),
    (
        "check.no_context",
        "PATHだけを調べます。指定しないと、その周りのルート（portolan.toml、Chart.yaml、.gitのいずれかがある最も近い上のフォルダー）もコンテキストとして読みます。Serviceが選択するPodは、PATHにないファイルにあってもかまいません",
    ),
    ("check.fix", "安全な修正をファイルに適用します"),
    ("check.unsafe_fixes", "意図を推測する修正も適用します"),
    ("check.diff", "修正の内容を表示するだけで、何も変更しません"),
    (
        "check.output",
        "報告の形式（FORM=FILEとするとファイルに書きます。標準出力に出せるのは1つだけです） [既定値: full]",
    ),
    ("check.output_file", "報告を書き込むファイル"),
    (
        "check.select",
        "portolan.tomlにかかわらず、これらのルールだけを使います。APIサーバーの答えは常に報告します",
    ),
    ("check.ignore", "これらのルールの指摘を省きます"),
    ("check.baseline", "このファイルにある指摘を省きます"),
    ("check.write_baseline", "今ある指摘を--baselineのファイルに書き込みます"),
    ("check.watch", "Ctrl-Cを押すまで、ファイルが変わるたびに調べ直します"),
    ("check.exit_zero", "指摘があっても終了コードを0にします"),
    ("check.fail_on", "この重大度以上の指摘があるときだけ終了コードを1にします [既定値: warning]"),
    ("admit.before", "既にあるオブジェクト。各ドキュメントは、種類と名前が同じオブジェクトの更新になります"),
    (
        "admit.output",
        "答えの形式。yamlは、受け付けたオブジェクトを、サーバーが既定値を補って保存する形で表示します",
    ),
    ("output", "出力の形式"),
    (
        "get.kinds",
        "種類（svc,podsのようにコンマ区切り）、またはKIND/NAME。`external`は、クラスター外のクライアントから見たServiceの手前を、externalTrafficPolicyごとに表示します。`reachability`は、誰がどこに届くかと、それを決めるNetworkPolicyを表示します",
    ),
    ("get.mode", "kube-proxyのモード（`external`の場合） [既定値: プロバイダーのクラスターのモード]"),
    ("kinds", "種類（svc,podsのようにコンマ区切り）、またはKIND/NAME"),
    ("rest", "オブジェクトの名前、続けてファイル、ディレクトリー、または標準入力を表す`-`"),
    ("all_namespaces", "すべての名前空間のオブジェクト"),
    ("namespace", "この名前空間のオブジェクト"),
    ("selector", "このラベルを持つものだけ（例: app=echo,release!=spring）"),
    ("filename", "PATHに加えて読むマニフェスト"),
    ("no_headers", "列の名前の行を省きます"),
    ("dns.query", "この名前を問い合わせます"),
    (
        "dns.from",
        "このPodから問い合わせます。Podのリゾルバーと同じように検索リストをたどります（例: pod/web-0）",
    ),
    ("dns.record_type", "問い合わせるレコードのタイプ"),
    ("dns.queries", "このファイルの質問（{name, type}のJSONリスト）に答えます"),
    (
        "env.pod",
        "Pod（pod/NAMEまたはpod/NAMESPACE/NAME）、またはその最初のPodを表すコントローラー（deploy/NAME）",
    ),
    ("env.container", "コンテナ、または初期化コンテナ [既定値: 最初のコンテナ]"),
    (
        "rules.explain",
        "ノードの`iptables-save`や`nft list ruleset`の出力を説明し、PATHがあればマニフェストと比べます",
    ),
    (
        "rules.restore",
        "kube-proxyがiptables-restoreに渡す内容を表示します。その前に実行するiptablesコマンドはコメントとして先頭に付きます",
    ),
    ("mode", "kube-proxyのモード [既定値: プロバイダーのクラスターのモード、なければiptables]"),
    (
        "no_nfacct",
        "ノードのカーネルにnfacctカウンターがないものとします。kube-proxyは数えるためのルールを書きません",
    ),
    ("rules.family", "アドレスの種類 [既定値: 最初のServiceのアドレス範囲と同じ]"),
    ("kube_proxy", "ノードにあるとおりのkube-proxyのフラグ"),
    (
        "trace.from",
        "接続を開くクライアント。pod/NAME、pod/NAMESPACE/NAME、deploy/NAME（そのPodの1つ）、node/NAME、またはアドレス [既定値: --client clientと同じ、専用のPod]",
    ),
    (
        "trace.to",
        "接続先。URL、HOST:PORT、IP:PORT、[IPv6]:PORT、svc/NAME[:PORT]、pod/NAME:PORT、またはnode/NAME:PORT",
    ),
    ("trace.protocol", "接続のプロトコル [既定値: tcp]"),
    ("trace.method", "IngressまたはGatewayに対するHTTPメソッド [既定値: GET]"),
    ("trace.header", "リクエストのHTTPヘッダー。curlと同じ書き方です: 'Version: two'、'Host: shop.example'"),
    ("explain.rule", "ルールの名前"),
    ("completions", "シェルでこのコマンドの入力を補完するためのスクリプトを表示します"),
    ("completions.shell", "シェル"),
    ("man", "マニュアルのページを表示するか、すべてのページをファイルに書きます"),
    ("man.page", "表示するサブコマンド [既定値: portolan自身]"),
    ("man.dir", "すべてのページを、1つずつファイルとして書き込むディレクトリー"),
    (
        "advise.target",
        "対象。svc/NAME、またはdeploy/NAMEやsts/NAMEなどのワークロード。KIND/NAMESPACE/NAMEの形でも指定できます",
    ),
    ("advise.outside", "クラスターの外から呼び出されるかどうか"),
    ("advise.http", "HTTPで通信するかどうか"),
    ("advise.per_pod", "クライアントが特定のPodを必要とするかどうか"),
    ("advise.choice", "マニフェストを表示する種類 [既定値: 最も適したもの]"),
    ("advise.output", "助言の形式。yamlはマニフェストだけを表示します"),
];

/// The command with Japanese help.
pub(crate) fn japanese(command: Command) -> Command {
    let mut command = words(command, "").subcommand_help_heading("コマンド");
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |sub| words(sub, &name));
    }
    command
}

/// The words of one command and its arguments.
fn words(command: Command, name: &str) -> Command {
    let about = word(if name.is_empty() { "portolan" } else { name });
    let template = "{about-with-newline}\n使い方: {usage}\n\n{all-args}";
    let mut place = 0;
    let command = command
        .about(about.unwrap_or_default())
        .help_template(template)
        .disable_help_flag(true)
        .mut_args(|argument| in_order(argument_words(argument, name), &mut place));
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let command = command.arg(help.help("使い方を表示します").help_heading("オプション"));
    if !name.is_empty() {
        return command;
    }
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let version = version.help("バージョンを表示します").help_heading("オプション");
    command.disable_version_flag(true).arg(version)
}

/// Keeps positional arguments in the order in which they are written: under a heading they would stand by name.
fn in_order(argument: Arg, place: &mut usize) -> Arg {
    *place += 1;
    if argument.is_positional() { argument.display_order(*place) } else { argument }
}

fn argument_words(argument: Arg, command: &str) -> Arg {
    let id = argument.get_id().as_str().to_owned();
    let own = word(&format!("{command}.{id}")).or_else(|| word(&id));
    let heading = match argument.get_help_heading() {
        Some("Cluster") => "クラスター",
        Some("What if") => "もしも",
        Some(_) => "全体のオプション",
        None if argument.is_positional() => "引数",
        None => "オプション",
    };
    let help = format!("{}{}", own.unwrap_or_default(), choices(&argument));
    let takes_values = argument.get_action().takes_values();
    let argument = argument.help(help).help_heading(heading);
    let argument = if ["rule", "select", "ignore"].contains(&id.as_str()) {
        argument.value_parser(RuleParser(Lang::Ja))
    } else {
        argument
    };
    argument.hide_possible_values(takes_values).hide_default_value(takes_values)
}

/// The values that can be chosen, and the one that is taken without a choice.
fn choices(argument: &Arg) -> String {
    if !argument.get_action().takes_values() {
        return String::new();
    }
    let list = |names: Vec<String>| names.join("、");
    let values = argument.get_possible_values();
    let values = values.iter().filter(|_| !argument.is_hide_possible_values_set());
    let values = values.map(|value| value.get_name().to_owned()).collect();
    let defaults = argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned());
    let (values, defaults) = (list(values), list(defaults.collect()));
    let mut text = String::new();
    if !values.is_empty() {
        text.push_str(&format!(" [値: {values}]"));
    }
    if !defaults.is_empty() {
        text.push_str(&format!(" [既定値: {defaults}]"));
    }
    text
}

fn word(id: &str) -> Option<&'static str> {
    WORDS.iter().find(|(known, _)| *known == id).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Cli;
    use clap::{CommandFactory as _, FromArgMatches as _};
    use std::collections::BTreeSet;

    #[test]
    fn everything_that_has_help_has_japanese_help_and_nothing_else_has() {
        let command = Cli::command();
        let mut used = BTreeSet::from(["portolan".to_owned()]);
        let commands = [&command].into_iter().chain(command.get_subcommands());
        for (index, sub) in commands.enumerate() {
            let name = if index == 0 { "" } else { sub.get_name() };
            if index > 0 {
                assert!(word(name).is_some(), "no Japanese for {name}");
                used.insert(name.to_owned());
            }
            for argument in sub.get_arguments() {
                let own = format!("{name}.{}", argument.get_id());
                let id = if word(&own).is_some() { own } else { argument.get_id().to_string() };
                assert!(word(&id).is_some(), "no Japanese for {name}.{id}");
                used.insert(id);
            }
        }
        let stale: Vec<_> = WORDS.iter().filter(|(id, _)| !used.contains(*id)).collect();
        assert!(stale.is_empty(), "nothing has these ids: {stale:?}");
    }

    #[test]
    fn positional_arguments_stand_in_the_order_in_which_they_are_written() {
        let mut command = japanese(Cli::command());
        for name in ["env", "get", "trace"] {
            let help = command.find_subcommand_mut(name).expect("a command").render_help().to_string();
            let order = ["  <POD>", "  <KIND>", "  [PATH]...", "  [NAME|PATH]...", "  [KUBE-PROXY FLAGS]..."];
            let places: Vec<_> = order.iter().filter_map(|one| help.find(one)).collect();
            assert!(places.len() == 2 && places.is_sorted(), "{help}");
        }
    }

    #[test]
    fn the_japanese_command_takes_the_same_arguments() {
        let command = japanese(Cli::command());
        command.clone().debug_assert();
        let words =
            ["portolan", "check", "--lang", "ja", "--color", "never", "-o", "json", "--fail-on", "note", "-"];
        let matches = command.try_get_matches_from(words).expect("good arguments");
        Cli::from_arg_matches(&matches).expect("the same types");
    }
}
