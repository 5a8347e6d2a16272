//! As much of URLs as a client of one host and its redirects needs.

use ureq::http::Uri;

/// Scheme and authority of an absolute http or https URL, in lower case, with the default port left out.
pub fn origin(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    let scheme = uri.scheme_str()?.to_ascii_lowercase();
    let default_port = match scheme.as_str() {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    let host = uri.host().filter(|host| !host.is_empty())?.to_ascii_lowercase();
    // A user's name in the URL would be sent nowhere; whoever writes one expects otherwise.
    if uri.authority()?.as_str().contains('@') {
        return None;
    }
    match uri.port_u16() {
        Some(port) if port != default_port => Some(format!("{scheme}://{host}:{port}")),
        _ => Some(format!("{scheme}://{host}")),
    }
}

/// Where `location` leads from `base` (RFC 3986, section 5.2), dots in paths left to the server.
pub fn join(base: &str, location: &str) -> Option<String> {
    let location = location.split('#').next()?;
    if origin(location).is_some() {
        return Some(location.to_owned());
    }
    // A colon before any slash ends a scheme, here one that is not followed.
    if location.split(['/', '?']).next()?.contains(':') {
        return None;
    }
    let (scheme, rest) = base.split_once("://")?;
    let path_at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(path_at);
    let joined = if location.starts_with("//") {
        format!("{scheme}:{location}")
    } else if location.starts_with('/') {
        format!("{scheme}://{authority}{location}")
    } else {
        let path = path.split('?').next()?;
        let directory = &path[..path.rfind('/')?];
        format!("{scheme}://{authority}{directory}/{location}")
    };
    origin(&joined).map(|_| joined)
}

/// A path with what has a meaning in URLs escaped; slashes stay.
pub fn escape(path: &str) -> String {
    let mut escaped = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                escaped.push(char::from(byte))
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        assert_eq!(origin("https://Hub.example/a?b").as_deref(), Some("https://hub.example"));
        assert_eq!(origin("https://hub.example:443/").as_deref(), Some("https://hub.example"));
        assert_eq!(origin("http://hub.example:443/").as_deref(), Some("http://hub.example:443"));
        assert_eq!(origin("http://[::1]:8080").as_deref(), Some("http://[::1]:8080"));
        for no_url in ["", "hub.example", "/a", "ftp://hub.example", "https://", "https://user@hub.example"] {
            assert_eq!(origin(no_url), None, "{no_url}");
        }
    }

    #[test]
    fn redirects() {
        let base = "https://hub.example:8443/prefix/o/n/resolve/main/f?x=/y";
        let join = |location| join(base, location);
        assert_eq!(join("https://cdn.example/f?a=b").as_deref(), Some("https://cdn.example/f?a=b"));
        assert_eq!(join("//cdn.example/f").as_deref(), Some("https://cdn.example/f"));
        assert_eq!(join("/api/f").as_deref(), Some("https://hub.example:8443/api/f"));
        assert_eq!(join("g").as_deref(), Some("https://hub.example:8443/prefix/o/n/resolve/main/g"));
        assert_eq!(join("g?at=12:30").as_deref(), Some("https://hub.example:8443/prefix/o/n/resolve/main/g?at=12:30"));
        for nowhere in ["file:///etc/passwd", "data:,x", "https://", "//"] {
            assert_eq!(join(nowhere), None, "{nowhere}");
        }
        assert_eq!(join("https://cdn.example/f#part").as_deref(), Some("https://cdn.example/f"));
    }

    #[test]
    fn escapes() {
        assert_eq!(escape("refs/pr/1 a?b#c%d"), "refs/pr/1%20a%3Fb%23c%25d");
    }
}
