//! What the command prints, for pages, programs and tests that take this wasm without the page's elements.

use crate::deferred::deferred;
use crate::words::language;
use portolan_core::dns::Zone;
use portolan_core::proxy::{self, Mode, ProxyOptions};
use portolan_core::trace::{Request, trace};
use portolan_core::{Analysis, Options, analyze, parse};
use portolan_render::{Asked, dns_table, ipvs_text, json, rules_text};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// The name that the command gives to its standard input.
const STDIN: &str = "<stdin>";

/// What `portolan check --output json -` prints for this text: JSON v1. `lang` is `en` or `ja`.
#[wasm_bindgen(js_name = analyzeJson)]
#[must_use]
pub fn analyze_json(text: &str, lang: &str) -> String {
    json::check(&analysis(text), language(lang).unwrap_or_default())
}

/// What the command prints for this text on its standard input; nothing for command lines other than these:
/// `admit --output json`, `endpoints --output json`, `dns`, and `rules --mode` with `iptables`, `nftables` or `ipvs`.
///
/// # Errors
///
/// The code for it lies in a file of its own, which could not be fetched.
#[wasm_bindgen]
pub async fn print(command: String, text: String) -> Result<Option<String>, JsError> {
    Ok((COMMANDS.code().await?.0)(&command, &text))
}

/// What `portolan trace --output json --from FROM --to TO -` prints for this text; nothing where there is no such walk.
///
/// # Errors
///
/// As those of [`print`].
#[wasm_bindgen(js_name = traceJson)]
pub async fn trace_json(
    text: String,
    from: String,
    to: String,
    lang: String,
) -> Result<Option<String>, JsError> {
    Ok((COMMANDS.code().await?.1)(&text, (&from, &to), &lang))
}

/// What prints, and what traces.
type Commands = (fn(&str, &str) -> Option<String>, fn(&str, (&str, &str), &str) -> Option<String>);

deferred! {
    COMMANDS: Commands = (printed, traced), in commands
}

fn printed(command: &str, text: &str) -> Option<String> {
    let of: fn(&Analysis) -> String = match command {
        "admit --output json" => json::admission,
        "endpoints --output json" => json::endpoint_slices,
        "dns" => |analysis| dns_table(&Zone::new(&analysis.cluster, &analysis.slices)),
        "rules --mode iptables" => |analysis| rules(analysis, Mode::Iptables),
        "rules --mode nftables" => |analysis| rules(analysis, Mode::Nftables),
        "rules --mode ipvs" => |analysis| rules(analysis, Mode::Ipvs),
        _ => return None,
    };
    Some(lines(of(&analysis(text))))
}

fn traced(text: &str, (from, to): (&str, &str), lang: &str) -> Option<String> {
    let analysis = analysis(text);
    let options = ProxyOptions::new(&Options::default());
    let request = Request::parse(&analysis.cluster, (from, to), None, options).ok()?;
    let walk = trace(&analysis.cluster, &analysis.slices, &request);
    let asked = Asked { request: &request, to, from_nobody: false };
    Some(json::trace(&analysis, asked, &walk, language(lang).unwrap_or_default()))
}

/// A text as the command writes it: with a line break at its end, unless it is empty.
fn lines(mut text: String) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn analysis(text: &str) -> Analysis {
    analyze(vec![parse(STDIN.to_owned(), text.as_bytes().to_vec())], &Options::default())
}

fn rules(analysis: &Analysis, mode: Mode) -> String {
    let options = ProxyOptions { mode, ..ProxyOptions::new(&Options::default()) };
    let plan = proxy::plan(&analysis.cluster, &analysis.slices, &options);
    match mode {
        Mode::Iptables => rules_text(&proxy::iptables::ruleset(&plan)),
        Mode::Nftables => rules_text(&proxy::nftables::table(&plan)),
        Mode::Ipvs => {
            let servers = proxy::ipvs::virtual_servers(&plan);
            ipvs_text(&servers, &proxy::ipvs::ruleset(&plan, &servers))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::example;
    use portolan_core::diagnostic::Lang;

    #[test]
    fn only_known_command_lines_are_answered() {
        let text = example(Lang::En);
        for mode in ["iptables", "nftables", "ipvs"] {
            let rules = printed(&format!("rules --mode {mode}"), text).expect("rules");
            assert!(rules.contains("10.96."), "{mode}: {rules}");
        }
        assert_eq!(printed("rules", text), None);
        assert_eq!(traced(text, ("pod/nobody", "http://nowhere/"), "en"), None);
    }
}
