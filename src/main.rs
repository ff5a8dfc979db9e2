//! The program: reads what is asked, does it, and says by its exit code how it went.

mod command;

use std::process::ExitCode;

use command::{Cli, Command, Outcome};

fn main() -> ExitCode {
    let cli = Cli::read();
    if let Command::SandboxChild = cli.command {
        return canhcong::sandbox::child::serve();
    }
    command::log(&cli.common);
    let outcome = match &cli.command {
        Command::Demo(args) => command::demo::run(args, &cli.common),
        Command::Scan(args) => command::scan::run(args, &cli.common),
        Command::Nightly(args) => command::nightly::run(args, &cli.common),
        Command::Watch(args) => command::watch::run(args, &cli.common),
        Command::Inspect(args) => command::inspect::run(args, &cli.common),
        Command::Incidents(args) => command::incidents::run(args, &cli.common),
        Command::Evidence(args) => command::evidence::run(args, &cli.common),
        Command::Software(args) => command::software::run(args, &cli.common),
        Command::Evaluate(args) => command::evaluate::run(args, &cli.common),
        Command::Rules(args) => command::rules::run(args, &cli.common),
        Command::Baseline(args) => command::baseline::run(args, &cli.common),
        Command::Alert(args) => command::alert::run(args, &cli.common),
        Command::Check(args) => command::check::run(args, &cli.common),
        Command::Health(args) => command::health::run(args, &cli.common),
        Command::Backup(args) => command::backup::run(args, &cli.common),
        Command::Restore(args) => command::restore::run(args, &cli.common),
        // Done above, before there is a log.
        Command::SandboxChild => Ok(Outcome::Quiet),
    };
    match outcome {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) => {
            eprintln!("canhcong: {error:#}");
            ExitCode::from(Outcome::NothingJudged.code())
        }
    }
}
