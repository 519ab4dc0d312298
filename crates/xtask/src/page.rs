//! From `index.html`, as Trunk reads it, to the page that a browser reads.
//!
//! Trunk's directives are `<link data-trunk rel="…" href="…">`. This understands the ones that the page uses, each on a
//! line of its own: `rust` becomes the script that starts the wasm, `css` and `icon` are copied and linked,
//! `copy-file` is copied.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Writes `dist/index.html` and copies the files that it names. `module` is the name of the JavaScript module.
pub(crate) fn assemble(index: &Path, dist: &Path, module: &str) -> Result<()> {
    let source = fs::read_to_string(index).with_context(|| format!("cannot read {}", index.display()))?;
    let mut html = String::with_capacity(source.len());
    for line in source.lines() {
        match directive(line) {
            Some(directive) => {
                if directive.rel != "rust" {
                    copy(index, &directive, dist)?;
                }
                html.push_str(&directive.replacement(module)?);
            }
            None => html.push_str(line),
        }
        html.push('\n');
    }
    Ok(fs::write(dist.join("index.html"), html)?)
}

/// One `<link data-trunk>`.
struct Directive<'a> {
    rel: &'a str,
    href: &'a str,
}

fn directive(line: &str) -> Option<Directive<'_>> {
    let link = line.trim().strip_prefix("<link data-trunk ")?;
    Some(Directive { rel: attribute(link, "rel")?, href: attribute(link, "href")? })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

impl Directive<'_> {
    /// The file's name in `dist/`, which is flat.
    fn file_name(&self) -> &str {
        self.href.rsplit('/').next().unwrap_or(self.href)
    }

    fn replacement(&self, module: &str) -> Result<String> {
        let name = self.file_name();
        Ok(match self.rel {
            "rust" => format!(
                "<link rel=\"modulepreload\" href=\"./{module}.js\">\n\
                 <link rel=\"preload\" href=\"./{module}_bg.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n\
                 <script type=\"module\">\n\
                 import init, * as bindings from \"./{module}.js\";\n\
                 window.wasmBindings = bindings;\n\
                 const wasm = await init({{ module_or_path: \"./{module}_bg.wasm\" }});\n\
                 dispatchEvent(new CustomEvent(\"TrunkApplicationStarted\", {{ detail: {{ wasm }} }}));\n\
                 </script>"
            ),
            "css" => format!("<link rel=\"stylesheet\" href=\"./{name}\">"),
            "icon" => format!("<link rel=\"icon\" href=\"./{name}\">"),
            "copy-file" => String::new(),
            other => bail!("index.html: `cargo xtask web` does not know the directive {other}"),
        })
    }
}

fn copy(index: &Path, directive: &Directive<'_>, dist: &Path) -> Result<()> {
    let from = index.with_file_name(directive.href);
    fs::copy(&from, dist.join(directive.file_name()))
        .with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directive_is_read_from_its_line_and_nothing_else_is() {
        let found = directive("  <link data-trunk rel=\"css\" href=\"web/style.css\">").expect("a directive");
        assert_eq!((found.rel, found.href, found.file_name()), ("css", "web/style.css", "style.css"));
        assert!(directive("<link rel=\"stylesheet\" href=\"style.css\">").is_none());
    }

    #[test]
    fn an_unknown_directive_is_refused_by_name() {
        let found = Directive { rel: "sass", href: "a.scss" };
        assert!(found.replacement("page").unwrap_err().to_string().contains("sass"));
    }
}
