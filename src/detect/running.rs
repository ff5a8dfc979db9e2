//! What running a page adds to a hit: that it comes true, and the code in which that can be read.

use std::sync::Arc;

use super::Proof;
use crate::{
    finding::{Signal, SignalKind},
    page::{Link, Origin, Page, Spot, script::Running},
};

/// That running the page showed it as well, or alone.
pub(super) fn ran_signal(ran: Option<&Running>) -> Option<Signal> {
    ran.filter(|ran| ran.came_true)
        .map(|ran| Signal::new(SignalKind::Ran, if ran.alone { "alone" } else { "agrees" }))
}

/// The code that was made while running, with what is to be marked in it.
pub(super) fn unpacked(
    page: &Arc<Page>,
    spot: &Spot,
    ran: Option<&Running>,
    sought: &str,
) -> Option<Proof> {
    let layer = Arc::clone(ran?.layer.as_ref()?);
    Some(Proof::Unpacked(Arc::clone(page), spot.clone(), layer, sought.to_owned()))
}

/// What shows a link: its element, or the code by which a script built it.
pub(super) fn proof_of_link(page: &Arc<Page>, link: &Link) -> Proof {
    let built = || {
        let scripts = page.scripts.iter().filter(|script| script.spot.at == link.spot.at);
        let mut writes = scripts.flat_map(|script| &script.facts).flat_map(|facts| &facts.writes);
        let write = writes.find(|write| write.markup.contains(&link.href))?;
        unpacked(page, &link.spot, write.ran.as_ref(), &link.href)
    };
    let made = (link.origin == Origin::Script).then(built).flatten();
    made.unwrap_or_else(|| Proof::Element(Arc::clone(page), link.spot.clone()))
}
