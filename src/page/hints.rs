//! Presentational attributes: what old markup says without CSS.

use html5ever::{LocalName, local_name};
use scraper::ElementRef;

use super::style::{Backdrop, Declaration, Length, Paint, Property, Value, hint, parse_inline};

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
            if get(local_name!("size")).is_some_and(|size| size.trim() == "0") {
                let none = Value::Length(Length::Px(0.0));
                hints.push(hint(Property::FontSize, none, "size=0"));
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
            // Cells and tables that are meant to have no size; browsers may know better.
            let none = |name| get(name).is_some_and(|size: &str| is_none(size));
            let is_cell = matches!(element.value().name(), "td" | "th");
            if none(local_name!("width")) && (is_cell || none(local_name!("height"))) {
                hints.push(hint(Property::Width, Value::Length(Length::Px(0.0)), "width=0"));
                hints.push(hint(Property::Overflow, Value::Hides(true), "width=0"));
            }
        }
        local_name!("iframe")
        | local_name!("embed")
        | local_name!("object")
        | local_name!("svg") => {
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
        .or_else(|| written(LocalName::from("scrolldelay"), &|ms| ms >= 30_000.0))
}

/// Whether a picture is too small to be seen, and no other one will take its place.
pub(super) fn is_speck(element: &ElementRef<'_>) -> bool {
    let waits = |name: &str| name.starts_with("data-") || name == "srcset";
    if element.value().attrs.iter().any(|(name, _)| waits(&name.local)) {
        return false;
    }
    let tiny = |name: LocalName| {
        attribute(element, name).is_some_and(|size| Length::from_attribute(size).is_tiny())
    };
    if tiny(local_name!("width")) && tiny(local_name!("height")) {
        return true;
    }
    let Some(style) = attribute(element, local_name!("style")) else { return false };
    let mut declarations = Vec::new();
    parse_inline(style, &mut declarations);
    let tiny = |property| {
        declarations.iter().any(|own| {
            own.property == property
                && matches!(own.value, Value::Length(length) if length.is_tiny())
        })
    };
    tiny(Property::Width) && tiny(Property::Height)
}

fn is_none(size: &str) -> bool {
    Length::from_attribute(size).is_zero()
}
