//! Code that the page opens without: it lies in files of its own, which are fetched when they are first needed.
//!
//! What such a file holds is all that only its function reaches: `wasm_split` marks the function, and the page's build
//! (`cargo xtask web --release`) moves what belongs to it. It takes for granted that the rest of the program
//! ([`rest`]) is here. Other builds of the page are one file.

use crate::rest;
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::thread::LocalKey;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, use_effect_with, use_state_eq};

pub(crate) use crate::rest::Lost;

/// What comes of fetching.
pub(crate) type Coming<T> = Pin<Box<dyn Future<Output = Result<T, Lost>>>>;

/// A file of code, of which a `T` is used: a function, or a few.
pub(crate) struct Deferred<T: 'static> {
    /// Fetches it.
    fetch: fn() -> Coming<T>,
    /// What was fetched.
    fetched: &'static LocalKey<Cell<Option<T>>>,
}

/// What there is of a file of code.
pub(crate) enum Code<T> {
    /// It is not wanted, or on its way.
    Awaited,
    /// Here it is.
    Here(T),
    /// It could not be fetched; this tries again.
    Lost(Callback<()>),
}

impl<T> Clone for Deferred<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Deferred<T> {}

impl<T> PartialEq for Deferred<T> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.fetched, other.fetched)
    }
}

impl<T: Copy> Deferred<T> {
    /// What is fetched by `fetch`, and then lies in `fetched`.
    pub(crate) const fn new(fetch: fn() -> Coming<T>, fetched: &'static LocalKey<Cell<Option<T>>>) -> Self {
        Self { fetch, fetched }
    }

    /// Fetches it, unless it is here.
    pub(crate) async fn code(self) -> Result<T, Lost> {
        if let Some(code) = self.fetched.get() {
            return Ok(code);
        }
        rest::here().await?;
        let code = (self.fetch)().await?;
        self.fetched.set(Some(code));
        Ok(code)
    }
}

/// The code of a file, fetched as soon as it is `wanted`.
#[yew::hook]
pub(crate) fn use_code<T: Copy + 'static>(deferred: Deferred<T>, wanted: bool) -> Code<T> {
    let attempt = use_state_eq(|| 0_u32);
    let answered = use_state_eq(|| None::<bool>);
    {
        let answered = answered.setter();
        use_effect_with((deferred, wanted, *attempt), move |&(deferred, wanted, _)| {
            if wanted && deferred.fetched.get().is_none() {
                answered.set(None);
                spawn_local(async move { answered.set(Some(deferred.code().await.is_ok())) });
            }
        });
    }
    match deferred.fetched.get() {
        Some(code) => Code::Here(code),
        None if *answered == Some(false) => Code::Lost(Callback::from(move |()| attempt.set(*attempt + 1))),
        None => Code::Awaited,
    }
}

/// Declares code of a file of its own: `deferred! { NAME: Type = value, in file }` makes the constant `NAME`, a
/// [`Deferred`] of `value`, in the file `file`.
macro_rules! deferred {
    ($(#[$doc:meta])* $vis:vis $name:ident: $of:ty = $value:expr, in $file:ident) => {
        $(#[$doc])*
        $vis const $name: $crate::deferred::Deferred<$of> = {
            #[cfg(feature = "split")]
            #[wasm_split_helpers::wasm_split($file, fallible)]
            fn fetched() -> Result<$of, wasm_split_helpers::SplitLoaderError> {
                Ok($value)
            }
            #[cfg(feature = "split")]
            async fn code() -> Result<$of, $crate::deferred::Lost> {
                fetched().await.map_err(|_| $crate::deferred::Lost)
            }
            #[cfg(not(feature = "split"))]
            async fn code() -> Result<$of, $crate::deferred::Lost> {
                Ok($value)
            }
            thread_local! {
                static FETCHED: std::cell::Cell<Option<$of>> = const { std::cell::Cell::new(None) };
            }
            $crate::deferred::Deferred::new(|| Box::pin(code()), &FETCHED)
        };
    };
}
pub(crate) use deferred;
