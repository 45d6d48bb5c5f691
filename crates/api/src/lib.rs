//! HTTP for machines and for the console: JSON API, OpenAPI, Open311, problem+json.
