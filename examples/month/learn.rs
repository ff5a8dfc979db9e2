//! The portals are learned and approved before night 1.

use std::path::Path;

use anyhow::Context as _;
use canhcong::{
    baseline::Baseline,
    scan::{Options, approved, known_rule},
    store::Store,
};

use crate::{calendar, look, server::Province};

/// Looks at the portals of one evening.
const LOOKS: usize = 3;

/// Learns all portals as they are on night 0 and approves what was learned.
pub async fn learn_and_approve(
    province: &Province,
    options: &Options,
    state: &Path,
) -> anyhow::Result<()> {
    province.turn_to(0);
    for _ in 0..LOOKS {
        look(province, options, state, 0).await?;
    }
    let baselines = options.baselines.as_deref().context("there is no folder of baselines")?;
    let at = calendar::begins(0)?;
    let store = Store::open_beside(state, known_rule, at)?.context("nothing was remembered")?;
    for target in &province.targets {
        let days = store.days(&target.id)?.context("nothing was learned")?;
        let starts = [std::slice::from_ref(&target.url), &target.start_pages].concat();
        let proposal = Baseline::propose(&target.id, &days.memory, &starts);
        let folder = baselines.join(&target.id);
        approved::write(&folder, &proposal.with(&[]), "month", at, "whole state")?;
    }
    Ok(())
}
