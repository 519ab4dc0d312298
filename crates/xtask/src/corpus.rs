//! The generated corpus: the manifests of a few hundred ordinary applications, the same bytes every time.
//!
//! It is what the benches read. An application is a workload, a Service that selects it and, for what is called from
//! outside, an Ingress; eight applications share a noun (`cart-api`, `cart-db`, …) and thirteen such rounds share a namespace. The
//! documents are such as an API server accepts, with names unique and every Ingress backend present. One Service in
//! some two hundred has a misspelt selector, as real ones have.

mod fleet;
mod manifests;
mod words;

pub use fleet::fleet;

/// One Service in this many has a misspelt selector: twenty in 10,000 documents.
const TYPO_EVERY: usize = 199;

/// How many applications one namespace holds.
const APPLICATIONS_IN_A_NAMESPACE: usize = 104;

/// Generated documents, in the order in which they stand in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corpus {
    documents: Vec<String>,
}

impl Corpus {
    /// A corpus of that many documents. Twenty make a round: 8 Services, 3 Deployments, 1 ReplicaSet,
    /// 4 StatefulSets and 4 Ingresses.
    #[must_use]
    pub fn of(documents: usize) -> Self {
        let all = (0..).map(Application::number).flat_map(|application| manifests::of(&application));
        Self { documents: all.take(documents).collect() }
    }

    /// The documents, each ending in a line feed, without separators.
    #[must_use]
    pub fn documents(&self) -> &[String] {
        &self.documents
    }

    /// All documents as one YAML stream.
    #[must_use]
    pub fn text(&self) -> String {
        self.documents.join("---\n")
    }
}

/// What the manifests of one application are made from.
struct Application {
    namespace: String,
    /// The Helm release, a label value.
    instance: &'static str,
    name: String,
    role: &'static words::Role,
    replicas: u64,
    version: String,
    /// Whether the container has a readiness probe.
    probed: bool,
    /// Whether the container asks for CPU and memory.
    limited: bool,
    /// Whether the labels are Kubernetes' recommended ones, or just `app` and `release`.
    recommended_labels: bool,
    /// The first Service of a namespace with a `web` role is of type NodePort, at this port.
    node_port: Option<u16>,
    selector_typo: Option<words::Typo>,
    /// Whether its files begin with the comment that `helm template` writes.
    helm: bool,
}

impl Application {
    fn number(index: usize) -> Self {
        let (space, place) = (index / APPLICATIONS_IN_A_NAMESPACE, index % APPLICATIONS_IN_A_NAMESPACE);
        let mut draw = Draw(index as u64);
        let role = &words::ROLES[place % words::ROLES.len()];
        let first_of_role = place < words::ROLES.len();
        Self {
            namespace: words::namespace(space),
            instance: words::team(space),
            name: format!("{}-{}", words::noun(place / words::ROLES.len()), role.name),
            role,
            replicas: 1 + draw.below(3),
            version: format!("{}.{}.{}", 1 + draw.below(4), draw.below(30), draw.below(10)),
            probed: draw.below(3) == 0,
            limited: draw.below(4) == 0,
            recommended_labels: space.is_multiple_of(4),
            node_port: (role.name == "web" && first_of_role).then(|| static_node_port(space)).flatten(),
            selector_typo: (index % TYPO_EVERY == TYPO_EVERY / 2)
                .then(|| words::Typo::number(index / TYPO_EVERY)),
            helm: space.is_multiple_of(2),
        }
    }
}

/// A node port of the static band (30000-30085), which the API server does not give out by itself first.
fn static_node_port(space: usize) -> Option<u16> {
    u16::try_from(space).ok().filter(|space| *space < 86).map(|space| 30_000 + space)
}

/// SplitMix64, seeded by the number of the application.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn field<'a>(document: &'a str, prefix: &str) -> &'a str {
        document.lines().find_map(|line| line.strip_prefix(prefix)).expect("the field")
    }

    fn identity(document: &str) -> (&str, &str, &str) {
        (field(document, "kind: "), field(document, "  namespace: "), field(document, "  name: "))
    }

    #[test]
    fn ten_thousand_documents_are_what_the_figures_are_quoted_for() {
        let corpus = Corpus::of(10_000);
        let mut kinds = BTreeMap::new();
        for document in corpus.documents() {
            *kinds.entry(field(document, "kind: ")).or_insert(0) += 1;
        }
        let expected = [
            ("Deployment", 1500),
            ("Ingress", 2000),
            ("ReplicaSet", 500),
            ("Service", 4000),
            ("StatefulSet", 2000),
        ];
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), expected);
        assert!((5_000_000..5_500_000).contains(&corpus.text().len()), "{} bytes", corpus.text().len());
    }

    #[test]
    fn names_are_unique_and_ingress_backends_exist() {
        let corpus = Corpus::of(10_000);
        let known: BTreeSet<_> = corpus.documents().iter().map(|document| identity(document)).collect();
        assert_eq!(known.len(), 10_000);
        for document in corpus.documents().iter().filter(|document| document.contains("kind: Ingress\n")) {
            let backend = field(document, "                name: ");
            assert!(known.contains(&("Service", identity(document).1, backend)), "{backend}");
        }
    }

    #[test]
    fn twenty_services_have_a_misspelt_selector() {
        let misspelt = (0..4_000).filter(|index| Application::number(*index).selector_typo.is_some()).count();
        assert_eq!(misspelt, 20);
        for index in (0..4_000).step_by(7) {
            let mut application = Application::number(index);
            let typo = application.selector_typo.take().unwrap_or(words::Typo::number(index));
            let right = manifests::of(&application);
            application.selector_typo = Some(typo);
            let wrong = manifests::of(&application);
            assert_eq!(right.iter().zip(&wrong).filter(|(right, wrong)| right != wrong).count(), 1);
        }
    }

    #[test]
    fn a_smaller_corpus_is_the_beginning_of_a_larger_one() {
        assert_eq!(Corpus::of(21).documents(), &Corpus::of(50).documents()[..21]);
    }
}
