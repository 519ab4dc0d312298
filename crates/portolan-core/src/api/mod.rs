//! The API's own types, as far as they are read: `k8s.io/api` v0.36 in the fields that the rooms behind this one look
//! at, each with its JSON name.
//!
//! Whether a tree fits the whole type is for `document` to say, by Go's own table of fields; what does not fit is read
//! as the zero value here. A field that no room reads stands nowhere: to read it is to declare it first.

pub(crate) mod apps;
pub(crate) mod batch;
pub(crate) mod core;
pub(crate) mod discovery;
pub(crate) mod gateway;
pub(crate) mod meta;
pub(crate) mod metallb;
pub(crate) mod networking;
mod read;
mod time;
mod value;

pub(crate) use read::Read;
pub(crate) use time::Time;
pub(crate) use value::{IntOrString, Present, Quantity};

/// Declares structs: each field with its type and its JSON name.
macro_rules! api {
    ($($name:ident { $($field:ident: $type:ty = $key:literal,)* })*) => {$(
        #[derive(Clone, Debug, Default, PartialEq)]
        pub(crate) struct $name {
            $(pub(crate) $field: $type,)*
        }

        impl $crate::api::read::Fields for $name {
            fn set(&mut self, key: &str, value: portolan_yaml::Node<'_>) {
                match key {
                    $($key => $crate::api::Read::read_into(&mut self.$field, value),)*
                    _ => {}
                }
            }
        }

        impl $crate::api::Read for $name {
            fn read(node: portolan_yaml::Node<'_>) -> Self {
                let mut new = Self::default();
                $crate::api::read::set_all(&mut new, node);
                new
            }
        }
    )*};
}

use api;
