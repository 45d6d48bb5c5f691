//! `[notices]` in `district.toml`: by which ways notices leave the house. Secrets stand in files of their own, beside
//! `district.toml` unless their path is absolute; without a section there is no such way.

use crate::open::{DistrictFile, Where};
use anyhow::{Context, Result, ensure};
use channels::{Allowed, Channel, Mail, MailSettings, Sms, SmsSettings, Webhook};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use work::notice::Outlets;

/// `[notices]`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Notices {
    mail: Option<toml::Table>,
    sms: Option<toml::Table>,
    webhooks: Webhooks,
}

/// `[notices.webhooks]`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Webhooks {
    /// Nothing is sent to other systems.
    off: bool,
    /// Networks that are allowed although they are not public, for example `10.1.0.0/16`.
    allow: Vec<String>,
}

fn secret(data: &Path, table: &mut toml::Table, name: &str) -> Result<Option<Vec<u8>>> {
    let Some(value) = table.remove(name) else { return Ok(None) };
    let path = value.as_str().with_context(|| format!("{name} is the path of a file"))?;
    let path = data.join(PathBuf::from(path));
    std::fs::read(&path).map(Some).with_context(|| format!("{name}: {}", path.display()))
}

fn line(bytes: Option<Vec<u8>>, name: &str) -> Result<Option<String>> {
    let Some(bytes) = bytes else { return Ok(None) };
    let text = String::from_utf8(bytes).ok().with_context(|| format!("{name} is no text"))?;
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

fn mail(data: &Path, mut table: toml::Table) -> Result<Arc<dyn Channel>> {
    let password = line(secret(data, &mut table, "password_file")?, "password_file")?;
    let trusted = secret(data, &mut table, "ca_file")?;
    let settings: MailSettings = table.try_into()?;
    // A name or an address, nothing else: what is more would be looked up as a name for every message.
    let is_host = |c: char| c.is_ascii_alphanumeric() || ".-_:".contains(c);
    ensure!(
        !settings.host.is_empty() && settings.host.chars().all(is_host),
        "host: {:?} is no host",
        settings.host
    );
    let mail = Mail::new(&settings, password, trusted.as_deref()).map_err(anyhow::Error::msg)?;
    Ok(Arc::new(mail))
}

fn sms(data: &Path, mut table: toml::Table) -> Result<Arc<dyn Channel>> {
    let secret = line(secret(data, &mut table, "secret_file")?, "secret_file")?;
    let settings: SmsSettings = table.try_into()?;
    ensure!(channels::is_end(&settings.url), "url: {:?} is no address over http or https", settings.url);
    Ok(Arc::new(Sms::new(settings, secret.unwrap_or_default()).context("body")?))
}

/// The ways that the installation's file names; what is there and wrong stops the start.
pub fn outlets(place: &Where, district: &DistrictFile) -> Result<Outlets> {
    let settings: Notices = match &district.notices {
        Some(table) => table.clone().try_into().context("district.toml: [notices]")?,
        None => Notices::default(),
    };
    let data = place.data.as_path();
    let allowed = Allowed::parse(settings.webhooks.allow.iter().map(String::as_str))
        .context("district.toml: [notices.webhooks] allow")?;
    let mail = settings.mail.map(|table| mail(data, table)).transpose();
    let sms = settings.sms.map(|table| sms(data, table)).transpose();
    let webhook = || -> Arc<dyn Channel> { Arc::new(Webhook::new(allowed)) };
    Ok(Outlets {
        mail: mail.context("district.toml: [notices.mail]")?,
        sms: sms.context("district.toml: [notices.sms]")?,
        webhook: (!settings.webhooks.off).then(webhook),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(data: &Path, text: &str) -> Result<Outlets> {
        let notices = toml::from_str(text).unwrap();
        let (name, base_url) = ("区".to_owned(), "http://x".to_owned());
        let district =
            DistrictFile { code: 430_406, name, base_url, demo: false, extent: None, notices: Some(notices) };
        outlets(&Where { data: data.to_owned(), database: None }, &district)
    }

    #[test]
    fn every_way_is_off_until_it_is_named_and_what_is_wrong_stops_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path();
        std::fs::write(data.join("secret"), "s3cret\n").unwrap();
        let none = read(data, "").unwrap();
        assert!(none.mail.is_none() && none.sms.is_none() && none.webhook.is_some());
        let all = r#"
            [mail]
            host = "mail.example"
            port = 465
            from = "码上 <notice@example.org>"
            user = "notice"
            password_file = "secret"
            [sms]
            url = "http://gateway.example/send"
            body = '{"to": "{phone}", "text": "{text}"}'
            secret_file = "secret"
            [webhooks]
            off = true
        "#;
        let some = read(data, all).unwrap();
        assert!(some.mail.is_some() && some.sms.is_some() && some.webhook.is_none());
        for wrong in [
            all.replace("secret\"", "missing\""),
            all.replace("{phone}", "{telephone}"),
            all.replace("port = 465", "port = 465\nprot = 1"),
            all.replace("notice@example.org", "nobody"),
            all.replace("http://gateway", "ftp://gateway"),
            all.replace("mail.example", "https://mail.example"),
            "[webhooks]\nallow = [\"everywhere\"]".to_owned(),
            "[fax]\nx = 1".to_owned(),
        ] {
            assert!(read(data, &wrong).is_err(), "{wrong}");
        }
    }
}
