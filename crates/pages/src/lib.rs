//! The public pages behind a scanned code: server-rendered, tiny, no framework.
