//! The build of a kustomization: what it lists is read or built, then generated, then transformed
//! (`KustTarget.accumulateTarget`).

use crate::kustomization::Kustomization;
use crate::note::{Note, Problem};
use crate::path::{NAMES, is_remote, is_within, join};
use crate::read::{Ground, value};
use crate::resource::{Id, Resource, is_nothing};
use crate::value::{Cause, Place, Value};
use crate::{Files, generate, patch, replacement, transform};
use portolan_yaml::collections::{BTreeMap, BTreeSet};
use portolan_yaml::{File, Span};

/// Kustomizations of kustomizations may be nested so deep.
const DEEPEST: usize = 64;

/// So many kustomizations are built for one.
const MOST_BUILDS: usize = 2_000;

/// So many objects come out of one build.
const MOST_RESOURCES: usize = 200_000;

/// A build at work.
pub(crate) struct Builder<'f> {
    files: &'f dyn Files,
    pub(crate) sources: Vec<File>,
    known: BTreeMap<String, Option<u32>>,
    pub(crate) causes: Vec<Cause>,
    pub(crate) notes: Vec<Note>,
    said: BTreeSet<(Option<(u32, Span)>, String)>,
    stack: Vec<String>,
    builds: usize,
}

impl<'f> Builder<'f> {
    pub(crate) fn new(files: &'f dyn Files) -> Self {
        Self {
            files,
            sources: Vec::new(),
            known: BTreeMap::new(),
            causes: Vec::new(),
            notes: Vec::new(),
            said: BTreeSet::new(),
            stack: Vec::new(),
            builds: 0,
        }
    }

    /// Says something, once.
    pub(crate) fn note(&mut self, problem: Problem, place: Option<Place>) {
        let at = place.map(|place| (place.source, place.span));
        if self.said.insert((at, problem.english())) {
            self.notes.push(Note { problem, place });
        }
    }

    /// Remembers why values change.
    pub(crate) fn cause(&mut self, field: &'static str, place: Place) -> u32 {
        self.causes.push(Cause { field, source: place.source, span: place.span });
        u32::try_from(self.causes.len() - 1).unwrap_or(u32::MAX)
    }

    /// The source at a path, read at the first call.
    pub(crate) fn source(&mut self, path: &str) -> Option<u32> {
        if let Some(known) = self.known.get(path) {
            return *known;
        }
        let source = self.files.read(path).and_then(|bytes| {
            self.sources.push(portolan_yaml::parse(path.to_owned(), bytes));
            u32::try_from(self.sources.len() - 1).ok()
        });
        self.known.insert(path.to_owned(), source);
        source
    }

    /// The source that a kustomization names by a path.
    pub(crate) fn named(&mut self, kustomization: &Kustomization, path: &str, place: Place) -> Option<u32> {
        let found = join(&kustomization.folder, path);
        if !is_within(&found, &kustomization.folder) {
            self.note(Problem::Outside(path.to_owned()), Some(place));
        }
        let source = self.source(&found);
        if source.is_none() {
            self.note(Problem::Missing(path.to_owned()), Some(place));
        }
        source
    }

    /// The text of a source.
    pub(crate) fn text(&self, source: u32) -> &str {
        self.sources.get(source as usize).map_or("", File::text)
    }

