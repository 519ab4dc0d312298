//! A picture in text: from clients through a Service and its ports to the endpoints, and where the way is broken, why.
//!
//! ```text
//! client
//!   ├─ in the cluster  echo.default.svc.cluster.local → 10.96.36.1
//!   └─ from outside    port 30026 of any node
//!        ▼
//! ╭─ Service default/echo ─╮
//! │  NodePort              │
//! │  app=echo              │
//! ╰─┬──────────────────────╯
//!   └─ http 80/TCP ──▶ 80
//!        ├─ ●  10.244.1.2:80  Pod echo-spring-5dprx  node-a
//!        └─ ○  10.244.2.2:80  Pod echo-summer-2xj8q  node-b  not ready
//! ```

pub(crate) mod reach;
pub(crate) mod reason;
pub(crate) mod words;

use crate::get::endpoints::host_port;
use crate::get::service::selector;
use crate::get::slice::by_service;
use crate::width::{pad, width};
use portolan_core::Analysis;
use portolan_core::diagnostic::{Arg, Lang, Message};
use portolan_core::object::{Endpoint, EndpointSlice, Service, ServicePort, ServiceType};

/// How many endpoints of a port are drawn at most.
const ENDPOINTS: usize = 10;

/// How a picture is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Drawing {
    /// The language of its words.
    pub lang: Lang,
    /// Whether it has colours (ANSI escape sequences).
    pub color: bool,
}

/// A picture of every Service, then the Ingresses that lead to Services, then the Pods that no Service reaches.
#[must_use]
pub fn text(analysis: &Analysis, drawing: Drawing) -> String {
    let slices = by_service(&analysis.slices);
    let mut pictures = Vec::new();
    let mut services: Vec<&Service> = analysis.cluster.services.iter().collect();
    services.sort_by_key(|service| (&service.meta.namespace, &service.meta.name));
    for service in services {
        let own = slices.get(&(&*service.meta.namespace, &*service.meta.name));
        let own = own.map(Vec::as_slice).unwrap_or_default();
        let mut picture = Picture { analysis, drawing, service, slices: own, out: String::new() };
        picture.draw();
        pictures.push(picture.out);
    }
    pictures.extend(reach::ingresses(analysis, drawing));
    pictures.extend(reach::lonely_pods(analysis, drawing));
    if pictures.is_empty() {
        pictures.push(format!("{}\n", words::NOTHING.message().render(drawing.lang)));
    }
    pictures.join("\n")
}

/// A colour of the picture.
#[derive(Clone, Copy)]
enum Ink {
    Good,
    Bad,
    Faint,
    Strong,
}

impl Drawing {
    fn words(self, message: &Message) -> String {
        message.render(self.lang)
    }

    fn ink(self, ink: Ink, text: &str) -> String {
        if !self.color {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Good => "32",
            Ink::Bad => "31",
            Ink::Faint => "2",
            Ink::Strong => "1",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

/// The picture of one Service.
struct Picture<'a> {
    analysis: &'a Analysis,
    drawing: Drawing,
    service: &'a Service,
    slices: &'a [&'a EndpointSlice],
    out: String,
}

impl Picture<'_> {
    fn draw(&mut self) {
        self.clients();
        self.service_box();
        if self.service.kind == ServiceType::ExternalName {
            let name = Arg::code(&*self.service.external_name);
            let words = self.drawing.words(&words::CNAME.with([("name", name)]));
            self.line(&format!("  └─ {words}"));
        } else if self.service.ports.is_empty() {
            let words = self.drawing.words(&words::NO_PORTS.message());
            self.line(&format!("  └─ {words}"));
            self.endpoints(None, "   ");
        }
        let ports = self.service.ports.iter();
        let last = self.service.ports.len().saturating_sub(1);
        for (index, port) in ports.enumerate() {
            self.port(port, index == last);
        }
    }

