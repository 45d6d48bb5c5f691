//! Hands the store's surroundings to identity as its source of randomness, so that a test that fixes one fixes all.

use identity::entropy::{Entropy, EntropyError};
use std::sync::Arc;
use store::Surroundings;

pub(crate) struct FromSurroundings(pub(crate) Arc<dyn Surroundings>);

impl Entropy for FromSurroundings {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        self.0.fill(bytes);
        Ok(())
    }
}
