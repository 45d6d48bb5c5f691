//! The little town: fixtures, vocabulary and whole-product stories.
