//! 本机密钥 of whoever is signed in.

use super::SignedIn;
use crate::App;
use identity::device::device_keys;
use serde::Serialize;

/// A key under which the person's devices seal what was not sent yet. Never kept by the server.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeviceKeyView {
    /// Its version; the highest one is for new work.
    pub version: u32,
    /// 32 bytes in hexadecimal.
    pub secret: String,
}

/// The keys of whoever is signed in, oldest first.
pub fn device_keys_of(app: &App, who: &SignedIn) -> Vec<DeviceKeyView> {
    let district = app.district().to_string();
    let keys = device_keys(&app.inner().keys, &district, who.person.id.0);
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    keys.iter().map(|key| DeviceKeyView { version: key.version, secret: hex(&*key.secret) }).collect()
}
