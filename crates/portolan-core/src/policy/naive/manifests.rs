//! Random worlds as manifests.

use super::{BLOCKS, Gate, KEYS, NAMESPACES, Peer, Rule, Tags, VALUES, Wish, World};
use std::fmt::Write as _;

fn labels(tags: &Tags) -> String {
    let given = tags
        .iter()
        .enumerate()
        .filter_map(|(key, value)| Some(format!("{}: {}", KEYS[key], VALUES[(*value)?])));
    format!("{{{}}}", given.collect::<Vec<_>>().join(", "))
}

fn selector(wishes: &[Wish]) -> String {
    let words = |values: &[usize]| values.iter().map(|value| VALUES[*value]).collect::<Vec<_>>().join(", ");
    let all = wishes.iter().map(|wish| match wish {
        Wish::Label(key, value) => {
            format!("{{key: {}, operator: In, values: [{}]}}", KEYS[*key], VALUES[*value])
        }
        Wish::In(key, values) => {
            format!("{{key: {}, operator: In, values: [{}]}}", KEYS[*key], words(values))
        }
        Wish::NotIn(key, values) => {
            format!("{{key: {}, operator: NotIn, values: [{}]}}", KEYS[*key], words(values))
        }
        Wish::Exists(key) => format!("{{key: {}, operator: Exists}}", KEYS[*key]),
        Wish::DoesNotExist(key) => format!("{{key: {}, operator: DoesNotExist}}", KEYS[*key]),
    });
    if let [Wish::Label(key, value)] = wishes {
        return format!("{{matchLabels: {{{}: {}}}}}", KEYS[*key], VALUES[*value]);
    }
    format!("{{matchExpressions: [{}]}}", all.collect::<Vec<_>>().join(", "))
}

fn rules(rules: &[Rule], peers: &str) -> String {
    let peer = |peer: &Peer| match peer {
        Peer::Pods(pods) => format!("{{podSelector: {}}}", selector(pods)),
        Peer::Namespaces(spaces) => format!("{{namespaceSelector: {}}}", selector(spaces)),
        Peer::Both(spaces, pods) => {
            format!("{{namespaceSelector: {}, podSelector: {}}}", selector(spaces), selector(pods))
        }
        Peer::Block(block, None) => format!("{{ipBlock: {{cidr: {}}}}}", BLOCKS[*block]),
        Peer::Block(block, Some(except)) => {
            format!("{{ipBlock: {{cidr: {}, except: [{}]}}}}", BLOCKS[*block], BLOCKS[*except])
        }
    };
    let gate = |gate: &Gate| match gate {
        Gate::All(protocol) => format!("{{protocol: {protocol}}}"),
        Gate::Number(protocol, port) => format!("{{protocol: {protocol}, port: {port}}}"),
        Gate::Range(protocol, first, last) => {
            format!("{{protocol: {protocol}, port: {first}, endPort: {last}}}")
        }
        Gate::Name(protocol, name) => format!("{{protocol: {protocol}, port: {name}}}"),
    };
    let one = |rule: &Rule| {
        let from: Vec<_> = rule.peers.iter().map(peer).collect();
        let ports: Vec<_> = rule.ports.iter().map(gate).collect();
        format!("{{{peers}: [{}], ports: [{}]}}", from.join(", "), ports.join(", "))
    };
    format!("[{}]", rules.iter().map(one).collect::<Vec<_>>().join(", "))
}

impl World {
    pub(super) fn manifests(&self) -> String {
        let mut text = String::new();
        for (index, tags) in self.namespaces.iter().enumerate() {
            let (name, labels) = (NAMESPACES[index], labels(tags));
            let _ = writeln!(
                text,
                "---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}, labels: {labels}}}"
            );
        }
        for (index, member) in self.members.iter().enumerate() {
            let (space, labels) = (NAMESPACES[member.namespace], labels(&member.tags));
            let (port, protocol) = member.web;
            let host = member.host_network;
            let _ = writeln!(
                text,
                "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p{index}, namespace: {space}, labels: {labels}}}\n\
                 spec:\n  nodeName: node-a\n  hostNetwork: {host}\n  containers:\n  - name: c\n    image: i\n    \
                 ports: [{{name: web, containerPort: {port}, protocol: {protocol}}}]"
            );
        }
        for (index, policy) in self.policies.iter().enumerate() {
            let space = NAMESPACES[policy.namespace];
            let _ = writeln!(
                text,
                "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: n{index}, \
                 namespace: {space}}}\nspec:\n  podSelector: {}",
                selector(&policy.pods)
            );
            if let Some((ingress, egress)) = policy.types {
                let types = [("Ingress", ingress), ("Egress", egress)];
                let types: Vec<_> = types.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect();
                let _ = writeln!(text, "  policyTypes: [{}]", types.join(", "));
            }
            let _ = writeln!(text, "  ingress: {}", rules(&policy.ingress, "from"));
            let _ = writeln!(text, "  egress: {}", rules(&policy.egress, "to"));
        }
        text
    }
}
