//! The map: clients, ways in, Services, ports, EndpointSlices, Pods and their ports, on nodes and in zones; as a model, as
//! a laid-out scene, and as SVG, Mermaid and DOT.
//!
//! Everything has a key that stays the same while the text around it changes, so that a page can link it, compare it
//! with an earlier map and light up a way:
//!
//! | key | what |
//! | --- | --- |
//! | `outside`, `client`, `client/NS/SERVICE` | clients outside and in the cluster; a name that they ask for |
//! | `lb/NS/SERVICE`, `externalip/…`, `nodeport/…`, with `/INDEX` for a port | ways in from outside |
//! | `ingress/NS/NAME`, `ingress/NS/NAME/INDEX` | an Ingress and its routes |
//! | `svc/NS/NAME`, `port/NS/NAME/INDEX` | a Service and its ports, in the order of `spec.ports` |
//! | `slice/NS/NAME`, `slice/NS/NAME/TCP/PORT` | an EndpointSlice and its ports, by name or else number |
//! | `pod/NS/NAME`, `pod/NS/NAME/TCP/NUMBER` | a Pod and its ports |
//! | `pods/NS/CONTROLLER/NODE`, `slices/NS/SERVICE/NUMBER` | several of them, folded |
//! | `address/IP`, `name/HOST` | where a way ends outside the cluster's Pods |
//! | `gap/…` | where a way ends that leads nowhere |
//! | `node/NAME`, `zone/NAME` | areas |
//! | `FROM>TO` | a wire between two of them |

mod chart;
mod compare;
mod dot;
mod mermaid;
mod model;
mod outline;
mod scene;
mod svg;
mod way;
mod words;

pub use dot::dot;
pub use mermaid::mermaid;
pub use model::{Area, Card, Change, Kind, Layer, Map, Row, State, Wire};
pub use outline::{Entry, Section, outline};
pub use scene::{Group, Rect, Role, Scene, Shape, Sign};
pub use svg::{STYLE, Theme, svg};
pub use way::Ways;

use portolan_core::Analysis;
use portolan_core::diagnostic::Lang;
use portolan_yaml::collections::BTreeSet;

/// How a map is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The language of its words.
    pub lang: Lang,
    /// What is folded though it would not be by itself, or the other way round: the keys of [`Card::fold`].
    pub turned: BTreeSet<String>,
}

impl Map {
    /// The map of an analysis.
    #[must_use]
    pub fn of(analysis: &Analysis, options: &Options) -> Self {
        chart::map(analysis, options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::{analyze, parse};

    const SHOP: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  replicas: REPLICAS\n  \
                        selector: {matchLabels: {app: shop}}\n  template:\n    metadata: {labels: {app: shop}}\n    \
                        spec:\n      containers:\n      - name: shop\n        image: shop\n        \
                        ports: [{name: http, containerPort: 8080}]\n";

    fn service(selector: &str, port: &str) -> String {
        format!(
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: shop}}\nspec:\n  selector: {selector}\n  \
             ports: [{port}]\n"
        )
    }

    fn map_of(yaml: &str, options: &Options) -> Map {
        let files = vec![parse("test.yaml".to_owned(), yaml.as_bytes().to_vec())];
        Map::of(&analyze(files, &portolan_core::Options::default()), options)
    }

    fn shop(replicas: usize, selector: &str, port: &str) -> Map {
        let yaml = SHOP.replace("REPLICAS", &replicas.to_string()) + &service(selector, port);
        map_of(&yaml, &Options::default())
    }

