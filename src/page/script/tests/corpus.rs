//! Real scripts, where they are at hand.

use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use super::read;

#[test]
fn real_scripts_are_read_in_time() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/corpus/js");
    let Ok(manifest) = std::fs::read_to_string(folder.join("MANIFEST.tsv")) else {
        eprintln!("skipped: no corpus at {}", folder.display());
        return;
    };
    let mut readable = 0;
    let mut all = 0;
    for line in manifest.lines().skip(1) {
        let name = line.split('\t').next().unwrap_or_default();
        let Ok(file) = std::fs::File::open(folder.join(name)) else { continue };
        let mut bytes = Vec::new();
        if flate2::read::GzDecoder::new(file).read_to_end(&mut bytes).is_err() {
            continue;
        }
        let source = String::from_utf8_lossy(&bytes);
        let start = Instant::now();
        let facts = read(&source);
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(10), "{name} took {taken:?}");
        all += 1;
        readable += usize::from(!facts.unreadable);
    }
    assert!(all > 0, "no script of the corpus could be opened");
    assert!(readable * 10 >= all * 9, "only {readable} of {all} could be read");
}
