//! The properties with which things are hidden.

/// The properties with which things are hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Property {
    Display,
    Visibility,
    Opacity,
    Overflow,
    Width,
    Height,
    MaxWidth,
    MaxHeight,
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
    Colour,
    Background,
    ZIndex,
}

impl Property {
    pub const COUNT: usize = 22;

    /// The group in which this property works together with others.
    pub fn group(self) -> Groups {
        match self {
            Self::Display => Groups::DISPLAY,
            Self::Visibility => Groups::VISIBILITY,
            Self::FontSize => Groups::FONT,
            Self::Colour | Self::Background => Groups::COLOUR,
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

/// The properties that a name sets.
pub(super) fn longhands(name: &str) -> Option<&'static [Property]> {
    use Property as P;
    const NAMES: [(&str, &[Property]); 34] = [
        ("display", &[P::Display]),
        ("visibility", &[P::Visibility]),
        ("content-visibility", &[P::Visibility]),
        ("opacity", &[P::Opacity]),
        ("filter", &[P::Opacity]),
        ("overflow", &[P::Overflow]),
        ("overflow-x", &[P::Overflow]),
        ("overflow-y", &[P::Overflow]),
        ("width", &[P::Width]),
        ("height", &[P::Height]),
        ("max-width", &[P::MaxWidth]),
        ("max-height", &[P::MaxHeight]),
        ("position", &[P::Position]),
        ("left", &[P::Left]),
        ("right", &[P::Right]),
        ("top", &[P::Top]),
        ("bottom", &[P::Bottom]),
        ("inset-inline-start", &[P::Left]),
        ("inset-block-start", &[P::Top]),
        ("inset", &[P::Top, P::Right, P::Bottom, P::Left]),
        ("margin", &[P::MarginTop, P::MarginLeft]),
        ("margin-left", &[P::MarginLeft]),
        ("margin-inline-start", &[P::MarginLeft]),
        ("margin-top", &[P::MarginTop]),
        ("text-indent", &[P::TextIndent]),
        ("clip", &[P::Clip]),
        ("clip-path", &[P::Clip]),
        ("transform", &[P::Transform]),
        ("scale", &[P::Transform]),
        ("font-size", &[P::FontSize]),
        ("font", &[P::FontSize]),
        ("color", &[P::Colour]),
        ("background", &[P::Background]),
        ("background-color", &[P::Background]),
    ];
    if name.eq_ignore_ascii_case("z-index") {
        return Some(&[P::ZIndex]);
    }
    if name.eq_ignore_ascii_case("background-image") {
        return Some(&[P::Background]);
    }
    NAMES
        .iter()
        .find(|(known, _)| name.eq_ignore_ascii_case(known))
        .map(|(_, longhands)| *longhands)
}