    /// Who can ask for the Service, and how.
    fn clients(&mut self) {
        let ways = reach::ways(self.analysis, self.service, self.slices);
        let titles: Vec<String> = ways.iter().map(|way| self.drawing.words(&way.from.message())).collect();
        let widest = titles.iter().map(|title| width(title)).max().unwrap_or_default();
        let client = self.drawing.words(&words::CLIENT.message());
        self.line(&client);
        let last = ways.len().saturating_sub(1);
        for (index, (way, title)) in ways.iter().zip(&titles).enumerate() {
            let branch = if index == last { "└─" } else { "├─" };
            let mut line = format!("  {branch} {title}");
            pad(&mut line, widest.saturating_sub(width(title)) + 2);
            line.push_str(&self.drawing.words(&way.how));
            self.line(&line);
        }
        self.line("       ▼");
    }

    fn service_box(&mut self) {
        let meta = &self.service.meta;
        let title = format!("Service {}/{}", meta.namespace, meta.name);
        let kind = if self.service.headless {
            self.drawing.words(&words::HEADLESS.message())
        } else {
            self.service.kind.as_str().to_owned()
        };
        let mut inside = vec![kind];
        if self.service.selector.is_some() {
            inside.push(selector(self.service));
        }
        let widest = inside.iter().map(|line| width(line)).max().unwrap_or_default().max(width(&title));
        let shown = self.drawing.ink(Ink::Strong, &title);
        let rule = "─".repeat(widest - width(&title));
        self.line(&format!("╭─ {shown} {rule}─╮"));
        for text in inside {
            let mut line = format!("│  {text}");
            pad(&mut line, widest.saturating_sub(width(&text)) + 2);
            self.line(&(line + "│"));
        }
        self.line(&format!("╰─┬{}╯", "─".repeat(widest + 2)));
    }

    fn port(&mut self, port: &ServicePort, last: bool) {
        let (branch, trunk) = if last { ("└─", "  ") } else { ("├─", "│ ") };
        let name = if port.name.is_empty() { String::new() } else { format!("{} ", port.name) };
        let broken = reason::of(self.analysis, self.service, port, self.slices);
        let target = &port.target_port;
        let arrow = match &broken {
            None => self.drawing.ink(Ink::Good, "──▶"),
            Some(_) => self.drawing.ink(Ink::Bad, "──╳"),
        };
        self.line(&format!("  {branch} {name}{}/{} {arrow} {target}", port.port, port.protocol));
        let left = format!("  {trunk}");
        if let Some(reason) = broken {
            let words = self.drawing.ink(Ink::Bad, &self.drawing.words(&reason));
            self.line(&format!("{left}   {words}"));
        }
        self.endpoints(Some(port), &left);
    }

    /// The endpoints behind a port, or all of a Service without ports.
    fn endpoints(&mut self, port: Option<&ServicePort>, left: &str) {
        let mut rows = Vec::new();
        let mut more = 0_usize;
        for (endpoint, number) in behind(self.slices, port) {
            if rows.len() < ENDPOINTS {
                rows.push(self.endpoint(endpoint, number));
            } else {
                more += 1;
            }
        }
        let widths = [0, 1, 2].map(|column| {
            rows.iter()
                .filter_map(|row| row.cells.get(column))
                .map(|cell| width(cell))
                .max()
                .unwrap_or_default()
        });
        let last = rows.len().saturating_sub(1);
        for (index, row) in rows.iter().enumerate() {
            let branch = if index == last && more == 0 { "└─" } else { "├─" };
            let ink = if row.ready { Ink::Good } else { Ink::Bad };
            let mark = self.drawing.ink(ink, if row.ready { "●" } else { "○" });
            let mut line = format!("{left}   {branch} {mark}");
            for (cell, full) in row.cells.iter().zip(widths) {
                line.push_str("  ");
                line.push_str(cell);
                pad(&mut line, full.saturating_sub(width(cell)));
            }
            if let Some(words) = &row.words {
                line.push_str("  ");
                line.push_str(&self.drawing.ink(ink, words));
            }
            self.line(&line);
        }
        if more > 0 {
            let words = self.drawing.words(&words::MORE.with([("n", Arg::count(more))]));
            self.line(&format!("{left}   └─ {}", self.drawing.ink(Ink::Faint, &words)));
        }
    }

