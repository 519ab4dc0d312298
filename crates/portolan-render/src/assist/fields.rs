//! What fields mean, in a sentence each, and the page of kubernetes.io that says more.

use portolan_core::diagnostic::{Lang, Template};

/// What there is to say of a field wherever it stands.
#[derive(Debug)]
pub(super) struct About {
    /// The struct of `k8s.io/api` that has the field.
    pub of: &'static str,
    /// The field.
    pub field: &'static str,
    /// What it means.
    pub meaning: Template,
    page: &'static str,
}

const SERVICE: &str = "concepts/services-networking/service/";
const VIRTUAL_IPS: &str = "reference/networking/virtual-ips/";
const DUAL_STACK: &str = "concepts/services-networking/dual-stack/";
const DNS: &str = "concepts/services-networking/dns-pod-service/";
const INGRESS: &str = "concepts/services-networking/ingress/";
const POLICIES: &str = "concepts/services-networking/network-policies/";
const LABELS: &str = "concepts/overview/working-with-objects/labels/";
const NAMES: &str = "concepts/overview/working-with-objects/names/";
const NAMESPACES: &str = "concepts/overview/working-with-objects/namespaces/";
const DEPLOYMENT: &str = "concepts/workloads/controllers/deployment/";
const STATEFUL_SET: &str = "concepts/workloads/controllers/statefulset/";
const PODS: &str = "concepts/workloads/pods/";
const PROBES: &str = "tasks/configure-pod-container/configure-liveness-readiness-startup-probes/";

impl About {
    /// Where to read more.
    pub(super) fn url(&self, lang: Lang) -> String {
        let site = match lang {
            Lang::En => "https://kubernetes.io/docs/",
            Lang::Ja => "https://kubernetes.io/ja/docs/",
        };
        format!("{site}{}", self.page)
    }
}

/// What there is to say of a field of a struct.
pub(super) fn about(of: &str, field: &str) -> Option<&'static About> {
    ABOUT.iter().find(|one| one.field == field && one.of == of)
}

/// The place of a field among those that people write, for sorting; what is not explained comes last.
pub(super) fn rank(of: &str, field: &str) -> usize {
    ABOUT.iter().position(|one| one.field == field && one.of == of).unwrap_or(usize::MAX)
}

macro_rules! about {
    ($($of:literal { $($field:literal $page:ident, en: $en:literal, ja: $ja:literal;)* })*) => {
        &[$($(About {
            of: concat!("v1.", $of),
            field: $field,
            meaning: Template { id: concat!("field.", $of, ".", $field), en: $en, ja: $ja },
            page: $page,
        },)*)*]
    };
}

