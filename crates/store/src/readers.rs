//! A pool of connections that only read.

use crate::engine::{Connection, Database, EngineError};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

pub(crate) struct Readers {
    database: Database,
    /// Connections that are kept at most.
    count: usize,
    free: Mutex<Vec<Box<dyn Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(crate) fn new(database: Database, count: usize) -> Arc<Self> {
        let permits = Arc::new(Semaphore::new(count));
        Arc::new(Self { database, count, free: Mutex::new(Vec::new()), permits })
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
        // A snapshot that was left open would go on showing its moment to whoever reads next.
        connection.rollback();
        let mut free = self.free.lock().unwrap_or_else(|p| p.into_inner());
        match answer {
            // What was lost with this one was lost with the others: the server restarted.
            Err(EngineError::Lost(_) | EngineError::Io(_)) => free.clear(),
            _ if free.len() < self.count => free.push(connection),
            _ => {}
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
