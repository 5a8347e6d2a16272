//! Names to addresses that may be connected to. What comes out of here is what is connected to, so that a name that means
//! another address a moment later (DNS rebinding) gains nothing.

use ureq::{
    Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};

use super::public_address::is_public;

/// The name leads nowhere but into private networks.
#[derive(Debug, thiserror::Error)]
#[error("its host is not on the public internet")]
pub(super) struct NotPublic;

/// Asks `inner`, and keeps the public ones of its addresses.
#[derive(Debug)]
pub(super) struct GuardedResolver<R> {
    pub(super) inner: R,
    /// `HOST` or `HOST:PORT`, of which every address counts.
    pub(super) allow: Vec<String>,
}

impl<R> GuardedResolver<R> {
    fn allows(&self, uri: &Uri) -> bool {
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        uri.host().is_some_and(|host| allows(&self.allow, host, port))
    }
}

/// Whether the operator named this place, be it public or not.
pub(super) fn allows(allow: &[String], host: &str, port: u16) -> bool {
    let with_port = format!("{host}:{port}");
    allow.iter().any(|allowed| allowed.eq_ignore_ascii_case(host) || allowed.eq_ignore_ascii_case(&with_port))
}

impl<R: Resolver> Resolver for GuardedResolver<R> {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let all = self.inner.resolve(uri, config, timeout)?;
        if self.allows(uri) {
            return Ok(all);
        }
        let mut public = self.empty();
        all.iter().filter(|address| is_public(address.ip())).for_each(|address| public.push(*address));
        if public.is_empty() { Err(Error::Other(Box::new(NotPublic))) } else { Ok(public) }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        net::SocketAddr,
        sync::atomic::{AtomicUsize, Ordering},
    };

    use super::*;

    /// A name server that answers otherwise each time.
    #[derive(Debug)]
    struct Rebinding {
        answers: Vec<Vec<SocketAddr>>,
        asked: AtomicUsize,
    }

    impl Resolver for Rebinding {
        fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
            let mut addresses = self.empty();
            self.answers[self.asked.fetch_add(1, Ordering::Relaxed)].iter().for_each(|one| addresses.push(*one));
            Ok(addresses)
        }
    }

    #[test]
    fn a_name_that_means_another_address_the_second_time_is_looked_at_each_time() {
        let address = |text: &str| text.parse::<SocketAddr>().expect("an address");
        let answers = vec![
            vec![address("1.1.1.1:80")],
            vec![address("127.0.0.1:80")],
            vec![address("10.0.0.1:80"), address("1.1.1.1:80"), address("[::1]:80")],
        ];
        let resolver = GuardedResolver {
            inner: Rebinding { answers, asked: AtomicUsize::new(0) },
            allow: vec!["other".to_owned()],
        };
        let config = Config::default();
        let resolve = || {
            let timeout = NextTimeout {
                after: std::time::Duration::from_secs(9).into(),
                reason: ureq::Timeout::Resolve,
                per_read: None,
                per_write: None,
            };
            let addresses = resolver.resolve(&"http://rebinding.example/".parse().expect("a URL"), &config, timeout);
            addresses.map(|addresses| addresses.to_vec()).map_err(|error| error.to_string())
        };
        assert_eq!(resolve().expect("public"), [address("1.1.1.1:80")]);
        assert!(resolve().expect_err("private").contains("public internet"));
        assert_eq!(resolve().expect("one of them"), [address("1.1.1.1:80")], "and no other is connected to");
    }
}
