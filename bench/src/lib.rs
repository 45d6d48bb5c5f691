//! Load scenarios against the real server, and the raw limits beside them.
