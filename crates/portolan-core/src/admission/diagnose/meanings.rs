//! What the server's words about a field mean, and which form it would accept.

use crate::admission::answer::Cause;
use crate::diagnostic::{Message, Template};

/// What is said to causes whose words contain `words`, about fields whose name ends in `field`.
struct Meaning {
    words: &'static str,
    field: &'static str,
    says: Template,
}

/// What a cause means, where its words do not say it.
pub(super) fn of(cause: &Cause) -> Option<Message> {
    let field = without_indexes(&cause.field);
    let meant = |one: &&Meaning| cause.message.contains(one.words) && field.ends_with(one.field);
    MEANINGS.iter().find(meant).map(|one| one.says.message())
}

/// A path without what stands in brackets: `spec.ports.name` of `spec.ports[0].name`.
fn without_indexes(path: &str) -> String {
    let mut depth = 0_usize;
    let outside = |letter: &char| {
        match letter {
            '[' => depth += 1,
            ']' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    path.chars().filter(outside).collect()
}

/// Declares the meanings: words, field, id, the sentence in English and in Japanese. The first that fits is said.
macro_rules! meanings {
    ($($words:literal, $field:literal => $id:literal, $en:literal, $ja:literal;)*) => {
        static MEANINGS: &[Meaning] = &[$(Meaning {
            words: $words,
            field: $field,
            says: Template { id: concat!("meaning.", $id), en: $en, ja: $ja },
        },)*];
    };
}

meanings! {
    "provided port is already allocated", "" => "port-taken",
        "a node port belongs to one Service of the whole cluster, whatever its namespace or protocol",
        "NodePortの番号は、NamespaceやプロトコルにかかわらずクラスターでただひとつのServiceのものです";
    "provided IP is already allocated", "" => "ip-taken",
        "a cluster IP belongs to one Service of the whole cluster",
        "ClusterIPは、クラスターでただひとつのServiceのものです";
    "the provided network does not match the current range", "" => "ip-range",
        "a cluster IP lies in the cluster's Service network, and is neither its first nor its last address. Leave `clusterIP` out to be given one",
        "ClusterIPは、クラスターのServiceネットワークの中の、最初と最後を除くアドレスです。`clusterIP`を書かなければ自動で割り当てられます";
    "provided port is not in the valid range", "" => "port-range",
        "`nodePort` is the port on the nodes, and lies in a range of its own; the Service's own port is `port`. Leave `nodePort` out to be given one",
        "`nodePort`はNodeのポートで、決まった範囲の番号です。Service自身のポートは`port`です。`nodePort`を書かなければ自動で割り当てられます";
    "`selector` does not match template `labels`", "" => "selector",
        "a controller finds its Pods by labels, so each label of its `selector` must be among the labels of its template",
        "コントローラーはラベルで自分のPodを見つけるため、`selector`のラベルはすべてテンプレートのラベルに含まれている必要があります";
    "spec.parentRef.name", "" => "nameless",
        "the Service has no usable name, so no address can be given to it: write `metadata.name`",
        "Serviceに使える名前がないため、アドレスを割り当てられません。`metadata.name`を書いてください";
    "must contain at least one letter (a-z)", "" => "port-name",
        "a text is taken as the name of a port, and names have a letter; a port number is written without quotation marks",
        "文字列はポートの名前として扱われ、名前には英字が要ります。番号は引用符を付けずに書きます";
    "empty selector is invalid", "" => "empty-selector",
        "an empty selector selects every Pod of the namespace. Write the labels that the template gives its Pods",
        "空のselectorは、NamespaceのすべてのPodを選ぶことになります。テンプレートがPodに付けるラベルを書いてください";
    "may not change once set", "" => "address-kept",
        "a Service keeps its addresses as long as it exists: to give it others, delete it and create it anew",
        "Serviceのアドレスは、作られてから消えるまで変わりません。変えるには、削除して作り直します";
    "field is immutable", "" => "immutable",
        "this cannot be changed after the object was created: delete the object and create it anew, or leave the field as it was",
        "作成後に変えられないフィールドです。オブジェクトを削除して作り直すか、元の値に戻してください";
    "pod updates may not", "" => "pod-kept",
        "a Pod keeps nearly all of its specification. Change the template of its controller, or delete the Pod and create it anew",
        "Podの内容は、作成後にほとんど変えられません。コントローラーのテンプレートを変えるか、Podを削除して作り直してください";
    "may not be set for ExternalName services", "" => "external-name",
        "a Service of type ExternalName is only an alias in DNS: it has no address and no Pods of its own",
        "ExternalNameのServiceは、DNSの別名にすぎません。アドレスもPodも持ちません";
    "may only be set for externally-accessible services", "" => "outside-only",
        "the field is about traffic from outside, which comes by a node port, a load balancer or external IPs: write `type: NodePort` or `type: LoadBalancer`, or leave it out",
        "クラスターの外からの通信についてのフィールドです。`type: NodePort`か`type: LoadBalancer`にするか、このフィールドを取り除いてください";
    "may not be used when `type` is 'ClusterIP'", "nodePort" => "node-port-type",
        "a Service of type ClusterIP has no port on the nodes: write `type: NodePort`, or leave `nodePort` out",
        "ClusterIPのServiceはNodeのポートを持ちません。`type: NodePort`にするか、`nodePort`を取り除いてください";
    "may only be used when `type` is 'LoadBalancer'", "" => "load-balancer-only",
        "the field is about load balancers: write `type: LoadBalancer`, or leave it out",
        "ロードバランサーについてのフィールドです。`type: LoadBalancer`にするか、このフィールドを取り除いてください";
    "may only be set when `type` is 'LoadBalancer' and", "" => "health-check-port",
        "the port answers a load balancer that asks which nodes have Pods of the Service; only `externalTrafficPolicy: Local` makes it ask",
        "どのNodeにServiceのPodがあるかを、ロードバランサーが調べるためのポートです。`externalTrafficPolicy: Local`のときにだけ使われます";
    "may not be set to 'None'", "" => "headless-type",
        "a headless Service has no address, and so nothing that a node port or a load balancer could lead to",
        "headless Serviceはアドレスを持たないため、NodePortやロードバランサーの行き先がありません";
    "must be empty when `clusterIP` is not specified", "" => "cluster-ips",
        "`clusterIP` and the first of `clusterIPs` are the same address: write both, or `clusterIP` alone",
        "`clusterIP`と`clusterIPs`の最初の値は同じアドレスです。両方を書くか、`clusterIP`だけを書いてください";
    "first value must match `clusterIP`", "" => "cluster-ips",
        "`clusterIP` and the first of `clusterIPs` are the same address: write both, or `clusterIP` alone",
        "`clusterIP`と`clusterIPs`の最初の値は同じアドレスです。両方を書くか、`clusterIP`だけを書いてください";
    "must be 'RequireDualStack' or 'PreferDualStack'", "" => "dual-stack",
        "two address families need `ipFamilyPolicy: PreferDualStack`, or `RequireDualStack` where one is not enough",
        "2つのアドレスファミリーには`ipFamilyPolicy: PreferDualStack`が要ります。片方では足りないときは`RequireDualStack`です";
    "not configured", "" => "family",
        "the cluster has no Service network of this address family",
        "クラスターに、このアドレスファミリーのServiceネットワークがありません";
    "as indicated by `ipFamilies", "" => "family-order",
        "addresses stand in the order of `ipFamilies`",
        "アドレスは`ipFamilies`と同じ順に書きます";
    "must not have leading 0s", "" => "leading-zeros",
        "some programs read a number with a leading 0 as octal and others as decimal, so such addresses are refused",
        "0で始まる数を8進数として読むプログラムも10進数として読むプログラムもあるため、このようなアドレスは受け付けられません";
    "IPv4-mapped", "" => "mapped",
        "write the IPv4 address by itself: `10.0.0.1` instead of `::ffff:10.0.0.1`",
        "IPv4アドレスをそのまま書いてください。`::ffff:10.0.0.1`ではなく`10.0.0.1`です";
    "must not have bits set beyond the prefix length", "" => "host-bits",
        "the address of a network is 0 in all bits behind its prefix: `10.0.0.0/8`",
        "ネットワークのアドレスは、プレフィックスより後ろのビットがすべて0です。例：`10.0.0.0/8`";
    "must be a valid CIDR value", "" => "network",
        "a network is an address, a slash and the length of its prefix: `192.168.0.0/16`, or `10.0.0.1/32` for a single address",
        "ネットワークは、アドレスとスラッシュとプレフィックスの長さで書きます。例：`192.168.0.0/16`。アドレスひとつなら`10.0.0.1/32`です";
    "must be a valid IP address", "" => "address",
        "an address stands here by itself, without a port, a prefix or a name",
        "アドレスだけを書きます。ポート、プレフィックス、名前は付けません";
    "may not be in the loopback range", "" => "own-address",
        "this address means the machine itself, on whichever machine it is used, so nobody else can be reached by it",
        "これは、どのマシンでもそのマシン自身を指すアドレスで、ほかからは届きません";
    "may not be in the link-local", "" => "link-local",
        "this address means something within one network segment only",
        "これは、ひとつのネットワークセグメントの中でだけ意味を持つアドレスです";
    "may not be unspecified", "" => "unspecified",
        "this address stands for none in particular",
        "これは、特定の相手を指さないアドレスです";
    "must be between 1 and 65535", "" => "port-number",
        "ports are numbered from 1 to 65535",
        "ポート番号は1から65535までです";
    "must be greater than 0 and less than", "timeoutSeconds" => "affinity-seconds",
        "`ClientIP` affinity lasts at most a day, 86400 seconds",
        "`ClientIP`のアフィニティは、最長1日（86400秒）です";
    "must be greater than or equal to `port`", "" => "port-span",
        "`port` and `endPort` are the first and the last of a range",
        "`port`と`endPort`は、範囲の最初と最後です";
    "must be greater than or equal to 0", "" => "negative",
        "the number may be 0 and not less",
        "0以上の数を書きます";
    "must be a strict subset of `cidr`", "" => "except",
        "`except` takes parts out of `cidr`, so they must lie in it and be smaller",
        "`except`は`cidr`から一部を除くものなので、その内側にある、より小さい範囲を書きます";
    "RFC 1123 label must", "" => "label-name",
        "such a name has at most 63 characters: small letters, digits and `-`, with a letter or a digit at both ends",
        "この名前は63文字以内で、小文字の英字、数字、`-`だけを使い、両端は英字か数字です";
    "RFC 1123 subdomain must", "" => "subdomain-name",
        "such a name has at most 253 characters: small letters, digits, `-` and `.`, with a letter or a digit at both ends of each part",
        "この名前は253文字以内で、小文字の英字、数字、`-`、`.`だけを使い、点で区切られた各部の両端は英字か数字です";
    "a valid label must be an empty string", "" => "label-value",
        "the value of a label has at most 63 letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends",
        "ラベルの値は63文字以内で、英字、数字、`-`、`_`、`.`だけを使い、両端は英字か数字です";
    "name part must", "" => "label-key",
        "such a key has at most 63 letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends; before it a domain and `/` may stand",
        "このキーは63文字以内で、英字、数字、`-`、`_`、`.`だけを使い、両端は英字か数字です。その前に、ドメインと`/`を置くこともできます";
    "must not contain dots", "" => "no-dots",
        "the name becomes a part of a name in DNS, where dots separate the parts",
        "この名前はDNSの名前の一部になります。点はDNSで区切りとして使われます";
    "must be no more than 15 characters", "" => "port-name-long",
        "the name of a port has at most 15 characters",
        "ポートの名前は15文字以内です";
    "may not be more than 262144 bytes", "" => "annotations-long",
        "all annotations of an object together hold 256 KiB; what is larger belongs in a ConfigMap or elsewhere",
        "ひとつのオブジェクトのアノテーションは、合わせて256 KiBまでです。大きなものはConfigMapなどに置いてください";
    "neither a standard finalizer name nor", "" => "finalizer",
        "a finalizer is named with the domain of whoever removes it: `example.com/cleanup`",
        "finalizerの名前には、それを取り除く側のドメインを付けます。例：`example.com/cleanup`";
    "Only one reference can have Controller set to true", "" => "one-controller",
        "an object may have several owners, and one of them controls it",
        "オブジェクトの所有者は複数でもかまいませんが、管理するのはそのうちひとつだけです";
    "supported values: \"Always\"", "restartPolicy" => "always",
        "this controller keeps its Pods running, so they always restart; work that ends belongs in a Job",
        "このコントローラーのPodは動き続けるもので、つねに再起動します。終わりのある処理にはJobを使います";
    "Required value", "template.spec.restartPolicy" => "job-restarts",
        "the Pods of a Job end, so they cannot have the default `Always`: write `restartPolicy: Never` or `restartPolicy: OnFailure`",
        "JobのPodは終わるものなので、既定の`Always`は使えません。`restartPolicy: Never`か`restartPolicy: OnFailure`を書いてください";
    "Unsupported value: \"Always\"", "template.spec.restartPolicy" => "job-restarts",
        "the Pods of a Job end, so they cannot have the default `Always`: write `restartPolicy: Never` or `restartPolicy: OnFailure`",
        "JobのPodは終わるものなので、既定の`Always`は使えません。`restartPolicy: Never`か`restartPolicy: OnFailure`を書いてください";
    "Required value", "ports.name" => "port-names",
        "a Service with several ports names each of them, so that endpoints and DNS can tell them apart",
        "ポートが複数あるServiceでは、EndpointやDNSで区別できるように、それぞれに名前が必要です";
    "Required value", "spec.ports" => "ports",
        "a Service leads to at least one port, unless it is headless: write `ports:` and below it `- port: 80`",
        "headless以外のServiceには、少なくともひとつのポートが必要です。`ports:`の下に`- port: 80`のように書きます";
    "Required value", "ports.port" => "port",
        "`port` is the number under which the Service answers",
        "`port`は、Serviceが待ち受けるポートの番号です";
    "Required value", "spec.containers" => "containers",
        "a Pod runs at least one container: write `containers:` and below it `- name: …` and `image: …`",
        "Podには少なくともひとつのコンテナが必要です。`containers:`の下に`- name: …`と`image: …`を書きます";
    "Required value", ".image" => "image",
        "a container runs an image: write `image: nginx:1.29`, for example",
        "コンテナにはイメージが必要です。例：`image: nginx:1.29`";
    "Required value", "metadata.name" => "name",
        "every object has a name, or a `generateName` of which the server makes one",
        "オブジェクトには名前が必要です。サーバーに名前を作らせるときは`generateName`を書きます";
    "Required value", "spec.selector" => "selector-missing",
        "the selector says by which labels the controller finds its Pods: write `matchLabels` with the labels of the template",
        "コントローラーは、selectorのラベルで自分のPodを見つけます。`matchLabels`に、テンプレートのラベルを書いてください";
    "Required value", "spec.template" => "template",
        "the template is what the Pods are made from: their labels and their containers",
        "テンプレートは、作られるPodのラベルとコンテナを決めるものです";
    "pathType must be specified", "" => "path-type",
        "write `pathType: Prefix` for a path with all below it, `pathType: Exact` for that path alone",
        "そのパスと下位のすべてなら`pathType: Prefix`、そのパスだけなら`pathType: Exact`と書きます";
    "either `defaultBackend` or `rules` must be specified", "" => "ingress-empty",
        "an Ingress leads somewhere: by rules for hosts and paths, or by one back end for everything",
        "Ingressには行き先が要ります。ホストやパスごとの`rules`か、すべてを受ける`defaultBackend`を書いてください";
    "must be an absolute path", "" => "absolute",
        "the path begins with `/`",
        "パスは`/`で始めます";
    "must be a DNS name, not an IP address", "" => "host-name",
        "`host` is the name that clients ask for; without it the rule takes every name, and addresses too",
        "`host`には、クライアントが使う名前を書きます。書かなければ、アドレスも含めてすべてが対象になります";
    "may not specify more than 1 volume type", "" => "one-source",
        "a volume comes from one source: give each source a volume of its own name",
        "ひとつのボリュームの中身は1種類です。それぞれ別の名前のボリュームにしてください";
    "may not specify more than 1 handler type", "" => "one-handler",
        "a probe asks in one way: `httpGet`, `tcpSocket`, `grpc` or `exec`",
        "probeの調べ方はひとつだけです。`httpGet`、`tcpSocket`、`grpc`、`exec`のどれかを書きます";
    "must specify a handler type", "" => "no-handler",
        "say how it asks: `httpGet`, `tcpSocket`, `grpc` or `exec`",
        "調べ方を書いてください。`httpGet`、`tcpSocket`、`grpc`、`exec`のどれかです";
    "Not found", "volumeMounts.name" => "no-volume",
        "the Pod has no volume of this name in order: look for it under `volumes`",
        "この名前の、正しく書かれたボリュームがPodにありません。`volumes`を確かめてください";
    "must be unique", "mountPath" => "mounted-twice",
        "only one volume can lie in one place of a container",
        "コンテナの同じ場所に置けるボリュームはひとつだけです";
    "must match `containerPort` when `hostNetwork` is true", "" => "host-network",
        "a Pod in the node's own network has the node's ports: leave `hostPort` out, or make it equal to `containerPort`",
        "Nodeのネットワークをそのまま使うPodでは、ポートもNodeのものです。`hostPort`を取り除くか、`containerPort`と同じ番号にしてください";
    "must be less than or equal to", "" => "over-limit",
        "what a container asks for is at most what it is allowed",
        "要求（requests）は上限（limits）以下でなければなりません";
    "must be a standard resource", "" => "resource-name",
        "besides `cpu`, `memory`, `ephemeral-storage` and `hugepages-…`, resources have a domain: `example.com/gpu`",
        "`cpu`、`memory`、`ephemeral-storage`、`hugepages-…`以外のリソースには、ドメインが付きます。例：`example.com/gpu`";
    "expected exactly 5 fields", "" => "schedule",
        "a schedule has five fields: minute, hour, day of the month, month, day of the week. `0 3 * * *` is every day at 3:00",
        "スケジュールは、分、時、日、月、曜日の5つです。`0 3 * * *`は毎日3時です";
    "use timeZone field instead", "" => "time-zone",
        "write `timeZone: Asia/Tokyo` beside `schedule`",
        "`schedule`と並べて`timeZone: Asia/Tokyo`のように書きます";
    "Duplicate value", "ports" => "port-twice",
        "a Service has each pair of port and protocol once",
        "Serviceの中で、ポートとプロトコルの同じ組み合わせは一度しか使えません";
    "Duplicate value", "name" => "name-twice",
        "names in a list are told apart by nothing else, so each stands once",
        "リストの中で、同じ名前は一度しか使えません";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Lang;

    fn said(field: &str, message: &str) -> Option<String> {
        let cause =
            Cause { reason: "FieldValueInvalid", field: field.to_owned(), message: message.to_owned() };
        of(&cause).map(|message| message.render(Lang::En))
    }

    #[test]
    fn the_field_tells_which_of_two_meanings_is_said() {
        let both = ["spec.ports[0].name", "spec.ports"].map(|field| said(field, "Required value"));
        assert!(both[0].as_deref().is_some_and(|one| one.contains("several ports")), "{both:?}");
        assert!(both[1].as_deref().is_some_and(|one| one.contains("at least one port")), "{both:?}");
        assert_eq!(said("spec.ports[0].protocol", "Required value"), None);
        assert_eq!(without_indexes("metadata.labels[a.b/c].x[0]"), "metadata.labels.x");
    }

    #[test]
    fn no_sentence_takes_arguments_and_ids_say_one_thing() {
        for one in MEANINGS {
            assert!(!one.says.en.contains('{') && !one.says.ja.contains('{'), "{}", one.says.id);
            let same = MEANINGS.iter().filter(|other| other.says.id == one.says.id);
            assert!(same.clone().all(|other| other.says.en == one.says.en), "{}", one.says.id);
        }
    }
}
