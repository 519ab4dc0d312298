//! Makes the JavaScript side of a wasm file: `xtask-bindgen INPUT.wasm --out-dir DIR --out-name NAME`.
//!
//! The same library that the `wasm-bindgen` command is made of, at a tenth of its price to build, and in the
//! version that Cargo.lock gives the page. It is a program of its own, so that nothing but the page's build compiles
//! it; under the name `wasm-bindgen` on PATH it also serves Trunk, whose options it understands.
#![expect(clippy::disallowed_methods, reason = "reads its arguments")]
#![expect(clippy::print_stdout, reason = "prints its version")]

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

/// The version of the library, which is the version of the page's `wasm-bindgen`: both are pinned to it.
const VERSION: &str = "0.2.128";

fn main() -> Result<()> {
    match Arguments::parse(std::env::args().skip(1))? {
        Arguments::Version => println!("wasm-bindgen {VERSION}"),
        Arguments::Generate(job) => job.run()?,
    }
    Ok(())
}

/// What was asked for.
enum Arguments {
    Version,
    Generate(Job),
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
        bindgen.debug(self.debug).keep_debug(self.keep_debug).remove_name_section(!self.keep_debug);
        if let Some(name) = &self.out_name {
            bindgen.out_name(name);
        }
        bindgen.generate(&self.out_dir)
    }

    /// Moves the code that its functions marked with `wasm_split` alone reach into files of its own, beside the module;
    /// answers where the rest is.
    fn split(&self) -> Result<PathBuf> {
        let name = self.out_name.as_deref().context("--split needs --out-name")?;
        let wasm =
            std::fs::read(&self.input).with_context(|| format!("cannot read {}", self.input.display()))?;
        let rest = self.input.with_extension("main.wasm");
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
