//! Encryption on the way to the server: `sslmode`, `sslrootcert`, `sslcert` and `sslkey` of the address, as in libpq.
//!
//! - `disable`: none; the default on this machine (loopback, or a socket in the file system);
//! - `prefer`: if the server can; the default to another machine;
//! - `require`: or no connection; the certificate is not looked at unless `sslrootcert` is given;
//! - `verify-full`: the certificate must come from `sslrootcert` and name the host. With `sslrootcert` every mode that
//!   encrypts asks for this, which is more than libpq does.
//!
//! `sslcert` and `sslkey` name this node's own certificate and its key, for a server that asks for one; they are read
//! when they are named, and no connection that names them goes unencrypted. Where both ends can, the password's
//! exchange is bound to the server's certificate (`binding.rs`); `channel_binding=require` insists on it.

use super::binding;
use crate::engine::EngineError;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    ClientConfig, DigitallySignedStruct, Error as TlsError, RootCertStore, SignatureScheme,
};
use tokio_rustls::{TlsConnector, client};

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) mode: Option<String>,
    pub(super) root: Option<String>,
    pub(super) certificate: Option<String>,
    pub(super) key: Option<String>,
}

/// Makes encrypted connections, or says that it cannot.
#[derive(Clone)]
pub(super) struct Encryption(Arc<ClientConfig>);

impl Asked {
    /// Sets the mode and says how a connection is encrypted if it comes to it.
    pub(super) fn apply(&self, config: &mut Config) -> Result<Encryption, EngineError> {
        let wrong = |text: String| EngineError::Other(text);
        let mode = match self.mode.as_deref() {
            None if self.root.is_some() || self.certificate.is_some() => SslMode::Require,
            None if is_here(config) => SslMode::Disable,
            None | Some("prefer") => SslMode::Prefer,
            Some("disable") => SslMode::Disable,
            Some("require") => SslMode::Require,
            Some("verify-full") if self.root.is_some() => SslMode::Require,
            Some("verify-full") => {
                return Err(wrong(
                    "sslmode=verify-full needs sslrootcert=FILE with the certificates to trust".into(),
                ));
            }
            Some(other) => {
                return Err(wrong(format!(
                    "sslmode={other} is not one of disable, prefer, require, verify-full"
                )));
            }
        };
        if mode != SslMode::Require && (self.certificate.is_some() || self.key.is_some()) {
            return Err(wrong(
                "sslcert and sslkey are shown on an encrypted connection only: sslmode=require, or verify-full".into(),
            ));
        }
        config.ssl_mode(mode);
        let provider = Arc::new(ring::default_provider());
        let verifier: Arc<dyn ServerCertVerifier> = match &self.root {
            Some(file) => {
                WebPkiServerVerifier::builder_with_provider(roots(Path::new(file))?, Arc::clone(&provider))
                    .build()
                    .map_err(|e| wrong(format!("{file}: {e}")))?
            }
            None => Arc::new(Anybody(Arc::clone(&provider))),
        };
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|e| wrong(e.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        let tls = match self.own()? {
            Some((chain, key)) => tls.with_client_auth_cert(chain, key).map_err(|e| {
                wrong(format!("sslcert and sslkey do not make a certificate that can be shown: {e}"))
            })?,
            None => tls.with_no_client_auth(),
        };
        Ok(Encryption(Arc::new(tls)))
    }

    /// This node's certificate and its key.
    fn own(&self) -> Result<Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>, EngineError> {
        let (certificate, key) = match (&self.certificate, &self.key) {
            (None, None) => return Ok(None),
            (Some(certificate), Some(key)) => (certificate, key),
            _ => return Err(EngineError::Other("sslcert and sslkey go together".into())),
        };
        let chain = certificates("sslcert", Path::new(certificate))?;
        let key = PrivateKeyDer::from_pem_file(key)
            .map_err(|e| EngineError::Other(format!("sslkey {key}: {e}")))?;
        Ok(Some((chain, key)))
    }
}

fn is_here(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    })
}

fn roots(file: &Path) -> Result<Arc<RootCertStore>, EngineError> {
    let mut store = RootCertStore::empty();
    for certificate in certificates("sslrootcert", file)? {
        store
            .add(certificate)
            .map_err(|e| EngineError::Other(format!("sslrootcert {}: {e}", file.display())))?;
    }
    Ok(Arc::new(store))
}

/// The certificates of a file that the address names, at least one.
fn certificates(name: &str, file: &Path) -> Result<Vec<CertificateDer<'static>>, EngineError> {
    let wrong = |why: String| EngineError::Other(format!("{name} {}: {why}", file.display()));
    let read = CertificateDer::pem_file_iter(file).map_err(|e| wrong(e.to_string()))?;
    let all = read.collect::<Result<Vec<_>, _>>().map_err(|e| wrong(e.to_string()))?;
    if all.is_empty() { Err(wrong("there is no certificate in it".into())) } else { Ok(all) }
}

/// Takes any certificate: encrypted, but with whom is not known.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls12_signature(message, cert, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls13_signature(message, cert, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

impl<S> MakeTlsConnect<S> for Encryption
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Encrypted<S>;
    type TlsConnect = Handshake;
    type Error = io::Error;

    fn make_tls_connect(&mut self, host: &str) -> io::Result<Handshake> {
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        Ok(Handshake { config: Arc::clone(&self.0), name })
    }
}

/// An encrypted connection to one host that is about to be made.
pub(super) struct Handshake {
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
}

impl<S> TlsConnect<S> for Handshake
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Encrypted<S>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Encrypted<S>>> + Send>>;

    fn connect(self, stream: S) -> Self::Future {
        Box::pin(async move {
            TlsConnector::from(self.config).connect(self.name, stream).await.map(|s| Encrypted(Box::new(s)))
        })
    }
}

/// An encrypted connection.
pub(super) struct Encrypted<S>(Box<client::TlsStream<S>>);

impl<S: AsyncRead + AsyncWrite + Unpin> TlsStream for Encrypted<S> {
    fn channel_binding(&self) -> ChannelBinding {
        let shown = self.0.get_ref().1.peer_certificates().and_then(<[_]>::first);
        shown
            .and_then(|certificate| binding::end_point(certificate))
            .map_or_else(ChannelBinding::none, ChannelBinding::tls_server_end_point)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Encrypted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_read(cx, buf)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Encrypted<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_shutdown(cx)
    }
}
