//! The walls themselves, and that no child outlives its parent.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use canhcong::sandbox::{COMMAND, Cut, Job, Limits, Sandbox};

use super::{job, said, sandbox};

/// Numbers of the processes whose parent is this one.
pub fn children() -> Vec<u32> {
    let own = std::process::id().to_string();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Ok(number) = entry.file_name().to_string_lossy().parse() else { continue };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        // After the name, which may hold anything: state, then the parent.
        let after = stat.rsplit_once(')').unwrap().1;
        let name = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let zombie = after.split_whitespace().next() == Some("Z");
        let is_ours = zombie || String::from_utf8_lossy(&name).contains(COMMAND);
        if after.split_whitespace().nth(1) == Some(&own) && is_ours {
            found.push(number);
        }
    }
    found
}

/// Waits until something holds, for as long as a busy machine may take.
fn comes_true(mut holds: impl FnMut() -> bool) -> bool {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(20) {
        if holds() {
            return true;
        }
        std::thread::yield_now();
    }
    false
}

#[test]
fn the_child_tries_its_walls() {
    let walls = sandbox(1).try_walls().unwrap();
    assert!(walls.limits && walls.no_files && walls.dies_with_parent, "{walls:?}");
    if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
        assert!(walls.seccomp && walls.no_network && walls.no_threads, "{walls:?}");
    }
}

/// A child of our own, to look at and to speak to.
fn raw() -> Child {
    Command::new(env!("CARGO_BIN_EXE_canhcong"))
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn frame(from: &mut impl std::io::Read) -> String {
    let mut length = [0; 4];
    from.read_exact(&mut length).unwrap();
    let mut body = vec![0; u32::from_le_bytes(length) as usize];
    from.read_exact(&mut body).unwrap();
    String::from_utf8(body).unwrap()
}

#[test]
fn the_kernel_knows_of_the_walls() {
    let mut child = raw();
    frame(child.stdout.as_mut().unwrap());
    let proc = |name: &str| fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap();
    let limits = proc("limits");
    let limit = |name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].split_whitespace().nth(1).unwrap().to_owned()
    };
    assert_eq!(limit("Max open files"), "3");
    assert_eq!(limit("Max file size"), "0");
    assert_eq!(limit("Max core file size"), "0");
    assert_eq!(limit("Max processes"), "0");
    assert_eq!(limit("Max address space"), (512 << 20).to_string());
    let status = proc("status");
    assert!(status.contains("NoNewPrivs:\t1"), "{status}");
    if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
        assert!(status.contains("Seccomp:\t2"), "{status}");
    }
    // It ends when nobody speaks to it any more.
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_child_that_is_told_nonsense_ends() {
    for nonsense in
        [&b"\xff\xff\xff\xff"[..], b"\x03\0\0\0{\"x", b"\x02\0\0\0[]", b"GET / HTTP/1.1\r\n\r\n"]
    {
        let mut child = raw();
        frame(child.stdout.as_mut().unwrap());
        child.stdin.take().unwrap().write_all(nonsense).unwrap();
        let mut rest = Vec::new();
        child.stdout.take().unwrap().read_to_end(&mut rest).unwrap();
        assert!(rest.is_empty());
        child.wait().unwrap();
    }
}

#[test]
fn a_program_that_is_no_child_costs_the_page_only() {
    for program in ["/bin/true", "/does/not/exist", "/bin/cat"] {
        let ran = Sandbox::of_program(program, 1).run(&job("location='x'"));
        assert_eq!(ran.cut, Some(Cut::NoChild), "{program}");
    }
}

#[test]
fn a_page_too_large_to_hand_over_is_refused() {
    let mut large = job("");
    large.scripts[0].code = "x".repeat(25 << 20);
    let sandbox = sandbox(1);
    assert_eq!(sandbox.run(&large).cut, Some(Cut::TooLarge));
    assert_eq!(said(&sandbox.run(&job("alert(1)"))), ["1"]);
}

#[test]
fn the_deadline_on_the_wall_is_kept() {
    let limits = Limits { cpu_ms: 60_000, wall_ms: 300, ..Limits::default() };
    let sandbox = sandbox(1);
    let begin = Instant::now();
    let endless = Job { limits, ..job("location='https://bet88.example/';for(;;);") };
    let ran = sandbox.run(&endless);
    assert_eq!(ran.cut, Some(Cut::Wall));
    assert_eq!(super::targets(&ran), ["https://bet88.example/"], "told before it hung");
    // Starting the child is not counted.
    assert!(begin.elapsed() < Duration::from_secs(25), "{:?}", begin.elapsed());
    assert_eq!(said(&sandbox.run(&job("alert(1)"))), ["1"]);
}

/// Is run by the next test as a process of its own: a parent that does not get to say good-bye.
#[test]
#[ignore = "run by children_die_with_a_killed_parent"]
fn parent_of_a_busy_child() {
    let sandbox = sandbox(2);
    let limits = Limits { cpu_ms: 60_000, wall_ms: 60_000, ..Limits::default() };
    std::thread::scope(|scope| {
        for script in ["for(;;);", "alert(1)"] {
            let job = Job { limits: limits.clone(), ..job(script) };
            let sandbox = &sandbox;
            scope.spawn(move || sandbox.run(&job));
        }
        assert!(comes_true(|| children().len() == 2));
        for child in children() {
            println!("child {child}");
        }
    });
}

#[test]
fn children_die_with_a_killed_parent() {
    let mut parent = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "walls::parent_of_a_busy_child", "--nocapture"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(parent.stdout.take().unwrap()).lines();
    let children: Vec<u32> = lines
        .map_while(Result::ok)
        .filter_map(|line| line.rsplit_once("child ")?.1.parse().ok())
        .take(2)
        .collect();
    assert_eq!(children.len(), 2);
    parent.kill().unwrap();
    parent.wait().unwrap();
    let lives = |child: &u32| {
        fs::read_to_string(format!("/proc/{child}/stat"))
            .is_ok_and(|stat| !stat.rsplit_once(')').unwrap().1.starts_with(" Z"))
    };
    assert!(comes_true(|| !children.iter().any(lives)), "{children:?} live on");
}
