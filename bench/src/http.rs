//! A light HTTP/1.1 client for load: keep-alive, requests made once, answers read to their length and no further.

use crate::figures::Figures;
use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that is kept.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer: status and body.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Client {
    /// Connects.
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(16_384) })
    }

    /// Sends bytes that are a whole request and reads the whole answer.
    pub async fn send(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if let Some(end) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                let head = std::str::from_utf8(&self.buffer[..end])?;
                let status = head.get(9..12).context("no status")?.parse()?;
                let header = |name: &str| {
                    head.lines()
                        .skip(1)
                        .filter_map(|l| l.split_once(':'))
                        .find(|(n, _)| n.eq_ignore_ascii_case(name))
                };
                let body = end + 4;
                if header("transfer-encoding").is_some() {
                    return self.chunked(status, body).await;
                }
                let length: usize = header("content-length").map_or(Ok(0), |(_, v)| v.trim().parse())?;
                while self.buffer.len() < body + length {
                    self.fill().await?;
                }
                return Ok(Answer { status, body: self.buffer[body..body + length].to_vec() });
            }
            self.fill().await?;
        }
    }

    /// Sends bytes and goes away without waiting for an answer.
    pub async fn only_send(mut self, request: &[u8]) -> Result<()> {
        self.stream.write_all(request).await?;
        Ok(())
    }

    async fn chunked(&mut self, status: u16, mut at: usize) -> Result<Answer> {
        let mut body = Vec::new();
        loop {
            let Some(end) = self.buffer[at..].windows(2).position(|w| w == b"\r\n") else {
                self.fill().await?;
                continue;
            };
            let size = usize::from_str_radix(std::str::from_utf8(&self.buffer[at..at + end])?.trim(), 16)?;
            let from = at + end + 2;
            while self.buffer.len() < from + size + 2 {
                self.fill().await?;
            }
            body.extend_from_slice(&self.buffer[from..from + size]);
            at = from + size + 2;
            if size == 0 {
                return Ok(Answer { status, body });
            }
        }
    }

    async fn fill(&mut self) -> Result<()> {
        let mut part = [0; 16_384];
        let n = self.stream.read(&mut part).await?;
        if n == 0 {
            bail!("the server closed the connection");
        }
        self.buffer.extend_from_slice(&part[..n]);
        Ok(())
    }
}

/// A POST with a body.
pub fn post(path: &str, kind: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A GET.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\naccept: */*\r\n{headers}\r\n").into_bytes()
}

/// Loads a server from so many connections for a while. `request` makes the request with a number; `wanted` says
/// which status is right.
pub async fn load(
    address: SocketAddr,
    connections: usize,
    span: Duration,
    wanted: std::ops::Range<u16>,
    request: Arc<dyn Fn(u64) -> Vec<u8> + Send + Sync>,
) -> Result<Figures> {
    let started = Instant::now();
    let clients: Vec<_> = (0..connections as u64)
        .map(|client| {
            let (request, wanted) = (Arc::clone(&request), wanted.clone());
            tokio::spawn(async move {
                let (mut latencies, mut wrong, mut n) = (Vec::new(), 0, client << 40);
                let mut connection = Client::connect(address).await?;
                while started.elapsed() < span {
                    let bytes = request(n);
                    n += 1;
                    let begun = Instant::now();
                    let answer = connection.send(&bytes).await?;
                    if wanted.contains(&answer.status) {
                        latencies.push(begun.elapsed());
                    } else {
                        wrong += 1;
                    }
                }
                anyhow::Ok((latencies, wrong))
            })
        })
        .collect();
    let (mut latencies, mut wrong) = (Vec::new(), 0);
    for client in clients {
        let (own, bad) = client.await??;
        latencies.extend(own);
        wrong += bad;
    }
    Ok(Figures::of(latencies, wrong, started.elapsed()))
}
