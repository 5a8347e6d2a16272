//! Accepting connections within limits, and closing them politely.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, time::Duration};

use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use tracing::Instrument;

use super::{
    Front, body,
    client_address::{self, Peer},
    crowd::{Crowd, Member},
    request_id::{self, RequestId},
    router,
    stalled::StallLimit,
};

/// Bytes of a request's head, and of what hyper buffers.
const MAX_BUFFER: usize = 64 << 10;
/// Connections that the system holds until they are accepted, if it allows so many (`net.core.somaxconn`). Past that it
/// drops them, and clients that came in a crowd are reset: 128, which `TcpListener::bind` asks for, are few.
const BACKLOG: u32 = 4096;
/// How long answers that are under way may take after the server was told to end.
const GOODBYE: Duration = Duration::from_secs(5);

/// Takes connections for [`serve`] at `address`; port 0 is any free one.
///
/// # Errors
/// When the address is not this machine's, or somebody else's listener has it.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A server that was just stopped leaves connections behind that wait for their last packets.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves `listener` until `stop` comes back; then answers what is under way and closes.
pub async fn serve(front: Arc<Front>, listener: TcpListener, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(front.limits.connections));
    let crowd = Crowd::default();
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, place)) => match admit(&front, &crowd, &stream) {
                Some(member) => {
                    let claims = (place, member);
                    tokio::spawn(connection(Arc::clone(&front), stream, claims, graceful.watcher()));
                }
                // An answer would have to wait for its request: that is what this client has too many of.
                None => tracing::debug!("a connection is closed: its address has as many as it may"),
            },
            Err(error) => {
                // Out of file descriptors, or a client that left: what is open goes on, and some of it will close.
                tracing::warn!(%error, "a connection cannot be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if timeout(GOODBYE, graceful.shutdown()).await.is_err() {
        tracing::info!("connections that are still open are closed");
    }
}

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> io::Result<(TcpStream, OwnedSemaphorePermit)> {
    // The place comes first: without one, clients wait in the system's backlog and cost nothing.
    let place = Arc::clone(places).acquire_owned().await.expect("the semaphore is never closed");
    let (stream, _) = listener.accept().await?;
    Ok((stream, place))
}

/// Counts a connection; `None` for one too many from its address. A proxy of the operator's has those of all its clients.
fn admit(front: &Front, crowd: &Crowd, stream: &TcpStream) -> Option<Option<Member>> {
    let most = front.limits.connections_per_address;
    let peer = stream.peer_addr().ok().map(|peer| peer.ip().to_canonical());
    match peer.filter(|peer| most > 0 && !client_address::is_proxy(*peer, &front.configuration.service.proxies)) {
        Some(peer) => crowd.admit(peer, most).map(Some),
        None => Some(None),
    }
}

/// A connection's place among all, and among those of its address.
type Claims = (OwnedSemaphorePermit, Option<Member>);

async fn connection(front: Arc<Front>, stream: TcpStream, claims: Claims, watcher: Watcher) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    // None for a client that is gone already.
    let peer = stream.peer_addr().ok().map(Peer);
    front.metrics.connections(1);
    let io = TokioIo::new(StallLimit::new(stream, front.limits.write_stall));
    let service = service_fn(|request| answer(Arc::clone(&front), peer, request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        // Also bounds how long an idle connection is kept: the next head's time runs from the last answer on.
        .header_read_timeout(front.limits.head)
        .max_buf_size(MAX_BUFFER)
        .serve_connection(io, service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended");
    }
    front.metrics.connections(-1);
    drop(claims);
}

async fn answer(
    front: Arc<Front>,
    peer: Option<Peer>,
    mut request: Request<Incoming>,
) -> Result<super::Answer, Infallible> {
    if let Some(peer) = peer {
        request.extensions_mut().insert(peer);
    }
    let (parts, mut body) = request.into_parts();
    let id = RequestId::of(&parts.headers);
    let header = id.header();
    let span = tracing::info_span!("request", request_id = %id);
    let mut answer = id.scope(router::answer(&front, &parts, &mut body)).instrument(span).await;
    answer.headers_mut().insert(request_id::HEADER, header);
    if body::has_more(&parts.headers, &body) {
        tokio::spawn(body::linger(body, 4 * front.limits.body_bytes));
    }
    Ok(answer)
}
