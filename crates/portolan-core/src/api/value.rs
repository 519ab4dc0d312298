//! Types with a form of their own in JSON.

/// `intstr.IntOrString`: a port or an amount, as a number or by name or percentage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum IntOrString {
    /// A number.
    Int(i32),
    /// A name, or a percentage.
    String(String),
}

impl Default for IntOrString {
    fn default() -> Self {
        Self::Int(0)
    }
}

/// `resource.Quantity`, as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quantity(pub(crate) String);

/// Something of which only that it is written matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Present;
