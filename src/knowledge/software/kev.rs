//! CISA's catalogue of vulnerabilities that are known to be exploited, unchanged:
//! `known_exploited_vulnerabilities.json`. It names no versions, so it says nothing by itself: it only
//! marks holes that are known otherwise.

use std::collections::HashSet;

use serde::Deserialize;

use super::{
    json::{List, read as read_json},
    table::Mistake,
};

/// The most entries that are read; the catalogue had 1,404 in 2025.
const MOST: usize = 100_000;

#[derive(Deserialize)]
struct Catalogue {
    vulnerabilities: List<Entry, MOST>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "cveID")]
    cve_id: String,
}

/// The numbers of the catalogue.
pub(super) fn read(text: &str) -> Result<HashSet<String>, Mistake> {
    let catalogue: Catalogue = read_json(text)?;
    Ok(catalogue.vulnerabilities.0.into_iter().map(|entry| entry.cve_id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        let file = r#"{"title": "CISA Catalog of Known Exploited Vulnerabilities",
            "catalogVersion": "2025.08.25", "dateReleased": "2025-08-25T16:59:33.0Z", "count": 1,
            "vulnerabilities": [{"cveID": "CVE-2017-9822", "vendorProject": "DotNetNuke (DNN)",
              "product": "DotNetNuke (DNN)", "vulnerabilityName": "Remote Code Execution",
              "dateAdded": "2021-11-03", "shortDescription": "…", "requiredAction": "…",
              "dueDate": "2022-05-03", "knownRansomwareCampaignUse": "Known", "notes": "",
              "cwes": []}]}"#;
        assert_eq!(read(file).unwrap(), HashSet::from(["CVE-2017-9822".to_owned()]));
    }

    #[test]
    fn hostile_files_are_refused_with_their_place() {
        for (file, line) in [
            ("{}", 1),
            ("{\n\"vulnerabilities\": 5}", 2),
            ("{\"vulnerabilities\": [\n{\"cveID\": 5}]}", 2),
            ("{\"vulnerabilities\": [{\"cveID\": \"CVE", 1),
        ] {
            assert_eq!(read(file).map_err(|(line, _)| line), Err(line), "{file}");
        }
    }
}