    /// The bytes of a file, as they are.
    pub(crate) fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        self.files.read(path)
    }

    /// The documents of a source that hold something. What cannot be read is said.
    pub(crate) fn documents(&mut self, source: u32) -> Vec<Value> {
        let Some(file) = self.sources.get(source as usize) else { return Vec::new() };
        let (values, problems) = values(file, &Ground::Source(source));
        for (problem, place) in problems {
            self.note(problem, Some(place));
        }
        values
    }

    /// The documents of a text within a source, such as an inline patch.
    pub(crate) fn inline(&mut self, text: &Value) -> Vec<Value> {
        let content = text.content();
        let Place { source, span, .. } = text.place;
        let ground = Ground::of_scalar(source, self.text(source), span, content);
        let file = portolan_yaml::parse(String::new(), content.as_bytes().to_vec());
        let (values, problems) = values(&file, &ground);
        for (problem, place) in problems {
            self.note(problem, Some(place));
        }
        values
    }

    /// The kustomization of a folder.
    fn kustomization(&mut self, folder: &str, place: Option<Place>) -> Option<Kustomization> {
        let mut found = Vec::new();
        for name in NAMES {
            found.extend(self.source(&join(folder, name)));
        }
        let shown = if folder.is_empty() { "." } else { folder };
        let &[source] = found.as_slice() else {
            let problem = match found.len() {
                0 => Problem::NoKustomization(shown.to_owned()),
                _ => Problem::SeveralKustomizations(shown.to_owned()),
            };
            self.note(problem, place);
            return None;
        };
        let said = self.notes.len();
        let value = self.documents(source).into_iter().next();
        let kustomization = value.map(|value| Kustomization { folder: folder.to_owned(), value });
        let Some(kustomization) = kustomization.filter(|kustomization| !kustomization.is_empty()) else {
            if self.notes.len() == said {
                let start = Ground::Source(source).place(Span::at(0));
                self.note(Problem::Empty(shown.to_owned()), Some(start));
            }
            return None;
        };
        for (problem, place) in kustomization.remarks() {
            self.note(problem, Some(place));
        }
        Some(kustomization)
    }

    /// Builds a folder. A component is given the objects it works on.
    pub(crate) fn target(
        &mut self,
        folder: &str,
        component: Option<Vec<Resource>>,
        place: Option<Place>,
    ) -> (Vec<Resource>, Option<Kustomization>) {
        let is_component = component.is_some();
        let given = component.unwrap_or_default();
        if self.stack.iter().any(|open| open == folder) {
            self.note(Problem::Cycle(folder.to_owned()), place);
            return (given, None);
        }
        self.builds += 1;
        if self.stack.len() >= DEEPEST || self.builds > MOST_BUILDS {
            self.note(Problem::TooMuch("too many kustomizations"), place);
            return (given, None);
        }
        let Some(kustomization) = self.kustomization(folder, place) else { return (given, None) };
        if place.is_some() && kustomization.is_component() != is_component {
            let problem = if is_component { Problem::IsNoComponent } else { Problem::IsComponent };
            self.note(problem(folder.to_owned()), place);
            return (given, None);
        }
        self.stack.push(folder.to_owned());
        let built = self.accumulate(&kustomization, given);
        self.stack.pop();
        (built, Some(kustomization))
    }

    fn accumulate(&mut self, kustomization: &Kustomization, given: Vec<Resource>) -> Vec<Resource> {
        let mut set = Set::new(given);
        for field in ["resources", "bases"] {
            for item in kustomization.list(field) {
                self.resource(kustomization, item, &mut set);
            }
        }
        let mut list = set.list;
        generate::run(self, kustomization, &mut list);
        for item in kustomization.list("components") {
            let path = item.content();
            if is_remote(path) {
                self.note(Problem::Remote(path.to_owned()), Some(item.place));
            } else if item.as_text().is_some() {
                let folder = join(&kustomization.folder, path);
                list = self.target(&folder, Some(list), Some(item.place)).0;
            }
        }
        patch::strategic(self, kustomization, &mut list);
        patch::patches(self, kustomization, &mut list);
        transform::run(self, kustomization, &mut list);
        replacement::run(self, kustomization, &mut list);
        list
    }

    /// Reads or builds what a line of `resources` names.
    fn resource(&mut self, kustomization: &Kustomization, item: &Value, set: &mut Set) {
        let Some(path) = item.as_text() else { return };
        let found = join(&kustomization.folder, path);
        let resources = if self.files.is_folder(&found) {
            self.target(&found, None, Some(item.place)).0
        } else if is_remote(path) && self.source(&found).is_none() {
            return self.note(Problem::Remote(path.to_owned()), Some(item.place));
        } else {
            let Some(source) = self.named(kustomization, path, item.place) else { return };
            self.objects(source)
        };
        for resource in resources {
            if let Err((problem, place)) = set.append(resource) {
                self.note(problem, Some(place));
            }
        }
    }

    /// The objects of a source; lists are taken apart.
    fn objects(&mut self, source: u32) -> Vec<Resource> {
        let mut objects = Vec::new();
        let mut lists = Vec::new();
        for value in self.documents(source) {
            self.object(value, &mut objects, &mut lists);
        }
        while !lists.is_empty() {
            for item in std::mem::take(&mut lists) {
                self.object(item, &mut objects, &mut lists);
            }
        }
        objects
    }

    fn object(&mut self, value: Value, objects: &mut Vec<Resource>, lists: &mut Vec<Value>) {
        if is_nothing(&value) {
            return;
        }
        let resource = Resource::new(value);
        if let Some(lack) = resource.lack() {
            let place = resource.value.place;
            return self.note(Problem::NoIdentity(lack), Some(place));
        }
        match resource.items() {
            Some(items) => lists.extend(items.items().iter().cloned()),
            None => objects.push(resource),
        }
    }
}

/// The values of the documents, and what cannot be read.
fn values(file: &File, ground: &Ground) -> (Vec<Value>, Vec<(Problem, Place)>) {
    let (mut values, mut problems) = (Vec::new(), Vec::new());
    for (index, document) in file.documents().iter().enumerate() {
        if let Some(error) = &document.error {
            problems.push((Problem::Syntax(error.words.clone()), ground.place(error.span)));
        } else if let Some(root) = file.root(index) {
            match value(root, ground) {
                Some(value) => values.push(value),
                None => problems.push((
                    Problem::TooMuch("a document is nested too deep"),
                    ground.place(Span::at(document.span.start)),
                )),
            }
        }
    }
    (values, problems)
}

/// Objects in order, each identity once.
struct Set {
    list: Vec<Resource>,
    ids: BTreeSet<Id>,
}

impl Set {
    fn new(list: Vec<Resource>) -> Self {
        let ids = list.iter().map(Resource::id).collect();
        Self { list, ids }
    }

    fn append(&mut self, resource: Resource) -> Result<(), (Problem, Place)> {
        if self.list.len() >= MOST_RESOURCES {
            return Err((Problem::TooMuch("too many objects"), resource.value.place));
        }
        let id = resource.id();
        if !self.ids.insert(id.clone()) {
            return Err((Problem::SameId(id.to_string()), resource.place()));
        }
        self.list.push(resource);
        Ok(())
    }
}
