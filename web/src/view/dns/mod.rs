//! DNS: the dig box, and below it all records of the cluster's zone.

mod dig;
mod records;

use super::ViewProperties;
use crate::view::part::part;
use dig::DigBox;
use records::Records;
use yew::{Html, function_component, html};

/// The DNS records, and the dig box.
#[function_component]
pub(super) fn Dns(view: &ViewProperties) -> Html {
    html! {
        <>
            { part::<DigBox>(view.clone()) }
            { part::<Records>(view.clone()) }
        </>
    }
}
