//! Rule sets for the view of rules: the listing that is chosen, and the same before the changes.

use super::{Chart, Known};
use crate::state::Rules;
use portolan_core::diagnostic::Message;
use portolan_core::proxy::{Mode, ProxyOptions, plan};
use portolan_render::rules::{Change, Group, Line, Listing, groups};

/// What is shown of rules.
#[derive(Debug)]
pub(crate) struct RuleSets {
    /// The rules.
    pub(crate) after: Listing,
    /// The rules before the changes, if there are any.
    pub(crate) before: Option<Listing>,
    /// The lines of both by Service port.
    pub(crate) groups: Vec<Group>,
}

impl RuleSets {
    /// What is chosen, or what is wrong with kube-proxy's flags.
    pub(crate) fn of(chart: &Chart, before: Option<&Chart>, choice: &Rules) -> Result<Self, Message> {
        let after = listing(chart, &options(chart, choice)?);
        let before = before.and_then(|before| Some(listing(before, &options(before, choice).ok()?)));
        let before = before.filter(|before| before.text != after.text);
        let groups = groups(&after, before.as_ref());
        Ok(Self { after, before, groups })
    }

    /// A line, the listing in which it stands, and its place there.
    pub(crate) fn find(&self, change: Change) -> Option<(&Listing, usize, &Line)> {
        let (listing, place) = change.of(&self.after, self.before.as_ref())?;
        Some((listing, place, listing.lines.get(place)?))
    }
}

/// How kube-proxy is started: its flags first, then what is chosen.
fn options(chart: &Known, choice: &Rules) -> Result<ProxyOptions, Message> {
    let flags: Vec<String> = choice.flags.split_whitespace().map(str::to_owned).collect();
    let mut options =
        if flags.is_empty() { chart.proxy.clone() } else { ProxyOptions::parse(&flags, &chart.options)? };
    if let Some(mode) = choice.mode {
        options.mode = mode;
    }
    if !choice.node.is_empty() {
        options.node = Some(choice.node.clone());
    }
    if let Some(family) = choice.family {
        options.family = family;
    }
    Ok(options)
}

fn listing(chart: &Known, options: &ProxyOptions) -> Listing {
    Listing::new(&chart.analysis, &plan(&chart.analysis.cluster, &chart.analysis.slices, options))
}

/// The mode that is shown.
pub(crate) fn mode(chart: &Known, choice: &Rules) -> Mode {
    choice.mode.unwrap_or(chart.proxy.mode)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Files, WhatIf};
    use crate::words::example;
    use portolan_core::diagnostic::Lang;

    #[test]
    fn flags_of_kube_proxy_are_followed_and_a_bad_one_is_told() {
        let chart = Chart::of(&Files::single(example(Lang::En)), &WhatIf::default());
        let with = |flags: &str| Rules { flags: flags.to_owned(), ..Rules::default() };
        let sets = RuleSets::of(&chart, None, &with("--proxy-mode=nftables")).expect("rules");
        assert_eq!(sets.after.mode, Mode::Nftables);
        assert!(RuleSets::of(&chart, None, &with("--proxy-mod=x")).is_err());
    }

    #[test]
    fn rules_are_compared_only_where_they_differ() {
        let chart = Chart::of(&Files::single(example(Lang::En)), &WhatIf::default());
        let other = Chart::of(
            &Files::single(&example(Lang::En).replace("replicas: 2", "replicas: 5")),
            &WhatIf::default(),
        );
        let same = RuleSets::of(&chart, Some(&chart), &Rules::default()).expect("rules");
        assert!(same.before.is_none());
        let changed = RuleSets::of(&chart, Some(&other), &Rules::default()).expect("rules");
        assert_eq!(
            changed.before.is_some(),
            chart.analysis.slices.iter().flat_map(|slice| slice.endpoints.iter().flatten()).count() > 0
        );
    }
}
