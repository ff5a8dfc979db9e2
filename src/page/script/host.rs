//! The objects of the browser that code can name, and what reading their properties depends on.

use super::Condition;
use super::value::{Sources, Value};

/// An object or function of the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    Window,
    /// `top`, `parent`, `opener`: another window, unless the page is not framed.
    OuterWindow,
    Document,
    /// The inside of a frame: its window, its document, its location.
    Frame,
    Location,
    /// The location of an outer window.
    OuterLocation,
    Navigator,
    Screen,
    Storage,
    History,
    Math,
    Json,
    Promise,
    JQuery,
    Date,
    Reflect,
    Navigation,
    ArrayType,
    /// `Uint8Array` and its kin.
    BytesType,
    BlobType,
    BooleanType,
    FunctionType,
    /// `new Element('a', {…})`, as Prototype has it.
    ElementType,
    FormData,
    ImageType,
    NumberType,
    ObjectType,
    PatternType,
    TextType,
    /// `TextDecoder`, the type and what it makes.
    TextDecoder,
    UrlType,
    Alert,
    Atob,
    Btoa,
    Confirm,
    DecodeUri,
    EncodeUri,
    EncodeUriComponent,
    Escape,
    Eval,
    Fetch,
    ImportScripts,
    Interval,
    IsNan,
    MatchMedia,
    NextFrame,
    OpenWindow,
    ParseFloat,
    ParseInt,
    /// `WebSocket`, `EventSource`.
    Socket,
    Timeout,
    Unescape,
}

/// What a name means that the script itself does not declare.
pub(super) fn global(name: &str) -> Option<Value> {
    let host = match name {
        "window" | "self" | "globalThis" | "frames" => Host::Window,
        "top" | "parent" | "opener" => Host::OuterWindow,
        "document" => Host::Document,
        "location" => Host::Location,
        "navigator" | "clientInformation" => Host::Navigator,
        "screen" => Host::Screen,
        "localStorage" | "sessionStorage" => Host::Storage,
        "history" => Host::History,
        "Math" => Host::Math,
        "JSON" => Host::Json,
        "Promise" => Host::Promise,
        "Reflect" => Host::Reflect,
        "navigation" => Host::Navigation,
        "$" | "jQuery" | "Zepto" => Host::JQuery,
        "Date" => Host::Date,
        "Array" => Host::ArrayType,
        "Uint8Array" | "Uint16Array" | "Int8Array" | "Uint8ClampedArray" => Host::BytesType,
        "Blob" | "File" => Host::BlobType,
        "Boolean" => Host::BooleanType,
        "Function" => Host::FunctionType,
        "Element" => Host::ElementType,
        "FormData" => Host::FormData,
        "Image" => Host::ImageType,
        "Number" => Host::NumberType,
        "Object" => Host::ObjectType,
        "RegExp" => Host::PatternType,
        "String" => Host::TextType,
        "TextDecoder" => Host::TextDecoder,
        "URL" | "webkitURL" => Host::UrlType,
        "WebSocket" | "EventSource" => Host::Socket,
        "alert" => Host::Alert,
        "atob" => Host::Atob,
        "btoa" => Host::Btoa,
        "confirm" | "prompt" => Host::Confirm,
        // They differ only in characters that matter to nobody here.
        "decodeURI" | "decodeURIComponent" => Host::DecodeUri,
        "encodeURI" => Host::EncodeUri,
        "encodeURIComponent" => Host::EncodeUriComponent,
        "escape" => Host::Escape,
        "eval" | "execScript" => Host::Eval,
        "fetch" => Host::Fetch,
        "importScripts" => Host::ImportScripts,
        "setInterval" => Host::Interval,
        "isNaN" => Host::IsNan,
        "matchMedia" => Host::MatchMedia,
        "requestAnimationFrame" | "requestIdleCallback" | "setImmediate" | "queueMicrotask" => {
            Host::NextFrame
        }
        "open" => Host::OpenWindow,
        "parseFloat" => Host::ParseFloat,
        "parseInt" => Host::ParseInt,
        "setTimeout" => Host::Timeout,
        "unescape" => Host::Unescape,
        "undefined" => return Some(Value::Undefined),
        "NaN" => return Some(Value::Number(f64::NAN)),
        "Infinity" => return Some(Value::Number(f64::INFINITY)),
        "innerWidth" | "innerHeight" | "outerWidth" | "outerHeight" | "devicePixelRatio"
        | "orientation" => return Some(Value::unknown_on(Condition::Screen)),
        "ontouchstart" => return Some(Value::unknown_on(Condition::Device)),
        "performance" => return Some(Value::unknown_on(Condition::Time)),
        "frameElement" => return Some(Value::unknown_on(Condition::Framed)),
        "event" => return Some(Value::Unknown(Sources::EVENT)),
        _ => return None,
    };
    Some(Value::Host(host))
}

