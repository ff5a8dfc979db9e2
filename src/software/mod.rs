//! Which software a portal runs, and which version, as far as the evidence goes.
//!
//! [`Traces`] shows one answer to every [`Product`], which returns clues; the [`Inventory`] gathers
//! them for a portal, and says what was [`Found`]. A clue leaves a set of [`Versions`]; all clues
//! together make the [`Answer`], which says no more than is known: a generator that names a branch
//! makes a range, a file that no known release ships makes "this or newer".
//!
//! One product, one file, in `product/`. [`assess`] then says how a version stands against what is
//! known of its releases ([`Lifecycle`]) and holes ([`Advisory`]), which `knowledge` brings along.
//! Nothing here touches the network, the clock or the disk.

mod advisory;
mod answer;
mod assessment;
mod banner;
mod catalogue;
mod clue;
mod distribution;
mod exposure;
mod file;
mod inventory;
mod library;
mod lifecycle;
mod product;
mod span;
mod traces;
mod version;
mod versions;
mod wanted;

pub use advisory::{Advisory, Confidence};
pub use answer::{Answer, Kind};
pub use assessment::{Applying, Assessment, Extent, FRESH_DAYS, Standing, Subject, assess};
pub use clue::{Clue, EXCERPT, Place, Says};
pub use distribution::distribution;
pub use exposure::{EXPOSURES, Exposed, Exposure, exposed, exposure};
pub use file::{FileDigest, StaticFile};
pub use inventory::{Evidence, Found, Inventory, MOST_CLUES};
pub use lifecycle::{Branch, Lifecycle, Part, Release, Support};
pub use product::{Example, PRODUCTS, Product, Shown, product};
pub use span::Span;
pub use traces::{Generator, Traces, version_in_query};
pub use version::{NoVersion, Version};
pub use versions::Versions;
