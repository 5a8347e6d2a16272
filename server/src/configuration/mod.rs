//! The operator's configuration: one TOML file, every setting of which has a default that works on a developer's machine.
//!
//! It stands in the data directory as `oneclick3d.toml`, or where `--config` says, and is read by `serve` and by the operator's
//! commands alike. The environment wins over it ([`Overrides`]). What is misspelt, unknown or impossible is refused with its
//! place in the file; [`EXAMPLE`] has every setting.

mod credits;
mod example;
mod fetch;
mod file;
mod limits;
mod mail;
mod overrides;
mod package;
mod payments;
mod policy;
mod price;
mod rate;
mod retention;
pub mod seconds;
mod secret;
mod server;
mod service;
mod signup;
mod smtp;
mod webhooks;

use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use credits::CreditsSection;
pub use example::EXAMPLE;
pub use fetch::FetchSection;
pub use file::Place;
pub use limits::Limits;
pub use mail::{Delivery, MailSection};
pub use overrides::Overrides;
pub use package::Package;
pub use payments::{BtcpaySection, PaymentsSection, StripeSection};
pub use policy::PolicySection;
pub use price::{PriceRule, PriceSection};
pub use rate::RateSection;
pub use retention::RetentionSection;
pub use secret::Secret;
pub use server::{LEAST_WORKER_MEMORY_MB, LogFormat, ServerSection};
pub use service::ServiceSection;
pub use signup::SignupSection;
pub use smtp::{Encryption, SmtpServer};
pub use webhooks::WebhooksSection;

/// The file's name in a data directory.
pub const FILE_NAME: &str = "oneclick3d.toml";

/// Everything that the operator can choose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Configuration {
    /// `[service]`: name, address, contact.
    pub service: ServiceSection,
    /// `[server]`: where `serve` listens and what it computes with.
    pub server: ServerSection,
    /// `[limits]`: bounds on clients.
    pub limits: Limits,
    /// `[rate]`: how many requests are answered.
    pub rate: RateSection,
    /// `[retention]`: how long files are kept.
    pub retention: RetentionSection,
    /// `[fetch]`: photos by URL.
    pub fetch: FetchSection,
    /// `[webhooks]`: where accounts hear of their generations.
    pub webhooks: WebhooksSection,
    /// `[credits]`: how long credits last, and when their owner is warned.
    pub credits: CreditsSection,
    /// `[price]`: what a generation costs.
    pub price: PriceSection,
    /// `[[package]]`: what is sold.
    #[serde(rename = "package")]
    pub packages: Vec<Package>,
    /// `[policy]`: the operator's own texts.
    pub policy: PolicySection,
    /// `[signup]`: how many links are mailed.
    pub signup: SignupSection,
    /// `[mail]`: how mail goes out.
    pub mail: MailSection,
    /// `[payments]`: providers.
    pub payments: PaymentsSection,
}

impl Default for Configuration {
    /// What an empty file says.
    fn default() -> Self {
        Configuration {
            service: ServiceSection::default(),
            server: ServerSection::default(),
            limits: Limits::default(),
            rate: RateSection::default(),
            retention: RetentionSection::default(),
            fetch: FetchSection::default(),
            webhooks: WebhooksSection::default(),
            credits: CreditsSection::default(),
            price: PriceSection::default(),
            packages: package::shipped(),
            policy: PolicySection::default(),
            signup: SignupSection::default(),
            mail: MailSection::default(),
            payments: PaymentsSection::default(),
        }
    }
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file, or one that it names, cannot be read.
    #[error("{path}: {cause}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// It is no TOML, or has a setting that does not exist or has another type.
    #[error("{path}: {place}{reason}")]
    Malformed {
        /// Which.
        path: PathBuf,
        /// Where in it.
        place: Place,
        /// Why. What stands there is not repeated: it may be a secret.
        reason: String,
    },
    /// A variable of the environment names no setting, or has a value that its setting cannot have.
    #[error("the environment variable {variable}: {reason}")]
    Environment {
        /// Which; several where only together they make something wrong.
        variable: String,
        /// Why, and what can be.
        reason: String,
    },
    /// A setting has a value that cannot be.
    #[error("{path}: {setting}: {reason}")]
    Impossible {
        /// Which file.
        path: PathBuf,
        /// Which setting.
        setting: String,
        /// Why, and what can be.
        reason: String,
    },
}

