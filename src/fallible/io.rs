//! `io::Write`, and the way from this crate's error to `io::Error`.

use std::io;

use super::Vec;
use crate::alloc::{Allocator, TryReserveError};

impl From<TryReserveError> for io::Error {
    /// Of kind [`OutOfMemory`](io::ErrorKind::OutOfMemory), and nothing else: to carry the message
    /// would take memory.
    fn from(_: TryReserveError) -> Self {
        io::ErrorKind::OutOfMemory.into()
    }
}

impl<A: Allocator> io::Write for Vec<u8, A> {
    /// Appends the bytes.
    ///
    /// # Errors
    ///
    /// Of kind [`OutOfMemory`](io::ErrorKind::OutOfMemory) when there is no room for all of them;
    /// none is written then.
    #[inline]
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.extend_from_slice(buf)?;
        Ok(buf.len())
    }

    #[inline]
    fn write_vectored(&mut self, bufs: &[io::IoSlice<'_>]) -> io::Result<usize> {
        // Slices may overlap, so their lengths may add up to more than any memory has.
        let len = bufs
            .iter()
            .fold(0_usize, |sum, buf| sum.saturating_add(buf.len()));
        self.reserve(len)?;
        for buf in bufs {
            self.0.extend_from_slice(buf);
        }
        Ok(len)
    }

    #[inline]
    fn write_all(&mut self, buf: &[u8]) -> io::Result<()> {
        self.extend_from_slice(buf)?;
        Ok(())
    }

    #[inline]
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
