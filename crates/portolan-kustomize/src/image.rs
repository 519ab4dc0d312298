//! `images`: other names, tags and digests for the images of containers.

use crate::build::Builder;
use crate::note::Problem;
use crate::resource::Resource;
use crate::select::pattern;
use crate::spec::{Make, steps, visit};
use crate::table;
use crate::value::{Data, Value};
use regex_lite::Regex;

/// An entry, read.
struct Image<'v> {
    pattern: Regex,
    name: &'v str,
    tag: &'v str,
    digest: &'v str,
    suffix: &'v str,
    cause: u32,
}

/// Applies an entry to all objects.
pub(crate) fn run(builder: &mut Builder<'_>, item: &Value, list: &mut [Resource]) {
    for key in ["name", "newName", "newTag", "digest", "tagSuffix"] {
        if let Some(value) = item.get(key).filter(|value| value.as_text().is_none() && !value.is_null()) {
            builder.note(Problem::WrongType(format!("images.{key}"), "a string"), Some(value.place));
        }
    }
    let name = item.text_at(&["name"]);
    let text = format!("^{name}(:[a-zA-Z0-9_.{{}}-]*)?(@sha256:[a-zA-Z0-9_.{{}}-]*)?$");
    let Some(pattern) = pattern(&text) else {
        return builder.note(Problem::BadPattern(name.to_owned()), Some(item.place));
    };
    let column = |key: &str| item.text_at(&[key]);
    let image = Image {
        pattern,
        name: column("newName"),
        tag: column("newTag"),
        digest: column("digest"),
        suffix: column("tagSuffix"),
        cause: builder.cause("images", item.place),
    };
    let paths: Vec<_> = table::IMAGES.iter().map(|path| steps(path)).collect();
    for resource in list.iter_mut().filter(|resource| resource.kind() != "CustomResourceDefinition") {
        image.containers(&mut resource.value);
        for path in &paths {
            visit(&mut resource.value, path, Make::Nothing, &mut |value| image.write(value));
        }
    }
}

impl Image<'_> {
    /// All `containers` and `initContainers`, wherever they stand.
    fn containers(&self, value: &mut Value) {
        match &mut value.data {
            Data::List(items) => items.iter_mut().for_each(|item| self.containers(item)),
            Data::Map(fields) => {
                for field in fields {
                    self.containers(&mut field.value);
                    let list = matches!(field.key.as_str(), "containers" | "initContainers");
                    if let Data::List(items) = &mut field.value.data
                        && list
                    {
                        items
                            .iter_mut()
                            .filter_map(|item| item.get_mut("image"))
                            .for_each(|image| self.write(image));
                    }
                }
            }
            _ => {}
        }
    }

    fn write(&self, value: &mut Value) {
        if !value.is_scalar() || !self.pattern.is_match(value.content()) {
            return;
        }
        let (name, tag, digest) = split(value.content());
        let name = if self.name.is_empty() { name } else { self.name };
        let (tag, digest) = match (self.tag, self.digest, self.suffix) {
            ("", "", "") => (tag.to_owned(), digest),
            ("", "", suffix) => (format!("{tag}{suffix}"), ""),
            (tag, digest, _) => (tag.to_owned(), digest),
        };
        let mut text = name.to_owned();
        for (sign, part) in [(':', tag.as_str()), ('@', digest)] {
            if !part.is_empty() {
                text.push(sign);
                text.push_str(part);
            }
        }
        value.rewrite(text, self.cause);
    }
}

/// Name, tag and digest of an image.
fn split(image: &str) -> (&str, &str, &str) {
    let start = image.find('/').unwrap_or(0);
    let find = |sign| image.get(start..).and_then(|rest| rest.find(sign)).map(|at| at + start);
    let part = |from: usize, to: usize| image.get(from..to).unwrap_or_default();
    match (find(':'), find('@')) {
        (None, None) => (image, "", ""),
        (Some(tag), None) => (part(0, tag), part(tag + 1, image.len()), ""),
        (Some(tag), Some(digest)) if tag < digest => {
            (part(0, tag), part(tag + 1, digest), part(digest + 1, image.len()))
        }
        (_, Some(digest)) => (part(0, digest), "", part(digest + 1, image.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn images_are_split() {
        assert_eq!(split("registry:5000/nginx"), ("registry:5000/nginx", "", ""));
        assert_eq!(split("nginx:1.2@sha256:ab"), ("nginx", "1.2", "sha256:ab"));
        assert_eq!(split("a/nginx@sha256:ab"), ("a/nginx", "", "sha256:ab"));
    }
}
