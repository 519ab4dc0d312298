//! Services with endpoints and nothing else: what a kube-proxy of a large cluster makes rules of.

use std::fmt::Write as _;

/// One Service in this many has a node port, up to [`NODE_PORTS`]; one in that many remembers its clients.
const NODE_PORT_EVERY: usize = 50;
const AFFINITY_EVERY: usize = 20;
const NODE_PORTS: usize = 2_000;

/// That many Services, each with an EndpointSlice of that many endpoints on three nodes, as one YAML stream.
#[must_use]
pub fn fleet(services: usize, endpoints: usize) -> String {
    let mut out = String::new();
    for index in 0..services {
        service(&mut out, index);
        slice(&mut out, index, endpoints);
    }
    out
}

fn service(out: &mut String, index: usize) {
    let (third, fourth) = (index / 250, index % 250 + 2);
    let _ = write!(
        out,
        "---\napiVersion: v1\nkind: Service\nmetadata: {{name: app-{index}, namespace: team-{}}}\nspec:\n  \
         clusterIP: 10.96.{third}.{fourth}\n  ports: [{{name: http, port: 80, targetPort: 8080",
        index % 100
    );
    let port = index / NODE_PORT_EVERY;
    let exposed = index.is_multiple_of(NODE_PORT_EVERY) && port < NODE_PORTS;
    let _ = match exposed {
        true => writeln!(out, ", nodePort: {}}}]\n  type: NodePort", 30_086 + port),
        false => writeln!(out, "}}]"),
    };
    if index.is_multiple_of(AFFINITY_EVERY) {
        out.push_str("  sessionAffinity: ClientIP\n");
    }
}

fn slice(out: &mut String, index: usize, endpoints: usize) {
    let _ = write!(
        out,
        "---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: app-{index}-1\n  \
         namespace: team-{}\n  labels: {{kubernetes.io/service-name: app-{index}}}\naddressType: IPv4\n\
         ports: [{{name: http, port: 8080, protocol: TCP}}]\nendpoints:\n",
        index % 100
    );
    for endpoint in 0..endpoints {
        let number = index * endpoints + endpoint;
        let node = char::from(b'a' + u8::try_from(number % 3).unwrap_or_default());
        let (second, third, fourth) = (128 + number / 62_500, number / 250 % 250, number % 250 + 2);
        let _ = writeln!(
            out,
            "- {{addresses: [10.{second}.{third}.{fourth}], nodeName: node-{node}, conditions: {{ready: true}}}}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_has_its_endpoints() {
        let text = fleet(60, 10);
        assert_eq!(text.matches("kind: Service\n").count(), 60);
        assert_eq!(text.matches("- {addresses: ").count(), 600);
        assert_eq!(text.matches("nodePort: ").count(), 2);
    }
}
