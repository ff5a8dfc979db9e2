//! Where a secret is kept.

use std::path::{Path, PathBuf};

use crate::target::{fields::Fields, problem::Problem};

/// Where a password or key is kept; it is read when it is needed, and never shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    /// The first line of a file.
    File(PathBuf),
    /// The value of an environment variable.
    Env(String),
}

/// Reads `<what>_file` or `<what>_env`; `keys` are these two.
pub(super) fn read(
    fields: &mut Fields<'_, '_, '_>,
    folder: &Path,
    keys: [&'static str; 2],
    forbidden: &'static str,
) -> Option<Secret> {
    let [file_key, env_key] = keys;
    if fields.forbidden(forbidden) {
        // Marked at the head of the table: a mistake is shown with its line, and that would put
        // the secret on the screen and into logs.
        fields.report(
            Problem::new(format!("`{forbidden}` must not stand in this file"))
                .help(format!("write it into a file that only the service can read, and name that with `{file_key}`"))
                .at(fields.span(), format!("use `{file_key}` or `{env_key}`")),
        );
    }
    let file = fields.text(file_key);
    let env = fields.text(env_key);
    if let (Some(_), Some(env)) = (&file, &env) {
        fields.report(
            Problem::new(format!("`{file_key}` and `{env_key}` are both given"))
                .at(env.span(), "give one of them"),
        );
    }
    match (file, env) {
        (Some(file), _) => Some(Secret::File(folder.join(file.get_ref()))),
        (None, Some(env)) => fields.valid(env, variable).map(Secret::Env),
        (None, None) => None,
    }
}

fn variable(text: &str) -> Result<String, String> {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        Ok(text.to_owned())
    } else {
        Err("must be the name of an environment variable, such as `CANHCONG_SMTP`".to_owned())
    }
}
