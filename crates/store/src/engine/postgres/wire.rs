//! One connection to the server with an event loop of its own, driven by whoever waits for an answer.
//!
//! What needs no answer is sent and not waited for: a batch of statements costs one way to the server and back
//! instead of one each. An error among them is told by the next call that does wait.

use super::sort;
use super::tls::Encryption;
use crate::engine::EngineError;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, Config, Error};

type Answer = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

pub(super) struct Wire {
    /// Gone only while it is dropped.
    runtime: Option<Runtime>,
    pub(super) client: Arc<Client>,
    /// What was sent and not answered yet, in this order.
    sent: Vec<Answer>,
}

impl Wire {
    pub(super) fn open(config: &Config, encryption: Encryption) -> Result<Self, EngineError> {
        let other = |e: std::io::Error| EngineError::Other(e.to_string());
        let runtime = Builder::new_current_thread().enable_all().build().map_err(other)?;
        let client = runtime.block_on(async {
            let (client, connection) = config.connect(encryption).await?;
            // How it ends is told to whoever waits for an answer then.
            tokio::spawn(async move { drop(connection.await) });
            Ok::<_, Error>(client)
        });
        Ok(Self { runtime: Some(runtime), client: Arc::new(client.map_err(sort)?), sent: Vec::new() })
    }

    fn wait<T>(&self, future: impl Future<Output = T>) -> Result<T, EngineError> {
        let runtime = self.runtime.as_ref().ok_or_else(|| EngineError::Lost("closed".into()))?;
        Ok(runtime.block_on(future))
    }

    /// Sends without waiting. An error is one of this side: then nothing was sent.
    pub(super) fn send(
        &mut self,
        request: impl Future<Output = Result<(), Error>> + Send + 'static,
    ) -> Result<(), EngineError> {
        let mut request: Answer = Box::pin(request);
        let at_once = self.wait(async {
            let at_once = poll_fn(|cx| Poll::Ready(request.as_mut().poll(cx))).await;
            // Lets the connection put it on the way, so that the server works while the next one is made up.
            tokio::task::yield_now().await;
            at_once
        })?;
        match at_once {
            Poll::Ready(done) => done.map_err(sort),
            Poll::Pending => {
                self.sent.push(request);
                Ok(())
            }
        }
    }

    /// Sends and waits for the answer, and for the answers to everything that was sent before. Of several errors the
    /// first one counts: those after it follow from it.
    pub(super) fn ask<T>(
        &mut self,
        request: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, EngineError> {
        let mut request = pin!(request);
        let mut before = Several::of(std::mem::take(&mut self.sent));
        let mut answer = None;
        let answered = poll_fn(|cx| {
            before.poll(cx);
            if answer.is_none()
                && let Poll::Ready(ready) = request.as_mut().poll(cx)
            {
                answer = Some(ready);
            }
            if before.open > 0 { Poll::Pending } else { answer.take().map_or(Poll::Pending, Poll::Ready) }
        });
        let answer = self.wait(answered)?;
        before.first_error().map_or(answer, Err).map_err(sort)
    }

    /// Waits for the answers to everything that was sent.
    pub(super) fn settle(&mut self) -> Result<(), EngineError> {
        if self.sent.is_empty() { Ok(()) } else { self.ask(std::future::ready(Ok(()))) }
    }
}

impl Drop for Wire {
    /// Without waiting: it may happen where nobody may wait.
    fn drop(&mut self) {
        self.sent.clear();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Several answers that are waited for at the same time.
struct Several {
    answers: Vec<(Option<Answer>, Option<Error>)>,
    open: usize,
}

impl Several {
    fn of(sent: Vec<Answer>) -> Self {
        let open = sent.len();
        Self { answers: sent.into_iter().map(|a| (Some(a), None)).collect(), open }
    }

    fn poll(&mut self, cx: &mut Context<'_>) {
        for (answer, error) in &mut self.answers {
            if let Some(waiting) = answer
                && let Poll::Ready(done) = waiting.as_mut().poll(cx)
            {
                *answer = None;
                *error = done.err();
                self.open -= 1;
            }
        }
    }

    fn first_error(self) -> Option<Error> {
        self.answers.into_iter().find_map(|(_, error)| error)
    }
}
