//! Mails that the server wrote into a directory.

use std::path::{Path, PathBuf};

use crate::server::wait_until;

/// A directory that mails go to, beside the data.
pub struct Letters {
    directory: PathBuf,
}

/// A mail, decoded as far as the tests' own mails need it.
#[derive(Debug, Clone)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
}

impl Letters {
    /// Configures the server of `data` to write its mails into a directory there; `more` is more of its configuration.
    pub fn configure(data: &Path, more: &str) -> Letters {
        let text = format!("{more}\n[mail]\ndirectory = 'letters'\n");
        std::fs::write(data.join("oneclick3d.toml"), text).expect("the configuration");
        Letters { directory: data.join("letters") }
    }

    /// The mails for `to`, oldest first.
    pub fn of(&self, to: &str) -> Vec<Letter> {
        let files =
            std::fs::read_dir(&self.directory).expect("the directory").map(|entry| entry.expect("an entry").path());
        let numbered = files.filter(|file| file.extension().is_some_and(|extension| extension == "eml"));
        let number = |file: &PathBuf| file.file_stem()?.to_str()?.parse::<u64>().ok();
        let mut files: Vec<PathBuf> = numbered.collect();
        files.sort_by_key(|file| number(file).expect("a number"));
        let letters = files.iter().map(|file| Letter::parse(&std::fs::read_to_string(file).expect("ASCII")));
        letters.filter(|letter| letter.to == to).collect()
    }

    /// Waits for the `count`th mail for `to`.
    #[track_caller]
    pub fn wait_for(&self, to: &str, count: usize) -> Letter {
        let mut found = None;
        wait_until(&format!("mail {count} for {to}"), || {
            found = self.of(to).into_iter().nth(count - 1);
            found.is_some()
        });
        found.expect("just found")
    }
}

impl Letter {
    fn parse(text: &str) -> Letter {
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        let header = |name: &str| {
            let found = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            found.unwrap_or_else(|| panic!("no {name} in {head}")).to_owned()
        };
        assert_eq!(header("Content-Transfer-Encoding"), "7bit", "these tests' mails are of ASCII: {text}");
        Letter { to: header("To"), subject: header("Subject"), text: body.to_owned() }
    }

    /// The token in the link of a mail for sign-up.
    #[track_caller]
    pub fn token(&self) -> String {
        let (_, rest) = self.text.split_once("/signup?token=").unwrap_or_else(|| panic!("no link in {self:?}"));
        rest.split_whitespace().next().expect("a token").to_owned()
    }
}
