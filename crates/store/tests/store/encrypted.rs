//! Encryption on the way to PostgreSQL, as the address asks for it. `./dev` gives the throw-away server a certificate
//! for `localhost` and says in `MASHANG_TEST_POSTGRES_ROOT` who issued it.

use store::{Database, EngineError};

fn connects(url: &str) -> Result<bool, EngineError> {
    let mut connection = Database::parse(url).connect(true)?;
    let sql = "select case when ssl then 1::bigint else 0 end from pg_stat_ssl where pid = pg_backend_pid()";
    Ok(connection.query(sql, &[])?[0].int(0)? == 1)
}

#[test]
fn as_the_address_asks() {
    let missing = "run this test with ./dev rust";
    let here = std::env::var("MASHANG_TEST_POSTGRES").expect(missing);
    let root = std::env::var("MASHANG_TEST_POSTGRES_ROOT").expect(missing);
    let named = here.replace("127.0.0.1", "localhost");
    let another = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/store/another-authority.pem");

    assert!(!connects(&here).unwrap(), "on this machine nobody listens in");
    assert!(!connects(&format!("{here}?sslmode=disable")).unwrap());
    assert!(connects(&format!("{here}?sslmode=prefer")).unwrap());
    assert!(connects(&format!("{here}?sslmode=require")).unwrap());
    assert!(connects(&format!("{named}?sslmode=verify-full&sslrootcert={root}")).unwrap());
    assert!(connects(&format!("{named}?sslrootcert={root}")).unwrap());

    let refused = |url: String, why: &str| {
        let error = connects(&url).expect_err(&url).to_string();
        assert!(error.contains(why), "{url}: {error}");
    };
    refused(format!("{here}?sslmode=verify-full&sslrootcert={root}"), "not valid for");
    refused(format!("{named}?sslmode=verify-full&sslrootcert={another}"), "UnknownIssuer");
    refused(format!("{named}?sslmode=require&sslrootcert={another}"), "UnknownIssuer");
    refused(format!("{named}?sslmode=verify-full"), "needs sslrootcert");
    refused(format!("{named}?sslmode=verify-full&sslrootcert=/no/such/file"), "/no/such/file");
    refused(format!("{named}?sslmode=verify-ca"), "verify-ca is not one of");
}
