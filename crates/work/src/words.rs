//! Words for codes, in the reader's language.
