//! `application/x-www-form-urlencoded`, as the URL Standard serializes it (<https://url.spec.whatwg.org/#urlencoded-serializing>).

/// The pairs as one body.
pub(super) fn encode(pairs: &[(&str, &str)]) -> String {
    let mut body = String::new();
    for (name, value) in pairs {
        if !body.is_empty() {
            body.push('&');
        }
        push(&mut body, name);
        body.push('=');
        push(&mut body, value);
    }
    body
}

fn push(body: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => body.push(char::from(byte)),
            b' ' => body.push('+'),
            _ => body.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn what_has_a_meaning_is_escaped() {
        let body = encode(&[("a[0][b]", "Ä & b=c"), ("d", "e+f")]);
        assert_eq!(body, "a%5B0%5D%5Bb%5D=%C3%84+%26+b%3Dc&d=e%2Bf");
    }
}
