//! The server as a process, and questions to it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Serves until it is dropped.
    pub fn start(data: &Path, database: Option<&str>, more: &[&str]) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_mashang"));
        command.args(["serve", "--district", "430406", "--name", "小城区", "--base-url", "http://127.0.0.1"]);
        command.args(["--open311-open", "--trusted-proxy", "127.0.0.1", "--listen", &address.to_string()]);
        command.args(more).arg("--data").arg(data);
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let server = Self { child, address };
        let started = Instant::now();
        while ask(address, "GET /healthz HTTP/1.1\r\n", b"").is_none_or(|(status, _)| status != 200) {
            assert!(started.elapsed() < Duration::from_secs(60), "the server is not healthy");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request on a connection of its own; status and body, or nothing when no whole answer came.
pub fn ask(address: SocketAddr, head: &str, body: &[u8]) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let request = format!("{head}host: test\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(request.as_bytes()).and_then(|()| stream.write_all(body)).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.get(9..12)?.parse().ok()?, body.to_owned()))
}