/// A setting that cannot be, and why.
type Impossible = (String, String);

impl Configuration {
    /// Reads `file`, or `oneclick3d.toml` in `data` when none is named, and what the environment says; without any, all
    /// defaults.
    ///
    /// # Errors
    /// The first that is wrong, and where.
    pub fn load(file: Option<&Path>, data: &Path) -> Result<Configuration, Error> {
        Configuration::examine(file, data).map_err(|mut errors| errors.swap_remove(0))
    }

    /// The same for who wants to put everything right at once.
    ///
    /// # Errors
    /// What is wrong, and where: at least one, and at most one of each section.
    pub fn examine(file: Option<&Path>, data: &Path) -> Result<Configuration, Vec<Error>> {
        Configuration::examine_with(file, data, &Overrides::from_environment()?)
    }

    fn examine_with(file: Option<&Path>, data: &Path, overrides: &Overrides) -> Result<Configuration, Vec<Error>> {
        let path = match file {
            Some(file) => file.to_owned(),
            None => data.join(FILE_NAME),
        };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(cause) => return Err(vec![Error::Unreadable { path, cause }]),
        };
        let mut configuration = file::parse(&path, &text, overrides)?;
        // Files that it names are looked for beside it.
        let beside = path.parent().unwrap_or(Path::new("."));
        let impossible = configuration.resolve(beside);
        if impossible.is_empty() {
            return Ok(configuration);
        }
        let error = |(setting, reason)| Error::Impossible { path: path.clone(), setting, reason };
        Err(impossible.into_iter().map(error).collect())
    }

    /// Fetches secrets and looks at every value; what cannot be.
    fn resolve(&mut self, beside: &Path) -> Vec<Impossible> {
        let checked = [
            self.service.check(),
            self.server.resolve(beside),
            self.limits.check(),
            self.rate.check(),
            self.fetch.check(),
            self.webhooks.check(),
            self.credits.check(),
            self.price.check(),
            package::check(&self.packages),
            self.policy.resolve(beside),
            self.signup.check(),
            self.mail.resolve(beside),
            self.payments.resolve(beside),
        ];
        checked.into_iter().filter_map(Result::err).collect()
    }

    /// The package of this id.
    #[must_use]
    pub fn package(&self, id: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.id == id)
    }
}

/// `path` as the file means it: relative to the file's own directory.
fn beside(directory: &Path, path: &mut PathBuf) {
    if path.is_relative() {
        *path = directory.join(&*path);
    }
}

fn impossible(setting: &str, reason: impl Into<String>) -> Impossible {
    (setting.to_owned(), reason.into())
}

/// Checks that `url` is an `http` or `https` one that paths can be appended to.
fn check_url(setting: &str, url: &str) -> Result<(), Impossible> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/'))
        || url.ends_with('/')
        || url.contains(['?', '#', ' '])
    {
        return Err(impossible(
            setting,
            format!("{url:?} is no address such as \"https://3d.example.com\", without a final slash"),
        ));
    }
    Ok(())
}

/// Checks that these are names of hosts, with a port or without.
fn check_hosts(setting: &str, hosts: &[String]) -> Result<(), Impossible> {
    match hosts.iter().find(|host| host.is_empty() || host.contains(['/', '@', ' '])) {
        Some(host) => Err(impossible(setting, format!("{host:?} is neither HOST nor HOST:PORT"))),
        None => Ok(()),
    }
}

