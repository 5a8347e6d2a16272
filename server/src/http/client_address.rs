//! Where a request comes from: its connection, or what a proxy that the operator trusts says.

use std::net::{IpAddr, SocketAddr};

use hyper::{HeaderMap, http::request::Parts};

use super::Front;

/// The other end of the connection, put into every request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) SocketAddr);

/// The client's address; none when the connection was gone before it could be asked.
pub(super) fn of(front: &Front, parts: &Parts) -> Option<IpAddr> {
    let Peer(peer) = parts.extensions.get::<Peer>()?;
    Some(behind(peer.ip(), &parts.headers, &front.configuration.service.proxies))
}

/// A proxy appends whom it serves to `X-Forwarded-For`; what stands before the last one that is no proxy of ours was written by
/// the client, and says nothing.
fn behind(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let said = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let said: Vec<&str> = said.flat_map(|value| value.split(',')).collect();
    let mut client = peer.to_canonical();
    for word in said.iter().rev() {
        if !is_proxy(client, proxies) {
            break;
        }
        let Ok(address) = word.trim().parse::<IpAddr>() else { break };
        client = address.to_canonical();
    }
    client
}

/// Whether `address`, in its canonical form, is one of `proxies`.
pub(super) fn is_proxy(address: IpAddr, proxies: &[IpAddr]) -> bool {
    proxies.iter().any(|proxy| proxy.to_canonical() == address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "6.6.6.6, 203.0.113.7".parse().expect("a value"));
        headers.append("x-forwarded-for", "10.0.0.2".parse().expect("a value"));
        let proxies = [address("::1"), address("10.0.0.2")];
        for (peer, client) in
            [("::1", "203.0.113.7"), ("198.51.100.1", "198.51.100.1"), ("::ffff:10.0.0.2", "203.0.113.7")]
        {
            assert_eq!(behind(address(peer), &headers, &proxies), address(client), "{peer}");
        }
        assert_eq!(behind(address("::1"), &headers, &[]), address("::1"));
        headers.insert("x-forwarded-for", "unknown".parse().expect("a value"));
        assert_eq!(behind(address("::1"), &headers, &proxies), address("::1"));
    }
}
