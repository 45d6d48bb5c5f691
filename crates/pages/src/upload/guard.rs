//! A body that ends when it grows too large, falls silent or is no form.
//!
//! Whoever takes a form apart searches all that lies before its first part, and before the end of a part's head, anew with
//! every piece: the work grows with the square of the length. So the body comes in slices, and ends when too much of it led
//! to nothing.

use axum::body::{Body, Bytes, HttpBody};
use http_body::Frame;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep};

/// How much more is read and thrown away after the limit: a browser shows the answer only when it could send all.
const THROWN_AWAY: u64 = 60_000_000;

/// After so many bytes whoever reads may look at what there is.
const SLICE: u64 = 64_000;
/// At most so many lead to nothing.
const IDLE: u64 = 1_000_000;

/// Why a body was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    TooLarge,
    Slow,
    Shapeless,
}

/// Tells afterwards whether a body was cut: the reader in between reports only that it broke off.
#[derive(Clone, Default)]
pub(super) struct Told {
    cut: Arc<AtomicU8>,
    /// Bytes given out since something came of them.
    idle: Arc<AtomicU64>,
}

impl Told {
    fn tell(&self, cut: Cut) {
        self.cut.store(1 + cut as u8, Ordering::SeqCst);
    }

    pub(super) fn cut(&self) -> Option<Cut> {
        match self.cut.load(Ordering::SeqCst) {
            0 => None,
            1 => Some(Cut::TooLarge),
            2 => Some(Cut::Slow),
            _ => Some(Cut::Shapeless),
        }
    }

    /// Something came of what was given out.
    pub(super) fn goes_on(&self) {
        self.idle.store(0, Ordering::SeqCst);
    }
}

pub(super) struct Guard {
    inner: Body,
    taken: u64,
    /// Given out since the reader last had its turn.
    slice: u64,
    most: u64,
    patience: Duration,
    silence: Pin<Box<Sleep>>,
    end: Pin<Box<Sleep>>,
    told: Told,
}

impl Guard {
    /// At most `most` bytes, never silent for longer than `patience`, done within `whole`.
    pub(super) fn body(inner: Body, most: u64, patience: Duration, whole: Duration) -> (Body, Told) {
        let told = Told::default();
        let guard = Self {
            inner,
            taken: 0,
            slice: 0,
            most,
            patience,
            silence: Box::pin(sleep(patience)),
            end: Box::pin(sleep(whole)),
            told: told.clone(),
        };
        (Body::new(guard), told)
    }

    fn cut(&self, cut: Cut) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.told.tell(cut);
        Poll::Ready(Some(Err(axum::Error::new(std::io::Error::other("cut")))))
    }
}

impl HttpBody for Guard {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.slice >= SLICE {
            self.slice = 0;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        loop {
            if self.end.as_mut().poll(context).is_ready() {
                return self.cut(Cut::Slow);
            }
            match Pin::new(&mut self.inner).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => {
                    let next = Instant::now() + self.patience;
                    self.silence.as_mut().reset(next);
                    let length = frame.data_ref().map_or(0, |data| data.len() as u64);
                    self.taken += length;
                    if self.taken <= self.most {
                        self.slice += length;
                        if self.told.idle.fetch_add(length, Ordering::SeqCst) > IDLE {
                            return self.cut(Cut::Shapeless);
                        }
                        return Poll::Ready(Some(Ok(frame)));
                    }
                    if self.taken > self.most + THROWN_AWAY {
                        return self.cut(Cut::TooLarge);
                    }
                }
                Poll::Ready(None) if self.taken > self.most => return self.cut(Cut::TooLarge),
                Poll::Ready(end) => return Poll::Ready(end),
                Poll::Pending => {
                    if self.silence.as_mut().poll(context).is_ready() {
                        return self.cut(if self.taken > self.most { Cut::TooLarge } else { Cut::Slow });
                    }
                    return Poll::Pending;
                }
            }
        }
    }
}

/// Reads a body to its end and throws it away, so that the sender can read why it was not wanted.
pub(super) async fn throw_away(inner: Body, patience: Duration, whole: Duration) {
    let (mut body, _) = Guard::body(inner, 0, patience, whole);
    let mut body = Pin::new(&mut body);
    // The guard swallows up to its limit and ends with an error either way.
    std::future::poll_fn(|context| body.as_mut().poll_frame(context).map(drop)).await;
}
