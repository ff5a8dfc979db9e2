//! The walls that a child puts up around itself before it hears of any page.
//!
//! Each kernel has some of them; the child tries what it can no longer do and says so.

use std::{fs::File, net::UdpSocket, thread};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::{super::ran::Walls, budget::cpu_ns};

/// Bytes of address space: the engine's heap, the tree, a job, and the program itself.
const ADDRESS_SPACE: u64 = 512 << 20;
/// Seconds of CPU time of a child's whole life.
const LIFE: u64 = 300;

/// Puts up all walls there are.
pub(super) fn raise() -> Walls {
    let dies_with_parent = die_with_parent();
    // The engine asks for the local time once and keeps the time zone: later no file can be read.
    let landlock = landlock();
    let limits = limit();
    let seccomp = seccomp();
    Walls {
        seccomp,
        landlock,
        limits,
        no_files: File::open("/").is_err(),
        no_network: UdpSocket::bind("127.0.0.1:0").is_err(),
        no_threads: thread::Builder::new().stack_size(64 << 10).spawn(|| {}).is_err(),
        dies_with_parent,
    }
}

/// Gives the next job so much CPU time and up to a second more, because the kernel counts whole
/// seconds; it ends the child after that.
pub(super) fn allow_cpu(milliseconds: u64) {
    let end = (cpu_ns() / 1_000_000).saturating_add(milliseconds).div_ceil(1_000);
    let maximum = getrlimit(Resource::Cpu).maximum;
    let current = Some(end).min(maximum.or(Some(u64::MAX)));
    let _ = setrlimit(Resource::Cpu, Rlimit { current, maximum });
}

fn limit() -> bool {
    let mut all = true;
    for (resource, most) in [
        (Resource::As, ADDRESS_SPACE),
        (Resource::Cpu, LIFE),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        // Standard input, output and error are open; nothing else can be opened.
        (Resource::Nofile, 3),
        #[cfg(not(any(target_os = "solaris", target_os = "illumos")))]
        (Resource::Nproc, 0),
    ] {
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        all &= setrlimit(resource, limit).is_ok();
    }
    all
}

#[cfg(target_os = "linux")]
fn die_with_parent() -> bool {
    use rustix::process::{Signal, set_parent_process_death_signal};
    set_parent_process_death_signal(Some(Signal::KILL)).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn die_with_parent() -> bool {
    false
}

/// No file, no TCP port, no socket or process outside, by rule of the kernel.
#[cfg(target_os = "linux")]
fn landlock() -> bool {
    use landlock::{
        ABI, Access as _, AccessFs, AccessNet, Ruleset, RulesetAttr as _, RulesetStatus, Scope,
    };
    let restricted = Ruleset::default()
        .handle_access(AccessFs::from_all(ABI::V5))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(ABI::V5)))
        .and_then(|rules| rules.scope(Scope::from_all(ABI::V6)))
        .and_then(|rules| rules.create())
        .and_then(|rules| rules.restrict_self());
    restricted.is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

#[cfg(not(target_os = "linux"))]
fn landlock() -> bool {
    false
}

/// Refuses every system call that computing, reading standard input and writing standard output
/// do not need.
#[cfg(target_os = "linux")]
fn seccomp() -> bool {
    use seccompiler::{
        BpfProgram, SeccompAction,
        SeccompCmpArgLen::{Dword, Qword},
        SeccompCmpOp::{Eq, MaskedEq},
        SeccompCondition, SeccompFilter, SeccompRule,
    };
    let only = |argument, length, operator, value| {
        SeccompCondition::new(argument, length, operator, value)
            .and_then(|condition| SeccompRule::new(vec![condition]))
    };
    let executable = u64::from(libc::PROT_EXEC.unsigned_abs());
    let build = || -> Option<BpfProgram> {
        // The limit on CPU time is moved on with each job, up to what was set for life.
        let own_cpu = SeccompRule::new(vec![
            SeccompCondition::new(0, Dword, Eq, 0).ok()?,
            SeccompCondition::new(1, Dword, Eq, u64::from(libc::RLIMIT_CPU)).ok()?,
        ]);
        let mut rules = vec![
            (libc::SYS_read, vec![only(0, Dword, Eq, 0).ok()?]),
            (libc::SYS_write, vec![only(0, Dword, Eq, 1).ok()?]),
            (libc::SYS_mmap, vec![only(2, Qword, MaskedEq(executable), 0).ok()?]),
            (libc::SYS_mprotect, vec![only(2, Qword, MaskedEq(executable), 0).ok()?]),
            (libc::SYS_prlimit64, vec![own_cpu.ok()?]),
        ];
        let free = [
            libc::SYS_munmap,
            libc::SYS_mremap,
            libc::SYS_brk,
            libc::SYS_madvise,
            libc::SYS_clock_gettime,
            libc::SYS_gettimeofday,
            libc::SYS_getrandom,
            libc::SYS_futex,
            libc::SYS_sigaltstack,
            libc::SYS_rt_sigprocmask,
            libc::SYS_rt_sigaction,
            libc::SYS_rt_sigreturn,
            libc::SYS_sched_yield,
            libc::SYS_exit,
            libc::SYS_exit_group,
        ];
        rules.extend(free.map(|call| (call, Vec::new())));
        SeccompFilter::new(
            rules.into_iter().collect(),
            SeccompAction::Errno(libc::EPERM.unsigned_abs()),
            SeccompAction::Allow,
            std::env::consts::ARCH.try_into().ok()?,
        )
        .and_then(TryInto::try_into)
        .ok()
    };
    build().is_some_and(|program| seccompiler::apply_filter_all_threads(&program).is_ok())
}

#[cfg(not(target_os = "linux"))]
fn seccomp() -> bool {
    false
}
