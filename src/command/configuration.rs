//! By which configuration a run looks, as one digest: whoever receives evidence can ask for the
//! registry of that night and see that it is the one.

use std::{fs::File, io::Read as _};

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::Common;

/// Registries are smaller.
const MOST_BYTES: u64 = 16 << 20;

impl Common {
    /// SHA-256 of the registry's bytes, the program's version and the options that change what is
    /// seen, in hex.
    pub fn configuration(&self) -> String {
        let mut registry = Vec::new();
        // One that is not there is told of elsewhere; here it is an empty one.
        if let Ok(file) = File::open(&self.targets) {
            let _ = file.take(MOST_BYTES).read_to_end(&mut registry);
        }
        let identities: Vec<&str> = self.identities.iter().map(|own| own.id()).collect();
        let options = format!(
            "\n{} {}\nidentities={}\nthorough={}\npages={:?}\nversion-files={}\nrun-scripts={}\n\
             allow-private={}\nrate={:?}\ndata-dir={:?}\n",
            env!("CARGO_PKG_NAME"),
            env!("CARGO_PKG_VERSION"),
            identities.join(","),
            self.thorough,
            self.pages,
            self.version_files,
            !self.no_run_scripts,
            self.allow_private,
            self.rate,
            self.data_dir,
        );
        HEXLOWER.encode(&Sha256::new().chain_update(registry).chain_update(options).finalize())
    }
}
