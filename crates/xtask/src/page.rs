//! The page around the wasm: the bundled scripts and the style, the content, `index.html` and the page for frames, and
//! at the end the list of all that the service worker keeps.
//!
//! The same steps finish what `cargo xtask web` compiles and what Trunk compiles.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{shell, tools};
use xtask::content;

/// The mark in `index.html` that the example's text takes the place of.
const EXAMPLE: &str = "<!-- example -->";

/// The example that the page opens with.
const EXAMPLE_FILE: &str = "web/examples/echo.en.yaml";

/// Makes everything of the page that is not compiled from Rust, and says where it is.
pub(crate) fn assets() -> Result<PathBuf> {
    tools::npm_packages()?;
    let out = shell::target().join("page");
    if out.is_dir() {
        fs::remove_dir_all(&out).context("cannot clear target/page")?;
    }
    let mut script = shell::command("node web/build/assets.mjs");
    shell::finish(script.arg(&out), "node web/build/assets.mjs")?;
    content::build(&shell::root(), &out)?;
    Ok(out)
}

/// Puts the page around the wasm that is in `dist`; a release is compressed and can be kept by browsers.
pub(crate) fn finish(dist: &Path, release: bool) -> Result<()> {
    copy_folder(&assets()?, dist)?;
    let root = shell::root();
    fs::write(
        dist.join("index.html"),
        index(&read(&root.join("index.html"))?, &read(&root.join(EXAMPLE_FILE))?),
    )?;
    let embed = dist.join("embed");
    fs::create_dir_all(&embed)?;
    fs::copy(root.join("web/embed/index.html"), embed.join("index.html"))?;

    let mut seal = shell::command("node web/build/seal.mjs");
    seal.arg(dist).args(release.then_some("--release"));
    shell::finish(&mut seal, "node web/build/seal.mjs")
}

/// Finishes the page that Trunk is making: it names its folder and its profile in the environment of its hooks.
pub(crate) fn finish_trunk() -> Result<()> {
    let staging =
        std::env::var_os("TRUNK_STAGING_DIR").context("TRUNK_STAGING_DIR is not set: Trunk runs this")?;
    finish(Path::new(&staging), std::env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release"))
}

/// `index.html` as browsers read it: without the lines for Trunk, and with the example as text.
fn index(source: &str, example: &str) -> String {
    let lines = source.lines().filter(|line| !line.trim_start().starts_with("<link data-trunk "));
    let html: String = lines.flat_map(|line| [line, "\n"]).collect();
    html.replace(EXAMPLE, &escape(example))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Copies what is in a folder.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if path.is_dir() {
            copy_folder(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name)).with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pages that are served.
    fn pages() -> [String; 2] {
        ["index.html", "web/embed/index.html"].map(|name| read(&shell::root().join(name)).expect(name))
    }

    #[test]
    fn a_browser_does_not_see_what_is_for_trunk() {
        let html = index(
            "<head>\n<link data-trunk rel=\"rust\" href=\"web/Cargo.toml\">\n<link rel=\"icon\">\n",
            "",
        );
        assert_eq!(html, "<head>\n<link rel=\"icon\">\n");
    }

    #[test]
    fn the_example_is_text() {
        assert_eq!(index("<pre><!-- example --></pre>", "a: <b> & c"), "<pre>a: &lt;b&gt; &amp; c</pre>\n");
    }

    #[test]
    fn no_page_has_anything_inline() {
        for html in pages() {
            for script in html.split("<script").skip(1) {
                assert!(script.contains(" src=\"") && script.contains("></script>"), "{script}");
            }
            assert!(!html.contains("<style") && !html.contains(" style=") && !html.contains(" on"), "{html}");
        }
    }

    #[test]
    fn every_page_has_the_same_strict_policy() {
        let [page, embed] = pages().map(|html| {
            let policy =
                html.lines().find(|line| line.contains("Content-Security-Policy")).map(str::to_owned);
            policy.expect("a policy")
        });
        assert_eq!(page, embed);
        assert!(page.contains("default-src 'none'") && !page.contains("'unsafe-"), "{page}");
    }
}
