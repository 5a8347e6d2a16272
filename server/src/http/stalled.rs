//! A connection whose peer takes its answers too slowly is an error. hyper has no limit of its own on writing.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep},
};

/// What a peer has to take while writes wait for it, bytes a second. Less is nobody's line: whoever takes a window's worth just
/// before each limit would otherwise keep a connection, and what it is answered, for hours.
const LEAST_RATE: f64 = 4096.0;

/// `inner`, with a limit on how long writes may wait for so many bytes as [`LEAST_RATE`] asks of that time.
pub(super) struct StallLimit<T> {
    inner: T,
    limit: Duration,
    /// What was taken, and how long writes waited, since the rate was last kept.
    taken: usize,
    waited: Duration,
    waiting: Option<Waiting>,
}

/// A write that waits.
struct Waiting {
    since: Instant,
    end: Pin<Box<Sleep>>,
}

impl<T> StallLimit<T> {
    pub(super) fn new(inner: T, limit: Duration) -> StallLimit<T> {
        StallLimit { inner, limit, taken: 0, waited: Duration::ZERO, waiting: None }
    }

    fn bound<R>(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<R>>,
        bytes: impl Fn(&R) -> usize,
    ) -> Poll<io::Result<R>> {
        if let Poll::Ready(written) = written {
            if let Some(waiting) = self.waiting.take() {
                self.waited += waiting.since.elapsed();
            }
            self.taken += written.as_ref().map_or(0, bytes);
            if self.taken as f64 >= LEAST_RATE * self.limit.as_secs_f64() {
                (self.taken, self.waited) = (0, Duration::ZERO);
            }
            return Poll::Ready(written);
        }
        let left = self.limit.saturating_sub(self.waited);
        let begun = || Waiting { since: Instant::now(), end: Box::pin(sleep(left)) };
        match self.waiting.get_or_insert_with(begun).end.as_mut().poll(cx) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) => {
                let error = io::Error::new(io::ErrorKind::TimedOut, "the client takes its answer too slowly");
                Poll::Ready(Err(error))
            }
        }
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for StallLimit<T> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for StallLimit<T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.bound(cx, written, |bytes| *bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, slices);
        self.bound(cx, written, |bytes| *bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.inner).poll_flush(cx);
        self.bound(cx, flushed, |()| 0)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    #[tokio::test]
    async fn a_peer_that_takes_nothing_ends_the_write_and_one_that_is_slow_does_not() {
        let (near, mut far) = duplex(4);
        let mut near = StallLimit::new(near, Duration::from_millis(400));
        let slow = tokio::spawn(async move {
            for _ in 0..4 {
                tokio::time::sleep(Duration::from_millis(20)).await;
                let mut piece = [0; 4];
                far.read_exact(&mut piece).await.expect("a piece");
            }
            far
        });
        near.write_all(&[0; 16]).await.expect("slow is not stalled");
        let _far = slow.await.expect("the reader");
        let stalled = near.write_all(&[0; 16]).await.expect_err("nobody reads");
        assert_eq!(stalled.kind(), io::ErrorKind::TimedOut);
    }

    /// Sends `pieces` of `size` bytes to a peer that takes one every `pause`.
    async fn send(pieces: usize, size: usize, pause: Duration) -> io::Result<()> {
        let (near, mut far) = duplex(size);
        let mut near = StallLimit::new(near, Duration::from_millis(400));
        let taking = tokio::spawn(async move {
            let mut piece = vec![0; size];
            for _ in 0..pieces {
                sleep(pause).await;
                if far.read_exact(&mut piece).await.is_err() {
                    return;
                }
            }
        });
        let sent = near.write_all(&vec![0; pieces * size]).await;
        drop(near);
        taking.await.expect("the reader");
        sent
    }

    #[tokio::test]
    async fn a_peer_that_sips_just_before_each_limit_ends_the_write_and_one_with_a_slow_line_does_not() {
        // At the default of 30 s this is 64 KiB every 27 s, a little more than half of the least rate.
        let sip = (64 << 10) * 4 / 300;
        let sipped = send(20, sip, Duration::from_millis(360)).await.expect_err("hardly anything is taken");
        assert_eq!(sipped.kind(), io::ErrorKind::TimedOut);
        // 100 KiB a second at most, for longer than the limit.
        send(60, 1 << 10, Duration::from_millis(10)).await.expect("slow, and honest");
    }
}
