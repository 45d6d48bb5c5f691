//! Encryption on the way to PostgreSQL, as the address asks for it. `./dev` gives the throw-away server a certificate
//! for `localhost` and says in `MASHANG_TEST_POSTGRES_ROOT` who issued it; beside that file lie the certificate and the
//! key of the client `node`, whom the server lets in by nothing else. The role `bound` needs a password.

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

/// Makes a role that the other tests know nothing of.
fn role(name: &str, more: &str) {
    let here = std::env::var("MASHANG_TEST_POSTGRES").expect("run this test with ./dev rust");
    let mut connection = Database::parse(&here).connect(true).unwrap();
    connection.script(&format!("drop role if exists {name}; create role {name} login {more}")).unwrap();
}

#[test]
fn a_node_shows_its_own_certificate() {
    role("node", "");
    let here = std::env::var("MASHANG_TEST_POSTGRES").unwrap();
    let root = std::env::var("MASHANG_TEST_POSTGRES_ROOT").unwrap();
    let beside = |name: &str| root.replace("root.pem", name);
    let (certificate, key) = (beside("node.pem"), beside("node.key"));
    let named = here.replace("mashang@127.0.0.1", "node@localhost");
    let whole = format!("{named}?sslmode=verify-full&sslrootcert={root}&sslcert={certificate}&sslkey={key}");
    assert!(connects(&whole).unwrap());
    assert!(connects(&format!("{named}?sslcert={certificate}&sslkey={key}")).unwrap(), "never in the clear");
    let refused = |url: String, why: &str| {
        let error = connects(&url).expect_err(&url).to_string();
        assert!(error.contains(why), "{url}: {error}");
    };
    refused(format!("{named}?sslmode=require"), "certificate");
    refused(format!("{named}?sslcert={certificate}"), "go together");
    refused(format!("{named}?sslcert={certificate}&sslkey=/no/such/key"), "/no/such/key");
    refused(format!("{named}?sslcert={key}&sslkey={key}"), "no certificate in it");
    refused(
        format!("{named}?sslmode=prefer&sslcert={certificate}&sslkey={key}"),
        "encrypted connection only",
    );
    let (other, own) = (beside("root.pem"), beside("node.key"));
    refused(format!("{named}?sslcert={other}&sslkey={own}"), "sslkey do not make");
}

#[test]
fn a_password_is_bound_to_the_certificate_of_the_server() {
    role("bound", "password 'a long one'");
    let here = std::env::var("MASHANG_TEST_POSTGRES").unwrap();
    let url = here.replace("mashang@127.0.0.1", "bound:a%20long%20one@localhost");
    assert!(connects(&format!("{url}?sslmode=require&channel_binding=require")).unwrap());
    assert!(connects(&format!("{url}?sslmode=require")).unwrap());
    assert!(connects(&format!("{url}?sslmode=disable&channel_binding=require")).is_err());
}
