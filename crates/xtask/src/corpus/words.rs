//! The tables that the corpus is made of: names, roles, misspellings.

/// What an application is for, which decides its kinds and ports.
pub(super) struct Role {
    pub(super) name: &'static str,
    pub(super) workload: Workload,
    pub(super) image: &'static str,
    pub(super) ports: &'static [Port],
    /// Whether its Pods have a volume each.
    pub(super) stores: bool,
}

/// The kind of the workload.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Workload {
    Deployment,
    ReplicaSet,
    StatefulSet,
}

/// A port of a Service, and of the container behind it.
pub(super) struct Port {
    pub(super) name: &'static str,
    pub(super) port: u16,
    pub(super) container_port: u16,
    pub(super) protocol: Option<&'static str>,
    /// Whether the Service writes the container port's name, its number, or nothing.
    pub(super) target: Target,
}

/// How a Service's port says where it leads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Name,
    Number,
    Same,
}

const fn port(name: &'static str, port: u16, container_port: u16, target: Target) -> Port {
    Port { name, port, container_port, protocol: None, target }
}

/// Eight roles make a round: three Deployments, a ReplicaSet and four StatefulSets.
pub(super) const ROLES: [Role; 8] = [
    Role {
        name: "web",
        workload: Workload::Deployment,
        image: "web",
        stores: false,
        ports: &[port("http", 80, 8080, Target::Name)],
    },
    Role {
        name: "api",
        workload: Workload::Deployment,
        image: "api",
        stores: false,
        ports: &[port("http", 80, 8080, Target::Name), port("grpc", 9090, 9090, Target::Number)],
    },
    Role {
        name: "gateway",
        workload: Workload::Deployment,
        image: "gateway",
        stores: false,
        ports: &[port("https", 443, 8443, Target::Number), port("metrics", 9100, 9100, Target::Name)],
    },
    Role {
        name: "admin",
        workload: Workload::ReplicaSet,
        image: "admin",
        stores: false,
        ports: &[port("http", 8080, 8080, Target::Same)],
    },
    Role {
        name: "db",
        workload: Workload::StatefulSet,
        image: "postgres",
        stores: true,
        ports: &[port("postgres", 5432, 5432, Target::Same)],
    },
    Role {
        name: "cache",
        workload: Workload::StatefulSet,
        image: "valkey",
        stores: true,
        ports: &[port("valkey", 6379, 6379, Target::Name), port("metrics", 9121, 9121, Target::Name)],
    },
    Role {
        name: "queue",
        workload: Workload::StatefulSet,
        image: "nats",
        stores: false,
        ports: &[port("client", 4222, 4222, Target::Name), port("cluster", 6222, 6222, Target::Number)],
    },
    Role {
        name: "log",
        workload: Workload::StatefulSet,
        image: "syslog",
        stores: false,
        ports: &[
            Port { protocol: Some("UDP"), ..port("syslog", 514, 5514, Target::Number) },
            port("query", 3100, 3100, Target::Name),
        ],
    },
];

const TEAMS: [&str; 10] =
    ["shop", "payments", "search", "identity", "media", "maps", "billing", "support", "data", "edge"];
const STAGES: [&str; 4] = ["prod", "staging", "test", "dev"];
const NOUNS: [&str; 13] = [
    "cart", "checkout", "catalog", "orders", "invoice", "profile", "session", "stock", "pricing", "review",
    "mail", "report", "upload",
];

/// The team that owns a namespace.
pub(super) fn team(space: usize) -> &'static str {
    TEAMS[space % TEAMS.len()]
}

/// The name of a namespace.
pub(super) fn namespace(space: usize) -> String {
    let stage = STAGES[space / TEAMS.len() % STAGES.len()];
    match space / (TEAMS.len() * STAGES.len()) {
        0 => format!("{}-{stage}", team(space)),
        cluster => format!("{}-{stage}-{cluster}", team(space)),
    }
}

/// What the eight applications of a round are about.
pub(super) fn noun(round: usize) -> &'static str {
    NOUNS[round % NOUNS.len()]
}

/// A way to misspell a word.
#[derive(Clone, Copy)]
pub(super) enum Typo {
    LetterMissing,
    LetterDoubled,
    LettersSwapped,
    WordMissing,
    Capital,
}

impl Typo {
    pub(super) fn number(index: usize) -> Self {
        [Self::LetterMissing, Self::LetterDoubled, Self::LettersSwapped, Self::WordMissing, Self::Capital]
            [index % 5]
    }

    /// Misspells a `noun-role`.
    pub(super) fn of(self, word: &str) -> String {
        let (head, tail) = word.split_at(1);
        match self {
            Self::LetterMissing => format!("{head}{}", tail.get(1..).unwrap_or_default()),
            Self::LetterDoubled => format!("{head}{head}{tail}"),
            Self::LettersSwapped => {
                let (second, rest) = tail.split_at(1);
                format!("{second}{head}{rest}")
            }
            Self::WordMissing => word.split('-').next().unwrap_or_default().to_owned(),
            Self::Capital => format!("{}{tail}", head.to_uppercase()),
        }
    }
}
