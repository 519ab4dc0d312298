//! Makes the JavaScript side of a wasm file: `xtask-bindgen INPUT.wasm --out-dir DIR --out-name NAME`; and parts a wasm
//! file in two by what was seen to run: `xtask-bindgen observe`, `xtask-bindgen part`.
//!
//! The same library that the `wasm-bindgen` command is made of, at a tenth of its price to build, and in the
//! version that Cargo.lock gives the page. It is a program of its own, so that nothing but the page's build compiles
//! it; under the name `wasm-bindgen` on PATH it also serves Trunk, whose options it understands.
#![expect(clippy::disallowed_methods, reason = "reads its arguments")]
#![expect(clippy::print_stdout, reason = "prints its version")]

mod links;
mod observe;
mod part;
mod sections;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

/// The version of the library, which is the version of the page's `wasm-bindgen`: both are pinned to it.
const VERSION: &str = "0.2.128";

fn main() -> Result<()> {
    match Arguments::parse(std::env::args().skip(1))? {
        Arguments::Version => println!("wasm-bindgen {VERSION}"),
        Arguments::Generate(job) => job.run()?,
        Arguments::Observe { input, output } => write(&output, &observe::observe(&read(&input)?)?)?,
        Arguments::Part(parting) => parting.run()?,
    }
    Ok(())
}

/// What was asked for.
enum Arguments {
    Version,
    Generate(Job),
    /// Let the functions of a module tell when they run.
    Observe {
        input: PathBuf,
        output: PathBuf,
    },
    Part(Parting),
}

/// A wasm file that is to be parted.
struct Parting {
    /// The file; the first part takes its place.
    module: PathBuf,
    /// Where the rest goes.
    rest: PathBuf,
    /// The script that wasm-bindgen wrote for the module.
    script: PathBuf,
    /// What the linker made of it.
    linked: PathBuf,
    /// The positions of the functions that ran, in words.
    ran: PathBuf,
    /// The files beside it that were not loaded.
    later: Vec<PathBuf>,
}

/// One wasm file and where its module goes.
#[derive(Default)]
struct Job {
    input: PathBuf,
    out_dir: PathBuf,
    out_name: Option<String>,
    debug: bool,
    keep_debug: bool,
    typescript: bool,
    split: bool,
}

impl Arguments {
    fn parse(arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut job = Job { typescript: true, ..Job::default() };
        let mut words = arguments.flat_map(|word| match word.split_once('=') {
            Some((flag, value)) if flag.starts_with("--") => vec![flag.to_owned(), value.to_owned()],
            _ => vec![word],
        });
        while let Some(word) = words.next() {
            let mut value = || words.next().with_context(|| format!("{word} needs a value"));
            match word.as_str() {
                "observe" => return Ok(Self::Observe { input: value()?.into(), output: value()?.into() }),
                "part" => {
                    let [module, rest, script, linked, ran] =
                        [value()?, value()?, value()?, value()?, value()?].map(PathBuf::from);
                    let later = words.map(PathBuf::from).collect();
                    return Ok(Self::Part(Parting { module, rest, script, linked, ran, later }));
                }
                "--version" | "-V" => return Ok(Self::Version),
                "--out-dir" => job.out_dir = value()?.into(),
                "--out-name" => job.out_name = Some(value()?),
                "--target" if value()? == "web" => {}
                "--target" => bail!("only --target web is made here"),
                "--debug" => job.debug = true,
                "--keep-debug" => job.keep_debug = true,
                "--split" => job.split = true,
                "--no-typescript" => job.typescript = false,
                other if other.starts_with("--") => bail!("unknown option {other}"),
                input => job.input = input.into(),
            }
        }
        Ok(Self::Generate(job))
    }
}

impl Job {
    fn run(self) -> Result<()> {
        let input = if self.split { self.split()? } else { self.input.clone() };
        let mut bindgen = Bindgen::new();
        bindgen.input_path(&input).web(true)?.typescript(self.typescript);
        // The files beside the module take the table of its functions.
        bindgen.keep_lld_exports(self.split);
        // Parting goes by the names that the linker knows.
        bindgen.debug(self.debug).keep_debug(self.keep_debug).demangle(!self.split);
        bindgen.remove_name_section(!self.keep_debug && !self.split);
        if let Some(name) = &self.out_name {
            bindgen.out_name(name);
        }
        bindgen.generate(&self.out_dir)
    }

    /// Moves the code that its functions marked with `wasm_split` alone reach into files of its own, beside the module;
    /// answers where the rest is.
    fn split(&self) -> Result<PathBuf> {
        let name = self.out_name.as_deref().context("--split needs --out-name")?;
        let wasm = read(&self.input)?;
        let rest = rest_of_splitting(&self.input);
        let module = format!("./{name}.js");
        let mut options = wasm_split_cli_support::Options::new(&wasm);
        options.output_dir = &self.out_dir;
        options.main_out_path = &rest;
        options.main_module = &module;
        options.link_name = "./portolan-split.js";
        match wasm_split_cli_support::transform(options) {
            Ok(_) => Ok(rest),
            Err(error) => bail!("cannot split {}: {error:#}", self.input.display()),
        }
    }
}

impl Parting {
    fn run(self) -> Result<()> {
        let (module, linked) = (read(&self.module)?, read(&self.linked)?);
        let split = read(&rest_of_splitting(&self.linked))?;
        let ran = String::from_utf8(read(&self.ran)?)?;
        let ran = ran.split_whitespace().map(str::parse).collect::<Result<_, _>>().context("positions")?;
        let later: Vec<_> = self.later.iter().map(|path| read(path)).collect::<Result<_>>()?;
        let parts = part::part(&part::Plan {
            module: &module,
            linked: &linked,
            split: &split,
            ran: &ran,
            later: &later,
        })?;
        write(&self.module, &parts.first)?;
        write(&self.rest, &parts.rest)?;
        let script = String::from_utf8(read(&self.script)?)?;
        write(&self.script, rename(script, &parts.renamed)?.as_bytes())
    }
}

/// Gives the functions of wasm-bindgen's script new names.
fn rename(mut script: String, names: &[(String, String)]) -> Result<String> {
    let mut names: Vec<_> = names.iter().collect();
    // A name may begin another one.
    names.sort_by_key(|(long, _)| std::cmp::Reverse(long.len()));
    for (long, short) in names {
        let head = format!(" {long}: function");
        if !script.contains(&head) {
            bail!("wasm-bindgen's script has no {long}");
        }
        script = script.replace(&head, &format!(" {short}: function"));
    }
    Ok(script)
}

/// Where the module is that is left after splitting one.
fn rest_of_splitting(linked: &Path) -> PathBuf {
    linked.with_extension("main.wasm")
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Reads a module.
fn parse(wasm: &[u8]) -> Result<walrus::Module> {
    walrus::ModuleConfig::new().generate_name_section(true).parse(wasm)
}
