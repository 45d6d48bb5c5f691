//! The Merkle log of a district, in the shape of RFC 6962 (Certificate Transparency), section 2.1.
//!
//! The tree is kept as its complete subtrees: node `(level, index)` is the hash over leaves
//! `index·2^level .. (index+1)·2^level`. Appending writes two nodes on average; a proof reads a logarithm of them.

use super::Hash;

/// Reads nodes of complete subtrees; `None` when the tree does not have them.
pub trait Nodes {
    /// The hash of the complete subtree at `level`, `index`.
    fn node(&mut self, level: u8, index: u64) -> Option<Hash>;
}

impl<F: FnMut(u8, u64) -> Option<Hash>> Nodes for F {
    fn node(&mut self, level: u8, index: u64) -> Option<Hash> {
        self(level, index)
    }
}

/// Why a proof could not be made or does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Index or size lie outside of the tree.
    #[error("outside of the tree")]
    OutOfRange,
    /// A node is missing.
    #[error("a node of the tree is missing")]
    MissingNode,
    /// The proof does not lead to the root.
    #[error("the proof does not lead to the root")]
    Mismatch,
}

/// The leaf hash of RFC 6962: SHA-256(0x00 ‖ data).
pub fn leaf_hash(data: &[u8]) -> Hash {
    Hash::of(&[&[0], data])
}

/// The inner node hash of RFC 6962: SHA-256(0x01 ‖ left ‖ right).
fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash::of(&[&[1], &left.0, &right.0])
}

/// The growing edge of the tree: its size and the roots of its complete subtrees, largest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    peaks: Vec<(u8, Hash)>,
}

impl Default for Tree {
    fn default() -> Self {
        Self::empty()
    }
}

impl Tree {
    /// A tree without leaves.
    pub fn empty() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// The tree of `size` leaves, its peaks read from the nodes.
    pub fn load(size: u64, nodes: &mut dyn Nodes) -> Result<Self, ProofError> {
        let mut peaks = Vec::new();
        let mut start = 0u64;
        for level in (0..64u8).rev() {
            if size & (1 << level) != 0 {
                peaks.push((level, nodes.node(level, start >> level).ok_or(ProofError::MissingNode)?));
                start += 1 << level;
            }
        }
        Ok(Self { size, peaks })
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf hash; `write` is given every complete subtree that this finishes, with level and index.
    pub fn append(&mut self, leaf: Hash, mut write: impl FnMut(u8, u64, Hash)) {
        let mut level = 0u8;
        let mut hash = leaf;
        let mut index = self.size;
        write(0, index, hash);
        while let Some((peak_level, peak)) = self.peaks.last().copied() {
            if peak_level != level {
                break;
            }
            self.peaks.pop();
            hash = node_hash(&peak, &hash);
            level += 1;
            index >>= 1;
            write(level, index, hash);
        }
        self.peaks.push((level, hash));
        self.size += 1;
    }

    /// The root hash; of an empty tree, SHA-256 of nothing.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev().map(|(_, hash)| *hash);
        match peaks.next() {
            None => Hash::of(&[]),
            Some(last) => peaks.fold(last, |right, left| node_hash(&left, &right)),
        }
    }
}

/// The root over leaves `from..to`, which need not be a complete subtree but must begin at a multiple of the
/// largest power of two that fits into it.
fn range_root(from: u64, to: u64, nodes: &mut dyn Nodes) -> Result<Hash, ProofError> {
    let width = to - from;
    if width.is_power_of_two() {
        let level = width.trailing_zeros() as u8;
        return nodes.node(level, from >> level).ok_or(ProofError::MissingNode);
    }
    let split = from + (width.next_power_of_two() >> 1);
    let left = range_root(from, split, nodes)?;
    let right = range_root(split, to, nodes)?;
    Ok(node_hash(&left, &right))
}

/// The root of the first `size` leaves.
pub fn root(size: u64, nodes: &mut dyn Nodes) -> Result<Hash, ProofError> {
    if size == 0 { Ok(Hash::of(&[])) } else { range_root(0, size, nodes) }
}

/// PATH(m, D[n]) of RFC 6962 section 2.1.1: the proof that leaf `index` is in the first `size` leaves.
pub fn inclusion_proof(index: u64, size: u64, nodes: &mut dyn Nodes) -> Result<Vec<Hash>, ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange);
    }
    let (mut from, mut to) = (0u64, size);
    let mut path = Vec::new();
    while to - from > 1 {
        let split = from + ((to - from).next_power_of_two() >> 1);
        if index < split {
            path.push(range_root(split, to, nodes)?);
            to = split;
        } else {
            path.push(range_root(from, split, nodes)?);
            from = split;
        }
    }
    path.reverse();
    Ok(path)
}

