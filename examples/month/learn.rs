//! The portals are learned and approved before night 1.

use std::path::Path;

use canhcong::scan::Options;

use crate::server::Province;

/// Learns all portals as they are on night 0 and approves what was learned. There is nothing yet
/// that learns: the scan judges each night by itself.
pub async fn learn_and_approve(
    province: &Province,
    _options: &Options,
    _state: &Path,
) -> anyhow::Result<()> {
    province.turn_to(0);
    Ok(())
}
