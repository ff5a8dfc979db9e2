//! Presentational attributes: what old markup says without CSS.

use html5ever::{LocalName, local_name};
use scraper::ElementRef;

use super::style::{Backdrop, Declaration, Length, Paint, Property, Value, hint};

/// The value of an attribute.
pub(super) fn attribute<'d>(element: &ElementRef<'d>, name: LocalName) -> Option<&'d str> {
    let attributes = &element.value().attrs;
    attributes.iter().find(|(own, _)| own.local == name).map(|(_, value)| &**value)
}

/// What the attributes of an element declare, weaker than any stylesheet.
pub(super) fn of(element: &ElementRef<'_>, hidden: bool) -> Vec<Declaration> {
    let mut hints = Vec::new();
    let get = |name: LocalName| attribute(element, name);
    match element.value().name.local {
        local_name!("font") => {
            if let Some(colour) = get(local_name!("color")) {
                let text = format!("color={colour}");
                let paint = Value::Paint(Paint::from_attribute(colour));
                hints.push(hint(Property::Colour, paint, &text));
            }
        }
        local_name!("body")
        | local_name!("table")
        | local_name!("tbody")
        | local_name!("thead")
        | local_name!("tr")
        | local_name!("td")
        | local_name!("th") => {
            if let Some(colour) = get(local_name!("bgcolor")) {
                let backdrop = match Paint::from_attribute(colour) {
                    Paint::Solid(colour) => Backdrop::Solid(colour),
                    _ => Backdrop::Unknown,
                };
                hints.push(hint(Property::Background, Value::Backdrop(backdrop), "bgcolor"));
            }
            if get(local_name!("background")).is_some() {
                let backdrop = Value::Backdrop(Backdrop::Unknown);
                hints.push(hint(Property::Background, backdrop, "background"));
            }
        }
        local_name!("iframe") | local_name!("embed") | local_name!("object") => {
            for (name, property) in
                [(local_name!("width"), Property::Width), (local_name!("height"), Property::Height)]
            {
                if let Some(size) = get(name.clone()) {
                    let text = format!("{name}={size}");
                    hints.push(hint(property, Value::Length(Length::from_attribute(size)), &text));
                }
            }
        }
        local_name!("dialog") if get(local_name!("open")).is_none() => {
            hints.push(hint(Property::Display, Value::Hides(true), "<dialog>"));
        }
        _ => {}
    }
    if hidden {
        hints.push(hint(Property::Display, Value::Hides(true), "hidden"));
    }
    hints
}

/// What makes a marquee one that nobody can read: no size, or a step that leaps over the screen.
pub(super) fn idle_marquee(element: &ElementRef<'_>) -> Option<String> {
    let written = |name: LocalName, holds: &dyn Fn(f32) -> bool| {
        let value = attribute(element, name.clone())?;
        match Length::from_attribute(value) {
            Length::Px(px) | Length::Percent(px) if holds(px) => Some(format!("{name}={value}")),
            _ => None,
        }
    };
    written(local_name!("height"), &|px| px <= 2.0)
        .or_else(|| written(local_name!("width"), &|px| px <= 2.0))
        .or_else(|| written(LocalName::from("scrollamount"), &|px| px >= 500.0))
}
