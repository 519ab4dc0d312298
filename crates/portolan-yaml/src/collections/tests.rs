//! The map of the browser does what the standard one does.

use std::collections::{BTreeMap as Standard, BTreeSet as StandardSet};
use std::fmt::Debug;

use proptest::prelude::*;

use super::map::BTreeMap;
use super::set::BTreeSet;

/// Compares everything that can be asked.
fn compare<V: Debug + Clone + PartialEq>(own: &BTreeMap<u8, V>, standard: &Standard<u8, V>) {
    assert!(own.iter().eq(standard.iter()) && own.iter().rev().eq(standard.iter().rev()));
    assert!(own.keys().eq(standard.keys()) && own.values().eq(standard.values()));
    assert_eq!((own.len(), own.is_empty()), (standard.len(), standard.is_empty()));
    assert_eq!(own.first_key_value(), standard.first_key_value());
    assert_eq!(own.last_key_value(), standard.last_key_value());
    assert_eq!(format!("{own:?}"), format!("{standard:?}"));
    for key in 0..32 {
        assert_eq!(own.get(&key), standard.get(&key));
        assert_eq!(own.get_key_value(&key), standard.get_key_value(&key));
        assert!(own.range(key..).eq(standard.range(key..)) && own.range(..=key).eq(standard.range(..=key)));
        assert!(own.range(3..3 + key).eq(standard.range(3..3 + key)));
    }
}

proptest! {
    #[test]
    fn a_map_does_what_the_standard_one_does(steps in prop::collection::vec((0..6u8, 0..32u8, any::<u16>()), 0..80)) {
        let (mut own, mut standard) = (BTreeMap::new(), Standard::new());
        for (step, key, value) in steps {
            match step {
                0 | 1 => assert_eq!(own.insert(key, value), standard.insert(key, value)),
                2 => assert_eq!(own.remove(&key), standard.remove(&key)),
                3 => {
                    *own.entry(key).or_default() |= value;
                    *standard.entry(key).or_default() |= value;
                }
                4 => {
                    own.entry(key).and_modify(|old| *old ^= value).or_insert(7);
                    standard.entry(key).and_modify(|old| *old ^= value).or_insert(7);
                }
                _ => {
                    own.retain(|known, _| known % 7 != key % 7);
                    standard.retain(|known, _| known % 7 != key % 7);
                }
            }
        }
        compare(&own, &standard);
        assert!(own.clone().into_iter().eq(standard.clone()));
        assert!(own.into_values().eq(standard.into_values()));
    }

    #[test]
    fn of_equal_keys_the_last_stays(entries in prop::collection::vec((0..16u8, any::<u16>()), 0..40)) {
        let own: BTreeMap<_, _> = entries.iter().copied().collect();
        compare(&own, &entries.iter().copied().collect());
        let mut extended = BTreeMap::from([(3, 0), (3, 1)]);
        extended.extend(entries.iter().copied());
        let mut standard = Standard::from([(3, 1)]);
        standard.extend(entries);
        compare(&extended, &standard);
    }

    #[test]
    fn a_set_does_what_the_standard_one_does(one in prop::collection::vec(0..32u8, 0..40), other in prop::collection::vec(0..32u8, 0..40)) {
        let (mut own, mut standard) = (BTreeSet::new(), StandardSet::new());
        for member in &one {
            assert_eq!(own.insert(*member), standard.insert(*member));
        }
        let (less, standard_less): (BTreeSet<u8>, StandardSet<u8>) =
            (other.iter().copied().collect(), other.iter().copied().collect());
        assert!(own.difference(&less).eq(standard.difference(&standard_less)));
        for member in &other {
            assert_eq!(own.contains(member), standard.contains(member));
            assert_eq!(own.remove(member), standard.remove(member));
        }
        assert!(own.iter().eq(&standard) && own.first() == standard.first() && own.last() == standard.last());
        assert!(own.range(9..).eq(standard.range(9..)) && own.into_iter().eq(standard));
    }
}