/// Checks that mail can be addressed to `address`.
fn check_address(setting: &str, address: &str) -> Result<(), Impossible> {
    match address.parse::<lettre::Address>() {
        Ok(_) => Ok(()),
        Err(error) => Err(impossible(setting, format!("{address:?} is no e-mail address: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Configuration, String> {
        let directory = tempfile::tempdir().expect("a directory");
        std::fs::write(directory.path().join(FILE_NAME), text).expect("write");
        Configuration::load(None, directory.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn without_a_file_everything_has_a_default_and_starter_is_for_sale() {
        let directory = tempfile::tempdir().expect("a directory");
        let configuration = Configuration::load(None, directory.path()).expect("defaults");
        let starter = configuration.package("starter").expect("policy P7");
        assert_eq!((starter.credits.0, starter.price_minor, starter.currency.as_str()), (60, 999, "usd"));
        assert_eq!(configuration.price.of("silhouette", 256).0, 10);
        let missing = directory.path().join("other.toml");
        let error = Configuration::load(Some(&missing), directory.path()).expect_err("named and not there");
        assert!(error.to_string().contains("other.toml"), "{error}");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (text, said) in [
            ("[service]\nnam = 'x'", "line 2"),
            ("[service]\nurl = 'example.com'", "service.url"),
            ("[service]\ncontact = 'nobody'", "service.contact"),
            ("[credits]\nlifetime_months = 0", "credits.lifetime_months"),
            ("[credits]\ngrace_days = -1", "line 2"),
            ("[credits]\nwarning_days = [30, 0]", "credits.warning_days"),
            ("[price]\ndefault = 0", "price.default"),
            ("[[price.rule]]\ncredits = 0", "price.rule 1"),
            ("[[package]]\nid='a'\nname='A'\ncredits=0\nprice_minor=1\ncurrency='usd'", "package a"),
            ("[[package]]\nid='a'\nname='A'\ncredits=1\nprice_minor=1\ncurrency='dollars'", "package a"),
            ("[mail]\nsmtp = { file = 'nowhere' }\nfrom = 'a@example.com'", "mail.smtp"),
            ("[mail]\nsmtp = 'smtp://localhost'\ndirectory = 'mail'", "mail"),
            ("[mail]\nfrom = 'nobody'", "mail.from"),
            ("[mail]\nsmtp = 'http://localhost'", "smtps://"),
            ("[mail]\nsmtp = 'smtp://example.com?tls=opportunistic'", "tls=required"),
            ("[mail]\nsmtp = 'smtps://user@example.com'", "USER:PASSWORD"),
            ("[mail]\nsmtp = 'smtp://user:secret@example.com'", "unencrypted"),
            ("[mail]\nsmtp = 'smtp://localhost'\nca = 'ca.pem'", "mail.ca"),
            ("[mail]\nsmtp = 'smtps://localhost'\nca = 'nowhere.pem'", "nowhere.pem"),
            ("[mail]\nca = 'ca.pem'", "mail.ca"),
            ("[signup]\nhourly = 0", "signup"),
            ("[payments.stripe]\nsecret_key = 'sk'", "webhook_secret"),
        ] {
            let error = load(text).expect_err(text);
            assert!(error.contains(said), "{text:?} says {error:?}, not {said:?}");
            assert!(!error.contains("secret@"), "{error}");
        }
    }

    fn examine(text: &str, variables: &[(&str, &str)]) -> Result<Configuration, Vec<String>> {
        let directory = tempfile::tempdir().expect("a directory");
        std::fs::write(directory.path().join(FILE_NAME), text).expect("write");
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Configuration::examine_with(None, directory.path(), &Overrides::new(variables))
            .map_err(|errors| errors.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn all_sections_that_are_wrong_are_named_at_once_and_no_secret_is_shown() {
        let text = "[service]\nnam = 'x'\n[credits]\ngrace_days = 'hidden?'\n\n[payments.stripe]\nsecret_key = 7\n\
                    [payments.stripe.webhook_secret]\nfile = 'x'";
        let errors = examine(text, &[]).expect_err("wrong");
        assert_eq!(errors.len(), 3, "{errors:?}");
        for (error, said) in errors.iter().zip(["line 2, column 1", "line 4", "line 7"]) {
            assert!(error.contains(said), "{error}");
        }
        let errors = examine("[price]\ndefault = 0\n[signup]\nhourly = 0", &[]).expect_err("wrong");
        assert!(errors[0].contains("price.default") && errors[1].contains("signup"), "{errors:?}");
        let errors = examine("[payments.stripe]\nsecret_key = sk_hidden", &[]).expect_err("wrong");
        assert!(errors[0].contains("line 2") && !errors[0].contains("hidden"), "{errors:?}");
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let variables = [
            ("ONECLICK3D__SERVICE__NAME", "42"),
            ("ONECLICK3D__SERVICE__PROXIES", "['10.0.0.2']"),
            ("ONECLICK3D__LIMITS__HEAD_S", "0.5"),
            ("ONECLICK3D__PAYMENTS__STRIPE__SECRET_KEY", "sk_hidden"),
            ("ONECLICK3D__PAYMENTS__STRIPE__WEBHOOK_SECRET__FILE", concat!(env!("CARGO_MANIFEST_DIR"), "/src/main.rs")),
            ("ONECLICK3D__PACKAGE", "[{id='a', name='A', credits=1, price_minor=1, currency='eur'}]"),
        ];
        let right = examine("[service]\nname = 'x'\nurl = 'http://a'", &variables).expect("right");
        assert_eq!((right.service.name.as_str(), right.service.url.as_str()), ("42", "http://a"));
        assert_eq!(right.service.proxies.len(), 1);
        assert_eq!(right.limits.head, std::time::Duration::from_millis(500));
        let stripe = right.payments.stripe.as_ref().expect("there");
        assert_eq!(stripe.secret_key.reveal(), "sk_hidden");
        assert_eq!(stripe.webhook_secret.reveal(), include_str!("../main.rs").trim());
        assert_eq!(right.packages.len(), 1);
    }

    #[test]
    fn what_is_wrong_in_the_environment_is_said_with_its_name() {
        for (variable, value, said) in [
            ("ONECLICK3D__SERVICE__NAM", "x", "service.nam does not exist; there are contact, name"),
            ("ONECLICK3D__SERVIC__NAME", "x", "servic does not exist"),
            ("ONECLICK3D__SERVICE__NAME__X", "x", "service.name is no section"),
            ("ONECLICK3D__LIMITS__BODY_MB", "many", "a number"),
            ("ONECLICK3D__LIMITS__BODY_MB", "-1", "body_mb"),
            ("ONECLICK3D__SERVER__DEVICE", "abacus", "abacus"),
            ("ONECLICK3D__SERVICE__PROXIES", "10.0.0.2", "array"),
        ] {
            let errors = examine("", &[(variable, value)]).expect_err(variable);
            assert!(errors[0].contains(variable) && errors[0].contains(said), "{variable}={value}: {errors:?}");
        }
        let errors = examine("", &[("ONECLICK3D__SERVICE__URL", "nowhere")]).expect_err("no URL");
        assert!(errors[0].contains("service.url"), "{errors:?}");
    }

    #[test]
    fn an_smtp_server_is_named_by_a_url_and_its_password_is_not_shown() {
        for (url, expected) in [
            ("smtps://me:hidden@mail.example.com", ("mail.example.com", Encryption::Tls)),
            (
                "smtp://me:hidden@mail.example.com:587/3d.example.com?tls=required",
                ("mail.example.com", Encryption::StartTls),
            ),
            ("smtp://me:hidden@127.0.0.1:1025", ("127.0.0.1", Encryption::None)),
            ("smtp://relay", ("relay", Encryption::None)),
        ] {
            let configuration = load(&format!("[mail]\nsmtp = '{url}'")).expect(url);
            let Some(Delivery::Smtp(server)) = configuration.mail.delivery() else { panic!("{url}") };
            assert_eq!((server.host.as_str(), server.encryption), expected);
            assert!(!format!("{configuration:?}").contains("hidden"), "{configuration:?}");
        }
    }

    #[test]
    fn the_first_price_that_fits_counts() {
        let configuration = load(
            "[price]\ndefault = 5\n[[price.rule]]\nmodel = 'triposr'\nresolution_from = 512\ncredits = 30\n\
             [[price.rule]]\nmodel = 'triposr'\ncredits = 20",
        )
        .expect("right");
        let price = |model, resolution| configuration.price.of(model, resolution).0;
        assert_eq!([price("silhouette", 512), price("triposr", 256), price("triposr", 512)], [5, 20, 30]);
    }

    #[test]
    fn a_secret_comes_from_a_file_and_is_not_shown() {
        let directory = tempfile::tempdir().expect("a directory");
        std::fs::write(directory.path().join("key"), "sk_hidden\n").expect("write");
        let text = "[payments.stripe]\nsecret_key = { file = 'key' }\nwebhook_secret = 'whsec_hidden'";
        std::fs::write(directory.path().join(FILE_NAME), text).expect("write");
        let configuration = Configuration::load(None, directory.path()).expect("right");
        let stripe = configuration.payments.stripe.as_ref().expect("there");
        assert_eq!((stripe.secret_key.reveal(), stripe.webhook_secret.reveal()), ("sk_hidden", "whsec_hidden"));
        assert!(!format!("{configuration:?}").contains("hidden"));
    }
}
