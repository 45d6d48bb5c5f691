//! A pool of connections that only read.

use crate::engine::{Connection, Database, EngineError};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

pub(crate) struct Readers {
    database: Database,
    free: Mutex<Vec<Box<dyn Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(crate) fn new(database: Database, count: usize) -> Arc<Self> {
        Arc::new(Self { database, free: Mutex::new(Vec::new()), permits: Arc::new(Semaphore::new(count)) })
    }

    fn take(&self) -> Result<Box<dyn Connection>, EngineError> {
        let free = self.free.lock().unwrap_or_else(|p| p.into_inner()).pop();
        free.map_or_else(|| self.database.connect(false), Ok)
    }

    /// Runs a read on this thread.
    pub(crate) fn run<T>(
        &self,
        read: impl FnOnce(&mut dyn Connection) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let mut connection = self.take()?;
        let answer = read(connection.as_mut());
        if !matches!(answer, Err(EngineError::Lost(_) | EngineError::Io(_))) {
            self.free.lock().unwrap_or_else(|p| p.into_inner()).push(connection);
        }
        answer
    }

    /// Runs a read on a thread for blocking work, when one of the pool's places is free.
    pub(crate) async fn spawn<T: Send + 'static>(
        self: Arc<Self>,
        read: impl FnOnce(&mut dyn Connection) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|_| EngineError::Other("the store is closed".into()))?;
        let answer = tokio::task::spawn_blocking(move || {
            let answer = self.run(read);
            drop(permit);
            answer
        });
        answer.await.map_err(|e| EngineError::Other(format!("a read was cut short: {e}")))?
    }
}
