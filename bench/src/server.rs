//! The server as a process of its own.

use crate::http::{Client, get};
use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From the start of the process until `/healthz` said yes.
    pub ready_after: Duration,
}

/// A port that was free a moment ago.
pub fn free_address() -> Result<SocketAddr> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

impl Server {
    /// Starts it on a data directory and waits until it is healthy.
    pub async fn start(program: &Path, data: &Path, database: Option<&str>, more: &[&str]) -> Result<Self> {
        let address = free_address()?;
        let mut command = Command::new(program);
        command.arg("serve").arg("--data").arg(data).arg("--listen").arg(address.to_string());
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        let log = std::fs::File::create(data.join("server.log"))?;
        command.args(more).env("RUST_LOG", "warn").stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let started = Instant::now();
        let child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let mut server = Self { child, address, ready_after: Duration::ZERO };
        while started.elapsed() < Duration::from_secs(60) {
            if let Some(status) = server.child.try_wait()? {
                let said = std::fs::read_to_string(data.join("server.log")).unwrap_or_default();
                bail!("the server ended with {status}: {said}");
            }
            if let Ok(mut client) = Client::connect(address).await
                && client.send(&get("/healthz", "")).await.is_ok_and(|a| a.status == 200)
            {
                server.ready_after = started.elapsed();
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bail!("the server was not healthy within a minute")
    }

    /// Resident memory in MiB.
    pub fn resident_mib(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|l| l.starts_with("VmRSS:"))?;
        Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
