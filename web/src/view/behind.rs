//! What a part of the page shows that need not be drawn with the letter that the reader types.

use super::ViewProperties;
use crate::host::after_frame;
use yew::{Callback, hook, use_effect_with, use_mut_ref, use_state};

/// The newest view; where all is analysed anew, the one before, until a frame has shown what else has changed: what is
/// costly to tell does not keep the reader's letter waiting. Also whether it is behind: nothing can be done by it then, as
/// a fix of the text before would take the letter away.
#[hook]
pub(super) fn use_behind(view: &ViewProperties) -> (ViewProperties, bool) {
    let shown = use_state(|| view.clone());
    let newest = use_mut_ref(|| view.clone());
    newest.replace(view.clone());
    let waiting = use_mut_ref(|| None);
    let is_behind = shown.chart != view.chart || shown.before != view.before;
    {
        let (chart, shown) = (shown.chart.clone(), shown.setter());
        use_effect_with((is_behind, chart), move |(is_behind, _)| {
            waiting.replace(is_behind.then(|| after_frame(move || shown.set(newest.borrow().clone()))));
        });
    }
    let shown =
        if is_behind { ViewProperties { act: Callback::noop(), ..(*shown).clone() } } else { view.clone() };
    (shown, is_behind)
}
