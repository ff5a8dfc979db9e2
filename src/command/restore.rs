//! `canhcong restore`: the way back from a back-up.

use std::path::PathBuf;

use canhcong::{
    backup::{self, Goal, Restored},
    finding::Lang,
    scan,
};

use super::{Common, Outcome, backup::size};

#[derive(clap::Args)]
pub struct Args {
    /// The back-up: a folder `canhcong-backup-…`.
    #[arg(value_name = "BACKUP")]
    backup: PathBuf,
    /// Move aside what is there (it is never deleted) and put the back-up in its place.
    #[arg(long)]
    replace: bool,
}

pub fn run(args: &Args, common: &Common) -> anyhow::Result<Outcome> {
    let state = common.state();
    let goal = Goal {
        state: &state,
        baselines: &common.baselines,
        registry: &common.targets,
        data: common.data_dir.as_deref(),
    };
    let restored = backup::restore(&args.backup, &goal, args.replace, scan::now())?;
    if !common.quiet {
        common.write(&told(&restored, args, common.lang()))?;
    }
    Ok(Outcome::Quiet)
}

fn told(restored: &Restored, args: &Args, lang: Lang) -> String {
    let manifest = &restored.manifest;
    let (from, made) = (args.backup.display(), &manifest.made_at.ict);
    let (files, size) = (manifest.files.len(), size(manifest.bytes(), lang));
    let mut lines = vec![match lang {
        Lang::Vi => format!("Đã khôi phục từ {from} (lập lúc {made}): {files} tệp, {size}."),
        Lang::En => format!("Restored from {from} (made at {made}): {files} files, {size}."),
    }];
    lines.extend(restored.placed.iter().map(|placed| format!("  → {}", placed.display())));
    lines.extend(restored.aside.iter().map(|(place, aside)| match lang {
        Lang::Vi => format!("{} cũ nay ở {}", place.display(), aside.display()),
        Lang::En => format!("The old {} is now {}", place.display(), aside.display()),
    }));
    lines.extend(restored.left.iter().map(|left| match lang {
        Lang::Vi => format!(
            "{} đã có và khác với bản sao lưu: được giữ nguyên. Muốn thay, hãy chép tệp targets.toml \
             trong {from}.",
            left.display()
        ),
        Lang::En => format!(
            "{} is there and says something else: it was left as it is. The one of the back-up is \
             targets.toml in {from}.",
            left.display()
        ),
    }));
    lines.push(match lang {
        Lang::Vi => {
            "Mật khẩu và khóa bí mật không nằm trong bản sao lưu: hãy đặt lại trước khi chạy \
                     `canhcong check` và `canhcong nightly`."
                .to_owned()
        }
        Lang::En => "Passwords and secret keys are not in a back-up: put them back before \
                     `canhcong check` and `canhcong nightly`."
            .to_owned(),
    });
    lines.join("\n") + "\n"
}
