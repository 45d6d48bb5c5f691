use crate::shelf::Shelf;
use std::io;

/// Room on the disk that holds the photos, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// What may still be written.
    pub free: u64,
    /// The whole disk.
    pub total: u64,
}

impl Shelf {
    /// Room on the disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn space(&self) -> io::Result<Space> {
        let found = rustix::fs::statvfs(self.root())?;
        let bytes = |blocks: u64| blocks.saturating_mul(found.f_frsize);
        Ok(Space { free: bytes(found.f_bavail), total: bytes(found.f_blocks) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_has_no_more_room_than_it_is_large() {
        let shelf = Shelf::look(std::env::temp_dir());
        let space = shelf.space().unwrap();
        assert!(space.total > 0 && space.free <= space.total);
    }
}
