//! The stages, over the generated corpus of 10,000 documents: `cargo bench`.
//!
//! A bench for each stage of the core, on what the stage before it made; `rules` makes a node's iptables rules and writes
//! them; `fleet` is each mode's rules for 10,000 Services with 10 endpoints each; `analyze` is everything that `portolan check` does but reading and printing. `small` is one Service and one
//! workload. Times are CPU time, which other work on the machine disturbs little.

mod cpu_time;

use std::hint::black_box;
use std::time::Duration;

use cpu_time::CpuTime;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use portolan_core::document::{is_decodable, kind};
use portolan_core::proxy::{self, Mode, Plan, ProxyOptions};
use portolan_core::{File, Options, admission, analyze, cluster, endpoints, lint, parse};
use portolan_yaml::Node;
use xtask::corpus::Corpus;

/// How many documents the figures are quoted for.
const DOCUMENTS: usize = 10_000;

fn stages(criterion: &mut Criterion<CpuTime>) {
    let (large, small) = (Corpus::of(DOCUMENTS).text(), Corpus::of(2).text());
    let options = Options::default();
    for (name, text) in [("corpus", &large), ("small", &small)] {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("parse", |bench| {
            bench.iter_batched(|| text.clone(), |text| black_box(file(text)), BatchSize::LargeInput);
        });
        group.bench_function("parse and decode", |bench| {
            bench.iter_batched(|| text.clone(), |text| decode(&file(text)), BatchSize::LargeInput);
        });
        group.bench_function("admit", |bench| {
            let files = [file(text.clone())];
            bench.iter_with_large_drop(|| admission::admit(black_box(&files), &options));
        });
        group.bench_function("settle", |bench| {
            let admitted = || admission::admit(&[file(text.clone())], &options).objects;
            bench.iter_batched(admitted, |objects| cluster::settle(objects, &options), BatchSize::LargeInput);
        });
        let analysis = analyze(vec![file(text.clone())], &options);
        group.bench_function("slices", |bench| {
            bench.iter_with_large_drop(|| endpoints::slices(black_box(&analysis.cluster)));
        });
        group.bench_function("lint", |bench| bench.iter_with_large_drop(|| lint::run(black_box(&analysis))));
        group.bench_function("rules", |bench| {
            let node = ProxyOptions::new(&options);
            bench.iter(|| {
                let plan = proxy::plan(&analysis.cluster, black_box(&analysis.slices), &node);
                proxy::iptables::ruleset(&plan).to_string().len()
            });
        });
        group.bench_function("analyze", |bench| {
            bench.iter_batched(
                || text.clone(),
                |text| black_box(analyze(vec![file(text)], &options)),
                BatchSize::LargeInput,
            );
        });
        group.finish();
    }
}

/// How many Services, and how many endpoints each.
const FLEET: (usize, usize) = (10_000, 10);

/// The rules of each mode for a large cluster, as text.
fn fleet(criterion: &mut Criterion<CpuTime>) {
    let options = Options::default();
    let analysis = analyze(vec![file(xtask::corpus::fleet(FLEET.0, FLEET.1))], &options);
    let mut group = criterion.benchmark_group("fleet");
    group.sample_size(10);
    for mode in [Mode::Iptables, Mode::Nftables, Mode::Ipvs] {
        let node = ProxyOptions { mode, ..ProxyOptions::new(&options) };
        let plan = || proxy::plan(&analysis.cluster, black_box(&analysis.slices), &node);
        group.bench_function(format!("{mode:?}"), |bench| bench.iter(|| written(&plan())));
    }
    group.bench_function("Plan", |bench| {
        let node = ProxyOptions::new(&options);
        bench.iter_with_large_drop(|| proxy::plan(&analysis.cluster, black_box(&analysis.slices), &node));
    });
    group.finish();
}

/// How many bytes of rules a plan leads to.
fn written(plan: &Plan<'_>) -> usize {
    match plan.mode {
        Mode::Iptables => proxy::iptables::ruleset(plan).to_string().len(),
        Mode::Nftables => proxy::nftables::table(plan).to_string().len(),
        Mode::Ipvs => {
            let servers = proxy::ipvs::virtual_servers(plan);
            let rules = proxy::ipvs::ruleset(plan, &servers);
            servers.to_string().len() + rules.to_string().len()
        }
    }
}

fn file(text: String) -> File {
    parse("corpus.yaml".to_owned(), text.into_bytes())
}

/// Makes every document an object of its kind; how many could not be made, which is none.
fn decode(file: &File) -> usize {
    let roots = (0..file.documents().len()).filter_map(|document| file.root(document));
    let refused = |node: &Node<'_>| {
        let text = |key| node.get(key).and_then(Node::as_str).unwrap_or_default();
        let resource = kind::find(&text("apiVersion"), &text("kind"));
        !resource.and_then(|one| one.known).is_some_and(|kind| is_decodable(kind, *node))
    };
    roots.filter(refused).count()
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(CpuTime).sample_size(20).measurement_time(Duration::from_secs(4)).without_plots();
    targets = stages, fleet
}
criterion_main!(benches);
