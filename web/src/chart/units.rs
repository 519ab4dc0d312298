//! Between bytes, as the core counts, and UTF-16 units, as browsers and editors count.

/// The characters of a text that make the two counts differ.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Units {
    /// Behind each character beyond ASCII: how many bytes and how many units have passed.
    passed: Vec<(u32, u32)>,
}

impl Units {
    /// Of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut ahead = 0;
        let passed = text.char_indices().filter(|(_, char)| !char.is_ascii()).map(|(at, char)| {
            ahead += char.len_utf8() - char.len_utf16();
            let behind = at + char.len_utf8();
            (count(behind), count(behind - ahead))
        });
        Self { passed: passed.collect() }
    }

    /// The units before a byte.
    pub(crate) fn before(&self, byte: u32) -> u32 {
        let (bytes, units) = self.last(|(bytes, _)| *bytes <= byte);
        units.saturating_add(byte.saturating_sub(bytes))
    }

    /// The byte at a unit.
    pub(crate) fn byte(&self, unit: u32) -> u32 {
        let (bytes, units) = self.last(|(_, units)| *units <= unit);
        bytes.saturating_add(unit.saturating_sub(units))
    }

    fn last(&self, passed: impl Fn(&(u32, u32)) -> bool) -> (u32, u32) {
        let at = self.passed.partition_point(passed);
        at.checked_sub(1).and_then(|at| self.passed.get(at)).copied().unwrap_or_default()
    }
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_units_lead_to_each_other_at_every_character() {
        let text = "a: 𠮷野\nb: 日本 # é\n";
        let units = Units::of(text);
        let mut before = 0;
        for (at, char) in text.char_indices() {
            let at = count(at);
            assert_eq!((units.before(at), units.byte(before)), (before, at), "{char}");
            before += count(char.len_utf16());
        }
        assert_eq!(units.before(count(text.len())), before);
    }
}
