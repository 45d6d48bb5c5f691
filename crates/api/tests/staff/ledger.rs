//! What outsiders check with.

use crate::server::{Client, Server};
use domain::ledger::SignedCheckpoint;
use serde_json::json;

#[test]
fn anybody_checks_the_checkpoint_with_the_published_key() {
    let server = Server::new();
    let nobody = Client::default();
    server.reported("路面塌陷");
    assert!(server.town.app.store().settle(std::time::Duration::from_secs(10)).unwrap());
    let key = server.get(&nobody, "/ledger/key").good();
    assert_eq!(key["algorithm"], json!("Ed25519"));
    let signed: SignedCheckpoint =
        serde_json::from_value(server.get(&nobody, "/ledger/checkpoint.json").good()).unwrap();
    let public: [u8; 32] = hex::decode(key["public_key"].as_str().unwrap()).unwrap().try_into().unwrap();
    assert_eq!(signed.verify(&public), Ok(()));
    let note = server.get(&nobody, "/ledger/checkpoint");
    assert_eq!(note.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(note.text(), signed.note(&public).unwrap());
    let size = signed.checkpoint.size;
    let proof = server.get(&nobody, &format!("/ledger/consistency?first=1&second={size}")).good();
    assert!(proof["path"].is_array());
    assert_eq!(
        server.get(&nobody, "/ledger/consistency?first=5&second=2").refusal(),
        (422, "invalid".into())
    );
    assert_eq!(server.get(&nobody, "/ledger/consistency").refusal(), (422, "invalid".into()));
}
