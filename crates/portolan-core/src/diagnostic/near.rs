//! What was probably meant: the candidate that is the fewest strokes away.

/// The nearest candidate, if it is near: at most a third of the letters differ, or only capitals do.
pub(crate) fn nearest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let limit = (word.chars().count() / 3).clamp(1, 3);
    let distances = candidates.map(|one| (distance(word, one), one));
    let (distance, found) = distances.min_by_key(|(distance, one)| (*distance, one.len()))?;
    (distance <= limit).then_some(found)
}

/// Letters to add, drop, change or swap with their neighbour; capitals do not count.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().flat_map(char::to_lowercase).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut last = None;
    for (index, c) in one.chars().flat_map(char::to_lowercase).take(64).enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(index + 1);
        let mut last_other = None;
        for (column, o) in other.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let change = at(&row, column) + usize::from(*o != c);
            let mut best = change.min(at(&row, column + 1) + 1).min(at(&next, column) + 1);
            if last == Some(*o) && last_other == Some(c) && column > 0 {
                best = best.min(at(&before, column - 1) + 1);
            }
            next.push(best);
            last_other = Some(*o);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(c);
    }
    row.last().copied().unwrap_or(0)
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
