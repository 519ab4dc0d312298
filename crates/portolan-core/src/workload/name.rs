//! Names that the API server and the controllers generate, drawn from a hash of the owner instead of by chance.
//!
//! Follows apiserver's `names.SimpleNameGenerator` (58 bytes of the base, then five characters) and apimachinery's
//! `rand.SafeEncodeString` (template hashes).

use super::hash::Fnv;
use crate::object::PodTemplate;

/// The characters of generated names: no vowels, so that no words come up, and nothing that looks like them.
const ALPHABET: [char; 27] = [
    'b', 'c', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'q', 'r', 's', 't', 'v', 'w', 'x', 'z', '2',
    '4', '5', '6', '7', '8', '9',
];
/// How many suffixes of five characters there are.
const SUFFIXES: u64 = 27 * 27 * 27 * 27 * 27;
/// How far apart the suffixes of successive names lie: coprime to [`SUFFIXES`], so that none comes twice.
const STRIDE: u64 = 5_639_077;
/// How much of a base is kept, in bytes.
const BASE: usize = 58;

/// The `nth` name that is generated from `base` for the owner of this hash.
#[must_use]
pub fn generated(base: &str, owner: u64, nth: u32) -> Box<str> {
    let mut number = (owner % SUFFIXES + u64::from(nth) * STRIDE) % SUFFIXES;
    let mut name = String::with_capacity(base.len().min(BASE) + 5);
    name.push_str(cut(base));
    for _ in 0..5 {
        name.push(letter(number));
        number /= 27;
    }
    name.into()
}

/// The hash of a Pod template in the form of the label `pod-template-hash`: a decimal number in that alphabet.
#[must_use]
pub(super) fn template_hash(owner: Fnv, template: &PodTemplate) -> String {
    let mut hash = owner;
    for (key, value) in template.labels.iter().chain(template.annotations.iter()) {
        hash = hash.feed(key).feed(value);
    }
    for container in template.spec.all_containers() {
        hash = hash.feed(&container.name).feed(&container.image);
        hash = container.ports.iter().fold(hash, |hash, port| hash.number(port.port.into()).feed(&port.name));
        hash = container.env.iter().fold(hash, |hash, env| hash.feed(&env.name).feed(&env.value));
        hash = container.command.iter().fold(hash, |hash, word| hash.feed(word));
    }
    let folded = (hash.finish() >> 32) ^ hash.finish();
    let number = u32::try_from(folded & 0xffff_ffff).unwrap_or_default();
    number.to_string().bytes().map(|byte| letter(byte.into())).collect()
}

/// A made-up `metadata.uid`.
#[must_use]
pub(super) fn uid(owner: Fnv) -> String {
    let (high, low) = (owner.finish(), owner.feed("uid").finish());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0x0fff,
        0x8000 | ((low >> 48) & 0x3fff),
        low & 0xffff_ffff_ffff
    )
}

fn letter(number: u64) -> char {
    usize::try_from(number % 27).ok().and_then(|index| ALPHABET.get(index)).copied().unwrap_or('b')
}

fn cut(base: &str) -> &str {
    let end = base.char_indices().map(|(at, one)| at + one.len_utf8()).take_while(|end| *end <= BASE).last();
    base.get(..end.unwrap_or(0)).unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_yaml::collections::BTreeSet;

    #[test]
    fn successive_names_differ_and_keep_to_the_alphabet() {
        let names: BTreeSet<Box<str>> = (0..20_000).map(|nth| generated("echo-summer-", 42, nth)).collect();
        assert_eq!(names.len(), 20_000);
        let suffix = |name: &str| name.strip_prefix("echo-summer-").map(str::to_owned);
        let all = names.iter().filter_map(|name| suffix(name));
        assert!(all.into_iter().all(|one| one.len() == 5 && one.chars().all(|c| ALPHABET.contains(&c))));
    }

    #[test]
    fn a_long_base_is_cut_so_that_the_name_fits_in_a_label() {
        assert_eq!(generated(&"a".repeat(80), 1, 0).len(), 63);
        assert_eq!(generated(&"あ".repeat(30), 1, 0).chars().count(), 19 + 5);
    }

    #[test]
    fn a_template_hash_is_a_number_in_the_alphabet() {
        let template = PodTemplate {
            labels: [("app", "web")].into_iter().collect(),
            annotations: crate::object::Labels::default(),
            spec: std::sync::Arc::default(),
        };
        let hash = template_hash(Fnv::new(), &template);
        assert!(!hash.is_empty() && hash.len() <= 10);
        assert!(hash.chars().all(|one| "456789bcdf".contains(one)));
    }
}