    fn endpoint(&self, endpoint: &Endpoint, number: Option<u16>) -> Row {
        let address = endpoint.addresses.first().map(|address| &**address).unwrap_or_default();
        let address = number.map_or_else(|| address.to_owned(), |number| host_port(address, number));
        let target = endpoint.target.as_ref().map(|target| format!("{} {}", target.kind, target.name));
        let conditions = endpoint.conditions;
        let words = match (conditions.is_ready(), conditions.is_terminating()) {
            (true, _) => None,
            (false, true) if conditions.is_serving() => Some(&words::DRAINING),
            (false, true) => Some(&words::TERMINATING),
            (false, false) => Some(&words::NOT_READY),
        };
        Row {
            ready: conditions.is_ready(),
            cells: [
                address,
                target.unwrap_or_default(),
                endpoint.node_name.as_deref().unwrap_or_default().to_owned(),
            ],
            words: words.map(|words| self.drawing.words(&words.message())),
        }
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }
}

/// One endpoint, drawn.
struct Row {
    ready: bool,
    cells: [String; 3],
    words: Option<String>,
}

/// The endpoints of the slices that have the port, each with the port's number there.
pub(crate) fn behind<'a>(
    slices: &'a [&'a EndpointSlice],
    port: Option<&'a ServicePort>,
) -> impl Iterator<Item = (&'a Endpoint, Option<u16>)> {
    slices.iter().flat_map(move |slice| {
        let number = match port {
            None => Some(None),
            Some(port) => {
                let ports = slice.ports.iter().flatten();
                let mut own = ports.filter(|known| known.name.as_deref().unwrap_or_default() == &*port.name);
                own.next().map(|known| known.port)
            }
        };
        let endpoints = slice.endpoints.iter().flatten();
        number.into_iter().flat_map(move |number| endpoints.clone().map(move |endpoint| (endpoint, number)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_core::{Options, analyze, parse};

    fn drawn(yaml: &str, lang: Lang) -> String {
        let files = vec![parse("test.yaml".to_owned(), yaml.as_bytes().to_vec())];
        text(&analyze(files, &Options::default()), Drawing { lang, color: false })
    }

    const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop-0\n  labels: {app: shop, release: summer}\n\
                       spec:\n  containers:\n  - name: shop\n    image: shop\n    ports: [{name: http, containerPort: 8080}]\n";

    fn service(selector: &str, target: &str) -> String {
        format!(
            "{POD}---\napiVersion: v1\nkind: Service\nmetadata: {{name: shop}}\nspec:\n  clusterIP: 10.96.0.80\n  \
             selector: {selector}\n  ports: [{{port: 80, targetPort: {target}}}]\n"
        )
    }

    #[test]
    fn a_whole_way_is_drawn_to_the_pod() {
        let picture = drawn(&service("{app: shop}", "http"), Lang::En);
        let expected = "client
  └─ in the cluster  shop.default.svc.cluster.local → 10.96.0.80
       ▼
╭─ Service default/shop ─╮
│  ClusterIP             │
│  app=shop              │
╰─┬──────────────────────╯
  └─ 80/TCP ──▶ http
       └─ ●  10.244.1.2:8080  Pod shop-0  node-a
";
        assert_eq!(picture, expected);
    }

    #[test]
    fn a_broken_way_says_what_is_missing() {
        let near = drawn(&service("{app: shop, release: sumer}", "http"), Lang::En);
        assert!(near.contains("──╳ http\n"), "{near}");
        assert!(near.contains("no Pod has `release=sumer`; 1 Pod has the rest, `app=shop`\n"), "{near}");
        assert!(
            near.contains("Pods that no Service reaches:\n  ○  default/shop-0  app=shop,release=summer\n"),
            "{near}"
        );
        let unnamed = drawn(&service("{app: shop}", "htpp"), Lang::En);
        assert!(unnamed.contains("not name a port `htpp`; it names `http`"), "{unnamed}");
    }

    #[test]
    fn boxes_stay_closed_around_japanese() {
        let picture = drawn(&service("{app: shop}", "http"), Lang::Ja);
        let lines = picture.lines().filter(|line| line.starts_with(['╭', '│', '╰']));
        let widths: Vec<usize> = lines.map(width).collect();
        assert!(widths.windows(2).all(|pair| pair[0] == pair[1]), "{picture}");
    }
}
