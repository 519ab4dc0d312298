//! Parts the page's program in two: what runs while the page opens, and the rest, which is fetched when it is wanted.
//!
//! Which functions those are is observed: a copy of the page whose wasm tells of each function that runs is opened in
//! headless Chromium. `xtask-bindgen` makes that copy and, with what was seen, the two files; `web/rest.js` joins them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::thread;

use anyhow::{Context, Result};

use crate::serve::Server;
use crate::{page, shell, tools, web};

/// What visits of the page took.
struct Seen {
    /// The positions of the functions that ran.
    ran: String,
    /// The names of the wasm files that were fetched.
    fetched: BTreeSet<String>,
}

/// Parts the wasm file of this name in `dist`. `linked` is what the linker made, with its relocations.
pub(crate) fn part(dist: &Path, name: &str, linked: &Path) -> Result<()> {
    let first = dist.join(format!("{name}_bg.wasm"));
    let seen = observe(dist, &first)?;
    let ran = shell::target().join("observed/ran.txt");
    fs::write(&ran, &seen.ran)?;
    let mut bindgen = web::bindgen();
    let (rest, script) = (dist.join(format!("{name}_rest.wasm")), dist.join(format!("{name}.js")));
    bindgen.arg("part").args([&first, &rest, &script]).arg(linked).arg(ran);
    bindgen.args(web::wasm_files(dist)?.into_iter().filter(|file| {
        file.file_name().is_some_and(|file| !seen.fetched.contains(&*file.to_string_lossy()))
    }));
    shell::finish(&mut bindgen, "xtask-bindgen part")?;
    join(dist, name)
}

/// Puts the script that fetches the rest beside the module that wasm-bindgen wrote, which takes it in.
fn join(dist: &Path, name: &str) -> Result<()> {
    fs::copy(shell::root().join("web/rest.js"), dist.join("portolan-rest.js"))?;
    let module = dist.join(name).with_extension("js");
    let mut script = fs::read_to_string(&module)?;
    script.push_str("\nexport * as rest from \"./portolan-rest.js\";\n");
    Ok(fs::write(&module, script)?)
}

/// Opens a copy of the page, and sees what runs.
fn observe(dist: &Path, first: &Path) -> Result<Seen> {
    tools::npm_packages()?;
    let chromium = tools::chromium()?;
    let copy = shell::target().join("observed/page");
    if copy.is_dir() {
        fs::remove_dir_all(&copy).context("cannot clear target/observed/")?;
    }
    page::copy_folder(dist, &copy)?;
    page::finish(&copy, false)?;
    let mut bindgen = web::bindgen();
    bindgen.arg("observe").arg(first).arg(copy.join(first.file_name().context("a file")?));
    shell::finish(&mut bindgen, "xtask-bindgen observe")?;

    let server = Server::bind(&copy, 0)?;
    let url = server.url()?;
    thread::spawn(move || server.serve());
    let mut script = shell::command("node web/build/observe.mjs");
    script.env("PORTOLAN_PAGE", url).env("CHROMIUM", chromium).stderr(std::process::Stdio::inherit());
    let said = script.output().context("cannot start `node web/build/observe.mjs`")?;
    let said = String::from_utf8(said.stdout)?;
    let (ran, fetched) =
        said.trim().split_once('\n').context("`node web/build/observe.mjs` has seen nothing")?;
    Ok(Seen { ran: ran.to_owned(), fetched: fetched.split_whitespace().map(str::to_owned).collect() })
}
