//! What a run is told, what it tells while it goes on, and why it cannot.

use std::{path::PathBuf, sync::Arc, time::Duration};

use url::Url;

use super::Clock;
use crate::{
    behaviour::Behaviour,
    evidence::Camera,
    fetch::{BuildError, Egress, Limits},
    finding::Finding,
    identity::{Identity, UserAgents},
    knowledge::Knowledge,
    outcome::PortalReport,
    store::StoreError,
    target::Target,
};

/// How a run looks at portals.
#[derive(Clone, Debug)]
pub struct Options {
    /// The visitors.
    pub identities: Vec<Identity>,
    /// Whether every page is looked at as every visitor.
    pub thorough: bool,
    /// Whether static files that tell the version of a product are asked for.
    pub version_files: bool,
    /// Page budget for one portal, if it is not the registration's.
    pub pages: Option<usize>,
    /// Time for one portal.
    pub time: Duration,
    /// Portals that are looked at at the same time.
    pub portals_at_once: usize,
    /// Whether what is seen teaches how the portal usually is.
    pub learns: bool,
    /// Which addresses may be dialled.
    pub egress: Egress,
    /// As what the scanner presents itself.
    pub user_agents: UserAgents,
    /// How much one visit may cost.
    pub limits: Limits,
    /// The folder of approved states.
    pub baselines: Option<PathBuf>,
    /// SHA-256 of the configuration in force, in hex, for those who receive evidence.
    pub configuration: String,
    /// What rules know beforehand.
    pub knowledge: Arc<Knowledge>,
    /// What runs the scripts of pages; `None` only reads them.
    pub behaviour: Option<Arc<Behaviour>>,
    /// Where the run has its time from.
    pub clock: Clock,
    /// What takes pictures of pages of which evidence is kept, where that is asked for.
    pub camera: Option<Arc<Camera>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            identities: Identity::ALL.to_vec(),
            thorough: false,
            version_files: false,
            pages: None,
            time: Duration::from_secs(30 * 60),
            portals_at_once: 140,
            learns: true,
            egress: Egress::public(),
            user_agents: UserAgents::default(),
            limits: Limits::default(),
            baselines: None,
            configuration: String::new(),
            knowledge: Knowledge::builtin(),
            behaviour: None,
            clock: Clock::System,
            camera: None,
        }
    }
}

/// What happens while a run goes on.
pub enum Event<'a> {
    /// A portal's turn has come.
    Begun(&'a Target),
    /// An address was looked at.
    Looked(&'a Target, &'a Url),
    /// Something was found, or is graver than it seemed before.
    Found(&'a Target, &'a Finding),
    /// A portal is done.
    Done(&'a PortalReport),
    /// A portal was judged by the interrupted run that this one goes on with.
    Recalled(&'a PortalReport),
}

/// Why a run cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// What was found could not be remembered.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The settings cannot be used to fetch anything.
    #[error(transparent)]
    Fetch(#[from] BuildError),
}
