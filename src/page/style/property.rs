//! The properties with which things are hidden.

use cssparser::match_ignore_ascii_case;

/// The properties with which things are hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Property {
    Display,
    Visibility,
    Opacity,
    Overflow,
    Contain,
    Width,
    Height,
    MaxWidth,
    MaxHeight,
    LineHeight,
    Position,
    Left,
    Right,
    Top,
    Bottom,
    MarginLeft,
    MarginTop,
    TextIndent,
    Clip,
    Transform,
    FontSize,
    LetterSpacing,
    WordSpacing,
    Colour,
    TextFill,
    Background,
    ZIndex,
}

impl Property {
    pub const COUNT: usize = 27;

    /// The group in which this property works together with others.
    pub fn group(self) -> Groups {
        match self {
            Self::Display => Groups::DISPLAY,
            Self::Visibility => Groups::VISIBILITY,
            Self::FontSize | Self::LetterSpacing | Self::WordSpacing => Groups::FONT,
            Self::Colour | Self::TextFill | Self::Background => Groups::COLOUR,
            _ => Groups::BOX,
        }
    }
}

/// Sets of properties, so that only what matters is cascaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Groups(u8);

impl Groups {
    pub const NONE: Self = Self(0);
    pub const DISPLAY: Self = Self(1);
    pub const VISIBILITY: Self = Self(2);
    pub const FONT: Self = Self(4);
    pub const COLOUR: Self = Self(8);
    pub const BOX: Self = Self(16);

    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// A property without the prefix that browsers once gave it.
pub(super) fn unprefixed(name: &str) -> &str {
    let rest = name.get(..1).filter(|dash| *dash == "-").and_then(|_| name.get(1..));
    let rest = rest.and_then(|rest| rest.split_once('-'));
    match rest {
        Some((vendor, rest))
            if ["webkit", "moz", "ms", "o"].iter().any(|own| vendor.eq_ignore_ascii_case(own)) =>
        {
            rest
        }
        _ => name,
    }
}

/// The properties that a name sets.
pub(super) fn longhands(name: &str) -> Option<&'static [Property]> {
    use Property as P;
    let properties: &[Property] = match_ignore_ascii_case! { unprefixed(name),
        "display" => &[P::Display],
        "visibility" | "content-visibility" => &[P::Visibility],
        "opacity" | "filter" => &[P::Opacity],
        "overflow" | "overflow-x" | "overflow-y" => &[P::Overflow],
        "contain" => &[P::Contain],
        "width" | "inline-size" => &[P::Width],
        "height" | "block-size" => &[P::Height],
        "max-width" | "max-inline-size" => &[P::MaxWidth],
        "max-height" | "max-block-size" => &[P::MaxHeight],
        "line-height" => &[P::LineHeight],
        "position" => &[P::Position],
        "left" | "inset-inline-start" => &[P::Left],
        "right" | "inset-inline-end" => &[P::Right],
        "top" | "inset-block-start" => &[P::Top],
        "bottom" | "inset-block-end" => &[P::Bottom],
        "inset" => &[P::Top, P::Right, P::Bottom, P::Left],
        "inset-inline" => &[P::Left, P::Right],
        "inset-block" => &[P::Top, P::Bottom],
        "margin" => &[P::MarginTop, P::MarginLeft],
        "margin-left" | "margin-inline-start" => &[P::MarginLeft],
        "margin-top" | "margin-block-start" => &[P::MarginTop],
        "text-indent" => &[P::TextIndent],
        "clip" | "clip-path" => &[P::Clip],
        "transform" | "translate" | "rotate" | "scale" | "zoom" => &[P::Transform],
        "font-size" | "font" => &[P::FontSize],
        "letter-spacing" => &[P::LetterSpacing],
        "word-spacing" => &[P::WordSpacing],
        "color" => &[P::Colour],
        "text-fill-color" => &[P::TextFill],
        "background" | "background-color" | "background-image" => &[P::Background],
        "z-index" => &[P::ZIndex],
        _ => return None,
    };
    Some(properties)
}
