//! Which controller an Ingress is for.

use crate::cluster::Cluster;
use crate::object::{Ingress, IngressClass};
use portolan_yaml::collections::BTreeMap;

/// The controller of ingress-nginx (`spec.controller` of its class).
const NGINX: &str = "k8s.io/ingress-nginx";

/// How an Ingress comes to its class.
#[derive(Clone, Copy, Debug)]
pub enum Class<'a> {
    /// It names one of the input.
    Named(&'a IngressClass),
    /// It names one that is not in the input.
    Elsewhere(&'a str),
    /// It names none, and gets the default one.
    Default(&'a IngressClass),
    /// It names none, and there is no default one.
    None,
}

/// The classes of a cluster.
#[derive(Debug, Default)]
pub struct Classes<'a> {
    by_name: BTreeMap<&'a str, &'a IngressClass>,
    default: Option<&'a IngressClass>,
}

impl<'a> Classes<'a> {
    /// The classes of a cluster. Of several default ones the last counts (`DefaultIngressClass` takes the newest).
    #[must_use]
    pub fn new(cluster: &'a Cluster) -> Self {
        let classes = cluster.ingress_classes.iter();
        Self {
            by_name: classes.clone().map(|one| (&*one.meta.name, one)).collect(),
            default: classes.rev().find(|one| one.is_default()),
        }
    }

    /// The class of an Ingress.
    #[must_use]
    pub fn of(&self, ingress: &'a Ingress) -> Class<'a> {
        match ingress.named_class() {
            Some(name) => self.by_name.get(name).map_or(Class::Elsewhere(name), |one| Class::Named(one)),
            None => self.default.map_or(Class::None, Class::Default),
        }
    }

    /// Whether the input has any class.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The names of all classes.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.by_name.keys().copied()
    }
}

impl<'a> Class<'a> {
    /// Its name; empty for none.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match self {
            Self::Named(class) | Self::Default(class) => &class.meta.name,
            Self::Elsewhere(name) => name,
            Self::None => "",
        }
    }

    /// The class, if it is in the input.
    #[must_use]
    pub fn given(&self) -> Option<&'a IngressClass> {
        match self {
            Self::Named(class) | Self::Default(class) => Some(class),
            Self::Elsewhere(_) | Self::None => None,
        }
    }

    /// Whether ingress-nginx is the controller, as far as it can be told: a class of another name that is not given may
    /// be anyone's, and is taken for it as the most common one.
    #[must_use]
    pub fn is_nginx(&self) -> bool {
        self.given().map_or_else(|| !known_otherwise(self.name()), |class| &*class.controller == NGINX)
    }
}

/// Whether a class by that name is known to be another controller's.
fn known_otherwise(name: &str) -> bool {
    const OTHERS: [&str; 13] = [
        "alb",
        "apisix",
        "azure-application-gateway",
        "cilium",
        "contour",
        "gce",
        "gce-internal",
        "haproxy",
        "higress",
        "istio",
        "kong",
        "openshift-default",
        "traefik",
    ];
    OTHERS.binary_search(&name).is_ok()
}
