//! The rules of iptables mode, each with the manifest field that it comes from.

use super::origin::{Written, written};
use super::pretty;
use portolan_core::Analysis;
use portolan_core::proxy::iptables::Ruleset;
use serde::Serialize;

#[derive(Serialize)]
struct Rules<'a> {
    schema: &'static str,
    mode: &'static str,
    family: String,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
struct Rule<'a> {
    table: &'static str,
    chain: &'a str,
    /// As `iptables-save` prints it.
    text: String,
    /// `null` for rules that every node has.
    origin: Option<Written<'a>>,
}

/// All rules, table by table and chain by chain.
#[must_use]
pub fn iptables(analysis: &Analysis, ruleset: &Ruleset) -> String {
    let known = [&ruleset.nat, &ruleset.filter].into_iter().flat_map(|table| {
        table
            .iter()
            .flat_map(move |(chain, rules)| rules.rules.iter().map(move |rule| (table.name, chain, rule)))
    });
    let rules = known.map(|(table, chain, rule)| Rule {
        table,
        chain,
        text: rule.text(chain, ruleset.family),
        origin: rule.origin.as_ref().and_then(|origin| written(analysis, origin)),
    });
    let family = ruleset.family.to_string();
    pretty(&Rules { schema: "portolan/v1", mode: "iptables", family, rules: rules.collect() }) + "\n"
}

#[cfg(test)]
mod tests {
    use portolan_core::proxy::{self, ProxyOptions};
    use portolan_core::{Options, analyze, parse};
    use serde_json::Value;

    #[test]
    fn a_rule_names_the_field_it_comes_from() {
        let yaml = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n  ports:\n  \
                    - port: 80\n";
        let files = vec![parse("web.yaml".to_owned(), yaml.as_bytes().to_vec())];
        let options = Options::default();
        let analysis = analyze(files, &options);
        let plan = proxy::plan(&analysis.cluster, &analysis.slices, &ProxyOptions::new(&options));
        let rules = super::iptables(&analysis, &proxy::iptables::ruleset(&plan));
        let rules: Value = serde_json::from_str(&rules).expect("JSON");
        let rules = rules["rules"].as_array().expect("a list");
        let reject =
            rules.iter().find(|rule| rule["text"].as_str().is_some_and(|text| text.contains("REJECT")));
        let reject = reject.expect("a Service without endpoints is rejected");
        assert_eq!(
            (reject["table"].as_str(), reject["chain"].as_str()),
            (Some("filter"), Some("KUBE-SERVICES"))
        );
        assert_eq!(
            (reject["origin"]["object"]["name"].as_str(), reject["origin"]["line"].as_u64()),
            (Some("web"), Some(7))
        );
    }
}