impl Host {
    /// Whether it is a window.
    pub fn is_window(self) -> bool {
        matches!(self, Self::Window | Self::OuterWindow)
    }

    /// Whether it is the address of a window.
    pub fn is_location(self) -> bool {
        matches!(self, Self::Location | Self::OuterLocation)
    }

    /// The name of a type of the language.
    pub fn type_name(self) -> Option<&'static str> {
        Some(match self {
            Self::ArrayType => "Array",
            Self::BooleanType => "Boolean",
            Self::FunctionType => "Function",
            Self::NumberType => "Number",
            Self::ObjectType => "Object",
            Self::PatternType => "RegExp",
            Self::TextType => "String",
            _ => return None,
        })
    }

    /// What reading anything of it depends on.
    pub fn sources(self) -> Sources {
        let condition = match self {
            Self::Location => Condition::Address,
            Self::OuterWindow | Self::OuterLocation => Condition::Framed,
            Self::Navigator => Condition::Device,
            Self::Screen => Condition::Screen,
            Self::Storage => Condition::Cookie,
            Self::Date => Condition::Time,
            Self::Confirm => return Sources::USER,
            _ => return Sources::NONE,
        };
        Sources::on(condition)
    }

    /// The value of one of its properties; `None` where it is one of its methods, or nothing that
    /// is known here.
    pub fn property(self, name: &str) -> Option<Value> {
        match (self, name) {
            (Self::Window, _) => global(name),
            (Self::OuterWindow, "location") => Some(Value::Host(Self::OuterLocation)),
            (Self::OuterWindow, "length") => Some(Value::unknown_on(Condition::Framed)),
            (Self::OuterWindow, "window" | "self" | "top" | "parent") => Some(Value::Host(self)),
            (Self::OuterWindow, _) => global(name),
            (Self::Document, "location") => Some(Value::Host(Self::Location)),
            (Self::Document, "defaultView" | "parentWindow") => Some(Value::Host(Self::Window)),
            (Self::Document, "referrer") => Some(Value::unknown_on(Condition::Referrer)),
            (Self::Document, "cookie") => Some(Value::unknown_on(Condition::Cookie)),
            (Self::Document, "URL" | "documentURI" | "domain" | "baseURI") => {
                Some(Value::unknown_on(Condition::Address))
            }
            (
                Self::Navigator,
                "language" | "languages" | "userLanguage" | "browserLanguage" | "systemLanguage",
            ) => Some(Value::unknown_on(Condition::Language)),
            (Self::Location | Self::OuterLocation, "protocol") => {
                Some(Value::Unknown(self.sources().and(Sources::PROTOCOL)))
            }
            (
                Self::Location | Self::OuterLocation,
                "href" | "host" | "hostname" | "pathname" | "search" | "hash" | "port" | "origin",
            )
            | (Self::Navigator | Self::Screen, _)
            | (Self::Storage, "length") => Some(Value::Unknown(self.sources())),
            (Self::Math, "PI") => Some(Value::Number(std::f64::consts::PI)),
            _ => None,
        }
    }
}
