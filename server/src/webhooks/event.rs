//! What is told.

use crate::generations::State;

use super::Error;

/// What a delivery tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A generation succeeded.
    Succeeded,
    /// A generation failed.
    Failed,
    /// A generation was canceled.
    Canceled,
    /// Somebody wants to see whether anything arrives.
    Test,
    /// A prediction's run started.
    PredictionStart,
    /// A prediction has an output.
    PredictionOutput,
    /// A prediction ended, in whichever way.
    PredictionCompleted,
}

impl Event {
    /// Those that an endpoint chooses among.
    pub const OF_ENDPOINTS: [Event; 3] = [Event::Succeeded, Event::Failed, Event::Canceled];
    /// Those that a prediction's own webhook chooses among.
    pub const OF_PREDICTIONS: [Event; 3] =
        [Event::PredictionStart, Event::PredictionOutput, Event::PredictionCompleted];

    /// As in the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Event::Succeeded => "generation.succeeded",
            Event::Failed => "generation.failed",
            Event::Canceled => "generation.canceled",
            Event::Test => "webhook.test",
            Event::PredictionStart => "prediction.start",
            Event::PredictionOutput => "prediction.output",
            Event::PredictionCompleted => "prediction.completed",
        }
    }

    /// What the end of a generation is; none for what is no end.
    pub(super) fn of_end(state: State) -> Option<Event> {
        match state {
            State::Succeeded => Some(Event::Succeeded),
            State::Failed => Some(Event::Failed),
            State::Canceled => Some(Event::Canceled),
            State::Queued | State::Running => None,
        }
    }

    /// The one of this name, as stored.
    pub(super) fn read(name: &str) -> Result<Event, Error> {
        Event::OF_ENDPOINTS
            .into_iter()
            .chain(Event::OF_PREDICTIONS)
            .chain([Event::Test])
            .find(|event| event.as_str() == name)
            .ok_or_else(|| Error::Unreadable(format!("'{name}' is no event")))
    }
}

/// Events as a row has them.
pub(super) fn to_json(events: &[Event]) -> String {
    let names: Vec<&str> = events.iter().map(|event| event.as_str()).collect();
    serde_json::to_string(&names).expect("plain data serializes")
}

/// The events of a row.
pub(super) fn of_json(json: &str) -> Result<Vec<Event>, Error> {
    let names: Vec<String> = serde_json::from_str(json).map_err(|error| Error::Unreadable(error.to_string()))?;
    names.iter().map(|name| Event::read(name)).collect()
}
