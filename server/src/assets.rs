//! What the web page is made of: built by `server/web/build.sh`, embedded here, so that Rust alone builds the program.

/// A file of the page.
#[derive(Debug)]
pub struct Asset {
    /// Under `/assets/`; has a hash of the content in it, so that it never changes.
    pub name: &'static str,
    /// Its `Content-Type`.
    pub media_type: &'static str,
    /// All of it.
    pub bytes: &'static [u8],
}

/// The files, and which of them a page names; those by their paths.
#[derive(Debug)]
pub struct Dist {
    /// What fills the page.
    pub script: &'static str,
    /// The one style sheet.
    pub style: &'static str,
    /// The picture in a browser's tab.
    pub icon: &'static str,
    /// Of the packages that are bundled.
    pub licences: &'static str,
    /// All of them.
    pub assets: &'static [Asset],
}

/// What was built last.
pub static DIST: Dist = include!("../web/dist/assets.rs");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_name_is_there() {
        for path in [DIST.script, DIST.style, DIST.icon, DIST.licences] {
            let there = DIST.assets.iter().any(|asset| path.strip_prefix("/assets/") == Some(asset.name));
            assert!(there, "{path}");
        }
    }
}