/// Checks that `leaf` (a leaf hash) is number `index` of the first `size` leaves under `root`, as in RFC 9162
/// section 2.1.3.2.
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    path: &[Hash],
    root: Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange);
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = leaf;
    for sibling in path {
        if last == 0 {
            return Err(ProofError::Mismatch);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == root { Ok(()) } else { Err(ProofError::Mismatch) }
}

/// PROOF(m, D[n]) of RFC 6962 section 2.1.2: that the log of `old` leaves is the beginning of the one of `new`.
pub fn consistency_proof(old: u64, new: u64, nodes: &mut dyn Nodes) -> Result<Vec<Hash>, ProofError> {
    if old == 0 || old > new {
        return Err(ProofError::OutOfRange);
    }
    let (mut from, mut to) = (0u64, new);
    let mut proof = Vec::new();
    let mut whole = true;
    loop {
        if old == to {
            if !whole {
                proof.push(range_root(from, to, nodes)?);
            }
            break;
        }
        let split = from + ((to - from).next_power_of_two() >> 1);
        if old <= split {
            proof.push(range_root(split, to, nodes)?);
            to = split;
        } else {
            proof.push(range_root(from, split, nodes)?);
            from = split;
            whole = false;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// Checks a consistency proof, as in RFC 9162 section 2.1.4.2.
pub fn verify_consistency(
    old: u64,
    new: u64,
    proof: &[Hash],
    old_root: Hash,
    new_root: Hash,
) -> Result<(), ProofError> {
    if old == 0 || old > new {
        return Err(ProofError::OutOfRange);
    }
    if old == new {
        return if proof.is_empty() && old_root == new_root { Ok(()) } else { Err(ProofError::Mismatch) };
    }
    let mut hashes = proof.iter();
    let first = if old.is_power_of_two() { old_root } else { *hashes.next().ok_or(ProofError::Mismatch)? };
    let (mut node, mut last) = (old - 1, new - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old_hash, mut new_hash) = (first, first);
    for sibling in hashes {
        if last == 0 {
            return Err(ProofError::Mismatch);
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if old_hash == old_root && new_hash == new_root && last == 0 { Ok(()) } else { Err(ProofError::Mismatch) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    /// The definition of MTH in RFC 6962 section 2.1, as it stands there.
    fn definition(leaves: &[Vec<u8>]) -> Hash {
        match leaves.len() {
            0 => Hash::of(&[]),
            1 => leaf_hash(&leaves[0]),
            n => {
                let k = n.next_power_of_two() >> 1;
                node_hash(&definition(&leaves[..k]), &definition(&leaves[k..]))
            }
        }
    }

    fn grow(leaves: &[Vec<u8>]) -> (Tree, HashMap<(u8, u64), Hash>) {
        let mut nodes = HashMap::new();
        let mut tree = Tree::empty();
        for leaf in leaves {
            tree.append(leaf_hash(leaf), |level, index, hash| {
                nodes.insert((level, index), hash);
            });
        }
        (tree, nodes)
    }

    /// The eight entries and the roots that the Certificate Transparency reference implementation is tested with.
    #[test]
    fn known_answers_of_certificate_transparency() {
        let entries: Vec<Vec<u8>> = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ]
        .iter()
        .map(|h| hex::decode(h).unwrap())
        .collect();
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        for (n, expected) in roots.iter().enumerate() {
            let (tree, _) = grow(&entries[..=n]);
            assert_eq!(tree.root().to_string(), *expected, "{} leaves", n + 1);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_proof_holds_and_no_other(size in 1usize..70, pick in 0usize..70, old in 1usize..70) {
            let leaves: Vec<Vec<u8>> = (0..size).map(|n| vec![n as u8; n % 5]).chain(None).collect();
            let (tree, nodes) = grow(&leaves);
            let mut read = |level: u8, index: u64| nodes.get(&(level, index)).copied();
            let whole = definition(&leaves);
            prop_assert_eq!(tree.root(), whole);
            prop_assert_eq!(root(size as u64, &mut read).unwrap(), whole);
            prop_assert_eq!(&Tree::load(size as u64, &mut read).unwrap(), &tree);

            let index = pick % size;
            let path = inclusion_proof(index as u64, size as u64, &mut read).unwrap();
            let leaf = leaf_hash(&leaves[index]);
            prop_assert!(verify_inclusion(leaf, index as u64, size as u64, &path, whole).is_ok());
            prop_assert!(verify_inclusion(leaf_hash(b"another"), index as u64, size as u64, &path, whole).is_err());
            if size > 1 {
                let elsewhere = (index + 1) % size;
                prop_assert!(verify_inclusion(leaf, elsewhere as u64, size as u64, &path, whole).is_err());
            }

            let old = 1 + (old - 1) % size;
            let before = definition(&leaves[..old]);
            let proof = consistency_proof(old as u64, size as u64, &mut read).unwrap();
            prop_assert!(verify_consistency(old as u64, size as u64, &proof, before, whole).is_ok());
            if old < size {
                let forged = leaf_hash(b"forged");
                prop_assert!(verify_consistency(old as u64, size as u64, &proof, forged, whole).is_err());
            }
        }
    }
}
