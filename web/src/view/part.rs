//! One component for all parts of the page, whatever they show: yew's life cycle of a component is compiled once, and
//! not once for each part, which would be a fifth of the page.

use std::any::Any;
use std::rc::Rc;
use web_sys::Element;
use yew::functional::{FunctionProvider, Hook, HookContext};
use yew::{Html, HtmlResult, Properties, function_component, html};

/// A part of the page: what `#[function_component]` declares, shown with these properties.
pub(crate) fn part<P>(properties: P::Properties) -> Html
where
    P: FunctionProvider,
    P::Properties: 'static,
{
    let PartProperties { kind, properties } = PartProperties::of::<P>(properties);
    // Another kind of part in the same place is another component: its hooks are others.
    html! { <Part key={run::<P> as *const () as usize} {kind} {properties} /> }
}

/// Shows a part in an element, in the place of what is there.
pub(crate) fn mount<P>(place: Element)
where
    P: FunctionProvider<Properties = ()>,
{
    yew::Renderer::<Part>::with_root_and_props(place, PartProperties::of::<P>(())).render();
}

/// What a kind of part does.
#[derive(Clone, Copy)]
struct Kind {
    /// Shows properties.
    run: fn(&mut HookContext, &dyn Any) -> HtmlResult,
    /// Whether properties are equal.
    same: fn(&dyn Any, &dyn Any) -> bool,
}

#[derive(Clone, Properties)]
struct PartProperties {
    kind: Kind,
    properties: Rc<dyn Any>,
}

impl PartProperties {
    fn of<P: FunctionProvider>(properties: P::Properties) -> Self
    where
        P::Properties: 'static,
    {
        Self { kind: Kind { run: run::<P>, same: same::<P> }, properties: Rc::new(properties) }
    }
}

impl PartialEq for PartProperties {
    fn eq(&self, other: &Self) -> bool {
        (self.kind.same)(&*self.properties, &*other.properties)
    }
}

fn run<P: FunctionProvider>(context: &mut HookContext, properties: &dyn Any) -> HtmlResult
where
    P::Properties: 'static,
{
    properties.downcast_ref().map_or_else(|| Ok(Html::default()), |properties| P::run(context, properties))
}

fn same<P: FunctionProvider>(one: &dyn Any, other: &dyn Any) -> bool
where
    P::Properties: 'static,
{
    one.downcast_ref::<P::Properties>().is_some_and(|one| Some(one) == other.downcast_ref())
}

/// The component.
#[function_component]
fn Part(part: &PartProperties) -> HtmlResult {
    use_kind(part)
}

/// Whatever hooks the kind of part has are the component's.
fn use_kind(part: &PartProperties) -> impl Hook<Output = HtmlResult> {
    Shown(part)
}

struct Shown<'p>(&'p PartProperties);

impl Hook for Shown<'_> {
    type Output = HtmlResult;

    fn run(self, context: &mut HookContext) -> HtmlResult {
        (self.0.kind.run)(context, &*self.0.properties)
    }
}
