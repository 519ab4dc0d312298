//! From a line of text to a goal.

use super::connection::{Connection, Options, Seen};
use super::{Fact, Goal, ending};
use portolan_core::diagnostic::Severity;
use portolan_core::dns::RecordType;
use portolan_core::proxy::Mode;

impl Goal {
    /// Reads a line; see the module for the language.
    ///
    /// # Errors
    /// The word that cannot be understood, or is missing, in English: the lines are written by authors.
    pub fn parse(line: &str) -> Result<Self, String> {
        let mut words = Words(line.trim());
        let goal = match words.next("a goal")? {
            "no-errors" => Self::Clean(Severity::Error),
            "no-warnings" => Self::Clean(Severity::Warning),
            "finds" => Self::Finds(words.owned("a rule")?, words.number()?),
            "lacks" => Self::Lacks(words.owned("a rule")?),
            "accepts" => Self::Accepts { object: words.owned("KIND/NAME")?, accepted: true },
            "refuses" => Self::Accepts { object: words.owned("KIND/NAME")?, accepted: false },
            "reach" => Self::Connects(Box::new(connection(&mut words, false)?)),
            "fail" => Self::Connects(Box::new(connection(&mut words, true)?)),
            "call" => {
                let mut call = connection(&mut words, false)?;
                call.to.insert(0, '$');
                Self::Connects(Box::new(call))
            }
            "asks" => {
                let (from, name) = (words.owned("FROM")?, words.owned("NAME")?);
                Self::Asks(from, name, words.number()?.ok_or("how many questions?")?)
            }
            "env" => {
                let (from, name) = (words.owned("FROM")?, words.owned("NAME")?);
                Self::Env(from, name, Some(std::mem::take(&mut words.0).to_owned()))
            }
            "no-env" => Self::Env(words.owned("FROM")?, words.owned("NAME")?, None),
            "shows" => Self::Shows(words.owned("KIND")?, std::mem::take(&mut words.0).to_owned()),
            "resolves" => resolves(&mut words)?,
            "endpoints" => {
                let service = words.owned("a Service")?;
                let ready = words.number()?.ok_or("how many endpoints are ready?")?;
                Self::Endpoints(service, ready, words.number()?.unwrap_or_default())
            }
            "field" => field(&mut words)?,
            "rules" => rules(&mut words, true)?,
            "no-rules" => rules(&mut words, false)?,
            "reads" => Self::Reads(fact(&mut words)?),
            other => return Err(format!("`{other}` is no goal")),
        };
        if words.0.is_empty() { Ok(goal) } else { Err(format!("what is `{}`?", words.0)) }
    }
}

/// What is left of a line.
struct Words<'t>(&'t str);

impl<'t> Words<'t> {
    fn take(&mut self) -> Option<&'t str> {
        let (word, rest) = self.0.split_once(' ').unwrap_or((self.0, ""));
        self.0 = rest.trim_start();
        (!word.is_empty()).then_some(word)
    }

    fn next(&mut self, what: &str) -> Result<&'t str, String> {
        self.take().ok_or_else(|| format!("{what} is missing"))
    }

    fn owned(&mut self, what: &str) -> Result<String, String> {
        self.next(what).map(str::to_owned)
    }

    fn number(&mut self) -> Result<Option<usize>, String> {
        self.take().map(number).transpose()
    }

    /// The words that are left, none of them twice understood.
    fn rest(&mut self) -> impl Iterator<Item = &'t str> + use<'t> {
        std::mem::take(&mut self.0).split_whitespace()
    }
}

fn number<N: std::str::FromStr>(word: &str) -> Result<N, String> {
    word.parse().map_err(|_| format!("`{word}` is no number"))
}

fn mode(name: &str) -> Result<Mode, String> {
    match name {
        "iptables" => Ok(Mode::Iptables),
        "nftables" => Ok(Mode::Nftables),
        "ipvs" => Ok(Mode::Ipvs),
        _ => Err(format!("`{name}` is no mode")),
    }
}

fn connection(words: &mut Words<'_>, fails: bool) -> Result<Connection, String> {
    let (from, to) = (words.owned("FROM")?, words.owned("TO")?);
    let how = if fails { words.next("an ending")? } else { "answered" };
    let ending = ending(how).ok_or_else(|| format!("`{how}` is no ending"))?;
    let mut options = Options::default();
    let mut part = false;
    for word in words.rest() {
        match word.split_once('=') {
            Some(("pods", count)) => options.pods = Some(number(count)?),
            Some(("pod", prefix)) => options.pod = Some(prefix.to_owned()),
            Some(("container", name)) => options.container = Some(name.to_owned()),
            Some(("port", port)) => options.port = Some(number(port)?),
            Some(("seen", "client")) => options.seen = Some(Seen::Client),
            Some(("seen", "node")) => options.seen = Some(Seen::Node),
            Some(("mode", name)) => options.mode = mode(name)?,
            None if word == "udp" => options.udp = true,
            None if word == "part" && fails => part = true,
            _ => return Err(format!("what is `{word}`?")),
        }
    }
    Ok(Connection { from, to, ending, part, options })
}

fn resolves(words: &mut Words<'_>) -> Result<Goal, String> {
    let (from, name, kind) = (words.owned("FROM")?, words.owned("NAME")?, words.next("TYPE")?);
    let kind = RecordType::parse(kind).ok_or_else(|| format!("`{kind}` is no type of record"))?;
    let answers: Vec<String> = words.rest().map(str::to_owned).collect();
    if answers.is_empty() {
        return Err("an answer is missing".to_owned());
    }
    Ok(Goal::Resolves { question: (from, name, kind), answers })
}

fn field(words: &mut Words<'_>) -> Result<Goal, String> {
    let (object, path) = (words.owned("KIND/NAME")?, words.owned("a path")?);
    if words.take() != Some("=") {
        return Err("`=` is missing behind the path".to_owned());
    }
    let value = std::mem::take(&mut words.0).to_owned();
    Ok(Goal::Field { object, path, value })
}

fn rules(words: &mut Words<'_>, present: bool) -> Result<Goal, String> {
    let (mut at, mut node) = (Mode::default(), None);
    loop {
        match words.0.split(' ').next().and_then(|word| word.split_once('=')) {
            Some(("mode", name)) => at = mode(name)?,
            Some(("node", name)) => node = Some(name.to_owned()),
            _ => break,
        }
        words.take();
    }
    let text = std::mem::take(&mut words.0).to_owned();
    if text.is_empty() {
        return Err("the text is missing".to_owned());
    }
    Ok(Goal::Rules { mode: at, node, text, present })
}

fn fact(words: &mut Words<'_>) -> Result<Fact, String> {
    let (what, service) = (words.next("a fact")?, words.owned("NAMESPACE/SERVICE")?);
    Ok(match what {
        "chain" => Fact::Chain(service),
        "cluster-ip" => Fact::ClusterIp(service),
        "node-port" => Fact::NodePort(service),
        "endpoint" => Fact::Endpoint(service),
        "ready" => Fact::Ready(service),
        "share" => Fact::Share(service),
        other => return Err(format!("`{other}` is no fact")),
    })
}
