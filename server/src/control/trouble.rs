//! Why an operator's command was not done, from the errors of all that it uses.

use crate::database::backup;
use crate::payments::GatewayError;
use crate::{cases, evidence, export, ledger, mail, payments, statements};

/// Why a command was not done; whose fault it is decides how it ends.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The asker's.
    Refused(String),
    /// Nobody's.
    Failed(String),
}

impl From<ledger::Error> for Trouble {
    fn from(error: ledger::Error) -> Self {
        use ledger::Error;
        match error {
            Error::Database(_) | Error::Random(_) | Error::Overflow(..) => Trouble::Failed(error.to_string()),
            _ => Trouble::Refused(error.to_string()),
        }
    }
}

impl From<mail::Error> for Trouble {
    fn from(error: mail::Error) -> Self {
        match error {
            mail::Error::Database(_) => Trouble::Failed(error.to_string()),
            _ => Trouble::Refused(error.to_string()),
        }
    }
}

impl From<crate::database::Error> for Trouble {
    fn from(error: crate::database::Error) -> Self {
        Trouble::Failed(error.to_string())
    }
}

impl From<backup::Error> for Trouble {
    fn from(error: backup::Error) -> Self {
        match error {
            backup::Error::Place { .. } => Trouble::Refused(error.to_string()),
            _ => Trouble::Failed(error.to_string()),
        }
    }
}

impl From<statements::Error> for Trouble {
    fn from(error: statements::Error) -> Self {
        match error {
            statements::Error::Ledger(error) => error.into(),
            statements::Error::Generation(_) => Trouble::Failed(error.to_string()),
        }
    }
}

impl From<export::Error> for Trouble {
    fn from(error: export::Error) -> Self {
        match error {
            export::Error::Ledger(error) => error.into(),
            export::Error::Place { .. } => Trouble::Refused(error.to_string()),
            _ => Trouble::Failed(error.to_string()),
        }
    }
}

impl From<payments::Error> for Trouble {
    fn from(error: payments::Error) -> Self {
        use payments::Error;
        match error {
            Error::Ledger(error) => error.into(),
            Error::Database(_) | Error::Generations(_) | Error::Gateway(GatewayError::Unavailable { .. }) => {
                Trouble::Failed(error.to_string())
            }
            error => Trouble::Refused(error.to_string()),
        }
    }
}

impl From<evidence::Error> for Trouble {
    fn from(error: evidence::Error) -> Self {
        match error {
            evidence::Error::Payments(error) => error.into(),
            evidence::Error::Statement(error) => error.into(),
            evidence::Error::Export(error) => error.into(),
            error => Trouble::Refused(error.to_string()),
        }
    }
}

impl From<cases::Error> for Trouble {
    fn from(error: cases::Error) -> Self {
        use cases::Error;
        match error {
            Error::Ledger(error) => error.into(),
            Error::Payments(error) => error.into(),
            Error::Database(_) => Trouble::Failed(error.to_string()),
            error => Trouble::Refused(error.to_string()),
        }
    }
}