/// In the order in which people write them.
static ABOUT: &[About] = about! {
    "ObjectMeta" {
        "name" NAMES, en: "The object's name, unique among its kind in the namespace.", ja: "オブジェクトの名前です。同じNamespaceの同じ種類の中で一意です。";
        "namespace" NAMESPACES, en: "The namespace it lives in; `default` if none is given.", ja: "オブジェクトが属するNamespaceです。省略すると`default`になります。";
        "labels" LABELS, en: "Labels: what selectors look at.", ja: "ラベルです。セレクターはこれを見てオブジェクトを選びます。";
        "annotations" LABELS, en: "Notes for tools; selectors do not see them.", ja: "ツール向けのメモです。セレクターからは見えません。";
    }
    "ServiceSpec" {
        "selector" SERVICE, en: "The Service leads to the Pods of its namespace that have all of these labels.", ja: "同じNamespaceのPodのうち、これらのラベルをすべて持つものがServiceの宛先になります。";
        "ports" SERVICE, en: "The ports that the Service answers on, and where each leads.", ja: "Serviceが受け付けるポートと、それぞれの転送先です。";
        "type" SERVICE, en: "From where the Service can be reached: inside the cluster, on every node, or by a load balancer; or only an alias in DNS.", ja: "Serviceにどこから接続できるかを決めます。クラスター内、全ノード、ロードバランサーのほか、DNSの別名だけにもできます。";
        "clusterIP" SERVICE, en: "The virtual address inside the cluster; `None` makes the Service headless, and its name then leads to the Pods themselves.", ja: "クラスター内の仮想アドレスです。`None`にするとheadless Serviceになり、名前がPodのアドレスそのものを返します。";
        "clusterIPs" DUAL_STACK, en: "The virtual addresses, one for each IP family.", ja: "IPファミリーごとの仮想アドレスです。";
        "externalName" SERVICE, en: "The DNS name that the Service is an alias of; only for `type: ExternalName`.", ja: "このServiceが別名となるDNS名です。`type: ExternalName`でだけ使います。";
        "externalTrafficPolicy" VIRTUAL_IPS, en: "`Local` sends traffic from outside only to Pods on the node it came to, and keeps the client's address.", ja: "`Local`にすると、外部からの通信は到着したノード上のPodにだけ渡り、クライアントのアドレスが保たれます。";
        "internalTrafficPolicy" VIRTUAL_IPS, en: "`Local` sends traffic from inside only to Pods on the client's own node.", ja: "`Local`にすると、クラスター内からの通信はクライアントと同じノード上のPodにだけ渡ります。";
        "sessionAffinity" VIRTUAL_IPS, en: "`ClientIP` sends a client to the same Pod again.", ja: "`ClientIP`にすると、同じクライアントは同じPodに送られます。";
        "publishNotReadyAddresses" SERVICE, en: "Lists Pods that are not ready as if they were; for peers that must find each other while starting.", ja: "準備ができていないPodも宛先に含めます。起動中に互いを見つける必要があるPodのための設定です。";
        "ipFamilyPolicy" DUAL_STACK, en: "Whether the Service has addresses of one IP family or of both.", ja: "Serviceのアドレスを1つのIPファミリーにするか両方にするかを決めます。";
        "ipFamilies" DUAL_STACK, en: "The IP families, the first one first.", ja: "IPファミリーです。先頭が優先されます。";
        "trafficDistribution" VIRTUAL_IPS, en: "Prefers endpoints that are near the client, as long as there are any.", ja: "クライアントに近いエンドポイントがあれば、それを優先します。";
        "externalIPs" SERVICE, en: "Addresses that nodes accept for this Service; somebody else must route them to the nodes.", ja: "ノードがこのService宛てとして受け付けるアドレスです。ノードまでの経路は別に用意します。";
        "loadBalancerSourceRanges" SERVICE, en: "Which clients the load balancer lets through.", ja: "ロードバランサーが通すクライアントのアドレス範囲です。";
    }
    "ServicePort" {
        "name" SERVICE, en: "The port's name: needed when there are several, and part of SRV records.", ja: "ポートの名前です。ポートが複数あれば必須で、SRVレコードにも現れます。";
        "port" SERVICE, en: "The port that clients of the Service connect to.", ja: "クライアントがServiceに接続するときのポートです。";
        "targetPort" SERVICE, en: "The port of the Pods that traffic is sent to: a number, or the name that a container gives its port; the same as `port` if left out.", ja: "転送先となるPodのポートです。番号か、コンテナがポートに付けた名前を書きます。省略すると`port`と同じです。";
        "nodePort" SERVICE, en: "The port on every node; given out from 30000–32767 if left out.", ja: "全ノードで開くポートです。省略すると30000〜32767から割り当てられます。";
        "protocol" SERVICE, en: "The transport protocol; `TCP` if left out.", ja: "トランスポートプロトコルです。省略すると`TCP`です。";
        "appProtocol" SERVICE, en: "What is spoken on the port: a hint for load balancers and meshes.", ja: "このポートで使うアプリケーションプロトコルです。ロードバランサーやサービスメッシュへのヒントになります。";
    }
    "DeploymentSpec" {
        "replicas" DEPLOYMENT, en: "How many Pods there should be; 1 if left out.", ja: "Podの数です。省略すると1です。";
        "selector" DEPLOYMENT, en: "Which Pods are its own; the template's labels must match it, and it can never be changed.", ja: "どのPodを管理するかを決めます。テンプレートのラベルと一致する必要があり、後から変更できません。";
        "template" DEPLOYMENT, en: "What its Pods look like. Services select Pods by the labels in here.", ja: "作られるPodのひな形です。ServiceはここにあるラベルでPodを選びます。";
    }
    "ReplicaSetSpec" {
        "replicas" DEPLOYMENT, en: "How many Pods there should be; 1 if left out.", ja: "Podの数です。省略すると1です。";
        "selector" DEPLOYMENT, en: "Which Pods are its own; the template's labels must match it.", ja: "どのPodを管理するかを決めます。テンプレートのラベルと一致する必要があります。";
        "template" DEPLOYMENT, en: "What its Pods look like. Services select Pods by the labels in here.", ja: "作られるPodのひな形です。ServiceはここにあるラベルでPodを選びます。";
    }
    "StatefulSetSpec" {
        "replicas" STATEFUL_SET, en: "How many Pods there should be; 1 if left out.", ja: "Podの数です。省略すると1です。";
        "serviceName" STATEFUL_SET, en: "The headless Service that gives each Pod a DNS name of its own.", ja: "各Podに固有のDNS名を与えるheadless Serviceの名前です。";
        "template" STATEFUL_SET, en: "What its Pods look like. Services select Pods by the labels in here.", ja: "作られるPodのひな形です。ServiceはここにあるラベルでPodを選びます。";
    }
    "LabelSelector" {
        "matchLabels" LABELS, en: "All of these labels are wanted.", ja: "これらのラベルがすべて必要です。";
        "matchExpressions" LABELS, en: "All of these conditions on labels are wanted.", ja: "これらのラベルの条件がすべて必要です。";
    }
    "PodSpec" {
        "containers" PODS, en: "The containers that run together and share one address.", ja: "一緒に動き、1つのアドレスを共有するコンテナです。";
        "hostNetwork" PODS, en: "The Pod uses its node's address and ports.", ja: "Podがノードのアドレスとポートをそのまま使います。";
        "dnsPolicy" DNS, en: "Where the Pod asks for names; `ClusterFirst` knows the cluster's Services.", ja: "Podがどこに名前を問い合わせるかを決めます。`ClusterFirst`ならクラスターのServiceを引けます。";
        "hostname" DNS, en: "The Pod's host name; with `subdomain` it gets a DNS name.", ja: "Podのホスト名です。`subdomain`と組み合わせるとDNS名が付きます。";
        "subdomain" DNS, en: "The headless Service under whose name the Pod gets a DNS name.", ja: "PodのDNS名の親になるheadless Serviceの名前です。";
    }
    "Container" {
        "ports" SERVICE, en: "Says which ports the container listens on. Their names can be a Service's `targetPort`; traffic reaches other ports too.", ja: "コンテナが待ち受けるポートの宣言です。名前はServiceの`targetPort`に使えます。宣言のないポートにも通信は届きます。";
        "readinessProbe" PROBES, en: "While it fails, the Pod is not ready and Services send it nothing.", ja: "失敗している間はPodが準備未完了となり、Serviceから通信が来ません。";
        "livenessProbe" PROBES, en: "When it fails, the container is started again.", ja: "失敗するとコンテナが再起動されます。";
        "image" PODS, en: "The container's image.", ja: "コンテナのイメージです。";
    }
    "ContainerPort" {
        "containerPort" SERVICE, en: "The port that the container listens on.", ja: "コンテナが待ち受けるポートです。";
        "name" SERVICE, en: "A name that a Service's `targetPort` can use.", ja: "Serviceの`targetPort`から参照できる名前です。";
        "hostPort" PODS, en: "Opens the port on the Pod's node too; seldom wanted.", ja: "Podのノードでも同じポートを開きます。必要になることはまれです。";
    }
    "IngressSpec" {
        "rules" INGRESS, en: "Which host and path leads to which Service.", ja: "どのホストとパスをどのServiceに送るかを決めます。";
        "ingressClassName" INGRESS, en: "Which controller serves this Ingress.", ja: "このIngressを処理するコントローラーを選びます。";
    }
    "NetworkPolicySpec" {
        "podSelector" POLICIES, en: "Which Pods the policy is for; an empty one is for all Pods of the namespace.", ja: "ポリシーの対象となるPodです。空ならNamespaceのすべてのPodが対象です。";
        "ingress" POLICIES, en: "What may come in; everything else is dropped.", ja: "受信を許可する通信です。それ以外は破棄されます。";
        "egress" POLICIES, en: "What may go out; everything else is dropped.", ja: "送信を許可する通信です。それ以外は破棄されます。";
        "policyTypes" POLICIES, en: "Whether the policy is about `Ingress`, `Egress`, or both.", ja: "`Ingress`と`Egress`のどちらを（または両方を）制限するかを決めます。";
    }
};

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::document::{Schema, Shape, kind};
    use portolan_yaml::collections::BTreeMap;

    /// All structs that objects are made of, by name.
    fn structs() -> BTreeMap<&'static str, Schema> {
        let kinds = kind::known_resources().filter_map(|one| one.known);
        let mut left: Vec<Schema> = kinds.map(Schema::of).collect();
        let mut known = BTreeMap::new();
        while let Some(one) = left.pop() {
            match one.shape() {
                Shape::Object if !known.contains_key(one.name()) => {
                    known.insert(one.name(), one);
                    left.extend(one.fields().map(|(_, of)| of));
                }
                Shape::List => left.extend(one.item()),
                Shape::Map => left.extend(one.field("any")),
                _ => {}
            }
        }
        known
    }

    #[test]
    fn every_field_that_is_explained_is_one_of_the_api() {
        let structs = structs();
        for one in ABOUT {
            let known = structs.get(one.of).is_some_and(|of| of.field(one.field).is_some());
            assert!(known, "{}.{}", one.of, one.field);
        }
    }

    #[test]
    fn a_field_is_explained_once_and_the_same_way_in_both_languages() {
        for (index, one) in ABOUT.iter().enumerate() {
            let again =
                ABOUT.iter().skip(index + 1).any(|other| (other.of, other.field) == (one.of, one.field));
            assert!(!again, "{}.{} twice", one.of, one.field);
            assert!(Template::same_arguments(one.meaning.en, one.meaning.ja));
            assert_eq!(
                one.meaning.en.matches('`').count(),
                one.meaning.ja.matches('`').count(),
                "{}",
                one.meaning.en
            );
        }
    }
}
