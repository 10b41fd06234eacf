//! Cases: exceptions that tell one story.
//!
//! An exception has keys (payment order numbers; its channel order where it has none);
//! exceptions that share a key, directly or through others, are one case.

/// Groups of exceptions by shared keys.
#[derive(Debug, Default)]
pub(crate) struct Cases {
    /// The case of each exception, by its place in the list given.
    of: Vec<u32>,
    /// The least key of each case.
    keys: Vec<Vec<u8>>,
}

impl Cases {
    /// Ties `count` exceptions by their keys (key, exception).
    /// The keys come back in byte order.
    pub fn tie(count: usize, keys: &mut [(Vec<u8>, u32)]) -> Self {
        keys.sort_unstable();
        let mut parents: Vec<u32> = (0..).take(count).collect();
        for pair in keys.windows(2) {
            if pair[0].0 == pair[1].0 {
                let (a, b) = (root(&mut parents, pair[0].1), root(&mut parents, pair[1].1));
                parents[a.max(b) as usize] = a.min(b);
            }
        }
        let mut cases = Self {
            of: vec![u32::MAX; count],
            keys: Vec::new(),
        };
        // Keys ascend, so the first that leads to a case is its least.
        for (key, exception) in keys.iter() {
            let root = root(&mut parents, *exception) as usize;
            if cases.of[root] == u32::MAX {
                cases.of[root] = u32::try_from(cases.keys.len()).expect("fewer cases than rows");
                cases.keys.push(key.clone());
            }
        }
        for exception in (0..).take(count) {
            let root = root(&mut parents, exception) as usize;
            assert_ne!(cases.of[root], u32::MAX, "every exception has a key");
            cases.of[exception as usize] = cases.of[root];
        }
        cases
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The number of an exception's case.
    pub fn of(&self, exception: usize) -> usize {
        self.of[exception] as usize
    }

    /// The id of an exception's case.
    pub fn id(&self, exception: usize) -> String {
        crate::identity::case_id(&self.keys[self.of[exception] as usize])
    }
}

fn root(parents: &mut [u32], mut at: u32) -> u32 {
    while parents[at as usize] != at {
        let above = parents[parents[at as usize] as usize];
        parents[at as usize] = above;
        at = above;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str, exception: u32) -> (Vec<u8>, u32) {
        (text.as_bytes().to_vec(), exception)
    }

    #[test]
    fn exceptions_of_one_order_are_one_case_through_others_too() {
        let mut keys = vec![
            key("P3", 0),
            key("P1", 1),
            key("P1", 2),
            key("P2", 2),
            key("P2", 3),
        ];
        let cases = Cases::tie(4, &mut keys);
        assert_eq!(cases.id(1), cases.id(2));
        assert_eq!(cases.id(1), cases.id(3));
        assert_ne!(cases.id(0), cases.id(1));
    }

    #[test]
    fn a_case_is_named_by_its_least_key_whatever_the_order() {
        let one = Cases::tie(2, &mut [key("P1", 0), key("P2", 0), key("P2", 1)]);
        let other = Cases::tie(2, &mut [key("P2", 1), key("P2", 0), key("P1", 1)]);
        assert_eq!(one.id(0), other.id(1));
    }
}
