//! Names that lead into this machine without saying so.

use std::{
    fs,
    net::{IpAddr, TcpListener, ToSocketAddrs},
};

/// A name other than `localhost` that the system resolves to an address of this machine which is not public, and that address;
/// `None`, said on stderr, where `/etc/hosts` has none.
///
/// # Panics
/// In CI, where it has to have one.
pub fn private() -> Option<(String, IpAddr)> {
    let hosts = fs::read_to_string("/etc/hosts").unwrap_or_default();
    let lines = hosts.lines().map(|line| line.split('#').next().unwrap_or_default());
    let names = lines.flat_map(|line| line.split_whitespace().skip(1));
    let mut names = names.filter(|name| !name.split('.').any(|label| label == "localhost"));
    let found = names.find_map(|name| {
        let addresses: Vec<IpAddr> = (name, 0).to_socket_addrs().ok()?.map(|address| address.ip()).collect();
        let private = |address: &IpAddr| match address {
            IpAddr::V4(address) => address.is_loopback() || address.is_private(),
            IpAddr::V6(address) => address.is_loopback(),
        };
        let first = *addresses.first()?;
        let here = addresses.iter().all(private) && TcpListener::bind((first, 0)).is_ok();
        here.then(|| (name.to_owned(), first))
    });
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "CI needs a name of its own in /etc/hosts");
        eprintln!("not run: /etc/hosts has no name of this machine but localhost");
    }
    found
}
