//! What was probably meant: the candidate that is the fewest strokes away.

/// Words longer than this are near to none.
const LONGEST: usize = 64;

/// The nearest candidate, if it is near: at most a third of the letters differ, or only capitals do. Letters that are
/// added, dropped, changed or swapped with their neighbour are counted.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let word = (word.len() <= LONGEST).then(|| word.to_lowercase())?;
    let limit = (word.chars().count() / 3).clamp(1, 3);
    let distances = candidates.map(|one| (strsim::osa_distance(&word, &one.to_lowercase()), one));
    let (distance, found) = distances.min_by_key(|(distance, one)| (*distance, one.len()))?;
    (distance <= limit).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near_and_other_words_are_not() {
        let fields = ["selector", "ports", "type", "clusterIP"];
        assert_eq!(nearest("selectors", fields.into_iter()), Some("selector"));
        assert_eq!(nearest("clusterip", fields.into_iter()), Some("clusterIP"));
        assert_eq!(nearest("prots", fields.into_iter()), Some("ports"));
        assert_eq!(nearest("replicas", fields.into_iter()), None);
    }
}
