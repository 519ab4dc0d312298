//! What the API server does not let in: texts that cannot be read, and refused Services and controllers.

use super::reason::{self, Why, about};
use super::{Tone, Verdict, words};
use crate::Analysis;
use crate::admission::Manifest;
use crate::diagnostic::{Arg, Diagnostic, Family, Severity};
use crate::object::Service;

/// A manifest that the API server refuses.
pub(super) struct Refused<'a> {
    analysis: &'a Analysis,
    manifest: &'a Manifest,
    pub(super) why: Why,
}

/// A text of which not even the kind is known.
pub(super) fn unreadable(analysis: &Analysis) -> Option<Verdict> {
    let is_meant = |one: &Diagnostic| {
        let manifest = one.object.and_then(|id| analysis.manifests.get(id.0 as usize));
        one.family == Family::Admission
            && one.severity == Severity::Error
            && manifest.is_none_or(|manifest| manifest.kind.is_none() || manifest.node.is_none())
    };
    let (index, one) = about(analysis, is_meant)?;
    let file = analysis.files.get(one.place.file.0 as usize)?;
    let line = file.lines().position(one.place.span.start).line;
    let why = Why::found(index, one);
    let line = ("line", Arg::Number(line.into()));
    let reason = ("reason", Arg::said(why.message.clone()));
    let sentence = if analysis.files.len() > 1 {
        words::UNREADABLE_IN.with([line, reason, ("file", Arg::code(file.name()))])
    } else {
        words::UNREADABLE.with([line, reason])
    };
    Some(Verdict::new(Tone::Bad, sentence).because(&why))
}

/// The refused Services.
pub(super) fn services(analysis: &Analysis) -> Vec<Refused<'_>> {
    refused(analysis, |kind| kind == "Service").collect()
}

/// The first refused manifest of any kind.
pub(super) fn first(analysis: &Analysis) -> Option<Refused<'_>> {
    refused(analysis, |_| true).next()
}

/// That the Pods of a Service are missing because the API server refuses what makes them.
pub(super) fn of_pods(analysis: &Analysis, service: &Service) -> Option<Why> {
    const KINDS: [&str; 7] =
        ["Pod", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController"];
    let selector = service.selector.as_ref()?;
    if !analysis.cluster.select(&service.meta.namespace, selector).is_empty() {
        return None;
    }
    let here = |one: &Refused<'_>| one.manifest.namespace.as_deref() == Some(&*service.meta.namespace);
    let one = refused(analysis, |kind| KINDS.contains(&kind)).find(here)?;
    let message =
        words::REFUSES_PODS.with([("name", one.full_name()), ("reason", Arg::said(one.why.message.clone()))]);
    Some(Why { message, ..one.why })
}

fn refused(analysis: &Analysis, is_meant: impl Fn(&str) -> bool) -> impl Iterator<Item = Refused<'_>> {
    let refused = analysis.manifests.iter().filter(move |one| {
        one.answer.as_ref().is_some_and(|answer| !answer.accepted)
            && one.kind.as_deref().is_some_and(&is_meant)
    });
    refused.filter_map(|manifest| {
        let is_about = |one: &Diagnostic| one.family == Family::Admission && one.object == Some(manifest.id);
        let (index, one) = about(analysis, is_about)?;
        Some(Refused { analysis, manifest, why: Why::found(index, one) })
    })
}

impl Refused<'_> {
    /// The verdict, if this is all there is to say.
    pub(super) fn verdict(&self) -> Verdict {
        let reason = ("reason", Arg::said(self.why.message.clone()));
        let sentence = words::REFUSES.with([("name", self.full_name()), reason]);
        Verdict::new(Tone::Bad, sentence).because(&self.why)
    }

    /// The same as a reason of one Service among others.
    pub(super) fn as_reason(&self) -> Why {
        let message = words::REFUSED.with([("reason", Arg::said(self.why.message.clone()))]);
        Why { message, ..self.why.clone() }
    }

    /// Its name; the line where it stands if it has none.
    pub(super) fn name(&self) -> Arg {
        let name = self.manifest.name.as_deref().filter(|name| !name.is_empty());
        let Some(name) = name else { return self.by_line() };
        Arg::code(match self.manifest.namespace.as_deref() {
            None | Some("default" | "") => name.to_owned(),
            Some(namespace) => format!("{namespace}/{name}"),
        })
    }

    fn full_name(&self) -> Arg {
        if self.manifest.name.as_deref().is_none_or(str::is_empty) {
            return self.by_line();
        }
        Arg::said(words::OBJECT.with([("kind", self.kind()), ("name", self.name())]))
    }

    fn by_line(&self) -> Arg {
        let place = self.manifest.place(&self.analysis.files, "", crate::diagnostic::Part::Value);
        let file = self.analysis.files.get(place.file.0 as usize);
        let line = file.map_or(1, |file| file.lines().position(place.span.start).line);
        Arg::said(words::ON_LINE.with([("kind", self.kind()), ("line", Arg::Number(line.into()))]))
    }

    fn kind(&self) -> Arg {
        Arg::text(self.manifest.kind.as_deref().unwrap_or_default())
    }
}

impl Why {
    /// What a finding says.
    pub(super) fn found(index: usize, one: &Diagnostic) -> Self {
        Self { message: reason::plainly(one), origin: reason::origin(one), diagnostic: Some(index) }
    }
}