    fn card<'m>(map: &'m Map, key: &str) -> &'m Card {
        map.cards.iter().find(|card| card.key == key).unwrap_or_else(|| panic!("no {key}: {map:#?}"))
    }

    #[test]
    fn a_way_leads_from_the_client_to_the_container_port() {
        let map = shop(2, "{app: shop}", "{port: 80, targetPort: http}");
        let lit = Ways::of(&map).through("port/default/shop/0");
        let pods: Vec<&String> =
            lit.iter().filter(|key| key.starts_with("pod/") && key.ends_with("/TCP/8080")).collect();
        assert_eq!(pods.len(), 2, "{lit:?}");
        assert!(lit.contains("client/default/shop") && lit.contains("svc/default/shop"), "{lit:?}");
        let port = &card(&map, "svc/default/shop").rows[2];
        assert_eq!((&*port.text, &*port.aside, port.state), ("80/TCP", "→ http", State::Plain));
        assert_eq!(port.origins[0].path, "spec.ports[0]");
        assert_eq!(port.sentence, "Port 80/TCP leads to http: 2 ready endpoints");
    }

    #[test]
    fn a_way_that_leads_nowhere_ends_in_the_reason() {
        let map = shop(2, "{app: shop, release: sumer}", "{port: 80}");
        let gap = card(&map, "gap/default/shop/0");
        assert_eq!(gap.title, "no Pod has release=sumer; 2 Pods have the rest, app=shop");
        assert_eq!(gap.origins[0].path, "spec.selector");
        assert!(map.wires.iter().any(|wire| wire.to == gap.key && wire.state == State::Broken));
        assert_eq!(
            map.cards.iter().filter(|card| card.state == State::Idle).count(),
            2,
            "the Pods are alone"
        );
        let map = shop(1, "{app: shop}", "{port: 80, targetPort: htpp}");
        let gap = card(&map, "gap/default/shop/0");
        assert!(gap.title.contains("it names http"), "{}", gap.title);
        assert_eq!(gap.origins[0].path, "spec.ports[0].targetPort");
    }

    #[test]
    fn many_pods_are_folded_by_node_and_unfolded_one_by_one() {
        let map = shop(300, "{app: shop}", "{port: 80}");
        let groups: Vec<&Card> = map.cards.iter().filter(|card| card.kind == Kind::Pods).collect();
        assert_eq!(groups.len(), 3);
        assert_eq!(groups.iter().filter_map(|card| card.counts).map(|[ready, ..]| ready).sum::<usize>(), 300);
        let turned = groups.iter().take(1).map(|card| card.key.clone()).collect();
        let yaml = SHOP.replace("REPLICAS", "300") + &service("{app: shop}", "{port: 80}");
        let opened = map_of(&yaml, &Options { turned, ..Options::default() });
        assert_eq!(opened.cards.iter().filter(|card| card.kind == Kind::Pods).count(), 2);
        assert_eq!(opened.cards.iter().filter(|card| card.kind == Kind::Pod).count(), 100);
        let pod = map.folded.first().map(|(pod, _)| pod.clone()).unwrap();
        assert!(Ways::of(&map).route(&["client".to_owned(), pod]).iter().any(|key| key.starts_with("pods/")));
    }

    #[test]
    fn a_route_lights_up_its_own_wires_only() {
        let map = shop(2, "{app: shop}", "{name: http, port: 80}, {name: admin, port: 81}");
        let pod = map.cards.iter().find(|card| card.kind == Kind::Pod).unwrap().key.clone();
        let slice = map.cards.iter().find(|card| card.kind == Kind::Slice).unwrap().key.clone();
        let keys =
            ["client", "client/default/shop", "svc/default/shop", "port/default/shop/1"].map(str::to_owned);
        let keys = [&keys[..], &[format!("{slice}/TCP/admin"), format!("{pod}/TCP/81")]].concat();
        let lit = Ways::of(&map).route(&keys);
        let wires: Vec<&String> = lit.iter().filter(|key| key.contains('>')).collect();
        assert_eq!(wires.len(), 3, "{wires:?}");
    }

    #[test]
    fn what_is_new_changed_and_gone_is_marked() {
        let before = shop(2, "{app: shop}", "{port: 80}");
        let after = shop(1, "{app: shop, tier: web}", "{port: 80}").since(&before);
        assert!(after.is_changed());
        assert_eq!(card(&after, "svc/default/shop").change, Change::Changed);
        assert_eq!(card(&after, "gap/default/shop/0").change, Change::New);
        let gone = |card: &&Card| card.change == Change::Gone;
        let gone: Vec<&str> = after.cards.iter().filter(gone).map(|card| card.kind.as_str()).collect();
        assert_eq!(gone.len(), 2, "a slice and a Pod: {gone:?}");
        assert!(!shop(2, "{app: shop}", "{port: 80}").since(&before).is_changed());
    }

    #[test]
    fn hostile_names_are_inert() {
        let yaml = "apiVersion: v1\nkind: Service\nmetadata: {name: away}\nspec: {type: ClusterIP, ports: [{port: 1}]}\n---\n\
                    apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: x}\nspec:\n  rules:\n  - http:\n      \
                    paths: [{path: '/\"]<script>alert(1)</script>&', pathType: ImplementationSpecific, backend: {service: {name: away, port: {number: 1}}}}]\n";
        let map = map_of(yaml, &Options::default());
        let svg = svg(&Scene::of(&map), Lang::En, Theme::Auto);
        assert!(!svg.contains("<script") && svg.contains("&lt;script"), "{svg}");
        let chart = mermaid(&map);
        assert!(!chart.contains("<script") && !chart.contains("\"]<") && chart.contains("#34;"), "{chart}");
        let graph = dot(&map);
        assert!(graph.contains("\\\"]<script>"), "{graph}");
    }
}
