//! The API server's answer to one object: `metav1.Status` as far as it tells something.

/// The answer to a create or an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether the object now exists.
    pub accepted: bool,
    /// The HTTP code; `None` where the document did not get as far as the server.
    pub code: Option<u16>,
    /// `Created`, `OK`, `Invalid`, `BadRequest`, …; `ClientError` where kubectl could not send it.
    pub reason: &'static str,
    /// The server's words; `None` for an accepted object.
    pub message: Option<String>,
    /// `details.causes`.
    pub causes: Vec<Cause>,
    /// Warning headers.
    pub warnings: Vec<String>,
}

/// One of `details.causes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// `FieldValueInvalid`, `FieldValueRequired`, ….
    pub reason: &'static str,
    /// The field's path.
    pub field: String,
    /// The server's words.
    pub message: String,
}
