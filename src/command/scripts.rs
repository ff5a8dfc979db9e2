//! What runs the scripts of pages, or why they are only read.

use std::sync::Arc;

use canhcong::{behaviour::Behaviour, identity::UserAgents};

/// Children for each processor; `None` if there can be none, which is said once.
pub(super) fn behaviour(agents: &UserAgents) -> Option<Arc<Behaviour>> {
    let children = std::thread::available_parallelism().map_or(1, usize::from);
    let tried = Behaviour::new(children, agents.clone()).and_then(|behaviour| {
        let walls = behaviour.walls()?;
        Ok((behaviour, walls))
    });
    match tried {
        Ok((behaviour, walls)) => {
            if !(walls.seccomp || walls.landlock) {
                tracing::warn!(
                    "this kernel has neither seccomp nor landlock for the processes that run the \
                     scripts of pages: only limits on time and memory stand around them"
                );
            }
            Some(Arc::new(behaviour))
        }
        Err(error) => {
            tracing::warn!("scripts of pages are read and not run: {error}");
            None
        }
    }
}
